"""Ask on the page: one exchange is a question and what is known of its answer so far."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.errors import CuttingsError
from index.types import Hit
from qa.assistant import Assistant
from qa.followup import turn_of
from qa.page.limits import EVERYTHING, Limits
from qa.types import Answer, Quote, Turn

log = logging.getLogger(__name__)

State = Literal["searching", "reading", "showing", "answered", "stopped", "failed"]

BETWEEN, ALL_BETWEEN = 0.12, 0.5
"""Seconds between one item and the next, and between the first and the last: so that each is seen to come."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the conversation; its state says how far the answer is.

    `conversation` and `number` say where it is kept, if it is. `lost` says which quotes of a reopened answer no longer
    stand in their articles. `items` says how many are shown while the others come.
    """

    question: str
    state: State = "searching"
    hits: tuple[Hit, ...] = ()
    answer: Answer | None = None
    problem: str = ""
    limits: Limits = EVERYTHING
    conversation: str = ""
    number: int = 0
    lost: str = ""
    items: int = 0

    @property
    def shown(self) -> tuple[Quote, ...]:
        """Return the quotes with marks: those of the answer, or the nearest ones of a decline."""
        if self.answer is None:
            return ()
        return self.answer.quotes if self.answer.answered else self.answer.nearest

    @property
    def working(self) -> bool:
        """Tell whether more is to come."""
        return self.state in ("searching", "reading", "showing")


Exchanges = tuple[Exchange, ...]


def respond(assistant: Assistant, question: str, before: Exchanges, limits: Limits = EVERYTHING) -> Iterator[Exchanges]:
    """Ask a question after those before it; yield the whole conversation at each stage.

    What goes wrong is said in the exchange: the page stays usable.
    """
    exchange = Exchange(question.strip(), limits=limits)
    yield (*before, exchange)
    try:
        for stage in assistant.ask_stages(question, turns=turns(before), filters=limits.filters()):
            several = len(stage.answer.items) if stage.answer else 0
            for items in range(1, several):
                yield (*before, replace(exchange, state="showing", hits=stage.hits, answer=stage.answer, items=items))
                time.sleep(min(BETWEEN, ALL_BETWEEN / several))
            state: State = "reading" if stage.answer is None else "answered"
            exchange = replace(exchange, state=state, hits=stage.hits, answer=stage.answer)
            yield (*before, exchange)
    except CuttingsError as error:
        yield (*before, replace(exchange, state="failed", problem=str(error)))
    except Exception as error:
        log.exception("the question could not be answered")
        said = f"Cuttings itself failed ({type(error).__name__}); the terminal it runs in says more"
        yield (*before, replace(exchange, state="failed", problem=said))


def stopped(exchanges: Exchanges) -> Exchanges:
    """Return the conversation after its reader pressed stop: what was not answered yet is marked so."""
    return tuple(replace(e, state="answered" if e.answer else "stopped") if e.working else e for e in exchanges)


def turns(exchanges: Sequence[Exchange]) -> tuple[Turn, ...]:
    """Return the conversation as a follow-up question needs it: complete questions and what was answered."""
    done = [e.answer for e in exchanges if e.answer is not None]
    return tuple(turn_of(a.standalone_question, [item.answer for item in a.items]) for a in done)
