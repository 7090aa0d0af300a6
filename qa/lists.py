"""Split words that name several ("A, B and C") into their parts, as offsets."""

from __future__ import annotations

import re

from index.types import Span
from qa.amounts import DAYS, MONTHS, WEEKDAYS
from qa.names import LETTER, is_name

_JOINT = re.compile(
    r"(?<=[,;][”\"’'])\s+(?:(?:and|or)\s+)?(?=[“\"‘'])|\s*[,;]\s*(?:and|or|as well as)\s+|\s+(?:and|as well as)\s+|\s*[,;]\s+",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:the|a|an|some|most|many|several|dozens|hundreds|thousands|more|other|at|about|all|both|his|her|their|\d[\d,.]*)\b)",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"(?:[A-Z]\w*(?:an|ian|ese|ish|ern|ch|ic|al|nese))$")
_TITLE_ONLY = re.compile(
    r"^(?!(?:UK|US|EU|UN)$)(?:[A-Z]{1,2}\.?|CBE|CEO|MBA|MBE|OBE|PhD|Jr\.?|Sr\.?|Inc\.?|Ltd\.?|[A-Z][a-z]?\.-?[A-Z][a-z]*\.?|R-\w+\.?|D-\w+\.?|\d+)$"
)
# One body whose name has "and" in it, however long: "the Food and Drug Administration", "the Department of Health and ..."
_BODY = re.compile(
    r"^(?!.*\s(?:and|,)\s+(?:the|a|an)\s|.*\s(?:Bank|Council|Department|Ministry|Party|Trust|Union|University)\s+and\s)"
    r"(?:the\s+)?[A-Z].*\s(?:Administration|Agency|Association|Authority|Bank|Board|Bureau|"
    r"Commission|Committee|Company|Corporation|Council|Department|Foundation|Institute|Ministry|Office|Party|Partnership|"
    r"Services?|Society|Trust|Union|University)$|^(?:the\s+)?(?:Bureau|Committee|Department|Institute|Ministry|Office) (?:of|for) "
)
_JOINED = re.compile(
    r"\b(?:Trinidad|Bosnia|Antigua|S[aã]o Tom[eé]|(?:St\.?|Saint) (?:Kitts|Vincent)|Turks|Wallis|Johnson|Procter|Standard|"
    r"Newfoundland|Tyne) and (?:Tobago|Herzegovina|Barbuda|Pr[ií]ncipe|Nevis|(?:the )?(?:Grenadines|Caicos|Futuna)|Johnson|"
    r"Gamble|Poor|Labrador|Wear)\b"
)
# What is one thing whatever stands in it: a title in quotation marks, a date.
_DAY, _MONTH = ("|".join(name.capitalize() for name in names) for names in (WEEKDAYS, MONTHS))
_CLOSED = re.compile(
    rf"“[^”]*”|\"[^\"]*\"|(?:(?:{_DAY}),\s+)?(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,\s+\d{{4}})?(?!\w)|"
    rf"(?:{_DAY}),\s+\d{{1,2}}\s+(?:{_MONTH})"
)
# Half a name: "North and South Korea", "Mr. and Mrs. Holm".
_HALF = re.compile(
    r"^(?:the\s+)?(?:North|South|East|West|Northern|Southern|Eastern|Western|Upper|Lower|Mr|Mrs|Ms|Dr|Sir|Lord|Lady|King|Queen|"
    r"Prince|Princess|President|Senators?)\.?$",
    re.IGNORECASE,
)
# "The leaders of France | Germany": who of each, not the second country.
_THEIRS = re.compile(
    r"^(?!(?:thousands|hundreds|dozens|millions|tens|lots|scores|members)\b).*\b[a-z]+s (?:of|for) (?:the )?[A-Z][\w-]*$"
)
_CAPITAL = rf"{LETTER}(?:[\w'’&-]|\.(?=\w|\s{LETTER}))*"
_NAME = rf"(?:[Tt]he\s+)?{_CAPITAL}(?:\s+(?:(?:of|of the|de|del|da|van|von|al)\s+)?{_CAPITAL})*"
_PREPOSITION = re.compile(r"(?:^|\s)(by|in|at|from|with|to|on|for|of)\s+$", re.IGNORECASE)
_AS_DO = re.compile(
    rf"[^.;:]{{0,80}}?\s+as (?:do|does|did|have|has|had|is|are|was|were) (?P<more>{_NAME}(?:(?:, and|,| and) {_NAME})*)"
)
_NO_NAME = re.compile(rf"['’]s?$|\b(?:{'|'.join(sorted(DAYS))}|christmas|easter|thanksgiving)\b")


