"""Who was at risk of what, year by year: the cases behind every base rate.

In: tables of the atlas. Out: `Risk`, a panel of cases (a state and an organisation, a pair, a recipient
and a supplier) with the traits they had at the end of the year before, in the form
`inference.hazard` fits. What lies beyond a source's last year is not at risk, and so never counted
as "did not happen".

Traits are few and coarse on purpose: they must be known at the date of the forecast for every case.
Sources: the dated membership table (curated, COW IGO 3.0); COW MID 5.0 and GML; ATOP 5.1; SIPRI.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from detente.inference.hazard import Panel
from detente.measures import arms, commitment
from detente.measures.registry import Bench

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST = 1946
_COW_IGO_END = 2014
_MAJORS = (2, 200, 220, 365, 710)
_FORCE, _WAR = 4, 5
_MAIN = 40.0
NONE, OBSERVER, APPLICANT = 1, 2, 3  # standings; 0 where an organisation's list holds members only
_OPEN_STANDING = ("observer", "associate", "partner", "signatory")
_REGIONS = ((2, 165), (200, 399), (400, 599), (600, 699), (700, 990))


@dataclass(frozen=True)
class Risk:
    """A panel with what a card says of it.

    `patterns` are the traits of all cases in all years, also beyond the source's last year (those of the
    last year known). `what` completes "the chance of ...".
    """

    what: str
    family: str
    sources: tuple[str, ...]
    table: str
    panel: Panel
    patterns: NDArray[np.int16]

    @property
    def last_year(self) -> int:
        """The last year whose events are observed."""
        return self.panel.last_year


def _mix(
    factors: Sequence[tuple[str, NDArray[Any], int]],
) -> tuple[NDArray[Any], NDArray[np.float64], tuple[str, ...]]:
    """Pattern number, design of dummies and their names, from factors (name, levels 0..n-1, n)."""
    codes = np.zeros(np.broadcast_shapes(*(f[1].shape for f in factors)), dtype=np.int16)
    for _, values, size in factors:
        codes = codes * np.int16(size) + values.astype(np.int16)
    grids = np.meshgrid(*(np.arange(size) for *_, size in factors), indexing="ij")
    columns, names = [], []
    for (name, _, size), grid in zip(factors, grids, strict=True):
        for level in range(1, size):
            columns.append((grid.ravel() == level).astype(float))
            names.append(f"{name} {level}")
    return codes, np.column_stack(columns), tuple(names)


def regions(bench: Bench) -> NDArray[np.int64]:
    """COW region of every state: 0 Americas, 1 Europe, 2 Africa, 3 Middle East, 4 Asia and Oceania."""
    codes = bench.index.codes
    return np.select([(codes >= low) & (codes <= high) for low, high in _REGIONS], range(5), 4)


def touching(bench: Bench, farthest: int = 4) -> NDArray[np.bool_]:
    """Which states are contiguous by land or within 150 miles of water (COW kinds 1 to `farthest`)."""

    def make() -> NDArray[np.bool_]:
        table = bench.atlas.table("contiguity").filter(pl.col("kind") <= farthest)
        i, j = (bench.index.lookup[bench.lineages(table[c].to_numpy())] for c in ("ccode1", "ccode2"))
        near = np.zeros((bench.index.size, bench.index.size), dtype=bool)
        keep = (i >= 0) & (j >= 0) & (i != j)
        near[i[keep], j[keep]] = near[j[keep], i[keep]] = True
        return near

    return bench.memo(("touching", farthest), make)


@dataclass(frozen=True)
class Rolls:
    """Membership by year as arrays (years, organisations, states); row 0 is `first`."""

    orgs: tuple[str, ...]
    first: int
    member: NDArray[np.bool_]
    standing: NDArray[np.int8]
    applied: NDArray[np.int16]
    ends: NDArray[np.int64]  # last year the list of each organisation is known to

    def case(self, org: str, state: int) -> int | None:
        """Case number of a state and an organisation; None where no list is held."""
        if org not in self.orgs or state < 0:
            return None
        return self.orgs.index(org) * self.member.shape[2] + state


def rolls(bench: Bench) -> Rolls:
    """Who belonged to what, and who had asked to, from `FIRST` - 1 to the table's last year."""
    return bench.memo("membership rolls", lambda: _rolls(bench))


