"""The values that flow from question to answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from index.types import Hit, Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A checked slice of an article: `article.text[start:end] == text`. Made by `qa.quotes` alone.

    `answer_start` and `answer_end` are offsets into the same text, inside the quote, or None where the whole quote
    is the answer. `number` is the mark that shows it, counted from 1 in its answer.
    """

    number: int
    article_id: str
    title: str
    source: str
    author: str | None
    published: str | None
    url: str | None
    path: str | None
    start: int
    end: int
    text: str
    answer_start: int | None = None
    answer_end: int | None = None


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """Words of a passage that answer: offsets into the article's text, and the chance that they do."""

    start: int
    end: int
    score: float

    def begins_in(self, sentence: Span) -> bool:
        """Tell whether the words begin in a sentence, given as offsets into the article's text."""
        return sentence[0] <= self.start < sentence[1]

    def shares_letters(self, place: Span) -> bool:
        """Tell whether the words and a place in the article's text have letters in common."""
        return place[0] < self.end and self.start < place[1]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one passage: the chance that it answers at all, and the spans, best first."""

    hit: Hit
    answerable: float
    spans: tuple[FoundSpan, ...] = ()

    def sentence_of(self, span: FoundSpan) -> Span | None:
        """Return the sentence of the passage that a span begins in; None where it begins in none."""
        return next((sentence for sentence in self.hit.passage.sentences if span.begins_in(sentence)), None)

    def with_spans(self, spans: Iterable[FoundSpan]) -> Reading:
        """Return the reading with these of its spans alone; it answers less surely by as much as the best is less sure."""
        kept = tuple(spans)
        before, after = (max((span.score for span in some), default=0.0) for some in (self.spans, kept))
        return replace(self, answerable=self.answerable * (after / before) if before else self.answerable, spans=kept)


@dataclass(frozen=True, slots=True)
class Item:
    """One statement of an answer: what it says, the words that answer, and the numbers of its quotes.

    `score` is the chance that it is right, given that the articles answer at all; where one thing is asked for, those of
    all items add up to less than one.
    """

    text: str
    answer: str
    quotes: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the conversation so far and what was answered."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer made of items with quotes; with none it is a decline, and `nearest` shows what came closest.

    `text` is Markdown with [1] marks. `passages` is all that was read, cited or not. `confidence` is the chance that the
    passages hold the answer, as the reader sees it.
    """

    question: str
    standalone_question: str
    text: str
    items: tuple[Item, ...] = ()
    quotes: tuple[Quote, ...] = ()
    nearest: tuple[Quote, ...] = ()
    passages: tuple[Hit, ...] = ()
    reader: str = ""
    llm: str | None = None
    note: str | None = None
    confidence: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)
    id: Any = None

    @property
    def answered(self) -> bool:
        """Tell whether there is an answer at all."""
        return bool(self.items)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as the JSON object of `cuttings ask --json`."""
        from qa.render import answer_to_dict

        return answer_to_dict(self)


__all__ = ["Answer", "FoundSpan", "Item", "Quote", "Reading", "Turn"]
