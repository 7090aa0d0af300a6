"""Examine an installation: index, models, packages. Each finding says how to mend what is wrong."""

from __future__ import annotations

import importlib.metadata
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from index.errors import CuttingsError
from index.library import ArticleIndex

OWN = ("qa", "index", "prompts")


def examine(folder: Path, *, chroma: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield (what, state); a state that begins with "ok" is good."""
    owners = importlib.metadata.packages_distributions()
    for name in OWN:
        others = sorted(set(owners.get(name, [])) - {"cuttings"})
        yield f"package {name}", "ok" if not others else f"also claimed by {', '.join(others)}; uninstall that one"
    try:
        sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE t USING fts5 (x)")
        yield "SQLite", f"ok, {sqlite3.sqlite_version} with FTS5"
    except sqlite3.Error as error:
        yield "SQLite", f"{error}; use a Python whose sqlite3 has FTS5"
    try:
        from index.embed import chosen_embedder

        embedder = chosen_embedder()
        yield "embedder", f"ok, {embedder.name}, {embedder.dimension} dimensions"
    except CuttingsError as error:
        yield "embedder", str(error)
    try:
        from qa.config import Config
        from qa.reader import load_reader

        yield "reader", f"ok, {load_reader(Config()).name}"
    except CuttingsError as error:
        yield "reader", str(error)
    try:
        with ArticleIndex.open(folder, create=False, chroma=chroma) as index:
            articles, passages = index.counts()
            yield "index", f"ok, {articles} articles, {passages} passages in {folder}"
            yield from index.health().items()
            made_with = index.embedder.name
            yield "model of the index", f"ok, {made_with}"
    except CuttingsError as error:
        yield "index", str(error)
