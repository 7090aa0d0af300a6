"""Put articles into the store: read, skip what is unchanged, split, embed, write; one transaction an article."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace as with_values
from pathlib import Path

import numpy as np

from index import articles as reading
from index.clean import boilerplate
from index.dates import iso_date
from index.embed import Embedder
from index.errors import FAILING, ArticleUnreadable, ModelUnavailable, reason
from index.identity import is_address
from index.llama import from_document
from index.plaintext import sound
from index.split import masked, passages
from index.store import Store, Vectors
from index.types import Article, Failure, Passage, Progress, Report

GATHER = 48
"""Passages embedded together: enough to keep every thread at work, little enough to lose in a kill."""


def add_all(
    store: Store,
    embedder: Embedder,
    given: Sequence[object],
    report: Report,
    *,
    sync: bool,
    replace: bool,
    allow_private: bool,
    progress: Progress | None,
) -> None:
    """Add everything given and note in `report` what became of it."""
    things = [os.fspath(thing) if isinstance(thing, os.PathLike) else thing for thing in given]
    sources = [(thing, _articles(thing, allow_private=allow_private)) for thing in things]  # refuses before it begins
    store.set_meta(model=f"{embedder.name}/{embedder.dimension}")
    taking = _Taking(store, embedder, report, replace=replace)
    synced: list[tuple[str, list[Failure]]] = []
    stopped = False
    for thing, found in sources:
        origin = reading.origin_of(thing) if isinstance(thing, str) else ""
        failed_before = len(report.failed)
        for read in found:
            name = read.name if isinstance(read, Failure) else (read.title or read.path or read.id)
            if progress and progress(name, report) is False:
                stopped = True
                break
            taking.take(read, origin)
        taking.write()
        synced.append((origin, report.failed[failed_before:]))
        if stopped:
            break
    store.move(taking.moved())
    # Only now: what moved from one of the things to another has been seen in its new place.
    for origin, failed in synced if sync and not stopped else ():
        if origin:
            _remove_gone(store, origin, {*taking.found_at, *taking.refused}, failed, report)
    if report.updated or report.removed:
        store.purge()


class _Taking:
    """Take articles in one after the other, and note in a report what became of each."""

    def __init__(self, store: Store, embedder: Embedder, report: Report, *, replace: bool) -> None:
        self._store = store
        self._embedder = embedder
        self._report = report
        self._replace = replace
        self._known = store.hashes()
        self._paths = store.paths()
        self._waiting: list[tuple[Article, str]] = []
        self.found_at: dict[str, list[tuple[str | None, str]]] = {}  # by id, the files and origins it was read from
        self.refused = set[str]()  # ids that another article has: that one stays
        self._read = set[str | None]()

    def take(self, read: Article | Failure, origin: str) -> None:
        """Take one article, or note why there is none; what is unchanged, or was taken from another place, is skipped."""
        if isinstance(read, Article) and (refused := self._refused(read)):
            self.refused.add(read.id)
            read = Failure(read.path or read.id, refused)
        if isinstance(read, Failure):
            self._report.failed.append(read)
            return
        self._read.add(read.path)
        places = self.found_at.setdefault(read.id, [])
        places.append((read.path, origin))
        if len(places) > 1:  # one article in two places
            return
        if self._known.get(read.id) == read.hash:
            self._report.unchanged.append(read.id)
            return
        (self._report.updated if read.id in self._known else self._report.added).append(read.id)
        self._known[read.id] = read.hash
        self._waiting.append((read, origin))
        if sum(len(article.text) for article, _ in self._waiting) > GATHER * 900:
            self.write()

    def write(self) -> None:
        """Write what waits to be embedded together."""
        _write(self._store, self._embedder, self._waiting)

    def moved(self) -> dict[str, tuple[str | None, str]]:
        """Return the new file and origin of the unchanged articles that are not where they were any more."""
        return {
            article_id: self.found_at[article_id][-1]
            for article_id in self._report.unchanged
            if article_id in self._paths
            and all(path != self._paths[article_id] for path, _ in self.found_at[article_id])
        }

    def _refused(self, read: Article) -> str | None:
        """Say why an article cannot be taken: its id is that of another."""
        changed = self._known.get(read.id, read.hash) != read.hash
        if changed and read.id in self.found_at:
            return f"has the id {read.id!r} of an article that was read before it"
        if changed and not self._replace and self._paths.get(read.id, read.path) != read.path:
            return f"has the id {read.id!r} of an article that is there already; remove that one first"
        if changed and (other := self._other(read)):
            return f"has the id {read.id!r} of {other.title or 'another article'!r} in {other.path}; give it another id"
        return None

    def _other(self, read: Article) -> Article | None:
        """Return the article with this id that is another one: in a file that is still there, with nothing in common."""
        path = self._paths.get(read.id)
        if not path or path == read.path or path in self._read or not read.path or not Path(path).exists():
            return None  # a file that was read just now has it no more
        if (held := self._store.article(read.id)) is None:
            return None
        same = ((held.title, read.title), (held.url, read.url), (held.text, read.text))
        return None if any(one and one == other for one, other in same) else held


def embed_again(store: Store, embedder: Embedder, *, progress: Progress | None) -> None:
    """Split and embed every article anew, with another model or another way of splitting."""
    report = Report()
    with store.transaction():  # vectors of two models side by side could not be searched
        store.set_meta(model=f"{embedder.name}/{embedder.dimension}")
        for article_id in store.hashes():
            article = store.article(article_id)
            if article is None:
                continue
            if progress:
                progress(article.title or article.id, report)
            _write(store, embedder, [(article, store.origin(article_id))])
            report.updated.append(article_id)


def _articles(thing: object, *, allow_private: bool) -> Iterator[Article | Failure]:
    """Give the articles of one thing.

    Raises:
        InputRefused: at once, when it is a path that does not exist or a folder without articles.
    """
    if isinstance(thing, str):
        return reading.read(thing, allow_private=allow_private)
    try:
        return iter([_checked(thing) if isinstance(thing, Article) else from_document(thing)])
    except FAILING as error:
        named = (getattr(thing, name, None) for name in ("id", "id_", "title", "text"))
        name = next((value for value in named if isinstance(value, str) and value.strip()), type(thing).__name__)
        return iter([Failure(name[:80], reason(error))])


def _checked(article: Article) -> Article:
    """Return an article that was made in Python with its boilerplate marked.

    Raises:
        ArticleUnreadable: one of its values cannot be stored, or is not what it should be.
    """
    required = (article.id, article.text, article.title, article.source)
    for value in (*required, article.author or "", article.url or "", article.path or ""):
        if not isinstance(value, str):
            raise ArticleUnreadable(f"has {value!r:.40} where text is wanted")
        sound(value)
    if not article.id or not article.text.strip():
        raise ArticleUnreadable("has no id" if not article.id else "has no text")
    if article.published is not None and iso_date(article.published) != article.published:
        raise ArticleUnreadable(f"has the date {article.published!r}; write it as YYYY-MM-DD")
    if any(not 0 <= start < end <= len(article.text) for start, end in article.boilerplate):
        raise ArticleUnreadable(f"has boilerplate outside its {len(article.text):,} characters")
    return article if article.boilerplate else with_values(article, boilerplate=boilerplate(article.text))


def _write(store: Store, embedder: Embedder, waiting: list[tuple[Article, str]]) -> None:
    """Embed the waiting articles' passages together, then write article by article; empties the list."""
    kept: list[tuple[Article, str, list[Passage]]] = []
    texts: list[str] = []
    for article, origin in waiting:
        quotable = [p for p in passages(article) if p.sentences]
        kept.append((article, origin, quotable))
        texts += [enriched(article, passage) for passage in quotable]
    vectors = _unit_vectors(embedder, texts)
    at = 0
    for article, origin, quotable in kept:
        store.replace(article, quotable, vectors[at : at + len(quotable)], origin=origin)
        at += len(quotable)
    waiting.clear()


