"""Read the index's SQLite file: articles, passages, vectors, and which of them a filter or a word lets through."""

# ruff: noqa: S608 - what is put into queries here are our own names of columns; values are always bound
from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.database import Database, folded
from index.errors import explained
from index.types import Article, Facts, Filters, Passage

Numbers = NDArray[np.int64]
Vectors = NDArray[np.float32]

COLUMNS = "id, text, title, source, author, published, url, path, boilerplate"
"""An article's columns, in the order of its fields."""


class Lookup(Database):
    """Read articles, passages and vectors: every statement of SQL that changes nothing."""

    def article(self, article_id: str) -> Article | None:
        """Return one article with its text."""
        with self._wrapped():
            row = self.connection.execute(f"SELECT {COLUMNS} FROM articles WHERE id = ?", (article_id,)).fetchone()
        return None if row is None else _article(row)

    def articles(self) -> Iterator[Article]:
        """Yield every article without its text, newest first, undated last."""
        columns = COLUMNS.replace("text", "''", 1)
        with self._wrapped():
            sql = f"SELECT {columns} FROM articles ORDER BY published DESC, title, id"
            rows = self.connection.execute(sql).fetchall()
        yield from (_article(row) for row in rows)

    def facts(self, article_ids: Sequence[str]) -> dict[str, Facts]:
        """Return size and times of articles by id."""
        among = json.dumps(list(article_ids))
        with self._wrapped():
            db = self.connection
            made = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'times'").fetchone()[0]
            times = "SELECT id, added, changed FROM times WHERE id IN (SELECT value FROM json_each(?))"
            known = {row[0]: row[1:] for row in db.execute(times, (among,))} if made else {}
            rows = db.execute(
                "SELECT a.id, a.text, (SELECT count(*) FROM passages p WHERE p.article = a.number) "
                "FROM articles a WHERE a.id IN (SELECT value FROM json_each(?))",
                (among,),
            ).fetchall()
        return {name: Facts(len(text.split()), passages, *known.get(name, ())) for name, text, passages in rows}

    def hashes(self) -> dict[str, str]:
        """Return id -> content hash of every article."""
        with self._wrapped():
            return dict(self.connection.execute("SELECT id, hash FROM articles").fetchall())

    def paths(self) -> dict[str, str | None]:
        """Return id -> file of every article."""
        with self._wrapped():
            return dict(self.connection.execute("SELECT id, path FROM articles").fetchall())

    def came_from(self, origin: str) -> dict[str, str]:
        """Return id -> file of the articles that were read from a folder or file, or fetched from an address.

        However they were given then: a file added by its own name also came from the folder it lies in.
        """
        inside = origin.rstrip(os.sep) + os.sep
        with self._wrapped():
            rows = self.connection.execute(
                "SELECT id, coalesce(path, '') FROM articles "
                "WHERE origin = ?1 OR (origin <> '' AND (path = ?1 OR substr(path, 1, length(?2)) = ?2))",
                (origin, inside),
            )
            return dict(rows.fetchall())

    def origin(self, article_id: str) -> str:
        """Return the folder, file or address that an article was added from."""
        with self._wrapped():
            row = self.connection.execute("SELECT origin FROM articles WHERE id = ?", (article_id,)).fetchone()
        return str(row[0]) if row else ""

    def counts(self) -> tuple[int, int]:
        """Return how many articles and passages there are."""
        with self._wrapped():
            query = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)"
            articles, passages = self.connection.execute(query).fetchone()
        return int(articles), int(passages)

    def passages(self, numbers: Sequence[int]) -> dict[int, tuple[Passage, Article]]:
        """Return passages by number with their articles, whose text is that of the passage alone."""
        marks = ",".join("?" * len(numbers))
        with self._wrapped():
            rows = self.connection.execute(
                "SELECT p.number, p.start, p.stop, p.sentences, a.id, substr(a.text, p.start + 1, p.stop - p.start), "
                "a.title, a.source, a.author, a.published, a.url, a.path, '[]' "
                f"FROM passages p JOIN articles a ON a.number = p.article WHERE p.number IN ({marks})",
                [int(n) for n in numbers],
            ).fetchall()
        found: dict[int, tuple[Passage, Article]] = {}
        for number, start, stop, marks, *rest in rows:
            if len(rest[1]) != stop - start:  # SQLite's substr ends at a NUL character, which a text may hold
                whole = self.article(rest[0])
                rest[1] = whole.text[start:stop] if whole is not None else ""
            passage = Passage(rest[0], start, stop, tuple((a, b) for a, b in json.loads(marks)))
            found[number] = passage, _article(rest)
        return found

    def match(self, query: str, *, limit: int, filters: Filters, title_weight: float) -> list[tuple[int, float]]:
        """Return (passage number, BM25 score, higher is better) for an FTS5 query, best first."""
        where, values = _where(filters)
        among = f" AND rowid IN (SELECT p.number FROM passages p JOIN articles a ON a.number = p.article{where})"
        sql = (
            f"SELECT rowid, -bm25(words, {float(title_weight)}, 1.0) AS score FROM words WHERE words MATCH ?"
            f"{among if where else ''} ORDER BY score DESC, rowid LIMIT ?"
        )
        with self._wrapped():
            return [(n, s) for n, s in self.connection.execute(sql, (query, *values, limit)) if s > 0]

    def dates(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return passage number -> day published, of those whose article has one."""
        wanted = json.dumps([int(n) for n in numbers])
        sql = (
            "SELECT p.number, a.published FROM passages p JOIN articles a ON a.number = p.article "
            "WHERE p.number IN (SELECT value FROM json_each(?)) AND a.published IS NOT NULL"
        )
        with self._wrapped():
            return dict(self.connection.execute(sql, (wanted,)).fetchall())

    def numbers(self, filters: Filters) -> Numbers:
        """Return the numbers of the passages that the filters let through, ascending."""
        where, values = _where(filters)
        sql = f"SELECT p.number FROM passages p JOIN articles a ON a.number = p.article{where} ORDER BY p.number"
        with self._wrapped():
            return np.array([n for (n,) in self.connection.execute(sql, values)], dtype=np.int64)

    def vectors(self, *, after: int = 0, among: Numbers | None = None) -> tuple[Numbers, Vectors]:
        """Return numbers and vectors of the passages numbered above `after` or of those given, ascending."""
        where, value = "number > ?", str(after)
        if among is not None:
            where, value = "number IN (SELECT value FROM json_each(?))", json.dumps(among.tolist())
        sql = f"SELECT number, vector FROM passages WHERE {where} ORDER BY number"
        with self._wrapped():
            rows = self.connection.execute(sql, (value,)).fetchall()
        numbers = np.array([row[0] for row in rows], dtype=np.int64)
        joined = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.float32)
        return numbers, joined.reshape(len(rows), -1) if rows else np.zeros((0, 0), dtype=np.float32)

    def gone(self) -> list[int]:
        """Return numbers of removed passages that the vector index may still hold."""
        with self._wrapped():
            return [n for (n,) in self.connection.execute("SELECT number FROM gone ORDER BY number")]

    def check(self) -> str:
        """Run SQLite's own integrity check; return "ok" or what is wrong."""
        try:
            return str(self.connection.execute("PRAGMA quick_check").fetchone()[0])
        except sqlite3.Error as error:
            return explained(error, self.file)


def _where(filters: Filters) -> tuple[str, list[str]]:
    parts: list[str] = []
    values: list[str] = []
    if filters.source is not None:
        parts.append("folded(a.source) = ?")
        values.append(folded(filters.source))
    if filters.after is not None:
        parts.append("a.published >= ?")
        values.append(filters.after)
    if filters.before is not None:
        parts.append("a.published <= ?")
        values.append(filters.before)
    if filters.articles is not None:
        parts.append("a.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(filters.articles))
    return (" WHERE " + " AND ".join(parts) if parts else ""), values


def _article(row: Sequence[str]) -> Article:
    marks = tuple((int(a), int(b)) for a, b in json.loads(row[8]))
    return Article(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], marks)
