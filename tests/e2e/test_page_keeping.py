"""Conversations are kept for their browser alone: reopened after a restart, renamed, deleted, linked to, saved whole."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from asking import ask
from playwright.sync_api import Browser, Locator, Page, expect

from index import ArticleIndex
from index.testing import HashEmbedder
from index.types import Article
from qa import Assistant, Config
from qa.cli import main
from qa.page.archive import FILE
from qa.quotes import check

Launch = Callable[[Assistant], str]
Visit = Callable[[str], Page]

pytestmark = pytest.mark.browser

BRIDGE = "Mayor Ruth Ansel opened the harbour bridge in Dunmore on Saturday. The bridge cost 61 million pounds."
GLACIER = "Scientists of the Tarn Institute found the Holm glacier 14 metres longer. Maren Lund warned of hope."
OPENED = "Who opened the harbour bridge in Dunmore?"
LONGER = "How much longer is the Holm glacier?"


SCRIPT = (
    "import sys\nfrom index import ArticleIndex\nfrom index.testing import HashEmbedder\nfrom qa import Assistant, Config\n"
    "from qa.app import serve\nindex = ArticleIndex.open(sys.argv[1], embedder=HashEmbedder())\n"
    "assistant = Assistant(index, config=Config(reader='sentences'))\n"
    "serve(assistant, port=int(sys.argv[2]), ready=lambda address: print(address, flush=True))\n"
)


class Server:
    """A server in a process of its own, which is killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.address = self._start(0)

    def _start(self, port: int) -> str:
        command = [sys.executable, "-c", SCRIPT, str(self._folder), str(port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()

    def restart(self) -> None:
        self.kill()
        assert self._start(urlsplit(self.address).port or 0) == self.address


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    index = ArticleIndex.open(tmp_path / "library", embedder=HashEmbedder())
    with Assistant(index, config=Config(reader="sentences")) as opened:
        added = opened.add(
            [
                Article("bridge", BRIDGE, "The bridge", "The Post", published="2021-03-03", url="https://x.example/b"),
                Article("glacier", GLACIER, "The glacier", "Northern Review"),
            ]
        )
        assert not added.failed
        yield opened


@pytest.fixture
def server(assistant: Assistant) -> Iterator[Server]:
    started = Server(assistant.index.folder)
    yield started
    started.kill()


@pytest.fixture
def page(visit: Visit, launch: Launch, assistant: Assistant) -> Page:
    return visit(launch(assistant))


def conversations(page: Page) -> Locator:
    """Open the list and return its rows."""
    if not page.evaluate("document.body.classList.contains('kept-open')"):
        page.get_by_role("button", name="Conversations").click()
    expect(page.locator("#kept .hint, #kept li").first).to_be_visible()
    return page.locator("#kept li")


def test_a_conversation_is_reopened_after_the_server_was_killed(browser: Browser, server: Server) -> None:
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto(server.address)
    page.wait_for_selector("#conversation .welcome")
    ask(page, OPENED)
    ask(page, "What did it cost?")
    server.restart()  # under an open page, which goes on as if nothing had been
    ask(page, "What did Maren Lund warn of?")
    expect(page.locator("#conversation .exchange")).to_have_count(3)
    page.close()

    page = context.new_page()
    page.goto(server.address)
    page.wait_for_selector("#conversation .welcome")
    rows = conversations(page)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(OPENED)
    expect(rows).to_contain_text("3 questions")
    rows.locator(".article").click()
    expect(page.locator("#conversation .exchange")).to_have_count(3)
    expect(page.locator("#kept")).to_be_hidden()
    page.locator("#conversation .mark").first.click()
    expect(page.locator("#source-view mark.current")).to_be_visible()
    assert str(page.locator("#source-view mark.current").text_content()) in BRIDGE
    ask(page, "What did she say?")
    expect(page.locator("#conversation .exchange").last.locator(".understood")).to_contain_text("Maren Lund")
    context.close()


def test_two_browsers_never_see_each_others_conversations(visit: Visit, page: Page) -> None:
    ask(page, OPENED)
    address = page.url
    assert "#open=" in address
    home = address.partition("#")[0]
    other = visit(home)
    expect(conversations(other)).to_have_count(0)
    ask(other, LONGER)
    expect(conversations(other)).to_have_count(1)
    expect(conversations(page)).to_have_count(1)
    expect(other.locator("#kept")).not_to_contain_text(OPENED)
    other.goto("about:blank")
    other.goto(address)  # the other's very address
    other.wait_for_selector("#conversation .welcome")
    expect(other.locator("#status")).to_contain_text("not kept for this browser")
    assert OPENED not in str(other.locator("body").text_content())
    mine = page.context.cookies(home)
    theirs = other.context.cookies(home)
    assert len(mine) == len(theirs) == 1
    assert mine[0]["value"] != theirs[0]["value"]
    assert mine[0]["httpOnly"]
    assert mine[0]["sameSite"] == "Strict"
    assert page.evaluate("document.cookie") == ""


def test_a_conversation_is_renamed_and_deleted_after_asking(page: Page, assistant: Assistant) -> None:
    ask(page, OPENED)
    rows = conversations(page)
    rows.get_by_role("button", name="Rename").click()
    expect(rows.get_by_label("Name of the conversation")).to_be_focused()
    rows.get_by_label("Name of the conversation").fill("<img src=x onerror=window.hacked=1>  Bridge")
    page.keyboard.press("Enter")
    expect(rows.locator(".title")).to_have_text("<img src=x onerror=window.hacked=1> Bridge")
    rows.get_by_role("button", name="Delete").click()
    rows.get_by_role("button", name="Keep").click()
    expect(rows.locator(".title")).to_have_count(1)
    rows.get_by_role("button", name="Delete").click()
    rows.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator("#kept li")).to_have_count(0)
    expect(page.locator("#conversation .welcome")).to_be_visible()
    assert "#" not in page.url
    assert BRIDGE.encode() not in (assistant.index.folder / FILE).read_bytes()
    page.keyboard.press("Escape")
    expect(page.locator("#kept")).to_be_hidden()


def test_a_link_leads_back_to_its_answer_or_only_brings_its_question(visit: Visit, page: Page) -> None:
    for question in (OPENED, LONGER, "What did Maren Lund warn of?"):
        ask(page, question)
    page.get_by_role("button", name="Copy a link to this answer").first.click()
    link = page.evaluate("navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("#conversation .exchange")
    expect(page.locator("#conversation .exchange")).to_have_count(3)
    expect(page.locator("#conversation .exchange").first).to_be_in_viewport()
    expect(page.locator("[data-wanted] .question")).to_have_text(OPENED)

    other = visit(link.partition("#")[0])
    other.evaluate("link => { location.href = link }", link)  # into the address of an open page
    expect(other.locator("#question textarea")).to_have_value(OPENED, timeout=60_000)
    expect(other.locator("#status")).to_contain_text("press Ask")
    expect(other.locator("#conversation .exchange")).to_have_count(0)
    other.locator("#ask").click()
    expect(other.locator("#conversation .exchange")).to_have_count(1)
    expect(other.locator("#conversation .exchange .read")).to_be_visible(timeout=60_000)


def test_a_hostile_question_of_a_link_stays_letters_and_is_not_asked(visit: Visit, page: Page) -> None:
    attack = "<img src=x onerror=window.hacked=1> ${window.hacked=1} </textarea><script>window.hacked=1</script>"
    other = visit(page.url.partition("#")[0])
    other.goto("about:blank")
    other.goto(f"{page.url}?{urlencode({'ask': attack, 'open': '../../etc/passwd', 'answer': '-1'})}")
    other.wait_for_selector("#conversation .welcome")
    expect(other.locator("#question textarea")).to_have_value(attack)
    expect(other.locator("#conversation .exchange")).to_have_count(0)
    assert other.evaluate("window.hacked") is None


def test_a_question_as_understood_is_edited_and_asked_again(page: Page) -> None:
    ask(page, "What did Maren Lund warn of?")
    ask(page, "What did she say?")
    exchange = page.locator("#conversation .exchange").last
    expect(exchange.locator(".understood bdi")).to_have_text("What did Maren Lund say?")
    exchange.get_by_role("button", name="Edit the question as understood").click()
    field = page.locator("#question textarea")
    expect(field).to_be_focused()
    expect(field).to_have_value("What did Maren Lund say?")
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.type(" about hope?")
    page.keyboard.press("Enter")
    again = page.locator("#conversation .exchange").nth(2)
    expect(again.locator(".question")).to_have_text("What did Maren Lund say about hope?", timeout=60_000)
    expect(again.locator(".read")).to_be_visible(timeout=60_000)
    expect(again.locator(".understood")).to_have_count(0)


def test_a_whole_conversation_is_saved_and_verified(
    page: Page, assistant: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(page, OPENED)
    expect(page.locator(".saving.all")).to_have_count(0)
    ask(page, "Who sang in the village of Orrin?")
    files = {}
    for form in ("Markdown", "HTML", "JSON"):
        with page.expect_download() as waiting:
            page.locator("#conversation .saving.all button", has_text=form).click()
        ending = waiting.value.suggested_filename.rsplit(".", 1)[1]
        files[ending] = tmp_path / f"saved.{ending}"
        waiting.value.save_as(files[ending])
    for file in files.values():
        written = file.read_text(encoding="utf-8")
        assert all(part in written for part in (OPENED, "Orrin", "Ruth Ansel", "The Post", "https://x.example/b"))
    conversation = json.loads(files["json"].read_text(encoding="utf-8"))
    assert conversation["conversation"] == OPENED
    assert [check(answer, assistant.index) for answer in conversation["answers"]] == [[], []]
    command = ["verify", str(files["json"]), "--index", str(assistant.index.folder)]
    assert main(command) == 0
    files["json"].write_text(files["json"].read_text(encoding="utf-8").replace("Ruth Ansel", "Ruth Ensel"))
    assert main(command) == 1
    assert "2 answers checked, 0 problems" in capsys.readouterr().out

    asked: list[str] = []
    kept = page.context.new_page()
    kept.on("request", lambda request: asked.append(request.url))
    kept.goto(files["html"].as_uri())
    expect(kept.locator("h1")).to_have_text(OPENED)
    expect(kept.locator("h2")).to_have_count(2)
    assert asked == [files["html"].as_uri()]


def test_a_reopened_answer_says_which_quotes_no_longer_stand(page: Page, assistant: Assistant) -> None:
    ask(page, OPENED)
    ask(page, LONGER)
    assistant.index.remove(["glacier"])
    assert assistant.add(Article("bridge", f"Corrected. {BRIDGE}", "The bridge", "The Post")).updated
    page.reload()
    page.wait_for_selector("#conversation .exchange")
    first, second = (page.locator("#conversation .exchange").nth(n) for n in range(2))
    expect(first.locator(".problem")).to_contain_text("the article has changed")
    expect(second.locator(".problem")).to_contain_text("the article is gone")
    first.locator(".mark").first.click()
    expect(page.locator("#source-view .problem")).to_contain_text("no longer stand there")
    expect(page.locator("#source-view mark.current")).to_have_count(0)
    second.locator(".mark").first.click()
    expect(page.locator("#source-view .problem")).to_contain_text("no longer in the index")
    expect(page.locator("#source-view blockquote")).to_contain_text("Holm glacier")
    with page.expect_download() as waiting:
        page.locator("#conversation .saving.all button", has_text="Markdown").click()
    assert "No longer to be checked" in waiting.value.path().read_text(encoding="utf-8")
