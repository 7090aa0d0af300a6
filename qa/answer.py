"""Answer a question: the whole flow on one screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.library import ArticleIndex
from index.types import Filters, Hit
from qa import questions
from qa.bearing import bearing
from qa.candidates import HEADLINE, Candidate, gather, names_the_same, rivals
from qa.compose import compose, quotable, source_of
from qa.config import Config
from qa.contradicted import uncontradicted
from qa.described import about, bearer_asked, say_the_same
from qa.followup import may_stand_alone, standalone
from qa.kinds import fits, says_more
from qa.questions import Wanted
from qa.quotes import make_quote
from qa.ranking import ranked
from qa.reader import Reader
from qa.recasing import recased
from qa.render import DECLINED, answer_text
from qa.shortened import shortened
from qa.sides import of_this_side
from qa.types import Answer, Item, Quote, Reading, Turn

CLOSE = 0.5
"""How near a sentence's chance must come to the surest one's to be shown beside it."""
LISTED = 0.34
"""The same where a list is wanted: who asks for all would rather strike one out than miss it."""
UNLIKELY = 0.03
"""The chance under which nothing stands beside a surer answer, where one thing is asked for."""
HARDLY = 0.08
"""The chance under which nothing stands in a list beside something surer."""
HEARD = 0.2
"""How near a span's chance must come to the surest one's to be heard at all: many that agree can make an item.
Where a list is wanted, half of `LISTED` is near enough."""
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
    found = time.perf_counter()
    complete = recased(complete, hits)
    yield Stage("found", tuple(hits))
    judge = reader(config)
    wanted, bearer = questions.wanted(complete), bearer_asked(complete)
    readings = _read(index, judge, complete, hits, config, whole=bearer is not None or wanted is not Wanted.ONE)
    if bearer:
        readings, told = about(bearer, readings, lambda hit: _text_around(index, hit))
        wanted = Wanted.DESCRIPTION if told else wanted
    if wanted is not Wanted.DESCRIPTION:
        readings = (bearing if wanted is Wanted.YES_NO else uncontradicted)(complete, readings)
    surest = _surest(readings)
    readings = of_this_side(complete, readings, judge, heard=LISTED / 2 * surest, shown=max(HARDLY, LISTED * surest))
    sure = max((r.answerable for r in readings), default=0.0)
    if leant and may_stand_alone(question):  # a new topic, perhaps
        alone = list(
            answer_stages(index, reader, question, config=config, filters=filters, asked=asked, identifier=identifier)
        )
        typed = alone[-1].answer
        if typed and typed.confidence > sure:
            whole = {**typed.seconds, "total": time.perf_counter() - begun}
            yield from (*alone[:-1], replace(alone[-1], answer=replace(typed, seconds=whole)))
            return
    read = time.perf_counter()
    items, quotes = _items(index, complete, readings, judge, config, wanted)
    yield Stage(
        "answered",
        tuple(hits),
        Answer(
            question=question,
            standalone_question=complete,
            text=_text(items, wanted),
            items=tuple(items),
            quotes=tuple(quotes),
            nearest=() if items else tuple(_nearest(index, readings, config)),
            passages=tuple(ranked(readings)),
            reader=judge.name,
            confidence=sure,
            seconds={"search": found - begun, "read": read - found, "total": time.perf_counter() - begun},
            id=identifier,
            note=None if hits else _unsearched(filters),
        ),
    )


def _unsearched(filters: Filters | None) -> str:
    """Say why nothing was there to be read."""
    return "no article lies within these limits" if filters else "there are no articles yet"


def _text_around(index: ArticleIndex, hit: Hit) -> str:
    """Return the text of a hit's article, or of the hit where that is gone."""
    article = source_of(hit, index.article)
    return article.text if article else hit.text


def _read(
    index: ArticleIndex, judge: Reader, question: str, hits: Sequence[Hit], config: Config, *, whole: bool
) -> list[Reading]:
    """Read the first passages; all where more than one thing is wanted, or before it is said that nothing answers."""
    first = len(hits) if whole else judge.at_once
    readings = _read_by_name(index, judge, question, hits[:first])
    if hits[first:] and not any(r.answerable >= judge.threshold[config.caution] for r in readings):
        readings += _read_by_name(index, judge, question, hits[first:])
    return readings


