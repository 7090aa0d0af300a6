"""Take along what bounds a number: of "At least seven people died" the answer is "At least seven", not "seven"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.amounts import FROM_BELOW, NUMBER
from qa.types import FoundSpan, Reading

# Of SQuAD's 85,416 answers and SQuADShifts', people took these along about as often as not; "about" and "some" seldom.
_BOUND = rf"(?:{FROM_BELOW}|at\s+most|(?:no\s+more|(?:no\s+)?(?:less|fewer))\s+than|up\s+to)"
_BEFORE = re.compile(rf"\b{_BOUND}\s+$", re.IGNORECASE)
_FIGURES = re.compile(r"[$£€]?\d")
_NUMBER = re.compile(NUMBER, re.IGNORECASE)


def with_bounds(readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings with the spans that begin with a number begun at the words that bound it, inside its sentence."""
    return [replace(reading, spans=tuple(_bounded(span, reading) for span in reading.spans)) for reading in readings]


def _bounded(span: FoundSpan, reading: Reading) -> FoundSpan:
    home = reading.sentence_of(span)
    words = reading.hit.words((span.start, span.end))
    if home is None or not _NUMBER.match(words):
        return span
    before = _BEFORE.search(reading.hit.words((home[0], span.start)))
    if before is None or (before.group().strip().lower() == "over" and not _FIGURES.match(words)):
        return span  # "a dispute over two islands"
    return replace(span, start=home[0] + before.start())
