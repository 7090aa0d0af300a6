"""A deterministic embedder without a model, and a clock that noise does not reach: for tests of whoever builds on the index."""

from __future__ import annotations

import hashlib
import re
import time
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from index.embed import Vectors

_WORD = re.compile(r"\w+")


class HashEmbedder:
    """Make vectors of the words of a text: texts that share words are near, case and accents do not matter.

    The same text has the same vector in every process and on every machine.
    """

    name = "hash"
    dimension = 64

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text."""
        return np.stack([self.question(text) for text in texts]) if texts else np.zeros((0, 64), dtype=np.float32)

    def question(self, text: str) -> Vectors:
        """Return the sum of the words' own directions, as a unit vector; without words a fixed one."""
        plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
        total = np.sum([_direction(word) for word in _WORD.findall(plain) or [""]], axis=0)
        vector: Vectors = (total / max(1e-6, float(np.linalg.norm(total)))).astype(np.float32)
        return vector


@lru_cache(maxsize=20_000)
def _direction(word: str) -> Vectors:
    bits = np.frombuffer(hashlib.blake2b(word.encode("utf-8"), digest_size=8).digest(), dtype=np.uint8)
    return np.unpackbits(bits).astype(np.float32) * 2 - 1


def least_seconds(call: Callable[[], object]) -> float:
    """Return the least processor time, in seconds, that a call takes on this thread in three tries.

    Other threads and other processes add nothing to it, and a machine that stalls has to stall three times.
    """
    took = []
    for _ in range(3):
        begun = time.thread_time()
        call()
        took.append(time.thread_time() - begun)
    return min(took)
