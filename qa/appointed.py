"""Who takes a post and who gives it: of "The governor named the judge Ida Berg to lead the inquiry" Ida Berg leads it."""

from __future__ import annotations

import re
from collections.abc import Collection

from index.types import Span
from qa.names import CAPITAL
from qa.reader.stems import stem

_GIVES = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!being )(?<!is )(?<!be )\b(?P<gave>named|appointed|chose|picked|hired|selected|nominated|elected|installed|"
    r"asked|promoted)\s+(?P<taker>(?:(?:the|an?|his|her|its|their)\s+)?(?:[a-z][\w-]*\s+){0,4}"
    rf"{CAPITAL}(?:\s+(?:de|del|da|van|von)\s+|\s+){CAPITAL}(?:\s+{CAPITAL})*)"
    r"(?:\s*,[^,.;]{1,60},)?\s+(?:to\s+(?P<deed>[a-z]+)|(?:as\s+)?(?P<post>(?:[a-z][\w-]*\s*){1,6}))"
)


def in_place_of_giver(text: str, at: Span, asked_for: Collection[str]) -> Span:
    """Return where the one stands whom a sentence says was given what is asked for, where its giver was found.

    Args:
        text: the sentence.
        at: what was found in it.
        asked_for: the question's words, as stems.
    """
    for given in _GIVES.finditer(text):
        post = {stem(word) for word in (given["deed"] or given["post"] or "").split()}
        if at[0] < given.start() and not {stem(given["gave"])} & set(asked_for) and post & set(asked_for):
            return given.span("taker") if at[0] >= _clause_start(text, given.start()) else at
    return at


def _clause_start(text: str, before: int) -> int:
    return max(text.rfind(mark, 0, before) for mark in (";", ":", ". ", "”")) + 1
