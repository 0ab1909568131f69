"""A stored report is the same report when it is read again."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.domain import Claim as TypedClaim
from detente.errors import InputError
from detente.model import (
    Chart,
    Checked,
    Claim,
    Document,
    EvidenceRows,
    Finding,
    Member,
    NotRead,
    Part,
    Period,
    Probability,
    Report,
    Role,
)
from detente.report import dumps
from detente.web import codec

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(min_size=2, max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


TYPED = TypedClaim.model_validate(
    {
        "quote": "A", "start": 0, "end": 1, "modality": "predicted", "likelihood": "even", "stance": "rejected",
        "statement": {"type": "event", "act": "threaten", "actors": ["USA"], "targets": {"quantifier": "most", "of": "org:EU"},
                      "content": {"type": "route", "from": "RUS", "to": ["DEU"], "state": "closed", "share": {"value": 0.1}}},
        "condition": {"type": "membership", "who": ["UKR"], "organisation": "org:NATO", "change": "joined"},
        "period": {"from": "1990", "to": "1991-02", "origin": "inferred", "words": "then"},
        "untested": [{"start": 0, "end": 1, "text": "A", "material": False}],
    }
)  # fmt: skip


def report(details: dict, rows: tuple = ()) -> Report:
    """A report with free-form values in it."""
    claim = Claim(
        "c1",
        "article",
        "A",
        0,
        1,
        "trend",
        (Role("PAK", "subject", "A"),),
        period=Period(1990, None),
        details=details,
        typed=TYPED,
        restatement="In 1990, something was so.",
    )
    chart = Chart("lines", "title", rows, {"x": "year"}, "source", "alt")
    finding = Finding(
        "supported", "low", ("one",), "why", probability=Probability(0.1, 0.0, 1.0, "unlikely"), chart=chart,
        evidence=(EvidenceRows("s", "1", "SELECT 1", rows),), why="too_weak",
        members=(Member("A", "open", "why"),),
    )  # fmt: skip
    document = Document(None, (Part("article", "article", "A\ud800é"),))
    left = (NotRead("article", 0, 1, "A", "its verb is not known"),)
    return Report(document, (Checked(claim, finding),), "1", ({"id": "s", "first": 1946},), not_read=left)


@settings(deadline=None)
@given(st.dictionaries(st.text(min_size=2, max_size=8), plain, max_size=4))
def test_a_report_comes_back_equal(details: dict) -> None:
    made = report(details, ({"year": 1990, "value": 0.1 + 0.2, "none": None},))
    assert codec.loads(codec.dumps(made)) == made


def test_sets_and_numpy_values_come_back_as_plain_values() -> None:
    found = codec.loads(
        codec.dumps(report({"set": frozenset(("b", "a")), "np": np.float64(0.5), "row": np.array([1, 2])}))
    )
    assert found.checked[0].claim.details == {"set": frozenset(("a", "b")), "np": 0.5, "row": [1, 2]}


@pytest.mark.parametrize(
    "content", [b"", b"no", zlib.compress(b"[]"), zlib.compress(b'{"document": 3}'), zlib.compress(b"{}")]
)
def test_damaged_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(InputError, match="damaged"):
        codec.loads(content)


def test_a_real_report_comes_back_to_the_last_digit(bench) -> None:
    from detente import api

    made = api.claim("Relations between Jordan and Israel improved between 1985 and 2005.")
    found = codec.loads(codec.dumps(made))
    assert dumps(found) == dumps(made)
    assert found.checked[0].finding.specifications == made.checked[0].finding.specifications
    assert found.checked[0].claim.typed == made.checked[0].claim.typed
