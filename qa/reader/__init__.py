"""Read passages: which words answer a question, and does the passage answer it at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.types import Hit
from qa.config import Config
from qa.types import Reading


class Reader(Protocol):
    """Read the passages of one question. `name` says which reader made an answer.

    `threshold` is the chance that passages must reach for an answer to be given, by caution; `at_once` is how many
    passages it reads before it is asked whether to go on; where one thing is asked for, only one of the spans of an
    `exclusive` reader can be right, while whole sentences may all be.
    """

    name: str
    threshold: dict[str, float]
    at_once: int
    exclusive: bool

    def read(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        """Return one reading a passage, in the order given; spans are offsets into the articles' texts."""


def load_reader(config: Config) -> Reader:
    """Load the reader that the settings name."""
    if config.reader == "sentences":
        from qa.reader.sentences import SentenceReader

        return SentenceReader()
    from qa.reader.trained import TrainedReader

    return TrainedReader.load(threads=config.threads)


__all__ = ["Reader", "load_reader"]
