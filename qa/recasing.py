"""Give a question that was typed in small letters the capitals that the passages write, for rules that know names by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from index.search import STOP_WORDS
from index.types import Hit
from qa.names import fold, names_in

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_INSIDE = re.compile(r"(?<=[^\W\d_A-Z] )|(?<=, )")
"""Where a capital is not owed to the beginning of a sentence."""


def recased(question: str, hits: Sequence[Hit]) -> str:
    """Return a question without capitals with those that its words have in the passages; any other unchanged.

    A word gets its capital where the passages never write it small inside a sentence, or where it is part of a name of
    several words that the question has in the same order. Letters are never changed otherwise.
    """
    if question[1:] != question[1:].lower():
        return question
    large, small, runs = set[str](), set[str](), set[tuple[str, ...]]()
    for sentence in _sentences(hits):
        for word in _WORD.finditer(sentence):
            if not word.group()[0].isupper():
                small.add(_bare(word.group()))
            elif _INSIDE.match(sentence, word.start()):
                large.add(_bare(word.group()))
        runs |= {tuple(_bare(w) for w in _WORD.findall(name)) for name in names_in(sentence) if " " in name}
    words = list(_WORD.finditer(question))
    asked = [_bare(word.group()) for word in words]
    names = {i for i, word in enumerate(asked) if word in large - small - STOP_WORDS} | set(_in_runs(asked, runs))
    letters = list(question)
    for i in names:
        at = words[i].start()
        letters[at] = letters[at].upper()
    return "".join(letters)


def _sentences(hits: Iterable[Hit]) -> Iterator[str]:
    """Yield what the passages say, without headlines, in which Every Word May Have a Capital."""
    for hit in hits:
        for place in hit.passage.sentences:
            sentence = hit.words(place)
            longer = [word for word in _WORD.findall(sentence) if len(word) > 3]
            if 5 * sum(word[0].isupper() for word in longer) <= 4 * len(longer):
                yield sentence


def _in_runs(asked: Sequence[str], runs: Iterable[tuple[str, ...]]) -> Iterator[int]:
    """Yield the places of a question's words that stand in it as a name of several words does in the passages."""
    for run in runs:
        for at in range(len(asked) - len(run) + 1):
            if tuple(asked[at : at + len(run)]) == run:
                yield from (at + i for i, word in enumerate(run) if word not in STOP_WORDS)


def _bare(word: str) -> str:
    return re.sub(r"['’]s$|['’]$", "", fold(word))
