"""Answer "Who opposed the dam?" with those who are said to: whose side it is stands beside the act, and needs no guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from index.types import Hit, Span
from qa.acts import Side, act_in
from qa.completion import BEHIND, without_behind
from qa.kinds import fits
from qa.lists import parts
from qa.names import same
from qa.positions import PASSIVE, Position, positions
from qa.questions import bare, wants_list
from qa.reader.sentences import sentences_before, share_held, words_asked
from qa.reader.stems import stem
from qa.stances import ASKS, denied, stance_of
from qa.types import FoundSpan, Reading

SURE = 0.8
"""The chance that somebody who takes the side that is asked for, of what is asked about, is an answer."""
LEAST = 0.45
"""The least that it counts: no less than the surest that was read, whose chances are low in lists."""
NAMED = 0.3
"""The same where a name is what sides are taken of: what was read is cleared of the other side there, and stays beside it."""
NEAR = 0.6
"""How near a chance must come to the surest one's, where it is no name that sides are taken of: others' sides read alike."""
UNCALLED = 0.5
"""What counts somebody of whom the sentence does not say that they are what is asked for: "Which mayors ...?"."""
ALIKE = {
    "back": {"vote": 0.9, "praise": 0.7, "sign": 0.8, "call": 0.7},
    "oppose": {"vote": 0.9, "protest": 0.9, "criticise": 0.8},
    "criticise": {"oppose": 0.6, "protest": 0.6},
    "praise": {"back": 0.6},
    "vote": {"back": 0.4, "oppose": 0.4},
    "protest": {"oppose": 0.4},
}
"""What another act of the same side counts for one that is asked for: who voted for a plan supports it, who supports it may not have voted."""
NEARBY = 0.9
"""What it counts where the sentence does not say of what, or "the plan", and the title or what stands just before does."""
HELD = 0.5
"""The share of the topic's words from which on a text is about it."""
BEFORE = 5
"""Sentences before one that may say what "it" is."""
NEAREST = 2_000
"""Characters of the article before a passage in which that is looked for."""
TALLIED = 12
"""The same before a tally of votes: minutes tell what was said first."""
_BILLS = "plan project proposal bill law measure motion deal agreement pact treaty amendment resolution reform scheme"
_MOVES = "move idea decision ruling verdict vote step change policy text result cause request offer document choice"
GENERIC = frozenset(stem(word) for word in f"{_BILLS} {_MOVES}".split())
"""What an act is of where the words before say of what."""
# Where another one is spoken of, or another point of the minutes begins, "it" is no longer what was spoken of before.
_ANOTHER = re.compile(rf"\b(?:an?|another)\s+(?:[\w’'-]+\s+){{0,2}}(?:{'|'.join(_BILLS.split())})\b|^\d+\.\s")
# Who calls for an end to the dam, or backs its opponents, is not for the dam.
_ENDING = re.compile(
    r"\b(?:end(?:s|ed|ing)?|scrap(?:s|ped|ping)?|drop(?:s|ped|ping)?|ban(?:s|ned|ning)?|oppos(?:e|es|ed|ing)|remov(?:e|es|ed|ing|al)|"
    r"(?:reject|abandon|cancel|halt|stop|repeal|withdr|delay|boycott|veto|block|suspend|revers|overturn)[a-z]*|against|opponents?|critics?)\b",
    re.IGNORECASE,
)
_IT = re.compile(r"\s*(?:it|them|this|that|these|those)\b", re.IGNORECASE)
# "Which mayors": of whom it may not be said that they are any; what everybody is, or is called, need not be said.
_NOUN = re.compile(r"(?:which|what)\s+(?:(?!of\b)[\w’'-]+\s+){0,2}?(?P<noun>[a-z][\w’'-]+)(?=\s|$)")
_ANY = frozenset(
    stem(word)
    for word in "people person party country nation state group organisation organization one side politician".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: who takes a side by an act, of a topic, given as stems; of what `noun` they are, as a stem."""

    question: str
    side: Side
    act: str
    topic: frozenset[str]
    noun: str = ""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A position on the topic: where its sentence starts, the sentence's text, and how near to the topic it is."""

    position: Position
    start: int
    text: str
    near: float

    @property
    def places(self) -> Iterator[Span]:
        return ((self.start + a, self.start + b) for a, b in self.position.holders)


def side_asked(question: str) -> Asked | None:
    """Return which side of what a question asks those of; None where it asks anything else: "Who did Berg support?" does."""
    asked = bare(question)
    text = without_behind(asked).strip(" ?!.")
    found = act_in(text)
    if found is None:
        return None
    act, side, word = found
    before = text[: word.start()]
    if not ASKS.match(before) or (PASSIVE.search(before) and word.group().lower().endswith("ed")):
        return None
    of = _IT.sub("", text[word.end() :])
    if not words_asked(of) and (known := BEHIND.search(asked)):  # "Who condemned it? (the Kell Accord, Berg)"
        of = known.group().strip(" ()").split(",")[0]
    words = frozenset(stem(one) for one in words_asked(of))
    topic = words - GENERIC or words
    named = _NOUN.match(before.lower())
    noun = stem(named["noun"]) if named else ""
    if not topic:
        return None
    return Asked(text, side.turned if denied(before) else side, act, topic, "" if noun in _ANY else noun)


def of_side(asked: Asked, readings: Sequence[Reading], whole: Callable[[Hit], str]) -> list[Reading]:
    """Return the readings with those who are said to take the side that is asked for, and without those who take another.

    What else was read stays where it comes near to the surest (`NEAR`), and in any case where one thing is asked for or the
    sides are those of a name. A passage answers at least as surely as the surest who was found in it. `whole` gives the text of
    a hit's article: what "the motion" is may be said in the passage before.
    """
    named = stance_of(asked.question) is not None
    least = NAMED if named else LEAST
    sure = min(SURE, max([least, *(span.score for reading in readings for span in reading.spans)]))
    found = [(reading, list(_on_topic(asked, reading, whole))) for reading in readings]
    others = {
        r.hit.words(at) for r, all_ in found for one in all_ if one.position.side is not asked.side for at in one.places
    }
    left = [_read(asked, reading, taken, others, sure) for reading, taken in found]
    if named or not wants_list(asked.question):
        return left
    near = NEAR * max((span.score for reading in left for span in reading.spans), default=0.0)
    return [replace(reading, spans=tuple(span for span in reading.spans if span.score >= near)) for reading in left]


def _read(asked: Asked, reading: Reading, found: Sequence[_Taken], others: Collection[str], sure: float) -> Reading:
    """Return a reading with those who take the side, each as `sure` at most, and without `others` and what stands in their place."""
    theirs: list[FoundSpan] = []
    answerable = reading.answerable
    for taken in found:
        if taken.position.side is asked.side and (weight := _weight(asked, taken)):
            for at in taken.places:
                fit = weight * fits(asked.question, reading.hit.words(at))
                read = (span.score for span in reading.spans if span.shares_letters(at))
                theirs.append(FoundSpan(*at, max([sure * fit, *read])))
                answerable = max(answerable, SURE * fit)
    places = [at for taken in found if taken.position.side is not asked.side for at in taken.places]
    places += ((span.start, span.end) for span in theirs)
    kept = [
        span
        for span in reading.spans
        if not any(map(span.shares_letters, places)) and not _are(reading.hit.words((span.start, span.end)), others)
    ]
    spans = tuple(sorted((*theirs, *kept), key=lambda span: -span.score))
    if theirs:
        return replace(reading, answerable=answerable, spans=spans)
    return reading.with_spans(spans) if len(kept) < len(reading.spans) else reading


def _are(words: str, others: Collection[str]) -> bool:
    """Tell whether all whom words name are among others."""
    return all(any(same(words[a:b], other) for other in others) for a, b in parts(words))


def _weight(asked: Asked, taken: _Taken) -> float:
    """Return what it counts that somebody takes the side that is asked for: by this act, so near to the topic, so called."""
    act = 1.0 if taken.position.act == asked.act else ALIKE.get(asked.act, {}).get(taken.position.act, 0.0)
    called = not asked.noun or share_held({asked.noun}, taken.text) > 0.0
    return taken.near * act * (1.0 if called else UNCALLED)


def _on_topic(asked: Asked, reading: Reading, whole: Callable[[Hit], str]) -> Iterator[_Taken]:
    """Yield the positions on the topic that the sentences of a passage tell of."""
    places = reading.hit.passage.sentences
    told = [list(positions(reading.hit.words(place))) for place in places]
    if not any(told):
        return
    texts = [reading.hit.title, *sentences_before(reading.hit, whole, NEAREST), *map(reading.hit.words, places)]
    for number, (place, found) in enumerate(zip(places, told, strict=True), len(texts) - len(places)):
        for position in found:
            of, text = slice(*position.of), texts[number]
            said = texts[max(0, number - (TALLIED if position.tally else BEFORE)) : number]
            if near := _near(asked.topic, text[of], [*said, text[: of.start]]):
                yield _Taken(position, place[0], text, near)


def _near(topic: frozenset[str], of: str, before: Sequence[str]) -> float:
    """Return what a position counts that is of something, given what stands before: nothing where it is of something else."""
    if any(stem(word.lower()) not in topic for word in _ENDING.findall(of)):
        return 0.0
    if share_held(topic, of) >= HELD:
        return 1.0
    words = [stem(word) for word in words_asked(of)]
    if _ANOTHER.search(of) or (words and GENERIC.isdisjoint(words) and not _IT.match(of)):
        return 0.0
    for text in reversed(before):
        if share_held(topic, text) >= HELD:
            return NEARBY
        if _ANOTHER.search(text):
            return 0.0
    return 0.0
