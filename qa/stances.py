"""Words that say who stands for or against whom, in a question and in what is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.amounts import DAYS
from qa.names import is_title, misspelt, names_in, words_of

FAR = 5
"""Words in which a name must follow such a word to be whom it is about: "tweeted his support for President Berg"."""

_STANCE = re.compile(
    r"\b(?P<pro>support(?:s|ed|ing|ers?)?|(?<!ed )back(?:s|ed|ing|ers?)?|endors(?:e|es|ed|ing)|recogni[sz](?:e|es|ed|ing)|"
    r"favou?r(?:s|ed|ing)?|defend(?:s|ed|ing|ers?)?|prais(?:e|es|ed|ing)|congratulat(?:e|es|ed|ing)|loyal(?:ty)?|"
    r"pledg(?:e|es|ed|ing)|all(?:y|ies|ied)|(?:sid(?:e|es|ed|ing)|rall(?:y|ies|ied)|stands?|stood|standing|agree[sd]?)"
    r" (?:\w+ )?(?:with|by|behind|around)|(?:vot(?:e|es|ed|ing)|f(?:ight|ights|ought)|march(?:es|ed)?) for|"
    r"(?:(?:is|are|was|were)|(?<=who)['’]s) (?:for|with|behind|in favou?r of|on (?:the|\w+['’]s) side(?: of)?))\b|"
    r"\b(?P<contra>oppos(?:e|es|ed|ing)|opponents?|reject(?:s|ed|ing)?|condemn(?:s|ed|ing)?|critici[sz](?:e|es|ed|ing)|critics?|"
    r"denounc(?:e|es|ed|ing)|attack(?:s|ed|ing)?|blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|abandon(?:s|ed|ing)?|"
    r"betray(?:s|ed|ing)?|enem(?:y|ies)|overthr(?:ow|ows|ew|own)|oust(?:s|ed|ing)?|toppl(?:e|es|ed|ing)|remov(?:e|es|ed|ing)|"
    r"impeach(?:es|ed|ing)?|against|(?:br(?:oke|eak|eaks|oken)|defect(?:s|ed)?|disagree[sd]?) (?:with|from))\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not(?! only)|never|no longer|cannot|yet to|(?:refus|declin|hesitat|fail)\w*)\b|n['’]t\b", re.IGNORECASE
)
_NO_SIDE = re.compile(r"\b(?:take|taken|took|taking) (?:no )?sides?\b", re.IGNORECASE)
# "the party that ...", "... when others attacked": somebody else's doing.
_CLAUSE = re.compile(
    r"[,;:–—()]|\b(?:when|while|after|before|because|since|until|who|whom|whose|which|that|where|although|though|but|if|as)\b"
)
# What may stand before the word that says for or against: not "Who was ordered to remove ...", "Who killed the man that backed ...".
_AUXILIARY = (
    r"(?:\s+(?:is|are|was|were|has|have|had|will|would|can|could|should|do|does|did|wo))?(?:n['’]t)?"
    r"(?:\s+(?:not|never|also|still|been|all|else|yet to|\w+ly|(?:refus|declin|hesitat|fail|vot|promis|vow|want)\w*\s+to))*"
)
_ASKS = re.compile(
    rf"^(?:(?:and|but|so)\s+)?(?:who(?:['’]s)?(?:\s+(?:in|at|from|of)\s+(?:the\s+)?(?-i:[A-Z])\w*(?:\s+(?-i:[A-Z])\w*)*)?|"
    r"(?:which|what)(?:\s+(?!(?:is|was|were|did|does|do|by|that|who|which)\b)[\w'’-]+){1,5}?)"
    rf"{_AUXILIARY}(?:\s+(?:the|his|her|some|[\w-]+['’]s)(?:\s+(?:main|chief|biggest|strongest|loudest|most))?)?\s*$",
    re.IGNORECASE,
)
_ONE = re.compile(r"^who(?: is| was|['’]s)\b", re.IGNORECASE)
_SINGLE = frozenset("ally opponent critic enemy supporter backer defender".split())
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
# What `qa.followup` puts behind a question: "Who won? (Jair Bolsonaro, Brazil)".
BEHIND = re.compile(r"\s\([^()]+\)$")


@dataclass(frozen=True, slots=True)
class Stance:
    """What a question asks: who stands for `of`, a name as the question writes it, or `against` it; is it named `alone`?"""

    of: str
    against: bool
    alone: bool = True


def stance_of(question: str) -> Stance | None:
    """Return whom a question asks those for or against of; None where it asks no such thing.

    The first such word decides: "Who supports Berg against Holm?" asks who is for Berg. "Who did Berg support?" and "Who was
    attacked by Berg?" ask the other way round.
    """
    text = BEHIND.sub("", question.strip())
    said = _STANCE.search(text)
    if said is None or not _ASKS.match(text[: said.start()]):
        return None
    before, behind = text[: said.start()], text[said.end() :]
    if _ONE.match(text) and said.group().lower() in _SINGLE:
        return None
    if _PASSIVE.search(before) and said.group().lower().endswith("ed") and not behind.startswith(" to "):
        return None
    names = _names(behind) or _names(before)[-1:] or re.findall(r"\w+(?=['’]s side)", said.group())
    if not names:
        return None
    return Stance(names[0], (said["contra"] is not None) != bool(_NOT.search(before)), len(names) == 1)


def says(behind: str, name: str) -> bool | None:
    """Return whether what stands behind somebody says that they are for a name, or against it; None where it says neither.

    "has not recognised Berg" is against Berg, "condemned the plot against Berg" is left open.
    """
    clause = _CLAUSE.split(behind, maxsplit=1)[0]
    if _NO_SIDE.search(clause) and _NOT.search(clause):
        return False
    found = list(_STANCE.finditer(clause))
    for at, stance in enumerate(found):
        until = found[at + 1].start() if at + 1 < len(found) else len(clause)
        words = clause[stance.end() : until].split()[:FAR]
        if has_name(" ".join(words), name) and not any(word.endswith("ing") for word in words):
            earlier = found[at - 1] if at else None
            since = clause[earlier.end() if earlier else 0 : stance.start()]
            if earlier and "and" not in since.split():  # "supports those against Berg"
                return None
            return (stance["pro"] is not None) != bool(_NOT.search(since))
    return None


def has_name(text: str, name: str) -> bool:
    """Tell whether a text has the last word of a name, or nearly: papers misspell foreign ones."""
    last = last_of(name)
    return bool(last) and any(word == last or misspelt(last, word) for word in words_of(text))


def last_of(name: str) -> str:
    """Return the last word of a name, folded; nothing where it has none."""
    return (words_of(name) or ("",))[-1]


def _names(text: str) -> list[str]:
    found = (one for name in names_in(text.strip(" ?"), first_too=True) for one in re.split(r"\s+and\s+", name))
    names = (" ".join(word for word in name.split() if not is_title(word)) for name in found)
    return [name for name in names if last_of(name) and name.lower() not in DAYS]
