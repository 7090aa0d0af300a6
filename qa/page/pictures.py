"""Draw what one would rather see than read: quotes by date, quotes by source, the library by month and source.

Pure functions from data to markup. Each picture is drawn only where it says something, carries a label for those who do
not see it, and has the same facts in a table. Places are percentages, so that a picture fits any width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from index.types import Article
from qa.page.markup import attributes, button, day, month, name_of, plural, text
from qa.types import Quote

LANES = 5
"""Quotes drawn above one another on the same days; the table has those beyond."""
APART = 8.0
"""Percent of the width that two points beside one another need on a phone."""
SHADES = 4
"""Sources with a shade of their own; those beyond share the last one."""
COLUMNS = 120
"""Months drawn at most; where there are more, years are drawn, and of those the newest."""
HEIGHT = 72
UNNAMED = "no source named"


def timeline(quotes: Sequence[Quote], *, turn: int) -> str:
    """Draw the quotes of an answer by date, as points that open them; nothing where there are not two dates."""
    dated = [(found, quote) for quote in quotes if (found := _day(quote.published)) is not None]
    dated.sort(key=lambda pair: (pair[0], pair[1].number))
    if len({found for found, _ in dated}) < 2:
        return ""
    return _timeline(dated, turn)


def sources(quotes: Sequence[Quote]) -> str:
    """Draw how the quotes of an answer spread over sources; nothing where not two sources are named."""
    counted = Counter(q.source for q in quotes)
    if len([name for name in counted if name]) < 2:
        return ""
    ranked = sorted(counted.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))
    total = len(quotes)
    bars, at = [], 0.0
    for place, (_, number) in enumerate(ranked):
        width = 100 * number / total
        bars.append(_rect(at, 0, max(width - 0.6, 0.4), 14, place))
        at += width
    said = f"{plural(total, 'quote')} from {plural(len(ranked), 'source')}"
    drawn = _svg(said, 14, "".join(bars)) + _legend([(name, number) for name, number in ranked])
    rows = [(_bdi(name or UNNAMED), str(number)) for name, number in ranked]
    return _picture("sources", "Quotes by source", drawn, ("Source", "Quotes"), rows)


def library(articles: Iterable[Article]) -> str:
    """Draw how the articles spread over months and sources; nothing where they are not of two months."""
    known = [(found, a.source) for a in articles if (found := _day(a.published)) is not None]
    months = [found.year * 12 + found.month - 1 for found, _ in known]
    if len(set(months)) < 2:
        return ""
    by_year = max(months) - min(months) >= COLUMNS
    units = [number // 12 for number in months] if by_year else months
    last = max(units)
    first = max(min(units), last - COLUMNS + 1)
    counted = Counter((unit, source) for unit, (_, source) in zip(units, known, strict=True) if unit >= first)
    older = len(known) - counted.total()
    ranked = [name for name, _ in Counter(s for _, s in known).most_common()]
    ranked.sort(key=lambda name: not name)  # stable: those without a name come last
    totals: Counter[int] = Counter()
    for (unit, _), number in counted.items():
        totals[unit] += number
    step = 100 / (last - first + 1)
    bars = []
    for unit in sorted(totals):
        top = float(HEIGHT)
        for place, name in enumerate(ranked):
            if number := counted[unit, name]:
                height = HEIGHT * number / max(totals.values())
                top -= height
                bars.append(_rect((unit - first) * step, top, step * 0.82, height, place))
    names = [_unit(unit, by_year=by_year) for unit in (first, last)]
    peak = max(totals, key=lambda unit: (totals[unit], unit))
    said = (
        f"{plural(counted.total(), 'article')} from {names[0]} to {names[1]}, "
        f"most of them in {_unit(peak, by_year=by_year)}: {totals[peak]:,}"
    )
    labels = f'<text x="0" y="{HEIGHT + 15}">{text(names[0])}</text>' + (
        f'<text x="100%" y="{HEIGHT + 15}" text-anchor="end">{text(names[1])}</text>'
    )
    named = [(name, number) for name, number in Counter(s for _, s in known).items()]
    named.sort(key=lambda pair: ranked.index(pair[0]))
    legend = _legend(named) if len([name for name in ranked if name]) > 1 else ""
    more = f'<p class="hint">{plural(older, "article")} before {text(names[0])} not drawn.</p>' if older else ""
    rows = [
        (text(_unit(unit, by_year=by_year)), _bdi(name or UNNAMED), f"{counted[unit, name]:,}")
        for unit in sorted(totals, reverse=True)
        for name in ranked
        if counted[unit, name]
    ]
    title = f"Your articles by {'year' if by_year else 'month'}{' and source' if legend else ''}"
    drawn = _svg(said, HEIGHT + 20, "".join(bars) + labels) + legend + more
    return _picture("library", title, drawn, ("Year" if by_year else "Month", "Source", "Articles"), rows)


def lanes(places: Sequence[float]) -> list[int]:
    """Put points that stand too near one another above one another: return the lane of each, from 0 upwards."""
    ends: list[float] = []
    found = []
    for place in places:
        lane = next((n for n, end in enumerate(ends) if place - end >= APART), len(ends))
        ends[lane : lane + 1] = [place]
        found.append(lane)
    return found


def _timeline(dated: Sequence[tuple[date, Quote]], turn: int) -> str:
    days = [found for found, _ in dated]
    first, last = days[0], days[-1]
    places = [4 + 92 * (found - first).days / (last - first).days for found in days]
    lane_of = lanes(places)
    points = [
        button(
            str(quote.number), do="quote", css="mark point", turn=turn, number=quote.number,
            title=f"Quote {quote.number}, in {_name(quote)}, {day(quote.published)}: show it in its article",
            style=f"left:{place:.2f}%;--lane:{lane}",
        )
        for (_, quote), place, lane in zip(dated, places, lane_of, strict=True)
        if lane < LANES
    ]  # fmt: skip
    names = [day(found.isoformat()) for found in (first, last)]
    said = f"{plural(len(dated), 'quote')} from {names[0]} to {names[1]}"
    axis = "".join(f'<line x1="{place:.2f}%" x2="{place:.2f}%" y1="0" y2="6"></line>' for place in sorted(set(places)))
    svg = _svg(
        said, 26,
        f'<line x1="0" x2="100%" y1="1" y2="1"></line>{axis}<text x="0" y="21">{text(names[0])}</text>'
        f'<text x="100%" y="21" text-anchor="end">{text(names[1])}</text>',
    )  # fmt: skip
    deep = min(max(lane_of) + 1, LANES)
    more = len(dated) - len(points)
    hint = f'<p class="hint">{plural(more, "more quote")} in the table.</p>' if more else ""
    drawn = f'<div class="strip" style="--lanes:{deep}">{"".join(points)}{svg}</div>{hint}'
    rows = [(f"[{quote.number}]", text(day(found.isoformat())), _bdi(_name(quote))) for found, quote in dated]
    return _picture("timeline", "Quotes by date", drawn, ("Quote", "Published", "Article"), rows)


def _picture(css: str, title: str, drawn: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Frame a picture and put the same facts into a table; the cells are HTML."""
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'<figure class="picture {css}"><figcaption>{text(title)}</figcaption>{drawn}<details><summary>As a table</summary>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details></figure>"
    )


