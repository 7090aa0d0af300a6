"""The values that flow through the index; no imports of ours, no vendors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field

Span = tuple[int, int]
"""Start and end of a slice of an article's text, in Unicode code points, end excluded."""


@dataclass(frozen=True, slots=True)
class Article:
    """One document: its text exactly as extracted, and what is known about it.

    `published` is an ISO date (YYYY-MM-DD). `path` is the absolute file it was read from, `url` its address.
    `boilerplate` holds slices of `text` that are not the article's own words: never embedded, read or quoted.
    """

    id: str
    text: str
    title: str = ""
    source: str = ""
    author: str | None = None
    published: str | None = None
    url: str | None = None
    path: str | None = None
    boilerplate: tuple[Span, ...] = ()

    @property
    def hash(self) -> str:
        """Return a SHA-256 over everything that, when changed, makes this another version of the article."""
        known = (self.text, self.title, self.source, self.author, self.published, self.url, self.boilerplate)
        return hashlib.sha256(json.dumps(known, ensure_ascii=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole neighbouring sentences of one article: the unit that is embedded, found and read.

    `sentences` are slices of the article's text inside `start:end`, boilerplate left out.
    """

    article_id: str
    start: int
    end: int
    sentences: tuple[Span, ...] = ()

    @property
    def id(self) -> str:
        """Return an id that is derived, never random, so that indexing again changes nothing."""
        return f"{self.article_id}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that search found, with its text, what to show of its article, and its score (higher is better).

    `similarity` is the cosine of the question's and the passage's vectors, by which hits of different questions compare;
    `fresh` says how near the article is to the day of asking, from 0 to 1, where that day was given; `among` how many
    passages the search returned: the more there are, the likelier one of them looks like an answer by chance.
    """

    passage: Passage
    text: str
    score: float
    title: str = ""
    source: str = ""
    author: str | None = None
    published: str | None = None
    url: str | None = None
    path: str | None = None
    similarity: float | None = None
    fresh: float | None = None
    among: int | None = None

    def words(self, span: Span) -> str:
        """Return the words of a span of the article that lies in the passage."""
        return self.text[span[0] - self.passage.start : span[1] - self.passage.start]


@dataclass(frozen=True, slots=True)
class Filters:
    """Limit a search: by source (any case), by date published (ISO, both ends included), to given articles."""

    source: str | None = None
    after: str | None = None
    before: str | None = None
    articles: tuple[str, ...] | None = None

    def __bool__(self) -> bool:
        """Tell whether anything is limited at all."""
        return any(v is not None for v in (self.source, self.after, self.before, self.articles))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the index knows about an article beside its text: its size, and when it came in.

    `added` and `changed` are moments in UTC (ISO); None where the article was never changed, or is older than this note.
    """

    words: int
    passages: int
    added: str | None = None
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or address that could not be read: its name and the reason in plain words."""

    name: str
    reason: str


@dataclass(slots=True)
class Report:
    """What one `add` did: ids of articles added, updated, unchanged and removed, and what failed."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    def __str__(self) -> str:
        """Say it in one line, failures counted."""
        names = ("added", "updated", "unchanged", "removed", "failed")
        return ", ".join(f"{len(getattr(self, name))} {name}" for name in names)


Progress = Callable[[str, Report], object]
"""Told while articles are added: what is worked on, and what was done so far. False stops the adding there: what was
read before is kept, the rest left, nothing removed."""
