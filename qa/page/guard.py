"""Guard the page's server: who may speak to it, and what a browser may do with what it serves."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# The framework needs inline scripts and `Function`; but nothing may be fetched from, sent to or framed by elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "media-src 'none'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)

CLOSED = tuple(f"/gradio_api/{route}" for route in ("file", "proxy=", "stream/", "deep_link", "process_recording"))
"""Routes of the framework that the page does not need: no file is served, uploaded ones neither."""


class Guard:
    """Refuse requests that come through another name or from another page; add the headers that keep a page at home.

    A page on the internet can make its own name lead to 127.0.0.1 (DNS rebinding) and read what is served there; but
    its requests carry its name as Host. With `loopback` only this machine's own names are let through.
    """

    def __init__(self, app: Application, *, loopback: bool) -> None:
        self._app = app
        self._loopback = loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = headers_of(scope)
        if not allowed(headers.get(b"host", ""), headers.get(b"origin"), loopback=self._loopback):
            await refuse(scope, send, 403, "This page answers only under its own address.")
            return
        if scope["path"].startswith(CLOSED):
            await refuse(scope, send, 403, "No files are served.")
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = {name for name, _ in HEADERS}
                rest = [(name, value) for name, value in message.get("headers", []) if name.lower() not in ours]
                message["headers"] = [*rest, *HEADERS]
            await send(message)

        await self._app(scope, receive, guarded)


def headers_of(scope: Scope) -> dict[bytes, str]:
    """Return a request's headers by their names in small letters; of one that comes twice the last."""
    return {bytes(name).lower(): bytes(value).decode("latin-1") for name, value in scope["headers"]}


def cookies_of(header: str) -> Iterator[tuple[str, str]]:
    """Give the names and values of a Cookie header.

    By hand: the standard library's parser gives up at what other servers of the same host may have set.
    """
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        yield name, value.strip('"')


def allowed(host: str, origin: str | None, *, loopback: bool) -> bool:
    """Tell whether a request with this Host and Origin is one of the page's own."""
    if loopback and not is_loopback(_name(host)):
        return False
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    # "null" and every other page, another port of this machine too.
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


def is_loopback(name: str) -> bool:
    """Tell whether a host name or IP address is this machine's own and reached by nobody else."""
    if name.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


async def refuse(scope: Scope, send: Send, status: int, reason: str) -> None:
    """Answer a request with a status and one plain line, as JSON; close a web socket."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    body = json.dumps({"error": reason}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
