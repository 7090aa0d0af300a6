"""Who stands on which side of a topic, as the articles tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Article
from qa import Assistant
from qa.acts import Side
from qa.standing import side_asked


@pytest.mark.parametrize(
    ("question", "side", "act", "topic"),
    [
        ("Who opposed the tram line?", Side.AGAINST, "oppose", {"tram", "line"}),
        ("who is against the school closure", Side.AGAINST, "oppose", {"school", "closur"}),
        ("Which parties voted for the tax bill?", Side.FOR, "vote", {"tax"}),
        ("Which mayors did not support the dam?", Side.AGAINST, "back", {"dam"}),
        ("Who abstained on fireworks?", Side.NEITHER, "vote", {"firework"}),
        ("Who condemned it? (Kell Accord, Ida Berg)", Side.AGAINST, "criticise", {"kell", "accord"}),
        ("And who praised Holm?", Side.FOR, "praise", {"holm"}),
    ],
)
def test_a_question_for_a_side_is_known(question: str, side: Side, act: str, topic: set[str]) -> None:
    asked = side_asked(question)
    assert asked
    assert (asked.side, asked.act, asked.topic) == (side, act, topic)


@pytest.mark.parametrize(
    "question",
    ["Who did Berg support?", "Who was criticised by Berg?", "When was the tram opposed?", "Who opposed it?", "Who won the cup?",
     "Did the Greens vote for the tram?", "What did Berg defend?", "Who is the mayor that supports the dam?"],
)  # fmt: skip
def test_other_questions_ask_for_none(question: str) -> None:
    assert side_asked(question) is None


TRAM = """Hallby votes for a tram

The council of Hallby decided on Monday to build a tram to the harbour. The Greens and the Left List voted for the plan. The Homeowners' List voted against it, and the Workers' Front abstained.

Mayor Ida Berg welcomed the tram. Otto Lindqvist, the head of the traders' guild, condemned it and said that the works would take years.

Earlier the council turned down an amendment on parking. The Harbour Club had supported the amendment.

The Taxi Guild called for an end to the tram, and the Cycling Club demanded a halt to it. Opposition leader Gus Farr backed the tram.

Nils Brandt, the engineer, showed the drawings and took questions on the width of the track."""
BAN = """Council minutes

1. Fireworks. It was moved that private fireworks be banned. The motion was carried. For: Cllrs Dace and Nash. Against: Cllr Orme.

2. Car park. It was moved that the meadow be made a car park. The motion was lost. For: Cllr Orme. Against: Cllrs Dace and Nash."""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Callable[[str], list[str]]]:
    with Assistant.open(tmp_path_factory.mktemp("sides") / "index") as assistant:
        assistant.add(
            [
                Article("tram", TRAM, "Hallby votes for a tram", "The Post"),
                Article("ban", BAN, "Council minutes", "The Echo"),
            ]
        )
        yield lambda question: [item.answer for item in assistant.ask(question).items]


@pytest.mark.parametrize(
    ("question", "all_of", "none_of"),
    [
        ("Who voted for the tram?", ["The Greens", "the Left List"], ["Homeowners", "Workers", "Harbour Club"]),
        ("who voted against the tram", ["The Homeowners' List"], ["Greens", "Left", "Harbour Club"]),
        ("Who abstained in the vote on the tram?", ["the Workers' Front"], ["Greens", "Left", "Homeowners"]),
        ("Who supports the tram?", ["The Greens", "the Left List", "Ida Berg", "Gus Farr"], ["Taxi Guild", "Homeowners", "Lindqvist", "Workers", "Harbour Club", "Brandt"]),
        ("Who opposed the tram?", ["The Homeowners' List", "Otto Lindqvist"], ["Greens", "Left", "Berg", "Workers", "Brandt"]),
        ("Who was against the ban on fireworks?", ["Cllr Orme"], ["Dace", "Nash"]),
        ("Who voted against the car park?", ["Dace", "Nash"], ["Orme"]),
    ],
)  # fmt: skip
def test_those_of_one_side_are_listed_and_none_of_the_other(
    asked: Callable[[str], list[str]], question: str, all_of: list[str], none_of: list[str]
) -> None:
    found = asked(question)
    assert [one for one in all_of if not any(one in item for item in found)] == [], found
    assert [item for item in found if any(other in item for other in none_of)] == []
