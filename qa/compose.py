"""Compose items from readings: merge spans that say the same, choose quotes, make the answer's text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.errors import InputRefused
from index.types import Article, Hit, Span
from qa.lists import parts
from qa.names import fold, is_name, key_of, same, words_of
from qa.quotes import make_quote, touches_boilerplate
from qa.types import FoundSpan, Item, Quote, Reading

_LEANS = re.compile(
    r"^[\"'“‘]?(?:he|she|it|they|him|her|his|its|their|them|this|that|these|those|the (?:latter|former|move|man|woman|"
    r"pair|two|three|company|group|decision|law|bill|ruling)|but|and|so)\b",
    re.IGNORECASE,
)
# Words that change what is said when they come before or after it.
_CHANGING = frozenset(
    "and or nor not no never but except without against neither non deny denies denied refuse refuses refused fail "
    "fails failed reject rejects rejected critics former almost hardly half jr sr abolish abolished abolishing abolition "
    "end ends ended ending lift lifted lifting stop stopped stopping oppose opposed opposes opposing opposition ban banned "
    "banning repeal repealed repealing scrap scrapped scrapping cancel cancelled cancelling halt halting ease easing "
    "anti pro ex un supporters opponents allies rivals enemies voters fans spokesman spokeswoman spokesperson lawyer "
    "lawyers aide aides adviser advisers campaign administration".split()
)
# What stands between somebody and those who are theirs: "the wife of ...", "a spokesman for ...".
_OF = frozenset("of for to by with on from against".split())
_PLACES = frozenset("city state town village province county island kingdom republic".split())

_OWNED = re.compile(r"\w+(?:['’]s\b)?")
_STRAY = re.compile(r"^(?:[\s,;:]|[–—-](?!\d))+|[\s,;:–—-]+$")

FULLER = 0.5
"""How near a fuller name's chance must come to the surest form's to be shown in its place."""

FURTHER = 0.5
"""What a further sentence that says the same counts beside the first: it may have been written by the same hand."""

HEADLINE = 0.9
"""What an answer's words in the title of the article add to the logarithm of its odds: what an article is about is asked
for more often than what it mentions. Where a list is wanted, it names the one against all the others, and adds nothing."""

NONE_RIGHT = 0.25
"""The odds that nothing shown is right, where one thing is asked for and the reader is sure enough to show something."""


@dataclass(slots=True)
class Candidate:
    """Spans of several passages that say the same, best first."""

    found: list[tuple[FoundSpan, Reading]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    headline: float = HEADLINE

    @property
    def score(self) -> float:
        """Return the best span's score, raised by each further sentence that says the same and by a title that does."""
        ordered = sorted((span.score for span, _ in self.found), reverse=True)
        missing = 1.0 - ordered[0]
        for further in ordered[1:]:
            missing *= 1.0 - FURTHER * further
        titled = max(_titled(span, reading) for span, reading in self.found)
        return (1.0 - missing) / (1.0 - missing + missing * math.exp(-self.headline * titled))

    def takes(self, text: str) -> bool:
        """Tell whether a text says the same as all that is here: "Trump" joins Donald and Melania, but never both."""
        return all(same(text, other) or _within(text, other) for other in self.texts)


def _titled(span: FoundSpan, reading: Reading) -> float:
    """Return the share of a span's words that stand in its article's title; of the title itself that says nothing."""
    hit = reading.hit
    words = key_of(hit.words((span.start, span.end)))
    title = set(words_of(hit.title))
    home = next((s for s in hit.passage.sentences if s[0] <= span.start < s[1]), (span.start, span.end))
    if title.issuperset(words_of(hit.words(home))):
        return 0.0
    return sum(word in title for word in words) / max(1, len(words))


def gather(readings: Sequence[Reading], *, least: float, several: bool = False) -> list[Candidate]:
    """Merge the spans of all passages that name the same thing; candidates best first, those below `least` left out.

    With `several`, for a question that wants a list, words that name several ("A, B and C") count as several spans.
    """
    candidates: list[Candidate] = []
    spans = [(span, reading) for reading in readings for span in reading.spans if span.score >= least]
    if several:
        spans = [(part, reading) for span, reading in spans for part in _split(span, reading)]
    for span, reading in sorted(spans, key=lambda pair: -pair[0].score):
        text = reading.hit.words((span.start, span.end))
        if not key_of(text):
            continue
        home = next((c for c in candidates if c.takes(text)), None)
        if home is None:
            home = Candidate(headline=0.0 if several else HEADLINE)
            candidates.append(home)
        home.found.append((span, reading))
        if text not in home.texts:
            home.texts.append(text)
    return sorted(candidates, key=lambda c: -c.score)


def _split(span: FoundSpan, reading: Reading) -> list[FoundSpan]:
    text = reading.hit.words((span.start, span.end))
    return [FoundSpan(span.start + a, span.start + b, span.score) for a, b in parts(text)]


def compose(
    chosen: Sequence[tuple[Candidate, float]], article: Callable[[str], Article]
) -> tuple[list[Item], list[Quote]]:
    """Make items with their quotes: one of the best passage, a second of another article where there is one.

    Args:
        chosen: candidates with their chances, best first.
        article: gives an article with its text by id.

    Returns:
        Items, best first, and quotes numbered from 1 in the order of their first mark.
    """
    quotes: list[Quote] = []
    items: list[Item] = []
    for candidate, chance in chosen:
        numbers: list[int] = []
        articles: set[str] = set()
        answer = ""
        for span, reading in _fullest_first(candidate.found):
            home = reading.hit.passage.article_id
            if home in articles or len(numbers) == 2:
                continue
            whole = source_of(reading.hit, article)
            place = quotable(whole, reading.hit.passage.sentences, (span.start, span.end)) if whole else None
            if whole is None or place is None:
                continue
            articles.add(home)
            numbers.append(_number(quotes, whole, place, (span.start, span.end)))
            answer = answer or tidy(reading.hit.words((span.start, span.end)))
        if numbers:
            items.append(Item(text=answer, answer=answer, quotes=tuple(numbers), score=chance))
    return items, quotes


