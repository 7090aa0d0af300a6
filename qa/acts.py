"""The acts by which somebody takes a side, as words tell of them: votes, support, praise, opposition, protest, criticism."""

from __future__ import annotations

import re
from enum import Enum


class Side(Enum):
    """For something, against it, or neither, where a vote was taken."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"

    @property
    def turned(self) -> Side:
        """The other side, for words that say no."""
        return {Side.FOR: Side.AGAINST, Side.AGAINST: Side.FOR}.get(self, self)


_SAYS_SO = r"(?:pledg(?:es|ed)|express(?:es|ed)|voic(?:es|ed)|declar(?:es|ed)|announc(?:es|ed)|offer(?:s|ed)|gave|gives?|promis(?:es|ed))"
_BEING = r"(?:is|are|was|were|be|remain(?:s|ed)?|stay(?:s|ed)?|c[ao]mes? out)"
_ACTS = (
    (
        "vote",
        r"vot(?:e|es|ed|ing) (?:in favou?r(?: of)?|for|yes)|raised (?:his|her|their) hands? for",
        r"vot(?:e|es|ed|ing) (?:against|no\b)",
    ),
    (
        "back",
        r"support(?:s|ed|ing)?|(?<!ed )(?<!date )(?<!dates )back(?:(?:s|ed|ing)(?! (?:down|away|off|out)\b)|(?= (?:the|an?|his|her|its|their|this|that|it|him|them)\b| "
        r"(?-i:[A-Z])))|endors(?:e|es|ed|ing)|recogni[sz](?:e|es|ed|ing)|favou?r(?:s|ed)|champion(?:s|ed)|approv(?:e|es|ed)(?: of)?|"
        r"agree[sd]? with|sid(?:e|es|ed|ing) with|(?:stands?|stood|standing) (?:with|by|behind)|f(?:ight|ights|ought) for|"
        r"(?:rall(?:y|ies|ied)|thr(?:ew|own) (?:its|his|her|their) weight) (?:behind|around|to)|"
        rf"{_BEING} (?:all |\w+ly )?(?:for|in favou?r of|behind|on the side of)(?= the| a| it)|{_BEING} (?:\w+ )?loyal to|"
        rf"{_SAYS_SO} (?:\w+ ){{0,2}}?(?:support|backing|loyalty|allegiance) (?:for|to|of)",
        "",
    ),
    ("sign", r"sign(?:s|ed)(?= the| a| it| up)|put (?:its|his|her|their) names? to", ""),
    ("call", r"call(?:s|ed|ing) for|ask(?:s|ed) for|demand(?:s|ed|ing)", ""),
    (
        "praise",
        r"prais(?:e|es|ed|ing)|welcom(?:e|es|ed|ing)|applaud(?:s|ed|ing)?|hail(?:s|ed|ing)?|commend(?:s|ed|ing)?|"
        r"congratulat(?:e|es|ed|ing)|defend(?:s|ed|ing)?|(?:stood|stands?|sp(?:oke|eaks?)) up for",
        "",
    ),
    (
        "oppose",
        "",
        r"oppos(?:e|es|ed|ing)(?: to)?|object(?:s|ed|ing)(?: to)?|reject(?:s|ed|ing)?|resist(?:s|ed|ing)?|boycott(?:s|ed|ing)?|"
        r"f(?:ight|ights|ought)(?: against)?(?! for)|turn(?:s|ed) down|threw out|"
        rf"(?:{_BEING}|sp(?:oke|eaks?) out|argue[sd]|warn(?:s|ed)) (?:\w+ly )?against|"
        rf"{_SAYS_SO} (?:\w+ ){{0,2}}?opposition (?:to|against)",
    ),
    (
        "protest",
        "",
        r"protest(?:s|ed|ing)?(?: against| over| at)?|su(?:es|ed)(?= )|"
        r"(?:campaign(?:s|ed|ing)?|march(?:es|ed)?|demonstrat(?:es|ed|ing)|rallied) against",
    ),
    (
        "criticise",
        "",
        r"critici[sz](?:e|es|ed|ing)|condemn(?:s|ed|ing)?|denounc(?:e|es|ed|ing)|attack(?:s|ed|ing)?|slam(?:s|med|ming)?|"
        r"blast(?:s|ed|ing)?|deplor(?:e|es|ed|ing)|lambast(?:s|ed|es|ing)?|dismiss(?:es|ed|ing)?(?=[^.;]{1,60} as )|mock(?:s|ed|ing)|"
        r"derid(?:e|es|ed|ing)|blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|(?:hit|lash|strik)(?:s|ed|es)? (?:out |back )?at|took aim at",
    ),
)
_WORDS = tuple(
    (act, side, words)
    for act, pro, contra in _ACTS
    for side, words in ((Side.FOR, pro), (Side.AGAINST, contra))
    if words
)
PATTERNS = (
    *((act, side, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)) for act, side, words in _WORDS),
    ("vote", Side.NEITHER, re.compile(r"\babstain(?:s|ed|ing)?\b", re.IGNORECASE)),
)
"""Each act, its side, and the words that tell of it."""


def words_of_side(side: Side) -> str:
    """Return the pattern of all words that tell of an act towards somebody by which a side is taken: without signing and calling for."""
    return "|".join(words for act, of, words in _WORDS if of is side and act not in ("sign", "call"))


def act_in(text: str) -> tuple[str, Side, re.Match[str]] | None:
    """Return the first act of a text that takes a side, that side, and where its words stand."""
    found = [
        (word.start(), -word.end(), act, side, word)
        for act, side, pattern in PATTERNS
        if (word := pattern.search(text))
    ]
    return min(found, key=lambda one: one[:2])[2:] if found else None
