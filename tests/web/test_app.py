"""The app over HTTP, on a real server: ask, look, read, correct, take away, run again, delete."""

from __future__ import annotations

import json
import signal

import pytest
from jsonschema import Draft202012Validator

from detente.report.json import schema

ARTICLE_TEXT = "Relations between Jordan and Israel improved between 1985 and 2005."
HOSTILE = (
    "<script>alert(1)</script> Relations between Jordan and Israel improved between 1985 and 2005, said "
    '"><img src=x onerror=alert(2)> {{ 7 * 7 }} the minister.'
)


def test_a_report_has_the_published_form(server, done: str) -> None:
    found = server.client.get(f"/api/reports/{done}").json()
    Draft202012Validator(schema()).validate(found)
    assert [c["kind"] for c in found["claims"]] == ["trend", "realignment"]


def test_the_answer_is_that_of_the_command_line(server, done: str) -> None:
    from detente import api, report
    from detente.web.pages import PASTED

    article = json.loads(server.client.get(f"/api/reports/{done}").text)
    here = api.check(
        PASTED,
        text="\n".join(
            [article["document"]["title"] or "", "", *(p["text"] for p in article["document"]["parts"])]
        ),
    )
    assert report.to_json(here)["claims"] == article["claims"]


def test_evidence_ends_where_it_is_told_to(server) -> None:
    job = server.ask("Relations between Jordan and Israel improved between 1985 and 2005.", as_of=1990)
    assert server.wait(job)["as_of"] == 1990
    claim = server.client.get(f"/api/reports/{job}").json()["claims"][0]
    years = [row["year"] for e in claim["finding"]["evidence"] for row in e["rows"] if row.get("year")]
    assert years
    assert max(years) <= 1990


def test_the_page_of_a_report_runs_nothing_and_links_to_the_app(server, done: str) -> None:
    answer = server.client.get(f"/reports/{done}")
    policy = answer.headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script" not in answer.text
    assert f"/reports/{done}/claims/c1/edit" in answer.text
    assert 'id="c1"' in answer.text


def test_hostile_text_is_shown_and_not_run(server) -> None:
    job = server.ask(HOSTILE, title='<b onmouseover="x">title</b>')
    assert server.wait(job)["state"] == "done"
    for address in ("/", f"/reports/{job}", f"/reports/{job}/claims/c1/edit"):
        page = server.client.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b onmouseover" not in page
        assert "49 the minister" not in page


def test_a_form_without_its_token_is_refused(server, done: str) -> None:
    for address in (
        "/checks",
        f"/reports/{done}/delete",
        f"/reports/{done}/rerun",
        f"/reports/{done}/claims/c1/edit",
    ):
        for token in ("", "wrong", "\u2713"):
            answer = server.client.post(address, data={"token": token, "text": ARTICLE_TEXT})
            assert answer.status_code == 403
    assert server.client.get(f"/api/checks/{done}").json()["state"] == "done"


def test_the_form_takes_text_and_files(server) -> None:
    token = server.token()
    for data, files in (
        ({"text": ARTICLE_TEXT}, None),
        ({"text": ""}, {"file": ("../../etc/pass wd.md", ARTICLE_TEXT.encode(), "text/markdown")}),
        ({"text": ""}, {"file": ("latin.txt", (ARTICLE_TEXT + " Citroën").encode("latin-1"), "text/plain")}),
    ):
        answer = server.client.post("/checks", data={"token": token, "as_of": "", **data}, files=files)
        assert answer.status_code == 303
        job = answer.headers["location"].removeprefix("/reports/")
        found = server.wait(job)
        assert found["state"] == "done", found
        assert "/" not in found["title"]


def test_a_word_file_and_a_report_made_here_are_taken(server, done: str) -> None:
    pdf = server.client.get(f"/api/reports/{done}/export/pdf").content
    word = server.client.get(f"/api/reports/{done}/export/docx").content
    for name, content in (("own.pdf", pdf), ("own.docx", word)):
        answer = server.client.post(
            "/checks", data={"token": server.token()}, files={"file": (name, content)}
        )
        found = server.wait(answer.headers["location"].removeprefix("/reports/"))
        assert found["state"] == "done", found
        assert found["counts"]


@pytest.mark.parametrize(
    ("data", "files", "said"),
    [
        ({"text": "   "}, None, "Paste an article"),
        ({"text": "x", "as_of": "1492"}, None, "must lie between"),
        ({"text": "x", "as_of": "２０１０"}, None, "must lie between"),
    ],
)
def test_what_cannot_be_tested_is_said_on_the_page(server, data, files, said) -> None:
    answer = server.client.post("/checks", data={"token": server.token(), **data}, files=files)
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize("text", ["Nothing about states here.", "\x00\x01\x02" * 300])
def test_a_text_without_claims_fails_with_a_sentence(server, text: str) -> None:
    found = server.wait(server.ask(text))
    assert found["state"] == "failed"
    assert found["message"].endswith(".")
    page = server.client.get(found["report"]).text
    assert "Run it again" in page


