"""Ways between the two states of a brief: the shortest by land and by any means, and whom the way by land passes.

In: two states and a year. Out: a section.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente import actors
from detente.briefing.page_of import Section
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_WAYS = (("road,rail", "By land"), ("sea,road,rail", "By any way"))
_NETWORK_ENDS = 2024


def corridors(bench: Bench, a: Entity, b: Entity, last: int) -> Section:
    """The shortest ways between their main places."""
    from detente import transport

    year = min(last, _NETWORK_ENDS)
    rows, said, sources, short = [], [], [], []
    ends = [_place(one) for one in (a, b)]
    for one, place in zip((a, b), ends, strict=True):
        if place is None:
            said.append(
                f"The network of ways begins at capitals of present states; {one.said} has none of its own."
            )
    for mode, words in _WAYS:
        if ends[0] is None or ends[1] is None:
            break
        try:
            answer = transport.route(ends[0], ends[1], mode, year)
        except DetenteError as error:
            said.append(f"{words}: {error}")
            continue
        sources = [one["id"] for one in transport.sources()]
        if not answer.routes:
            said.append(f"{words}: {answer.reason}")
            short.append((words, answer.reason or "no way"))
            continue
        way = answer.routes[0]
        through = tuple(_named(state) for state in way.states[1:-1])
        row = {
            "way": words,
            "from": answer.start,
            "to": answer.end,
            "km": round(way.km),
            "hours": f"{way.hours_low:.0f} to {way.hours_high:.0f}",
            "USD": f"{way.usd_low:,.0f} to {way.usd_high:,.0f}",
            "through": ", ".join(through) or "no third state",
        }
        if any({**row, "way": ""} == {**other, "way": ""} for other in rows):
            short.append((words, "the same: none is shorter"))
        else:
            short.append(
                (
                    words,
                    f"{answer.start} to {answer.end} {way.km:,.0f} km, {row['hours']} h, {row['USD']} USD; "
                    f"through {row['through']}",
                )
            )
        rows.append(row)
    if rows:
        said.append(
            f"Shortest by distance in {year}, borders and costs as they were; hours and USD (one 20 t load) are model figures "
            "with wide ranges."
        )
    return Section(
        "corridors", "Ways between them", tuple(said), tuple(rows), tuple(sources),
        tuple(short) or tuple(("–", one) for one in said),
    )  # fmt: skip


def neighbours(bench: Bench, a: Entity, b: Entity) -> bool:
    """Whether the two ever shared a border on land."""
    import polars as pl

    codes = [*a.codes, *b.codes]
    table = bench.atlas.table("contiguity").filter(pl.col("kind") == 1)
    one, two = (bench.lineages(table[name].to_numpy()) for name in ("ccode1", "ccode2"))
    return any(x in codes and y in codes and x != y for x, y in zip(one.tolist(), two.tolist(), strict=True))


def _place(who: Entity) -> str | None:
    """The present state in whose main place the ways of a state begin; None for one that left no heir of its series."""
    heir = actors.resolve_code(who.codes[0], "cow", _NETWORK_ENDS)
    return heir.id if heir is not None and actors.exists(heir.id, _NETWORK_ENDS) else None


def _named(state: str) -> str:
    try:
        return actors.get(state).name
    except DetenteError:
        return state
