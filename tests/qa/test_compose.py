from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Hit, Passage
from qa.candidates import HEADLINE, Candidate, gather, rivals
from qa.compose import compose, quotable, tidy
from qa.testing import PhraseReader
from qa.types import Item, Quote, Reading

Make = Callable[..., tuple[Article, list[Hit]]]
Composed = tuple[list[Item], list[Quote]]


def chosen(readings: list[Reading], *, limit: int = 5) -> list[tuple[Candidate, float]]:
    return [(candidate, candidate.score) for candidate in gather(readings, least=0.3)[:limit]]


@pytest.fixture
def composed(make: Make) -> Callable[..., Composed]:
    """Read articles for phrases and compose what was found."""

    def made(texts: dict[str, str], phrases: dict[str, float], *, limit: int = 5) -> Composed:
        parts = {name: make(text, id=name) for name, text in texts.items()}
        hits = [hit for _, found in parts.values() for hit in found]
        readings = PhraseReader(phrases).read("?", hits)
        return compose(chosen(readings, limit=limit), lambda name: parts[name][0])

    return made


def said(items: list[Item]) -> list[str]:
    return [item.answer for item in items]


def test_one_name_in_two_articles_is_one_item_with_a_quote_of_each(composed: Callable[..., Composed]) -> None:
    items, quotes = composed(
        {"a": "Minister Hanne Løkke supported the ferry.", "b": "On Monday Lokke supported it again in the house."},
        {"Hanne Løkke": 0.8, "Lokke": 0.6},
    )
    assert said(items) == ["Hanne Løkke"]
    assert items[0].quotes == (1, 2)
    assert [q.article_id for q in quotes] == ["a", "b"]
    assert quotes[1].text == "On Monday Lokke supported it again in the house."
    assert items[0].score == pytest.approx(1 - 0.2 * (1 - 0.3 * 0.6))


def test_a_second_quote_says_it_about_as_surely_and_in_words(composed: Callable[..., Composed]) -> None:
    first = "Minister Hanne Løkke supported the ferry."
    phrases = {"Hanne Løkke": 1.0, "Lokke": 0.3, "Løkke": 0.9}
    for other, kept in (
        ("On Monday Løkke supported it again.", True),
        ("On Monday Lokke supported it again.", False),  # a mere mention
        ("Løkke", False),  # a heading
        ("Hanne Løkke, minister", False),
    ):
        items, quotes = composed({"a": first, "b": f"{other}\n\nIt sailed at noon."}, phrases)
        assert said(items) == ["Hanne Løkke"]
        assert [quote.article_id for quote in quotes] == (["a", "b"] if kept else ["a"])


def test_the_fuller_name_is_shown_where_it_is_about_as_sure(composed: Callable[..., Composed]) -> None:
    texts = {"a": "In the last minute Løkke scored.", "b": "The goal of Hanne Løkke won the cup."}
    items, quotes = composed(texts, {"Hanne Løkke": 0.5, "Løkke": 0.8})
    assert said(items) == ["Hanne Løkke"]
    assert [q.article_id for q in quotes] == ["b", "a"]  # the first quote holds what is shown
    items, _ = composed(texts, {"Hanne Løkke": 0.35, "Løkke": 0.8})
    assert said(items) == ["Løkke"]


def test_the_sentence_that_answers_is_quoted_beside_the_one_with_the_fuller_name(
    composed: Callable[..., Composed],
) -> None:
    texts = {"a": "HANNE LØKKE came from Norvik. In the last minute Løkke scored."}
    items, quotes = composed(texts, {"HANNE LØKKE": 0.5, "Løkke": 0.8})
    assert said(items) == ["HANNE LØKKE"]
    assert [quote.text for quote in quotes][:2] == [
        "HANNE LØKKE came from Norvik.",
        "In the last minute Løkke scored.",
    ]
    assert items[0].quotes == (1, 2)


