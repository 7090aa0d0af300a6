"""Measure starting and asking: cold from the shell with what is imported, warm in one process.

python tests/benchmarks/start.py INDEX [--questions QUESTIONS.jsonl]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

from qa import Assistant
from qa.config import Config
from qa.evaluate import read_questions

HEAVY = ("numpy", "onnxruntime", "tokenizers", "chromadb", "torch", "gradio", "llama_index", "sentence_transformers")
LISTED = f"import sys; from qa.cli import main; main(sys.argv[1:]); print([m for m in {HEAVY} if m in sys.modules])"


def cold(arguments: list[str], *, times: int = 5) -> float:
    """Return the median seconds of a whole command."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "qa", *arguments], check=True, capture_output=True)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index")
    parser.add_argument("--questions", type=Path)
    given = parser.parse_args()
    print(f"--help: {cold(['--help']):.2f} s")
    ask = ["ask", "--index", given.index, "Who supported Guaidó?"]
    print(f"ask, cold: {cold(ask):.2f} s")
    done = subprocess.run([sys.executable, "-c", LISTED, *ask], check=True, capture_output=True, text=True)
    print("it imports", done.stdout.splitlines()[-1])
    asked = [r["question"] for r in read_questions(given.questions)][:100] if given.questions else ["Who was it?"] * 20
    assistant = Assistant.open(given.index, create=False)
    plain = Assistant.open(given.index, create=False, config=Config(reader="sentences"))
    for name, call in (
        ("search --fast", lambda q: assistant.search(q, limit=24, fast=True)),
        ("search, 24 passages read", lambda q: assistant.search(q, limit=24)),
        ("ask", lambda q: assistant.ask(q)),
        ("ask --reader sentences", lambda q: plain.ask(q)),
    ):
        call(asked[0])
        taken = []
        for question in asked:
            begun = time.perf_counter()
            call(question)
            taken.append(time.perf_counter() - begun)
        slow = sorted(taken)[int(0.95 * (len(taken) - 1))]
        print(f"{name}, warm, {assistant.index.counts()[1]} passages: median {1000 * statistics.median(taken):.0f} ms, "
              f"95 % under {1000 * slow:.0f} ms")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
