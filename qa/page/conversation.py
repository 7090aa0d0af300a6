"""Render the conversation: questions, items with their quotes, declines, and what was read."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Hit
from qa.page.exchanges import Exchange, Exchanges
from qa.page.links import link_to
from qa.page.markup import apart, attributes, button, date, dotted, listed, name_of, plural, text
from qa.page.pictures import sources, timeline
from qa.render import DECLINED, NEAREST, leads
from qa.types import Answer, Item, Quote

PASSAGES_SHOWN = 40
FOUND_SHOWN = 5
SAVED_AS = {"md": "Markdown", "html": "HTML", "json": "JSON"}
"""Forms in which an answer can be kept, and what their buttons say."""


def conversation(exchanges: Exchanges, *, articles: int, wanted: int | None = None, picture: str = "") -> str:
    """Render the whole conversation, or what to do first where there is none yet; `wanted` is the answer to look at."""
    if not exchanges:
        return _welcome(articles, picture)
    parts = "".join(_exchange(turn, exchange, wanted=turn == wanted) for turn, exchange in enumerate(exchanges))
    several = sum(exchange.answer is not None for exchange in exchanges) > 1
    return f"{parts}{_saving_all() if several and not exchanges[-1].working else ''}"


def status(exchanges: Exchanges) -> str:
    """Say in one plain sentence where the last question stands, for those who hear the page."""
    if not exchanges:
        return ""
    last = exchanges[-1]
    answer = last.answer
    if last.state == "searching":
        return "Searching."
    if last.state == "reading":
        return f"{plural(len(last.hits), 'passage')} found. Reading."
    if last.state == "showing":
        return "Answering."
    if last.state == "stopped":
        return "Stopped."
    if answer is None:
        return last.problem
    if not answer.answered:
        return f"{DECLINED} {plural(len(answer.nearest), 'nearest passage')} shown."
    return f"Answered with {plural(len(answer.items), 'item')} and {plural(len(answer.quotes), 'quote')}."


def quoted(quote: Quote) -> str:
    """Render a quote's words, the answer inside stronger; the text of the result is the slice to the letter."""
    if quote.answer_start is None or quote.answer_end is None:
        return text(quote.text)
    low, high = quote.answer_start - quote.start, quote.answer_end - quote.start
    inside = f'<strong class="said">{text(quote.text[low:high])}</strong>'
    return f"{text(quote.text[:low])}{inside}{text(quote.text[high:])}"


def offered(examples: Sequence[str]) -> str:
    """Render example questions, which the welcome shows below."""
    rows = "".join(f"<li>{button(question, css='example', fill=question)}</li>" for question in examples)
    return f'<p class="hint">For example</p><ul class="examples">{rows}</ul>' if rows else ""


def _welcome(articles: int, picture: str) -> str:
    if not articles:
        return (
            '<div class="welcome"><h2>Begin with your articles</h2><p>Add files or an address on the left. Then ask, '
            "and every answer is made of quotes that you can check.</p></div>"
        )
    return (
        f'<div class="welcome"><h2>Ask your {plural(articles, "article")}</h2><p>Answers are quotes, word for word. '
        f"If your articles do not hold it, you are told so.</p>{picture}</div>"
    )


def _exchange(turn: int, exchange: Exchange, *, wanted: bool) -> str:
    heading = f'<h2 class="question" id="question-{turn}" dir="auto">{text(exchange.question)}</h2>'
    lost = f'<p class="note problem"><bdi>{text(exchange.lost)}</bdi></p>' if exchange.lost else ""
    opening = attributes({"class": "exchange", "aria-labelledby": f"question-{turn}", "data-wanted": wanted})
    about = f"{_limited(exchange)}{_understood(exchange)}{lost}"
    return f"<article{opening}>{heading}{about}{_body(turn, exchange)}{_saving(turn, exchange)}</article>"


def _limited(exchange: Exchange) -> str:
    limits = str(exchange.limits)
    return f'<p class="understood">Asked only in {apart(limits)}</p>' if limits else ""


def _understood(exchange: Exchange) -> str:
    """Show the question as it was completed from the conversation, where that changed it."""
    answer = exchange.answer
    if answer is None or _folded(answer.standalone_question) == _folded(exchange.question):
        return ""
    edit = button("Edit", css="plain", title="Edit the question as understood", fill=answer.standalone_question)
    return f'<p class="understood">Understood as <bdi>{text(answer.standalone_question)}</bdi> {edit}</p>'


def _body(turn: int, exchange: Exchange) -> str:
    if exchange.state == "searching":
        return '<p class="working">Searching your articles…</p>'
    if exchange.state == "reading":
        return _found(turn, exchange.hits)
    if exchange.state == "stopped":
        return '<p class="note">Stopped before there was an answer.</p>'
    if exchange.answer is None:
        return f'<p class="note problem"><bdi>{text(exchange.problem)}</bdi></p>'
    return _answer(turn, exchange.answer, items=exchange.items if exchange.state == "showing" else None)


def _found(turn: int, hits: Sequence[Hit]) -> str:
    """Show the passages that were found while they are being read; they can be opened already."""
    articles = len({hit.passage.article_id for hit in hits})
    rows = "".join(
        f"<li>{button(_name(hit), do='passage', css='plain', turn=turn, number=number)}{_opening(hit)}</li>"
        for number, hit in enumerate(hits[:FOUND_SHOWN])
    )
    more = f"<li>and {len(hits) - FOUND_SHOWN} more</li>" if len(hits) > FOUND_SHOWN else ""
    said = f"{plural(len(hits), 'passage')} of {plural(articles, 'article')} found. Reading…"
    return f'<p class="working">{said}</p><ol class="found">{rows}{more}</ol>'


