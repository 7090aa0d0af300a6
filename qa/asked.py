"""Find the words of a question that ask, and tell what kind of thing they ask for."""

from __future__ import annotations

import re

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
# "What was the average price of a house?": up to two words before the noun, none that looks like a verb, and no participle at
# the end, which asks for something else: "What is the price of bread driven by?"
_IS_THE = (
    r"what(?:['’]s| is| was) (?:the|his|her|its|their|[\w’'-]+['’]s) "
    r"(?:(?!(?:of|for|in|on|at|to|by|with|from|about|between|and|or|one|that|behind|over|under|above|below)\b|\w+ing\b)[\w’'-]+ ){0,2}?"
)
_OF_IT = (
    r"(?=\s*(?:[?,.]|$|(?:of|for|in|at|on|during|per|paid)\b))"
    r"(?!.*\b(?:\w+(?:ed|en|own|ught|ade|aid|eld|uilt) (?:of|on|by|with|for|to|from|in|as|up|up of)|called|named|based)\b[ ?.]*$)"
)
COUNT = re.compile(
    r"how (?:many|much|old|far|tall|big|high|heavy)\b|(?:what|which) (?:number|share|amount|fraction) of\b|"
    + _IS_THE
    + r"(?:age|amount|distance|gdp|height|income|length|number|percentage|population|price|rate|salary|"
    r"temperature)\b" + _OF_IT
)
DEGREE = re.compile(r"how (?:fast|deep|wide|thick|hot|cold)\b")
TIME = re.compile(r"when\b|(?:what|which) (?:date|day|month|century|decade)\b|" + _IS_THE + r"(?:date|year)\b" + _OF_IT)
PLACE = re.compile(
    _WHAT
    + r"(?:cit(?:y|ies)|towns?|villages?|continents?|islands?|rivers?|lakes?|oceans?|seas?|mountains?|streets?|avenues?|"
    r"roads?|highways?|airports?|count(?:y|ies)|provinces?|territor(?:y|ies)|colon(?:y|ies)|kingdoms?|empires?|boroughs?|"
    r"neighbou?rhoods?|planets?)\b" + _HEAD
)
COUNTRY = re.compile(_WHAT + r"(?:countr(?:y|ies)|nations?)\b" + _HEAD)
STATE = re.compile(r"(?:what|which) (?:(?:us|u\.s\.|american) )?states?\b" + _HEAD)
SOMEBODY = re.compile(
    r"who(?:m|se)?\b|"
    + _WHAT
    + r"(?:actors?|actress(?:es)?|artists?|athletes?|authors?|candidates?|celebrit(?:y|ies)|coach(?:es)?|comedians?|composers?|"
    r"contestants?|critics?|directors?|economists?|editors?|emperors?|explorers?|generals?|governors?|gymnasts?|historians?|"
    r"journalists?|judges?|kings?|lawmakers?|monarchs?|musicians?|officials?|philosophers?|players?|poets?|"
    r"politicians?|popes?|producers?|professors?|queens?|rappers?|rulers?|scholars?|scientists?|senators?|singers?|writers?)\b"
    + _HEAD
)
NAMED = re.compile(
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
MONEY = re.compile(
    r"how much (?:money\b|(?:did|does|do|is|was|were|will|would|has|have|had|are|can)\b.*\b(?:cost|paid|pay|spen[dt]|worth|price|sold)\b)"
)
PERCENT = re.compile(r"(?:what|which) (?:percentage|percent)\b")
LASTING = re.compile(r"how long\b")
YEAR = re.compile(r"(?:what|which) year\b")
WHERE = re.compile(r"where\b")
WHY = re.compile(r"why (?!not\b)")


def clause(question: str) -> str:
    """Return a question from the word on that says what is asked for; nothing where there is none."""
    text = _SENTENCE.split(question)[-1]
    if begins := _BEGINS.match(text):
        return text[begins.end() :]
    clauses = list(_CLAUSE.finditer(text))
    if clauses:
        return text[clauses[-1].end() :]
    inside = _INSIDE.search(text)
    return text[inside.start() :] if inside else ""
