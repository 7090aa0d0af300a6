"""The vector index: Chroma, made from the store and never the only copy. The only file that knows Chroma."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from index.errors import IndexUnusable
from index.store import Numbers, Vectors

BATCH = 1000  # Chroma refuses more than 5461 at once
COLLECTION = "cuttings"
DATABASE = "chroma.sqlite3"
# Each batch goes to the files at once: what Chroma keeps back it writes when somebody asks, and whoever looks
# whether its files are as they were left would take that for damage. Measured: as fast as with its default.
HNSW = {"space": "cosine", "ef_search": 200, "sync_threshold": 1, "batch_size": 1}
Fingerprint = list[list[Any]]


class ChromaVectors:
    """Vectors by passage number in one Chroma collection: in a folder, or on a server at "http://HOST:PORT#COLLECTION".

    Only ids and vectors go in: documents would halve its speed and quadruple its size, and its filters are slower
    than choosing ids in SQLite first. Vendor errors come out as `IndexUnusable`.

    `create` makes what is not there yet; whoever only asks must not, or a lost folder would look like an empty one.
    """

    def __init__(self, place: str | Path, *, create: bool = False) -> None:
        import chromadb
        from chromadb.config import Settings

        self.place = place
        self._client: Any = None
        self._collection: Any = None
        self._named = COLLECTION
        settings = Settings(anonymized_telemetry=False)
        try:
            if isinstance(place, Path):
                if not create and not (place / DATABASE).is_file():
                    raise FileNotFoundError(f"{DATABASE} is missing")
                place.mkdir(parents=True, exist_ok=True)
                self._client = chromadb.PersistentClient(path=str(place), settings=settings)
            else:
                address = urlsplit(place)
                self._named = address.fragment or COLLECTION
                self._client = chromadb.HttpClient(
                    host=address.hostname or "localhost",
                    port=address.port or 8000,
                    ssl=address.scheme == "https",
                    settings=settings,
                )
            if create:
                self._collection = self._client.get_or_create_collection(
                    self._named, configuration={"hnsw": HNSW}, embedding_function=None
                )
            else:
                self._collection = self._client.get_collection(self._named, embedding_function=None)
        except Exception as error:  # Chroma raises many kinds, its Rust core among them
            self.close()
            raise self._wrap(error) from error

    def _wrap(self, error: Exception) -> IndexUnusable:
        return IndexUnusable(f"Chroma at {str(self.place)!r} fails ({error}); run: cuttings rebuild")

    def close(self) -> None:
        """Let go of the folder, also in Chroma's own cache of clients."""
        if self._client is not None:
            self._client.close()

    def add(self, numbers: Sequence[int] | Numbers, vectors: Vectors) -> None:
        """Put vectors in under their passage numbers; known numbers keep their vectors."""
        try:
            for at in range(0, len(numbers), BATCH):
                ids = [str(n) for n in numbers[at : at + BATCH]]
                self._collection.add(ids=ids, embeddings=vectors[at : at + BATCH])
        except Exception as error:
            raise self._wrap(error) from error

    def remove(self, numbers: Iterable[int]) -> None:
        """Take vectors out; unknown numbers are let pass."""
        ids = [str(n) for n in numbers]
        try:
            for at in range(0, len(ids), BATCH):
                self._collection.delete(ids=ids[at : at + BATCH])
        except Exception as error:
            raise self._wrap(error) from error

    def drop(self) -> None:
        """Delete the collection and let go of it."""
        try:
            self._client.delete_collection(self._named)
        except Exception as error:
            raise self._wrap(error) from error
        finally:
            self.close()

    def query(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """Return (passage number, cosine) of the nearest vectors, best first."""
        try:
            count = self._collection.count()
            if not count:
                return []
            found = self._collection.query(
                query_embeddings=[vector], n_results=min(limit, count), include=["distances"]
            )
        except Exception as error:
            raise self._wrap(error) from error
        distances = found["distances"] or [[]]
        return [(int(i), 1.0 - float(d)) for i, d in zip(found["ids"][0], distances[0], strict=True)]

    def count(self) -> int:
        """Return how many vectors it says it holds."""
        try:
            return int(self._collection.count())
        except Exception as error:
            raise self._wrap(error) from error

    def missed(self, numbers: Numbers, vectors: Vectors, *, sample: int = 50) -> int:
        """Return how many of a sample of vectors do not find themselves: the count alone stays right when damaged."""
        if not len(numbers):
            return 0
        rows = np.unique(np.linspace(0, len(numbers) - 1, min(sample, len(numbers))).astype(int))
        missed = 0
        for row in rows:
            best = self.query(vectors[row], 10)
            # Equal texts have equal vectors, and then another number may stand for this one.
            missed += not any(n == numbers[row] or score > 0.9999 for n, score in best)
        return missed


def copy(folder: Path, target: Path) -> None:
    """Copy a Chroma folder, so that it can be added to while others read it.

    Raises:
        IndexUnusable: a file cannot be read or written, or the database is damaged.
    """
    try:
        shutil.copytree(folder, target, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
        # Chroma writes to its database at a mere opening: SQLite copies it whole even then.
        with (
            closing(sqlite3.connect(f"{(folder / DATABASE).absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target / DATABASE)) as made,
        ):
            source.backup(made)
            damage = made.execute("PRAGMA quick_check").fetchone()[0]
    except (OSError, shutil.Error, sqlite3.Error) as error:
        raise IndexUnusable(f"Chroma's folder {str(folder)!r} cannot be copied: {error}") from error
    if damage != "ok":
        raise IndexUnusable(f"Chroma's database in {str(folder)!r} is damaged: {damage}")


def fingerprint(folder: Path) -> Fingerprint:
    """Return name, size and checksum of each file of a Chroma folder.

    Taken after writing and compared at opening, it shows files that were cut, lost or overwritten before Chroma's
    core reads them: a truncated one can end the process rather than raise.
    """
    marks: Fingerprint = []
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = file.relative_to(folder).as_posix()
        if name == DATABASE:  # changes at a mere opening; SQLite checks itself
            marks.append([name, 0, 0])
        elif not name.startswith(DATABASE):  # its journals come and go
            marks.append([name, *_size_and_checksum(file)])
    return marks


def _size_and_checksum(file: Path) -> tuple[int, int]:
    import zlib

    size = digest = 0
    try:
        with file.open("rb") as data:
            while block := data.read(1 << 20):
                size, digest = size + len(block), zlib.crc32(block, digest)
    except OSError:  # gone since it was listed, or unreadable: the checksum will not fit
        return -1, 0
    return size, digest


def discard(folder: Path) -> None:
    """Delete a Chroma folder, as far as it goes."""
    shutil.rmtree(folder, ignore_errors=True)
