"""What in an article's text is not the article's own words: marked as slices, never deleted.

Marking too much loses answers, marking too little shows a stray "Follow Us": so only whole lines are marked that can
hardly be a statement of the article, and the photo credit behind a caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index import notices
from index.dates import date_line
from index.types import Span

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_LONGEST_NOTICE = 450
_TOP, _BOTTOM = 8, 3


def boilerplate(text: str) -> tuple[Span, ...]:
    """Mark what are not the article's own words: whole lines, or the photo credit that ends one.

    The slices are in code points, sorted, do not overlap, and end where a line ends.
    """
    lines = lines_of(text)
    dated = [number for number, (start, end) in enumerate(lines) if date_line(text[start:end])]
    found: list[Span] = []
    for number, (start, end) in enumerate(lines):
        line = text[start:end].strip()
        if _inside_paragraph(text, lines, number):
            continue
        if number in dated and (number < _TOP or number >= len(lines) - _BOTTOM):
            # Several dates alone on their lines are the headings of a timeline, not the date of the article.
            if len(dated) <= 2:
                found.append((start, end))
        elif _is_boilerplate(line, near_edge=number < _TOP or number >= len(lines) - _BOTTOM) or (
            # What only boilerplate precedes is the title, "VIDEO: ..." too.
            len(found) < number and _leads_away(line)
        ):
            found.append((start, end))
        elif credit := notices.CREDIT_BEHIND.search(text, max(start, end - 160), end):
            found.append((credit.start() + 1, end))
    return tuple(found)


def lines_of(text: str) -> list[Span]:
    """Slice a text into the lines that are not blank, without their ends."""
    return [found.span() for found in _LINE.finditer(text) if not found[0].isspace()]


def merged(*marks: Iterable[Span]) -> tuple[Span, ...]:
    """Join slices from several sources into sorted ones that do not overlap."""
    found: list[Span] = []
    for start, end in sorted(span for spans in marks for span in spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _is_boilerplate(line: str, *, near_edge: bool) -> bool:
    """Tell whether a whole stripped line is boilerplate; bylines and credits of the page only near its edges."""
    if len(line) > _LONGEST_NOTICE:
        return False
    plain = notices.LINK.sub(r"\1", line).strip()
    if not plain or notices.ADDRESS.fullmatch(line):  # nothing but Markdown marks, an address or a picture
        return True
    if near_edge and (by := notices.BYLINE.match(plain)) and not notices.NO_NAME.search(by["names"]):
        return True
    if notices.NOTICES.fullmatch(plain) or notices.NOTICES.fullmatch(plain.rstrip("!.: ")):
        return True
    whole = (notices.SHARE, notices.DATELINE, notices.CREDIT_LINE)
    if any(pattern.fullmatch(plain) for pattern in whole):
        return True
    return bool(notices.ASKS.match(plain))


def _leads_away(line: str) -> bool:
    """Tell whether a stripped line is the headline of another page."""
    if len(line) > 1_000:  # before any pattern looks at it: a line may be made to be slow
        return False
    plain = notices.LINK.sub(r"\1", line).strip()
    return len(plain) <= 200 and bool(notices.LEADS.match(plain))


def _inside_paragraph(text: str, lines: list[Span], number: int) -> bool:
    """Tell whether a line is part of a paragraph that was wrapped by hand, where any words may begin a line."""
    start, end = lines[number]
    if number + 1 < len(lines):
        following = lines[number + 1]
        if _touch(text[end : following[0]]) and text[slice(*following)].lstrip()[:1].islower():
            return True
    if number and _touch(text[lines[number - 1][1] : start]):
        above = text[slice(*lines[number - 1])].rstrip()
        return len(above) >= 50 and bool(re.search(r"[\w,;–—-]$", above))
    return False


def _touch(between: str) -> bool:
    """Tell whether only one line end stands between two lines."""
    return len(re.findall(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", between)) <= 1
