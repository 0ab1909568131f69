"""What `detente watch` asks by default: all families of evidence at once, led by the record of dated deeds.

A change of relations is first a matter of deeds: for each pair the signed weights of the dated events since the given year are
added up, an event of many pairs (a treaty of thirty states) being divided among them. Every other family that covers the years
says by its own contrast (`watching.contrast`, each state's own drift taken out) whether the pair moved the same way beyond nine
in ten other pairs and times; one that does adds a point to the score, a political one that moved the other way takes one. A pair
without a deed is listed only where two families agree, one of them political, and after those with deeds. Ties go to the pairs of
which more is reported.
In: a bench and a year. Out: a table in the columns of `watching.watch` and what was watched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import InputError
from detente.inference.verdict import POLITICAL

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from detente.measures.registry import Bench

NAME = "all families"
BEYOND = 90.0
_MANY_PAIRS = 4  # an event that names more pairs than this is shared among them
_OTHERS = {
    "voting": "un_ideal_distance",
    "commitment": "pact_level",
    "coercion": "mid_hostility",
    "diplomacy": "tss_rivalry",
    "arms": "arms_share",
    "trade": "trade_intensity",
}
_FIRST_PLACEBO = 1946


@dataclass(frozen=True)
class Deeds:
    """Signed points of dated events by year and pair, shape (years, pairs), and the events of each pair."""

    first: int
    points: NDArray[np.float64]
    events: dict[int, list[tuple[str, str, float]]]  # pair: date, name, points


def deeds(bench: Bench, since: int) -> Deeds:
    """The record from `_FIRST_PLACEBO` on; `events` lists those from `since` on."""
    table = bench.atlas.table("events").filter(bench.atlas.table("events")["sign"] != 0).sort("date")
    last = bench.atlas.coverage("events")[1]
    points = np.zeros((last - _FIRST_PLACEBO + 1, bench.index.pairs))
    listed: dict[int, list[tuple[str, str, float]]] = {}
    fields = ("year", "date", "name", "sign", "weight", "dyads")
    for year, date, name, sign, weight, dyads in table.select(fields).iter_rows():
        if year < _FIRST_PLACEBO:
            continue
        ends = [[bench.place(state) for state in dyad.split("-")] for dyad in dyads.split(";")]
        known = [(i, j) for i, j in ends if i >= 0 and j >= 0 and i != j]
        if not known:
            continue
        share = sign * weight / (len(known) if len(known) > _MANY_PAIRS else 1)
        for pair in {int(bench.index.pair(i, j)) for i, j in known}:
            points[year - _FIRST_PLACEBO, pair] += share
            if year >= since:
                listed.setdefault(pair, []).append((str(date), name, share))
    return Deeds(_FIRST_PLACEBO, points, listed)


def watched(bench: Bench, since: int, from_month: str, top: int | None) -> tuple[pl.DataFrame, list[Any]]:
    """The table and a `watching.Watched` of every family that covers the years from `since` on."""
    record = deeds(bench, since)
    years = len(record.points) - (since - record.first)
    if years < 1:
        raise InputError(f"The record of dated events ends in {record.first + len(record.points) - 1}.")
    net = record.points[-years:].sum(axis=0)
    moved = np.abs(record.points[-years:]).sum(axis=0)
    signs, abouts, reported = _families(bench, since, from_month)
    agree, against = _votes(signs, np.sign(net))
    alone = _without_deeds(signs)
    score = np.where(net != 0, np.abs(net) + agree - against, 0.0) * np.sign(net)
    score = np.where((moved == 0) & (alone != 0), 0.1 * alone, score)
    order = np.lexsort((np.arange(len(score)), -reported, -np.abs(score)))
    order = order[np.abs(score[order]) > 0][:top]
    rank = _rank(record, years, net, moved)
    abouts.append(_about(record, since, int((moved > 0).sum())))
    return _table(bench, record, since, order, net, score, rank, signs), abouts


def _votes(signs: dict[str, NDArray], way: NDArray) -> tuple[NDArray, NDArray]:
    """How many families moved with the deeds of a pair, and how many political ones against them."""
    agree, against = np.zeros(len(way)), np.zeros(len(way))
    for name, sign in signs.items():
        agree += (sign == way) & (way != 0)
        if name in POLITICAL:
            against += (sign == -way) & (way != 0)
    return agree, against


def _without_deeds(signs: dict[str, NDArray]) -> NDArray:
    """Signed number of families that agree on a pair, 0 unless two do, one of them political, and none differs."""
    size = len(next(iter(signs.values()))) if signs else 0
    up, down, political = np.zeros(size), np.zeros(size), np.zeros(size, dtype=bool)
    for name, sign in signs.items():
        up += sign > 0
        down += sign < 0
        political |= (sign != 0) & (name in POLITICAL)
    one_way = (np.maximum(up, down) >= 2) & (np.minimum(up, down) == 0) & political
    return np.where(one_way, up - down, 0.0)


def _rank(record: Deeds, years: int, net: NDArray, moved: NDArray) -> NDArray:
    """Placebo percentile: the share of pairs and earlier spans of as many years with fewer points."""
    ends = range(years, len(record.points) - years + 1, years)
    past = np.concatenate([np.abs(record.points[end - years : end].sum(axis=0)) for end in ends] or [moved])
    past.sort()
    return 100.0 * np.searchsorted(past, np.abs(net)) / max(len(past), 1)


def _families(
    bench: Bench, since: int, from_month: str
) -> tuple[dict[str, NDArray], list[Any], NDArray[np.float64]]:
    """By family the sign of each pair's move (0 within nine in ten), and how much is reported of a pair."""
    from detente import watching

    signs: dict[str, NDArray] = {}
    abouts: list[Any] = []
    reported = np.zeros(bench.index.pairs)
    for family, measure in (("events", watching.EVENTS), *_OTHERS.items()):
        try:
            seen = watching.prepared(bench, measure, from_month if family == "events" else str(since))
        except InputError:
            continue  # the source ends too early to say anything of these years
        place = [bench.index.pair(bench.place(a), bench.place(b)) for a, b in seen.ids]
        held = np.array([int(p) if p < bench.index.pairs else -1 for p in place])
        closer = 1 if family == "events" else bench.measures[measure].closer
        beyond = np.where(seen.found.percentile >= BEYOND, np.sign(seen.found.ratio) * closer, 0.0)
        sign = np.zeros(bench.index.pairs)
        good = held >= 0
        sign[held[good]] = np.nan_to_num(beyond[good])
        signs[family] = sign
        if family == "events":
            reported[held[good]] = seen.reported[good]
        abouts.append(seen.about)
    return signs, abouts, reported


