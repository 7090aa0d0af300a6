"""What kind of answer a question wants: yes or no, a list, or one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from qa.amounts import DAYS, plain_amounts
from qa.completion import without_behind
from qa.names import fold, is_title, key_of, names_in, nearly_in, of_others, spelled_out, without_owners, words_of
from qa.stances import stance_of

# "Can you tell me who won?" asks who won; "Do you know whether it rained?" does ask for yes or no.
_POLITE = re.compile(
    r"^(?:please |(?:can|could|will|would) you |(?:do|does) (?:you|we|anyone|anybody) (?:know|remember) |may i ask |tell (?:me|us) |"
    r"let (?:me|us) know |i (?:want|would like) to know |(?:find out|identify|say) )+"
    r"(?=(?:who|whom|whose|what|which|when|where|why|how|list|name)\b)",
    re.IGNORECASE,
)
# What stands around a question and asks nothing: ", please?", "thanks", tags, an emoji.
_AROUND = re.compile(
    r"</?(?i:b|i|em|strong|u|p|br|span|div)\b[^<>]{0,40}>|"
    r"(?:,\s*(?:please|pls|thanks|thank you|thx|cheers)|[.!?]\s*(?i:please|pls|thanks|thank you|thx|cheers)|\s(?:please|pls))"
    r"(?: (?:a lot|very much|in advance|so much))?(?=\s*[.!?)]*\s*$)|"
    r"^[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]+|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]+$"
)
# What a question may begin with and is none of it: "And in which town ...", "OK, did ...".
_LEAD = re.compile(
    r"^(?:(?:and|but|so|then|also|ok|okay|well|actually|hi|hello|yes or no|please)\b[,:!]?\s+)+|"
    r"^(?:in|on|to|from|for|at|against|with|of|by)\s+(?=(?:which|what|whom)\b)",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^(?:(?:(?:in|on|at|by|as of|under|after|before|during|since|if|when|while)\b(?! (?:which|what|whose)\b)[^,?]{1,60},|"
    r"according to (?!what\b|which\b|whom\b)(?:[\w’'-]+ ){1,3}?(?=(?:did|do|does|is|are|was|were|ha[sd]|have|can|will)\b)|according to\b(?! (?:what|which|whom)\b)[^,?]{1,60},)\s*)?"
    r"(?:(?:tell me|i want to know|i wonder|i am wondering) (?:if|whether)|(?!may \d)(?:did|does|do|"
    r"is|are|was|were|has|have|had|can|could|will|would|should|may|might|must|"
    r"(?:is|are|was|were|did|does|do|has|have|had|ca|could|wo|would|should)n['’]?t))\s|"
    r"^(?!(?:who|whom|whose|what|which|when|where|why|how)\b)[^?]{8,200},\s*(?:right|correct|(?:is|was|did|does|has)n['’]?t (?:it|he|she|they))\?$",
    re.IGNORECASE,
)
# "Can you explain the pact?" asks for no yes; "Can you tell me whether it rained?" does.
_REQUEST = re.compile(
    r"^(?:please )?(?:(?:can|could|will|would) you (?:please )?(?:tell|give|show|explain|describe|summari[sz]e|"
    r"remind|provide|compare|list|write|find|identify|help)\b|"
    r"do you (?:know|have any idea)\b)(?!.*\b(?:if|whether)\b)",
    re.IGNORECASE,
)
# "Had he lived, what would he have been charged with?" begins with a condition.
_CONDITION = re.compile(
    r"^(?:had|should|were)\b.*,\s*(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE
)
_OR = re.compile(r"\bor\b(?! not\b)", re.IGNORECASE)
# "Who won the final between Spain and Italy?" names those to choose from.
_CHOICE = re.compile(
    r"^(?:and )?(?:who|which [\w ]{1,30})\s(?:won|lost|beat)\b.*\b(?-i:[A-Z])[\w’']*\s+(?:against|met|played|faced)\s+(?:the )?(?-i:[A-Z])|"
    r"(?-i:\b[A-Z]\w+\s?[-–]\s?[A-Z]\w+)\s+(?:match|game|final|derby|fight|election|race)\b|"
    r"(?-i:\bvs?\b)|\bversus\b|\bof [\w ]{1,40} and [\w ]{1,40}, (?:who|which)\b",
    re.IGNORECASE,
)
# What something is, before its name: "football club Norvik Rovers".
_DESCRIBED = re.compile(
    r"(?:(?:the|an?)\s+)?(?:(?!(?:of|in|at|by|for|from|with|to|on|and|or|against|than|the|an?|his|her|its|their)\b)[a-z][\w’'-]*\s+){1,4}"
    r"(?P<name>[^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*){1,4})"
)
_WHO_OF = re.compile(r"\b(?:who|whom|which)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\b", re.IGNORECASE)
_AND = re.compile(r"\band\b", re.IGNORECASE)
# "bus", "glass" and "crisis" are none, nor are a name ("James") and a verb behind one thing ("which company owns").
_PLURAL = (
    r"(?:(?:kind|sort|type)s? of |(?!(?:did|do|does|is|are|was|were|has|have|had|held|won|of)\b)\w+ ){0,2}"
    r"(?:and \w+|people|men|women|children|(?!(?:does|owns|makes|plays|leads|runs|sells|holds|says|wants|uses|hosts|shows|"
    r"wins|gets|gives|means|causes|produces|publishes|borders|builds|governs|controls|happens|exports|imports|employs|explains|"
    r"follows|comes|goes|looks|sounds|seems|takes|keeps|refers|belongs|remains|contains|includes|represents|opposes|fails|"
    r"begins|grows|always|besides)\b)(?-i:[a-z])\w+[^\Wsui]s)\b"
)
_LIST = re.compile(
    rf"^(?:list|name|(?:give|show) (?:me|us) (?:a|the) (?:list|names) of|who all|which {_PLURAL}|which (?-i:[A-Z])\w*(?:crat|ican|[ai]an|ist)s\b|what (?:were|are) (?:the |all |some |{_PLURAL})|"
    rf"what (?!is\b|was\b|does\b|has\b){_PLURAL}|who (?:were|are|else)\b)|\b(?:all (?:the|of)|which ones)\b",
    re.IGNORECASE,
)
# "Why did all the ministers resign?" has one answer, whatever else it says.
_ONE = re.compile(
    r"^(?:why|how|when|where|(?:in |on |at )?(?:what|which) (?:year|date|day|month|century|decade|time|percentage|share))\b",
    re.IGNORECASE,
)
# What one person or group does alone is no list; who else did something may be many: "Who signed ..." wants all.
_WHO_DID = re.compile(
    r"^(?:who|whom)\s+(?!is\b|was\b|'s\b|will\b|ha[sd]\b(?!\s+\w+ed\b)|(?:beat|became|becomes|began|broke|built|bought|chairs|"
    r"coined|commanded|commissioned|composed|conducted|created|declared|defeated|described|designed|directed|discovered|"
    r"drew|established|founded|found|gave|heads|holds|introduced|invented|killed|leads|led|lost|made|married|murdered|"
    r"ordered|owned|owns|painted|published|ran|released|replaced|ruled|runs|said|scored|sent|shot|started|stated|stole|"
    r"succeeded|told|took|wins|won|wrote)\b)[a-z]+",
    re.IGNORECASE,
)

_WHO = re.compile(r"^(?:and |but |so )?(?:who|whom)\b", re.IGNORECASE)

# The answer may bear the name that is asked about: "Who is the wife of Trump?", "Who founded Ford?"
_KIN = re.compile(
    r"\b(?:wife|husband|spouse|partner|widow|son|daughter|child|children|brother|sister|father|mother|parents?|cousin|uncle|"
    r"aunt|nephew|niece|grand\w+|married|marry|found(?:ed|er)|named after)\b",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"(?<!\bin )\b(?:what|which) (?:country|nation)\b", re.IGNORECASE)
_STATES = re.compile(r"\b(?:U\.S\.|USA?|U\.K\.|UK)(?![\w-])(?! [A-Z])")  # not those of the US Open


class Wanted(Enum):
    """What a question wants: one thing, several that may all be right, what bears on yes or no, what articles tell of somebody."""

    ONE = "one"
    SEVERAL = "several"
    YES_NO = "yes or no"
    TOLD = "told"


def wanted(question: str) -> Wanted:
    """Return what a question wants by its words; whether articles tell it of somebody is for them to say."""
    if is_yes_no(question):
        return Wanted.YES_NO
    return Wanted.SEVERAL if wants_list(question) else Wanted.ONE


def plain(question: str) -> str:
    """Return a question without manners and marks around it: "Please can you tell me who won, thanks" asks "who won"."""
    rest = _AROUND.sub("", question).strip()
    return _POLITE.sub("", rest) or rest or question


def bare(question: str) -> str:
    """Return a question without what is said before it: "Can you tell me who won?" asks who won."""
    return _LEAD.sub("", _POLITE.sub("", _LEAD.sub("", question.strip())))


def is_yes_no(question: str) -> bool:
    """Tell whether a question asks for yes or no; "Was it France or Spain?" does not."""
    text = bare(question)
    kinds = _REQUEST.match(text) or _CONDITION.match(text) or _OR.search(text)
    return bool(_YES_NO.match(text)) and not kinds


def speaks_of(question: str, text: str) -> bool:
    """Tell whether a text has every name that a question has: one that has not says nothing for yes or no.

    The last word of a name is enough, unless the text only has it in others' names: "Hillary Clinton" is not Bill.
    """
    return has_names(names_in(spelled_out(without_behind(question))), text)


def has_names(names: Iterable[str], text: str) -> bool:
    """Tell whether a text has every one of the names, as `speaks_of` means it; days count as none."""
    spelled = spelled_out(text)
    there = set(words_of(spelled))
    asked = [one for name in names for one in re.split(r"\s+and\s+", name)]
    folded = [words_of(name) for name in asked if name.lower() not in DAYS]  # "on Jan. 23"
    if not all(not name or nearly_in(name[-1], there) for name in folded):
        return False
    return not any(of_others(name, spelled) for name in folded)


def wants_list(question: str) -> bool:
    """Tell whether several answers may all be right ("Who supported ...", "Which countries ...")."""
    text = bare(question)
    several = _LIST.search(text) or _WHO_DID.match(text) or (_WHO.match(text) and stance_of(text))
    return bool(several) and not _ONE.match(text) and not is_yes_no(question)


def repeats(question: str, answer: str) -> bool:
    """Tell whether an answer only says what the question said: "Juan Guaidó" to "Who supported Guaidó?".

    A question with "or", "between" or "versus" gives its answers itself. Whose wife it is says nothing of her: a
    possessive is no such name, nor is what was put behind the question from the conversation, nor a part of another's
    name ("Fidel Castro").
    """
    asked = _asked_words(question)
    if asked is None:
        return False
    question = without_behind(question)
    key = key_of(answer)
    if not key:
        return True
    said = [nearly_in(word, asked) for word in key]
    if all(said) or _same_country(question, answer):
        return True
    if not _WHO.match(question.strip()):
        return False
    described = _DESCRIBED.fullmatch(answer.strip())
    if described and not _KIN.search(answer) and all(nearly_in(word, asked) for word in key_of(described["name"])):
        return True  # "Who owns Norvik Rovers?" - "football club Norvik Rovers"
    surname = said[-1] and len(key) <= 3 and answer.strip()[-len(key[-1]) :].istitle()
    return surname and not _of_another(question, key)


@lru_cache(maxsize=64)  # every span of every passage is held against the same question
def _asked_words(question: str) -> frozenset[str] | None:
    """Return the words of a question that an answer may not merely repeat, or None where the question gives its answers."""
    if _OR.search(question) or _CHOICE.search(question) or _KIN.search(question):
        return None
    between = _BETWEEN.search(question)
    if between and _WHO_OF.search(question[: between.start()]) and _AND.search(question[between.end() :]):
        return None
    return frozenset(words_of(plain_amounts(fold(without_owners(without_behind(question))))))


def _same_country(question: str, answer: str) -> bool:
    """Tell whether the answer is the country that a question for a country has in short: for which country a US envoy spied."""
    if not _COUNTRY.search(question):  # every span of every passage comes here
        return False
    return key_of(spelled_out(answer)) in [key_of(spelled_out(short)) for short in _STATES.findall(question)]


def _of_another(question: str, key: tuple[str, ...]) -> bool:
    """Tell whether the last word of an answer stands in the question as part of a name that is not the answer's."""
    words = re.findall(r"\w+", question)
    for at, word in enumerate(words):
        if words_of(word) != key[-1:]:
            continue
        beside = [words[i] for i in (at - 1, at + 1) if 0 < i < len(words)]  # the first word has its capital anyhow
        if any(w[0].isupper() and not is_title(w) and set(words_of(w)).isdisjoint(key) for w in beside):
            return True
    return False
