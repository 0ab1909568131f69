"""Whether two states were at war: year by year, by the lists of wars and of interstate armed conflicts.

A war in every year of the period bears "were at war" out, a war in some of them in part. Denied, none may be listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente.checks import findings
from detente.checks.entities import Entity, entity
from detente.domain import Claim
from detente.inference.verdict import negated as negated_label
from detente.measures import conflict
from detente.model import EvidenceRows, Finding, Label, Specification

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_SOURCES = ("cow-war", "ucdp-prio")


def at_war(claim: Claim, bench: Bench, context: Context, a: str, b: str) -> Finding | None:
    """The finding on a state of war; None where the sides are no single states or the lists do not cover the years."""
    end = min(claim.period.end if claim.period.end is not None else context.latest, context.latest)
    start = min(claim.period.start if claim.period.start is not None else end, end)
    one, two = entity(bench, a, end), entity(bench, b, end)
    first, last = bench.atlas.coverage("wars")[0], bench.atlas.coverage("ucdp_conflict")[1]
    if (
        one is None
        or two is None
        or len(one.codes) != 1
        or len(two.codes) != 1
        or start < first
        or end > last
    ):
        return None
    years, rows = listed(bench, one, two, start, end)
    if not years and not bench.index.alive(start, end)[:, [one.positions[0], two.positions[0]]].all():
        return None  # the lists hold wars of members of the state system alone
    if not years and start <= end and _force_beyond(bench, one, two, start, end):
        return None  # force short of a listed war: the test of levels weighs it
    whole = len(years) == end - start + 1 or claim.period.holds == "within"
    label: Label = "supported" if years and whole else "partly_supported" if years else "contradicted"
    if claim.negative:
        label = "contradicted" if years else negated_label(label)
    span = str(start) if start == end else f"{start}-{end}"
    told = f"in {_runs(years)}" if years else "in none of these years"
    return Finding(
        label, "high" if label in ("supported", "contradicted") else "moderate", ("the lists of wars between states",),
        f"A war or armed conflict of {one.said} with {two.said} is listed {told} ({span}).",
        specifications=(Specification("coercion", "cow-war", "years of war", span, "none", "years", float(len(years)),
                                      direction=1 if bool(years) != claim.negative else -1, significant=True),),
        would_change=("A war that the lists lack.",),
        counter_reading="A state of war in law may last longer than the fighting.",
        evidence=(EvidenceRows("cow-war", bench.source("cow-war").version,
                               f"SELECT * FROM wars WHERE year BETWEEN {start} AND {end}", tuple(rows[:40])),),
        limits=findings.limits(bench, _SOURCES, start, end), citations=findings.citations(bench, _SOURCES),
    )  # fmt: skip


def listed(
    bench: Bench, one: Entity, two: Entity, start: int, end: int
) -> tuple[list[int], list[dict[str, object]]]:
    """Years in which the two fought a listed war or conflict, with the rows of the list of wars."""
    table = bench.atlas.table("wars").filter(pl.col("year").is_between(start, end))
    lines = [bench.lineages(table[c].to_numpy()) for c in ("ccode1", "ccode2")]
    hit = _either(lines[0], lines[1], one, two)
    rows = table.filter(pl.Series(hit)).to_dicts()
    pairs = conflict.opposed(bench).filter(pl.col("year").is_between(start, end))
    fought = _either(pairs["lineage1"].to_numpy(), pairs["lineage2"].to_numpy(), one, two)
    years = {int(r["year"]) for r in rows} | set(pairs.filter(pl.Series(fought))["year"].to_list())
    return sorted(years), rows


def _either(low: np.ndarray, high: np.ndarray, one: Entity, two: Entity) -> np.ndarray:
    return (np.isin(low, one.codes) & np.isin(high, two.codes)) | (
        np.isin(low, two.codes) & np.isin(high, one.codes)
    )


def _force_beyond(bench: Bench, one: Entity, two: Entity, start: int, end: int) -> bool:
    """Whether the disputes of the two saw war-like force that no list of wars holds."""
    from detente.inference import thresholds

    table = bench.atlas.table("mid").filter(
        pl.col("year").is_between(start, end) & (pl.col("hostility") >= thresholds.WAR_HOSTILITY)
    )
    low, high = (bench.lineages(table[c].to_numpy()) for c in ("ccode1", "ccode2"))
    return bool(_either(low, high, one, two).any())


def _runs(years: list[int]) -> str:
    """Years as spans: 1965, 1971-1972."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
