"""The truth: one SQLite file with articles, passages, their vectors and the full-text table.

Every change is one transaction an article, so a kill at any moment leaves the file as before or as after.
"""

# ruff: noqa: S608 - what is put into queries here are our own names of columns; values are always bound
from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from index.database import TIMEOUT
from index.lookup import COLUMNS, Lookup, Numbers, Vectors
from index.split import masked
from index.types import Article, Passage

# Made by the first writer that knows it: an index of an earlier version has none, and keeps its format.
_TIMES = "CREATE TABLE IF NOT EXISTS times (id TEXT PRIMARY KEY, added TEXT NOT NULL, changed TEXT) WITHOUT ROWID"


class Store(Lookup):
    """Write articles, passages and vectors, and read them: every statement of SQL but those that open the file."""

    def replace(self, article: Article, passages: Sequence[Passage], vectors: Vectors, *, origin: str) -> None:
        """Put an article in, in place of its older version if there is one, in one transaction."""
        with self.transaction() as db:
            before = db.execute("SELECT hash FROM articles WHERE id = ?", (article.id,)).fetchone()
            self._delete(article.id)
            number = db.execute(
                f"INSERT INTO articles ({COLUMNS}, hash, origin) "
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
            db.execute(_TIMES)
            if before is None or before[0] != article.hash:  # merely embedded anew, it has not changed
                times = "INSERT INTO times (id, added) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET changed = excluded.added"
                db.execute(times, (article.id, datetime.now(UTC).isoformat(timespec="seconds")))
            self._turn(db)

    def move(self, places: Mapping[str, tuple[str | None, str]]) -> None:
        """Note where articles came from this time, by id: file and origin; the articles themselves are unchanged."""
        if places:
            with self.transaction() as db:
                rows = [(*place, article_id) for article_id, place in places.items()]
                db.executemany("UPDATE articles SET path = ?, origin = ? WHERE id = ?", rows)
                self._turn(db)

    def delete(self, article_ids: Iterable[str]) -> None:
        """Take articles out with all that was made of them, in one transaction."""
        with self.transaction() as db:
            db.execute(_TIMES)
            for article_id in article_ids:
                self._delete(article_id)
                db.execute("DELETE FROM times WHERE id = ?", (article_id,))
            self._turn(db)

    def purge(self) -> None:
        """Take the words of removed and replaced articles out of the file's bytes too.

        FTS5 only marks them as deleted until it merges its segments, and the write-ahead log keeps them for a while.
        """
        with self.transaction() as db:
            db.execute("INSERT INTO words (words) VALUES ('optimize')")
        with self._wrapped():
            self.connection.execute("PRAGMA busy_timeout = 200")  # a reader at work need not be waited for
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self.connection.execute(f"PRAGMA busy_timeout = {TIMEOUT * 1000}")

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
        with self.transaction() as db:
            db.executemany("DELETE FROM gone WHERE number = ?", ((n,) for n in numbers))


__all__ = ["Numbers", "Store", "Vectors"]
