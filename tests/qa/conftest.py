"""A small corpus of made-up articles, indexed once with the packaged models, and pieces to build others from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import ArticleIndex
from index.types import Article, Hit
from qa import Answer, Assistant
from qa.reader import Reader
from qa.testing import PhraseReader

RECORDS: list[dict[str, str | None]] = [
    {
        "id": "ferry-leaves", "title": "Electric ferry leaves Varsund", "source": "Varsund Courier",
        "author": "Ola Brekke", "published": "2022-04-02", "url": "https://courier.example/ferry?a=1&b=2",
        "text": "The electric ferry Aurora left Varsund for the first time on Saturday.\n\n"
        "Minister Hanne Løkke supported the ferry from the start. She said that a second ferry would follow in 2024."
        "\n\nFollow Us\n\nThe ferry cost 48 million crowns, according to the shipyard.",
    },
    {
        "id": "ferry-audit", "title": "Auditors doubt the price of the ferry", "source": "Coast Herald",
        "author": None, "published": "2022-04-19", "url": None,
        "text": "The auditors said that the ferry Aurora cost 53 million crowns. They counted the new quay as well.\n\n"
        "Hanne Løkke supported the ferry in parliament, and so did the mayor, Jens Aabye. "
        "The fishermen of Varsund opposed it.",
    },
    {
        "id": "chess-brno", "title": "Dvořák wins in Brno", "source": "Chess Letters", "author": "R. Malá",
        "published": "2019-07-14", "url": None,
        "text": "Zdeněk Dvořák won the chess open in Brno on Sunday with eight points out of nine. "
        "Ilse Brandt came second. The winner gave his prize to a school in Olomouc.",
    },
    {
        "id": "odd-letters", "title": "Odd *letters* <b>& signs</b>", "source": "Sign & Print", "author": None,
        "published": "2020-01-05", "url": None,
        "text": "The printer Rafi Amsel set the poster 👩‍👩‍👧 in three scripts 🕰️ for $5 and \\(x^2\\).\r\n"
        "The curator read قال الوزير إن المتحف سيفتح أبوابه aloud.\u00a0 The sign said: <script>alert(1)</script> "
        "[1] **free** `soup`\t_today_ &amp; tomorrow. Its u\u0308mlauts and \ufb01ne ligatures were hand-cut.",
    },
    {
        "id": "river-pact", "title": "Five towns sign the river pact", "source": "Coast Herald", "author": None,
        "published": "2021-10-08", "url": None,
        "text": "Five towns signed the river pact on Friday. Hallby joined the river pact to save its salmon. "
        "Norvik joined the river pact after a long debate. Eskeby joined the river pact last.",
    },
    {
        "id": "glacier", "title": "The glacier that came back", "source": "Northern Review", "author": "M. Quist",
        "published": "2022-08-12", "url": None,
        "text": "The Holm glacier grew by 14 metres in a year, the Tarn Institute found. "
        "Maren Lund, who leads the institute, warned that one year is no trend.",
    },
    {
        "id": "long-minutes", "title": "Minutes of a long evening", "source": "Hallby Town Hall", "author": None,
        "published": None, "url": None,
        "text": "The council of Hallby met at six.\n\n" + "\n\n".join(
            f"Point {n} of the evening was the repair of street number {n}, and the council talked about its stones, "
            f"its lamps and its trees until everybody was tired of street number {n}." for n in range(1, 41)
        ) + "\n\nAt midnight the caretaker Edda Holm found a brass compass under the old stage.",
    },
]  # fmt: skip

Cut = tuple[Article, list[Hit]]
Make = Callable[..., Cut]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A JSON-lines file of the articles; tests may not change it."""
    file = tmp_path_factory.mktemp("corpus") / "articles.jsonl"
    file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The articles' texts by id, as they were given."""
    return {str(record["id"]): str(record["text"]) for record in RECORDS}


@pytest.fixture(scope="session")
def assistant(corpus: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The corpus behind the shipped models; tests may not change it."""
    with Assistant.open(tmp_path_factory.mktemp("shared") / "library") as opened:
        report = opened.add(corpus)
        assert (len(report.added), report.failed) == (len(RECORDS), [])
        yield opened


@pytest.fixture
def small(index: ArticleIndex) -> Callable[..., Assistant]:
    """Make an assistant over articles of a test's own, without any model."""

    def made(*articles: Article, reader: Reader | None = None, phrases: dict[str, float] | None = None) -> Assistant:
        assert not index.add(articles).failed
        return Assistant(index, reader=reader or PhraseReader(phrases or {}))

    return made


@pytest.fixture
def make() -> Make:
    """Cut an article of a test's own into hits, as search would bring them."""
    from index.split import passages

    def made(text: str, *, id: str = "a", boilerplate: tuple[tuple[int, int], ...] = (), **about: str) -> Cut:
        article = Article(id, text, boilerplate=boilerplate, **about)
        hits = [Hit(p, text[p.start : p.end], 1.0, article.title) for p in passages(article) if p.sentences]
        return article, hits

    return made


@pytest.fixture
def sound() -> Callable[[Answer, Assistant], None]:
    """Assert all that is promised of every answer."""
    from qa.quotes import check

    def asserted(answer: Answer, assistant: Assistant) -> None:
        numbers = [quote.number for quote in answer.quotes]
        assert numbers == list(range(1, len(numbers) + 1))
        cited = [number for item in answer.items for number in item.quotes]
        assert list(dict.fromkeys(cited)) == numbers
        assert all(item.quotes for item in answer.items)
        assert answer.answered == bool(answer.items) == bool(answer.quotes)
        assert not (answer.items and answer.nearest)
        for quote in (*answer.quotes, *answer.nearest):
            article = assistant.index.article(quote.article_id)
            assert article.text[quote.start : quote.end] == quote.text != ""
            assert not any(low < quote.end and quote.start < high for low, high in article.boilerplate)
            if quote.answer_start is not None and quote.answer_end is not None:
                assert quote.start <= quote.answer_start < quote.answer_end <= quote.end
        assert check(answer.to_dict(), assistant.index) == []

    return asserted
