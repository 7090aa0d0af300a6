"""Keep conversations on disk: one SQLite file beside the index, each conversation its owner's alone.

The file stands beside the index because its quotes mean nothing without these articles: it moves and goes with them,
and no file of that folder is ever served. An owner is a hash of a browser's secret (`qa.page.owner`), so that the file
holds no key to anything; every statement names the owner, so that an id alone opens nothing.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from qa.errors import ConversationNotKept
from qa.page.exchanges import Exchange, Exchanges
from qa.page.markup import one_line
from qa.page.records import exchange_of, record_of

FILE = "conversations.sqlite"
MOST_CONVERSATIONS = 500
MOST_EXCHANGES = 500
LONGEST_NAME = 120
LARGEST = 2_000_000_000
"""Bytes that the file may grow to, whoever fills it."""
_PAGE = 4096
ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_SCHEMA = (
    """
    CREATE TABLE conversation (
        id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, changed TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX conversation_owner ON conversation (owner, changed);
    CREATE TABLE exchange (
        conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE, number INTEGER NOT NULL,
        record TEXT NOT NULL, PRIMARY KEY (conversation, number)
    );
    """,
)
"""What leads from one version of the file to the next; the file remembers how many of these it has seen."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation in the list: its id, name, the UTC time of its last question, and how many it holds."""

    id: str
    name: str
    changed: str
    questions: int


class Archive:
    """The conversations kept in a folder. Every method opens the file anew, so any thread and process may call it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def add(self, owner: str, exchange: Exchange) -> Exchange:
        """Add an exchange to its conversation and return it with the number under which it is kept.

        One that belongs to none, or to one that is not there (any more), begins a conversation, named by its question.
        Two tabs may add to one conversation: each addition gets a number of its own.

        Raises:
            ConversationNotKept: there are too many, or the file cannot be written.
        """
        with self._open() as file:
            conversation = exchange.conversation if ID.fullmatch(exchange.conversation) else ""
            touched = file.execute(
                "UPDATE conversation SET changed = ? WHERE id = ? AND owner = ?", (_now(), conversation, owner)
            )
            if not touched.rowcount:
                conversation = self._begin(file, owner, exchange.question)
            (last,) = file.execute(
                "SELECT coalesce(max(number), 0) FROM exchange WHERE conversation = ?", (conversation,)
            ).fetchone()
            if last >= MOST_EXCHANGES:
                raise ConversationNotKept(f"this conversation has {last} questions; begin a new one")
            numbered = replace(exchange, conversation=conversation, number=last + 1)
            file.execute("INSERT INTO exchange VALUES (?, ?, ?)", (conversation, last + 1, _written(numbered)))
        return numbered

    def _begin(self, file: sqlite3.Connection, owner: str, name: str) -> str:
        (count,) = file.execute("SELECT count(*) FROM conversation WHERE owner = ?", (owner,)).fetchone()
        if count >= MOST_CONVERSATIONS:
            raise ConversationNotKept(f"{count} conversations are kept already; delete some to keep new ones")
        made = secrets.token_urlsafe(16)
        file.execute("INSERT INTO conversation VALUES (?, ?, ?, ?)", (made, owner, named(name) or "?", _now()))
        return made

    def update(self, owner: str, exchange: Exchange) -> None:
        """Write an exchange that was added before, as it is now; nothing where it was deleted meanwhile.

        Raises:
            ConversationNotKept: the file cannot be written.
        """
        with self._open() as file:
            file.execute(
                "UPDATE exchange SET record = ? WHERE conversation = ? AND number = ? "
                "AND conversation IN (SELECT id FROM conversation WHERE owner = ?)",
                (_written(exchange), exchange.conversation, exchange.number, owner),
            )

    def listed(self, owner: str) -> list[Kept]:
        """Return an owner's conversations, the last used first.

        Raises:
            ConversationNotKept: the file cannot be read.
        """
        if not self.path.exists():
            return []
        with self._open() as file:
            rows = file.execute(
                "SELECT id, name, changed, (SELECT count(*) FROM exchange WHERE conversation = id) "
                "FROM conversation WHERE owner = ? ORDER BY changed DESC, id",
                (owner,),
            ).fetchall()
        return [Kept(*row) for row in rows]

    def opened(self, owner: str, conversation: str) -> Exchanges:
        """Return the exchanges of a conversation, or none where this owner has no such conversation.

        Raises:
            ConversationNotKept: the file cannot be read.
        """
        if not ID.fullmatch(conversation) or not self.path.exists():
            return ()
        with self._open() as file:
            rows = file.execute(
                "SELECT number, record FROM exchange JOIN conversation ON conversation.id = exchange.conversation "
                "WHERE conversation.id = ? AND owner = ? ORDER BY number",
                (conversation, owner),
            ).fetchall()
        return tuple(replace(exchange_of(record), conversation=conversation, number=number) for number, record in rows)

    def rename(self, owner: str, conversation: str, name: str) -> None:
        """Give a conversation another name; an empty one changes nothing.

        Raises:
            ConversationNotKept: the file cannot be written.
        """
        if not ID.fullmatch(conversation) or not named(name):
            return
        with self._open() as file:
            file.execute(
                "UPDATE conversation SET name = ? WHERE id = ? AND owner = ?", (named(name), conversation, owner)
            )

    def delete(self, owner: str, conversation: str) -> None:
        """Delete a conversation; its words are overwritten in the file.

        Raises:
            ConversationNotKept: the file cannot be written.
        """
        if not ID.fullmatch(conversation):
            return
        with self._open() as file:
            file.execute("DELETE FROM conversation WHERE id = ? AND owner = ?", (conversation, owner))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction: all of it is written and on the disk at the end, or nothing."""
        try:
            self._make()
            with closing(sqlite3.connect(self.path, timeout=10, isolation_level=None)) as file:
                file.execute("PRAGMA foreign_keys = ON")
                file.execute("PRAGMA secure_delete = ON")
                file.execute("PRAGMA synchronous = FULL")
                file.execute(f"PRAGMA max_page_count = {LARGEST // _PAGE}")
                file.execute("BEGIN IMMEDIATE")
                try:
                    self._upgrade(file)
                    yield file
                    file.execute("COMMIT")
                finally:
                    if file.in_transaction:
                        file.execute("ROLLBACK")
        except (sqlite3.Error, OSError) as error:
            raise ConversationNotKept(
                f"{str(self.path)!r} cannot be used ({error}); mend it or move it away"
            ) from error

    def _make(self) -> None:
        """Make the file if need be; nobody but the server's owner may read it."""
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            if os.name == "posix" and self.path.stat().st_mode & 0o077:
                self.path.chmod(0o600)

    def _upgrade(self, file: sqlite3.Connection) -> None:
        (version,) = file.execute("PRAGMA user_version").fetchone()
        if version > len(_SCHEMA):
            raise ConversationNotKept(f"{str(self.path)!r} was written by a newer Cuttings; update this one")
        for step in _SCHEMA[version:]:
            for statement in filter(str.strip, step.split(";")):
                file.execute(statement)
        if version < len(_SCHEMA):
            file.execute(f"PRAGMA user_version = {len(_SCHEMA)}")


def named(given: str) -> str:
    """Return a name fit for a list: one line of printable characters, not too long."""
    return one_line(given)[:LONGEST_NAME].strip()


def _written(exchange: Exchange) -> str:
    # Lone surrogates, which no UTF-8 can hold, stay escaped.
    return json.dumps(record_of(exchange), ensure_ascii=True, separators=(",", ":"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