@pytest.mark.parametrize(
    ("text", "found", "answer"),
    [
        ("He called it a “sister nation” in May.", "a “sister nation", "a “sister nation”"),
        ('He called it a "sister nation" in May.', 'a "sister nation', 'a "sister nation"'),
        ("It was sold by the Guild (Varsund) in May.", "the Guild (Varsund", "the Guild (Varsund)"),
        ("He said “go” and went.", "go", "go"),
        ("The “Aurora sank and nobody knew.", "The “Aurora", "The “Aurora"),
    ],
)
def test_what_an_answer_opens_is_closed(composed: Callable[..., Composed], text: str, found: str, answer: str) -> None:
    items, quotes = composed({"a": text}, {found: 0.8})
    assert said(items) == [answer]
    assert answer in quotes[0].text


def test_a_third_article_adds_to_the_score_but_no_quote(composed: Callable[..., Composed]) -> None:
    sentence = "The engineer Tomas Vrba built number {} of these."
    two, _ = composed({n: sentence.format(n) for n in "ab"}, {"Tomas Vrba": 0.5})
    items, quotes = composed({n: sentence.format(n) for n in "abcd"}, {"Tomas Vrba": 0.5})
    assert items[0].quotes == (1, 2)
    assert len(quotes) == 2
    assert items[0].score > two[0].score


def test_a_copy_in_another_article_is_no_second_source(composed: Callable[..., Composed]) -> None:
    sentence = "Minister Hanne Løkke supported the ferry."
    items, quotes = composed({"a": f"{sentence} Few came.", "b": f"It rained. {sentence}"}, {"Hanne Løkke": 0.8})
    assert items[0].quotes == (1,)
    assert [quote.article_id for quote in quotes] == ["a"]
    assert items[0].score == pytest.approx(0.8)


def test_a_second_quote_never_comes_from_the_same_article(composed: Callable[..., Composed]) -> None:
    items, quotes = composed({"a": "Vrba built the quay. Years later Vrba built the tower too."}, {"Vrba": 0.9})
    assert (items[0].quotes, len(quotes)) == ((1,), 1)


def test_what_is_said_again_outranks_a_surer_word_said_once(composed: Callable[..., Composed]) -> None:
    text = "Vrba built the quay. Somebody saw Lund there. Later Vrba built the tower. In the end Vrba built a mill."
    items, _ = composed({"a": text}, {"Vrba": 0.5, "Lund": 0.6})
    assert said(items) == ["Vrba", "Lund"]
    assert items[0].score == pytest.approx(1 - 0.5 * 0.85 * 0.85)


TITLED = "At the weir between Lund and the old mill Reeve cut a ribbon on Sunday."


def test_what_the_title_names_comes_before_what_is_a_little_surer(make: Make) -> None:
    phrases = {"Lund": 0.5, "Reeve": 0.45}
    _, plain = make(TITLED, title="Ribbons and speeches")
    _, named = make(TITLED, title="Weir opened by RÉEVE at last")
    for hits, order in ((plain, ["Lund", "Reeve"]), (named, ["Reeve", "Lund"])):
        assert [c.texts[0] for c in gather(PhraseReader(phrases).read("?", hits), least=0.3)] == order


@pytest.mark.parametrize(
    ("title", "words", "share"),
    [
        ("Lund opens a weir", "Lund", 1.0),
        ("Lund opens a weir", "Lund and Vrba", 0.5),
        ("US strikes the mill", "the United States", 1.0),
        ("United States strikes the mill", "the U.S.", 1.0),
        ("Firm fined $5 million", "5 million dollars", 1.0),
        ("The rise of the mill", "the Bank of the West", 0.0),
        ("", "Lund", 0.0),
        ("x " * 500 + "Lund", "Lund", 0.0),
    ],
)
def test_what_share_of_the_words_the_title_has_raises_the_odds(
    make: Make, title: str, words: str, share: float
) -> None:
    _, hits = make(f"On Sunday the town was told that {words} would pay.", title=title)
    (candidate,) = gather(PhraseReader({words: 0.5}).read("?", hits), least=0.3)
    assert candidate.score == pytest.approx(1 / (1 + math.exp(-HEADLINE * share)))


