"""Find passages: words (BM25) and meaning (vectors), their scores blended."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
NAMES = frozenset(("US", "WHO", "IT"))
MANY = 500
"""Accented words to the letter that a phrase to the letter counts for: more than any score."""
Ranking = Sequence[tuple[int, float]]
_WORD = re.compile(r"\w+(?:['’.]\w+)*")
_QUOTED = re.compile(r"[\"“]([^\"”]{3,80})[\"”]")


@dataclass(frozen=True, slots=True)
class Weights:
    """How search mixes its two parts; measured in tests/benchmarks/search.py.

    Args:
        words: weight of BM25's scores, the best of which counts as 1.
        vectors: weight of cosines, where articles have several passages each.
        alone: weight of cosines, where most articles are one passage.
        chance: the place in a ranking whose score counts as chance: only what is above it adds anything.
        title: weight of a word in the title, one in the passage being 1.
        recent: what an article published around the day of asking gets on top.
        exact: what each word or phrase to the letter gets on top.
    """

    words: float = 1.0
    vectors: float = 1.25
    alone: float = 3.0
    chance: int = 50
    title: float = 1.0
    recent: float = 0.5
    exact: float = 0.02

    def suited(self, articles: int, passages: int) -> Weights:
        """Return the weights for a library of so many articles and passages.

        Vectors tell well what an article is about, and worse which of its passages says it, all being about the same;
        words tell passages of one article apart. So vectors count for more the fewer passages an article has: up to
        one and a half each as `alone` says, from four each as `vectors` does.
        """
        share = min(1.0, max(0.0, (4.0 - passages / max(1, articles)) / 2.5))
        vectors = self.vectors + share * (self.alone - self.vectors)
        return replace(self, vectors=vectors, exact=self.exact * (vectors / self.vectors if self.vectors else 1.0))


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

    "US", "WHO" and "IT" are none where the rest is not in capitals. A question of stop words alone ("Who is it?")
    keeps them all: better slow than blind.
    """
    words = [w for m in _WORD.finditer(question) for w in re.split(r"['’.]", m.group()) if w]
    named = NAMES if not question.isupper() else frozenset()
    kept = [w for w in words if w in named or w.lower() not in STOP_WORDS]
    return list(dict.fromkeys(w.lower() for w in kept or words))[:64]


def match_query(question: str) -> str:
    """Return the FTS5 query of a question: its terms and quoted phrases, any of which may occur."""
    parts = [f'"{term}"' for term in terms(question)]
    parts += ['"{}"'.format(" ".join(_WORD.findall(phrase))) for phrase in _QUOTED.findall(question)]
    return " OR ".join(p for p in parts if p != '""')


def blend(words: Ranking, vectors: Ranking, weights: Weights) -> list[tuple[int, float]]:
    """Join two rankings of (number, score), best first, into one by their scores.

    A convex combination of scores keeps what reciprocal ranks throw away, how much better the first is than the next
    (Bruch et al., ACM TOIS 2023). From each score that of a place far down is taken, so that a ranking which knows
    nothing, and is therefore flat, says nothing. Hits with no score take no part; ties go to the lower number.
    """
    total: dict[int, float] = {}
    best = max((score for _, score in words), default=1.0)
    for ranking, weight in ((words, weights.words / max(best, 1e-9)), (vectors, weights.vectors)):
        scored = [(number, score) for number, score in ranking if score > 0]
        # Where there are fewer hits than that, the last one's score counts the less the fewer they are.
        last = scored[: weights.chance + 1]
        floor = last[-1][1] * len(last) / (weights.chance + 1) if last else 0.0
        for number, score in scored if weight > 0 else ():
            total[number] = total.get(number, 0.0) + weight * max(0.0, score - floor)
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))


def recency(published: str, asked: str) -> float:
    """Return 1 for what was published within a week of the day of asking, less by a factor of e for each week more."""
    distance = abs(date.fromisoformat(asked).toordinal() - date.fromisoformat(published[:10]).toordinal())
    return math.exp(-max(0, distance - 7) / 7)


def lift(ranked: Ranking, extra: Mapping[int, float]) -> list[tuple[int, float]]:
    """Add what some hits get on top of their scores, and sort again."""
    lifted = [(number, score + extra.get(number, 0.0)) for number, score in ranked]
    return sorted(lifted, key=lambda pair: (-pair[1], pair[0]))


def check_question(question: str) -> None:
    """Refuse what asks nothing.

    Raises:
        InputRefused: it is empty or no text.
    """
    if not isinstance(question, str):
        raise InputRefused(f"the question is {question!r:.40}; ask one in words")
    if not question.strip():
        raise InputRefused("the question is empty; ask something such as: Who opened the bridge?")


def check_dates(asked: str | None, filters: Filters) -> None:
    """Refuse dates that are none.

    Raises:
        InputRefused: naming the value and the form that is wanted, or both days where the last is before the first.
    """
    for value in (asked, filters.after, filters.before):
        if value is None:
            continue
        try:
            if date.fromisoformat(value).isoformat() != value:
                raise ValueError
        except (ValueError, TypeError) as error:
            raise InputRefused(f"{value!r} is no date; write it as YYYY-MM-DD, such as 2019-04-30") from error
    if filters.after and filters.before and filters.before < filters.after:
        raise InputRefused(f"no day is after {filters.after} and before {filters.before}; change them round")


def exactness(question: str, text: str) -> int:
    """Count the question's accented words and phrases in quotation marks that stand in the text to the letter.

    A phrase counts as many: who puts words in quotation marks wants them as they are, before all else.

    Search folds accents and case, so that "Guaido" finds "Guaidó"; among equals the exact form comes first.
    """
    text = unicodedata.normalize("NFC", text)
    marked = [w for w in _WORD.findall(question) if any(unicodedata.combining(c) for c in _decomposed(w))]
    phrases = _QUOTED.findall(question)
    return sum(1 for w in marked if w in text) + MANY * sum(1 for phrase in phrases if phrase in text)


def _decomposed(word: str) -> str:
    return unicodedata.normalize("NFD", word)
