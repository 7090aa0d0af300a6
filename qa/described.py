"""Answer "Who is Ida Berg?" and "What is Brix?" with what the articles call her and it, beside the name.

A reader trained on other questions takes whoever is near for an answer to these: for 14 of 40 names of the news the first
item was somebody else or a stray clause. What stands beside a name needs no guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.search import STOP_WORDS
from index.types import Hit
from qa import asked
from qa.descriptions import Bearer, descriptions, has_name
from qa.grammar import is_people, of_people
from qa.names import CAPITAL, fold, is_name, is_title, nearly_in, words_of
from qa.questions import bare
from qa.stances import BEHIND
from qa.types import FoundSpan, Reading

SURE = 0.95
"""The chance that such words say what is asked for, where three or more say it."""
FEW = {1: 0.6, 2: 0.85}
"""What one word counts beside three ("Judge"), and two."""
FROM_READER = 0.2
"""The share of a chance that depends on what the reader thinks of the passage."""

_SMALL = r"(?:of|the|de|del|da|van|von|der|al|bin|and|v\.)"
_NAMED = rf"{CAPITAL}(?:\s+(?:{_SMALL}\s+)*(?:[a-z]{{2,3}}-)?{CAPITAL})*"
_WHO = re.compile(
    rf"(?i:who)(?:['’]s|(?:\s+exactly)?\s+(?:is|was|(?P<many>are|were)))\s+(?:exactly\s+)?(?P<the>the\s+)?(?P<name>{_NAMED})\s*\??"
)
_WHAT = re.compile(
    rf"(?i:what)(?:['’]s|(?:\s+exactly)?\s+(?:is|was|(?P<many>are|were)))\s+(?:exactly\s+)?(?:(?:the\s+)?(?P<name>{_NAMED}(?:\s+[a-z]+)?)|(?:an?\s+)?(?P<small>[a-z][\w-]*(?:\s+[a-z][\w-]*){{0,2}}))\s*\??"
)
_OWNER = re.compile(r"s['’](?!\w)|['’]s\b")
_CHANGING = frozenset("former ex then late interim acting deputy vice".split())
_IS_CALLED = re.compile(r"\b(?:is|was|as|born|alias|named|called)\s+[\"“]?$")  # "Banksy's real name is ..."
_ONE = re.compile(r"an?\s", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+")
_STEM = 5


def bearer_asked(question: str) -> Bearer | None:
    """Return whom or what a question asks about by name alone; None where it asks anything else.

    "Who is the mayor?" and "What is the price?" ask for somebody and something with a name of their own.
    """
    text = BEHIND.sub("", bare(question)).strip()
    if who := _WHO.fullmatch(text):
        words = who["name"].split()
        while len(words) > 1 and (is_title(words[0]) or is_people(words[0])):
            words.pop(0)
        office = (who["the"] and not who["many"]) or is_people(words[-1]) or words[0] == "of" or is_title(words[-1])
        if office or _OWNER.search(who["name"]):
            return None
        return Bearer(words_of(" ".join(words)), person=True, several=bool(who["many"]))
    what = _WHAT.fullmatch(text)
    if what is None or any(kind.match(text.lower()) for kind in (asked.COUNT, asked.TIME, asked.NAMED)):
        return None
    name = words_of(what["name"] or what["small"])
    if not what["name"] and not STOP_WORDS.isdisjoint(name):
        return None
    owned = _OWNER.search(text, what.start("name") if what["name"] else what.start("small"))
    return None if owned or not name else Bearer(name, person=False, several=bool(what["many"]))


def about(bearer: Bearer, readings: Sequence[Reading], whole: Callable[[Hit], str]) -> tuple[list[Reading], bool]:
    """Return the readings with what may say who or what the bearer of a name is, and whether a sentence says it beside the name.

    Where one does, such words alone are left, each with the chance that it says it. Otherwise what was read stays, but, for a
    person, neither others' mere names nor what is said of nobody by that name; a passage then answers less surely by as much as
    its best span is less sure. `whole` gives the text of a hit's article: of "Berg" alone nobody knows whether it is Ida.
    """
    named = [_is_named(bearer, whole(reading.hit)) for reading in readings]
    told = [_told(bearer, reading) if own else [] for reading, own in zip(readings, named, strict=True)]
    if any(told):
        return [_with(reading, spans) for reading, spans in zip(readings, told, strict=True)], True
    return [
        reading.with_spans(span for span in reading.spans if own and _may_say(bearer, reading, span))
        for reading, own in zip(readings, named, strict=True)
    ], False


def _is_named(bearer: Bearer, text: str) -> bool:
    """Tell whether a text has the first and the last word of a person's name."""
    words = set(words_of(text)) if bearer.person else set(bearer.name)
    return nearly_in(bearer.name[0], words) and nearly_in(bearer.name[-1], words)


def _may_say(bearer: Bearer, reading: Reading, span: FoundSpan) -> bool:
    """Tell whether a span may say what the bearer is: in a sentence that has the name, or leans on one that has."""
    if not bearer.person or bearer.several:
        return True
    home = reading.sentence_of(span)
    if home is None:
        return False
    said = reading.hit.words((span.start, span.end))
    name = is_name(_AND.sub(" ", said)) and not _ONE.match(said) and not of_people(said.split(), several=False)
    own = not set(words_of(said)).isdisjoint(bearer.name) or _IS_CALLED.search(reading.hit.words((home[0], span.start)))
    if name and not own:
        return False
    at = reading.hit.passage.sentences.index(home)
    around = [reading.hit.words(sentence) for sentence in reading.hit.passage.sentences[max(0, at - 1) : at + 1]]
    return any(has_name(bearer.name, text) or bearer.name[0] in words_of(text) for text in around)


def _told(bearer: Bearer, reading: Reading) -> list[FoundSpan]:
    """Return what a passage's sentences say the bearer is, with the chance of each, the surest first."""
    hit, found = reading.hit, list[FoundSpan]()
    for low, high in hit.passage.sentences:
        for start, end in descriptions(bearer, hit.words((low, high))):
            words = [word for word in words_of(hit.words((low + start, low + end))) if word not in STOP_WORDS]
            score = SURE * FEW.get(len(words), 1.0) * (1.0 - FROM_READER + FROM_READER * reading.answerable)
            found.append(FoundSpan(low + start, low + end, score))
    return sorted(found, key=lambda span: -span.score)


def _with(reading: Reading, told: Sequence[FoundSpan]) -> Reading:
    return replace(reading, answerable=max((s.score for s in told), default=reading.answerable), spans=tuple(told))


def say_the_same(one: str, other: str) -> bool:
    """Tell whether one of two descriptions holds all that the other says: "President", "Ukraine's president"."""
    ours, theirs = (
        {word for word in words_of(fold(text)) if word not in STOP_WORDS and len(word) > 1} for text in (one, other)
    )
    short, long = sorted((ours, theirs), key=len)
    if not short or (ours ^ theirs) & _CHANGING:
        return False
    return {word[:_STEM] for word in short} <= {word[:_STEM] for word in long}
