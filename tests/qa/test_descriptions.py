from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.testing import least_seconds
from qa.descriptions import LONGEST, descriptions
from qa.mentions import Bearer, has_namesake, is_mentioned, is_named
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
        ("It was bought by a young painter named Ida Berg, émigrée of Corley.", "a young painter"),
        ("Ida B. Berg, a nurse, won.", "a nurse"),
        ("Ida Berg Jr., a nurse, won.", "a nurse"),
        ("Goalkeeper Ida Berg saved twice.", "Goalkeeper"),
        ("They spoke of their chief executive, Ida Berg, for hours.", "their chief executive"),
        ("In May a crane driver, Ida Berg, broke a leg.", "a crane driver"),
        ("The North Quay museum’s director, Ida Berg, smiled.", "The North Quay museum’s director"),
        ("The harbor master, Mrs Ida Berg, smiled.", "The harbor master"),
        ("Ida Berg, harbor master of Corley, smiled.", "harbor master of Corley"),
        ("Ida Berg, a student arrested in Corley, smiled.", "a student arrested in Corley"),
        ("Without Ida Berg, the captain of the team, the cup was lost.", "the captain of the team"),
        ("Ida Berg, CEO, resigned.", "CEO"),
        ("On Monday Norway’s president Ida Berg spoke.", "Norway’s president"),
        ("President Ida Berg Monday announced a plan.", "President"),
        ("Prime Minister Ida Berg’s Labor Party lost.", "Prime Minister"),
        ("Ida Berg is an aide to 4,000 people.", "an aide to 4,000 people"),
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
        "After talks with Ida Berg, the mayor told them so.",
        "Asked about Berg, a doctor declined to answer.",
        "They fired Ida Berg, a spokeswoman confirmed.",
        "The mayor named Ida Berg ambassador.",
        "The mayor called Ida Berg a liar.",
        "The mayor, Ida Berg said, had lied.",
        "The paper denied that Ida Berg is a thief.",
        "Nobody knows whether Berg was a spy.",
        "They will host Ida Berg.",
        "Critics insist Ida Berg knew.",
        "According to his lawyer, Ida Berg is innocent.",
        "Like her mother, Ida Berg was born in Corley.",
        "The opposition leader may berg a vote.",  # a word in small letters is nobody
        "Ida Berg is a private matter of theirs.",
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
        "Millions play Brix.",
        "Brix, a week later, rose.",
        "They left Brix, a move that angered all.",
        "The harbor of Brix is a mess.",
        "At Brix, a speaker declined to comment.",
    ],
)
def test_a_clause_or_somebody_does_not_say_what_something_is(text: str) -> None:
    assert said("Brix", text, person=False) == []


def test_of_a_thing_the_whole_name_counts() -> None:
    assert said("Bank of Brix", "Brix is a small kingdom.", person=False) == []
    assert said("Bank of Brix", "The Bank of Brix is a small lender.", person=False) == ["a small lender"]


def test_without_the_first_name_a_last_name_may_be_left_out() -> None:
    text = "Ida Berg, a nurse, and Mayor Berg came."
    bearer = Bearer(("ida", "berg"), person=True)
    assert [text[a:b] for a, b in descriptions(bearer, text)] == ["a nurse", "Mayor"]
    assert [text[a:b] for a, b in descriptions(bearer, text, alone=False)] == ["a nurse"]


@pytest.mark.parametrize(
    ("name", "text", "named", "namesake"),
    [
        ("Ida Berg", "Ida Berg came.", True, False),
        ("Ida Berg", "Ida Marie Berg came.", True, False),
        ("Ida Berg", "Ida came with Lars Berg.", False, True),
        ("Ida Berg", "Ida Berg came with Lars Berg.", True, True),
        ("Ida Berg", "Ida Berg met Mayor Berg.", True, False),
        ("Ida Berg", "Ida Berg lives in Corley. Berg teaches.", True, False),
        ("Ida Berg", "Ida Berg: a life\n\nPhoto: Reuters\n\nBerg left.", True, False),
        ("Guaidó", "Guaido came.", True, False),
        ("Zelensky", "Zelenskyy came.", True, False),
    ],
)
def test_it_is_known_whether_an_article_has_the_whole_name_and_a_namesake(
    name: str, text: str, named: bool, namesake: bool
) -> None:
    bearer = Bearer(words_of(name), person=True)
    assert (is_named(bearer, text), has_namesake(bearer, text)) == (named, namesake)


def test_letters_are_spelled_out() -> None:
    assert said("CHA", "The Corley Harbor Authority (CHA) sold it.", person=False) == ["Corley Harbor Authority"]


def test_of_several_the_plural_counts() -> None:
    assert said("Vardans", "Vardans are bakers from the north.", several=True) == ["bakers from the north"]
    assert said("Vardans", "The north has a people called the Vardans.", several=True) == ["a people"]
    assert said("Vardans", "The Vardans, a rock band, split up.", several=True) == ["a rock band"]
    assert said("Vardans", "The Vardans were beaten 3-0.", several=True) == []


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
    assert is_mentioned(Bearer(words_of(name), person=True), text) is there


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
        assert len(text[low:high].split()) <= LONGEST


@pytest.mark.parametrize(
    "text", ["Berg, " * 500, "the " * 800 + "Berg", "(Berg " * 400, "Berg is a " * 300, "a " * 900 + ", Berg"]
)
def test_hostile_sentences_take_no_time(text: str) -> None:
    for person in (True, False):
        assert least_seconds(lambda known=person: list(descriptions(Bearer(("berg",), known), text))) < 1.0
