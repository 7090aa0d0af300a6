"""Files, folders and web addresses into articles, one at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from index import pages
from index.clean import boilerplate, merged
from index.documents import read_docx, read_pdf
from index.errors import FAILING, ArticleUnreadable, InputRefused, reason
from index.identity import id_of_file, is_address, normalised_address
from index.markdown import read_markdown
from index.plaintext import read_plain, sound
from index.records import read_csv, read_json, read_lines
from index.types import Article, Failure

SIZE_LIMIT = 50_000_000
"""Bytes that one file may have; a .jsonl is read line by line and may have more, but not in one line."""

_SINGLE: dict[str, Callable[[bytes], Article]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".html": pages.read_page,
    ".htm": pages.read_page,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
_MANY: dict[str, Callable[[bytes, Path], Iterator[Article | Failure]]] = {".json": read_json, ".csv": read_csv}
_LINES = (".jsonl", ".jsonl.gz")
ENDINGS = (*_SINGLE, *_MANY, *_LINES)
"""Endings of the files that are read."""


def read(given: str, *, allow_private: bool = False) -> Iterator[Article | Failure]:
    """Read a file, a folder with all below it, or an http(s) address; one article in memory at a time.

    What cannot be read is a `Failure`, and the rest goes on. Hidden files, other endings, folders behind links and
    links that lead out of the given folder are passed over. `allow_private` permits addresses inside private networks.

    Raises:
        InputRefused: at once, when the path does not exist or the folder has no article.
    """
    if is_address(given):
        return _read_address(given, allow_private)
    return _read_files(_files(given))


def expected(given: str) -> int | None:
    """Count the articles that `read` would give, or None where only reading tells.

    Raises:
        InputRefused: when the path does not exist or the folder has no article.
    """
    if is_address(given):
        return 1
    total = 0
    for path in _files(given)[0]:
        ending = _ending(path)
        if ending == ".jsonl":
            try:
                with path.open("rb") as lines:
                    total += sum(1 for line in lines if line.strip())
            except OSError:  # adding will say what is wrong with it
                total += 1
        elif ending in _MANY or ending in _LINES:
            return None
        else:
            total += 1
    return total


def origin_of(given: str) -> str:
    """Name where `given` leads, in one spelling: the absolute path with links resolved, or the normalised address.

    It need not exist any more.
    """
    return normalised_address(given) if is_address(given) else str(Path(given).expanduser().resolve())


def _read_address(url: str, allow_private: bool) -> Iterator[Article | Failure]:
    """Fetch one page, when it is asked for."""
    yield pages.fetch(url.strip(), allow_private=allow_private)


def _files(given: str) -> tuple[list[Path], list[Failure]]:
    """List what to read, sorted, and the folders that could not be opened.

    Each path is the one that was seen; where it is a link, what it leads to decides the article's id.
    """
    asked = _path(given)
    if asked.is_file():
        return [asked], []
    if not asked.is_dir():
        raise InputRefused(f"{given!r} is neither a file nor a folder")
    root = asked.resolve()
    found: dict[Path, Path] = {}
    failures: list[Failure] = []

    def closed(error: OSError) -> None:
        failures.append(Failure(str(error.filename), f"cannot be opened: {error.strerror}"))

    for folder, folders, names in os.walk(root, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            try:
                target = path.resolve()
            except (OSError, RuntimeError):  # a link that leads to itself
                failures.append(Failure(str(path), "is a link that leads nowhere"))
                continue
            if not name.startswith(".") and _ending(path) and target.is_relative_to(root) and target.is_file():
                found.setdefault(target, path)
    if not found and not failures:
        raise InputRefused(f"the folder {given!r} holds no article; files read are {', '.join(ENDINGS)}")
    return sorted(found.values()), failures


def _path(given: str) -> Path:
    """Return the path that is meant, which must exist."""
    try:
        path = Path(given).expanduser()
        # An empty path would mean the folder we happen to be in.
        there = bool(given) and path.exists()
    except (OSError, ValueError, RuntimeError) as error:
        raise InputRefused(f"{given!r} is not a path that can be opened: {error}") from error
    if not there:
        raise InputRefused(f"there is no file or folder {given!r}; check the path")
    return path


def _read_files(listed: tuple[list[Path], list[Failure]]) -> Iterator[Article | Failure]:
    """Read the files one after the other."""
    paths, failures = listed
    yield from failures
    for path in paths:
        yield from _read_file(path)


def _read_file(path: Path) -> Iterator[Article | Failure]:
    """Read all articles of one file; whatever is wrong with it becomes a failure that names it."""
    name = os.fsencode(path).decode("utf-8", "replace")
    target, ending = path.resolve(), _ending(path)
    try:
        if os.fsencode(target).decode("utf-8", "replace") != str(target):  # half characters cannot be stored
            raise ArticleUnreadable("has a name that is not UTF-8; rename the file")
        if not ending:
            raise ArticleUnreadable(f"is not a kind of file that is read; those are {', '.join(ENDINGS)}")
        if ending in _LINES:
            yield from _checked(read_lines(target), name)
            return
        data = _bytes_of(target)
        if ending in _MANY:
            yield from _checked(_MANY[ending](data, target), name)
            return
        article = replace(_SINGLE[ending](data), path=str(target))
        yield _finished(replace(article, title=article.title or _title_of(target)), id_of_file(target))
    except OSError as error:
        yield Failure(name, f"cannot be read: {error.strerror or error}")
    except FAILING as error:
        yield Failure(name, reason(error))


def _checked(articles: Iterator[Article | Failure], name: str) -> Iterator[Article | Failure]:
    """Finish the articles of records, which bring their ids; each fails alone."""
    for article in articles:
        if isinstance(article, Failure):
            yield article
            continue
        try:
            yield _finished(article, article.id)
        except FAILING as error:
            yield Failure(f"{name}, {article.id}", reason(error))


def _finished(article: Article, identity: str) -> Article:
    """Give an article its id and marks, and check that all of it can be stored."""
    for value in (article.text, article.title, article.source, article.author or "", article.url or ""):
        sound(value)
    return replace(article, id=identity, boilerplate=merged(article.boilerplate, boilerplate(article.text)))


def _bytes_of(path: Path) -> bytes:
    """Read a file that is not too large."""
    with path.open("rb") as file:
        data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise ArticleUnreadable(f"is larger than {SIZE_LIMIT // 1_000_000} MB")
    if not data:
        raise ArticleUnreadable("is empty")
    return data


def _ending(path: Path) -> str:
    """Return the ending by which a file is read, in lower case, or "" for other files."""
    name = path.name.lower()
    return next((ending for ending in ENDINGS if name.endswith(ending) and name != ending), "")


def _title_of(path: Path) -> str:
    """Make a title of a file's name where it has words; a number or checksum is no title."""
    words = re.sub(r"[\s_-]+", " ", path.stem).strip()
    return words if len(re.findall(r"[^\W\d_]{3,}", words)) > 1 else ""
