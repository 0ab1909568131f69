"""What a relation between two states is worth at their border: hours and USD, as multipliers.

The coupling of the house: a measured relation (0 hostile .. 1 close) goes in as a number, the cost of
crossing comes out, so "relations improve" can be carried to the hours and USD of a route. Calibration
on CAREC CPMM: an average border (score 0.5) counts once (TFI1 9.9 h, TFI2 208 USD, 2022); the slowest
border posts reported (Chaman 70.7 h; 638 USD between China and Kazakhstan in 2020) stand for score 0,
the quickest (Torkham inbound 4.2 h; 161 USD, the lowest yearly mean) for score 1; between them the
multiplier is exponential. This reads the whole spread of posts as the effect of relations, which is
its upper bound: posts differ for other reasons too. `low` is no effect at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from detente.errors import InputError
from detente.transport.network import BORDER, Network

MEAN_HOURS, SLOWEST_HOURS, QUICKEST_HOURS = 9.9, 70.7, 4.2
MEAN_USD, DEAREST_USD, CHEAPEST_USD = 208.0, 638.0, 161.0
SHARE_OF_SPREAD = 0.5  # assumption: half of the (log) spread is due to relations; 0 and 1 are the range
SOURCE = "CAREC CPMM 2020 and 2022 (cpmm.csv); calibration in detente.transport.borders"


@dataclass(frozen=True)
class BorderCost:
    """Multipliers of a border's hours and USD at a relation score; low and high bound the best."""

    score: float
    hours: float
    hours_low: float
    hours_high: float
    usd: float
    usd_low: float
    usd_high: float
    source: str = SOURCE


def border_cost(score: float) -> BorderCost:
    """Multipliers at a relation score in [0, 1]: 0 hostile, 0.5 average, 1 close. InputError outside."""
    if not 0 <= score <= 1 or math.isnan(score):
        raise InputError(f"A relation score lies between 0 (hostile) and 1 (close), not {score}.")
    return BorderCost(
        score,
        *_range(score, SLOWEST_HOURS / MEAN_HOURS, QUICKEST_HOURS / MEAN_HOURS),
        *_range(score, DEAREST_USD / MEAN_USD, CHEAPEST_USD / MEAN_USD),
    )


def _range(score: float, worst: float, best: float) -> tuple[float, float, float]:
    """Best guess, low and high multiplier."""
    power = (0.5 - score) / 0.5
    full = math.log(worst) * power if power >= 0 else -math.log(best) * power
    values = (math.exp(full * SHARE_OF_SPREAD), 1.0, math.exp(full))
    return values[0], min(values), max(values)


Relations = Mapping[tuple[str, str], float] | Callable[[str, str], float | None]


def with_relations(net: Network, relations: Relations) -> Network:
    """The network with every border's hours and USD multiplied by its pair's relation.

    `relations`: scores by (ISO, ISO) in either order, or a function of two codes; a pair without a
    score stays as it is.
    """

    def score(a: str, b: str) -> float | None:
        if callable(relations):
            return relations(a, b)
        return relations.get((a, b), relations.get((b, a)))

    hours, usd = np.array(net.hours, float), np.array(net.usd, float)
    known: dict[tuple[str, str], BorderCost | None] = {}
    for e in np.flatnonzero(net.kind == BORDER):
        a, b = (net.places[net.vertex_place[v[e]]].state for v in (net.u, net.v))
        if (a, b) not in known:
            value = score(a, b)
            known[a, b] = None if value is None else border_cost(value)
        c = known[a, b]
        if c is not None:
            hours[e] *= (c.hours_low, c.hours, c.hours_high)
            usd[e] *= (c.usd_low, c.usd, c.usd_high)
    return replace(net, hours=hours, usd=usd)
