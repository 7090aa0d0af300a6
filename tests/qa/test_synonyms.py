from __future__ import annotations

import pytest

from qa.reader.stems import stem
from qa.synonyms import BETWEEN, TABLE, sorts_of, told_in

LINES = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def alike(word: str, text: str) -> bool:
    return bool(sorts_of(word).get(stem(word), frozenset()) & told_in(text))


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("leave", "Maduro had been ready to fly to Cuba."),
        ("leave", "The minister fled the country."),
        ("die", "Fourteen of them were killed."),
        ("buy", "The group acquired its rival."),
        ("arrested", "Two men were taken into custody."),
        ("resign", "She stepped quietly down."),
        ("resigning", "He gave his post up."),
        ("win", "Berg lost by three votes."),
        ("open", "The bridge has been shut since May."),
    ],
)
def test_what_tells_of_the_same_or_its_contrary_is_alike(word: str, text: str) -> None:
    assert alike(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("leave", "Berg painted the barn."),
        ("die", "The choir sang on Friday."),
        ("resign", "He flew to Lisbon."),
        ("resign", "He stepped on the ice and slid a long way down."),
        ("Corley", "She fled."),
    ],
)
def test_what_tells_of_something_else_is_not(word: str, text: str) -> None:
    assert not alike(word, text)


def test_a_phrase_counts_with_few_words_inside_only() -> None:
    assert told_in("step" + " so" * BETWEEN + " down") > told_in("step" + " so" * (BETWEEN + 1) + " down")


def test_no_line_says_nothing_or_what_another_one_says() -> None:
    assert all(len(set(line)) == len(line) >= 2 for line in LINES)
    assert len({frozenset(line) for line in LINES}) == len(LINES) > 200


def test_nothing_is_told_by_nothing() -> None:
    assert not told_in("") | told_in("1912 — ?")
