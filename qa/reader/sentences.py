"""The plain reader: ranks whole sentences by the question's words. Needs no model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from index.search import terms
from index.types import Hit
from qa.names import spelled_out, words_of
from qa.types import FoundSpan, Reading


class SentenceReader:
    """Score sentences by how much of the question's rare words they hold; a span is a whole sentence."""

    name = "sentences"
    threshold = {"low": 0.35, "normal": 0.5, "high": 0.7}  # noqa: RUF012 - a constant of the Reader protocol
    at_once = 1000  # quick, and its weights come from all passages together

    def read(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        """Return one reading a passage; a sentence's score is the share of the question's weight that it holds."""
        asked = [word for term in terms(spelled_out(question)) for word in words_of(term)]
        sentences = [[(span, _stems(hit.words(span))) for span in hit.passage.sentences] for hit in hits]
        counts = Counter(stem for rows in sentences for _, stems in rows for stem in stems)
        total = sum(len(rows) for rows in sentences)
        weights = {_stem(word): math.log(1 + total / (1 + counts[_stem(word)])) for word in asked}
        whole = sum(weights.values()) or 1.0
        readings = []
        for hit, rows in zip(hits, sentences, strict=True):
            around = set().union(*(stems for _, stems in rows)) if rows else set()
            context = sum(w for stem, w in weights.items() if stem in around) / whole
            spans = []
            for (start, end), stems in rows:
                own = sum(w for stem, w in weights.items() if stem in stems) / whole
                spans.append(FoundSpan(start, end, 0.8 * own + 0.2 * context if own else 0.0))
            spans.sort(key=lambda s: -s.score)
            readings.append(Reading(hit, spans[0].score if spans else 0.0, tuple(spans[:2])))
        return readings


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in words_of(spelled_out(text))}


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
