"""Measure search: how often the passage with the gold quote is in the first 1, 4, 10, 24; words, vectors, both.

    python tests/benchmarks/search.py INDEX QUESTIONS.jsonl [--sweep]

INDEX is an index folder that holds the questions' articles. Also measured: Chroma's recall at 10 against exact search.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from index import search
from index.library import ArticleIndex
from index.nearest import exact
from index.types import Filters, Hit
from index.vectors import ChromaVectors
from qa import Assistant
from qa.evaluate import RANKS, gold_rank, read_questions


def rankings(index: ArticleIndex, rows: list[dict[str, Any]], *, asked: bool) -> list[dict[str, Any]]:
    """Return for each question the two rankings with the dates of their passages."""
    found = []
    for row in rows:
        question = row["question"][: search.LONGEST]
        words = index._finding.by_words(question, Filters())
        vector = index.embedder.question(question)
        vectors = index._finding.by_meaning(vector, Filters())
        dates = index._store.dates([n for n, _ in (*words, *vectors)])
        found.append(
            {
                "row": row,
                "words": words,
                "vectors": vectors,
                "vector": vector,
                "dates": dates,
                "asked": asked and row.get("asked"),
            }
        )
    return found


def ranked(index: ArticleIndex, found: dict[str, Any], weights: search.Weights) -> list[Hit]:
    blended = search.blend(found["words"], found["vectors"], weights)
    if found["asked"]:
        days = found["dates"].items()
        blended = search.lift(blended, {n: weights.recent * search.recency(day, found["asked"]) for n, day in days})
    return index._finding.hits(found["row"]["question"], found["vector"], blended, max(RANKS))


def shares(assistant: Assistant, found: list[dict[str, Any]], weights: search.Weights) -> list[float]:
    places = np.array([
        gold_rank(assistant, ranked(assistant.index, f, weights), f["row"]["evidence"]) for f in found
    ])  # fmt: skip
    return [round(100 * float((places <= rank).mean()), 1) for rank in RANKS]


def recall(index: ArticleIndex, found: list[dict[str, Any]], *, limit: int = 10) -> float | None:
    """Return the share of the exact nearest that Chroma finds, over the questions' vectors."""
    name = index._store.meta("chroma")
    if name is None:
        return None
    chroma = ChromaVectors(index.folder / name)
    numbers, vectors = index._store.vectors()
    hits = 0
    for f in found:
        question = index.embedder.question(f["row"]["question"])
        truth = {n for n, _ in exact(question, numbers, vectors, limit)}
        hits += len(truth & {n for n, _ in chroma.query(question, limit)})
    return hits / (limit * len(found))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--sweep", action="store_true", help="try other weights")
    given = parser.parse_args()
    assistant = Assistant.open(given.index, create=False)
    rows = [r for r in read_questions(given.questions) if r["answerable"] and r.get("evidence")][: given.limit]
    weights = assistant.index._finding.weights.suited(*assistant.index.counts())
    print(f"{len(rows)} questions, {assistant.index.counts()[1]} passages; quote in the first {RANKS}")
    for asked in (False, True) if any(r.get("asked") for r in rows) else (False,):
        begun = time.perf_counter()
        found = rankings(assistant.index, rows, asked=asked)
        pace = (time.perf_counter() - begun) / len(rows)
        print(f"{'with the day of asking' if asked else 'question alone'}, {1000 * pace:.0f} ms a question")
        print("  words  ", shares(assistant, found, replace(weights, vectors=0.0)))
        print("  vectors", shares(assistant, found, replace(weights, words=0.0)))
        print("  both   ", shares(assistant, found, weights))
        for vectors, recent in itertools.product((0.7, 1.25, 2.0, 3.0), (0.3, 0.5, 0.8)) if given.sweep else ():
            figures = shares(assistant, found, replace(weights, vectors=vectors, recent=recent))
            print(f"  vectors {vectors} recent {recent}", figures, flush=True)
    share = recall(assistant.index, found)
    print(f"recall of Chroma at 10 against exact: {share if share is None else round(share, 4)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
