"""Answer a question: the whole flow on one screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from index.database import folded
from index.library import ArticleIndex
from index.types import Filters, Hit
from qa import questions
from qa.aged import age_asked, aged
from qa.bearing import bearing
from qa.choice import chosen, in_lists
from qa.compose import Articles, compose, quotable, source_of
from qa.config import Config
from qa.contradicted import uncontradicted
from qa.described import about, bearer_asked
from qa.followup import may_stand_alone, standalone
from qa.questions import Wanted
from qa.quotes import make_quote
from qa.ranking import ranked
from qa.reader import Reader
from qa.recasing import recased
from qa.render import DECLINED, answer_text
from qa.respelling import respelled
from qa.shortened import shortened
from qa.sides import of_this_side
from qa.spoken import speech_asked, spoken
from qa.standing import of_side, side_asked
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
    complete = standalone(question, turns)
    leant = complete != question.strip()
    hits = index.search(complete, limit=config.passages, filters=filters, asked=asked)
    if (mended := respelled(complete, hits)) != complete:
        complete = mended
        hits = index.search(complete, limit=config.passages, filters=filters, asked=asked)
    found = time.perf_counter()
    complete = recased(complete, hits)
    yield Stage("found", tuple(hits))
    judge = reader(config)
    article = cache(index.article)  # loaded once for all that this question asks of it
    whole = partial(_text_around, article=article)
    wanted, bearer = questions.wanted(complete), bearer_asked(complete)
    speech, side, age = speech_asked(complete), side_asked(complete), age_asked(complete)
    every = bearer is not None or speech is not None or wanted is not Wanted.ONE
    readings = _read(judge, complete, hits, config, article, every=every)
    told = False
    if bearer:
        readings, told = about(bearer, readings, whole)
    elif speech:
        readings, told = spoken(speech, readings, whole)
    wanted = Wanted.TOLD if told else wanted
    if wanted is not Wanted.TOLD:
        readings = (bearing if wanted is Wanted.YES_NO else uncontradicted)(complete, readings)
    if side:
        readings = of_side(side, readings, whole)
    if age:
        readings = aged(age, readings, whole)
    readings = of_this_side(complete, readings, judge, **in_lists(readings))
    sure = max((r.answerable for r in readings), default=0.0)
    if leant and may_stand_alone(question):  # a new topic, perhaps
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


def _text_around(hit: Hit, article: Articles) -> str:
    """Return the text of a hit's article, or of the hit where that is gone."""
    source = source_of(hit, article)
    return source.text if source else hit.text


def _read(
    judge: Reader, question: str, hits: Sequence[Hit], config: Config, article: Articles, *, every: bool
) -> list[Reading]:
    """Read the first passages; all where more than one thing is wanted, or before it is said that nothing answers."""
    first = len(hits) if every else judge.at_once
    readings = _read_by_name(judge, question, hits[:first], article)
    if hits[first:] and not any(r.answerable >= judge.threshold[config.caution] for r in readings):
        readings += _read_by_name(judge, question, hits[first:], article)
    return readings


def _read_by_name(judge: Reader, question: str, hits: Sequence[Hit], article: Articles) -> list[Reading]:
    """Read each passage for the question with the names that it has; those of one wording together."""
    wordings: dict[str, list[int]] = {}
    for place, wording in enumerate(shortened(question, hits, partial(_text_around, article=article))):
        wordings.setdefault(wording, []).append(place)
    readings: dict[int, Reading] = {}
    for wording, places in wordings.items():
        readings.update(zip(places, judge.read(wording, [hits[place] for place in places]), strict=True))
    return [readings[place] for place in range(len(hits))]


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
