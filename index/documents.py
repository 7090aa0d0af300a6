"""PDF and Word documents into articles."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from index.errors import ArticleUnreadable
from index.header import read_top
from index.plaintext import mended
from index.types import Article

_UNPACKED_LIMIT = 200_000_000  # bytes; a small .docx can unpack to gigabytes
_NO_TITLE = re.compile(
    r"(?:untitled|(?:word )?document\s*\d*|microsoft word\b.*|.*\.(?:docx?|indd|qxd|pdf|rtf|odt|pages|tex|dvi|html?))",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:admin\w*|user\d*|unknown|owner|author|python-docx|microsoft.*|.*\\.*|.*@.*)", re.IGNORECASE
)

# Elements of Word whose content stands in the text.
_WRAPPERS = ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Deleted, moved elsewhere, layout, drawings: a text box, which Word writes twice, is no part of the line it hangs on.
_ASIDE = ("del", "moveFrom", "pPr", "rPr", "AlternateContent", "drawing", "pict", "object")


def read_pdf(data: bytes) -> Article:
    """Read the text of a PDF, pages parted by a blank line; title, author and date from its top, else its metadata.

    Raises:
        ArticleUnreadable: when it is no PDF, needs a password, or holds no text (scanned pages).
    """
    if b"%PDF-" not in data[:1024]:
        raise ArticleUnreadable("is not a PDF")
    import pypdf

    # What it logs about a sloppy file would reach the terminal; what matters is in the failure.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleUnreadable("is protected by a password")
        pages = [page.extract_text() for page in reader.pages]
        known = reader.metadata
        title, author = known and known.title, known and known.author
        created = _created(known)
    except ArticleUnreadable:
        raise
    except Exception as error:  # pypdf raises many kinds on broken files, none of which must stop the others
        raise ArticleUnreadable(f"is a damaged PDF ({type(error).__name__})") from error
    text = mended("\n\n".join(page for page in pages if page.strip()))
    return _article(
        text, title=title, author=author, created=created, empty="holds no text; scanned pages are not read"
    )


def read_docx(data: bytes) -> Article:
    """Read a .docx: its paragraphs parted by blank lines, rows of tables as lines, cells parted by tabs.

    Raises:
        ArticleUnreadable: when it is no .docx or holds no text.
    """
    _check_zip(data)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        headed = next((p.text for p in document.paragraphs if p.style is not None and p.style.name == "Title"), "")
        text = mended("\n\n".join(part for part in _blocks(document.element.body) if part.strip()))
        known = document.core_properties
        title, author = headed.strip() or known.title, known.author
        # The template of python-docx brings a date of its own, from 2013.
        created = known.created if author != "python-docx" else None
    except Exception as error:  # python-docx and lxml raise many kinds on broken files
        raise ArticleUnreadable(f"is a damaged .docx ({type(error).__name__})") from error
    return _article(text, title=title, author=author, created=created, empty="holds no text")


def _article(text: str, *, title: Any, author: Any, created: datetime | None, empty: str) -> Article:
    """Make the article; what a person reads at its top goes before what a program wrote into its properties."""
    if not text.strip():
        raise ArticleUnreadable(empty)
    top = read_top(text)
    return Article(
        id="",
        text=text,
        title=_sensible(title, _NO_TITLE) or top.title,
        source=top.source,
        author=top.author or _sensible(author, _NO_AUTHOR) or None,
        published=top.published or (created.date().isoformat() if created else None),
        boilerplate=top.marks,
    )


def _sensible(value: Any, nothing: re.Pattern[str]) -> str:
    """Return a property in one line, or "" where a program filled it in."""
    said = " ".join(mended(str(value or "")).replace("\0", "").split())
    return "" if len(said) < 3 or len(said) > 300 or nothing.fullmatch(said) else said


def _created(known: Any) -> datetime | None:
    """Return when a PDF says it was made, if that is a date."""
    try:
        return known.creation_date if known else None
    except ValueError:
        return None


def _blocks(element: Any) -> Iterator[str]:
    """Give the text of an element's paragraphs and tables in their order, those inside content controls too."""
    for child in element:
        kind = _kind(child)
        if kind == "p":
            yield "".join(_words(child))
        elif kind == "tbl":
            rows = ([" ".join(_blocks(cell)) for cell in _inside(row, "tc")] for row in _inside(child, "tr"))
            yield "\n".join("\t".join(cells) for cells in rows)
        elif kind in _WRAPPERS:
            yield from _blocks(child)


def _inside(element: Any, wanted: str) -> Iterator[Any]:
    """Give the rows of a table or the cells of a row, those inside content controls too."""
    for child in element:
        kind = _kind(child)
        if kind == wanted:
            yield child
        elif kind in _WRAPPERS:
            yield from _inside(child, wanted)


def _words(element: Any) -> Iterator[str]:
    """Give the words of a paragraph as it reads when its changes are accepted, without what hangs on it."""
    for child in element:
        kind = _kind(child)
        if kind == "t":
            yield child.text or ""
        elif kind in _SIGNS:
            yield _SIGNS[kind]
        elif kind not in _ASIDE:
            yield from _words(child)


def _kind(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def _check_zip(data: bytes) -> None:
    """Refuse what is no zip archive, no .docx, or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ArticleUnreadable("is not a .docx: it is no zip archive, or a damaged one") from error
    if "[Content_Types].xml" not in names:
        raise ArticleUnreadable("is not a .docx: the zip archive holds no document")
    if unpacked > _UNPACKED_LIMIT:
        raise ArticleUnreadable(f"unpacks to more than {_UNPACKED_LIMIT // 1_000_000} MB")
