"""Tell whether an answer is of the kind that a question asks for.

The words were chosen on the gold answers of SQuAD's training side: after "which country" 95 of 100 have a capital, after
"how many" 97 of 100 a number, after "who" 99 of 100 a capital or a word for people.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from qa import asked
from qa.amounts import MONTHS, WEEKDAYS
from qa.names import LETTER
from qa.places import COUNTRY, STATE

BRIEF = 7
"""How many words in small letters a name may have beside it: "the engineer who had drawn the plans, Ida Holm"."""

_NUMBERS = re.compile(
    r"\d|\b(?:zero|none|nobody|free|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|"
    r"eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?|"
    r"trillions?|half|quarter|third|once|twice|doubled?|tripled?|all|a|an|few|several|every|no|daily|weekly|monthly|yearly|annual(?:ly)?|"
    r"decades?|centur(?:y|ies))\b"
)
# A number alone is a time where it looks like a year, an hour, a day's number or somebody's age, not "91" or "1.5 million".
_TIMES = re.compile(
    r"\b[1-9]\d{2,3}s?\b(?![,.]\d| ?(?:million|billion|people|kilomet|miles|percent|%))|\b(?:ad|bc|ce|bce) ?\d|"
    r"\b\d{1,4} ?(?:bc|ad|ce|bce|b\.c|a\.d)\b|\d[:.]\d\d\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2} ?(?:[ap]\.?m\b|o['’]clock)|"
    r"\b\d{1,2}/\d{1,2}|\b(?:at|aged?|by) \d|\d0['’]?s\b|['’]\d\d\b|"
    rf"\b(?:{'|'.join((*MONTHS, *WEEKDAYS))}|spring|summer|autumn|fall|winter|century|decade|years?|months?|weeks?|days?|"
    r"eve|christmas|easter|birthday|holidays?|today|yesterday|tomorrow|tonight|noon|midnight|night|morning|evening|before|"
    rf"after|during|since|until|hours?|minutes?|ago|later|weekends?|dawn|dusk|thanksgiving|(?:{'|'.join(WEEKDAYS)})s|"
    rf"(?:{'|'.join(month[:3] for month in MONTHS)}|sept)|(?:twen|thir|for|fif|six|seven|eigh|nine)ties|season|period|era|age|ages|dynasty|millennium|centuries|decades|time|early|late|end|war|revolution)\b"
)
_PEOPLE = re.compile(
    r"\b(?:people|persons?|(?:wo)?m[ae]n|child(?:ren)?|boys?|girls?|fathers?|mothers?|parents?|sons?|daughters?|brothers?|sisters?|"
    r"wi(?:fe|ves)|husbands?|friends?|famil(?:y|ies)|kings?|queens?|emperors?|popes?|presidents?|mayors?|monarchs?|nobles?|"
    r"police|army|military|troops|government|parliament|congress|council|court|party|public|majority|humans?|gods?|"
    r"students?|slaves?|residents?|immigrants?|monks?|priests?|bishops?|captains?|architects?|citizens?|individuals?|"
    r"compan(?:y|ies)|organi[sz]ations?|agenc(?:y|ies)|authorit(?:y|ies)|groups?|members?|nobody|everyone|anyone|no one|someone|"
    r"somebody|everybody|nephews?|nieces?|cousins?|uncles?|aunts?|grand\w+|nurses?|judges?|rebels?|navy|refugees?|crowds?|teams?|staff|"
    r"officials?|(?:act|ancest|auth|collect|contract|direct|doct|"
    r"donat|edit|govern|invest|operat|profess|sail|senat|success|vict|visit|warri)ors?|(?!(?:her|hers|others?|another|either|whether|"
    r"rather|together|water|paper|number|power|order|river|winter|summer|weather|letter|matter|layer|after|under|over|never|"
    r"ever|later|former|computer|center|(?:kilo|centi|milli|dia|peri|para|thermo)?meter|quarter|offer|answer|dinner|finger|counter|chapter|theater)s?\b)\w+(?:er|ist|ian)s?)\b"
)
# What has a name as people have one, by its last word: after "who", 12 of 8,663 gold answers end so.
_THING = re.compile(
    r"\b(?:Awards?|Prizes?|Troph(?:y|ies)|Medals?|Cups?|Opens?|Championships?|Tournaments?|Olympics|Games|Festivals?|Grammys?|"
    r"Oscars?|Emmys?|Seas?|Oceans?|Islands?|Mountains?|Avenue|Roads?|Boulevard|Towers?|"
    r"Stadiums?|Arena|Airports?|Stations?|Squares?|Museums?|Theat(?:er|re)s?|Buildings?|Wars?|Acts?|Treat(?:y|ies)|"
    r"Weeks?|Months?|Years?|Bowl|Series|Finals?|Rounds?|Elections?|Century|Hotels?)[\"”’)]*$"
)
# A day or a month, but "May" may be somebody.
_DAY = re.compile(
    rf"(?!(?:april|may|june|august)$)(?:(?:on|in|by|since|the|of|early|late|last|next|this)\s+)*"
    rf"(?:(?:{'|'.join((*MONTHS, *WEEKDAYS))}|(?:{'|'.join(month[:3] for month in MONTHS)}|sept)\.|"
    rf"\d[\d.:/–-]*(?:st|nd|rd|th|s)?|[ap]\.?m\.?|noon),?(?:\s+|$))+",
    re.IGNORECASE,
)
# "Secretary of State Mike Pompeo" is no country.
_TITLED = re.compile(
    rf"\b(?:President|Minister|Secretary|Secretary of State|Senator|Sen\.|General|Gen\.|Mr\.?|Mrs\.?|Ms\.?)\s+{LETTER}[\w’'-]+"
)
_OFFICIALS = re.compile(
    r"\b(?:soldiers?|personnel|troops|ministers?|officials?|leaders?|presidents?|people|protesters|lawmakers|residents)\b"
)
_MONEY = re.compile(
    r"[$£€¥]|\b(?:dollars?|pounds?|euros?|cents?|pence|francs?|yen|yuan|pesos?|crowns?|kron[aeo]r?|"
    r"kroner|rou?bles?|lira|dinars?|riyals?|shekels?|rs|rupees?|millions?|billions?|trillions?)\b"
)
_PERCENT = re.compile(r"%|\bper ?cent\b|\bhalf\b|\b(?:third|quarter)s?\b|\bmajority\b")
_YEAR = re.compile(r"\b\d{4}")
_SMALL = re.compile(r"(?<![\w’'-])[a-z][\w’'-]*")
_LASTING = re.compile(
    r"\b(?:year|month|week|day|hour|minute|second|decade|centur|generation|until|till|from|since|met(?:er|re)|mile|"
    r"kilomet|feet|foot|inch|yard|page|word)"
)
_EMPTY = re.compile(r"\b(?:the|an?|of|and|in|on|at|for|by|to|from|with|de|la|von|van)\b|\b\w{1,40}['’]s\b")


def _capital(answer: str) -> bool:
    return any(c.isalpha() and not c.islower() for c in answer)  # scripts without case too


def _has(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda answer: bool(pattern.search(answer.lower()))


def _only(places: re.Pattern[str], answer: str) -> bool:
    """Tell whether an answer names such places and nobody else: "Jordan", not "Michael Jordan"."""
    said = re.sub(r"\b[A-Z]{4,}\b", lambda word: word.group().title(), answer)
    return bool(places.search(said)) and not _capital(
        re.sub(r"\b(?:The|THE|AND|Great|Republic|Kingdom|Islands?)\b", "", places.sub("", said))
    )


def _somebody(answer: str) -> bool:
    """Tell whether an answer may be people: not "the Booker Prize" or "Sunday, August 26", but "the winner of the Prize"."""
    if _PEOPLE.search(" ".join(_SMALL.findall(answer))):
        return True
    people = _capital(answer) or _PEOPLE.search(answer.lower())
    return bool(people) and not (_THING.search(answer) or _DAY.fullmatch(answer))


def _reason(answer: str) -> bool:
    """Tell whether an answer is more than a name, a day or a sum: "a strike", not "The Riverside Jazz Festival"."""
    small = _SMALL.findall(_EMPTY.sub(" ", answer))
    return any(len(word) > 2 and not _TIMES.search(word) and not _MONEY.search(word) for word in small)


def _untitled(answer: str) -> bool:
    return _capital(answer) and not _TITLED.search(answer)


def _unpeopled(answer: str) -> bool:
    """Tell whether an answer may be a country by another name: "the German government", but no soldiers or ministers."""
    return _untitled(answer) and not _OFFICIALS.search(answer.lower())


def _digit(answer: str) -> bool:
    return any(c.isdigit() for c in answer)


def _none(_: str) -> bool:
    return False


def _any(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a question of this kind begins, what its answer has, what makes another half as good; are answers names?"""

    asks: re.Pattern[str]
    good: Callable[[str], bool]
    fair: Callable[[str], bool]
    named: bool = False


