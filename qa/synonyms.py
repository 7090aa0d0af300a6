"""What articles tell in other words than a question asks: words for one sort of event, with those for its contrary.

A question of yes or no is answered by either: "Did Berg win?" by "Berg lost by three votes". The words are English and
chosen by us for news (`synonyms.txt`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from qa.names import words_of
from qa.reader.stems import stem

TABLE = Path(__file__).with_name("synonyms.txt")
BETWEEN = 2
"""How many words may stand inside a phrase: "stepped quietly down", "gave her post up"."""


@lru_cache(maxsize=1 << 12)
def sorts_of(text: str) -> dict[str, frozenset[str]]:
    """Return the stems in a text that tell of some sort of event, each with its sorts; both ends of a phrase have its sort."""
    words, phrases = _tables()
    stems = [stem(word) for word in words_of(text)]
    found = {one: set(words.get(one, ())) for one in stems}
    for place, one in enumerate(stems):
        for last, sort in phrases.get(one, ()):
            if last in stems[place + 1 : place + 2 + BETWEEN]:
                found[one].add(sort)
                found[last].add(sort)
    return {one: frozenset(sorts) for one, sorts in found.items() if sorts}


def told_in(text: str) -> set[str]:
    """Return the sorts of events that a text tells of."""
    return set[str]().union(*sorts_of(text).values())


@cache
def _tables() -> tuple[dict[str, set[str]], dict[str, list[tuple[str, str]]]]:
    """Return the sorts of each stem, and the last stem and the sort of the phrases that begin with one."""
    words: dict[str, set[str]] = {}
    phrases: dict[str, list[tuple[str, str]]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        for entry in line.split():
            first, *rest = re.split("[_-]", entry)
            if rest:
                phrases.setdefault(stem(first), []).append((stem(rest[-1]), line))
            else:
                words.setdefault(stem(first), set()).add(line)
    return words, phrases
