"""Energy projects and links: what a pipeline or line is worth, to whom, and who could hold it up.

In: a claim of connectivity by gas or electricity, or one that names an energy project. Out: a finding
from the flow model of `transport.energy` with and without the project, or None where the claim is
about roads, railways or ships.
"""

from __future__ import annotations

from typing import Any

from detente import transport
from detente.checks import corridors
from detente.errors import InputError
from detente.facets import Journey
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.model import Chart, Claim, Effect, EvidenceRows, Finding, Label, Specification

_UNIT = {"gas": "bcm a year", "electricity": "TWh a year"}


def check(claim: Claim, asked: Journey, mode: str | None, year: int) -> Finding | None:
    """The finding on an energy project or link; None for any other claim."""
    for project in asked.projects:
        try:
            return _project(claim, project, year)
        except InputError:
            continue  # a road, a railway or a corridor
    if mode not in _UNIT:
        return None
    ends = [e for e in (asked.origin, asked.goal) if e is not None and len(e) == 3]
    return _link(claim, ends[0], ends[1], mode, year) if len(ends) == 2 else None


def _project(claim: Claim, project: str, year: int) -> Finding:
    """With and without: unmet demand, cost, flows on it, and who could withhold what."""
    value = transport.project_value(project, as_of=year)
    unit = _UNIT[value.fuel]
    named = [r.id for r in claim.actors if len(r.id) == 3]
    flow = {f"{a} to {b}": v for a, b, v in value.flows}
    arriving = {b: v for _, b, v in value.flows}
    holds = {h.state: h for h in value.hold_ups}
    gain = round(value.unmet_without - value.unmet_with, 3)
    negated = bool(claim.details.get("negated"))
    holder = next((s for s in named if s in holds), None)
    if claim.facets.way.leverage and holder is not None:
        h = holds[holder]
        others = [s for s in named if s != holder]
        lost = sum(h.by_state.get(s, 0.0) for s in others) if others else h.unmet
        label: Label = (
            "supported"
            if lost > 0
            else "partly_supported"
            if h.cost > thresholds.SAVED_SHARE
            else "contradicted"
        )
        who = ", ".join(map(corridors.name, others)) or "the others"
        reason = (
            f"With {project} in use, {corridors.name(holder)} shutting its links would leave {who} short of {lost:.1f} {unit}"
            f" and cost all others {h.cost:.1f} (in units of demand unmet)."
        )
        if lost == 0:
            reason += (
                " The gap is met from elsewhere at a higher price: a lever on cost, not on supply."
                if h.cost > thresholds.SAVED_SHARE
                else ""
            )
        number = lost
    else:
        wanted = [s for s in named if s in arriving or s in value.winners]
        carried = max(arriving.values(), default=0.0)
        label = "supported" if gain > 0.01 or value.cost_saved > thresholds.SAVED_SHARE else "contradicted"
        if named and not wanted and label == "supported":
            label = "partly_supported"
        number = gain
        winners = ", ".join(f"{corridors.name(s)} {v:.1f}" for s, v in value.winners.items()) or "nobody"
        reason = (
            f"In the flow model of {year}, {project} would carry {carried:.1f} {unit}, lower unmet demand by {gain:.1f} "
            f"(gainers: {winners}) and save {value.cost_saved:.1f} in units of demand unmet."
        )
    if negated:
        label = negated_label(label)
    rows: list[dict[str, Any]] = [
        {"item": "flow on the project", "who": k, "value": v, "unit": unit} for k, v in flow.items()
    ]
    rows += [
        {
            "item": "unmet demand if it closes its links",
            "who": corridors.name(h.state),
            "value": h.unmet,
            "unit": unit,
        }
        for h in value.hold_ups
    ]
    bars = tuple({"state": corridors.name(h.state), "cost": round(h.cost, 2)} for h in value.hold_ups)
    chart = Chart(
        "bars", f"What each state on {project} could make the others pay by closing its links", bars,
        {
            "x": {"field": "cost", "title": "Cost to all others", "unit": "units of demand unmet"},
            "y": {"field": "state", "title": "State"},
        },
        "detente corridor network; Global Energy Monitor", "; ".join(f"{b['state']} {b['cost']}" for b in bars),
    ) if bars else None  # fmt: skip
    query = f"transport.project_value({project!r}, as_of={year})"
    return _finding(label, reason, number, unit, value.fuel, year, tuple(rows), query, chart)


def _link(claim: Claim, a: str, b: str, fuel: str, year: int) -> Finding:
    """What one more unit of capacity between two states is worth."""
    worth = transport.link_value(a, b, fuel, as_of=year)
    label: Label = "supported" if worth > 0.01 else "contradicted"
    if claim.details.get("negated"):
        label = "contradicted" if label == "supported" else "supported"
    pair = f"{corridors.name(a)} and {corridors.name(b)}"
    reason = f"One more unit of {fuel} capacity between {pair} would be worth {worth:.2f} of a unit of demand unmet ({year})."
    query = f"transport.link_value({a!r}, {b!r}, {fuel!r}, as_of={year})"
    rows = ({"item": "value of capacity", "who": pair, "value": worth, "unit": "share of a unit unmet"},)
    return _finding(label, reason, worth, "share of a unit unmet", fuel, year, rows, query, None)


def _finding(
    label: Label, reason: str, value: float, unit: str, fuel: str, year: int, rows: tuple[dict[str, Any], ...], query: str,
    chart: Chart | None,
) -> Finding:  # fmt: skip
    sign = {"supported": 1, "partly_supported": 1, "contradicted": -1}.get(label, 0)
    specification = Specification(
        "transport", corridors.SOURCE, f"{fuel} flow model, with and without", str(year), "without", unit, value,
        direction=sign, significant=label != "partly_supported",
    )  # fmt: skip
    return Finding(
        label, "low", ("a model of capacities and yearly balances, no contracts and no peaks",), reason,
        effect=Effect(value, unit), specifications=(specification,),
        would_change=("Other figures for supply, demand or capacity; a contract or sanction.",),
        counter_reading="A line can be worth building for what a cost model does not hold: security, bargaining, prestige.",
        evidence=(EvidenceRows(corridors.SOURCE, transport.VERSION, query, rows),),
        limits=transport.solve_energy(fuel, as_of=year).limits, citations=transport.citations(fuel), chart=chart,
    )  # fmt: skip
