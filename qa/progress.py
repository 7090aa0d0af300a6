"""Show the progress of adding: a bar on a terminal, a line every few seconds where there is none."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from index.articles import expected
from index.types import Progress, Report
from qa.render import one_line

EVERY = 5.0
"""Seconds between lines where there is no terminal."""


@contextmanager
def shown(things: Sequence[object]) -> Iterator[Progress]:
    """Give a progress callback that writes to standard error."""
    if sys.stderr.isatty():
        from tqdm import tqdm

        counts = [expected(thing) if isinstance(thing, str) else 1 for thing in things]
        total = None if None in counts else sum(n or 0 for n in counts)
        with tqdm(total=total, unit=" articles", dynamic_ncols=True, leave=False) as bar:

            def on_terminal(name: str, report: Report) -> None:
                bar.set_postfix_str(one_line(name)[:40], refresh=False)
                bar.update(1)

            yield on_terminal
        return
    begun = said = time.monotonic()

    def on_pipe(name: str, report: Report) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= EVERY:
            said = now
            print(f"{now - begun:.0f} s: {report}; now {one_line(name)[:80]}", file=sys.stderr, flush=True)  # noqa: T201

    yield on_pipe
