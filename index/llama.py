"""LlamaIndex Documents into articles; nothing of LlamaIndex is needed for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from index.clean import boilerplate
from index.dates import iso_date
from index.errors import ArticleUnreadable
from index.identity import id_of_record
from index.plaintext import sound
from index.types import Article


def from_document(document: Any) -> Article:
    """Make an article of a LlamaIndex Document: anything with `text`, `metadata` and `id_` or `doc_id`.

    The text stays as it is. Of the metadata title, source, author, published or date, url and file_path are used. Its
    id becomes the article's, but for the random one that LlamaIndex gives: the same Document read again would be another.

    Raises:
        ArticleUnreadable: when it has no text, or text that cannot be stored.
    """
    text = getattr(document, "text", None)
    if not isinstance(text, str) or not text.strip():
        raise ArticleUnreadable("the document has no text")
    text = sound(text)
    known = {str(name): value for name, value in (getattr(document, "metadata", None) or {}).items()}

    def said(*names: str) -> str | None:
        return next((sound(str(known[name])).strip() for name in names if known.get(name) not in (None, "")), None)

    def line(*names: str) -> str | None:
        return " ".join((said(*names) or "").split()) or None

    identity = str(getattr(document, "id_", None) or getattr(document, "doc_id", None) or "")
    path = said("file_path")
    if not identity or _is_random(identity):
        # A reader that cuts a file into several Documents numbers its pages; without numbers their text tells them apart.
        identity = id_of_record(Path(path or said("url") or "document"), said("page_label") or text)
    return Article(
        id=sound(identity),
        text=text,
        title=line("title") or "",
        source=line("source") or "",
        author=line("author"),
        published=iso_date(said("published", "date") or ""),
        url=said("url"),
        path=path,
        boilerplate=boilerplate(text),
    )


def _is_random(identity: str) -> bool:
    try:
        return UUID(identity).version == 4
    except ValueError:
        return False
