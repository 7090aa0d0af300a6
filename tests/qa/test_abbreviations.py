from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.abbreviations import in_full


@pytest.mark.parametrize(
    ("text", "letters", "full"),
    [
        ("The Corley Harbor Authority (CHA) sold it.", "CHA", "Corley Harbor Authority"),
        ("A vote of the Guild of Bakers and Millers (GBM) failed.", "GBM", "Guild of Bakers and Millers"),
        ("CHA (Corley Harbor Authority) sold it.", "CHA", "Corley Harbor Authority"),
        ("Small craft licenses (SCLs) cost more.", "SCLs", "Small craft licenses"),
        ("The harbor (CHA) was sold.", "CHA", None),
        ("The port said so (CHA).", "CHA", None),
        ("CHA sold it (to a friend).", "CHA", None),
        ("Ida Berg (IB) came.", "IB", "Ida Berg"),
        ("Corley (Cor) came.", "Cor", None),
    ],
)
def test_the_words_are_found_that_letters_stand_for(text: str, letters: str, full: str | None) -> None:
    start = text.index(letters)
    place = in_full(text, start, start + len(letters))
    assert (text[place[0] : place[1]] if place else None) == full


@given(st.text(alphabet="AB ab()", max_size=60), st.integers(0, 60), st.integers(0, 8))
def test_what_is_found_lies_in_the_text(text: str, start: int, length: int) -> None:
    place = in_full(text, start, start + length)
    assert place is None or 0 <= place[0] < place[1] <= len(text)
