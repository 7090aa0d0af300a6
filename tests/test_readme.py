"""The README is true to the letter: its examples run, its help text is the real one, its files are there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from qa.cli import build_parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_python_examples_run_and_answer(tmp_path: Path) -> None:
    shown = "\n".join(blocks("python")) + "\nassert answer.answered and nodes and response.source_nodes\n"
    shown = shown.replace('"my-index"', repr(str(tmp_path / "my-index")))
    done = subprocess.run([sys.executable, "-c", shown], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "(1,)" in done.stdout


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
