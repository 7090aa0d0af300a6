"""Programs ask, search, list and add: over REST, the framework's client and MCP, each by a real client."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client
from mcp.types import TextContent

from qa import Assistant, Config
from qa.quotes import check

COST = "What did the harbour bridge in Dunmore cost?"
NAMES = ["add", "articles", "ask", "search"]

Launch = Callable[..., str]
HTTP = httpx.Client(timeout=60)


@pytest.fixture(scope="module")
def served(assistant: Assistant, launch: Launch) -> str:
    return launch(assistant, mcp=True)


@pytest.fixture
def own(tmp_path: Path, launch: Launch) -> Iterator[tuple[Assistant, str]]:
    """An assistant of the test's own, which may be changed, and where it is served."""
    with Assistant.open(tmp_path / "library", config=Config(reader="sentences")) as opened:
        yield opened, launch(opened, mcp=True)


def rest(address: str, name: str, **arguments: Any) -> Any:
    """Call over REST as anybody would: send the arguments, then fetch the result."""
    begun = HTTP.post(f"{address}gradio_api/call/v2/{name}", content=json.dumps(arguments))
    assert begun.status_code == 200, begun.text
    with HTTP.stream("GET", f"{address}gradio_api/call/{name}/{begun.json()['event_id']}") as events:
        lines = list(events.iter_lines())
    kind = next(line for line in reversed(lines) if line.startswith("event: "))
    data = json.loads(next(line for line in reversed(lines) if line.startswith("data: "))[6:])
    return json.loads(data[0]) if kind == "event: complete" else data["error"]


