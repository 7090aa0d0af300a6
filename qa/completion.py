"""What `qa.followup` puts behind a question that leans on those before it: "Who won? (Jair Bolsonaro, Brazil)"."""

from __future__ import annotations

import re
from collections.abc import Iterable

BEHIND = re.compile(r"\s\([^()]+\)$")
"""Brackets at the end of a question."""
COMPLETED = re.compile(r"\?\s\([^()]+\)$")
"""Such as only a completed question has."""


def with_behind(question: str, names: Iterable[str]) -> str:
    """Return a question with what it is about behind it in brackets."""
    return f"{question} ({', '.join(names)})"


def without_behind(question: str) -> str:
    """Return a question without what was put behind it."""
    return BEHIND.sub("", question)
