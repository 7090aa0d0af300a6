from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.followup import completed, leans, may_stand_alone, standalone, turn_of
from qa.names import words_of
from qa.types import Turn

LOKKE = Turn("Who is Hanne Løkke?", "the minister of transport")
FERRY = Turn("When did the ferry leave Varsund?", "on Saturday")
WINNER = Turn("Who won the chess open in Brno?", "Zdeněk Dvořák")
TOWNS = Turn("Which towns joined the pact?", "Hallby, Norvik, Eskeby")
BACKERS = Turn("Who supported Aabye?", "Maren Lund, Ola Brekke")
WIFE = Turn("Who is Aabye's wife?", "Isabel Holm")
LEADER = Turn("What is the name of the mayor of Varsund?", "Jens Aabye")
THERE = Turn("In Varsund, what did Aabye say?", "nothing new about the ferry")
SMALL = Turn("what did the keeper find", "a brass compass")

UNCHANGED = [
    ("Who opened the harbour bridge in Dunmore?", LOKKE),
    ("When did the glacier near Holm begin to grow?", LOKKE),
    ("Is it true that the bridge cost 61 million pounds?", LOKKE),
    ("Which countries said that they would leave the union?", LOKKE),
    ("How many fishermen in Varsund lost money when they sold fish?", LOKKE),
    ("Did Aabye say he would resign as mayor?", LOKKE),
    ("Who is the former mayor of Hallby?", LOKKE),
    ("Why did the Tarn Institute warn that one year is no trend?", LOKKE),
    ("Did the mayor say that he resigned?", LOKKE),
    ("Who attacked Aabye and why did he do it?", LOKKE),
    ("what is inflation?", LOKKE),
    ("who is angela merkel?", LOKKE),
    ("When did brexit happen?", LOKKE),
    ("What is NATO and who leads it?", LOKKE),
    ("Why does Apple sue its suppliers?", LOKKE),
    ("How many IT workers did the council hire?", LOKKE),
    ("Who was on board of Air Force One?", LOKKE),
    ("Which countries raised their tariffs?", LOKKE),
    ("Is there a vaccine that protects against malaria?", LOKKE),
    ("Which countries passed laws that ban plastic bags?", LOKKE),
    ("Name the team that won the cup in Brno", LOKKE),
    ("Who won the regatta of Varsund this summer?", LOKKE),
    ("Who visited Norvik this afternoon?", LOKKE),
    ("What is Madonna doing these days?", LOKKE),
    ("Is same-sex marriage legal in Japan?", LOKKE),
    ("How many of those killed in Norvik were children?", LOKKE),
    ("Is it illegal to smoke in Japan?", LOKKE),
    ("Is it likely that Aabye will win?", LOKKE),
    ("Why does it matter that Aabye lost?", LOKKE),
    ("Was it Ola Brekke who said that China lied?", LOKKE),
    ("What time is it in Japan?", LOKKE),
    ("Did Aabye pay his taxes?", LOKKE),
    ("When did Brekke leave his club?", LOKKE),
]
CHANGED = [
    ("What did she say?", LOKKE, "What did Hanne Løkke say?"),
    ("What did Aabye say about her?", LOKKE, "What did Aabye say about Hanne Løkke?"),
    ("Who is her deputy?", LOKKE, "Who is Hanne Løkke’s deputy?"),
    ("Who trusted her in 2019?", LOKKE, "Who trusted Hanne Løkke in 2019?"),
    ("Where does he live?", WINNER, "Where does Zdeněk Dvořák live?"),
    ("To whom did he give his prize?", WINNER, "To whom did Zdeněk Dvořák give his prize?"),
    ("Which one did she choose?", LOKKE, "Which one did Hanne Løkke choose?"),
    ("Is it true that she backed the ferry?", LOKKE, "Is it true that Hanne Løkke backed the ferry?"),
    ("How long did it take her to answer?", LOKKE, "How long did it take Hanne Løkke to answer?"),
    ("When was she born?", WIFE, "When was Isabel Holm born?"),
    ("When was he born?", LEADER, "When was Jens Aabye born?"),
    ("Where does he live?", THERE, "Where does Aabye live?"),
    ("What did he write?", BACKERS, "What did he write? (Maren Lund, Ola Brekke)"),
    ("Who said that?", LOKKE, "Who said that? (Hanne Løkke)"),
    ("Who owns that company?", LOKKE, "Who owns that company? (Hanne Løkke)"),
    ("Who won that election?", LOKKE, "Who won that election? (Hanne Løkke)"),
    ("Who invited her there?", LOKKE, "Who invited Hanne Løkke there?"),
    ("Who paid his taxes?", WINNER, "Who paid Zdeněk Dvořák’s taxes?"),
    ("Is it going to be sold?", FERRY, "Is it going to be sold? (Varsund)"),
    ("And her deputy?", LOKKE, "And her deputy? (Hanne Løkke)"),
    ("What about Ola Brekke?", LOKKE, "Who is Ola Brekke?"),
    ("and Brekke", BACKERS, "Who supported Brekke?"),
    ("What about the Tarn Institute?", BACKERS, "Who supported the Tarn Institute?"),
    ("and the Senate", Turn("Who leads the House?", ""), "Who leads the Senate?"),
    ("And Texas?", Turn("When was Aabye elected?", "in May"), "And Texas? (Aabye)"),
    ("And Norway?", BACKERS, "And Norway? (Aabye, Maren Lund)"),
    ("And in Norvik?", FERRY, "And in Norvik? (Varsund)"),
    ("What about Norvik, then?", FERRY, "What about Norvik, then? (Varsund)"),
    ("Why?", FERRY, "Why? (Varsund)"),
    ("How heavy was it?", SMALL, "How heavy was it? (keeper find)"),
    ("What was the cost?", FERRY, "What was the cost? (Varsund)"),
    ("Why did they support him?", BACKERS, "Why did they support him? (Aabye, Maren Lund, Ola Brekke)"),
    ("When did Brekke meet him?", BACKERS, "When did Brekke meet him? (Aabye, Maren Lund)"),
]


