"""Read what a person sees at the top of a text: its title, the paper it is from, who wrote it and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.clean import boilerplate, lines_of
from index.dates import date_line, iso_date, leading_date
from index.notices import BYLINE, NO_NAME
from index.types import Span

_TOP = 12  # lines that are not empty: further down a date or a name belongs to the story
_HEADER = 5  # lines in which the name of the paper is looked for
_LONGEST = 120  # characters of a line of a header: a paragraph is longer

# What the names of papers end with: "The Harbor Courier", "Northern Ledger".
_PAPER = re.compile(
    r"(?!(?:Breaking|Latest|Local|World|Top|Good|Bad|Your|Our|My)\b)"
    r"(?:(?:The|A)\s+)?(?:[A-Z][\w.&'’-]*\s+|(?:of|and|the|&|on|for)\s+){1,5}(?i:"
    r"advertiser|advocate|agency|argus|beacon|blog|bugle|bulletin|chronicle|courier|daily|digest|dispatch|echo|enquirer|examiner|express|"
    r"gazette|globe|guardian|herald|independent|inquirer|journal|ledger|magazine|mail|mercury|messenger|mirror|monitor|news|newsletter|"
    r"observer|planet|post|press|quarterly|recorder|register|reporter|review|sentinel|standard|star|sun|telegraph|times|today|tribune|"
    r"weekly|wire)|"
    r"Reuters|Associated Press|Bloomberg(?: News)?|(?:BBC|CNN|NPR|ITV|AP|AFP|Sky|Fox|NBC|CBS|ABC)(?:\s+News)?"
)
_NAMED = re.compile(
    r"(?!(?:Breaking|Latest|Local|World|Top|Good|Bad|Your|Our|My|Last|Updated|Posted|Published|First|New|San|Santa|Los|Las|Saint|St|Fort|Port|"
    r"North|South|East|West|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?\b)"
    r"[A-Z][\w.’'-]*(?:\s+(?:&|and|of|the|on|for|[A-Z][\w.’'-]*)){0,4}\s+[A-Z][\w’'-]*"
)
_THE = re.compile(r"The\s+[A-Z][\w'’-]+")  # "The Meridian", under a title
# "Interview by Petra Kloss", "Words: Petra Kloss" are bylines as well.
_CREDIT = re.compile(
    r"(?:Interview(?:ed)?|Text|Words|Review(?:ed)?|Report|Tested|Edited|Translated)\s+by\b:?|(?:Text|Words|Author):",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[*_]+")
# "Calder Gazette, 14 March 2023", "The Courier | May 3, 2021".
_THEN_DATE = re.compile(r"(?P<before>[^.!?]{2,70}?)\s*[,|·•–—]\s+(?P<date>(?:\w+,?\s+)?(?:\d|[A-Z]).{6,40})")
# "PORT MERROW, June 5, 2024 — The company ..."
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]+(?:\s[A-Z][A-Z.'’-]+){0,3},\s+(?:[A-Z][\w.]+,\s+)?(?=(?P<date>[A-Z\d][^—–]{5,24}?)\s*[—–-])"
)


@dataclass(frozen=True, slots=True)
class Top:
    """What the first lines of a text say about it; a field is empty or None when they do not.

    `marks` are the slices of `text` that only say where and when it appeared.
    """

    title: str = ""
    source: str = ""
    author: str | None = None
    published: str | None = None
    marks: tuple[Span, ...] = ()


def read_top(text: str, *, start: int = 0) -> Top:
    """Find title, source, author and date in the first lines from `start` (code points) on, where a person would see them."""
    marked = set(boilerplate(text))
    lines = [span for span in lines_of(text) if span[0] >= start][:_TOP]
    source, papers = _paper(text, lines, marked)
    title = author = published = updated = None
    credits = set[Span]()
    for number, (begin, end) in enumerate(lines):
        line = _MARKS.sub("", text[begin:end]).strip()
        by = _byline(line)
        if dated := date_line(line):
            if "updated" in dated[0] or "modified" in dated[0]:
                updated = updated or dated[1]
            else:
                published = published or dated[1]
        elif by and not NO_NAME.search(by["names"]):
            author = author or re.sub(r"\s+", " ", by["names"]).strip(" ,")
            if _CREDIT.match(line) and number < _HEADER:
                credits.add((begin, end))
            behind = (iso_date(part.strip(" ,-")) for part in re.split(r"[|·•–—]", by["rest"] or ""))
            published = published or next((day for day in behind if day), None)
        elif (begin, end) in papers:
            published = published or papers[begin, end]
        elif title is None and (begin, end) not in marked:
            following = lines[number + 1] if number + 1 < len(lines) else None
            title = _heading(text, (begin, end), following, marked | papers.keys()) or ""
        elif found := _DATELINE.match(line):
            day = leading_date(found["date"])
            published = published or (day[0] if day else None)
    return Top(title or "", source, author, published or updated, tuple(sorted(papers.keys() | credits)))


def is_paper(name: str) -> bool:
    """Tell whether a name is like those of papers: "The Harbor Courier", "Corley Echo"."""
    return bool(_PAPER.fullmatch(name))


def _paper(text: str, lines: Sequence[Span], marked: set[Span]) -> tuple[str, dict[Span, str | None]]:
    """Return the name of the paper, and the lines that only say it or the day, each with its day if it says one.

    Read where the lines at the top are a header: short ones, one of them a byline or a day. The first line is the title
    unless it is the name of a paper and another line could be the title.
    """
    short: list[Span] = []
    for begin, end in lines[:_HEADER]:
        if end - begin > _LONGEST or re.search(r"[a-z]\.[”\"’']?\s*$", text[begin:end]):
            break
        short.append((begin, end))
    plain = [_MARKS.sub("", text[begin:end]).strip() for begin, end in short]
    days: dict[Span, str | None] = {}
    source = ""
    sure = any(date_line(line) or _byline(line) for line in plain)
    rest: list[int] = []
    for number, (span, line) in enumerate(zip(short, plain, strict=True)):
        if date_line(line) or _byline(line) or span in marked or line.startswith("#"):
            continue
        both = _THEN_DATE.fullmatch(line) if number else None
        day = date_line(both["date"]) if both else None
        if both and day:
            days[span] = day[1]
            paper = both["before"].split(",")[0].strip()
            signed = number + 1 < len(plain) and _byline(plain[number + 1]) and _NAMED.fullmatch(paper)
            source = source or (paper if _PAPER.fullmatch(paper) or _THE.fullmatch(paper) or signed else "")
        else:
            rest.append(number)
    if not (sure or days):
        return "", {}
    papers = [
        number for number in rest if _PAPER.fullmatch(plain[number]) or (number and _THE.fullmatch(plain[number]))
    ]
    titled = len(rest) > 1 or any(line.startswith("#") for line in plain)
    if papers and titled and not source:
        source = plain[papers[-1]]
        days[short[papers[-1]]] = None
    return source, days


def _byline(line: str) -> re.Match[str] | None:
    """Return a line that names who wrote it, also as "Interview by ..." or "Words: ..."."""
    credited = _CREDIT.match(line)
    return BYLINE.match(f"By{line[credited.end() :]}" if credited else line)


def _heading(text: str, line: Span, following: Span | None, marked: set[Span]) -> str | None:
    """Return the line as a title if it looks like one: short, no full stop, and set off from what follows."""
    words = text[slice(*line)].strip()
    hashes = re.match(r"#{1,6}\s+(.*?)\s*#*$", words)
    if hashes:
        return hashes[1]
    if following is None or len(words) > 200 or not re.search(r"\w", words):
        return None
    below = text[slice(*following)].strip()
    if re.fullmatch(r"=+|-{3,}", below):
        return words
    if re.search(r"[,;:]$|(?<![A-Z])\.[”\"’']?$", words) or words.startswith(("-", "*", "|", ">", "{", "[", "<")):
        return None
    set_off = len(re.findall(r"\r\n|\r|\n", text[line[1] : following[0]])) > 1
    known = following in marked or date_line(below) or _byline(below)
    return (
        words
        if set_off or known or (len(words) < 120 and len(below) > len(words) * 1.5 and below[0].isupper())
        else None
    )
