"""Corrections by a person: kept ids, checked fields, a list of what changed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import reading
from detente.errors import InputError
from detente.model import Change

TEXT = (
    "Relations between Jordan and Israel improved between 1985 and 2005. "
    "Poland joined NATO in 1999. India depended mainly on the Soviet Union for arms in the 1980s."
)


@pytest.fixture(scope="module")
def document():
    return reading.read_document("note", TEXT)


@pytest.fixture(scope="module")
def claims(document):
    return reading.find_claims(document, year=2020)


def rows(claims) -> list[dict]:
    """Claims as `detente check --json` writes them."""
    return [
        {
            "id": c.id,
            "part": c.part,
            "quote": c.quote,
            "start": c.start,
            "end": c.end,
            "kind": c.kind,
            "actors": [{"id": a.id, "role": a.role, "mention": a.mention} for a in c.actors],
            "topic": c.topic,
            "direction": c.direction,
            "period": {"from": c.period.start, "to": c.period.end, "stated": c.period.stated},
            "qualifier": c.qualifier,
            "attribution": c.attribution,
            "premises": list(c.premises),
            "details": json.loads(json.dumps(c.details, default=sorted)),
            "finding": {"label": "supported"},
        }
        for c in claims
    ]


def test_an_unedited_reading_comes_back_as_it_was(document, claims):
    assert len(claims) == 3
    assert reading.correct(document, claims, {"claims": rows(claims)}) == (claims, ())


def test_fields_are_changed_and_listed(document, claims):
    edited = rows(claims)
    edited[0] |= {"direction": "worsen", "period": {"from": 1990, "to": 2000}}
    edited[1]["actors"][0]["id"] = "Hungary"
    corrected, changes = reading.correct(document, claims, edited)
    assert [c.id for c in corrected] == [c.id for c in claims]
    assert (corrected[0].direction, corrected[0].period.start, corrected[0].period.end) == (
        "worsen",
        1990,
        2000,
    )
    assert corrected[1].actors[0].id == "HUN"
    assert corrected[2] == claims[2]
    assert Change(claims[0].id, "period", "1985 to 2005", "1990 to 2000") in changes
    assert {c.field for c in changes} == {"direction", "period", "actors"}


def test_another_kind_takes_the_roles_along(document, claims):
    edited = rows(claims)
    edited[2] = {"id": claims[2].id, "kind": "level", "topic": "arms"}
    (*_, last), changes = reading.correct(document, claims, edited)
    assert (last.kind, last.role("subject"), last.role("object")) == ("level", "IND", "SUN")
    assert ("kind", "dependence", "level") in {(c.field, c.before, c.after) for c in changes}


def test_claims_are_added_and_removed(document, claims):
    quote = "Israel improved between 1985"
    added = {
        "part": claims[0].part,
        "quote": quote,
        "kind": "trend",
        "direction": "improve",
        "actors": [{"id": "ISR", "role": "subject"}, {"id": "JOR", "role": "object"}],
    }
    corrected, changes = reading.correct(document, claims, [*rows(claims)[:2], added])
    new = next(c for c in corrected if c.quote == quote)
    assert new.id not in {c.id for c in claims}
    assert TEXT[new.start : new.end] == quote
    assert [c.start for c in corrected] == sorted(c.start for c in corrected)
    assert changes[-1] == Change(claims[2].id, "claim", claims[2].quote, None)
    assert Change(new.id, "claim", None, quote) in changes


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("kind", "rumour", "kind"),
        ("direction", "sideways", "direction of trend"),
        ("topic", "weather", "topic"),
        ("qualifier", "perhaps", "qualifier"),
        ("quote", "words that are not there", "quote"),
        ("actors", [{"id": "Atlantis"}], "Atlantis"),
        ("actors", [{"id": "JOR", "role": "villain"}], "role"),
        ("actors", "JOR", "actors"),
        ("period", {"from": "1990"}, "year"),
        ("period", {"from": 1990, "to": 1980}, "1990-1980"),
        ("period", {"from": 99999}, "99999"),
        ("period", [1990], "period"),
        ("attribution", ["me"], "attribution"),
        ("part", "another", "part"),
        ("details", "none", "details"),
    ],
)
def test_what_cannot_be_is_named(document, claims, field, value, said):
    edited = rows(claims)
    edited[0][field] = value
    with pytest.raises(InputError, match=said) as error:
        reading.correct(document, claims, edited)
    assert claims[0].id in str(error.value)


@pytest.mark.parametrize(
    "edited", [None, 3, "claims", {"claims": None}, [1], [{"id": "c1"}, {"id": "c1"}], [{"id": "new"}]]
)
def test_what_is_no_list_of_claims_is_refused(document, claims, edited):
    with pytest.raises(InputError):
        reading.correct(document, claims, edited)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_FIELD = st.sampled_from(
    [
        "id",
        "part",
        "quote",
        "start",
        "end",
        "kind",
        "actors",
        "topic",
        "direction",
        "period",
        "qualifier",
        "attribution",
        "premises",
        "details",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), _FIELD, _JSON), max_size=4))
def test_any_edit_is_taken_or_refused(edits):
    document = reading.read_document("note", TEXT)
    claims = reading.find_claims(document, year=2020)
    edited = rows(claims)
    for which, field, value in edits:
        edited[which][field] = value
    try:
        corrected, _ = reading.correct(document, claims, edited)
    except InputError:
        return
    for claim in corrected:
        assert TEXT[claim.start : claim.end] == claim.quote


def test_the_command_line_tests_the_corrected_reading(tmp_path):
    from detente import api

    note = tmp_path / "note.txt"
    note.write_text(TEXT, "utf-8")
    from detente.report import dumps

    first = json.loads(dumps(api.check(note)))
    assert "changes" not in first
    first["claims"][0]["direction"] = "worsen"
    edited = tmp_path / "edited.json"
    edited.write_text(json.dumps(first), "utf-8")
    second = json.loads(dumps(api.check(note, claims=edited)))
    assert [c["id"] for c in second["claims"]] == [c["id"] for c in first["claims"]]
    assert first["claims"][0]["finding"]["label"] == "supported"
    assert second["claims"][0]["finding"]["label"] == "contradicted"
    assert second["changes"] == [
        {"claim": first["claims"][0]["id"], "field": "direction", "before": "improve", "after": "worsen"}
    ]
    with pytest.raises(InputError, match="no JSON file"):
        api.check(note, claims=note)