@pytest.mark.parametrize("question", ["Who is he?", "And her deputy?", "Why?", "", "  Who won? "])
def test_without_turns_nothing_changes(question: str) -> None:
    assert standalone(question, ()) == question.strip()


@pytest.mark.parametrize(("question", "turn"), UNCHANGED)
def test_what_leans_on_nothing_stays(question: str, turn: Turn) -> None:
    assert not leans(question)
    assert standalone(question, [turn]) == question


@pytest.mark.parametrize(("question", "turn", "complete"), CHANGED)
def test_what_leans_is_completed(question: str, turn: Turn, complete: str) -> None:
    assert leans(question)
    assert standalone(question, [turn]) == complete


def test_who_is_asked_of_another_names_two_is_left_to_the_reader() -> None:
    turn = Turn("Did Aabye meet Brekke?", "")
    assert standalone("And Løkke?", [turn]) == "And Løkke? (Aabye, Brekke)"


@pytest.mark.parametrize(
    ("question", "alone"),
    [("Who won the marathon?", True), ("Where is the tram going?", True), ("Why?", False), ("Who paid?", False),
     ("And who won the marathon?", False), ("Who painted it then?", False)],
)  # fmt: skip
def test_what_only_few_words_speak_for_may_stand_alone(question: str, alone: bool) -> None:
    assert may_stand_alone(question) is alone


def test_a_pronoun_that_may_mean_either_is_kept_and_the_name_put_behind() -> None:
    asked = "Why did Aabye dismiss her adviser?"
    assert standalone(asked, [LOKKE]) == "Why did Aabye dismiss her adviser? (Hanne Løkke)"


def test_several_names_are_put_behind() -> None:
    assert standalone("What did they promise?", [TOWNS]) == "What did they promise? (Hallby, Norvik)"


def test_the_last_turn_counts_first_and_old_ones_not_at_all() -> None:
    assert standalone("What did she say?", [WINNER, LOKKE]) == "What did Hanne Løkke say?"
    empty = Turn("why", "")
    assert standalone("What did she say?", [LOKKE, empty, empty]) == "What did Hanne Løkke say?"
    assert standalone("What did she say?", [LOKKE, empty, empty, empty]) == "What did she say?"


def test_a_name_that_the_question_holds_is_not_added_again() -> None:
    assert standalone("And Hanne Løkke?", [LOKKE]) == "And Hanne Løkke?"


