"""Ask a passage for somebody by the name that it has: articles give the full name once, and then the last word of it.

A reader finds "60" for "How old is Strake?" where "Strake, 60," stands, and nothing for "How old is Colin Strake?".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from index.types import Hit
from qa.grammar import is_people, is_thing
from qa.names import CAPITAL, is_title, of_others, words_of

_NAME = re.compile(rf"(?<![\w’'.-])(?P<the>[Tt]he\s+)?(?P<name>{CAPITAL}(?:\s+{CAPITAL})+)")
_OWNER = re.compile(r"['’]s$|(?<=s)['’]$")


def shortened(question: str, hit: Hit, whole: Callable[[Hit], str]) -> str:
    """Return a question with the full names by their last words that a passage has alone, though its article has them in full.

    Left as they are: names behind "the", which are nobody's ("the White House"), and those of which the passage has the last word
    only in others' names.
    """

    def short(match: re.Match[str]) -> str:
        words = match["name"].split()
        while len(words) > 2 and (is_title(words[0]) or not match.start()):
            words.pop(0)
        name = [word for one in words for word in words_of(_OWNER.sub("", one))]
        if match["the"] or len(words) < 2 or is_title(words[0]) or is_people(words[0]) or is_thing(words[-1].lower()):
            return match.group()
        text = f"{hit.title}. {hit.text}"
        said = words_of(text)
        if name[-1] not in said or _in_order(name, said) or of_others(name, text):
            return match.group()
        return (
            match.group()[: match.group().rindex(words[0])] + words[-1]
            if _in_order(name, words_of(whole(hit)))
            else match.group()
        )

    return _NAME.sub(short, question)


def _in_order(name: list[str], words: tuple[str, ...]) -> bool:
    """Tell whether the first and the last word of a name stand beside each other, or with one word between them."""
    return any(word == name[0] and name[-1] in words[at + 1 : at + len(name) + 1] for at, word in enumerate(words))
