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
# What stands before a name and makes it another's: "New Mexico", "the Bank of England", "not Maduro".
_OTHERS = frozenset(
    "north south east west northern southern eastern western central new upper lower inner outer equatorial papua of "
    "for in from against with without and or nor not no non anti ex".split()
)
MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_PARTICLES = frozenset("de del la las los le du di da do dos das van von der den ter ten bin ibn al el af ben".split())
# Letters with a stroke and joined ones, which Unicode does not take apart, as those write them who cannot type them.
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})
_WORD = re.compile(r"\w+")
_WORD_OR_SIGN = re.compile(r"\w+|[$€£¥₹%‰]|(?<![\w.])[-−](?=\d)")


def fold(text: str) -> str:
    """Return text without case, accents and compatibility forms, for comparing only."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(_STROKES)


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text; a possessive s is no word."""
    return tuple(_WORD.findall(re.sub(r"['’]s\b", "", fold(text))))


def key_of(answer: str) -> tuple[str, ...]:
    """Return what tells an answer from others: its words and signs of money, without titles and articles before them."""
    if not words_of(answer):
        return ()
    kept = _WORD_OR_SIGN.findall(re.sub(r"['’]s\b", "", fold(answer)))
    while len(kept) > 1 and kept[0] in _TITLES:
        kept.pop(0)
    return tuple(kept)


def same(one: str, other: str) -> bool:
    """Tell whether two answers name the same thing: equal keys, or one name ends the other ("Trump", "Donald Trump").

    A single short word or a number never stands for a longer answer, nor a name for one that words before it make
    another ("Mexico", "New Mexico").
    """
    a, b = key_of(one), key_of(other)
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if not short or not _is_name(one) or not _is_name(other) or any(c.isdigit() for w in short for c in w):
        return False
    if len(long) > 4 or len(short[-1]) <= 2 or long[-len(short) :] != short:
        return False
    return _OTHERS.isdisjoint(long[: -len(short)])


def _is_name(text: str) -> bool:
    words = [w for w in re.findall(r"[^\W\d_][\w'’.-]*", text) if fold(w).strip(".") not in _TITLES]
    return any(w[0].isupper() for w in words) and all(w[0].isupper() or w in _PARTICLES for w in words)