def _rolls(bench: Bench) -> Rolls:
    table = bench.atlas.table("memberships").sort("org", "iso3", "start")
    orgs = tuple(table["org"].unique().sort().to_list())
    place = {org: k for k, org in enumerate(orgs)}
    states = {i: bench.place(i) for i in table["iso3"].unique().to_list()}
    first, last = FIRST - 1, bench.atlas.coverage("memberships")[1]
    shape = (last - first + 2, len(orgs), bench.index.size)
    member, standing = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=np.int8)
    applied = np.full(shape, 9999, dtype=np.int16)
    curated = np.zeros((len(orgs), 2), dtype=int)
    recorded = np.full(len(orgs), 9999)
    for row in table.iter_rows(named=True):
        o, s = place[row["org"]], states[row["iso3"]]
        curated[o, int(row["source"] == "curated")] += 1
        if s < 0 or row["start"] is None:
            continue
        low = max(row["start"] - first, 0)
        high = max((last + 1 if row["end"] is None else row["end"]) - first + 1, low)
        if row["status"] == "member":
            member[low:high, o, s] = True
            continue
        level = APPLICANT if row["status"] == "applicant" else OBSERVER
        standing[low:high, o, s] = np.maximum(standing[low:high, o, s], level)
        recorded[o] = min(recorded[o], row["start"])
        if level == APPLICANT:
            applied[low:high, o, s] = np.minimum(applied[low:high, o, s], row["start"])
    ends = np.where(curated[:, 1] >= curated[:, 0], last, min(_COW_IGO_END, last))
    years = first + np.arange(shape[0])
    known = (years[:, None] >= recorded[None, :])[:, :, None]
    standing = np.where(known & (standing == 0), NONE, standing).astype(np.int8)
    return Rolls(orgs, first, member, standing, applied, ends)


def _alive(bench: Bench, first: int, count: int) -> NDArray[np.bool_]:
    return bench.index.alive(first, first + count - 1)


def joining(bench: Bench) -> Risk:
    """States that are not members of an organisation that exists: the event is accession."""
    return bench.memo("risk joining", lambda: _joining(bench))


def _joining(bench: Bench) -> Risk:
    found = rolls(bench)
    member = found.member
    years, count, size = member.shape
    alive = _alive(bench, found.first, years)
    near = touching(bench).astype(np.float32)
    region = (regions(bench)[:, None] == regions(bench)[None, :]).astype(np.float32)
    rows = years - 1  # panel rows: year first + 1 .. last + 1, traits of the year before
    inside = (member & alive[:, None, :]).astype(np.float32)
    counted = alive.astype(np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):
        neighbours = np.nan_to_num(inside[:-1] @ near / (counted[:-1] @ near)[:, None, :])
        nearby = np.nan_to_num(inside[:-1] @ region / (counted[:-1] @ region)[:, None, :])
    new = np.zeros((years, count), dtype=int)
    both = alive[1:, None, :] & alive[:-1, None, :]
    new[1:] = np.sum(member[1:] & ~member[:-1] & both, axis=2)
    exists = np.any(member, axis=2)
    age = np.cumsum(exists, axis=0)
    new[age <= 1] = 0  # founding members are not accessions
    pace = np.stack([new[max(y - 4, 0) : y + 1].sum(axis=0) for y in range(years - 1)])
    calendar = found.first + np.arange(years)
    waited = calendar[:-1, None, None] - found.applied[:-1]
    standing = found.standing[:-1].astype(np.int8)
    standing = np.where((standing == APPLICANT) & (waited >= 10), 4, standing)
    young = (age[:-1] <= 5)[:, :, None]
    fresh = ~np.stack([alive[max(y - 5, 0)] for y in range(years - 1)])[:, None, :]
    asked = standing >= APPLICANT  # an application says more than where a state lies
    patterns, design, names = _mix([
        ("standing", standing, 5),
        ("neighbours in", np.where(asked, 0, np.digitize(neighbours, [1e-9, 0.5])), 3),
        ("region in", np.where(asked, 0, np.digitize(nearby, [1e-9, 1 / 3, 2 / 3])), 4),
        ("accessions of the last five years", np.digitize(pace, [1, 3])[:, :, None], 3),
        ("young organisation", young.astype(np.int8), 2),
        ("new state", fresh.astype(np.int8), 2),
    ])  # fmt: skip
    at_risk = exists[:-1, :, None] & ~member[:-1] & both
    observed = np.less_equal(calendar[1:, None], found.ends[None, :])
    observed[-1] = True  # the row after the last year carries the state of things
    codes = np.where(at_risk & observed[:, :, None], patterns, -1).astype(np.int16)
    events = at_risk & member[1:] & observed[:, :, None]
    events[-1] = False
    classes = (np.arange(count) * 5)[None, :, None] + standing
    flat = (rows, count * size)
    panel = Panel(
        found.first + 1, codes.reshape(flat), events.reshape(flat), design, names,
        classes.reshape(flat).astype(np.int32),
    )  # fmt: skip
    return Risk(
        "joining", "institutions", ("curated", "cow-igo"), "memberships", panel,
        patterns.reshape(flat).astype(np.int16),
    )  # fmt: skip


