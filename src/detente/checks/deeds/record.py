"""The record of deeds in memory: each row with its dates, keys of its actors and the words by which it can be told.

In: the atlas's table `deeds`, read once a bench. Out: `Deed`s by act. Actors are compared by `occasions.key`, so that a state
and the one it continues (Russia and the Soviet Union) are one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from detente import actors
from detente.checks.deeds import vocabulary
from detente.checks.occasions import key
from detente.domain.acts import ACTS

if TYPE_CHECKING:
    from detente.measures.registry import Bench

TABLE = "deeds"
GENERAL = "general record"


@dataclass(frozen=True)
class Deed:
    """One row. `start` to `last` are the days its date allows; `end` the last day of what lasted and ended.

    `until` is the last day on which it is taken to have gone on, where no end stands in the row.
    """

    id: str
    date: str
    start: date
    last: date
    end: date | None
    until: date | None
    precision: str
    act: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    parties: tuple[str, ...]
    objects: tuple[str, ...]
    places: tuple[str, ...]
    text: str
    event: str
    reference: str
    locator: str
    source: str
    doers: frozenset[str]
    receivers: frozenset[str]
    words: frozenset[str]

    @property
    def year(self) -> int:
        """Year it was done or began."""
        return self.start.year

    @property
    def everyone(self) -> frozenset[str]:
        """Keys of all who did it or had it done to them."""
        return self.doers | self.receivers

    def row(self) -> dict[str, Any]:
        """The row as the card shows it."""
        return {
            "date": self.date,
            "end": self.end.isoformat() if self.end else "",
            "act": self.act,
            "actors": ";".join(self.actors),
            "targets": ";".join(self.targets),
            "object": ";".join(self.objects),
            "place": ";".join(self.places),
            "text": self.text,
            "reference": self.reference,
            "locator": self.locator,
            "id": self.id,
        }


@dataclass(frozen=True)
class Record:
    """All deeds in order of their dates, and by act."""

    deeds: tuple[Deed, ...]
    by_act: dict[str, tuple[Deed, ...]]

    def of(self, acts: Iterable[str]) -> tuple[Deed, ...]:
        """The deeds of any of these acts, in order."""
        found = [d for act in sorted(acts) for d in self.by_act.get(act, ())]
        return tuple(sorted(found, key=lambda d: (d.start, d.id)))

    def __bool__(self) -> bool:
        return bool(self.deeds)


def load(bench: Bench, latest: int) -> Record:
    """The record up to a year; empty where the atlas has none."""
    everything = bench.memo("deeds", lambda: _read(bench))
    if not everything.deeds or everything.deeds[-1].year <= latest:
        return everything
    return bench.memo(("deeds", latest), lambda: of(d for d in everything.deeds if d.year <= latest))


def _read(bench: Bench) -> Record:
    if TABLE not in bench.atlas.tables:
        return of(())
    deeds = tuple(
        sorted((_deed(raw) for raw in bench.atlas.table(TABLE).to_dicts()), key=lambda d: (d.start, d.id))
    )
    leaving = [d for d in deeds if d.act in _ENDS]
    return of(_ended(d, leaving) if d.act in GOES_ON and d.end is None else d for d in deeds)


GOES_ON = ("station_troops",)
"""Acts that go on until another deed ends them, or until nothing has renewed them for so long that it is not known."""
_ENDS = ("withdraw_troops", "expel_troops")
_LASTS_AT_MOST = 10


def _ended(deed: Deed, leaving: Sequence[Deed]) -> Deed:
    """A deed that goes on, with the day on which the record has it end (at most ten years later)."""
    end = date(min(deed.start.year + _LASTS_AT_MOST, date.max.year), 12, 31)
    for other in leaving:
        theirs = other.everyone | frozenset(map(key, other.places))
        there = set(deed.places) & set(other.places) or (bool(deed.receivers) and deed.receivers <= theirs)
        if deed.start < other.start <= end and deed.doers <= theirs and there:
            end = other.last
            break
    return replace(deed, until=end)


def of(deeds: Iterable[Deed]) -> Record:
    """A record of these deeds."""
    ordered = tuple(sorted(deeds, key=lambda d: (d.start, d.id)))
    by_act: dict[str, list[Deed]] = {}
    for deed in ordered:
        by_act.setdefault(deed.act, []).append(deed)
    return Record(ordered, {act: tuple(found) for act, found in by_act.items()})


def _deed(raw: dict[str, Any]) -> Deed:
    sets = {c: tuple(filter(None, (raw[c] or "").split(";"))) for c in _SETS}
    told = " ".join((raw["text"], raw["event"] or "", *sets["object"], *sets["place"]))
    return Deed(
        raw["id"], raw["date"], first_day(raw["date"]), last_day(raw["date"]),
        last_day(raw["end"]) if raw["end"] else None, None, raw["precision"], raw["act"],
        sets["actors"], sets["targets"], sets["parties"], sets["object"], sets["place"],
        raw["text"], raw["event"] or "", raw["reference"], raw["locator"] or "", raw["source"],
        frozenset(map(key, sets["actors"])), frozenset(map(key, sets["targets"])) or _against(raw["act"], sets["object"]),
        vocabulary.words(told),
    )  # fmt: skip


def _against(act: str, objects: Iterable[str]) -> frozenset[str]:
    """The armed groups an act without targets was about: `group:ISIS`, or the war on it."""
    if ACTS[act].symmetric:
        return frozenset()
    slugs = {o.removeprefix("war:").upper().replace("-", "_") for o in objects if o.startswith("war:")}
    named = {o for o in objects if o.startswith("group:")}
    return frozenset(named | {f"group:{s}" for s in slugs if f"group:{s}" in _groups()})


@cache
def _groups() -> frozenset[str]:
    return frozenset(p.id for p in actors.phrases() if p.kind == "group")


_SETS = ("actors", "targets", "parties", "object", "place")


def first_day(iso: str) -> date:
    """The first day an ISO year, month or day allows."""
    parts = [int(p) for p in iso.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def last_day(iso: str) -> date:
    """The last day an ISO year, month or day allows."""
    parts = [int(p) for p in iso.split("-")]
    month = parts[1] if len(parts) > 1 else 12
    return date(parts[0], month, parts[2] if len(parts) > 2 else monthrange(parts[0], month)[1])