_KINDS = (
    _Kind(asked.MONEY, _has(_MONEY), _has(_NUMBERS)),
    _Kind(asked.PERCENT, _has(_PERCENT), _has(_NUMBERS)),
    _Kind(asked.LASTING, _has(_LASTING), _has(_NUMBERS)),
    _Kind(asked.COUNT, _has(_NUMBERS), _none),
    _Kind(asked.DEGREE, _has(_NUMBERS), _any),
    _Kind(asked.YEAR, _has(_YEAR), lambda answer: _digit(answer) or bool(_TIMES.search(answer.lower()))),
    _Kind(asked.TIME, _has(_TIMES), _digit),
    _Kind(asked.COUNTRY, lambda answer: _only(COUNTRY, answer), _unpeopled, named=True),
    _Kind(asked.STATE, lambda answer: _only(STATE, answer), _any, named=True),
    _Kind(asked.PLACE, _untitled, _none, named=True),
    _Kind(asked.SOMEBODY, _somebody, _capital, named=True),
    _Kind(asked.NAMED, _capital, _none, named=True),
    _Kind(asked.WHERE, _capital, _any),
    _Kind(asked.WHY, _reason, _any),
)


def fits(question: str, answer: str) -> float:
    """Return how well an answer is a number, a time, somebody, a place or a name, where one is asked for, from 0 to 1.

    Where nothing is known of what is asked for, all is well. Of countries and American states the usual names are known;
    another name is half as good: "Chicago" for "Which state ...", but there are more countries than there were.
    """
    kind = _kind(question)
    if kind is None:
        return 1.0
    return 1.0 if kind.good(answer) else 0.5 * kind.fair(answer)


def says_more(question: str, answer: str) -> bool:
    """Tell whether an answer is a clause or a sentence where somebody, a place or another name is asked for.

    Of SQuAD's gold answers to "who" 1.4 of 100 have more small words than `BRIEF`, to the others 0.6 to 1.8.
    """
    kind = _kind(question)
    return kind is not None and kind.named and len(_SMALL.findall(answer)) > BRIEF


@lru_cache(maxsize=256)
def _kind(question: str) -> _Kind | None:
    """Return the first kind that a question asks for; kept, as every span of every passage is tested."""
    words = asked.clause(question.lower().strip())
    return next((kind for kind in _KINDS if kind.asks.match(words)), None)
