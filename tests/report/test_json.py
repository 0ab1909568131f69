"""The JSON form against its published schema and the contract."""

from __future__ import annotations

import dataclasses
import datetime
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from report_samples import HOSTILE, of_several, sample_report

from detente import report
from detente.model import Effect, EvidenceRows
from detente.report.json import number, plain, schema

CLAIM_KEYS = [
    "id", "part", "quote", "start", "end", "kind", "actors", "statement", "restatement", "polarity", "modality", "likelihood",
    "condition", "condition_polarity", "speaker", "stance", "period", "untested", "premises", "reader",
]  # fmt: skip
FINDING_KEYS = {
    "label", "grade", "grade_reasons", "probability", "reason", "effect", "specifications",
    "disagreements", "evidence", "limits", "citations", "why", "members",
}  # fmt: skip


def test_schema_is_a_valid_schema_and_the_sample_fits_it():
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(report.to_json(sample_report()))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found["claims"][0]["finding"].update(label="true"),
        lambda found: found["claims"][0]["finding"].update(score=0.7),
        lambda found: found["claims"][0].pop("quote"),
        lambda found: found["claims"][0].update(start="0"),
        lambda found: found["claims"][0]["finding"]["specifications"][0].update(direction=2),
        lambda found: found["document"]["parts"][0].update(kind="advert"),
        lambda found: found["atlas"].pop("sources"),
    ],
)
def test_schema_refuses_what_breaks_the_contract(spoil):
    found = report.to_json(sample_report())
    spoil(found)
    assert not Draft202012Validator(schema()).is_valid(found)


def test_keys_are_those_of_the_contract():
    found = report.to_json(sample_report())
    assert list(found) == ["detente", "atlas", "document", "claims", "not_read"]
    assert found["document"]["published"] == {"date": "2024-05-11", "origin": "dateline"}
    assert set(found["document"]["parts"][0]) >= {"id", "kind", "author", "published"}
    for claim in found["claims"]:
        assert list(claim)[: len(CLAIM_KEYS)] == CLAIM_KEYS
        assert set(claim["finding"]) >= FINDING_KEYS
        assert set(claim["period"]) == {"from", "to", "origin", "holds", "stated"}


def test_untested_words_and_sentences_not_read_stand_where_they_say():
    found = report.to_json(sample_report())
    parts = {part["id"]: part["text"] for part in found["document"]["parts"]}
    left = [(c["part"], u) for c in found["claims"] for u in c["untested"]]
    assert left
    assert all(parts[part][u["start"] : u["end"]] == u["text"] for part, u in left)
    assert [n["reason"] for n in found["not_read"]] == [n.reason for n in sample_report().not_read]
    assert all(parts[n["part"]][n["start"] : n["end"]] == n["quote"] for n in found["not_read"])


def test_each_member_of_a_set_has_its_finding():
    (claim,) = report.to_json(of_several())["claims"]
    assert [m["label"] for m in claim["finding"]["members"]] == ["contradicted", "insufficient_evidence"]
    Draft202012Validator(schema()).validate(report.to_json(of_several()))


def test_claims_of_the_json_are_valid_typed_claims():
    from detente.reading.validation import validate

    sample = sample_report()
    valid = validate(report.to_json(sample), sample.document)
    assert valid.problems == ()
    assert [c.statement for c in valid.claims] == [
        c.claim.typed.statement for c in sample.checked if c.claim.typed
    ]


def test_every_quote_is_its_span_of_its_part():
    found = report.to_json(sample_report())
    parts = {part["id"]: part["text"] for part in found["document"]["parts"]}
    assert all(c["quote"] == parts[c["part"]][c["start"] : c["end"]] for c in found["claims"])


def test_text_is_ascii_and_the_same_every_time():
    first, second = report.dumps(sample_report()), report.dumps(sample_report())
    assert first == second
    assert first.isascii()
    assert first.endswith("}\n")
    assert json.loads(first) == report.to_json(sample_report())


def test_what_is_not_finite_becomes_null_and_an_effect_without_value_is_none():
    sample = sample_report()
    checked = sample.checked[0]
    spec = dataclasses.replace(checked.finding.specifications[0], estimate=math.nan, low=-math.inf)
    rows = EvidenceRows("x", "1", "q", ({"a": math.nan, "b": np.float64("inf"), "c": np.int32(3)},))
    finding = dataclasses.replace(
        checked.finding, specifications=(spec,), evidence=(rows,), effect=Effect(math.nan, "points", 0.0, 1.0)
    )
    sample = dataclasses.replace(sample, checked=(dataclasses.replace(checked, finding=finding),))
    found = json.loads(report.dumps(sample))["claims"][0]["finding"]
    assert found["specifications"][0]["estimate"] is None
    assert found["specifications"][0]["low"] is None
    assert found["evidence"][0]["rows"] == [{"a": None, "b": None, "c": 3}]
    assert found["effect"] is None


def test_plain_values():
    assert plain({1: (np.array([1.5, 2.0]), datetime.date(2020, 1, 2), {"b", "a"})}) == {
        "1": [[1.5, 2.0], "2020-01-02", ["a", "b"]]
    }
    assert plain(True) is True


@given(st.floats())
def test_numbers_keep_nine_digits_and_no_negative_zero(value):
    kept = number(value)
    if not math.isfinite(value):
        assert kept is None
        return
    assert kept is not None
    assert kept == pytest.approx(value, rel=5e-9, abs=0)
    assert kept == number(kept)
    assert math.copysign(1, kept) == 1 or kept < 0


@given(st.text() | st.sampled_from(HOSTILE))
def test_any_text_survives_the_round_trip(value):
    sample = sample_report()
    document = dataclasses.replace(sample.document, title=value)
    text = report.dumps(dataclasses.replace(sample, document=document, checked=()))
    assert text.isascii()
    assert json.loads(text)["document"]["title"] == value
