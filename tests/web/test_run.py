"""`detente serve` before it serves: addresses, ports, and what `--help` costs."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys

import httpx
import pytest
from fastapi import FastAPI

from detente import web
from detente.errors import InputError
from detente.web import app
from detente.web.run import is_loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.9", "example.org"])
def test_other_machines_are_let_in_only_when_asked_for(host: str, tmp_path) -> None:
    with pytest.raises(InputError, match="--remote"):
        web.serve(host, 0, store=tmp_path / "r.sqlite")


@pytest.mark.parametrize(("host", "local"), [("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), ("localhost", True),
                                             ("0.0.0.0", False), ("localhost.example", False)])  # fmt: skip
def test_loopback_is_known(host: str, local: bool) -> None:
    assert is_loopback(host) is local


async def _health(made: FastAPI) -> httpx.Response:
    """The first answer of an app on its health."""
    transport = httpx.ASGITransport(made)
    async with (
        made.router.lifespan_context(made),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
    ):
        return await client.get("/healthz")


def test_the_first_request_waits_until_claims_can_be_tested(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(app, "LOADING_S", 120.0)
    answer = asyncio.run(_health(app.create(tmp_path / "r.sqlite", size=1, load_first=True)))
    assert (answer.status_code, answer.json()["ready"]) == (200, 1)


def test_a_server_that_still_loads_says_so(tmp_path) -> None:
    answer = asyncio.run(_health(app.create(tmp_path / "r.sqlite", size=1)))
    assert (answer.status_code, answer.json()["status"]) == (503, "starting")


def test_wrong_ports_and_worker_counts_are_refused(tmp_path) -> None:
    for port, workers in ((-1, 1), (70_000, 1), (0, 0), (0, 99)):
        with pytest.raises(InputError):
            web.serve("127.0.0.1", port, store=tmp_path / "r.sqlite", workers=workers)


def test_a_port_in_use_is_one_sentence(tmp_path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "detente.cli", "serve", "--port", str(port), "--store", str(tmp_path / "r.sqlite")],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("detente: The server cannot listen on 127.0.0.1")
    assert len(done.stderr.splitlines()) == 1


def test_the_command_line_does_not_load_the_server() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, detente.cli, detente.web; print({'fastapi', 'uvicorn'} & set(sys.modules))"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "set()"
