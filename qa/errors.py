"""Errors of answering, below the one root of `index.errors`."""

from __future__ import annotations

from index.errors import CuttingsError


class QuoteRefused(CuttingsError):
    """What was to be quoted is not a slice of its article."""


class ReaderUnavailable(CuttingsError):
    """The reader's model could not be loaded."""


class ConversationNotKept(CuttingsError):
    """A conversation could not be kept, read or changed on disk; the page goes on without."""
