"""Nearest vectors: Chroma where there are many, exact search in numpy where that is as fast or Chroma is not there.

The store is the truth. Chroma covers the passages up to a number that is noted after it took them in; what was added
later, by whichever process, is searched exactly, and what was removed is left out. So an answer never waits for
Chroma, never misses what another process added, and outlives any damage to Chroma's files.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np

from index.errors import IndexUnusable
from index.store import Numbers, Store, Vectors
from index.types import Filters
from index.vectors import ChromaVectors, discard, fingerprint

EXACT_BELOW = 30_000
"""Passages under which numpy is as fast as Chroma (measured: tests/benchmarks), and exact."""

_PROBE = "import sys; from index.nearest import probe; sys.exit(probe(sys.argv[1], sys.argv[2]))"


class Nearest:
    """Answer "which vectors are nearest" from the store, through Chroma where it helps."""

    def __init__(self, folder: Path, store: Store, *, server: str | None = None) -> None:
        self._folder = folder
        self._store = store
        self._server = server
        self._lock = threading.RLock()
        self._chroma: ChromaVectors | None = None
        self._opened: str | None = None
        self._suspect = False
        self._generation = -1
        self._covered = 0
        self._numbers: Numbers = np.zeros(0, dtype=np.int64)
        self._vectors: Vectors = np.zeros((0, 0), dtype=np.float32)

    # --- asking ----------------------------------------------------------------------------------

    def query(self, vector: Vectors, limit: int, filters: Filters) -> list[tuple[int, float]]:
        """Return (passage number, cosine) of the nearest passages that the filters let through, best first."""
        with self._lock:
            self._refresh()
            chroma, covered = self._chroma, self._covered
            numbers, vectors = self._numbers, self._vectors
        if filters:
            allowed = self._store.numbers(filters)
            if chroma is not None and len(allowed) and int(allowed[0]) <= covered:
                numbers, vectors = self._store.vectors()
            rows = np.isin(numbers, allowed, assume_unique=True)
            return exact(vector, numbers[rows], vectors[rows], limit)
        hits = exact(vector, numbers, vectors, limit)
        if chroma is not None:
            gone = set(self._store.gone())
            try:
                near = chroma.query(vector, limit + min(len(gone), 200))
            except IndexUnusable:
                with self._lock:
                    self._distrust()
                return self.query(vector, limit, filters)
            hits += [(n, score) for n, score in near if n not in gone and n <= covered]
            hits = sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]
        return hits

    def _refresh(self) -> None:
        """Take in what changed since the last question: new passages, another Chroma folder."""
        generation = self._store.generation
        if generation == self._generation:
            return
        passages = self._store.counts()[1]
        name, covered = self._store.meta("chroma"), int(self._store.meta("covered") or 0)
        wanted = name is not None and not self._suspect and (self._server is not None or passages >= EXACT_BELOW)
        if not wanted:
            self._let_go()
            covered = 0
        elif self._opened != name:
            self._let_go()
            covered = self._open(name) and covered
        else:
            covered = self._covered  # another process's additions are not seen by an open client: search them here
        self._numbers, self._vectors = self._store.vectors(after=covered)
        self._covered, self._generation = covered, generation

    def _open(self, name: str | None) -> bool:
        try:
            if self._server is None and not self._sound():
                raise IndexUnusable(f"the files of Chroma in {str(self._folder)!r} are damaged; run: cuttings rebuild")
            self._chroma = ChromaVectors(self._place(name or ""))
            self._opened = name
        except IndexUnusable as error:
            print(f"cuttings: {error}; searching exactly meanwhile", file=sys.stderr)  # noqa: T201
            self._suspect = True
            return False
        return True

    def _distrust(self) -> None:
        self._let_go()
        self._suspect, self._generation = True, -1

    def _let_go(self) -> None:
        if self._chroma is not None:
            self._chroma.close()
        self._chroma = self._opened = None

    def close(self) -> None:
        """Close Chroma and forget what was loaded."""
        with self._lock:
            self._let_go()
            self._generation = -1

    # --- following the store (under the writers' lock) -----------------------------------------------

    def follow(self) -> None:
        """Bring Chroma up to the store: removed passages out, new ones in; made anew if its files are damaged."""
        with self._lock:
            self._let_go()
            self._generation, self._suspect = -1, False
            name = self._store.meta("chroma")
            if name is None or (self._server is None and not self._sound()):
                self.rebuild()
                return
            gone, covered = self._store.gone(), int(self._store.meta("covered") or 0)
            numbers, vectors = self._store.vectors(after=covered)
            if not gone and not len(numbers):
                return
            # Until this is done the folder is not what was noted: a kill in between is noticed at the next opening.
            chroma = ChromaVectors(self._place(name))
            try:
                self._store.set_meta(marks="")
                chroma.remove(gone)
                chroma.add(numbers, vectors)
            finally:
                chroma.close()
            self._note(name, int(numbers[-1]) if len(numbers) else covered)
            self._store.forget_gone(gone)

    def rebuild(self) -> None:
        """Make Chroma anew from the store in a new folder, then point to it and delete the old ones."""
        with self._lock:
            self._let_go()
            self._generation, self._suspect = -1, False
            name = f"vectors-{self._store.generation:06d}-{_next(self._folder)}"
            gone = self._store.gone()
            numbers, vectors = self._store.vectors()
            chroma = ChromaVectors(self._place(name))
            try:
                if self._server is not None:
                    chroma.clear()
                chroma.add(numbers, vectors)
            finally:
                chroma.close()
            self._note(name, int(numbers[-1]) if len(numbers) else 0)
            self._store.forget_gone(gone)
            if self._server is None:
                for old in self._folder.glob("vectors-*"):
                    if old.name != name:
                        discard(old)

    def _note(self, name: str, covered: int) -> None:
        marks = [] if self._server is not None else fingerprint(self._folder / name)
        self._store.set_meta(chroma=name, covered=str(covered), marks=json.dumps(marks))

    def _place(self, name: str) -> str | Path:
        return self._server if self._server is not None else self._folder / name

    # --- health ----------------------------------------------------------------------------------

    def _sound(self) -> bool:
        """Tell whether Chroma's files are as they were left."""
        name, marks = self._store.meta("chroma"), self._store.meta("marks")
        return bool(name and marks and fingerprint(self._folder / name) == json.loads(marks))

    def health(self) -> str:
        """Return "ok" or what is wrong with the vector index; damaged files are opened in a process of their own."""
        name = self._store.meta("chroma")
        if name is None:
            return "ok" if not self._store.counts()[1] else "not made yet; run: cuttings rebuild"
        if self._server is None and not self._sound():
            return "damaged or left half-made; run: cuttings rebuild"
        done = subprocess.run(
            [sys.executable, "-c", _PROBE, str(self._store.file), str(self._place(name))],
            capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parent.parent,
        )  # fmt: skip
        if done.returncode == 0:
            return "ok"
        return (done.stdout.strip() or f"Chroma's process ended with {done.returncode}") + "; run: cuttings rebuild"


