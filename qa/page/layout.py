"""Lay the page out and wire its controls: articles on the left, the conversation in the middle, the source right."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import gradio as gr

from qa.assistant import Assistant
from qa.page import adding, controls
from qa.page.api import Api
from qa.page.exchanges import Exchanges
from qa.page.limits import EVERYTHING, Limits, limited
from qa.page.settings import PageSettings
from qa.page.source import EMPTY
from qa.page.visits import ARRIVING, Visits, asked_for

ANSWERING, ADDING = 2, 8
"""How many questions run at the same time, and how many addings are shown, of which one runs; the others wait."""

MASTHEAD = (
    '<button type="button" class="toggle" data-toggle="articles" aria-expanded="false" aria-controls="articles">'
    'Articles</button><h1 class="wordmark">Cuttings</h1><p class="tagline">Every answer is a quote you can check</p>'
    '<button type="button" class="toggle always" data-toggle="kept" aria-expanded="false" aria-controls="kept">'
    "Conversations</button>"
)
BACK = '<button type="button" class="plain" data-close="source">← Back to the answer</button>'


def asset(name: str) -> str:
    """Return the text of a file that ships with this package."""
    return files(__package__ or "qa.page").joinpath(name).read_text(encoding="utf-8")


class Page(Visits):
    """The page of one assistant: its parts, and what each control does."""

    def __init__(self, assistant: Assistant, settings: PageSettings) -> None:
        super().__init__(assistant)
        self._settings = settings
        self._script = asset("page.js")

    def blocks(self) -> gr.Blocks:
        """Build the page."""
        page = gr.Blocks(title="Cuttings", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600))
        with page:
            self._parts()
            self._wire(page)
            Api(self._assistant, self._settings).offer()
        return page

    def _html(self, elem_id: str, value: str = "", *, after: str = "") -> gr.HTML:
        """Make a part of our own HTML; `after` names what the script does when its content has changed."""
        then = f"window.cuttings.{after}();" if after else ""
        script = f'{self._script}watch("value", () => {{ {then} window.cuttings.drawn(element); }});'
        return gr.HTML(value, elem_id=elem_id, js_on_load=script, apply_default_css=False)

    def _parts(self) -> None:
        self.exchanges = gr.State(())
        self.limits = gr.State(EVERYTHING)
        self.adding = gr.State(None)
        # In the browser, so that the conversation is found again when the server has forgotten its session.
        self.current = gr.Textbox(elem_id="current", visible="hidden")
        self.where = gr.Textbox(elem_id="where", visible="hidden")
        self._html("masthead", MASTHEAD)
        self.kept = self._html("kept", after="listed")
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="articles", scale=0, min_width=0):
                self.heading = self._html("articles-heading")
                self.query = gr.Textbox(
                    label="Search articles", placeholder="Title, source or date", elem_id="query", container=False,
                    show_label=False, max_lines=1, html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
                )  # fmt: skip
                self.choices = self._html("choices")
                self.shelf = self._html("shelf", after="markCurrent")
                with gr.Column(elem_id="adding", scale=0, min_width=0):
                    self.upload = gr.File(label="Add files", file_count="multiple", elem_id="upload", height=64)
                    with gr.Row(elem_id="address-row"):
                        self.address = gr.Textbox(
                            label="Add a web address", placeholder="https://…", elem_id="address", container=False,
                            show_label=False, max_lines=1,
                        )  # fmt: skip
                        self.fetch = gr.Button("Add", elem_id="fetch", size="sm", scale=0, min_width=0)
                    if self._settings.folder:
                        self.folder = gr.Button(f"Add from {self._settings.folder.name}", elem_id="folder", size="sm")
                    self.outcome = self._html("adding-outcome")
                    self.halt = gr.Button("Stop adding", elem_id="halt", size="sm", visible=False)
            with gr.Column(elem_id="talk", scale=1, min_width=0):
                self.conversation = self._html("conversation", after="follow")
                self.examples = self._html("examples")
                with gr.Column(elem_id="composer", scale=0, min_width=0):
                    self.limited = self._html("limited")
                    with gr.Row(elem_id="composer-row"):
                        self.question = gr.Textbox(
                            label="Question", placeholder="Ask your articles", elem_id="question", lines=1, max_lines=6,
                            container=False, show_label=False, scale=1, min_width=0,
                        )  # fmt: skip
                        self.ask = gr.Button("Ask", variant="primary", elem_id="ask", scale=0, min_width=0)
                        self.stop = gr.Button("Stop", elem_id="stop", scale=0, min_width=0, visible=False)
                    with gr.Row(elem_id="below"):
                        self.status = self._html("status")
                        self.saving = self._html("saving", after="save")
                        self.new = gr.Button("New conversation", elem_id="new", size="sm", scale=0, min_width=0)
            with gr.Column(elem_id="source", scale=0, min_width=0):
                self._html("back", BACK)
                self.source = self._html("source-view", EMPTY, after="showQuote")

    def _wire(self, page: gr.Blocks) -> None:
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        quick: dict[str, Any] = {**quiet, "queue": False}
        offering: dict[str, Any] = {**quiet, "concurrency_limit": 1, "concurrency_id": "offering"}
        shelf = [self.heading, self.choices, self.shelf]
        listing = [self.query, self.limits]
        mine = [self.exchanges, self.current]
        answering = [*mine, self.conversation, self.status, self.question, self.ask, self.stop, self.kept]
        asking = gr.on(
            [self.question.submit, self.ask.click], self._ask, [self.question, self.limits, *mine], answering,
            concurrency_limit=ANSWERING, concurrency_id="answering", **quiet,
        )  # fmt: skip
        # Only now would the page take a further question: before, a click on Ask would be lost.
        asking.then(self._ready, None, [self.ask, self.stop], **quick)
        self.stop.click(self._stop, mine, answering, cancels=[asking], **quick)
        self.new.click(self._begin, None, [*answering, self.source], cancels=[asking], **quick)
        page.load(self._arrive, [self.where], answering, js=ARRIVING, **quick)
        self.current.change(None, [self.current], None, js="(id) => window.cuttings.at(id)", **quick)
        self.kept.click(self._keep, [self.current], [self.kept], trigger_mode="multiple", **quick)
        self.kept.select(self._choose, mine, [*answering, self.source], cancels=[asking], **quick)
        page.load(self._list, listing, shelf, **quick)
        page.load(self._examples, None, [self.examples], **offering)
        self.query.change(self._list, listing, shelf, trigger_mode="always_last", **quick)

        for part in (self.conversation, self.shelf, self.source):
            part.click(
                self._open, [*mine, *listing], [self.source, self.status, *shelf],
                trigger_mode="multiple", **quick,
            )  # fmt: skip

        self.conversation.click(self._save, mine, [self.saving], trigger_mode="multiple", **quick)
        for part in (self.choices, self.limited):
            part.click(
                self._limit, listing, [self.limits, self.limited, *shelf], trigger_mode="multiple", **quick,
            )  # fmt: skip

        told = [self.outcome, self.adding, self.halt]
        shared: dict[str, Any] = {"concurrency_limit": ADDING, "concurrency_id": "adding", **quiet}
        added = [
            self.upload.upload(self._upload, [self.upload], [self.upload, *told], **shared),
            gr.on(
                [self.address.submit, self.fetch.click], self._fetch, [self.address], [self.address, *told],
                trigger_mode="multiple", **shared,
            ),
        ]  # fmt: skip
        if self._settings.folder:
            added.append(self.folder.click(self._folder, None, told, **shared))
        self.halt.click(self._halt, [self.adding], [self.outcome], **quick)
        for event in added:
            event.then(self._list, listing, shelf, **quick)
            event.then(self._greet, mine, [self.conversation], **quick)
            event.then(self._examples, None, [self.examples], **offering)

    # --- what the controls do --------------------------------------------------------------------

    def _greet(self, exchanges: Exchanges, current: str, request: gr.Request) -> Any:
        return gr.skip() if self._mine(exchanges, current, request) else self._shown(())

    def _list(self, query: str, limits: Limits, asked: dict[str, Any] | None = None) -> tuple[str, ...]:
        return controls.listed(self._assistant, query, limits, asked)

    def _limit(self, query: str, limits: Limits, event: gr.EventData) -> tuple[Any, ...]:
        now = limits.changed(asked_for(event))
        return now, limited(now), *self._list(query, now)

    def _open(
        self, exchanges: Exchanges, current: str, query: str, limits: Limits, request: gr.Request, event: gr.EventData
    ) -> tuple[Any, ...]:
        asked = asked_for(event)
        if asked.get("do") == "turn":
            return gr.skip(), gr.skip(), *self._list(query, limits, asked)
        opened = controls.opened(self._assistant, asked, self._mine(exchanges, current, request))
        if opened is None:
            return (gr.skip(),) * 5
        return opened.html, opened.said, *(self._list(query, limits) if opened.changed else (gr.skip(),) * 3)

    def _upload(self, uploaded: list[str] | None) -> Iterator[tuple[Any, ...]]:
        for state in adding.add_files(self._assistant, [Path(path) for path in uploaded or []]):
            yield (None if state.done else gr.skip()), *_told(state)

    def _fetch(self, addresses: str) -> Iterator[tuple[Any, ...]]:
        if not addresses.strip():
            yield gr.skip(), '<p class="note problem">Type an address first.</p>', gr.skip(), gr.skip()
            return
        for state in adding.add_addresses(self._assistant, addresses, allow_private=self._settings.allow_private):
            taken = state.done and not (state.failed or state.report.failed)
            yield ("" if taken else gr.skip()), *_told(state)

    def _folder(self) -> Iterator[tuple[Any, ...]]:
        if self._settings.folder:
            yield from map(_told, adding.add_folder(self._assistant, self._settings.folder))

    def _halt(self, state: adding.Adding | None) -> Any:
        if state is None or state.done:
            return gr.skip()
        state.stopping.set()
        return adding.outcome(state)


def _told(state: adding.Adding) -> tuple[Any, ...]:
    """Return how far an adding is, for the outcome, the state that stopping needs, and the button that stops."""
    return adding.outcome(state), state, gr.update(visible=not state.done)
