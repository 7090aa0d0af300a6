from __future__ import annotations

from collections.abc import Callable

import pytest

from index.types import Article, Hit
from qa.hedges import with_bounds
from qa.names import same
from qa.testing import PhraseReader

Make = Callable[..., tuple[Article, list[Hit]]]


@pytest.mark.parametrize(
    ("text", "found", "answer"),
    [
        ("At least seven people died.", "seven", "At least seven"),
        ("It cost more than $40 million.", "$40 million", "more than $40 million"),
        ("Nearly 1,400 houses were flooded.", "1,400", "Nearly 1,400"),
        ("No fewer than 12 boats sank.", "12", "No fewer than 12"),
        ("It is up to 1.8 degrees warmer.", "1.8 degrees", "up to 1.8 degrees"),
        ("As many as a dozen sank.", "a dozen", "As many as a dozen"),
        ("Over 40 came.", "40", "Over 40"),
        ("The dispute over two islands ended.", "two islands", "two islands"),
        ("About 40 came.", "40", "40"),
        ("It is over. Forty came.", "Forty", "Forty"),
        ("Berg is more than a mayor.", "a mayor", "a mayor"),
        ("Seven died.", "Seven", "Seven"),
    ],
)
def test_what_bounds_a_number_is_part_of_the_answer(make: Make, text: str, found: str, answer: str) -> None:
    _, hits = make(text)
    (reading,) = with_bounds(PhraseReader({found: 0.8}).read("?", hits))
    (span,) = reading.spans
    assert (hits[0].words((span.start, span.end)), span.score) == (answer, 0.8)


@pytest.mark.parametrize("bound", ["at least", "more than", "over", "nearly"])
def test_a_number_and_its_lower_bound_are_one_answer(bound: str) -> None:
    assert same(f"{bound} seven", "7")
    assert not same(f"{bound} seven", "8")


def test_what_a_number_is_under_is_another_answer() -> None:
    assert not same("fewer than seven", "at least seven")
