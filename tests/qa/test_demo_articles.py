from __future__ import annotations

import re
from pathlib import Path

import pytest

import qa
from index import articles
from index.types import Article, Failure
from qa import Assistant

DEMO = Path(qa.__file__).parent / "demo"

# Each of these stands in one sentence with Guaidó's name, spelled either way.
SUPPORTERS = {
    "caracas-first-reports.txt": (
        "National Guard",
        "Mike Pompeo",
        "Mike Pence",
        "Iván Duque",
        "Jair Bolsonaro",
    ),
    "who-backs-whom-in-venezuela.html": (
        "National Assembly",
        "United States",
        "Donald Trump",
        "Brazil",
        "Lima Group",
        "Luis Almagro",
        "Spain, France, Germany and Britain",
        "more than 50 countries",
    ),
    "bolsonaro-takes-guaidos-side.txt": ("Bolsonaro", "Araújo"),
}
BOILERPLATE = {
    "bolsonaro-takes-guaidos-side.txt": (
        "Join our Telegram channel and read the Southern Cross Review every morning!",
        "READ: The long road from Pacaraima to Manaus",
        "Copyright 2019 Southern Cross Review. All rights reserved.",
    ),
    "caracas-first-reports.txt": (
        "By Marta Lind | The Meridian Courier",
        "April 30, 2019",
        "(Photo: Rosa Quiroga)",
        "WATCH HERE:",
        "Follow us on Twitter and Facebook for more from Caracas",
    ),
    "chess-open.txt": ("August 26, 2018", "Follow us: @veldenbaychess"),
    "comet-questions-and-answers.txt": (
        "Sept. 20, 2024",
        "E-mail: skycolumn@quarrytimes.example",
        "Click here to download our app",
    ),
    "harbor-bridge-opens.txt": ("Advertisement", "(Photo by Ben Achterberg)", "Share this story"),
    "lakeside-marathon.txt": ("Photo: Lakeside Athletics Club", "Sign up for our free running newsletter"),
    "museum-theft-solved.txt": ("Related stories", "READ: Ten things you did not know about St. Jude's"),
    "river-clean-up.md": ("Follow us on Instagram",),
    "three-days-in-caracas.md": ("Subscribe to our newsletter: one long read every Sunday.",),
    "tram-vote.txt": ("22 May 2023", "Most read", "Comments (114)"),
    "vaccine-cold-chain.txt": (
        "(Photo by J. Mbeki-Stone)",
        "Get our weekly digest: sign up for the newsletter",
        "Share on Facebook",
    ),
}


@pytest.fixture(scope="module")
def demo() -> dict[str, Article]:
    read = list(articles.read(str(DEMO)))
    assert [one for one in read if isinstance(one, Failure)] == []
    return {Path(one.path or "").name: one for one in read if isinstance(one, Article)}


def own_words(article: Article) -> str:
    """The text with its boilerplate blanked."""
    text = article.text
    for start, end in article.boilerplate:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def test_there_are_ten_or_more_of_three_kinds(demo: dict[str, Article]) -> None:
    assert len(demo) >= 10
    assert {Path(name).suffix for name in demo} == {".txt", ".md", ".html"}
    # Whatever lies in the folder is an article: no stray file is shipped.
    assert {path.name for path in DEMO.iterdir()} == set(demo)


def test_each_has_a_title_and_a_date_of_its_own(demo: dict[str, Article]) -> None:
    for name, article in demo.items():
        assert len(article.title.split()) >= 4, name
        assert article.title in article.text, name
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", article.published or ""), name
    assert len({article.title for article in demo.values()}) == len(demo)


def test_each_is_a_short_article(demo: dict[str, Article]) -> None:
    for name, article in demo.items():
        assert 150 <= len(own_words(article).split()) <= 450, name


