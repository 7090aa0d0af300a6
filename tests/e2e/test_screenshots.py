"""The README's pictures, taken of the running page on the sample articles.

`CUTTINGS_SCREENSHOTS=tests/e2e/screenshots pytest tests/e2e/test_screenshots.py` writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import ask
from playwright.sync_api import Browser, Page, expect

import qa
from qa import Assistant

pytestmark = pytest.mark.browser

WHO = "Who supported Guaidó?"
SILENT = "Who won the chess tournament in Reykjavik?"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with Assistant.open(tmp_path_factory.mktemp("samples") / "library") as opened:
        assert not opened.add([str(Path(qa.__file__).parent / "demo")]).failed
        yield opened


@pytest.mark.parametrize(
    ("name", "question", "size", "theme"),
    [
        ("answer", WHO, (1440, 900), "light"),
        ("dark", WHO, (1440, 900), "dark"),
        ("phone", WHO, (390, 844), "light"),
        ("decline", SILENT, (1440, 900), "light"),
    ],
)
def test_picture(
    samples: Assistant,
    launch: object,
    browser: Browser,
    tmp_path: Path,
    name: str,
    question: str,
    size: tuple[int, int],
    theme: str,
) -> None:
    assert callable(launch)
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page: Page = context.new_page()
    page.goto(f"{launch(samples)}?__theme={theme}")
    page.wait_for_selector("#conversation .welcome")
    ask(page, question)
    if name in ("answer", "dark"):
        page.locator("#conversation .mark").first.click()
        expect(page.locator("#source-view mark.current")).to_be_in_viewport()
    wide = page.evaluate("document.documentElement.scrollWidth")
    folder = Path(os.environ.get("CUTTINGS_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
    context.close()
    assert wide <= size[0]
    assert (folder / f"{name}.png").stat().st_size > 20_000
