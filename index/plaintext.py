"""Bytes into text, and text files into articles."""

from __future__ import annotations

import codecs
import re
import unicodedata

from index.errors import ArticleUnreadable
from index.header import read_top
from index.types import Article

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
    return Article(
        id="",
        text=text,
        title=top.title,
        source=top.source,
        author=top.author,
        published=top.published,
        boilerplate=top.marks,
    )


MANY_GOOD = 4
"""Letters beyond ASCII that are good UTF-8, for each byte that is not, from which a text counts as UTF-8."""


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
