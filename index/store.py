"""The truth: one SQLite file with articles, passages, their vectors and the full-text table.

Every change is one transaction an article, so a kill at any moment leaves the file as before or as after.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexUnusable
from index.split import masked
from index.types import Article, Filters, Passage

SCHEMA = 1
Numbers = NDArray[np.int64]
Vectors = NDArray[np.float32]

# AUTOINCREMENT: a passage's number is never used again, so whoever holds an old number finds nothing, not another.
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, source TEXT NOT NULL,
    author TEXT, published TEXT, url TEXT, path TEXT, text TEXT NOT NULL, boilerplate TEXT NOT NULL,
    hash TEXT NOT NULL, origin TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS articles_by_date ON articles (published);
CREATE INDEX IF NOT EXISTS articles_by_origin ON articles (origin);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, sentences TEXT NOT NULL, vector BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article);
CREATE TABLE IF NOT EXISTS gone (number INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, body, tokenize = 'porter unicode61 remove_diacritics 2');
"""
_ARTICLE = "id, text, title, source, author, published, url, path, boilerplate"


class Store:
    """Hold one connection a thread to the index's SQLite file."""

    def __init__(self, file: Path, *, create: bool = False) -> None:
        self.file = file
        self._local = threading.local()
        self._immutable = False
        if not create and not file.is_file():
            raise IndexUnusable(f"no index at {str(file.parent)!r}; build one with: cuttings add PATH")
        with self._wrapped():
            if create:
                self.connection.execute("PRAGMA journal_mode = WAL")
                with self.connection:
                    self.connection.executescript(_TABLES)
                    self.connection.execute("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (str(SCHEMA),))
            schema = self.meta("schema")
        if schema != str(SCHEMA):
            raise IndexUnusable(
                f"the index at {str(file.parent)!r} has format {schema}, this version reads {SCHEMA}; "
                "add the articles to a new folder"
            )

    @property
    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection, opened at its first use."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            self._local.connection = connection
        return connection

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self.file, timeout=20)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # what is removed is not left in the file's free pages
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            # WAL wants to write beside the file even to read; from a read-only folder the file is all there is.
            connection = sqlite3.connect(f"{self.file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        return connection

    def close(self) -> None:
        """Close this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @contextmanager
    def _wrapped(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise IndexUnusable(self._explain(error)) from error

    def _explain(self, error: sqlite3.Error) -> str:
        where, text = repr(str(self.file.parent)), str(error)
        if "full" in text:
            return f"the disk of {where} is full; free some space and add again: nothing that was there is lost"
        if "readonly" in text or "unable to open" in text:
            return f"cannot write to {where}; choose a folder that you may write to with --index"
        if "malformed" in text or "not a database" in text:
            return f"{str(self.file)!r} is damaged ({text}); add the articles to a new folder"
        return f"{where}: {text}; see: cuttings doctor"

    # --- meta ------------------------------------------------------------------------------------

    def meta(self, key: str) -> str | None:
        """Return a value of the manifest."""
        with self._wrapped():
            row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, **values: str) -> None:
        """Write values of the manifest in one transaction."""
        with self._wrapped(), self.connection:
            self.connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    @property
    def generation(self) -> int:
        """Return a number that grows with every change, so that others notice it."""
        return int(self.meta("generation") or 0)

    # --- writing ---------------------------------------------------------------------------------

    def replace(self, article: Article, passages: Sequence[Passage], vectors: Vectors, *, origin: str) -> None:
        """Put an article in, in place of its older version if there is one, in one transaction."""
        with self._wrapped(), self.connection as db:
            self._delete(article.id)
            number = db.execute(
                "INSERT INTO articles (id, text, title, source, author, published, url, path, boilerplate, hash, origin) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (article.id, article.text, article.title, article.source, article.author, article.published,
                 article.url, article.path, json.dumps(article.boilerplate), article.hash, origin),
            ).lastrowid  # fmt: skip
            for passage, vector in zip(passages, vectors, strict=True):
                place = db.execute(
                    "INSERT INTO passages (article, start, stop, sentences, vector) VALUES (?, ?, ?, ?, ?)",
                    (number, passage.start, passage.end, json.dumps(passage.sentences), vector.tobytes()),
                ).lastrowid
                db.execute(
                    "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)",
                    (place, article.title, masked(article.text, passage)),
                )
            self._turn(db)

    def delete(self, article_ids: Iterable[str]) -> None:
        """Take articles out with all that was made of them, in one transaction."""
        with self._wrapped(), self.connection as db:
            for article_id in article_ids:
                self._delete(article_id)
            self._turn(db)

    def _delete(self, article_id: str) -> None:
        db = self.connection
        numbers = db.execute(
            "SELECT p.number FROM passages p JOIN articles a ON a.number = p.article WHERE a.id = ?", (article_id,)
        ).fetchall()
        db.executemany("DELETE FROM words WHERE rowid = ?", numbers)
        db.executemany("INSERT OR IGNORE INTO gone VALUES (?)", numbers)
        db.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    @staticmethod
    def _turn(db: sqlite3.Connection) -> None:
        db.execute(
            "INSERT INTO meta VALUES ('generation', '1') "
            "ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
        )

    def forget_gone(self, numbers: Iterable[int]) -> None:
        """Drop the note that these removed passages are still in the vector index."""
        with self._wrapped(), self.connection as db:
            db.executemany("DELETE FROM gone WHERE number = ?", ((n,) for n in numbers))

    # --- reading ---------------------------------------------------------------------------------

    def article(self, article_id: str) -> Article | None:
        """Return one article with its text."""
        with self._wrapped():
            row = self.connection.execute(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (article_id,)).fetchone()
        return None if row is None else _article(row)

    def articles(self) -> Iterator[Article]:
        """Yield every article without its text, newest first, undated last."""
        columns = _ARTICLE.replace("text", "''", 1)
        with self._wrapped():
            rows = self.connection.execute(f"SELECT {columns} FROM articles ORDER BY published DESC, title, id")
            yield from (_article(row) for row in rows)

    def hashes(self, *, origin: str | None = None) -> dict[str, str]:
        """Return id -> content hash of every article, or of those that came from one folder or file."""
        where, values = ("", ()) if origin is None else (" WHERE origin = ?", (origin,))
        with self._wrapped():
            return dict(self.connection.execute(f"SELECT id, hash FROM articles{where}", values).fetchall())

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
        return {
            row[0]: (Passage(row[4], row[1], row[2], tuple((a, b) for a, b in json.loads(row[3]))), _article(row[4:]))
            for row in rows
        }

    def match(
        self, query: str, *, limit: int, filters: Filters, title_weight: float
    ) -> list[tuple[int, float]]:
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

    def vectors(self, *, after: int = 0) -> tuple[Numbers, Vectors]:
        """Return numbers and vectors of the passages numbered above `after`, ascending."""
        with self._wrapped():
            rows = self.connection.execute(
                "SELECT number, vector FROM passages WHERE number > ? ORDER BY number", (after,)
            ).fetchall()
        numbers = np.array([row[0] for row in rows], dtype=np.int64)
        joined = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.float32)
        return numbers, joined.reshape(len(rows), -1) if rows else np.zeros((0, 0), dtype=np.float32)

    def gone(self) -> list[int]:
        """Return numbers of removed passages that the vector index may still hold."""
        with self._wrapped():
            return [n for (n,) in self.connection.execute("SELECT number FROM gone ORDER BY number")]

    def check(self) -> str:
        """Run SQLite's own integrity check; return "ok" or what is wrong."""
        with self._wrapped():
            return str(self.connection.execute("PRAGMA quick_check").fetchone()[0])


def _where(filters: Filters) -> tuple[str, list[str]]:
    parts: list[str] = []
    values: list[str] = []
    if filters.source is not None:
        parts.append("a.source = ? COLLATE NOCASE")
        values.append(filters.source)
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