def _opening(hit: Hit) -> str:
    return f'<span class="opening" dir="auto">{text(" ".join(hit.text[:160].split()))}…</span>'


def _name(hit: Hit) -> str:
    return name_of(hit.title, hit.path, hit.passage.article_id)


def _answer(turn: int, answer: Answer, *, items: int | None = None) -> str:
    """Render an answer, or the first `items` of it while the others come."""
    note = f'<p class="note">{text(answer.note)}</p>' if answer.note else ""
    if not answer.answered:
        cards = "".join(_card(turn, quote, near=True) for quote in answer.nearest)
        lead = f"<p class='hint'>{NEAREST}</p>" if cards else ""
        return f'<p class="declined">{DECLINED}</p>{note}{lead}<div class="near">{cards}</div>{_read(turn, answer)}'
    numbered = {quote.number: quote for quote in answer.quotes}
    shown: set[int] = set()
    said = listed([_item(turn, item, numbered, shown) for item in answer.items[:items]], leads(answer))
    if items is not None:
        return f'{note}{said}<p class="working">{items} of {len(answer.items)}</p>'
    pictures = timeline(answer.quotes, turn=turn) + sources(answer.quotes)
    pictures = f'<div class="pictures">{pictures}</div>' if pictures else ""
    return f"{note}{said}{pictures}{_read(turn, answer)}"


def _item(turn: int, item: Item, numbered: dict[int, Quote], shown: set[int]) -> str:
    """Render a statement with its marks, then its quotes; a statement that is its quote is not said twice."""
    quotes = [numbered[number] for number in item.quotes if number in numbered]
    cards = "".join(_card(turn, quote) for quote in quotes if quote.number not in shown)
    alone = len(quotes) == 1 and quotes[0].number not in shown and _folded(item.text) in _folded(quotes[0].text)
    shown.update(quote.number for quote in quotes)
    if alone and len(_folded(item.text)) > 0.8 * len(_folded(quotes[0].text)):
        return cards
    marks = "".join(_mark(turn, quote) for quote in quotes)
    return f'<p class="statement"><bdi>{text(item.text)}</bdi> <span class="marks">{marks}</span></p>{cards}'


def _mark(turn: int, quote: Quote, *, near: bool = False) -> str:
    name = "Nearest passage" if near else "Quote"
    title = f"{name} {quote.number}, in {name_of(quote.title, quote.path, quote.article_id)}: show it in its article"
    return button(f"[{quote.number}]", do="quote", css="mark", title=title, turn=turn, number=quote.number)


def _card(turn: int, quote: Quote, *, near: bool = False) -> str:
    """Render one quote as a cutting: its words, its mark, and where it stands."""
    title = name_of(quote.title, quote.path, quote.article_id)
    by = dotted(apart(quote.source), date(quote.published))
    where = dotted(f'<cite dir="auto">{text(title)}</cite>', f'<span class="by">{by}</span>' if by else "")
    return (
        f'<figure class="cutting"><blockquote dir="auto">{quoted(quote)}</blockquote>'
        f'<figcaption>{_mark(turn, quote, near=near)}<span class="where">{where}</span></figcaption></figure>'
    )


def _read(turn: int, answer: Answer) -> str:
    """List all that was read, cited or not, and what took how long."""
    if not answer.passages:
        return ""
    places = [(q.article_id, q.start, q.end) for q in answer.quotes]
    rows = []
    for number, hit in enumerate(answer.passages[:PASSAGES_SHOWN]):
        passage = hit.passage
        cited = any(a == passage.article_id and s < passage.end and passage.start < e for a, s, e in places)
        open_it = button(_name(hit), do="passage", css="plain", turn=turn, number=number)
        flag = '<span class="flag">quoted</span>' if cited else ""
        rows.append(f"<li>{open_it} {flag}{_opening(hit)}</li>")
    articles = len({hit.passage.article_id for hit in answer.passages})
    total = answer.seconds.get("total", 0.0)
    passages = f"{plural(len(answer.passages), 'passage')} of {plural(articles, 'article')}"
    summary = f"All that was read: {passages}, in {total:.1f} s"
    parts = [f"{name} {answer.seconds[name]:.2f} s" for name in ("search", "read") if name in answer.seconds]
    how = " · ".join([*parts, f"reader: {answer.reader}", *([f"model: {answer.llm}"] if answer.llm else [])])
    return (
        f"<details{attributes({'class': 'read'})}><summary>{text(summary)}</summary>"
        f'<ol>{"".join(rows)}</ol><p class="how">{text(how)}</p></details>'
    )


def _saving(turn: int, exchange: Exchange) -> str:
    if exchange.answer is None or not exchange.answer.passages:
        return ""
    copying = button("Copy link", css="plain", title="Copy a link to this answer", link=link_to(exchange))
    return f'<p class="saving">Save as {_forms("this answer", turn)}{copying}</p>'


def _saving_all() -> str:
    return f'<p class="saving all">Save the whole conversation as {_forms("the whole conversation", "all")}</p>'


def _forms(what: str, turn: object) -> str:
    return "".join(
        button(label, do="save", css="plain", title=f"{label}: save {what}", turn=turn, form=form)
        for form, label in SAVED_AS.items()
    )


def _folded(value: str) -> str:
    return " ".join(value.split()).casefold()