def _svg(label: str, height: int, inside: str) -> str:
    return f"<svg{attributes({'role': 'img', 'aria-label': label, 'width': '100%', 'height': height})}>{inside}</svg>"


def _rect(x: float, y: float, width: float, height: float, place: int) -> str:
    shade = min(place, SHADES - 1)
    return f'<rect class="shade-{shade}" x="{x:.2f}%" y="{y:.2f}" width="{width:.2f}%" height="{max(height, 1):.2f}"></rect>'


def _legend(counted: Sequence[tuple[str, int]]) -> str:
    """Name what the shades are; those that share the last shade are one entry."""
    shown = [(name or UNNAMED, number) for name, number in counted[:SHADES]]
    if len(counted) > SHADES:
        beyond = counted[SHADES - 1 :]
        shown[SHADES - 1] = (f"{len(beyond)} others", sum(number for _, number in beyond))
    rows = "".join(
        f'<li><span class="swatch shade-{place}"></span>{_bdi(name)} <span class="count">{number:,}</span></li>'
        for place, (name, number) in enumerate(shown)
    )
    return f'<ul class="legend">{rows}</ul>'


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _unit(number: int, *, by_year: bool) -> str:
    return str(number) if by_year else month(number // 12, number % 12 + 1)


def _name(quote: Quote) -> str:
    return name_of(quote.title, quote.path, quote.article_id)


def _bdi(value: str) -> str:
    return f"<bdi>{text(value)}</bdi>"
