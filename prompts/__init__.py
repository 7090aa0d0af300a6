"""Prompts for language models: a file for each prompt and version, such as answer.v1.md."""

from __future__ import annotations

from importlib.resources import files
from string import Template

ENDING = ".md"


def load(name: str) -> Template:
    """Return the template of a prompt by its name and version, such as "answer.v1".

    What is put into it is not read again: articles may hold dollar signs and braces.

    Raises:
        KeyError: there is no such prompt; the message names those there are.
    """
    known = names()
    if name not in known:
        raise KeyError(f"no prompt {name!r}; there are {', '.join(known)}")
    return Template(files(__name__).joinpath(name + ENDING).read_text(encoding="utf-8"))


def names() -> list[str]:
    """Return the names of all prompts."""
    return sorted(f.name.removesuffix(ENDING) for f in files(__name__).iterdir() if f.name.endswith(ENDING))


__all__ = ["load", "names"]
