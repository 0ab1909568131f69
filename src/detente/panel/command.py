"""What `detente panel` does: a panel from plain options, written to a file or printed as CSV."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import InputError

if TYPE_CHECKING:
    from detente.evidence.atlas import Atlas
    from detente.panel.panel import Panel


@dataclass(frozen=True)
class Written:
    """Where the panel went (`-` for standard output), its size, and BibTeX of what it stands on."""

    out: str
    rows: int
    columns: tuple[str, ...]
    cite: str


def run(
    dyads: str | Sequence[str] | None,
    states: str | Sequence[str] | None,
    years: str | tuple[int, int] | None,
    directed: bool,
    system: str,
    add: str | Sequence[str],
    out: str | Path,
    *,
    files: str | Path | None = None,
) -> Written:
    """Make a panel and write it.

    `dyads` are pairs `A-B` and `states` names, as a list or separated by commas; with `states` alone
    the panel is one of state-years, else of dyad-years (all of them without `dyads`). `years` is
    `Y1-Y2` or a pair. `add` names verbs; an option is given as `mids:data=gml` (several joined by
    `;`). `out` ends in .parquet, .csv or .dta, or is `-` for CSV on standard output. InputError.
    """
    from detente.panel import export

    panel = described(dyads, states, years, directed, system, add, files=files)
    frame = panel.collect()
    if str(out) == "-":
        sys.stdout.write(frame.write_csv())
    else:
        export.write(frame, Path(out), panel.labels())
    return Written(str(out), frame.height, tuple(frame.columns), panel.cite())


def described(
    dyads: str | Sequence[str | tuple[str | int, str | int]] | None,
    states: str | Sequence[str] | None,
    years: str | tuple[int, int] | None,
    directed: bool,
    system: str,
    add: str | Sequence[str],
    *,
    atlas: Atlas | None = None,
    files: str | Path | None = None,
) -> Panel:
    """The panel that plain options ask for, as `run` takes them. Raises InputError."""
    from detente.panel import dyad_years, state_years

    pairs = [_pair(p) if isinstance(p, str) else p for p in _split(dyads)]
    names = _split(states)
    _one_list([name for pair in pairs for name in pair] + names)
    if pairs and names:
        raise InputError("Give dyads or states, not both.")
    span = _years(years)
    if names:
        panel = state_years(system, span, atlas=atlas, files=files).states(*names)
    else:
        panel = dyad_years(directed, system, span, atlas=atlas, files=files)
        panel = panel.dyads(*pairs) if pairs else panel
    for verb in _split(add):
        name, _, options = verb.partition(":")
        panel = panel.add(name.strip(), **_options(options))
    return panel


def _split(value: str | Sequence[Any] | None) -> list[Any]:
    parts = value.split(",") if isinstance(value, str) else list(value or ())
    stripped = [p.strip() if isinstance(p, str) else p for p in parts]
    return [p for p in stripped if p]


def _pair(text: str) -> tuple[str, str]:
    """The two states of `A-B`; names may hold hyphens themselves ("Guinea-Bissau-Portugal")."""
    parts = [part.strip() for part in text.split("-")]
    splits = [("-".join(parts[:k]), "-".join(parts[k:])) for k in range(1, len(parts))]
    splits = [(one, two) for one, two in splits if one and two]
    known = [pair for pair in splits if all(map(_is_known, pair))]
    if len(known) > 1:
        raise InputError(
            f"{text!r} can be read as {' or as '.join(' and '.join(p) for p in known)}; give ids or numbers."
        )
    if not splits:
        raise InputError(f"A dyad is two states joined by a hyphen (PAK-RUS), not {text!r}.")
    return known[0] if known else splits[0]


def _is_known(name: str) -> bool:
    from detente import actors

    return name.isdigit() or actors.resolve(name) is not None


def _one_list(names: Sequence[str | int]) -> None:
    """InputError where letters of the Correlates of War list stand beside letters that mean two states in the two lists."""
    from detente import actors

    codes = [n for n in names if isinstance(n, str) and len(n) == 3 and n.isupper() and n.isalpha()]
    cow = {n: actors.resolve_code(n, "cowabb") for n in codes}
    iso = {n: actors.resolve_code(n, "iso3") for n in codes}
    only = [n for n in codes if cow[n] and not iso[n]]
    for n in codes:
        other, own = cow[n], iso[n]
        if (
            only
            and other
            and own
            and other.id not in (own.id, *actors.successors(own.id), *actors.predecessors(own.id))
        ):
            raise InputError(
                f"{only[0]} is of the Correlates of War list, where {n} is {other.name}; in ISO 3166 it is {own.name}. "
                "Give numbers (ccode) or names."
            )


def _years(value: str | tuple[int, int] | None) -> tuple[int, int]:
    if value is None:
        return 1816, 2016
    if not isinstance(value, str):
        return value
    first, _, last = value.partition("-")
    try:
        return int(first), int(last or first)
    except ValueError:
        raise InputError(f"Years are given as 1990-2010, not {value!r}.") from None


def _options(text: str) -> dict[str, str | tuple[str, ...]]:
    found: dict[str, str | tuple[str, ...]] = {}
    for part in filter(None, text.split(";")):
        key, equals, value = part.partition("=")
        if not equals:
            raise InputError(f"An option is name=value, not {part!r}.")
        found[key.strip()] = tuple(value.split("+")) if "+" in value else value.strip()
    return found
