"""The README is true to the letter: its examples run, its help text is the real one, its files are there."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.cli import build_parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


PAGE = "http://127.0.0.1:7860"
"""Where the page is; examples that name it need it to run."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample articles and return where."""
    folder = tmp_path_factory.mktemp("served") / "library"
    cuttings = [sys.executable, "-m", "qa"]
    subprocess.run([*cuttings, "add", "qa/demo", "--index", str(folder)], cwd=ROOT, check=True, capture_output=True)
    command = [*cuttings, "serve", "--mcp", "--port", "0", "--index", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[3].rstrip("/")
        assert server.stdout.readline().startswith("MCP is at http://127.0.0.1:")
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=60) == 0


@pytest.mark.parametrize("number", range(3), ids=["rest", "client", "mcp"])
def test_examples_for_other_programs_run_and_answer(address: str, number: int) -> None:
    examples = [block for block in blocks("python") if PAGE in block]
    assert len(examples) == 3
    shown = examples[number].replace(PAGE, address) + "\nassert answer['answered'] and answer['quotes'], answer\n"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr[-2000:]


def test_python_examples_run_and_answer(tmp_path: Path) -> None:
    shown = (
        "\n".join(b for b in blocks("python") if PAGE not in b)
        + "\nassert answer.answered and nodes and response.source_nodes\n"
    )
    shown = shown.replace('"my-index"', repr(str(tmp_path / "my-index")))
    done = subprocess.run([sys.executable, "-c", shown], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "(1," in done.stdout


@pytest.mark.parametrize(
    "line", [line for block in blocks("sh") for line in block.splitlines() if line.startswith("cuttings ")]
)
def test_shell_examples_are_understood(line: str) -> None:
    words = shlex.split(line.partition("#")[0].partition(">")[0])
    assert build_parser().parse_args(words[1:]).verb == words[1]


def test_help_text_is_the_real_one() -> None:
    environment = {**os.environ, "COLUMNS": "100"}
    command = [sys.executable, "-m", "qa", "--help"]
    help_text = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    assert help_text.strip() in README


def test_every_linked_file_is_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).is_file(), target
