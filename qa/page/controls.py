"""Do what the page's controls ask for: open an article at a quote, list, remove. Plain values in, HTML out."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from index.errors import CuttingsError, InputRefused
from index.library import ArticleIndex
from index.types import Article
from qa.assistant import Assistant
from qa.page.arguments import place
from qa.page.exchanges import Exchanges
from qa.page.limits import Limits, choices
from qa.page.markup import name_of, text
from qa.page.shelf import heading, matching, page_of, shelf
from qa.page.source import EMPTY, Place, missing, source
from qa.quotes import GONE, lost

_OPENED = itertools.count(1)
_KEPT: WeakKeyDictionary[ArticleIndex, tuple[int, tuple[Article, ...]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Opened:
    """What the source panel shows: its HTML, a sentence for those who hear the page, whether articles are gone."""

    html: str = EMPTY
    said: str = ""
    changed: bool = False


def opened(assistant: Assistant, asked: Mapping[str, Any], exchanges: Exchanges) -> Opened | None:
    """Open what a click asked for; None where it asked for something else.

    Args:
        assistant: whose articles are shown.
        asked: the data attributes of what was clicked. They come from a browser and may be anything.
        exchanges: the visitor's own conversation; a mark leads into it by numbers.
    """
    do = asked.get("do")
    try:
        if do in ("quote", "passage"):
            return _place(assistant, str(do), _number(asked, "turn"), _number(asked, "number"), exchanges)
        if do in ("article", "remove"):
            return _article(assistant, str(asked.get("article")), asking=do == "remove")
        if do == "remove-surely":
            return _removed(assistant, str(asked.get("article")))
    except CuttingsError as error:
        said = text(error)
        return Opened(f'<div class="empty"><p class="note problem"><bdi>{said}</bdi></p></div>', said)
    return None


def listed(
    assistant: Assistant, query: str, limits: Limits, asked: Mapping[str, Any] | None = None
) -> tuple[str, str, str]:
    """Return the heading, what one can limit to, and a page of the articles that limits and query let through.

    Args:
        assistant: whose articles are listed.
        query: what was typed to search in the list.
        limits: what the page is limited to.
        asked: the data attributes of what was clicked, where that was another page of the list.
    """
    articles = all_articles(assistant.index)
    found = matching((a for a in articles if limits.let_through(a)), query)
    page = _number(asked, "page") if asked else 0
    facts = assistant.index.facts([a.id for a in page_of(found, page)])
    shown = shelf(found, total=len(articles), page=page, facts=facts)
    return heading(len(articles), len(found)), choices(articles, limits), shown


def all_articles(index: ArticleIndex) -> Sequence[Article]:
    """Return every article without its text, newest first; read again only where the index has changed."""
    now = index.generation
    kept = _KEPT.get(index)
    if kept is None or kept[0] != now:
        kept = _KEPT[index] = now, tuple(index.articles())
    return kept[1]


def _place(assistant: Assistant, do: str, turn: int, number: int, exchanges: Exchanges) -> Opened:
    if not 0 <= turn < len(exchanges):
        raise InputRefused("this answer is no longer on the page; ask again")
    if do == "passage":
        answer = exchanges[turn].answer
        hits = answer.passages if answer else exchanges[turn].hits
        if not 0 <= number < len(hits):
            raise InputRefused("this passage is no longer on the page; ask again")
        hit = hits[number]
        passage = hit.passage
        try:
            article = assistant.index.article(passage.article_id)
        except InputRefused as error:
            raise InputRefused("the article of this passage is no longer in the index") from error
        whole = article.text[passage.start : passage.end].startswith(hit.text)
        place = Place(turn=turn, span=(passage.start, passage.end) if whole else None)
        return Opened(source(article, place, opened=next(_OPENED)), text(f"Passage shown in {_name(article)}."))
    quotes = exchanges[turn].shown
    quote = next((q for q in quotes if q.number == number), None)
    if quote is None:
        raise InputRefused("this quote is no longer on the page; ask again")
    if lost(quote, assistant.index) == GONE:
        said = text(f"Quote {number}: its article is no longer in the index.")
        return Opened(missing(quote, turn, opened=next(_OPENED)), said)
    article = assistant.index.article(quote.article_id)
    html = source(article, Place(quote, turn, quotes), opened=next(_OPENED))
    return Opened(html, text(f"Quote {number} shown in {_name(article)}."))


def _article(assistant: Assistant, article_id: str, *, asking: bool) -> Opened:
    article = assistant.index.article(article_id)
    said = f"{'Remove' if asking else 'Shown:'} {_name(article)}{'?' if asking else '.'}"
    return Opened(source(article, Place(), opened=next(_OPENED), asking=asking), text(said))


def _removed(assistant: Assistant, article_id: str) -> Opened:
    name = _name(assistant.index.article(article_id))
    assistant.index.remove([article_id])
    said = text(f"Removed: {name}")
    return Opened(f'<div class="empty"><p class="note"><bdi>{said}</bdi></p></div>', said, changed=True)


def _name(article: Article) -> str:
    return name_of(article.title, article.path, article.id)


def _number(asked: Mapping[str, Any], name: str) -> int:
    """Return a number of a data attribute; what is none leads nowhere."""
    return place(str(asked.get(name, "")))
