"""A pair of states through the years: every measure on one time axis.

In: the bench, two states, years; out: plain values. The pages draw them with the charts of the report.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from detente.errors import InputError
from detente.model import Chart

if TYPE_CHECKING:
    from detente.measures.registry import Bench

TITLES: dict[str, str] = {  # measure: what the page calls it, in the order shown
    "un_agreement": "Agreement in UN votes",
    "un_ideal_distance": "Distance of UN ideal points",
    "pact_level": "Level of pact",
    "mid_hostility": "Hostility of disputes (COW)",
    "gml_hostility": "Hostility of disputes (GML)",
    "tss_rivalry": "Strategic rivalry",
    "diplomatic_events": "Balance of dated events",
    "trade_share": "Share of trade",
    "trade_intensity": "Trade beyond what size gives",
    "arms_share": "Share of arms imports",
    "igo_joint": "Joint memberships beyond the mean",
    "trade_agreement": "Trade agreement in force",
}
FIRST_YEAR = 1946


def state_id(given: str) -> str:
    """The id of a state given by id or name. Raises InputError for anything else."""
    from detente import actors
    from detente.errors import UnknownActorError

    given = given.strip()[:80]
    try:
        actor = actors.get(given.upper() if len(given) == 3 else given)
    except UnknownActorError:
        actor = actors.resolve(given)
    if actor is None or actor.kind != "state" or actor.ccode is None:
        raise InputError(f"{given!r} is no state we know; write its name or its three letters.")
    return actor.id


def names() -> list[tuple[str, str]]:
    """(id, name) of all states, for lists to choose from."""
    from detente import actors

    frame = actors.states(system="cow")
    return sorted(set(zip(frame["id"].to_list(), frame["name"].to_list(), strict=True)), key=lambda s: s[1])


def series(bench: Bench, one: str, two: str, first: int, last: int) -> dict[str, Any]:
    """Yearly values of every measure of a pair.

    Returns:
        {"names": [a, b], "ids", "years": [first, last], "measures": [{"name", "title", "family", "unit",
        "source", "until", "closer", "values": [[year, value]]}]}; a measure without a known value in these years has
        an empty list.

    Raises:
        InputError: not two different states.

    """
    from detente import actors

    codes = [actors.ccode(one), actors.ccode(two)]
    if codes[0] is None or codes[1] is None or actors.lineage(codes[0]) == actors.lineage(codes[1]):
        raise InputError("Choose two different states.")
    a, b = actors.lineage(codes[0]), actors.lineage(codes[1])
    made = []
    for name, title in TITLES.items():
        measure, cube = bench.measures[name], bench.cube(name)
        source = bench.source(measure.source) if measure.source != "events" else None
        years, values = cube.series(a, b)
        known = zip(years.tolist(), values.tolist(), strict=True)
        made.append(
            {
                "name": name,
                "title": title,
                "family": measure.family,
                "unit": measure.unit,
                "source": f"{source.title} {source.version}" if source else "dated events of the project",
                "until": cube.last_year,
                "closer": measure.closer,
                "values": [[y, round(v, 4)] for y, v in known if first <= y <= last and math.isfinite(v)],
            }
        )
    names_ = [actors.get(one).name, actors.get(two).name]
    return {"names": names_, "ids": [one, two], "years": [first, last], "measures": made}


def chart(found: dict[str, Any], measure: dict[str, Any]) -> Chart | None:
    """The picture of one measure, None where nothing is known."""
    if not measure["values"]:
        return None
    a, b = found["names"]
    years = [y for y, _ in measure["values"]]
    ends = [{"year": y, "value": None} for y in found["years"] if y not in years]  # one time axis for all
    return Chart(
        "lines",
        measure["title"],
        tuple(
            sorted([*({"year": y, "value": v} for y, v in measure["values"]), *ends], key=lambda r: r["year"])
        ),
        {"x": {"field": "year", "title": "Year"}, "y": {"field": "value", "title": measure["unit"]}},
        measure["source"],
        f"{measure['title']} of {a} and {b}, {min(years)} to {max(years)}: {measure['values'][0][1]:g} at first, "
        f"{measure['values'][-1][1]:g} at last.",
    )
