"""Settings of the page, apart from those of answering."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

WAITING = 64
"""Questions, and calls of programs, that may wait for their turn; who comes after these is told to try again."""


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What the owner of the server decides.

    Args:
        allow_private: let visitors add addresses of this machine and of private networks.
        folder: a folder of the server that visitors may add, as a whole and nothing outside it.
    """

    allow_private: bool = False
    folder: Path | None = None