def test_one_title_of_two_articles_is_enough(make: Make) -> None:
    told = (
        ("a", "Ribbons", TITLED),
        ("b", "Lund at last", f"At noon {TITLED}"),
    )  # no copy: that would be no second source
    hits = [make(text, id=name, title=title)[1][0] for name, title, text in told]
    (candidate,) = gather(PhraseReader({"Lund": 0.5}).read("?", hits), least=0.3)
    (plain,) = gather(PhraseReader({"Lund": 0.5}).read("?", hits), least=0.3, headline=0.0)
    assert plain.score == pytest.approx(0.575)
    assert candidate.score / (1 - candidate.score) == pytest.approx(0.575 / 0.425 * math.exp(HEADLINE))


def test_the_title_itself_gains_nothing_by_being_the_title(make: Make) -> None:
    _, hits = make(f"Weir opened by Reeve\n\n{TITLED}", title="WEIR OPENED BY REEVE")
    readings = PhraseReader({"Weir opened": 0.5, "Lund": 0.55}).read("?", hits)
    assert [c.texts[0] for c in gather(readings, least=0.3)] == ["Lund", "Weir opened"]


@given(
    st.floats(0.01, 0.99),
    st.lists(st.sampled_from(["ribbons", "Lund", "Reeve", "weir"]), max_size=4),
    st.booleans(),
)
def test_a_title_raises_chances_but_makes_nothing_certain(chance: float, title: list[str], several: bool) -> None:
    hit = Hit(Passage("a", 0, len(TITLED), ((0, len(TITLED)),)), TITLED, 1.0, " ".join(title))
    (candidate,) = gather(
        PhraseReader({"Lund": chance}).read("?", [hit]), least=0.0, headline=0.0 if several else HEADLINE
    )
    if "Lund" in title and not several:
        assert chance < candidate.score < 1.0
    else:
        assert candidate.score == pytest.approx(chance)


def test_of_answers_that_exclude_each_other_not_both_are_likely() -> None:
    four, three = 4**1.8, 3**1.8
    assert rivals([0.8, 0.75]) == pytest.approx([four / (four + three + 0.4), three / (four + three + 0.4)])
    assert rivals([1.0, 1.0]) == pytest.approx([0.49997] * 2, abs=0.00001)
    assert rivals([0.5]) == pytest.approx([1 / 1.4])
    assert rivals([]) == []


@given(st.lists(st.floats(0.0, 1.0), max_size=5))
def test_chances_of_rivals_keep_their_order_and_add_up_to_less_than_one(alone: list[float]) -> None:
    alone.sort(reverse=True)
    among = rivals(alone)
    assert among == sorted(among, reverse=True)
    assert all(chance >= 0.0 for chance in among)
    assert sum(among) < 1.0


def test_a_short_name_never_joins_two_people(composed: Callable[..., Composed]) -> None:
    items, quotes = composed(
        {"a": "Then Aabye spoke to all.", "b": "Jens Aabye spoke of money.", "c": "Rosa Aabye spoke of fish."},
        {"Jens Aabye": 0.6, "Rosa Aabye": 0.55, "Aabye": 0.9},
    )
    assert sorted(said(items)) == ["Jens Aabye", "Rosa Aabye"]
    for item in items:
        other = "Rosa" if "Jens" in item.answer else "Jens"
        assert not any(other in quotes[number - 1].text for number in item.quotes)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Spain and France", "France"),
        ("the towns of Hallby and Norvik", "the towns of Hallby"),
        ("not the harbour master", "the harbour master"),
        ("48 million crowns", "53 million crowns"),
        ("North Hallby", "Hallby"),
    ],
)
def test_answers_that_differ_stay_apart(composed: Callable[..., Composed], one: str, other: str) -> None:
    texts = {"a": f"The paper of Monday named {one} in its report.", "b": f"The paper of Friday said {other} instead."}
    items, quotes = composed(texts, {f"named {one}": 0.1, one: 0.9, other: 0.8})
    assert set(said(items)) >= {one, other}
    numbers = {item.answer: item.quotes for item in items}
    for item in items:
        for number in numbers[item.answer]:
            assert item.answer in quotes[number - 1].text


