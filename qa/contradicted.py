"""Strike what its own sentence says is not the answer: a loser where the winner is asked for, a day that was only planned.

A small reader takes the nearest name of the right kind: the loser of "A beat B" for "Who won?", the month of "should have
opened in March" for "When did it open?", the women's winner for the men's, whom a picture is "not by". Words tell these
apart: of the gold answers to the 85,416 questions of SQuAD's training side, each written on its paragraph, 19 are struck.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from index.search import STOP_WORDS
from index.types import Span
from qa import asked
from qa.amounts import DAYS
from qa.names import CAPITAL, LETTER, words_of
from qa.questions import bare
from qa.reader.sentences import share_held, words_asked
from qa.reader.stems import stem
from qa.types import FoundSpan, Reading

_AT_MOST = 120
"""Characters beside such a word in which winner and loser are looked for."""

# "Who won?", "Which team has won ...?", not "Who was beaten?" or "Which teams did Holm beat?".
_PLAIN = r"(?:who|which|what)(?:\s+(?!(?:was|were|is|are|be|been|being|got|did|do|does|that|who|which|by|to)\b)[\w'’.-]+){0,5}?\s+"
_VICTOR = re.compile(
    rf"(?:{_PLAIN}(?:w[oi]ns?|beats?|defeat(?:ed|s)|overc[ao]mes?|triumph(?:ed|s)|prevail(?:ed|s)|(?:came|finished) (?:in )?first|"
    r"took first place)|who(?:['’]s|\s+(?:is|was|are|were))\s+(?:the\s+)?(?:[\w'’-]+\s+){0,3}?(?:winners?|victors?|champions?)|"
    r"(?:to\s+)?whom?\s+did\b.*\blose)\b"
)
_EVENT = (
    r"(?:election|race|final|semi-?final|open|match|game|vote|primary|run-?off|cup|bowl|championship|tournament|war|battle|fight|debate|"
    r"contest|bout|series|derby|title|referendum|round|regatta|marathon)"
)
_LOSER = re.compile(
    rf"(?:{_PLAIN}(?:lost|loses?)(?=\s*(?:$|[?.]|to\b|(?:the|this|last|that)\s+(?:[\w'’-]+\s+){{0,4}}?{_EVENT}\b))|(?:who|which|what)\b(?:\s+[\w'’.-]+){{0,4}}?\s+(?:was|were|is|are|got)\s+(?:\w+ly\s+)?"
    r"(?:beaten|defeated|eliminated|knocked out)\b|(?:whom?|which|what)\b(?:\s+[\w'’.-]+){0,3}?\s+did\b.*\b(?:beat|defeat|overcome)\b"
    r"(?=\s*(?:$|[?,.]|\b(?:in|on|at|to|for|by|after|during|when|this|last)\b)))"
)
_ANOTHER_PLACE = re.compile(r"\b(?:second|third|fourth|last|silver|bronze|runners?-up|place[ds]? \w+th)\b")

# "A beat B", "a 3-1 victory over B"; and "B lost to A", "the defeat of B by A".
_OVER = (
    r"beat(?:s|ing|en)?|defeat(?:s|ed|ing)|overc[ao]m(?:e|es|ing)|outlast(?:s|ed|ing)|edg(?:es|ed|ing)(?: out)?|trounc(?:es|ed|ing)|"
    r"thrash(?:es|ed|ing)|dethron(?:es|ed|ing)|unseat(?:s|ed|ing)|eliminat(?:es|ed|ing)|knock(?:s|ed|ing) out|"
    r"(?:prevail(?:s|ed)|triumph(?:s|ed)|w[io]ns?|winning|victor(?:y|ies)) (?:over|against)"
)
_UNDER = (
    r"(?:los(?:t|es|ing)|fell|falls|falling|bow(?:s|ed|ing)(?: out)?|conced(?:es|ed|ing)(?: defeat)?|g[ai]ves? way|defeat|loss) to|"
    r"(?:finish(?:es|ed)|came) (?:second|runner-up) (?:behind|to)"
)
_WON = re.compile(r"\b(?:won|wins|winning|crowned)\b", re.IGNORECASE)
_CONTEST = re.compile(rf"\b(?:(?P<over>{_OVER})|(?P<under>{_UNDER}))\b", re.IGNORECASE)
_BE = re.compile(r"\b(?:was|were|is|are|been|being|be|got|gets?|getting)(?:\s+\w+ly)?\s*$", re.IGNORECASE)
_BY = re.compile(r"[^,;:.]{0,40}?\bby\b", re.IGNORECASE)
_PARTED = re.compile(
    r"[;:—–()]|\b(?:and|but|when|while|after|before|because|although|though|if|that|as)\b", re.IGNORECASE
)
_FURTHER = re.compile(
    r"[;:—–()]|,\s*\d|\b(?:and|but|when|while|who|which|in|on|at|after|before|by|with|for|from|to|during|as|because|although|if)\b",
    re.IGNORECASE,
)
_NAME = re.compile(rf"(?:\bThe\s+)?(?<![\w'’.-]){CAPITAL}(?:\s+(?:(?:of|de|del|da|van|von|al|bin)\s+)?{CAPITAL})*")
_ENDING = re.compile(r"(?:['’]s)?[.'’-]*$")
_ENDS = re.compile(r"\s*(?:$|[,;:.!?)\"”’])")
_NOBODY = frozenset((*DAYS, "christmas", "easter", "he", "she", "they", "it", "we", "you", "yesterday", "today", "no"))
_OF = re.compile(r"\b(?:of|from|in|at|for|with|against)(?:\s+the)?\s+$")  # "Ida Berg, of Corley, beat ..."
# What may stand between a winner's name and the word for winning: ", 15, of Corley,", "who narrowly".
_BETWEEN = re.compile(r"(?:,[^,]{1,60}){0,3},?(?:\s+(?:who|which|has|had|have|then|also|again|just|twice|\w+ly))*\s*")

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
# "X is not affected", "X and Y did not vote": behind those who did not, with the word for what they did not.
_DID_NOT = re.compile(
    r"(?:\s+(?:and|or)\s+[^,.;:()]{1,40}?)?\s*(?:,[^,.;]{1,60},\s*)?\s(?:(?:is|are|was|were|has|have|had|do|does|did|will|would|could|can)"
    r"(?:\s+(?:also|still|\w+ly))?(?:\s+not|n['’]t|\s+never)|cannot)\s+(?:be\s+|been\s+|\w+ly\s+)?(?P<deed>[a-z]+)"
)
_OTHERS = re.compile(rf"[,;:—–]|\b(?:while|whereas|but|as|ahead of)\b|\band\s+(?={LETTER})")

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


@dataclass(frozen=True, slots=True)
class _Contest:
    """Where a sentence names who won and who lost, as offsets in the sentence; `left` if the winner stands before the word."""

    winner: Span
    loser: Span
    left: bool


def uncontradicted(question: str, readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings of a question without the spans that their own sentence says are not the answer.

    Who is asked for who won and was found as who lost gives way to the winner whom the sentence names, with the same chance,
    and the other way round; where it names none, there is one answer less. What only should have been or had been planned
    is no answer to what was, nor is what stands behind "not". What is said of silver or of women's races is none to what is
    asked of gold or men's. A passage answers less surely by as much as its best span is less sure.
    """
    said = bare(question).lower()
    victor = None if _ANOTHER_PLACE.search(said) else _victor_asked(said)
    plain = not _PLANNED.search(said)
    words = {stem(word) for word in words_asked(said)}
    who = said.startswith("who")
    opposed = [(kind, ours) for kind in _OPPOSED if (ours := _members(kind, said))]

    def kept(span: FoundSpan, sentence: Span, text: str) -> FoundSpan | None:
        at = (span.start - sentence[0], span.end - sentence[0])
        if plain and (_denied(text, at) or _did_not(text, at, words) or _unreal(text, at, words, who=who)):
            return None
        if opposed:
            clause = _clause(text, at)
            if any((theirs := _members(kind, clause)) and not theirs & ours for kind, ours in opposed):
                return None
        other = at if victor is None else _in_place(text, at, victor)
        return other and replace(span, start=sentence[0] + other[0], end=sentence[0] + other[1])

    return [_each(reading, kept) for reading in readings]


