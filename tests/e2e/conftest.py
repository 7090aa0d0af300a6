"""A real server with a real index, and a real Chromium that is watched: what it asks for and what it complains of."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, expect, sync_playwright

from qa import Assistant, Config
from qa.app import PageSettings, build_app, launch_options

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

RECORDS = [
    {
        "id": "bridge-opens", "title": "Harbour bridge opens after nine years", "source": "The Dunmore Post",
        "author": "Ines Calder", "published": "2021-03-03", "url": "https://post.example/bridge?a=1&b=2",
        "text": "The harbour bridge in Dunmore was opened on Saturday by Mayor Ruth Ansel. About four thousand people "
        "crossed it on foot before noon.\n\nThe bridge cost 61 million pounds, said the engineer Tomas Vrba. He said "
        "that the figure included the new tram line to the harbour.",
    },
    {
        "id": "bridge-audit", "title": "Auditors count again", "source": "Coast Weekly", "author": None,
        "published": "2021-03-19", "url": "http://coast.example/audit",
        "text": "The auditors said on Friday that the harbour bridge in Dunmore cost 74 million pounds. They counted "
        "the access roads.\n\n" + "The council talked about other things for an hour. " * 60 + "\n\n"
        "The lighthouse keeper Edda Holm found a brass compass under the old pier.",
    },
    {
        "id": "glacier", "title": "The glacier that came back", "source": "Northern Review", "author": "M. Quist",
        "published": "2022-08-12", "url": None,
        "text": "Scientists of the Tarn Institute measured the Holm glacier in July and found it 14 metres longer. "
        "Maren Lund warned that one year is no trend.",
    },
    {
        "id": "odd-letters", "title": "Odd letters on a blackboard", "source": "Sign & Print", "author": None,
        "published": "2020-01-05", "url": None,
        "text": "The auctioneer chalked `price = {{total}} ${cost}` beside *silver* __clock__ for $5 and $$6$$ <b>in "
        "cash</b> &amp; <script>window.hacked=1</script>.\r\nThe curator read قال الوزير إن المتحف سيفتح أبوابه and "
        "שלום עולם  aloud at the museum  door 🕰️👩‍👩‍👧.\n\nThe printer set ﬁne ligatures, a\u0301 accents and "
        "\u202eturned\u202c words in \\(x^2\\) columns.",
    },
]  # fmt: skip


PATIENCE = 240_000
"""Milliseconds that a test waits for what must come: a busy machine is slow, not wrong."""
expect.set_options(timeout=30_000)  # what is there at once is seen at once all the same

Launch = Callable[..., str]
Visit = Callable[[str], Page]


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """Serve the page of an assistant on a free port and return its address; all are closed at the end."""
    pages = []

    def launched(assistant: Assistant, *, settings: PageSettings | None = None, **options: Any) -> str:
        page = build_app(assistant, settings=settings)
        pages.append(page)
        return str(page.launch(**launch_options(assistant, host="127.0.0.1", **options))[1])

    yield launched
    for page in pages:
        page.close(verbose=False)


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("served")
    corpus = folder / "records.jsonl"
    corpus.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    with Assistant.open(folder / "library", config=Config(reader="sentences")) as opened:
        assert not opened.add([str(corpus)]).failed
        yield opened


@pytest.fixture(scope="session")
def address(assistant: Assistant, launch: Launch) -> str:
    return launch(assistant)


@pytest.fixture(scope="module")  # while it is open an event loop runs in this thread, which other tests want for theirs
def browser() -> Iterator[Browser]:
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert binary, "these tests drive a real Chromium: apt-get install chromium"
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=binary, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open the page as a fresh visitor; at the end nothing was asked of other hosts and nothing went wrong."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []
    elsewhere: list[str] = []

    def visited(address: str) -> Page:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address.rstrip("/"))
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        home = urlsplit(address).netloc

        def asked(request: Request) -> None:
            parts = urlsplit(request.url)
            if parts.netloc != home and parts.scheme not in ("data", "blob"):
                elsewhere.append(request.url)

        def dialog(opened: Dialog) -> None:
            errors.append(f"dialog: {opened.message}")
            opened.dismiss()

        page.on("request", asked)
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", dialog)
        page.goto(address)
        page.wait_for_selector("#conversation .welcome")
        page.wait_for_selector("#articles-heading h2")
        return page

    yield visited
    for context in contexts:
        for page in context.pages:
            assert page.evaluate("window.hacked") is None
        context.close()
    assert elsewhere == []
    assert errors == []


@pytest.fixture
def page(visit: Visit, address: str) -> Page:
    return visit(address)
