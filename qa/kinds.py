"""Tell whether an answer is of the kind that a question asks for.

The words were chosen on the gold answers of SQuAD's training side: after "which country" 95 of 100 have a capital, after
"how many" 97 of 100 a number, after "who" 99 of 100 a capital or a word for people.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from qa.amounts import MONTHS, WEEKDAYS
from qa.places import COUNTRY, STATE

BRIEF = 7
"""How many words in small letters a name may have beside it: "the engineer who had drawn the plans, Ida Holm"."""

# What decides is the word that the question begins with, or its last clause: "When the war ended, who ...?", but not "Give
# the number of people who ..." or "Did it rain when ...?".
_SENTENCE = re.compile(r"(?<=\w\w\w)[.!?:][\"”’]?\s+")
_WHICH = r"(?:who|whom|whose|what|which|when|where|why|how)\b"
_AT = rf"(?:(?:in|on|at|by|to|from|for|of|with|under|about|against|during|after|before|since|until) )?(?={_WHICH})"
_BEGINS = re.compile(rf"^(?:and |but |so |then )?{_AT}(?!when\b[^,]*,.*\b{_WHICH})")
_CLAUSE = re.compile(rf",\s*(?:and )?{_AT}")
_INSIDE = re.compile(r"\b(?=(?:what|which|how)\b)")
# What stands between "which" and the noun that is asked for: "Which small American coffee chain ...", not "Which of the ..."
# or "Which animal lives near rivers?": no small words, and nothing that may be a verb.
_WHAT = (
    r"(?:what|which) (?:(?!(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|may|might|of|in|on|at|to|for|"
    r"from|by|with|and|or|the|an?|that|who|which|what|it|he|she|they|near|made|led|held|hit|left|sank|kept|won|got|let|"
    r"(?!(?:united|red|famed|\w+-\w+)\b)\w+ed|(?!(?:us|sports|news|arts|sales|series|\w+(?:ss|ous))\b)\w+s)\b(?!['’]))"
    r"[\w.’'-]+,? ){0,4}?"
)
# What follows that noun, as "city" in "Which city hosted ...", not in "Which city council ...".
_HEAD = (
    r"(?=\s*(?:[?,.]|$|(?:did|do|does|is|are|was|were|has|have|had|will|would|can|could|should|may|might|in|on|to|at|for|from|by|with|"
    r"after|before|during|this|last|under|since|as|while|against|about|near|between|because|"
    r"that|who|where|when|and|or|also|first|now|never|still|just|won|led|made|held|built|became|wrote|sold|gave|took|saw|said|"
    r"lost|beat|left|came|went|began|got|met|ran|bought|sent|kept|grew|fell|drew|hit|put|set|(?:support|border|own|make|host|lead|"
    r"win|hold|use|produce|play|claim|control|say|want|back|oppose|recogni[sz]e|endorse|run|share)s?|\w+ed|\w+ly)\b))"
)
_COUNT = re.compile(r"how (?:many|much|old|far|tall|big|high|heavy)\b|(?:what|which) (?:number|share|amount) of\b")
_TIME = re.compile(r"when\b|(?:what|which) (?:date|day|month|century|decade)\b")
_PLACE = re.compile(
    _WHAT
    + r"(?:cit(?:y|ies)|towns?|villages?|continents?|islands?|rivers?|lakes?|oceans?|seas?|mountains?|streets?|avenues?|"
    r"roads?|highways?|airports?|count(?:y|ies)|provinces?|territor(?:y|ies)|colon(?:y|ies)|kingdoms?|empires?|boroughs?|"
    r"neighbou?rhoods?|planets?)\b" + _HEAD
)
_COUNTRY = re.compile(_WHAT + r"(?:countr(?:y|ies)|nations?)\b" + _HEAD)
_STATE = re.compile(r"(?:what|which) (?:(?:us|u\.s\.|american) )?states?\b" + _HEAD)
_SOMEBODY = re.compile(
    r"who(?:m|se)?\b|"
    + _WHAT
    + r"(?:actors?|actress(?:es)?|artists?|athletes?|authors?|candidates?|celebrit(?:y|ies)|coach(?:es)?|comedians?|composers?|"
    r"contestants?|critics?|directors?|economists?|editors?|emperors?|explorers?|generals?|governors?|gymnasts?|historians?|"
    r"journalists?|judges?|kings?|lawmakers?|monarchs?|musicians?|officials?|philosophers?|players?|poets?|"
    r"politicians?|popes?|producers?|professors?|queens?|rappers?|rulers?|scholars?|scientists?|senators?|singers?|writers?)\b"
    + _HEAD
)
_NAMED = re.compile(
    r"what(?:['’]s| is| was| are| were) the (?:full |real |first )?names? of\b|"
    + _WHAT
    + r"(?:administrations?|agenc(?:y|ies)|airlines?|albums?|apps?|arm(?:y|ies)|automakers?|awards?|bands?|banks?|battles?|books?|"
    r"brands?|bridges?|browsers?|carmakers?|chains?|church(?:es)?|civili[sz]ations?|clubs?|colleges?|committees?|"
    r"compan(?:y|ies)|consoles?|corporations?|councils?|denominations?|dialects?|dynast(?:y|ies)|"
    r"ethnicit(?:y|ies)|festivals?|films?|firms?|franchises?|hotels?|hurricanes?|institutes?|"
    r"institutions?|landmarks?|languages?|leaders?|leagues?|librar(?:y|ies)|magazines?|managers?|ministers?|movies?|museums?|"
    r"national park|nationalit(?:y|ies)|newspapers?|novels?|organi[sz]ations?|palaces?|part(?:y|ies)|platforms?|poems?|"
    r"presidents?|publications?|publishers?|religions?|republics?|restaurants?|retailers?|schools?|show|societ(?:y|ies)|songs?|"
    r"stadiums?|stations?|stores?|studios?|surnames?|teams?|theat(?:er|re)s?|treat(?:y|ies)|tribes?|"
    r"universit(?:y|ies)|wars?|websites?)\b" + _HEAD
)
_NUMBERS = re.compile(
    r"\d|\b(?:zero|none|nobody|free|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|"
    r"eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?|"
    r"trillions?|half|quarter|third|once|twice|doubled?|tripled?|all|a|an|few|several|every|no|daily|weekly|monthly|yearly|annual(?:ly)?|"
    r"decades?|centur(?:y|ies))\b"
)
_TIMES = re.compile(
    rf"\d|\b(?:{'|'.join((*MONTHS, *WEEKDAYS))}|spring|summer|autumn|fall|winter|century|decade|years?|months?|weeks?|days?|"
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
    r"ever|later|former|computer|center)s?\b)\w+(?:er|ist|ian)s?)\b"
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
    r"\b(?:President|Minister|Secretary|Secretary of State|Senator|Sen\.|General|Gen\.|Mr\.?|Mrs\.?|Ms\.?)\s+[^\W\d_a-z][\w’'-]+"
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


def _untitled(answer: str) -> bool:
    return _capital(answer) and not _TITLED.search(answer)


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
    _Kind(
        re.compile(
            r"how much (?:money\b|(?:did|does|do|is|was|were|will|would|has|have|had|are|can)\b.*\b(?:cost|paid|pay|spen[dt]|worth|price|sold)\b)"
        ),
        _has(_MONEY),
        _has(_NUMBERS),
    ),
    _Kind(re.compile(r"(?:what|which) (?:percentage|percent)\b"), _has(_PERCENT), _has(_NUMBERS)),
    _Kind(re.compile(r"how long\b"), _has(_LASTING), _has(_NUMBERS)),
    _Kind(_COUNT, _has(_NUMBERS), _none),
    _Kind(re.compile(r"(?:what|which) year\b"), _has(_YEAR), _has(_TIMES)),
    _Kind(_TIME, _has(_TIMES), _none),
    _Kind(_COUNTRY, lambda answer: _only(COUNTRY, answer), _untitled, named=True),
    _Kind(_STATE, lambda answer: _only(STATE, answer), _any, named=True),
    _Kind(_PLACE, _untitled, _none, named=True),
    _Kind(_SOMEBODY, _somebody, _capital, named=True),
    _Kind(_NAMED, _capital, _none, named=True),
    _Kind(re.compile(r"where\b"), _capital, _any),
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
    asked = _asked(question.lower().strip())
    return next((kind for kind in _KINDS if kind.asks.match(asked)), None)


def _asked(question: str) -> str:
    """Return a question from the word on that says what is asked for; nothing where there is none."""
    text = _SENTENCE.split(question)[-1]
    if begins := _BEGINS.match(text):
        return text[begins.end() :]
    clauses = list(_CLAUSE.finditer(text))
    if clauses:
        return text[clauses[-1].end() :]
    inside = _INSIDE.search(text)
    return text[inside.start() :] if inside else ""
