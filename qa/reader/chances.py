"""Turn what is known of a passage or a span into the chance that it answers: a logistic regression for each.

The weights were fitted on the development questions named in model/README.md; what they are and what each piece of
evidence means stands here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from index.types import Hit, Span

Evidence = Mapping[str, float]

PASSAGE = ("logit", "margin", "similarity", "fresh", "among")
"""Of a passage: the answerability score, how far its best span beats "no answer here", the cosine of question and
passage, how near the article is to the day of asking, and the logarithm of how many passages search returned."""

SPAN = ("logit", "margin", "share", "fits", "words", "similarity", "fresh", "among")
"""Of a span: its passage's answerability score, how far it beats "no answer here", the logarithm of its share among all
spans of the passage, how well it is of the kind that is asked for, what share of the question's words its sentence holds,
and what search knows of the passage."""

LIST = ("logit", "margin", "fits", "similarity", "fresh", "among")
"""Of a span where a list is wanted, fitted on such questions alone: as above, without the share, which the answers of one
passage take from each other."""

RISING = frozenset(("logit", "margin", "share", "fits", "words", "similarity", "fresh"))
"""What never speaks against a passage or a span of one answer; only of "among" it is not known beforehand."""

UNKNOWN = {"similarity": 0.5, "fresh": 1.0, "among": 24}
"""What counts where search did not say: a middling similarity; and where no day of asking is given, no article is old."""


@dataclass(frozen=True, slots=True)
class Found:
    """One of a sentence's best spans, as offsets in the article, with the evidence for it."""

    sentence: Span
    start: int
    end: int
    evidence: Evidence


def of_search(hit: Hit) -> dict[str, float]:
    """Return what search knows of a hit, the usual where it does not say."""
    given = {"similarity": hit.similarity, "fresh": hit.fresh, "among": hit.among}
    known = {name: UNKNOWN[name] if value is None else value for name, value in given.items()}
    return {**known, "among": math.log(max(1, known["among"]))}


def chance(weights: Mapping[str, float], evidence: Evidence) -> float:
    """Return a probability: the logistic function of the weighted evidence and the weight called "bias"."""
    value = weights["bias"] + sum(weight * evidence[name] for name, weight in weights.items() if name != "bias")
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
