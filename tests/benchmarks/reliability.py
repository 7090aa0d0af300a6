"""Measure what the chances beside answers are worth: of items said to be right with 0.8, how many are?

    python tests/benchmarks/reliability.py QUESTIONS --index INDEX [--given] [--limit N]

QUESTIONS is a file for `cuttings evaluate`. Where a question has no answer in the articles, whatever is shown is wrong.
An item is right where it holds a gold answer or shares half of its words with one (F1).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from index.types import Filters
from qa import Assistant
from qa.evaluate import read_questions
from qa.questions import is_yes_no, wants_list
from qa.reader.training.weigh import is_right, reliability

KINDS = ("the first of one answer", "less sure of one answer", "of a list")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", required=True)
    parser.add_argument("--given", action="store_true", help="read only the article that each question was written on")
    parser.add_argument("--limit", type=int, default=10**9, help="only the first N questions")
    given = parser.parse_args()
    shown: dict[str, list[tuple[float, bool]]] = {kind: [] for kind in KINDS}
    with Assistant.open(given.index) as assistant:
        for row in read_questions(given.questions)[: max(0, given.limit)]:
            filters = Filters(articles=(str(row.get("context_id")),)) if given.given else None
            answer = assistant.ask(row["question"], filters=filters, asked=row.get("asked"))
            if is_yes_no(answer.standalone_question):
                continue
            golds = [str(gold) for gold in row["answers"]] if row["answerable"] else []
            for place, item in enumerate(answer.items):
                kind = KINDS[2] if wants_list(answer.standalone_question) else KINDS[min(place, 1)]
                shown[kind].append((item.score, is_right(item.answer, golds)))
    for kind, items in shown.items():
        print(f"{kind}: {len(items)}")
        for band, many, said, right in reliability(items):
            print(f"  {band}: said {said:.2f}, right {right:.2f} of {many}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
