"""Who takes a post and who gives it: of "The governor named the judge Ida Berg to lead the inquiry" Ida Berg leads it."""

from __future__ import annotations

import re

from index.types import Span
from qa.names import CAPITAL
from qa.reader.stems import stem

_DOES = re.compile(r"who\s+(?:will\s+|would\s+|now\s+)?(?P<deed>[a-z]+)")
_GIVES = re.compile(
    r"\s+(?:has\s+|have\s+|had\s+)?(?:named|appointed|chose|chosen|picked|hired|selected|nominated|asked)\s+"
    r"(?P<taker>(?:(?:the|an?|his|her|its|their)\s+)?(?:[a-z][\w-]*\s+){0,4}"
    rf"{CAPITAL}(?:\s+(?:de|del|da|van|von)\s+|\s+){CAPITAL}(?:\s+{CAPITAL}){{0,3}})"
    r"(?:,[^,.;]{1,60},)?\s+to\s+(?P<deed>[a-z]+)"
)


def in_place_of_giver(question: str, text: str, at: Span) -> Span:
    """Return where the one stands whom a sentence says was given what is asked for, where its giver was found.

    Args:
        question: in small letters; only "Who leads ...?" and its like ask for such.
        text: the sentence.
        at: what was found in it: the giver, right before the word for giving, or with it.
    """
    asked = _DOES.match(question)
    if asked is None:
        return at
    given = _GIVES.match(text, at[1]) or next((g for g in _GIVES.finditer(text, at[0]) if g.start() < at[1]), None)
    return given.span("taker") if given and stem(given["deed"]) == stem(asked["deed"]) else at
