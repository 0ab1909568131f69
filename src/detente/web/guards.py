"""What stands between the network and the pages: one ASGI layer that lets through only what may come in.

In: requests. Out: the app's answer with security headers, or 4xx. Checked in this order: the Host header (against
DNS rebinding), the rate of the client (token bucket), where the request comes from (Origin and Sec-Fetch-Site:
other sites may link here, but neither change nor load anything), the size of the body as it arrives and the time it takes.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
    "content-security-policy": POLICY,
}
_MOST_CLIENTS = 4_096


@dataclass(frozen=True, slots=True)
class Limits:
    """What one client may do."""

    body_bytes: int = 8_400_000  # the reader's own limit and the form around it
    drained_bytes: int = 200_000_000
    body_s: float = 30.0
    answer_s: float = 60.0
    per_second: float = 100.0
    burst: float = 400.0
    address_bytes: int = 4_000
    head_bytes: int = 16_000


class _Refused(HTTPException):
    """Raised here, or inside the app where it reads the body: the app's own handler answers that one."""

    body_to_come = False


class Guards:
    """The layer around `app`. `hosts` are names the app goes by; with `remote` also any IP address.

    `page` makes a refusal (status, sentence) into HTML for browsers; without it, and for programs, it is plain text.
    """

    def __init__(
        self, app: App, *, hosts: frozenset[str], remote: bool, limits: Limits,
        page: Callable[[int, str], str] | None = None,
    ) -> None:  # fmt: skip
        """Wrap an ASGI app."""
        self.app, self.hosts, self.remote, self.limits = app, hosts | LOOPBACK, remote, limits
        self.page = page
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = {name for name, _ in message.get("headers", [])}
                extra = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in own]
                message = {**message, "headers": [*message.get("headers", []), *extra]}
            await send(message)

        try:
            self._admit(scope)
            body = self._body(scope, receive)
            async with asyncio.timeout(self.limits.answer_s):
                await self.app(scope, body, guarded)
        except _Refused as refused:
            if not begun:
                if refused.body_to_come:
                    await self._drain(receive)
                await self._refuse(scope, guarded, refused.status_code, refused.detail)
        except TimeoutError:
            if not begun:
                await self._refuse(scope, guarded, 503, "The answer took too long.")

    async def _drain(self, receive: Receive) -> None:
        """Let a body that is too large come in and forget it: a browser shows no answer to what it could not send."""
        left = self.limits.drained_bytes
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.limits.body_s):
                while left > 0:
                    message = await receive()
                    left -= len(message.get("body", b"")) + 1
                    if not message.get("more_body"):
                        return

    async def _refuse(self, scope: Message, send: Send, status: int, why: str) -> None:
        """A short answer without the app: JSON under /api, a page for browsers, else plain text."""
        accepts = _headers(scope).get("accept", "")
        if scope.get("path", "").startswith("/api/"):
            content, kind = json.dumps({"detail": why}), b"application/json"
        elif self.page and "text/html" in accepts:
            content, kind = self.page(status, why), b"text/html; charset=utf-8"
        else:
            content, kind = f"{why}\n", b"text/plain; charset=utf-8"
        body = content.encode()
        headers = [
            (b"content-type", kind),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        if status == 429:
            headers.append((b"retry-after", b"2"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope.get("method") == "HEAD" else body})

    def _admit(self, scope: Message) -> None:
        headers = _headers(scope)
        host = _host(headers.get("host", ""))
        if not (host in self.hosts or (self.remote and _is_address(host))):
            raise _Refused(421, "This server does not go by that name.")
        if (
            len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"")
            > self.limits.address_bytes
        ):
            raise _Refused(414, "The address is too long.")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > self.limits.head_bytes:
            raise _Refused(431, "The head of the request is too large.")
        if not self._allow((scope.get("client") or ("?",))[0]):
            raise _Refused(429, "Too many requests; wait a moment.")
        site = headers.get("sec-fetch-site", "same-origin")
        if scope["method"] in ("GET", "HEAD", "OPTIONS", "TRACE"):
            if site in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate":
                raise _Refused(403, "Other sites may link here, but not load what is here.")
        else:
            origin = headers.get("origin")
            if site not in ("same-origin", "none") or (
                origin is not None
                and origin.lower() != f"{scope['scheme']}://{headers.get('host', '').lower()}"
            ):
                raise _Refused(403, "Changes are accepted from this app's own pages only.")
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            raise _Refused(400, "The length of the body is no number.")
        if int(length) > self.limits.body_bytes:
            refused = self._too_large()
            refused.body_to_come = True
            raise refused

    def _too_large(self) -> _Refused:
        return _Refused(
            413, f"The limit is {self.limits.body_bytes // 1_000_000} MB; what was sent is larger."
        )

    def _allow(self, client: str) -> bool:
        """Take one token from the client's bucket."""
        now = time.monotonic()
        tokens, last = self._buckets.pop(client, (self.limits.burst, now))
        tokens = min(self.limits.burst, tokens + (now - last) * self.limits.per_second)
        self._buckets[client] = (max(tokens - 1, 0.0), now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return tokens >= 1

    def _body(self, scope: Message, receive: Receive) -> Receive:
        """`receive` that counts bytes and time."""
        taken, until = 0, time.monotonic() + self.limits.body_s

        async def counted() -> Message:
            nonlocal taken
            if taken < 0:
                return await receive()  # the body is in; what comes now is only the end of the connection
            try:
                async with asyncio.timeout(max(until - time.monotonic(), 0.0)):
                    message = await receive()
            except TimeoutError:
                raise _Refused(408, "The request took too long to arrive.") from None
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > self.limits.body_bytes:
                    if message.get("more_body"):
                        await self._drain(receive)
                    raise self._too_large()
                if not message.get("more_body"):
                    taken = -1
            return message

        return counted


def _headers(scope: Message) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _host(given: str) -> str:
    """The name in a Host header, without its port."""
    given = given.strip().lower()
    return given[1:].partition("]")[0] if given.startswith("[") else given.partition(":")[0]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
