"""Rank passages by what the reader made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.types import Hit
from qa.types import Reading

PLACE = 0.05
"""How much likelier to answer a passage must be for each place of search's order that it is to pass: on news and SQuAD this
left the passage with the gold quote no lower than search had it, at the first place and among four, where ranks alone
(reciprocal rank fusion) took 1.5 of 100 out of the first four on news."""


def ranked(readings: Sequence[Reading]) -> list[Hit]:
    """Return the passages by the chance that they answer, less `PLACE` for each place that search ranked them lower.

    The readings come in the order that search ranked them; a hit's score becomes what it was ranked by, from 0 to 1.
    """
    lowest = PLACE * max(0, len(readings) - 1)
    scored = [
        replace(one.hit, score=(one.answerable + lowest - PLACE * place) / (1 + lowest))
        for place, one in enumerate(readings)
    ]
    return sorted(scored, key=lambda hit: -hit.score)


def behind(read: Sequence[Hit], unread: Sequence[Hit]) -> list[Hit]:
    """Return the passages that were not read with scores below those that were, in search's order."""
    lowest = read[-1].score if read else 1.0
    return [replace(hit, score=lowest * (1 - place / (len(unread) + 1))) for place, hit in enumerate(unread, 1)]
