"""Write an answer into a file one keeps: Markdown, a page of its own, or the JSON that `cuttings verify` re-checks."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from qa.page.conversation import quoted
from qa.page.exchanges import Exchanges
from qa.page.markup import apart, attributes, date, dotted, link, name_of, text
from qa.render import DECLINED, answer_to_dict, escape_markdown
from qa.types import Answer, Quote

_SAVED = itertools.count(1)
_STYLE = (
    "body{font:1.05rem/1.55 Georgia,serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#23201c}"
    "blockquote{margin:1rem 0 .3rem;padding-inline-start:1rem;border-inline-start:3px solid #a33b16;"
    "white-space:pre-wrap}.where{font:.85rem/1.5 sans-serif;color:#5f5850;margin:0 0 1.4rem}"
)


def as_json(answer: Answer) -> str:
    """Write an answer as the JSON object of `cuttings ask --json`."""
    return json.dumps(answer_to_dict(answer), ensure_ascii=False, indent=1, default=str) + "\n"


def as_markdown(answer: Answer) -> str:
    """Write an answer as Markdown: what it says, then the quotes with where they stand."""
    lines = [f"## {escape_markdown(answer.standalone_question)}", "", answer.text, ""]
    for quote in _quotes(answer):
        lines += [f"{quote.number}. > {escape_markdown(quote.text)}", f"   > — {escape_markdown(_where(quote))}", ""]
    return "\n".join(lines)


def as_page(answer: Answer) -> str:
    """Write an answer as one HTML file that needs nothing else."""
    rows = []
    for quote in _quotes(answer):
        name = apart(name_of(quote.title, quote.path, quote.article_id))
        place = text(f"{quote.article_id}, characters {quote.start} to {quote.end}")
        where = dotted(name, apart(quote.author), apart(quote.source), date(quote.published), place)
        rows.append(
            f'<blockquote dir="auto">{quoted(quote)}</blockquote>'
            f'<p class="where">[{quote.number}] {where} {link(quote.url, "Original")}</p>'
        )
    items = [f"<li><bdi>{text(i.text)}</bdi> {text(' '.join(f'[{n}]' for n in i.quotes))}</li>" for i in answer.items]
    said = f"<ul>{''.join(items)}</ul>" if items else f"<p>{DECLINED} The nearest passages:</p>"
    title = text(answer.standalone_question)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f'<h1 dir="auto">{title}</h1>{said}{"".join(rows)}</html>\n'
    )


FORMS: dict[str, Callable[[Answer], str]] = {"md": as_markdown, "html": as_page, "json": as_json}
"""Who writes a file, by its ending."""


def saved(asked: Mapping[str, Any], exchanges: Exchanges) -> str:
    """Render the file that a click asked for, for the script to hand to the browser; nothing where there is none."""
    turn, form = str(asked.get("turn", "")), asked.get("form")
    number = int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 9 else len(exchanges)
    answer = exchanges[number].answer if number < len(exchanges) else None
    if answer is None or form not in FORMS:
        return ""
    words = re.sub(r"\W+", "-", answer.standalone_question).strip("-")[:60] or "answer"
    # A number that differs each time, so that saving the same answer again is something new to the page.
    given: dict[str, object] = {
        "data-saved": next(_SAVED),
        "data-name": f"{words}.{form}",
        "data-file": FORMS[form](answer),
    }
    return f"<div hidden{attributes(given)}></div>"


def _quotes(answer: Answer) -> tuple[Quote, ...]:
    return answer.quotes if answer.answered else answer.nearest


def _where(quote: Quote) -> str:
    parts = (
        name_of(quote.title, quote.path, quote.article_id), quote.author, quote.source, quote.published, quote.url,
        f"{quote.article_id}, {quote.start}-{quote.end}",
    )  # fmt: skip
    return " · ".join(part for part in parts if part)
