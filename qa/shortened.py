"""Ask a passage for somebody by the name that it has: articles give the full name once, and then the last word of it.

A reader finds "60" for "How old is Strake?" where "Strake, 60," stands, and nothing for "How old is Colin Strake?".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from index.search import STOP_WORDS
from index.types import Hit, Span
from qa.grammar import is_people, is_thing
from qa.mentions import Bearer, has_namesake, is_mentioned, is_named
from qa.names import CAPITAL, is_title, words_of

_NAME = re.compile(rf"(?<![\w’'.-])(?P<the>[Tt]he\s+)?(?P<name>{CAPITAL}(?:\s+{CAPITAL})+)")
# Before these the last word is another place: "North Korea".
_PLACES = frozenset("north south east west northern southern eastern western new great saint san los las el".split())


def shortened(question: str, hits: Sequence[Hit], whole: Callable[[Hit], str]) -> list[str]:
    """Return for each passage the question with the full names by their last words that the passage has alone, though its article has them in full.

    Left as they are: names behind "the", which are nobody's ("the White House"), and those of which the passage has a namesake.
    `whole` gives the text of a hit's article.
    """
    names = list(_full_names(question))
    asked = []
    for hit in hits:
        text = question
        for (start, end), bearer in reversed(names):  # from the end on, as the places are those of the question
            if _by_last_name(bearer, hit) and is_named(bearer, whole(hit)):
                text = text[:start] + text[end:]
        asked.append(text)
    return asked


def _full_names(question: str) -> Iterator[tuple[Span, Bearer]]:
    """Yield where the words stand that a full name has before its last one, and whose name it is."""
    for match in _NAME.finditer(question):
        words = list(re.finditer(r"\S+", match["name"]))
        while words and words[0].group().lower() in STOP_WORDS:  # "Did Colin Strake ...?"
            words.pop(0)
        if match["the"] or len(words) < 2:
            continue
        first, last = words[0].group(), words[-1].group()
        if first.lower() in _PLACES or is_title(first) or is_people(first) or is_thing(last.lower()):
            continue
        begin = match.start("name")
        if name := words_of(match["name"][words[0].start() :]):
            yield (begin + words[0].start(), begin + words[-1].start()), Bearer(name, person=True)


def _by_last_name(bearer: Bearer, hit: Hit) -> bool:
    """Tell whether a passage has somebody by the last name alone, and nobody else of that name."""
    texts = (hit.title, hit.text)
    if any(is_named(bearer, text) or has_namesake(bearer, text) for text in texts):
        return False
    return is_mentioned(bearer, hit.text)
