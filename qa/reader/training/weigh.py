"""Fit the weights and thresholds of a shipped reader on questions over indexed articles, and write them beside it.

`python -m qa.reader.training.weigh --model qa/reader/model --set INDEX QUESTIONS --given INDEX QUESTIONS ...`

A set given by --given is searched and read only in the article that each question was written on.

Odd questions are fitted on, even ones measured on: the reliability table that is printed comes from the latter.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.types import Filters
from qa.assistant import Assistant
from qa.evaluate import gold_places, holds, read_questions
from qa.reader.chances import LIST, PASSAGE, RISING, SPAN, Evidence, chance
from qa.reader.trained import TrainedReader
from qa.reader.training.regression import fit
from qa.scores import area_under_curve, contained, overlap

WRONG_DECLINES = {"low": 0.015, "normal": 0.025, "high": 0.16}
"""The share of answerable questions that each caution may decline, on the questions fitted on, each set counting alike."""


@dataclass(frozen=True, slots=True)
class Read:
    """One question with the evidence of its passages and spans, each with whether it is right."""

    answerable: bool
    several: bool
    passages: list[tuple[Evidence, bool]]
    spans: list[tuple[Evidence, bool]]


def read(
    assistant: Assistant, reader: TrainedReader, row: Mapping[str, Any], *, passages: int, given: bool = False
) -> Read:
    """Search as the product does, read the first passages, and mark what is right: an answer found, a gold quote held."""
    filters = Filters(articles=(str(row["context_id"]),)) if given else None
    hits = assistant.index.search(row["question"], filters=filters, asked=row.get("asked"))[:passages]
    golds = [str(gold) for gold in row["answers"]] if row["answerable"] else []
    places = gold_places(assistant, row.get("evidence") or []) if row["answerable"] else {}
    short = bool(golds) and min(len(gold.split()) for gold in golds) <= 12
    of_passages, of_spans = [], []
    for number, evidence, found in reader.examine(row["question"], hits):
        rights = [is_right(hits[number].words((one.start, one.end)), golds) for one in found]
        best = max(range(len(found)), key=lambda i: found[i].evidence["margin"], default=None)
        of_passages.append((evidence, holds(places, hits[number]) or (best is not None and rights[best])))
        if short or not row["answerable"]:
            of_spans += [(one.evidence, right) for one, right in zip(found, rights, strict=True)]
    return Read(bool(row["answerable"]), row.get("type") == "list", of_passages, of_spans)


def is_right(text: str, golds: Sequence[str]) -> bool:
    """Tell whether words hold a gold answer or share half of theirs with one (F1); without golds nothing is right."""
    return bool(golds) and bool(overlap(text, golds) >= 0.5 or contained(text, golds))


def confidence(weights: Mapping[str, float], question: Read) -> float:
    """Return the chance of the passage that answers best, as an answer's confidence is."""
    return max((chance(weights, evidence) for evidence, _ in question.passages), default=0.0)


def _alike(sets: Sequence[Sequence[float]]) -> list[float]:
    """Join sets, the smaller ones repeated, so that each counts about alike."""
    most = max(len(one) for one in sets)
    return [value for one in sets if one for value in list(one) * (most // len(one))]


def reliability(pairs: Sequence[tuple[float, bool]], *, steps: int = 5) -> list[tuple[str, int, float, float]]:
    """Return for each band of chances: its name, how many fell in it, their mean chance, the share that was right."""
    rows = []
    for step in range(steps):
        low, high = step / steps, (step + 1) / steps
        inside = [(c, right) for c, right in pairs if low <= c < high or (high == 1.0 and c == 1.0)]
        if inside:
            chances, rights = zip(*inside, strict=True)
            rows.append((f"{low:.1f} to {high:.1f}", len(inside), float(np.mean(chances)), float(np.mean(rights))))
    return rows


def main() -> None:
    """Read the command line, fit, write settings.json, print what the other half of the questions shows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, type=Path)
    parser.add_argument("--set", nargs=2, action="append", default=[], metavar=("INDEX", "QUESTIONS"))
    parser.add_argument("--given", nargs=2, action="append", default=[], metavar=("INDEX", "QUESTIONS"))
    parser.add_argument("--limit", type=int, default=600, help="questions of each set")
    parser.add_argument("--passages", type=int, default=24)
    given = parser.parse_args()
    file = given.model / "settings.json"
    settings = json.loads(file.read_text(encoding="utf-8"))
    reader = TrainedReader.load(given.model)
    sets, names = [], []
    for (index, questions), alone in [*((one, False) for one in given.set), *((one, True) for one in given.given)]:
        rows = read_questions(Path(questions))
        rows = rows[:: max(1, len(rows) // given.limit)]
        with Assistant.open(index, create=False) as assistant:
            sets.append([read(assistant, reader, row, passages=given.passages, given=alone) for row in rows])
        names.append(f"{questions}{', its article given' if alone else ''}")
        print(f"{len(rows)} questions of {names[-1]} read", flush=True)
    fitted = [question for one in sets for question in one[1::2]]
    before = settings.get("calibration")
    # Where a list is wanted it is known that something answers: what is asked of a span is only whether it is of the list.
    listed = [span for q in fitted if q.several for span in q.spans]
    weights = {
        "passage": fit((p for q in fitted for p in q.passages), PASSAGE, rising=RISING),
        "span": fit((s for q in fitted for s in q.spans if not q.several), SPAN, rising=RISING),
        # Here less answerability beside the same margin does speak for a span: held at nothing, MultiSpanQA loses 1.8 of F1.
        "list": before["list"] if before and not listed else fit(listed or (s for q in fitted for s in q.spans), LIST),
    }
    answered = [[confidence(weights["passage"], q) for q in one[1::2] if q.answerable] for one in sets]
    settings["calibration"] = weights
    settings["threshold"] = {
        name: round(float(np.quantile(_alike(answered), q)), 3) for name, q in WRONG_DECLINES.items()
    }
    file.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(settings))
    for name, one in zip(names, sets, strict=True):
        sure = [(confidence(weights["passage"], q), q.answerable) for q in one[::2]]
        yes, no = ([c for c, a in sure if a is side] for side in (True, False))
        area = area_under_curve(yes, no)
        declined = {n: [round(float(np.mean([c < t for c in side])), 3) for side in (yes, no) if side]
                    for n, t in settings["threshold"].items()}  # fmt: skip
        print(name, "area", area and round(area, 3), "declined, answerable and not:", declined)
    measured = [q for one in sets for q in one[::2]]
    shown = {
        "passage": [p for q in measured for p in q.passages],
        "span": [s for q in measured for s in q.spans if not q.several],
        "list": [s for q in measured for s in q.spans if q.several],
    }
    for kind, judged in shown.items():
        for row in reliability([(chance(weights[kind], evidence), right) for evidence, right in judged]):
            print(f"{kind}s", "{}: {} with a mean chance of {:.2f}, right {:.2f}".format(*row))


if __name__ == "__main__":
    main()
