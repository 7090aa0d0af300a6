"""Who won and who lost, as a sentence names them: "A beat B", "B lost to A", "a 3-1 victory of A over B"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.search import STOP_WORDS
from index.types import Span
from qa import asked
from qa.amounts import DAYS
from qa.names import CAPITAL, words_of

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


@dataclass(frozen=True, slots=True)
class _Contest:
    """Where a sentence names who won and who lost, as offsets in the sentence; `left` if the winner stands before the word."""

    winner: Span
    loser: Span
    left: bool


def victor_asked(question: str) -> bool | None:
    """Return whether a question, in small letters, asks for the winner, or else for the loser; None where for neither."""
    if _ANOTHER_PLACE.search(question):
        return None
    clause = asked.clause(question)
    if _LOSER.match(clause):
        return False
    return True if _VICTOR.match(clause) else None


def in_place(text: str, at: Span, victor: bool) -> Span | None:
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