def _denied(text: str, at: Span) -> bool:
    """Tell whether a name or number stands right behind "not": "not by Berg", but not "was not liked"."""
    return bool(_DENIED.search(text[: at[0]])) and any(c.isupper() or c.isdigit() for c in text[at[0] : at[1]])


def _did_not(text: str, at: Span, asked_for: Collection[str]) -> bool:
    """Tell whether a sentence says that what is found did not do, or was not, what is asked for, given its stems."""
    said = _DID_NOT.match(text, at[1])
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


def _victor_asked(question: str) -> bool | None:
    """Return whether the winner is asked for, or else the loser; None where neither is."""
    clause = asked.clause(question)
    if _LOSER.match(clause):
        return False
    return True if _VICTOR.match(clause) else None


def _each(reading: Reading, kept: Callable[[FoundSpan, Span, str], FoundSpan | None]) -> Reading:
    """Return a reading with what stays of each of its spans, given the sentence that it begins in and its words."""
    left: dict[Span, FoundSpan] = {}
    for span in reading.spans:  # best first
        home = reading.sentence_of(span)
        stays = kept(span, home, reading.hit.words(home)) if home else span
        if stays:
            left.setdefault((stays.start, stays.end), stays)
    return reading.with_spans(left.values())


def _in_place(text: str, at: Span, victor: bool) -> Span | None:
    """Return where the answer stands in its sentence, or the other name of its contest where it is on the wrong side.

    A sentence that tells of more than one contest is left alone: "Berg, who lost to Holm in May, won".
    """
    contests = list(_contests(text))
    if len(contests) != 1 or (victor and _WON.search(_CONTEST.sub(" ", text))):
        return at
    (contest,) = contests
    wrong, right = (contest.loser, contest.winner) if victor else (contest.winner, contest.loser)
    if wrong[0] <= at[0] and at[1] <= wrong[1]:
        return _name_in(text, right, last=contest.left == victor)
    return at


