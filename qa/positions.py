"""Find who takes a side in a sentence, which one, and of what: "The Greens voted for the plan", "Holm, the mayor, condemned it"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.search import STOP_WORDS
from index.types import Span
from qa.acts import PATTERNS, Side
from qa.amounts import DAYS
from qa.lists import parts
from qa.names import CAPITAL, is_name
from qa.stances import denied


@dataclass(frozen=True, slots=True)
class Position:
    """Who takes which side, by which act ("vote", "back", "praise", "oppose", "criticise" ...); offsets in the sentence.

    `of` is where it is said of what; empty where it is not. A `tally` is one of votes: "For: Berg, Holm. Against: Dace."
    """

    holders: tuple[Span, ...]
    side: Side
    act: str
    of: Span
    tally: bool = False


# "For: Berg, Holm. Against: Dace."
_TALLY = re.compile(
    r"(?:^|[.;]\s+)(?P<side>(?:In )?[Ff]or|(?:In )?[Ff]avou?r|Against|Abstain(?:ing|ed)|Abstentions):\s+(?P<who>[^.:;]+)"
)

_LINKS = r"(?:of|for|and|de|del|van|von|al|on|&)"
_RUN = rf"(?!(?:Most|Some|Many|Numerous|Several|All|Both|Other|Every|Each|Dozens|Hundreds|Thousands)\b){CAPITAL}(?:\s+(?:{_LINKS}\s+(?:the\s+)?)?{CAPITAL})*"
_DETERMINER = (
    r"(?:the|an?|its|his|her|their|our|some|most|many|numerous|several|all|both|other|every|each|two|three|four|five|six|seven|"
    r"eight|nine|ten|dozens of|hundreds of|thousands of|\d[\d,.]*)"
)
_BESIDE = (
    r"(?!(?:of|in|on|at|to|for|from|by|with|after|before|as|and|or|but|that|who|which|when|while|was|were|is|are|has|have|had|"
    r"he|she|it|they|not)\b)[a-z][\w’'-]*(?<!ed)"
)
_MEMBER = rf"(?:(?i:{_DETERMINER})\s+(?:{_BESIDE}\s+){{0,3}}?{_RUN}|{_RUN}|(?i:{_DETERMINER})\s+(?:{_BESIDE}\s+){{0,3}}{_BESIDE})"
_AND_SO_ON = rf"(?:\s*,\s+{_MEMBER})*\s*,?\s+and\s+"
_SUBJECT = re.compile(rf"(?<![\w’'-])(?:{_MEMBER}{_AND_SO_ON})?{_MEMBER}$")
# With which a sentence begins: "Berg and Holm praised it and ..."
_FIRST = re.compile(rf"{_MEMBER}(?:\s*,?\s+and\s+{_MEMBER})?(?=,?\s+(?:who\b|which\b|[a-z]))")
_PARTS_OF = re.compile(
    rf"(?<![\w’'-])(?:(?i:{_DETERMINER})\s+)?(?:{_BESIDE}\s+){{0,2}}{_BESIDE}\s+(?:of|from|for|in|at)\s+$",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:^|\s)(?:of|for|in|by|with|from|to|at|against|on|over|about|than|as|like|under|after|before|between|during|through|\w+ing|amid|among|without|behind|into|via|but|except)\s+$"
)
_HELPERS = re.compile(
    r"(?:\s|^)(?:has|have|had|having|is|are|was|were|be|been|would|will|can|could|should|may|might|did|does|do|also|then|still|"
    r"even|both|all|each|later|always|again|once|soon|now|twice|too|himself|herself|itself|themselves|ever|meanwhile|afterwards|"
    r"(?-i:[a-z])\w*ly|not|never|no longer|cannot|(?:\w+n['’]t)|(?:refus|declin|hesitat|stopp|ceas|fail|vot|decid|agree|pledg|promis|vow|continu|want|plan|help|join|"
    r"rush|hasten|mov)\w*(?:\s+in)?(?:\s+to)?|yet to|(?:in|on|at) (?:a |the )?[a-z]+)$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",?\s+(?:who|which|that)$")
_AMONG = re.compile(r"\s+(?:is|are|was|were)\s+(?:among|one of)\s+(?:those|the\s+[\w\s-]{1,30})$")
_ASIDE = re.compile(r",\s*(?P<aside>(?:[^,]|(?<=\d),(?=\d)){1,100}),$")
_FIRST_TO = re.compile(r"\s+(?:is|are|was|were)\s+(?:the|among the)\s+(?:first|only|last)(?:\s+\w+){0,2}\s+to$")
_ABOUT = re.compile(
    r"(?:who|which|whose|the|an?|its|his|her|their|of|from|a\s|\d|for|leader|head|chair|president|mayor)\b",
    re.IGNORECASE,
)
PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be|got)(?:\s+(?:not|never|also|both|\w+ly))*\s*$", re.IGNORECASE)
_NOBODY_DID = re.compile(r"\b(?:no|none|nobody|neither|nor|not|few|hardly)\b[^,;.]*$", re.IGNORECASE)
_AGENT = re.compile(
    rf"(?:(?!\b(?:and|but|or|after|before|when|while|as|because|since)\b)[^.;:,]){{0,60}}?\bby\s+(?P<who>{_MEMBER}(?:{_AND_SO_ON}{_MEMBER})?)"
)
_OBJECT_ENDS = re.compile(
    r"[,;:.()“”\"]|\s[—–-]\s|\b(?:when|while|after|before|because|although|saying|who|which|since|until|but|at|as|"
    r"on\s+[A-Z]\w+day)\b"
)
# What no holder's name ends in.
_NOBODY = STOP_WORDS | frozenset(
    "he she it they we i you who this that these those there one none nobody everybody everyone neither such "
    "votes vote percent majority margin".split()
)
_BE = re.compile(r"\b(?:is|are|was|were|been|be)\b", re.IGNORECASE)
# Words that name the act as well as do it: "the full support", "her vote".
_NOUNS = frozenset("support back favour favor attack fight protest boycott welcome praise vote object".split())
_QUOTE = re.compile(r"[“\"][^“”\"]*[”\"]")
_POSSESSIVE = frozenset("its his her their our my your".split())
_NONE = frozenset("no none neither nobody few not".split())
_LEADS = frozenset("only even just instead however meanwhile yesterday today unlike like".split())
_APART = frozenset("except but other than".split())
LONGEST = 12
"""Words of a holder of a side; what is longer is no name of anybody."""


def positions(sentence: str) -> Iterator[Position]:
    """Yield the sides that a sentence says somebody takes; what is said within quotation marks is somebody else's."""
    if sentence.rstrip().endswith("?"):
        return
    plain = _QUOTE.sub(lambda m: "“" + " " * (len(m.group()) - 2) + "”", sentence)
    for tally in _TALLY.finditer(plain):
        said = tally["side"].lower()
        side = Side.NEITHER if said.startswith("abst") else Side.AGAINST if said == "against" else Side.FOR
        if holders := _holders(sentence, tally.span("who"), tally=True):
            yield Position(holders, side, "vote", (tally.start(), tally.start()), tally=True)
    for act, side, pattern in PATTERNS:
        for word in pattern.finditer(plain):
            if found := _taken(plain, word, act, side):
                yield found