def over_mcp(address: str, *calls: tuple[str, dict[str, Any]], **headers: str) -> list[tuple[bool, str]]:
    """Call tools over MCP; return of each whether it went wrong and what it said."""

    async def called() -> list[tuple[bool, str]]:
        results = []
        async with (
            create_mcp_http_client(headers=headers) as client,
            streamable_http_client(f"{address}gradio_api/mcp/", http_client=client) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            for name, arguments in calls:
                result = await session.call_tool(name, arguments)
                assert isinstance(result.content[0], TextContent)
                results.append((bool(result.isError), result.content[0].text))
        return results

    return asyncio.run(called())


def same(answer: dict[str, Any]) -> dict[str, Any]:
    """Leave out of an answer what differs each time."""
    return {name: value for name, value in answer.items() if name != "seconds"}


def test_rest_asks_and_searches_as_the_library_does(served: str, assistant: Assistant) -> None:
    answer = rest(served, "ask", question=COST)
    assert same(answer) == same(json.loads(json.dumps(assistant.ask(COST).to_dict())))
    assert check(answer, assistant.index) == []
    found = rest(served, "search", question=COST, limit=2, fast=True)
    assert [hit["text"] for hit in found["hits"]] == [h.text for h in assistant.search(COST, limit=2, fast=True)]
    listed = rest(served, "articles", query="glácier")
    assert [article["article_id"] for article in listed] == ["glacier"]
    assert len(rest(served, "articles", limit=2)) == 2


def test_filters_the_day_and_caution_do_what_they_do_elsewhere(served: str) -> None:
    only = rest(served, "ask", question=COST, source="coast weekly", asked="2021-03-20", caution="low")
    assert {quote["source"] for quote in only["quotes"]} == {"Coast Weekly"}
    late = rest(served, "search", question=COST, after="2022-01-01")
    assert {hit["article_id"] for hit in late["hits"]} == {"glacier"}
    early = rest(served, "search", question=COST, before="2020-12-31")
    assert {hit["article_id"] for hit in early["hits"]} == {"odd-letters"}
    turns = [{"question": "What did the harbour bridge cost?", "answer": "61 million pounds"}]
    followed = rest(served, "ask", question="Who opened it?", turns=turns)
    assert "bridge" in followed["standalone_question"]


def test_the_frameworks_client_calls_by_name_and_by_place(served: str, assistant: Assistant) -> None:
    client = Client(served, verbose=False)
    answer = json.loads(client.predict(COST, api_name="/ask"))
    assert same(answer) == same(json.loads(json.dumps(assistant.ask(COST).to_dict())))
    assert len(json.loads(client.predict(question=COST, limit=1, api_name="/search"))["hits"]) == 1
    with pytest.raises(AppError, match=r"^after is '2021-99-01'|^.*2021-99-01.*$"):
        client.predict(question=COST, after="2021-99-01", api_name="/ask")


def test_mcp_offers_four_described_tools_and_answers(served: str, assistant: Assistant) -> None:
    async def tools() -> dict[str, Any]:
        async with (
            streamable_http_client(f"{served}gradio_api/mcp/") as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            return {tool.name: tool for tool in (await session.list_tools()).tools}

    offered = asyncio.run(tools())
    assert sorted(offered) == NAMES
    assert offered["ask"].description.startswith("Answer a question with quotes from the user's own articles")
    for tool in offered.values():
        assert all(about.get("description") for about in tool.inputSchema["properties"].values()), tool.name
    assert offered["ask"].inputSchema["required"] == ["question"]

    (wrong, said), (refused, reason) = over_mcp(served, ("ask", {"question": COST}), ("ask", {"question": " "}))
    assert not wrong
    assert same(json.loads(said)) == same(json.loads(json.dumps(assistant.ask(COST).to_dict())))
    assert refused
    assert reason == "question is empty; give a text"


def test_only_the_four_are_offered(served: str) -> None:
    info = HTTP.get(f"{served}gradio_api/info").json()
    assert sorted(info["named_endpoints"]) == [f"/{name}" for name in NAMES]
    assert info["unnamed_endpoints"] == {}


WRONG = [
    ("ask", {"question": ""}, "question is empty; give a text"),
    ("ask", {"question": ["a"]}, "question is ['a']; give a text"),
    ("ask", {"question": "x" * 100_000}, "the question has 100,000 characters"),
    ("ask", {"question": "\ud800"}, "question holds bytes that are no text"),
    ("ask", {"question": "Who?", "caution": "reckless"}, "caution is 'reckless'; give low, normal or high"),
    ("ask", {"question": "Who?", "after": "yesterday"}, "yesterday"),
    ("ask", {"question": "Who?", "asked": 7}, "asked is 7; give a text"),
    ("ask", {"question": "Who?", "turns": ["a"]}, "turns is ['a']; give a list of objects"),
    ("ask", {"question": "Who?", "source": {"path": "/etc/passwd"}}, "source is {'path': '/etc/passwd'}"),
    ("search", {"question": "Who?", "limit": 0}, "limit is 0; give a whole number from 1 to 200"),
    ("search", {"question": "Who?", "limit": True}, "limit is True; give a whole number"),
    ("search", {"question": "Who?", "fast": "very"}, "fast is 'very'; give true or false"),
    ("articles", {"limit": "all"}, "limit is 'all'"),
    ("add", {}, "nothing to add; give addresses, or text with a title"),
    ("add", {"text": "Some words."}, "the text has no title"),
    ("add", {"addresses": "http://a.example"}, "addresses is 'http://a.example'; give a list of texts"),
    ("add", {"addresses": ["http://a.example"] * 51}, "addresses has 51 entries; give at most 50 at a time"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "reason"), WRONG, ids=lambda value: str(value)[:40])
def test_what_cannot_be_used_is_refused_in_one_plain_line(
    served: str, name: str, arguments: dict[str, Any], reason: str
) -> None:
    said = rest(served, name, **arguments)
    assert reason in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("call/v2/ask", b'{"query": "Who?"}', "'query' is no argument of ask; ask takes question, source, after"),
        ("call/v2/ask", b"{}", "question is missing"),
        ("call/v2/ask", b'{"question": {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}}', "is a file"),
        ("call/v2/ask", b"[]", "is not a JSON object"),
        ("call/ask", b"hello", "is not JSON"),
        ("call/ask", b'{"data": []}', "question is missing"),
        ("run/search", b'{"data": "Who?"}', '"data" is not a list'),
        ("call/ask", b'{"data": [1, 2, 3, 4, 5, 6, 7, 8]}', '"data" is not a list of at most 7'),
        ("call/ask", b"[" * 100_000, "is not JSON"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_calls_that_are_none_are_refused_before_they_begin(served: str, path: str, body: bytes, reason: str) -> None:
    refused = HTTP.post(f"{served}gradio_api/{path}", content=body, headers={"content-type": "application/json"})
    assert refused.status_code == 422
    assert reason in refused.json()["error"]


def test_arguments_by_place_may_be_left_out(served: str, assistant: Assistant) -> None:
    done = HTTP.post(f"{served}gradio_api/run/ask", json={"data": [COST]})
    assert same(json.loads(done.json()["data"][0])) == same(json.loads(json.dumps(assistant.ask(COST).to_dict())))


def test_requests_without_end_are_refused(served: str) -> None:
    for path in ("call/v2/ask", "queue/join", "mcp/"):
        large = http.client.HTTPConnection(urlsplit(served).netloc)
        large.putrequest("POST", f"/gradio_api/{path}")
        large.putheader("content-length", "20000001")
        large.endheaders()
        assert large.getresponse().status == 413, path
        large.close()
        endless = HTTP.post(f"{served}gradio_api/{path}", content=iter([b"{"]))  # sent in pieces, their sum unsaid
        assert endless.status_code == 413, path


def test_what_is_added_can_be_asked_at_once(own: tuple[Assistant, str]) -> None:
    assistant, address = own
    text = "The orchard at Fenn Hollow grew 412 kinds of apple in 1931.\r\n\tIts keeper was Ada Lorne."
    about = {"text": text, "title": "The orchard report", "source": "The Post", "published": "1932-05-01"}
    report = rest(address, "add", **about)
    assert (len(report["added"]), report["failed"]) == (1, [])
    assert assistant.index.article(report["added"][0]).text == text
    assert rest(address, "add", **about)["unchanged"] == report["added"]
    other = rest(address, "add", **{**about, "text": text.replace("412", "7")})
    assert other["added"]
    assert other["added"] != report["added"]
    asked = rest(address, "ask", question="How many kinds of apple grew at Fenn Hollow?", after="1932-01-01")
    assert "412 kinds" in " ".join(quote["text"] for quote in asked["quotes"])


def test_addresses_inside_and_paths_are_not_added(own: tuple[Assistant, str], tmp_path: Path) -> None:
    assistant, address = own
    secret = tmp_path / "secret.txt"
    secret.write_text("The key is under the third stone.\n")
    inside = f"{address}config"
    given = [inside, str(secret), f"file://{secret}", "http://[::ffff:127.0.0.1]/", "http://localhost:7860/"]
    for report in (
        rest(address, "add", addresses=given),
        json.loads(over_mcp(address, ("add", {"addresses": given}))[0][1]),
    ):
        reasons = {failure["name"]: failure["reason"] for failure in report["failed"]}
        assert "is not a web address" in reasons[str(secret)]
        assert "is not a web address" in reasons[f"file://{secret}"]
        assert all("private network" in reasons[url] for url in given if url.startswith("http"))
    assert assistant.index.counts()[0] == 0


def test_other_pages_and_names_reach_neither_rest_nor_mcp(served: str) -> None:
    port = httpx.URL(served).port
    for path in ("call/v2/ask", "call/ask", "run/ask", "mcp/", "mcp/sse", "mcp/schema"):
        for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"host": f"evil.example:{port}"}):
            sent = HTTP.post(f"{served}gradio_api/{path}", json={"question": COST}, headers=headers)
            assert sent.status_code == 403, (path, headers)
    with pytest.raises(BaseExceptionGroup):
        over_mcp(served, ("ask", {"question": COST}), origin="https://evil.example")
    assert not over_mcp(served, ("ask", {"question": COST}), origin=served.rstrip("/"))[0][0]


@pytest.fixture(scope="module")
def locked(assistant: Assistant, launch: Launch) -> str:
    return launch(assistant, mcp=True, auth=("ruth", "opening day: 3"))


def test_nothing_is_served_before_the_login(locked: str, assistant: Assistant) -> None:
    reading = ["config", "gradio_api/info", "gradio_api/queue/data?session_hash=a", "gradio_api/upload_progress",
               "gradio_api/heartbeat/a", "gradio_api/mcp/", "gradio_api/mcp/schema", "gradio_api/mcp/sse",
               "gradio_api/openapi.json", "gradio_api/user", "gradio_api/token", "monitoring/summary",
               "assets/../config"]  # fmt: skip
    sending = ["gradio_api/call/v2/ask", "gradio_api/call/ask", "gradio_api/run/ask", "gradio_api/queue/join",
               "gradio_api/mcp/", "gradio_api/cancel", "gradio_api/reset", "gradio_api/upload"]  # fmt: skip
    wrong = base64.b64encode(b"ruth:opening day").decode()
    for headers in ({}, {"authorization": f"Basic {wrong}"}, {"authorization": "Basic ???"},
                    {"cookie": "access-token-unsecure=ruth"}):  # fmt: skip
        for path in reading:
            assert HTTP.get(f"{locked}{path}", headers=headers).status_code == 401, (path, headers)
        for path in sending:
            assert HTTP.post(f"{locked}{path}", json={"question": COST}, headers=headers).status_code == 401, path
    database = (assistant.index.folder / "library.sqlite").resolve()
    assert HTTP.get(f"{locked}gradio_api/file={database}").status_code == 403
    page = HTTP.get(locked)
    assert page.status_code == 200
    assert not any(article.title in page.text for article in assistant.index.articles())
    assert '"auth_required":true' in page.text.replace(" ", "")


def test_name_and_password_open_rest_the_client_and_mcp(locked: str) -> None:
    pair = ("ruth", "opening day: 3")
    done = HTTP.post(f"{locked}gradio_api/run/ask", json={"data": [COST]}, auth=pair)
    assert json.loads(done.json()["data"][0])["answered"]
    assert json.loads(Client(locked, auth=pair, verbose=False).predict(COST, api_name="/ask"))["answered"]
    basic = base64.b64encode(":".join(pair).encode()).decode()
    (wrong, said), *_ = over_mcp(locked, ("ask", {"question": COST}), authorization=f"Basic {basic}")
    assert not wrong
    assert json.loads(said)["answered"]


def test_without_its_package_mcp_says_what_to_install(tmp_path: Path) -> None:
    missing = "import sys; sys.modules['mcp'] = None; from qa.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", missing, "serve", "--mcp", "--port", "0", "--index", str(tmp_path / "library")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "cuttings: --mcp needs a package that is not installed; install it with: pip install 'mcp>=1.30,<2'\n"
    )
