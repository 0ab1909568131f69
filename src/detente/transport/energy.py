"""Gas and electricity between states as a linear programme: flows, scarcity, the value of a link.

States are nodes with supply and demand in a year; pipelines and lines are capacities; liquefied gas
goes through one world market. The programme meets demand at least cost (HiGHS, through highspy):
transport, a mark-up on liquefied gas, and a penalty for what is unmet. The dual of a state's balance
is what one more unit is worth there; a link is worth the difference of its ends less transport. A
transit state's hold-up is what closing it costs the others.
Units: bcm a year (gas), TWh a year (electricity); costs in units of unmet demand = 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from detente.errors import InputError
from detente.transport import places
from detente.transport.network import NEVER
from detente.transport.paths import check_projects
from detente.transport.tables import rows, states, year

UNMET = 1.0
PIPE_PER_1000_KM = 0.02
LNG_COST = 0.12
LEAST_LNG_BCM = 1.0  # below it a terminal is small-scale and trades with nobody abroad
HOURS_TWH = 8.76e-3  # one MW through the year, TWh
FUELS = ("gas", "electricity")


@dataclass(frozen=True)
class Link:
    """Pipelines or lines between two states; `capacity` in bcm or TWh a year.

    `direction`: ab, ba or both.
    """

    a: str
    b: str
    capacity: float
    project: str
    source: str
    direction: str = "both"


@dataclass(frozen=True)
class EnergyAnswer:
    """The solved year: `flows` (from, to, amount), what is `unmet`, `value` of one more unit by state.

    `cost`: the objective. Units as the module says.
    """

    fuel: str
    as_of: int
    cost: float
    flows: tuple[tuple[str, str, float], ...]
    unmet: dict[str, float]
    value: dict[str, float]
    lng_out: dict[str, float]
    lng_in: dict[str, float]
    limits: tuple[str, ...]


def links(
    fuel: str, as_of: int = 2023, open_projects: tuple[str, ...] = (), closed_projects: tuple[str, ...] = ()
) -> tuple[Link, ...]:
    """Links in use in a year, and those of opened projects; parallel ones added up by state pair.

    Those of `closed_projects` are left out, as if never built.
    """
    if fuel not in FUELS:
        raise InputError(f"Unknown fuel {fuel!r}: give gas or electricity.")
    opened = check_projects(open_projects)
    table, column, unit = (
        ("gem/gas_links.csv", "bcm_y", 1.0) if fuel == "gas" else ("power_links.csv", "mw", HOURS_TWH)
    )
    total: dict[tuple[str, str], list] = {}
    for r in rows(table):
        in_use = year(r["open_from"], 0) <= as_of < year(r["open_to"], NEVER)
        if (in_use or r["project"] in opened) and r["project"] not in closed_projects:
            held = total.setdefault((r["a"], r["b"]), [0.0, set(), [], r.get("direction", "both")])
            held[0] += float(r[column]) * unit
            held[1].add(r["project"])
            held[2].append(r["source"])
    return tuple(
        Link(a, b, v[0], ";".join(sorted(v[1] - {""})), "; ".join(v[2]), v[3])
        for (a, b), v in sorted(total.items())
    )


def pipeline_opened(a: str, b: str) -> int | None:
    """First year in which a gas pipeline between two states (ids) was in use; None where none has a year."""
    pairs = [r for r in rows("gem/gas_links.csv") if {r["a"], r["b"]} == {a, b}]
    opened = [year(r["open_from"], 0) for r in pairs]
    return min((y for y in opened if 0 < y < NEVER), default=None)


def _balance(fuel: str) -> dict[str, tuple[float, float]]:
    """Supply and demand by state."""
    if fuel == "gas":
        return {
            r["iso3"]: (float(r["production_bcm"]), float(r["consumption_bcm"]))
            for r in rows("gas_balance.csv")
        }
    return {r["iso3"]: (float(r["available_twh"]), float(r["demand_twh"])) for r in rows("power_balance.csv")}


def _lng() -> dict[str, float]:
    return {r["iso3"]: float(r["bcm_y"]) for r in rows("gem/lng.csv")}


def lng_trade() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """States that can sell liquefied gas (terminals and a surplus) and those that can buy it."""
    balance = _balance("gas")
    spare = {s: balance[s][0] - balance[s][1] for s in balance}
    have = [s for s, v in _lng().items() if v >= LEAST_LNG_BCM]
    return tuple(s for s in have if spare.get(s, 0) > 0), tuple(s for s in have if spare.get(s, 0) <= 0)


@lru_cache(maxsize=1)
def _seats() -> dict[str, tuple[float, float]]:
    return {s: (float(r["lat"]), float(r["lon"])) for s, r in states().items()}


def _haul(a: str, b: str) -> float:
    """Cost of a unit between two states: by great circle between capitals."""
    (y1, x1), (y2, x2) = _seats()[a], _seats()[b]
    p1, p2, d = np.radians(y1), np.radians(y2), np.radians(x2 - x1)
    cosine = np.sin(p1) * np.sin(p2) + np.cos(p1) * np.cos(p2) * np.cos(d)
    return float(6371 * np.arccos(np.clip(cosine, -1, 1)) / 1000 * PIPE_PER_1000_KM)


def solve(
    fuel: str = "gas",
    *,
    as_of: int = 2023,
    without: tuple[str, ...] = (),
    open_projects: tuple[str, ...] = (),
    closed_projects: tuple[str, ...] = (),
    extra: tuple[Link, ...] = (),
) -> EnergyAnswer:
    """Least-cost flows of a year.

    `without`: states whose links are shut (their own supply and demand stay home). `extra`: links to
    add. Balances are those of 2023 whatever `as_of`; `as_of` dates the links. InputError for bad input.
    """
    shut = {places.state(s) for s in without}
    balance = _balance(fuel)
    use = [
        x
        for x in (*links(fuel, as_of, open_projects, closed_projects), *extra)
        if x.a not in shut and x.b not in shut
    ]
    nodes = sorted(set(balance) | {x.a for x in use} | {x.b for x in use})
    supply = np.array([balance.get(s, (0, 0))[0] for s in nodes])
    demand = np.array([balance.get(s, (0, 0))[1] for s in nodes])
    lng = _lng() if fuel == "gas" else {}
    sellers, buyers = lng_trade() if fuel == "gas" else ((), ())
    sells, buys = ([s for s in group if s in nodes and s not in shut] for group in (sellers, buyers))
    return _programme(fuel, as_of, nodes, supply, demand, use, sells, buys, lng)


def _programme(fuel, as_of, nodes, supply, demand, use, sells, buys, lng) -> EnergyAnswer:
    """Build the columns (supply, unmet, flow there, flow back, sold, bought) and solve."""
    import highspy
    from highspy._core import _Highs

    at = {s: i for i, s in enumerate(nodes)}
    n, m = len(nodes), len(use)
    market = n  # the balance row of the world market for liquefied gas
    columns: list[tuple[float, float, list[tuple[int, float]]]] = []  # cost, upper bound, entries
    columns += [(0.0, float(supply[i]), [(i, 1.0)]) for i in range(n)]
    columns += [(UNMET, float(demand[i]), [(i, 1.0)]) for i in range(n)]
    for x in use:
        c = _haul(x.a, x.b)
        there, back = (x.capacity if x.direction in (way, "both") else 0.0 for way in ("ab", "ba"))
        columns.append((c, there, [(at[x.a], -1.0), (at[x.b], 1.0)]))
        columns.append((c, back, [(at[x.b], -1.0), (at[x.a], 1.0)]))
    columns += [(LNG_COST, lng[s], [(at[s], -1.0), (market, 1.0)]) for s in sells]
    columns += [(0.0, lng[s], [(market, -1.0), (at[s], 1.0)]) for s in buys]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(columns), n + 1
    lp.col_cost_ = np.array([c[0] for c in columns])
    lp.col_lower_, lp.col_upper_ = np.zeros(len(columns)), np.array([c[1] for c in columns])
    lp.row_lower_ = lp.row_upper_ = np.r_[demand, 0.0]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.r_[0, np.cumsum([len(c[2]) for c in columns])]
    lp.a_matrix_.index_ = np.array([e[0] for c in columns for e in c[2]])
    lp.a_matrix_.value_ = np.array([e[1] for c in columns for e in c[2]])
    solver = _Highs()  # not its subclass highspy.Highs, which prints a banner when made
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(lp)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise InputError("The energy programme has no solution: a capacity or balance is negative.")
    x = np.array(solver.getSolution().col_value)
    price = np.array(solver.getSolution().row_dual)[:n]
    there, back = x[2 * n : 2 * n + 2 * m : 2], x[2 * n + 1 : 2 * n + 2 * m : 2]
    flows = []
    for k, link in enumerate(use):
        net = there[k] - back[k]
        if abs(net) > 1e-6:
            a, b = (link.a, link.b) if net > 0 else (link.b, link.a)
            flows.append((a, b, round(abs(float(net)), 3)))
    sold = x[2 * n + 2 * m : 2 * n + 2 * m + len(sells)]
    bought = x[2 * n + 2 * m + len(sells) :]
    return EnergyAnswer(
        fuel, as_of, float(solver.getInfo().objective_function_value),
        tuple(sorted(flows, key=lambda f: (-f[2], f[0], f[1]))),
        {s: round(float(v), 3) for s, v in zip(nodes, x[n : 2 * n], strict=True) if v > 1e-6},
        {s: max(0.0, round(float(v), 4)) for s, v in zip(nodes, price, strict=True)},
        {s: round(float(v), 3) for s, v in zip(sells, sold, strict=True) if v > 1e-6},
        {s: round(float(v), 3) for s, v in zip(buys, bought, strict=True) if v > 1e-6}, _LIMITS[fuel],
    )  # fmt: skip


def link_value(a: str, b: str, fuel: str = "gas", *, as_of: int = 2023) -> float:
    """What one more unit of capacity between two states is worth (share of a unit unmet); at least 0.

    The difference of the duals of the two balances less the cost of transport: a marginal value.
    """
    x, y = places.state(a), places.state(b)
    value = solve(fuel, as_of=as_of).value
    for s in (x, y):
        if s not in value:
            raise InputError(f"The {fuel} model has no balance for {s}.")
    return max(0.0, abs(value[x] - value[y]) - _haul(x, y))


@dataclass(frozen=True)
class HoldUp:
    """What a transit state can withhold: unmet demand and cost it adds for all others by closing.

    `by_state`: unmet demand added in each other state that suffers.
    """

    state: str
    transit: float
    unmet: float
    cost: float
    by_state: dict[str, float]


def hold_ups(
    fuel: str = "gas", *, as_of: int = 2023, open_projects: tuple[str, ...] = (), only: tuple[str, ...] = ()
) -> tuple[HoldUp, ...]:
    """Close every transit state's links in turn; most harmful first.

    Its own exports and imports stop as well, so `transit` (what flows through it) is given beside.
    """
    base = solve(fuel, as_of=as_of, open_projects=open_projects)
    through: dict[str, list[float]] = {}
    for a, b, v in base.flows:
        through.setdefault(a, [0.0, 0.0])[1] += v
        through.setdefault(b, [0.0, 0.0])[0] += v
    wanted = {places.state(s) for s in only} or set(through)
    out = []
    for s in sorted(wanted):
        came, went = through.get(s, [0.0, 0.0])
        cut = solve(fuel, as_of=as_of, without=(s,), open_projects=open_projects)
        more = {
            k: round(v - base.unmet.get(k, 0.0), 3)
            for k, v in cut.unmet.items()
            if k != s and v > base.unmet.get(k, 0.0) + 1e-6
        }
        out.append(
            HoldUp(
                s,
                round(min(came, went), 3),
                round(sum(more.values()), 3),
                round(cut.cost - base.cost, 3),
                more,
            )
        )
    return tuple(sorted(out, key=lambda h: (-h.unmet, -h.cost, h.state)))


@dataclass(frozen=True)
class ProjectValue:
    """With and without an energy project: unmet demand, cost, flows on its links, hold-ups it makes."""

    project: str
    fuel: str
    unmet_without: float
    unmet_with: float
    cost_saved: float
    flows: tuple[tuple[str, str, float], ...]
    winners: dict[str, float]
    hold_ups: tuple[HoldUp, ...]


def project_value(project: str, *, as_of: int = 2023) -> ProjectValue:
    """What an energy project of projects.csv changes, and which state on it could hold it up."""
    name = next(iter(check_projects((project,))))
    fuel = next(
        (f for f in FUELS if any(name in x.project.split(";") for x in links(f, as_of, (name,)))), None
    )
    if fuel is None:
        raise InputError(
            f"{name} adds no pipeline or power line; known energy projects: {', '.join(_energy_projects())}."
        )
    before = solve(fuel, as_of=as_of, closed_projects=(name,))
    after = solve(fuel, as_of=as_of, open_projects=(name,))
    route = [x for x in links(fuel, as_of, (name,)) if name in x.project.split(";")]
    pairs = {frozenset((x.a, x.b)) for x in route}
    on = tuple(f for f in after.flows if frozenset(f[:2]) in pairs)
    winners = {
        s: round(v - after.unmet.get(s, 0.0), 3)
        for s, v in before.unmet.items()
        if v > after.unmet.get(s, 0.0) + 1e-6
    }
    touched = tuple(sorted({s for x in route for s in (x.a, x.b)}))
    holds = hold_ups(fuel, as_of=as_of, open_projects=(name,), only=touched)
    return ProjectValue(
        name, fuel, round(sum(before.unmet.values()), 3), round(sum(after.unmet.values()), 3),
        round(before.cost - after.cost, 3), on, winners, holds,
    )  # fmt: skip


def _energy_projects() -> tuple[str, ...]:
    tables = rows("gem/gas_links.csv") + rows("power_links.csv")
    return tuple(sorted({r["project"] for r in tables if r["project"]}))


_LIMITS = {
    "gas": (
        "Supply and demand are those of 2023; capacities from Global Energy Monitor 2024-10, curated.",
        "A link without a direction may flow either way; contracts and sanctions are not modelled.",
    ),
    "electricity": ("A year's energy, not peak or season; balances are assumptions and capacities curated.",),
}
