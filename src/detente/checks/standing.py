"""How close two states stand: levels as ranks, and the facts that settle a level.

A level is read as a rank: how close is B to A among all of A's partners, and A among all of B's
(the mean of the two ranks). Beside the ranks stand facts: a defence pact in force, use of force
between the two, a listed rivalry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente.checks.change import Tested, between
from detente.inference import placebo, thresholds
from detente.measures import commitment, conflict
from detente.measures.diplomacy import fading_events
from detente.model import Specification

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_RANKED = ("un_ideal_distance", "un_agreement", "un_kappa", "trade_intensity", "igo_joint", "arms_share")


@dataclass(frozen=True)
class Level:
    """One measure's level: mean over the years, rank as closeness (0 to 100), +1 close, -1 hostile."""

    family: str
    measure: str
    value: float
    percentile: float | None
    sign: int
    years: tuple[int, int]


def levels(
    bench: Bench, a: Entity, b: Entity, start: int, end: int, latest: int, fading: bool = True
) -> list[Level]:
    """How close a and b stood in start..end on every measure that covers it; `fading`: what nothing renewed counts less."""
    found = []
    for name in _RANKED:
        measure, cube = bench.measures[name], bench.cube(name)
        first, last = max(start, cube.first_year), min(end, cube.last_year, latest)
        window = cube.window(first, last)
        own = between(bench.index, window, a, b)
        if not len(own) or np.isfinite(own).sum() == 0:
            continue
        value = float(np.nanmean(own))
        mean = bench.recent(("mean", name, first, last), lambda w=window: placebo.window_mean(w, 1))
        partners = [mean[bench.index.partners(p)] for p in (*a.positions, *b.positions)]
        ranks = [placebo.percentile(value, own_partners) for own_partners in partners]
        percentile = float(np.mean(ranks))
        percentile = percentile if measure.closer > 0 else 100 - percentile
        found_sign = _sign(name, value, percentile)
        found.append(Level(measure.family, name, value, percentile, found_sign, (first, last)))
    found += facts(bench, a, b, start, end, latest, fading)
    return found


def _sign(name: str, value: float, percentile: float) -> int:
    """+1 close, -1 distant. Little trade or few arms is not hostility: those measures are never -1."""
    if name == "arms_share":
        return 1 if value >= thresholds.CLOSE_SUPPLIER_SHARE else 0
    if name in ("igo_joint", "trade_intensity"):
        return 1 if percentile >= thresholds.PLACEBO_PERCENTILE else 0
    high = thresholds.CLOSE_PERCENTILE
    return 1 if percentile >= high else -1 if percentile <= 100 - high else 0


def facts(
    bench: Bench, a: Entity, b: Entity, start: int, end: int, latest: int, fading: bool = True
) -> list[Level]:
    """Pact, force and rivalry in start..end: what settles a level where a rank only suggests one."""
    found = []
    pact = commitment.defence(bench)
    half_lives = (thresholds.HOSTILE_EVENTS_HALF_LIFE, thresholds.FRIENDLY_EVENTS_HALF_LIFE)
    events = fading_events(bench, *half_lives) if fading else bench.cube("diplomatic_events")
    for name, family, cube, hostile in (
        ("defence_pact", "commitment", pact, False),
        ("mid_hostility", "coercion", bench.cube("mid_hostility"), True),
        ("gml_hostility", "coercion", bench.cube("gml_hostility"), True),
        ("tss_rivalry", "diplomacy", bench.cube("tss_rivalry"), True),
        ("td_rivalry", "diplomacy", bench.cube("td_rivalry"), True),
        ("diplomatic_events", "events", events, True),
    ):
        first, last = max(start, cube.first_year), min(end, cube.last_year, latest)
        own = between(bench.index, cube.window(first, last), a, b)
        if not len(own) or np.isfinite(own).sum() == 0:
            continue
        value = float(np.nanmean(own))
        if name in ("mid_hostility", "gml_hostility"):
            share = float(np.nanmean(own >= thresholds.FORCE_HOSTILITY))
            sign = -1 if share >= thresholds.FORCE_SHARE or np.nanmax(own) >= thresholds.WAR_HOSTILITY else 0
            value = float(np.nanmax(own))
        elif name == "diplomatic_events":
            friends, foes = value >= thresholds.FRIENDLY_DEEDS, value <= -thresholds.HOSTILE_DEEDS
            sign = 1 if friends else -1 if foes else 0
        else:
            sign = (-1 if hostile else 1) if value >= thresholds.HALF else 0
        found.append(Level(family, name, value, None, sign, (first, last)))
    return found + _conflicts(bench, a, b, start, min(end, latest), found)


def _conflicts(
    bench: Bench, a: Entity, b: Entity, start: int, end: int, found: Sequence[Level]
) -> list[Level]:
    """Interstate armed conflict of the two in years that the lists of disputes do not reach: war or use of force."""
    last = max((x.years[1] for x in found if x.family == "coercion"), default=0)
    if len(a.codes) != 1 or len(b.codes) != 1 or last >= end or "ucdp_conflict" not in bench.atlas.tables:
        return []
    low, high = sorted((a.codes[0], b.codes[0]))
    first, until = max(start, last + 1), min(end, bench.atlas.coverage("ucdp_conflict")[1])
    rows = conflict.opposed(bench).filter(
        (pl.col("lineage1") == low) & (pl.col("lineage2") == high) & pl.col("year").is_between(first, until)
    )
    if not rows.height:
        return []
    war = bool((rows["intensity"] > 1).any())
    value = thresholds.WAR_HOSTILITY if war else thresholds.FORCE_HOSTILITY
    return [Level("coercion", "ucdp_conflict", float(value), None, -1, (first, until))]


def end_state(
    bench: Bench, a: Entity, b: Entity, start: int, end: int, sign: int, latest: int
) -> list[Tested]:
    """Hostile facts at the end of a period, as specifications against (or for) a claimed change.

    Two states that fight at the end of the period did not improve their relations in it. Used for
    coercion and rivalry only where one of the two had no "before" (a new state).
    """
    alive = bench.index.alive(start - thresholds.WINDOW_YEARS, start - 1)
    positions = [*a.positions, *b.positions]
    if alive[:, positions].all(axis=1).sum() >= thresholds.FEWEST_YEARS:
        return []
    span = max(2, min(thresholds.WINDOW_YEARS, end - start + 1))
    found = []
    for fact in facts(bench, a, b, end - span + 1, end, latest):
        if fact.sign >= 0:
            continue
        source = bench.measures[fact.measure].source
        specification = Specification(
            fact.family, source, fact.measure, f"{fact.years[0]}-{fact.years[1]}", "no earlier years",
            bench.measures[fact.measure].unit, fact.value, direction=-sign, significant=True,
            placebo_percentile=0.0 if sign > 0 else 100.0,
            note="state of affairs at the period's end; one side is too new to have a before",
        )  # fmt: skip
        found.append(Tested(specification, False, True, fact.measure))
    return found
