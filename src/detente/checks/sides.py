"""Sides taken: "A took B's side against C", "A and B fought on the same side in C", "their pact was aimed at C".

In: a claim on a triad that speaks of sides (`details["aligned"]`: 1 of sides taken, 2 of standing apart). Out: a
finding from the record of sides (wars, crises, standing alignments, even short ones), from wars and disputes with
the two on opposite sides or both against the third, and from a defence pact whose common rival the third is.
What is not on record is no evidence: only a state listed as standing apart or on the other side speaks against.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from detente.checks import findings
from detente.checks.entities import entity, members
from detente.checks.signs import same
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import commitment
from detente.model import Claim, EvidenceRows, Finding, Label, Specification

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.checks.registry import Context
    from detente.measures.registry import Bench


@dataclass(frozen=True)
class Stand:
    """One record: +1 on one side (against the third), -1 on opposite sides or apart; `apart` that one stood out."""

    sign: int
    apart: bool
    specification: Specification
    rows: tuple[dict[str, Any], ...]
    nearness: float = 1.0


def check(claim: Claim, bench: Bench, context: Context, pair: list[str], thirds: list[str]) -> Finding:
    """Test a claim that two states stood on one side, on opposite sides, or apart."""
    start, end = claim.period.start or 0, min(claim.period.end or 0, context.latest)
    against = not claim.facets.sides.merely_together
    anywhen = bool(claim.details.get("undated"))
    if anywhen:  # of the past, without a date: the record must agree at all times
        start = thresholds.RECORD_BEGINS
    found = [
        s for other in pair[1:] for s in stands(bench, pair[0], other, thirds, start, end, against, anywhen)
    ]
    if not found and not anywhen:
        found = recorded(bench, pair, thirds, start, end, context.latest, against)
    return _finding(claim, bench, pair, thirds, found, start, end)


def known(bench: Bench, pair: list[str], thirds: list[str], start: int, end: int) -> list[Stand]:
    """The record of sides alone, for other questions on three states."""
    return stands(bench, pair[0], pair[1], thirds, start, end, True)


def stands(
    bench: Bench,
    one: str,
    two: str,
    thirds: list[str],
    start: int,
    end: int,
    against: bool,
    anywhen: bool = False,
) -> list[Stand]:
    """What the record of sides says of two states (against the third, or on whose land the two fought)."""
    if "alignments" not in bench.atlas.tables:
        return []
    found = []
    for row in bench.atlas.table("alignments").iter_rows(named=True):
        common = min(end, row["last"]) - max(start, row["first"]) + 1
        if common < thresholds.HALF * min(end - start + 1, row["last"] - row["first"] + 1):
            continue
        stand = _stand(bench, row, one, two, thirds, end, against)
        if stand is not None:
            near = common / (max(end, row["last"]) - min(start, row["first"]) + 1)
            found.append(_of_row(row, stand, near))
    if anywhen:
        return found if len({s.sign for s in found}) == 1 else []
    return _agreed(found)


def _stand(
    bench: Bench, row: dict[str, Any], one: str, two: str, thirds: list[str], year: int, against: bool
) -> tuple[int, bool] | None:
    sides = {
        "a": [*row["side_a"].split(";"), *row["with_a"].split(";")],
        "b": [*row["side_b"].split(";"), *row["with_b"].split(";")],
        "-": row["apart"].split(";"),
    }
    main = {"a": row["side_a"].split(";"), "b": row["side_b"].split(";")}

    def on(actor: str) -> str | None:
        ids = members(bench, actor, year) if actor.startswith(("org:", "bloc:")) else (actor,)
        hits = [side for side in "ab-" if any(same(i, j) for i in ids for j in sides[side] if j)]
        return hits[0] if len(hits) == 1 or (hits and ":" not in actor) else None

    first, second = on(one), on(two)
    third = next((s for t in thirds if (s := on(t)) in ("a", "b")), None)
    central = any(same(t, m) for t in thirds for side in main.values() for m in side if m)
    placed = any(same(t, p) for t in thirds for p in row["place"].split(";") if p)
    if first is None or second is None or not (first in main or second in main):
        return None
    if thirds and third is None and not placed:
        return None
    if "-" in (first, second):
        taken = second if first == "-" else first
        return (-1, True) if taken in main and (not thirds or central or placed) and third != taken else None
    if first != second:
        return (-1, False) if central or placed or not thirds else None
    if not thirds or (not against and (placed or third is not None)):
        return 1, False
    if third is None:
        return (1, False) if placed else None
    return (1, False) if third != first else (-1, False)


def _of_row(row: dict[str, Any], stand: tuple[int, bool], near: float) -> Stand:
    window = str(row["first"]) if row["first"] == row["last"] else f"{row['first']}-{row['last']}"
    said = "one of them stood apart" if stand[1] else "on one side" if stand[0] > 0 else "on opposite sides"
    specification = Specification(
        "coercion", "alignments", f"sides taken: {row['name']}", window, "-", "one side, opposite", float(stand[0]),
        direction=stand[0], significant=True, note=said,
    )  # fmt: skip
    return Stand(stand[0], stand[1], specification, (row,), near)


def _agreed(found: list[Stand]) -> list[Stand]:
    """All records where they agree; else those nearest to the years asked about."""
    if len({s.sign for s in found}) < 2:
        return found
    nearest = max(s.nearness for s in found)
    return [s for s in found if s.nearness == nearest]


def recorded(
    bench: Bench, pair: list[str], thirds: list[str], start: int, end: int, latest: int, against: bool
) -> list[Stand]:
    """Wars, disputes and pacts that show two states on one side against the third, or against each other."""
    a, b = (entity(bench, i, end) for i in pair[:2])
    others = [e for t in thirds if (e := entity(bench, t, end)) is not None]
    if a is None or b is None:
        return []
    last = min(end, latest)
    found = []
    wars = {(one.id, two.id): _war_years(bench, one, two, start, last) for one, two in _pairs(a, b, others)}
    if wars[a.id, b.id]:
        found.append(
            _stand_of("cow-war", "war on opposite sides", -1, wars[a.id, b.id], f"{a.said} and {b.said}")
        )
    force = _force_years(bench, a, b, start, last)
    if not found and len(force) >= thresholds.HALF * (last - start + 1):
        found.append(_stand_of("cow-mid", "force against each other", -1, force, f"{a.said} and {b.said}"))
    for c in others if against and not found else ():
        both = sorted(wars[a.id, c.id] & wars[b.id, c.id])
        if both:
            found.append(_stand_of("cow-war", f"both at war with {c.name}", 1, set(both), c.name))
            break
        pact = _pact_years(bench, a, b, start, last)
        with_third = [_pact_years(bench, x, c, start, last) for x in (a, b)]
        quarrel = [_hostile_years(bench, x, c, start, last) for x in (a, b)]
        if (
            len(pact) >= thresholds.HALF * (last - start + 1)
            and not (pact & with_third[0] & with_third[1])
            and all(quarrel)
        ):
            found.append(_stand_of("atop", f"pact of the two, rivals of {c.name}", 1, pact, c.name))
            break
    return found


def _pairs(a: Entity, b: Entity, others: list[Entity]) -> list[tuple[Entity, Entity]]:
    return [(a, b), *((x, c) for c in others for x in (a, b))]


def _war_years(bench: Bench, one: Entity, two: Entity, first: int, last: int) -> set[int]:
    table = bench.atlas.table("wars").filter(pl.col("year").is_between(first, last))
    lines = [bench.lineages(table[c].to_numpy()) for c in ("ccode1", "ccode2")]
    hit = (np.isin(lines[0], one.codes) & np.isin(lines[1], two.codes)) | (
        np.isin(lines[0], two.codes) & np.isin(lines[1], one.codes)
    )
    return set(table.filter(pl.Series(hit))["year"].to_list())


def _years(
    bench: Bench, name: str, one: Entity, two: Entity, first: int, last: int, least: float
) -> set[int]:
    cube = bench.cube(name)
    low = max(first, cube.first_year)
    window = cube.window(low, min(last, cube.last_year))
    if not len(window):
        return set()
    columns = [int(bench.index.pair(p, q)) for p in one.positions for q in two.positions if p != q]
    values = np.nan_to_num(window[:, columns]).max(axis=1) if columns else np.zeros(len(window))
    return {low + k for k, v in enumerate(values) if v >= least}


def _force_years(bench: Bench, one: Entity, two: Entity, first: int, last: int) -> set[int]:
    return _years(bench, "mid_hostility", one, two, first, last, thresholds.FORCE_HOSTILITY)


def menaced_years(bench: Bench, one: Entity, two: Entity, first: int, last: int) -> list[int]:
    """Years with a threat, show or use of force between two states by either list of disputes."""
    names = ("mid_hostility", "gml_hostility")
    found = [_years(bench, n, one, two, first, last, thresholds.THREAT_HOSTILITY) for n in names]
    return sorted(found[0] | found[1])


def _hostile_years(bench: Bench, one: Entity, two: Entity, first: int, last: int) -> set[int]:
    listed = _years(bench, "td_rivalry", one, two, first, last, thresholds.HALF)
    listed |= _years(bench, "tss_rivalry", one, two, first, last, thresholds.HALF)
    return listed | _force_years(bench, one, two, first, last)


def _pact_years(bench: Bench, one: Entity, two: Entity, first: int, last: int) -> set[int]:
    cube = commitment.defence(bench)
    low = max(first, cube.first_year)
    window = cube.window(low, min(last, cube.last_year))
    columns = [int(bench.index.pair(p, q)) for p in one.positions for q in two.positions if p != q]
    if not len(window) or not columns:
        return set()
    values = np.nan_to_num(window[:, columns]).max(axis=1)
    return {low + k for k, v in enumerate(values) if v >= thresholds.HALF}


def _stand_of(source: str, measure: str, sign: int, years: set[int], who: str) -> Stand:
    listed = sorted(years)
    window = f"{listed[0]}-{listed[-1]}" if len(listed) > 1 else str(listed[0])
    specification = Specification(
        "commitment" if source == "atop" else "coercion", source, measure, window, "-", "years", float(len(listed)),
        direction=sign, significant=True, note=f"{len(listed)} years",
    )  # fmt: skip
    return Stand(
        sign, False, specification, ({"who": who, "measure": measure, "years": ", ".join(map(str, listed))},)
    )


def _finding(
    claim: Claim, bench: Bench, pair: list[str], thirds: list[str], found: list[Stand], start: int, end: int
) -> Finding:
    names = [findings.name(i) for i in pair]
    about = f" towards {' and '.join(findings.name(t) for t in thirds)}" if thirds else ""
    sources = tuple(dict.fromkeys(s.specification.source for s in found)) or ("alignments",)
    if not found:
        return findings.simple(
            "insufficient_evidence",
            f"No record of the sides {' and '.join(names)} took{about} in {findings.period_text(claim)}.",
            reasons=("what is not listed may have been so all the same",),
            limits=findings.limits(bench, sources, start, end),
        )
    label = verdict(claim, found)
    if claim.details.get("negated"):
        label = negated_label(label)
    wanted = -1 if claim.direction == "drive_apart" else 1
    shown = [s.specification for s in found]
    said = [f"{s.measure.removeprefix('sides taken: ')} ({s.window}): {s.note}" for s in shown]
    told = "; ".join(dict.fromkeys(said))
    rows = tuple(r for s in found for r in s.rows)
    query = f"SELECT * FROM alignments WHERE first <= {end} AND last >= {start} -- those with these states"
    if sources[0] != "alignments":
        table = findings.TABLE_OF.get(sources[0], "wars")
        query = f"SELECT * FROM {table} WHERE year BETWEEN {start} AND {end} -- those with these states"
    return Finding(
        label, "moderate" if len({s.sign for s in found}) == 1 and not claim.details.get("undated") else "low",
        (f"{len(found)} record{'s' if len(found) > 1 else ''} of sides taken",),
        f"{' and '.join(names)}{about}, {findings.period_text(claim)}: {told}.",
        specifications=tuple(_oriented(s.specification, wanted) for s in found),
        would_change=("It would turn with a record of the other side having been taken.",),
        counter_reading="Help to the same side need not be common policy; each may have had aims of its own.",
        evidence=(EvidenceRows(sources[0], bench.source(sources[0]).version, query, rows),),
        limits=("Sides listed are those that histories dwell on; quiet help may be missing.",
                *findings.limits(bench, sources, start, end)),
        citations=findings.citations(bench, sources),
    )  # fmt: skip


def verdict(claim: Claim, found: list[Stand]) -> Label:
    """Label of a claim of sides from the records that fit it."""
    signs = {s.sign for s in found}
    if claim.details.get("aligned") == 2:
        apart = [s.apart for s in found]
        return "supported" if all(apart) else "contradicted" if not any(apart) else "contested"
    if len(signs) > 1:
        return "contested"
    if claim.direction == "drive_apart" and all(s.apart for s in found):
        return "insufficient_evidence"  # who stood apart was on neither side
    return "supported" if (1 in signs) == (claim.direction != "drive_apart") else "contradicted"


def _oriented(specification: Specification, wanted: int) -> Specification:
    from dataclasses import replace

    return replace(specification, direction=specification.direction * wanted)