def _taken(text: str, word: re.Match[str], act: str, side: Side) -> Position | None:
    """Return the position whose act stands at a place in a sentence without quotes; None where nobody is seen to take it."""
    before, behind = text[: word.start()], text[word.end() :]
    first = word.group().lower().split()[0]
    by = re.match(r"\s+by\b", behind)
    if first.endswith("ed") and not word.group().lower().endswith(" to") and (by or PASSIVE.search(before)):
        agent = _AGENT.match(behind)
        holders = _holders(text, (word.end() + agent.start("who"), word.end() + agent.end("who"))) if agent else ()
        turned = _turned_by(before[-30:], side)
        return Position(holders, turned, act, (0, word.start())) if holders and turned else None
    end = _OBJECT_ENDS.search(behind)
    of = (word.end(), word.end() + (end.start() if end else len(behind)))
    place, helpers = _subject(before)
    if first.endswith("ing") and not _BE.search(helpers):  # "Berg put out a statement attacking ..."
        place = _first(before)
    if place is None or (first in _NOUNS and not helpers.strip() and _is_one_thing(text[slice(*place)])):
        return None
    holders = () if _NOBODY_DID.search(before[: place[0]]) else _holders(text, place)
    turned = _turned_by(helpers, side)
    return Position(holders, turned, act, of) if holders and turned else None