def test_a_place_with_its_kind_is_that_place(composed: Callable[..., Composed]) -> None:
    texts = {"a": "They met in the city of New Hallby.", "b": "It was New Hallby that paid for the meeting."}
    items, _ = composed(texts, {"the city of New Hallby": 0.9, "New Hallby": 0.7})
    assert len(items) == 1


def test_longer_and_shorter_wordings_are_one_item(composed: Callable[..., Composed]) -> None:
    items, _ = composed(
        {"a": "They found a small brass compass there.", "b": "The find was a brass compass from 1801."},
        {"small brass compass": 0.9, "brass compass": 0.7},
    )
    assert said(items) == ["small brass compass"]


def test_items_come_best_first_up_to_the_limit_and_numbers_count_from_one(composed: Callable[..., Composed]) -> None:
    text = "Hallby joined in spring. Norvik joined the pact in summer. Eskeby joined it in the autumn of 2021."
    phrases = {"Hallby": 0.6, "Norvik": 0.9, "Eskeby": 0.7}
    items, quotes = composed({"a": text}, phrases, limit=2)
    assert said(items) == ["Norvik", "Eskeby"]
    assert [i.quotes for i in items] == [(1,), (2,)]
    assert [q.number for q in quotes] == [1, 2]
    assert len(composed({"a": text}, phrases)[0]) == 3


def test_two_answers_of_one_sentence_share_its_quote(composed: Callable[..., Composed]) -> None:
    items, quotes = composed({"a": "Both Hallby and Norvik joined the pact."}, {"Hallby": 0.9, "Norvik": 0.8})
    assert [(i.answer, i.quotes) for i in items] == [("Hallby", (1,)), ("Norvik", (1,))]
    assert len(quotes) == 1


def test_a_quote_marks_its_answer_unless_it_is_all_of_it(composed: Callable[..., Composed]) -> None:
    sentence = "Both Hallby and Norvik joined the pact."
    _, quotes = composed({"a": sentence}, {"Norvik": 0.8})
    assert sentence[slice(quotes[0].answer_start, quotes[0].answer_end)] == "Norvik"
    _, quotes = composed({"a": sentence}, {sentence: 0.8})
    assert (quotes[0].answer_start, quotes[0].answer_end) == (None, None)


@pytest.mark.parametrize(
    "opening",
    [
        "He",
        "“She",
        "They",
        "But",
        "This",
        "The company",
        "Its owner",
        "In 2016 he",
        "On Monday they",
        "When asked, she",
    ],
)
def test_a_sentence_that_leans_brings_the_one_before(composed: Callable[..., Composed], opening: str) -> None:
    first = "The yard of Tomas Vrba was sold in March."
    second = f"{opening} moved to the town of Norvik in May with everything."
    _, quotes = composed({"a": f"{first} {second}"}, {"Norvik": 0.9})
    assert quotes[0].text == f"{first} {second}"


def test_a_sentence_before_that_leans_brings_another_one(composed: Callable[..., Composed]) -> None:
    first, second = "The yard of Tomas Vrba was sold in March.", "He had built boats there for years."
    third = "In May he moved to the town of Norvik with everything."
    _, quotes = composed({"a": f"It rained a lot in those days. {first} {second} {third}"}, {"Norvik": 0.9})
    assert quotes[0].text == f"{first} {second} {third}"


