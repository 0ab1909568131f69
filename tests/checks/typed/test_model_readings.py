"""Readings of real op-eds by a language model, kept as typed claims with places in the text but without the texts.

Whatever a model reads is restated and answered: never an exception, never a verdict on advice, a question or the untestable,
never a full label where words that matter were left out.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.api import bench
from detente.checks.typed.door import Context, answer
from detente.domain import Claim
from detente.presentation import restate

_FILE = Path(__file__).parents[2] / "reading" / "data" / "model_readings.json"
_ARTICLES = json.loads(_FILE.read_text("utf-8"))["articles"]
_DECIDED = ("supported", "partly_supported", "contradicted", "contested")


def claims(article):
    for number, kept in enumerate(_ARTICLES[article], 1):
        own = {k: v for k, v in kept.items() if k not in ("untested", "restatement")}
        spans = [
            {"start": s, "end": e, "text": "x" * (e - s), "material": material}
            for s, e, material in kept["untested"]
        ]
        quote = "x" * (kept["end"] - kept["start"])
        yield Claim.model_validate(own | {"id": f"c{number}", "quote": quote, "untested": spans})


@pytest.mark.parametrize("article", sorted(_ARTICLES))
def test_whatever_a_model_reads_is_restated_and_answered(article):
    for claim in claims(article):
        said = restate(claim)
        assert said.endswith("."), said
        assert "None" not in said
        assert "  " not in said
        found = answer(claim, bench(), Context(2025))
        if claim.statement.type == "untestable" or claim.modality in ("recommended", "asked"):
            assert found.label not in _DECIDED, said
        if any(s.material for s in claim.untested):
            assert found.label != "supported", said
        if found.label == "insufficient_evidence":
            assert found.reason
