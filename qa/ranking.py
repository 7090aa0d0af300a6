"""Rank passages by what the reader made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.types import Hit
from qa.types import Reading

CONSTANT = 10.0
SEARCH_WEIGHT = 0.5


def ranked(readings: Sequence[Reading]) -> list[Hit]:
    """Return the passages by reciprocal rank of the reader's answerability and, with less weight, of search.

    The readings come in the order that search ranked them; a hit's score becomes the fused one.
    """
    by_reader = sorted(range(len(readings)), key=lambda i: -readings[i].answerable)
    place = {i: rank for rank, i in enumerate(by_reader)}
    scores = [1.0 / (CONSTANT + place[i] + 1) + SEARCH_WEIGHT / (CONSTANT + i + 1) for i in range(len(readings))]
    order = sorted(range(len(readings)), key=lambda i: -scores[i])
    return [replace(readings[i].hit, score=scores[i]) for i in order]
