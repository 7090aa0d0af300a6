"""Measure how far people agree on the words that answer a question, as readers are measured: exact match and F1.

    python tests/benchmarks/agreement.py DATA [--model reader.onnx]

DATA is the folder with squadshifts/, whose questions have several people's answers. Each answer is held against one other
person's, and against the nearest of all others': sets with one answer a question ask for the former. With a model, so are the
words that it finds: it should not have been trained on these questions.
"""

from __future__ import annotations

import argparse
from itertools import permutations
from pathlib import Path
from statistics import fmean

from index.embed import packaged_model
from qa.reader.training.data import Example, articles_of
from qa.reader.training.measure import exported, predict
from qa.reader.training.network import load_tokenizer
from qa.scores import exact, overlap


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, help="an exported reader")
    given = parser.parse_args()
    for file in sorted((given.data / "squadshifts").glob("*.json.gz")):
        rows = [
            (q, paragraph["context"])
            for a in articles_of(file)
            for paragraph in a["paragraphs"]
            for q in paragraph["qas"]
        ]
        rows = [(row, context) for row, context in rows if len(row["answers"]) > 2]
        several = [[answer["text"] for answer in row["answers"]] for row, _ in rows]
        print(f"{file.name}: {len(several):,} questions with {fmean(map(len, several)):.1f} answers")
        pairs = [pair for answers in several for pair in permutations(answers, 2)]
        rest = [(a, answers[:i] + answers[i + 1 :]) for answers in several for i, a in enumerate(answers)]
        show("one other", [(a, [b]) for a, b in pairs])
        show("the nearest other", rest)
        if given.model:
            asked = [Example(row["question"], "", context) for row, context in rows]
            found = predict(exported(given.model), load_tokenizer(packaged_model()), asked, "cpu")
            held = [(text, answers) for (text, _, _), answers in zip(found, several, strict=True)]
            show("one person's, the model", [(text, [answer]) for text, answers in held for answer in answers])
            show("the nearest, the model", held)
    return 0


def show(name: str, held: list[tuple[str, list[str]]]) -> None:
    """Print exact match and F1 of answers against the nearest of those beside each, in percent."""
    print(f"  against {name}: exact {100 * fmean(exact(a, b) for a, b in held):.1f}, "
          f"F1 {100 * fmean(overlap(a, b) for a, b in held):.1f}")  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
