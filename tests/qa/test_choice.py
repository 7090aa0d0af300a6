from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from index.types import Article, Hit
from qa.choice import chosen
from qa.config import Config
from qa.questions import Wanted
from qa.testing import PhraseReader

Make = Callable[..., tuple[Article, list[Hit]]]
STORY = {
    "2025-03-04": "At least seven people were killed.",
    "2025-03-06": "The toll rose to 19.",
    "2025-03-10": "The toll was corrected to 17.",
}
CHANCES = {"seven": 0.5, "19": 0.9, "17": 0.6}


@pytest.fixture
def answers(make: Make) -> Callable[..., list[str]]:
    def made(question: str, story: Mapping[str, str] = STORY, chances: Mapping[str, float] = CHANCES) -> list[str]:
        hits = [
            replace(hit, published=day) for day, text in story.items() for hit in make(text, id=day or "undated")[1]
        ]
        reader = PhraseReader(dict(chances))
        found = chosen(question, reader.read(question, hits), reader, Config(), Wanted.ONE)
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
        return [candidate.texts[0] for candidate, _ in found]

    return made


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest toll?",
        "What was the final death toll?",
        "How many have died so far?",
        "how many are dead now",
    ],
)
def test_who_asks_for_the_latest_number_gets_it_first(answers: Callable[..., list[str]], question: str) -> None:
    assert answers(question)[:2] == ["17", "19"]


@pytest.mark.parametrize(
    "question",
    ["How many were killed?", "Who won the final?", "What did Berg now say?", "When was the latest toll told?"],
)
def test_others_get_the_surest_first(answers: Callable[..., list[str]], question: str) -> None:
    assert answers(question)[0] == "19"


def test_a_late_number_that_hardly_answers_is_not_the_latest(answers: Callable[..., list[str]]) -> None:
    assert answers("What is the latest toll?", chances={"seven": 0.5, "19": 0.9, "17": 0.1})[0] == "19"


def test_names_do_not_go_out_of_date(answers: Callable[..., list[str]]) -> None:
    story = {"2025-03-04": "Berg called it a disgrace.", "2025-03-06": "Holm called it a shame."}
    assert answers("Who is the latest critic?", story, {"Berg": 0.9, "Holm": 0.6})[0] == "Berg"


def test_what_has_no_day_keeps_its_place(answers: Callable[..., list[str]]) -> None:
    story = {"": "The toll rose to 19.", "2025-03-06": "The toll fell to 17."}
    assert answers("What is the latest toll?", story, {"19": 0.9, "17": 0.6})[0] == "19"
