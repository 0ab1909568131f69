"""Hours and USD of a leg, a border and a terminal: low, best and high, with where they come from.

Calibrated on CAREC's Corridor Performance Measurement and Monitoring (CPMM): line haul at the speed
without delay, line-haul cost (TFI3 - TFI2) / 500 USD a km for 20 t, one border at TFI1 hours and TFI2
USD. Elsewhere the tables say "assumption" and the ranges are wide. Units: km, hours, USD per 20 t.
"""

from __future__ import annotations

from functools import cache

from detente.transport.tables import group_members, rows

Triple = tuple[float, float, float]


def region(state: str, as_of: int) -> str:
    """Which rows of the leg model a state uses: `carec`, `eaeu`, `high` or `other`."""
    if state in group_members("carec", max(as_of, 2016)):
        return "carec"
    if state in group_members("eaeu", max(as_of, 2015)):
        return "eaeu"
    return "high" if state in _rich(as_of) else "other"


@cache
def _rich(as_of: int) -> frozenset[str]:
    return group_members("eu", max(as_of, 2014)) | group_members("high", as_of)


def border_group(a: str, b: str, as_of: int) -> str:
    """Which rows of the border model two states use: `eu`, `eaeu`, `high`, `carec` or `other`."""
    for group in ("eu", "eaeu"):
        members = group_members(group, as_of)
        if a in members and b in members:
            return group
    if a in _rich(as_of) and b in _rich(as_of):
        return "high"
    return "carec" if "carec" in (region(a, as_of), region(b, as_of)) else "other"


@cache
def _latest(table: str, key: tuple[str, str], as_of: int) -> dict[str, str]:
    """The row of a table with that mode and region in force in a year, else its first."""
    names = ("mode", "region" if table == "leg_model.csv" else "group")
    found = [r for r in rows(table) if (r[names[0]], r[names[1]]) == key]
    past = [r for r in found if int(r["from_year"]) <= as_of]
    return max(past, key=lambda r: int(r["from_year"])) if past else found[0]


@cache
def leg(mode: str, state: str, as_of: int) -> tuple[Triple, Triple, str]:
    """Hours per km and USD per km (low, best, high) of line haul in a state, and the source."""
    area = "any" if mode in ("sea", "ferry", "river") else region(state, as_of)
    if area == "eaeu" and mode != "rail":
        area = "other"
    r = _latest("leg_model.csv", (mode, area), as_of)
    hours = (1 / float(r["kmh_high"]), 1 / float(r["kmh"]), 1 / float(r["kmh_low"]))
    usd = (float(r["usd_km_low"]), float(r["usd_km"]), float(r["usd_km_high"]))
    return hours, usd, r["source"]


@cache
def border(mode: str, a: str, b: str, as_of: int) -> tuple[Triple, Triple, str]:
    """Hours and USD (low, best, high) of crossing from a to b where no crossing's own figure is given."""
    group = border_group(a, b, as_of)
    r = _latest("border_model.csv", (mode, group), as_of)
    return _triple(r, "hours"), _triple(r, "usd"), r["source"]


@cache
def terminal(layer: str) -> tuple[Triple, Triple, str]:
    """Hours and USD (low, best, high) of entering or leaving a mode at a place (`gauge`: its change)."""
    r = next(r for r in rows("terminals.csv") if r["layer"] == layer)
    return _triple(r, "hours"), _triple(r, "usd"), r["source"]


def _triple(r: dict[str, str], name: str) -> Triple:
    return float(r[f"{name}_low"]), float(r[name]), float(r[f"{name}_high"])
