"""Ids and origins that are derived, never random: reading the same thing again gives the same id."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Set by whoever links to a page, not by the page: with and without them it is the same article.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid", re.IGNORECASE)


def is_address(given: str) -> bool:
    """Tell whether `given` is a web address rather than a path."""
    return given[:8].lower().startswith(("http://", "https://"))


def normalised_address(url: str) -> str:
    """Give one spelling of an address: host in lower case, no default port, fragment or tracking parameters."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:  # not an address that anything can be fetched from; fetching it says so
        return url.strip()
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != {"http": 80, "https": 443}.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    query = parts.query
    if any(_TRACKING.fullmatch(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        kept = [(n, v) for n, v in parse_qsl(query, keep_blank_values=True) if not _TRACKING.fullmatch(n)]
        query = urlencode(kept)
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", query, ""))


def id_of_file(path: Path) -> str:
    """Derive an article's id from the file's absolute path: readable, short, safe to type in a shell."""
    return _derived(path.name.split(".")[0] or path.name, os.fsencode(path))


def id_of_address(url: str) -> str:
    """Derive an article's id from its normalised address."""
    address = normalised_address(url)
    parts = urlsplit(address)
    last = [part for part in parts.path.split("/") if part][-1:]
    return _derived(last[0].rsplit(".", 1)[0] if last else parts.netloc, address.encode("utf-8", "surrogatepass"))


def id_of_record(path: Path, key: str) -> str:
    """Derive an id for a record that has none of its own, from its file and what tells it apart there."""
    return _derived(path.name.split(".")[0] or path.name, os.fsencode(path) + b"\0" + key.encode("utf-8"))


def _derived(name: str, key: bytes) -> str:
    """Join a slug of the name and eight hexadecimal digits of the key's SHA-256."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded)[:32].strip("-")
    return f"{slug or 'article'}-{hashlib.sha256(key).hexdigest()[:8]}"