@pytest.mark.parametrize(
    "second",
    [
        "Helga Vrba moved to the town of Norvik in May.",
        "When Helga Vrba moved to the town of Norvik she wept.",
        "After Monday Helga said that they moved to the town of Norvik.",
    ],
)
def test_a_sentence_that_stands_alone_comes_alone(composed: Callable[..., Composed], second: str) -> None:
    _, quotes = composed({"a": f"The yard was sold in March. {second}"}, {"Norvik": 0.9})
    assert quotes[0].text == second


def test_the_sentence_before_stays_out_where_boilerplate_lies_between(make: Make) -> None:
    first, mark, second = "The yard was sold in March.", "Subscribe to our letters!", "He moved to Norvik in May."
    text = f"{first}\n\n{mark}\n\n{second}"
    at = text.index(mark)
    article, hits = make(text, boilerplate=((at, at + len(mark)),))
    readings = PhraseReader({"Norvik": 0.9}).read("?", hits)
    _, quotes = compose(chosen(readings), lambda _: article)
    assert [q.text for q in quotes] == [second]


def test_boilerplate_of_white_space_is_not_quoted_either(make: Make) -> None:
    first, second = "The yard was sold in March.", "He moved to Norvik in May."
    article, hits = make(f"{first}    {second}", boilerplate=((28, 30),))
    readings = PhraseReader({"Norvik": 0.9}).read("?", hits)
    _, quotes = compose(chosen(readings), lambda _: article)
    assert [q.text for q in quotes] == [second]


@pytest.mark.parametrize(
    "now",
    [
        None,
        "Word of the town of Norvik is that nothing at all ever moved there.",
        "And so: Helga Vrba moved to the town of Norvik in May.",
    ],
    ids=["removed", "rewritten", "shifted"],
)
def test_an_article_that_changed_since_it_was_found_is_not_quoted(make: Make, now: str | None) -> None:
    from index.errors import InputRefused

    _, hits = make("Helga Vrba moved to the town of Norvik in May.")
    readings = PhraseReader({"Norvik": 0.9}).read("?", hits)

    def article(name: str) -> Article:
        if now is None:
            raise InputRefused(f"no article {name!r}")
        return Article(name, now)

    assert compose(chosen(readings), article) == ([], [])


def test_the_answer_is_the_wording_of_the_first_quote_that_can_be_shown(make: Make) -> None:
    _, gone = make("Everybody knew Hanne Løkke by then.", id="gone")
    kept, found = make("Everybody knew Minister Lokke by then.", id="kept")
    readings = PhraseReader({"Hanne Løkke": 0.9, "Lokke": 0.6}).read("?", [*gone, *found])
    items, quotes = compose(chosen(readings), lambda name: kept if name == "kept" else Article("gone", ""))
    assert said(items) == ["Lokke"]
    assert [q.article_id for q in quotes] == ["kept"]


def test_nothing_of_nothing() -> None:
    assert gather([], least=0.0) == []
    assert compose([], lambda _: Article("a", "")) == ([], [])


def test_spans_below_the_least_and_spans_without_words_are_left_out(composed: Callable[..., Composed]) -> None:
    assert composed({"a": "The fee — 🕰️ — was low."}, {"🕰️": 0.9, "—": 0.9, "low": 0.2}) == ([], [])


def test_an_article_alone_answers_nothing_but_a_letter_does(composed: Callable[..., Composed]) -> None:
    text = {"a": "In the cold spring the patients lacked vitamin A for an hour."}
    assert composed(text, {"the": 0.9, "an": 0.9}) == ([], [])
    assert said(composed(text, {"A": 0.9})[0]) == ["A"]


def test_an_answer_outside_the_sentences_is_not_quotable(make: Make) -> None:
    article, hits = make("One thing. Another thing entirely.")
    sentences = hits[0].passage.sentences
    assert quotable(article, sentences, (0, 10_000)) is None
    assert quotable(article, sentences, (500, 510)) is None
    assert quotable(article, (), (0, 3)) is None


