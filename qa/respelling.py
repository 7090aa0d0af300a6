"""Mend slips of the pen in a question's small words, as the passages write them: "who foudn the ring" asks who found it.

One slip in one word costs much: of 615 questions on the news the first item was right in 65 of 100 instead of 76, and 11 were
declined instead of 3 (`tests/benchmarks/slips.py`). Names are left as they are: Hansen is not Hanson.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from index.search import STOP_WORDS
from index.types import Hit
from qa.names import fold, misspelt
from qa.reader.stems import stem

if TYPE_CHECKING:
    from spellchecker import SpellChecker

SHORT = 4
"""Letters under which a word has too many others near it to say which was meant."""
LONG = 8
"""Letters from which also a name may have one letter replaced, where the question writes it small."""

USUAL = 6
"""Letters from which a word that nothing in the passages is near to is taken for the nearest usual one."""

_WORD = re.compile(r"[^\W\d_]+")
# Small words of letters alone; what stands in quotation marks is wanted to the letter.
_SMALL = re.compile(r"[\"“][^\"“”]{1,200}[\"”]|(?<![\w’'.-])(?P<word>[a-z]+)(?![\w’'-]|\.\w)")
_FIRST = re.compile(r"\W*(?:(?:and|but|so)\s+)?(?P<word>[A-Za-z][a-z]+)\b(?!['’-])")
_ASKING = ("who", "whom", "whose", "what", "when", "where", "which", "why", "how")
_BRITISH = (
    ("", ""),
    ("our", "or"),
    ("is", "iz"),
    ("ys", "yz"),
    ("ence", "ense"),
    ("ll", "l"),
    ("mme", "m"),
    ("tre", "ter"),
    ("ogue", "og"),
    ("nium", "num"),
    ("aed", "ed"),
    ("llery", "lry"),
    ("scep", "skep"),
    ("pyj", "paj"),
    ("aught", "aft"),
)
_IS = re.compile(r"(?i)\b(who|what|where|when|why|how)s(?=\s)")


def respelled(question: str, hits: Sequence[Hit]) -> str:
    """Return a question with the slips in its small words mended; one without any unchanged.

    A word is mended that no dictionary has and no passage in any of its forms, and that one letter tells from a word of the
    passages: lost, put in or replaced, or two that changed places, but not the first. Where they have none such, a longer word
    becomes the usual one, unless the question is all in small letters, as names are then. The word that a question begins with is held against those that ask: "Wich", "waht".
    """
    question = _asking(_IS.sub(r"\1's", question))
    strange = [match for match in _SMALL.finditer(question) if _is_strange(match["word"])]
    if not strange:
        return question
    counts, names = _written(hits)
    cased = question != question.lower()  # otherwise what no dictionary has may be a name
    forms = {stem(word) for word in counts}
    for match in reversed(strange):
        word = match["word"]
        if stem(word) in forms:
            continue
        if meant := _meant(word, counts, names) or (_usual(word) if cased else None):
            question = question[: match.start()] + meant + question[match.end() :]
    return question


def _is_strange(word: str | None) -> bool:
    """Tell whether a word of some letters is none that the dictionary has, which writes as Americans do."""
    if word is None or len(word) < SHORT or word in STOP_WORDS:
        return False
    return not any(word.replace(ours, theirs) in _dictionary() for ours, theirs in _BRITISH)


def _asking(question: str) -> str:
    """Return a question with the word that it begins with as those that ask are written, where it is nearly one of them."""
    first = _FIRST.match(question)
    word = first["word"].lower() if first else ""
    if not first or word in _ASKING or (word in _dictionary() and word != "wat"):
        return question
    meant = [other for other in _ASKING if _one_slip(word, other)]
    if len(meant) != 1:
        return question
    begun = meant[0].title() if first["word"][0].isupper() else meant[0]
    return question[: first.start("word")] + begun + question[first.end("word") :]


def _written(hits: Sequence[Hit]) -> tuple[Mapping[str, int], set[str]]:
    """Return in how many passages each word stands, folded, and those that are never written small."""
    counts, small = Counter[str](), set[str]()
    for hit in hits:
        words = set(_WORD.findall(f"{hit.title} {hit.text}"))
        counts.update({fold(word) for word in words})
        small |= {word for word in words if word[0].islower()}
    return counts, counts.keys() - {fold(word) for word in small}


def _meant(word: str, counts: Mapping[str, int], names: set[str]) -> str | None:
    """Return the word of the passages that is nearest to one that is none, of several the most frequent."""
    near = [
        other
        for other in counts
        if other[0] == word[0]
        and len(other) >= SHORT
        and (other[-1] == word[-1] or other[-2] == word[-1])
        and (misspelt(word, other) or (_one_slip(word, other) and (other not in names or len(word) >= LONG)))
    ]
    return max(near, key=lambda other: counts[other], default=None)


def _usual(word: str) -> str | None:
    """Return the usual English word that is nearest to a longer one that is none."""
    meant = _dictionary().correction(word) if len(word) >= USUAL else None
    return meant if meant and meant[0] == word[0] and meant.isalpha() else None


def _one_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter lost, put in or replaced, or by two that changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[same:] == long[same + 1 :]
    swapped = one[same : same + 2] == other[same : same + 2][::-1] and one[same + 2 :] == other[same + 2 :]
    return swapped or one[same + 1 :] == other[same + 1 :]


@cache
def _dictionary() -> SpellChecker:
    """Return the dictionary of English: loaded when a word is asked for that no passage has."""
    from spellchecker import SpellChecker

    return SpellChecker(distance=1)
