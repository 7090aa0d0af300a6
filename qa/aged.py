"""Answer "How old is Ida Berg?" with the age that stands beside the name: "Ida Berg, 47, taught", "the 47-year-old Ida Berg".

A reader trained on other questions takes for it whatever number or family is near: the age is an aside of few letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index.types import Hit, Span
from qa.completion import without_behind
from qa.described import bearer_asked
from qa.mentions import Bearer, is_named, mentions, tokens_of
from qa.names import CAPITAL
from qa.questions import bare
from qa.told import telling, weighed
from qa.types import FoundSpan, Reading

SURE = 0.9
"""The chance that a number beside the name is the age that is asked for."""
OLDEST = 122
"""Years that anybody is known to have lived."""

_ASKED = re.compile(
    r"how\s+old\s+(?:is|was)\s+(?P<name>[^?]{2,80}?)(?:\s+(?:now|today))?[?!.\s]*|"
    r"what\s+(?:is|was)\s+(?P<owner>[^?]{2,80}?)(?:['’]s|(?<=s)['’])\s+age[?!.\s]*|"
    r"(?:at\s+)?what\s+age\s+(?:is|was)\s+(?P<aged>[^?]{2,80}?)[?!.\s]*",
    re.IGNORECASE,
)
_YEARS = r"(?P<age>\d{1,3})"
# Behind a name: "Ida Berg, 47,", "Ida Berg (47)", "Ida Berg is 47", "Ida Berg, a 47-year-old", "Ida Berg died aged 91".
_BEHIND_NAME = tuple(
    re.compile(form)
    for form in (
        rf"\s*,\s+(?:(?:who|now|then|aged?|is|was)\s+){{0,3}}{_YEARS}(?=\s*(?:[,.](?!\d)|[;)]|$)|\s+(?:and|of|from|who)\b|\s+years?\s+old)",
        r"\s*\((?:aged?\s+(?=\d)|(?=\d\d))(?P<age>\d{1,3})\)",  # not the fifth: "Berg (5) and Holm (9)"
        rf"(?:\s*,[^,.;]{{1,60}},)?\s+(?:is|was|turn(?:s|ed)|has\s+turned)\s+(?:(?:now|only|just|then|aged?)\s+)?{_YEARS}"
        r"(?=\s*(?:[,.](?!\d)|[;)]|$)|\s+(?:when|and|but|years?\s+old|years\s+of\s+age)\b)",
        rf"\s*,\s+(?:an?|the)\s+(?:[\w’'-]+\s+){{0,2}}{_YEARS}-year-old\b",
        rf"(?:\s*,[^,.;]{{1,60}},|\s*,\s+who)?\s+(?:has\s+)?(?:died|dies)\b[^.;]{{0,60}}?\b(?:aged?|at|at\s+(?:the\s+)?age(?:\s+of)?)\s+{_YEARS}(?=\s*(?:[,.](?!\d)|[;)]|$))",
    )
)
# Before it: "the 47-year-old mayor, Ida Berg", but not "the 16-year-old son of Berg".
_BEFORE_NAME = re.compile(
    rf"\b{_YEARS}-year-old,?\s+(?:(?!(?:of|by|to|and|with|from|for|whose|who)\b)[^\W\d][\w’-]*,?\s+){{0,4}}$"
)
_FULL_NAME = re.compile(rf"(?<!\w){CAPITAL}(?:\s+(?:de|del|da|van|von)\s+|\s+){CAPITAL}(?:\s+{CAPITAL}){{0,3}}")


def age_asked(question: str) -> Bearer | None:
    """Return whose age a question asks for; None where it asks anything else, or how old somebody was at some time."""
    found = _ASKED.fullmatch(without_behind(bare(question)).strip())
    name = found and (found["name"] or found["owner"] or found["aged"])
    bearer = bearer_asked(f"Who is {name}?") if name else None
    return bearer if bearer and bearer.person and not bearer.several else None


def aged(bearer: Bearer, readings: Sequence[Reading], whole: Callable[[Hit], str]) -> list[Reading]:
    """Return the readings with the ages that stand beside the name alone; where none does, without those of others.

    `whole` gives the text of a hit's article: only one that has the name in full speaks of its bearer.
    """
    told = [
        list(_ages(bearer, reading)) if is_named(bearer, whole(reading.hit)) else list[FoundSpan]()
        for reading in readings
    ]
    if not any(told):
        return [_without_others(bearer, reading) for reading in readings]
    return [telling(reading, spans) for reading, spans in zip(readings, told, strict=True)]


def _without_others(bearer: Bearer, reading: Reading) -> Reading:
    """Return a reading without the ages that its sentences tell of people of other names."""
    theirs: set[Span] = set()
    for low, high in reading.hit.passage.sentences:
        sentence = reading.hit.words((low, high))
        for name in dict.fromkeys(found.group() for found in _FULL_NAME.finditer(sentence)):
            other = bearer_asked(f"Who is {name}?")
            if other and other.person and other.name[-1] != bearer.name[-1]:
                theirs |= {(low + start, low + end) for start, end in ages(other, sentence)}
    kept = [s for s in reading.spans if not any(s.start < end and start < s.end for start, end in theirs)]
    return reading.with_spans(kept) if len(kept) < len(reading.spans) else reading


def _ages(bearer: Bearer, reading: Reading) -> Iterator[FoundSpan]:
    """Yield the ages that a passage's sentences tell."""
    score = weighed(SURE, reading)
    for low, high in reading.hit.passage.sentences:
        for start, end in dict.fromkeys(ages(bearer, reading.hit.words((low, high)))):
            yield FoundSpan(low + start, low + end, score)


def ages(bearer: Bearer, sentence: str) -> Iterator[Span]:
    """Yield where a sentence has the age of a name's bearer beside the name, as offsets into it."""
    tokens = tokens_of(sentence)
    for mention in mentions(bearer, sentence, tokens):
        begin, end = tokens[mention.first].start(), tokens[mention.last].end()
        beside = [form.match(sentence, end) for form in _BEHIND_NAME]
        beside.append(_BEFORE_NAME.search(sentence, max(0, begin - 120), begin))
        for found in beside:
            if found and 0 < int(found["age"]) <= OLDEST:
                yield found.span("age")
