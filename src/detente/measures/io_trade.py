"""Trade in goods between two sides by the OECD's inter-country input-output tables, year by year.

Input-output trade at basic prices without re-exports, not customs trade: a pair is compared with itself over years and with
the world's total, never ranked. Out of reach, and given as None: states in the tables' rest; 2022 for pairs with Russia,
whose figures of that year are carried forward.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from detente.measures.registry import Bench

TABLE, SOURCE = "io_trade", "oecd-icio"
REST = "ROW"
_CARRIED_FORWARD = {"RUS": 2022}
"""Economies whose figures from a year on are not of that year (the publisher's last true year is the one before)."""
ENTREPOTS = frozenset({"ARE", "BEL", "CHE", "HKG", "MYS", "NLD", "SGP"})
"""Economies of which customs book much that they only pass on: by these tables their trade with one partner says little of
it (against customs figures the direction of a move was wrong for 19 per cent)."""

Flows = dict[tuple[str, str], dict[int, float]]


def span(bench: Bench) -> tuple[int, int] | None:
    """First and last year of the tables; None where the atlas has none."""
    return bench.atlas.coverage(TABLE) if TABLE in bench.atlas.tables else None


def _flows(bench: Bench) -> Flows:
    def make() -> Flows:
        found: Flows = {}
        table = bench.atlas.table(TABLE).select("exporter", "importer", "year", "goods")
        for exporter, importer, year, goods in table.iter_rows():
            found.setdefault((exporter, importer), {})[year] = goods
        return found

    return bench.memo(("io flows",), make)


def economies(bench: Bench) -> frozenset[str]:
    """Ids of the economies that stand apart in the tables."""
    return bench.memo(("io economies",), lambda: frozenset(i for i, _ in _flows(bench)) - {REST})


def held(bench: Bench, ids: Sequence[str], year: int) -> bool:
    """Whether each of these states stands apart in the tables of a year, with figures of that year."""
    known = economies(bench)
    return bool(ids) and all(i in known and year < _CARRIED_FORWARD.get(i, 9999) for i in ids)


def sent(bench: Bench, sellers: Sequence[str], buyers: Sequence[str], year: int) -> float | None:
    """Million USD of goods from one side to the other in a year; None where a state or the year is out of reach."""
    reach = span(bench)
    if reach is None or not reach[0] <= year <= reach[1] or not held(bench, (*sellers, *buyers), year):
        return None
    flows = _flows(bench)
    return sum(flows.get((i, j), {}).get(year, 0.0) for i in sellers for j in buyers if i != j)


def amount(bench: Bench, topic: str, own: Sequence[str], other: Sequence[str], year: int) -> float | None:
    """Exports of one side to the other, imports from it, or both (`trade`), in million USD."""
    out, home = sent(bench, own, other, year), sent(bench, other, own, year)
    if out is None or home is None:
        return None
    return {"exports": out, "imports": home}.get(topic, out + home)


def share(bench: Bench, topic: str, own: str, other: str, year: int) -> float | None:
    """Per cent that a partner holds of a state's exports, imports or trade by the tables, the rest counted in the whole."""
    part = amount(bench, topic, (own,), (other,), year)
    if part is None:
        return None
    totals = _totals(bench)
    out, home = totals.get((own, "exports", year), 0.0), totals.get((own, "imports", year), 0.0)
    whole = {"exports": out, "imports": home}.get(topic, out + home)
    return 100 * part / whole if whole else None


def world(bench: Bench, year: int) -> float:
    """Trade of all economies with one another in a year, the rest among them, in million USD."""
    return _totals(bench).get(("world", "exports", year), 0.0)


def _totals(bench: Bench) -> dict[tuple[str, str, int], float]:
    def make() -> dict[tuple[str, str, int], float]:
        table = bench.atlas.table(TABLE)
        found: dict[tuple[str, str, int], float] = {}
        for side, name in (("exporter", "exports"), ("importer", "imports")):
            for who, year, goods in table.group_by(side, "year").agg(pl.col("goods").sum()).iter_rows():
                found[who, name, year] = goods
        for year, goods in table.group_by("year").agg(pl.col("goods").sum()).iter_rows():
            found["world", "exports", year] = goods
        return found

    return bench.memo(("io totals",), make)
