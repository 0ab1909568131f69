"""Dyadic trade (Correlates of War 4.0) as shares of each state's trade.

Shares are taken of the sum over partners in the same file, not of the published national
totals: those of the Soviet Union for 1960-62 are on another scale. Flows are whole millions of
current dollars in some copies, so a zero may mean up to half a million; such pairs are dropped.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "ccode1": (pl.Int16, ("ccode1",)),
    "ccode2": (pl.Int16, ("ccode2",)),
    "year": (pl.Int16, ("year",)),
    "flow1": (pl.Float64, ("flow1",)),
    "flow2": (pl.Float64, ("flow2",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`trade`: directed dyad-years, `imports` of 1 from 2 and `exports` of 1 to 2, million USD."""
    frame = files.read_table(files.find(folder, SOURCE, "dyads")[0], _COLUMNS, missing=("-9",))
    flows = [pl.when(pl.col(flow) >= 0).then(pl.col(flow)).alias(flow) for flow in ("flow1", "flow2")]
    frame = frame.with_columns(flows)
    # The official file has each pair once, copies have it in both directions.
    mirrored = frame.select(
        pl.col("ccode2").alias("ccode1"),
        pl.col("ccode1").alias("ccode2"),
        "year",
        pl.col("flow2").alias("flow1"),
        pl.col("flow1").alias("flow2"),
    )
    both = pl.concat([frame, mirrored]).unique(["ccode1", "ccode2", "year"], keep="first")
    return {"trade": both.rename({"flow1": "imports", "flow2": "exports"}).sort("ccode1", "ccode2", "year")}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`trade`: shares in per cent of ccode1's dyadic sums, rank of imports, log of trade."""
    flows = raw["trade"].with_columns(
        pl.col("imports", "exports").fill_null(0),
        total=pl.col("imports").fill_null(0) + pl.col("exports").fill_null(0),
    )
    share = [
        (100 * pl.col(flow) / pl.col(flow).sum().over("ccode1", "year")).fill_nan(None).round(2).alias(name)
        for flow, name in (("imports", "import_share"), ("exports", "export_share"), ("total", "trade_share"))
    ]
    rank = pl.col("imports").rank("min", descending=True).over("ccode1", "year")
    table = flows.with_columns(
        *share,
        import_rank=pl.when(pl.col("imports") > 0).then(rank),
        log_trade=(1 + pl.col("total")).log().round(1),
    )
    return {"trade": table.filter(pl.col("total") > 0)}
