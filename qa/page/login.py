"""Let nobody in without the name and password, but to the page that asks for them.

The framework asks for a login at many of its routes; here it is asked for at all, MCP's too. Programs send name and
password with each request (HTTP Basic); browsers log in on the framework's page, which gives them a cookie.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets

from qa.page.guard import Application, Receive, Scope, Send, cookies_of, refuse

OPEN = (
    "/", "/login", "/favicon.ico", "/manifest.json", "/theme.css", "/gradio_api/theme.css", "/robots.txt",
    "/gradio_api/startup-events",
)  # fmt: skip
OPEN_FOLDERS = ("/assets/", "/static/", "/svelte/")
"""What the page that asks for the login is made of; nothing of ours."""


class Login:
    """Answer 401 to everyone who has not logged in."""

    def __init__(self, app: Application, *, name: str, password: str) -> None:
        self._app = app
        self._name = name
        self._pair = f"{name}:{password}".encode()
        self._token = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 401."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = [(bytes(name).lower(), bytes(value)) for name, value in scope["headers"]]
        basic = [value for name, value in given if name == b"authorization" and value[:6].lower() == b"basic "]
        if basic and self._is_ours(basic[0][6:]):
            # The framework knows logins by a cookie only; this one leaves our process nowhere.
            scope["app"].tokens[self._token] = self._name
            cookie = f"access-token-unsecure-{scope['app'].cookie_id}={self._token}".encode()
            rest = [(name, value) for name, value in given if name != b"cookie"]
            scope["headers"] = [*rest, (b"cookie", cookie)]
        elif basic:
            await refuse(scope, send, 401, "The name or the password is wrong.")
            return
        elif not (_is_open(scope["path"]) or _has_cookie(scope, given)):
            await refuse(scope, send, 401, "Log in first, or send name and password with the request (HTTP Basic).")
            return
        await self._app(scope, receive, send)

    def _is_ours(self, encoded: bytes) -> bool:
        try:
            pair = base64.b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError):
            return False
        return hmac.compare_digest(pair, self._pair)


def _is_open(path: str) -> bool:
    return (path.rstrip("/") or "/") in OPEN or (path.startswith(OPEN_FOLDERS) and ".." not in path)


def _has_cookie(scope: Scope, headers: list[tuple[bytes, bytes]]) -> bool:
    """Tell whether a request carries the cookie of a login that the framework gave."""
    app = scope["app"]
    names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    given = "; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie")
    return any(name in names and token in app.tokens for name, token in cookies_of(given))
