"""Errors of Cuttings; each message names the value and the next step.

CuttingsError
├── ArticleUnreadable     a file or address gave no article
├── IndexUnusable         the index folder cannot be opened, written or trusted
│   ├── IndexLocked       another process is writing
│   └── ModelMismatch     the index was made by another embedding model
├── ModelUnavailable      a model could not be loaded or did not pass its check
└── InputRefused          a question, filter or argument that cannot be used
"""

from __future__ import annotations

import sqlite3
from pathlib import Path


class CuttingsError(Exception):
    """The root of every error that Cuttings raises on purpose."""


class ArticleUnreadable(CuttingsError):
    """A file or address gave no article."""


class IndexUnusable(CuttingsError):
    """The index folder cannot be opened, written or trusted."""


class IndexLocked(IndexUnusable):
    """Another process is writing to the index."""


class ModelMismatch(IndexUnusable):
    """The index was made by another embedding model."""


class ModelUnavailable(CuttingsError):
    """A model could not be loaded or did not pass its check."""


class InputRefused(CuttingsError):
    """A question, filter or argument that cannot be used."""


FAILING = (ArticleUnreadable, ValueError, TypeError, AttributeError, LookupError, RuntimeError, ArithmeticError)
"""What reading one article may raise, on purpose or where nobody thought of it; it must not cost the others."""


def reason(error: Exception) -> str:
    """Say why there is no article."""
    return str(error) if isinstance(error, ArticleUnreadable) else f"cannot be read: {type(error).__name__}: {error}"


def explained(error: sqlite3.Error, file: Path) -> str:
    """Say in one line what is wrong with the SQLite file of an index, and what to do."""
    where, text = repr(str(file.parent)), str(error)
    if "disk I/O" in text:
        return f"the disk of {where} cannot be written; check it and add again: nothing that was there is lost"
    if "full" in text:
        return f"the disk of {where} is full; free some space and add again: nothing that was there is lost"
    if "readonly" in text or "unable to open" in text:
        return f"cannot write to {where}; choose a folder that you may write to with --index"
    if "malformed" in text or "not a database" in text:
        return f"{str(file)!r} is damaged ({text}); add the articles to a new folder"
    return f"{where}: {text}; see: cuttings doctor"
