"""Bytes into text, and what a person would see at the top of it: title, author, date."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from index.clean import boilerplate, lines_of
from index.dates import date_line, iso_date
from index.errors import ArticleUnreadable
from index.notices import BYLINE, NO_NAME
from index.types import Article, Span

_TOP = 12  # lines that are not empty: further down a date or a name belongs to the story
_BOMS = (
    # UTF-32 first: its mark begins with the one of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN = {
    "cp1252": frozenset("àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝŸŠšŽžªº"),
    "cp1250": frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽäöüßÄÖÜőűŐŰľĺŕôĽĹŔÔđĐăâîşţĂÂÎŞŢç"),
}
_PUNCTUATION = frozenset("‘’‚“”„‹›«»–—…•·¡¿€£§°©®™½¼¾±×\xa0\xad")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Top:
    """What the first lines of a text say about it; a field is empty or None when they do not."""

    title: str = ""
    author: str | None = None
    published: str | None = None


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Turn bytes into text, every character and line end as it is; a byte order mark belongs to the encoding.

    `declared` is what a page or server says its encoding is: tried after UTF-8, which hardly ever fits by accident.

    Raises:
        ArticleUnreadable: when the bytes are empty or no text.
    """
    if not data.strip():
        raise ArticleUnreadable("is empty")
    text = _decoded(data, declared)
    # Text has hardly any control characters; what a guessed encoding makes of other bytes has many.
    if text is None or "\0" in text or len(_CONTROLS.findall(text)) > max(1, len(text) // 500):
        raise ArticleUnreadable("is not text")
    if not text.strip():
        raise ArticleUnreadable("is empty")
    return sound(text)


def sound(text: str) -> str:
    """Return the text unchanged if it can be stored: half of a surrogate pair cannot.

    Raises:
        ArticleUnreadable: when it holds such a half.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ArticleUnreadable(f"holds half a character (a lone surrogate) at offset {error.start}") from error
    return text


def mended(text: str) -> str:
    """Join surrogate pairs and replace their lone halves: what programs that take text out of files leave behind."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_plain(data: bytes) -> Article:
    """Read a .txt file: its whole text, and what its first lines say.

    Raises:
        ArticleUnreadable: when the bytes are empty or no text.
    """
    text = decode(data)
    top = read_top(text)
    return Article(id="", text=text, title=top.title, author=top.author, published=top.published)


def read_markdown(data: bytes) -> Article:
    """Read a .md file as plain text, with front matter (between two lines of ---) as what is known, not as text.

    Raises:
        ArticleUnreadable: when the bytes are empty or no text.
    """
    text = decode(data)
    known, front = _front_matter(text)
    top = read_top(text, start=front[1] if front else 0)
    return Article(
        id="",
        text=text,
        title=known.get("title") or top.title,
        source=known.get("source") or known.get("publisher") or "",
        author=known.get("author") or top.author,
        published=iso_date(known.get("date") or known.get("published") or "") or top.published,
        url=known.get("url") or known.get("link") or None,
        boilerplate=(front,) if front else (),
    )


def read_top(text: str, *, start: int = 0) -> Top:
    """Find title, author and date in the first lines from `start` (code points) on, where a person would see them."""
    marked = set(boilerplate(text))
    lines = [span for span in lines_of(text) if span[0] >= start][:_TOP]
    title = author = published = updated = None
    for number, (begin, end) in enumerate(lines):
        line = text[begin:end].strip()
        if dated := date_line(line):
            if "updated" in dated[0] or "modified" in dated[0]:
                updated = updated or dated[1]
            else:
                published = published or dated[1]
        elif (by := BYLINE.match(line)) and not NO_NAME.search(by["names"]):
            author = author or re.sub(r"\s+", " ", by["names"]).strip(" ,")
            behind = (iso_date(part.strip(" ,-")) for part in re.split(r"[|·•–—]", by["rest"] or ""))
            published = published or next((day for day in behind if day), None)
        elif title is None and (begin, end) not in marked:
            following = lines[number + 1] if number + 1 < len(lines) else None
            title = _heading(text, (begin, end), following, marked) or ""
    return Top(title=title or "", author=author, published=published or updated)


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
    known = following in marked or date_line(below) or BYLINE.match(below)
    return (
        words
        if set_off or known or (len(words) < 120 and len(below) > len(words) * 1.5 and below[0].isupper())
        else None
    )


_FRONT = re.compile(
    r"---[ \t]*\r?\n((?:[ \t]*(?:#.*)?\r?\n|[A-Za-z_][\w -]*[ \t]*:.*\r?\n|[ \t]+\S.*\r?\n|-[ \t].*\r?\n)*?)"
    r"(?:---|\.\.\.)[ \t]*(?=\r?\n|\Z)"
)
"""Lines of keys and their values between two lines of ---; prose between two rules is no such thing."""
_KEY = re.compile(r"^[A-Za-z_][\w -]*[ \t]*:", re.MULTILINE)
MANY_GOOD = 4
"""Letters beyond ASCII that are good UTF-8, for each byte that is not, from which a text counts as UTF-8."""


def _front_matter(text: str) -> tuple[dict[str, str], Span | None]:
    """Read `key: value` lines between two lines of --- at the top: what they say (keys in lower case) and where."""
    found = _FRONT.match(text)
    if found is None or not _KEY.search(found[1]):
        return {}, None
    known: dict[str, str] = {}
    for line in found[1].splitlines():
        if pair := re.match(r"([A-Za-z_]+)\s*:\s*(\S.*)$", line):
            value = pair[2].strip()
            if value.startswith("[") and value.endswith("]"):
                value = ", ".join(part.strip(" \"'") for part in value[1:-1].split(","))
            known[pair[1].lower()] = value.strip(" \"'")
    return known, (0, found.end())


def _decoded(data: bytes, declared: str | None) -> str | None:
    """Decode by byte order mark, as UTF-8, as declared, as detected, in that order; None when nothing fits."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    for encoding in ("utf-8", declared or "utf-8"):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    # One stray byte does not make another encoding of a text that is full of letters in UTF-8.
    replaced = data.decode("utf-8", "replace")
    bad = replaced.count("\ufffd")
    if sum(not c.isascii() for c in replaced) - bad >= MANY_GOOD * bad:
        return replaced
    if b"\0" in data:  # in no encoding of text without a byte order mark but those that hardly anybody writes
        return None
    import charset_normalizer

    best = charset_normalizer.from_bytes(data).best()
    guessed = str(best) if best is not None else None
    if guessed is None or all(unicodedata.name(c, "").startswith("LATIN") for c in set(guessed) if c.isalpha()):
        # Among encodings of Latin letters the detection is often wrong, and the usual ones tell by their letters.
        for encoding, usual in _LATIN.items():
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if all(c.isascii() or c in usual or c in _PUNCTUATION for c in set(text)):
                return text
    return guessed
