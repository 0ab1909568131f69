"""Corrections: a reading that a person has edited, laid over the reading of the machine.

In: a document, the claims read in it, and the JSON of `detente check --json`, edited (claims changed, left out or added).
Out: the claims to be tested and the list of what was changed. Everything goes through `reading.validation`; an error names
the claim by its JSON path and says what would be accepted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.domain import Claim
from detente.errors import InputError
from detente.model import BUILTIN, Change, Document, NotRead, ReadBy
from detente.reading.validation import validate


@dataclass(frozen=True, slots=True)
class Corrected:
    """The claims as edited, in text order; the sentences still not read; what was changed."""

    claims: tuple[Claim, ...]
    not_read: tuple[NotRead, ...]
    changes: tuple[Change, ...]
    by: ReadBy = BUILTIN


def is_published(values: object) -> bool:
    """Whether JSON values are an answer of `detente check`, as against claims from elsewhere."""
    return (
        isinstance(values, Mapping) and "claims" in values and ("detente" in values or "document" in values)
    )


def read_by(published: object) -> ReadBy:
    """Who read a published check; the built-in reader where it does not say."""
    said = published.get("reading") if isinstance(published, Mapping) else None
    given = said if isinstance(said, Mapping) else {}
    who = given.get("reader")
    model, prompt = (
        x[:200] if isinstance(x, str) else None for x in (given.get("model"), given.get("prompt"))
    )
    return ReadBy(who if who in ("model", "person") else "builtin", model, prompt)


def correct(document: Document, read: Sequence[Claim], edited: Any) -> Corrected:
    """The claims as corrected and what was changed.

    Args:
        document: the document the claims are of.
        read: the claims as read by the machine.
        edited: the JSON of `detente check --json`, edited, or its list "claims"; as Python values. A claim that is named
            by its id alone stays as it was read.

    Raises:
        InputError: the edited claims are of another text, or an entry is no valid claim of this document.

    """
    if isinstance(edited, Mapping):
        _same_text(document, edited.get("document"))
    valid = validate(edited, document, reader="person", read=read)
    if valid.problems:
        raise InputError("; ".join(map(str, valid.problems[:12])))
    was = {c.id: c for c in read}
    claims = tuple(_kept(c, was.get(c.id)) for c in valid.claims)
    place = {p.id: k for k, p in enumerate(document.parts)}
    claims = tuple(sorted(claims, key=lambda c: (place[c.part], c.start, c.end)))
    changes = [change for c in claims for change in _changes(was.get(c.id), c)]
    left_out = {c.id for c in read} - {c.id for c in claims}
    changes += [Change(c.id, "claim", c.quote, None) for c in read if c.id in left_out]
    return Corrected(
        claims, still_not_read(_not_read(document, edited), claims), tuple(changes), read_by(edited)
    )


def still_not_read(sentences: Sequence[NotRead], claims: Sequence[Claim]) -> tuple[NotRead, ...]:
    """The sentences in which none of the claims stands."""
    return tuple(
        n
        for n in sentences
        if not any(c.part == n.part and c.start < n.end and n.start < c.end for c in claims)
    )


def _same_text(document: Document, known: object) -> None:
    if not isinstance(known, Mapping) or not isinstance(known.get("parts"), list):
        return
    texts = {p.get("id"): p.get("text") for p in known["parts"] if isinstance(p, Mapping)}
    ours = {p.id: p.text for p in document.parts}
    if any(texts.get(i) not in (None, text) for i, text in ours.items()) or not set(texts) <= set(ours):
        raise InputError("The edited claims are of another text than this document.")


def _not_read(document: Document, edited: object) -> tuple[NotRead, ...]:
    """The sentences not read of an earlier check, as far as they stand in the text."""
    rows = edited.get("not_read") if isinstance(edited, Mapping) else None
    texts = {p.id: p.text for p in document.parts}
    out = []
    for row in rows if isinstance(rows, list) else ():
        try:
            one = NotRead(
                str(row["part"]), int(row["start"]), int(row["end"]), str(row["quote"]), str(row["reason"])
            )
        except (KeyError, TypeError, ValueError):
            continue
        if texts.get(one.part, "")[one.start : one.end] == one.quote:
            out.append(one)
    return tuple(out)


def _kept(now: Claim, was: Claim | None) -> Claim:
    """A claim that nobody edited stays the machine's; one that somebody did is a person's."""
    same = was is not None and now.model_copy(update={"reader": was.reader}) == was
    return was if same and was is not None else now.model_copy(update={"reader": "person"})


_FIELDS = ("part", "quote", "polarity", "modality", "likelihood", "speaker", "stance")


def _changes(was: Claim | None, now: Claim) -> list[Change]:
    from detente.presentation import restate

    if was is None:
        return [Change(now.id, "claim", None, now.quote)]
    if was == now:
        return []
    pairs = [(name, str(getattr(was, name) or ""), str(getattr(now, name) or "")) for name in _FIELDS]
    pairs += [("restatement", restate(was), restate(now))]
    found = [Change(now.id, field, a or None, b or None) for field, a, b in pairs if a != b]
    return found or [Change(now.id, "statement", restate(was), restate(now))]
