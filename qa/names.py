"""Tell whether two answers name the same: case, accents, titles and shortened names."""

from __future__ import annotations

import re
import unicodedata

_TITLES = frozenset(
    "a an the mr mrs ms dr sir dame lord lady president vice prime minister secretary of state senator sen rep "
    "representative governor gov general gen colonel col captain king queen prince princess pope professor prof "
    "former ex interim acting then opposition leader chief justice judge chancellor mayor national security adviser "
    "foreign speaker congressman congresswoman director chairman chairwoman ceo us u s u.s".split()
)
_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return text without case, accents and compatibility forms, for comparing only."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text; a possessive s is no word."""
    return tuple(_WORD.findall(re.sub(r"['’]s\b", "", fold(text))))


def key_of(answer: str) -> tuple[str, ...]:
    """Return the words of an answer that tell it from others: titles and articles before a name are left out."""
    words = words_of(answer)
    kept = list(words)
    while len(kept) > 1 and kept[0] in _TITLES:
        kept.pop(0)
    return tuple(kept)


def same(one: str, other: str) -> bool:
    """Tell whether two answers name the same thing: equal keys, or one name ends the other ("Trump", "Donald Trump").

    A single short word or a number never stands for a longer answer.
    """
    a, b = key_of(one), key_of(other)
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if not short or not _is_name(one) or not _is_name(other) or any(c.isdigit() for w in short for c in w):
        return False
    return len(long) <= 4 and len(short[-1]) > 2 and long[-len(short) :] == short


def _is_name(text: str) -> bool:
    words = [w for w in re.findall(r"[^\W\d_][\w'’.-]*", text) if fold(w).strip(".") not in _TITLES]
    return bool(words) and all(w[0].isupper() or len(w) <= 3 for w in words)
