"""Check calls of our functions before the framework sees them, which would answer a wrong name with a broken page."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from typing import Any

from index.errors import InputRefused
from qa.page.guard import Application, Message, Receive, Scope, Send, refuse

LONGEST_BODY = 20_000_000
"""Bytes that a request may have which is no upload."""
LARGEST_UPLOAD = 1_000_000_000
"""Bytes that the files of one upload may have together; each of them has its own limit."""

_CALL = re.compile(r"/gradio_api/(?P<how>call/v2|call|run|api)/(?P<name>[a-z]+)/?")
_MISSING = inspect.Parameter.empty


class Calls:
    """Fill in the arguments that a call leaves out, and say in one line what is wrong with it."""

    def __init__(self, app: Application, *, functions: Mapping[str, inspect.Signature]) -> None:
        self._app = app
        self._functions = functions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, a call of ours with all its arguments; or answer 413 or 422."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        length = {bytes(name).lower(): bytes(value) for name, value in scope["headers"]}.get(b"content-length", b"")
        most = LARGEST_UPLOAD if scope["path"].rstrip("/") == "/gradio_api/upload" else LONGEST_BODY
        if not (length.isdigit() and int(length) <= most):
            said = f"Send at most {most // 1_000_000:,} MB, and say how many (Content-Length)."
            await refuse(scope, send, 413, said)
            return
        found = _CALL.fullmatch(scope["path"])
        signature = self._functions.get(found["name"]) if found else None
        if found is None or signature is None:
            await self._app(scope, receive, send)
            return
        try:
            body = completed(await _body(receive), found["name"], signature, named=found["how"] == "call/v2")
        except InputRefused as error:
            await refuse(scope, send, 422, str(error))
            return
        sent = False

        async def again() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        ours = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        named = dict(ours)
        scope["headers"] = [*((n, v) for n, v in scope["headers"] if bytes(n).lower() not in named), *ours]
        await self._app(scope, again, send)


def completed(body: bytes, name: str, signature: inspect.Signature, *, named: bool) -> bytes:
    """Return the body of a call with every argument in it.

    Args:
        body: as it was sent: {"question": ...} where arguments are named, else {"data": [...]} in their order.
        name: of the function, for what is said.
        signature: of the function.
        named: whether arguments are named.

    Raises:
        InputRefused: it is no JSON object, an argument is not known, or one is missing.
    """
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InputRefused(f"the call of {name} is not JSON; {_takes(name, signature)}") from error
    if not isinstance(given, dict):
        raise InputRefused(f"the call of {name} is not a JSON object; {_takes(name, signature)}")
    defaults = {parameter.name: parameter.default for parameter in signature.parameters.values()}
    if named:
        unknown = [key for key in given if key not in defaults]
        if unknown:
            raise InputRefused(f"{unknown[0][:60]!r} is no argument of {name}; {_takes(name, signature)}")
        arguments: dict[str, Any] = given
    else:
        values = given.get("data")
        if not isinstance(values, list) or len(values) > len(defaults):
            raise InputRefused(f'"data" is not a list of at most {len(defaults)}; {_takes(name, signature)}')
        arguments = dict(zip(defaults, values, strict=False))
    missing = [key for key, default in defaults.items() if default is _MISSING and key not in arguments]
    if missing:
        raise InputRefused(f"{missing[0]} is missing; {_takes(name, signature)}")
    if any(_holds_file(value) for value in arguments.values()):  # which the framework would fetch or copy
        raise InputRefused(f"an argument of {name} is a file; {_takes(name, signature)}")
    whole = {key: arguments.get(key, default) for key, default in defaults.items()}
    return json.dumps(whole if named else {**given, "data": list(whole.values())}).encode()


def _holds_file(value: Any) -> bool:
    """Tell whether a file of the framework's kind is anywhere in a value, however deep."""
    inside = [value]
    while inside:
        now = inside.pop()
        if isinstance(now, dict):
            if "meta" in now:
                return True
            inside += now.values()
        elif isinstance(now, list):
            inside += now
    return False


def _takes(name: str, signature: inspect.Signature) -> str:
    return f"{name} takes {', '.join(signature.parameters)}"


async def _body(receive: Receive) -> bytes:
    """Read a body whose length was checked."""
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(parts)
