"""The plain reader: ranks whole sentences by the question's words. Needs no model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from index import split
from index.search import terms
from index.types import Hit, Span
from qa.names import spelled_out, words_of
from qa.reader.stems import stem
from qa.types import FoundSpan, Reading

ALIKE = 0.8
"""What a word counts in a sentence that tells of the same sort of event in another word."""


class SentenceReader:
    """Score sentences by how much of the question's rare words they hold; a span is a whole sentence."""

    name = "sentences"
    threshold = {"low": 0.35, "normal": 0.5, "high": 0.7}  # noqa: RUF012 - a constant of the Reader protocol
    at_once = 1000  # quick, and its weights come from all passages together
    exclusive = False

    def read(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        """Return one reading a passage; a sentence's score is the share of the question's weight that it holds."""
        readings = []
        (held,) = shares(hits, words_asked(question))
        for hit, (context, own) in zip(hits, held, strict=True):
            spans = [FoundSpan(*span, 0.8 * one + 0.2 * context if one else 0.0) for span, one in own.items()]
            spans.sort(key=lambda s: -s.score)
            readings.append(Reading(hit, spans[0].score if spans else 0.0, tuple(spans[:2])))
        return readings


def sentences_before(hit: Hit, whole: Callable[[Hit], str], most: int) -> list[str]:
    """Return the sentences in the last `most` characters before a passage; `whole` gives the text of its article."""
    before = whole(hit)[max(0, hit.passage.start - most) : hit.passage.start]
    return [before[low:high] for low, high in split.sentences(before)]


def words_asked(question: str) -> list[str]:
    """Return the words of a question that passages are searched for, folded."""
    return [word for term in terms(spelled_out(question)) for word in words_of(term)]


def share_held(asked: Collection[str], text: str) -> float:
    """Return what share of the question's words, given as stems, a text holds, each counting alike; of none nothing."""
    return len(_stems(text).intersection(asked)) / len(asked) if asked else 0.0


def shares(
    hits: Sequence[Hit], *asked: Sequence[str], told: Callable[[str], Collection[str]] = lambda _: ()
) -> list[list[tuple[float, dict[Span, float]]]]:
    """Return for each of the lists of words what share of it each passage holds, and each of its sentences.

    A word weighs the more the fewer of all these sentences have it; endings are cut off. Of no words nothing
    is held.

    Args:
        hits: the passages.
        asked: the lists of words.
        told: gives the words, as stems, that a sentence says in another word: they count `ALIKE`.
    """
    sentences = [{span: _stems(hit.words(span)) for span in hit.passage.sentences} for hit in hits]
    counts = Counter(stem for own in sentences for stems in own.values() for stem in stems)
    total = sum(len(own) for own in sentences)
    together = [set[str]().union(*own.values()) for own in sentences]
    others = [{span: told(hit.words(span)) for span in hit.passage.sentences} for hit in hits]

    def held(words: Sequence[str]) -> list[tuple[float, dict[Span, float]]]:
        weights = {stem(word): math.log(1 + total / (1 + counts[stem(word)])) for word in words}
        whole = sum(weights.values()) or 1.0

        def share(stems: Collection[str], alike: Collection[str] = ()) -> float:
            own = ((stem in stems) or ALIKE * (stem in alike) for stem in weights)
            return sum(part * weight for part, weight in zip(own, weights.values(), strict=True)) / whole

        return [
            (share(around), {span: share(stems, alike[span]) for span, stems in own.items()})
            for around, own, alike in zip(together, sentences, others, strict=True)
        ]

    return [held(words) for words in asked]


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words_of(spelled_out(text))}
