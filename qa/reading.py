"""Read passages for a question: the reader first, then what their sentences say in words that need no guess."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from index.types import Hit
from qa.aged import age_asked, aged
from qa.bearing import bearing
from qa.choice import in_lists
from qa.compose import Articles, source_of
from qa.config import Config
from qa.contradicted import uncontradicted
from qa.described import about, bearer_asked
from qa.hedges import with_bounds
from qa.questions import Wanted, wanted
from qa.reader import Reader
from qa.shortened import shortened
from qa.sides import of_this_side
from qa.spoken import speech_asked, spoken
from qa.standing import of_side, side_asked
from qa.types import Reading


def read_for(
    question: str, hits: Sequence[Hit], judge: Reader, config: Config, article: Articles
) -> tuple[list[Reading], Wanted]:
    """Return what was read in passages for a question, and what it wants.

    Who somebody is, what they said, how old they are and which side they take is said beside their names: where it is, that
    counts. What its own sentence says is not the answer is struck.

    Args:
        question: complete, its slips mended.
        hits: the passages found, best first.
        judge: the reader.
        config: the settings.
        article: gives a hit's article, as often as it is asked for.
    """
    whole = partial(_text_around, article=article)
    kind, bearer, speech = wanted(question), bearer_asked(question), speech_asked(question)
    every = bearer is not None or speech is not None or kind is not Wanted.ONE
    readings, told = _read(judge, question, hits, config, article, every=every), False
    if bearer:
        readings, told = about(bearer, readings, whole)
    elif speech:
        readings, told = spoken(speech, readings, whole)
    if told:
        kind = Wanted.TOLD
    elif kind is Wanted.YES_NO:
        readings = bearing(question, readings)
    else:
        readings = with_bounds(uncontradicted(question, readings))
    if side := side_asked(question):
        readings = of_side(side, readings, whole)
    if age := age_asked(question):
        readings = aged(age, readings, whole)
    return of_this_side(question, readings, judge, **in_lists(readings)), kind


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


def _text_around(hit: Hit, article: Articles) -> str:
    """Return the text of a hit's article, or of the hit where that is gone."""
    source = source_of(hit, article)
    return source.text if source else hit.text
