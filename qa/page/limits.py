"""Limit questions and the list of articles to a source, to days, or both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from index.database import folded
from index.types import Article, Filters
from qa.page.markup import apart, attributes, button, day, text

SOURCES_SHOWN = 12
YEARS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Limits:
    """What a visitor limited the page to; with nothing set everything is searched. Days are ISO dates, both included."""

    source: str | None = None
    after: str | None = None
    before: str | None = None

    def __str__(self) -> str:
        """Name what is let through: "Coast Weekly, 2021", "since 3 March 2021"."""
        return ", ".join(part for part in (self.source, self._days()) if part)

    def _days(self) -> str:
        if self.year or self.after == self.before:
            return self.year or day(self.after)
        if self.after and self.before:
            return f"{day(self.after)} to {day(self.before)}"
        return f"since {day(self.after)}" if self.after else f"until {day(self.before)}"

    @property
    def year(self) -> str | None:
        """Return the year where the days are just that year."""
        year = (self.after or "")[:4]
        return year if (self.after, self.before) == (f"{year}-01-01", f"{year}-12-31") else None

    def filters(self) -> Filters | None:
        """Return the filters of a search, or None where nothing is limited."""
        return Filters(source=self.source, after=self.after, before=self.before) if self != EVERYTHING else None

    def let_through(self, article: Article) -> bool:
        """Tell whether an article is one of those that are searched; one without a date is in no range of days."""
        if self.source is not None and folded(article.source) != folded(self.source):
            return False
        if self.after is None and self.before is None:
            return True
        published = article.published
        return published is not None and (self.after or "") <= published <= (self.before or published)

    def changed(self, asked: Mapping[str, Any]) -> Limits:
        """Return the limits after a click: a choice that was set is lifted, others are set; other clicks change nothing.

        Args:
            asked: the data of what was clicked. It comes from a browser and may be anything.
        """
        source, year = asked.get("source"), asked.get("year")
        if asked.get("do") == "lift":
            return EVERYTHING
        if isinstance(source, str) and source:
            return replace(self, source=None if source == self.source else source)
        if isinstance(year, str) and _a_day(f"{year}-01-01"):
            whole = None if year == self.year else year
            return replace(self, after=whole and f"{whole}-01-01", before=whole and f"{whole}-12-31")
        if asked.get("do") == "days":
            after, before = _a_day(asked.get("after")), _a_day(asked.get("before"))
            if after and before and before < after:
                after, before = before, after
            return replace(self, after=after, before=before)
        return self


EVERYTHING = Limits()


def choices(articles: Sequence[Article], limits: Limits) -> str:
    """Render what one can limit to: the commonest sources, the newest years (each with its articles), or any days."""
    sources = Counter(article.source for article in articles if article.source)
    years = Counter(article.published[:4] for article in articles if article.published)
    common = [name for name, _ in sorted(sources.items(), key=lambda pair: (-pair[1], pair[0]))[:SOURCES_SHOWN]]
    newest = sorted(years, reverse=True)[:YEARS_SHOWN]
    if len(common) + len(newest) < 2 and limits == EVERYTHING:
        return ""
    rows = [_choice("source", name, sources[name], chosen=name == limits.source) for name in common]
    more = [_choice("year", year, years[year], chosen=year == limits.year) for year in newest]
    groups = "".join(
        f'<div role="group" aria-label="{label}">{"".join(buttons)}</div>'
        for label, buttons in (("Sources", rows), ("Years", more))
        if buttons
    )
    lift = button("Lift", do="lift", css="plain", title="Lift the limits") if limits != EVERYTHING else ""
    said = f"Only <bdi>{text(limits)}</bdi>" if limits != EVERYTHING else "Limit to a source or days"
    shown = attributes({"open": limits != EVERYTHING})
    return f"<details{shown}><summary>{said}</summary>{groups}{_days(limits)}{lift}</details>"


def limited(limits: Limits) -> str:
    """Say beside the question what it will be limited to, so that no answer is missed unawares."""
    if limits == EVERYTHING:
        return ""
    lift = button("Lift", do="lift", css="plain", title="Lift the limits")
    return f'<p class="limited">Asking only in {apart(str(limits))} {lift}</p>'


def _days(limits: Limits) -> str:
    """Render the two ends of a range of days, to be typed or picked, either of them optional."""
    ends = "".join(
        f"<label>{label} <input{attributes({'type': 'date', 'name': name, 'value': value})}></label>"
        for label, name, value in (("From", "after", limits.after or ""), ("To", "before", limits.before or ""))
    )
    return f'<div role="group" aria-label="Days" class="days">{ends}{button("Set", do="days", css="step")}</div>'


def _choice(kind: str, value: str, number: int, *, chosen: bool) -> str:
    values: dict[str, object] = {
        "type": "button",
        "class": "choice",
        "data-do": "limit",
        f"data-{kind}": value,
        "aria-pressed": "true" if chosen else "false",
    }
    return f'<button{attributes(values)}><bdi>{text(value)}</bdi> <span class="count">{number:,}</span></button>'


def _a_day(value: object) -> str | None:
    """Return an ISO date as such, and None for whatever is none."""
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
