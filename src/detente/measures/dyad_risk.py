"""Force, pacts, turns and supplies: the panels of pairs of states at risk of each.

In: cubes of the measures room. Out: risks of pairs (and of recipients and suppliers), with the traits
they had at the end of the year before. Sources: COW MID 5.0 and Gibler, Miller and Little 2.2.1; ATOP
5.1; Thompson, Sakuwa and Suhas 2021; the project's dated events; SIPRI.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.inference import thresholds
from detente.inference.hazard import Panel
from detente.measures import arms, commitment, conflict
from detente.measures.registry import Bench
from detente.measures.risk import FIRST, Factor, Risk, levels, mix, regions, touching

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAJORS = (2, 200, 220, 365, 710)


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
    bench: Bench,
    what: str,
    family: str,
    sources: tuple[str, ...],
    table: str,
    last: int,
    event: NDArray[np.bool_],
    open_: NDArray[np.bool_],
    traits: Sequence[Factor],
) -> Risk:
    """A risk of pairs. `event`, `open_` and traits have a row a year FIRST - 1 .. last."""
    one, two = bench.index.ends
    alive = bench.index.alive(FIRST - 1, last + 1)
    both = alive[:, one] & alive[:, two]
    patterns, design, names = mix(traits)
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
    return bench.memo(("risk fighting", war), lambda: _fighting(bench, war))


def _fighting(bench: Bench, war: bool) -> Risk:
    last = bench.cube("mid_hostility").last_year
    force = _hostility(bench, last) >= thresholds.FORCE_HOSTILITY
    near, _, major = _places(bench)
    rivals = np.nan_to_num(_cut(bench.cube("tss_rivalry"), FIRST - 1, last)) > 0
    pact = np.nan_to_num(_cut(commitment.defence(bench), FIRST - 1, last)) > 0
    past = np.where(_recent(force, 5), 2, np.where(_recent(force, 20), 1, 0))
    return _pair_risk(
        bench,
        "war" if war else "use of force",
        "coercion",
        ("cow-war", "ucdp-prio", "cow-mid") if war else ("cow-mid", "gml-mid"),
        "wars" if war else "mid",
        last,
        _wars(bench, last) if war else force,
        np.ones(force.shape, dtype=bool),
        [
            (near[None, :], ("neighbours across water", "neighbours by land")),
            (past, ("force within twenty years", "force within five years")),
            (rivals.astype(np.int8), ("rivals",)),
            (pact.astype(np.int8), ("defence pact",)),
            (major[None, :], ("a major power",)),
        ],
    )


def _wars(bench: Bench, last: int) -> NDArray[np.bool_]:
    """War on opposite sides: COW wars (to 2007), UCDP conflicts of states with 1,000 deaths."""
    happened = np.zeros((last - FIRST + 2, bench.index.pairs + 1), dtype=bool)
    cow = bench.atlas.table("wars")
    ucdp = conflict.opposed(bench)
    ucdp = ucdp.filter(ucdp["intensity"] == 2)
    listed = [bench.lineages(cow[c].to_numpy()) for c in ("ccode1", "ccode2")]
    coded = [ucdp[c].to_numpy() for c in ("lineage1", "lineage2")]
    for table, ends in ((cow, listed), (ucdp, coded)):
        i, j = (bench.index.lookup[end] for end in ends)
        year = table["year"].to_numpy()
        keep = (i >= 0) & (j >= 0) & (i != j) & (year >= FIRST - 1) & (year <= last)
        happened[year[keep] - FIRST + 1, bench.index.pair(i[keep], j[keep])] = True
    return happened[:, :-1]


def allying(bench: Bench, breaking: bool = False) -> Risk:
    """Pairs without a defence pact: the event is one; or, `breaking`, pairs with one: its end."""
    return bench.memo(("risk allying", breaking), lambda: _allying(bench, breaking))


def _allying(bench: Bench, breaking: bool) -> Risk:
    last = bench.atlas.coverage("atop")[1]
    pact = np.nan_to_num(_cut(commitment.defence(bench), FIRST - 1, last)) > 0
    lesser = np.nan_to_num(_cut(bench.cube("pact_level"), FIRST - 1, last)) > 0
    force = _recent(_hostility(bench, last) >= thresholds.FORCE_HOSTILITY, 10)
    near, region, major = _places(bench)
    traits: list[Factor] = [
        (np.minimum(near, 1)[None, :], ("neighbours",)),
        (region[None, :], ("same region",)),
        (force.astype(np.int8), ("force within ten years",)),
        (major[None, :], ("a major power",)),
    ]
    if not breaking:
        traits.append((lesser.astype(np.int8), ("a lesser pact",)))
    what = "the end of a defence pact" if breaking else "a defence pact"
    return _pair_risk(
        bench,
        what,
        "commitment",
        ("atop",),
        "atop",
        last,
        ~pact if breaking else pact,
        pact if breaking else ~pact,
        traits,
    )


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
    force = _hostility(bench, last) >= thresholds.FORCE_HOSTILITY
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
        bench,
        what,
        "diplomacy",
        tuple(sources),
        "atop",
        last,
        event,
        np.ones(event.shape, dtype=bool),
        [
            (np.minimum(near, 1)[None, :], ("neighbours",)),
            (region[None, :], ("same region",)),
            (past, ("force within twenty years", "force within five years")),
            ((rivals > 0).astype(np.int8), ("rivals",)),
            (major[None, :], ("a major power",)),
            ((pact > 0).astype(np.int8), ("a pact",)),
        ],
    )


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
    main = (share >= thresholds.MAIN_SUPPLIER_SHARE) & (share >= share.max(axis=2, keepdims=True))
    clients = main.sum(axis=1)
    locked = share.max(axis=2) >= 70
    patterns, design, names = mix(
        [
            (levels(share, (0.5, 10, 25)), ("sells some", "sells a tenth", "sells a quarter")),
            (
                levels(clients, (1, 6, 20))[:, None, :],
                ("main supplier of another", "main supplier of six", "main supplier of twenty"),
            ),
            (locked[:, :, None].astype(np.int8), ("another holds seven tenths",)),
        ]
    )
    alive = bench.index.alive(first, first + years)
    both = alive[:-1, :, None] & alive[:-1, None, :] & alive[1:, :, None] & alive[1:, None, :]
    codes = np.where(buying[:, :, None] & both & ~main, patterns, -1).astype(np.int16)
    codes[:, np.arange(size), np.arange(size)] = -1
    events = np.zeros(main.shape, dtype=bool)
    events[:-1] = main[1:]
    events &= codes >= 0
    flat = (years, size * size)
    codes = codes.reshape(flat)
    panel = Panel(first + 1, codes, events.reshape(flat), design, names, np.maximum(codes, 0))
    return Risk(
        "becoming the main supplier of arms", "arms", ("sipri-arms",), "arms", panel, patterns.reshape(flat)
    )
