"""Cut an article into sentences and passages: pairs of offsets, nothing copied, nothing lost.

Laws (tests/index/test_split.py): the slices of `sentences` join to the text, and so do those of `passages`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from index.lines import LINE_END, LINE_ENDS, line_cuts
from index.types import Article, Passage, Span

MOST_CHARACTERS = 900
"""A "sentence" longer than this (tables, unbroken text) is cut at a space, so that nothing grows without bound."""
CHARACTERS_A_WORD = 12
"""A passage may have so many characters for each word it may have: text without words would never end it."""
DEEPEST_INDENT = 80
"""Spaces before a bullet that are looked at; behind so many it begins its line in any case."""

_TITLES = (
    "mr mrs ms mx dr prof rev hon sen sens rep reps gov gen lt col sgt capt cmdr maj adm cpl pvt pres supt det insp "
    "st ste mt ft jr sr messrs mme mlle vs v no nos art fig figs eq vol pp p ch sec op ed eds etc al approx est "
    "dept univ assn bros inc ltd co corp llc plc cf ca rs viz eg ie e.g i.e a.m p.m ph.d m.d b.a m.a u.s.c aka"
)
_MONTHS = "jan feb mar apr jun jul aug sep sept oct nov dec"
_ABBREVIATIONS = frozenset(f"{_TITLES} {_MONTHS}".split())
# After these a capital begins the next sentence often enough to look at the next word.
_ENDS_SENTENCES_TOO = frozenset("jr sr inc ltd co corp llc plc etc al a.m p.m ph.d m.d u.s.c bros".split())
_STARTERS = frozenset(
    "a an the this that these those he she it its they we you i his her their our my in on at by for from as after "
    "before but and or so if when while where what who why how there here one some many most no not yet however "
    "meanwhile although though despite since until during under with without last next earlier later".split()
)
# Marks of references as Wikipedia sets them belong to the sentence before: "in 1945.[3] He moved".
_TERMINAL = re.compile(r"""(?:[.!?…]+|[。！？｡]+)["'”’»›)\]」』】]*(?:\[\w{1,4}\])*""")
_GERMAN_MONTH = re.compile(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember) (?:\d{4}\b|(?:wurde|war|ist|hat|um|in|im|an|auf|und|der|die|das|des|kam|fand)\b)"
)
_INITIALS = re.compile(r"(?:^|[\s(“\"'])((?:[^\W\d_]\.)+)$")
_BULLET = re.compile(r"[-*•▪◦][ \t]+(?=\S)")
_WORD = re.compile(r"\w+")


def sentences(text: str) -> list[Span]:
    """Cut text into sentences that tile it: each span carries the white space that follows its sentence."""
    cuts = sorted({*line_cuts(text), *_stop_cuts(text)})
    spans: list[Span] = []
    start = 0
    for cut in [*cuts, len(text)]:
        if cut > start and (text[start:cut].strip() or cut == len(text)):
            spans.extend(_bounded(text, start, cut))
            start = cut
    return spans


def trim(text: str, span: Span) -> Span:
    """Return the span without the white space at its ends."""
    start, end = span
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, start + len(piece.strip()))


def passages(article: Article, *, least: int = 120, most: int = 180) -> list[Passage]:
    """Group an article's sentences into passages of about `least` to `most` words that tile its text.

    A passage ends at a paragraph's end once it has `least` words, before a heading, and at `most` words at the
    latest, or at twelve times as many characters, where there are no words to count. Sentences touched by
    boilerplate keep only what is not boilerplate; passages of nothing else have none.
    """
    text = article.text
    spans = sentences(text)
    words = [len(_WORD.findall(text, *span)) for span in spans]
    made: list[Span] = []
    start = count = 0
    for i, (begin, stop) in enumerate(spans):
        over = (count > 0 and count + words[i] > most) or stop - start > most * CHARACTERS_A_WORD
        paragraph = i > 0 and LINE_END.search(text, trim(text, spans[i - 1])[1], begin) is not None
        heading = paragraph and count >= least // 3 and _is_heading(text, spans[i])
        if begin > start and (over or heading or (paragraph and count >= least)):
            made.append((start, begin))
            start, count = begin, 0
        count += words[i]
    if text:
        made.append((start, len(text)))
    if len(made) > 1 and count < least // 3:
        before, last = made[-2:]
        fits = last[1] - before[0] <= most * CHARACTERS_A_WORD
        if fits and len(_WORD.findall(text, *before)) + count <= most + least // 3:
            made[-2:] = [(before[0], last[1])]
    kept = _without(text, spans, article.boilerplate)
    starts = [start for start, _ in kept]
    return [
        Passage(article.id, low, high, tuple(kept[bisect_left(starts, low) : bisect_left(starts, high)]))
        for low, high in made
    ]


