"""Examples that people made for other sets: hard silences, lists, questions typed without a mark.

Half of each set, by the hash of the question's id, is trained on; the other half stays for measuring:
`python -m qa.reader.training.people --data DIR --out DIR` writes that half's questions as files.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from pathlib import Path
from typing import Any

from qa.reader.training.data import Example, around, sentences_of

SETS = ("qed", "clapnq", "multispanqa")


def trained_on(identifier: str) -> bool:
    """Say whether a question of these sets belongs to the half that the reader may learn from."""
    return hashlib.sha1(identifier.encode(), usedforsecurity=False).digest()[0] % 2 == 0


class PeopleSet:
    """Hold the trained half of the sets found in a data folder; none found makes it empty."""

    def __init__(self, data: Path) -> None:
        self._rows: list[tuple[dict[str, Any], dict[str, Any]]] = []
        for name in SETS:
            if not (data / name / "questions.jsonl").is_file():
                continue
            articles = {a["id"]: a for a in _lines(data / name / "corpus.jsonl")}
            for question in _lines(data / name / "questions.jsonl"):
                article = articles.get(question.get("context_id"))
                if article and trained_on(question["id"]):
                    self._rows.append((question, article))

    def __len__(self) -> int:
        """Count the questions."""
        return len(self._rows)

    def draw(self, chance: random.Random, *, crop: float) -> Example | None:
        """Make one example; long answers teach only that there is one (`kind` "long"), not where it is."""
        question, article = chance.choice(self._rows)
        text, title = article["text"], article["title"]
        size = chance.randint(20, 90) if chance.random() < crop else 220
        if not question["answerable"]:
            first = chance.choice(sentences_of(text))
            low, high = around(text, first[0], first[1], size, chance)
            return Example(question["question"], title, text[low:high], kind="people")
        answer = _place(question, text, chance)
        if answer is None:
            return None
        start, end = answer
        low, high = around(text, start, end, size, chance)
        if end - start > 200:
            return Example(question["question"], title, text[low:high], kind="long")
        return Example(question["question"], title, text[low:high], start - low, end - low, "people")


def _place(question: dict[str, Any], text: str, chance: random.Random) -> tuple[int, int] | None:
    """Return the offsets of one of the answers inside its evidence, or of a piece of evidence."""
    places = []
    for evidence in question["evidence"]:
        at = text.find(evidence["quote"])
        if at < 0:
            continue
        inside = [(answer, evidence["quote"].find(answer)) for answer in question["answers"]]
        found = [(at + i, at + i + len(answer)) for answer, i in inside if i >= 0]
        places += found or ([(at, at + len(evidence["quote"]))] if question["type"].startswith("long") else [])
    return chance.choice(places) if places else None


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    """Write the questions that are not trained on, a file for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for name in SETS:
        rows = [row for row in _lines(given.data / name / "questions.jsonl") if not trained_on(row["id"])]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (given.out / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        print(f"{name}: {len(rows)} questions")


if __name__ == "__main__":
    main()
