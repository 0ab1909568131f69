"""`detente serve` before it serves: addresses, ports, and what `--help` costs."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from detente import web
from detente.errors import InputError
from detente.web.run import is_loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.9", "example.org"])
def test_other_machines_are_let_in_only_when_asked_for(host: str, tmp_path) -> None:
    with pytest.raises(InputError, match="--remote"):
        web.serve(host, 0, store=tmp_path / "r.sqlite")


@pytest.mark.parametrize(("host", "local"), [("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), ("localhost", True),
                                             ("0.0.0.0", False), ("localhost.example", False)])  # fmt: skip
def test_loopback_is_known(host: str, local: bool) -> None:
    assert is_loopback(host) is local


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
