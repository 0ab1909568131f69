"""Finance: "A owes most of its debt to B", "A borrows mainly from B". What is known is said; no share is made up.

A share needs what all lenders lent. The atlas holds one lender: China's official commitments by recipient
and year (AidData GCDF 3.0, 2000-2021, constant 2021 USD). Commitments are not debt either: grants are among
them, repayments and what was never disbursed are not taken off. So every answer is `insufficient_evidence`,
with the sums on record and the tables that would settle it: the World Bank's International Debt Statistics
(debt by creditor) and the OECD's Creditor Reporting System (flows by donor).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from detente import actors
from detente.checks import findings
from detente.checks.entities import Entity
from detente.measures import words
from detente.model import EvidenceRows, Finding

if TYPE_CHECKING:
    from detente.measures.registry import Bench

SOURCE = "aiddata-china"
_LENDER = "CHN"
_MISSING = (
    "A share needs what every lender lent: the World Bank's International Debt Statistics (debt by creditor) or the "
    "OECD's Creditor Reporting System (flows by donor); neither ships with the atlas."
)


def finding(bench: Bench, a: Entity, b: Entity | None, start: int, end: int, latest: int) -> Finding:
    """Why the share cannot be told, with China's commitments where China is the lender asked about."""
    limits = findings.limits(bench, (SOURCE,), start, end)
    if b is not None and actors.ccode(_LENDER) not in b.codes:
        return findings.simple(
            "insufficient_evidence",
            f"What {a.said} owes to {b.said} is not on record here: China is the only lender the atlas holds. {_MISSING}",
            reasons=("no source on this lender",),
            limits=(_MISSING,),
        )
    rows = commitments(bench, a, start, min(end, latest))
    total = float(rows["total"].sum()) if len(rows) else 0.0
    if len(rows):
        years = "-".join(dict.fromkeys(str(y) for y in (rows["year"].min(), rows["year"].max())))
        known = f"China committed {words.amount(total)} dollars (2021 USD) to {a.said} in {years}"
    else:
        known = f"No Chinese commitment to {a.said} is on record in {start}-{end}"
    found = findings.simple(
        "insufficient_evidence",
        f"{known}, but how large a share that is cannot be told. {_MISSING}",
        reasons=("one lender's commitments, no total of all lenders",),
        limits=(
            _MISSING,
            "Commitments hold grants, and loans never drawn or since repaid: they are not debt.",
            *limits,
        ),
    )
    if not len(rows):
        return found
    codes = ", ".join(map(str, a.codes))
    query = f"SELECT * FROM chinese_finance WHERE ccode IN ({codes}) AND year BETWEEN {start} AND {min(end, latest)}"
    evidence = EvidenceRows(SOURCE, bench.source(SOURCE).version, query, tuple(rows.to_dicts()))
    return replace(
        found, evidence=(evidence,), citations=findings.citations(bench, (SOURCE,)),
        would_change=("A table of all lenders' claims on the state, by lender and year, would let it be tested.",),
    )  # fmt: skip


def commitments(bench: Bench, a: Entity, first: int, last: int) -> pl.DataFrame:
    """China's commitments to `a` in first..last: year, oda, oof, vague, total (2021 USD)."""
    table = bench.atlas.table("chinese_finance")
    own = pl.Series(bench.lineages(table["ccode"].to_numpy())).is_in(list(a.codes))
    return (
        table.filter(own & table["year"].is_between(first, last))
        .group_by("year")
        .agg(pl.col("oda", "oof", "vague").sum())
        .with_columns(total=pl.sum_horizontal("oda", "oof", "vague"))
        .sort("year")
    )
