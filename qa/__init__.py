"""Answer questions over an index of articles, with quotes that can be checked."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from qa.config import Config
from qa.types import Answer, Item, Quote, Turn

if TYPE_CHECKING:
    from qa.assistant import Assistant

__all__ = ["Answer", "Assistant", "Config", "Item", "Quote", "Turn"]


def __getattr__(name: str) -> object:
    """Load the assistant when it is first asked for, so that importing stays instant."""
    if name == "Assistant":
        return importlib.import_module("qa.assistant").Assistant
    raise AttributeError(f"module 'qa' has no attribute {name!r}")
