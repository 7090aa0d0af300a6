"""Hostile articles, titles, file names and questions stay letters; other names and pages get no answer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from asking import ask
from playwright.sync_api import Browser, Page, expect

from index.errors import InputRefused
from qa import Assistant, Config
from qa.app import serve

pytestmark = pytest.mark.browser

ATTACKS = (
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    '"><svg onload=window.hacked=1>',
    "' onmouseover='window.hacked=1' x='",
    "![pixel](http://evil.example/pixel.png)",
    "[click](javascript:window.hacked=1)",
    "<a href='javascript:window.hacked=1'>a</a>",
    "<a href='data:text/html,<script>window.hacked=1</script>'>a</a>",
    "<form action=http://evil.example/><input name=q><button>go</button></form>",
    "<div style='position:fixed;inset:0;background:url(http://evil.example/bg.png)'>over</div>",
    "<style>@import url(http://evil.example/x.css);body{display:none}</style>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<iframe src=http://evil.example/></iframe>",
    "<base href=http://evil.example/>",
    "${window.hacked=1}",
    "`${window.hacked=1}`",
    "{{#with window}}{{hacked}}{{/with}}{{constructor.constructor 'window.hacked=1'}}",
    "</blockquote></figure></article></div><video src=http://evil.example/v.mp4 autoplay>",
    "<!--",
    "<textarea>",
    "\u202e<math><mi xlink:href='javascript:window.hacked=1'>m",
)


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Assistant]:
    rows = [
        {
            "id": f"{number}{attack}", "title": f"Title {attack}", "source": f"Source {attack}",
            "author": f"Author {attack}", "published": "2021-01-01",
            "url": ("javascript:window.hacked=1", f"https://x.example/{attack}", attack)[number % 3],
            "text": f"The marmot number{number} said {attack} at the fair of Grelling.",
        }
        for number, attack in enumerate(ATTACKS)
    ]  # fmt: skip
    corpus = tmp_path / "hostile.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows))
    with Assistant.open(tmp_path / "library", config=Config(reader="sentences")) as opened:
        assert len(opened.add([str(corpus)]).added) == len(ATTACKS)
        yield opened


ACTIVE = "script, img, svg:not(.picture svg), form, iframe, style, link, meta, base, video, math, object, embed, input, [onload], [onerror]"


def quiet(page: Page) -> None:
    """Nothing in our parts is active, styled or led elsewhere by what others wrote."""
    for part in ("#conversation", "#source-view", "#shelf", "#adding-outcome", "#status", "#articles-heading"):
        assert page.locator(f"{part} .html-container > div :is({ACTIVE})").count() == 0, part
    # Our own drawings are there, of a few elements that can do nothing, and with attributes of ours.
    drawn = page.locator(".picture svg, .picture svg *")
    names = drawn.evaluate_all("all => all.map(e => [e.tagName, ...e.getAttributeNames()])")
    assert {name for name, *_ in names} <= {"svg", "rect", "line", "text", "circle", "g", "path"}
    assert not [n for _, *given in names for n in given if n.startswith("on") or "href" in n or n == "style"]
    links = page.locator("#source-view a, #conversation a, #shelf a")
    assert all((links.nth(i).get_attribute("href") or "").startswith("http") for i in range(links.count()))
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("getComputedStyle(document.body).display") != "none"


def test_hostile_articles_stay_letters(
    visit: Callable[[str], Page], launch: Callable[[Assistant], str], hostile: Assistant
) -> None:
    page = visit(launch(hostile))
    expect(page.locator("#shelf .article")).to_have_count(len(ATTACKS))
    quiet(page)
    for number in range(len(ATTACKS)):
        row = page.locator("#shelf .article").nth(number)
        article_id = str(row.get_attribute("data-article"))
        row.click()
        article = hostile.index.article(article_id)
        expect(page.locator("#source-view .source")).to_have_attribute("data-article", article_id)
        assert page.locator("#source-view .text").evaluate("e => e.textContent") == article.text
        assert page.locator("#source-view h2").evaluate("e => e.textContent") == article.title
        quiet(page)
    for question in ("What did the marmots say at the fair of Grelling?", *ATTACKS[:3]):
        ask(page, question)
        assert (
            page.locator("#conversation .exchange").last.locator(".question").evaluate("e => e.textContent") == question
        )
        quiet(page)
    page.locator("#conversation .mark").first.click()
    expect(page.locator("#source-view mark.current")).to_be_visible()
    quiet(page)


def test_hostile_file_names_stay_letters(
    visit: Callable[[str], Page], launch: Callable[[Assistant], str], tmp_path: Path
) -> None:
    names = ["<img src=x onerror=window.hacked=1>.txt", "..\\..\\up.txt", '"><svg onload=window.hacked=1>.exe']
    paths = [tmp_path / name for name in names]
    for number, path in enumerate(paths):
        path.write_text(f"The stork number{number} landed at Quell.\n")
    with Assistant.open(tmp_path / "library", config=Config(reader="sentences")) as opened:
        page = visit(launch(opened))
        page.locator("#upload input[type=file]").set_input_files([str(path) for path in paths])
        expect(page.locator("#shelf .article")).to_have_count(2, timeout=60_000)
        expect(page.locator("#adding-outcome")).to_contain_text("is not a kind of file that is read")
        quiet(page)
        home = (opened.index.folder / "uploads").resolve()
        assert all(Path(a.path or "").is_relative_to(home) for a in opened.index.articles())


def test_other_names_and_other_pages_are_refused(address: str) -> None:
    port = httpx.URL(address).port
    for path in ("", "config", "gradio_api/info", "gradio_api/queue/join"):
        for headers in (
            {"host": "evil.example"},
            {"host": f"evil.example:{port}"},
            {"host": f"127.0.0.1.evil.example:{port}"},
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": f"http://localhost:{(port or 0) + 1}"},
        ):
            assert httpx.get(f"{address}{path}", headers=headers).status_code == 403, (path, headers)
    own = httpx.get(address, headers={"origin": address.rstrip("/")})
    assert own.status_code == 200
    assert "default-src 'self'" in own.headers["content-security-policy"]
    assert httpx.get(f"http://localhost:{port}/").status_code == 200


def test_files_of_the_server_are_not_served(address: str, assistant: Assistant) -> None:
    database = (assistant.index.folder / "library.sqlite").resolve()
    for path in (database, Path("/etc/passwd"), Path("pyproject.toml").resolve()):
        answer = httpx.get(f"{address}gradio_api/file={path}")
        assert answer.status_code in (403, 404), path
    for path in ("monitoring", "docs", "openapi.json", "redoc"):
        answer = httpx.get(f"{address}{path}")
        assert answer.status_code in (403, 404), path


def test_uploads_are_limited_and_never_served(address: str) -> None:
    upload = f"{address}gradio_api/upload"
    large = httpx.post(upload, files={"files": ("large.txt", b"x" * 50_000_001)}, timeout=60)
    assert large.status_code == 413
    endless = httpx.post(upload, content=iter([b"x"]), headers={"content-type": "multipart/form-data; boundary=b"})
    assert endless.status_code == 413
    taken = httpx.post(upload, files={"files": ("page.html", b"<script>window.hacked=1</script>")})
    (path,) = taken.json()
    for way in ("file=", "file/"):
        assert httpx.get(f"{address}gradio_api/{way}{path}").status_code == 403
    Path(path).unlink()


def test_serving_to_others_without_a_password_is_refused(assistant: Assistant) -> None:
    with pytest.raises(InputRefused, match=r"'0\.0\.0\.0'.*--auth"):
        serve(assistant, host="0.0.0.0")


def test_serve_says_where_it_is_and_ends_when_interrupted(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom qa import Assistant, Config\nfrom qa.app import serve\n"
        "assistant = Assistant.open(sys.argv[1], config=Config(reader='sentences'))\n"
        "serve(assistant, port=0, ready=lambda address: print(address, flush=True))\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "library")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ, cwd=Path.cwd()) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        assert httpx.get(address).status_code == 200
        with pytest.raises(InputRefused, match="choose another with --port"):
            serve(Assistant.open(tmp_path / "other"), port=httpx.URL(address).port or 0)
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert process.wait(timeout=30) == 0
        assert time.monotonic() - begun < 15


def test_a_password_is_asked_for_and_the_page_works_behind_it(
    browser: Browser, launch: Callable[..., str], assistant: Assistant
) -> None:
    address = launch(assistant, auth=("ruth", "opening day: 3"))
    page = browser.new_context().new_page()
    page.goto(address)
    page.get_by_label("username").fill("ruth")
    page.get_by_label("password").fill("closing day")
    page.get_by_role("button", name="Login").click()
    expect(page.get_by_text("Incorrect")).to_be_visible()
    assert page.locator("#conversation, #shelf").count() == 0
    assert page.request.get(f"{address}config").status == 401

    page.get_by_label("username").fill("ruth")
    page.get_by_label("password").fill("opening day: 3")
    page.get_by_role("button", name="Login").click()
    expect(page.locator("#articles-heading .count")).to_have_text(str(assistant.index.counts()[0]), timeout=30_000)
    ask(page, "What did the harbour bridge in Dunmore cost?")
    page.locator("#conversation .mark").first.click()
    expect(page.locator("#source-view mark.current")).to_be_visible()
    page.context.close()
