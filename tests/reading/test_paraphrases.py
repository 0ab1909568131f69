"""Sentences of our own with the reading meant: both halves held to floors, and no sense turned round."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_PATH = Path(__file__).parents[2] / "tools" / "compare_paraphrases.py"
_SPEC = importlib.util.spec_from_file_location("compare_paraphrases", _PATH)
assert _SPEC is not None
assert _SPEC.loader is not None
paraphrases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(paraphrases)


@pytest.mark.parametrize(("half", "floor", "flips"), [("tune", 0.9, 0), ("held", 0.75, 2)])
def test_paraphrases_are_read_as_meant(half: str, floor: float, flips: int) -> None:
    apart = [paraphrases.compare(row) for row in paraphrases.rows(half)]
    assert len(apart) >= 50
    assert sum(not a for a in apart) >= floor * len(apart)
    assert sum(paraphrases.flipped(a) for a in apart) <= flips
