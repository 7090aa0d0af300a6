from __future__ import annotations

import pytest

from qa import scores


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Ferry, “Aurora”!", "ferry aurora"),
        ("A an THE", ""),
        ("it's", "its"),
        ("48 million", "48 million"),
        ("", ""),
    ],
)
def test_normalized(text: str, expected: str) -> None:
    assert scores.normalized(text) == expected


@pytest.mark.parametrize(
    ("prediction", "golds", "exact", "overlap", "contained"),
    [
        ("the ferry", ["Ferry!"], 1, 1, 1),
        ("old ferry", ["ferry", "boat"], 0, 2 / 3, 1),
        ("ferry", ["an old ferry boat"], 0, 0.5, 0),
        ("ferry ferry", ["ferry"], 0, 2 / 3, 1),
        ("ferryman", ["ferry"], 0, 0, 0),
        ("boat", ["ferry"], 0, 0, 0),
        ("", ["ferry"], 0, 0, 0),
        ("the", ["a"], 1, 1, 0),
        ("ferry", [], 0, 0, 0),
    ],
)
def test_an_answer_against_gold_ones(
    prediction: str, golds: list[str], exact: float, overlap: float, contained: float
) -> None:
    assert scores.exact(prediction, golds) == exact
    assert scores.overlap(prediction, golds) == pytest.approx(overlap)
    assert scores.contained(prediction, golds) == contained


@pytest.mark.parametrize(
    ("predictions", "golds", "expected"),
    [
        (["Hallby", "Norvik"], ["norvik", "hallby"], (1, 1, 1, 1)),
        (["Hallby", "hallby"], ["Hallby", "Norvik"], (1, 0.5, 1, (1 + 1 / 6) / 2)),
        (["old Hallby"], ["Hallby"], (0, 0, 0.6, 1)),
        ([], ["Hallby"], (0, 0, 0, 0)),
        ([], [], (1, 1, 1, 1)),
    ],
)
def test_lists_against_gold_lists(
    predictions: list[str], golds: list[str], expected: tuple[float, float, float, float]
) -> None:
    assert scores.list_scores(predictions, golds) == pytest.approx(expected, abs=0.1)


def test_the_area_under_the_curve() -> None:
    assert scores.area_under_curve([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert scores.area_under_curve([0.1], [0.9]) == 0.0
    assert scores.area_under_curve([0.5, 0.5], [0.5]) == 0.5
    assert scores.area_under_curve([0.9, 0.4], [0.5, 0.4]) == pytest.approx((2 + 0.5) / 4)
    assert scores.area_under_curve([], [0.5]) is scores.area_under_curve([0.5], []) is None
    assert (scores.mean([]), scores.mean([1.0, 2.0])) == (None, 1.5)
