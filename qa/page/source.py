"""Render an article with a quote highlighted in it: the text is the stored text, only marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Article, Span
from qa.page.conversation import quoted
from qa.page.markup import apart, attributes, button, date, dotted, link, name_of, plural, step, text
from qa.quotes import holds
from qa.types import Quote

LONGEST = 150_000
"""Characters of an article that are shown around a quote: a browser stays quick with these."""

EMPTY = (
    '<div class="empty"><p>Choose a mark such as <span class="sample">[1]</span> and its quote is shown here, '
    "in its article.</p></div>"
)


@dataclass(frozen=True, slots=True)
class Place:
    """What is highlighted: a quote of one exchange, with the others of it to step through, or a mere slice."""

    quote: Quote | None = None
    turn: int = 0
    others: tuple[Quote, ...] = ()
    span: Span | None = None


def source(article: Article, place: Place, *, opened: int, asking: bool = False) -> str:
    """Render an article: what is known of it, steps between quotes, its text.

    Args:
        article: with its text.
        place: what to highlight in it.
        opened: a number that differs each time, so that the page scrolls to the same quote again when asked to.
        asking: ask whether the article shall be removed.
    """
    title = name_of(article.title, article.path, article.id)
    quote = place.quote
    changed = ""
    if quote is not None and not holds(quote, article):
        changed = (
            '<p class="note problem">The article has changed since this answer: these words no longer stand there. '
            f"Ask again.</p><blockquote>{text(quote.text)}</blockquote>"
        )
        quote = None
    span = (quote.start, quote.end) if quote else place.span
    head = (
        f'<header><h2 dir="auto">{text(title)}</h2><p class="about">{_about(article)}{_removal(article)}</p>'
        f"{_sure(article) if asking else ''}{_steps(place)}{changed}</header>"
    )
    body = _text(article, quote, span, place.others)
    label = text(f"Text of {title}")
    shown: dict[str, object] = {"class": "source", "data-opened": opened, "data-article": article.id}
    if place.quote:
        shown |= {"data-turn": place.turn, "data-number": place.quote.number}
    return (
        f"<div{attributes(shown)}>{head}"
        f'<div class="text" tabindex="0" role="region" aria-label="{label}" dir="auto">{body}</div></div>'
    )


def missing(quote: Quote, turn: int, *, opened: int) -> str:
    """Render a quote whose article is no longer in the index: its words as they were, and that nothing proves them."""
    shown: dict[str, object] = {
        "class": "source", "data-opened": opened, "data-turn": turn, "data-number": quote.number,
    }  # fmt: skip
    title = name_of(quote.title, quote.path, quote.article_id)
    about = dotted(apart(quote.source), apart(quote.author), date(quote.published), link(quote.url, "Original"))
    return (
        f'<div{attributes(shown)}><header><h2 dir="auto">{text(title)}</h2><p class="about">{about}</p>'
        '<p class="note problem">This article is no longer in the index, so these words cannot be checked. They were '
        f'quoted as:</p><blockquote dir="auto">{text(quote.text)}</blockquote></header></div>'
    )


def citation(quote: Quote) -> str:
    """Return a quote with where it stands, as one would paste it into a text."""
    about = [quote.author, name_of(quote.title, quote.path, quote.article_id), quote.source, quote.published, quote.url]
    return f"“{quote.text}” ({', '.join(part for part in about if part)})"


def _about(article: Article) -> str:
    return dotted(apart(article.source), apart(article.author), date(article.published), link(article.url, "Original"))


def _steps(place: Place) -> str:
    """Render previous and next quote of the same answer, and copying."""
    quote = place.quote
    if quote is None:
        return ""
    numbers = [other.number for other in place.others]
    at = numbers.index(quote.number) if quote.number in numbers else 0

    def move(label: str, title: str, to: int) -> str:
        there = 0 <= to < len(numbers)
        return step(label, title, do="quote", there=there, turn=place.turn, number=numbers[to] if there else None)

    moving = (
        f'{move("←", "Previous quote", at - 1)}<span class="count">Quote {quote.number} of {len(numbers)}</span>'
        f"{move('→', 'Next quote', at + 1)}"
    )
    copying = button("Copy quote", css="copy", title="Copy quote with its citation", copy=citation(quote))
    return f'<div class="steps" role="group" aria-label="Quotes of this answer">{moving}{copying}</div>'


def _removal(article: Article) -> str:
    return f'<span class="removal">{button("Remove…", do="remove", css="plain", article=article.id)}</span>'


def _sure(article: Article) -> str:
    """Render the question that comes before a removal."""
    sure = button("Remove", do="remove-surely", css="danger", article=article.id)
    keep = button("Keep", do="article", css="plain", article=article.id)
    return f'<p class="asking" role="alert">Remove this article from the index? {sure} {keep}</p>'


def _text(article: Article, quote: Quote | None, span: Span | None, others: Sequence[Quote]) -> str:
    """Render the text, or of a very long one the part around the quote."""
    whole = len(article.text)
    low, high = 0, whole
    if whole > LONGEST:
        middle = span[0] if span else 0
        low = max(0, min(middle - LONGEST // 2, whole - LONGEST))
        high = low + LONGEST
    before = f'<p class="cut">{plural(low, "character")} before this are not shown.</p>' if low else ""
    after = f'<p class="cut">{plural(whole - high, "character")} after this are not shown.</p>' if high < whole else ""
    if span is None:
        return f"{before}{_around(article, low, high, others)}{after}"
    inside = quoted(quote) if quote else text(article.text[span[0] : span[1]])
    kind = "current" if quote else "current passage"
    mark = f'<mark class="{kind}" tabindex="-1">{inside}</mark>'
    return f"{before}{_around(article, low, span[0], others)}{mark}{_around(article, span[1], high, others)}{after}"


def _around(article: Article, low: int, high: int, others: Sequence[Quote]) -> str:
    """Render a stretch without the current quote: other quotes lightly marked, what is not the article's own dimmed."""
    spans = [(q.start, q.end, "also") for q in others if q.article_id == article.id and holds(q, article)]
    spans += [(start, end, "aside") for start, end in article.boilerplate]
    parts = []
    at = low
    for start, end, kind in sorted(spans):
        start, end = max(start, at), min(end, high)
        if start >= end:
            continue
        tag = "mark" if kind == "also" else "span"
        parts.append(f'{text(article.text[at:start])}<{tag} class="{kind}">{text(article.text[start:end])}</{tag}>')
        at = end
    return "".join(parts) + text(article.text[at:high])
