"""Serve the chat page on this machine. With the modules of `qa.page` the only place that knows the page's framework."""

from __future__ import annotations

import contextlib
import importlib
import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.articles import SIZE_LIMIT
from index.errors import InputRefused
from qa.assistant import Assistant
from qa.page.guard import Guard, is_loopback
from qa.page.owner import Owners
from qa.page.settings import WAITING, PageSettings

import gradio as gr  # isort: skip - after qa.page, which turns its reporting off
from starlette.middleware import Middleware

from qa.page.api import signatures
from qa.page.calls import Calls
from qa.page.layout import Page, asset
from qa.page.login import Login

SANS = ["-apple-system", "BlinkMacSystemFont", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def build_app(assistant: Assistant, *, settings: PageSettings | None = None) -> gr.Blocks:
    """Build the page; nothing runs until it is launched with `launch_options`."""
    return Page(assistant, settings or PageSettings()).blocks()


def launch_options(
    assistant: Assistant, *, host: str, auth: tuple[str, str] | None = None, mcp: bool = False
) -> dict[str, Any]:
    """Return what `Blocks.launch` needs so that the page stays at home: nothing shared, reported, fetched or kept."""
    middleware = [Middleware(Guard, loopback=is_loopback(host))]
    if auth:
        middleware.append(Middleware(Login, name=auth[0], password=auth[1]))
    middleware.append(Middleware(Owners))
    middleware.append(Middleware(Calls, functions=signatures()))
    theme = gr.themes.Base(font=SANS, font_mono=MONO)
    return {
        "server_name": host,
        "share": False,
        "quiet": True,
        "inbrowser": False,
        "prevent_thread_lock": True,
        "show_error": True,
        "footer_links": [],
        "run_history": False,
        "enable_monitoring": False,
        "mcp_server": mcp,
        "auth": auth,
        "ssr_mode": False,
        "pwa": False,
        "max_file_size": SIZE_LIMIT,
        "allowed_paths": [],
        "blocked_paths": [str(Path(assistant.index.folder).resolve())],
        "strict_cors": True,
        "theme": theme,
        "head": f"<style>{asset('page.css')}</style>",
        "app_kwargs": {
            "middleware": middleware,
            "docs_url": None,
            "redoc_url": None,
            "openapi_url": None,
        },
    }


def serve(
    assistant: Assistant,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    allow_private: bool = False,
    ready: Callable[[str], None] | None = None,
    auth: tuple[str, str] | None = None,
    forced: bool = False,
    mcp: bool = False,
    folder: str | Path | None = None,
) -> None:
    """Serve the page until it is interrupted.

    Args:
        assistant: whose articles are asked.
        host: the address to listen on; other than this machine's own needs `auth` or `forced`.
        port: the port to listen on; 0 takes a free one.
        open_browser: open the page in this machine's browser.
        allow_private: let visitors add addresses of this machine and of private networks.
        ready: called with the page's address once it answers.
        auth: a user name and a password that visitors must give.
        forced: listen on another address without `auth` all the same.
        mcp: offer the functions of the API over MCP as well.
        folder: a folder of this machine that visitors may add as a whole; nothing outside it.

    Raises:
        InputRefused: the host is open to others without a password, the port is taken, MCP's package is not there, or
            the folder is none.
    """
    if not is_loopback(host) and auth is None and not forced:
        raise InputRefused(
            f"the host {host!r} can be reached by others, who could read and add articles; "
            "give --auth NAME:PASSWORD, or use --host 127.0.0.1"
        )
    if mcp and not _has_mcp():
        raise InputRefused("--mcp needs a package that is not installed; install it with: pip install 'mcp>=1.30,<2'")
    place = _folder(folder, assistant) if folder is not None else None
    page = build_app(assistant, settings=PageSettings(allow_private=allow_private, folder=place))
    page.queue(max_size=WAITING)
    options = launch_options(assistant, host=host, auth=auth, mcp=mcp)
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # quiet or not, the framework announces MCP in its own words
            _, address, _ = page.launch(**options, server_port=port or _free(host))
    except OSError as error:
        raise InputRefused(f"cannot listen on {host} port {port}; choose another with --port") from error
    try:
        if ready:
            ready(address)
        if open_browser:
            import webbrowser

            webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
    finally:
        page.close(verbose=False)


def _folder(given: str | Path, assistant: Assistant) -> Path:
    """Return the folder that visitors may add."""
    try:
        folder = Path(given).expanduser().resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise InputRefused(f"there is no folder {str(given)!r}; check what --folder names") from error
    if not folder.is_dir():
        raise InputRefused(f"{str(given)!r} is not a folder; --folder takes one")
    if Path(assistant.index.folder).resolve().is_relative_to(folder):
        raise InputRefused(f"the folder {str(given)!r} holds the index itself; move one of them")
    return folder


def _has_mcp() -> bool:
    """Tell whether the package is there that MCP needs."""
    try:
        importlib.import_module("mcp")
    except ImportError:
        return False
    return True


def _free(host: str) -> int:
    """Return a port that nobody listens on."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host.strip("[]"), 0), family=family) as listening:
        return int(listening.getsockname()[1])


__all__ = ["PageSettings", "build_app", "launch_options", "serve"]