def masked(text: str, passage: Passage) -> str:
    """Return the passage's text with all but its sentences blanked, so that offsets still count."""
    parts: list[str] = []
    at = passage.start
    for start, end in passage.sentences:
        parts += (" " * (start - at), text[start:end])
        at = end
    return "".join(parts) + " " * (passage.end - at)


def _stop_cuts(text: str) -> Iterable[int]:
    for m in _TERMINAL.finditer(text):
        end = m.end()
        if m.group()[0] in "。！？｡":
            yield end + len(text[end : end + 40]) - len(text[end : end + 40].lstrip())
            continue
        if end >= len(text) or not text[end].isspace():
            continue
        following = end
        while following < len(text) and text[following].isspace():
            following += 1
        if following < len(text) and _begins_sentence(text, following) and not _abbreviated(text, m, following):
            yield following


def _begins_sentence(text: str, at: int) -> bool:
    while at < len(text) and text[at] in "\"'“‘«‹([¿¡—–-*#@$€£_ ":
        at += 1
    return at < len(text) and not text[at].islower() and text[at] != "&"


def _abbreviated(text: str, stop: re.Match[str], following: int) -> bool:
    """Tell whether the stop belongs to an abbreviation ("Sen. Rubio", "the U.S. Senate", "Jan. 10", "J. Doe")."""
    if stop.group()[0] != "." or stop.group().startswith(".."):
        return False
    if len(stop.group()) > 1:  # a closing quotation mark or bracket after the stop ends the sentence
        return False
    before = text[max(0, stop.start() - 20) : stop.start()]
    word = re.split(r"[\s(\[“\"'‘—–/-]", before)[-1].lower()
    if word.isdigit():  # "on May 1. Then" ends a sentence; "1. Then" at the beginning of a line numbers a list
        if _GERMAN_MONTH.match(text, following):  # "am 3. Oktober 1990"
            return True
        lead = before[: -len(word)].rstrip(" \t")
        return len(word) <= 3 and (not lead or lead[-1] in "\r\n") and (bool(lead) or stop.start() <= 20)
    follows = _WORD.match(text, following)
    next_word = follows.group() if follows else ""
    if _INITIALS.search(before + "."):
        single = "." not in word
        if single:
            return word != "i" and bool(next_word) and (next_word[0].isupper() or next_word[0].isdigit())
        return next_word.lower() not in _STARTERS
    if word not in _ABBREVIATIONS:
        return False
    if word in ("no", "nos", "rs", "art", "fig", "figs", "eq", "vol", "pp", "p", "ch", "sec", *_MONTHS.split()):
        return next_word[:1].isdigit()
    if word in _ENDS_SENTENCES_TOO:
        return next_word.lower() not in _STARTERS
    return True


def _bounded(text: str, start: int, end: int) -> Iterable[Span]:
    while end - start > MOST_CHARACTERS:
        space = max(text.rfind(" ", start, start + MOST_CHARACTERS), text.rfind("\n", start, start + MOST_CHARACTERS))
        cut = space + 1 if space > start + MOST_CHARACTERS // 3 else start + MOST_CHARACTERS
        yield start, cut
        start = cut
    yield start, end


def _is_heading(text: str, span: Span) -> bool:
    start, end = trim(text, span)
    line = text[start:end]
    alone = LINE_END.search(text, end, span[1]) is not None
    return alone and len(line) < 80 and line[-1:] not in '.!?…,;:"”' and bool(line) and line[0].isupper()


def _without(text: str, spans: Sequence[Span], boilerplate: Sequence[Span]) -> list[Span]:
    """Return what is left of the sentences, trimmed and without bullets, when boilerplate is taken out of them."""
    kept: list[Span] = []
    marks = sorted(boilerplate)
    first = 0
    for start, end in spans:
        while first < len(marks) and marks[first][1] <= start:
            first += 1
        at, i = start, first
        while i < len(marks) and marks[i][0] < end:
            if marks[i][0] > at:
                kept.append(trim(text, (at, marks[i][0])))
            at = max(at, marks[i][1])
            i += 1
        if at < end:
            kept.append(trim(text, (at, end)))
    return [(a, b) for a, b in (_behind_bullet(text, span) for span in kept) if b > a]


def _behind_bullet(text: str, span: Span) -> Span:
    """Return a sentence without the bullet of a list that it begins with; numbers say something, and stay."""
    found = _BULLET.match(text, *span)
    before = text[max(0, span[0] - DEEPEST_INDENT) : span[0]].rstrip(" \t")
    return (found.end(), span[1]) if found and before[-1:] in LINE_ENDS else span