def _contests(text: str) -> Iterator[_Contest]:
    for word in _CONTEST.finditer(text):
        start = max(0, word.start() - _AT_MOST)
        before = max((m.end() + start for m in _PARTED.finditer(text[start : word.start()])), default=start)
        after = text[word.end() : word.end() + _AT_MOST]
        by = _BY.match(after)
        passive = bool(word["over"]) and bool(_BE.search(text[before : word.start()]) or (by and by.end() < 5))
        begin = by.end() if passive and by else len(after) if passive else 0
        further = _FURTHER.search(after, begin)
        end = further.start() if further else len(after)
        left, right = (before, word.start()), (word.end() + begin, word.end() + end)
        first = bool(word["over"]) and not passive
        yield _Contest(left, right, left=True) if first else _Contest(right, left, left=False)


def _name_in(text: str, place: Span, *, last: bool) -> Span | None:
    """Return where the name nearest to the contest's word stands: the last one of what is before it, the first behind it."""
    names = [(m.start(), m.start() + len(_ENDING.sub("", m.group()))) for m in _NAME.finditer(text, *place)]
    for name in reversed(names) if last else names:
        words = words_of(text[name[0] : name[1]])
        beside = text[name[1] : place[1]]
        head = _BETWEEN.fullmatch(beside) and not _OF.search(text[: name[0]]) if last else _ENDS.match(beside)
        if head:
            named = any(word not in STOP_WORDS and word not in _NOBODY for word in words)
            return name if named and len(text[name[0] : name[1]]) > 2 else None
    return None
