"""Saved pages, and addresses served by a real server on this machine."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from index import addresses
from index.addresses import download, is_public
from index.articles import expected, read
from index.errors import ArticleUnreadable
from index.pages import fetch, read_page
from index.testing import least_seconds
from index.types import Article, Failure

PARAGRAPHS = [
    "The harbour council voted on Monday to keep the ferry running through the winter, whatever it costs.",
    "“We cannot leave the island alone,” said Mayor Inês Moreira, who cast the last vote after four hours.",
    "The ferry carried 91,000 people last year. It was built in 1961, and nobody on the council is older.",
]
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry stays | Harbour Gazette</title>
<meta property="og:title" content="Ferry stays"><meta property="og:site_name" content="Harbour Gazette">
<meta name="author" content="Ana Pereira"><meta property="article:published_time" content="2021-05-04T10:32:00Z">
<link rel="canonical" href="https://gazette.example.org/ferry"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry stays</h1>
{"".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}</article>
<footer>All rights reserved</footer></body></html>"""
BOMB = gzip.compress(bytes(addresses.SIZE_LIMIT + 1), compresslevel=1)


def test_reads_a_saved_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (article,) = read(str(tmp_path / "a.html"))
    assert isinstance(article, Article)
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert "Sport" not in article.text
    assert (article.title, article.source, article.author) == ("Ferry stays", "Harbour Gazette", "Ana Pereira")
    assert (article.published, article.url) == ("2021-05-04", "https://gazette.example.org/ferry")
    assert article.path == str(tmp_path / "a.html")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1", "windows-1251"])
def test_reads_a_page_in_the_encoding_it_declares(tmp_path: Path, encoding: str) -> None:
    words = "Мэр города сказал, что паром останется" if encoding == "windows-1251" else "Le maire a parlé à l'été"
    page = f"<html><head><meta charset='{encoding}'><title>x</title></head><body><p>{words * 5}.</p></body></html>"
    (tmp_path / "a.htm").write_bytes(page.encode(encoding))
    (article,) = read(str(tmp_path / "a.htm"))
    assert isinstance(article, Article)
    assert words in article.text


def test_falls_back_to_the_title_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<title>Ferry &amp; co</title><body><p>{'</p><p>'.join(PARAGRAPHS)}</p>")
    (article,) = read(str(tmp_path / "a.html"))
    assert isinstance(article, Article)
    assert (article.title, article.source, article.published) == ("Ferry & co", "", None)


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("Ferry stays - The Harbour Gazette", "The Harbour Gazette"),
        ("Ferry stays | News | Harbour Gazette", "Harbour Gazette"),
        ("Ferry stays — Zeitung für Häfen", "Zeitung für Häfen"),
        ("Ferry stays", ""),
        ("Ferry stays - and nobody knows for how long it will, said the mayor of the town", ""),
        ("Why the ferry stays - The Harbour Gazette", "The Harbour Gazette"),
        ("The ferry is to stay - says the mayor", ""),
        ("The ferry is to stay - Corley", ""),
        ("Gallery | Black Mirror", ""),
    ],
)
def test_the_title_of_a_page_names_its_paper_behind_the_headline(tmp_path: Path, title: str, source: str) -> None:
    body = f"<h1>Ferry stays</h1><p>{'</p><p>'.join(PARAGRAPHS)}</p>"
    (tmp_path / "a.html").write_text(f"<html><head><title>{title}</title></head><body>{body}</body></html>")
    (article,) = read(str(tmp_path / "a.html"))
    assert isinstance(article, Article)
    assert (article.title.startswith("Ferry"), article.source) == (True, source)


@pytest.mark.parametrize("piece", ["<title>", "<title ", "</title", "<title></x>"])
def test_pages_full_of_titles_are_read_at_once(piece: str) -> None:
    page = f"<html><body><!-- {piece * (60_000 // len(piece))} --><p>{'</p><p>'.join(PARAGRAPHS)}</p></body></html>"
    assert least_seconds(lambda: read_page(page.encode())) < 1


