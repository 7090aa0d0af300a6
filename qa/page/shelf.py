"""Render the list of articles, and find in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from index.types import Article, Facts
from qa.page.markup import apart, attributes, date, day, dotted, name_of, plural, step, text

SHOWN = 50
"""Articles on one page of the list: only these are drawn, however many there are."""


def matching(articles: Iterable[Article], query: str) -> list[Article]:
    """Return the articles whose title, source, author, date or file name hold all words of a query.

    Case and accents do not matter; an empty query lets all through.
    """
    words = folded(query).split()
    return [a for a in articles if all(word in _known(a) for word in words)]


def page_of(articles: Sequence[Article], page: int) -> Sequence[Article]:
    """Return the articles of one page of the list, counted from 0; a page that is not there is the first or last."""
    return articles[first_of(len(articles), page) :][:SHOWN]


def first_of(listed: int, page: int) -> int:
    """Return the place of the first article of a page."""
    return max(0, min(page, (listed - 1) // SHOWN)) * SHOWN


def shelf(articles: Sequence[Article], *, total: int, page: int = 0, facts: Mapping[str, Facts] | None = None) -> str:
    """Render a page of the list of articles as buttons that open them, and the way to the other pages.

    Args:
        articles: all that are listed.
        total: how many there are, listed or not.
        page: counted from 0.
        facts: what is known of the articles on this page.
    """
    if not total:
        return '<p class="hint">No articles yet.</p>'
    if not articles:
        return f'<p class="hint">None of {plural(total, "article")} matches.</p>'
    rows = "".join(_row(article, (facts or {}).get(article.id)) for article in page_of(articles, page))
    return f'<ul class="articles">{rows}</ul>{_turning(len(articles), page)}'


def _turning(listed: int, page: int) -> str:
    """Render the steps to the pages before and after, where the list has several."""
    if listed <= SHOWN:
        return ""
    first = first_of(listed, page)

    def turn(label: str, title: str, to: int) -> str:
        return step(label, title, do="turn", there=0 <= to * SHOWN < listed, page=to)

    at = first // SHOWN
    said = f'<span class="count">{first + 1:,} to {min(first + SHOWN, listed):,} of {listed:,}</span>'
    steps = f"{turn('←', 'Previous page of articles', at - 1)}{said}{turn('→', 'Next page of articles', at + 1)}"
    return f'<div class="turning" role="group" aria-label="Pages of the list">{steps}</div>'


def heading(total: int, listed: int) -> str:
    """Render the column's heading with how many there are."""
    count = f"{total:,}" if listed == total else f"{listed:,} of {total:,}"
    return f'<h2>Articles <span class="count">{count}</span></h2>'


def folded(value: str) -> str:
    """Fold case and accents, so that "guaido" finds "Guaidó"."""
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)  # the list is searched anew with each letter that is typed
def _known(article: Article) -> str:
    name = name_of("", article.path, article.id)
    parts = (article.title, article.source, article.author, article.published, name, article.id)
    return folded(" ".join(part for part in parts if part))


def _row(article: Article, facts: Facts | None) -> str:
    values: dict[str, object] = {
        "type": "button",
        "class": "article",
        "data-do": "article",
        "data-article": article.id,
    }
    name = name_of(article.title, article.path, article.id)
    by = dotted(apart(article.source), date(article.published))
    state = f'<span class="state">{text(known_of(facts))}</span>' if facts else ""
    return (
        f'<li><button{attributes(values)}><span class="title" dir="auto">{text(name)}</span>'
        f'<span class="by">{by}</span>{state}</button></li>'
    )


def known_of(facts: Facts) -> str:
    """Say how long an article is and since when it is there: "612 words, 4 passages, added 3 Mar 2021"."""
    what, moment = ("changed", facts.changed) if facts.changed else ("added", facts.added)
    when = f"{what} {day(moment[:10], short=True)}" if moment else ""
    return ", ".join(part for part in (plural(facts.words, "word"), plural(facts.passages, "passage"), when) if part)
