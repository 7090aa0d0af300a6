"""The command line among other processes: pipes, signals, no network, quick help."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

import qa
from qa import Assistant

ROOT = Path(qa.__file__).resolve().parent.parent
Start = Callable[..., subprocess.Popen[str]]
PIPE = subprocess.PIPE


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the command line; what still runs at the end of the test is killed."""
    running: list[subprocess.Popen[str]] = []

    def started(*arguments: str | Path, before: tuple[str, ...] = (), **env: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "qa", *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **env},
            cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=PIPE, stderr=PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        running.append(process)
        return process

    yield started
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def line_of(stream: IO[str] | None, *, within: float) -> str:
    """Return the next line of a stream that says something in time."""
    assert stream is not None
    ready, _, _ = select.select([stream], [], [], within)
    assert ready, f"nothing said within {within} s"
    return stream.readline()


# --- pipes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["articles", "show"])
def test_a_reader_that_closes_the_pipe_is_no_error(start: Start, tmp_path: Path, verb: str) -> None:
    from index import ArticleIndex
    from index.testing import HashEmbedder
    from index.types import Article

    with ArticleIndex.open(tmp_path / "many", embedder=HashEmbedder()) as index:
        index.add([Article(f"id-{n}", f"Story {n}.", f"Title {n} {'x' * 400}") for n in range(400)])
        index.add([Article("long", "The ferry sank, said the mayor. " * 20_000)])
    process = start("articles" if verb == "articles" else "show", *(["long"] if verb == "show" else []), "--index",
                    tmp_path / "many")  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(40)
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr.read() == ""


def test_a_short_output_into_a_closed_pipe_is_no_error(start: Start, assistant: Assistant) -> None:
    process = start("articles", "--index", assistant.index.folder)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr.read() == ""


# --- signals and progress --------------------------------------------------------------------------


