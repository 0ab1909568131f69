"""Every pattern of the package takes linear time on any text: hostile articles are full of spaces, dashes and dots."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from pumping import Applied, applied, slow

PARTS = 16


@pytest.fixture(scope="module")
def patterns() -> list[Applied]:
    return applied()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_pattern_grows_faster_than_its_text(patterns: list[Applied], part: int) -> None:
    found = {one.where: s for one in patterns[part::PARTS] if (s := slow(one)) and slow(one)}
    assert not found, "\n".join(f"{w}: {b[-40:]!r} + {s!r} * n: {t}" for w, (b, s, t) in found.items())


def test_all_kinds_of_pattern_are_collected(patterns: list[Applied]) -> None:
    where = {one.where.split(":")[0] for one in patterns}
    assert len(patterns) > 300
    assert {"detente.reading.furniture", "detente.reading.dates", "detente.report.citations"} <= where


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"\s+$", "search"),
        (r"(?:a+)+b", "match"),
        (r"\W*(?:x)?\W*y", "match"),
        (r"\bnot\b.*\buntil\b", "search"),
        (r"--([\w-]+):", "search"),
        (r"(\w+) the$", "search"),
    ],
)
def test_the_pump_finds_what_grows(pattern: str, method: str) -> None:
    assert slow(Applied("here", re.compile(pattern), method)) is not None


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"(?<!\s)\s+$", "search"),
        (r"a+b", "match"),
        (r"\W{0,9}y", "search"),
        (r"\bnot\b.{0,200}\buntil\b", "search"),
        (r"[a-z]{1,30}-[a-z]", "search"),
    ],
)
def test_the_pump_passes_what_does_not(pattern: str, method: str) -> None:
    assert slow(Applied("here", re.compile(pattern), method)) is None