def test_a_corrected_reading_is_tested_as_a_new_report(server, done: str) -> None:
    data = {
        "token": server.token(), "kind": "trend", "topic": "relation", "direction": "worsen", "qualifier": "asserted",
        "from": "1985", "to": "2005", "actor": ["Jordan", "ISR", ""], "role": ["subject", "object", "object"],
    }  # fmt: skip
    answer = server.client.post(f"/reports/{done}/claims/c1/edit", data=data)
    assert answer.status_code == 303, answer.text
    job = answer.headers["location"].removeprefix("/reports/").partition("#")[0]
    found = server.wait(job)
    assert found["state"] == "done"
    assert found["parent"] == done
    new, old = (server.client.get(f"/api/reports/{one}").json() for one in (job, done))
    assert new["claims"][0]["direction"] == "worsen"
    assert new["changes"] == [{"claim": "c1", "field": "direction", "before": "improve", "after": "worsen"}]
    assert [c["id"] for c in new["claims"]] == [c["id"] for c in old["claims"]]
    assert new["claims"][1] == old["claims"][1]
    assert new["claims"][0]["finding"]["label"] != old["claims"][0]["finding"]["label"]
    assert "Tested as you corrected it" in server.client.get(f"/reports/{job}").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"actor": ["Atlantis", "ISR"]}, "Atlantis"),
        ({"kind": "gossip"}, "gossip"),
        ({"direction": "sideways"}, "sideways"),
        ({"from": "2010"}, "before it starts"),
        ({"from": "soon"}, "no year"),
        ({}, "Nothing was changed"),
    ],
)
def test_a_reading_that_cannot_be_is_refused_in_the_form(server, done: str, change: dict, said: str) -> None:
    data = {
        "token": server.token(), "kind": "trend", "topic": "relation", "direction": "improve", "qualifier": "asserted",
        "from": "1985", "to": "2005", "actor": ["JOR", "ISR"], "role": ["subject", "object"], **change,
    }  # fmt: skip
    answer = server.client.post(f"/reports/{done}/claims/c1/edit", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'role="alert"' in answer.text


def test_a_claim_may_be_left_out(server, done: str) -> None:
    data = {"token": server.token(), "remove": "1"}
    answer = server.client.post(f"/reports/{done}/claims/c2/edit", data=data)
    job = answer.headers["location"].removeprefix("/reports/").partition("#")[0]
    assert server.wait(job)["state"] == "done"
    assert [c["id"] for c in server.client.get(f"/api/reports/{job}").json()["claims"]] == ["c1"]


def test_every_form_of_export_is_there(server, done: str) -> None:
    from detente.web.exporting import FORMS

    for name, form in FORMS.items():
        answer = server.client.get(f"/api/reports/{done}/export/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == form.media.partition(";")[0]
        assert answer.headers["content-disposition"].endswith(f'.{form.ending}"')
        assert len(answer.content) > 100
    assert server.client.get(f"/api/reports/{done}/export/exe").status_code == 404


def test_pairs_and_ties_give_what_the_bench_holds(server, bench) -> None:
    found = server.client.get("/api/pairs/Jordan/ISR?from=1990&to=1995").json()
    assert found["names"] == ["Jordan", "Israel"]
    agreement = next(m for m in found["measures"] if m["name"] == "un_agreement")
    years, values = bench.cube("un_agreement").series(663, 666)
    assert agreement["values"] == [
        [int(y), round(float(v), 4)] for y, v in zip(years, values, strict=True) if 1990 <= y <= 1995
    ]
    ties = server.client.get("/api/ties/Israel?measure=un_agreement&year=1993").json()
    assert {"id": "JOR", "name": "Jordan", "value": dict(agreement["values"])[1993]} in ties["rows"]


def test_a_brief_is_a_page_with_its_own_policy_and_the_same_as_json(server) -> None:
    page = server.client.get("/briefs?one=Jordan&two=Israel")
    assert page.status_code == 200
    assert "script-src" not in page.headers["content-security-policy"]
    assert 'class="bar-home"' in page.text
    found = server.client.get("/api/briefs/Jordan/Israel").json()
    assert [one["id"] for one in found["states"]] == ["JOR", "ISR"]
    assert found["summary"][0] in page.text
    assert server.client.get("/briefs?one=Atlantis").status_code == 422
    assert server.client.get("/briefs?one=Jordan").status_code == 200


def test_in_a_year_before_its_time_soil_shows_the_state_of_then(server) -> None:
    ties = server.client.get("/api/ties/Poland?measure=un_agreement&year=1970").json()
    ids = [row["id"] for row in ties["rows"]]
    assert "SUN" in ids
    assert not {"RUS", "UKR", "KAZ"} & set(ids)
    page = server.client.get("/map?state=Poland&year=1970").text
    assert page.count("Soviet Union: ") >= 10


@pytest.mark.parametrize(
    "address",
    ["/pairs?one=Atlantis&two=Israel", "/pairs?one=Israel&two=Israel", "/pairs?one=Russia&two=Soviet+Union",
     "/pairs?one=Israel&two=Jordan&from=2000&to=1990", "/map?state=Atlantis", "/map?year=99999", "/map?measure=love"],
)  # fmt: skip
def test_questions_that_make_no_sense_are_answered_on_the_page(server, address: str) -> None:
    answer = server.client.get(address)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_the_reference_names_every_operation_and_no_other_host(server) -> None:
    page = server.client.get("/api").text
    for path in server.client.get("/api/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in page
    assert "cdn" not in page
    assert "https://" not in page


def test_a_kill_in_the_middle_loses_no_stored_report(another_server) -> None:
    running = another_server
    kept = running.ask()
    assert running.wait(kept)["state"] == "done"
    before = running.client.get(f"/api/reports/{kept}").json()
    begun = [
        running.ask(ARTICLE_TEXT + f" Egypt and Israel grew closer in {year}." * 20)
        for year in range(1978, 1982)
    ]
    running.wait(begun[0], lambda state: state != "waiting")
    running.stop(signal.SIGKILL)
    running.start()
    assert running.client.get(f"/api/reports/{kept}").json() == before
    states = {job: running.client.get(f"/api/checks/{job}").json()["state"] for job in begun}
    assert set(states.values()) <= {"interrupted", "done"}
    again = next(job for job, state in states.items() if state == "interrupted")
    assert "Run again" in running.client.get("/").text
    assert running.client.post(f"/api/checks/{again}/rerun").status_code == 202
    assert running.wait(again)["state"] == "done"
