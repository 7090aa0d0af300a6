"""Strike what its own sentence says is not the answer: a loser where the winner is asked for, a day that was only planned.

A small reader takes the nearest name of the right kind: the loser of "A beat B" for "Who won?", the month of "should have
opened in March" for "When did it open?", the women's winner for the men's, whom a picture is "not by". Words tell these
apart: of the gold answers to the 85,416 questions of SQuAD's training side, each written on its paragraph, 17 are struck.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from index.types import Span
from qa.amounts import DAYS
from qa.appointed import in_place_of_giver
from qa.contests import in_place, victor_asked
from qa.names import CAPITAL, LETTER
from qa.questions import bare
from qa.reader.sentences import share_held, words_asked
from qa.reader.stems import stem
from qa.types import FoundSpan, Reading

# What is or was asked of as it is or was, and nobody's plans or denials.
_PLANNED = re.compile(
    r"\b(?:should|would|could|might|ought|will|may|can|plan\w*|schedul\w*|suppos\w*|expect\w*|meant|due|intend\w*|aim\w*|"
    r"propos\w*|predict\w*|promis\w*|original\w*|initial\w*|first|hop(?:e|ed|ing)|want\w*|wish\w*|agree\w*|offer\w*|threaten\w*|"
    r"if|not|never|no longer|without|except|cannot|(?:refus|fail|declin|den[iy]|prevent|stop)\w*)\b|n['’]t\b"
)
_PARTICIPLE = (
    r"(?:been\s+)?(?:\w+ed|\w+en|\w+wn|\w+ought|made|led|met|held|sold|paid|put|kept|left|lost|won|cost|gone|done|had|become|come|"
    r"run|begun|set|sent|built|said|told|got|stood|found|let|hit|cut|spent|been)\b"
)
_UNREAL = re.compile(
    r"\b(?:(?:should|would|ought to|(?:was|were|is) to)(?:\s+(?:not|never|also|first|normally|\w+ly))?\s+have\s+"
    rf"{_PARTICIPLE}|"
    r"(?:had been|(?:was|were)\s+(?:originally|initially|first|at first|once))\s+(?:due|supposed|scheduled|meant|planned|expected|set|to)\b|"
    r"had\s+(?:\w+ly\s+)?(?:planned|hoped|wanted|intended|agreed|offered|promised|threatened)\s+to\b)"
    r"(?:(?!\b(?:but|and|if|without|unless|yet|though|although)\b)[^,;:—–()])*",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?<!whether or )\b(?:not|never|neither|nor)(?:\s+(?:by|in|at|on|from|for|to))?(?:\s+(?:the|an?))?\s+$",
    re.IGNORECASE,
)
# "X is not affected", at the beginning also "X and Y did not vote": behind those who did not, with what they did not.
_NOT = (
    r"\s+(?:(?:is|are|was|were|has|have|had|do|does|did|will|would|could|can)(?:\s+(?:also|still|\w+ly))?(?:\s+not|n['’]t|\s+never)|cannot)"
    r"\s+(?!only\b)(?:be\s+|been\s+|\w+ly\s+)?(?P<deed>[a-z]+)"
)
_DID_NOT = re.compile(rf"(?:,[^,.;]{{1,60}},)?{_NOT}")
_BOTH_DID_NOT = re.compile(rf"\s+(?:and|or)\s+(?:[^\s,.;:()]+\s+){{0,5}}?[^\s,.;:()]+{_NOT}")
_BEGINS = re.compile(r"(?:(?:The|A|An|Both|Neither)\s+)?")
_OTHERS = re.compile(rf"[,;:—–]|\b(?:while|whereas|but|as|ahead of)\b|\band\s+(?={LETTER})")

# An age counts nobody: "a woman of 27 died", "the 27-year-old", "Ida Berg, 39, opened a bakery".
_COUNT = re.compile(
    r"how many\b.*\b(?:people|persons?|men|women|children|employees|workers|staff|victims|dead|died|killed|injured|hurt|wounded|missing|came|work)\b"
)
_AGE = re.compile(
    r"(?:\b(?:man|woman|boy|girl|child|son|daughter|teenager) of|\baged?(?: of)?)\s+(?P<of>\d{1,3})\b|\b(?P<old>\d{1,3})[-\s]years?[-\s]old\b|"
    rf"(?<![\w,]\s)(?<!\w){CAPITAL}\s+(?!(?:{'|'.join(day.title() for day in sorted(DAYS))})\b){CAPITAL},\s+(?P<beside>\d{{1,3}}),(?!\d)"
)

# What asks for one thing and is not said of the other: a sentence with none of the question's words but one beside them.
_OPPOSED = tuple(
    re.compile(rf"\b(?:{'|'.join(f'({one})' for one in kind)})", re.IGNORECASE)
    for kind in (
        (r"(?:men|boys)(?:['’]s|['’])|mens\b", r"(?:women|girls)(?:['’]s|['’])|womens\b"),
        (r"singles\b", r"doubles\b"),
        (r"gold\b", r"silver\b", r"bronze\b"),
        (r"highest\b", r"lowest\b"),
        (r"(?:larg|bigg|great)est\b", r"smallest\b"),
        (r"oldest\b", r"(?:young|new)est\b"),
        (r"(?:long|tall)est\b", r"shortest\b"),
        (r"fastest\b", r"slowest\b"),
        (r"import(?:s|ed|ing)?\b", r"export(?:s|ed|ing)?\b"),
    )
)


def uncontradicted(question: str, readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings of a question without the spans that their own sentence says are not the answer.

    Who is asked for who won and was found as who lost gives way to the winner whom the sentence names, with the same chance,
    and the other way round; where it names none, there is one answer less. What only should have been or had been planned
    is no answer to what was, nor is what stands behind "not", or before "did not". Who named another to lead gives way to
    that one, and nobody's age is a number of people. What is said of silver or of women's races is none to what is asked of
    gold or men's. A passage answers less surely by as much as its best span is less sure.
    """
    said = bare(question).lower()
    victor = victor_asked(said)
    plain = not _PLANNED.search(said)
    words = {stem(word) for word in words_asked(said)}
    who, count = said.startswith("who"), bool(_COUNT.match(said))
    opposed = [(kind, ours) for kind in _OPPOSED if (ours := _members(kind, said))]

    def kept(span: FoundSpan, sentence: Span, text: str) -> FoundSpan | None:
        at = (span.start - sentence[0], span.end - sentence[0])
        if plain and (_denied(text, at) or _did_not(text, at, words) or _unreal(text, at, words, who=who)):
            return None
        if count and _in_age(text, at):
            return None
        if opposed:
            clause = _clause(text, at)
            if any((theirs := _members(kind, clause)) and not theirs & ours for kind, ours in opposed):
                return None
        other = in_place_of_giver(said, text, at) if victor is None else in_place(text, at, victor)
        return other and replace(span, start=sentence[0] + other[0], end=sentence[0] + other[1])

    return [_each(reading, kept) for reading in readings]


