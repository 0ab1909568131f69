"""Corrections by a person: ids kept, every field checked, every change named."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model import Change, Claim, Document, Part, Period, Role
from detente.reading import correct, find_claims, read_document
from detente.report.json import _claim

TEXT = (
    "Relations between Chile and Peru improved after 2000. Norway is a member of NATO. "
    "Kenya depends on China for most of its imports."
)


def _read() -> tuple[Document, tuple[Claim, ...]]:
    document = read_document("-", TEXT)
    return document, find_claims(document, year=2020)


DOCUMENT, CLAIMS = _read()


def _json() -> list[dict[str, Any]]:
    return [_claim(c) for c in CLAIMS]


def test_what_is_not_edited_stays() -> None:
    assert len(CLAIMS) == 3
    assert correct(DOCUMENT, CLAIMS, _json()) == (CLAIMS, ())
    assert correct(DOCUMENT, CLAIMS, {"claims": _json()}) == (CLAIMS, ())
    assert correct(DOCUMENT, CLAIMS, [{"id": c.id} for c in CLAIMS]) == (CLAIMS, ())


def test_each_field_can_be_corrected() -> None:
    edited = _json()
    edited[0] |= {"direction": "worsen", "qualifier": "likely", "period": {"from": 1990, "to": 1999}}
    edited[0] |= {"actors": [{"id": "Bolivia", "role": "subject"}, {"id": "PER", "role": "object"}]}
    edited[1] |= {"attribution": "An official", "quote": "Norway is a member"}
    claims, changes = correct(DOCUMENT, CLAIMS, edited)
    assert claims[0].actors == (Role("BOL", "subject"), Role("PER", "object"))
    assert claims[0].period == Period(1990, 1999)
    assert claims[1].quote == "Norway is a member" == TEXT[claims[1].start : claims[1].end]
    assert {(c.claim, c.field) for c in changes} == {
        ("c1", "direction"), ("c1", "qualifier"), ("c1", "period"), ("c1", "actors"),
        ("c2", "attribution"), ("c2", "quote"),
    }  # fmt: skip
    assert Change("c1", "direction", "improve", "worsen") in changes
    assert claims[2] == CLAIMS[2]


def test_a_new_kind_takes_its_own_direction_and_roles() -> None:
    edited = _json()
    edited[0]["kind"] = "level"
    claims, changes = correct(DOCUMENT, CLAIMS, edited)
    assert (claims[0].kind, claims[0].direction) == ("level", "close")
    assert Change("c1", "kind", "trend", "level") in changes


def test_claims_are_removed_and_added() -> None:
    edited = [e for e in _json() if e["id"] != "c2"]
    edited.append({"quote": "Norway is a member of NATO", "kind": "membership", "direction": "member",
                   "actors": [{"id": "NOR", "role": "subject"}, {"id": "org:NATO", "role": "organisation"}]})  # fmt: skip
    claims, changes = correct(DOCUMENT, CLAIMS, edited)
    assert [c.id for c in claims] == ["c1", "c4", "c3"]  # in text order
    assert claims[1].attribution == "author"
    assert set(changes) == {
        Change("c4", "claim", None, "Norway is a member of NATO"),
        Change("c2", "claim", CLAIMS[1].quote, None),
    }


def test_a_russian_claim_moved_back_is_soviet() -> None:
    document = Document(None, (Part("article", "article", "Relations between Russia and Cuba improved."),))
    claims = find_claims(document, year=2020)
    edited = [_claim(c) | {"period": {"from": 1961, "to": 1980}} for c in claims]
    assert {a.id for a in correct(document, claims, edited)[0][0].actors} == {"SUN", "CUB"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "friendship"),
        ("kind", None),
        ("direction", "upward"),
        ("direction", "member"),
        ("actors", [{"id": "Atlantis", "role": "subject"}]),
        ("actors", [{"id": "PER", "role": "hero"}]),
        ("actors", "PER"),
        ("actors", [None]),
        ("quote", "Relations between Chile and Peru soured"),
        ("quote", ""),
        ("quote", 5),
        ("start", "0"),
        ("end", 10_000),
        ("part", "comment-7"),
        ("period", {"from": 2010, "to": 2000}),
        ("period", {"from": "2010"}),
        ("period", [2000, 2010]),
        ("qualifier", "maybe"),
        ("attribution", ""),
        ("topic", "weather"),
        ("premises", ["c99"]),
        ("premises", ["c1"]),
        ("details", {"threshold": "half"}),
        ("details", {"colour": "red"}),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_is_refused_by_claim_and_field(field: str, value: object) -> None:
    edited = _json()
    edited[0][field] = value
    with pytest.raises(InputError) as caught:
        correct(DOCUMENT, CLAIMS, edited)
    said = str(caught.value)
    named = "role" if "hero" in said else "start" if field == "end" else field
    assert said.startswith("Claim c1: ")
    assert named in said
    assert "\n" not in said


@pytest.mark.parametrize("edited", [None, 3, {}, {"claims": 3}, [3], [{"id": 3}], [{"id": "x"}],
                                    [{"id": "c1"}, {"id": "c1"}], [{"id": "c9"}]])  # fmt: skip
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
        claims, _ = correct(DOCUMENT, CLAIMS, json.loads(json.dumps(edited)))
    except InputError:
        return
    assert all(TEXT[c.start : c.end] == c.quote for c in claims)
