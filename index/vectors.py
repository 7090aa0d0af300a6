"""The vector index: Chroma, made from the store and never the only copy. The only file that knows Chroma."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from index.errors import IndexUnusable
from index.store import Numbers, Vectors

BATCH = 1000  # Chroma refuses more than 5461 at once, and flushes every 1000
COLLECTION = "cuttings"
Fingerprint = list[list[Any]]


class ChromaVectors:
    """Vectors by passage number in one Chroma collection, in a folder or on a Chroma server.

    Only ids and vectors go in: documents would halve its speed and quadruple its size, and its filters are slower
    than choosing ids in SQLite first. Vendor errors come out as `IndexUnusable`.
    """

    def __init__(self, place: str | Path) -> None:
        import chromadb
        from chromadb.config import Settings

        self.place = place
        settings = Settings(anonymized_telemetry=False)
        try:
            if isinstance(place, Path):
                place.mkdir(parents=True, exist_ok=True)
                self._client = chromadb.PersistentClient(path=str(place), settings=settings)
            else:
                address = urlsplit(place)
                self._client = chromadb.HttpClient(
                    host=address.hostname or "localhost",
                    port=address.port or 8000,
                    ssl=address.scheme == "https",
                    settings=settings,
                )
            self._collection = self._client.get_or_create_collection(
                COLLECTION, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}, embedding_function=None
            )
        except Exception as error:  # Chroma raises many kinds, its Rust core among them
            raise self._wrap(error) from error

    def _wrap(self, error: Exception) -> IndexUnusable:
        return IndexUnusable(f"Chroma at {str(self.place)!r} fails ({error}); run: cuttings rebuild")

    def close(self) -> None:
        """Let go of the folder, also in Chroma's own cache of clients."""
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

    def clear(self) -> None:
        """Empty the collection, for making it anew on a server."""
        try:
            self._client.delete_collection(COLLECTION)
            self._collection = self._client.get_or_create_collection(
                COLLECTION, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}, embedding_function=None
            )
        except Exception as error:
            raise self._wrap(error) from error

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


def fingerprint(folder: Path) -> Fingerprint:
    """Return name and size of each file of a Chroma folder and a digest of its first and last bytes.

    Taken after writing and compared at opening, it shows files that were cut, lost or overwritten before Chroma's
    core reads them: a truncated one can end the process rather than raise.
    """
    import zlib

    marks: Fingerprint = []
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        size = file.stat().st_size
        if file.name.endswith(("-journal", "-wal", "-shm")):
            continue
        if file.suffix == ".sqlite3":  # changes at a mere opening; SQLite checks itself
            marks.append([file.relative_to(folder).as_posix(), 0, 0])
            continue
        digest = 0
        with file.open("rb") as data:
            while block := data.read(1 << 20):
                digest = zlib.crc32(block, digest)
        marks.append([file.relative_to(folder).as_posix(), size, digest])
    return marks


def discard(folder: Path) -> None:
    """Delete a Chroma folder, as far as it goes."""
    shutil.rmtree(folder, ignore_errors=True)
