"""Keep in a list of those who stand for or against somebody only those who do: what is said of the other side reads alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.types import Hit, Span
from qa.amounts import DAYS
from qa.names import is_title, misspelt, names_in, words_of
from qa.questions import asked_names, asks_of_sides, is_against
from qa.reader import Reader
from qa.types import FoundSpan, Reading

MOST = 8
"""Passages that are read again for the other name, the surest first: each takes as long as the first time."""
BOTH = 2
"""Spans that surely answer for the other name, from which on it is the other side, and no answer itself."""

_OWNED = re.compile(r"\b\w+['’]s\b")
# "Italy | has not recognised Berg", but not "Spain, which does not recognise Berg, ...".
_DENIED = re.compile(
    r"\W*(?:(?!(?:but|who|which|that|and)\b)[\w’'-]+\s+){0,3}?(?:(?:not|never|refused?|refuses|declined?|declines|hesitated?)\b|\w+n['’]t\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:–—(]")
_FOR = re.compile(
    r"\b(?:support|back(?:s|ed|ing)?\b|endors|recogni[sz]|loyal|pledg|prais|congratulat|defend|(?:sid|rall[iy]|stand|stood|agree)\w* "
    r"(?:with|by|behind|to|around)\b)\w*",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:oppos|against\b|reject|condemn|critici[sz]|denounc|overthrow|oust|toppl|remov|accus|attack|abandon|betray|"
    r"(?:broke|break|defect)\w* (?:with|from)\b)\w*",
    re.IGNORECASE,
)
FAR = 5
"""Words in which a name must follow such a word to be whom it is about: "tweeted his support for President Berg"."""
_AND = re.compile(r"\s+and\s+")
Place = tuple[str, FoundSpan]
Chances = Mapping[tuple[str, Span], float]


def of_this_side(
    question: str, readings: Sequence[Reading], reader: Reader, *, heard: float, shown: float
) -> list[Reading]:
    """Return the readings of a question such as "Who supports Berg?" without the spans that answer another one.

    "Who supports Holm?" is read nearly alike where a sentence speaks of support. So the passages are read once more with
    the name in the question's place that they speak of most, a person for a person. A span whose sentence reads better for
    that name is struck, unless it has the asked name alone; so is one whose sentence has neither, where the nearest before
    it that has one has the other's. Struck is also who "has not" or "refused to".

    Args:
        question: any; one that asks for no sides, or of none or several names, changes little or nothing.
        readings: what was read for it.
        reader: who read it.
        heard: the chance from which on spans are looked at.
        shown: the chance that is enough to be shown. Where one is struck, the others must be as sure as beside it.
    """
    if not asks_of_sides(question):
        return list(readings)
    found = [(r.hit, s) for r in readings for s in r.spans if s.score >= heard]
    names = asked_names(question)
    struck = {_place(h, s) for h, s in found if _denied(h, s, names, against=is_against(question))}
    rival = _rival(names[0], [reading.hit for reading in readings]) if len(names) == 1 else None
    if rival:
        struck |= _others(names[0], rival, question, readings, reader, heard, shown)
    return [_without(struck, reading, shown) for reading in readings] if struck else list(readings)


def _others(
    asked: str, rival: str, question: str, readings: Sequence[Reading], reader: Reader, heard: float, shown: float
) -> set[Place]:
    """Return the spans that answer for the rival, and the rival's own name where there are enough of them."""
    live = [
        r for r in readings if any(s.score >= heard for s in r.spans) and _has(f"{r.hit.title} {r.hit.text}", rival)
    ]
    live = sorted(live, key=lambda reading: -reading.answerable)[:MOST]
    again = reader.read(question.replace(asked, rival), [reading.hit for reading in live])
    chances = {(r.hit.passage.id, _sentence(r.hit, s)): s.score for r in again for s in r.spans}
    struck, sure = set[Place](), 0
    for hit, span in ((r.hit, s) for r in live for s in r.spans if s.score >= heard):
        if not _has(_words(hit, span), rival) and _speaks_of(rival, asked, hit, span, chances):
            struck.add(_place(hit, span))
            sure += chances.get((hit.passage.id, _sentence(hit, span)), 0.0) >= shown
    if sure >= BOTH:
        struck |= {_place(r.hit, s) for r in readings for s in r.spans if _has(_words(r.hit, s), rival)}
    return struck


