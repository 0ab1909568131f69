"""The panel itself: a frozen description of what is wanted, carried out by `collect`.

In: kind of unit, system, years, additions and filters. Out: a Polars table with one row a unit and
year, sorted by its keys. Nothing is read before `collect`, `cite`, `codebook` or `write`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from detente.errors import InputError
from detente.panel import relations, similar, spells, states, totals
from detente.panel.grid import FIRST_YEAR, LAST_YEAR, Grid, grid
from detente.panel.own import OwnFiles, own_files
from detente.panel.own_verbs import OWN_VERBS
from detente.panel.table import Cells, Citation, Context, Table, lay

if TYPE_CHECKING:
    import pandas
    import polars as pl
    from numpy.typing import NDArray

    from detente.evidence.atlas import Atlas

VERBS: dict[str, Callable[..., Table]] = {
    "arms": relations.arms,
    "atop": relations.atop,
    "capital_distance": relations.capital_distance,
    "contiguity": relations.contiguity,
    "democracy": states.democracy,
    "energy": states.energy,
    "fta": relations.fta,
    "gdp": states.gdp,
    "ideal_points": states.ideal_points,
    "igos": relations.igos,
    "leaders": states.leaders,
    "major_powers": states.major_powers,
    "memberships": states.memberships,
    "mids": relations.mids,
    "names": totals.names,
    "nmc": states.nmc,
    "peace_years": spells.peace_years,
    "rivalries": relations.rivalries,
    "similarity": similar.similarity,
    "state_atop": totals.state_atop,
    "state_contiguity": totals.state_contiguity,
    "state_fta": totals.state_fta,
    "state_mids": totals.state_mids,
    "state_rivalries": totals.state_rivalries,
    "state_wars": totals.state_wars,
    "trade": relations.trade,
    "ucdp_acd": states.ucdp_acd,
    "ucdp_onsets": totals.ucdp_onsets,
    "un_agreement": similar.un_agreement,
    "wars": relations.wars,
}
REGIONS = {
    "americas": (1, 199),
    "europe": (200, 399),
    "africa": (400, 599),
    "middle_east": (600, 699),
    "asia": (700, 899),
    "oceania": (900, 999),
}
COW_STATES = Citation(
    "cow-states", "State System Membership", "2016",
    "@misc{cow2017,\n  author = {{Correlates of War Project}},\n  title = {State System Membership List, v2016},\n"
    "  year = {2017}\n}",
)  # fmt: skip
GW_STATES = Citation(
    "gw-states", "List of Independent States", "2017",
    "@article{gleditsch1999,\n  author = {Gleditsch, Kristian S. and Ward, Michael D.},\n"
    "  title = {A Revised List of Independent States since the Congress of Vienna},\n"
    "  journal = {International Interactions},\n  volume = {25},\n  number = {4},\n  pages = {393--413},\n"
    "  year = {1999},\n  doi = {10.1080/03050629908434958}\n}",
)  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """A condition on the units: `states`, `dyads`, `regions` or `relevant`, with what it names."""

    kind: Literal["states", "dyads", "regions", "relevant"]
    values: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Panel:
    """A panel described; see `detente.panel.dyad_years` and `state_years`, which make one."""

    kind: Literal["dyad", "state"]
    directed: bool
    system: str
    years: tuple[int, int]
    atlas: Atlas
    own: OwnFiles
    additions: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()
    filters: tuple[Filter, ...] = ()
    conditions: tuple[pl.Expr, ...] = ()
    shifts: tuple[tuple[str, int], ...] = ()

    def lag(self, *columns: str, years: int = 1) -> Panel:
        """The panel with the values of columns `years` before, as `l1_NAME`; null where the unit had no such year."""
        return self._shifted(columns, years)

    def lead(self, *columns: str, years: int = 1) -> Panel:
        """The panel with the values of columns `years` later, as `f1_NAME`; null where the unit has no such year."""
        return self._shifted(columns, -years)

    def _shifted(self, columns: tuple[str, ...], years: int) -> Panel:
        if not columns or years == 0:
            raise InputError("Name the columns to shift, and by how many years, at least one.")
        return replace(self, shifts=(*self.shifts, *((column, years) for column in columns)))

    def add(self, name: str, **options: Any) -> Panel:
        """The panel with the columns of one verb; `detente.panel.panel.VERBS` has those of the atlas, and
        `detente.panel.own_verbs.OWN_VERBS` those that read the user's own files alone.

        Raises InputError for an unknown verb.
        """
        known = VERBS | OWN_VERBS
        if name not in known:
            raise InputError(f"Nothing called {name!r} can be added; there are {', '.join(sorted(known))}.")
        return replace(self, additions=(*self.additions, (name, tuple(sorted(options.items())))))

    def states(self, *names: str | int) -> Panel:
        """Only these states (of dyads: both among them); ids, names or numbers of the system."""
        return self._only("states", names)

    def dyads(self, *pairs: tuple[str | int, str | int]) -> Panel:
        """Only these pairs of states, in both directions on a directed panel."""
        if self.kind != "dyad":
            raise InputError("dyads() is for dyad_years().")
        return self._only("dyads", pairs)

    def regions(self, *names: str) -> Panel:
        """Only states (of dyads: both) of these regions by COW number: americas, europe, africa, ..."""
        unknown = sorted(set(names) - set(REGIONS))
        if unknown:
            raise InputError(f"No region {', '.join(unknown)}; there are {', '.join(REGIONS)}.")
        return self._only("regions", names)

    def politically_relevant(self) -> Panel:
        """Only contiguous pairs (by land or up to 400 miles of sea) and pairs with a major power.

        The lists of both end in 2016; later years repeat that year (Maoz and Russett 1993).
        """
        if self.kind != "dyad":
            raise InputError("politically_relevant() is for dyad_years().")
        return self._only("relevant", ())

    def period(self, first: int, last: int) -> Panel:
        """The years from first to last instead."""
        return replace(self, years=_checked((first, last)))

    def filter(self, *conditions: pl.Expr) -> Panel:
        """Only rows that meet Polars conditions on the finished columns."""
        return replace(self, conditions=(*self.conditions, *conditions))

    def collect(self) -> pl.DataFrame:
        """The panel as a table, sorted by its keys."""
        import polars as pl

        cells = self._cells()
        codes, names = cells.grid.codes, self.keys()
        parts = [pl.Series(names[0], codes[cells.i])]
        if cells.j is not None:
            parts.append(pl.Series(names[1], codes[cells.j]))
        parts.append(pl.Series("year", (cells.y + cells.grid.first).astype(np.int16)))
        blocks = [pl.DataFrame(parts)]
        for label, table in self._tables():
            block = lay(table, cells) if table.after is None else table.after(lay(table, cells), cells)
            taken = {c for b in blocks for c in b.columns} & set(block.columns)
            if taken:
                raise InputError(f"{label} gives {', '.join(sorted(taken))} a second time.")
            blocks.append(block)
        frame = _with_shifts(pl.concat(blocks, how="horizontal"), names, self.shifts)
        return frame.filter(*self.conditions) if self.conditions else frame

    def lazy(self) -> pl.LazyFrame:
        """The panel as the start of a lazy query."""
        return self.collect().lazy()

    def to_pandas(self) -> pandas.DataFrame:
        """The panel as a pandas table; InputError where pandas is not installed."""
        from detente.panel import export

        return export.to_pandas(self.collect())

    def to_arrow(self) -> Any:
        """The panel as a pyarrow table; InputError where pyarrow is not installed."""
        from detente.panel import export

        return export.to_arrow(self.collect())

    def write(self, path: str | Path) -> Path:
        """Write Parquet, CSV or Stata by the ending of `path`; the file appears whole or not at all."""
        from detente.panel import export

        return export.write(self.collect(), Path(path), self.labels())

    def labels(self) -> dict[str, str]:
        """What each column means, by name."""
        return dict(self.codebook().select("column", "description").iter_rows())

    def cite(self) -> str:
        """BibTeX entries of the state list and of every source used, each once."""
        used = {c.bibtex.strip(): None for c in self.citations()}
        return "\n\n".join(used) + "\n"

    def citations(self) -> tuple[Citation, ...]:
        """The state list and the sources used, each once."""
        found = {"": COW_STATES if self.system == "cow" else GW_STATES}
        found |= {c.id: c for _, table in self._tables() for c in table.sources}
        return tuple(found.values())

    def codebook(self) -> pl.DataFrame:
        """One row a column: column, verb, unit, description, source, version, first and last year."""
        import polars as pl

        of = "Correlates of War" if self.system == "cow" else "Gleditsch and Ward"
        rows: list[tuple[Any, ...]] = [
            (k, "", "number", f"{of} number of the state", found.title, found.version, *self.years)
            for found in self.citations()[:1]
            for k in self.keys()
        ]
        rows.append(("year", "", "year", "calendar year (session year of UN votes)", "", "", *self.years))
        for name, table in self._tables():
            twice = self.kind == "dyad" and table.level == "state"
            titles = "; ".join(c.title for c in table.sources)
            versions = "; ".join(c.version for c in table.sources)
            for suffix in ("1", "2") if twice else ("",):
                who = f", state {suffix}" if suffix else ""
                rows += [
                    (c.name + suffix, name, c.unit, c.description + who, titles, versions, *table.covered)
                    for c in table.columns
                ]
        known = {row[0]: row for row in rows}
        for column, years in self.shifts:
            if column in known:
                _, verb, unit, words, *rest = known[column]
                ago = f"{abs(years)} year{'s' if abs(years) > 1 else ''} {'before' if years > 0 else 'later'}"
                rows.append((shifted_name(column, years), verb, unit, f"{words}, {ago}", *rest))
        schema = ["column", "verb", "unit", "description", "source", "version", "first", "last"]
        return pl.DataFrame(rows, schema=schema, orient="row")

    def keys(self) -> tuple[str, ...]:
        """Names of the key columns but the year."""
        code = "ccode" if self.system == "cow" else "gwcode"
        return (f"{code}1", f"{code}2") if self.kind == "dyad" else (code,)

    def _only(self, kind: Any, values: tuple[Any, ...]) -> Panel:
        return replace(self, filters=(*self.filters, Filter(kind, tuple(values))))

    def _tables(self) -> list[tuple[str, Table]]:
        ctx = Context(self.atlas, self.own, self.kind)
        found = []
        for name, options in self.additions:
            try:
                table = (VERBS | OWN_VERBS)[name](ctx, **dict(options))
            except TypeError as error:
                raise InputError(
                    f"{name} has no option {', '.join(k for k, _ in options)} ({error})."
                ) from error
            if self.kind == "state" and table.level != "state":
                raise InputError(
                    f"{name} is about pairs of states: it goes on dyad-years (--dyads), not on state-years."
                )
            found.append((name, table))
        return found

    def _cells(self) -> Cells:
        where = grid(self.system)
        exists = (where.days > 0) & where.years(*self.years)
        inside = np.ones(len(where.codes), dtype=bool)
        for f in self.filters:
            if f.kind == "regions":
                code = where.codes
                inside &= np.any(
                    [(code >= REGIONS[r][0]) & (code <= REGIONS[r][1]) for r in f.values], axis=0
                )
            elif f.kind == "states":
                inside &= np.isin(np.arange(len(inside)), [i for n in f.values for i in _rows(where, n)])
        exists &= inside[:, None]
        if self.kind == "state":
            i, y = np.nonzero(exists)
            return Cells(where, i.astype(np.int32), None, y.astype(np.int32))
        both = exists[:, None] & exists[None]
        both[np.arange(len(inside)), np.arange(len(inside))] = False
        both[where.apart[:, 0], where.apart[:, 1], where.apart[:, 2]] = False
        if not self.directed:
            both &= np.triu(np.ones(both.shape[:2], dtype=bool), 1)[:, :, None]
        for f in self.filters:
            if f.kind == "dyads":
                both &= _named(where, f.values)[:, :, None]
            elif f.kind == "relevant":
                both &= _relevant(where, self.atlas)
        flat = np.flatnonzero(both).astype(np.int32)
        pair, y = np.divmod(flat, np.int32(where.shape[1]))
        i, j = np.divmod(pair, np.int32(where.shape[0]))
        return Cells(where, i, j, y)


def shifted_name(column: str, years: int) -> str:
    """What a shifted column is called: `l1_cinc1` a year before, `f2_cinc1` two years later."""
    return f"{'l' if years > 0 else 'f'}{abs(years)}_{column}"


def _with_shifts(
    frame: pl.DataFrame, keys: tuple[str, ...], shifts: tuple[tuple[str, int], ...]
) -> pl.DataFrame:
    """The frame with columns of other years of the same unit, joined by year and never by row."""
    import polars as pl

    for column, years in shifts:
        if column not in frame.columns:
            raise InputError(f"There is no column {column!r} to shift; there are {', '.join(frame.columns)}.")
        then = frame.select(
            *keys,
            (pl.col("year").cast(pl.Int32) + years).cast(pl.Int16).alias("year"),
            pl.col(column).alias(shifted_name(column, years)),
        )
        frame = frame.join(then, on=[*keys, "year"], how="left", maintain_order="left")
    return frame


def start(
    kind: Literal["dyad", "state"],
    directed: bool,
    system: str,
    years: tuple[int, int],
    atlas: Atlas | None,
    files: str | Path | None,
) -> Panel:
    """A panel without additions; raises InputError for an unknown system or impossible years."""
    from detente.evidence import atlas as atlases

    if system not in ("cow", "gw"):
        raise InputError(f"No state system {system!r}; use cow or gw.")
    return Panel(kind, directed, system, _checked(years), atlas or atlases.open(), own_files(files))


def _checked(years: tuple[int, int]) -> tuple[int, int]:
    try:
        first, last = (int(y) for y in years)
    except (TypeError, ValueError):
        raise InputError(f"Years are a first and a last year, not {years!r}.") from None
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        raise InputError(f"Years must run from {FIRST_YEAR} to {LAST_YEAR} at most, not {first} to {last}.")
    return first, last


def _rows(where: Grid, name: str | int) -> list[int]:
    """Grid rows a state has had under its numbers; UnknownActorError if it has none."""
    from detente import actors
    from detente.errors import UnknownActorError

    text = str(name).strip()
    if text.isdigit():
        rows = np.flatnonzero(where.codes == int(text)).tolist() if len(text) < 4 else []
    else:
        actor = actors.resolve(text)
        if actor is None:
            actor = actors.get(text.upper() if len(text) == 3 else text)
        held = where.names.index(actor.id) if actor.id in where.names else -2
        rows = np.flatnonzero((where.ids == held).any(axis=1)).tolist()
    if not rows:
        raise UnknownActorError(f"{name!r} is no state of the {where.system.upper()} list.")
    return rows


def _named(where: Grid, pairs: tuple[Any, ...]) -> NDArray[np.bool_]:
    mask = np.zeros((where.shape[0], where.shape[0]), dtype=bool)
    for one, two in pairs:
        for i in _rows(where, one):
            for j in _rows(where, two):
                mask[i, j] = mask[j, i] = True
    return mask


@cache
def majors() -> pl.DataFrame:
    """Major powers: ccode, first and last year (Correlates of War 2016)."""
    import polars as pl

    return pl.read_csv(str(resources("detente.panel").joinpath("data/majors.csv")))


def _relevant(where: Grid, atlas: Atlas) -> NDArray[np.bool_]:
    """Mask (states, states, years) of politically relevant pairs."""
    codes = where.codes if where.system == "cow" else None
    ccode = np.broadcast_to(codes[:, None], where.shape) if codes is not None else where.other
    power = np.zeros(where.shape, dtype=bool)
    year = np.minimum(np.arange(where.shape[1]) + where.first, 2016)
    for code, first, last in majors().iter_rows():
        power |= (ccode == code) & (year >= first) & (year <= last)
    table = relations.contiguity(Context(atlas, OwnFiles(None), "dyad"))
    n, y = where.shape
    i, j, t = (a.ravel().astype(np.int32) for a in np.indices((n, n, y), dtype=np.int16))
    t = np.minimum(t, 2016 - where.first)
    near = lay(table, Cells(where, i, j, t))["conttype"].fill_null(0).to_numpy() > 0
    return power[:, None] | power[None] | near.reshape(n, n, y)
