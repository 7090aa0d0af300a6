"""A reader without a model, for tests of whoever builds on answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.types import Hit
from qa.types import FoundSpan, Reading


class PhraseReader:
    """Find given phrases, each with its score, wherever they stand in the sentences of a passage."""

    name = "phrases"
    threshold = {"low": 0.3, "normal": 0.5, "high": 0.8}  # noqa: RUF012 - a constant of the Reader protocol
    at_once = 1000
    exclusive = True

    def __init__(self, phrases: Mapping[str, float]) -> None:
        self.phrases = dict(phrases)
        self.asked: list[str] = []

    def read(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        """Return one reading a passage; the first place of a phrase in each sentence is a span, and note the question."""
        self.asked.append(question)
        readings = []
        for hit in hits:
            spans = []
            for start, end in hit.passage.sentences:
                sentence = hit.words((start, end))
                for phrase, score in self.phrases.items():
                    at = sentence.find(phrase)
                    if at >= 0:
                        spans.append(FoundSpan(start + at, start + at + len(phrase), score))
            spans.sort(key=lambda span: -span.score)
            readings.append(Reading(hit, spans[0].score if spans else 0.0, tuple(spans)))
        return readings
