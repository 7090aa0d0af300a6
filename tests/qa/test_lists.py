from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Hit
from qa.candidates import gather
from qa.lists import going_on, parts
from qa.testing import PhraseReader

SPLIT = [
    ("Hallby, Norvik and Eskeby", ["Hallby", "Norvik", "Eskeby"]),
    ("Hallby and Norvik", ["Hallby", "Norvik"]),
    ("the mayor, the judge, and the priest", ["the mayor", "the judge", "the priest"]),
    ("Jens Aabye as well as Hanne Løkke", ["Jens Aabye", "Hanne Løkke"]),
    ("Hallby; Norvik; Eskeby", ["Hallby", "Norvik", "Eskeby"]),
    ("FBI, CIA and NSA", ["FBI", "CIA", "NSA"]),
    ("the US, UK and France", ["the US", "UK", "France"]),
    ("President Ola Brekke and former Gov. Jens Aabye", ["President Ola Brekke", "former Gov. Jens Aabye"]),
    ("Harvard University and Yale University", ["Harvard University", "Yale University"]),
    ("Labour Party and Green Party", ["Labour Party", "Green Party"]),
    ("thousands of Norwegians and Jens Aabye", ["thousands of Norwegians", "Jens Aabye"]),
    ("“Dune,” “Barbie” and “Anna”", ["“Dune,”", "“Barbie”", "“Anna”"]),
    ("“Dune,” “Barbie,” and “Anna.”", ["“Dune,”", "“Barbie,”", "“Anna.”"]),
    ("“War and Weather” and “Anna of Hallby”", ["“War and Weather”", "“Anna of Hallby”"]),
    ("Houston, Texas, and Miami, Florida", ["Houston, Texas", "Miami, Florida"]),
    ("Hallby, Norway; Riga, Latvia; and Eskeby", ["Hallby, Norway", "Riga, Latvia", "Eskeby"]),
    ("Tuesday, April 30, 2019, and Friday, May 3, 2019", ["Tuesday, April 30, 2019", "Friday, May 3, 2019"]),
]
WHOLE = [
    "Hallby",
    "",
    "Varsund, Norway",
    "Boston, MA",
    "Boston, MA, and elsewhere",
    "salt and pepper",
    "a bridge that is long and old",
    "South American and European nations",
    "Marco Rubio, R-Fla., and others",
    "North and South Korea",
    "the North and South Poles",
    "Mr. and Mrs. Holm",
    "The leaders of France and Germany",
    "The leaders of France, Germany and Italy",
    "the towns of Hallby, Norvik and Eskeby",
    "the prime ministers of Spain and Italy",
    "“War and Weather”",
    "Tuesday, April 30, 2019",
]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_a_list_of_names_is_split(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in parts(text)] == expected


@pytest.mark.parametrize("text", WHOLE)
def test_what_is_no_list_stays_whole(text: str) -> None:
    assert parts(text) == [(0, len(text))]


@given(st.text(st.sampled_from("AbΩé ,;and orthe\n3.")) | st.text(max_size=50))
def test_parts_are_slices_in_order_with_something_in_each(text: str) -> None:
    spans = parts(text)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    if len(spans) > 1:
        assert all(text[a:b].strip() for a, b in spans)


@pytest.mark.parametrize(
    "name",
    [
        "the Food and Drug Administration", "Trinidad and Tobago", "Department of Health and Human Services",
        "the Securities and Exchange Commission", "the Bureau of Alcohol, Tobacco, Firearms and Explosives",
    ],
)  # fmt: skip
def test_one_name_with_and_inside_stays_whole(name: str) -> None:
    assert parts(name) == [(0, len(name))]
    listed = f"Brazil, Colombia and {name}" if name.startswith("Trinidad") else "Mexico and the European Union"
    assert len(parts(listed)) == (3 if name.startswith("Trinidad") else 2)


@pytest.mark.parametrize(
    ("before", "behind", "more"),
    [
        ("He was endorsed by ", ", by Holm and by the Bakers’ Guild.", ["Holm", "the Bakers’ Guild"]),
        ("He was endorsed by ", " and by Mayor Ida Berg, who", ["Mayor Ida Berg"]),
        ("It has plants in ", " and in Porto.", ["Porto"]),
        ("", " support him, as do Turkey and Iran.", ["Turkey", "Iran"]),
        ("", " have recognised Berg, as has the Council of the North; nobody else did", ["the Council of the North"]),
        ("He was endorsed by ", ", by farmers and by Holm.", []),
        ("He was endorsed by ", " in Holm.", []),
        ("", " support him. As do Turkey", []),
        ("", ", by Holm", []),
        ("He was backed by ", ", and by Monday, all was over.", []),
        ("He was backed by ", ", by Holm’s, and by Christmas.", []),
        ("It was cancelled", ", as had Tuesday’s game.", []),
    ],
)
def test_a_list_goes_on_behind_its_names(before: str, behind: str, more: list[str]) -> None:
    assert [behind[a:b] for a, b in going_on(before, behind)] == more


@given(st.text(max_size=200), st.text(max_size=400))
def test_what_goes_on_lies_in_what_stands_behind(before: str, behind: str) -> None:
    for a, b in going_on(before + " by ", f" and by {behind}"):
        assert 0 <= a < b <= len(behind) + 8


@pytest.mark.parametrize("piece", [" A", ", by A", " as do A", " and A"])
def test_long_runs_behind_are_read_in_time(piece: str) -> None:
    going_on("by ", piece * 3000)


def test_what_a_list_goes_on_with_is_listed(make: Callable[..., tuple[Article, list[Hit]]]) -> None:
    _, hits = make("Calloway was endorsed by the Bakers’ Guild, by Mayor Holm and by Ida Berg.", id="a")
    readings = PhraseReader({"the Bakers’ Guild": 0.8}).read("?", hits)
    assert [c.texts[0] for c in gather(readings, least=0.1, several=True)] == [
        "the Bakers’ Guild",
        "Mayor Holm",
        "Ida Berg",
    ]
    assert [c.texts[0] for c in gather(readings, least=0.1)] == ["the Bakers’ Guild"]
