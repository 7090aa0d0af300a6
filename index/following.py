"""Keep Chroma's copy of the vectors in step with the store, which is the truth.

A folder that was noted is never written to again: what changes is a copy, which then takes its place. So whoever reads
it is not disturbed, and a kill leaves it as it was.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import IndexUnusable
from index.store import Store
from index.vectors import ChromaVectors, copy, discard, fingerprint

MOST_REMOVED = 0.1
"""Share of removed vectors from which Chroma is made anew: it gives their places to new ones, and the more often it
did, the fewer find themselves (measured: none missed at 0.2, up to a fifth when all were replaced)."""

FOLDERS = "vectors-"
"""How the names of Chroma's folders begin."""

ON_SERVER = "#cuttings-"
"""Between the address of a server and what of the collection's name is the index's own."""

_PROBE = "import sys; from index.following import probe; sys.exit(probe(sys.argv[1], sys.argv[2]))"


class Following:
    """Chroma's folder, or its collection on a server, brought up to the store (under the writers' lock)."""

    def __init__(self, folder: Path, store: Store, *, server: str | None = None) -> None:
        self._folder = folder
        self._store = store
        self._server = server.rstrip("/") if server is not None else None
        self._named = 0

    def follow(self) -> None:
        """Bring Chroma up to the store: removed passages out, new ones in; made anew if its files are damaged."""
        known = self._store.manifest()
        name, covered = known.get("chroma"), int(known.get("covered", 0))
        if name is None or not self._is_here(name) or not self._sound(known):
            self.rebuild()
            return
        gone = self._store.gone()
        numbers, vectors = self._store.vectors(after=covered)
        if not gone and not len(numbers):
            return
        removed, held = int(known.get("removed", 0)) + len(gone), int(known.get("held", 0))
        if self._server is None and removed > MOST_REMOVED * held:
            self.rebuild()
            return
        fresh = name if self._server is not None else self._new_name()
        try:
            with self._making(fresh, copied_from=name) as chroma:
                if self._server is None and chroma.count() != held:
                    raise IndexUnusable("Chroma has lost vectors")
                chroma.remove(gone)
                chroma.add(numbers, vectors)
                held = chroma.count()
        except IndexUnusable:
            self.rebuild()
            return
        last = int(numbers[-1]) if len(numbers) else covered
        self._note(fresh, covered=last, held=held, removed=removed, gone=gone)

    def rebuild(self) -> None:
        """Make Chroma anew from the store in a new folder or collection, then point to it and delete the old ones."""
        before, name = self._store.meta("chroma"), self._new_name()
        gone = self._store.gone()
        numbers, vectors = self._store.vectors()
        with self._making(name) as chroma:
            chroma.add(numbers, vectors)
            held = chroma.count()
        self._note(name, covered=int(numbers[-1]) if len(numbers) else 0, held=held, removed=0, gone=gone)
        if self._server is not None and before is not None and self._is_here(before):
            with suppress(IndexUnusable):  # what is left over takes up space and does no harm
                ChromaVectors(before).drop()

    @contextmanager
    def _making(self, name: str, *, copied_from: str | None = None) -> Iterator[ChromaVectors]:
        """Open a folder to fill, new or copied; what was not finished does not stay and take up space."""
        try:
            if copied_from is not None and self._server is None:
                copy(self._folder / copied_from, self._folder / name)
            chroma = ChromaVectors(self._place(name), create=copied_from is None)
            try:
                yield chroma
            finally:
                chroma.close()
        except BaseException:
            if self._server is None:
                discard(self._folder / name)
            raise

    def _note(self, name: str, *, covered: int, held: int, removed: int, gone: list[int]) -> None:
        """Point to what was made, and only then delete what was there before."""
        marks = [] if self._server is not None else fingerprint(self._folder / name)
        self._store.set_meta(
            chroma=name, covered=str(covered), held=str(held), removed=str(removed), marks=json.dumps(marks)
        )
        self._store.forget_gone(gone)
        for old in self._folder.glob(f"{FOLDERS}*"):
            if old.name != name:
                discard(old)

    def _new_name(self) -> str:
        if self._server is not None:  # of its own: other indexes keep their vectors on the same server
            return f"{self._server}{ON_SERVER}{secrets.token_hex(8)}"
        names = [p.name for p in self._folder.glob(f"{FOLDERS}*")] + [self._store.meta("chroma") or ""]
        used = [name.rsplit("-", 1)[-1] for name in names]
        # Never twice the same name: Chroma keeps what it knows of a folder by its path, for as long as the process.
        self._named = 1 + max([self._named, *(int(n) for n in used if n.isdecimal())])
        return f"{FOLDERS}{self._store.generation:06d}-{self._named}"

    def _place(self, name: str) -> str | Path:
        return name if ON_SERVER in name else self._folder / name

    def _is_here(self, name: str) -> bool:
        """Tell whether the vectors that were noted are where they are looked for now: in the folder, on that server."""
        return name.startswith(f"{self._server}{ON_SERVER}") if self._server is not None else ON_SERVER not in name

    # --- health ----------------------------------------------------------------------------------

    def _sound(self, known: dict[str, str]) -> bool:
        """Tell whether Chroma's files are as they were left."""
        if self._server is not None:
            return True
        name, marks = known.get("chroma"), known.get("marks")
        return bool(name and marks and fingerprint(self._folder / name) == json.loads(marks))

    def health(self) -> str:
        """Return "ok" or what is wrong with the vector index; damaged files are opened in a process of their own."""
        known = self._store.manifest()
        name = known.get("chroma")
        if name is None:
            return "ok" if not self._store.counts()[1] else "not made yet; run: cuttings rebuild"
        if not self._is_here(name):
            return f"elsewhere ({name}); run: cuttings rebuild"
        if not self._sound(known):
            return "damaged; run: cuttings rebuild"
        place = self._place(name)
        done = subprocess.run(
            [sys.executable, "-c", _PROBE, str(self._store.file.resolve()),
             str(place.resolve() if isinstance(place, Path) else place)],
            capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parent.parent,
        )  # fmt: skip
        if done.returncode == 0:
            return "ok"
        wrong = done.stdout.strip() or f"Chroma's process ended with {done.returncode}"
        return wrong if wrong.endswith("cuttings rebuild") else f"{wrong}; run: cuttings rebuild"


def probe(database: str, place: str) -> int:
    """Check count and a sample of vectors of a Chroma folder against the store; run in a process of its own."""
    store = Store(Path(database))
    covered = int(store.meta("covered") or 0)
    numbers, vectors = store.vectors()
    numbers, vectors = numbers[numbers <= covered], vectors[numbers <= covered]
    try:
        chroma = ChromaVectors(place if "://" in place else Path(place))
        count, waiting = chroma.count(), len([n for n in store.gone() if n <= covered])
        missed = chroma.missed(numbers, vectors) if count - waiting == len(numbers) else 0
    except IndexUnusable as error:
        print(error)  # noqa: T201
        return 1
    if count - waiting != len(numbers):
        print(f"holds {count} vectors, the store {len(numbers)}")  # noqa: T201
        return 1
    if missed > 1:
        print(f"{missed} of a sample of its vectors are not found")  # noqa: T201
        return 1
    return 0
