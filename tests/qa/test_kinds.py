from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.kinds import fits


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("How many bridges are there?", "seven bridges", True),
        ("How many bridges are there?", "the old ones", False),
        ("When did it open?", "on Saturday", True),
        ("In what year did it open?", "1962", True),
        ("When did it open?", "the harbour", False),
        ("who opened the bridge", "Mayor Ruth Ansel", True),
        ("who opened the bridge", "ribbon and scissors", False),
        ("What did it cost?", "ribbon and scissors", True),
        ("How many people came?", "thirteen people", True),
        ("How many people came?", "nobody", True),
        ("When did it open?", "Christmas Eve", True),
        ("What happened when it opened?", "a brass band played", True),
        ("When it opened, who came?", "some farmers", True),
        ("When it opened, who came?", "on Sunday", True),
        ("Who may open it?", "the president", True),
        ("Who opened it?", "philosophers and teachers", True),
        ("Who paid?", "his father", True),
        ("Who paid?", "another", False),
        ("Which countries support Berg?", "Norway", True),
        ("Which countries support Berg?", "Secretary of State Mike Pompeo", False),
        ("Which countries support Berg?", "soldiers", False),
        ("Which people and countries support Berg?", "Secretary of State Mike Pompeo", True),
        ("Where does it stand?", "in Harrow", True),
        ("Where does it stand?", "along its base", 0.5),
        ("What is the name of the bridge?", "Kestrel Bridge", True),
        ("What is the name of the bridge?", "a long one", False),
        ("In which year did it open?", "1962", True),
        ("In which year did it open?", "last May", 0.5),
        ("How much did it cost?", "$312 million", True),
        ("How much did it cost?", "212 pieces", 0.5),
        ("How much money was left?", "none", 0.5),
        ("What percentage voted yes?", "54 per cent", True),
        ("What percentage voted yes?", "54", 0.5),
        ("How long did it take?", "three years", True),
        ("How long is it?", "1,284 metres", True),
        ("How long is it?", "1,284 of them", 0.5),
        ("How often does it meet?", "rarely", True),
        ("How much did it cost?", "Rs. 40", True),
        ("How much of it was paid?", "half", True),
        ("What war crimes was he accused of?", "torture", True),
        ("What school subject did she teach?", "physics", True),
        ("What city council member voted no?", "Sen. Hale", True),
        ("Which states of matter are there?", "solid, liquid and gas", True),
        ("What state was the body in?", "badly burned", 0.5),
        ("Which country's president recognised Guaidó?", "Jair Bolsonaro", True),
        ("Which countries are named?", "THE NETHERLANDS", True),
        ("Which countries are named?", "Spain, France and the Republic of Malta", True),
        ("Which country did he visit?", "Michael Jordan", 0.5),
        ("Which country hosted the games?", "soldiers", False),
        ("What country built it?", "the Soviet Union", True),
        ("What country built it?", "Saudi Arabian", 0.5),
        ("What country built it?", "bricks", False),
        ("In which state did it stand?", "South Carolina", True),
        ("In which U.S. state did it stand?", "Chicago", 0.5),
        ("What state was it in?", "molten", 0.5),
        ("What company built it?", "the second one", False),
        ("What company built it?", "Plexa", True),
        ("How often does it meet?", "weekly", True),
        ("In which decade was it built?", "the sixties", True),
    ],
)
def test_an_answer_is_of_the_kind_that_is_asked_for(question: str, answer: str, expected: float) -> None:
    assert fits(question, answer) == expected


@given(st.text(), st.text())
def test_any_words_get_a_grade(question: str, answer: str) -> None:
    assert fits(question, answer) in (0.0, 0.5, 1.0)
