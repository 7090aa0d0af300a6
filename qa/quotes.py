"""Make quotes and check them: the only place where a Quote comes from.

A Quote is a proof, not a claim. It is cut from the article's text here, its slice is compared, and nothing else in
the product writes its text. `check` does the same again for what was exported long ago.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeGuard

from index.errors import CuttingsError
from index.library import ArticleIndex
from index.types import Article, Span
from qa.errors import QuoteRefused
from qa.render import DECLINED, answer_text
from qa.types import Quote

GONE = "the article is gone"
_MARK = re.compile(r"(?<!\\)\[(\d{1,9})\]")


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
    if touches_boilerplate(article, span):
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


def kept_quote(row: Mapping[str, Any]) -> Quote:
    """Read back a quote that was kept as `qa.render.quote_to_dict` writes it.

    It was a slice when it was kept. Whether it still is one, `lost` says, and nothing is shown without asking it.

    Raises:
        TypeError: the row holds no quote.
    """
    return Quote(**{field.name: row[field.name] for field in fields(Quote) if field.name in row})


def lost(quote: Quote, index: ArticleIndex) -> str:
    """Say in a few words why a quote no longer holds, or nothing where it does."""
    try:
        article = index.article(quote.article_id)
    except CuttingsError:
        return GONE
    return "" if holds(quote, article) else "the article has changed"


def touches_boilerplate(article: Article, span: Span) -> bool:
    """Tell whether any of a slice is not the article's own words."""
    return any(low < high and low < span[1] and span[0] < high for low, high in article.boilerplate)


def holds(quote: Quote, article: Article) -> bool:
    """Tell whether a quote is still a slice of the article's text."""
    inside = 0 <= quote.start < quote.end <= len(article.text)
    return inside and quote.article_id == article.id and article.text[quote.start : quote.end] == quote.text


def check(exported: Mapping[str, Any], index: ArticleIndex) -> list[str]:
    """Check every quote of an exported answer against the index; return what is wrong, a line for each.

    What is checked: that each quote is the slice it claims to be, of an article known by the same title, source,
    author, date and address; that the answer stands inside it; that every statement and mark leads to a quote, and
    that a statement repeats words of its quotes, and the text the statements, whatever the export says of who wrote it.
    """
    problems: list[str] = []
    quotes, nearest, items = (_rows(exported, key, problems) for key in ("quotes", "nearest", "items"))
    texts: dict[int, str] = {}
    for quote in quotes:
        number = quote.get("number")
        if not _is_number(number) or number in texts:
            problems.append(f"quote {number!r}: is no number of its own")
        else:
            texts[number] = str(quote.get("text"))
    for quote in (*quotes, *nearest):
        problems += [f"quote {quote.get('number')!r}: {problem}" for problem in _problems(quote, index)]
    for place, item in enumerate(items, 1):
        cited = item.get("quotes")
        if not isinstance(cited, list) or not cited or not all(_is_number(n) and n in texts for n in cited):
            problems.append(f"item {place}: cites {cited!r}, which are not all quotes of this answer")
        else:
            for said in dict.fromkeys(_one_line(item.get(key, "")) for key in ("answer", "text")):
                if not said or not any(said in _one_line(texts[n]) for n in cited):
                    problems.append(f"item {place}: {said!r} is in none of its quotes")
    if "answered" in exported and bool(exported["answered"]) != bool(items):
        problems.append(f"the answer is called answered: {exported['answered']!r}, and has {len(items)} items")
    if "text" in exported and not problems and not _says(exported, items):
        problems.append("text: is not what the items say")
    marks = [int(n) for n in _MARK.findall(str(exported.get("text", "")))]
    problems += [f"text: the mark [{n}] leads to no quote" for n in dict.fromkeys(marks) if n not in texts]
    return problems


def _says(exported: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether an answer's text is what its items say with their marks, or the decline where there are none."""
    statements = [(str(item["text"]), tuple(item["quotes"])) for item in items]
    forms: tuple[dict[str, bool], ...] = ({}, {"yes_no": True}, {"one": True}, {"unsure": True})
    return exported["text"] in ([answer_text(statements, **form) for form in forms] if statements else [DECLINED])


def _problems(quote: Mapping[str, Any], index: ArticleIndex) -> Iterator[str]:
    try:
        article = index.article(str(quote.get("article_id")))
    except CuttingsError:
        yield f"article {quote.get('article_id')!r} is not in the index"
        return
    start, end = quote.get("start"), quote.get("end")
    if not (_is_number(start) and _is_number(end) and 0 <= start < end <= len(article.text)):
        yield f"{start!r}:{end!r} is no slice of article {article.id!r} of {len(article.text)} characters"
        return
    if article.text[start:end] != quote.get("text"):
        yield f"is not what stands at {start}:{end} of article {article.id!r}"
    low, high = quote.get("answer_start"), quote.get("answer_end")
    if (low, high) != (None, None) and not (_is_number(low) and _is_number(high) and start <= low < high <= end):
        yield f"its answer {low!r}:{high!r} is not inside it"
    for name in ("title", "source", "author", "published", "url"):
        if name in quote and quote[name] != getattr(article, name):
            yield f"its {name} is {quote[name]!r}, in the index {getattr(article, name)!r}"


def _rows(exported: Mapping[str, Any], key: str, problems: list[str]) -> list[Mapping[str, Any]]:
    rows = exported.get(key)
    if rows is not None and not (isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows)):
        problems.append(f"{key}: is no list of objects")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _one_line(value: object) -> str:
    return " ".join(str(value).split())
