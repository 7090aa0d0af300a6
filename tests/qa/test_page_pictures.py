"""The pictures: drawn only where they say something, true to the data, escaped, with the same facts in a table."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from index.types import Article
from qa.page.markup import day
from qa.page.pictures import APART, COLUMNS, HEIGHT, LANES, UNNAMED, lanes, library, sources, timeline
from qa.quotes import make_quote
from qa.types import Quote

hostile = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.sampled_from(["<script>x</script>", '"><img src=x onerror=x>', "</svg></table>", "${x}", "{{x}}", "`", "\r\n"]),
)
days = st.one_of(st.none(), st.dates().map(str), st.sampled_from(["soon", "2019", "2019-02-31", "<b>"]))


class Drawn(HTMLParser):
    """What a picture holds: elements with their attributes, the table's rows, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.rows: list[list[str]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self._open:
            self.rows[-1][-1] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [values for name, values in self.elements if name == tag]


TAGS = {
    "figure", "figcaption", "div", "button", "svg", "line", "rect", "text", "details", "summary", "table", "thead",
    "tbody", "tr", "th", "td", "bdi", "ul", "li", "span", "p",
}  # fmt: skip


def sound(html: str) -> Drawn:
    """Only our own tags, one labelled image, everything inside the frame, a table with rows."""
    drawn = Drawn(html)
    assert {tag for tag, _ in drawn.elements} <= TAGS
    (image,) = drawn.all("svg")
    assert image["role"] == "img"
    assert image["aria-label"]
    assert [row for row in drawn.rows if row]
    for rect in drawn.all("rect"):
        x, width = float(rect["x"].rstrip("%")), float(rect["width"].rstrip("%"))
        assert x >= 0
        assert width > 0
        assert x + width <= 100.5
        assert float(rect["y"]) + float(rect["height"]) <= HEIGHT + 1.5
    return drawn


def quote(number: int, published: str | None, source: str = "", title: str = "T") -> Quote:
    return make_quote(Article(f"a{number}", "Some words.", title, source, None, published), (0, 11), number=number)


def test_points_stand_in_order_of_their_days_and_open_their_quotes() -> None:
    made = [quote(1, "2021-03-11"), quote(2, "2021-03-01"), quote(3, None), quote(4, "2021-03-06")]
    drawn = sound(timeline(made, turn=2))
    points = drawn.all("button")
    assert [(p["data-do"], p["data-turn"], p["data-number"]) for p in points] == [
        ("quote", "2", "2"), ("quote", "2", "4"), ("quote", "2", "1"),
    ]  # fmt: skip
    assert [float(re.findall(r"left:([\d.]+)%", p["style"])[0]) for p in points] == [4, 50, 96]
    assert points[0]["aria-label"] == "Quote 2, in T, 1 March 2021: show it in its article"
    assert drawn.all("svg")[0]["aria-label"] == "3 quotes from 1 March 2021 to 11 March 2021"
    assert [row[:2] for row in drawn.rows[1:]] == [
        ["[2]", "1 March 2021"],
        ["[4]", "6 March 2021"],
        ["[1]", "11 March 2021"],
    ]


def test_one_date_or_one_source_is_no_picture() -> None:
    assert timeline([], turn=0) == ""
    assert timeline([quote(1, "2021-03-11"), quote(2, "2021-03-11"), quote(3, None), quote(4, "soon")], turn=0) == ""
    assert sources([quote(1, None, "Coast"), quote(2, None, ""), quote(3, None, "Coast")]) == ""
    assert library([]) == ""
    assert library([Article("a", "", published="2021-03-01"), Article("b", "", published="2021-03-31")]) == ""


def test_many_quotes_of_one_day_do_not_grow_into_a_tower() -> None:
    made = [quote(n, "2021-03-11") for n in range(1, 13)] + [quote(13, "2021-03-12")]
    drawn = sound(timeline(made, turn=0))
    assert len(drawn.all("button")) == LANES + 1
    assert len(drawn.rows) == 14
    assert "7 more quotes in the table." in timeline(made, turn=0)


@given(st.lists(st.floats(0, 100), max_size=40).map(sorted))
def test_points_of_one_lane_do_not_touch(places: list[float]) -> None:
    found = lanes(places)
    for lane in set(found):
        mine = [place for place, at in zip(places, found, strict=True) if at == lane]
        assert all(b - a >= APART for a, b in zip(mine, mine[1:], strict=False))


def test_the_bar_of_sources_has_their_shares() -> None:
    made = [quote(n, None, source) for n, source in enumerate(["Coast", "Post", "Coast", "", "Coast"], 1)]
    drawn = sound(sources(made))
    assert drawn.rows[1:] == [["Coast", "3"], ["Post", "1"], [UNNAMED, "1"]]
    widths = [float(rect["width"].rstrip("%")) for rect in drawn.all("rect")]
    assert [round(width + 0.6) for width in widths] == [60, 20, 20]


def test_the_library_is_drawn_by_month_and_source() -> None:
    made = [
        Article("a", "", source="Coast", published="2021-03-01"),
        Article("b", "", source="Coast", published="2021-03-09"),
        Article("c", "", source="Post", published="2021-03-31"),
        Article("d", "", source="Post", published="2021-06-30"),
        Article("e", "", source="Post", published=None),
    ]
    drawn = sound(library(made))
    assert drawn.rows[1:] == [
        ["June 2021", "Post", "1"], ["March 2021", "Coast", "2"], ["March 2021", "Post", "1"],
    ]  # fmt: skip
    assert drawn.all("svg")[0]["aria-label"] == (
        "4 articles from March 2021 to June 2021, most of them in March 2021: 3"
    )
    assert [round(float(rect["x"].rstrip("%"))) for rect in drawn.all("rect")] == [0, 0, 75]
    assert [round(float(rect["height"])) for rect in drawn.all("rect")] == [48, 24, 24]


def test_a_long_time_is_drawn_by_year_and_a_very_long_one_ends_somewhere() -> None:
    far = [Article(str(n), "", published=f"{1900 + n}-05-05") for n in range(COLUMNS + 48)]
    html = library(far)
    drawn = sound(html)
    assert len(drawn.all("rect")) == COLUMNS
    assert "48 articles before 1948 not drawn." in html
    assert drawn.rows[1] == [f"{1948 + COLUMNS - 1}", UNNAMED, "1"]


@given(st.lists(st.tuples(days, hostile, hostile), min_size=1, max_size=12))
def test_whatever_titles_and_sources_are_they_are_only_text(rows: list[tuple[str | None, str, str]]) -> None:
    made = [quote(n, *row) for n, row in enumerate(rows, 1)]
    articles = [Article(str(n), "", title, source, None, day) for n, (day, source, title) in enumerate(rows)]
    for html in (timeline(made, turn=0), sources(made), library(articles)):
        if html:
            sound(html)
            assert not set(html) & set("{}$`\r")
    if html := sources(made):
        assert Counter({name: int(number) for name, number in Drawn(html).rows[1:]}) == Counter(
            {source or UNNAMED: n for source, n in Counter(source for _, source, _ in rows).items()}
        )


@given(st.dates(min_value=date(1900, 1, 1)), st.integers(1, 40_000))
def test_the_ends_of_a_timeline_are_its_first_and_last_day(first: date, later: int) -> None:
    last = min(first + timedelta(days=later), date.max)
    made = [quote(1, last.isoformat()), replace(quote(2, first.isoformat()), number=2)]
    drawn = sound(timeline(made, turn=0))
    assert [row[1] for row in drawn.rows[1:]] == [day(first.isoformat()), day(last.isoformat())]
