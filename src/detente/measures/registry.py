"""The register of measures: every dyadic or state number detente can put a claim to.

A measure says what it is, which evidence family it belongs to, in which unit, which sign means
"closer", where it comes from and how it is made. `Bench` holds one atlas and the cubes made from
it, each made once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.measures.cube import Cube, Index

if TYPE_CHECKING:
    from detente.evidence.atlas import Atlas


@dataclass(frozen=True)
class Measure:
    """A documented dyadic number.

    `closer` is +1 where a higher value means closer relations, -1 where it means more distant.
    `sparse` marks measures that are at their absent value for most pairs (disputes, pacts, arms):
    their placebos are the pairs that have anything to show. `smallest` is the smallest effect of
    interest, in `unit`.
    """

    name: str
    family: str
    unit: str
    source: str
    closer: int
    smallest: float
    sparse: bool
    formula: str
    reference: str
    build: Callable[[Bench], Cube]


_MOST_RECENT = 160  # window summaries and pools: about 0.1 to 0.2 MB each
_MODULES = ("voting", "commitment", "coercion", "diplomacy", "trade", "arms", "institutions")


@dataclass(frozen=True)
class SourceView:
    """What a card says of a source: title, version, citation key, first and last year covered."""

    id: str
    title: str
    version: str
    citation_key: str
    first: int | None
    last: int | None


@dataclass
class Bench:
    """One open atlas and what has been measured on it so far."""

    atlas: Atlas
    keep: int = _MOST_RECENT  # results of `recent`
    _cubes: dict[str, Cube] = field(default_factory=dict)
    _memo: dict[Any, Any] = field(default_factory=dict)
    _recent: OrderedDict[Any, Any] = field(default_factory=OrderedDict)

    @cached_property
    def index(self) -> Index:
        """The states, one row a lineage, with their years in the system."""
        from detente import actors

        states = actors.states(system="cow")
        codes = np.array([actors.lineage(int(c)) for c in states["ccode"]], dtype=np.int32)
        unique = np.unique(codes)
        first, last = 1816, 2025
        exists = np.zeros((last - first + 1, len(unique)), dtype=bool)
        place = np.searchsorted(unique, codes)
        spells = zip(place, states["start"].to_list(), states["end"].to_list(), strict=True)
        for i, start, end in spells:
            exists[max(start.year - first, 0) : (last if end is None else end.year) - first + 1, i] = True
        return Index(unique, first, exists)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """All registered dyadic measures by name."""
        found: dict[str, Measure] = {}
        for module in _MODULES:
            for measure in import_module(f"detente.measures.{module}").MEASURES:
                found[measure.name] = measure
        return found

    def cube(self, name: str) -> Cube:
        """The cube of a measure, made at first use."""
        if name not in self._cubes:
            self._cubes[name] = self.measures[name].build(self)
        return self._cubes[name]

    def memo(self, key: Any, make: Callable[[], Any]) -> Any:
        """Remember a costly intermediate result under `key`."""
        if key not in self._memo:
            self._memo[key] = make()
        return self._memo[key]

    def recent(self, key: Any, make: Callable[[], Any]) -> Any:
        """As `memo`, for what is plentiful: only the last few hundred results are kept."""
        if key in self._recent:
            self._recent.move_to_end(key)
        else:
            self._recent[key] = make()
            if len(self._recent) > self.keep:
                self._recent.popitem(last=False)
        return self._recent[key]

    def source(self, source_id: str) -> SourceView:
        """The catalogue's entry of a source, as a card prints it."""
        entry = self.atlas.source(source_id)
        spans = [t["coverage"] for t in entry["tables"].values() if t.get("coverage")]
        return SourceView(
            source_id,
            entry["title"],
            entry["version"],
            entry["key"],
            min((s[0] for s in spans), default=None),
            max((s[1] for s in spans), default=None),
        )

    def place(self, iso3: str) -> int:
        """Position of a state named by its id, or -1 (territories, aggregates)."""
        from detente import actors
        from detente.errors import UnknownActorError

        try:
            code = actors.ccode(iso3)
        except UnknownActorError:
            return -1
        return -1 if code is None else self.index.position.get(actors.lineage(code), -1)

    def lineages(self, ccodes: Any) -> Any:
        """Lineage numbers of an array of COW numbers."""
        from detente import actors

        ccodes = np.asarray(ccodes)
        table = self.memo("lineage", lambda: np.array([actors.lineage(c) for c in range(1000)]))
        return table[np.clip(ccodes, 0, 999)]
