from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.descriptions import LONGEST, Bearer, descriptions, has_name
from qa.names import words_of


def said(name: str, text: str, *, person: bool = True, several: bool = False) -> list[str]:
    """Return what a sentence says the bearer of a name is."""
    return [text[a:b] for a, b in descriptions(Bearer(words_of(name), person, several), text)]


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("Opposition leader Ida Berg spoke.", "Opposition leader"),
        ("They met Norway’s exiled opposition leader Ida Berg.", "Norway’s exiled opposition leader"),
        ("On Monday Secretary of State Ida Berg flew home.", "Secretary of State"),
        ("It was the former Corley mayor Ida Berg who came.", "the former Corley mayor"),
        ("The coach praised basketball star Ida Berg.", "basketball star"),
        ("Florida Gov. Ida Berg signed it.", "Florida Gov."),
        ("The al Nour leader Berg spoke.", "The al Nour leader"),
        ("Ida Berg, a teacher from Corley, won.", "a teacher from Corley"),
        ("Ida Berg, 34, a teacher, won.", "a teacher"),
        ("Ida Berg, director of the Corley museum, won.", "director of the Corley museum"),
        ("Ida Berg, chairman, resigned.", "chairman"),
        ("Ida Berg (the head of the union) resigned.", "the head of the union"),
        ("Ida Berg, one of the founders of the club, resigned.", "one of the founders of the club"),
        ("Ida Berg is a painter who lives in Corley.", "a painter"),
        ("Berg was Corley’s first woman mayor.", "Corley’s first woman mayor"),
        ("The head of the union, Ida Berg, resigned.", "The head of the union"),
        ("It was bought by a young painter named Ida Berg.", "a young painter"),
        ("Ida B. Berg, a nurse, won.", "a nurse"),
    ],
)
def test_what_stands_beside_a_name_says_what_somebody_is(text: str, description: str) -> None:
    assert said("Ida Berg", text) == [description]


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Lars Berg spoke.",  # another of that name
        "The mayor of Berg Street spoke.",
        "They backed Ida Berg.",
        "It was said by Ida Berg, Sen. Karl Moen and others.",
        "Ida Berg, a year later, won.",
        "Ida Berg, the first of five, won.",
        "The plan of Ida Berg is a member of a family of plans.",
        "Ida Berg, who came late, won.",
        "Ida Berg is not a teacher.",
        "Ida Berg, the storm and the teacher were there.",
        "Reporters Ida Berg met were kind.",  # plural: not what she is
        "Paul Lerman Berg sang.",  # no word for people: a name
        "Ida Berg, it’s a teacher’s day.",
    ],
)
def test_what_only_stands_near_says_nothing(text: str) -> None:
    assert said("Ida Berg", text) == []


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("They play an online game called Brix.", "an online game"),
        ("Brix, a game for two, is back.", "a game for two"),
        ("Brix is a game that two people play.", "a game that two people play"),
        ("The word game Brix is back.", "The word game"),
        ("Brix (short for building bricks) is back.", "short for building bricks"),
        ("Brix is commonly defined as a game of patience.", "a game of patience"),
        ("Brix, the maker of the ferry, is back.", "the maker of the ferry"),
    ],
)
def test_what_stands_beside_a_name_says_what_something_is(text: str, description: str) -> None:
    assert said("Brix", text, person=False) == [description]


@pytest.mark.parametrize(
    "text",
    [
        "In Brix, the player lost in the end.",
        "With Brix, the storm posed a risk of floods.",
        "Brix, the number of players, matters.",
        "Brix, her most recent game, is back.",
        "Game Brix is back.",  # one bare word says too little
        "The popular game Brix 2 is back.",
        "Brix, a lone refugee, came.",
    ],
)
def test_a_clause_or_somebody_does_not_say_what_something_is(text: str) -> None:
    assert said("Brix", text, person=False) == []


def test_letters_are_spelled_out() -> None:
    assert said("CHA", "The Corley Harbor Authority (CHA) sold it.", person=False) == ["Corley Harbor Authority"]


def test_of_several_the_plural_counts() -> None:
    assert said("Vardans", "Vardans are bakers from the north.", several=True) == ["bakers from the north"]
    assert said("Vardans", "The north has a people called the Vardans.", several=True) == ["a people"]


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        ("Ida Berg", "Berg came.", True),
        ("Ida Berg", "President Berg came.", True),
        ("Ida Berg", "Norway’s Berg came.", True),
        ("Ida Berg", "Lars Berg came.", False),
        ("Berg", "Lars Berg came.", True),
        ("Ayman al-Zahir", "It was Zahir.", True),
        ("Guaidó", "Guaido came.", True),
        ("Ida Berg", "Ida came.", False),
    ],
)
def test_a_name_is_there_by_its_last_word_and_not_in_another_one(name: str, text: str, there: bool) -> None:
    assert has_name(words_of(name), text) is there


@given(
    st.lists(
        st.sampled_from("the a of Ida Berg Lars , . ( ) is was mayor game called’s 34 — and leader".split()),
        max_size=30,
    ),
    st.booleans(),
    st.booleans(),
)
def test_descriptions_are_slices_of_at_most_so_many_words(words: list[str], person: bool, several: bool) -> None:
    text = " ".join(words)
    for low, high in descriptions(Bearer(("ida", "berg"), person, several), text):
        assert 0 <= low < high <= len(text)
        assert text[low:high] == text[low:high].strip()
        assert len(text[low:high].split()) <= max(LONGEST, 9)


@pytest.mark.parametrize(
    "text", ["Berg, " * 500, "the " * 800 + "Berg", "(Berg " * 400, "Berg is a " * 300, "a " * 900 + ", Berg"]
)
def test_hostile_sentences_take_no_time(text: str) -> None:
    begun = time.perf_counter()
    list(descriptions(Bearer(("berg",), True), text))
    list(descriptions(Bearer(("berg",), False), text))
    assert time.perf_counter() - begun < 2.0
