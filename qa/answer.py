"""Answer a question: the whole flow on one screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from index.database import folded
from index.library import ArticleIndex
from index.types import Filters, Hit
from qa.choice import chosen
from qa.compose import Articles, compose, quotable, source_of
from qa.config import Config
from qa.followup import may_stand_alone, standalone
from qa.questions import Wanted, plain
from qa.quotes import make_quote
from qa.ranking import ranked
from qa.reader import Reader
from qa.reading import read_for
from qa.recasing import recased
from qa.render import DECLINED, answer_text
from qa.respelling import respelled
from qa.types import Answer, Item, Quote, Reading, Turn

UNSURE = 0.3
"""The chance under which the surest item is called no answer: it is shown as what perhaps is one, as the others are."""
NAMED = 8
"""How many sources are named where one was asked for that no article has."""
SHORT = 6
"""Words under which a sentence is a heading or an aside: no good to show as what came nearest."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What is known so far: the passages found, then the answer."""

    name: str
    hits: tuple[Hit, ...] = ()
    answer: Answer | None = None


def answer_stages(
    index: ArticleIndex,
    reader: Callable[[Config], Reader],
    question: str,
    *,
    config: Config,
    turns: Sequence[Turn] = (),
    filters: Filters | None = None,
    asked: str | None = None,
    identifier: Any = None,
) -> Iterator[Stage]:
    """Yield the passages found as soon as they are, then the answer.

    Args:
        index: where to look.
        reader: gives the reader for the settings, loaded at its first use.
        question: as it was typed.
        config: the settings.
        turns: the conversation so far; it may only complete the question, it is never evidence. What was completed for
            its few words alone is asked as it was typed as well, and the surer answer counts.
        filters: limits of source, date and articles, for search and reading.
        asked: the day of asking, an ISO date; articles published around it come first.
        identifier: given back as the answer's id.

    Raises:
        InputRefused: the question is empty.
    """
    begun = time.perf_counter()
    whole = standalone(question, turns)
    complete, hits = _found(index, whole, config=config, filters=filters, asked=asked)
    found = time.perf_counter()
    yield Stage("found", tuple(hits))
    judge = reader(config)
    article = cache(index.article)  # loaded once for all that this question asks of it
    readings, wanted = read_for(plain(complete), hits, judge, config, article)
    sure = max((r.answerable for r in readings), default=0.0)
    if whole != question.strip() and may_stand_alone(question):  # a new topic, perhaps
        alone = list(
            answer_stages(index, reader, question, config=config, filters=filters, asked=asked, identifier=identifier)
        )
        typed = alone[-1].answer
        if typed and typed.confidence > sure:
            seconds = {**typed.seconds, "total": time.perf_counter() - begun}
            yield from (*alone[:-1], replace(alone[-1], answer=replace(typed, seconds=seconds)))
            return
    read = time.perf_counter()
    items, quotes = compose(chosen(complete, readings, judge, config, wanted), article)
    yield Stage(
        "answered",
        tuple(hits),
        Answer(
            question=question,
            standalone_question=complete,
            text=_text(items, wanted, judge),
            items=tuple(items),
            quotes=tuple(quotes),
            nearest=() if items else tuple(_nearest(readings, config, article)),
            passages=tuple(ranked(readings)),
            reader=judge.name,
            confidence=sure,
            seconds={"search": found - begun, "read": read - found, "total": time.perf_counter() - begun},
            id=identifier,
            note=None if hits else unsearched(index, filters),
        ),
    )


def _found(
    index: ArticleIndex, question: str, *, config: Config, filters: Filters | None, asked: str | None
) -> tuple[str, list[Hit]]:
    """Return the question with its slips mended and its names as the passages write them, and the passages found for it."""

    def search(words: str) -> list[Hit]:
        return index.search(plain(words), limit=config.passages, filters=filters, asked=asked)

    hits = search(question)
    if (mended := respelled(question, hits)) != question:
        question, hits = mended, search(mended)
    return recased(question, hits), hits


def unsearched(index: ArticleIndex, filters: Filters | None) -> str:
    """Say why nothing was there to be read."""
    if not filters:
        return "there are no articles yet"
    if filters.source is not None:
        sources = {folded(article.source): article.source for article in index.articles()}
        if folded(filters.source) not in sources:
            named = [repr(source) for source in sorted(sources.values()) if source]
            more = f" and {len(named) - NAMED:,} more" if len(named) > NAMED else ""
            there = f"; there are {', '.join(named[:NAMED])}{more}" if named else ", nor any other"
            return f"no article has the source {filters.source!r}{there}"
    return "no article lies within these limits"


def _text(items: Sequence[Item], wanted: Wanted, judge: Reader) -> str:
    if not items:
        return DECLINED
    said = [(item.text, item.quotes) for item in items]
    one = wanted is Wanted.ONE
    unsure = one and judge.exclusive and items[0].score < UNSURE
    return answer_text(said, yes_no=wanted is Wanted.YES_NO, one=one, unsure=unsure)


def _nearest(readings: Sequence[Reading], config: Config, article: Articles) -> list[Quote]:
    """Return quotes of the passages that came closest, shown as such when there is no answer."""
    quotes: list[Quote] = []
    for reading in sorted(readings, key=lambda r: -r.answerable):
        passage = reading.hit.passage
        if len(quotes) == config.nearest or not passage.sentences:
            continue
        source = source_of(reading.hit, article)
        if source is None:
            continue
        found = [quotable(source, passage.sentences, (span.start, span.end)) for span in reading.spans]
        places = [place for place in (*found, *passage.sentences) if place is not None]
        whole = (p for p in places if len(source.text[p[0] : p[1]].split()) >= SHORT)
        quotes.append(make_quote(source, next(whole, places[0]), number=len(quotes) + 1))
    return quotes
