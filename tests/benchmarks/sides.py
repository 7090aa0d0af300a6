"""Ask who takes which side of what, over ten invented articles, and count who is listed rightly.

    python tests/benchmarks/sides.py

tests/benchmarks/sides/ has the articles, made for this by somebody who had not seen the code, and questions.tsv: for each question
all who belong in the list, and some who plainly do not. Many take a side in words that no list of verbs has ("would not lend its name").
"""

from __future__ import annotations

import csv
import statistics
import sys
import tempfile
from pathlib import Path

from qa.assistant import Assistant
from qa.names import PARTICLES, is_title, words_of

FOLDER = Path(__file__).parent / "sides"
SILENT = "NOT IN"


def is_of(item: str, name: str) -> bool:
    """Tell whether an item names somebody: one has all words of the other, titles aside, or the item the name's last word."""
    said, meant = (
        [word for word in words_of(text) if not is_title(word) and word not in PARTICLES] for text in (item, name)
    )
    if not said or not meant:
        return False
    return set(meant) <= set(said) or set(said) <= set(meant) or (name[0].isupper() and meant[-1] in said)


def main() -> int:
    found: dict[str, list[float]] = {
        name: [] for name in ("recall", "precision", "first", "declined", "wrong", "silent")
    }
    with tempfile.TemporaryDirectory() as folder, Assistant.open(Path(folder) / "index") as assistant:
        assistant.add(sorted(str(file) for file in FOLDER.glob("*.txt")))
        with (FOLDER / "questions.tsv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        for row in rows:
            items = [item.answer for item in assistant.ask(row["question"]).items]
            right, wrong = (
                [one.strip() for one in (row[key] or "").split(";") if one.strip()] for key in ("expected", "wrong")
            )
            if right == [SILENT]:
                found["silent"].append(float(not items))
                continue
            good = [item for item in items if any(is_of(item, name) for name in right)]
            found["recall"].append(sum(any(is_of(item, name) for item in items) for name in right) / len(right))
            found["precision"].append(len(good) / len(items) if items else 0.0)
            found["first"].append(float(bool(good) and items[0] == good[0]))
            found["declined"].append(float(not items))
            found["wrong"].append(float(any(is_of(item, name) for item in items if item not in good for name in wrong)))
    shown = " · ".join(f"{name} {100 * statistics.mean(values):.1f}" for name, values in found.items())
    sys.stdout.write(
        f"{len(found['recall'])} questions, {len(found['silent'])} of which the articles are silent: {shown}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