def test_any_cut_of_a_page_is_an_article_or_a_failure(tmp_path: Path) -> None:
    for length in range(0, len(PAGE), 89):
        (tmp_path / "a.html").write_text(PAGE[:length] + "\x01<p")
        assert all(isinstance(given, Article | Failure) for given in read(str(tmp_path / "a.html")))


class Handler(BaseHTTPRequestHandler):
    """A site with one good page and many bad ones."""

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        name = self.path.split("?")[0].strip("/")
        if name.startswith("hop"):
            return self.redirect(f"/hop{int(name[3:]) - 1}" if name != "hop0" else "/page")
        if name == "away":
            return self.redirect(self.path.split("to=")[1])
        if name == "baker":
            return self.redirect("/page", cookie="known=1")
        status, kind, body, more = {
            "page": (200, "text/html; charset=utf-8", PAGE.encode(), {}),
            "latin": (
                200,
                "text/html; charset=iso-8859-1",
                "<p>Le maire a parlé à l'été, trois fois.</p>".encode("latin-1"),
                {},
            ),
            "packed": (200, "text/html", gzip.compress(PAGE.encode()), {"Content-Encoding": "gzip"}),
            "plain": (200, "text/plain", b"Ferry stays\n\nIt is open.\n\nFollow Us\n", {}),
            "nothing": (200, "", PAGE.encode(), {}),
            "picture": (200, "image/png", b"\x89PNG", {}),
            "bomb": (200, "text/html", BOMB, {"Content-Encoding": "gzip"}),
            "empty": (200, "text/html", b"", {}),
        }.get(name, (404, "text/html", b"gone", {}))
        self.send_response(status)
        self.send_header("Content-Type", kind) if kind else None
        for header, value in more.items():
            self.send_header(header, value)
        self.send_header("Content-Length", str(len(body) + (100 if name == "short" else 0)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def redirect(self, target: str, *, cookie: str = "") -> None:
        self.send_response(302)
        self.send_header("Set-Cookie", cookie) if cookie else None
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Site(ThreadingHTTPServer):
    """The server and what it was asked."""

    seen: list[tuple[str, dict[str, str]]]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    server = Site(("127.0.0.1", 0), Handler)
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def article_at(address: str) -> Article:
    fetched = fetch(address, allow_private=True)
    assert isinstance(fetched, Article), fetched
    return fetched


def reason_at(address: str, *, allow_private: bool = True) -> str:
    fetched = fetch(address, allow_private=allow_private)
    assert isinstance(fetched, Failure)
    assert fetched.name == address
    return fetched.reason


def test_fetches_a_page(site: Site) -> None:
    article = article_at(f"{site.address}/page")
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert (article.title, article.source, article.url, article.path) == (
        "Ferry stays",
        "Harbour Gazette",
        f"{site.address}/page",
        None,
    )
    assert article.id.startswith("page-")
    assert list(read(f"{site.address}/page", allow_private=True)) == [article]
    assert expected(f"{site.address}/page") == 1
    assert article_at(f"{site.address}/page?utm_source=mail#top").id == article.id


def test_fetches_packed_pages_plain_text_and_pages_without_a_type(site: Site) -> None:
    assert PARAGRAPHS[0] in article_at(f"{site.address}/packed").text
    assert PARAGRAPHS[0] in article_at(f"{site.address}/nothing").text
    assert "parlé à l'été" in article_at(f"{site.address}/latin").text
    plain = article_at(f"{site.address}/plain")
    assert plain.text == "Ferry stays\n\nIt is open.\n\nFollow Us\n"
    assert (plain.title, plain.source) == ("Ferry stays", "127.0.0.1")
    assert [plain.text[s:e] for s, e in plain.boilerplate] == ["Follow Us"]


def test_sends_the_name_it_was_given_though_it_dials_the_checked_ip(site: Site) -> None:
    port = site.server_address[1]
    article_at(f"http://localhost:{port}/page")
    path, headers = site.seen[-1]
    assert path == "/page"
    assert headers["Host"] == f"localhost:{port}"
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


def test_what_a_page_sets_is_not_sent_to_the_next(site: Site) -> None:
    article_at(f"{site.address}/baker")
    assert [path for path, _ in site.seen[-2:]] == ["/baker", "/page"]
    assert "Cookie" not in site.seen[-1][1]


def test_an_ip_that_answers_nothing_does_not_hide_one_that_does(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    port = site.server_address[1]
    monkeypatch.setattr(addresses, "_CONNECT_SECONDS", 0.3)
    ips, resolved = ["127.0.0.2", "127.0.0.1"], socket.getaddrinfo

    def found(host: str, *rest: Any, **more: Any) -> list[Any]:
        return [(0, 0, 0, "", (ip, port)) for ip in ips] if host == "site.example" else resolved(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with socket.socket() as mute, ExitStack() as waiting:
        mute.bind((ips[0], port))
        mute.listen(0)
        for _ in range(3):  # its queue is full: whoever comes now hears nothing
            waiter = waiting.enter_context(socket.socket())
            waiter.setblocking(False)
            waiter.connect_ex((ips[0], port))
        assert article_at(f"http://site.example:{port}/page").text
        ips.pop()
        assert "no connection within 0.3 seconds" in reason_at(f"http://site.example:{port}/page")


def test_follows_five_redirects_and_not_six(site: Site) -> None:
    assert article_at(f"{site.address}/hop4").url == f"{site.address}/page"
    assert "redirected more than 5" in reason_at(f"{site.address}/hop5")


@pytest.mark.parametrize(
    "target", ["ftp://example.org/a", "file:///etc/passwd", "http://user:word@example.org/", "http://", "http://[x"]
)
def test_a_redirect_to_what_is_not_fetched_is_refused(site: Site, target: str) -> None:
    assert reason_at(f"{site.address}/away?to={target}")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "0",
        "127.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "10.0.0.1",
        "169.254.169.254",
    ],
)
def test_private_addresses_are_refused_before_anything_is_sent(site: Site, host: str) -> None:
    asked = len(site.seen)
    assert "private network" in reason_at(f"http://{host}:{site.server_address[1]}/page", allow_private=False)
    assert len(site.seen) == asked


def test_a_redirect_into_a_private_network_is_refused(site: Site) -> None:
    port = site.server_address[1]

    def permitted(address: str) -> bool:
        return address == "127.0.0.1"  # stands for the internet, whatever else for a private network

    assert download(f"{site.address}/away?to=/page", permitted=permitted).url == f"{site.address}/page"
    asked = len(site.seen)
    for inside in (f"http://127.0.0.2:{port}/page", f"http://[::1]:{port}/page", "http://169.254.169.254/"):
        with pytest.raises(ArticleUnreadable, match="private network"):
            download(f"{site.address}/away?to={inside}", permitted=permitted)
    assert [path.split("?")[0] for path, _ in site.seen[asked:]] == ["/away"] * 3


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
        ("64:ff9b:1::7f00:1", False),
        ("2001:0:7f00:1::", False),
        ("fec0::1", False),
        ("198.18.0.1", False),
    ],
)
def test_tells_public_addresses_from_others(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_says_in_plain_words_what_went_wrong(site: Site) -> None:
    assert "404" in reason_at(f"{site.address}/gone")
    assert "image/png" in reason_at(f"{site.address}/picture")
    assert "20 MB" in reason_at(f"{site.address}/bomb")
    assert "is empty" in reason_at(f"{site.address}/empty")
    assert reason_at("http://user:word@127.0.0.1/").startswith("holds a user name")
    assert "no such host" in reason_at("http://nowhere.invalid/")
    assert reason_at("http://127.0.0.1:99999/")
    assert reason_at("http:///page")
    assert reason_at("http://[::1/")
    for odd in ("/\udcff", "/page?\udcff"):
        assert "no text" in reason_at(site.address + odd)
    server = Site(("127.0.0.1", 0), Handler)
    closed = server.address
    server.server_close()
    assert "connection refused" in reason_at(f"{closed}/page")
    assert "secure" in reason_at(f"{site.address}/page".replace("http:", "https:"))
    with pytest.raises(ArticleUnreadable, match="too long"):
        download(f"{site.address}/page", permitted=lambda _: True, seconds=-1)
