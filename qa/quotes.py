"""Make quotes and check them: the only place where a Quote comes from.

A Quote is a proof, not a claim. It is cut from the article's text here, its slice is compared, and nothing else in
the product writes its text. `check` does the same again for what was exported long ago.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.errors import CuttingsError
from index.library import ArticleIndex
from index.types import Article, Span
from qa.errors import QuoteRefused
from qa.types import Quote


def make_quote(article: Article, span: Span, *, number: int, answer: Span | None = None) -> Quote:
    """Cut a quote out of an article.

    Args:
        article: with its whole text.
        span: offsets of the quote in that text.
        number: the mark that shows it.
        answer: offsets of the words that answer, inside the quote.

    Raises:
        QuoteRefused: the offsets are not a slice of the text, or the answer is not inside the quote.
    """
    start, end = span
    if not 0 <= start < end <= len(article.text):
        raise QuoteRefused(f"{start}:{end} is no slice of article {article.id!r} of {len(article.text)} characters")
    if answer is not None and not start <= answer[0] < answer[1] <= end:
        raise QuoteRefused(f"the answer {answer[0]}:{answer[1]} is not inside the quote {start}:{end}")
    if any(low < end and start < high for low, high in article.boilerplate):
        raise QuoteRefused(f"{start}:{end} of article {article.id!r} holds text that is not the article's own")
    return Quote(
        number=number,
        article_id=article.id,
        title=article.title,
        source=article.source,
        author=article.author,
        published=article.published,
        url=article.url,
        path=article.path,
        start=start,
        end=end,
        text=article.text[start:end],
        answer_start=answer[0] if answer else None,
        answer_end=answer[1] if answer else None,
    )


def holds(quote: Quote, article: Article) -> bool:
    """Tell whether a quote is still a slice of the article's text."""
    return quote.article_id == article.id and article.text[quote.start : quote.end] == quote.text


def check(exported: Mapping[str, Any], index: ArticleIndex) -> list[str]:
    """Check every quote of an exported answer against the index; return what is wrong, a line for each."""
    problems: list[str] = []
    quotes = [*_rows(exported, "quotes"), *_rows(exported, "nearest")]
    numbers = {quote.get("number") for quote in _rows(exported, "quotes")}
    for quote in quotes:
        name = f"quote {quote.get('number')!r}"
        try:
            article = index.article(str(quote.get("article_id")))
        except CuttingsError:
            problems.append(f"{name}: article {quote.get('article_id')!r} is not in the index")
            continue
        start, end, text = quote.get("start"), quote.get("end"), quote.get("text")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
            problems.append(f"{name}: {start!r}:{end!r} are no offsets")
        elif article.text[start:end] != text:
            problems.append(f"{name}: is not what stands at {start}:{end} of article {article.id!r}")
        low, high = quote.get("answer_start"), quote.get("answer_end")
        inside = isinstance(low, int) and isinstance(high, int) and isinstance(start, int) and isinstance(end, int)
        if not (low is None and high is None) and not (inside and start <= low < high <= end):  # type: ignore[operator]
            problems.append(f"{name}: its answer {low!r}:{high!r} is not inside it")
    for place, item in enumerate(_rows(exported, "items"), 1):
        cited = item.get("quotes") or []
        if not cited or any(number not in numbers for number in cited):
            problems.append(f"item {place}: cites {cited!r}, which are not all quotes of this answer")
    return problems


def _rows(exported: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = exported.get(key)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
