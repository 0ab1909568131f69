"""Corridors: routes, sea access, pipelines and power lines, and who can block them.

In: places, states, a year, what is closed or opened. Out: frozen answers (`RouteAnswer`, `Necessity`,
`SeaAccess`, `Pivot`, `ProjectEffect`, `EnergyAnswer`). Everything is loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_WHERE = {
    "route": "routing", "RouteAnswer": "routing", "Route": "routing", "Leg": "routing",
    "is_necessary": "necessity", "least_crossings": "necessity", "Necessity": "necessity",
    "Alternative": "necessity",
    "neighbours": "adjacency", "is_landlocked": "adjacency",
    "sea_access": "pivots", "all_pairs": "pivots", "pivotal": "pivots", "dominators": "pivots",
    "minimum_cuts": "pivots", "SeaAccess": "pivots", "Pivot": "pivots",
    "project_effect": "projects", "ProjectEffect": "projects",
    "compare": "comparison", "Comparison": "comparison",
    "border_cost": "borders", "BorderCost": "borders",
    "solve_energy": "energy", "link_value": "energy", "hold_ups": "energy", "project_value": "energy",
    "EnergyAnswer": "energy",
    "place_mentions": "mentions", "Mention": "mentions",
    "checks": "consistency", "map_svg": "maps", "route_command": "command", "route_answer": "command",
}  # fmt: skip
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    """Load a public name from the module that holds it."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), "solve" if name == "solve_energy" else name)


def __dir__() -> list[str]:
    return __all__
