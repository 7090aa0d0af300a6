"""Compose items from readings: merge spans that say the same, choose quotes, make the answer's text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.types import Article, Span
from qa.names import key_of, same, words_of
from qa.quotes import make_quote
from qa.types import FoundSpan, Item, Quote, Reading

_LEANS = re.compile(
    r"^[\"'“‘]?(?:he|she|it|they|him|her|his|its|their|them|this|that|these|those|the (?:latter|former|move|man|woman|"
    r"pair|two|three|company|group|decision|law|bill|ruling)|but|and|so)\b",
    re.IGNORECASE,
)
_HEDGE = 0.02  # how much further down a passage must stand before a worse reading of a better one loses to it


@dataclass(slots=True)
class Candidate:
    """Spans of several passages that say the same, best first."""

    found: list[tuple[FoundSpan, Reading]] = field(default_factory=list)
    text: str = ""

    @property
    def score(self) -> float:
        """Return the best span's score, raised by each further article that says the same."""
        best: dict[str, float] = {}
        for span, reading in self.found:
            article = reading.hit.passage.article_id
            best[article] = max(best.get(article, 0.0), span.score)
        ordered = sorted(best.values(), reverse=True)
        missing = 1.0 - ordered[0]
        for further in ordered[1:4]:
            missing *= 1.0 - 0.5 * further
        return 1.0 - missing


def gather(readings: Sequence[Reading], *, least: float) -> list[Candidate]:
    """Merge the spans of all passages that name the same thing; candidates best first, those below `least` left out."""
    candidates: list[Candidate] = []
    spans = [(span, reading) for reading in readings for span in reading.spans if span.score >= least]
    for span, reading in sorted(spans, key=lambda pair: -pair[0].score):
        text = slice_of(reading, (span.start, span.end))
        if not key_of(text):
            continue
        home = next((c for c in candidates if same(c.text, text) or _within(text, c.text)), None)
        if home is None:
            home = Candidate(text=text)
            candidates.append(home)
        home.found.append((span, reading))
    return sorted(candidates, key=lambda c: -c.score)


def slice_of(reading: Reading, span: Span) -> str:
    """Return the words of a span of a reading's passage."""
    start = reading.hit.passage.start
    return reading.hit.text[span[0] - start : span[1] - start]


def compose(
    candidates: Sequence[Candidate], article: Callable[[str], Article], *, limit: int
) -> tuple[list[Item], list[Quote]]:
    """Make items with their quotes: one of the best passage, a second of another article where there is one.

    Args:
        candidates: best first.
        article: gives an article with its text by id.
        limit: how many items at most.

    Returns:
        Items, best first, and quotes numbered from 1 in the order of their first mark.
    """
    quotes: list[Quote] = []
    items: list[Item] = []
    for candidate in candidates[:limit]:
        numbers: list[int] = []
        articles: set[str] = set()
        for span, reading in sorted(candidate.found, key=lambda pair: -pair[0].score):
            home = reading.hit.passage.article_id
            if home in articles or len(numbers) == 2:
                continue
            articles.add(home)
            whole = article(home)
            place = quotable(whole, reading.hit.passage.sentences, (span.start, span.end))
            if place is None:
                continue
            numbers.append(_number(quotes, whole, place, (span.start, span.end)))
        if numbers:
            answer = tidy(candidate.text)
            items.append(Item(text=answer, answer=answer, quotes=tuple(numbers), score=candidate.score))
    return items, quotes


def quotable(article: Article, sentences: Sequence[Span], answer: Span) -> Span | None:
    """Return the sentence or sentences around an answer that can be understood alone.

    Where the sentence begins with a word that leans on the one before ("He said ..."), that one comes along.
    """
    touched = [i for i, (low, high) in enumerate(sentences) if low < answer[1] and answer[0] < high]
    if not touched:
        return None
    first, last = touched[0], touched[-1]
    start, end = sentences[first][0], sentences[last][1]
    if not (start <= answer[0] and answer[1] <= end) or not _unbroken(article, sentences, first, last):
        return None
    leans = _LEANS.match(article.text[start:end]) or len(words_of(article.text[start:end])) < 5
    if first > 0 and leans and _unbroken(article, sentences, first - 1, last):
        start = sentences[first - 1][0]
    return start, end


def tidy(answer: str) -> str:
    """Return an answer's words on one line, without stray marks at its ends."""
    text = " ".join(answer.split()).strip(" ,;:–—-")
    for left, right in ('“”', '""', "()", "‘’"):
        if text.startswith(left) and text.endswith(right) and left not in text[1:-1]:
            text = text[1:-1]
        elif text.count(left) != text.count(right) or (left == right and text.count(left) % 2):
            text = text.strip(left + right)
    return text.strip() or " ".join(answer.split())


def _unbroken(article: Article, sentences: Sequence[Span], first: int, last: int) -> bool:
    """Tell whether nothing but white space lies between the sentences: a quote holds no boilerplate."""
    pairs = zip(sentences[first:last], sentences[first + 1 : last + 1], strict=True)
    return all(not article.text[a[1] : b[0]].strip() for a, b in pairs)


def _within(text: str, longer: str) -> bool:
    """Tell whether an answer repeats the better one's words with few more or fewer."""
    ours, theirs = words_of(text), words_of(longer)
    if not ours or not theirs or any(c.isdigit() for w in (*ours, *theirs) for c in w):
        return False
    short, long = sorted((ours, theirs), key=len)
    if len(short) < 2 or len(long) > len(short) + 3:
        return False
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _number(quotes: list[Quote], article: Article, place: Span, answer: Span) -> int:
    """Return the number of this quote, making it unless it is there; the same words are shown once."""
    whole = place == answer
    for quote in quotes:
        if (quote.article_id, quote.start, quote.end) == (article.id, *place):
            return quote.number
    quotes.append(make_quote(article, place, number=len(quotes) + 1, answer=None if whole else answer))
    return len(quotes)