def rivals(scores: Sequence[float]) -> list[float]:
    """Return the chances of candidates of which only one can be right, each with the score that it has alone.

    Judged alone, five may have a chance above one half. Here the odds of each are taken as its share of all their odds
    and of the odds that none is right, so that the chances add up to less than one.
    """
    odds = [score / max(1e-6, 1.0 - score) for score in scores]
    return [own / (sum(odds) + NONE_RIGHT) for own in odds]


def _fullest_first(found: Sequence[tuple[FoundSpan, Reading]]) -> list[tuple[FoundSpan, Reading]]:
    """Return the spans best first, but one that names the same more fully ("Chloe Kelly" for "Kelly") at the front."""
    ordered = sorted(found, key=lambda pair: -pair[0].score)
    texts = [reading.hit.words((span.start, span.end)) for span, reading in ordered]
    first = 0
    for i, (span, _) in enumerate(ordered):
        fuller = len(words_of(texts[i])) > len(words_of(texts[first])) and same(texts[i], texts[first])
        if fuller and span.score >= FULLER * ordered[0][0].score:
            first = i
    return [ordered[first], *ordered[:first], *ordered[first + 1 :]]


def source_of(hit: Hit, article: Callable[[str], Article]) -> Article | None:
    """Return a hit's article; None where another process removed or changed it since it was found.

    Without this, offsets of the older version would cut any words out of the newer one.
    """
    try:
        whole = article(hit.passage.article_id)
    except InputRefused:
        return None
    return whole if whole.text[hit.passage.start : hit.passage.end] == hit.text else None


def quotable(article: Article, sentences: Sequence[Span], answer: Span) -> Span | None:
    """Return the sentence or sentences around an answer that can be understood alone.

    Where the sentence begins with a word that leans on the one before ("He said ..."), that one comes along.
    """
    touched = [i for i, (low, high) in enumerate(sentences) if low < answer[1] and answer[0] < high]
    if not touched:
        return None
    first, last = touched[0], touched[-1]
    start, end = sentences[first][0], sentences[last][1]
    if not (start <= answer[0] and answer[1] <= end) or not _whole(article, sentences, first, last):
        return None
    leans = _LEANS.match(article.text[start:end]) or len(words_of(article.text[start:end])) < 5
    if first > 0 and leans and _whole(article, sentences, first - 1, last):
        start = sentences[first - 1][0]
    return start, end


def tidy(answer: str) -> str:
    """Return an answer's words on one line, without stray marks at its ends."""
    text = _STRAY.sub("", " ".join(answer.split()))
    for left, right in ("“”", '""', "()", "‘’"):
        if text.startswith(left) and text.endswith(right) and left not in text[1:-1]:
            text = text[1:-1].rstrip(",;")  # “Dune,” as American papers set it
        elif text.count(left) != text.count(right) or (left == right and text.count(left) % 2):
            text = text.strip(left + right)
    return text.strip() or " ".join(answer.split())


def _whole(article: Article, sentences: Sequence[Span], first: int, last: int) -> bool:
    """Tell whether nothing but white space lies between the sentences, and no boilerplate: so they can be one quote."""
    pairs = zip(sentences[first:last], sentences[first + 1 : last + 1], strict=True)
    if any(article.text[a[1] : b[0]].strip() for a, b in pairs):
        return False
    return not touches_boilerplate(article, (sentences[first][0], sentences[last][1]))


def _within(text: str, longer: str) -> bool:
    """Tell whether an answer repeats the better one's words with few more or fewer; of two names `same` decides."""
    if is_name(text) and is_name(longer):
        return False
    ours, theirs = _OWNED.findall(fold(text)), _OWNED.findall(fold(longer))
    if not ours or not theirs or any(c.isdigit() for w in (*ours, *theirs) for c in w):
        return False
    short, long = sorted((ours, theirs), key=len)
    if len(short) < 2 or len(long) > len(short) + 3:
        return False
    for i in range(len(long) - len(short) + 1):
        if long[i : i + len(short)] == short:
            before = [word for word in long[:i] if word not in ("the", "a", "an")]
            somebody = is_name(text if short is ours else longer) and before and before[-1] in _OF
            if somebody and (len(before) < 2 or before[-2] not in _PLACES):
                return False
            return _CHANGING.isdisjoint((*long[:i], *long[i + len(short) :]))
    return False


def _number(quotes: list[Quote], article: Article, place: Span, answer: Span) -> int:
    """Return the number of this quote, making it unless it is there; the same words are shown once."""
    for at, quote in enumerate(quotes):
        if (quote.article_id, quote.start, quote.end) == (article.id, *place):
            low, high = quote.answer_start, quote.answer_end
            if low is not None and high is not None:  # two answers in one sentence: the stretch from one to the other
                both = min(low, answer[0]), max(high, answer[1])
                quotes[at] = make_quote(article, place, number=quote.number, answer=both)
            return quote.number
    whole = place == answer
    quotes.append(make_quote(article, place, number=len(quotes) + 1, answer=None if whole else answer))
    return len(quotes)
