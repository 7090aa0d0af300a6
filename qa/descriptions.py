"""Find what a sentence says somebody or something is: "opposition leader", "a game called Brix".

English says it in few places: right before a name ("opposition leader Ida Berg"), behind it between commas ("Ida Berg, a
teacher from Corley, ..."), with "is" or "was", as what is called so, and in brackets for the letters that stand for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.types import Span
from qa.abbreviations import in_full
from qa.grammar import (
    DETERMINER,
    MODIFIER,
    OWNER,
    SMALL_WORDS,
    VERB,
    is_determined,
    is_people,
    is_thing,
    is_verbal,
    of_people,
    of_thing,
)
from qa.names import is_title, words_of

LONGEST = 25
"""Words of a description."""

_TOKEN = re.compile(r"[^\W_](?:[\w’'-]|\.(?=\w|\s+\w))*|\S")
# What opens a phrase behind a name: a comma, perhaps behind an age, a dash or a bracket; and no further clause or day.
_APPOSED = re.compile(
    r"(?:\s*\([^()]{1,40}\))?(?:\s*,\s*(?:aged? )?\d{1,3}(?=\s*,))?(?:\s*(?:,|—|–|\s-\s)\s*|\s+\()"
    r"(?!(?:and|or|but|who|whom|which|where|when|(?:an?|the)\s+(?:\w+\s+)?(?:year|month|week|day|decade|hour|moment|time)s?)\b)"
)
_IS = re.compile(
    r"(?:\s*\([^()]{1,60}\)|\s*,[^,;:]{1,60},)?,?\s+(?:who\s+|which\s+)?(?P<be>is|was|are|were|became|remains?|ha(?:s|d|ve) been)\s+"
    r"(?:(?:also|still|now|then|once|currently|formerly)\s+)?(?:(?:\w+ly\s+)?(?:defined|described|known)\s+as\s+)?(?!not\b)"
)
_LED_TO = re.compile(r"\b(?:of|for|at|in|on|from|with|to|by|and)(?:\s+the)?\s+$", re.IGNORECASE)
_CALLED = re.compile(
    r"(?:(?P<mark>[,:])|,?\s(?:named|called|known as|dubbed|nicknamed|titled))\s+[\"“‘']?(?:the\s+)?$", re.IGNORECASE
)
_ENDS = re.compile(
    r"[,;:!?—–()\"“”]|\.(?=\s*$|\s+[^\W\d_a-z]\w*\s)|\s-\s|\s+(?:who|which|whose|when|where|while|after|before|because|but|said|says|told|"
    r"tweeted|added|wrote|as|is|was|are|were|has|had|have|will|would|could|can|did|does|do)\b"
)
_THAT = re.compile(r"\s+that\b")
_OPENS = re.compile(
    r"[\"“]?(?:in|with|at|on|under|after|for|since|during|by|unlike|like|before|to|from)\s+(?:the\s+)?", re.IGNORECASE
)
_FRONT = re.compile(r"[;:—–()\"“”]|,\s|\b(?:that|when|while|as|by|after|but|and)\s")
_BEGIN = re.compile(r"(?<![\w’'-])(?:the|an?|his|her|its|their|one|[\w.-]+['’]s)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who or what bears a name: its words, folded; is it a `person`, and are they `several`?"""

    name: Sequence[str]
    person: bool
    several: bool = False


def descriptions(bearer: Bearer, sentence: str) -> Iterator[Span]:
    """Yield where a sentence says what the bearer of a name is: offsets in the sentence.

    Of a person only what has a word for people counts: "Ida Berg, the first of five" says little.
    """
    tokens = list(_TOKEN.finditer(sentence))
    for first, last in _mentions(bearer.name, sentence, tokens):
        start, end = tokens[first].start(), tokens[last].end()
        found = [
            None if bearer.person else in_full(sentence, start, end),
            _before(sentence, tokens[:first], start, bearer),
            _behind(sentence, start, end, bearer),
            _equated(sentence, start, end, bearer),
            _called(sentence, start, bearer),
        ]
        yield from dict.fromkeys(place for place in found if place)


def has_name(name: Sequence[str], sentence: str) -> bool:
    """Tell whether a sentence has a name, given as folded words, or its end: "Berg" for "Ida Berg", but not "Lars Berg"."""
    return any(True for _ in _mentions(name, sentence, list(_TOKEN.finditer(sentence))))


def _mentions(name: Sequence[str], text: str, tokens: Sequence[re.Match[str]]) -> Iterator[Span]:
    """Yield the places of the first and the last token of a name wherever it stands."""
    for at, token in enumerate(tokens):
        if words_of(token.group())[-1:] != tuple(name[-1:]):
            continue
        first = at
        while _beside(text, tokens, first) and _of_name(name, tokens[first - 1].group(), at - first):
            first -= 1
        before = tokens[first - 1].group() if _beside(text, tokens, first) else ""
        after = tokens[at + 1].group() if at + 1 < len(tokens) and _beside(text, tokens, at + 1) else ""
        another = len(name) > 1 and first == at and before[:1].isupper() and not _stands_before_names(before)
        longer = after[:1].isdigit() or (after[:1].isupper() and token.group()[0].isupper())  # "Berg Street"
        if not another and not longer:
            yield first, at


