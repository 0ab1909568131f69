"""Battle-related deaths by conflict dyad and year (UCDP 24.1), best, low and high estimate."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files, parties
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_LISTS = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "gwno_battle")
_COLUMNS: files.Columns = {
    "conflict_id": (pl.Int32, ("conflict_id",)),
    "dyad_id": (pl.Int32, ("dyad_id",)),
    "year": (pl.Int16, ("year",)),
    "side_a": (pl.String, ("side_a",)),
    "side_b": (pl.String, ("side_b",)),
    "best": (pl.Int32, ("bd_best",)),
    "low": (pl.Int32, ("bd_low",)),
    "high": (pl.Int32, ("bd_high",)),
    **{name: (pl.String, (name,)) for name in (*_LISTS, "region")},
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`deaths`: one row a dyad and year; states as the file lists them, by Gleditsch-Ward number."""
    return {"deaths": files.read_table(files.find(folder, SOURCE, "deaths")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`ucdp_deaths` with the first state of each list, and `ucdp_deaths_party` with all."""
    deaths = raw["deaths"]
    first = [parties.first(name) for name in ("gwno_a", "gwno_b", "gwno_battle", "region")]
    return {
        "ucdp_deaths": deaths.with_columns(first),
        "ucdp_deaths_party": parties.unrolled(deaths, ("conflict_id", "dyad_id", "year"), _LISTS),
    }
