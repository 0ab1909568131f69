"""The dated event an occurrence means: "the 2016 exercise", "9/11", "its treaty with Israel".

In: an `Occurrence` (a claim's own event, read before), the claim's years and actors. Out: the one row of the table of
dated events it fits, or None where none or several do. A name in the table (an alias) counts when
every word of it stands in the occurrence, the claim's own actors being understood; else the kind of event ("treaty",
"invasion"), the states named beside it and the year must leave one row only. The names in the table are read by the same
reader (`actors.occurrences`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.actors import occurrences
from detente.actors.occurrences import key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.facets import Occurrence
    from detente.measures.registry import Bench

# Types of dated events that bear out each kind of event (`actors.occurrences`), the nearest first.
_TYPES: dict[str, tuple[str, ...]] = {
    "invasion": ("invasion", "war", "annexation"),
    "war": ("war", "invasion"),
    "treaty": ("treaty", "peace_treaty", "alliance_pact", "dispute_settled", "ceasefire"),
    "test": ("nuclear_test", "weapon_test"),
    "exercise": ("exercise",),
    "rupture": ("rupture", "withdrawal"),
    "rapprochement": ("normalisation", "restoration", "recognition"),
    "sanctions": ("sanctions_imposed",),
    "annexation": ("annexation", "invasion"),
    "attack": ("attack",),
    "coup": ("coup",),
    "revolution": ("revolution",),
    "withdrawal": ("withdrawal", "base"),
    "accession": ("accession",),
    "independence": ("independence",),
    "recognition": ("recognition", "normalisation"),
    "summit": ("summit", "normalisation"),
    "ceasefire": ("ceasefire",),
}


@dataclass(frozen=True)
class Occasion:
    """One dated event; `day` is the first day its date allows."""

    id: str
    name: str
    day: date
    end: date | None
    type: str
    sign: int
    weight: int
    actors: tuple[str, ...]
    pairs: tuple[frozenset[str], ...]
    reference: str

    @property
    def year(self) -> int:
        """Year it happened or began."""
        return self.day.year


@dataclass(frozen=True)
class _Row:
    occasion: Occasion
    names: tuple[frozenset[str], ...]
    who: frozenset[str]
    month: int | None


def table(bench: Bench) -> tuple[Occasion, ...]:
    """All dated events in order of their dates; empty where the atlas has none."""
    return bench.memo("dated events", lambda: tuple(_occasions(bench)))


def by_id(bench: Bench, event_id: str) -> Occasion | None:
    """The event with an id, or None."""
    return next((o for o in table(bench) if o.id == event_id), None)


def find(
    bench: Bench,
    what: Occurrence | None,
    *,
    near: Iterable[str] = (),
    years: tuple[int, int] | None = None,
) -> Occasion | None:
    """The dated event that an occurrence is, or None.

    `near` are the ids of the claim's own actors; `years` the span the event must fall in (with a
    year's slack), unless the occurrence names its own.
    """
    if what is None:
        return None
    if what.id is not None:
        return by_id(bench, what.id)
    tokens, said, month = _tokens(what), frozenset(what.years), what.month
    context = frozenset(key(i) for i in near)
    scored: list[tuple[float, Occasion]] = []
    for row in _rows(bench):
        if not _dated(row, said, years):
            continue
        score = _named(row, tokens, context) or _described(row, tokens, context, month)
        if score:
            scored.append((score + (1.0 if said else 0.0), row.occasion))
    return _only(scored, tokens)


def _only(scored: list[tuple[float, Occasion]], tokens: frozenset[str]) -> Occasion | None:
    """The best row, if it is alone at the top (or the first of several steps of one thaw or quarrel)."""
    if not scored:
        return None
    top = max(score for score, _ in scored)
    best = sorted((o for score, o in scored if score >= top - 1e-9), key=lambda o: o.day)
    if len(best) == 1:
        return best[0]
    together = (best[-1].day - best[0].day).days <= 45 and len({o.type for o in best}) == 1
    return best[0] if together or {"rapprochement", "rupture"} & tokens else None


def _dated(row: _Row, said: frozenset[int], years: tuple[int, int] | None) -> bool:
    o = row.occasion
    last = o.end.year if o.end is not None else o.year
    if said:
        return any(o.year <= year <= last for year in said)
    return years is None or (years[0] - 1 <= last and o.year <= years[1] + 1)


def _named(row: _Row, tokens: frozenset[str], context: frozenset[str]) -> float:
    """Score of the longest of the event's names that the words hold; 0 where they hold none."""
    best = 0.0
    for name in row.names:
        if not name <= tokens | context:
            continue
        own = name & tokens
        if any(not t.startswith("state:") for t in own) and not _bare(own):
            best = max(best, 4.0 + 2.0 * len(own) + 0.25 * len(name - own) + 0.25 * len(row.who & context))
    return best


