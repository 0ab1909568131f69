"""How a measured amount is said: "the exports of gas of Russia to Germany"."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from detente.domain.statements import Quantity
from detente.english import listed
from detente.presentation.names import actor, group, spelt

_BASES = {
    "market_exchange_rate": "at market exchange rates", "purchasing_power": "at purchasing power parity", "per_head": "per head",
    "constant_prices": "at constant prices",
}  # fmt: skip


_LINKS = {"imports": "from", "exports": "to", "arms_imports": "from", "arms_exports": "to", "oil_imports": "from",
          "gas_imports": "from", "oil_exports": "to", "gas_exports": "to", "aid": "from"}  # fmt: skip


@cache
def measure_names() -> dict[str, str]:
    """The name of each measure a quantity statement can be of."""
    text = files("detente.domain").joinpath("measures.csv").read_text("utf-8")
    return {row["id"]: row["name"] for row in csv.DictReader(text.splitlines())}


def quantity_text(q: Quantity) -> str:
    """The amount as a noun phrase."""
    name = measure_names().get(q.measure, q.measure.replace("_", " "))
    goods = f" of {listed(list(q.product))}" if q.product else ""
    of = f" of {group(q.of)}" if q.of else ""
    joint = " together" if q.with_.mode == "collective" and len(q.with_) > 1 else ""
    link = _LINKS.get(q.measure, "with")
    partner = f" {link} {group(q.with_)}{joint}" if q.with_ else ""
    if len(q.with_.ids) > 1 and q.with_ == q.of:
        partner = f" {link} each other"
    places = [actor(p) if len(p) == 3 or p.startswith("bloc:") else spelt(p) for p in q.place]
    where = f" in {listed(places)}" if places else ""
    doer = f" by the hand of {group(q.perpetrator)}" if q.perpetrator else ""
    basis = f" {_BASES.get(q.basis, q.basis.replace('_', ' '))}" if q.basis else ""
    return f"the {name}{goods}{of}{partner}{where}{doer}{basis}"


def by_factor(factor: float) -> str:
    """How much something rose or fell: "3-fold", "by 20 per cent"."""
    part = factor - 1 if factor > 1 else 1 - factor
    return f"{factor:g}-fold" if factor >= 2 else f"by {round(100 * part, 1):g} per cent"
