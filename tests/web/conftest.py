"""A real server for the tests of the web app: `detente serve` in a process of its own, on a free port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

ARTICLE = (
    "Neighbours\n\nRelations between Jordan and Israel improved between 1985 and 2005. "
    "Poland moved from the Soviet Union to the United States between 1988 and 1999.\n"
)


class Running:
    """A server process and how to talk to it."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.start()

    def start(self) -> None:
        """Start it and wait until it can test claims."""
        command = [
            sys.executable,
            "-m",
            "detente.cli",
            "serve",
            "--port",
            "0",
            "--workers",
            "1",
            "--store",
            str(self.store),
        ]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+?:(\d+)/", line)
        assert found, line + (self.process.stderr.read() if self.process.stderr else "")
        self.base = f"http://127.0.0.1:{found[1]}"
        self.client = httpx.Client(base_url=self.base, timeout=120)
        for _ in range(600):
            if self.client.get("/healthz").json()["ready"]:
                return
            time.sleep(0.3)
        raise AssertionError("the workers did not get ready")

    def stop(self, how: int = signal.SIGINT) -> str:
        """End it; what it wrote to stderr."""
        self.client.close()
        self.process.send_signal(how)
        _, errors = self.process.communicate(timeout=60)
        return errors

    def ask(self, text: str = ARTICLE, **more: object) -> str:
        """The id of a new check."""
        answer = self.client.post("/api/checks", json={"text": text, **more})
        assert answer.status_code == 202, answer.text
        return answer.json()["id"]

    def wait(
        self, job: str, until: Callable[[str], bool] = lambda s: s not in ("waiting", "running")
    ) -> dict:
        """The check once its state is as wanted."""
        for _ in range(1200):
            found = self.client.get(f"/api/checks/{job}").json()
            if until(found["state"]):
                return found
            time.sleep(0.1)
        raise AssertionError(f"check {job} is still {found['state']}")

    def token(self) -> str:
        """The token that forms carry."""
        found = re.search(r'name="token" value="([^"]+)"', self.client.get("/").text)
        assert found
        return found[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with a store of its own; it must not have logged an error at the end."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    running = Running(tmp_path_factory.mktemp("web") / "reports.sqlite")
    yield running
    errors = running.stop()
    assert "Traceback" not in errors, errors


@pytest.fixture(scope="session")
def done(server: Running) -> str:
    """The id of a report that is done."""
    job = server.ask()
    assert server.wait(job)["state"] == "done"
    return job


@pytest.fixture
def another_server(tmp_path: Path) -> Iterator[Running]:
    """A server that a test may kill."""
    running = Running(tmp_path / "reports.sqlite")
    yield running
    assert "Traceback" not in running.stop()


@pytest.fixture
def page(browser, server) -> Iterator:
    """A page that fails the test on any script error, refused resource or request to another host."""
    context = browser.new_context(base_url=server.base, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(90_000)
    opened, faults = context.new_page(), []
    opened.faults = faults
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda m: faults.append(m.text) if _is_fault(m) else None)
    opened.on("request", lambda r: None if r.url.startswith((server.base, "data:")) else faults.append(r.url))
    yield opened
    context.close()
    assert faults == []


def _is_fault(message) -> bool:
    """Errors and warnings of the console, but for the status of a page that is meant to have one."""
    expected = ("status of 404", "status of 409", "status of 422", "status of 429")
    return message.type in ("error", "warning") and not any(one in message.text for one in expected)
