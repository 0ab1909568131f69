"""Corrections: a reading that a person has edited, laid over the reading of the machine.

In: a document, the claims read in it, and the edited claims (the JSON that `detente check --json` writes,
whole or only its list "claims"). Out: the claims to be tested, ids kept, and the list of what was changed.
A field left out, or equal to what was read, is not edited; a claim left out is removed; a claim without an
id, or with a new one, is added. Everything is checked, and an error names the claim and the field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast, get_args

from detente import facets
from detente.errors import InputError
from detente.facets import Facets
from detente.model import Change, Claim, Document, Part, Period, Qualifier, Role
from detente.reading import facets as reading_of
from detente.reading import lexicon
from detente.reading.drafts import dated
from detente.reading.given import DIRECTIONS, KINDS, recast
from detente.reading.lexicon import wordset

MAX_CLAIMS = 2_000
ROLES = wordset(
    "subject object from to comparison comparison_object third organisation supplier cause place group route"
)
TOPICS = wordset(
    "relation voting alliance arms trade rivalry conflict membership material military economic national "
    "imports exports energy finance growth gas electricity oil transport policy aid cooperation"
)
_YEARS = (1, 2200)
_FIELDS = wordset(
    "id part quote start end kind actors topic direction period qualifier attribution premises details facets finding"
)
_STAYS = wordset("hedge future negated organisation event cause")
"""Details that mean the same in every kind; the others go where the kind is changed."""
_BY_US = ("unread", "guessed")
_TYPES: dict[str, tuple[type, ...]] = {
    "threshold": (int, float),
    "rank": (int,),
    "minimum": (int,),
    "horizon": (int,),
    "break": (int,),
    **dict.fromkeys(("negated", "relative", "future", "presupposed", "joint", "alliance"), (bool,)),
    **dict.fromkeys(
        ("hedge", "cause", "event", "response", "organisation", "measure", "mode", "destination", "degree",
         "level", "probability_word", "of", "of_direction", "proposed"),
        (str,),
    ),
}  # fmt: skip


def correct(
    document: Document, claims: Sequence[Claim], edited: object
) -> tuple[tuple[Claim, ...], tuple[Change, ...]]:
    """The claims as corrected, in text order, and what was changed.

    Args:
        document: the document the claims are of.
        claims: as read by the machine.
        edited: the JSON of `detente check --json`, edited, or its list "claims"; as Python values.

    Raises:
        InputError: an entry is not a claim of this document; the message names the claim and the field.

    """
    entries = _entries(document, edited)
    read = {c.id: c for c in claims}
    parts = {p.id: p for p in document.parts}
    names = _names(entries, read)
    made = [_claim(names[k], entry, read.get(names[k]), parts) for k, entry in enumerate(entries)]
    made = [_premises(c, entry, read.get(c.id), names) for c, entry in zip(made, entries, strict=True)]
    place = {p.id: k for k, p in enumerate(document.parts)}
    made.sort(key=lambda c: (place[c.part], c.start, c.end))
    changes = [change for c in made for change in _changes(read.get(c.id), c)]
    changes += [Change(c.id, "claim", c.quote, None) for c in claims if c.id not in set(names)]
    return tuple(made), tuple(changes)


def _entries(document: Document, edited: object) -> list[dict[str, Any]]:
    """The edited claims, once they are known to be of this document."""
    if isinstance(edited, Mapping):
        known = edited.get("document")
        if isinstance(known, Mapping) and isinstance(known.get("parts"), list):
            texts = {p.get("id"): p.get("text") for p in known["parts"] if isinstance(p, Mapping)}
            ours = {p.id: p.text for p in document.parts}
            if any(texts.get(i) not in (None, text) for i, text in ours.items()) or not set(texts) <= set(
                ours
            ):
                raise InputError("The edited claims are of another text than this document.")
        edited = edited.get("claims")
    if not isinstance(edited, list):
        raise InputError('The edited claims must be a list, or an object with a list "claims".')
    if len(edited) > MAX_CLAIMS:
        raise InputError(f"The edited claims are more than {MAX_CLAIMS}.")
    for k, entry in enumerate(edited, 1):
        if not isinstance(entry, Mapping):
            raise InputError(f"Entry {k} of the edited claims is not an object.")
    return [dict(entry) for entry in edited]


def _names(entries: Sequence[Mapping[str, Any]], read: Mapping[str, Claim]) -> list[str]:
    """The id of each entry; one without gets the next number that is free."""
    given = [entry.get("id") for entry in entries]
    for k, one in enumerate(given, 1):
        if one is not None and not (isinstance(one, str) and re.fullmatch(r"c\d{1,6}", one)):
            raise InputError(f"Entry {k} of the edited claims: id must be like c12, not {_say(one)}.")
    named = [one for one in given if one is not None]
    twice = next((one for one in named if named.count(one) > 1), None)
    if twice:
        raise InputError(f"Claim {twice}: id is given to two claims.")
    last = max((int(i[1:]) for i in [*named, *read] if re.fullmatch(r"c\d+", i)), default=0)
    out = []
    for one in given:
        last += one is None
        out.append(one or f"c{last}")
    return out


def _claim(name: str, entry: dict[str, Any], read: Claim | None, parts: Mapping[str, Part]) -> Claim:
    """One entry as a claim, premises aside."""
    unknown = sorted(str(key) for key in entry if key not in _FIELDS)
    if unknown:
        raise _wrong(name, unknown[0], "is not a field of a claim")
    start, end, part = _place(name, entry, read, parts)
    base = read
    kind = _one_of(name, "kind", entry.get("kind", read.kind if read else None), KINDS)
    if base is None:
        base = Claim(name, part.id, "", 0, 0, kind)
    elif kind != base.kind:
        base = recast(base, kind)
        base = replace(base, details={k: v for k, v in base.details.items() if k in _STAYS})
    known = read.actors if read else ()

    def edited(field: str, was: object) -> bool:
        return field in entry and (read is None or entry[field] != was)

    shown = [{"id": a.id, "role": a.role, "mention": a.mention} for a in known]
    period = base.period
    if edited("period", _period_json(read.period) if read else None):
        period = _period(name, entry["period"])
    actors = base.actors
    if edited("actors", shown):
        actors = _actors(name, entry["actors"], known, period)
    elif period != base.period:
        actors = tuple(replace(a, id=dated(a.id, period)) for a in actors)
    topic = base.topic
    if edited("topic", read.topic if read else None):
        topic = _one_of(name, "topic", entry["topic"], TOPICS)
    direction = base.direction
    if read is None or edited("direction", read.direction):
        direction = entry.get("direction")
        allowed = DIRECTIONS[kind][2]
        if direction is not None or allowed:
            direction = _one_of(name, "direction", direction, allowed, f" of the kind {kind}")
    qualifier = base.qualifier
    if edited("qualifier", read.qualifier if read else None):
        words = frozenset(get_args(Qualifier))
        qualifier = cast(Qualifier, _one_of(name, "qualifier", entry["qualifier"], words))
    attribution = base.attribution
    if edited("attribution", read.attribution if read else None):
        attribution = _words(name, "attribution", entry["attribution"])
    elif read is None:
        attribution = "reader" if part.kind == "comment" else "author"
    details = base.details
    if edited("details", read.details if read else None):
        details = _details(name, entry["details"], base.details)
    told = entry["facets"] if edited("facets", facets.as_json(read.facets) if read else None) else None
    made = Claim(
        name, part.id, part.text[start:end], start, end, kind, actors, topic, direction, period,
        qualifier, attribution, (), details, base.facets,
    )  # fmt: skip
    if read is None or told is not None or replace(made, premises=read.premises) != read:
        made = reading_of.filled(
            replace(made, details={k: v for k, v in made.details.items() if k not in _BY_US})
        )
    return made if told is None else replace(made, facets=_facets(name, told))


def _place(
    name: str, entry: Mapping[str, Any], read: Claim | None, parts: Mapping[str, Part]
) -> tuple[int, int, Part]:
    """Where the claim stands: the quote decides where it was edited, else the span."""
    where = entry.get("part", read.part if read else None)
    if where is None and len(parts) == 1:
        where = next(iter(parts))
    if not isinstance(where, str) or where not in parts:
        raise _wrong(name, "part", f"must be one of {', '.join(parts)}, not {_say(where)}")
    part = parts[where]
    quote, span = entry.get("quote"), []
    for field in ("start", "end"):
        value = entry.get(field)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise _wrong(name, field, f"must be a whole number, not {_say(value)}")
        span.append(value)
    start, end = span
    if read and where == read.part and quote in (None, read.quote):
        if (start, end) in ((None, None), (read.start, read.end)):
            return read.start, read.end, part
        quote = None
        start, end = read.start if start is None else start, read.end if end is None else end
    if quote is None:
        if start is None or end is None:
            raise _wrong(name, "quote", "is missing")
        if not 0 <= start < end <= len(part.text) or not part.text[start:end].strip():
            raise _wrong(name, "start", f"and end ({start}, {end}) are no passage of the part {part.id}")
        return start, end, part
    if not isinstance(quote, str) or not quote.strip():
        raise _wrong(name, "quote", "is empty")
    near = start if start is not None else read.start if read else 0
    found = [m.start() for m in re.finditer(f"(?={re.escape(quote)})", part.text)]
    if not found:
        raise _wrong(name, "quote", f"does not stand in the part {part.id}: {_say(quote)}")
    at = min(found, key=lambda k: abs(k - near))
    return at, at + len(quote), part


def _actors(name: str, value: object, known: Sequence[Role], period: Period) -> tuple[Role, ...]:
    if not isinstance(value, list):
        raise _wrong(name, "actors", 'must be a list of {"id", "role"}')
    ours = {a.id: a for a in known}
    out = []
    for one in value:
        if not isinstance(one, Mapping) or not isinstance(one.get("id"), str):
            raise _wrong(name, "actors", 'must be a list of {"id", "role"}')
        role = _one_of(name, "role", one.get("role"), ROLES)
        who, mention = one["id"], one.get("mention")
        if mention is not None and not isinstance(mention, str):
            raise _wrong(name, "actors", f"has a mention that is no text: {_say(mention)}")
        if who not in ours:
            who = dated(_resolve(name, who, period), period)
        out.append(Role(who, role, (mention if mention is not None else "")[:200]))
    return tuple(out)


def _resolve(name: str, said: str, period: Period) -> str:
    """The id of an actor given by its id or by a name."""
    from detente import actors
    from detente.errors import UnknownActorError

    try:
        return actors.get(said).id
    except UnknownActorError:
        pass
    found = actors.resolve(said, period.end or period.start) if said.strip() else None
    if found is not None:
        return found.id
    if any(said in (p["id"], f"sea:{p['phrase']}") for p in lexicon.rows("places.csv")):
        return said
    raise _wrong(name, "actors", f"has no known state, organisation or group {_say(said)}")


def _period_json(period: Period) -> dict[str, Any]:
    return {"from": period.start, "to": period.end, "stated": period.stated}


def _period(name: str, value: object) -> Period:
    if value is None:
        return Period()
    if not isinstance(value, Mapping):
        raise _wrong(name, "period", 'must be {"from": year, "to": year}')
    years: list[int | None] = []
    for key in ("from", "to"):
        year = value.get(key)
        good = year is None or (
            isinstance(year, int) and not isinstance(year, bool) and _YEARS[0] <= year <= _YEARS[1]
        )
        if not good:
            raise _wrong(name, "period", f"must have a year or null for {key}, not {_say(year)}")
        years.append(year)
    start, end = years
    if start is not None and end is not None and end < start:
        raise _wrong(name, "period", f"ends ({end}) before it starts ({start})")
    stated = value.get("stated")
    return Period(start, end, stated[:200] if isinstance(stated, str) else None)


def _details(name: str, value: object, before: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(name, "details", "must be an object")
    out: dict[str, Any] = {}
    for key, item in value.items():
        if key in before and before[key] == item:
            out[key] = item
            continue
        types = _TYPES.get(key)
        if types is None and key not in _BY_US:
            raise _wrong(name, "details", f"has no slot {_say(key)}")
        if types and (not isinstance(item, types) or (isinstance(item, bool) and bool not in types)):
            raise _wrong(name, "details", f"cannot have {_say(item)} for {key}")
        out[key] = item
    return out


def _facets(name: str, value: object) -> Facets:
    try:
        return facets.from_json(value)
    except ValueError as error:
        raise _wrong(name, "facets", f"cannot be taken: see {error}") from None


def _premises(claim: Claim, entry: Mapping[str, Any], read: Claim | None, names: Sequence[str]) -> Claim:
    """The claim with its premises; one that was removed is no premise any more."""
    was = read.premises if read else ()
    given = entry.get("premises", list(was))
    if not isinstance(given, list):
        raise _wrong(claim.id, "premises", "must be a list of claim ids")
    for one in given:
        if (one not in names and one not in was) or one == claim.id:
            raise _wrong(claim.id, "premises", f"names no other claim: {_say(one)}")
    return replace(claim, premises=tuple(dict.fromkeys(one for one in given if one in names)))


def _changes(read: Claim | None, now: Claim) -> list[Change]:
    if read is None:
        return [Change(now.id, "claim", None, now.quote)]
    pairs = [
        ("part", read.part, now.part),
        ("quote", read.quote, now.quote),
        ("kind", read.kind, now.kind),
        ("actors", _actors_text(read), _actors_text(now)),
        ("topic", read.topic, now.topic),
        ("direction", read.direction, now.direction),
        ("period", _period_text(read.period), _period_text(now.period)),
        ("qualifier", read.qualifier, now.qualifier),
        ("attribution", read.attribution, now.attribution),
        ("premises", ", ".join(read.premises), ", ".join(now.premises)),
        ("details", _details_text(read), _details_text(now)),
    ]
    if now.facets not in (read.facets, reading_of.read(now)):  # set by hand
        pairs.append(("facets", _facets_text(read), _facets_text(now)))
    return [Change(now.id, field, a or None, b or None) for field, a, b in pairs if a != b]


def _actors_text(claim: Claim) -> str:
    return ", ".join(f"{a.id} ({a.role})" for a in claim.actors)


def _period_text(period: Period) -> str:
    start, end = period.start, period.end
    if start is None and end is None:
        return ""
    if start == end:
        return str(start)
    return f"to {end}" if start is None else f"from {start}" if end is None else f"{start} to {end}"


def _details_text(claim: Claim) -> str:
    return "; ".join(f"{k}: {v}" for k, v in sorted(claim.details.items()) if k not in _BY_US)


def _facets_text(claim: Claim) -> str:
    own = facets.as_json(claim.facets)
    return json.dumps(own, sort_keys=True) if own else ""


def _one_of(name: str, field: str, value: object, known: frozenset[str], more: str = "") -> str:
    if not isinstance(value, str) or value not in known:
        choice = ", ".join(sorted(known)) or "null"
        raise _wrong(name, field, f"{_say(value)} does not exist{more}: choose from {choice}")
    return value


def _words(name: str, field: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise _wrong(name, field, "must be a text of 1 to 200 characters")
    return value


def _wrong(name: str, field: str, what: str) -> InputError:
    return InputError(f"Claim {name}: {field} {what}.")


def _say(value: object) -> str:
    """A value on one line, as JSON has it, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:77]}..."
