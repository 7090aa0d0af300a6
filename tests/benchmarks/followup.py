"""Measure follow-ups: the gold passage in the first 1, 4, 10, 24, for the last turn as typed and as the rule completes it.

    python tests/benchmarks/followup.py INDEX CONVERSATIONS.jsonl

INDEX is an index folder that holds the conversations' passages.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from qa import Assistant
from qa.evaluate import RANKS, gold_rank
from qa.followup import leans, standalone
from qa.types import Turn


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index")
    parser.add_argument("conversations", type=Path)
    given = parser.parse_args()
    assistant = Assistant.open(given.index, create=False)
    places: dict[str, list[tuple[int, int]]] = {"all": [], "that lean": []}
    for line in given.conversations.read_text(encoding="utf-8").splitlines():
        *before, last = json.loads(line)["turns"]
        if not last.get("evidence"):
            continue
        turns = [Turn(turn["question"], (turn["answers"] or [""])[0]) for turn in before]
        asked = last["question"], standalone(last["question"], turns)
        alone, rule = (
            gold_rank(assistant, assistant.index.search(q, limit=max(RANKS)), last["evidence"]) for q in asked
        )
        places["all"].append((alone, rule))
        if turns and leans(last["question"]):
            places["that lean"].append((alone, rule))
    for name, pairs in places.items():
        for column, label in enumerate(("as typed", "by the rule")):
            ranks = np.array([pair[column] for pair in pairs])
            shares = " ".join(f"{100 * float((ranks <= rank).mean()):5.1f}" for rank in RANKS)
            print(f"{len(pairs):4} turns {name:<10} {label:<12} {shares}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
