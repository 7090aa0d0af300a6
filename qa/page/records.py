"""Write an exchange as the record that is kept of it, and read it back, old ones too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from index.types import Hit, Passage
from qa.page.exchanges import Exchange, State
from qa.page.limits import Limits
from qa.quotes import kept_quote
from qa.render import answer_to_dict
from qa.types import Answer, Item

OPENING = 160
"""Characters kept of a passage that was read: what the list of passages shows."""
UNREADABLE = "this answer cannot be read any more; ask again"


def record_of(exchange: Exchange) -> dict[str, Any]:
    """Return what is kept of an exchange: the answer as it is exported, and the beginnings of what was read."""
    answer = exchange.answer
    kept = None
    if answer is not None:
        kept = {**answer_to_dict(answer), "passages": [_passage(hit) for hit in answer.passages]}
    return {
        "question": exchange.question,
        "state": exchange.state,
        "problem": exchange.problem,
        "limits": asdict(exchange.limits),
        "answer": kept,
    }


def exchange_of(record: str) -> Exchange:
    """Read an exchange back from its record; what cannot be read says so in its place.

    What was not answered when the server ended was stopped. Unknown parts of a record are passed over and parts that it
    lacks get their defaults, so that records of other versions open.
    """
    question = ""
    try:
        row = json.loads(record)
        question = str(row["question"])
        known = {field.name for field in fields(Limits)}
        limits = Limits(**{name: value for name, value in (row.get("limits") or {}).items() if name in known})
        answer = None if row.get("answer") is None else _answer(row["answer"])
        state: State = "answered" if answer else "failed" if row.get("state") == "failed" else "stopped"
        return Exchange(question, state, answer=answer, problem=str(row.get("problem") or ""), limits=limits)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Exchange(question or "?", "failed", problem=UNREADABLE)


def _answer(row: Mapping[str, Any]) -> Answer:
    return Answer(
        question=row["question"],
        standalone_question=row["standalone_question"],
        text=row["text"],
        items=tuple(Item(i["text"], i["answer"], tuple(i["quotes"]), i.get("score", 0.0)) for i in row["items"]),
        quotes=tuple(kept_quote(quote) for quote in row["quotes"]),
        nearest=tuple(kept_quote(quote) for quote in row.get("nearest", ())),
        passages=tuple(_hit(passage) for passage in row.get("passages", ())),
        reader=row.get("reader") or "",
        llm=row.get("llm"),
        note=row.get("note"),
        confidence=row.get("confidence", 0.0),
        seconds=row.get("seconds") or {},
        id=row.get("id"),
    )


def _passage(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "article_id": passage.article_id,
        "start": passage.start,
        "end": passage.end,
        "score": round(hit.score, 6),
        "title": hit.title,
        "path": hit.path,
        "opening": hit.text[:OPENING],
    }


def _hit(row: Mapping[str, Any]) -> Hit:
    passage = Passage(row["article_id"], row["start"], row["end"])
    return Hit(passage, row["opening"], row["score"], title=row["title"], path=row.get("path"))