def _beside(text: str, tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Tell whether there is a word before this one, and nothing but space between them."""
    word = tokens[at - 1] if at > 0 else None
    return word is not None and word.group()[0].isalnum() and not text[word.end() : tokens[at].start()].strip()


def _of_name(name: Sequence[str], word: str, taken: int) -> bool:
    """Tell whether the word before belongs to the name: one of its own, an initial, or a first name that was not asked with."""
    own = words_of(word)
    if len(name) > 1:
        return not set(own).isdisjoint(name[:-1]) or (len(own[:1]) == len(own[0]) == 1 and word[0].isupper())
    return taken < 2 and word[0].isupper() and not _stands_before_names(word)


def _stands_before_names(word: str) -> bool:
    return is_title(word) or is_people(word) or bool(OWNER.fullmatch(word)) or word.lower().rstrip(".") in SMALL_WORDS


def _before(text: str, tokens: Sequence[re.Match[str]], start: int, bearer: Bearer) -> Span | None:
    """Return the words right before a name that say what it is: "Brazil's president", "Secretary of State", "the game"."""
    if not tokens or text[tokens[-1].end() : start].strip():
        return None
    nearest = first = _head(tokens, bearer)
    if nearest is None or first is None:
        return None
    while len(tokens) - first < 9 and _beside(text, tokens, first):
        word = tokens[first - 1].group()
        small = word.lower()
        behind = tokens[first - 2].group() if first > 1 else ""
        if DETERMINER.fullmatch(word) or OWNER.fullmatch(word):
            first -= 1
            while OWNER.fullmatch(word) and _beside(text, tokens, first) and tokens[first - 1].group()[0].isupper():
                first -= 1
            break
        owned = bool(DETERMINER.fullmatch(behind) or OWNER.fullmatch(behind))
        capital = tokens[first].group()[0].isupper()
        noun = first == nearest and not capital and not VERB.fullmatch(small)  # "basketball star"
        particle = capital and small in ("al", "el", "de")
        if small.rstrip(".") in SMALL_WORDS or not (
            owned or noun or particle or word[0].isupper() or word[0].isdigit() or MODIFIER.fullmatch(small)
        ):
            break
        first -= 1
    bare = not bearer.person and first == nearest
    return None if bare else (tokens[first].start(), tokens[-1].end())


def _head(tokens: Sequence[re.Match[str]], bearer: Bearer) -> int | None:
    """Return the place of the noun that a name follows, or that "of" leads from: "Secretary of State"."""
    last = len(tokens) - 1
    if not bearer.person:
        return last if is_thing(tokens[last].group()) else None
    if is_people(tokens[last].group(), several=bearer.several):
        return last
    for at in range(last, max(0, last - 7), -1):
        word = tokens[at].group()
        if word == "of" and at < last and is_people(tokens[at - 1].group(), several=bearer.several):
            return at - 1
        if not (word[0].isupper() or (at < last and word in ("of", "the", "and", "for"))):
            return None
    return None


def _phrase(text: str, start: int, *, that: bool) -> Span | None:
    """Return the phrase that begins somewhere, up to the mark or word that ends it, without small words at its end."""
    end = _ENDS.search(text, start)
    stop = end.start() if end else len(text)
    if not that and (said := _THAT.search(text, start, stop)):
        stop = said.start()
    words = text[start:stop].split()
    while words and words[-1].lower() in SMALL_WORDS:
        stop = start + text[start:stop].rstrip().rfind(words.pop())
    return (start, start + len(text[start:stop].rstrip())) if 0 < len(words) <= LONGEST else None


def _behind(text: str, start: int, end: int, bearer: Bearer) -> Span | None:
    """Return the phrase between commas behind a name: ", a teacher from Corley,"; not what "In Brix, the ..." goes on with."""
    comma = _APPOSED.match(text, end)
    place = _phrase(text, comma.end(), that=not bearer.person) if comma else None
    if place is None:
        return None
    words = text[place[0] : place[1]].split()
    if words[0].lower() not in ("a", "an") and _OPENS.fullmatch(text[:start]):
        return None
    if bearer.person:
        return place if of_people(words, several=bearer.several) else None
    opened = text[place[0] - 1] == "(" and text[place[1] : place[1] + 1] == ")"
    good = is_determined(words) or (opened and words[0].islower() and len(words) > 1)
    return place if good and of_thing(words) else None


def _equated(text: str, start: int, end: int, bearer: Bearer) -> Span | None:
    """Return what the bearer of a name is said to be: "is a teacher"; "the plan of Ida Berg is a mess" says it of the plan."""
    be = _IS.match(text, end)
    place = _phrase(text, be.end(), that=not bearer.person) if be and not _LED_TO.search(text[:start]) else None
    if be is None or place is None:
        return None
    words = text[place[0] : place[1]].split()
    plural = bearer.several and be["be"] in ("are", "were")
    if plural and words[0].lower() not in SMALL_WORDS and not is_verbal(words[0]):
        return place
    good = of_people(words, several=bearer.several) if bearer.person else is_determined(words) and of_thing(words)
    return place if good else None


def _called(text: str, start: int, bearer: Bearer) -> Span | None:
    """Return what is called so: "a game called Brix", "The head of the union, Ida Berg,"."""
    link = _CALLED.search(text[:start])
    if link is None:
        return None
    front = text[: link.start()].rstrip(" ,")
    clause = max((m.end() for m in _FRONT.finditer(front)), default=0)
    begins = [m.start() for m in _BEGIN.finditer(front, clause)]
    while len(begins) > 1 and _LED_TO.search(front[: begins[-1]]):
        begins.pop()
    if not begins or not 2 <= len(front[begins[-1] :].split()) <= LONGEST:
        return None
    if link["mark"] and (front[clause : begins[-1]].strip() or not bearer.person):
        return None
    if bearer.person and not bearer.several and not of_people(front[begins[-1] :].split(), several=False):
        return None
    return begins[-1], len(front)
