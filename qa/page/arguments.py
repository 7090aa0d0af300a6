"""Check what programs send: any JSON may come where a text, a number or a list was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from index.errors import InputRefused

Kind = TypeVar("Kind")
Choice = TypeVar("Choice", bound=str)


def said(name: str, value: Any) -> str | None:
    """Return a text or None.

    Raises:
        InputRefused: it is something else, or holds what is no text.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputRefused(f"{name} is {_shown(value)}; give a text")
    if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise InputRefused(f"{name} holds bytes that are no text; send it as UTF-8")
    return value


def words(name: str, value: Any) -> str:
    """Return a text that must be there.

    Raises:
        InputRefused: there is none.
    """
    text = said(name, value)
    if text is None or not text.strip():
        raise InputRefused(f"{name} is empty; give a text")
    return text


def number(name: str, value: Any, *, most: int) -> int:
    """Return a whole number from 1 to `most`.

    Raises:
        InputRefused: it is none.
    """
    if isinstance(value, float) and value.is_integer():  # JSON has one kind of number
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise InputRefused(f"{name} is {_shown(value)}; give a whole number from 1 to {most:,}")
    return value


def place(value: str) -> int:
    """Return a place in a list, counted from 0 and sent as letters; what is none is -1 and leads nowhere."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else -1


def yes(name: str, value: Any) -> bool:
    """Return true or false; nothing said is false.

    Raises:
        InputRefused: it is something else.
    """
    if value is not None and not isinstance(value, bool):
        raise InputRefused(f"{name} is {_shown(value)}; give true or false")
    return bool(value)


def one_of(name: str, value: Any, choices: Sequence[Choice]) -> Choice | None:
    """Return one of the choices, or None where nothing was said.

    Raises:
        InputRefused: it is another.
    """
    if value is None or value == "":
        return None
    if value not in choices:
        raise InputRefused(f"{name} is {_shown(value)}; give {', '.join(choices[:-1])} or {choices[-1]}")
    return cast("Choice", value)


def listed(name: str, value: Any, kind: type[Kind], *, most: int) -> list[Kind]:
    """Return a list of one kind of thing; nothing said is an empty one.

    Raises:
        InputRefused: it is no list, holds something else, or too much.
    """
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(v, kind) for v in value):
        of = "texts" if kind is str else "objects"
        raise InputRefused(f"{name} is {_shown(value)}; give a list of {of}")
    if len(value) > most:
        raise InputRefused(f"{name} has {len(value)} entries; give at most {most} at a time")
    return value


def _shown(value: Any) -> str:
    """Show a value in a few letters."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