def _turned_by(words: str, side: Side) -> Side | None:
    """Return the other side where words say no; who did not oppose something is not for it, and takes none."""
    if not denied(words):
        return side
    return side.turned if side is Side.FOR else None


def _subject(before: str) -> tuple[Span | None, str]:
    """Return where the subject of a verb stands, of what stands before it, and the words between them."""
    end = len(before.rstrip())
    first = _FIRST_TO.search(before[:end])  # "Berg was the first mayor to ..."
    end = first.start() if first else end
    while found := _HELPERS.search(before[:end]):
        end = len(before[: found.start()].rstrip())
        if not end:
            return None, ""
    helpers = before[end:]
    if relative := _RELATIVE.search(before[:end]):
        end = relative.start()
        among = _AMONG.search(before[:end])  # "Berg and Holm were among those who ..."
        end = among.start() if among else end
    elif joined := re.search(r",?\s+(?:and|but)$", before[:end]):  # "Berg praised it and ..."
        return _first(before[: joined.start()]), helpers
    if aside := _ASIDE.search(before[:end]):
        if is_name(aside["aside"]) and not _ABOUT.match(aside["aside"]):
            return aside.span("aside"), helpers
        if _ABOUT.match(aside["aside"]) or aside["aside"][:1].islower():
            end = aside.start()
    found = _SUBJECT.search(before[:end].rstrip(", "))
    if found is None:
        return None, helpers
    start, end = found.span()
    if _LED.search(before[:start]):
        whole = _PARTS_OF.search(before[:start])
        if whole is None or _LED.search(before[: whole.start()]):
            return None, helpers
        start = whole.start()
    return (start, end), helpers


def _first(clause: str) -> Span | None:
    """Return where the subject stands with which a sentence begins."""
    found = _FIRST.match(clause)
    return found.span() if found else None


def _is_one_thing(subject: str) -> bool:
    """Tell whether a subject ends in a small word of one: no "support" is what such a one does."""
    last = subject.split()[-1]
    return last[0].islower() and not last.endswith("s")


def _holders(text: str, place: Span, *, tally: bool = False) -> tuple[Span, ...]:
    """Return the places of those whom a subject names, each alone; in a tally each comma parts two."""
    words = text[slice(*place)]
    cuts = [m.span() for m in re.finditer(r"[^,\s][^,]*?(?=\s*(?:,|\band\b|$))", words)] if tally else parts(words)
    named = (_named(text, (place[0] + start, place[0] + end)) for start, end in cuts)
    return tuple(span for span in named if span)


def _named(text: str, place: Span) -> Span | None:
    """Return the place of a holder without the small words and days before it; None where it names nobody."""
    words = list(re.finditer(r"\S+", text[slice(*place)]))
    while words and _only_leads(words[0].group().lower().rstrip(",.")):
        words.pop(0)
    owner = words and words[0].group().lower() in _POSSESSIVE and not re.search(rf"\s{CAPITAL}", text[slice(*place)])
    if (
        not words
        or owner
        or words[0].group().lower() in _NONE
        or len(words) > LONGEST
        or any(word.group().lower() in _APART for word in words)
    ):
        return None
    start = place[0] + words[0].start()
    last = words[-1].group().lower().rstrip(".,;:")
    if last in _NOBODY or last.endswith(("'s", "’s")) or not re.search(r"[^\W\d_]", text[start : place[1]]):
        return None
    return start, start + len(text[start : place[1]].rstrip(" .,;:"))


def _only_leads(word: str) -> bool:
    return word in DAYS or word in _LEADS or (word in STOP_WORDS and not re.fullmatch(_DETERMINER, word))
