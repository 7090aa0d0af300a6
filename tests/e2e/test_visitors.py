"""Several people at once, each with a browser of their own: the benchmark itself, with fewer of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "visitors.py"


@pytest.mark.browser
@pytest.mark.timeout(900)
def test_everybody_gets_their_own_answer_and_the_page_stays_usable() -> None:
    command = [sys.executable, str(SCRIPT), "--visitors", "6", "--json"]
    done = subprocess.run(command, cwd=SCRIPT.parent.parent.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    seen = json.loads(done.stdout)
    assert (seen["visitors"], seen["wrong"]) == (6, [])
    assert seen["answer"]["longest"] < 300
    # A click never waits for all the questions before it.
    assert seen["click meanwhile"]["median"] < max(1.0, seen["answer"]["median"] / 2)
