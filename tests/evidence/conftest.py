"""What the evidence tests share: raw tables of a source, read once, and the reference tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from detente.evidence import atlas
from detente.evidence.source import adapter

Raw = Callable[[str], dict[str, pl.DataFrame]]


@pytest.fixture(scope="session")
def raw(shared: Path) -> Raw:
    """Raw tables of a source, read from ../shared once a session."""

    @cache
    def read(source_id: str) -> dict[str, pl.DataFrame]:
        return adapter(source_id).read(shared / "data")

    return read


@pytest.fixture(scope="session")
def bundled() -> atlas.Atlas:
    """The atlas that ships in the package."""
    return atlas.open(atlas.bundled_path())


@pytest.fixture(scope="session")
def reference_rows(shared: Path) -> list[dict[str, str]]:
    """All rows of the dyad tables of CHECKS.md: a, b and the columns as printed there.

    The column names lose the states they carry, so that one name serves every dyad.
    """
    rows = []
    text = (shared / "data/relations/CHECKS.md").read_text("utf-8")
    for section in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        a, b = re.match(r"(\w{3}) - (\w{3})", section).groups()  # type: ignore[union-attr]
        lines = [line for line in section.splitlines() if line.startswith("|")]
        names = [
            re.sub(rf"TIV 5y {a}>{b}", "TIV out", re.sub(rf"TIV 5y {b}>{a}", "TIV in", name))
            .replace(f"CINC {a}", "CINC a")
            .replace(f"CINC {b}", "CINC b")
            .replace(f"% of {a} trade", "% of trade")
            for name in lines[0].strip("|").split("|")
        ]
        for line in lines[2:]:
            cells = line.strip().removeprefix("|").removesuffix("|").split("|")
            rows.append({"a": a, "b": b, **dict(zip(names, cells, strict=True))})
    assert len(rows) == 7 * 17
    return rows
