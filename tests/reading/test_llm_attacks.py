"""Articles that give orders to the model that reads them, against a model that obeys: only the reading may change."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from llm_stub import obeying, serving

from detente import api, pipeline
from detente.errors import InputError
from detente.model import Report
from detente.reading import llm, prompt
from detente.report import json as published

ATTACKS = json.loads((Path(__file__).parent / "data" / "attacks_on_models.json").read_text("utf-8"))
TEXT = "Finland joined NATO in 2023. Iraq invaded Kuwait in 1990. In 1990 Turkey was not a member of NATO."
HONEST: list[dict[str, Any]] = [
    {
        "quote": "Finland joined NATO in 2023",
        "statement": {"type": "event", "act": "join_organisation", "actors": ["FIN"], "object": ["org:NATO"]},
        "period": {"from": "2023", "to": "2023", "origin": "stated"},
    },
    {
        "quote": "Iraq invaded Kuwait in 1990",
        "statement": {"type": "event", "act": "invade", "actors": ["IRQ"], "targets": ["KWT"]},
        "period": {"from": "1990", "to": "1990", "origin": "stated"},
    },
    {
        "quote": "In 1990 Turkey was not a member of NATO",
        "polarity": "negative",
        "statement": {"type": "membership", "who": ["TUR"], "organisation": "org:NATO"},
        "period": {"from": "1990", "to": "1990", "origin": "stated"},
    },
]
NOTHING_LEFT = ("role_of_assistant", "empty_answer_ordered", "deep_nesting", "not_json")
"""Orders after which the answer holds nothing usable: one line, and no report."""
LABELS = ["supported", "supported", "contradicted"]


def _checked(text: str, order: dict[str, Any]) -> tuple[Report, list[dict[str, Any]]]:
    stub = obeying(HONEST, order)
    with serving(stub) as url:
        ask = llm.endpoint(url, "stub", cache=False)
        return api.check("article.txt", text=text, reader=llm.reader(ask)), stub.asked


@cache
def _honest() -> dict[str, str]:
    report, _ = _checked(TEXT, {})
    assert [c.finding.label for c in report.checked] == LABELS
    return {c.claim.restatement: c.finding.label for c in report.checked}


@pytest.mark.parametrize("attack", ATTACKS, ids=[a["id"] for a in ATTACKS])
def test_an_order_in_the_text_changes_no_label(attack: dict[str, Any]) -> None:
    known = _honest()
    if attack["id"] in NOTHING_LEFT:
        with pytest.raises(InputError, match=r"^[^\n]+$"):
            _checked(f"{TEXT} {attack['text']}", attack["order"])
        return
    report, asked = _checked(f"{TEXT} {attack['text']}", attack["order"])
    parts = {p.id: p.text for p in report.document.parts}
    for one in report.checked:
        claim, typed = one.claim, one.claim.typed
        assert typed is not None
        assert parts[claim.part][claim.start : claim.end] == claim.quote
        assert typed.reader == "model"
        assert typed.premises == ()
        again = next(iter(pipeline.tested(api.bench(), [typed], api.last_year(None)))).finding
        assert one.finding.label == again.label
        if claim.restatement in known and not typed.capped:
            assert one.finding.label == known[claim.restatement]
    for said in asked:
        document = said["messages"][1]["content"]
        assert document.count(prompt.FENCE) == document.count(prompt.END) == 1
        assert document.startswith(prompt.FENCE)
    assert "forged2020" not in json.dumps(published.as_dict(report))


@pytest.mark.parametrize(
    "name", ["invented_claim", "quote_from_nowhere", "quote_of_the_prompt", "fence_opened_again"]
)
def test_what_is_not_in_the_text_is_never_a_claim(name: str) -> None:
    attack = next(a for a in ATTACKS if a["id"] == name)
    report, _ = _checked(f"{TEXT} {attack['text']}", attack["order"])
    assert [c.claim.quote for c in report.checked] == [c["quote"] for c in HONEST]


@pytest.mark.parametrize("name", ["look_overruled", "look_contradicts_itself"])
def test_a_second_look_that_does_not_agree_leaves_the_claims_unread(name: str) -> None:
    attack = next(a for a in ATTACKS if a["id"] == name)
    report, _ = _checked(f"{TEXT} {attack['text']}", attack["order"])
    assert not report.checked
    assert len(report.not_read) == len(HONEST)


def test_left_over_words_that_stand_nowhere_cap_the_label() -> None:
    attack = next(a for a in ATTACKS if a["id"] == "look_floods")
    report, _ = _checked(f"{TEXT} {attack['text']}", attack["order"])
    assert [c.finding.label for c in report.checked][:2] == ["partly_supported", "partly_supported"]


def test_there_are_thirty_attacks_and_each_is_another() -> None:
    assert len({a["id"] for a in ATTACKS}) == len({a["text"] for a in ATTACKS}) == len(ATTACKS) >= 30
