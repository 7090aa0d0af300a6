"""Keep a visitor's conversation while it is held, and bring back what was kept: plain values in and out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from qa.assistant import Assistant
from qa.errors import ConversationNotKept
from qa.page.archive import Archive
from qa.page.exchanges import Exchanges, respond, stopped
from qa.page.keep import checked
from qa.page.kept import kept
from qa.page.limits import Limits
from qa.page.links import wanted

NO_COOKIE = "Not kept: this browser takes no cookies, and one is its key to its conversations."
ELSEWHERE = "That conversation is not kept for this browser."
BROUGHT = "The link brought this question; press Ask."


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visitor sees: a conversation with its id, what is to be asked next, which answer to look at, a word."""

    exchanges: Exchanges = ()
    current: str = ""
    question: str | None = None
    turn: int | None = None
    said: str = ""


class Keeping:
    """The conversations of one assistant's visitors. Whatever goes wrong with keeping, the page goes on without."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._archive = Archive(assistant.index.folder)

    def ask(self, owner: str | None, question: str, before: Exchanges, limits: Limits, current: str) -> Iterator[Visit]:
        """Ask as `respond` does, keeping the question at once and the answer as soon as it is there."""
        conversation, number, said = current, 0, "" if owner else NO_COOKIE
        for now in respond(self._assistant, question, before, limits):
            last = replace(now[-1], conversation=conversation, number=number)
            if owner and not said:
                try:
                    if not number:
                        last = self._archive.add(owner, last)
                        conversation, number = last.conversation, last.number
                    elif (last.answer and last.items <= 1) or not last.working:  # kept before it is shown item by item
                        self._archive.update(owner, last)
                except ConversationNotKept as error:
                    said = f"Not kept: {error}"
            yield Visit((*now[:-1], last), conversation, said=said)

    def arrive(self, owner: str | None, where: object) -> Visit:
        """Begin a visit: with the conversation that the page's address asks for, if it is this owner's, or with none."""
        asked = wanted(where)
        found = self.opened(owner, asked.conversation)
        if found:
            turn = next((at for at, exchange in enumerate(found) if exchange.number == asked.answer), None)
            return Visit(found, asked.conversation, turn=turn)
        said = [ELSEWHERE] if asked.conversation else []
        return Visit(question=asked.question or None, said=" ".join([*said, *([BROUGHT] if asked.question else [])]))

    def opened(self, owner: str | None, conversation: str) -> Exchanges:
        """Return a kept conversation, every quote held against its article again; nothing where it is not the owner's."""
        if not owner or not conversation:
            return ()
        try:
            return checked(self._archive.opened(owner, conversation), self._assistant.index)
        except ConversationNotKept:
            return ()

    def current(self, owner: str | None, exchanges: Exchanges, current: str) -> Exchanges:
        """Return the visitor's conversation, every quote held against its article again.

        It comes from disk where the server has forgotten it since: after a restart, or long after.
        """
        return checked(exchanges, self._assistant.index) if exchanges else self.opened(owner, current)

    def name(self, owner: str | None, current: str) -> str:
        """Return what a conversation is called, or nothing where it is not kept."""
        try:
            return next((c.name for c in self._archive.listed(owner) if c.id == current), "") if owner else ""
        except ConversationNotKept:
            return ""

    def listed(self, owner: str | None, current: str, asked: Mapping[str, Any] | None = None) -> str:
        """Render the list of conversations, after what a click asked for: to rename one, or to ask before deleting it."""
        if not owner:
            return kept((), current="", said=NO_COOKIE)
        do, chosen = str((asked or {}).get("do")), str((asked or {}).get("conversation"))
        try:
            if do == "rename-surely":
                self._archive.rename(owner, chosen, str((asked or {}).get("typed") or ""))
            return kept(self._archive.listed(owner), current=current, doing=do, chosen=chosen)
        except ConversationNotKept as error:
            return kept((), current="", said=str(error))

    def choose(self, owner: str | None, exchanges: Exchanges, current: str, asked: Mapping[str, Any]) -> Visit:
        """Open or delete the conversation that was clicked; a question in work was stopped by that click."""
        conversation = str(asked.get("conversation"))
        now = Visit(stopped(self.current(owner, exchanges, current)), current)
        if asked.get("do") == "reopen":
            found = self.opened(owner, conversation)
            return Visit(found, conversation) if found else replace(now, said=ELSEWHERE)
        if asked.get("do") == "forget-surely" and owner:
            try:
                self._archive.delete(owner, conversation)
            except ConversationNotKept as error:
                return replace(now, said=f"Not deleted: {error}")
            return Visit() if conversation == current else now
        return now
