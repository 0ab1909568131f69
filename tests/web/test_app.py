"""The app over HTTP, on a real server: ask, look, read, correct, take away, run again, delete."""

from __future__ import annotations

import json
import signal

import lxml.html
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
    assert [c["statement"]["type"] for c in found["claims"]] == ["change", "alignment"]


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


def form_of(server, address: str) -> dict:
    """The fields of the form at an address as it would be sent unchanged."""
    page = lxml.html.document_fromstring(server.client.get(address).text)
    return dict(page.xpath("//form[@class='edit-form']")[0].form_values())


def job_of(answer) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/reports/").partition("#")[0]


def test_a_corrected_reading_is_tested_as_a_new_report(server, done: str) -> None:
    address = f"/reports/{done}/claims/c1/edit"
    data = form_of(server, address)
    nested = json.loads(data["slot-of"])
    assert (nested["a"], nested["b"]) == (["JOR"], ["ISR"])
    job = job_of(server.client.post(address, data={**data, "slot-direction": "worsened"}))
    found = server.wait(job)
    assert found["state"] == "done"
    assert found["parent"] == done
    new, old = (server.client.get(f"/api/reports/{one}").json() for one in (job, done))
    assert new["claims"][0]["statement"]["direction"] == "worsened"
    assert new["claims"][0]["reader"] == "person"
    assert [(c["claim"], c["field"]) for c in new["changes"]] == [("c1", "restatement")]
    assert [c["id"] for c in new["claims"]] == [c["id"] for c in old["claims"]]
    assert new["claims"][1] == old["claims"][1]
    assert new["claims"][0]["finding"]["label"] != old["claims"][0]["finding"]["label"]
    assert "Tested as you corrected it" in server.client.get(f"/reports/{job}").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slot-of": '{"type": "relation", "a": ["Atlantis"], "b": ["ISR"]}'}, "of.a[0]: is no known actor"),
        ({"slot-of": "{"}, "holds no JSON"),
        ({"slot-of": ""}, "of: is missing"),
        ({"type": "gossip"}, "gossip"),
        ({"slot-direction": "sideways"}, "direction: Input should be"),
        ({"from": "soon"}, "no ISO year"),
        ({"quote": "words that stand nowhere"}, "does not stand in the text"),
        ({"stance": "amused"}, "stance: Input should be"),
        ({}, "Nothing was changed"),
    ],
)
def test_a_reading_that_cannot_be_is_refused_in_the_form(server, done: str, change: dict, said: str) -> None:
    address = f"/reports/{done}/claims/c1/edit"
    answer = server.client.post(address, data={**form_of(server, address), **change})
    assert answer.status_code == 422
    page = lxml.html.document_fromstring(answer.text)
    assert said in page.get_element_by_id("error").text_content()
    assert page.get_element_by_id("error").get("role") == "alert"


def test_every_statement_type_has_a_form_that_shows_its_slots(server, done: str) -> None:
    from detente.web import editing

    address = f"/reports/{done}/claims/c1/edit"
    data = form_of(server, address)
    for kind in editing.models():
        answer = server.client.post(address, data={**data, "type": kind, "retype": "1"})
        assert answer.status_code == 200
        page = lxml.html.document_fromstring(answer.text)
        shown = {
            e.get("name") for e in page.xpath("//form[@class='edit-form']//*[starts-with(@name, 'slot-')]")
        }
        assert shown == {f"slot-{slot.name}" for slot in editing.slots(kind)}
        assert page.xpath("string(//select[@id='type']/option[@selected]/@value)") == kind


def test_a_claim_may_become_one_of_another_type(server, done: str) -> None:
    address = f"/reports/{done}/claims/c2/edit"
    data = form_of(server, address)
    data = {k: v for k, v in data.items() if not k.startswith("slot-")}
    data |= {
        "type": "relation",
        "slot-a": "Poland",
        "slot-b": "United States; the Soviet Union",
        "slot-fact": "allied",
    }
    job = job_of(server.client.post(address, data=data))
    assert server.wait(job)["state"] == "done"
    claim = server.client.get(f"/api/reports/{job}").json()["claims"][1]
    assert claim["statement"] == {
        "type": "relation",
        "a": {"ids": ["POL"]},
        "b": {"ids": ["USA", "SUN"]},
        "fact": "allied",
    }
    assert len(claim["finding"]["members"]) == 2


MISSED = "The quarrel of Peru and Chile hums in the kettles of Lima."


@pytest.fixture(scope="module")
def unread(server) -> str:
    """A report with a sentence that was not read."""
    job = server.ask(f"{ARTICLE_TEXT} {MISSED}")
    assert server.wait(job)["state"] == "done"
    return job


