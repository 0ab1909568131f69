"""Armed conflict by group, place and year: battle deaths with their range, and years of conflict.

In: UCDP Battle-Related Deaths (dyads, 1989 on; best, low and high estimate) and the UCDP/PRIO Armed
Conflict table (1946 on; 1 minor, 2 war). Out: yearly arrays. Both list every state-based conflict with
at least 25 battle deaths in a year, so a year without a row means fewer than 25: counted as 0, and
never read as "not there". Sources: Davies, Engstroem, Pettersson and Oeberg 2024; Gleditsch et al. 2002.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from detente import actors
from detente.errors import UnknownActorError
from detente.measures.registry import Bench

if TYPE_CHECKING:
    from numpy.typing import NDArray

THRESHOLD = 25
"""Battle deaths a year below which UCDP lists no conflict."""

# What UCDP calls the groups other texts call otherwise (its own names resolve by themselves).
_SIDES = {
    "IS": "ISIS", "JAS": "BOKO_HARAM", "Ansarallah": "HOUTHIS", "UIFSA": "NORTHERN_ALLIANCE",
    "Forces of the Presidential Leadership Council": "HOUTHIS", "CPN-M": "NEPAL_MAOISTS",
    "CPI-Maoist": "NAXALITES", "PWG": "NAXALITES", "MCC": "NAXALITES", "ASG": "ABU_SAYYAF",
    "KR": "KHMER_ROUGE", "CPP": "NPA", "PIRA": "IRA", "RIRA": "IRA", "UCK": "KLA", "FPR": "RPF",
    "FDLR-FOCA": "FDLR", "FDLR-RUD": "FDLR", "PYD": "YPG", "Syrian insurgents": "FSA", "ADF": "ADF",
    "DPR": "DPR_LPR", "LPR": "DPR_LPR", "United Armed Forces of Novorossiya": "DPR_LPR",
    "Serbian Republic of Bosnia-Herzegovina": "BOSNIAN_SERBS", "ULA": "ARAKAN_ARMY", "FNL": "VIET_CONG",
    "Viet minh": "VIET_MINH", "PMR": "TRANSNISTRIA", "ARS/UIC": "ICU", "Jondullah": "JUNDALLAH",
    "Jaish al-Adl": "JUNDALLAH", "Forces of the House of Representatives": "LNA", "TTP - TA": "TTP",
    "Jamaat-ul-Ahrar": "TTP",
    **dict.fromkeys((
        "Hizb-i Islami-yi Afghanistan", "Hizb-i Islami-yi Afghanistan - Khalis faction", "Hizb-i Wahdat",
        "Jam'iyyat-i Islami-yi Afghanistan", "Harakat-i Inqilab-i Islami-yi Afghanistan",
        "Harakat-i Islami-yi Afghanistan", "Ittihad-i Islami Bara-yi Azadi-yi Afghanistan",
        "Jabha-yi Nijat-i Milli-yi Afghanistan", "Mahaz-i Milli-yi Islami-yi Afghanistan",
    ), "MUJAHIDEEN"),
}  # fmt: skip
# Branches of a group that UCDP does not tell apart: the group's conflicts in these states (GW numbers).
_BRANCHES = {"group:ISIS_K": ("group:ISIS", (700, 770))}


@dataclass(frozen=True)
class Deaths:
    """Battle deaths by year, shape (years,); `conflicts` counts the dyads that were active."""

    first_year: int
    best: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    conflicts: NDArray[np.int64]

    @property
    def last_year(self) -> int:
        """The last year covered."""
        return self.first_year + len(self.best) - 1

    def at(self, first: int, last: int) -> Deaths:
        """The same, cut to first..last."""
        rows = slice(max(first - self.first_year, 0), max(last - self.first_year + 1, 0))
        return Deaths(
            max(first, self.first_year),
            self.best[rows],
            self.low[rows],
            self.high[rows],
            self.conflicts[rows],
        )


@cache
def _group(side: str) -> str | None:
    """Id of the armed group UCDP calls `side`, or None where it has none here."""
    known = _SIDES.get(side.strip())
    if known is not None:
        return f"group:{known}"
    actor = actors.resolve(side.strip())
    return actor.id if actor is not None and actor.id.startswith("group:") else None


def sides(text: str | None) -> frozenset[str]:
    """Ids of the armed groups on one side of a conflict (UCDP lists them with commas)."""
    found = (_group(part) for part in (text or "").split(", "))
    return frozenset(g for g in found if g is not None)


def _matches(bench: Bench, table: str, group: str) -> pl.Series:
    names = bench.atlas.table(table)["side_b"]
    chosen = {n for n in names.unique().drop_nulls() if group in sides(n)}
    return names.is_in(sorted(chosen))


def rows(bench: Bench, group: str | None, places: tuple[int, ...] | None) -> pl.DataFrame:
    """Rows of `ucdp_deaths` of a group (or of all non-state groups), in the states with these GW numbers."""
    table = bench.atlas.table("ucdp_deaths")
    group, places = _branch(group, places)
    keep = _matches(bench, "ucdp_deaths", group) if group else table["gwno_b"].is_null()
    if places is not None:
        keep &= table["gwno_a"].is_in(places) | _field(bench).is_in(places)
    return table.filter(keep)


def _field(bench: Bench) -> pl.Series:
    """Where each row's dyad mostly fought: the state that most of its years name, its own government's before others."""
    table = bench.atlas.table("ucdp_deaths")
    named = bench.atlas.table("ucdp_deaths_party").filter(pl.col("role") == "battle")
    home = table.group_by("dyad_id").agg(home=pl.col("gwno_a").mode().sort().first())
    counted = named.group_by("dyad_id", "gwno").len().join(home, on="dyad_id", how="left")
    counted = counted.sort(
        "dyad_id", "len", pl.col("gwno") == pl.col("home"), "gwno", descending=[False, True, True, False]
    )
    mostly = counted.unique("dyad_id", keep="first", maintain_order=True).select("dyad_id", field="gwno")
    return table.select("dyad_id").join(mostly, on="dyad_id", how="left", maintain_order="left")["field"]


def opposed(bench: Bench) -> pl.DataFrame:
    """States that fought one another in an interstate conflict: every state of one side with every one of the other.

    conflict_id, year, lineage1 < lineage2, intensity (1 minor, 2 war), the names of both sides. Supporters with
    troops are left out: UCDP tells them from the parties.
    """

    def make() -> pl.DataFrame:
        wars = bench.atlas.table("ucdp_conflict").filter(pl.col("type") == 2)
        party = bench.atlas.table("ucdp_conflict_party")
        one, two = (
            party.filter(pl.col("role") == role).select("conflict_id", "year", pl.col("gwno").alias(name))
            for role, name in (("side_a", "one"), ("side_b", "two"))
        )
        pairs = wars.join(one, on=["conflict_id", "year"]).join(two, on=["conflict_id", "year"])
        number = {g: _lineage(g) for g in {*pairs["one"].to_list(), *pairs["two"].to_list()}}
        pairs = pairs.with_columns(pl.col("one", "two").replace_strict(number, return_dtype=pl.Int64)).filter(
            (pl.col("one") > 0) & (pl.col("two") > 0) & (pl.col("one") != pl.col("two"))
        )
        return pairs.select(
            "conflict_id", "year", "intensity", "side_a", "side_b",
            lineage1=pl.min_horizontal("one", "two"), lineage2=pl.max_horizontal("one", "two"),
        ).sort("year", "conflict_id", "lineage1", "lineage2")  # fmt: skip

    return bench.memo("interstate conflicts by pair", make)


def _lineage(gwno: int) -> int:
    """Lineage (COW) number of a state by its Gleditsch-Ward number; 0 for one COW does not list."""
    actor = actors.resolve_code(gwno, "gw")
    try:
        ccode = None if actor is None else actors.ccode(actor.id)
    except UnknownActorError:
        return 0
    return 0 if ccode is None else actors.lineage(ccode)


def conflicts(bench: Bench, group: str | None, places: tuple[int, ...] | None) -> pl.DataFrame:
    """Rows of `ucdp_conflict` of a group, or of all conflicts within the places."""
    table = bench.atlas.table("ucdp_conflict")
    group, places = _branch(group, places)
    keep = _matches(bench, "ucdp_conflict", group) if group else table["type"].is_in((1, 3, 4))
    if places is not None:
        party = bench.atlas.table("ucdp_conflict_party")
        near = party.filter(pl.col("role").is_in(["side_a", "location"]) & pl.col("gwno").is_in(places))
        return table.filter(keep).join(near, on=["conflict_id", "year"], how="semi", maintain_order="left")
    return table.filter(keep)


def _branch(group: str | None, places: tuple[int, ...] | None) -> tuple[str | None, tuple[int, ...] | None]:
    if group not in _BRANCHES:
        return group, places
    parent, own = _BRANCHES[group]
    return parent, own if places is None else tuple(p for p in places if p in own) or own


def deaths(bench: Bench, group: str | None, places: tuple[int, ...] | None) -> Deaths:
    """Battle deaths by year of a group (None: all non-state groups) in places (None: anywhere)."""
    return bench.memo(("deaths", group, places), lambda: summed(bench, rows(bench, group, places)))


def summed(bench: Bench, table: pl.DataFrame) -> Deaths:
    """Rows of `ucdp_deaths` summed by year over the table's whole coverage."""
    first, last = bench.atlas.coverage("ucdp_deaths")
    size = last - first + 1
    year = table["year"].to_numpy().astype(np.int64) - first

    def total(name: str | None) -> NDArray[Any]:
        return np.bincount(year, None if name is None else table[name].to_numpy(), minlength=size)

    return Deaths(first, total("best"), total("low"), total("high"), total(None))


