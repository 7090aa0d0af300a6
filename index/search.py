"""Find passages: words (BM25) and meaning (vectors), fused by weighted reciprocal rank."""

# ruff: noqa: SIM905 - words are read more easily in one string than in a list of literals
from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.errors import InputRefused
from index.types import Filters

LONGEST = 2000
"""Characters of a question that are looked at: what is longer is no question, and the models read less."""

# Words that say nothing of what a question is about; FTS5 is a hundred times slower with them than without.
STOP_WORDS = frozenset(
    "a about after all also am an and any are as at be been being but by can could did do does doing for from had has "
    "have having he her hers him his how i if in into is it its itself just me more most my no nor not of on or our "
    "out own same she should so some such than that the their theirs them then there these they this those to too "
    "up us was we were what when where which while who whom whose why will with would you your s t d ll re ve "
    "many much name named called kind type tell".split()
)
_WORD = re.compile(r"\w+(?:['’.]\w+)*")
_QUOTED = re.compile(r"[\"“]([^\"”]{3,80})[\"”]")


@dataclass(frozen=True, slots=True)
class Weights:
    """How search mixes its two parts; measured in tests/benchmarks/search.py."""

    words: float = 1.0
    vectors: float = 0.35
    constant: float = 20.0
    title: float = 1.0
    recent_words: float = 1.0
    recent_vectors: float = 0.3


def cleaned(question: str) -> str:
    """Return what of a question is looked at: its beginning, letters and their accents as one character each.

    Raises:
        InputRefused: it holds half a character, as a shell of another encoding gives it.
    """
    question = unicodedata.normalize("NFC", question[:LONGEST])
    try:
        question.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputRefused("the question holds half a character (a lone surrogate); write it in UTF-8") from error
    return question


def terms(question: str) -> list[str]:
    """Return the words of a question that are searched for, in order and once each, stop words dropped.

    A question of stop words alone ("Who is it?") keeps them all: better slow than blind.
    """
    words = [w for m in _WORD.finditer(question) for w in re.split(r"['’.]", m.group()) if w]
    kept = [w for w in words if w.lower() not in STOP_WORDS]
    return list(dict.fromkeys(w.lower() for w in kept or words))[:64]


def match_query(question: str) -> str:
    """Return the FTS5 query of a question: its terms and quoted phrases, any of which may occur."""
    parts = [f'"{term}"' for term in terms(question)]
    parts += ['"{}"'.format(" ".join(_WORD.findall(phrase))) for phrase in _QUOTED.findall(question)]
    return " OR ".join(p for p in parts if p != '""')


def fuse(
    rankings: Sequence[tuple[Sequence[tuple[int, float]], float]], *, constant: float
) -> list[tuple[int, float]]:
    """Join rankings of (number, score) into one by weighted reciprocal rank (Cormack et al., SIGIR 2009).

    Each ranking comes with its weight; hits with no score take no part. Equal scores share a rank, so that what
    differs in nothing but an accent stays level here. Ties go to the lower number.
    """
    total: dict[int, float] = {}
    for hits, weight in rankings:
        rank, before = 0, math.inf
        for place, (number, score) in enumerate(hits):
            if score > 0:
                rank = rank if math.isclose(score, before, rel_tol=1e-6) else place
                before = score
                total[number] = total.get(number, 0.0) + weight / (constant + rank + 1)
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))


def prefer_recent(
    hits: Sequence[tuple[int, float]], dates: Mapping[int, str], asked: str, *, strength: float
) -> list[tuple[int, float]]:
    """Raise the scores of what was published shortly before the day of asking, by up to `strength` times themselves.

    The raise is whole within a week and falls by a factor of e with each week more; later articles fall likewise.
    Undated ones keep their scores.
    """
    day = date.fromisoformat(asked).toordinal()
    raised = []
    for number, score in hits:
        published = dates.get(number)
        if published is not None:
            distance = abs(day - date.fromisoformat(published[:10]).toordinal())
            score *= 1.0 + strength * math.exp(-max(0, distance - 7) / 7)
        raised.append((number, score))
    return sorted(raised, key=lambda hit: (-hit[1], hit[0]))


def check_dates(asked: str | None, filters: Filters) -> None:
    """Refuse dates that are none.

    Raises:
        InputRefused: naming the value and the form that is wanted.
    """
    for value in (asked, filters.after, filters.before):
        if value is None:
            continue
        try:
            if date.fromisoformat(value).isoformat() != value:
                raise ValueError
        except ValueError as error:
            raise InputRefused(f"{value!r} is no date; write it as YYYY-MM-DD, such as 2019-04-30") from error


def exactness(question: str, text: str) -> int:
    """Count the question's accented words and phrases in quotation marks that stand in the text to the letter.

    Search folds accents and case, so that "Guaido" finds "Guaidó"; among equals the exact form comes first.
    """
    text = unicodedata.normalize("NFC", text)
    marked = [w for w in _WORD.findall(question) if any(unicodedata.combining(c) for c in _decomposed(w))]
    wanted = [*marked, *_QUOTED.findall(question)]
    return sum(1 for w in wanted if w in text)


def promote(ranked: list[tuple[int, float]], exact: Mapping[int, int], *, step: float) -> list[tuple[int, float]]:
    """Lift hits that hold exact forms by a small step for each, so that they pass their near equals only."""
    lifted = [(number, score + step * exact.get(number, 0)) for number, score in ranked]
    return sorted(lifted, key=lambda pair: (-pair[1], pair[0]))


def _decomposed(word: str) -> str:
    return unicodedata.normalize("NFD", word)
