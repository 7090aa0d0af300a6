"""Tell the line ends that end a sentence from those of hard-wrapped prose, that of narrow columns too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

NARROWEST = 20
"""Characters of a line under which it is not taken for one of a column: the lines of lists and poems are as short."""
COLUMN = 8
"""Lines that are looked at, above and below, for whether they are those of a column."""
FULL = 0.92
"""Share of the longest line's characters that a line and the next word must pass for it to be full: letters differ in width."""

LINE_ENDS = "\n\r\x85\u2028\u2029\x0b\x0c"
LINE_END = re.compile(rf"[{LINE_ENDS}]\s*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r[^\S\r\n]*\r|\u2028\s*\u2028|\x85\s*\x85|[\u2029\x0b\x0c]")
_LIST_MARK = re.compile(r"[ \t]*(?:[-*•–—▪◦]|\d{1,3}[.)]|[A-Za-z][.)])\s+\S")
_SOLID = re.compile(r"\S{1,20}")


class _Line(NamedTuple):
    """What of a line tells whether it goes on in the next one.

    Its length, that of the next one's first word, whether some words go on there in a small letter, whether a stop or more
    than a line's end comes behind it, and where the next begins.
    """

    length: int
    follows: int
    goes_on: bool
    stopped: bool
    end: int

    def is_full(self, width: int) -> bool:
        """Tell whether the next line's first word found no room in a column of this width."""
        return self.length + 1 + self.follows > FULL * width


def line_cuts(text: str) -> Iterator[int]:
    """Yield the line ends that end a sentence; other line ends are taken for hard-wrapped prose.

    They are those before a blank line, after a stop, a colon or a row of a table, after a short line and before a list mark;
    but for the short lines of a narrow column.
    """
    lines: list[_Line] = []
    start = 0
    for m in LINE_END.finditer(text):
        before = text[start : m.start()].rstrip()
        start = m.end()
        apart = bool(_BLANK_LINE.search(m.group()) or _LIST_MARK.match(text, start))
        follows = _SOLID.match(text, start)
        stopped = apart or not before or before[-1] in ".!?…:;|\"'”’)]。！？"
        word = follows.group() if follows else ""
        lines.append(_Line(len(before), len(word), before.count(" ") > 1 and word[:1].islower(), stopped, start))
    for number, line in enumerate(lines):
        if line.stopped or line.length > 110 or (line.length < 50 and not _in_column(lines, number)):
            yield line.end


def _in_column(lines: Sequence[_Line], number: int) -> bool:
    """Tell whether a line breaks where its column ends: here as on the lines above or below the next word found no room."""
    if lines[number].length < NARROWEST:
        return False
    line = lines[number]
    for near in (lines[number : number + COLUMN], lines[max(0, number + 1 - COLUMN) : number + 1]):
        width = max(one.length for one in near)
        unstopped = [one for one in near if not one.stopped]
        full = [one for one in unstopped if one.is_full(width)]
        goes_on = sum(one.goes_on for one in unstopped) >= 0.5 * len(unstopped)  # rows of tables and titles do not
        enough = len(unstopped) >= COLUMN // 2 and len(full) >= 0.8 * len(unstopped)
        if width <= 110 and enough and goes_on and line.is_full(width):
            return True
    return False
