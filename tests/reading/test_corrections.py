"""Corrections by a person: what is not edited stays, every slot is checked, every change is named."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.domain import Claim
from detente.errors import InputError
from detente.model import Document, NotRead, Part
from detente.reading import correct
from detente.reading.validation import validate

TEXT = (
    "Relations between Chile and Peru improved from 2001 to 2010. Norway joined NATO in 1949. "
    "Nixon visited China in 1972. The wind was cold."
)
DOCUMENT = Document(None, (Part("article", "article", TEXT),))


def _one(name: str, quote: str, statement: dict[str, Any], first: int, last: int) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {
        "id": name, "part": "article", "start": start, "end": start + len(quote), "quote": quote, "statement": statement,
        "period": {"from": first, "to": last, "origin": "stated"}, "reader": "builtin",
    }  # fmt: skip


def _read() -> tuple[Claim, ...]:
    rows = [
        _one("c1", "Relations between Chile and Peru improved from 2001 to 2010",
             {"type": "change", "of": {"type": "relation", "a": ["CHL"], "b": ["PER"]}, "direction": "improved"}, 2001, 2010),
        _one("c2", "Norway joined NATO in 1949",
             {"type": "membership", "who": ["NOR"], "organisation": "org:NATO", "change": "joined"}, 1949, 1949),
        _one("c3", "Nixon visited China in 1972",
             {"type": "event", "act": "visit", "actors": ["USA"], "targets": ["CHN"]}, 1972, 1972),
    ]  # fmt: skip
    valid = validate(rows, DOCUMENT, reader="builtin")
    assert not valid.problems, valid.problems
    return valid.claims


CLAIMS = _read()


def _json() -> list[dict[str, Any]]:
    return [c.model_dump(mode="json", by_alias=True, exclude_none=True) for c in CLAIMS]


@pytest.mark.parametrize(
    "edited", [_json(), {"claims": _json()}, [{"id": c.id} for c in CLAIMS]], ids=["list", "object", "ids"]
)
def test_what_is_not_edited_stays(edited: object) -> None:
    found = correct(DOCUMENT, CLAIMS, edited)
    assert found.claims == CLAIMS
    assert found.changes == ()


def test_slots_are_corrected_and_the_claim_is_then_a_persons() -> None:
    edited = _json()
    edited[0]["statement"]["direction"] = "worsened"
    edited[0]["statement"]["of"]["a"] = ["Bolivia"]
    edited[0]["period"] = {"from": 1990, "to": 1999}
    edited[1] |= {"stance": "reported", "speaker": "An official", "quote": "Norway joined NATO"}
    del edited[1]["end"]
    found = correct(DOCUMENT, CLAIMS, edited)
    first, second, third = found.claims
    statement: Any = first.statement
    assert (statement.direction, statement.of.a.ids) == ("worsened", ("BOL",))
    assert first.period is not None
    assert (str(first.period.start), str(first.period.end)) == ("1990", "1999")
    assert (first.reader, second.reader) == ("person", "person")
    assert second.quote == "Norway joined NATO" == TEXT[second.start : second.end]
    assert third == CLAIMS[2]
    assert {(c.claim, c.field) for c in found.changes} == {
        ("c1", "restatement"), ("c2", "quote"), ("c2", "speaker"), ("c2", "stance"),
    }  # fmt: skip


def test_a_claim_may_become_another_type() -> None:
    edited = _json()
    edited[0]["statement"] = {
        "type": "relation",
        "a": ["CHL"],
        "b": ["PER"],
        "fact": "rivals",
    }
    found = correct(DOCUMENT, CLAIMS, edited)
    assert found.claims[0].statement.type == "relation"
    assert [c.claim for c in found.changes] == ["c1"]


def test_claims_are_removed_and_added_in_the_order_of_the_text() -> None:
    edited = [e for e in _json() if e["id"] != "c2"]
    edited.append({"quote": "Norway joined NATO", "period": {"from": 1949, "to": 1949},
                   "statement": {"type": "membership", "who": ["NOR"], "organisation": "org:NATO",
                                 "change": "joined"}})  # fmt: skip
    found = correct(DOCUMENT, CLAIMS, edited)
    assert [c.quote for c in found.claims][1] == "Norway joined NATO"
    assert {(c.field, c.before, c.after) for c in found.changes} == {
        ("claim", None, "Norway joined NATO"),
        ("claim", CLAIMS[1].quote, None),
    }


def test_a_sentence_that_was_told_is_no_longer_among_those_not_read() -> None:
    last = "The wind was cold."
    quotes = ("Nixon visited China in 1972.", last)
    rows = [
        NotRead("article", TEXT.index(q), TEXT.index(q) + len(q), q, "no sentence that is known")
        for q in quotes
    ]
    edited = {
        "claims": _json(),
        "not_read": [{n: getattr(r, n) for n in ("part", "start", "end", "quote", "reason")} for r in rows],
    }
    assert [n.quote for n in correct(DOCUMENT, CLAIMS, edited).not_read] == [last]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("statement", {"type": "friendship"}),
        ("statement", None),
        ("statement", {"type": "change", "of": {"type": "relation", "a": ["CHL"], "b": ["PER"]}, "direction": "upward"}),
        ("statement", {"type": "change", "of": {"type": "relation", "a": ["Atlantis"], "b": ["PER"]}, "direction": "improved"}),
        ("statement", "relation_change"),
        ("quote", "Relations between Chile and Peru soured"),
        ("quote", 5),
        ("period", {"from": "twenty-ten"}),
        ("period", [2010, 2000]),
        ("modality", "maybe"),
        ("stance", "sly"),
        ("colour", "red"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_the_place_of_the_slot(field: str, value: object) -> None:
    edited = _json()
    edited[0][field] = value
    with pytest.raises(InputError) as caught:
        correct(DOCUMENT, CLAIMS, edited)
    said = str(caught.value)
    assert "claims[0]" in said
    assert field in said
    assert "\n" not in said


@pytest.mark.parametrize("edited", [None, 3, {}, {"claims": 3}, [3], [{"id": 3}], [{"id": "c1"}, {"id": "c1"}],
                                    [{"id": "c9"}]])  # fmt: skip
def test_what_is_no_list_of_claims_is_refused(edited: object) -> None:
    with pytest.raises(InputError):
        correct(DOCUMENT, CLAIMS, edited)


def test_claims_of_another_text_are_refused() -> None:
    other = {
        "document": {"parts": [{"id": DOCUMENT.parts[0].id, "text": "Another text."}]},
        "claims": _json(),
    }
    with pytest.raises(InputError, match="another text"):
        correct(DOCUMENT, CLAIMS, other)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(_json()[0])), _JSON)
def test_nothing_but_an_input_error_comes_of_nonsense(field: str, value: object) -> None:
    edited = deepcopy(_json())
    edited[0][field] = value
    try:
        found = correct(DOCUMENT, CLAIMS, json.loads(json.dumps(edited)))
    except InputError:
        return
    assert all(TEXT[c.start : c.end] == c.quote for c in found.claims)
