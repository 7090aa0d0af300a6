"""No barriers: axe-core finds none in any state of the page, and everything can be done by keyboard alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from asking import ask
from playwright.sync_api import Page, expect

from qa import Assistant, Config

pytestmark = pytest.mark.browser

COST = "What did the harbour bridge in Dunmore cost?"
SILENT = "Who won the chess championship in Reykjavik?"
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# The framework's own main element, which is not ours to take away; the conversation is the main part instead.
KNOWN = {"aria-allowed-role: .gradio-container main"}


def barriers(page: Page) -> list[str]:
    """Return what axe-core finds, whatever its weight, as one line each."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run(document)).violations")
    lines = []
    for finding in found:
        for node in finding["nodes"]:
            ours = "" if node["html"].startswith('<main class="contain') else json.dumps(node["html"][:200])
            lines.append(f"{finding['id']}: {ours or '.gradio-container main'}")
    return [line for line in lines if line not in KNOWN]


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)])
def test_axe_finds_no_barrier(visit: Callable[[str], Page], address: str, theme: str, width: int) -> None:
    page = visit(f"{address}?__theme={theme}")
    page.set_viewport_size({"width": width, "height": 860})
    phone = width < 1000
    found = {"empty": barriers(page)}
    ask(page, COST)
    found["answered"] = barriers(page)
    page.locator("#conversation .mark").first.click()
    expect(page.locator("#source-view mark.current")).to_be_in_viewport()
    found["source open"] = barriers(page)
    if phone:
        page.keyboard.press("Escape")
    ask(page, SILENT)
    for details in page.locator("#conversation .exchange:last-of-type details > summary").all():
        details.click()
    found["declined, all that was read open"] = barriers(page)
    if phone:
        page.get_by_role("button", name="Articles", exact=True).click()
    page.locator("#choices summary").click()
    page.locator("#choices").get_by_role("button", name="2021").click()
    expect(page.locator("#limited")).to_contain_text("Asking only in 2021")
    found["articles, limited"] = barriers(page)
    page.locator("#shelf .article").first.click()
    page.get_by_role("button", name="Remove…").click()
    expect(page.locator("#source-view .asking")).to_be_visible()
    found["asked whether to remove"] = barriers(page)
    assert {state: lines for state, lines in found.items() if lines} == {}


# --- by keyboard alone ---------------------------------------------------------------------------


class Keys:
    """Somebody without a mouse: goes to things with Tab and sees where they are."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self) -> str:
        """What has the focus: its label, or else its words."""
        name = "e => e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || e.tagName"
        return str(self.page.evaluate(f"({name})(document.activeElement)")).strip()

    def seen(self) -> bool:
        """Whether the focus shows: an outline of at least 2 pixels. At the end of the page nothing has it."""
        style = "(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)"
        shown = f"document.activeElement === document.body || {style}(getComputedStyle(document.activeElement))"
        return bool(self.page.evaluate(shown))

    def to(self, name: str, *, key: str = "Tab", limit: int = 60) -> None:
        """Press a key until the focus is on what is named; it must show at each step."""
        passed = []
        for _ in range(limit):
            self.page.keyboard.press(key)
            passed.append(self.focused())
            assert self.seen(), f"the focus on {passed[-1]!r} does not show"
            if re.fullmatch(name, passed[-1], flags=re.DOTALL):
                return
        raise AssertionError(f"{name!r} is not reached by {key}: {passed}")


@pytest.fixture
def own(assistant: Assistant, tmp_path: Path) -> Iterator[Assistant]:
    """A library of the test's own, because an article is removed from it."""
    with Assistant.open(tmp_path / "library", config=Config(reader="sentences")) as opened:
        opened.add([assistant.index.article(article.id) for article in assistant.index.articles()])
        yield opened


def test_all_is_done_by_keyboard(
    visit: Callable[[str], Page], launch: Callable[[Assistant], str], own: Assistant, tmp_path: Path
) -> None:
    page = visit(launch(own))
    # The driver asks for choosers without waiting for the browser's word: asked for only at the key press, it can be late.
    page.on("filechooser", lambda _: None)
    keys = Keys(page)
    steps = page.locator("#source-view .steps .count")

    keys.to("Question")
    page.keyboard.type(COST)
    page.keyboard.press("Enter")
    expect(page.locator("#conversation .read")).to_be_visible(timeout=30_000)
    expect(page.locator("#ask")).to_be_visible()

    keys.to(r"Quote 1, in .+: show it in its article", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#source-view mark.current")).to_be_focused()
    expect(steps).to_have_text(re.compile("Quote 1 of"))
    page.keyboard.press("ArrowRight")
    expect(steps).to_have_text(re.compile("Quote 2 of"))
    keys.to("Previous quote", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(steps).to_have_text(re.compile("Quote 1 of"))
    expect(page.get_by_role("button", name="Next quote")).to_be_focused()  # there is no previous one any more
    page.keyboard.press("Enter")
    expect(steps).to_have_text(re.compile("Quote 2 of"))
    expect(page.get_by_role("button", name="Next quote")).to_be_focused()
    page.keyboard.press("Escape")
    assert keys.focused().startswith("Quote 1, in ")

    note = tmp_path / "Heron note.txt"
    note.write_text("Ten herons nested at Alder Weir in spring.\n")
    keys.to("Drop files here, or choose", key="Shift+Tab")
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Enter")
    choosing.value.set_files(note)
    expect(page.locator("#adding-outcome .note")).to_contain_text("1 article added", timeout=60_000)
    added = own.index.counts()[0]

    page.locator("body").press("Home")
    keys.to("Search articles", key="Shift+Tab")
    page.keyboard.type("heron")
    expect(page.locator("#shelf .article")).to_have_count(1)
    keys.to("Heron note.*")
    page.keyboard.press("Enter")
    expect(page.locator("#source-view h2")).to_contain_text("Heron note")
    keys.to("Remove…", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep")).to_be_focused()  # not the button that removes
    assert own.index.counts()[0] == added
    keys.to("Remove", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#source-view .note")).to_contain_text("Removed: Heron note")
    assert own.index.counts()[0] == added - 1


def test_on_a_phone_the_source_is_opened_and_closed_by_keyboard(visit: Callable[[str], Page], address: str) -> None:
    page = visit(address)
    page.set_viewport_size({"width": 390, "height": 844})
    keys = Keys(page)
    ask(page, COST)
    page.locator("#question textarea").focus()
    keys.to(r"Quote 1, in .+", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#source-view mark.current")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Back to the answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#source-view")).to_be_hidden()
    assert keys.focused().startswith("Quote 1, in ")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_focus_shows_wherever_tab_leads(visit: Callable[[str], Page], address: str, width: int) -> None:
    page = visit(address)
    page.set_viewport_size({"width": width, "height": 860})
    keys = Keys(page)
    ask(page, COST)
    keys.to("Ask")
    keys.to("Question", limit=120)  # once round
