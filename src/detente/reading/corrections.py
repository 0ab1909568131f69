"""Corrections: a person's own reading of claims in place of ours.

In: a document, the claims read from it, and the JSON that `detente check --json` wrote (whole, or its
list of claims) after somebody edited it. Out: the claims as corrected, in text order, with their ids, and
a list of what was changed. Everything edited is checked: the quote stands in the part, actors resolve,
kind, role, direction, topic and qualifier are ours; InputError names the claim and the field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from detente.errors import InputError, UnknownActorError
from detente.model import Change, Claim, Document, Period, Qualifier, Role
from detente.reading.given import DIRECTIONS, KINDS, recast
from detente.reading.lexicon import wordset

ROLES = wordset("subject object from to comparison comparison_object third organisation supplier cause place")
TOPICS = wordset(
    "relation voting alliance arms trade rivalry conflict material military economic national imports exports "
    "energy gas electricity oil finance growth membership aid policy transport any"
)
MOST_CLAIMS = 2_000
_FIELDS = ("kind", "actors", "topic", "direction", "period", "qualifier", "attribution", "quote", "details")
_OF_ANY_KIND = frozenset(("negated", "hedge", "organisation", "event"))
_UNSURE = frozenset(("unread", "guessed"))  # marks of our own doubt; a person's reading has none


def correct(
    document: Document, claims: Sequence[Claim], edited: object
) -> tuple[tuple[Claim, ...], tuple[Change, ...]]:
    """Put edited claims in the place of those read.

    Args:
        document: the document the claims were read from.
        claims: the claims as we read them.
        edited: the whole JSON of a report or its list of claims. A claim left out is removed; one whose id
            is new, or has none, is added and needs `part`, `quote` and `kind`. Fields left out stay.

    Returns:
        The corrected claims in text order, and the changes in the same order, removals last.

    Raises:
        InputError: something edited cannot be a claim of this document; the message names it.

    """
    rows = edited.get("claims") if isinstance(edited, Mapping) else edited
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise InputError('Corrections must be a list of claims, or an object with such a list as "claims".')
    if len(rows) > MOST_CLAIMS:
        raise InputError(f"Corrections may hold {MOST_CLAIMS:,} claims at most, not {len(rows):,}.")
    read = {c.id: c for c in claims}
    named = [row["id"] for row in rows if row.get("id") not in (None, "")]
    _once([str(i) for i in named])
    taken = {str(i) for i in named} | set(read)
    found: list[tuple[Claim, tuple[Change, ...]]] = []
    for row in rows:
        own = read.get(str(row.get("id")))
        if own is None:
            claim = _added(document, row, str(row.get("id") or _free(taken)))
            taken.add(claim.id)
            found.append((claim, (Change(claim.id, "claim", None, claim.quote),)))
        else:
            claim = _edited(document, own, row)
            found.append((claim, _changes(own, claim)))
    kept = {claim.id for claim, _ in found}
    removed = tuple(Change(c.id, "claim", c.quote, None) for c in claims if c.id not in kept)
    order = {p.id: k for k, p in enumerate(document.parts)}
    found.sort(key=lambda pair: (order[pair[0].part], pair[0].start))
    corrected = tuple(
        replace(c, premises=tuple(p for p in c.premises if p in kept and p != c.id)) for c, _ in found
    )
    return corrected, (*(change for _, changes in found for change in changes), *removed)


def _once(ids: list[str]) -> None:
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice is not None:
        raise InputError(f"Claim {twice[:40]!r}: the id stands twice in the corrections.")
    wrong = next((i for i in ids if not re.fullmatch(r"[\w.-]{1,40}", i)), None)
    if wrong is not None:
        raise InputError(f"Claim {wrong[:40]!r}: an id is up to 40 letters, digits, dots or dashes.")


def _free(taken: set[str]) -> str:
    number = 1
    while f"c{number}" in taken:
        number += 1
    return f"c{number}"


def _added(document: Document, row: Mapping[str, Any], claim_id: str) -> Claim:
    missing = [name for name in ("part", "quote", "kind") if not row.get(name)]
    if missing:
        raise InputError(f"Claim {claim_id}: a claim that is added needs {', '.join(missing)}.")
    part = str(row["part"])
    if part not in {p.id for p in document.parts}:
        raise InputError(f"Claim {claim_id}: the document has no part {part[:40]!r}.")
    kind = _one_of(row["kind"], KINDS, claim_id, "kind")
    blank = Claim(claim_id, part, "", 0, 0, kind, attribution="author")
    return _edited(document, blank, {"id": claim_id, **row})


def _edited(document: Document, own: Claim, row: Mapping[str, Any]) -> Claim:
    if row.get("part", own.part) != own.part:
        raise InputError(f"Claim {own.id}: a claim stays in its part ({own.part}).")
    claim = recast(own, _one_of(row.get("kind", own.kind), KINDS, own.id, "kind"))
    changed: dict[str, Any] = {}
    if "actors" in row and row["actors"] != _actors(own):
        changed["actors"] = _roles(row["actors"], own.id)
    if "direction" in row and row["direction"] != own.direction:
        changed["direction"] = _direction(row["direction"], claim.kind, own.id)
    if "topic" in row and row["topic"] != own.topic:
        changed["topic"] = _one_of(row["topic"], TOPICS, own.id, "topic")
    if "period" in row and row["period"] != _period(own.period):
        changed["period"] = _years(row["period"], own)
    if "qualifier" in row and row["qualifier"] != own.qualifier:
        changed["qualifier"] = _one_of(row["qualifier"], frozenset(get_args(Qualifier)), own.id, "qualifier")
    if "attribution" in row and row["attribution"] != own.attribution:
        changed["attribution"] = _words(row["attribution"], own.id, "attribution")
    if "premises" in row and row["premises"] != list(own.premises):
        changed["premises"] = _premises(row["premises"], own.id)
    if "details" in row and row["details"] != _as_json(own.details):
        if not isinstance(row["details"], Mapping):
            raise InputError(f"Claim {own.id}: details are an object of names and values.")
        changed["details"] = dict(row["details"])
    changed |= _quote(document, own, row)
    if not changed and claim is own:
        return own
    details = changed.pop("details", claim.details)
    if claim.kind != own.kind:  # what another kind needed says nothing here
        details = {k: v for k, v in details.items() if k in _OF_ANY_KIND}
    return replace(claim, details={k: v for k, v in details.items() if k not in _UNSURE}, **changed)


def _as_json(details: Mapping[str, Any]) -> Any:
    """Details as they stand in the JSON of a report."""
    return json.loads(
        json.dumps(details, default=lambda v: sorted(v) if isinstance(v, set | frozenset) else str(v))
    )


def _quote(document: Document, own: Claim, row: Mapping[str, Any]) -> dict[str, Any]:
    """Quote and span, where they were edited; a span counts before a quote, a quote is looked for."""
    text = next(p.text for p in document.parts if p.id == own.part)
    quote, start, end = row.get("quote", own.quote), row.get("start", own.start), row.get("end", own.end)
    if (quote, start, end) == (own.quote, own.start, own.end):
        return {}
    if not isinstance(quote, str) or not quote.strip():
        raise InputError(f"Claim {own.id}: the quote is empty.")
    spanned = isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)
    if not spanned or text[start:end] != quote:
        places = [m.start() for m in re.finditer(re.escape(quote), text)]
        if not places:
            raise InputError(f"Claim {own.id}: the quote {quote[:60]!r} does not stand in part {own.part}.")
        start = min(places, key=lambda at: abs(at - own.start))
        end = start + len(quote)
    return {"quote": quote, "start": start, "end": end}


def _roles(value: object, claim_id: str) -> tuple[Role, ...]:
    if not isinstance(value, list) or not all(isinstance(a, Mapping) for a in value) or len(value) > 50:
        raise InputError(f'Claim {claim_id}: actors are a list of {{"id", "role"}}, 50 at most.')
    return tuple(
        Role(
            _actor(actor.get("id"), claim_id),
            _one_of(actor.get("role", "subject"), ROLES, claim_id, "role"),
            _words(actor.get("mention") or "", claim_id, "mention"),
        )
        for actor in value
    )


def _actor(value: object, claim_id: str) -> str:
    """The id of an actor given by id or by name."""
    from detente import actors

    name = _words(value, claim_id, "actor")
    if name.startswith("event:") and len(name) > 6:
        return name
    try:
        return actors.get(name).id
    except UnknownActorError as error:
        found = actors.resolve(name)
        if found is None:
            raise InputError(f"Claim {claim_id}: {error}") from None
        return found.id


def _direction(value: object, kind: str, claim_id: str) -> str | None:
    return None if value is None else _one_of(value, DIRECTIONS[kind][2], claim_id, f"direction of {kind}")


def _years(value: object, own: Claim) -> Period:
    if not isinstance(value, Mapping):
        raise InputError(f'Claim {own.id}: a period is {{"from", "to"}} in years.')
    years = [value.get("from"), value.get("to")]
    for year in years:
        if year is not None and (isinstance(year, bool) or not isinstance(year, int)):
            raise InputError(f"Claim {own.id}: the year {str(year)[:20]!r} is no whole number.")
        if year is not None and not 1 <= year <= 9999:
            raise InputError(f"Claim {own.id}: the year {year} lies outside 1 to 9999.")
    start, end = years
    if start is not None and end is not None and end < start:
        raise InputError(f"Claim {own.id}: the period {start}-{end} ends before it starts.")
    return Period(start, end, own.period.stated)


def _premises(value: object, claim_id: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(p, str) for p in value):
        raise InputError(f"Claim {claim_id}: premises are a list of claim ids.")
    return tuple(value)


def _one_of(value: object, allowed: frozenset[str], claim_id: str, field: str) -> Any:
    if not isinstance(value, str) or value not in allowed:
        raise InputError(
            f"Claim {claim_id}: {str(value)[:40]!r} is no {field}; use one of {', '.join(sorted(allowed))}."
        )
    return value


def _words(value: object, claim_id: str, field: str) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise InputError(f"Claim {claim_id}: the {field} must be a text of up to 200 characters.")
    return value


def _actors(claim: Claim) -> list[dict[str, str]]:
    return [{"id": a.id, "role": a.role, "mention": a.mention} for a in claim.actors]


def _period(period: Period) -> dict[str, Any]:
    return {"from": period.start, "to": period.end, "stated": period.stated}


def _changes(before: Claim, after: Claim) -> tuple[Change, ...]:
    return tuple(
        Change(before.id, name, one, other)
        for name in _FIELDS
        for one, other in [(_shown(before, name), _shown(after, name))]
        if one != other
    )


def _shown(claim: Claim, field: str) -> str | None:
    """A field as a card shows it."""
    if field == "actors":
        return ", ".join(f"{a.id} ({a.role})" for a in claim.actors) or None
    if field == "period":
        years = (claim.period.start, claim.period.end)
        return None if years == (None, None) else " to ".join("open" if y is None else str(y) for y in years)
    if field == "details":
        kept = {k: v for k, v in claim.details.items() if k not in _UNSURE}
        return "; ".join(f"{k}: {v}" for k, v in sorted(kept.items())) or None
    return getattr(claim, field)
