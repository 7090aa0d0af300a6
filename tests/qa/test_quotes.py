from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import ArticleIndex
from index.types import Article
from qa import Assistant
from qa.errors import QuoteRefused
from qa.quotes import check, holds, make_quote
from qa.render import answer_text, quote_to_dict

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
SPANS = st.tuples(st.integers(-5, 70), st.integers(-5, 70))
Exported = dict[str, Any]


@given(TEXTS, st.data())
def test_any_slice_is_quoted_to_the_letter(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    article = Article("a", text, "T", "S", "A", "2020-01-02", "https://x.example", "/x")
    quote = make_quote(article, (start, end), number=7)
    assert quote.text == text[start:end]
    assert (quote.number, quote.article_id, quote.start, quote.end) == (7, "a", start, end)
    assert (quote.title, quote.source, quote.author, quote.published) == ("T", "S", "A", "2020-01-02")
    assert (quote.url, quote.path, quote.answer_start, quote.answer_end) == ("https://x.example", "/x", None, None)
    assert holds(quote, article)


@given(TEXTS, SPANS)
def test_what_is_no_slice_is_refused(text: str, span: tuple[int, int]) -> None:
    article = Article("a", text)
    if 0 <= span[0] < span[1] <= len(text):
        assert make_quote(article, span, number=1).text == text[span[0] : span[1]]
    else:
        with pytest.raises(QuoteRefused, match=r"no slice of article 'a'"):
            make_quote(article, span, number=1)


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_an_answer_outside_its_quote_is_refused(ends: list[int]) -> None:
    article = Article("a", "The ferry left Varsund at noon.")
    start, end, low, high = ends
    if not start < end:
        return
    if start <= low < high <= end:
        quote = make_quote(article, (start, end), number=1, answer=(low, high))
        assert (quote.answer_start, quote.answer_end) == (low, high)
    else:
        with pytest.raises(QuoteRefused, match="not inside the quote"):
            make_quote(article, (start, end), number=1, answer=(low, high))


@given(st.tuples(st.integers(0, 20), st.integers(0, 20)), st.tuples(st.integers(0, 20), st.integers(1, 20)))
def test_boilerplate_is_never_quoted(mark: tuple[int, int], span: tuple[int, int]) -> None:
    article = Article("a", "abcdefghijklmnopqrst", boilerplate=(mark,))
    if span[0] >= span[1]:
        return
    touched = set(range(*mark)) & set(range(*span))
    if touched:
        with pytest.raises(QuoteRefused, match="not the article's own"):
            make_quote(article, span, number=1)
    else:
        assert holds(make_quote(article, span, number=1), article)


def test_a_quote_holds_for_its_own_article_and_text_alone() -> None:
    article = Article("a", "The ferry left.")
    quote = make_quote(article, (4, 15), number=1)
    assert not holds(quote, Article("b", article.text))
    assert not holds(quote, Article("a", "The Ferry left."))
    assert not holds(quote, Article("a", " The ferry left."))
    assert not holds(replace(quote, end=10**9), article)
    assert not holds(replace(quote, start=-11), article)


# --- check -----------------------------------------------------------------------------------------


@pytest.fixture
def exported(index: ArticleIndex) -> Exported:
    """An exported answer that is right in every part."""
    ferry = Article("ferry", "The ferry Aurora left Varsund at noon.", "Ferry", "Courier", None, "2022-04-02", None)
    index.add([ferry, Article("mayor", "Jens Aabye waved from the quay.")])
    first = make_quote(ferry, (0, 38), number=1, answer=(22, 29))
    second = make_quote(index.article("mayor"), (0, 31), number=2)
    return {
        "question": "What happened?", "answered": True, "text": "- Varsund [1]\n- Jens Aabye [2] [1]",
        "items": [
            {"text": "Varsund", "answer": "Varsund", "quotes": [1], "score": 0.9},
            {"text": "Jens Aabye", "answer": "Jens Aabye", "quotes": [2, 1], "score": 0.8},
        ],
        "quotes": [quote_to_dict(first), quote_to_dict(second)], "nearest": [], "llm": None,
    }  # fmt: skip


def test_a_right_answer_has_no_problems(exported: Exported, index: ArticleIndex) -> None:
    assert check(exported, index) == []
    assert check(exported | {"text": "Varsund [1]\n\nLess sure:\n\n- Jens Aabye [2] [1]"}, index) == []
    assert check(exported | {"text": "Perhaps:\n\n- Varsund [1]\n- Jens Aabye [2] [1]"}, index) == []
    assert check(json.loads(json.dumps(exported)), index) == []


def quote_of(exported: Exported, number: int = 0) -> dict[str, Any]:
    changed: dict[str, Any] = exported["quotes"][number]
    return changed


Change = Callable[[Exported], object]
CHANGES: dict[str, tuple[Change, str]] = {
    "a letter of the text": (lambda e: quote_of(e).update(text="The ferry Aurora left Varsund at moon."), "not what"),
    "the text left out": (lambda e: quote_of(e).pop("text"), "not what stands"),
    "text that is a number": (lambda e: quote_of(e).update(text=5), "not what stands"),
    "offsets moved by one": (lambda e: quote_of(e).update(start=1, answer_start=22), "not what stands"),
    "an end behind the article": (lambda e: quote_of(e).update(end=39), "no slice"),
    "offsets from the end": (lambda e: quote_of(e).update(start=-38, end=38), "no slice"),
    "offsets as text": (lambda e: quote_of(e).update(start="0"), "no slice"),
    "offsets as floats": (lambda e: quote_of(e).update(start=0.0), "no slice"),
    "offsets as booleans": (lambda e: quote_of(e).update(start=False), "no slice"),
    "an empty slice": (lambda e: quote_of(e).update(start=3, end=3, text=""), "no slice"),
    "another article": (lambda e: quote_of(e).update(article_id="mayor"), "no slice|not what stands"),
    "a missing article": (lambda e: quote_of(e).update(article_id="gone"), "'gone' is not in the index"),
    "no article": (lambda e: quote_of(e).pop("article_id"), "not in the index"),
    "half a character as article": (lambda e: quote_of(e).update(article_id="\ud800"), "not in the index"),
    "the answer behind the quote": (lambda e: quote_of(e).update(answer_end=39), "not inside it"),
    "an answer without an end": (lambda e: quote_of(e).update(answer_end=None), "not inside it"),
    "an answer as text": (lambda e: quote_of(e).update(answer_start="22"), "not inside it"),
    "another source": (lambda e: quote_of(e).update(source="Herald"), "source is 'Herald', in the index 'Courier'"),
    "another date": (lambda e: quote_of(e).update(published="2023-04-02"), "published"),
    "an author made up": (lambda e: quote_of(e).update(author="N. Obody"), "author"),
    "an item citing what is not there": (lambda e: e["items"][0].update(quotes=[3]), r"item 1: cites \[3\]"),
    "an item citing one of each": (lambda e: e["items"][1].update(quotes=[2, 9]), "item 2"),
    "an item without quotes": (lambda e: e["items"][1].update(quotes=[]), "item 2"),
    "an item citing a number": (lambda e: e["items"][0].update(quotes=1), "item 1"),
    "an item citing a list": (lambda e: e["items"][0].update(quotes=[[1]]), "item 1"),
    "an item citing true": (lambda e: e["items"][0].update(quotes=[True]), "item 1"),
    "an item that its quote does not hold": (lambda e: e["items"][0].update(answer="Norvik"), "'Norvik' is in none"),
    "two quotes of one number": (lambda e: quote_of(e, 1).update(number=1), "no number of its own"),
    "a number that is a list": (lambda e: quote_of(e, 1).update(number=[2]), "no number of its own"),
    "a mark in the text": (lambda e: e.update(text="Varsund [1] [4]"), r"mark \[4\]"),
    "answered by nothing": (lambda e: e.update(items=[]), "has 0 items"),
    "a statement altered": (lambda e: e["items"][0].update(text="Fernando Haddad"), "'Fernando Haddad' is in none"),
    "an empty answer": (lambda e: e["items"][0].update(answer=""), "'' is in none"),
    "another text": (lambda e: e.update(text="- Varsund [1]\n- Jens Aabye did not. [2] [1]"), "not what the items say"),
    "a decline with items": (lambda e: e.update(answered=False), "called answered: False"),
    "quotes that are no list": (lambda e: e.update(quotes={"1": quote_of(e)}), "quotes: is no list"),
    "quotes that are text": (lambda e: e.update(quotes="[1]"), "quotes: is no list"),
    "a quote that is text": (lambda e: e["quotes"].append("junk"), "quotes: is no list"),
    "nearest that are numbers": (lambda e: e.update(nearest=[3]), "nearest: is no list"),
    "items that are null": (lambda e: e["items"].append(None), "items: is no list"),
    "a wrong nearest quote": (lambda e: e["nearest"].append({**quote_of(e), "text": "x"}), "not what stands"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_was_altered_is_found(exported: Exported, index: ArticleIndex, name: str) -> None:
    change, said = CHANGES[name]
    altered = copy.deepcopy(exported)
    change(altered)
    problems = check(altered, index)
    assert any(re.search(said, problem) for problem in problems), problems


def test_an_export_that_names_a_language_model_is_checked_all_the_same(exported: Exported, index: ArticleIndex) -> None:
    exported["llm"] = "some/model"
    assert check(exported, index) == []
    exported["items"][0].update(text="It left.", answer="It left.")
    assert check(exported, index) == ["item 1: 'It left.' is in none of its quotes"]


def test_brackets_of_an_article_are_no_marks(exported: Exported, index: ArticleIndex) -> None:
    index.add([Article("note", "Berg wrote [7] and left.")])
    exported["quotes"] = [quote_to_dict(make_quote(index.article("note"), (0, 24), number=1))]
    exported["items"] = [{"text": "Berg wrote [7]", "answer": "Berg wrote [7]", "quotes": [1], "score": 0.9}]
    exported["text"] = answer_text([("Berg wrote [7]", (1,))])
    assert r"\[7\] [1]" in exported["text"]
    assert check(exported, index) == []


def test_a_changed_article_fails_the_check(small: Callable[..., Assistant]) -> None:
    old = Article("ferry", "The ferry left Varsund at noon.")
    assistant = small(old, phrases={"Varsund": 0.9})
    exported = assistant.ask("Where did the ferry leave at noon?").to_dict()
    assert check(exported, assistant.index) == []
    assistant.index.add([replace(old, text="At last the ferry left Varsund at noon.")])
    assert "not what stands" in "\n".join(check(exported, assistant.index))
    assistant.index.remove(["ferry"])
    assert "not in the index" in "\n".join(check(exported, assistant.index))
