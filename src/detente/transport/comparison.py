"""Compare two ways between the same places: how much shorter, quicker or cheaper one is.

For claims of advantage ("the corridor cuts the time by 40 per cent against Suez"). In: the two ends
and, for each way, options of `routing.route` (mode, without, open_projects, as_of ...). Out: per cent
changes of km, hours and USD with 90 per cent ranges by simulation (the two ways drawn apart).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.transport import routing


@dataclass(frozen=True)
class Change:
    """Per cent of the second way that the first saves (negative: it costs more), with its range."""

    best: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """The two best ways and what the first saves against the second; None where one has no way."""

    first: routing.RouteAnswer
    second: routing.RouteAnswer
    km: Change | None
    hours: Change | None
    usd: Change | None


def compare(
    start: str, end: str, first: Mapping[str, Any], second: Mapping[str, Any], *, seed: int = 0
) -> Comparison:
    """What the first way saves against the second, in per cent of the second.

    `first`, `second`: keyword options of `routing.route`, e.g. `{"mode": "road,rail,ferry,sea",
    "without": ("Suez",)}`. Raises as `route` does.
    """
    a = routing.route(start, end, **first)
    b = routing.route(start, end, **second)
    if not a.routes or not b.routes:
        return Comparison(a, b, None, None, None)
    return Comparison(a, b, *saved(a.routes[0], b.routes[0], seed))


def saved(
    x: routing.Route, y: routing.Route, seed: int = 0
) -> tuple[Change | None, Change | None, Change | None]:
    """What the way x saves against y in km, hours and USD, in per cent of y."""
    drawn = [_draws(r, s + seed) for s, r in ((1, x), (2, y))]
    return (
        _saved(np.array([x.km]), np.array([y.km]), x.km, y.km),
        _saved(drawn[0][0], drawn[1][0], x.hours, y.hours),
        _saved(drawn[0][1], drawn[1][1], x.usd, y.usd),
    )


def _draws(r: routing.Route, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draws of hours and USD of a route from its own range (beta, mean at the best figure)."""
    rng = np.random.default_rng(seed)
    return tuple(  # type: ignore[return-value]
        np.broadcast_to(routing.draw(rng, low, best, high), routing.DRAWS)
        for low, best, high in ((r.hours_low, r.hours, r.hours_high), (r.usd_low, r.usd, r.usd_high))
    )


def _saved(x: np.ndarray, y: np.ndarray, best_x: float, best_y: float) -> Change | None:
    if best_y <= 0:
        return None
    low, high = np.percentile(100 * (1 - x / np.maximum(y, 1e-9)), [5, 95])
    best = 100 * (1 - best_x / best_y)
    return Change(round(best, 1), round(min(float(low), best), 1), round(max(float(high), best), 1))
