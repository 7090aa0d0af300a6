"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import date_line, iso_date


@pytest.mark.parametrize(
    "line",
    [
        "May 4, 2021",
        "4 May 2021",
        "2021-05-04",
        "2021/5/4",
        "Tuesday, May 4, 2021",
        "Tue 4 May 2021",
        "May 4th, 2021",
        "4. Mai 2021",
        "4 de mayo de 2021",
        "4 mai 2021",
        "May 4, 2021 at 10:32 a.m. ET",
        "10:32 AM EDT, Tue May 4, 2021",
        "2021-05-04T10:32:00Z",
        "  May 4, 2021  ",
    ],
)
def test_reads_a_date_alone_on_its_line(line: str) -> None:
    assert date_line(line) == ("", "2021-05-04")


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Published May 4, 2021", "published"),
        ("Published: 2021-05-04", "published"),
        ("Updated on Tuesday, 4 May 2021", "updated"),
        ("Last updated: May 4, 2021, 3:15 p.m.", "last updated"),
        ("Date: 4 May 2021", "date"),
    ],
)
def test_reads_its_label(line: str, label: str) -> None:
    assert date_line(line) == (label, "2021-05-04")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "May 2021",
        "On May 4, 2021, the ferry sank.",
        "May 4, 2021 was a cold day",
        "2021-13-04",
        "February 30, 2021",
        "4/5/2021",
        "May",
    ],
)
def test_leaves_other_lines_alone(line: str) -> None:
    assert date_line(line) is None


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_reads_back_what_it_wrote(day: date) -> None:
    assert iso_date(day.isoformat()) == day.isoformat()
    assert iso_date(f"{day:%B} {day.day}, {day.year:04d}") == day.isoformat()
    assert iso_date(f"{day:%A}, {day.day} {day:%b} {day.year:04d}") == day.isoformat()


@pytest.mark.parametrize("text", ["5 maı 2020", "5 dıc 2020", "Maı 5, 2020", "5 ſep 2020"])
def test_letters_that_only_look_like_those_of_a_month_are_let_pass(text: str) -> None:
    assert iso_date(text) in (None, "2020-09-05")


@given(st.text(max_size=60))
def test_takes_any_text(text: str) -> None:
    found = iso_date(text)
    assert found is None or date.fromisoformat(found).isoformat() == found
