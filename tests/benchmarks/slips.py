"""Write questions again with one slip of the pen each, as people type: to see what that costs, evaluate both.

    python tests/benchmarks/slips.py QUESTIONS.jsonl > slipped.jsonl
    cuttings evaluate slipped.jsonl --index INDEX

In one word of a question, written small and of five letters or more, two letters change places, one is lost, doubled or
replaced by its neighbour on the keyboard. Questions without such a word are left out. The same questions give the same slips.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from pathlib import Path

from index.search import STOP_WORDS
from qa.evaluate import read_questions

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD = re.compile(r"(?<![\w’'-])[a-z]{5,}(?![\w’'-])")


def slipped(question: str, chance: random.Random) -> str | None:
    """Return a question with one slip; None where it has no word for it."""
    words = [word for word in _WORD.finditer(question) if word.group() not in STOP_WORDS]
    if not words:
        return None
    word = chance.choice(words)
    letters = word.group()
    while (made := _with_slip(letters, chance)) == letters:
        pass
    return question[: word.start()] + made + question[word.end() :]


def _with_slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("swapped", "lost", "doubled", "neighbour"))
    if kind == "swapped":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "lost":
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[:at] + word[at] + word[at:]
    row = next(row for row in ROWS if word[at] in row)
    place = row.index(word[at])
    return word[:at] + chance.choice(row[max(0, place - 1) : place] + row[place + 1 : place + 2]) + word[at + 1 :]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    given = parser.parse_args()
    chance = random.Random(7)
    for row in read_questions(given.questions):
        made = slipped(row["question"], chance)
        if made:
            sys.stdout.write(json.dumps({**row, "question": made}, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
