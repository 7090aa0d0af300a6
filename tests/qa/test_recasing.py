from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.split import passages
from index.types import Article, Hit
from qa.assistant import Assistant
from qa.recasing import recased
from qa.types import Turn

TEXT = (
    "The Aurora Opens Its New Season In Norvik\n\n"
    "On Friday the ferry Aurora left Norvik with Jens Holm. Nobody in Norvik missed the mayor of Holm Tower. "
    "A tower stood there, of Hanne Løkke’s making. Bread is sold by the Red Cross, and red wine. The mill burned. "
    "Šárka Nováková sang."
)


def hits_of(text: str) -> list[Hit]:
    return [Hit(p, text[p.start : p.end], 1.0) for p in passages(Article("a", text))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who owns holm tower?", "who owns Holm Tower?"),
        ("did the red cross sell bread", "did the Red Cross sell bread"),
        ("what did sarka novakova sing", "what did Sarka Novakova sing"),
        ("who left norvik on friday", "who left Norvik on Friday"),
        ("what did hanne lokke's son sell", "what did Hanne Lokke's son sell"),
        ("was the red tower sold", "was the red tower sold"),  # both are written small as well
        ("when does the season open", "when does the season open"),  # a headline's capitals are no name's
        ("who burned the mill", "who burned the mill"),
        ("Who owns holm tower?", "Who owns Holm Tower?"),
        ("Who owns Holm tower?", "Who owns Holm tower?"),  # whoever writes capitals means them
        ("why", "why"),
        ("", ""),
    ],
)
def test_a_question_gets_the_capitals_of_the_passages(question: str, expected: str) -> None:
    assert recased(question, hits_of(TEXT)) == expected


@given(st.text(max_size=80), st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_only_capitals_change(question: str, text: str) -> None:
    given_back = recased(question, hits_of(text))
    assert given_back.lower() == question.lower() or given_back.casefold() == question.casefold()
    assert recased(question, []) == question


def test_a_question_in_small_letters_is_answered_as_one_with_capitals(small: Callable[..., Assistant]) -> None:
    text = "On Friday the tower was sold. Jens Holm owns Holm Tower. Per Holm does not."
    asking = small(Article("tower", text), phrases={"Jens Holm": 0.9})
    large, little = (asking.ask(question) for question in ("Who owns Holm Tower?", "who owns holm tower?"))
    assert [item.answer for item in large.items] == [item.answer for item in little.items] == ["Jens Holm"]


def test_names_of_a_conversation_in_small_letters_are_carried_on(small: Callable[..., Assistant]) -> None:
    chat = small(
        Article("a", "On Friday the judge sentenced Per Holm to six years."), phrases={"six years": 0.9}
    ).chat()
    chat.ask("who is per holm")
    assert chat.turns == [Turn("who is Per Holm", "six years")]
    assert chat.ask("how long was he sentenced to").standalone_question == "how long was Per Holm sentenced to"