def _read_by_name(index: ArticleIndex, judge: Reader, question: str, hits: Sequence[Hit]) -> list[Reading]:
    """Read each passage for the question with the names that it has; those of one wording together."""
    wordings: dict[str, list[int]] = {}
    for place, hit in enumerate(hits):
        wordings.setdefault(shortened(question, hit, lambda one: _text_around(index, one)), []).append(place)
    readings: dict[int, Reading] = {}
    for wording, places in wordings.items():
        readings.update(zip(places, judge.read(wording, [hits[place] for place in places]), strict=True))
    return [readings[place] for place in range(len(hits))]


def _items(
    index: ArticleIndex, question: str, readings: Sequence[Reading], judge: Reader, config: Config, wanted: Wanted
) -> tuple[list[Item], list[Quote]]:
    """Return items with their quotes, or nothing where the reader is not sure enough that there is an answer."""
    least = judge.threshold[config.caution]
    if not any(r.answerable >= least for r in readings):
        return [], []
    several, yes_no = wanted is Wanted.SEVERAL, wanted is Wanted.YES_NO
    one = judge.exclusive and wanted is Wanted.ONE
    candidates = gather(
        readings,
        # A passage may answer though no single span is sure to be the answer: the surest are shown, as the chances they are.
        least=(LISTED / 2 if several else HEARD) * _surest(readings),
        several=several,
        headline=HEADLINE if one else 0.0,
        alike=say_the_same if wanted is Wanted.DESCRIPTION else names_the_same,
    )
    if (
        not yes_no and wanted is not Wanted.DESCRIPTION
    ):  # what says the question's own words again is the best answer to that
        candidates = [c for c in candidates if not questions.repeats(question, c.texts[0])]
    if several:
        candidates = _of_the_kind(candidates, question)
    if not candidates:
        return [], []
    scores = [candidate.score for candidate in candidates]  # best first, as they were gathered
    best = scores[0]
    if one:
        scores = rivals(scores)
        enough = min(UNLIKELY, scores[0])
    elif several:
        enough = max(min(least, LISTED * best), HARDLY if best >= HARDLY else 0.0)
    elif yes_no or wanted is Wanted.DESCRIPTION:  # what hardly bears on it is no good beside what does
        enough = max(least, CLOSE * best)
    else:
        enough = min(least, CLOSE * best)
    shown = [(candidate, score) for candidate, score in zip(candidates, scores, strict=True) if score >= enough]
    return compose(shown[: config.list_items if several else config.items], index.article)


def _of_the_kind(candidates: list[Candidate], question: str) -> list[Candidate]:
    """Leave out what cannot be of the kind asked for, and clauses where names are, unless none of the others comes near the surest."""
    names = [c for c in candidates if not says_more(question, c.texts[0]) and fits(question, c.texts[0]) > 0.0]
    return names if names and names[0].score >= LISTED * candidates[0].score else candidates


def _surest(readings: Sequence[Reading]) -> float:
    return max((span.score for reading in readings for span in reading.spans), default=0.0)


def _text(items: Sequence[Item], wanted: Wanted) -> str:
    if not items:
        return DECLINED
    said = [(item.text, item.quotes) for item in items]
    return answer_text(said, yes_no=wanted is Wanted.YES_NO, one=wanted is Wanted.ONE)


def _nearest(index: ArticleIndex, readings: Sequence[Reading], config: Config) -> list[Quote]:
    """Return quotes of the passages that came closest, shown as such when there is no answer."""
    quotes: list[Quote] = []
    for reading in sorted(readings, key=lambda r: -r.answerable):
        passage = reading.hit.passage
        if len(quotes) == config.nearest or not passage.sentences:
            continue
        article = source_of(reading.hit, index.article)
        if article is None:
            continue
        found = [quotable(article, passage.sentences, (span.start, span.end)) for span in reading.spans]
        places = [place for place in (*found, *passage.sentences) if place is not None]
        whole = (p for p in places if len(article.text[p[0] : p[1]].split()) >= SHORT)
        quotes.append(make_quote(article, next(whole, places[0]), number=len(quotes) + 1))
    return quotes
