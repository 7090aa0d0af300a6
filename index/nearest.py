"""Nearest vectors: Chroma where there are many, exact search in numpy where that is as fast or Chroma is not there.

The store is the truth. Chroma covers the passages up to a number that is noted after it took them in; what was added
later, by whichever process, is searched exactly, and what was removed is left out. So an answer never waits for
Chroma, never misses what another process added, and outlives any damage to Chroma's files.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import numpy as np

from index.errors import IndexUnusable
from index.following import Following
from index.store import Numbers, Store, Vectors
from index.types import Filters
from index.vectors import ChromaVectors

EXACT_BELOW = 30_000
"""Passages under which numpy is as fast as Chroma (measured: tests/benchmarks), and exact."""

State = tuple[str | None, str | None, str | None]


class Nearest(Following):
    """Answer "which vectors are nearest" from the store, through Chroma where it helps; questions go on while it follows."""

    def __init__(self, folder: Path, store: Store, *, server: str | None = None) -> None:
        super().__init__(folder, store, server=server)
        self._lock = threading.RLock()
        self._chroma: ChromaVectors | None = None
        self._opened: str | None = None
        self._seen: State | None = None  # what of the manifest the fields below were loaded for
        self._suspect: State | None = None
        self._covered = 0
        self._gone: frozenset[int] = frozenset()
        self._numbers: Numbers = np.zeros(0, dtype=np.int64)
        self._vectors: Vectors = np.zeros((0, 0), dtype=np.float32)

    def query(self, vector: Vectors, limit: int, filters: Filters) -> list[tuple[int, float]]:
        """Return (passage number, cosine) of the nearest passages that the filters let through, best first."""
        while True:
            with self._lock:
                self._refresh()
                chroma, covered, gone = self._chroma, self._covered, self._gone
                numbers, vectors = self._numbers, self._vectors
            if filters:
                allowed = self._store.numbers(filters)
                if len(allowed) and int(allowed[0]) <= covered:
                    return exact(vector, *self._store.vectors(among=allowed), limit)
                rows = np.isin(numbers, allowed, assume_unique=True)
                return exact(vector, numbers[rows], vectors[rows], limit)
            hits = exact(vector, numbers, vectors, limit)
            if chroma is None:
                return hits
            near = self._ask(chroma, vector, limit + min(len(gone), 200))
            if near is not None:
                hits += [(n, score) for n, score in near if n not in gone and n <= covered]
                return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]

    def _ask(self, chroma: ChromaVectors, vector: Vectors, limit: int) -> list[tuple[int, float]] | None:
        """Ask Chroma; None when it is not the one to ask any more, or from now on not to be trusted."""
        with self._lock:  # so that no other thread closes it meanwhile
            if chroma is not self._chroma:
                return None
            try:
                near = chroma.query(vector, limit)
                if self._store.meta("chroma") != self._opened:  # replaced: it may have been opened half deleted
                    self._seen = None
                    return None
                if near:
                    return near
                raise IndexUnusable(f"Chroma in {str(self._folder)!r} has lost its vectors; run: cuttings rebuild")
            except IndexUnusable as error:
                self._warn(error, self._opened)
            self._suspect, self._seen = self._seen, None
            return None

    def _warn(self, error: IndexUnusable, name: str | None) -> None:
        """Say what is wrong with Chroma, if it was not merely replaced just now."""
        if self._store.meta("chroma") == name:
            print(f"cuttings: {error}; searching exactly meanwhile", file=sys.stderr)  # noqa: T201

    def _refresh(self) -> None:
        """Take in what changed since the last question: new passages, another Chroma folder."""
        if _state(self._store.manifest()) == self._seen:
            return
        gone = frozenset(self._store.gone())  # before the manifest: what it leaves out is not in that Chroma
        known = self._store.manifest()
        state, name, covered = _state(known), known.get("chroma"), int(known.get("covered", 0))
        many = self._server is not None or self._store.counts()[1] >= EXACT_BELOW
        trusted = self._suspect is None or self._suspect[1:] != state[1:]
        if name is None or not covered or not many or not trusted:
            self._let_go()
        elif self._opened != name:
            self._let_go()
            self._open(name, known)
            if self._chroma is None:
                self._suspect = state
        elif self._server is None:
            covered = self._covered
        if self._chroma is None:
            covered = 0
        self._numbers, self._vectors = self._store.vectors(after=covered)
        self._covered, self._gone, self._seen = covered, gone, state

    def _open(self, name: str, known: dict[str, str]) -> None:
        try:
            if not self._is_here(name):
                raise IndexUnusable(
                    f"the vectors of {str(self._folder)!r} are elsewhere ({name}); run: cuttings rebuild"
                )
            if not self._sound(known):
                raise IndexUnusable(f"the files of Chroma in {str(self._folder)!r} are damaged; run: cuttings rebuild")
            chroma = ChromaVectors(self._place(name))
            self._chroma, self._opened = chroma, name
            count, held = chroma.count(), int(known.get("held", -1))
            if count < held or (self._server is None and count > held):  # on a server somebody may be adding just now
                raise IndexUnusable(f"Chroma in {str(self._place(name))!r} has lost vectors; run: cuttings rebuild")
        except IndexUnusable as error:
            self._let_go()
            self._warn(error, name)

    def _let_go(self) -> None:
        if self._chroma is not None:
            self._chroma.close()
        self._chroma = self._opened = None

    def close(self) -> None:
        """Close Chroma and forget what was loaded."""
        with self._lock:
            self._let_go()
            self._seen = None


def exact(vector: Vectors, numbers: Numbers, vectors: Vectors, limit: int) -> list[tuple[int, float]]:
    """Return the nearest by cosine, computed for every vector: the oracle of the tests."""
    if not len(numbers):
        return []
    scores = vectors @ vector
    top = np.argpartition(-scores, min(limit, len(scores)) - 1)[:limit]
    top = top[np.lexsort((numbers[top], -scores[top]))]
    return [(int(numbers[i]), float(scores[i])) for i in top]


def _state(known: dict[str, str]) -> State:
    return known.get("generation"), known.get("chroma"), known.get("marks")