TIDIED = [
    ("  the old \n quay ,", "the old quay"),
    ("“the old quay”", "the old quay"),
    ("“Dune,”", "Dune"),
    ("(the old quay)", "the old quay"),
    ("“the old” and “the new”", "“the old” and “the new”"),
    ("the old quay”", "the old quay"),
    ("the “old quay", "the “old quay"),
    ("(R-Hallby", "R-Hallby"),
    ("f(x)", "f(x)"),
    ('"', '"'),
    ("…", "…"),
]


@pytest.mark.parametrize(("answer", "expected"), TIDIED)
def test_stray_marks_are_taken_off_answers(answer: str, expected: str) -> None:
    assert tidy(answer) == expected


@given(st.text(min_size=1).filter(str.strip))
def test_a_tidied_answer_is_part_of_what_was_said(text: str) -> None:
    assert tidy(text)
    assert tidy(text) in " ".join(text.split())


SENTENCE = st.sampled_from(
    [
        "Hallby paid. ",
        "He said that Norvik paid too.\n\n",
        "“They paid,” Vrba said. ",
        "Follow Us\n",
        "Norvik!\r\n",
        "\t",
    ]
)


@given(st.lists(st.lists(SENTENCE, min_size=1, max_size=12), min_size=1, max_size=3), st.data())
def test_whatever_is_composed_is_made_of_numbered_slices_without_boilerplate(
    stories: list[list[str]], data: st.DataObject
) -> None:
    from index.split import passages

    articles, hits = {}, []
    for n, parts in enumerate(stories):
        text = "".join(parts)
        low = data.draw(st.integers(0, len(text)))
        article = Article(str(n), text, boilerplate=((low, data.draw(st.integers(low, len(text)))),))
        articles[article.id] = article
        hits += [Hit(p, text[p.start : p.end], 1.0) for p in passages(article) if p.sentences]
    readings = PhraseReader({"Hallby": 0.9, "Norvik": 0.8, "Vrba": 0.7, "paid": 0.6}).read("?", hits)
    items, quotes = compose(chosen(readings, limit=4), articles.__getitem__)
    assert [q.number for q in quotes] == list(range(1, len(quotes) + 1))
    assert list(dict.fromkeys(n for i in items for n in i.quotes)) == [q.number for q in quotes]
    for quote in quotes:
        article = articles[quote.article_id]
        assert article.text[quote.start : quote.end] == quote.text
        assert not any(low < high and low < quote.end and quote.start < high for low, high in article.boilerplate)
    for item in items:
        assert any(item.answer in " ".join(quotes[n - 1].text.split()) for n in item.quotes)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Donald Trump", "Donald Trump Jr."), ("Donald Trump", "Donald Trump’s lawyer"), ("New York", "New York Times"),
        ("paid the ransom", "denied it had paid the ransom"), ("pay the ransom", "refused to pay the ransom"),
        ("the sanctions on salt", "lifting the sanctions on salt"), ("nuclear power", "opposition to nuclear power"),
        ("Donald Trump", "supporters of Donald Trump"), ("Donald Trump", "Donald Trump supporters"),
        ("Donald Trump", "the wife of Donald Trump"), ("Ola Brekke", "a spokesman for Ola Brekke"),
        ("the United States", "enemies of the United States"), ("immigrant groups", "anti-immigrant groups"),
    ],
)  # fmt: skip
def test_what_only_begins_or_ends_alike_is_not_one_item(
    composed: Callable[..., Composed], one: str, other: str
) -> None:
    items, _ = composed({"a": f"They say {one} there.", "b": f"And {other} here."}, {other: 0.8, one: 0.7})
    assert sorted(said(items)) == sorted([tidy(one), tidy(other)])


@pytest.mark.parametrize(
    ("words", "shown"), [("-12 degrees", "-12 degrees"), ("–5 °C", "–5 °C"), ("- the mayor", "the mayor")]
)
def test_a_minus_sign_is_no_stray_mark(words: str, shown: str) -> None:
    assert tidy(words) == shown
