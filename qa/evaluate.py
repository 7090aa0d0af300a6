"""Measure search and answers on a file of questions with gold answers and gold quotes.

Rows are {"id", "question", "answers": [...], "evidence": [{"article_id", "quote"}], "answerable": bool} and may hold
"asked" (the day of asking), "type" ("list": all answers are wanted) and "context_id" (the article it was written on).
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index.errors import CuttingsError, InputRefused
from index.search import check_dates
from index.types import Filters, Hit, Span
from qa import scores
from qa.assistant import Assistant
from qa.batch import lines
from qa.types import Answer

RANKS = (1, 4, 10, 24)
Figures = dict[str, Any]


def read_questions(file: Path) -> list[dict[str, Any]]:
    """Return the questions of a JSON-lines file.

    Raises:
        InputRefused: the file cannot be read or a line is no question.
    """
    rows = []
    for number, line in lines(file):
        row = dict(line)
        try:
            if not isinstance(row["question"], str) or not isinstance(row["answers"], list):
                raise TypeError("a question is text, its answers are a list")
            if not isinstance(row["answerable"], bool):
                raise TypeError('"answerable" is true or false')
            check_dates(row.get("asked"), Filters())
            for gold in row.get("evidence") or []:
                gold["article_id"], gold["quote"]
        except (ValueError, KeyError, TypeError, InputRefused) as error:
            raise InputRefused(f"{str(file)!r} line {number}: is no question with gold answers ({error})") from error
        rows.append(row)
    if not rows:
        raise InputRefused(f"{str(file)!r} holds no questions")
    return rows


def evaluate(assistant: Assistant, file: Path, *, limit: int | None = None, given: bool = False) -> Figures:
    """Ask every question and return the figures, shares from 0 to 100.

    Args:
        assistant: over the articles that the questions are about.
        file: the questions.
        limit: only the first so many.
        given: search and read only the article that each question was written on ("context_id").

    Raises:
        InputRefused: the file holds no such questions, or an article that is given is not in the index.
    """
    if limit is not None and limit < 1:
        raise InputRefused(f"--limit {limit} is not a number of questions; give 1 or more")
    rows = read_questions(file)[:limit]
    without = next((i for i, row in enumerate(rows, 1) if given and not row.get("context_id")), None)
    if without is not None:
        raise InputRefused(f'question {without} of {str(file)!r} has no "context_id"; leave out --given')
    if given:
        for row in rows:  # an article that is not there would be counted as a wrong decline
            if row["answerable"]:
                assistant.index.article(str(row["context_id"]))
    tally: dict[str, list[float]] = defaultdict(list)
    sure: dict[bool, list[float]] = {True: [], False: []}
    said = time.monotonic()
    for number, row in enumerate(rows):
        context = row.get("context_id")
        filters = Filters(articles=(str(context),)) if given else None
        asked = row.get("asked")
        if row["answerable"] and row.get("evidence"):
            found = assistant.search(row["question"], limit=max(RANKS), filters=filters, asked=asked, fast=True)
            place = gold_rank(assistant, found, row["evidence"])
            for rank in RANKS:
                tally[f"search_hit_{rank}"].append(float(place <= rank))
        answer = assistant.ask(row["question"], filters=filters, asked=asked)
        tally["seconds"].append(answer.seconds["total"])
        sure[bool(row["answerable"])].append(answer.confidence)
        _score(assistant, row, answer, tally)
        if time.monotonic() - said > 5:
            said = time.monotonic()
            print(f"{number + 1} of {len(rows)} questions", file=sys.stderr, flush=True)  # noqa: T201
    return _figures(tally, sure, rows, assistant)


def _score(assistant: Assistant, row: Mapping[str, Any], answer: Answer, tally: dict[str, list[float]]) -> None:
    if not row["answerable"]:
        tally["declined_unanswerable"].append(float(not answer.answered))
        return
    tally["declined_answerable"].append(float(not answer.answered))
    golds = [str(gold) for gold in row["answers"]]
    first = answer.items[0].answer if answer.items else ""
    tally["exact"].append(scores.exact(first, golds))
    tally["f1"].append(scores.overlap(first, golds))
    tally["contained_first"].append(scores.contained(first, golds))
    five = answer.items[:5]
    tally["contained_five"].append(float(any(scores.contained(item.answer, golds) for item in five)))
    shown = {quote.number: quote for quote in answer.quotes}
    texts = [shown[number].text for item in five for number in item.quotes]
    tally["contained_quotes"].append(float(any(scores.contained(text, golds) for text in texts)))
    for item in answer.items:
        own = [" ".join(shown[number].text.split()) for number in item.quotes]  # to the letter, lines apart
        tally["quote_holds_item"].append(float(any(item.answer in text for text in own)))
    if row.get("evidence"):
        place = gold_rank(assistant, answer.passages, row["evidence"])
        for rank in RANKS:
            tally[f"read_hit_{rank}"].append(float(place <= rank))
    if row.get("type") == "list":
        names = ("list_precision", "list_recall", "list_partial_precision", "list_partial_recall")
        for name, value in zip(names, scores.list_scores([i.answer for i in answer.items], golds), strict=True):
            tally[name].append(value)


def gold_rank(assistant: Assistant, hits: Sequence[Hit], evidence: Sequence[Mapping[str, Any]]) -> int:
    """Return the place, from 1, of the first passage that holds at least half of a gold quote; a large number if none."""
    places = gold_places(assistant, evidence)
    return next((place for place, hit in enumerate(hits, 1) if holds(places, hit)), 10**6)


def gold_places(assistant: Assistant, evidence: Sequence[Mapping[str, Any]]) -> dict[str, list[Span]]:
    """Return where the gold quotes stand, by article; those that are not in the index are left out."""
    wanted: dict[str, list[Span]] = defaultdict(list)
    for gold in evidence:
        try:
            text = assistant.index.article(gold["article_id"]).text
        except CuttingsError:
            continue
        start = text.find(gold["quote"])
        if start >= 0:
            wanted[gold["article_id"]].append((start, start + len(gold["quote"])))
    return wanted


def holds(places: Mapping[str, Sequence[Span]], hit: Hit) -> bool:
    """Tell whether a passage holds at least half of one of the quotes."""
    low, high = hit.passage.start, hit.passage.end
    return any(min(b, high) - max(a, low) >= (b - a) / 2 for a, b in places.get(hit.passage.article_id, ()))


def _figures(
    tally: Mapping[str, list[float]], sure: Mapping[bool, list[float]], rows: Sequence[Any], assistant: Assistant
) -> Figures:
    figures: Figures = {"questions": len(rows), "reader": assistant.config.reader, "caution": assistant.config.caution}
    for name, values in tally.items():
        if name != "seconds":
            figures[name] = round(100 * (scores.mean(values) or 0.0), 1)
    for kind in ("list", "list_partial"):
        precision, recall = figures.get(f"{kind}_precision"), figures.get(f"{kind}_recall")
        if precision is not None and recall is not None:
            figures[f"{kind}_f1"] = round(2 * precision * recall / max(precision + recall, 1e-9), 1)
    area = scores.area_under_curve(sure[True], sure[False])
    if area is not None:
        figures["answerability_auc"] = round(area, 3)
    figures["seconds_median"] = round(statistics.median(tally["seconds"]), 3)
    figures["seconds_p95"] = round(sorted(tally["seconds"])[math.ceil(0.95 * len(tally["seconds"])) - 1], 3)
    return figures


def table(figures: Figures) -> str:
    """Return the figures as lines for a terminal."""
    width = max(len(name) for name in figures)
    return "\n".join(f"{name.replace('_', ' '):<{width}}  {value}" for name, value in figures.items())