def test_a_decline_and_a_long_answer_lend_no_names() -> None:
    declined = Turn("who won?", "Not in your articles.")
    assert standalone("Why?", [declined]) == "Why? (won)"
    long = Turn("what happened on the day of the regatta?", "The Mayor of Hallby fell into the cold Water near Norvik")
    assert "Mayor" not in standalone("Why was that?", [long])


THINGS = [
    ("Who painted it?", Turn("Where was the painting found?", "Riga"), "Who painted it? (painting found, Riga)"),
    ("Where was it held?", Turn("Who won the race?", "Keely Dvora"), "Where was it held? (won race, Keely Dvora)"),
    ("Why did they join?", TOWNS, "Why did they join? (Hallby, Norvik)"),
    ("who is her husband", Turn("Who is the mayor of Hallby?", "Anna Berg"), "who is Anna Berg’s husband"),
    ("Does it sail to Norvik?", Turn("Who owns the Aurora?", "Holm"), "Does it sail to Norvik? (Aurora, Holm)"),
    ("Who was killed?", Turn("When did Storm Edda hit Hallby?", "on Monday"), "Who was killed? (Storm Edda, Hallby)"),
    ("How long did it take to build the bridge?", LOKKE, "How long did it take to build the bridge?"),
]


@pytest.mark.parametrize(("question", "turn", "complete"), THINGS)
def test_it_is_what_was_spoken_of_and_not_who_answered(question: str, turn: Turn, complete: str) -> None:
    assert standalone(question, [turn]) == complete


def test_of_answers_to_choose_from_the_surest_is_remembered() -> None:
    assert turn_of("Who is the mayor of Hallby?", ["Anna Berg", "Lars Dahl"]).answer == "Anna Berg"
    assert turn_of("Which towns joined?", ["Hallby", "Norvik"]).answer == "Hallby, Norvik"
    assert turn_of("Who is the mayor of Hallby?", []).answer == ""


def test_turns_as_they_were_typed_are_completed_one_by_the_other() -> None:
    questions = ("Who is Jens Aabye?", "When was he elected?", "Where does he live?", "What did he promise?")
    typed = [Turn(question, "nothing new") for question in questions]
    assert [turn.question for turn in completed(typed)][1:3] == [
        "When was Jens Aabye elected?",
        "Where does Jens Aabye live?",
    ]
    assert "Aabye" not in standalone("Did he resign?", typed)
    assert standalone("Did he resign?", completed(typed)) == "Did Jens Aabye resign?"
    assert completed(completed(typed)) == completed(typed)


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_any_text_comes_through_and_only_grows_by_words_of_the_turns(question: str, asked: str, said: str) -> None:
    complete = standalone(question, [Turn(asked, said)])
    assert set(words_of(complete)) <= {word for text in (question, asked, said) for word in words_of(text)}
    if not leans(question.strip()):
        assert complete == question.strip()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("word", ["he ", "Aa ", "the ", "and ", "A.", "it is "])
def test_a_question_and_turns_of_20000_characters_take_no_time(word: str) -> None:
    long = (word * 20_000)[:20_000]
    standalone(long, [Turn(long, long)] * 3)


@pytest.mark.parametrize("question", ["And the tram?", "How so?", "And his party?", "Any others?"])
def test_a_question_as_it_was_understood_is_complete(question: str) -> None:
    before = [Turn("Who leads Brazil?", "Jair Bolsonaro")]
    understood = standalone(question, before)
    assert understood != question
    assert standalone(understood, [*before, Turn(understood, "Dilma Rousseff")]) == understood


def test_a_month_or_a_weekday_is_no_name() -> None:
    turn = Turn("When did the tram open?", "in March 2021")
    assert standalone("What did it cost?", [turn]) == "What did it cost? (tram open)"
    days = Turn("Did it leave on Saturday or Monday for Varsund?", "")
    assert standalone("What did it cost?", [days]) == "What did it cost? (Varsund)"
    bridge = Turn("When did the harbour bridge open?", "on Tuesday")
    assert standalone("Who opened it?", [bridge]) == "Who opened it? (harbour bridge open)"
    assert standalone("What did he say?", [Turn("Who spoke on Monday?", "Jens Aabye")]) == "What did Jens Aabye say?"