def _denied(text: str, at: Span) -> bool:
    """Tell whether a name or number stands right behind "not": "not by Berg", but not "was not liked"."""
    return bool(_DENIED.search(text[: at[0]])) and any(c.isupper() or c.isdigit() for c in text[at[0] : at[1]])


def _in_age(text: str, at: Span) -> bool:
    """Tell whether what is found begins in somebody's age."""
    return any(age.start(name := age.lastgroup or "") <= at[0] < age.end(name) for age in _AGE.finditer(text))


def _did_not(text: str, at: Span, asked_for: Collection[str]) -> bool:
    """Tell whether a sentence says that what is found did not do, or was not, what is asked for, given its stems."""
    first = bool(_BEGINS.fullmatch(text[: at[0]]))
    said = _DID_NOT.match(text, at[1]) or (_BOTH_DID_NOT.match(text, at[1]) if first else None)
    return said is not None and stem(said["deed"]) in asked_for


def _unreal(text: str, at: Span, asked_for: Collection[str], *, who: bool) -> bool:
    """Tell whether words only should have been what is asked for, given its stems, or are `who` had only planned to do it."""
    for said in _UNREAL.finditer(text):
        inside = said.start() < at[0] < said.end()
        before = who and at[1] <= said.start() and not text[at[1] : said.start()].strip()
        if (inside or before) and share_held(asked_for, said.group()):
            return True
    return False


def _clause(text: str, at: Span) -> str:
    """Return the clause of a sentence in which words stand, up to the marks and words that begin another one's."""
    start = max((m.end() for m in _OTHERS.finditer(text, 0, at[0])), default=0)
    end = _OTHERS.search(text, at[1])
    return text[start : end.start() if end else len(text)]


def _members(kind: re.Pattern[str], text: str) -> set[int | None]:
    return {m.lastindex for m in kind.finditer(text)}


def _each(reading: Reading, kept: Callable[[FoundSpan, Span, str], FoundSpan | None]) -> Reading:
    """Return a reading with what stays of each of its spans, given the sentence that it begins in and its words."""
    left: dict[Span, FoundSpan] = {}
    for span in reading.spans:  # best first
        home = reading.sentence_of(span)
        stays = kept(span, home, reading.hit.words(home)) if home else span
        if stays:
            left.setdefault((stays.start, stays.end), stays)
    return reading.with_spans(left.values())