def test_known_dates_and_authors_are_found(demo: dict[str, Article]) -> None:
    found = {name: (article.published, article.author) for name, article in demo.items()}
    assert found["caracas-first-reports.txt"] == ("2019-04-30", "Marta Lind")
    assert found["who-backs-whom-in-venezuela.html"] == ("2019-05-02", "Daniel Osei")
    assert found["river-clean-up.md"] == ("2023-06-19", "Owen Driscoll")
    assert found["harbor-bridge-opens.txt"] == ("2022-09-17", "Tomas Reyes-Holm")
    assert found["tram-vote.txt"] == ("2023-05-22", None)


@pytest.mark.parametrize("name", sorted(BOILERPLATE))
def test_boilerplate_is_marked(demo: dict[str, Article], name: str) -> None:
    article = demo[name]
    marked = {article.text[start:end].strip() for start, end in article.boilerplate}
    assert set(BOILERPLATE[name]) <= marked


def test_front_matter_is_known_and_no_text(demo: dict[str, Article]) -> None:
    article = demo["river-clean-up.md"]
    assert "title:" not in article.text
    assert article.source == "Tamble Valley Voice"


def test_statements_are_not_marked(demo: dict[str, Article]) -> None:
    for name, article in demo.items():
        marked = sum(end - start for start, end in article.boilerplate)
        assert marked < 0.2 * len(article.text), name
    assert "Demonstrators gather near the Altamira overpass" in own_words(demo["caracas-first-reports.txt"])


def test_a_page_leaves_its_navigation_behind(demo: dict[str, Article]) -> None:
    page = demo["who-backs-whom-in-venezuela.html"].text
    for foreign in ("cookie", "Sign in", "newsletter", "Related", "Follow us", "rights reserved", "Money"):
        assert foreign.lower() not in page.lower()
    assert "Breadhead77" not in demo["sourdough-of-1912.html"].text


@pytest.mark.parametrize("name", sorted(SUPPORTERS))
def test_each_supporter_stands_in_a_sentence_with_guaido(demo: dict[str, Article], name: str) -> None:
    sentences = re.split(r"(?<=[.”])\s+|\n", own_words(demo[name]))
    with_guaido = [sentence for sentence in sentences if re.search(r"Guaid[oó]", sentence)]
    for supporter in SUPPORTERS[name]:
        assert any(supporter in sentence for sentence in with_guaido), supporter


def test_guaido_is_written_both_ways(demo: dict[str, Article]) -> None:
    texts = [article.text for article in demo.values()]
    assert sum("Guaidó" in text for text in texts) >= 3
    assert any("Guaido" in text and "Guaidó" not in text for text in texts)


def test_those_who_stood_with_maduro_are_named(demo: dict[str, Article]) -> None:
    reports, guide = demo["caracas-first-reports.txt"].text, demo["who-backs-whom-in-venezuela.html"].text
    assert "Vladimir Padrino stood with Maduro" in reports
    assert "Russia stands with Maduro" in guide
    assert "Cuba, Bolivia and Nicaragua support Maduro" in guide


def test_two_articles_disagree_about_the_injured(demo: dict[str, Article]) -> None:
    assert "At least 50 people were injured in Caracas" in demo["caracas-first-reports.txt"].text
    assert "69 people injured in Caracas" in demo["three-days-in-caracas.md"].text


def test_a_follow_up_on_bolsonaro_has_its_answer(demo: dict[str, Article]) -> None:
    text = own_words(demo["bolsonaro-takes-guaidos-side.txt"])
    assert "Jair Bolsonaro, a former army captain, has been president of Brazil since January 1, 2019." in text
    assert "He tweeted that Brazil stood beside the Venezuelan people" in text


def test_a_question_of_yes_or_no_is_answered_by_who_says_it_in_other_words(tmp_path: Path) -> None:
    with Assistant.open(tmp_path) as assistant:
        assistant.add([str(DEMO)])
        answer = assistant.ask("Did Maduro leave the country?")
    assert answer.text.startswith("Your articles say:")
    assert "had been ready to fly to Cuba" in answer.quotes[answer.items[0].quotes[0] - 1].text
