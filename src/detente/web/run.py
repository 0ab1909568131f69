"""Start the server: what `detente serve` does.

In: an address and where reports are kept. Out: a server that runs until it is interrupted. An address that other
machines can reach must be asked for, and is warned about: the app knows no users.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from pathlib import Path
from typing import Any

from detente.errors import InputError

MOST_WORKERS = 16
HEAD_S = 10.0  # for the head of a request to arrive
WARNING = (
    "detente: warning: the app listens on {host}, where other machines can reach it. It has no log-in: everybody who "
    "can reach it can read, add and delete every report, and nothing is encrypted on the way."
)


def run(host: str, port: int, store: Path | None, workers: int, remote: bool) -> None:
    """Serve until interrupted. Raises InputError for an address or a store that may not be used."""
    import uvicorn

    from detente.web import app as apps
    from detente.web.store import default_path

    if not 0 <= port <= 65535:
        raise InputError(f"A port is a number from 0 to 65535, not {port}.")
    if not 1 <= workers <= MOST_WORKERS:
        raise InputError(f"The number of workers must lie between 1 and {MOST_WORKERS}, not {workers}.")
    local = is_loopback(host)
    if not local and not remote:
        raise InputError(
            f"{host} can be reached from other machines; add --remote if that is what you want, and read its warning."
        )
    listening = _listen(host, port)
    try:
        made = apps.create(
            store or default_path(),
            size=workers,
            hosts=frozenset((host.lower(),)),
            remote=not local,
            load_first=True,
        )
        if not local:
            print(WARNING.format(host=host), file=sys.stderr)
        shown = f"[{host}]" if ":" in host else host
        print(f"detente: http://{shown}:{listening.getsockname()[1]}/  (stop with Ctrl+C)", flush=True)
        config = uvicorn.Config(
            made, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=15,
            limit_concurrency=400, h11_max_incomplete_event_size=32_768, timeout_graceful_shutdown=3,
            proxy_headers=False, ws="none", http=_protocol(),
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def _protocol() -> Any:
    """HTTP that does not wait for ever for the head of a request: uvicorn has no such limit of its own."""
    import asyncio

    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Impatient(H11Protocol):
        _late: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._late = self.loop.call_later(HEAD_S, self._give_up)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._cancel()
            elif self._late is None:
                self._late = self.loop.call_later(HEAD_S, self._give_up)

        def connection_lost(self, exc: Exception | None) -> None:
            self._cancel()
            super().connection_lost(exc)

        def _cancel(self) -> None:
            if self._late is not None:
                self._late.cancel()
                self._late = None

        def _give_up(self) -> None:
            self._late = None
            if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
                self.transport.close()

    return Impatient


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(256)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"The server cannot listen on {host}, port {port}: {why}.") from None
    return made
