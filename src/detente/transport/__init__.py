"""Corridors: routes, sea access, pipelines and power lines, and who can block them.

In: places, states, a year, what is closed or opened. Out: frozen answers (`RouteAnswer`, `Necessity`,
`SeaAccess`, `Pivot`, `ProjectEffect`, `EnergyAnswer`). Everything is loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.transport.adjacency import is_landlocked, neighbours
    from detente.transport.borders import BorderCost, border_cost
    from detente.transport.command import route_answer, route_command
    from detente.transport.comparison import Comparison, compare, saved
    from detente.transport.consistency import checks
    from detente.transport.credits import VERSION, citations, sources
    from detente.transport.ends import main_place, members
    from detente.transport.energy import EnergyAnswer, hold_ups, link_value, pipeline_opened, project_value
    from detente.transport.energy import solve as solve_energy
    from detente.transport.maps import map_svg
    from detente.transport.mentions import Mention, place_mentions
    from detente.transport.necessity import Alternative, Necessity, is_necessary, least_crossings
    from detente.transport.pivots import (
        Pivot,
        SeaAccess,
        all_pairs,
        between,
        dominators,
        minimum_cuts,
        pivotal,
        sea_access,
    )
    from detente.transport.projects import ProjectEffect, project_effect, project_of
    from detente.transport.routing import Leg, Route, RouteAnswer, route
    from detente.transport.waypoints import through

_WHERE = {
    "route": "routing", "RouteAnswer": "routing", "Route": "routing", "Leg": "routing",
    "is_necessary": "necessity", "least_crossings": "necessity", "Necessity": "necessity",
    "Alternative": "necessity",
    "neighbours": "adjacency", "is_landlocked": "adjacency",
    "sea_access": "pivots", "all_pairs": "pivots", "between": "pivots", "pivotal": "pivots", "dominators": "pivots",
    "minimum_cuts": "pivots", "SeaAccess": "pivots", "Pivot": "pivots",
    "project_effect": "projects", "project_of": "projects", "ProjectEffect": "projects",
    "compare": "comparison", "saved": "comparison", "through": "waypoints", "Comparison": "comparison",
    "border_cost": "borders", "BorderCost": "borders",
    "solve_energy": "energy", "link_value": "energy", "hold_ups": "energy", "project_value": "energy",
    "EnergyAnswer": "energy", "pipeline_opened": "energy",
    "sources": "credits", "citations": "credits", "VERSION": "credits",
    "members": "ends", "main_place": "ends",
    "place_mentions": "mentions", "Mention": "mentions",
    "checks": "consistency", "map_svg": "maps", "route_command": "command", "route_answer": "command",
}  # fmt: skip
__all__ = [
    "VERSION", "Alternative", "BorderCost", "Comparison", "EnergyAnswer", "Leg", "Mention", "Necessity", "Pivot",
    "ProjectEffect", "Route", "RouteAnswer", "SeaAccess", "all_pairs", "between", "border_cost", "checks", "citations",
    "compare",
    "dominators", "hold_ups", "is_landlocked", "is_necessary", "least_crossings", "link_value",
    "main_place", "map_svg", "members",
    "minimum_cuts", "neighbours", "pipeline_opened",
    "pivotal", "place_mentions", "project_effect", "project_of", "project_value", "route",
    "route_answer", "route_command", "saved", "sea_access", "solve_energy", "sources",
    "through",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load a public name from the module that holds it, or one of the modules whose tables cards name."""
    if name in ("links", "tables"):
        return import_module(f"{__name__}.{name}")
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), "solve" if name == "solve_energy" else name)


def __dir__() -> list[str]:
    return __all__
