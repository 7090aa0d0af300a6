"""Limit questions and the list of articles to a source, a year or both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.types import Article, Filters
from qa.page.markup import attributes, text

SOURCES_SHOWN = 12
YEARS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Limits:
    """What a visitor limited the page to; with nothing set everything is searched."""

    source: str | None = None
    year: str | None = None

    def __str__(self) -> str:
        """Name what is let through: "Coast Weekly, 2021"."""
        return ", ".join(part for part in (self.source, self.year) if part)

    def filters(self) -> Filters | None:
        """Return the filters of a search, or None where nothing is limited."""
        if not self.source and not self.year:
            return None
        after, before = (f"{self.year}-01-01", f"{self.year}-12-31") if self.year else (None, None)
        return Filters(source=self.source or None, after=after, before=before)

    def let_through(self, article: Article) -> bool:
        """Tell whether an article is one of those that are searched."""
        by_source = not self.source or article.source.casefold() == self.source.casefold()
        return by_source and (not self.year or (article.published or "")[:4] == self.year)

    def toggled(self, asked: Mapping[str, Any]) -> Limits:
        """Return the limits after a click: what was set is lifted, what was not is set; other clicks change nothing."""
        source, year = asked.get("source"), asked.get("year")
        if isinstance(source, str) and source:
            return replace(self, source=None if source == self.source else source)
        if isinstance(year, str) and len(year) == 4 and year.isascii() and year.isdigit():
            return replace(self, year=None if year == self.year else year)
        return self


EVERYTHING = Limits()


def choices(articles: Sequence[Article], limits: Limits) -> str:
    """Render what one can limit to: the commonest sources and the newest years, with how many articles each has."""
    sources = Counter(article.source for article in articles if article.source)
    years = Counter(article.published[:4] for article in articles if article.published)
    common = [name for name, _ in sorted(sources.items(), key=lambda pair: (-pair[1], pair[0]))[:SOURCES_SHOWN]]
    newest = sorted(years, reverse=True)[:YEARS_SHOWN]
    if len(common) + len(newest) < 2 and not str(limits):
        return ""
    rows = [_choice("source", name, sources[name], chosen=name == limits.source) for name in common]
    more = [_choice("year", year, years[year], chosen=year == limits.year) for year in newest]
    groups = "".join(
        f'<div role="group" aria-label="{label}">{"".join(buttons)}</div>'
        for label, buttons in (("Sources", rows), ("Years", more))
        if buttons
    )
    said = f"Only <bdi>{text(limits)}</bdi>" if str(limits) else "Limit to a source or year"
    return f"<details{attributes({'open': bool(str(limits))})}><summary>{said}</summary>{groups}</details>"


def _choice(kind: str, value: str, number: int, *, chosen: bool) -> str:
    values: dict[str, object] = {
        "type": "button",
        "class": "choice",
        "data-do": "limit",
        f"data-{kind}": value,
        "aria-pressed": "true" if chosen else "false",
    }
    return f'<button{attributes(values)}><bdi>{text(value)}</bdi> <span class="count">{number:,}</span></button>'
