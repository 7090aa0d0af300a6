"""Settings of answering: one frozen value, passed along; no environment, no files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from index.errors import InputRefused

Caution = Literal["low", "normal", "high"]
ReaderName = Literal["trained", "sentences"]


@dataclass(frozen=True, slots=True)
class Config:
    """What may be set.

    Args:
        passages: how many passages are read for a question.
        items: how many items an answer has at most; a question for a list may have `list_items`.
        caution: how sure the reader must be: "high" declines more and errs less, "low" the other way round.
        reader: "trained" or "sentences", the plain one that quotes whole sentences.
        threads: for the models; more than there are free cores makes them slower.
        nearest: how many passages a decline shows.
    """

    passages: int = 24
    items: int = 5
    list_items: int = 12
    caution: Caution = "normal"
    reader: ReaderName = "trained"
    threads: int = 2
    nearest: int = 3

    def __post_init__(self) -> None:
        """Refuse a caution or a reader that there is not, and no threads."""
        if self.threads < 1:
            raise InputRefused(f"{self.threads} threads cannot read; give 1 or more")
        for name, value, known in (("caution", self.caution, Caution), ("reader", self.reader, ReaderName)):
            if value not in get_args(known):
                raise InputRefused(f"{value!r} is no {name}; choose one of {', '.join(get_args(known))}")
