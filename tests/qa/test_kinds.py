from __future__ import annotations

import pytest

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
        ("What company built it?", "the second one", False),
        ("What company built it?", "Plexa", True),
        ("How often does it meet?", "weekly", True),
        ("In which decade was it built?", "the sixties", True),
    ],
)
def test_an_answer_is_of_the_kind_that_is_asked_for(question: str, answer: str, expected: bool) -> None:
    assert fits(question, answer) is expected
