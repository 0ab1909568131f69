"""Accession and departure: the panels of states that could join or leave an organisation.

In: the dated membership table. Out: `Rolls` (who belonged to what, year by year) and two risks. What
lies beyond the last year an organisation's list is known to is not at risk, and so never counted as
"did not happen". Sources: the project's curated table; COW IGO 3.0 (Pevehouse et al. 2020), to 2014.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.inference.hazard import Panel
from detente.measures.registry import Bench
from detente.measures.risk import FIRST, Risk, levels, mix, regions, touching

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COW_IGO_END = 2014
NONE, OBSERVER, APPLICANT = 1, 2, 3  # standings; 0 where an organisation's list holds members only


@dataclass(frozen=True)
class Rolls:
    """Membership by year as arrays (years, organisations, states); row 0 is `first`."""

    orgs: tuple[str, ...]
    first: int
    member: NDArray[np.bool_]
    standing: NDArray[np.int8]
    applied: NDArray[np.int16]
    ends: NDArray[np.int64]  # last year the list of each organisation is known to

    def case(self, org: str, state: int) -> int | None:
        """Case number of a state and an organisation; None where no list is held."""
        if org not in self.orgs or state < 0:
            return None
        return self.orgs.index(org) * self.member.shape[2] + state


def rolls(bench: Bench) -> Rolls:
    """Who belonged to what, and who had asked to, from `FIRST` - 1 to the table's last year."""
    return bench.memo("membership rolls", lambda: _rolls(bench))


def _rolls(bench: Bench) -> Rolls:
    table = bench.atlas.table("memberships").sort("org", "iso3", "start")
    orgs = tuple(table["org"].unique().sort().to_list())
    place = {org: k for k, org in enumerate(orgs)}
    states = {i: bench.place(i) for i in table["iso3"].unique().to_list()}
    first, last = FIRST - 1, bench.atlas.coverage("memberships")[1]
    shape = (last - first + 2, len(orgs), bench.index.size)
    member, standing = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=np.int8)
    applied = np.full(shape, 9999, dtype=np.int16)
    curated = np.zeros((len(orgs), 2), dtype=int)
    recorded = np.full(len(orgs), 9999)
    for row in table.iter_rows(named=True):
        o, s = place[row["org"]], states[row["iso3"]]
        curated[o, int(row["source"] == "curated")] += 1
        if s < 0 or row["start"] is None:
            continue
        low = max(row["start"] - first, 0)
        high = max((last + 1 if row["end"] is None else row["end"]) - first + 1, low)
        if row["status"] == "member":
            member[low:high, o, s] = True
            continue
        level = APPLICANT if row["status"] == "applicant" else OBSERVER
        standing[low:high, o, s] = np.maximum(standing[low:high, o, s], level)
        recorded[o] = min(recorded[o], row["start"])
        if level == APPLICANT:
            applied[low:high, o, s] = np.minimum(applied[low:high, o, s], row["start"])
    ends = np.where(curated[:, 1] >= curated[:, 0], last, min(_COW_IGO_END, last))
    years = first + np.arange(shape[0])
    known = (years[:, None] >= recorded[None, :])[:, :, None]
    standing = np.where(known & (standing == 0), NONE, standing).astype(np.int8)
    return Rolls(orgs, first, member, standing, applied, ends)


def _alive(bench: Bench, first: int, count: int) -> NDArray[np.bool_]:
    return bench.index.alive(first, first + count - 1)


def joining(bench: Bench) -> Risk:
    """States that are not members of an organisation that exists: the event is accession."""
    return bench.memo("risk joining", lambda: _joining(bench))


