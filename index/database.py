"""Open the index's SQLite file: made whole or not at all, one connection a thread, every failure explained."""

from __future__ import annotations

import sqlite3
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexUnusable, InputRefused, explained

SCHEMA = 1
TIMEOUT = 20  # seconds that a locked file is waited for

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


class Database:
    """Hold one connection a thread to the index's SQLite file, and its manifest."""

    def __init__(self, file: Path, *, create: bool = False) -> None:
        self.file = file
        self._local = threading.local()
        schema = self._schema() if file.is_file() else None
        if schema is None and create:
            self._create()
            schema = self._schema()
        if schema is None:
            raise IndexUnusable(f"no index at {str(file.parent)!r}; build one with: cuttings add PATH")
        if schema != str(SCHEMA):
            raise IndexUnusable(
                f"the index at {str(file.parent)!r} has format {schema}, this version reads {SCHEMA}; "
                "add the articles to a new folder"
            )

    def _schema(self) -> str | None:
        """Return the format of the file; None when its making was never begun, or ended by a kill."""
        with self._wrapped():
            made = self.connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]
            return self.meta("schema") if made else None

    def _create(self) -> None:
        """Make the tables in one transaction; another process may be doing the same."""
        with self._wrapped():
            self._write_ahead()
            insert = f"INSERT OR IGNORE INTO meta VALUES ('schema', '{SCHEMA}');"  # noqa: S608 - our own number
            self.connection.executescript("BEGIN IMMEDIATE;" + _TABLES + insert + "COMMIT;")

    def _write_ahead(self) -> None:
        """Switch the file to WAL; SQLite refuses that at once, not after its timeout, while another one writes."""
        end = time.monotonic() + TIMEOUT
        while True:
            try:
                self.connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(0.01)
            else:
                return

    @property
    def connection(self) -> sqlite3.Connection:
        """Return this thread's connection, opened at its first use."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            self._local.connection = connection
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, timeout=TIMEOUT)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # what is removed is not left in the file's free pages
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            # WAL wants to write beside the file even to read; from a read-only folder the file is all there is.
            connection = sqlite3.connect(f"{self.file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        connection.create_function("folded", 1, folded, deterministic=True)
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
            raise IndexUnusable(explained(error, self.file)) from error
        except UnicodeEncodeError as error:
            raise InputRefused(f"{error.object[:80]!r} holds half a character (a lone surrogate)") from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Make all that is written inside one step; a transaction inside another one is part of it."""
        with self._wrapped():
            db = self.connection
            if db.in_transaction:
                yield db
                return
            db.execute("BEGIN IMMEDIATE")
            with db:
                yield db

    def meta(self, key: str) -> str | None:
        """Return a value of the manifest."""
        with self._wrapped():
            row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def manifest(self) -> dict[str, str]:
        """Return all values of the manifest as they stood at one moment."""
        with self._wrapped():
            return dict(self.connection.execute("SELECT key, value FROM meta").fetchall())

    def set_meta(self, **values: str) -> None:
        """Write values of the manifest in one transaction."""
        with self.transaction() as db:
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    @property
    def generation(self) -> int:
        """Return a number that grows with every change, so that others notice it."""
        return int(self.meta("generation") or 0)


def folded(text: str) -> str:
    """Return a text as queries compare it, whatever its capitals and its form of Unicode."""
    return unicodedata.normalize("NFC", text).casefold()
