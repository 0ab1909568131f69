"""False positives: how often a test confirms a change where none is known.

In: a kind, a number of draws, a seed. Out: the share of draws in which the check says `supported`
for either direction, with its Wilson interval. A draw is a random pair (for realignment a random
mover and two great powers; for no_change a break or a reconciliation is asserted; for reaction, driver
and triad with an event or third state that has nothing to do with it) in a random period of 8 to 25 years
between 1950 and 2015. Possibility draws forecasts of what did not come, threat draws years of fighting in
shuffled order. Kinds that one figure or date settles (level, membership, power, dependence, energy ...) have
no such rate: they are right or wrong, and audited.

No known break: from five years before the period to five years after it the pair has no war or use
of force, no start or end of a listed rivalry, a pact or a trade agreement, no dated event of weight 2
or more, and neither state joins or leaves the European Union, NATO or the Warsaw Pact. Half the draws
are of pairs with something to show (neighbours, or pairs with a fiftieth of their trade in common), so
that quiet pairs do not flatter the rate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from detente import actors
from detente.checks import draws, registry
from detente.errors import InputError
from detente.model import Claim, Period, Role

if TYPE_CHECKING:
    from detente.measures.registry import Bench

RELATIONS = ("trend", "no_change", "realignment", "convergence")
KINDS = (*RELATIONS, *draws.KINDS, "possibility", "threat")
_FIRST, _LAST = 1950, 2015
_LENGTHS = (8, 25)
_MARGIN = 5
_POLES = ("USA", "RUS", "CHN", "GBR", "FRA")
_CAMPS = ("org:EU", "org:NATO", "org:WARSAW_PACT")
_MOST_TRIES = 400


@dataclass(frozen=True)
class Calibration:
    """False positives among n draws; low and high are the 95 per cent Wilson interval of the rate."""

    kind: str
    n: int
    false_positives: int
    rate: float
    low: float
    high: float

    def to_dict(self) -> dict[str, Any]:
        """The JSON of `detente calibrate`."""
        return asdict(self)


def wilson(successes: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson score interval of a proportion (Wilson 1927)."""
    p = successes / n
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * ((p * (1 - p) + z**2 / (4 * n)) / n) ** 0.5 / (1 + z**2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def calibrate(
    bench: Bench,
    kind: str,
    n: int,
    seed: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Calibration:
    """False-positive rate of one kind of claim over n random draws."""
    if kind not in KINDS:
        raise InputError(f"There is no calibration for the kind {kind!r}; choose one of {', '.join(KINDS)}.")
    if n < 1:
        raise InputError("The number of draws must be at least 1.")
    if seed < 0:
        raise InputError("The seed must be zero or a positive number.")
    rng = np.random.default_rng(seed)
    wrong = 0
    for draw in range(n):
        wrong += _is_wrong(bench, kind, rng, busy=draw % 2 == 0)
        progress(draw + 1, n)
    low, high = wilson(wrong, n)
    return Calibration(kind, n, wrong, wrong / n, low, high)


def _is_wrong(bench: Bench, kind: str, rng: np.random.Generator, *, busy: bool) -> bool:
    """One draw: whether the check confirms what is not there."""
    if kind in ("possibility", "threat"):
        return import_module(f"detente.checks.{kind}").false_positive(bench, rng)
    while True:
        ids, start, end = _draw(bench, "trend" if kind in draws.KINDS else kind, rng, busy=busy)
        claims = (
            draws.claims(bench, kind, (ids[0], ids[1]), start, end, rng)
            if kind in draws.KINDS
            else _claims(kind, ids, start, end)
        )
        if claims:
            return "supported" in [registry.check(c, bench).label for c in claims]


def _claims(kind: str, ids: tuple[str, ...], start: int, end: int) -> list[Claim]:
    period = Period(start, end, f"{start}-{end}")
    if kind == "realignment":
        mover, one, two = ids
        found = []
        for old, new in ((one, two), (two, one)):
            roles = (Role(mover, "subject"), Role(old, "from"), Role(new, "to"))
            found.append(Claim("c1", "p1", "", 0, 0, kind, roles, "relation", "switch", period))
        return found
    roles = (Role(ids[0], "subject"), Role(ids[1], "object"))
    directions = ("converge", "diverge") if kind == "convergence" else ("improve", "worsen")
    topic = "voting" if kind == "convergence" else "relation"
    details = {"degree": "break"} if kind == "no_change" else {}
    return [
        Claim("c1", "p1", "", 0, 0, kind, roles, topic, d, period, details=dict(details)) for d in directions
    ]


def _draw(
    bench: Bench, kind: str, rng: np.random.Generator, *, busy: bool
) -> tuple[tuple[str, ...], int, int]:
    for _ in range(_MOST_TRIES):
        length = int(rng.integers(_LENGTHS[0], _LENGTHS[1] + 1))
        start = int(rng.integers(_FIRST, _LAST - length + 2))
        end = start + length - 1
        alive = np.flatnonzero(bench.index.alive(start - _MARGIN, end + _MARGIN).all(axis=0))
        if kind == "realignment":
            poles = rng.choice(_POLES, size=2, replace=False)
            positions = [bench.place(p) for p in poles]
            mover = int(rng.choice(alive))
            if mover in positions or any(broken(bench, mover, p, start, end) for p in positions):
                continue
            return (_id(bench, mover, end), *(_id(bench, p, end) for p in positions)), start, end
        if busy:
            i, j = _busy_pair(bench, rng, start)
        else:
            i, j = (int(x) for x in rng.choice(alive, size=2, replace=False))
        if i not in alive or j not in alive or broken(bench, i, j, start, end):
            continue
        return (_id(bench, i, end), _id(bench, j, end)), start, end
    raise InputError("No pair without a known break could be drawn.")


def _id(bench: Bench, position: int, year: int) -> str:
    state = actors.resolve_code(int(bench.index.codes[position]), "cow")
    return actors.at(state.id, year) if state else ""


def _busy_pair(bench: Bench, rng: np.random.Generator, year: int) -> tuple[int, int]:
    pairs = bench.memo(("busy", year // 5), lambda: _busy(bench, year))
    pair = int(rng.choice(pairs))
    one, two = bench.index.ends
    return int(one[pair]), int(two[pair])


def _busy(bench: Bench, year: int) -> np.ndarray:
    """Pairs that touch, or trade more than a fiftieth of their trade with one another."""
    share = bench.cube("trade_share").window(year, year)
    found = set(np.flatnonzero(np.nan_to_num(share[0][:-1]) >= 2.0).tolist()) if len(share) else set()
    table = bench.atlas.table("contiguity")
    near = table.filter((table["kind"] <= 2) & (table["start"] <= year) & (table["end"] >= year))
    i, j = (bench.index.lookup[bench.lineages(near[c].to_numpy())] for c in ("ccode1", "ccode2"))
    keep = (i >= 0) & (j >= 0) & (i != j)
    return np.array(sorted(found | set(bench.index.pair(i[keep], j[keep]).tolist())), dtype=np.int64)


def broken(bench: Bench, i: int, j: int, start: int, end: int) -> bool:
    """Whether a break between two states is on record within five years of the period."""
    pair = int(bench.index.pair(i, j))
    first, last = start - _MARGIN, end + _MARGIN

    def cell(name: str) -> np.ndarray:
        values = bench.cube(name).window(first, last)[:, pair]
        return values[np.isfinite(values)]

    force = any((cell(name) >= 4).any() for name in ("mid_hostility", "gml_hostility"))
    turned = any(len(set(cell(n).tolist())) > 1 for n in ("tss_rivalry", "td_rivalry", "trade_agreement"))
    pacts = cell("pact_level")
    signed = len(pacts) > 1 and float(pacts.max() - pacts.min()) >= 1.0
    events = (np.abs(np.diff(cell("diplomatic_events"))) >= 1.5).any()
    changed = _changed_camp(bench)
    camps = any(first <= year <= last for state in (i, j) for year in changed.get(state, ()))
    return bool(force or turned or signed or events or camps)


def _changed_camp(bench: Bench) -> dict[int, tuple[int, ...]]:
    """Years in which each state joined or left the European Union, NATO or the Warsaw Pact."""

    def make() -> dict[int, tuple[int, ...]]:
        found: dict[int, set[int]] = {}
        table = bench.atlas.table("memberships")
        for row in table.filter(table["org"].is_in(_CAMPS) & (table["status"] == "member")).iter_rows(
            named=True
        ):
            years = {y for y in (row["start"], row["end"]) if y is not None}
            found.setdefault(bench.place(row["iso3"]), set()).update(years)
        return {state: tuple(sorted(years)) for state, years in found.items()}

    return bench.memo("changed camp", make)
