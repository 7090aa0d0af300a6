"""Read batches of questions and exported answers: JSON lines, each checked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.errors import InputRefused
from index.types import Filters
from qa.followup import completed, standalone
from qa.types import Turn


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a batch; `articles` limits search and reading to those, `turns` is the conversation so far."""

    id: Any
    question: str
    asked: str | None = None
    articles: tuple[str, ...] | None = None
    turns: tuple[Turn, ...] = ()
    place: str = ""

    @contextmanager
    def named(self) -> Iterator[None]:
        """Name the line in errors about this row."""
        try:
            yield
        except InputRefused as error:
            raise InputRefused(f"{self.place}{error}") from error

    def filters(self, given: Filters) -> Filters:
        """Return the given filters, limited to this row's articles."""
        return given if self.articles is None else replace(given, articles=self.articles)


def standalone_question(row: Row) -> str:
    """Return a row's question completed from its turns."""
    return standalone(row.question, row.turns)


def read(file: Path, *, asked: str | None = None) -> Iterator[Row]:
    """Yield the rows of a batch file; `asked` stands in where a row has no date of its own.

    Raises:
        InputRefused: the file cannot be read, or a line is not a question; the line is named.
    """
    for number, row in lines(file):
        place = f"{str(file)!r} line {number}: "
        question = row.get("question")
        if not isinstance(question, str):
            raise InputRefused(f'{place}no "question"; each line is {{"id": ..., "question": ...}}')
        articles = row.get("articles")
        if articles is not None and not (isinstance(articles, list) and all(isinstance(a, str) for a in articles)):
            raise InputRefused(f'{place}"articles" is not a list of article ids')
        turns = row.get("turns") or []
        if not isinstance(turns, list) or not all(isinstance(t, Mapping) for t in turns):
            raise InputRefused(f'{place}"turns" is not a list of {{"question", "answer"}}')
        day = row.get("asked") or asked
        if not isinstance(day, str | None):
            raise InputRefused(f'{place}"asked" is {day!r}; write a day as "YYYY-MM-DD"')
        yield Row(
            id=row.get("id"),
            question=question,
            asked=day,
            articles=None if articles is None else tuple(articles),
            turns=completed(Turn(str(t.get("question") or ""), str(t.get("answer") or "")) for t in turns),
            place=place,
        )


def exported(file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (where, answer) of a file of exported answers: one object, a list, or JSON lines.

    Raises:
        InputRefused: the file cannot be read or holds something else.
    """
    text = _text(file)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, Mapping) and isinstance(whole.get("answers"), list):
        whole = whole["answers"]
    if isinstance(whole, Mapping):
        whole = [whole]
    rows = enumerate(whole, 1) if isinstance(whole, list) else lines(file)
    number = 0
    for number, row in rows:
        if not isinstance(row, Mapping) or "quotes" not in row:
            raise InputRefused(f"{str(file)!r}, answer {number}: is no answer exported by: cuttings ask --json")
        yield f"answer {number}", row
    if not number:
        raise InputRefused(f"{str(file)!r} holds no answers")


def lines(file: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield (line number, object) of a JSON-lines file, blank lines left out.

    Raises:
        InputRefused: the file cannot be read, or a line is no object; the line is named.
    """
    for number, line in enumerate(_text(file).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputRefused(f"{str(file)!r} line {number}: is not JSON ({error})") from error
        if not isinstance(row, Mapping):
            raise InputRefused(f"{str(file)!r} line {number}: is not a JSON object")
        yield number, row


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputRefused(f"cannot read {str(file)!r}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputRefused(f"{str(file)!r} is not UTF-8 text; save it as UTF-8") from error