def _unit_vectors(embedder: Embedder, texts: list[str]) -> Vectors:
    """Embed texts and check what came back: the store keeps bytes, and would not notice."""
    vectors: Vectors = np.ascontiguousarray(embedder.passages(texts), dtype=np.float32)
    if vectors.shape != (len(texts), embedder.dimension) and texts:
        raise ModelUnavailable(
            f"the model {embedder.name!r} gave vectors of shape {vectors.shape} for {len(texts)} passages; "
            f"it should be {(len(texts), embedder.dimension)}"
        )
    if not np.isfinite(vectors).all():
        raise ModelUnavailable(f"the model {embedder.name!r} gave vectors that are not numbers; use another model")
    return vectors


def enriched(article: Article, passage: Passage) -> str:
    """Return what is embedded for a passage: its title and its own words. What is quoted is never enriched."""
    body = " ".join(masked(article.text, passage).split())
    return f"{article.title}. {body}" if article.title else body


def _remove_gone(store: Store, origin: str, seen: Iterable[str], failed: list[Failure], report: Report) -> None:
    """Remove what came from this origin before and was not there now; what could not be read keeps its articles."""
    came = store.came_from(origin)
    broken = {place for failure in failed for place in _places_of(failure)}
    if origin in broken:
        return
    gone = [
        article_id
        for article_id, path in came.items()
        if article_id not in seen and not broken.intersection((path, *_folders_of(path)))
    ]
    if gone:
        store.delete(gone)
    report.removed += gone


def _places_of(failure: Failure) -> set[str]:
    """Return the files or addresses that a failure may be about: "corpus.jsonl, line 3" is about the file."""
    names = {failure.name, failure.name.rsplit(", ", 1)[0]}
    return {reading.origin_of(name) if is_address(name) else str(Path(name).resolve()) for name in names}


def _folders_of(path: str) -> list[str]:
    return [str(folder) for folder in Path(path).parents]
