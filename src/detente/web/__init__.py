"""The local web app: `detente serve`.

In: a browser or a program on this machine. Out: pages made on the server (they work without script; htmx,
vendored, only spares reloads), and the same answers as JSON under /api. Nothing leaves the machine: no page
refers to another host, and the app listens on the loopback unless told otherwise.

`app` puts it together; `guards` keeps out what must not come in; `pages` and `endpoints` are the two faces;
`store` keeps reports (SQLite); `workers` runs what is heavy in processes of its own, `tasks` says what that is.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["serve"]


def serve(
    host: str = "127.0.0.1",
    port: int = 8710,
    *,
    store: Path | None = None,
    workers: int = 2,
    remote: bool = False,
) -> None:
    """Run the app until it is interrupted.

    Args:
        host: address to listen on; anything but the loopback needs `remote`.
        port: 0 to 65535 (0: any that is free).
        store: the SQLite file of the reports (default: in the user's data folder).
        workers: processes that test claims, 1 to 16; each takes about 0.6 GB.
        remote: allow an address that other machines can reach.

    Raises:
        InputError: the address may not be used, or the store is in use or damaged.

    """
    from detente.web.run import run

    run(host, port, store, workers, remote)