def _bare(tokens: frozenset[str]) -> bool:
    """Whether words say only a kind of event ("war", "treaty"): no name of one."""
    return all(t in _TYPES for t in tokens)


def _described(row: _Row, tokens: frozenset[str], context: frozenset[str], month: int | None) -> float:
    """Score of a row that fits the kind of event and the states named; 0 where it does not."""
    kinds = [k for k in _TYPES if k in tokens and row.occasion.type in _TYPES[k]]
    stated = {t for t in tokens if t.startswith("state:") or ":" in t}
    if not kinds or not stated <= row.who or (month and row.month and month != row.month):
        return 0.0
    shared = row.who & (stated | context)
    if len(shared) < 2 and not (stated and len(row.who) == 1):
        return 0.0
    pairs = row.occasion.pairs
    if kinds == ["rupture"] and not stated and pairs and not any(pair <= context for pair in pairs):
        return 0.0  # "an old quarrel" is one between the two, not one of both with a third
    exact = sum(row.occasion.type == _TYPES[k][0] for k in kinds)
    doer = key(row.occasion.actors[0]) in stated
    return (
        1.0
        + len(stated)
        + 0.5 * len(shared - stated)
        + 0.5 * exact
        + 0.25 * doer
        + (1.0 if month and row.month else 0.0)
    )


def _tokens(what: Occurrence) -> frozenset[str]:
    """Actors, kinds and words of an occurrence together, as names are compared."""
    return frozenset((*what.actors, *what.kinds, *what.words))


def _rows(bench: Bench) -> tuple[_Row, ...]:
    return bench.memo("occasions", lambda: tuple(_make(bench)))


def _events(bench: Bench) -> list[dict[str, Any]]:
    """The table's rows in the order of `table`."""
    if "events" not in bench.atlas.tables:
        return []
    return bench.atlas.table("events").sort("date", "id").to_dicts()


def _occasions(bench: Bench) -> Iterable[Occasion]:
    for raw in _events(bench):
        yield Occasion(
            raw["id"],
            raw["name"],
            _day(raw["date"]),
            _day(raw["end_date"]) if raw["end_date"] else None,
            raw["type"],
            int(raw["sign"]),
            int(raw["weight"]),
            tuple((raw["actors"] or "").split(";")),
            tuple(frozenset(key(s) for s in p.split("-")) for p in (raw["dyads"] or "").split(";") if p),
            raw["reference"] or "",
        )


def _make(bench: Bench) -> Iterable[_Row]:
    """Every event with its names read: what only a search by words needs."""
    for raw, occasion in zip(_events(bench), table(bench), strict=True):
        names = [raw["name"], *(raw["aliases"] or "").split("|")]
        read = tuple(_tokens(occurrences.read(n)) for n in names if n)
        month = occasion.day.month if len(raw["date"]) >= 7 else None
        yield _Row(occasion, tuple(r for r in read if r), frozenset(map(key, occasion.actors)), month)


def _day(text: str) -> date:
    parts = [int(p) for p in text.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def between(
    bench: Bench, ones: frozenset[str], others: frozenset[str], first: date, last: date
) -> tuple[Occasion, ...]:
    """Dated events with a sign between a state of `ones` and one of `others` that begin in first..last.

    States are given by `key`; events are in order of their dates.
    """
    return tuple(
        o
        for o in table(bench)
        if first <= o.day <= last
        and o.sign
        and any(len(p) == 2 and any(x in ones and (p - {x}) <= others for x in p) for p in o.pairs)
    )
