"""What the controls of a conversation do: ask, stop, begin anew, come back, save. The page's layout wires them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from qa.assistant import Assistant
from qa.page.controls import all_articles
from qa.page.conversation import conversation, offered, status
from qa.page.examples import Examples
from qa.page.exchanges import Exchanges, stopped
from qa.page.keep import checked, saved
from qa.page.keeping import Keeping, Visit
from qa.page.limits import Limits
from qa.page.markup import text
from qa.page.owner import owner_of
from qa.page.pictures import library
from qa.page.source import EMPTY

ARRIVING = """async () => {
  try { await fetch("cuttings/owner", { method: "POST" }); } catch { /* then nothing is kept, and the page says so */ }
  return [location.search + location.hash];
}"""
"""Runs in the browser when the page has loaded: it gets its key, and says what the address asks for."""


class Visits:
    """The controls of one assistant's conversations. It holds nothing of its visitors."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._keeping = Keeping(assistant)
        self._offered = Examples(assistant)

    def _ask(
        self, question: str, limits: Limits, exchanges: Exchanges, current: str, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        if not question.strip():
            yield *(gr.skip(),) * 3, "Type a question first.", *(gr.skip(),) * 4
            return
        owner = _owner(request)
        before = self._keeping.current(owner, exchanges, current)
        cleared: Any = ""
        for now in self._keeping.ask(owner, question, before, limits, current):
            done = not now.exchanges[-1].working
            said = text(" ".join(part for part in (status(now.exchanges), now.said) if part))
            kept = self._keeping.listed(owner, now.current) if done else gr.skip()
            shown = conversation(now.exchanges, articles=0)
            buttons = gr.update(visible=False), gr.update(visible=True)
            yield now.exchanges, now.current, shown, said, cleared, *buttons, kept
            cleared = gr.skip()  # once only: what is typed meanwhile stays

    def _ready(self) -> tuple[Any, ...]:
        return gr.update(visible=True), gr.update(visible=False)

    def _stop(self, exchanges: Exchanges, current: str, request: gr.Request) -> tuple[Any, ...]:
        now = stopped(self._keeping.current(_owner(request), exchanges, current))
        return self._visit(Visit(now, current, said=status(now)), request)

    def _begin(self, request: gr.Request) -> tuple[Any, ...]:
        return *self._visit(Visit(), request), EMPTY

    def _arrive(self, where: str, request: gr.Request) -> tuple[Any, ...]:
        return self._visit(self._keeping.arrive(_owner(request), where), request)

    def _choose(self, exchanges: Exchanges, current: str, request: gr.Request, event: gr.EventData) -> tuple[Any, ...]:
        owner, asked = _owner(request), asked_for(event)
        visit = self._keeping.choose(owner, exchanges, current, asked)
        return *self._visit(visit, request), gr.skip() if visit.current == current else EMPTY

    def _keep(self, current: str, request: gr.Request, event: gr.EventData) -> Any:
        return self._keeping.listed(_owner(request), current, asked_for(event))

    def _visit(self, visit: Visit, request: gr.Request) -> tuple[Any, ...]:
        """Show a conversation as it is, for the events whose outputs are those of asking."""
        kept = self._keeping.listed(_owner(request), visit.current)
        question = gr.skip() if visit.question is None else visit.question
        shown = self._shown(visit.exchanges, visit.turn)
        return visit.exchanges, visit.current, shown, text(visit.said), question, *self._ready(), kept

    def _shown(self, exchanges: Exchanges, wanted: int | None = None) -> str:
        articles = () if exchanges else all_articles(self._assistant.index)
        return conversation(exchanges, articles=len(articles), wanted=wanted, picture=library(articles))

    def _examples(self) -> str:
        return offered(self._offered.questions())

    def _save(self, exchanges: Exchanges, current: str, request: gr.Request, event: gr.EventData) -> Any:
        asked = asked_for(event)
        if asked.get("do") != "save":
            return gr.skip()
        mine = checked(self._mine(exchanges, current, request), self._assistant.index)
        return saved(asked, mine, self._keeping.name(_owner(request), current))

    def _mine(self, exchanges: Exchanges, current: str, request: gr.Request) -> Exchanges:
        return self._keeping.current(_owner(request), exchanges, current)


def asked_for(event: gr.EventData) -> dict[str, Any]:
    """Return what was clicked: the data attributes that the script sent, or whatever another program did."""
    return event._data if isinstance(event._data, dict) else {}


def _owner(request: gr.Request) -> str | None:
    return owner_of(request.headers, request.username)
