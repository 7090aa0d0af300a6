from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import passages
from index.types import Article, Hit
from qa import Assistant
from qa.respelling import respelled

TEXT = (
    "Volunteers found the ring in a drain. The government paid a reward to Edda Vinterberg and to Mr Hansen. "
    "It was bought in 1991, before the theatre opened. The colour of the stone was blue."
)


def read(question: str, text: str = TEXT, title: str = "") -> str:
    """Return a question as passages of this text have it understood."""
    return respelled(question, [Hit(p, text[p.start : p.end], 1.0, title) for p in passages(Article("a", text))])


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("who foudn the ring", "who found the ring"),
        ("Who paid the rewrad?", "Who paid the reward?"),
        ("when was it bougth", "when was it bought"),
        ("What did the goverment pay?", "What did the government pay?"),
        ("Who found the rinng?", "Who found the ring?"),
        ("what did vinterburg get", "what did vinterberg get"),
        ("waht was found", "what was found"),
        ("Wich ring was found?", "Which ring was found?"),
        ("wat was found", "what was found"),
        ("whos edda vinterberg", "who's edda vinterberg"),
        ("and woh paid?", "and who paid?"),
        ("Who recieved the ring?", "Who received the ring?"),
        ("What was the colur of the ring?", "What was the colour of the ring?"),
    ],
)
def test_a_slip_is_mended(question: str, understood: str) -> None:
    assert read(question) == understood


@pytest.mark.parametrize(
    "question",
    [
        "Who found the ring?",
        "Who found the rings?",  # another form of a word that is there
        "Who is Edda Vinterburg?",  # a name may be another's
        "who is hanson",
        'Who said "the rinng"?',  # wanted to the letter
        "Who sold the wring?",  # a word of its own
        "When was the theater's honour mentioned?",
        "What is the programme of the favourite organisation?",
        "Was it e-mial?",
        "who is keir starmer",  # all in small letters: a name, perhaps
        "what is crispr",
        "Whose pyjamas were sceptical?",
        "¿Quién encontró el anillo?",
        "hwo paid",  # who or how?
        "What is brexit?",
        "",
    ],
)
def test_what_is_no_slip_stays(question: str) -> None:
    assert read(question) == question


def test_a_word_that_only_a_title_has_is_meant_too() -> None:
    assert read("who saw the astrolobe", title="The astrolabe is back") == "who saw the astrolabe"


def test_of_several_words_the_one_of_more_passages_is_meant() -> None:
    texts = ["A planner came.", "The planter was a planter.", "The planter left."]
    hits = [Hit(p, text[p.start : p.end], 1.0) for text in texts for p in passages(Article("a", text))]
    assert respelled("who saw the plannter", hits) == "who saw the planter"


@given(st.text(max_size=80), st.text(min_size=1, max_size=80))
def test_any_question_and_text_is_taken_and_mended_once(question: str, text: str) -> None:
    once = read(question, text)
    assert read(once, text) == once


def test_a_question_with_a_slip_is_answered_as_the_one_without(assistant: Assistant) -> None:
    right, slipped = (assistant.ask(f"Who found the brass {word}?") for word in ("compass", "compsas"))
    assert right.items
    assert [item.text for item in slipped.items] == [item.text for item in right.items]
    assert (slipped.question, slipped.standalone_question) == ("Who found the brass compsas?", right.question)
