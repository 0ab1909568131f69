"""What has been measured of the tests themselves: false-positive rates and known answers, by kind.

Read from `measured.json`, which `tools/measure.py` writes; shown on every card (how this same test
does on known cases). Nothing in it is typed by hand.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def by_kind() -> dict[str, dict[str, Any]]:
    """Kind -> n, false_positives, rate, low, high, known_right, known_rows; only what was measured."""
    path = files("detente.validation").joinpath("measured.json")
    if not path.is_file():
        return {}
    return json.loads(path.read_text("utf-8"))["kinds"]