def _joining(bench: Bench) -> Risk:
    found = rolls(bench)
    member = found.member
    years, count, _ = member.shape
    alive = _alive(bench, found.first, years)
    near = touching(bench).astype(np.float32)
    region = (regions(bench)[:, None] == regions(bench)[None, :]).astype(np.float32)
    # Rows of the panel are the years first + 1 .. last + 1, with the traits of the year before.
    inside = (member & alive[:, None, :]).astype(np.float32)
    counted = alive.astype(np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):
        neighbours = np.nan_to_num(inside[:-1] @ near / (counted[:-1] @ near)[:, None, :])
        nearby = np.nan_to_num(inside[:-1] @ region / (counted[:-1] @ region)[:, None, :])
    new = np.zeros((years, count), dtype=int)
    both = alive[1:, None, :] & alive[:-1, None, :]
    new[1:] = np.sum(member[1:] & ~member[:-1] & both, axis=2)
    exists = np.any(member, axis=2)
    age = np.cumsum(exists, axis=0)
    new[age <= 1] = 0  # founding members are not accessions
    pace = np.stack([new[max(y - 4, 0) : y + 1].sum(axis=0) for y in range(years - 1)])
    calendar = found.first + np.arange(years)
    waited = calendar[:-1, None, None] - found.applied[:-1]
    standing = found.standing[:-1].astype(np.int8)
    standing = np.where((standing == APPLICANT) & (waited >= 10), 4, standing)
    young = (age[:-1] <= 5)[:, :, None]
    fresh = ~np.stack([alive[max(y - 5, 0)] for y in range(years - 1)])[:, None, :]
    asked = standing >= APPLICANT  # an application says more than where a state lies
    patterns, design, names = mix(
        [
            (standing, ("no standing", "observer or partner", "applicant", "applicant for ten years")),
            (
                np.where(asked, 0, levels(neighbours, (1e-9, 0.5))),
                ("a neighbour is in", "most neighbours are in"),
            ),
            (
                np.where(asked, 0, levels(nearby, (1e-9, 1 / 3, 2 / 3))),
                (
                    "some of its region are in",
                    "over a third of its region are in",
                    "over two thirds of its region are in",
                ),
            ),
            (
                levels(pace, (1, 3))[:, :, None],
                ("an accession in five years", "three accessions in five years"),
            ),
            (young.astype(np.int8), ("young organisation",)),
            (fresh.astype(np.int8), ("new state",)),
        ]
    )
    at_risk = exists[:-1, :, None] & ~member[:-1] & both
    observed = np.less_equal(calendar[1:, None], found.ends[None, :])
    observed[-1] = True  # the row after the last year carries the state of things
    codes = np.where(at_risk & observed[:, :, None], patterns, -1).astype(np.int16)
    events = at_risk & member[1:] & observed[:, :, None]
    events[-1] = False
    classes = (np.arange(count) * 5)[None, :, None] + standing
    return _risk("joining", found, codes, events, classes, patterns, design, names)


def leaving(bench: Bench) -> Risk:
    """Members of an organisation that lives on: the event is the last year of membership."""
    return bench.memo("risk leaving", lambda: _leaving(bench))


def _leaving(bench: Bench) -> Risk:
    found = rolls(bench)
    member = found.member
    years, count, size = member.shape
    alive = _alive(bench, found.first, years)
    exists = np.any(member, axis=2)
    calendar = found.first + np.arange(years)
    # a spell's last year is the year of leaving, so the event of year y is "not a member in y + 1"
    gone = np.zeros_like(member)
    gone[:-1] = member[:-1] & ~member[1:] & alive[1:, None, :] & exists[1:, :, None]
    most = member.sum(axis=2)
    dissolved = np.greater(gone.sum(axis=2), np.maximum(most * 0.4, 2))
    gone &= ~dissolved[:, :, None]
    tenure = np.zeros(member.shape, dtype=np.int16)
    for y in range(1, years):
        tenure[y] = np.where(member[y], tenure[y - 1] + 1, 0)
    left = gone.sum(axis=2)
    pace = np.stack([left[max(y - 10, 0) : y].sum(axis=0) for y in range(1, years)])
    patterns, design, names = mix(
        [
            ((tenure[:-1] >= 10).astype(np.int8), ("ten years a member",)),
            (
                levels(pace, (1, 3))[:, :, None],
                ("a departure in ten years", "three departures in ten years"),
            ),
            ((most[:-1] < 15)[:, :, None].astype(np.int8), ("fewer than fifteen members",)),
        ]
    )
    at_risk = member[:-1] & member[1:] & alive[1:, None, :]
    observed = (
        calendar[1:, None] < np.where(found.ends == _COW_IGO_END, _COW_IGO_END, found.ends + 1)[None, :]
    )
    observed[-1] = True
    codes = np.where(at_risk & observed[:, :, None], patterns, -1).astype(np.int16)
    events = at_risk & gone[1:] & observed[:, :, None]
    events[-1] = False
    classes = np.broadcast_to(np.arange(count)[None, :, None], (years - 1, count, size))
    return _risk(
        "leaving", found, codes, events, classes, np.broadcast_to(patterns, codes.shape), design, names
    )


def _risk(
    kind: str,
    found: Rolls,
    codes: NDArray[np.int16],
    events: NDArray[np.bool_],
    classes: NDArray[np.integer],
    patterns: NDArray[np.integer],
    design: NDArray[np.float64],
    names: tuple[str, ...],
) -> Risk:
    """A risk from arrays (years, organisations, states), a case being a state and an organisation."""
    flat = (len(codes), codes.shape[1] * codes.shape[2])
    panel = Panel(
        found.first + 1,
        codes.reshape(flat),
        events.reshape(flat),
        design,
        names,
        classes.reshape(flat).astype(np.int16),
    )
    traits = patterns.reshape(flat).astype(np.int16)
    return Risk(kind, "institutions", ("curated", "cow-igo"), "memberships", panel, traits)