def going_on(before: str, behind: str) -> list[Span]:
    """Return offsets, in what stands behind the names of a list in their sentence, of the names with which it goes on.

    It goes on with the word that stands `before` them ("by Berg, by Holm and by the Guild") or with one that says that
    others do alike ("Cuba and Bolivia support him, as do Turkey and Iran").
    """
    found: list[Span] = []
    if head := _PREPOSITION.search(before):
        again = re.compile(rf"(?:, and|,| and) {head[1]} (?P<more>{_NAME})(?=\s*(?:[,;.:]|$| and ))")
        at = 0
        while more := again.match(behind, at):
            found.append(more.span("more"))
            at = more.end()
    if alike := _AS_DO.match(behind):
        found += [(alike.start("more") + a, alike.start("more") + b) for a, b in parts(alike["more"])]
    return [place for place in found if not _NO_NAME.search(behind[place[0] : place[1]].lower())]


def parts(text: str) -> list[Span]:
    """Return offsets of the names that a text lists, or of the whole text where it is no such list.

    Split only where every part can stand alone: it begins with a capital, a number or a word such as "the" or "dozens",
    is no half of what follows ("South American and European nations", "North and South Korea") and no mere addition
    to a name ("Marco Rubio, R-Fla.", "Paris, France" stays whole as two parts are no list by commas alone). Titles in
    quotation marks and dates are never cut.
    """
    whole = [m.span() for pattern in (_JOINED, _CLOSED) for m in pattern.finditer(text)]
    cuts = [c for c in _JOINT.finditer(text) if not any(a <= c.start() and c.end() <= b for a, b in whole)]
    if _BODY.search(text):
        return [(0, len(text))]
    if any(";" in c.group() for c in cuts):  # what they part has commas of its own
        cuts = [c for c in cuts if not _is_comma(c)]
    elif len(cuts) == 3 and _is_comma(cuts[0]) and not _is_comma(cuts[1]) and _is_comma(cuts[2]):
        cuts = cuts[1:2]  # two towns, each with its country
    if not cuts or (len(cuts) == 1 and _is_comma(cuts[0])):
        return [(0, len(text))]
    if _of_each(text[: cuts[0].start()], _first_of(text[cuts[0].end() :])):
        return [(0, len(text))]
    kept: list[Span] = []
    start = 0
    for cut in cuts:
        if _stands_alone(text[start : cut.start()], text[cut.end() :]):
            kept.append((start, cut.start()))
            start = cut.end()
    kept.append((start, len(text)))
    if len(kept) < 2 or not all(_is_part(text[a:b]) for a, b in kept):
        return [(0, len(text))]
    return kept


def _is_comma(cut: re.Match[str]) -> bool:
    return cut.group().strip() == ","


def _first_of(text: str) -> str:
    return _JOINT.split(text)[0].strip()


def _of_each(left: str, part: str) -> bool:
    """Tell whether a single word goes on with whose or which somebody is: "the leaders of France | Germany"."""
    return bool(_THEIRS.match(left)) and len(part.split()) == 1


def _is_part(text: str) -> bool:
    words = text.split()
    if not words or len(words) > 10 or _TITLE_ONLY.match(text.strip()):
        return False
    return _begins(words[0], text)


def _begins(word: str, text: str) -> bool:
    """Tell whether a stretch, given with its first word, begins as what stands alone does."""
    return word[0].isupper() or word[0] in '“"' or bool(_LEAD.match(text)) or is_name(text)


def _stands_alone(left: str, right: str) -> bool:
    """Tell whether a list may be cut between two stretches of it."""
    before, after = left.split(), right.split()
    if not before or not after or not _is_part(left) or _HALF.match(left):
        return False
    part = _first_of(right)
    if not _begins(after[0], part) or _TITLE_ONLY.match(part):
        return False
    if _of_each(left, part):
        return False
    # "South American | European nations": both sides share the noun at the end.
    shared = _ADJECTIVE.search(before[-1]) and _ADJECTIVE.search(after[0]) and len(after) > 1 and after[1][0].islower()
    return not shared