def everybody(bench: Bench) -> NDArray[np.float64]:
    """Best estimates of every dyad by year, shape (years, dyads): the placebos."""

    def make() -> NDArray[np.float64]:
        table = bench.atlas.table("ucdp_deaths")
        first, last = bench.atlas.coverage("ucdp_deaths")
        ids, place = np.unique(table["dyad_id"].to_numpy(), return_inverse=True)
        values = np.zeros((last - first + 1, len(ids)))
        np.add.at(
            values, (table["year"].to_numpy().astype(np.int64) - first, place), table["best"].to_numpy()
        )
        return values

    return bench.memo("deaths of every dyad", make)


def intensity(
    bench: Bench, group: str | None, places: tuple[int, ...] | None
) -> tuple[int, NDArray[np.int64]]:
    """First year and the highest intensity of each year: 0 none listed, 1 minor, 2 war."""
    first, last = bench.atlas.coverage("ucdp_conflict")
    found = np.zeros(last - first + 1, dtype=np.int64)
    table = conflicts(bench, group, places)
    np.maximum.at(
        found,
        table["year"].to_numpy().astype(np.int64) - first,
        table["intensity"].to_numpy().astype(np.int64),
    )
    return first, found


def doublings(before: float, after: float) -> float:
    """How often deaths doubled: log2 of the ratio, 25 added to both (what UCDP cannot see)."""
    return float(np.log2((after + THRESHOLD) / (before + THRESHOLD)))
