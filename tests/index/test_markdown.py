"""A Markdown file is read as a reader sees it: its words, none of its marks, and what its front matter says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article
from index.articles import read
from index.errors import ArticleUnreadable
from index.markdown import DEEPEST, read_markdown
from index.split import passages
from index.testing import least_seconds


def text_of(markdown: str) -> str:
    return read_markdown(markdown.encode()).text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("The **ferry** left at *noon*, __late__.", "The ferry left at noon, late."),
        ("The [ferry](https://a.example/f_(b)) and the [pier][p].\n\n[p]: https://a.example/p", "The ferry and the pier."),
        ("Ask <https://a.example> or https://b.example/x_y_z.", "Ask https://a.example or https://b.example/x_y_z."),
        ("![the ferry](f.jpg)\n\nIt left.", "It left."),
        ("[![the ferry](f.jpg)](https://a.example) It left.", "It left."),
        ("# Ferry #\n\nIt left.\n\nWhy\n---\n\nNobody knows.", "Ferry\n\nIt left.\n\nWhy\n\nNobody knows."),
        ("> It left,\n> she said.\n\n* * *\n\nAt noon.", "It left,\nshe said.\n\nAt noon."),
        ("It left  \nat noon\\\nor<br>later.", "It left\nat noon\nor\nlater."),
        ("It cost \\$5 &amp; 3 \\* 4 &lt; 20, `x_y` and snake_case, 5 * 4 * 3.", "It cost $5 & 3 * 4 < 20, x_y and snake_case, 5 * 4 * 3."),
        ("~~Nine~~ Ten ferries.", "Nine Ten ferries."),
        ("* Bread\n* Salt\n\n1. Knead\n2. Bake", "- Bread\n- Salt\n\n1. Knead\n2. Bake"),
        ("- Bread\n\n  of rye\n\n- Salt\n  - grey\n", "- Bread\n\nof rye\n- Salt\n\n- grey"),
        ("Intro:\n\n```\nx = 1\n\ny = 2\n```\n", "Intro:\n\nx = 1\n\ny = 2"),
        ("| Route | Now |\n| --- | ---: |\n| Hove | **9** kr |\n\nAll.", "| Route | Now |\n| Hove | 9 kr |\n\nAll."),
        ("<div>\n<p>The <b>ferry</b> &amp; pier</p>\n</div>\n\nIt <i>left</i>.", "The ferry & pier\n\nIt left."),
        ("<!-- a remark\n\nof two lines -->\n\nIt left.", "It left."),
        ("<script>\nalert(1)\n</script>\n\nIt left.", "It left."),
        ("<!-- never closed\n\nIt left.", "<!-- never closed\n\nIt left."),
        ("<style>\nb {}\n</STYLE> a <!-- b --> c <!-- d -->\n\nIt left.", "a  c\n\nIt left."),
        ("[[Mira Olsen]] met [[people/jens|Jens]]. ![[pier.png]] It ==left==.%%check%%", "Mira Olsen met Jens.  It left."),
        ("It left.[^1] She stayed.\n\n[^1]: As *told*.", "It left. She stayed.\n\nAs told."),
        ("Berg won.[^1]\n\n[^1]: Ibid.", "Berg won.\n\nIbid."),
        ("[Holm]: No.\n\n[Berg]: Yes", "[Holm]: No.\n\n[Berg]: Yes"),
        ("Down to 40%%, from 50%%, and x==1 and y==2.", "Down to 40%%, from 50%%, and x==1 and y==2."),
        ("<p>one<br>two</p><p>three</p>\n<table><tr><td>a</td><td>b</td></tr></table>", "one\ntwo\n\nthree\n\na | b"),
        ("> [!note] Why\n> Fog.\n\n- [x] done\n- [ ] open", "Why\nFog.\n\n- done\n- open"),
    ],
)  # fmt: skip
def test_what_is_left_is_what_a_reader_sees(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


def test_a_clipped_page_is_known_by_its_front_matter(tmp_path: Path) -> None:
    (tmp_path / "clip.md").write_text(
        '---\ntitle: "Ferry: crews stop work"\nsource: "https://www.harbour.example/ferry"\nauthor:\n  - "[[Mira Olsen]]"\n'
        "  - Jens Aker\npublished: 2025-03-02\ncreated: 2025-03-04\ntags:\n  - clippings\n---\n## Rest\n\nThe crews stopped.\n"
    )
    (article,) = read(str(tmp_path / "clip.md"))
    assert isinstance(article, Article)
    assert (article.title, article.author) == ("Ferry: crews stop work", "Mira Olsen, Jens Aker")
    assert (article.source, article.url) == ("harbour.example", "https://www.harbour.example/ferry")
    assert (article.published, article.text) == ("2025-03-02", "Rest\n\nThe crews stopped.")


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("# The *ferry*\n\nIt left.", "The ferry"),
        ("### The ferry\n\nIt left.", "The ferry"),
        ("OPINION\n\n# The ferry\n\nIt left.", "The ferry"),
        ("It left at noon, and nobody who was at the pier saw it go.\n\n## Later\n\nIt came back.", ""),
        ("The ferry\n=========\n\nIt left.", "The ferry"),
    ],
)
def test_the_title_is_the_heading_over_the_text(markdown: str, title: str) -> None:
    assert read_markdown(markdown.encode()).title == title


def test_each_item_and_each_row_is_a_sentence_and_bullets_are_not_quoted() -> None:
    rows = "| Skellan to the mainland, by the old ferry | 12 kr | 18 kr |\n| Skellan to Hove, by the new ferry boat | 7 kr | 9 kr |"
    article = read_markdown(
        f"- The school is closed\n- Bread is flown in\n\n| Route | Before | Now |\n|-|-|-|\n{rows}\n".encode()
    )
    (passage,) = passages(article)
    assert [article.text[a:b] for a, b in passage.sentences] == [
        "The school is closed", "Bread is flown in", "| Route | Before | Now |", *rows.split("\n"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "markdown", ["![only a picture](a.png)\n", "---\ntitle: A\n---\n", "<!-- remark -->\n", "***\n"]
)
def test_a_file_of_marks_alone_is_refused(markdown: str) -> None:
    with pytest.raises(ArticleUnreadable, match="is empty but for marks and pictures"):
        read_markdown(markdown.encode())


def test_front_matter_with_odd_keys_is_known_and_a_dialogue_is_none() -> None:
    article = read_markdown(
        b'---\nog:title: A\ncover.image: b.png\n"title": Ferry\nsummary: >\n  long\nauthor: ~\n---\n\nIt left.\n'
    )
    assert (article.title, article.author, article.text) == ("Ferry", None, "It left.")
    assert "I will." in text_of("---\nBerg: I will.\nHolm: So will I.\n---\n\nThey left.\n")


@pytest.mark.parametrize("key", ["source", "publisher", "publication", "site", "Publication"])
def test_front_matter_names_the_paper_in_several_ways(key: str) -> None:
    assert read_markdown(f"---\n{key}: Coast Weekly\n---\n\nIt left.\n".encode()).source == "Coast Weekly"


def test_front_matter_ends_where_it_is_closed_and_a_rule_that_is_not_closed_begins_none() -> None:
    windows = "---\r\ntitle: Ferry\r\n# of the port\r\ntags:\r\n- sea\r\n  - port\r\n...\r\nIt left.\r\n"
    assert text_of(windows) == "It left."
    assert "title: Ferry" in text_of("---\ntitle: Ferry\n\nIt left.\n")
    assert "title: Ferry" in text_of("---\ntitle: Ferry\nIt left.\n---\nSo it did.\n")


def test_a_long_key_in_front_takes_no_time() -> None:
    text = "---\na" + " " * 100_000 + "b\n---\n\nIt left.\n"
    assert least_seconds(lambda: text_of(text)) < 1


WORDS = st.lists(
    st.sampled_from(["ferry", "Øresund", "12,5", "“noon”", "U.S.", "市长", "don’t", "x_y"]), min_size=1, max_size=8
)


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=6))
def test_plain_paragraphs_stay_to_the_letter(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    assert text_of(text) == text


MARKS = st.sampled_from(["**", "_", "[", "](", ")", "`", "```\n", "# ", "> ", "- ", "1. ", "|", "\n|-|-|\n", "![", "[[", "]]", "==",
                         "<b>", "<!--", "-->", "<br>", "\\", "&amp;", "\n", "\n\n", "    ", "[^1]", "%%", "---\n", "~~"])  # fmt: skip


@given(st.lists(st.one_of(MARKS, st.sampled_from(["ferry ", "noon", "Øre. "])), max_size=40).map("".join))
def test_no_marks_make_it_fail_and_no_letter_is_added_or_moved(markdown: str) -> None:
    try:
        text = text_of(markdown)
    except ArticleUnreadable:
        return
    given_letters = iter(re.findall(r"[^\W\d_]", markdown))
    assert all(letter in given_letters for letter in re.findall(r"[^\W\d_]", text))  # in their order, none added


@pytest.mark.parametrize("mark", ["> ", "- ", "["])
def test_marks_in_marks_lose_no_word_down_to_the_depth_that_is_read(mark: str) -> None:
    deep = DEEPEST // 4
    assert "ferry" in text_of(mark * deep + "ferry")


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "*a ",
        "_a ",
        "`",
        "<!--",
        "<",
        "[[",
        "==",
        "%%",
        "> ",
        "- ",
        "|",
        "a|b\n",
        "# a\n",
        "[^",
        "&",
        "***",
        "<script ",
        "- a\r\n",
        "  # a\n",
        "a: b\r\n",
        "  a\n\r\n",
    ],
)
@pytest.mark.parametrize("begin", ["", "---\n", "---\r\n"])
def test_no_marks_make_it_slow(begin: str, piece: str) -> None:
    small, large = (begin + piece * (size // len(piece)) + "\n\nend" for size in (2_000, 16_000))
    # Eight times the text: linear is 8 times the time, quadratic 64 times.
    assert least_seconds(lambda: text_of(large)) < 32 * max(0.002, least_seconds(lambda: text_of(small)))
