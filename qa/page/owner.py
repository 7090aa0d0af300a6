"""Know a browser again: a random secret in a cookie is the key to the conversations that it began.

The cookie is HttpOnly, so that no script ever reads it, and SameSite=Strict, so that no other site's page brings it along.
It is handed out to the page's own request only, never when the page is merely opened: a link in a letter opens the
page without the cookie, and a new one would replace the key. It goes to every port of its host, as all cookies do;
who must not share it with other servers on this machine opens the page under a host name of its own.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any

from qa.page.guard import Application, Message, Receive, Scope, Send, cookies_of, headers_of

PATH = "/cuttings/owner"
COOKIE = "cuttings-owner"
_YEAR = 365 * 24 * 3600
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


class Owners:
    """Answer the page's request for a key: the one that the browser has, with another year to live, or a new one."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand out a key, or pass another request on."""
        if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].endswith(PATH):
            await self._app(scope, receive, send)
            return
        key = _key(headers_of(scope).get(b"cookie", "")) or secrets.token_urlsafe(32)
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        cookie = f"{COOKIE}={key}; Max-Age={_YEAR}; Path=/; HttpOnly; SameSite=Strict{secure}"
        start: Message = {
            "type": "http.response.start",
            "status": 204,
            "headers": [(b"set-cookie", cookie.encode()), (b"cache-control", b"no-store")],
        }
        await send(start)
        await send({"type": "http.response.body", "body": b""})


def owner_of(headers: Any, username: str | None) -> str | None:
    """Return who asks: a hash of the browser's key and the name it logged in with, or None where it brings no key.

    The hash is what is kept, so that who reads the file of conversations cannot pass for their owner.
    """
    key = _key(str(headers.get("cookie") or ""))
    return hashlib.sha256(f"{key}\n{username or ''}".encode()).hexdigest() if key else None


def _key(header: str) -> str | None:
    return next((key for name, key in cookies_of(header) if name == COOKIE and _KEY.fullmatch(key)), None)