def test_progress_is_said_on_a_pipe_and_an_interrupted_add_keeps_what_it_added(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "stories"
    folder.mkdir()
    words = "The clerk of {} read the minutes of the harbour council aloud once more, and nobody in the room spoke. "
    for n in range(4_000):
        (folder / f"{n:05}.txt").write_text(words.format(n) * 16, encoding="utf-8")
    process = start("add", "--index", tmp_path / "shelf", folder)
    said = [line_of(process.stderr, within=60)]
    assert re.match(r"\d+ s: \d+ added, 0 updated, 0 unchanged, 0 removed, 0 failed; now \S", said[0]), said
    begun = time.monotonic()
    said.append(line_of(process.stderr, within=60))
    assert time.monotonic() - begun < 15
    added = [int(re.findall(r"(\d+) added", line)[0]) for line in said]
    assert 0 < added[0] < added[1] < 4_000
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == 130, errors
    assert output == ""
    last = errors.splitlines()[-1]
    assert last == "cuttings: interrupted; what was added is kept, the same command goes on from there"
    assert "Traceback" not in errors
    with Assistant.open(tmp_path / "shelf", create=False) as assistant:
        kept = assistant.index.counts()[0]
        # What was embedded together but not written when the signal came is added by the next run.
        assert added[0] - 100 <= kept < 4_000
        assert assistant.index.health() == {"store": "ok", "vectors": "ok"}
        first = folder / "00000.txt"
        assert assistant.index.add([str(first)]).unchanged != []


def test_an_interrupted_question_speaks_of_nothing_added(start: Start, assistant: Assistant, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "Who opened the bridge?"}\n' * 2_000, encoding="utf-8")
    process = start("ask", "--json", "--batch", questions, "--index", assistant.index.folder)
    assert json.loads(line_of(process.stdout, within=60))["question"] == "Who opened the bridge?"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert errors.splitlines()[-1] == "cuttings: interrupted"


def test_the_page_is_served_until_it_is_interrupted(start: Start, assistant: Assistant) -> None:
    process = start("serve", "--index", assistant.index.folder, "--port", "0")
    said = line_of(process.stdout, within=100)
    match = re.fullmatch(r"Cuttings is at (http://127\.0\.0\.1:\d+/?) \(stop with Ctrl-C\)\n", said)
    assert match, said
    with urllib.request.urlopen(match[1], timeout=30) as page:
        assert page.status == 200
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    assert "Traceback" not in errors


# --- quick, light, alone ---------------------------------------------------------------------------


def test_help_comes_in_less_than_half_a_second(start: Start) -> None:
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        output, errors = start("--help").communicate(timeout=60)
        took.append(time.perf_counter() - begun)
        assert output.startswith("usage: cuttings")
        assert errors == ""
    assert min(took) < 0.5, took


def test_help_names_every_verb_of_the_contract(start: Start) -> None:
    output = start("--help").communicate(timeout=60)[0]
    verbs = ("demo", "add", "ask", "search", "articles", "show", "remove", "verify", "evaluate", "serve", "doctor")
    for verb in (*verbs, "rebuild"):
        assert re.search(rf"^ +{verb} +\w", output, re.MULTILINE), verb


def test_asking_loads_no_torch_gradio_chroma_or_llama_index(assistant: Assistant, tmp_path: Path) -> None:
    code = (
        "import qa.cli, sys\n"
        f"qa.cli.main(['ask', '--index', {str(assistant.index.folder)!r}, 'Who won the chess open in Brno?'])\n"
        "print(*sorted({'torch', 'gradio', 'chromadb', 'llama_index', 'transformers'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=tmp_path,
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "Dvořák" in done.stdout
    assert done.stderr.strip() == ""


# Python of a process started with this on its path refuses every address but this machine's own.
BLOCK = """
import socket

def blocked(self, address, *rest):
    if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"the test allows no connection to {address!r}")
    return connect(self, address, *rest)

connect = socket.socket.connect
socket.socket.connect = socket.socket.connect_ex = blocked
socket.getaddrinfo_open = socket.getaddrinfo

def named(host, *rest, **more):
    if host not in (None, "127.0.0.1", "::1", "localhost"):
        raise OSError(f"the test looks up no {host!r}")
    return socket.getaddrinfo_open(host, *rest, **more)

socket.getaddrinfo = named
"""


def without_network() -> tuple[str, ...]:
    """Return what to put before a command so that the kernel gives it no network, where that may be asked for."""
    try:
        done = subprocess.run(["unshare", "-rn", "true"], capture_output=True, timeout=10, check=False)
    except OSError:
        return ()
    return ("unshare", "-rn") if done.returncode == 0 else ()


def test_the_demo_answers_without_a_network(start: Start, tmp_path: Path) -> None:
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")
    path = f"{tmp_path / 'blocked'}{os.pathsep}{ROOT}"
    refused = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 1)"],
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "the test looks up no '192.0.2.1'" in refused.stderr
    process = start("demo", "--index", tmp_path / "demo", before=without_network(), PYTHONPATH=path)
    output, errors = process.communicate(timeout=200)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert re.match(r"\d+ sample articles in ", output)
    assert "? Who supported Guaidó?\n" in output
    quotes = re.findall(r"^\[(\d+)\] “(.+)”\n    .*\((\S+), (\d+)-(\d+)\)$", output, re.MULTILINE)
    assert [int(q[0]) for q in quotes] == list(range(1, len(quotes) + 1)) != []
    with Assistant.open(tmp_path / "demo", create=False) as assistant:
        for _, text, article_id, begin, end in quotes:
            piece = assistant.index.article(article_id).text[int(begin) : int(end)]
            assert " ".join(piece.split()) == text


def test_asking_leaves_nothing_in_the_home_of_who_asks(start: Start, tmp_path: Path) -> None:
    # A library that counts its users keeps a number for the machine there and sends it home.
    process = start("demo", "--index", tmp_path / "demo")
    _, errors = process.communicate(timeout=200)
    assert process.returncode == 0, errors
    assert [str(path) for path in (tmp_path / "home").rglob("*") if path.is_file()] == []


def test_two_processes_may_ask_at_once(start: Start, assistant: Assistant, tmp_path: Path) -> None:
    folder = assistant.index.folder
    file = tmp_path / "batch.jsonl"
    file.write_text(json.dumps({"question": "Who won the chess open in Brno?"}) + "\n", encoding="utf-8")
    processes = [start("ask", "--index", folder, "--batch", file, "--json") for _ in range(2)]
    outputs: list[str] = []
    threads = [threading.Thread(target=lambda p=p: outputs.append(p.communicate(timeout=100)[0])) for p in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one, two = (json.loads(output) | {"seconds": {}} for output in outputs)
    assert one == two
    assert one["answered"]
