"""Web pages into articles: body, title, author, date and site, from a saved file or an address."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import Any

from index.addresses import Fetched, download, host_of, is_public
from index.clean import boilerplate, merged
from index.dates import iso_date
from index.documents import read_pdf
from index.errors import FAILING, ArticleUnreadable, reason
from index.header import is_paper
from index.identity import id_of_address
from index.markdown import read_markdown
from index.plaintext import decode, mended, read_plain, sound
from index.types import Article, Failure

_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|article|main|section|div|p|h[1-6]|table|meta)\b", re.IGNORECASE
)
_TITLE = re.compile(r"<title(?:\s[^<>]*)?>", re.IGNORECASE)
_TITLE_ENDS = re.compile("</title>", re.IGNORECASE)
_PAPER = re.compile(r"(?:\s+[|·•–—-]\s+[^|·•–—]{1,60}?)?\s+[|·•–—-]\s+(?P<name>[^\W\d_a-z][^|·•–—]{1,40})")
_META_ENCODING = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)", re.IGNORECASE
)
_PAGES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml")


def fetch(url: str, *, allow_private: bool = False) -> Article | Failure:
    """Fetch an address and read the page, plain text or PDF behind it; what goes wrong is a `Failure`.

    `allow_private` permits addresses inside loopback, private and other networks that are not public.
    """
    try:
        fetched = download(url, permitted=(lambda _: True) if allow_private else is_public)
        article = _read(fetched)
        sound(fetched.url)
        return replace(
            article,
            id=id_of_address(url),
            url=fetched.url,
            source=article.source or host_of(fetched.url),
            boilerplate=merged(article.boilerplate, boilerplate(article.text)),
        )
    except FAILING as error:
        return Failure(url, reason(error))


def read_page(data: bytes, *, url: str | None = None, encoding: str | None = None) -> Article:
    """Read an HTML page: its body as trafilatura takes it out, and what the page says about itself.

    `url` is where it came from, `encoding` what the server declared; both may be unknown.

    Raises:
        ArticleUnreadable: when the bytes are no HTML or no article is found in it.
    """
    html = decode(data, declared=_encoding(encoding) or _encoding_in(data))
    if not _TAG.search(html):
        raise ArticleUnreadable("is not a web page: it has no HTML")
    found = _extracted(html, url)
    text = mended(found.text or "") if found is not None else ""
    if not text.strip():
        raise ArticleUnreadable("no article was found on the page")
    address, titled, headline = url or _web(found.url), _title_in(html), _line(found.title)
    return Article(
        id="",
        text=text,
        title=headline or titled,
        source=_line(found.sitename) or _paper_in(titled, headline) or host_of(address or ""),
        author=_line(found.author).replace("; ", ", ") or None,
        published=iso_date(_line(found.date)),
        url=address,
    )


def _read(fetched: Fetched) -> Article:
    """Read what was fetched by its content type, or by its first bytes where the server names none."""
    kind = fetched.kind
    if not kind:
        kind = "application/pdf" if fetched.data[:5] == b"%PDF-" else "text/html"
    if kind in _PAGES:
        return read_page(fetched.data, url=fetched.url, encoding=fetched.encoding)
    if kind == "text/markdown":
        return read_markdown(fetched.data)
    if kind == "text/plain":
        return read_plain(fetched.data)
    if kind == "application/pdf":
        return read_pdf(fetched.data)
    raise ArticleUnreadable(f"is {kind}, not a web page, plain text or PDF")


def _extracted(html: str, url: str | None) -> Any:
    """Take the article out of the page; again, less strictly, where nothing is found."""
    import trafilatura

    for name in ("trafilatura", "htmldate"):  # what they log would reach the terminal; what matters is in the failure
        logging.getLogger(name).addHandler(logging.NullHandler())
    if not re.search(r"<(?:html|body)\b", html, re.IGNORECASE):  # a saved piece of a page
        html = f"<html><body>{html}</body></html>"
    for recall in (False, True):
        try:
            found: Any = trafilatura.bare_extraction(
                html,
                url=url,
                with_metadata=True,
                include_comments=False,
                favor_recall=recall,
                # No guessing from copyright lines and file names: no date is better than a wrong one.
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
        except Exception as error:  # it and lxml raise many kinds, none of which must stop the other files
            raise ArticleUnreadable(f"the page cannot be read ({type(error).__name__})") from error
        if found is not None and (found.text or "").strip():
            return found
    return None


def _title_in(html: str) -> str:
    """Return the page's <title>."""
    from html import unescape

    top = html[:200_000]
    begin = _TITLE.search(top)
    end = _TITLE_ENDS.search(top, begin.end()) if begin else None
    return _line(unescape(top[begin.end() : end.start()])) if begin and end else ""


def _paper_in(title: str, headline: str) -> str:
    """Return the paper that a page's title names behind the headline: "Ferry stays | News | Harbour Gazette"."""
    if headline and title.startswith(headline):
        found = _PAPER.fullmatch(title, len(headline))
        return found["name"] if found else ""
    # The headline in other words: what stands last is the paper if it is called like one.
    behind = re.split(r"\s[|·•–—-]\s", title)
    shared = set(headline.lower().split()) & set(title.lower().split())
    alike = 2 * len(shared) > len(headline.split())
    return behind[-1] if alike and len(behind) > 1 and is_paper(behind[-1]) else ""


def _encoding_in(data: bytes) -> str | None:
    """Return the encoding that the page declares in its first bytes."""
    found = _META_ENCODING.search(data[:4096])
    return _encoding((found[1] or found[2]).decode("ascii")) if found else None


def _encoding(name: str | None) -> str | None:
    """Read Latin-1 as Windows-1252, as every browser does: pages that say the one mean the other."""
    return "cp1252" if name and name.lower() in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else name


def _line(value: str | None) -> str:
    """Return what is known in one line."""
    return " ".join(mended(value or "").split())


def _web(address: str | None) -> str | None:
    """Return an address a page gives for itself if it is one."""
    return address if address and address.startswith(("http://", "https://")) else None
