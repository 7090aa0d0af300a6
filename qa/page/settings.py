"""Settings of the page, apart from those of answering."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What the owner of the server decides.

    Args:
        allow_private: let visitors add addresses of this machine and of private networks.
    """

    allow_private: bool = False
