"""Proposals of a language model, against a small server of our own: verified, counted, never trusted."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from detente.reading.llm import Endpoint, endpoint, propose

from detente.errors import InputError
from detente.model import Document, Part, Role
from detente.reading import find_claims

TEXT = "Relations between Chile and Peru improved after 2000. The mood between Norway and Sweden could be gladder."
DOCUMENT = Document(None, (Part("article", "article", TEXT, None, "2015-05-01"),))
GOOD = {
    "quote": "The mood between Norway and Sweden could be gladder",
    "kind": "level",
    "direction": "hostile",
    "actors": [{"id": "NOR", "role": "subject"}, {"id": "SWE", "role": "object"}],
}


@contextmanager
def model(content: object, *, status: int = 200, wait: float = 0.0) -> Iterator[tuple[str, list[dict]]]:
    """A server that answers every question with `content`; what it was asked is kept."""
    asked: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            time.sleep(wait)
            text = content if isinstance(content, str) else json.dumps(content)
            body = json.dumps({"choices": [{"message": {"content": text}}]}).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the client did not wait

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


OWN = find_claims(DOCUMENT)


def test_a_good_proposal_is_kept_with_its_own_id() -> None:
    with model({"claims": [GOOD]}) as (url, asked):
        claims, notes = propose(DOCUMENT, OWN, Endpoint(url, "stub", "secret"))
    assert asked[0]["messages"][1]["content"] == TEXT
    assert claims[:-1] == OWN
    new = claims[-1]
    assert new.id not in {c.id for c in OWN}
    assert new.quote == GOOD["quote"] == TEXT[new.start : new.end]
    assert new.actors == (Role("NOR", "subject"), Role("SWE", "object"))
    assert (new.period.end, new.details["proposed"]) == (2015, "stub")
    assert notes == ("The language model proposed 1 claims: 1 new ones kept, 0 read already, 0 refused.",)


@pytest.mark.parametrize(
    "spoilt",
    [
        GOOD | {"quote": "Norway hates Sweden"},
        GOOD | {"kind": "gossip"},
        GOOD | {"direction": "sideways"},
        GOOD | {"actors": [{"id": "Atlantis", "role": "subject"}]},
        GOOD | {"actors": []},
        GOOD | {"actors": [{"id": "NOR", "role": "hero"}]},
        GOOD | {"qualifier": "maybe"},
        GOOD | {"period": {"from": 2000, "to": 1990}},
        "Norway and Sweden",
        None,
    ],
)
def test_a_proposal_that_cannot_be_is_refused_and_counted(spoilt: object) -> None:
    with model({"claims": [spoilt]}) as (url, _):
        claims, notes = propose(DOCUMENT, OWN, Endpoint(url))
    assert claims == OWN
    assert "1 refused" in notes[0]


def test_what_was_read_already_is_not_doubled() -> None:
    same = {"quote": OWN[0].quote, "kind": OWN[0].kind, "direction": OWN[0].direction}
    same["actors"] = [{"id": a.id, "role": a.role} for a in OWN[0].actors]
    with model("Here it is: " + json.dumps({"claims": [same]})) as (url, _):
        claims, notes = propose(DOCUMENT, OWN, Endpoint(url))
    assert claims == OWN
    assert "1 read already" in notes[0]


def test_names_are_hidden_on_request_and_restored() -> None:
    hidden = {
        "quote": "The mood between Actor3 and Actor4 could be gladder",
        "kind": "level",
        "direction": "hostile",
        "actors": [{"id": "Actor3", "role": "subject"}, {"id": "Actor4", "role": "object"}],
    }
    with model({"claims": [hidden]}) as (url, asked):
        claims, _ = propose(DOCUMENT, OWN, Endpoint(url, blind=True))
    sent = json.dumps(asked)
    assert not any(name in sent for name in ("Norway", "Sweden", "Chile", "Peru", "NOR,", "SWE"))
    assert claims[-1].quote == GOOD["quote"]
    assert [a.id for a in claims[-1].actors] == ["NOR", "SWE"]


@pytest.mark.parametrize("content", ["no JSON at all", "{", "[" * 5000, {"claims": "many"}, {"other": []}])
def test_an_answer_that_is_no_json_leaves_our_reading(content: object) -> None:
    with model(content) as (url, _):
        claims, notes = propose(DOCUMENT, OWN, Endpoint(url))
    assert claims == OWN
    assert "our own reading stands" in notes[0]


def test_errors_and_silence_leave_our_reading() -> None:
    with model({"claims": []}, status=500) as (url, _):
        assert propose(DOCUMENT, OWN, Endpoint(url)) == (
            OWN,
            ("The language model answered with status 500; our own reading stands.",),
        )
    with model({"claims": [GOOD]}, wait=0.5) as (url, _):
        claims, notes = propose(DOCUMENT, OWN, Endpoint(url, seconds=0.1))
    assert claims == OWN
    assert "no answer within 0.1 seconds" in notes[0]
    claims, notes = propose(DOCUMENT, OWN, Endpoint("http://127.0.0.1:9/v1", seconds=2))
    assert claims == OWN
    assert "could not be asked" in notes[0]


def test_long_texts_go_in_pieces() -> None:
    text = (TEXT + "\n\n") * 150
    document = Document(None, (Part("article", "article", text),))
    with model({"claims": []}) as (url, asked):
        propose(document, (), Endpoint(url))
    assert "".join(a["messages"][1]["content"] for a in asked) == text


def test_the_endpoint_comes_from_the_option_or_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DETENTE_LLM_URL", raising=False)
    assert endpoint() is None
    monkeypatch.setenv("DETENTE_LLM_URL", "http://localhost:1/v1/")
    monkeypatch.setenv("DETENTE_LLM_MODEL", "small")
    found = endpoint(blind=True)
    assert found == Endpoint("http://localhost:1/v1", "small", "", True)
    with pytest.raises(InputError):
        endpoint("file:///etc/passwd")


def test_the_command_line_says_what_was_proposed(tmp_path: Path) -> None:
    article, made = tmp_path / "a.txt", tmp_path / "a.json"
    article.write_text(TEXT)
    with model({"claims": [GOOD, GOOD | {"quote": "not there"}]}) as (url, _):
        run = subprocess.run(
            [sys.executable, "-m", "detente.cli", "check", str(article), "--llm", url, "--json", str(made)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "2 claims: 1 new ones kept, 0 read already, 1 refused" in run.stderr
    assert json.loads(made.read_text())["claims"][-1]["quote"] == GOOD["quote"]
