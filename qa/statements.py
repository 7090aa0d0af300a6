"""Find what a sentence says that somebody said: “We lost,” Berg told reporters; Berg said that it was late."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.search import STOP_WORDS
from index.types import Span
from qa.grammar import MODIFIER, is_people
from qa.names import is_title

FEWEST = 2
"""Words of a statement: "Berg said so" states nothing."""

SAYING = (
    r"(?:sa(?:id|ys)|t(?:old|ells)|tweet(?:ed|s)|wr(?:ote|ites)|post(?:ed|s)|add(?:ed|s)|announce[ds]|claim(?:ed|s)|argue[ds]|warn(?:ed|s)|"
    r"declare[ds]|promise[ds]|vow(?:ed|s)|insist(?:ed|s)|stress(?:ed|es)|explain(?:ed|s)|note[ds]|admit(?:ted|s)|acknowledge[ds]|"
    r"repl(?:ied|ies)|answer(?:ed|s)|call(?:ed|s) (?:for|on|it)|urge[ds]|demand(?:ed|s)|predict(?:ed|s)|suggest(?:ed|s)|"
    r"state[ds]|confirm(?:ed|s)|recall(?:ed|s)|joke[ds]|testif(?:ied|ies)|complain(?:ed|s)|comment(?:ed|s)|continue[ds]|"
    r"boast(?:ed|s)|th(?:ought|inks)|believe[ds]|conclude[ds]|pledge[ds]|assert(?:ed|s)|maintain(?:ed|s))"
)
_THEN = re.compile(
    r"(?:['’]s)?(?:\s*\([^()]{1,40}\))?(?:,[^,“”\"]{1,80}(?=,))?,?(?:\s+(?:has|had|have|also|then|later|once|again|recently|in turn|"
    rf"\w+ly|on\s+[A-Z]\w+day))*\s+(?P<verb>{SAYING})\b"
)
_BEFORE = re.compile(rf"(?:^|[,”\"“?!—–])\s*(?P<verb>(?!called\b){SAYING})\s+(?P<title>(?:[\w’'.-]+,?\s+){{0,5}})$")
_ACCORDING = re.compile(r"\baccording to (?P<title>(?:[\w’'.-]+\s+){0,4})$", re.IGNORECASE)
# Of "a spokesman for Berg said" the words are not Berg's.
_LED_TO = re.compile(
    r"\b(?:of|for|to|with|by|from|at|against|about|than)\s+(?P<title>(?:[\w’'.-]+\s+){0,3})$", re.IGNORECASE
)
_QUOTED = re.compile(r"(?:[“\"]|^(?=[^“\"]*”))(?P<said>[^“”\"]*\w[^“”\"]*)(?:[”\"]|$)")
_LEADS = re.compile(r"[^“”\"]{0,60}?(?:[,:]|\bthat|\bas)?\s*[“\"](?P<said>[^“”\"]+)")
_TO_WHOM = re.compile(
    r"\s+[^“”\",;]{1,60}?(?=\s+that\b)|\s+(?:police|officers|officials|jurors|investigators|parliament|reporters|journalists|viewers|lawmakers|fans|supporters|investors|him|her|them|us|me|(?:the|a|an|his|her|its) (?:[\w’'-]+ ){0,2}?[\w’'-]+|"
    r"[A-Z][\w’'.&-]*(?: [A-Z][\w’'.&-]*)*)(?=\s+(?:that|he|she|it|they|the|there|on|in|at|after)\b|\s*[,:.]|$)"
)
_CLAUSE = re.compile(
    r"\s*,?\s*(?:(?:on\s+)?[A-Z]\w+day\s+(?=(?:that|he|she|they|it|the|his|her|an?|there)\b)|"
    r"(?:later|again|afterwards|yesterday|today|earlier|too|once more|\w+ly)\s+(?=that\b)|"
    r"(?:in|at|on|to|during|after)\s[^,“”\"]{2,60}?\s+(?=that\b))?(?P<that>that\b)?\s*"
)
# Verbs behind which a clause without "that" is what is said: "said it was late", but not "added two goals".
_PLAIN = re.compile(
    r"sa|told|tweet|announc|warn|argu|insist|admit|vow|pledge|promise|urge|demand|explain|stress|called|according|suggest"
)
_NOTHING = re.compile(r"(?:is|was|were|are|nothing|little|goodbye|hello|a few words|lies|the story)\b", re.IGNORECASE)
# Where somebody else's words begin, or it is said who reported these.
_UNTIL = re.compile(
    rf";|,\s+according to\b|,?\s+(?:but|while|whereas|and)\s+(?:the\s+)?(?:[\w’'.-]+\s+){{1,4}}?{SAYING}\b"
)
# "As Berg said in May, ...", "What Berg said was wrong", "The letter that Berg wrote".
_NO_SPEECH = re.compile(
    r"\b(?:as|if|what|whatever|which|than|that|letter|story|words|after|before|until|when)\s+(?P<title>(?:[\w’'.-]+\s+){0,3})$",
    re.IGNORECASE,
)
# "Berg backed the plan, saying that ..."
_WHILE = re.compile(
    r"(?:\s[^“”\"A-Z]{1,120}?)?,\s+(?P<verb>saying|adding|arguing|warning|claiming|insisting|noting|announcing)\b"
)
# ", CNN reported", and who it is between a statement and the name: ", her daughter, Ida Berg, said".
_REPORTED = re.compile(r",\s+(?:the\s+)?[A-Z][\w.]*(?:\s+[A-Z][\w.]*){0,3}\s+report(?:ed|s)\b[^,]*$")
_ROLE = re.compile(r",\s+(?:the|an?|his|her|its|their|[\w.’'-]+['’]s)\s+[^,]{2,60},\s*$")
# "..., Berg said on Monday."
_ADJUNCT = re.compile(
    r"(?:\s+(?:of|on|in|at|to|after|during|before|from|as|outside|when|while|yesterday|today|later|this|last|[A-Z]\w+day|reporters)\b[^;“”\"]*)?"
    r"\s*[.!?,;”\"]*\s*"
)
_OWNING = frozenset("the a an his her its their our my".split())
_TRIMMED = " \t\r\n.,;:—–"


def statement(sentence: str, speakers: Sequence[Span]) -> Span | None:
    """Return what is said by whom stands at one of these places: offsets in the sentence; None where nothing is.

    Within quotation marks, where the sentence has a quote beside who says it; otherwise the clause that is reported.
    """
    for start, end in speakers:
        found = _attributed(sentence, start, end)
        if found is None:
            continue
        first, last, verb = found
        place = _stated(sentence, first, last, verb)
        if place and len(sentence[slice(*place)].split()) >= FEWEST:
            return place
    return None


def quoted(sentence: str) -> Span | None:
    """Return what stands within the quotation marks of a sentence that is nothing but a quote; None where it is none.

    One that goes on behind its sentence may be anybody's: who says it is said later.
    """
    whole = sentence.strip()
    found = _QUOTED.match(whole) if whole[:1] in '“"' else None
    if found is None or len(whole) - len(found.group()) > 2 or found.group()[-1] not in '”"':
        return None
    at = sentence.index(whole)
    return at + found.start("said"), at + found.end("said")


def _attributed(sentence: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Return where the words stand that say who says it, and the verb: "Berg said", "said Mayor Berg", "according to Berg"."""
    before = sentence[:start]
    within = before.count("“") > before.count("”") or (before.lstrip()[:1] == '"' and before.count('"') % 2)
    if within:  # somebody else tells what she said
        return None
    if found := _ACCORDING.search(before):
        theirs = _titles(found["title"]) and not re.match(r"['’]s\b", sentence[end:])
        return (found.start(), end, "according") if theirs else None
    if (found := _BEFORE.search(before)) and (_titles(found["title"]) or _role(found["title"])):
        owns = re.match(r"['’]s\b", sentence[end:]) or sentence[:end].endswith(("'s", "’s"))  # "said Berg's lawyer"
        return None if owns else (found.start("verb"), end, found["verb"])
    if (led := _LED_TO.search(before)) and _titles(led["title"]):
        return None
    if (led := _NO_SPEECH.search(before)) and _titles(led["title"]):
        return None
    last = re.search(r"([\w’'.-]+)\s+$", before)  # "the woman suing Berg said"
    if last and not _titles(last[1]) and last[1].lower() not in ("and", "but", "while", "where", "because", "so"):
        return None
    found = _THEN.match(sentence, end) or (_WHILE.match(sentence, end) if _titles(before) else None)
    if found and found.group().startswith(",") and re.match(r"\s+[A-Z]", sentence[found.end() :]):
        return None  # "Berg, said Holm, ..."
    return (start, found.end(), found["verb"]) if found else None


