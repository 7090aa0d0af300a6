"""Put articles into the store: read, skip what is unchanged, split, embed, write; one transaction an article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from index import articles as reading
from index.clean import boilerplate
from index.embed import Embedder
from index.split import masked, passages
from index.store import Store
from index.types import Article, Failure, Passage, Report

Progress = Callable[[str, Report], None]

GATHER = 48
"""Passages embedded together: enough to batch those of like length, little enough to lose in a kill."""


def add_all(
    store: Store,
    embedder: Embedder,
    given: Sequence[object],
    report: Report,
    *,
    sync: bool,
    allow_private: bool,
    progress: Progress | None,
) -> None:
    """Add everything given and note in `report` what became of it."""
    store.set_meta(model=f"{embedder.name}/{embedder.dimension}")
    known = store.hashes()
    waiting: list[tuple[Article, str]] = []
    for thing in given:
        origin = reading.origin_of(thing) if isinstance(thing, str) else ""
        seen: set[str] = set()
        failed: list[Failure] = []
        for read in _articles(thing, allow_private=allow_private):
            if progress:
                progress(read.name if isinstance(read, Failure) else (read.title or read.path or read.id), report)
            if isinstance(read, Failure):
                failed.append(read)
                report.failed.append(read)
                continue
            seen.add(read.id)
            if known.get(read.id) == read.hash:
                report.unchanged.append(read.id)
                continue
            (report.updated if read.id in known else report.added).append(read.id)
            known[read.id] = read.hash
            waiting.append((read, origin))
            if sum(len(article.text) for article, _ in waiting) > GATHER * 900:
                _write(store, embedder, waiting)
        _write(store, embedder, waiting)
        if sync and origin:
            _remove_gone(store, origin, seen, failed, report)


def embed_again(store: Store, embedder: Embedder, *, progress: Progress | None) -> None:
    """Split and embed every article anew, with another model or another way of splitting."""
    report = Report()
    store.set_meta(model=f"{embedder.name}/{embedder.dimension}")
    for article_id in list(store.hashes()):
        article = store.article(article_id)
        if article is None:
            continue
        if progress:
            progress(article.title or article.id, report)
        _write(store, embedder, [(article, store.origin(article_id))])
        report.updated.append(article_id)


def _articles(thing: object, *, allow_private: bool) -> Iterator[Article | Failure]:
    if isinstance(thing, str):
        yield from reading.read(thing, allow_private=allow_private)
    elif isinstance(thing, Article):
        yield thing if thing.boilerplate else replace(thing, boilerplate=boilerplate(thing.text))
    else:
        yield reading.from_document(thing)


def _write(store: Store, embedder: Embedder, waiting: list[tuple[Article, str]]) -> None:
    """Embed the waiting articles' passages together, then write article by article; empties the list."""
    kept: list[tuple[Article, str, list[Passage]]] = []
    texts: list[str] = []
    for article, origin in waiting:
        quotable = [p for p in passages(article) if p.sentences]
        kept.append((article, origin, quotable))
        texts += [enriched(article, passage) for passage in quotable]
    vectors = embedder.passages(texts)
    at = 0
    for article, origin, quotable in kept:
        store.replace(article, quotable, vectors[at : at + len(quotable)], origin=origin)
        at += len(quotable)
    waiting.clear()


def enriched(article: Article, passage: Passage) -> str:
    """Return what is embedded for a passage: its title and its own words. What is quoted is never enriched."""
    body = " ".join(masked(article.text, passage).split())
    return f"{article.title}. {body}" if article.title else body


def _remove_gone(store: Store, origin: str, seen: set[str], failed: list[Failure], report: Report) -> None:
    """Remove what came from this origin before and was not there now; a file that failed keeps its article."""
    broken = {failure.name for failure in failed}
    gone = []
    for article_id in store.hashes(origin=origin):
        article = store.article(article_id)
        if article_id in seen or article is None or article.path in broken or article.url in broken:
            continue
        gone.append(article_id)
    store.delete(gone)
    report.removed += gone
