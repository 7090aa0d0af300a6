"""Find what a sentence says somebody or something is: "opposition leader", "a game called Brix".

English says it in few places: right before a name ("opposition leader Ida Berg"), behind it between commas ("Ida Berg, a
teacher from Corley, ..."), with "is" or "was", as what is called so, and in brackets for the letters that stand for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.types import Span
from qa.abbreviations import in_full
from qa.grammar import (
    SMALL_WORDS,
    is_determined,
    is_people,
    is_thing,
    of_people,
    of_thing,
)
from qa.mentions import Bearer, Mention, Tokens, beside, mentions, tokens_of
from qa.names import LETTER, is_title
from qa.premodifiers import before_name

LONGEST = 25
"""Words of a description."""
NEAR = 80
"""Characters before a name in which the words are looked for that lead to it."""

# What opens a phrase behind a name: a comma, perhaps behind an age, a dash or a bracket; and no further clause or day.
_APPOSED = re.compile(
    r"\.?+(?:\s*+\([^()]{1,40}\))?(?:\s*+,\s*+(?:aged? )?\d{1,3}(?=\s*,))?(?:[\"”’]?\s*+,[\"”’]?\s*+|\s*+[—–]\s*+|\s++-\s++|\s++\()"
    r"(?!(?:and|or|but|who|whom|which|where|when|(?:an?|the)\s+(?:\w+\s+)?(?:year|month|week|day|decade|hour|moment|time|decision|move|fact|step|sign|figure|number|record)s?)\b)"
)
# "is a", "who was the", "is commonly defined as a", perhaps behind something between commas or brackets.
_IS = re.compile(
    r"(?:\s*\([^()]{1,60}\)|\s*,[^,;:]{1,60},|[\"”’])?,?\s+(?:who\s+|which\s+)?(?P<be>is|was|are|were|became|remains?|ha(?:s|d|ve) been)\s+"
    r"(?:(?:also|still|now|then|once|currently|formerly)\s+)?(?:(?:\w+ly\s+)?(?:defined|described|known)\s+as\s+)?(?!not\b)"
)
# What is said of "the plan of Ida Berg" is not said of her.
_LED_TO = re.compile(r"\b(?:of|for|at|in|on|from|with|to|by|and)(?:\s+the)?\s+$", re.IGNORECASE)
_DOUBTED = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|doubt\w*|no evidence|whether|if|not|never|false\w*|rumou?r\w*|allege\w*)\b",
    re.IGNORECASE,
)
# Between what is called so and the name: a comma or colon, or such a verb.
_CALLED = re.compile(
    r"(?P<mark>[,:]\s+[\"“‘']?)$|,?\s(?P<verb>named|called|known as|dubbed|nicknamed|titled)\s+[\"“‘']?(?:the\s+)?$",
    re.IGNORECASE,
)
# What may follow a name that is called so; "The president named Ida Berg ambassador" calls the president nothing.
_CALLED_SO = re.compile(
    rf"[\"”’']?(?:\s*(?:[.;:)—–!?]|$)|,(?!\s+{LETTER})|\s+(?:who|which|that|is|was|were|has|had|in|on|at|from|for|with|to|by|will|would|\w+ed)\b(?!,))"
)
# What ends a phrase: what closes it, a conjunction, a verb of saying, another verb; a comma in a number ends nothing.
_ENDS = re.compile(
    r"(?P<closed>,(?!\d{3})|[—–)]|\s+(?:who|which|whose)\b)|[;:!?(\"“”]|\.(?=\W*$)|\s-\s|\s+(?:when|where|while|after|before|because|but|as)\b|"
    r"\s+(?:(?P<said>said|says|told|tweeted|added|wrote)|(?P<verb>is|was|are|were|has|had|have|will|would|could|can|did|does|do))\b"
)
_THAT = re.compile(r"\s+that\b")
_PIECE = re.compile(r"[,;:—–(]\s*|\b(?:and|but|that)\s+")
_CLOSED = re.compile(r"[\"”’]?\s*[,.;:)—–!?]")
# "After talks with Berg, the mayor ..." goes on with somebody else, unless a comma closes what is between.
_OPENS = re.compile(
    r"[\"“]?(?:in|with|at|on|under|after|for|since|during|by|unlike|like|before|to|from|of|without|if|when|while|as|asked|according|"
    r"despite|about|against|outside|inside|near|beside|above|behind|\w+ing)\b",
    re.IGNORECASE,
)
# "declined to", but not "owned by": a verb and no participle behind its noun.
_PAST = re.compile(r"\b\w+ed\b(?! (?:by|in|at|on|from|for|as|with|of)\b)")
# Where the clause begins that leads to a name, and where in it the phrase may begin.
_FRONT = re.compile(r"[;:—–()\"“”]|,\s|\b(?:that|when|while|after|but)\s")
_BEGIN = re.compile(
    rf"(?<![\w’'-])(?:(?:the\s+)?(?-i:{LETTER}[\w.-]*\s+){{0,3}}[\w.-]+['’]s|the|an?|his|her|its|their|one)\s",
    re.IGNORECASE,
)


def descriptions(bearer: Bearer, sentence: str, *, alone: bool = True) -> Iterator[Span]:
    """Yield where a sentence says what the bearer of a name is: offsets in the sentence.

    Of one person only what has a word for people counts: "Ida Berg, the first of five" says little. Without `alone`, a last name
    alone does not count.
    """
    tokens = tokens_of(sentence)
    for mention in mentions(bearer, sentence, tokens):
        if not (alone or mention.full):
            continue
        start, end = tokens[mention.first].start(), tokens[mention.last].end()
        found = [
            None if bearer.person else in_full(sentence, start, end),
            before_name(sentence, tokens, mention, bearer),
            _behind(sentence, start, end, bearer),
            _equated(sentence, start, end, bearer),
            _called(sentence, tokens, mention, bearer),
        ]
        yield from dict.fromkeys(place for place in found if place)


def _phrase(text: str, start: int, *, with_that: bool) -> tuple[Span, str | None] | None:
    """Return the phrase that begins somewhere, without small words at its end, and how it ends: closed, by a verb or neither."""
    end = _ENDS.search(text, start)
    stop, ending = (end.start(), end.lastgroup) if end else (len(text), None)
    if that := _THAT.search(text, start, stop):  # a verb behind it is of another clause
        stop, ending = stop if with_that else that.start(), "closed"
    words = text[start:stop].split()
    while words and words[-1].lower() in SMALL_WORDS:
        stop = start + text[start:stop].rstrip().rfind(words.pop())
    place = start, start + len(text[start:stop].rstrip())
    return (place, ending) if 0 < len(words) <= LONGEST else None


def _behind(text: str, start: int, end: int, bearer: Bearer) -> Span | None:
    """Return the phrase between commas behind a name: ", a teacher from Corley,"; no clause: "Asked about Berg, the doctor ..."."""
    comma = _APPOSED.match(text, end)
    phrase = _phrase(text, comma.end(), with_that=not bearer.person) if comma else None
    if phrase is None:
        return None
    place, ending = phrase
    before, said = text[max(0, start - NEAR) : start], text[place[0] : place[1]]
    one = said.lower().startswith(("a ", "an "))
    opened = _OPENS.match(before, max((m.end() for m in _PIECE.finditer(before)), default=0))
    goes_on = opened and (not one or _PAST.search(said))
    refused = {"closed": False, "said": True, "verb": opened or not one, None: goes_on}
    if refused[ending]:
        return None
    words = text[place[0] : place[1]].split()
    if bearer.person:
        group = bearer.several and is_determined(words) and of_thing(words)
        return place if group or of_people(words, several=bearer.several) else None
    bracket = (
        text[place[0] - 1] == "(" and text[place[1] : place[1] + 1] == ")" and words[0].islower() and len(words) > 1
    )
    return place if (is_determined(words) or bracket) and of_thing(words) else None


def _equated(text: str, start: int, end: int, bearer: Bearer) -> Span | None:
    """Return what the bearer of a name is said to be: "is a teacher", but not of "the plan of Ida Berg" nor where it is denied."""
    be, before = _IS.match(text, end), text[max(0, start - NEAR) : start]
    if be is None or _LED_TO.search(before) or _DOUBTED.search(before):
        return None
    phrase = _phrase(text, be.end(), with_that=not bearer.person)
    if phrase is None:
        return None
    place, _ = phrase
    words = text[place[0] : place[1]].split()
    if bearer.several and be["be"] in ("are", "were"):
        first = words[0]
        good = first.lower() not in SMALL_WORDS and not first.endswith(("ed", "en", "ing"))
        good = good and any(word.endswith("s") or is_people(word) for word in words[:4])
    elif bearer.person:
        good = of_people(words, several=bearer.several)
    else:
        good = is_determined(words) and of_thing(words)
    return place if good else None


def _called(text: str, tokens: Tokens, mention: Mention, bearer: Bearer) -> Span | None:
    """Return what is called so: "a game called Brix", "The head of the union, Ida Berg,"."""
    first = mention.first
    while bearer.person and beside(text, tokens, first) and is_title(tokens[first - 1].group()):
        first -= 1  # "the harbor master, Captain Berg"
    start = tokens[first].start()
    begin = text.find(" ", start - 2 * NEAR, start) + 1 if start > 2 * NEAR else 0
    link = _CALLED.search(text, begin, start)
    if link is None or not (link["verb"] == "known as" or _CALLED_SO.match(text, tokens[mention.last].end())):
        return None
    front = text[begin : link.start()].rstrip(" ,")
    clause = max((m.end() for m in _FRONT.finditer(front)), default=0)
    begins = [m.start() for m in _BEGIN.finditer(front + " ", clause)]
    opened = link["mark"] and _OPENS.match(front, clause)  # "According to the mayor, Ida Berg was seen"
    if opened and not _CLOSED.match(text, tokens[mention.last].end()):
        return None
    while len(begins) > 1 and _LED_TO.search(front[: begins[-1]]):
        begins.pop()
    words = front[begins[-1] :].split() if begins else []
    if not 2 <= len(words) <= LONGEST or (link["verb"] and link["verb"] != "known as" and not _calls(words, bearer)):
        return None
    if bearer.person:
        good = bearer.several or of_people(words, several=False)
    else:
        good = not link["mark"] or is_thing(words[-1])
    if not good:
        return None
    return begin + begins[-1], begin + len(front)


def _calls(words: list[str], bearer: Bearer) -> bool:
    """Tell whether a phrase is what is called so and not who calls: "a teacher", "the game", but not "the mayor"."""
    return words[0].lower() in ("a", "an", "one") or (not bearer.person and is_thing(words[-1]))
