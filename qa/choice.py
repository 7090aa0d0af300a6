"""Choose the candidates that are shown, with the chance of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa import questions
from qa.amounts import plain_amounts
from qa.candidates import HEADLINE, Candidate, gather, names_the_same, rivals
from qa.config import Config
from qa.described import say_the_same
from qa.kinds import fits, says_more
from qa.names import fold
from qa.questions import Wanted
from qa.reader import Reader
from qa.types import Reading

CLOSE = 0.5
"""How near a sentence's chance must come to the surest one's to be shown beside it."""
LISTED = 0.34
"""The same where a list is wanted: who asks for all would rather strike one out than miss it."""
UNLIKELY = 0.03
"""The chance under which nothing stands beside a surer answer, where one thing is asked for."""
HARDLY = 0.08
"""The chance under which nothing stands in a list beside something surer."""
HEARD = 0.2
"""How near a span's chance must come to the surest one's to be heard at all: many that agree can make an item.
Where a list is wanted, half of `LISTED` is near enough."""

RECENT = 0.3
"""How near a number's chance must come to the surest one's for its article's day to count, where the latest is asked for."""

# "What is the latest death toll?", "How many are missing now?", "... so far?", not "the final" of a cup.
_LATEST = re.compile(
    r"\b(?:latest|newest|most recent|current(?:ly)?|so far|to date|by now|(?:at )?last count|"
    r"final (?:\w+ )?(?:toll|count|tally|figure|number|total|price|offer|estimate))\b|\bnow\s*[?.!]*$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"^(?!\W*(?:when|where|who|why)\b).*(?:\bhow (?:many|much)\b|"
    r"\b(?:toll|count|number|total|tally|figure|price|rate|percentage|share|amount|offer|estimate|population)\b)",
    re.IGNORECASE | re.DOTALL,
)


def chosen(
    question: str, readings: Sequence[Reading], judge: Reader, config: Config, wanted: Wanted
) -> list[tuple[Candidate, float]]:
    """Return what is shown, best first; nothing where the reader is not sure enough that there is an answer."""
    least = judge.threshold[config.caution]
    if not any(r.answerable >= least for r in readings):
        return []
    several = wanted is Wanted.SEVERAL
    one = judge.exclusive and wanted is Wanted.ONE
    # Of sentences that bear on it, and of what is told of somebody, the question's own words are no worse an answer.
    whole = wanted in (Wanted.YES_NO, Wanted.TOLD)
    candidates = gather(
        readings,
        # A passage may answer though no single span is sure to be the answer: the surest are shown, as the chances they are.
        least=(LISTED / 2 if several else HEARD) * _surest(readings),
        several=several,
        headline=HEADLINE if one else 0.0,
        alike=say_the_same if wanted is Wanted.TOLD else names_the_same,
    )
    if not whole:
        candidates = [c for c in candidates if not questions.repeats(question, c.texts[0])]
    if several:
        candidates = _of_the_kind(candidates, question)
    if not candidates:
        return []
    if one and fits(question, candidates[0].texts[0]) > 0.0:
        candidates = [c for c in candidates if fits(question, c.texts[0]) > 0.0]
    scores = [candidate.score for candidate in candidates]  # best first, as they were gathered
    best = scores[0]
    if one:
        if _LATEST.search(question) and _AMOUNT.search(question):
            candidates = _latest_first(candidates)
        scores = rivals(scores)
        enough = min(UNLIKELY, scores[0])
    elif several:
        enough = max(min(least, LISTED * best), HARDLY if best >= HARDLY else 0.0)
    elif whole:  # what hardly bears on it is no good beside what does
        enough = max(least, CLOSE * best)
    else:
        enough = min(least, CLOSE * best)
    shown = [(candidate, score) for candidate, score in zip(candidates, scores, strict=True) if score >= enough]
    return shown[: config.list_items if several else config.items]


def in_lists(readings: Sequence[Reading]) -> dict[str, float]:
    """Return the least scores with which a span is `heard` and `shown` where a list is wanted."""
    surest = _surest(readings)
    return {"heard": LISTED / 2 * surest, "shown": max(HARDLY, LISTED * surest)}


def _of_the_kind(candidates: list[Candidate], question: str) -> list[Candidate]:
    """Leave out what cannot be of the kind asked for, and clauses where names are, unless none of the others comes near the surest."""
    names = [c for c in candidates if not says_more(question, c.texts[0]) and fits(question, c.texts[0]) > 0.0]
    return names if names and names[0].score >= LISTED * candidates[0].score else candidates


def _latest_first(candidates: list[Candidate]) -> list[Candidate]:
    """Return candidates with the numbers that come near the surest in the order of their articles' days, the last one first.

    The others keep their places: only numbers go out of date from one article to the next.
    """
    counted = [
        place
        for place, candidate in enumerate(candidates)
        if candidate.published and _counts(candidate) and candidate.score >= RECENT * candidates[0].score
    ]
    if not counted or counted[0]:
        return candidates
    ordered = list(candidates)
    by_day = sorted(counted, key=lambda place: candidates[place].published, reverse=True)
    for place, other in zip(counted, by_day, strict=True):
        ordered[place] = candidates[other]
    return ordered


def _counts(candidate: Candidate) -> bool:
    return any(letter.isdigit() for letter in plain_amounts(fold(candidate.texts[0])))


def _surest(readings: Sequence[Reading]) -> float:
    return max((span.score for reading in readings for span in reading.spans), default=0.0)
