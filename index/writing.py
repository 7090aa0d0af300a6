"""What the index's folder holds besides its database: the writers' lock, and files that were handed to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import IndexLocked, IndexUnusable

UPLOADS = "uploads"
"""The folder below the index with files that were handed to it: they go when their articles go."""
LOCK = "writing.lock"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the writers' lock of an index: two writers would lose vectors without a word.

    Raises:
        IndexLocked: another process holds it.
        IndexUnusable: the folder cannot be written to.
    """
    import filelock

    lock = filelock.FileLock(str(folder / LOCK))
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise IndexLocked(
            f"another process is adding to {str(folder)!r}; wait until it is done and try again"
        ) from error
    except OSError as error:
        raise IndexUnusable(
            f"cannot write to {str(folder)!r}: {error.strerror}; choose another folder with --index"
        ) from error
    try:
        yield
    finally:
        lock.release()


def forget_upload(file: Path) -> None:
    """Delete a file below `UPLOADS`, and its folder once nothing else is in it."""
    file.unlink(missing_ok=True)
    with suppress(OSError):  # other files are in it, or it is gone as well
        file.parent.rmdir()


def forget_uploads(folder: Path, paths: Iterable[str | None]) -> None:
    """Delete those of the files that lie below an index's `UPLOADS`; no article comes from them any more."""
    home = (folder / UPLOADS).resolve()
    for path in (Path(path) for path in paths if path is not None):
        if path.is_relative_to(home):
            forget_upload(path)
