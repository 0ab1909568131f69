"""The table beside peacesciencer names verbs and functions that there are, and leaves none of ours out."""

from __future__ import annotations

import re
from pathlib import Path

import detente.panel as panels
from detente.panel.own_verbs import OWN_VERBS
from detente.panel.panel import VERBS, Panel

PAGE = (Path(__file__).parents[2] / "docs/site/peacesciencer.md").read_text("utf-8")
NAMED = set(re.findall(r'\.add\("(\w+)"', PAGE))


def test_every_verb_of_ours_is_in_the_table():
    assert set(VERBS | OWN_VERBS) - NAMED == set()


def test_every_verb_and_function_in_the_table_exists():
    assert NAMED - set(VERBS | OWN_VERBS) == set()
    for name in re.findall(r"`(\w+)\(", PAGE):
        assert hasattr(panels, name), name
    for name in re.findall(r"`\.(\w+)\(\)", PAGE):
        assert hasattr(Panel, name), name


def test_every_function_for_other_units_is_in_the_table():
    for name in set(panels.__all__) - {"table_of"}:
        assert f"`{name}(" in PAGE, name
