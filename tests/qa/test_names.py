from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.names import fold, key_of, names_in, same, words_of

SAME = [
    ("President Trump", "Donald Trump"),
    ("Guaidó", "Guaido"),
    ("GUAIDÓ", "Juan Guaido"),
    ("Maduro", "Nicolás Maduro"),
    ("Nicolás Maduro", "President Nicolás Maduro"),
    ("United States", "the United States"),
    ("Bush", "George Bush"),
    ("Sen. Rubio", "Marco Rubio"),
    ("Bolton’s", "John Bolton"),
    ("bin Salman", "Mohammed bin Salman"),
    ("von der Leyen", "Ursula von der Leyen"),
    ("Zawahiri", "Ayman al-Zawahiri"),
    ("al-Sadr", "Muqtada al-Sadr"),
    ("al-Maktoum", "Mohammed bin Rashid al-Maktoum"),
    ("1,000", "1 000"),
    ("Dvořák", "Dvor\u030ca\u0301k"),
    ("ＮＡＴＯ", "NATO"),
    ("Lech Wałęsa", "Walesa"),
    ("HANNE LØKKE", "Lokke"),
    ("Britain", "the UK"),
    ("Great Britain", "the United Kingdom"),
    ("America", "the United States"),
    ("10%", "10 percent"),
    ("10 per cent", "10 %"),
]
DIFFERENT = [
    ("Pence", "Pompeo"),
    ("2013", "2014"),
    ("April 2013", "2013"),
    ("George Bush", "Barbara Bush"),
    ("George W. Bush", "George H. W. Bush"),
    ("Mexico", "New Mexico"),
    ("Latin America", "the United States"),
    ("America", "South America"),
    ("Sudan", "South Sudan"),
    ("Korea", "North Korea"),
    ("England", "Bank of England"),
    ("France", "Spain and France"),
    ("Maduro", "not Maduro"),
    ("oil", "no oil"),
    ("$5 million", "€5 million"),
    ("5 %", "5"),
    ("-5", "5"),
    ("1.5 million", "15 million"),
    ("3", "13"),
    ("a red car", "a car"),
    ("Li", "Jet Li"),
    ("Islam", "Saif al-Islam"),
    ("Mayor", "the Mayor at-Large"),
    ("", "Trump"),
    ("Trump", "the Trump Organization"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_thing(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_two_things(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


@given(st.text(max_size=30), st.text(max_size=30))
def test_sameness_is_mutual_and_everything_is_the_same_as_itself(one: str, other: str) -> None:
    assert same(one, one)
    assert same(one, other) == same(other, one)
    assert words_of(one) == words_of(fold(one))


@pytest.mark.parametrize("text", ["", " ", "—", "$", "🕰️", "...", "\u0301"])
def test_what_has_no_words_has_no_key(text: str) -> None:
    assert key_of(text) == ()


def test_a_title_alone_stays() -> None:
    assert key_of("the President") == ("president",)


APART = [
    ("the National Assembly", "the General Assembly"), ("the Prime Minister", "the foreign minister"),
    ("the president", "the vice president"), ("The State Department", "The Justice Department"),
    ("the Security Council", "the National Council"), ("A$5 million", "$5 million"), ("C++", "C#"),
    ("America", "Latin America"), ("Asia", "Southeast Asia"), ("Mr. Clinton", "Mrs. Clinton"),
    ("the Bank of England", "the Governor of the Bank of England"), ("the US Open", "the French Open"),
    ("U.S. Navy", "Royal Navy"), ("General Motors", "Tesla Motors"), ("National Front", "Popular Front"),
    ("State Street", "Wall Street"), ("King's College", "Imperial College"), ("George W. Lund", "George H. W. Lund"),
    ("National Football League", "Canadian Football League"), ("Ann B. Lund", "Ann C. Lund"),
]  # fmt: skip
TOGETHER = [
    ("the U.S.", "United States"), ("US", "the United States of America"), ("the UK", "the United Kingdom"),
    ("acting Secretary of State John Sullivan", "John Sullivan"), ("the National Assembly", "National Assembly"),
    ("Venezuelan opposition leader Juan Guaidó", "Juan Guaidó"), ("Donald J. Trump", "Donald Trump"),
    ("Russian Foreign Minister Sergey Lavrov", "Lavrov"), ("US President Donald Trump", "Trump"),
    ("US$5 million", "$5 million"), ("National Security Adviser John Bolton", "Bolton"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), APART)
def test_bodies_offices_and_people_that_share_a_word_stay_apart(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


@pytest.mark.parametrize(("one", "other"), TOGETHER)
def test_titles_initials_and_short_forms_do_not_part_what_is_one(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When did Apple release the iPhone?", ["Apple"]),
        ("Which façade did the émigrés paint in Brno?", ["Brno"]),
        ("Did Žofie Malá meet Émile Zola?", ["Žofie Malá", "Émile Zola"]),
    ],
)
def test_names_begin_where_a_word_begins(text: str, expected: list[str]) -> None:
    assert names_in(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 May 2024", "May 12"), ("May 12, 2024", "the 12th of May 2024"), ("on Tuesday", "Tuesday"), ("in 2019", "2019"),
        ("$5m", "5 million dollars"), ("€2bn", "2 billion euros"), ("1,200", "1200"), ("three", "3"), ("Three towns", "3 towns"),
        ("Plexa Inc.", "Plexa"), ("Karl Moen, 71", "Karl Moen"), ("10 per cent", "10%"), ("Formula One", "Formula 1"),
    ],
)  # fmt: skip
def test_amounts_dates_and_companies_are_the_same_however_they_are_written(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 May 2023", "12 May 2024"), ("May 12", "May 13"), ("by 2019", "2019"), ("5 million", "$5 million"),
        ("5 m", "5 million"), ("1,20", "120"), ("three", "30"), ("$5", "€5"), ("at home", "home"),
    ],
)  # fmt: skip
def test_other_amounts_and_dates_stay_apart(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    "pronoun", ["He", "she", "They", "it", "them", "this", "who", "we", " him ", "before", "there"]
)
def test_a_pronoun_answers_nothing(pronoun: str) -> None:
    assert key_of(pronoun) == ()


@pytest.mark.parametrize("name", ["WHO", "IT", "US", "It", "Us", "Her", "The Who", "he said", "A", "I", "We"])
def test_what_only_looks_like_a_pronoun_may_answer(name: str) -> None:
    assert key_of(name)


def test_two_pronouns_are_not_the_same_for_having_no_key() -> None:
    assert not same("he", "they")
    assert same("he", "He")
