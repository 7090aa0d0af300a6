"""Fetch one web address without being led into the private network.

Every hop is resolved once, all its IP addresses are checked, and the connection goes to one of those: a name that
resolves differently a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from index.errors import ArticleUnreadable

SIZE_LIMIT = 20_000_000
"""Bytes that a page may have, unpacked."""
_REDIRECTS = 5
_CONNECT_SECONDS, _READ_SECONDS = 10.0, 20.0
_MOVED = (301, 302, 303, 307, 308)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_REASONS = {
    errno.ECONNREFUSED: "connection refused",
    errno.ECONNRESET: "the connection was cut",
    errno.ENETUNREACH: "no network leads there",
    errno.EHOSTUNREACH: "no network leads there",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: where it was in the end, its content type in lower case, the encoding it declares."""

    url: str
    kind: str
    encoding: str | None
    data: bytes


def is_public(address: str) -> bool:
    """Tell whether an IP address is on the public internet, also when it stands inside an IPv6 one."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inside is None and ip in _NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(str(inside))
        if ip.is_site_local:  # of old networks; the library calls them global
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def download(url: str, *, permitted: Callable[[str], bool] = is_public, seconds: float = 60.0) -> Fetched:
    """Fetch an address, following up to five redirects and checking each; nothing is sent along, cookies neither.

    `permitted` tells of an IP address whether it may be dialled. `seconds` bounds the whole, so that a server that
    drips bytes cannot hold us.

    Raises:
        ArticleUnreadable: in plain words, when it is refused, not reached, too large or not there.
    """
    import httpx

    deadline = time.monotonic() + seconds
    timeout = httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS)
    # Without trust_env: a proxy would resolve the name again, and what we checked would not be what is reached.
    with httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client:
        for _ in range(_REDIRECTS + 1):
            parts = _parts(url)
            fetched = _hop(client, url, parts, _checked(parts, permitted), deadline)
            if isinstance(fetched, Fetched):
                return fetched
            if time.monotonic() > deadline:
                raise ArticleUnreadable("took too long")
            try:
                url = urljoin(url, fetched)
            except ValueError as error:
                raise ArticleUnreadable(f"was redirected to {fetched!r}, which is not an address") from error
    raise ArticleUnreadable(f"was redirected more than {_REDIRECTS} times")


def _parts(url: str) -> SplitResult:
    """Split an address, refusing what is not plain http or https."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ArticleUnreadable(f"is not an address: {error}") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise ArticleUnreadable(f"leads to {parts.scheme or 'no'} address {url!r}; only http and https are fetched")
    if not parts.hostname or port == 0:
        raise ArticleUnreadable(f"names no host: {url!r}")
    if parts.username is not None or parts.password is not None:
        raise ArticleUnreadable("holds a user name or password; give the address without")
    return parts


def _checked(parts: SplitResult, permitted: Callable[[str], bool]) -> list[str]:
    """Resolve the host and return its IP addresses, all of them checked."""
    host = parts.hostname or ""
    try:
        name = host.encode("ascii").decode() if host.isascii() else host.encode("idna").decode("ascii")
        found = socket.getaddrinfo(name, _port(parts), type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError, OSError) as error:
        raise ArticleUnreadable(f"could not reach {host}: no such host was found") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not permitted(address):
            raise ArticleUnreadable(
                f"leads to {host} ({address}) in a private network; allow that with --allow-private"
            )
    return addresses


def _hop(client: Any, url: str, parts: SplitResult, addresses: list[str], deadline: float) -> Fetched | str:
    """Request one address at its checked IPs: what it gave, or where it sends us."""
    import httpx

    host = parts.hostname or ""
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    shown = f"[{name}]" if ":" in name else name
    default = {"http": 80, "https": 443}[parts.scheme.lower()]
    headers = {
        "Host": shown if _port(parts) == default else f"{shown}:{_port(parts)}",
        "User-Agent": "Mozilla/5.0 (compatible; Cuttings/0.1; reads a page for its user)",
        "Accept": "text/html,application/xhtml+xml,text/plain,application/pdf;q=0.9",
    }
    try:
        # The host is left out: which one is dialled is known, and some are refused here that can be resolved.
        path = httpx.URL(f"http://any{parts.path or '/'}{'?' if parts.query else ''}{parts.query}").raw_path
    except httpx.InvalidURL as error:
        raise ArticleUnreadable(f"is not an address: {error}") from error
    except UnicodeError as error:
        raise ArticleUnreadable("is not an address: it holds bytes that are no text") from error
    client.cookies.clear()  # what the hop before has set
    for number, address in enumerate(addresses):
        target = httpx.URL(scheme=parts.scheme.lower(), host=address, port=_port(parts), raw_path=path)
        # The certificate is checked against the name, not against the IP that is dialled.
        request = client.build_request("GET", target, headers=headers, extensions={"sni_hostname": name})
        try:
            return _response(client.send(request, stream=True), url, deadline)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:  # another of its IPs may be reached
            if number + 1 == len(addresses) or time.monotonic() > deadline:
                slow = f"no connection within {_CONNECT_SECONDS:g} seconds"
                why = slow if isinstance(error, httpx.ConnectTimeout) else _reason(error)
                raise ArticleUnreadable(f"could not reach {url}: {why}") from error
        except httpx.TimeoutException as error:
            raise ArticleUnreadable(f"could not reach {url}: no answer within {_READ_SECONDS:.0f} seconds") from error
        except httpx.HTTPError as error:
            raise ArticleUnreadable(f"could not read {url}: {_reason(error)}") from error
    raise ArticleUnreadable(f"could not reach {url}: it has no IP address")


def _response(response: Any, url: str, deadline: float) -> Fetched | str:
    """Read a response in a stream up to the limit, or return where it redirects to."""
    try:
        if response.status_code in _MOVED and "location" in response.headers:
            return str(response.headers["location"])
        if response.status_code != 200:
            raise ArticleUnreadable(f"the server answered {response.status_code} {response.reason_phrase}".strip())
        data = bytearray()
        for chunk in response.iter_bytes():  # as they come: whoever drips them meets the deadline
            data += chunk
            if len(data) > SIZE_LIMIT:
                raise ArticleUnreadable(f"is larger than {SIZE_LIMIT // 1_000_000} MB")
            if time.monotonic() > deadline:
                raise ArticleUnreadable("took too long")
        kind = str(response.headers.get("content-type", "")).split(";")[0].strip().lower()
        return Fetched(url, kind, response.charset_encoding, bytes(data))
    finally:
        response.close()


def _port(parts: SplitResult) -> int:
    """Return the port of an address, by its scheme where none is written."""
    return parts.port or {"http": 80, "https": 443}[parts.scheme.lower()]


def _reason(error: BaseException) -> str:
    """Say in plain words why a connection failed, from the innermost error that knows."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate cannot be trusted ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return "no secure connection could be made"
        if isinstance(cause, OSError) and cause.errno in _REASONS:
            return _REASONS[cause.errno]
        cause = cause.__cause__ or cause.__context__
    return "the connection failed or broke off"


def host_of(url: str) -> str:
    """Return the host of an address, without www."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
