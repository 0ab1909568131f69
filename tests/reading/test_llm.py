"""Reading by a language model, against a scripted server: mended once, looked at twice, kept by content, never trusted."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from llm_stub import Stub, agreeing, serving

from detente import api, bundle
from detente.errors import DetenteError, InputError, NetworkError
from detente.model import Document, Part, ReadBy
from detente.reading import llm, prompt
from detente.report import json as published
from detente.web import codec

TEXT = "Jordan and Israel signed a treaty of peace in 1994, after long talks. They met again in 1995."
PEACE: dict[str, Any] = {
    "quote": "Jordan and Israel signed a treaty of peace in 1994, after long talks",
    "statement": {"type": "event", "act": "make_peace", "actors": ["JOR", "ISR"]},
    "period": {"from": "1994", "to": "1994", "origin": "stated"},
}
MET: dict[str, Any] = {
    "quote": "They met again in 1995",
    "statement": {"type": "event", "act": "meet", "actors": ["JOR", "ISR"]},
    "period": {"from": "1995", "to": "1995", "origin": "stated"},
}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"DETENTE_LLM_{name}", raising=False)


def _says(*claims: dict[str, Any]) -> str:
    return json.dumps({"claims": list(claims)})


def _check(stub: Stub, text: str = TEXT, **options: Any):
    told: list[str] = []
    with serving(stub) as url:
        ask = llm.endpoint(url, "stub", **options)
        return api.check("article.txt", text=text, reader=llm.reader(ask, told.append)), told


def test_the_report_says_who_read_and_keeps_it(tmp_path: Path) -> None:
    report, told = _check(Stub(lambda _: _says(PEACE)))
    assert report.reading == ReadBy("model", "stub", prompt.VERSION)
    said = published.as_dict(report)
    assert said["reading"] == {"reader": "model", "model": "stub", "prompt": prompt.VERSION}
    assert codec.loads(codec.dumps(report)) == report
    found = bundle.verify(bundle.to_bundle(report))
    assert found.claims == 1
    assert found.differences == ()
    assert told[0].startswith("the text goes to the language model stub at 127.0.0.1")
    edited = tmp_path / "read.json"
    edited.write_text(json.dumps(said), "utf-8")
    assert api.check("article.txt", text=TEXT, claims=edited).reading == report.reading


def test_a_faulty_claim_is_mended_in_one_turn() -> None:
    faulty = MET | {"statement": {"type": "event", "act": "greet", "actors": ["JOR", "ISR"]}}

    def read(asked: str) -> str:
        return _says(MET) if "claims[1].statement.act" in asked else _says(PEACE, faulty)

    stub = Stub(read)
    report, told = _check(stub)
    assert [c.claim.quote for c in report.checked] == [PEACE["quote"], MET["quote"]]
    assert not any(line.startswith("not used") for line in told)
    assert len(stub.asked) == 3


def test_what_cannot_be_mended_is_told_and_not_read() -> None:
    faulty = MET | {"statement": {"type": "event", "act": "greet", "actors": ["JOR", "ISR"]}}
    report, told = _check(Stub(lambda _: _says(PEACE, faulty)))
    assert [c.claim.quote for c in report.checked] == [PEACE["quote"]]
    assert any(line.startswith("not used: claims[1].statement.act") for line in told)
    assert [n.quote for n in report.not_read] == [MET["quote"]]


@pytest.mark.parametrize("says", ["less", "something else", "perhaps", ""])
def test_what_the_second_look_does_not_confirm_is_not_read(says: str) -> None:
    look = json.dumps({"answers": [{"number": 1, "says": says}, {"number": 2, "says": "exactly"}]})
    report, _ = _check(Stub(lambda _: _says(PEACE, MET), lambda _: look))
    assert [c.claim.quote for c in report.checked] == [MET["quote"]]
    assert [n.quote for n in report.not_read] == [PEACE["quote"]]


def test_what_the_quote_says_more_is_untested_and_caps_the_label() -> None:
    more = json.dumps({"answers": [{"number": 1, "says": "more", "left": ["after long talks"]}]})
    report, _ = _check(Stub(lambda _: _says(PEACE), lambda _: more))
    (one,) = report.checked
    assert one.claim.typed is not None
    (span,) = one.claim.typed.untested
    assert TEXT[span.start : span.end] == span.text == "after long talks"
    assert one.finding.label == "partly_supported"
    plain, _ = _check(Stub(lambda _: _says(PEACE)))
    assert plain.checked[0].finding.label == "supported"


def test_the_second_look_sees_quote_and_restatement_alone() -> None:
    stub = Stub(lambda _: _says(MET))
    _check(stub)
    said = stub.asked[-1]["messages"][-1]["content"]
    assert "They met again in 1995" in said
    assert "treaty of peace" not in said


def test_names_are_hidden_and_put_back() -> None:
    def read(asked: str) -> str:
        assert "Actor1 and Actor2 signed" in asked
        hidden = PEACE | {"quote": "Actor1 and Actor2 signed a treaty of peace in 1994, after long talks"}
        hidden["untested"] = [{"text": "Actor2 signed", "material": False}, {"text": "after long talks"}]
        return _says(hidden | {"statement": PEACE["statement"] | {"actors": ["Actor1", "Actor2"]}})

    stub = Stub(read)
    report, _ = _check(stub, blind=True)
    (one,) = report.checked
    assert one.claim.quote == PEACE["quote"]
    assert [a.id for a in one.claim.actors] == ["JOR", "ISR"]
    assert one.claim.typed is not None
    assert [u.text for u in one.claim.typed.untested] == ["Israel signed", "after long talks"]
    sent = " ".join(m["content"] for body in stub.asked for m in body["messages"] if m["role"] == "user")
    assert "Jordan" not in sent
    assert "Israel" not in sent


def test_the_same_is_asked_once_only() -> None:
    stub = Stub(lambda _: _says(PEACE))
    with serving(stub) as url:
        ask = llm.endpoint(url, "stub")
        first = api.check("a.txt", text=TEXT, reader=llm.reader(ask))
        again = api.check("a.txt", text=TEXT, reader=llm.reader(ask))
        assert again == first
        assert len(stub.asked) == 2
        api.check("a.txt", text=TEXT, reader=llm.reader(llm.endpoint(url, "other")))
        assert len(stub.asked) == 4
        api.check("a.txt", text=TEXT, reader=llm.reader(llm.endpoint(url, "stub", cache=False)))
        assert len(stub.asked) == 6


def test_a_server_that_knows_no_schemas_is_asked_without() -> None:
    stub = Stub(lambda _: _says(PEACE), refuses_schema=True)
    report, _ = _check(stub)
    assert len(report.checked) == 1
    assert ["response_format" in body for body in stub.asked] == [True, False, False]


def test_the_schema_asked_for_takes_what_the_prompt_shows() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    stub = Stub(lambda _: _says(PEACE))
    _check(stub)
    schema = stub.asked[0]["response_format"]["json_schema"]["schema"]
    jsonschema.validate({"claims": [PEACE, MET]}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"claims": [PEACE | {"finding": {"label": "supported"}}]}, schema)


def test_long_texts_go_in_pieces_of_whole_sentences() -> None:
    filler = "The weather in the hills was fine that day and nobody thought of politics at all. "
    text = f"{filler * 90}{MET['quote'].replace('They', 'Jordan and Israel')}. {filler * 60}"
    met = MET | {"quote": "Jordan and Israel met again in 1995"}
    stub = Stub(lambda asked: _says(met) if met["quote"] in asked else _says())
    report, _ = _check(stub, text)
    assert [c.claim.quote for c in report.checked] == [met["quote"]]
    pieces = [b["messages"][1]["content"] for b in stub.asked if len(b["messages"]) == 2][:-1]
    assert len(pieces) > 1
    assert all(len(p) < 2 * llm.PIECE for p in pieces)
    assert "context only" in pieces[1]
    assert "context only" not in pieces[0]


def test_every_sentence_is_in_one_piece_beside_the_context() -> None:
    lines = prompt.numbered(Document(None, (Part("article", "article", "It rained. " * 3_000),)))
    seen = [line.number for piece, context in llm._pieces(lines) for line in piece[context:]]
    assert seen == [line.number for line in lines]


@pytest.mark.parametrize(
    ("stub", "said"),
    [
        (Stub(lambda _: "", status=401), "status 401 (the key is refused)"),
        (Stub(lambda _: "", status=500), "status 500"),
        (Stub(lambda _: "no JSON here"), "cannot be used"),
        (Stub(lambda _: ""), "empty answer"),
        (Stub(lambda _: "", raw=b"<html>"), "something else than a chat completion"),
        (Stub(lambda _: _says(PEACE), lambda _: "well"), "second look"),
    ],
)
def test_bad_answers_are_one_line(stub: Stub, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        _check(stub)
    assert "\n" not in str(caught.value)


def test_no_answer_in_time_and_no_server_are_one_line() -> None:
    with pytest.raises(NetworkError, match=r"no answer within 0\.2 seconds"):
        _check(Stub(lambda _: _says(PEACE), wait=1.0), seconds=0.2)
    ask = llm.endpoint("http://127.0.0.1:9/v1", "stub", cache=False)
    with pytest.raises(NetworkError, match="could not be asked"):
        api.check("a.txt", text=TEXT, reader=llm.reader(ask))


def test_the_key_goes_into_the_header_only() -> None:
    stub = Stub(lambda _: _says(PEACE))
    report, told = _check(stub, key="a-secret-key")
    assert all(h["Authorization"] == "Bearer a-secret-key" for h in stub.headers)
    assert "a-secret-key" not in json.dumps([stub.asked, told, published.as_dict(report)])


@pytest.mark.parametrize("url", ["", "ftp://x", "localhost:8080", "http://"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(DetenteError):
        llm.endpoint(url, "stub")


def _run(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "detente.cli", *arguments],
        capture_output=True, text=True, timeout=240, env={**os.environ, **env}, check=False,
    )  # fmt: skip


def test_the_command_line_sends_only_where_it_is_asked_to(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, "utf-8")
    stub = Stub(lambda _: _says(PEACE))
    with serving(stub) as url:
        env = {"DETENTE_LLM_URL": url, "XDG_CACHE_HOME": str(tmp_path / "c")}
        assert _run("check", str(article), "--json", "-", "--quiet", env=env).returncode == 0
        assert stub.asked == []
        done = _run("check", str(article), "--reader", "llm", "--json", "-", "--quiet", env=env)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["reading"]["reader"] == "model"
        assert "the text goes to the language model" in done.stderr
    for wrong in (["--endpoint", "http://x/v1"], ["--reader", "oracle"], ["--reader", "llm"]):
        refused = _run("check", str(article), *wrong, env={"DETENTE_LLM_URL": ""})
        assert refused.returncode == 2
        assert refused.stderr.count("\n") == 1


def test_agreeing_answers_every_number() -> None:
    assert len(json.loads(agreeing('{"number": 1, "words"\n{"number": 2, "words"'))["answers"]) == 2


def test_ids_of_organisations_and_blocs_are_known_by_their_letters():
    from detente.reading.validation import validate

    statement = {
        "type": "membership",
        "who": ["bloc:post_soviet"],
        "organisation": {"id": "org:WORLDBANK"},
        "status": "member",
    }
    period = {"from": "2010", "to": "2010", "origin": "stated"}
    found = validate({"claims": [{"statement": statement, "period": period}]}, None, reader="model")
    assert found.problems == ()
    said = found.claims[0].statement
    assert (said.who.ids, said.organisation.id) == (("bloc:post-soviet",), "org:WORLD_BANK")
