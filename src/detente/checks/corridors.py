"""What answers about ways share: names, years, ends to draw, and the card's map.

In: names that `detente.transport` takes (ISO codes, blocs, node, sea and strait ids), as the facets of a claim hold them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from detente import actors, transport
from detente.model import Chart, Claim
from detente.transport import network, places
from detente.transport.routing import Route, RouteAnswer
from detente.transport.tables import projects, rows, states

SOURCE = "detente-corridors"  # its citation keys: `transport.citations`
_OTHERS = {
    "LNG": "the world market for liquefied gas",
    "OCEAN": "tanker",
    "CASPIAN": "the Caspian Sea",
    "NSR": "the Northern Sea Route",
    "NWP": "the Northwest Passage",
}
FIRST_YEAR, LAST_YEAR = 1946, 2024  # of the tables; later years are as the last one left them


def strait_name(strait: str) -> str:
    """Its name, else what was given."""
    return next((r["name"] for r in rows("straits.csv") if r["id"] == strait), strait)


def year_of(claim: Claim, latest: int) -> int:
    """The last year of the claim that the tables know."""
    return min(max(claim.period.end or latest, FIRST_YEAR), latest, LAST_YEAR)


def name(what: str) -> str:
    """A state, bloc, place, sea or strait as printed."""
    if what in states():
        return states()[what]["name"]
    if what in _OTHERS or what in projects():
        return _OTHERS.get(what) or projects()[what]["name"]
    if (":" in what and not what.startswith(("s:", "x:"))) or what.isupper():
        return actors.get(what).name
    for table in ("straits.csv", "seas.csv", "world/nodes.csv", "nodes.csv"):
        row = next((r for r in rows(table) if r["id"] == what), None)
        if row:
            return row["name"]
    return what


def stop(what: str) -> str | None:
    """A place the router takes: a node, a state (its capital) or a sea's anchor; None for a bloc or the ocean."""
    if what.startswith(("bloc:", "org:")) or what == "ocean":
        return None
    anchor = next((r["anchor"] for r in rows("seas.csv") if r["id"] == what), None)
    return anchor or places.node(what)


def leg_rows(label: str, route: Route) -> list[dict[str, Any]]:
    """The legs of a way as rows of a table."""
    return [
        {
            "way": label, "from": leg.start, "to": leg.end, "mode": leg.mode, "state": leg.state,
            "km": round(leg.km), "hours": round(leg.hours, 1), "USD per 20 t": round(leg.usd),
            "border": leg.border, "hours at border": leg.wait_hours, "change": leg.change,
        }
        for leg in route.legs
    ]  # fmt: skip


def way_rows(ways: list[tuple[str, Route]]) -> tuple[dict[str, Any], ...]:
    """One row a way: totals with ranges, and the states it crosses, each of which could block it."""
    return tuple(
        {
            "way": label, "km": round(r.km), "hours": round(r.hours),
            "hours, 90 per cent": f"{r.hours_low:.0f}-{r.hours_high:.0f}",
            "USD per 20 t": round(r.usd), "USD, 90 per cent": f"{r.usd_low:.0f}-{r.usd_high:.0f}",
            "states": " - ".join(r.states), "straits": ", ".join(strait_name(s) for s in r.straits),
        }
        for label, r in ways
    )  # fmt: skip


