"""Ask a passage for somebody by the name that it has: articles give the full name once, and then the last word of it.

A reader finds "60" for "How old is Strake?" where "Strake, 60," stands, and nothing for "How old is Colin Strake?".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from index.search import STOP_WORDS
from index.types import Hit
from qa.grammar import is_people, is_thing
from qa.mentions import Bearer, has_namesake, is_mentioned, is_named
from qa.names import CAPITAL, is_title, words_of

_NAME = re.compile(rf"(?<![\w’'.-])(?P<the>[Tt]he\s+)?(?P<name>{CAPITAL}(?:\s+{CAPITAL})+)")
_OWNER = re.compile(r"['’]s$|(?<=s)['’]$")
# Before these the last word is another place: "North Korea".
_PLACES = frozenset("north south east west northern southern eastern western new great saint san los las el".split())


def shortened(question: str, hit: Hit, whole: Callable[[Hit], str]) -> str:
    """Return a question with the full names by their last words that a passage has alone, though its article has them in full.

    Left as they are: names behind "the", which are nobody's ("the White House"), and those of which the passage has a namesake.
    `whole` gives the text of a hit's article.
    """

    def short(match: re.Match[str]) -> str:
        words = match["name"].split()
        while words and words[0].lower() in STOP_WORDS:  # "Did Colin Strake ...?"
            words.pop(0)
        if match["the"] or len(words) < 2 or words[0].lower() in _PLACES:
            return match.group()
        if is_title(words[0]) or is_people(words[0]) or is_thing(words[-1].lower()):
            return match.group()
        name = tuple(word for one in words for word in words_of(_OWNER.sub("", one)))
        if (
            not name
            or not _by_last_name(Bearer(name, person=True), hit)
            or not is_named(Bearer(name, person=True), whole(hit))
        ):
            return match.group()
        return match.group()[: match.group().rindex(words[0])] + words[-1]

    return _NAME.sub(short, question)


def _by_last_name(bearer: Bearer, hit: Hit) -> bool:
    """Tell whether a passage has somebody by the last name alone, and nobody else of that name."""
    texts = (hit.title, hit.text)
    if any(is_named(bearer, text) or has_namesake(bearer, text) for text in texts):
        return False
    return is_mentioned(bearer, hit.text)
