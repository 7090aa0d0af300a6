from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.types import Hit, Passage
from qa.ranking import PLACE, ranked
from qa.types import Reading


def readings(chances: list[float]) -> list[Reading]:
    """Make readings in search's order, each passage named by its place."""
    hits = [Hit(Passage(str(place), 0, 4, ((0, 4),)), "Yes.", 1.0) for place in range(len(chances))]
    return [Reading(hit, chance, ()) for hit, chance in zip(hits, chances, strict=True)]


def places(hits: list[Hit]) -> list[int]:
    return [int(hit.passage.article_id) for hit in hits]


def test_a_likelier_passage_passes_those_before_it_unless_they_are_too_many() -> None:
    assert places(ranked(readings([0.5, 0.5, 0.5]))) == [0, 1, 2]
    assert places(ranked(readings([0.1, 0.2, 0.9]))) == [2, 1, 0]
    assert places(ranked(readings([0.5, 0.5 + PLACE / 2]))) == [0, 1]
    assert places(ranked(readings([0.1] * 20 + [0.98]))) == [*range(3), 20, *range(3, 20)]
    assert ranked([]) == []


@given(st.lists(st.floats(0, 1), max_size=24))
def test_none_is_lost_and_scores_fall_from_place_to_place(chances: list[float]) -> None:
    found = ranked(readings(chances))
    assert sorted(places(found)) == list(range(len(chances)))
    scores = [hit.score for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in scores)