def _titles(words: str) -> bool:
    """Tell whether nothing but titles stands before a name: "said Brazil's president ...", but not "said that ..."."""
    return all(
        is_title(word) or is_people(word) or MODIFIER.fullmatch(word.lower()) or (word[0].isupper() and word[-1] != ",")
        for word in words.split()
    )


def _role(words: str) -> bool:
    """Tell whether what stands before a name says what its bearer is: "said the company's operations director, Berg"."""
    *others, last = words.replace(",", "", 1).split() if words.rstrip().endswith(",") else words.split()
    known = last.islower() and (is_title(last) or is_people(last))
    return known and not any(
        "," in word or (word.lower() in STOP_WORDS and word.lower() not in _OWNING) for word in others
    )


def _stated(sentence: str, first: int, last: int, verb: str) -> Span | None:
    """Return what is said, of what stands before and behind the words that say who says it."""
    before, behind = sentence[:first], sentence[last:]
    if before.rstrip().endswith(("”", '"', '",', "”,")):
        if before.count('"') % 2 and "“" not in before:  # it began in the sentence before
            return _trimmed(sentence, 0, before.index('"'))
        quotes = list(_QUOTED.finditer(before))
        return _trimmed(sentence, *quotes[-1].span("said")) if quotes else None
    if verb.startswith(("told", "tells")) and (whom := _TO_WHOM.match(behind)):
        last += whom.end()
        behind = sentence[last:]
    opened = _LEADS.match(behind)
    if opened and (len(opened.group()[: opened.start("said")].split()) < 9 or behind.lstrip()[:1] in ",:"):
        lead = behind[: opened.start("said")]
        if not re.search(r"\w", lead) or re.search(r"[,:]\s*[“\"]$", lead):
            return _trimmed(sentence, last + opened.start("said"), last + opened.end("said"))
    if before.rstrip().endswith(",") and re.match(r",\s+[a-z]", behind) and not re.search(r"[“”\"]", sentence):
        return _trimmed(sentence, 0, len(sentence))  # "Her first act, she said, would be to ..."
    clause = _CLAUSE.match(behind)
    begin = last + (clause.end() if clause else 0)
    until = _UNTIL.search(sentence, begin) or _REPORTED.search(sentence, begin)
    end = until.start() if until else len(sentence)
    if before.rstrip().endswith(",") and _ADJUNCT.fullmatch(behind):
        role = _ROLE.search(before)
        return _trimmed(sentence, 0, role.start() if role else len(before))
    stated = (clause and clause["that"]) or _PLAIN.match(verb)
    return _trimmed(sentence, begin, end) if stated and not _NOTHING.match(sentence, begin) else None


def _trimmed(sentence: str, start: int, end: int) -> Span | None:
    """Return a slice without the white space and stops around it."""
    said = sentence[start:end]
    inner = said.strip(_TRIMMED)
    if not inner:
        return None
    begin = start + said.index(inner)
    return begin, begin + len(inner)
