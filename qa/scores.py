"""Scores of answers against gold ones, as the evaluations of SQuAD and MultiSpanQA count them. Pure functions."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation + "“”‘’…–—")


def normalized(text: str) -> str:
    """Fold case and white space, drop punctuation and articles (Rajpurkar et al., EMNLP 2016)."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact(prediction: str, golds: Sequence[str]) -> float:
    """Return 1 if the prediction is one of the gold answers once normalized, else 0."""
    ours = normalized(prediction)
    return float(any(ours == normalized(gold) for gold in golds))


def overlap(prediction: str, golds: Sequence[str]) -> float:
    """Return the best F1 of words between the prediction and a gold answer."""
    best = 0.0
    ours = normalized(prediction).split()
    for gold in golds:
        theirs = normalized(gold).split()
        same = sum((Counter(ours) & Counter(theirs)).values())
        if same:
            best = max(best, 2 * same / (len(ours) + len(theirs)))
        elif ours == theirs:
            best = 1.0
    return best


def contained(text: str, golds: Sequence[str]) -> float:
    """Return 1 if a gold answer's words stand in the text one after the other, else 0."""
    padded = f" {normalized(text)} "
    return float(any(normalized(gold) and f" {normalized(gold)} " in padded for gold in golds))


def list_scores(predictions: Sequence[str], golds: Sequence[str]) -> tuple[float, float, float, float]:
    """Return precision and recall of whole answers, then of their overlaps (Li et al., NAACL 2022).

    The partial scores count for each answer the longest common run of characters with its best counterpart.
    """
    ours = list(dict.fromkeys(filter(None, map(normalized, predictions))))
    theirs = list(dict.fromkeys(filter(None, map(normalized, golds))))
    if not ours or not theirs:
        same = float(ours == theirs)
        return same, same, same, same
    hits = len(set(ours) & set(theirs))
    precise = sum(max(_common(a, b) / len(a) for b in theirs) for a in ours) / len(ours)
    complete = sum(max(_common(a, b) / len(b) for a in ours) for b in theirs) / len(theirs)
    return hits / len(ours), hits / len(theirs), precise, complete


def _common(a: str, b: str) -> int:
    return SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size


def area_under_curve(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the chance that a positive scores above a negative, ties counted half; None where a side is empty."""
    if not positive or not negative:
        return None
    both = sorted([(s, 1) for s in positive] + [(s, 0) for s in negative])
    ranks, at = 0.0, 0
    while at < len(both):
        upto = at
        while upto < len(both) and both[upto][0] == both[at][0]:
            upto += 1
        ranks += sum(label for _, label in both[at:upto]) * (at + upto + 1) / 2
        at = upto
    count = len(positive)
    return (ranks - count * (count + 1) / 2) / (count * len(negative))


def mean(values: Sequence[float]) -> float | None:
    """Return the mean, or None of nothing."""
    return sum(values) / len(values) if values else None
