"""Gather the spans of all passages that say the same into candidates, with the chance of each."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from index.search import STOP_WORDS
from qa.lists import going_on, parts
from qa.names import fold, is_name, key_of, same, spelled_out, words_of
from qa.types import FoundSpan, Reading

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

FURTHER = 0.3
"""What a further place that says the same counts beside the first: it may have been written by the same hand."""

HEADLINE = 0.9
"""What an answer's words in the title of the article add to the logarithm of its odds: what an article is about is asked
for more often than what it mentions. Where a list is wanted, it names the one against all the others, and of whole sentences
it only says that they are like the title: there it adds nothing."""

LONGEST_TITLE = 300
"""Characters of a title that are looked at."""

NEARLY_CERTAIN = 0.99
"""Up to where chances tell rivals apart: many sentences that say the same bring it near one, but may have one source."""

NONE_RIGHT = 0.4
"""The odds that nothing shown is right, where one thing is asked for and the reader is sure enough to show something."""

APART = 1.8
"""The power of the odds by which rivals are told apart: judged alone, the best of several is more often right than it says.
This and `NONE_RIGHT` by 1,063 first answers: what is said lies 0.10 from what was right on news and SQuAD, 0.12 on QED; with odds
as they are 0.28, 0.26 and 0.12."""


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
        titled = max(_titled(span, reading) for span, reading in self.found) if self.headline else 0.0
        return (1.0 - missing) / (1.0 - missing + missing * math.exp(-self.headline * titled))

    @property
    def published(self) -> str:
        """Return the last day on which an article said it (ISO), or "" where none has a day."""
        return max((reading.hit.published or "" for _, reading in self.found), default="")

    def takes(self, text: str, alike: Callable[[str, str], bool]) -> bool:
        """Tell whether a text says the same as all that is here: "Trump" joins Donald and Melania, but never both."""
        return all(alike(text, other) for other in self.texts)

    def copies(self, span: FoundSpan, reading: Reading) -> bool:
        """Tell whether a span stands in a sentence that is here from another article, word for word: a copy is no second source."""
        ours = _sentence(span, reading)
        article = reading.hit.passage.article_id
        return any(
            other.hit.passage.article_id != article and _sentence(found, other) == ours for found, other in self.found
        )


def _sentence(span: FoundSpan, reading: Reading) -> tuple[str, ...]:
    """Return the words of the sentence that a span begins in."""
    return words_of(reading.hit.words(reading.sentence_of(span) or (span.start, span.end)))


def _titled(span: FoundSpan, reading: Reading) -> float:
    """Return the share of a span's words that stand in its article's title; of the title itself that says nothing."""
    hit = reading.hit
    title = _title_words(hit.title)
    home = reading.sentence_of(span) or (span.start, span.end)
    if not title or title.issuperset(words_of(hit.words(home))):
        return 0.0
    words = [word for word in key_of(spelled_out(hit.words((span.start, span.end)))) if word not in STOP_WORDS]
    return sum(word in title for word in words) / max(1, len(words))


@lru_cache(maxsize=256)
def _title_words(title: str) -> frozenset[str]:
    """Return the words of a title in the forms that answers are compared in; of a very long one, of its beginning."""
    title = title[:LONGEST_TITLE]
    return frozenset((*key_of(spelled_out(title)), *words_of(title)))


def names_the_same(one: str, other: str) -> bool:
    """Tell whether two answers name the same thing, or one repeats the other with few words more."""
    return same(one, other) or _within(one, other)


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


def gather(
    readings: Sequence[Reading],
    *,
    least: float,
    several: bool = False,
    headline: float = HEADLINE,
    alike: Callable[[str, str], bool] = names_the_same,
) -> list[Candidate]:
    """Merge the spans of all passages that say the same; candidates best first, those below `least` left out.

    What says the same is for `alike` to say.

    With `several`, for a question that wants a list, words that name several ("A, B and C") count as several spans, and so
    do the names with which their sentence goes on.
    """
    candidates: list[Candidate] = []
    spans = [(span, reading) for reading in readings for span in reading.spans if span.score >= least]
    if several:
        spans = [(part, reading) for span, reading in spans for part in _split(span, reading)]
    for span, reading in sorted(spans, key=lambda pair: -pair[0].score):
        text = reading.hit.words((span.start, span.end))
        if not key_of(text):
            continue
        home = next((c for c in candidates if c.takes(text, alike)), None)
        if home is None:
            home = Candidate(headline=headline)
            candidates.append(home)
        if home.copies(span, reading):
            continue
        home.found.append((span, reading))
        if text not in home.texts:
            home.texts.append(text)
    return sorted(candidates, key=lambda c: -c.score)


def _split(span: FoundSpan, reading: Reading) -> list[FoundSpan]:
    hit = reading.hit
    text = hit.words((span.start, span.end))
    low, high = reading.sentence_of(span) or (span.start, span.end)
    more = going_on(hit.words((low, span.start)), hit.words((span.end, max(span.end, high))))
    places = [(span.start + a, span.start + b) for a, b in parts(text)] + [
        (span.end + a, span.end + b) for a, b in more
    ]
    return [FoundSpan(a, b, span.score) for a, b in places]


def rivals(scores: Sequence[float]) -> list[float]:
    """Return the chances of candidates of which only one can be right, each with the score that it has alone.

    Judged alone, five may have a chance above one half. Here the odds of each, told `APART`, are taken as its share of all their
    odds and of the odds that none is right, so that the chances add up to less than one.
    """
    odds = [(score / (1.0 - score)) ** APART for score in (min(score, NEARLY_CERTAIN) for score in scores)]
    whole = sum(odds) + NONE_RIGHT
    return [own / whole for own in odds]