def leaving(bench: Bench) -> Risk:
    """Members of an organisation that lives on: the event is the last year of membership."""
    return bench.memo("risk leaving", lambda: _leaving(bench))


def _leaving(bench: Bench) -> Risk:
    found = rolls(bench)
    member = found.member
    years, count, size = member.shape
    alive = _alive(bench, found.first, years)
    exists = np.any(member, axis=2)
    calendar = found.first + np.arange(years)
    # a spell's last year is the year of leaving, so the event of year y is "not a member in y + 1"
    gone = np.zeros_like(member)
    gone[:-1] = member[:-1] & ~member[1:] & alive[1:, None, :] & exists[1:, :, None]
    most = member.sum(axis=2)
    dissolved = np.greater(gone.sum(axis=2), np.maximum(most * 0.4, 2))
    gone &= ~dissolved[:, :, None]
    tenure = np.zeros(member.shape, dtype=np.int16)
    for y in range(1, years):
        tenure[y] = np.where(member[y], tenure[y - 1] + 1, 0)
    left = gone.sum(axis=2)
    pace = np.stack([left[max(y - 10, 0) : y].sum(axis=0) for y in range(1, years)])
    patterns, design, names = _mix([
        ("members ten years", (tenure[:-1] >= 10).astype(np.int8), 2),
        ("departures of the last ten years", np.digitize(pace, [1, 3])[:, :, None], 3),
        ("small organisation", (most[:-1] < 15)[:, :, None].astype(np.int8), 2),
    ])  # fmt: skip
    at_risk = member[:-1] & member[1:] & alive[1:, None, :]
    observed = (
        calendar[1:, None] < np.where(found.ends == _COW_IGO_END, _COW_IGO_END, found.ends + 1)[None, :]
    )
    observed[-1] = True
    codes = np.where(at_risk & observed[:, :, None], patterns, -1).astype(np.int16)
    events = at_risk & gone[1:] & observed[:, :, None]
    events[-1] = False
    classes = np.broadcast_to(np.arange(count)[None, :, None], (years - 1, count, size))
    flat = (years - 1, count * size)
    panel = Panel(
        found.first + 1, codes.reshape(flat), events.reshape(flat), design, names,
        classes.reshape(flat).astype(np.int32),
    )  # fmt: skip
    return Risk(
        "leaving", "institutions", ("curated", "cow-igo"), "memberships", panel,
        np.broadcast_to(patterns, (years - 1, count, size)).reshape(flat).astype(np.int16),
    )  # fmt: skip


def _recent(happened: NDArray[np.bool_], years: int) -> NDArray[np.bool_]:
    """Whether it happened in the `years` years up to and including each row."""
    total = np.vstack(
        [np.zeros((1, happened.shape[1]), dtype=np.int32), np.cumsum(happened, axis=0, dtype=np.int32)]
    )
    low = np.maximum(np.arange(len(happened)) + 1 - years, 0)
    return (total[1:] - total[low]) > 0


def _cut(cube: Any, first: int, last: int) -> NDArray[np.float32]:
    """Values of a cube for first..last without the empty last column; years it lacks are NaN."""
    values = np.full((last - first + 1, cube.index.pairs), np.nan, dtype=np.float32)
    window = cube.window(first, last)[:, :-1]
    offset = max(cube.first_year - first, 0)
    values[offset : offset + len(window)] = window
    return values


