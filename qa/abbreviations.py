"""Find the words that an abbreviation stands for, where they stand beside it: "gross domestic product (GDP)".

By initials, as in Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text"
(2003), but each letter must begin a word: fewer are found, and none is made up from letters inside words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.search import STOP_WORDS
from index.types import Span

_WORD = re.compile(r"[^\W_][\w’']*")
_LETTERS = re.compile(r"[A-Z]{2,8}s?")
_BRACKET = re.compile(r"\s*\(([^()]{3,80})\)")


def in_full(text: str, start: int, end: int) -> Span | None:
    """Return where the words stand that the letters of `text[start:end]` stand for; None where it has none or they are not there.

    They stand before it, which is in brackets then, or in brackets behind it.
    """
    if not _LETTERS.fullmatch(text[start:end]):
        return None
    letters = text[start:end].rstrip("s").lower()
    if text[:start].endswith("(") and text[end : end + 1] == ")":
        words = list(_WORD.finditer(text[: start - 1]))
        for at in range(len(words) - 1, max(-1, len(words) - 1 - 2 * len(letters)), -1):
            if letters in _initials(words[at:]):
                return words[at].start(), words[-1].end()
    inside = _BRACKET.match(text, end)
    if inside and letters in _initials(list(_WORD.finditer(inside[1]))):
        return inside.span(1)
    return None


def _initials(words: Sequence[re.Match[str]]) -> set[str]:
    """Return the first letters of words, without those of small ones and with them; of none where the first is a small one."""
    said = [word.group().lower() for word in words]
    if not said or said[0] in STOP_WORDS:
        return set()
    return {"".join(word[0] for word in said if word not in STOP_WORDS), "".join(word[0] for word in said)}
