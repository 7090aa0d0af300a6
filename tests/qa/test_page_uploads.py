"""What is uploaded: named as its owner named it, added once, and in nobody's place; who is let in with it."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import pytest

from qa import Assistant
from qa.page.adding import Adding, add_files, turn
from qa.page.api import Api
from qa.page.login import Login
from qa.page.settings import PageSettings

Small = Callable[..., Assistant]


def done(assistant: Assistant, *files: Path) -> Adding:
    *_, last = add_files(assistant, files)
    return last


def written(folder: Path, name: str, *lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder / name


def test_a_bad_line_is_named_without_the_place_on_the_server(small: Small, tmp_path: Path) -> None:
    good = json.dumps({"id": "kiln", "text": "The kiln at Marl burned for ten days."})
    state = done(small(), written(tmp_path / "up", "mine.jsonl", good, "{not json"))
    said = [(failure.name, failure.reason) for failure in (*state.failed, *state.report.failed)]
    assert len(said) == 1
    assert said[0][0].startswith("mine.jsonl")
    assert str(tmp_path) not in "".join(said[0])


def test_one_file_given_twice_is_added_once(small: Small, tmp_path: Path) -> None:
    file = written(tmp_path / "up", "kiln.txt", "The kiln at Marl burned for ten days.")
    state = done(small(), file, file)
    assert (len(state.report.added), state.failed, state.report.failed) == (1, [], [])


def test_what_one_visitor_stops_is_kept_while_another_waits_with_the_same_file(small: Small, tmp_path: Path) -> None:
    asking = small()
    texts = [written(tmp_path / who, "kiln.txt", "The kiln at Marl burned for ten days.") for who in ("alice", "bob")]
    with turn(asking):  # somebody else is adding: both wait
        alice, bob = (add_files(asking, [text]) for text in texts)
        next(alice)
        first = next(bob)
        first.stopping.set()
        *_, _ = bob
    *_, last = alice
    assert (len(last.report.added), last.failed, last.report.failed) == (1, [], [])


def test_an_upload_that_is_not_wanted_leaves_no_file_though_nobody_waits_for_it(small: Small, tmp_path: Path) -> None:
    asking = small()
    with turn(asking):
        left = add_files(asking, [written(tmp_path / "up", "blank.txt", " ")])
        next(left).stopping.set()
        left.close()  # the browser was closed
    home = asking.index.folder / "uploads"
    until = time.monotonic() + 20
    while any(path.is_file() for path in home.rglob("*")) and time.monotonic() < until:
        time.sleep(0.05)
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_an_upload_takes_nobody_s_place(small: Small, tmp_path: Path) -> None:
    asking = small()
    for folder, text in (("alice", "The kiln at Marl burned."), ("bob", "The mill turned all night.")):
        state = done(asking, written(tmp_path / folder, "export.jsonl", json.dumps({"id": "1", "text": text})))
    assert "already" in state.report.failed[0].reason
    assert "kiln" in asking.index.article("1").text


def test_a_removed_upload_leaves_no_file_behind_but_a_shared_one_stays(small: Small, tmp_path: Path) -> None:
    asking = small()
    rows = [json.dumps({"id": name, "text": f"The {name} turned all night."}) for name in ("mill", "wheel")]
    done(asking, written(tmp_path / "up", "kiln.txt", "The kiln at Marl burned for ten days."))
    done(asking, written(tmp_path / "up", "two.jsonl", *rows))
    kept = {a.id: Path(str(a.path)) for a in asking.index.articles() if a.path}
    kiln = next(name for name in kept if name.startswith("kiln"))
    asking.index.remove([kiln, "mill"])
    assert not kept[kiln].parent.exists()
    assert kept["wheel"].exists()
    asking.index.remove(["wheel"])
    assert [path for path in (asking.index.folder / "uploads").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("before", ['theme={"dark": true}', "a[b]=1", "name=J\xfcrgen", ""])
@pytest.mark.parametrize(("token", "status"), [("right", 200), ("wrong", 401)])
def test_cookies_of_others_on_the_host_lock_nobody_out(before: str, token: str, status: int) -> None:
    answered: list[int] = []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answered.append(message["status"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    cookie = f"{before}; access-token-x={token}".encode("latin-1")
    scope = {
        "type": "http", "method": "GET", "path": "/gradio_api/info", "headers": [(b"cookie", cookie)],
        "app": SimpleNamespace(cookie_id="x", tokens={"right": "ruth"}),
    }  # fmt: skip
    asyncio.run(Login(page, name="ruth", password="a-password")(scope, receive, send))
    assert answered == [status]


def test_questions_of_programs_do_not_wait_for_an_adding(small: Small, tmp_path: Path) -> None:
    asking = small()
    done(asking, written(tmp_path / "up", "kiln.txt", "The kiln at Marl burned for ten days."))

    async def calls() -> str:
        api = Api(asking, PageSettings())
        async with anyio.create_task_group() as group:
            for title in ("one", "two", "three"):
                group.start_soon(lambda name=title: api.add(text="The mill turned.", title=name))
            await anyio.sleep(0.3)
            with anyio.fail_after(20):
                found = await api.articles()
            held.release()
        return found

    held = turn(asking)
    held.acquire()
    releasing = threading.Timer(60, held.release)
    try:
        assert len(json.loads(asyncio.run(calls()))) == 1
    finally:
        releasing.cancel()
    assert asking.index.counts()[0] == 4