def test_a_sentence_that_was_not_read_can_be_told(server, unread: str) -> None:
    before = server.client.get(f"/api/reports/{unread}").json()
    assert [n["quote"] for n in before["not_read"]] == [MISSED]
    address = f"/reports/{unread}/add?sentence=0"
    assert address in server.client.get(f"/reports/{unread}").text
    data = form_of(server, address)
    assert data["quote"].strip() == MISSED
    data |= {"slot-a": "PER", "slot-b": "CHL", "slot-fact": "rivals", "from": "1990", "to": "1995"}
    job = job_of(server.client.post(f"/reports/{unread}/add", data=data))
    assert server.wait(job)["state"] == "done"
    after = server.client.get(f"/api/reports/{job}").json()
    assert after["not_read"] == []
    assert [c["quote"] for c in after["claims"]] == [*(c["quote"] for c in before["claims"]), MISSED]
    assert after["claims"][-1]["restatement"] == "From 1990 to 1995, Peru and Chile were rivals."
    assert after["changes"] == [
        {"claim": after["claims"][-1]["id"], "field": "claim", "before": None, "after": MISSED}
    ]


def test_a_missed_claim_that_cannot_be_is_refused_in_the_form(server, unread: str) -> None:
    data = form_of(server, f"/reports/{unread}/add?sentence=0")
    for change, said in (
        ({}, "a: is missing"),
        ({"slot-a": "Atlantis"}, "no known actor"),
        ({"quote": ""}, "quote"),
    ):
        answer = server.client.post(f"/reports/{unread}/add", data={**data, **change})
        assert answer.status_code == 422
        assert said in answer.text


def test_a_language_model_may_read_in_its_place(server, unread: str) -> None:
    page = lxml.html.document_fromstring(server.client.get(f"/reports/{unread}/model").text)
    prompt = page.get_element_by_id("prompt").text
    assert MISSED in prompt
    assert "data only" in prompt
    good = {"quote": MISSED, "statement": {"type": "relation", "a": ["PER"], "b": ["CHL"], "fact": "rivals"},
            "period": {"from": "1990", "to": "1995"}}  # fmt: skip
    bad = {"quote": "not in it", "statement": {"type": "relation", "a": ["PER"], "b": ["CHL"]}}
    answer = f"Here you are:\n```json\n{json.dumps({'claims': [good, bad]})}\n```"
    data = {"token": server.token(), "answer": answer}
    said = server.client.post(f"/reports/{unread}/model", data=data)
    assert said.status_code == 422
    assert (
        "claims[1].quote: does not stand in the text"
        in lxml.html.document_fromstring(said.text).text_content()
    )
    job = job_of(server.client.post(f"/reports/{unread}/model", data={**data, "anyway": "1"}))
    assert server.wait(job)["state"] == "done"
    (claim,) = server.client.get(f"/api/reports/{job}").json()["claims"]
    assert (claim["reader"], claim["quote"]) == ("model", MISSED)


@pytest.mark.parametrize("answer", ["", "I cannot do that.", "[]", '{"claims": [{"quote": "x"}]}'])
def test_an_answer_without_a_claim_is_refused_on_the_page(server, unread: str, answer: str) -> None:
    said = server.client.post(
        f"/reports/{unread}/model", data={"token": server.token(), "answer": answer, "anyway": "1"}
    )
    assert said.status_code == 422
    assert "alert" in said.text


def test_the_date_of_publication_is_asked_for_and_used(server) -> None:
    text = "Norway is allied with the United States."
    undated = server.ask(text)
    assert server.wait(undated)["state"] == "done"
    data = {"token": server.token(), "text": text, "date": "2014-05-07"}
    dated = job_of(server.client.post("/checks", data=data))
    assert server.wait(dated)["state"] == "done"
    by_api = server.ask(text, date="2014-05-07")
    assert server.wait(by_api)["state"] == "done"
    one, two, three = (server.client.get(f"/api/reports/{job}").json() for job in (undated, dated, by_api))
    assert one["document"]["published"] == {"date": None, "origin": None}
    assert two["document"]["published"] == {"date": "2014-05-07", "origin": "given"}
    assert two["claims"] == three["claims"]
    assert two["claims"][0]["period"]["origin"] == "article"
    assert all(c["period"]["from"] is None for c in one["claims"])
    assert "No date is known" in server.client.get(f"/reports/{undated}").text
    assert "2014-05-07" in server.client.get(f"/?text={dated}").text


@pytest.mark.parametrize("date", ["soon", "2014-13", "2014-5", "14"])
def test_what_is_no_date_is_refused(server, date: str) -> None:
    answer = server.client.post("/checks", data={"token": server.token(), "text": ARTICLE_TEXT, "date": date})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert server.client.post("/api/checks", json={"text": ARTICLE_TEXT, "date": date}).status_code == 422


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
