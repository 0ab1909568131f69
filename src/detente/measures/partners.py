"""A partner's share and place in a state's exports and imports as lists of main partners bound them.

A list names five partners or so in whole per cent. Who is named holds its figure, half a point either way; who is not
named holds no more than the last who is. A partner that an earlier list named and this one leaves out may have ceased to
be booked (Russia on Belarus's lists): its former share may be missing from the whole, and every place below may be one
lower. So each answer is a `Bounds`, from the least to the most that the list allows.
Source: CIA World Factbook, lists for 2014-2023. Total trade is bounded by the two flows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from detente.inference import thresholds

if TYPE_CHECKING:
    from detente.measures.registry import Bench

TABLE = "partner_shares"
FLOWS = ("exports", "imports")
_FULL = 5
"""Partners a list names where it is not cut by a least share."""
_LOOK_BACK_YEARS = 5
_ROUNDING = 0.5
NO_PLACE = 999


@dataclass(frozen=True)
class Bounds:
    """Between what a partner's share (per cent) and its place lie in a year."""

    year: int
    low: float
    high: float
    first: int
    last: int
    listed: bool
    told: tuple[tuple[str, float], ...] = ()  # the list: partners with their shares


def years(bench: Bench, reporter: str, topic: str) -> list[int]:
    """Years for which a state's exports, imports, or both (trade) have a list."""
    lists = _lists(bench)
    wanted = FLOWS if topic == "trade" else (topic,)
    return sorted(set.intersection(*(set(lists.get((reporter, f), {})) for f in wanted)))


def bounds(bench: Bench, reporter: str, partner: str, topic: str, year: int) -> Bounds | None:
    """What the lists of a year say of a partner in exports, imports or both; None where there is none."""
    if topic != "trade":
        return _of_flow(bench, reporter, partner, topic, year)
    out, home = (_of_flow(bench, reporter, partner, f, year) for f in FLOWS)
    if out is None or home is None:
        return None
    above = [_above(bench, reporter, partner, f, year, b) for f, b in zip(FLOWS, (out, home), strict=True)]
    unknown = max(out.last, home.last) >= NO_PLACE
    last = NO_PLACE if unknown else len(above[0] | above[1]) + 1
    return Bounds(
        year,
        min(out.low, home.low),
        max(out.high, home.high),
        len(_surely_above(bench, reporter, partner, year)) + 1,
        last,
        out.listed or home.listed,
        out.told,
    )


def _lists(bench: Bench) -> dict[tuple[str, str], dict[int, dict[str, float]]]:
    """(reporter, flow) -> year -> partner -> per cent, the largest first; empty where the atlas has no such table."""

    def make() -> dict[tuple[str, str], dict[int, dict[str, float]]]:
        if TABLE not in bench.atlas.tables:
            return {}
        found: dict[tuple[str, str], dict[int, dict[str, float]]] = {}
        table = bench.atlas.table(TABLE).sort("reporter", "flow", "year", "rank")
        for reporter, flow, year, partner, share in table.select(
            "reporter", "flow", "year", "partner", "share"
        ).iter_rows():
            found.setdefault((reporter, flow), {}).setdefault(year, {})[partner] = share
        return found

    return bench.memo(("partner lists",), make)


def _gone(bench: Bench, reporter: str, flow: str, year: int) -> dict[str, float]:
    """Partners that a list of the years before named at no less than this one's last, and this one leaves out."""
    lists = _lists(bench)[reporter, flow]
    now = lists[year]
    least = min(now.values())
    gone: dict[str, float] = {}
    for earlier in range(year - _LOOK_BACK_YEARS, year):
        for partner, share in lists.get(earlier, {}).items():
            if partner not in now and share >= least:
                gone[partner] = max(share, gone.get(partner, 0.0))
    return gone


def _of_flow(bench: Bench, reporter: str, partner: str, flow: str, year: int) -> Bounds | None:
    now = _lists(bench).get((reporter, flow), {}).get(year)
    if now is None:
        return None
    gone = _gone(bench, reporter, flow, year)
    told = tuple(now.items())
    if partner not in now:
        least = min(now.values())
        vanished = partner in gone
        first = (
            1 if vanished else len(now) + 1 if len(now) >= _FULL else sum(s > least for s in now.values()) + 1
        )
        return Bounds(year, 0.0, max(least, gone.get(partner, 0.0)) + _ROUNDING, first, NO_PLACE, False, told)
    share = now[partner]
    missing = sum(gone.values())
    rounding = 0.0 if share != round(share) else _ROUNDING
    low = (share - rounding) * (1 - min(missing, 100.0) / 100)
    margin = thresholds.NEAR_PLACES_POINTS
    above = sum(s > share + margin for s in now.values())
    may = sum(s >= share - margin for p, s in now.items() if p != partner)
    hidden = sum(s >= share - margin for s in gone.values())
    return Bounds(year, low, share + rounding, above + 1, may + hidden + 1, True, told)


def _above(bench: Bench, reporter: str, partner: str, flow: str, year: int, found: Bounds) -> set[str]:
    """Partners that may stand above one in a flow."""
    now = dict(found.told)
    if partner not in now:
        return set()
    gone = _gone(bench, reporter, flow, year)
    least = now[partner] - thresholds.NEAR_PLACES_POINTS
    return {p for p, s in (now | gone).items() if s >= least and p != partner}


def _surely_above(bench: Bench, reporter: str, partner: str, year: int) -> set[str]:
    """Partners that stand above one in both flows, the one being booked in both."""
    sets = []
    for flow in FLOWS:
        now = _lists(bench)[reporter, flow][year]
        if partner in _gone(bench, reporter, flow, year):
            return set()
        own = now.get(partner)
        sets.append(
            {
                p
                for p, s in now.items()
                if p != partner and (own is None or s > own + thresholds.NEAR_PLACES_POINTS)
            }
        )
    return sets[0] & sets[1]


def order(bench: Bench, reporter: str, flow: str, year: int) -> pl.DataFrame:
    """The list of a year, as rows of the table."""
    return bench.atlas.table(TABLE).filter(
        (pl.col("reporter") == reporter) & (pl.col("flow") == flow) & (pl.col("year") == year)
    )