def _without(struck: set[Place], reading: Reading, shown: float) -> Reading:
    kept = [span for span in reading.spans if _place(reading.hit, span) not in struck]
    best = max((span.score for span in kept), default=0.0)
    sure = reading.answerable if len(kept) == len(reading.spans) else min(reading.answerable, best)
    return replace(reading, answerable=sure, spans=tuple(span for span in kept if span.score >= shown))


def _denied(hit: Hit, span: FoundSpan, names: Sequence[str], *, against: bool) -> bool:
    """Tell whether a sentence says the reverse: that somebody "has not", or is against whom the question is for."""
    sentence = _sentence(hit, span)
    behind = hit.words((span.end, max(sentence[1], span.end)))
    if not against and _DENIED.match(_CLAUSE.split(behind)[0]):
        return True
    same, reverse = (_AGAINST, _FOR) if against else (_FOR, _AGAINST)
    said = hit.words(sentence)
    return any(_aimed(reverse, said, name) and not _aimed(same, said, name) for name in names)


def _aimed(word: re.Pattern[str], text: str, name: str) -> bool:
    return any(_has(" ".join(_CLAUSE.split(text[m.end() :])[0].split()[:FAR]), name) for m in word.finditer(text))


def _speaks_of(other: str, asked: str, hit: Hit, span: FoundSpan, chances: Chances) -> bool:
    """Tell whether a span answers for the other name rather than for the one that is asked of."""
    sentence = _sentence(hit, span)
    here, there = (_has(hit.words(sentence), name) for name in (asked, other))
    if here or there:
        return there and chances.get((hit.passage.id, sentence), 0.0) > span.score
    for before in reversed(hit.passage.sentences[: hit.passage.sentences.index(sentence)]):
        said = _OWNED.sub(" ", hit.words(before))  # "Holm's election": not what the sentence is about
        if _has(said, asked) or _has(said, other):
            return not _has(said, asked)
    return False


def _place(hit: Hit, span: FoundSpan) -> Place:
    return hit.passage.id, span


def _words(hit: Hit, span: FoundSpan) -> str:
    return hit.words((span.start, span.end))


def _sentence(hit: Hit, span: FoundSpan) -> Span:
    return next(s for s in hit.passage.sentences if s[0] <= span.start < s[1])


def _has(text: str, name: str) -> bool:
    """Tell whether a text has the last word of a name, or nearly: papers misspell foreign ones."""
    last = words_of(name)[-1]
    return any(word == last or misspelt(last, word) for word in words_of(text))


@dataclass(slots=True)
class _Name:
    """How passages write a name: its forms without titles, each in how many sentences; with a title, in full, alone."""

    forms: Counter[str] = field(default_factory=Counter)
    ways: set[str] = field(default_factory=set)

    @property
    def person(self) -> bool:
        return "titled" in self.ways or {"full", "alone"} <= self.ways


def _rival(asked: str, hits: Iterable[Hit]) -> str | None:
    """Return the name of the same kind as the asked one that most sentences have, at least two; None where there is none."""
    names: dict[str, _Name] = {}
    sentences = [hit.words(sentence) for hit in hits for sentence in hit.passage.sentences]
    inside = {words_of(name)[-1] for said in sentences for name in names_in(said)}
    for run in (one for said in sentences for name in names_in(said, first_too=True) for one in _AND.split(name)):
        words = [word for word in run.split() if not is_title(word)]
        if not words or run.lower() in DAYS or words_of(words[-1])[-1] not in inside:  # "Dozens": only begins sentences
            continue
        name = names.setdefault(words_of(words[-1])[-1], _Name())
        name.forms[" ".join(words)] += 1
        name.ways.add("full" if len(words) > 1 else "titled" if len(run.split()) > 1 else "alone")
    own = names.get(words_of(asked)[-1])
    if own is None:
        return None
    others = [name for last, name in names.items() if not _has(asked, last) and name.person == own.person]
    best = max(others, key=lambda name: name.forms.total(), default=None)
    return best.forms.most_common(1)[0][0] if best and best.forms.total() > 1 else None