def _pair_risk(
    bench: Bench, what: str, family: str, sources: tuple[str, ...], table: str, last: int,
    event: NDArray[np.bool_], open_: NDArray[np.bool_], traits: Sequence[tuple[str, NDArray[Any], int]],
) -> Risk:  # fmt: skip
    """A risk of pairs. `event`, `open_` and traits have a row a year FIRST - 1 .. last."""
    one, two = bench.index.ends
    alive = bench.index.alive(FIRST - 1, last + 1)
    both = alive[:, one] & alive[:, two]
    patterns, design, names = _mix(traits)
    patterns = np.broadcast_to(patterns, event.shape)
    codes = np.where(open_ & both[:-1] & both[1:], patterns, -1).astype(np.int16)
    events = np.zeros(event.shape, dtype=bool)
    events[:-1] = event[1:]
    events &= codes >= 0
    panel = Panel(FIRST, codes, events, design, names, np.maximum(codes, 0).astype(np.int32))
    return Risk(what, family, sources, table, panel, patterns.astype(np.int16))


def _places(bench: Bench) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Of every pair: neighbourhood (0 none, 1 across water, 2 by land), same region, a major power in it."""
    one, two = bench.index.ends
    land, near = touching(bench, 1)[one, two], touching(bench, 4)[one, two]
    region = regions(bench)
    major = np.isin(bench.index.codes, _MAJORS)
    return (
        near.astype(int) + land,
        (region[one] == region[two]).astype(int),
        (major[one] | major[two]).astype(int),
    )


def _hostility(bench: Bench, last: int) -> NDArray[np.float32]:
    """The higher of the two codings of the year, 0 where neither knows of a dispute."""
    cubes = [_cut(bench.cube(n), FIRST - 1, last) for n in ("mid_hostility", "gml_hostility")]
    return np.nan_to_num(np.fmax(*cubes))


def fighting(bench: Bench, war: bool = False) -> Risk:
    """Pairs of states: the event is a year with use of force (or war) between them."""
    return bench.memo(("risk fighting", war), lambda: _fighting(bench, _WAR if war else _FORCE))


def _fighting(bench: Bench, level: int) -> Risk:
    last = min(bench.cube("mid_hostility").last_year, bench.atlas.coverage("mid")[1])
    hostility = _hostility(bench, last)
    force = hostility >= _FORCE
    near, _, major = _places(bench)
    rivals = np.nan_to_num(_cut(bench.cube("tss_rivalry"), FIRST - 1, last)) > 0
    pact = np.nan_to_num(_cut(commitment.defence(bench), FIRST - 1, last)) > 0
    past = np.where(_recent(force, 5), 2, np.where(_recent(force, 20), 1, 0))
    return _pair_risk(
        bench, "war" if level == _WAR else "use of force", "coercion", ("cow-mid", "gml-mid"), "mid", last,
        hostility >= level, np.ones(force.shape, dtype=bool),
        [("neighbours", near[None, :], 3), ("force in the past", past, 3),
         ("rivals", rivals.astype(np.int8), 2), ("defence pact", pact.astype(np.int8), 2),
         ("major power", major[None, :], 2)],
    )  # fmt: skip


def allying(bench: Bench, breaking: bool = False) -> Risk:
    """Pairs without a defence pact: the event is one; or, `breaking`, pairs with one: its end."""
    return bench.memo(("risk allying", breaking), lambda: _allying(bench, breaking))


def _allying(bench: Bench, breaking: bool) -> Risk:
    last = bench.atlas.coverage("atop")[1]
    pact = np.nan_to_num(_cut(commitment.defence(bench), FIRST - 1, last)) > 0
    lesser = np.nan_to_num(_cut(bench.cube("pact_level"), FIRST - 1, last)) > 0
    force = _recent(_hostility(bench, last) >= _FORCE, 10)
    near, region, major = _places(bench)
    traits = [("neighbours", np.minimum(near, 1)[None, :], 2), ("same region", region[None, :], 2),
              ("force in ten years", force.astype(np.int8), 2),
              ("major power", major[None, :], 2)]  # fmt: skip
    if not breaking:
        traits.append(("lesser pact", lesser.astype(np.int8), 2))
    what = "the end of a defence pact" if breaking else "a defence pact"
    return _pair_risk(
        bench, what, "commitment", ("atop",), "atop", last, ~pact if breaking else pact,
        pact if breaking else ~pact, traits,
    )  # fmt: skip


def turning(bench: Bench, sign: int) -> Risk:
    """Pairs: the event is a marked step closer (+1) or apart (-1).

    Closer: a pact of any kind, the end of a listed rivalry, or dated events worth two points. Apart: use
    of force, the end of a pact, a rivalry listed, or dated events of minus two.
    """
    return bench.memo(("risk turning", sign), lambda: _turning(bench, sign))


def _turning(bench: Bench, sign: int) -> Risk:
    last = bench.atlas.coverage("atop")[1]
    span = last - FIRST + 2
    pact = np.nan_to_num(_cut(bench.cube("pact_level"), FIRST - 1, last))
    rivals = np.nan_to_num(_cut(bench.cube("tss_rivalry"), FIRST - 1, last))
    force = _hostility(bench, last) >= _FORCE
    event = np.zeros((span, bench.index.pairs), dtype=bool)
    event[1:] = (np.diff(pact, axis=0) * sign >= 1.0) | (np.diff(rivals, axis=0) * sign < 0)
    sources = ["atop", "tss-rivalries"]
    if "events" in bench.atlas.tables:
        balance = np.nan_to_num(_cut(bench.cube("diplomatic_events"), FIRST - 1, last))
        event[1:] |= np.diff(balance, axis=0) * sign >= 2.0
        sources.append("events")
    if sign < 0:
        event |= force
        sources.append("cow-mid")
    near, region, major = _places(bench)
    past = np.where(_recent(force, 5), 2, np.where(_recent(force, 20), 1, 0))
    what = "a marked improvement" if sign > 0 else "a marked deterioration"
    return _pair_risk(
        bench, what, "diplomacy", tuple(sources), "atop", last, event, np.ones(event.shape, dtype=bool),
        [("neighbours", np.minimum(near, 1)[None, :], 2), ("same region", region[None, :], 2),
         ("force in the past", past, 3), ("rivals", (rivals > 0).astype(np.int8), 2),
         ("major power", major[None, :], 2), ("pact", (pact > 0).astype(np.int8), 2)],
    )  # fmt: skip


def supplying(bench: Bench) -> Risk:
    """Recipients and suppliers: the event is becoming the main supplier (the largest, two fifths or more).

    The case of recipient i and supplier j is i * states + j. The unit is a five-year sum.
    """
    return bench.memo("risk supplying", lambda: _supplying(bench))


def _supplying(bench: Bench) -> Risk:
    cube = arms.supplier_share(bench)
    first, values = cube.first_year, cube.values
    years, size = values.shape[0], bench.index.size
    share = np.nan_to_num(values)
    buying = np.any(np.isfinite(values), axis=2)
    main = (share >= _MAIN) & (share >= share.max(axis=2, keepdims=True))
    clients = main.sum(axis=1)
    locked = share.max(axis=2) >= 70
    patterns, design, names = _mix([
        ("own share", np.digitize(share, [0.5, 10, 25]), 4),
        ("clients of the supplier", np.digitize(clients, [1, 6, 20])[:, None, :], 4),
        ("another supplier holds seven tenths", locked[:, :, None].astype(np.int8), 2),
    ])  # fmt: skip
    alive = bench.index.alive(first, first + years)
    both = alive[:-1, :, None] & alive[:-1, None, :] & alive[1:, :, None] & alive[1:, None, :]
    codes = np.where(buying[:, :, None] & both & ~main, patterns, -1).astype(np.int16)
    codes[:, np.arange(size), np.arange(size)] = -1
    events = np.zeros(main.shape, dtype=bool)
    events[:-1] = main[1:]
    events &= codes >= 0
    flat = (years, size * size)
    codes = codes.reshape(flat)
    panel = Panel(
        first + 1, codes, events.reshape(flat), design, names, np.maximum(codes, 0).astype(np.int32)
    )
    return Risk(
        "becoming the main supplier of arms", "arms", ("sipri-arms",), "arms", panel, patterns.reshape(flat)
    )
