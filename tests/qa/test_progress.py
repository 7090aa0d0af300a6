from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

from index.types import Report
from qa.progress import shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("name", "total"), [("seven.jsonl", "/8 "), ("seven.json", " articles")])
def test_the_bar_counts_articles_where_they_can_be_counted_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, total: str
) -> None:
    rows = [{"id": str(n), "text": f"Ferry {n} left."} for n in range(7)]
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / name).write_text(lines if name.endswith("l") else json.dumps(rows), encoding="utf-8")
    (tmp_path / "one.txt").write_text("The mayor slept.", encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with shown([str(tmp_path)]) as progress:
        for n in range(8):
            progress(f"\x1b[31m{n}", Report())
    said = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert total in said
    assert bool(re.search(r"\d/\d", said)) == ("/" in total)
