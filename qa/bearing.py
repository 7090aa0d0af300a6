"""Find the sentences that bear on a question of yes or no: words of a passage do not answer it, and nobody guesses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.types import Hit, Span
from qa.names import names_in, spelled_out, words_of
from qa.questions import speaks_of
from qa.reader.sentences import shares, words_asked
from qa.types import FoundSpan, Reading

NO_WORD, ALL_WORDS = 0.3, 2.0
"""What the reader's chance counts for a sentence with none and with all of the question's words besides its names."""
SUREST = 0.9
"""How sure it gets: where more came out, nine in ten passages had the answer (116 questions of yes or no, each also asked
with its own passage withheld)."""

_LEANS = re.compile(r"\b(?:he|she|it|they|him|her|his|its|their|them)\b", re.IGNORECASE)


def bearing(question: str, readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings with whole sentences in place of words, each with the chance that it bears on the question.

    The names of the question must stand in a sentence or in the one before, unless it says "he". Its chance is that of
    the passage, raised or lowered by the share of the question's other words that it holds; of a passage's sentences
    the one with the best words comes first, or with the question's own. Words alone find too little where the articles
    say it in others, and the reader alone, trained on who and what, takes "an outage left the country dark" for an
    answer to "Did Berg leave the country?".
    """
    hits = [reading.hit for reading in readings]
    asked = words_asked(question)
    named = {word for name in names_in(spelled_out(question)) for word in words_of(name)}
    everything = shares(asked, hits)
    besides = shares([word for word in asked if word not in named] or asked, hits)
    return [
        _of_sentences(question, reading, whole, others)
        for reading, (_, whole), (_, others) in zip(readings, everything, besides, strict=True)
    ]


def _of_sentences(
    question: str, reading: Reading, whole: Mapping[Span, float], others: Mapping[Span, float]
) -> Reading:
    hit = reading.hit
    spans: list[FoundSpan] = []
    if speaks_of(question, f"{hit.title} {hit.text}"):
        best = max((span.score for span in reading.spans), default=0.0)
        for sentence in hit.passage.sentences:
            words = max((s.score / best for s in reading.spans if best and _within(s, sentence)), default=0.0)
            nearness = max(words, whole[sentence])
            if nearness and _names(question, hit, sentence):
                sure = reading.answerable * nearness * (NO_WORD + (ALL_WORDS - NO_WORD) * others[sentence])
                spans.append(FoundSpan(*sentence, min(SUREST, sure)))
    spans.sort(key=lambda span: -span.score)
    return replace(reading, answerable=spans[0].score if spans else 0.0, spans=tuple(spans))


def _within(span: FoundSpan, sentence: Span) -> bool:
    return sentence[0] <= span.start < sentence[1]


def _names(question: str, hit: Hit, sentence: Span) -> bool:
    """Tell whether the question's names stand in a sentence or the one before, or it speaks of somebody by a pronoun."""
    before = max((other for other in hit.passage.sentences if other < sentence), default=sentence)
    return bool(_LEANS.search(hit.words(sentence))) or speaks_of(question, f"{hit.words(before)} {hit.words(sentence)}")
