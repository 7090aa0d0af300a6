"""Splitting loses nothing, invents nothing, stays bounded, and cuts where a reader would."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import CHARACTERS_A_WORD, MOST_CHARACTERS, masked, passages, sentences, trim
from index.testing import least_seconds
from index.types import Article, Passage

# Any text at all, and text made of what splitting looks at: line ends of all kinds, stops, marks, odd letters.
PIECES = st.sampled_from(
    ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\n\n", "\r\r", " ", "  ", "\t", "\u00a0", "\u200b",
     ". ", "! ", "?\n", "… ", "。", "” ", '." ', ".) ", "- ", "1. ", "a) ", "U.S. ", "Sen. ", "Jan. 10", "J. ", "No. 5",
     "The mayor spoke", "he left", "Rain", "市长说话了", "قال الوزير", "שלום", "🕰️👩‍👩‍👧", "e\u0301", "\u0301", "\u202e", "ﬁ",
     "x" * 1000, "word " * 60, "HEADING\n", "3.14", "https://a.example/b.c?d=e. "]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(TEXTS)
    offset = st.integers(0, len(text))
    marks = draw(st.lists(st.tuples(offset, offset).map(lambda pair: (min(pair), max(pair))), max_size=5))
    return Article("a", text, boilerplate=tuple(marks))


def of(text: str) -> list[str]:
    return [text[slice(*trim(text, span))] for span in sentences(text)]


# --- laws ------------------------------------------------------------------------------------------


@given(TEXTS)
def test_sentences_join_to_the_text(text: str) -> None:
    spans = sentences(text)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(a < b for a, b in spans)
    assert [a for a, _ in spans] == [0, *(b for _, b in spans)][: len(spans)]


@given(TEXTS)
def test_no_sentence_grows_without_bound(text: str) -> None:
    assert all(b - a <= MOST_CHARACTERS for a, b in sentences(text))


@given(articles(), st.integers(1, 60), st.integers(0, 60))
def test_passages_join_to_the_text(article: Article, least: int, more: int) -> None:
    made = passages(article, least=least, most=least + more)
    assert "".join(article.text[p.start : p.end] for p in made) == article.text
    assert all(p.article_id == article.id and p.start < p.end for p in made)


@given(articles())
def test_the_sentences_of_a_passage_lie_inside_it_in_order_and_trimmed(article: Article) -> None:
    for passage in passages(article):
        at = passage.start
        for start, end in passage.sentences:
            assert at <= start < end <= passage.end
            assert article.text[start:end] == article.text[start:end].strip()
            at = end


@given(articles())
def test_sentences_hold_all_but_boilerplate_white_space_and_bullets(article: Article) -> None:
    kept = {i for p in passages(article) for start, end in p.sentences for i in range(start, end)}
    marked = {i for start, end in article.boilerplate for i in range(start, end)}
    assert not kept & marked
    left = set(range(len(article.text))) - kept - marked
    for i in sorted(i for i in left if article.text[i].strip()):
        assert re.fullmatch(r"[-*•▪◦][ \t]", article.text[i : i + 2])
        assert re.search(r"(?:\A|[\n\r\x85\u2028\u2029\x0b\x0c])[ \t]*\Z", article.text[:i])


@given(articles())
def test_masked_keeps_every_offset(article: Article) -> None:
    for passage in passages(article):
        text = masked(article.text, passage)
        assert len(text) == passage.end - passage.start
        for start, end in passage.sentences:
            assert text[start - passage.start : end - passage.start] == article.text[start:end]
        inside = {i for start, end in passage.sentences for i in range(start, end)}
        assert all(text[i - passage.start] == " " for i in range(passage.start, passage.end) if i not in inside)


@given(TEXTS, TEXTS)
def test_trim_takes_off_white_space_and_nothing_else(before: str, after: str) -> None:
    text = before + after
    start, end = trim(text, (len(before), len(text)))
    assert len(before) <= start <= end <= len(text)
    assert text[start:end] == after.strip()


# --- where sentences end ----------------------------------------------------------------------------

ONE = {
    "rupees": "The fare rose to Rs. 40 on Monday.",
    "title before a name": "The bill was written by Sen. Amara Okoye and two others.",
    "several titles": "Dr. Lund and Prof. Vrba met Gov. Reyes at St. Mary's.",
    "country": "She moved to the U.S. Senate press office.",
    "month and day": "The vote was held on Jan. 10 in Dunmore.",
    "initial": "The prize went to Ruth J. Ansel of Dunmore.",
    "two initials": "The tower was drawn by C. P. Holm alone.",
    "joined initials": "The novel by J.R. Quist sold well.",
    "decimal numbers": "Prices rose by 3.5 percent and wages by 2.25 percent.",
    "number": "They lived in house No. 5 near the old pier.",
    "address with stops": "See https://post.example/a.b/c?d=1.2 for the full list.",
    "ellipsis inside": "He waited ... and then went home.",
    "one-character ellipsis inside": "He waited … and then went home.",
    "time of day": "The ferry leaves at 9 a.m. on weekdays.",
    "versus": "The court heard Calder vs. Dunmore on appeal.",
    "question mark inside a quotation": '"Who pays?" asked the mayor.',
    "hard-wrapped line": "The harbour council voted on Monday to keep the ferry running\nthrough the winter.",
    "hard-wrapped with carriage returns": "The harbour council voted on Monday to keep the ferry running\r\nthrough it.",
}


@pytest.mark.parametrize("text", ONE.values(), ids=ONE.keys())
def test_is_one_sentence(text: str) -> None:
    assert of(text) == [text]


MANY = {
    "plain": ["The bridge opened.", "Nobody came."],
    "question and exclamation": ["Who paid?", "Nobody did!", "That was all."],
    "quotation ends with its stop": ["She said, “We are ready.”", "Then she left."],
    "straight quotation ends with its stop": ['She said, "We are ready."', "Then she left."],
    "bracket ends with its stop": ["(It was closed in May.)", "It opened again in June."],
    "country at the end": ["He never left the U.S.", "The others did."],
    "company at the end": ["She works for Holm Inc.", "The firm makes clocks."],
    "ellipsis at the end": ["He waited...", "Nobody came."],
    "no. as an answer": ["He said no.", "Then he left."],
    "may as a verb": ["It is what they may.", "They know."],
    "number begins": ["The count went on.", "40 people stayed."],
    "inverted marks": ["Nadie vino.", "¿Por qué no?", "¡Nadie lo sabe!"],
    "before a quotation": ["The room fell silent.", "“We lost,” she said."],
    "pronoun I": ["It was not I.", "She did it."],
    "several stops": ["Really?!", "Yes."],
}


@pytest.mark.parametrize("expected", MANY.values(), ids=MANY.keys())
def test_is_cut_into(expected: list[str]) -> None:
    assert of(" ".join(expected)) == expected


LINES = {
    "bullets": "The council wants\n- a new bridge\n- a longer pier\n* two ferries",
    "numbers": "1. Open the lock\n2. Let the boat in\n3. Close the lock",
    "heading": "What comes next\nThe council meets again on Friday to vote on the plan.",
    "blank line": "A line without a stop\n\nAnother one without a stop",
    "old Mac line ends": "A line without a stop\r\rAnother one without a stop",
    "line separators": "A line without a stop\u2028Another one without a stop",
    "page break": "A line without a stop\x0cAnother one without a stop",
    "list after a long line": "For the coming winter the council of the harbour town wants these things\n- a new bridge",
}


@pytest.mark.parametrize("text", LINES.values(), ids=LINES.keys())
def test_every_line_stands_alone(text: str) -> None:
    assert of(text) == [line for line in text.splitlines() if line]


def test_chinese_and_japanese_need_no_spaces() -> None:
    assert of("市长昨天开放了大桥。市民都来了！谁付钱？") == ["市长昨天开放了大桥。", "市民都来了！", "谁付钱？"]
    assert of("「橋は開いた。」と市長は言った。") == ["「橋は開いた。」", "と市長は言った。"]


def test_white_space_stays_behind_its_sentence() -> None:
    text = "\n  First one.  \n\n\t Second one. \n"
    assert [text[a:b] for a, b in sentences(text)] == ["\n  First one.  \n\n\t ", "Second one. \n"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2028\u2029\x85"])
def test_blank_text_has_no_sentence_to_quote(text: str) -> None:
    assert [s for p in passages(Article("a", text)) for s in p.sentences] == []


# --- passages ---------------------------------------------------------------------------------------

PARAGRAPH = "The council of the harbour town met on Monday. It talked about the ferry for an hour. " * 3


def words(article: Article, passage: Passage) -> int:
    return len(article.text[passage.start : passage.end].split())


def test_passages_are_whole_sentences_of_the_asked_size() -> None:
    article = Article("a", "\n\n".join([PARAGRAPH.strip()] * 40))
    made = passages(article)
    assert {b for _, b in sentences(article.text)} >= {p.end for p in made}
    assert all(120 <= words(article, p) <= 180 for p in made[:-1])
    assert words(article, made[-1]) <= 220


def test_a_heading_begins_a_passage() -> None:
    text = f"{PARAGRAPH.strip()}\n\nWhat it costs\n\n{PARAGRAPH.strip()} {PARAGRAPH.strip()}"
    starts = [text[p.start :][:13] for p in passages(Article("a", text))]
    assert "What it costs" in starts


def test_a_short_rest_joins_the_passage_before_it() -> None:
    article = Article("a", "\n\n".join([PARAGRAPH.strip()] * 3) + "\n\nThat was all.")
    assert len(passages(article)) == 1


def test_boilerplate_lines_are_in_no_sentence_but_in_a_passage() -> None:
    text = "The bridge opened. Follow Us\nNobody came."
    mark = (text.index("Follow"), text.index("\n"))
    (passage,) = passages(Article("a", text, boilerplate=(mark,)))
    assert [text[a:b] for a, b in passage.sentences] == ["The bridge opened.", "Nobody came."]
    assert (passage.start, passage.end) == (0, len(text))


def test_a_passage_of_boilerplate_alone_has_no_sentences() -> None:
    text = "Follow Us\nSubscribe"
    (passage,) = passages(Article("a", text, boilerplate=((0, len(text)),)))
    assert passage.sentences == ()


def test_ids_are_derived() -> None:
    first, second = (passages(Article("a", PARAGRAPH * 9)) for _ in range(2))
    assert [p.id for p in first] == [p.id for p in second]
    assert len({p.id for p in first}) == len(first) > 1
    assert first[0].id == f"a:0-{first[0].end}"


# --- bounds and speed ------------------------------------------------------------------------------

SHAPES = {
    "no spaces": "x" * 100_000,
    "letters without words": "😀 " * 50_000,
    "dashes on lines": "—\n" * 50_000,
    "one Chinese paragraph": "市长昨天开放了大桥。" * 10_000,
    "white space": " " * 100_000,
    "base64 on lines": ("QUJD" * 19 + "\n") * 1_300,
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
def test_passages_are_bounded_whatever_the_text(text: str) -> None:
    bound = 180 * CHARACTERS_A_WORD + MOST_CHARACTERS
    assert all(p.end - p.start <= bound for p in passages(Article("a", text)))


COLUMN = [
    "Two people died and some 3,200 had to leave their homes when the river burst its banks in the night to Sunday.",
    "The water rose to 6.84 metres at the old bridge shortly after four in the morning, higher than ever before.",
    "The dead were named as Arne Pym, 71, a fruit grower of Upper Tamble, and Grete Holm, a nurse, who was swept away.",
    "Nobody is missing any longer, and the water is expected to fall below five metres by Thursday.",
]


@pytest.mark.parametrize("width", [30, 34, 40, 45, 49, 55, 70])
@pytest.mark.parametrize("between", ["\n", "\n\n", " "])
def test_prose_in_narrow_columns_is_cut_into_its_sentences(width: int, between: str) -> None:
    lines = " ".join(COLUMN) if between == " " else between.join(COLUMN)
    text = "\n".join(textwrap.fill(line, width) if line else "" for line in lines.split("\n"))
    assert [" ".join(text[a:b].split()) for a, b in sentences(text)] == COLUMN


LISTED = {
    "ingredients": "250 g of plain white flour\n125 g of cold salted butter\n3 large and ripe quinces\n2 tablespoons of sugar\n1 pinch of fine sea salt",
    "names": "Ida Berg of the Harbour List\nOla Brekke, Coast Party\nAnna Dvořák of Norvik Union\nLars Holm, independent\nRuth Aabye of nobody's list",
    "table": "3/18/2017 CHI @ ATL L 0-4 Unused\n3/11/2017 RSL @ CHI T 2-2 Unused\n3/04/2017 CLB @ CHI T 1-1 Unused\n"
    "3/01/2017 CHI @ NEW L 2-1 Unused\n2/25/2017 CHI @ ATL L 0-1 Unused",
    "titles": "How to Drive a Bad Car Well\nThe Ten Drivers of the Year\nWhy the Ferry Will Not Sail\nWhat the Mayor Never Said\nWho Pays for the New Bridge",
    "icons": "icon--chevron-down icon\nicon--chevron-left icon\nicon--chevron-right icon\nicon--circle-large icon\nicon--clipboard icon",
}


@pytest.mark.parametrize("text", LISTED.values(), ids=LISTED.keys())
def test_short_lines_that_are_no_column_stay_apart(text: str) -> None:
    assert [text[a:b].strip() for a, b in sentences(text)] == text.split("\n")


PROSE = "The mayor said on Tuesday that the bridge would open in spring. Mr. Silva, 45, did not agree at all.\n"


def test_a_megabyte_of_prose_takes_a_few_seconds() -> None:
    text = PROSE * (1_000_000 // len(PROSE))
    marks = tuple((at, at + 9) for at in range(0, len(text), 5_000))
    assert least_seconds(lambda: passages(Article("a", text, boilerplate=marks))) < 6


GROWING = {
    "prose": PROSE,
    "prose with wide letters": PROSE + "Dvořák “came”.\n",
    "short lines": "ab\n",
    "a narrow column": "the mayor said on Tuesday that\n",
    "old Mac lines": "ab\r",
    "line separators": "\u2028",
    "next lines": "ab\x85",
    "blank lines": "\n \n",
    "stops": ". ",
    "initials": "A.",
    "closing marks": '."',
    "opening marks": ". ((((((((((((",
    "spaces": " ",
    "no spaces": "x",
}


@pytest.mark.parametrize("piece", GROWING.values(), ids=GROWING.keys())
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    size = 100_000 if len(piece) > 50 else 10_000
    small, large = piece * (size // len(piece)), piece * (16 * size // len(piece))
    # Sixteen times the text: linear is 16 times the time, quadratic 256 times.
    base = max(0.002, least_seconds(lambda: passages(Article("a", small))))
    assert least_seconds(lambda: passages(Article("a", large))) < 60 * base


def test_marks_of_references_belong_to_the_sentence_before() -> None:
    text = "He was born in 1945.[3] He moved to Paris in 1950.[4][5] There he met Picasso."
    assert [text[a:b].strip() for a, b in sentences(text)] == [
        "He was born in 1945.[3]", "He moved to Paris in 1950.[4][5]", "There he met Picasso.",
    ]  # fmt: skip


def test_a_german_date_keeps_its_day() -> None:
    text = "Am 3. Oktober 1990 wurde gefeiert. He scored 3. August was dry."
    assert [text[a:b].strip() for a, b in sentences(text)] == [
        "Am 3. Oktober 1990 wurde gefeiert.", "He scored 3.", "August was dry.",
    ]  # fmt: skip
