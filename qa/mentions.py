"""Find where a text has a name: in full, or a person's by its last word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.amounts import DAYS
from qa.grammar import OWNER, SMALL_WORDS, is_people
from qa.names import LETTER, is_title, nearly_in, words_of

BETWEEN = 2
"""Words that may stand between a person's first and last name beside the name's own."""

# The dot of initials and of titles belongs to them, that of a sentence does not.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:[^\W\d_]|Gov|Sen|Rep|Gen|Dr|Mr|Mrs|Ms|St|Lt|Col|Sgt|Rev|Prof)\.(?=\s+\w)|"
    r"[^\W_](?:[\w’'-]|\.(?=\w))*|\S"
)
_CAPITAL = re.compile(LETTER)
# What may follow a name and belongs to it.
_SUFFIXES = frozenset("jr sr ii iii iv vi vii viii inc ltd corp plc ag".split())

Tokens = Sequence[re.Match[str]]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who or what bears a name: its words, folded; is it a `person`, and are they `several`?"""

    name: Sequence[str]
    person: bool
    several: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a name stands: the places of its first and last token; is it there in full?"""

    first: int
    last: int
    full: bool


def tokens_of(text: str) -> Tokens:
    """Return the words and marks of a text."""
    return list(_TOKEN.finditer(text))


def mentions(bearer: Bearer, text: str, tokens: Tokens) -> Iterator[Mention]:
    """Yield where a text, cut into tokens, has a name: a thing's in full, a person's with or without the first names.

    "Berg" is Ida Berg, but "Lars Berg", "Berg Street" and "Boeing 737" are others.
    """
    for at, token in enumerate(tokens):
        capital = _CAPITAL.search(token.group())  # "May", not "may"
        if words_of(token.group())[-1:] != tuple(bearer.name[-1:]) or (bearer.person and not capital):
            continue
        first, last = _first_of(bearer, text, tokens, at), at
        while last + 1 < len(tokens) and tokens[last + 1].group().lower().rstrip(".") in _SUFFIXES:
            last += 1
        before = tokens[first - 1].group() if beside(text, tokens, first) else ""
        after = tokens[last + 1].group() if last + 1 < len(tokens) and beside(text, tokens, last + 1) else ""
        full = first < at or len(bearer.name) == 1
        if not bearer.person:
            full = words_of(text[tokens[first].start() : token.end()]) == tuple(bearer.name)
        another = not full and (not bearer.person or (_CAPITAL.match(before) and not _stands_before_names(before)))
        ends = OWNER.fullmatch(tokens[last].group()) or after.lower() in DAYS
        longer = after[:1].isdigit() or (_CAPITAL.match(after) and capital and not ends)
        if not another and not longer:
            yield Mention(first, last, full)


def is_mentioned(bearer: Bearer, text: str) -> bool:
    """Tell whether a text has a name, in full or by its last word."""
    return any(True for _ in mentions(bearer, text, tokens_of(text)))


def is_named(bearer: Bearer, text: str) -> bool:
    """Tell whether a text has the whole name: all its words, or of a person the first and the last with few between."""
    words, (name, room) = words_of(text), (tuple(bearer.name), len(bearer.name) + BETWEEN)
    if len(name) == 1:
        return nearly_in(name[0], set(words))
    if not bearer.person:
        return any(words[at : at + len(name)] == name for at, word in enumerate(words) if word == name[0])
    return any(nearly_in(name[-1], words[at + 1 : at + room]) for at, word in enumerate(words) if word == name[0])


def has_namesake(bearer: Bearer, text: str) -> bool:
    """Tell whether a text has somebody else of a person's last name: of "Berg" alone it is not known then who it is."""
    if len(bearer.name) < 2:
        return False
    tokens = tokens_of(text)
    return any(
        words_of(token.group())[-1:] == (bearer.name[-1],)
        and bool(_CAPITAL.search(token.group()))
        and beside(text, tokens, at)
        and bool(_CAPITAL.match(tokens[at - 1].group()))
        and not _stands_before_names(tokens[at - 1].group())
        and _first_of(bearer, text, tokens, at) == at
        for at, token in enumerate(tokens)
    )


def beside(text: str, tokens: Tokens, at: int) -> bool:
    """Tell whether there is a word before this one, and nothing but space between them, no new paragraph."""
    if at <= 0 or not tokens[at - 1].group()[0].isalnum():
        return False
    between = text[tokens[at - 1].end() : tokens[at].start()]
    return not between.strip() and between.count("\n") < 2


def _first_of(bearer: Bearer, text: str, tokens: Tokens, last: int) -> int:
    """Return the place of the first word of a name, given that of its last one: with "Ida Marie Berg" that of "Ida"."""
    first = last
    while beside(text, tokens, first) and _of_name(bearer, tokens[first - 1].group(), last - first):
        first -= 1
    if first == last and len(bearer.name) > 1 and beside(text, tokens, last) and beside(text, tokens, last - 1):
        middle, given = tokens[last - 1].group(), tokens[last - 2].group()
        return last - 2 if _CAPITAL.match(middle) and words_of(given) == tuple(bearer.name[:1]) else last
    return first


def _of_name(bearer: Bearer, word: str, taken: int) -> bool:
    """Tell whether the word before belongs to the name: one of its own, an initial, or a first name that was not asked with."""
    own = words_of(word)
    if len(bearer.name) > 1:
        initial = bearer.person and len(own) == 1 and len(own[0]) == 1 and bool(_CAPITAL.match(word))
        return initial or (taken < len(bearer.name) + 1 and not set(own).isdisjoint(bearer.name[:-1]))
    return bearer.person and taken < 2 and bool(_CAPITAL.match(word)) and not _stands_before_names(word)


def _stands_before_names(word: str) -> bool:
    return is_title(word) or is_people(word) or bool(OWNER.fullmatch(word)) or word.lower().rstrip(".") in SMALL_WORDS
