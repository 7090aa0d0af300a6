"""Articles that come as records: .json, .jsonl, .jsonl.gz and .csv; id and text are kept exactly."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from index.dates import iso_date
from index.errors import ArticleUnreadable
from index.identity import id_of_record
from index.plaintext import decode, sound
from index.types import Article, Failure

LINE_LIMIT = 50_000_000
"""Bytes that one line of a .jsonl may have."""


def read_json(data: bytes, path: Path) -> Iterator[Article | Failure]:
    """Read one record or a list of them; `path` names failures and derives ids that are missing."""
    try:
        loaded = json.loads(data)
    except UnicodeDecodeError:
        yield Failure(str(path), "is not UTF-8 text")
        return
    except json.JSONDecodeError as error:
        yield Failure(str(path), f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})")
        return
    except (ValueError, RecursionError):
        yield Failure(str(path), "is not JSON that can be read: nested too deeply, or a number too long")
        return
    if isinstance(loaded, list):
        yield from _articles(((f"record {n}", record) for n, record in enumerate(loaded, 1)), path)
    else:
        yield from _articles(iter([("", loaded)]), path)


def read_lines(path: Path) -> Iterator[Article | Failure]:
    """Read a .jsonl or .jsonl.gz line by line, so that a corpus may be larger than memory."""
    yield from _articles(_parsed_lines(path), path)


def read_csv(data: bytes, path: Path) -> Iterator[Article | Failure]:
    """Read a table by its header; the column `text` is required, comma, semicolon and tab separate."""
    try:
        text = decode(data)
    except ArticleUnreadable as error:
        yield Failure(str(path), str(error))
        return
    header = text.splitlines()[0]
    separator = max(",;\t", key=header.count)
    csv.field_size_limit(LINE_LIMIT)  # the default of 128 KiB is less than a long article
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [name.strip().lower() for name in next(rows)]
    except (csv.Error, StopIteration) as error:
        yield Failure(str(path), f"is not CSV: {error}")
        return
    if "text" not in names:
        yield Failure(str(path), f"has no column 'text'; its columns are {', '.join(map(repr, names))[:200]}")
        return
    yield from _articles(_parsed_rows(rows, names), path)


def from_record(record: Mapping[str, Any], path: Path) -> Article:
    """Make an article of a record: id and text exactly as given, the other fields as far as they make sense.

    Raises:
        ArticleUnreadable: when the record has no text or one of its values cannot be used.
    """
    text = record.get("text")
    if not isinstance(text, str):
        raise ArticleUnreadable(
            "has no 'text'" if text is None else f"has a 'text' that is {type(text).__name__}, not text"
        )
    if not text.strip():
        raise ArticleUnreadable("has an empty 'text'")
    sound(text)
    url = _said(record, "url")
    given = record.get("id")
    if given is None or given == "":
        identity = id_of_record(path, url or text)
    elif isinstance(given, str | int) and not isinstance(given, bool):
        identity = sound(str(given))
    else:
        raise ArticleUnreadable(f"has an 'id' that is {type(given).__name__}, not text")
    return Article(
        id=identity,
        text=text,
        title=_said(record, "title") or "",
        source=_said(record, "source") or "",
        author=_said(record, "author"),
        published=iso_date(_said(record, "published") or ""),
        url=url,
        path=str(path),
    )


def _articles(records: Iterator[tuple[str, Any]], path: Path) -> Iterator[Article | Failure]:
    """Make articles of records; each comes with where it stands, and a bad one fails alone."""
    seen: dict[str, str] = {}
    for place, record in records:
        name = f"{path}, {place}" if place else str(path)
        if isinstance(record, ArticleUnreadable):
            yield Failure(name, str(record))
            continue
        try:
            if not isinstance(record, dict):
                raise ArticleUnreadable(f"is {type(record).__name__}, not a record with 'id' and 'text'")
            article = from_record(record, path)
            if article.id in seen:
                raise ArticleUnreadable(f"has the id {article.id!r} of {seen[article.id]}")
        except ArticleUnreadable as error:
            yield Failure(name, str(error))
        else:
            seen[article.id] = place
            yield article


def _parsed_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """Give each line's number and record, or the error that stands for it."""
    packed = path.name.lower().endswith(".gz")
    number = 0
    try:
        with path.open("rb") as raw, _unpacked(raw, packed) as lines:
            while line := lines.readline(LINE_LIMIT + 1):
                number += 1
                if len(line) > LINE_LIMIT:
                    yield (
                        f"line {number}",
                        ArticleUnreadable(f"is longer than {LINE_LIMIT // 1_000_000} MB; stopped there"),
                    )
                    return
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if line.strip():
                    yield f"line {number}", _parsed(line)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield f"after line {number}", ArticleUnreadable("is not a whole gzip file: it breaks off or is damaged")
    except OSError as error:
        yield f"after line {number}", ArticleUnreadable(f"cannot be read: {error.strerror or error}")
    else:
        if number == 0:
            yield "", ArticleUnreadable("is empty")


def _unpacked(raw: BinaryIO, packed: bool) -> BinaryIO:
    """Open the gzip stream around the file where it is packed."""
    return gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[return-value]


def _parsed(line: bytes) -> Any:
    """Parse one line, or return the error that stands for it."""
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return ArticleUnreadable("is not UTF-8 text")
    except json.JSONDecodeError as error:
        return ArticleUnreadable(f"is not JSON: {error.msg} (column {error.colno})")
    except (ValueError, RecursionError):
        return ArticleUnreadable("is not JSON that can be read: nested too deeply, or a number too long")


def _parsed_rows(rows: Any, names: list[str]) -> Iterator[tuple[str, Any]]:
    """Give each row's line number and record, or the error that stands for it."""
    while True:
        place = f"line {rows.line_num + 1}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield place, ArticleUnreadable(f"is not CSV: {error}")
            continue
        if not row:
            continue
        if len(row) > len(names):
            yield place, ArticleUnreadable(f"has {len(row)} fields where the header has {len(names)}")
        else:
            yield place, dict(zip(names, row, strict=False))


def _said(record: Mapping[str, Any], name: str) -> str | None:
    """Return a field as one line of text: several values joined, nothing as None."""
    value = record.get(name)
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value if part)
    if value is None or isinstance(value, bool | dict):
        return None
    return " ".join(sound(str(value)).split()) or None
