"""Put what sentences tell beside a name in place of what was read: who somebody is, what they said, how old they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qa.types import FoundSpan, Reading

FROM_READER = 0.2
"""The share of a chance that depends on what the reader thinks of the passage."""


def weighed(chance: float, reading: Reading) -> float:
    """Return the chance of what a sentence tells, less where the reader does not think that its passage answers."""
    return chance * (1.0 - FROM_READER + FROM_READER * reading.answerable)


def telling(reading: Reading, told: Iterable[FoundSpan]) -> Reading:
    """Return a reading with what is told in place of what was read, surest first and as sure as the surest of it."""
    spans = tuple(sorted(told, key=lambda span: -span.score))
    return replace(reading, answerable=spans[0].score if spans else 0.0, spans=spans)
