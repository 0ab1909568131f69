"""Attributes: a list that is complete settles them either way, indices of regime settle them where they agree.

Data: `properties.csv` (property, list it is looked up in, whether that list is complete, words, noun of the object).
A row marked disputed is never the ground of more than `contested`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import polars as pl

from detente import actors
from detente.checks.attributes import regimes, spells
from detente.checks.attributes.spells import Span
from detente.checks.deeds import places
from detente.checks.deeds.units import said
from detente.checks.occasions import key
from detente.domain import Attribute, Claim
from detente.errors import UnknownActorError
from detente.evidence.sources.lists import FIRST_YEAR
from detente.model import Finding, Label

if TYPE_CHECKING:
    from detente.checks.statements import Context
    from detente.measures.registry import Bench

_OPPOSITE: dict[Label, Label] = {"supported": "contradicted", "contradicted": "supported"}


_WORST: tuple[Label, ...] = (
    "contradicted",
    "contested",
    "insufficient_evidence",
    "partly_supported",
    "supported",
)


@dataclass(frozen=True)
class Property:
    """What is known of a property: the table it is looked up in, whether that is complete, how it is said."""

    table: str
    name: str
    complete: bool
    words: str


@cache
def properties() -> dict[str, Property]:
    """All properties that can be looked up."""
    text = files("detente.checks.attributes").joinpath("properties.csv").read_text("utf-8")
    return {
        r["property"]: Property(r["table"], r["name"], r["complete"] == "yes", r["words"])
        for r in csv.DictReader(text.splitlines())
    }


def claim(one: Claim, bench: Bench, context: Context) -> Finding:
    """The finding on a claim whose statement is an attribute."""
    statement: Attribute = one.statement  # type: ignore[assignment]
    known = properties().get(statement.property)
    if known is None or not statement.who.ids:
        return unknown(f"No list here says who is {statement.property.replace('_', ' ')}.")
    years = spells.span(one.period, context.latest)
    parts = [
        _TESTS[known.table](who, statement, known, years, bench)
        for who in statement.who.ids
    ]  # fmt: skip
    from detente.checks.typed.sets import joined

    whole = (
        parts[0]
        if len(parts) == 1
        else joined([(said(w), p) for w, p in zip(statement.who.ids, parts, strict=True)])
    )
    return denied(whole) if one.negative else whole


def denied(finding: Finding) -> Finding:
    """The finding on the denial of what was tested."""
    from dataclasses import replace

    if finding.label == "partly_supported":
        return replace(finding, label="contradicted" if not finding.members else "partly_supported")
    return replace(finding, label=_OPPOSITE.get(finding.label, finding.label))


def unknown(reason: str) -> Finding:
    """No source on such things."""
    return Finding("insufficient_evidence", "very_low", ("no source",), reason,
                   would_change=("A list or index of it.",), why="no_source")  # fmt: skip


def _listed(who: str, statement: Attribute, known: Property, years: Span, bench: Bench) -> Finding:
    """A property looked up in the list of attributes; each object must be met."""
    objects = [t.id for t in statement.object if t.id] or [""]
    table = bench.atlas.table("attributes").filter(pl.col("property") == known.name)
    own = [r for r in table.to_dicts() if _same(r["who"], who)]
    found = [
        _one(who, o, [r for r in own if not o or r["object"] == places.known(o)], known, years, bench)
        for o in objects
    ]
    return min(found, key=lambda f: _WORST.index(f.label))


def _one(
    who: str, what: str, rows: Sequence[dict[str, Any]], known: Property, years: Span, bench: Bench
) -> Finding:
    sure = [r for r in rows if not r["disputed"]]
    of = f" {said(what)}" if what and known.name == "part_of" else ""
    named = said(who)
    if rows:
        notes = "; ".join(dict.fromkeys(r["note"] for r in rows if r["note"]))
        listed = (
            f"{named[0].upper()}{named[1:]} is listed as {known.words}{of} {spells.told(rows, FIRST_YEAR)}"
        )
        reason = f"{listed}{f' ({notes})' if notes else ''}."
    else:
        reason = f"{named[0].upper()}{named[1:]} is not in the list of what is {known.words}{of}."
    how, disputed = spells.covered(sure, years), spells.covered(rows, years)
    if how == "all":
        return _finding("supported", reason, rows, known, bench)
    if disputed != how and disputed == "all":
        return _finding("contested", reason, rows, known, bench)
    if how == "some":
        return _finding("partly_supported", reason, rows, known, bench)
    if known.complete or (rows and disputed == "none" and known.name != "military_government"):
        return _finding("contradicted", reason, rows, known, bench)
    return unknown(f"{reason} The list is not complete.")


def _finding(
    label: Label, reason: str, rows: Sequence[dict[str, Any]], known: Property, bench: Bench
) -> Finding:
    from detente.model import Grade

    general = all(r["reference"] == "general record" for r in rows)
    grade: Grade = "moderate" if general and rows else "high"
    sources = dict.fromkeys(r["reference"] for r in rows) or {"a complete list": None}
    where = f"property = '{known.name}' AND who IN ({', '.join(sorted({repr(r['who']) for r in rows})) or 'NULL'})"
    return Finding(
        label, grade, ("; ".join(sources),), reason, would_change=("An entry that the list lacks.",),
        counter_reading="A list says what is so by its own definition.",
        evidence=spells.evidence(bench, "attributes", rows, where),
        citations=(bench.source("lists").citation_key,) if "lists" in bench.atlas.sources else (),
    )  # fmt: skip


def _same(listed: str, claimed: str) -> bool:
    """Whether two ids mean one state (a state and the one it continues) or one place."""
    if claimed.startswith("place:") or listed.startswith("place:"):
        return places.known(listed) == places.known(claimed)
    return key(listed) == key(claimed)


def _regime(who: str, statement: Attribute, known: Property, years: Span, bench: Bench) -> Finding:
    return regimes.test(who, known.name, years, bench)


def _independent(who: str, statement: Attribute, known: Property, years: Span, bench: Bench) -> Finding:
    """Whether a state existed: the lists of the state system."""
    try:
        actor = actors.get(who)
    except UnknownActorError as error:
        return unknown(str(error))
    rows = [
        {"who": who, "start": s.year, "end": e.year if e else None, "source": "state system"}
        for s, e in actor.spells
    ]
    named = said(who)
    if not rows:
        return unknown(f"{named} is in no list of the state system.")
    how = spells.covered(rows, years)
    label: Label = {"all": "supported", "some": "partly_supported", "none": "contradicted"}[how]  # type: ignore[assignment]
    reason = f"{named[0].upper()}{named[1:]} has been a state {spells.told(rows, FIRST_YEAR)}, by the lists of the state system."
    return Finding(label, "high", ("Correlates of War and Gleditsch-Ward, state system",), reason,
                   counter_reading="The lists count recognition and size, not full sovereignty.")  # fmt: skip


def _party(who: str, statement: Attribute, known: Property, years: Span, bench: Bench) -> Finding:
    """Whether a state was party to a treaty that has a list of its parties."""
    objects = [t.id for t in statement.object if t.id]
    if not objects:
        return unknown("It does not say to what.")
    from detente.checks import memberships

    return memberships.standing(who, memberships.organisation(objects[0]), "member", years, bench)


def _territory(who: str, statement: Attribute, known: Property, years: Span, bench: Bench) -> Finding:
    from detente.checks import territory

    held = [t.id for t in statement.object if t.id]
    return territory.holds(who, held, known.name, years, bench)


_TESTS: dict[str, Callable[[str, Attribute, Property, Span, Any], Finding]] = {
    "attributes": _listed, "regimes": _regime, "states": _independent, "memberships": _party, "territories": _territory,
}  # fmt: skip
