"""Measure how far people agree on the words that answer a question, as readers are measured: exact match and F1.

    python tests/benchmarks/agreement.py DATA

DATA is the folder with squadshifts/, whose questions have several people's answers. Each answer is held against one other
person's, and against the nearest of all others': sets with one answer a question ask for the former.
"""

from __future__ import annotations

import argparse
from itertools import permutations
from pathlib import Path
from statistics import fmean

from qa.reader.training.data import articles_of
from qa.scores import exact, overlap


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    given = parser.parse_args()
    for file in sorted((given.data / "squadshifts").glob("*.json.gz")):
        rows = [q for a in articles_of(file) for paragraph in a["paragraphs"] for q in paragraph["qas"]]
        told = [[answer["text"] for answer in row["answers"]] for row in rows]
        several = [answers for answers in told if len(answers) > 2]
        print(f"{file.name}: {len(several):,} questions with {fmean(map(len, several)):.1f} answers")
        pairs = [pair for answers in several for pair in permutations(answers, 2)]
        rest = [(a, answers[:i] + answers[i + 1 :]) for answers in several for i, a in enumerate(answers)]
        for name, held in (("one other", [(a, [b]) for a, b in pairs]), ("the nearest other", rest)):
            print(f"  against {name}: exact {100 * fmean(exact(a, b) for a, b in held):.1f}, "
                  f"F1 {100 * fmean(overlap(a, b) for a, b in held):.1f}")  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
