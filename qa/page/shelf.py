"""Render the list of articles, and find in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from index.types import Article
from qa.page.markup import apart, attributes, date, dotted, name_of, plural, text

SHOWN = 200
"""Articles listed at once; the search field finds the others."""


def matching(articles: Iterable[Article], query: str) -> list[Article]:
    """Return the articles whose title, source, author, date or file name hold all words of a query.

    Case and accents do not matter; an empty query lets all through.
    """
    words = folded(query).split()
    return [a for a in articles if all(word in _known(a) for word in words)]


def shelf(articles: Sequence[Article], *, total: int) -> str:
    """Render a list of articles as buttons that open them."""
    if not total:
        return '<p class="hint">No articles yet.</p>'
    if not articles:
        return f'<p class="hint">None of {plural(total, "article")} matches.</p>'
    rows = "".join(_row(article) for article in articles[:SHOWN])
    rest = len(articles) - SHOWN
    more = f'<p class="hint">and {rest:,} more; search to narrow</p>' if rest > 0 else ""
    return f'<ul class="articles">{rows}</ul>{more}'


def heading(total: int, listed: int) -> str:
    """Render the column's heading with how many there are."""
    count = f"{total:,}" if listed == total else f"{listed:,} of {total:,}"
    return f'<h2>Articles <span class="count">{count}</span></h2>'


def folded(value: str) -> str:
    """Fold case and accents, so that "guaido" finds "Guaidó"."""
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _known(article: Article) -> str:
    name = name_of("", article.path, article.id)
    parts = (article.title, article.source, article.author, article.published, name, article.id)
    return folded(" ".join(part for part in parts if part))


def _row(article: Article) -> str:
    values: dict[str, object] = {
        "type": "button",
        "class": "article",
        "data-do": "article",
        "data-article": article.id,
    }
    name = name_of(article.title, article.path, article.id)
    by = dotted(apart(article.source), date(article.published))
    return (
        f'<li><button{attributes(values)}><span class="title" dir="auto">{text(name)}</span>'
        f'<span class="by">{by}</span></button></li>'
    )
