"""Words that say who stands for or against whom, in a question and in what is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.acts import Side, words_of_side
from qa.amounts import DAYS
from qa.completion import without_behind
from qa.names import is_title, names_in, nearly_in, words_of

# The acts by which somebody takes a side, and what is said of people alone: what they are to somebody, or did to remove them.
_STANCE = re.compile(
    rf"(?<!\w)(?P<pro>{words_of_side(Side.FOR)}|supporters?|(?<!ed )(?<!date )(?<!dates )back(?:ers?)?|defenders?|favou?ring|loyal(?:ty)?|"
    r"pledg(?:e|es|ed|ing)|all(?:y|ies|ied)|(?:sid(?:e|es|ed|ing)|rall(?:y|ies|ied)|stands?|stood|standing|agree[sd]?)"
    r" (?:\w+ )?(?:with|by|behind|around)|march(?:es|ed)? for|"
    r"(?:(?:is|are|was|were)|(?<=who)['’]s) (?:for|in favou?r of|on (?:the|\w+['’]s) side(?: of)?))(?!\w)|"
    rf"(?<!\w)(?P<contra>{words_of_side(Side.AGAINST)}|opponents?|critics?|abandon(?:s|ed|ing)?|"
    r"betray(?:s|ed|ing)?|enem(?:y|ies)|overthr(?:ow|ows|ew|own)|oust(?:s|ed|ing)?|toppl(?:e|es|ed|ing)|remov(?:e|es|ed|ing)|"
    r"impeach(?:es|ed|ing)?|against|(?:br(?:oke|eak|eaks|oken)|defect(?:s|ed)?|disagree[sd]?) (?:with|from))(?!\w)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not(?! (?:only|just|merely))|never|no longer|cannot|yet to|(?:refus|declin|hesitat|fail|stopp|ceas)\w*)\b|n['’]t\b",
    re.IGNORECASE,
)
_NO_SIDE = re.compile(r"\b(?:take|taken|took|taking) (?:no )?sides?\b", re.IGNORECASE)
# "the party that ...", "... when others attacked": somebody else's doing.
_CLAUSE = re.compile(
    r"[,;:–—()]|\b(?:when|while|after|before|because|since|until|who|whom|whose|which|that|where|although|though|but|if|as)\b"
)
# What may stand before the word that says for or against: not "Who was ordered to remove ...", "Who killed the man that backed ...".
_AUXILIARY = (
    r"(?:\s+(?:is|are|was|were|has|have|had|will|would|can|could|should|do|does|did|wo))?(?:n['’]t)?"
    r"(?:\s+(?:not|never|also|still|been|all|else|yet to|\w+ly|(?:refus|declin|hesitat|fail|vot|promis|vow|want)\w*\s+to|"
    r"(?:express|voic|offer|show|declar|announc|tweet)\w*(?:\s+(?:his|her|their))?))*"
)
ASKS = re.compile(
    rf"^(?:(?:and|but|so)\s+)?(?:who(?:['’]s)?(?:\s+(?:in|at|from|of)\s+(?:the\s+)?(?-i:[A-Z])\w*(?:\s+(?-i:[A-Z])\w*)*)?|"
    r"(?:which|what)(?:\s+(?!(?:is|was|were|did|does|do|by|that|who|which)\b)[\w'’-]+){1,5}?)"
    rf"{_AUXILIARY}(?:\s+(?:the|his|her|some|[\w-]+['’]s)(?:\s+(?:main|chief|biggest|strongest|loudest|most))?)?\s*$",
    re.IGNORECASE,
)
_ONE = re.compile(r"^who(?: is| was|['’]s)\b", re.IGNORECASE)
_SINGLE = frozenset("ally opponent critic enemy supporter backer defender".split())
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
# What may stand between such a word and the name: no "sanctions against", "calls for" or "the arrest of".
_BETWEEN = frozenset(
    "a an the of to for with by his her its their our fellow new old young old rival rebel socialist".split()
)
# Whose what is as good as themselves: but "Berg's opponents" and "Berg's arrest" are not.
_THEIRS = re.compile(
    r"^(?:government|presidency|president|claim|bid|candidacy|campaign|side|party|plans?|cause|polic(?:y|ies)|administration|regime|"
    r"rule|leadership|views?|theor(?:y|ies))\b",
    re.IGNORECASE,
)
_THEMSELVES = frozenset("allies opponents critics enemies supporters backers defenders".split())


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
    text = without_behind(question.strip())
    said = _STANCE.search(text)
    if said is None or not ASKS.match(text[: said.start()]):
        return None
    before, behind = text[: said.start()], text[said.end() :].rstrip(" ?.!")
    word = said.group().lower()
    if (_ONE.match(text) and word in _SINGLE) or (
        _PASSIVE.search(before) and word.endswith("ed") and not behind.startswith(" to ")
    ):
        return None
    owners = re.findall(r"([^\W\d_]\w*)['’]s(?:\s+\w+)?\s*$", before) if word in _THEMSELVES else []
    owners += re.findall(r"(\w+)['’]s side", said.group())
    aim = _aim(behind)
    of = owners[0] if owners and not aim else aim[0] if aim else ""
    if not last_of(of) or (aim and re.match(r"\s*(?:,|and|or)\s+(?!not\b)", aim[1])):  # "Berg or Holm?"
        return None
    against = (said["contra"] is not None) != denied(before)
    return Stance(of, against, alone=not (aim and _names(aim[1])))


def says(behind: str, name: str) -> bool | None:
    """Return whether what stands behind somebody says that they are for a name, or against it; None where it says neither.

    "has not recognised Berg" is against Berg; "condemned the arrest of Berg" and what else stands between is left open.
    """
    clause = _CLAUSE.split(behind, maxsplit=1)[0]
    if _NO_SIDE.search(clause) and denied(clause):
        return False
    since = 0
    for stance in _STANCE.finditer(clause):
        aim = _aim(clause[stance.end() :])
        before = clause[since : stance.start()]
        if aim and has_name(aim[0], name):
            if since and "and" not in before.split():  # "supports those against Berg"
                return None
            return (stance["pro"] is not None) != denied(re.split(r"\b(?:and|but)\b", before)[-1])
        since = stance.end()
    return None


def _aim(behind: str) -> tuple[str, str] | None:
    """Return the name that such a word is about, as it is written, and what follows it; None where something else is."""
    words = re.match(r"(?:\s+[\w.’'-]+)*", behind)
    run: list[str] = []
    at = 0
    for word in re.finditer(r"\s+([\w.’'-]+)", words.group() if words else ""):
        bare = re.sub(r"['’]s$", "", word[1]).rstrip(".")
        owned = bare != word[1].rstrip(".")
        if bare[:1].isupper() and bare.lower() not in DAYS:
            run.append(bare)
            at = word.end()
            if owned and not _THEIRS.match(behind[at:].lstrip()):
                return None
            if owned:
                break
        elif not all(map(is_title, run)) or not (bare.lower() in _BETWEEN or is_title(bare)):
            break
    while run and (is_title(run[0]) or run[0].lower() in _BETWEEN):
        run.pop(0)
    while len(run) > 1 and run[-1].lower() in ("jr", "sr"):
        run.pop()
    return (" ".join(run), behind[at:]) if run and last_of(" ".join(run)) else None


def denied(words: str) -> bool:
    """Tell whether words say no, an odd number of times: "did not hesitate to" does not."""
    return len(_NOT.findall(words)) % 2 == 1


def has_name(text: str, name: str) -> bool:
    """Tell whether a text has the last word of a name, or nearly."""
    last = last_of(name)
    return bool(last) and nearly_in(last, words_of(text))


def last_of(name: str) -> str:
    """Return the last word of a name, folded; nothing where it has none."""
    return (words_of(name) or ("",))[-1]


def _names(text: str) -> list[str]:
    return [name for name in names_in(text, first_too=True) if last_of(name) and name.lower() not in DAYS]
