"""Weigh evidence by questions whose answers are known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from qa.reader.chances import Evidence


def fit(
    rows: Iterable[tuple[Evidence, bool]], names: Sequence[str], *, held: float = 1.0, rising: Collection[str] = ()
) -> dict[str, float]:
    """Fit a logistic regression; return a weight for each piece of evidence and the bias.

    Args:
        rows: evidence, and whether what it speaks for was right.
        names: the pieces of evidence to weigh.
        held: how strongly the weights are held near nothing (ridge), the evidence being of spread 1.
        rising: evidence that never speaks against: where its weight would be negative, it weighs nothing.
    """
    pairs, kept = list(rows), list(names)
    while True:
        weights = _fit(pairs, kept, held)
        against = [name for name in kept if name in rising and weights[name] < 0]
        if not against:
            return dict.fromkeys(names, 0.0) | weights
        kept.remove(min(against, key=lambda name: weights[name]))


def _fit(pairs: Sequence[tuple[Evidence, bool]], names: Sequence[str], held: float) -> dict[str, float]:
    """Fit weights of either sign by Newton's method."""
    x = np.array([[evidence[name] for name in names] for evidence, _ in pairs], dtype=np.float64)
    truth = np.array([float(right) for _, right in pairs])
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.hstack([(x - middle) / spread, np.ones((len(x), 1))])
    ridge = np.diag([held] * len(names) + [0.0])
    w = np.zeros(len(names) + 1)
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        hessian = (z * (p * (1 - p))[:, None]).T @ z + ridge + 1e-9 * np.eye(len(w))
        w -= np.linalg.solve(hessian, z.T @ (p - truth) + ridge @ w)
    weights = w[:-1] / spread
    named = {name: round(float(value), 4) for name, value in zip(names, weights, strict=True)}
    return named | {"bias": round(float(w[-1] - (weights * middle).sum()), 4)}
