"""Markdown into an article: the words as a reader sees them, without the marks; front matter is known, not quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING

from index.addresses import host_of
from index.dates import iso_date
from index.errors import ArticleUnreadable
from index.header import read_top
from index.plaintext import decode
from index.types import Article

if TYPE_CHECKING:
    from markdown_it.token import Token

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DEEPEST = 100
"""Levels that are read, a quote counting one and a list two; of what lies deeper the parser gives nothing."""

# A line of front matter: nothing or a remark, a key, what belongs to the line above. Prose between two rules is none.
_FRONT = re.compile(r"[ \t]*(?:#|$)|[\"']?[^\W\d][\w .:-]{0,60}[\"']?:|[ \t]+\S|-[ \t]")
_KEY = re.compile(r"[\"']?([^\W\d][\w .-]{0,60}(?::[\w.-]+)?)[\"']?[ \t]*:(?:[ \t]+|$)(.*)$")
# One of these is there: a dialogue between two rules is no front matter.
_KNOWN = re.compile(
    r"^[\"']?(?:title|source|publisher|publication|site|authors?|date|published|created|updated|url|link|tags?|aliases|categor(?:y|ies)|"
    r"description|layout|slug|draft|id|type|lang(?:uage)?|summary)[\"']?[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
_PAPER = ("source", "publisher", "publication", "site")
_EMPTY = frozenset(("", ">", "|", ">-", "|-", "null", "~"))
_ENTRY = re.compile(r"[ \t]*-[ \t]+(.*)$")
_ADDRESS = re.compile(r"https?://\S+")

# What note-taking programs add to Markdown: ![[a picture.png]], [[page]], [[page|words]], ==marked==, %%a remark%%, [^1].
_EMBEDDED = re.compile(r"!\[\[[^\[\]]*\]\]|(?<![\w%])%%[^%]*%%(?![\w%])")
_PAGE = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_HIGHLIGHT = re.compile(r"(?<![\w=])==(?=\S)([^=\n]+)(?<=\S)==(?![\w=])")
# Notes, and words behind a name in brackets, that the parser would take for where a link leads, and drop.
_NOTE = re.compile(r"^[ \t]{0,3}\[\^[^\[\]\s]+\]:[ \t]?|\[\^[^\[\]\s]+\]", re.MULTILINE)
_NO_LINK = re.compile(r"^(?=\[[^\[\]\n]{1,200}\]:[ \t]+[^\s./:#<]+[.!?]?[ \t]*$)", re.MULTILINE)
_LINES = re.compile(r"</?(?:br|p|li|tr|div|h[1-6]|[uo]l|table|section|blockquote)\b[^<>]*>", re.IGNORECASE)
_CELLS = re.compile(r"</t[dh]\b[^<>]*>", re.IGNORECASE)
_BLANK = re.compile(r"[ \t]*\n\s*\n\s*")
_BOX = re.compile(r"\A(?:\[![\w-]+\][+-]?|\[[ xX]\])[ \t]*")  # "[!note] Why", "[x] done"
_UNSEEN = tuple(re.compile(pair, re.IGNORECASE) for pair in ("<!--|-->", "</?script\\b[^<>]*>", "</?style\\b[^<>]*>"))
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(data: bytes) -> Article:
    """Read a .md file: what its front matter (between two lines of ---) says, and its text without the marks.

    Links keep their words, pictures leave none; items of lists begin with "- " or their number, rows of tables stand
    between bars, as those of web pages do.

    Raises:
        ArticleUnreadable: when the bytes are empty or no text, or nothing in them is to be read.
    """
    raw = decode(data)
    known, end = _front_matter(raw)
    title, text = _rendered(raw[end:])
    if not text:
        raise ArticleUnreadable("is empty but for marks and pictures")
    top = read_top(text)
    source = next((known[key] for key in _PAPER if known.get(key)), "")
    address = next((a for a in (known.get("url"), known.get("link"), source) if a and _ADDRESS.fullmatch(a)), None)
    return Article(
        id="",
        text=text,
        title=known.get("title") or title or top.title,
        source=host_of(source) if _ADDRESS.fullmatch(source) else source or top.source,
        author=known.get("author") or known.get("authors") or top.author,
        published=iso_date(known.get("date") or known.get("published") or "") or top.published,
        url=address,
        boilerplate=top.marks,
    )


def _front_matter(text: str) -> tuple[dict[str, str], int]:
    """Return what the lines between two lines of --- at the top say (keys in lower case), and where they end.

    Read line by line and not as YAML: by hand people write what YAML refuses ("title: Ferry: the strike").
    """
    front, end = _front(text)
    if not _KNOWN.search(front):
        return {}, 0
    entries: dict[str, list[str]] = {}
    key = ""
    for line in front.split("\n"):
        if pair := _KEY.match(line):
            key, value = pair[1].lower().strip(), pair[2].strip()
            value = "" if value in _EMPTY else value
            listed = value.startswith("[") and value.endswith("]") and not value.startswith("[[")
            entries[key] = value[1:-1].split(",") if listed else [value]
        elif key and (entry := _ENTRY.match(line)):
            entries[key].append(entry[1])
    words = {key: [_PAGE.sub(r"\1", value.strip(" \t\"'")) for value in values] for key, values in entries.items()}
    return {key: ", ".join(value for value in values if value) for key, values in words.items()}, end


def _front(text: str) -> tuple[str, int]:
    """Return the lines between a line of --- at the top and the next one (or one of ...), and where that one ends."""
    lines: list[str] = []
    at = 0
    for raw in StringIO(text, newline="\n"):
        line = raw.rstrip("\r\n")
        closing = line.rstrip(" \t") in (("---", "...") if at else ("---",))
        if at and closing:
            return "\n".join(lines), at + len(line)
        if not closing and not (at and _FRONT.match(line)):
            break
        if at:
            lines.append(line)
        at += len(raw)
    return "", 0


def _rendered(text: str) -> tuple[str, str]:
    """Return the title and the text without marks; the title is the heading at the top or the first of the first level."""
    from markdown_it import MarkdownIt  # imported late: most folders hold none

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    title = ""
    parts: list[str] = []
    text = _NO_LINK.sub(r"\\", _NOTE.sub("", text))
    for tag, between, words in _blocks(parser.parse(text)):
        if not words:
            continue
        if not title and (tag == "h1" or (tag in _HEADINGS and not parts)):
            title = " ".join(words.removeprefix("- ").split())
        parts += (between if parts else "", words)
    return title, "".join(parts)


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, str, str]]:
    """Yield of each block its tag, what stands between it and the one before, and its words."""
    mark, between = "", "\n\n"
    row: list[str] | None = None
    tag = ""
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "- "
        elif token.type == "tr_open":
            row = []
        elif token.type == "inline" and row is not None:
            row.append(" ".join(_words(token).split()))
        elif token.type == "tr_close":
            yield "tr", between, f"| {' | '.join(row or ())} |" if any(row or ()) else ""
            row, between = None, "\n"
        elif token.type == "inline":
            words = _BOX.sub("", _words(token)).strip()
            yield tag, between, mark + words if words else ""
            mark, between = "", "\n\n"
        elif token.type in ("fence", "code_block"):
            yield "pre", between, mark + token.content.strip("\n")
            mark, between = "", "\n\n"
        elif token.type == "html_block":
            words = _without_tags(token.content)
            yield "html", between, mark + words if words else ""
            mark, between = "", "\n\n"
        if token.type == "list_item_close":  # the next item of the list stands on the next line
            mark, between = "", "\n"
        elif token.type.endswith("_close") and token.level == 0:
            between = "\n\n"
        tag = token.tag


def _words(inline: Token) -> str:
    """Return the words of a block; pictures and remarks have none, links have those that a reader sees."""
    parts: list[str] = []
    for token in inline.children or ():
        if token.type in ("softbreak", "hardbreak") or (
            token.type == "html_inline" and _BREAK.fullmatch(token.content)
        ):
            parts.append("\n")
        elif token.type == "text":
            parts.append(_HIGHLIGHT.sub(r"\1", _PAGE.sub(r"\1", _EMBEDDED.sub("", token.content))))
        elif token.type == "code_inline":
            parts.append(token.content)
    return "".join(parts)


def _without_tags(html: str) -> str:
    """Return the words of HTML without remarks, scripts and styles; one that is never closed hides nothing."""
    for ends in _UNSEEN:
        found = list(ends.finditer(html))
        parts, at = [], 0
        for begin, end in pairwise(found):
            if begin.start() >= at and _opens(begin[0]) and not _opens(end[0]):
                parts.append(html[at : begin.start()])
                at = end.end()
        html = "".join((*parts, html[at:]))
    lines = _TAG.sub("", _CELLS.sub(" | ", _LINES.sub("\n", html)))
    return _BLANK.sub("\n\n", unescape(lines)).strip(" \t\n|")


def _opens(tag: str) -> bool:
    return not tag.startswith(("</", "--"))
