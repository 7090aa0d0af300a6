"""Add files and addresses from the page, and ask about them at once; remove one."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from asking import ask
from playwright.sync_api import Page, expect

from qa import Assistant, Config
from qa.app import PageSettings

pytestmark = pytest.mark.browser


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Assistant]:
    with Assistant.open(tmp_path / "library", config=Config(reader="sentences")) as opened:
        yield opened


@pytest.fixture
def page(visit: Callable[[str], Page], launch: Callable[[Assistant], str], empty: Assistant) -> Page:
    return visit(launch(empty))


def upload(page: Page, *paths: Path) -> None:
    page.locator("#upload input[type=file]").set_input_files([str(path) for path in paths])
    expect(page.locator("#adding-outcome .note").first).to_be_visible(timeout=60_000)


def test_uploaded_files_are_answerable_at_once_and_bad_ones_are_named(
    page: Page, empty: Assistant, tmp_path: Path
) -> None:
    expect(page.locator("#conversation .welcome")).to_contain_text("Begin with your articles")
    good = tmp_path / "The orchard report.txt"
    good.write_text("The orchard at Fenn Hollow grew 412 kinds of apple in 1931. Its keeper was Ada Lorne.\n")
    records = tmp_path / "more.jsonl"
    records.write_text(json.dumps({"id": "kiln", "title": "Kiln", "text": "The kiln at Marl burned for ten days."}))
    bad, broken = tmp_path / "tool.exe", tmp_path / "broken.pdf"
    bad.write_bytes(b"MZ not an article")
    broken.write_bytes(b"this is no PDF at all")
    upload(page, good, records, bad, broken)
    outcome = page.locator("#adding-outcome")
    expect(outcome).to_contain_text("2 articles added. You can ask about it now.")
    expect(outcome).to_contain_text("tool.exe is not a kind of file that is read")
    expect(outcome).to_contain_text("broken.pdf")
    expect(page.locator("#articles-heading .count")).to_have_text("2")

    ask(page, "How many kinds of apple grew in the orchard at Fenn Hollow?")
    page.locator("#conversation .mark").first.click()
    expect(page.locator("#source-view mark.current")).to_contain_text("412 kinds of apple")

    kept = [Path(a.path) for a in empty.index.articles() if a.path]
    home = (empty.index.folder / "uploads").resolve()
    assert kept
    assert all(path.is_file() and path.is_relative_to(home) for path in kept)
    names = sorted(path.name for path in home.rglob("*") if path.is_file())
    assert names == ["The orchard report.txt", "more.jsonl"]


def test_files_of_one_name_do_not_replace_each_other(page: Page, empty: Assistant, tmp_path: Path) -> None:
    for number, words in enumerate(("Ten herons nested at Alder Weir.", "Six otters swam at Birch Lock.")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "note.txt").write_text(words + "\n")
        upload(page, folder / "note.txt")
        expect(page.locator("#articles-heading .count")).to_have_text(str(number + 1))
    assert empty.index.counts()[0] == 2


class Article(BaseHTTPRequestHandler):
    """A page on this machine, which nobody may read through ours."""

    def do_GET(self) -> None:
        body = b"<html><title>Secret</title><body><p>The secret is on this machine.</p></body></html>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


def test_addresses_of_this_machine_paths_and_scripts_are_refused(page: Page, empty: Assistant) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Article)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_address[1]}/"
    cases = {
        here: "private network",
        "/etc/passwd": "is not a web address",
        "javascript:window.hacked=1": "is not a web address",
        'http://nowhere.invalid/"><img src=x onerror="window.hacked=1">': "no such host",
        "": "Type an address first",
    }
    for address, reason in cases.items():
        page.locator("#address input").fill(address)
        page.locator("#fetch").click()
        expect(page.locator("#adding-outcome")).to_contain_text(reason, timeout=30_000)
        assert page.locator("#adding-outcome img").count() == 0
    server.shutdown()
    assert empty.index.counts()[0] == 0


def test_removing_asks_first(page: Page, empty: Assistant, tmp_path: Path) -> None:
    note = tmp_path / "Heron note.txt"
    note.write_text("Ten herons nested at Alder Weir in spring.\n")
    upload(page, note)
    page.locator("#shelf .article").click()
    page.get_by_role("button", name="Remove…").click()
    expect(page.locator("#source-view .asking")).to_be_visible()
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#source-view .asking")).to_have_count(0)
    assert empty.index.counts()[0] == 1
    page.get_by_role("button", name="Remove…").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("#shelf .article")).to_have_count(0)
    assert empty.index.counts()[0] == 0


def test_a_question_to_an_empty_library_says_so(page: Page) -> None:
    page.locator("#question textarea").fill("Who opened the bridge?")
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#conversation .declined, #conversation .problem")).to_be_visible(timeout=30_000)
    page.locator("#question textarea").fill("   ")
    page.locator("#ask").click()
    expect(page.locator("#status")).to_have_text("Type a question first.")


def test_the_servers_folder_is_added_by_a_button_and_can_be_stopped(
    visit: Callable[[str], Page], launch: Callable[..., str], empty: Assistant, tmp_path: Path
) -> None:
    folder = tmp_path / "Field notes"
    folder.mkdir()
    for number in range(600):  # more than any machine adds before the button is pressed
        (folder / f"{number:03}.txt").write_text(
            f"On day {number} the warden counted {number + 7} herons at Alder Weir.\n" * 30
        )
    page = visit(launch(empty, settings=PageSettings(folder=folder)))
    page.get_by_role("button", name="Add from Field notes").click()
    expect(page.locator("#adding-outcome .left")).to_contain_text("left", timeout=60_000)
    page.get_by_role("button", name="Stop adding").click()
    expect(page.locator("#adding-outcome")).to_contain_text("Stopped; what was added before is kept.", timeout=60_000)
    expect(page.get_by_role("button", name="Stop adding")).to_have_count(0)
    kept = empty.index.counts()[0]
    assert 0 < kept < 600
    expect(page.locator("#articles-heading .count")).to_have_text(str(kept))
    ask(page, "How many herons did the warden count on day 0?")


def test_without_leave_no_folder_of_the_server_is_offered(page: Page) -> None:
    assert page.get_by_role("button", name="Add from").count() == 0
