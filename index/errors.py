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
