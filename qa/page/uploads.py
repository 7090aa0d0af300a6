"""Keep uploaded files: check kind and size, give each a safe name of our own, put it where its article stays valid."""

from __future__ import annotations

import hashlib
import shutil
import unicodedata
from pathlib import Path

from index.articles import ENDINGS, SIZE_LIMIT
from index.errors import ArticleUnreadable
from index.writing import UPLOADS

KINDS = tuple(ending for ending in ENDINGS if not ending.endswith(".gz"))
"""Endings that may be uploaded: a compressed file could unpack to anything."""


def keep(uploaded: Path, index_folder: Path) -> Path:
    """Copy an uploaded file below the index folder and return where it is now.

    The folder's name is made of the content, so that two files of one name do not replace each other and the same
    file comes to the same place.

    Raises:
        ArticleUnreadable: it is of a kind that is not read, too large, or empty.
    """
    name = safe_name(uploaded.name)
    ending = Path(name).suffix
    if ending not in KINDS:
        raise ArticleUnreadable(f"is not a kind of file that is read; those are {', '.join(KINDS)}")
    size = uploaded.stat().st_size
    if size > SIZE_LIMIT:
        raise ArticleUnreadable(f"is larger than {SIZE_LIMIT // 1_000_000} MB")
    if size == 0:
        raise ArticleUnreadable("is empty")
    with uploaded.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    home = index_folder.resolve() / UPLOADS / digest[:16]
    home.mkdir(parents=True, exist_ok=True)
    kept = home / name
    if not kept.exists():
        part = home / f".{name}.part"
        shutil.copyfile(uploaded, part)
        part.replace(kept)  # a kill leaves the whole file or none
    return kept


def safe_name(name: str) -> str:
    """Return a file name that is one and only a file name, on any system: no paths, no control marks, not hidden.

    Letters of every script stay, so that a title made of the name reads well.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(c if c.isalnum() or unicodedata.category(c) == "Mn" or c in " -_.()" else "_" for c in name)
    stem, dot, ending = kept.rpartition(".")
    ending = f".{ending.lower()[:12].strip()}" if dot else ""
    stem = (stem if dot else kept).strip(" ._-")
    while len(f"{stem}{ending}".encode()) > 150:
        stem = stem[:-1].strip(" ._-")
    return f"{stem or 'article'}{ending}"