def map_chart(title: str, ways: list[tuple[str, Route]], marked: tuple[str, ...], as_of: int) -> Chart | None:
    """The card's picture: up to three ways, their stops, and what is taken out or asked about (`marked`).

    Beneath it, where there are several, what each costs as a multiple of the first.
    """
    drawn = [(label, r) for label, r in ways if len(r.line) > 1][:3]
    if not drawn:
        return None
    stops: dict[str, dict[str, Any]] = {}
    for _, r in drawn:
        at = _stops(r, as_of)
        for i, (where, x, y) in enumerate(at):
            stops.setdefault(where, {"name": where, "lon": x, "lat": y, "main": i in (0, len(at) - 1)})
    shut = [
        {"name": r["name"], "lon": float(r["lon"]), "lat": float(r["lat"])}
        for r in rows("straits.csv")
        if r["id"] in marked
    ]
    said = [
        f"{label}: {r.km:,.0f} km, {r.hours:,.0f} hours, through {', '.join(map(name, dict.fromkeys(r.states)))}"
        for label, r in drawn
    ]
    costs = _costs(drawn)
    legs = [row for label, r in drawn for row in leg_rows(label, r)]
    said += [
        f"{row['way']}: {row['times']:.2f} times the {row['cost'].rpartition(': ')[2]} of {drawn[0][0]}" for row in costs
    ]  # fmt: skip
    beneath = [{
        "form": "bars", "title": f"{f'{drawn[1][0]}, as' if len(drawn) == 2 else 'As'} a multiple of: {drawn[0][0]}",
        "encoding": {"x": {"field": "times", "title": "Times (in brackets the range that nine in ten draws hold)"}, "y": "cost",
                     "low": "low", "high": "high", "reference": [{"x": 1, "label": "equal"}]},
    }]  # fmt: skip
    return Chart(
        "map", title, (*({"panel": "Legs", **row} for row in legs), *costs) if costs else tuple(legs),
        {
            "ways": [
                {"label": f"{label}: {r.km:,.0f} km", "line": [[round(x, 3), round(y, 3), m] for x, y, m in r.line]}
                for label, r in drawn
            ],
            "stops": list(stops.values()), "closed": shut, "states": [s for s in marked if s in states()],
            **({"panel": "panel", "beneath": beneath} if costs else {}),
        },
        f"detente corridor network, {as_of}; roads © OpenStreetMap contributors (ODbL); coasts and borders Natural "
        "Earth, no statement on their status",
        "Map. " + ". ".join(said) + ".",
    )  # fmt: skip


def _costs(ways: list[tuple[str, Route]]) -> list[dict[str, Any]]:
    """The km, hours and USD of the further ways as multiples of the first, with the range the leg model leaves."""
    if len({label for label, _ in ways}) < len(ways):
        return []
    found = []
    for label, way in ways[1:]:
        for unit, change in zip(
            ("km", "hours", "USD per 20 t"), transport.saved(way, ways[0][1]), strict=True
        ):
            if change is None:  # a pipe has no hours
                continue
            name = unit if len(ways) == 2 else f"{label}: {unit}"
            best, low, high = (round(1 - saved / 100, 3) for saved in (change.best, change.high, change.low))
            edges = {} if unit == "km" else {"low": low, "high": high}
            found.append({"panel": "Costs", "way": label, "cost": name, "times": best, **edges})
    return found


def _stops(route: Route, as_of: int) -> list[tuple[str, float, float]]:
    """Ends and changes of a way with where they lie on its line."""
    at = {(round(x, 4), round(y, 4)) for x, y, _ in route.line}
    names = [leg.start for leg in route.legs] + [route.legs[-1].end] if route.legs else []
    where = {
        p.name: (p.lon, p.lat) for p in network.load(as_of).places if (round(p.lon, 4), round(p.lat, 4)) in at
    }
    return [(n, *where[n]) for n in dict.fromkeys(names) if n in where]


def best(answer: RouteAnswer | None) -> Route | None:
    """The best way of an answer, if there is one."""
    return answer.routes[0] if answer is not None and answer.routes else None


def borders_of(route: Route) -> tuple[tuple[str, str], ...]:
    """Pairs of neighbouring states on a way, in order."""
    return tuple(pair for pair in pairwise(route.states) if pair[0] != pair[1])


def is_open_water(what: str) -> bool:
    """Whether an id is a cape or channel that nobody can close."""
    return any(r["id"] == what and not r["lat_a"] and not r["encloses"] for r in rows("straits.csv"))


def states_of(end: str, as_of: int) -> tuple[str, ...]:
    """States that an end is, or lies in; none for a sea."""
    return tuple(s for s in transport.members(end, as_of) if s)


def typical(
    origin: str, goal: str, as_of: int, mode: str | None = None, without: tuple[str, ...] = ()
) -> tuple[str, str] | None:
    """Ends to draw: the places named, a state's nearest ocean port, or a bloc's pair of median length."""
    if origin.startswith(("bloc:", "org:")) or goal.startswith(("bloc:", "org:")):
        found = transport.between(transport.members(origin, as_of), transport.members(goal, as_of), as_of)
        return found[len(found) // 2][:2] if found else None
    start, end = stop(origin), stop(goal)
    if end is None and mode == "sea":
        end = stop("indian-ocean")
    if end is None:
        ports = transport.sea_access(origin, as_of=as_of, without=without, n=1) if len(origin) == 3 else ()
        end = ports[0].port if ports else None
    if mode in ("sea", "rail"):
        start = transport.main_place(origin, mode, as_of) or start if len(origin) == 3 else start
        end = transport.main_place(goal, mode, as_of) or end if len(goal) == 3 else end
    return (start, end) if start and end else None
