"""Index of a person's own articles: read, split, embed, store, search."""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING

from index.errors import CuttingsError
from index.types import Article, Filters, Hit, Passage, Report

# ONNX Runtime numbers the machine, keeps the number in the home folder and sends what it counts to its maker, unless
# it finds this when it is first imported, by whomever.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

if TYPE_CHECKING:
    from index.embed import Embedder
    from index.library import ArticleIndex

__all__ = ["Article", "ArticleIndex", "CuttingsError", "Embedder", "Filters", "Hit", "Passage", "Report"]

_LATER = {"ArticleIndex": "index.library", "Embedder": "index.embed"}


def __getattr__(name: str) -> object:
    """Load what needs numpy and SQLite when it is first asked for, so that importing stays instant."""
    if name in _LATER:
        return getattr(importlib.import_module(_LATER[name]), name)
    raise AttributeError(f"module 'index' has no attribute {name!r}")
