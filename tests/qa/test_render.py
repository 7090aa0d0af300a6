from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.types import Article, Hit, Passage
from qa.quotes import make_quote
from qa.render import (
    DECLINED,
    LESS_SURE,
    YES_NO,
    answer_for_terminal,
    answer_text,
    answer_to_dict,
    escape_markdown,
    hit_to_dict,
    marks,
    plain,
)
from qa.types import Answer, Item

ANY = st.text(st.characters(exclude_categories=["Cs"]))
MARKUP = st.text(st.sampled_from("*_`~#>-+=|[]()<>!&;:/\\$^{}@\"'. \n\t0123ab.;lt&#x")) | ANY
SAFE = {"p", "ul", "li", "ol"}


class Shown(HTMLParser):
    """What a reader sees of HTML, and the tags it is made of."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(markdown: str) -> Shown:
    return Shown(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(markdown))


def one_line(text: str) -> str:
    return " ".join(text.split())


@given(MARKUP)
@example("1. one")
@example("2019) one")
@example("- one")
@example("+ one")
@example("= one")
@example("===")
@example("---")
@example("[a](javascript:alert(1))")
@example("![](https://elsewhere.example/x.png)")
@example("<img src=x onerror=alert(1)>")
@example("&lt;b&gt; &#60;")
@example("| a | b |")
@example("a  \nb\\\nc")
@example("[1]: https://elsewhere.example")
@example("<https://elsewhere.example>")
def test_markdown_shows_escaped_text_as_it_is(text: str) -> None:
    assume("\0" not in text)  # Markdown itself puts a mark in the place of NUL
    page = shown(escape_markdown(text))
    assert one_line(page.text) == one_line(text)
    assert set(page.tags) <= {"p"}


@given(
    st.lists(MARKUP.filter(lambda t: bool(t.split()) and "\0" not in t), min_size=1, max_size=4),
    st.booleans(),
    st.booleans(),
)
def test_an_answer_shows_its_statements_and_marks(texts: list[str], yes_no: bool, one: bool) -> None:
    items: list[tuple[str, tuple[int, ...]]] = [(text, (n, n + 1)) for n, text in enumerate(texts, 1)]
    page = shown(answer_text(items, yes_no=yes_no, one=one))
    expected = [YES_NO] * yes_no + [f"{text} {marks(numbers)}" for text, numbers in items]
    parted = one and not yes_no and len(items) > 1
    if parted:
        expected.insert(1, LESS_SURE)
    assert one_line(page.text) == one_line(" ".join(expected))
    assert set(page.tags) <= {"p", "ul", "li"}
    assert page.tags.count("li") == (len(items) - parted if yes_no or len(items) > 1 else 0)


def test_where_one_thing_is_wanted_the_first_is_the_answer_and_the_others_are_called_less_sure() -> None:
    items = [("2013", (1,)), ("Jan. 10", (2,)), ("last month", (3, 1))]
    assert answer_text(items, one=True) == "2013 [1]\n\nLess sure:\n\n- Jan. 10 [2]\n- last month [3] [1]"
    assert answer_text(items) == "- 2013 [1]\n- Jan. 10 [2]\n- last month [3] [1]"
    assert answer_text(items[:1], one=True) == "2013 [1]"
    assert answer_text(items, one=True, unsure=True) == "Perhaps:\n\n- 2013 [1]\n- Jan. 10 [2]\n- last month [3] [1]"
    assert answer_text(items[:1], one=True, unsure=True) == "Perhaps:\n\n- 2013 [1]"


# --- the terminal ----------------------------------------------------------------------------------


@given(ANY)
def test_nothing_reaches_a_terminal_that_could_drive_it(text: str) -> None:
    safe = plain(text)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in safe)
    assert not set(safe) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert plain(safe) == safe


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\x1b]0;title\x07", "\ufffd]0;title\ufffd"),
        ("\x9b31m", "\ufffd31m"),
        ("a\rb", "a\nb"),
        ("a\r\nb\tc\n", "a\nb\tc\n"),
        ("a\u202eb\u2066c", "a\ufffdb\ufffdc"),
        ("ok\x00", "ok\ufffd"),
        ("half \ud800", "half \ufffd"),
    ],
)
def test_control_characters_become_marks(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "« Très bien\u202f! »",
        "می\u200cخواهم",
        "👩\u200d👩\u200d👧 🕰️",
        "日本\u3000語",
        "10\u00a0km\u2009%",
        "שלום",
        "co\u00adop",
    ],
)
def test_letters_of_all_scripts_are_left_alone(text: str) -> None:
    assert plain(text) == text


# --- JSON and the shell ----------------------------------------------------------------------------

QUOTE_KEYS = {
    "number", "article_id", "title", "source", "author", "published", "url", "path", "start", "end", "text",
    "answer_start", "answer_end",
}  # fmt: skip
ANSWER_KEYS = {
    "id", "question", "standalone_question", "answered", "text", "items", "quotes", "nearest", "passages", "reader",
    "llm", "seconds",
}  # fmt: skip
EXTENSIONS = {"confidence"}


def answer_of(
    text: str, *, answered: bool = True, note: str | None = None, yes_no: bool = False, title: str = "A title"
) -> Answer:
    article = Article("a", text, title, "A source", None, "2020-02-03")
    quote = make_quote(article, (0, len(text)), number=1)
    hit = Hit(Passage("a", 0, len(text), ((0, len(text)),)), text, 0.123456789)
    item = Item(text, text, (1,), 0.87654321)
    return Answer(
        question="Q?", standalone_question="Q? (x)", id={"any": [1, None]}, reader="r", note=note,
        text=answer_text([(text, (1,))], yes_no=yes_no) if answered else DECLINED,
        items=(item,) if answered else (), quotes=(quote,) if answered else (), nearest=() if answered else (quote,),
        passages=(hit,), confidence=0.5, seconds={"search": 0.123456, "read": 1.0, "total": 2.0},
    )  # fmt: skip


def rows(answer: Answer) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(json.dumps(answer_to_dict(answer), ensure_ascii=False))
    return loaded


@given(ANY.filter(bool))
def test_json_holds_every_quote_to_the_letter(text: str) -> None:
    row = rows(answer_of(text))
    assert row == answer_of(text).to_dict()
    assert row["quotes"][0]["text"] == text
    assert (row["quotes"][0]["start"], row["quotes"][0]["end"]) == (0, len(text))
    assert row["id"] == {"any": [1, None]}


def test_json_has_the_keys_of_the_contract() -> None:
    row = rows(answer_of("The ferry left."))
    assert set(row) == ANSWER_KEYS | EXTENSIONS
    assert set(row["items"][0]) == {"text", "answer", "quotes", "score"}
    assert set(row["quotes"][0]) == QUOTE_KEYS
    assert set(row["passages"][0]) == {"article_id", "start", "end", "score"}
    assert set(row["seconds"]) == {"search", "read", "total"}
    assert (row["answered"], row["nearest"], row["llm"]) == (True, [], None)
    assert (row["items"][0]["score"], row["passages"][0]["score"]) == (0.8765, 0.123457)


def test_json_of_a_decline_has_the_nearest_quotes_and_nothing_else() -> None:
    row = rows(answer_of("The ferry left.", answered=False, note="The model was slow."))
    assert set(row) == ANSWER_KEYS | EXTENSIONS | {"note"}
    assert (row["answered"], row["items"], row["quotes"], row["text"]) == (False, [], [], DECLINED)
    assert set(row["nearest"][0]) == QUOTE_KEYS


def test_json_of_a_hit_has_the_keys_of_the_contract() -> None:
    hit = Hit(Passage("a", 5, 8, ()), "odd", 0.5, "T", "S", None, None)
    assert hit_to_dict(hit) == {
        "article_id": "a", "title": "T", "published": None, "start": 5, "end": 8, "text": "odd", "score": 0.5,
    }  # fmt: skip


HOSTILE = "Bridge (s, 0-10)\n\n[2] “Ida Berg stole the money.”\r    The Times, 2020\u2028\x85\x0b[3] “So she did.”"


def test_what_is_known_of_an_article_never_begins_a_line_of_the_shell() -> None:
    answer = answer_of("The ferry left.", title=HOSTILE)
    answer = replace(answer, quotes=tuple(replace(quote, article_id=HOSTILE) for quote in answer.quotes))
    printed = answer_for_terminal(answer)
    assert [line for line in printed.splitlines() if line.startswith(("[", "    The"))] == ["[1] “The ferry left.”"]


def test_the_shell_says_what_json_says() -> None:
    text = "Løkke & <b>Aabye</b>\r\n paid \x1b[1m*twice*."
    answer = answer_of(text)
    printed = answer_for_terminal(answer)
    assert printed.splitlines()[0].endswith("[1]")
    assert "Løkke & <b>Aabye</b> paid \ufffd[1m*twice*." in printed
    assert "A title, A source, 2020-02-03 (a, 0-" in printed
    assert "\x1b" not in printed


def test_the_shell_shows_a_decline_as_one() -> None:
    printed = answer_for_terminal(answer_of("The ferry left.", answered=False, note="The model was slow."))
    assert printed.startswith(f"{DECLINED} The nearest passages:\n(The model was slow.)\n\n[1] “The ferry left.”")
    assert answer_for_terminal(Answer("q", "q", DECLINED)) == DECLINED


def test_the_shell_says_that_the_articles_do_not_say_yes_or_no() -> None:
    printed = answer_for_terminal(answer_of("The ferry left.", yes_no=True))
    assert printed.startswith(f"{YES_NO}\n\n- The ferry left. [1]\n")


@pytest.mark.parametrize("form", [{"one": True}, {"unsure": True}, {}])
def test_the_shell_parts_the_answer_from_what_is_less_sure(form: dict[str, bool]) -> None:
    answer = answer_of("The ferry left.")
    items = [("The ferry", (1,)), ("left", (1,)), ("ferry", (1,))]
    shown = tuple(Item(text, text, numbers, 0.5) for text, numbers in items)
    printed = answer_for_terminal(replace(answer, items=shown, text=answer_text(items, **form)))
    assert printed.split("\n\n[1]")[0] == answer_text(items, **form)
