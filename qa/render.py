"""Turn an answer into Markdown, plain text and JSON. Escaping lives here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from unicodedata import category

from index.types import Article, Hit, Report
from qa.types import Answer, Quote

DECLINED = "Not in your articles."
NEAREST = "The nearest passages. They do not answer it."
YES_NO = "Your articles say:"
LESS_SURE = "Less sure:"
PERHAPS = "Perhaps:"
LEADS = (YES_NO, LESS_SURE, PERHAPS)
"""Lines of an answer's text that are none of its items."""
# What Markdown or a chat page would read as more than letters, anywhere and at the beginning of a line.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$^!&])")
_BEGINNING = re.compile(r"^(\d{1,9})(?=[.)])|^(?=[-+=])")
# Format characters that letters need: soft hyphen, joiners, marks of direction (but no overrides).
_DRIVING = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_NEEDED = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is: no emphasis, links, images, HTML or maths."""
    escaped = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return _BEGINNING.sub(r"\1\\", escaped)


def marks(numbers: tuple[int, ...]) -> str:
    """Return the marks of quotes, such as "[1] [3]"."""
    return " ".join(f"[{number}]" for number in numbers)


def answer_text(
    items: list[tuple[str, tuple[int, ...]]], *, yes_no: bool = False, one: bool = False, unsure: bool = False
) -> str:
    """Return the Markdown of an answer: one line for one statement, a list for several.

    With `one`, where the question wants one thing, the first statement is the answer, and the others are called less sure; with
    `unsure` none of them is the answer, and each may be.
    """
    lines = [f"{escape_markdown(text)} {marks(numbers)}" for text, numbers in items]
    lead = {0: YES_NO} if yes_no else {0: PERHAPS} if unsure else {1: LESS_SURE} if one else {}
    return "\n".join(_laid_out(lines, lead))


def _laid_out(lines: list[str], lead: Mapping[int, str]) -> list[str]:
    """Return the lines of an answer; `lead` has what is said before an item by its place."""
    bullets = [f"- {line}" for line in lines]
    if 0 in lead:
        return [lead[0], "", *bullets]
    if len(lines) == 1:
        return lines
    return [lines[0], "", lead[1], "", *bullets[1:]] if 1 in lead else bullets


def leads(answer: Answer) -> dict[int, str]:
    """Return what an answer's text says before its items, by the item's place; no item is such a line, it has a mark."""
    said = answer.text.splitlines()
    return {place: lead for place, lead in ((0, YES_NO), (0, PERHAPS), (1, LESS_SURE)) if lead in said}


def quote_to_dict(quote: Quote) -> dict[str, Any]:
    """Return a quote as the JSON of `cuttings ask --json` has it."""
    names = (
        "number", "article_id", "title", "source", "author", "published", "url", "path", "start", "end", "text",
        "answer_start", "answer_end",
    )  # fmt: skip
    return {name: getattr(quote, name) for name in names}


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """Return an answer as the JSON of `cuttings ask --json` has it."""
    row: dict[str, Any] = {
        "id": answer.id,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "answered": answer.answered,
        "text": answer.text,
        "items": [
            {"text": i.text, "answer": i.answer, "quotes": list(i.quotes), "score": round(i.score, 4)}
            for i in answer.items
        ],
        "quotes": [quote_to_dict(quote) for quote in answer.quotes],
        "nearest": [quote_to_dict(quote) for quote in answer.nearest],
        "passages": [
            {
                "article_id": hit.passage.article_id,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "score": round(hit.score, 6),
            }
            for hit in answer.passages
        ],
        "confidence": round(answer.confidence, 4),
        "reader": answer.reader,
        "llm": answer.llm,
        "seconds": {name: round(value, 4) for name, value in answer.seconds.items()},
    }
    if answer.note:
        row["note"] = answer.note
    return row


def hit_to_dict(hit: Hit) -> dict[str, Any]:
    """Return a hit as the JSON of `cuttings search --json` has it."""
    return {
        "article_id": hit.passage.article_id,
        "title": hit.title,
        "published": hit.published,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.text,
        "score": round(hit.score, 6),
    }


def article_to_dict(article: Article) -> dict[str, Any]:
    """Return what is known of an article as the JSON of `cuttings articles --json` has it."""
    names = ("title", "source", "author", "published", "url", "path")
    return {"article_id": article.id, **{name: getattr(article, name) for name in names}}


def report_to_dict(report: Report) -> dict[str, Any]:
    """Return what an adding did as the JSON of `cuttings add --json` has it."""
    row: dict[str, Any] = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "removed")}
    return {**row, "failed": [{"name": f.name, "reason": f.reason} for f in report.failed]}


def plain(text: str) -> str:
    """Return text fit for a terminal: control characters, which could drive it or turn text round, are shown as marks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c if c in "\n\t" or c in _NEEDED or category(c) not in _DRIVING else "\ufffd" for c in lines)


def one_line(text: str) -> str:
    """Return what is known of an article, which may hold line ends, as one line fit for a terminal."""
    return plain(" ".join(text.split()))


def answer_for_terminal(answer: Answer) -> str:
    """Return an answer as the shell prints it: the statements, then the quotes with where they stand."""
    lines: list[str] = []
    if answer.items:
        lead = leads(answer)
        said = [f"{one_line(item.text)} {marks(item.quotes)}" for item in answer.items]
        lines = _laid_out(said, lead)
        shown = answer.quotes
    else:
        lines.append(f"{DECLINED}{' The nearest passages:' if answer.nearest else ''}")
        shown = answer.nearest
    if answer.note:
        lines.append(f"({one_line(answer.note)})")
    for quote in shown:
        about = ", ".join(part for part in (quote.title, quote.source, quote.published) if part)
        place = f"({quote.article_id}, {quote.start}-{quote.end})"
        lines += [
            "",
            one_line(f"[{quote.number}] “{quote.text}”"),
            f"    {one_line(f'{about or quote.article_id} {place}')}",
        ]
    return "\n".join(lines)
