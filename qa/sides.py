"""Keep in a list of those who stand for or against somebody only those who do: what is said of the other side reads alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from index.types import Hit, Span
from qa.amounts import DAYS
from qa.names import is_title, names_in, same, without_owners
from qa.questions import bare, wants_list
from qa.reader import Reader
from qa.stances import Stance, has_name, last_of, says, stance_of
from qa.types import FoundSpan, Reading

MOST = 8
"""Passages that are read again for the other name, the surest first: each takes as long as the first time."""
BOTH = 2
"""Spans that surely answer for the other name, from which on it is the other side, and no answer itself."""
NEAR = 0.4
"""How near the chance for the other name must come where the sentence names neither and the one before names that one."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A span with where it stands: its passage, its sentence, the words behind it to the sentence's end."""

    hit: Hit
    span: FoundSpan
    sentence: Span

    @property
    def place(self) -> tuple[str, FoundSpan]:
        return self.hit.passage.id, self.span

    @property
    def words(self) -> str:
        return self.hit.words((self.span.start, self.span.end))

    @property
    def behind(self) -> str:
        return self.hit.words((self.span.end, max(self.sentence[1], self.span.end)))


def of_this_side(
    question: str, readings: Sequence[Reading], reader: Reader, *, heard: float, shown: float
) -> list[Reading]:
    """Return the readings of a question such as "Who supports Berg?" without the spans that answer another one.

    Struck is whom the question names, and who is said in words to stand on the other side, or not to ("has not recognised Berg"). "Who supports Holm?"
    is read nearly alike where a sentence speaks of support: so, where the question names one alone, the passages are read
    once more with the name in its place that they speak of most, a person for a person. Words that answer that better are
    struck, where their sentence has that name; where it has neither and the nearest before it that has one has that one,
    words that answer nearly as well (`NEAR`). Who has `BOTH` such followers is struck as well.

    Args:
        question: any; one that asks for no sides changes nothing.
        readings: what was read for it.
        reader: who read it.
        heard: the chance from which on spans are looked at.
        shown: the chance that is enough to be shown. Where one is struck, the others must be as sure as beside it.
    """
    stance = stance_of(bare(question)) if wants_list(question) else None
    if stance is None:
        return list(readings)
    found = [one for reading in readings for one in _spans(reading) if one.span.score >= heard]
    said = {one.place: says(one.behind, stance.of) for one in found}
    struck = {one.place for one in found if said[one.place] is stance.against or same(one.words, stance.of)}
    rival = _rival(stance.of, [reading.hit for reading in readings]) if stance.alone else None
    if rival:
        unsaid = [one for one in found if said[one.place] is None and not has_name(one.words, rival)]
        theirs = _theirs(question, stance, rival, readings, unsaid, reader)
        struck |= set(theirs)
        if not stance.against and sum(chance >= shown for chance in theirs.values()) >= BOTH:
            struck |= {one.place for one in found if has_name(one.words, rival)}
    return [_without(struck, reading, shown) for reading in readings] if struck else list(readings)


def _spans(reading: Reading) -> Iterable[_Found]:
    for span in reading.spans:
        if sentence := reading.sentence_of(span):
            yield _Found(reading.hit, span, sentence)


def _theirs(
    question: str, stance: Stance, rival: str, readings: Sequence[Reading], found: Sequence[_Found], reader: Reader
) -> dict[tuple[str, FoundSpan], float]:
    """Return the places of spans that answer for the rival, each with the chance that it does."""
    ids = {one.hit.passage.id for one in found}
    live = [r for r in readings if r.hit.passage.id in ids and has_name(f"{r.hit.title} {r.hit.text}", rival)]
    live = sorted(live, key=lambda reading: -reading.answerable)[:MOST]
    asked = re.sub(r"\s+".join(map(re.escape, stance.of.split())), lambda _: rival, question, count=1)
    if not live or asked == question:
        return {}
    again = {r.hit.passage.id: r.spans for r in reader.read(asked, [reading.hit for reading in live])}
    theirs = {}
    for one in found:
        spans = again.get(one.hit.passage.id, ())
        chance = max((s.score for s in spans if s.shares_letters((one.span.start, one.span.end))), default=0.0)
        if chance > _allowed(one, stance.of, rival):
            theirs[one.place] = chance
    return theirs


def _allowed(one: _Found, asked: str, rival: str) -> float:
    """Return the chance for the rival's name that a span may have and stay: any where only the asked one is spoken of."""
    said = one.hit.words(one.sentence)
    if has_name(said, rival):
        return one.span.score
    if has_name(said, asked):
        return 1.0
    for before in reversed(one.hit.passage.sentences[: one.hit.passage.sentences.index(one.sentence)]):
        said = without_owners(one.hit.words(before))  # "Holm's election": not what the sentence is about
        if has_name(said, asked) or has_name(said, rival):
            return 1.0 if has_name(said, asked) else NEAR * one.span.score
    return 1.0


def _without(struck: set[tuple[str, FoundSpan]], reading: Reading, shown: float) -> Reading:
    """Return a reading without what was struck, and without what is not sure enough to be shown beside it."""
    left = reading.with_spans(span for span in reading.spans if (reading.hit.passage.id, span) not in struck)
    return replace(left, spans=tuple(span for span in left.spans if span.score >= shown))


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
    inside = {last_of(name) for said in sentences for name in names_in(said)}
    for run in (one for said in sentences for name in names_in(said, first_too=True) for one in name.split(" and ")):
        words = [word for word in run.split() if not is_title(word)]
        last = last_of(" ".join(words))
        if last not in inside or not last or run.lower() in DAYS:  # "Dozens" only begins sentences
            continue
        name = names.setdefault(last, _Name())
        name.forms[" ".join(words)] += 1
        name.ways.add("full" if len(words) > 1 else "titled" if len(run.split()) > 1 else "alone")
    own = [name for last, name in names.items() if has_name(last, asked)]
    if not own:
        return None
    person = any(name.person for name in own)
    others = [name for last, name in names.items() if not has_name(last, asked) and name.person == person]
    best = max(others, key=lambda name: name.forms.total(), default=None)
    return best.forms.most_common(1)[0][0] if best and best.forms.total() > 1 else None