def _about(record: Deeds, since: int, pairs: int) -> Any:
    from detente.watching import Watched

    last = record.first + len(record.points) - 1
    return Watched(
        NAME, "events", "events", "points of dated events", str(record.first), str(last), str(since), pairs, pairs,
        0.0, 0, "earlier dates",
    )  # fmt: skip


def _table(
    bench: Bench, record: Deeds, since: int, order: NDArray, net: NDArray, score: NDArray, rank: NDArray,
    signs: dict[str, NDArray],
) -> pl.DataFrame:  # fmt: skip
    import polars as pl

    from detente import actors

    one, two = bench.index.ends
    names = [actors.resolve_code(int(c), "cow") for c in bench.index.codes]
    label = [n.id if n else str(c) for n, c in zip(names, bench.index.codes, strict=True)]
    before = record.points[max(since - record.first - 10, 0) : since - record.first].sum(axis=0)
    rows = []
    for p in order.tolist():
        told = record.events.get(p, [])
        way = np.sign(score[p])
        rows.append(
            {
                "id1": label[one[p]], "id2": label[two[p]], "measure": NAME,
                "before": float(before[p]), "after": float(net[p]), "change": float(net[p]), "ratio": float(score[p]),
                "placebo_percentile": float(rank[p]), "recent": 1.0 if told else 0.0,
                "break_at": max((t[0] for t in told), default=None),
                "direction": "closer" if way > 0 else "apart",
                "families": ", ".join(n for n, s in signs.items() if s[p] == way),
                "against": ", ".join(n for n, s in signs.items() if s[p] == -way),
                "deeds": "; ".join(t[1] for t in sorted(told, key=lambda t: -abs(t[2]))[:3]),
            }
        )  # fmt: skip
    schema: dict[str, Any] = dict.fromkeys(("id1", "id2", "measure"), pl.String)
    schema |= dict.fromkeys(
        ("before", "after", "change", "ratio", "placebo_percentile", "recent"), pl.Float64
    )
    schema |= dict.fromkeys(("break_at", "direction", "families", "against", "deeds"), pl.String)
    return pl.DataFrame(rows, schema=schema)