def exact(vector: Vectors, numbers: Numbers, vectors: Vectors, limit: int) -> list[tuple[int, float]]:
    """Return the nearest by cosine, computed for every vector: the oracle of the tests."""
    if not len(numbers):
        return []
    scores = vectors @ vector
    top = np.argpartition(-scores, min(limit, len(scores)) - 1)[:limit]
    top = top[np.lexsort((numbers[top], -scores[top]))]
    return [(int(numbers[i]), float(scores[i])) for i in top]


def probe(database: str, place: str) -> int:
    """Check count and a sample of vectors of a Chroma folder against the store; run in a process of its own."""
    store = Store(Path(database))
    covered = int(store.meta("covered") or 0)
    numbers, vectors = store.vectors()
    numbers, vectors = numbers[numbers <= covered], vectors[numbers <= covered]
    chroma = ChromaVectors(place if "://" in place else Path(place))
    count, waiting = chroma.count(), len([n for n in store.gone() if n <= covered])
    if count - waiting != len(numbers):
        print(f"holds {count} vectors, the store {len(numbers)}")  # noqa: T201
        return 1
    missed = chroma.missed(numbers, vectors)
    if missed > 1:
        print(f"{missed} of a sample of its vectors are not found")  # noqa: T201
        return 1
    return 0


def _next(folder: Path) -> int:
    return 1 + max((int(p.name.rsplit("-", 1)[-1]) for p in folder.glob("vectors-*") if p.name[-1].isdigit()), default=0)
