"""Links that lead back to an answer in the same browser, and carry its question to every other.

What a link says stands behind the #, which browsers keep to themselves: no log of a server or proxy holds a question.
A link written by hand may use ?ask= as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from qa.page.archive import ID
from qa.page.arguments import place
from qa.page.exchanges import Exchange
from qa.page.markup import one_line

LONGEST_QUESTION = 2_000
"""Characters of a question that a link may bring."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a link asks for: a conversation, the number of an answer in it, a question to put into the field."""

    conversation: str = ""
    answer: int = 0
    question: str = ""


def link_to(exchange: Exchange) -> str:
    """Return the part of a link behind the page's address that leads to an exchange."""
    answer = exchange.answer
    question = answer.standalone_question if answer else exchange.question
    values: dict[str, str | int] = {"ask": question[:LONGEST_QUESTION]}
    if exchange.conversation:
        values = {"open": exchange.conversation, "answer": exchange.number, **values}
    return f"#{urlencode(values, errors='replace')}"


def wanted(where: object) -> Wanted:
    """Read what a page's address asks for, its part behind ? and #; anything odd asks for nothing."""
    if not isinstance(where, str) or len(where) > 20 * LONGEST_QUESTION:
        return Wanted()
    try:
        parts = urlsplit(where)
        given = {**parse_qs(parts.query, max_num_fields=50), **parse_qs(parts.fragment, max_num_fields=50)}
    except ValueError:
        return Wanted()
    conversation, answer, question = (given.get(name, [""])[0] for name in ("open", "answer", "ask"))
    number = max(0, place(answer))
    return Wanted(conversation if ID.fullmatch(conversation) else "", number, one_line(question[:LONGEST_QUESTION]))
