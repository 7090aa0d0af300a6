"""Write answers into a file one keeps: Markdown, a page of its own, or the JSON that `cuttings verify` re-checks."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from index.library import ArticleIndex
from qa.page.arguments import place
from qa.page.conversation import quoted
from qa.page.exchanges import Exchange, Exchanges
from qa.page.markup import apart, attributes, date, dotted, link, listed, name_of, plural, text, web_address
from qa.quotes import lost
from qa.render import DECLINED, NEAREST, answer_to_dict, escape_markdown, leads, marks
from qa.types import Answer, Quote

WHOLE = "all"
"""What a click says in place of a turn where the whole conversation is meant."""
_SAVED = itertools.count(1)
_STYLE = (
    ":root{color-scheme:light dark}body{font:1.05rem/1.55 Georgia,serif;max-width:42rem;margin:3rem auto;padding:0 1rem;"
    "color:#23201c;background:#faf8f4;overflow-wrap:anywhere}h1,h2{line-height:1.25}h2{font-size:1.35rem;margin:0}"
    ".items{list-style:disc}article{margin-top:2.2rem}article+article{border-top:1px solid #e6e0d6;padding-top:2.2rem}"
    "blockquote{margin:1.2rem 0 .3rem;padding:.6rem 1rem;border-inline-start:3px solid #a33b16;background:#fff;"
    "white-space:pre-wrap}.where,.hint{font:.85rem/1.5 sans-serif;color:#5f5850;margin:0 0 .4rem}.note{font-weight:600}"
    "a{color:#a33b16}@media(prefers-color-scheme:dark){body{color:#ece7de;background:#181613}"
    "blockquote{background:#201d1a;border-color:#f2996b}.where,.hint{color:#aaa196}a{color:#f2996b}"
    "article+article{border-color:#38332d}}@media print{body{margin:0;background:none}}"
)
_NOTHING_FETCHED = "default-src 'none'; style-src 'unsafe-inline'"


def as_json(exchanges: Sequence[Exchange], name: str | None) -> str:
    """Write an answer as the JSON object of `cuttings ask --json`, or a named conversation as a list of these."""
    answers = [answer_to_dict(answer) for answer in _answers(exchanges)]
    written = answers[0] if name is None else {"conversation": name, "answers": answers}
    return json.dumps(written, ensure_ascii=False, indent=1, default=str) + "\n"


def as_markdown(exchanges: Sequence[Exchange], name: str | None) -> str:
    """Write answers as Markdown: what each says, then its quotes with where they stand."""
    lines = [] if name is None else [f"# {escape_markdown(name)}", ""]
    for answer in _answers(exchanges):
        asked = [f"Asked as: {escape_markdown(answer.question)}", ""] if _completed(answer) else []
        lines += [f"## {escape_markdown(answer.standalone_question)}", "", *asked, answer.text, ""]
        if answer.note:
            lines += [escape_markdown(answer.note), ""]
        if answer.nearest and not answer.answered:
            lines += [NEAREST, ""]
        for quote in _quotes(answer):
            lines += [f"{quote.number}. > {escape_markdown(quote.text)}", f"   > — {_where(quote)}", ""]
    return "\n".join(lines)


def as_page(exchanges: Sequence[Exchange], name: str | None) -> str:
    """Write answers as one HTML file that needs nothing else and may fetch nothing."""
    answers = _answers(exchanges)
    title = text(answers[0].standalone_question if name is None else name)
    count = "" if name is None else f'<p class="hint">{plural(len(answers), "question")}</p>'
    parts = "".join(_part(answer, headed=name is not None) for answer in answers)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta http-equiv="content-security-policy" content="{_NOTHING_FETCHED}">'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f'<title>{title}</title><style>{_STYLE}</style><h1 dir="auto">{title}</h1>{count}{parts}</html>\n'
    )


FORMS: dict[str, Callable[[Sequence[Exchange], str | None], str]] = {
    "md": as_markdown, "html": as_page, "json": as_json,
}  # fmt: skip
"""Who writes a file, by its ending."""


def checked(exchanges: Exchanges, index: ArticleIndex) -> Exchanges:
    """Return exchanges that say which of their quotes no longer stand in their articles."""
    return tuple(replace(exchange, lost=_lost(exchange, index)) for exchange in exchanges)


def saved(asked: Mapping[str, Any], exchanges: Exchanges, name: str = "") -> str:
    """Render the file that a click asked for, for the script to hand to the browser; nothing where there is none.

    Args:
        asked: the data attributes of what was clicked.
        exchanges: the conversation.
        name: what the conversation is called; by default its first question.
    """
    turn, form = str(asked.get("turn", "")), asked.get("form")
    number = place(turn)
    one = exchanges[number : number + 1] if number >= 0 else ()
    chosen = [e for e in (exchanges if turn == WHOLE else one) if e.answer]
    if not chosen or form not in FORMS:
        return ""
    called = name or chosen[0].question if turn == WHOLE else None
    words = re.sub(r"\W+", "-", called or _answers(chosen)[0].standalone_question).strip("-")[:60] or "answer"
    # A number that differs each time, so that saving the same answer again is something new to the page.
    given: dict[str, object] = {
        "data-saved": next(_SAVED),
        "data-name": f"{words}.{form}",
        "data-file": FORMS[form](chosen, called),
    }
    return f"<div hidden{attributes(given)}></div>"


def _lost(exchange: Exchange, index: ArticleIndex) -> str:
    reasons = [f"[{quote.number}] {reason}" for quote in exchange.shown if (reason := lost(quote, index))]
    return f"No longer to be checked: {'; '.join(reasons)}. Ask again." if reasons else ""


def _answers(exchanges: Sequence[Exchange]) -> list[Answer]:
    """Return the answers; what was found lost of one stands in its note."""
    found = [(e.answer, e.lost) for e in exchanges if e.answer is not None]
    return [
        replace(answer, note=" ".join(part for part in (answer.note, gone) if part)) if gone else answer
        for answer, gone in found
    ]


def _part(answer: Answer, *, headed: bool) -> str:
    """Render one answer of a page."""
    heading = f'<h2 dir="auto">{text(answer.standalone_question)}</h2>' if headed else ""
    asked = f'<p class="hint" dir="auto">Asked as: {text(answer.question)}</p>' if _completed(answer) else ""
    note = f'<p class="note">{text(answer.note)}</p>' if answer.note else ""
    items = [f"<bdi>{text(i.text)}</bdi> {text(marks(i.quotes))}" for i in answer.items]
    near = f'<p class="hint">{NEAREST}</p>' if answer.nearest else ""
    said = listed(items, leads(answer)) if items else f"<p>{DECLINED}</p>{near}"
    rows = []
    for quote in _quotes(answer):
        title = apart(name_of(quote.title, quote.path, quote.article_id))
        place = text(f"{quote.article_id}, characters {quote.start} to {quote.end}")
        where = dotted(title, apart(quote.author), apart(quote.source), date(quote.published), place)
        rows.append(
            f'<blockquote dir="auto">{quoted(quote)}</blockquote>'
            f'<p class="where">[{quote.number}] {where} {link(quote.url, "Original")}</p>'
        )
    return f"<article>{heading}{asked}{note}{said}{''.join(rows)}</article>"


def _completed(answer: Answer) -> bool:
    """Tell whether the question was completed from the conversation."""
    return answer.question.split() != answer.standalone_question.split()


def _quotes(answer: Answer) -> tuple[Quote, ...]:
    return answer.quotes if answer.answered else answer.nearest


def _where(quote: Quote) -> str:
    """Return Markdown that says where a quote stands."""
    parts = (
        name_of(quote.title, quote.path, quote.article_id), quote.author, quote.source, quote.published,
        f"{quote.article_id}, {quote.start}-{quote.end}",
    )  # fmt: skip
    address = web_address(quote.url)
    plainly = address is not None and re.fullmatch(r"[!-;=?-~]+", address)
    link_to_it = f"<{address}>" if plainly else escape_markdown(quote.url or "")
    return " · ".join(part for part in (*map(escape_markdown, filter(None, parts)), link_to_it) if part)
