"""The form by which a person corrects a reading, or tells what a sentence that was not read says.

In: a claim of a stored report, or the form that came back; out: what the form shows, or the JSON that
`reading.corrections` takes (one typed claim edited, added or left out, all others named by their ids alone). Slots and
choices are made from the models of `detente.domain`; what `reading.validation` refuses, the form shows with its sentence.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from detente.domain import ACTS, ActorSet, Claim, StatementBase
from detente.errors import InputError
from detente.model import Claim as Shown
from detente.model import NotRead, Report
from detente.reading.validation import TYPES, same_words, validate

Control = Literal["select", "actors", "names", "text", "number", "json"]
_CLAIM_SELECTS = ("polarity", "modality", "likelihood", "stance")
MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a statement type, as the form asks for it."""

    name: str
    control: Control
    choices: tuple[str, ...] = ()
    required: bool = False
    hint: str = ""


@cache
def models() -> dict[str, type[StatementBase]]:
    """Statement types by name."""
    return {one.model_fields["type"].default: one for one in StatementBase.__subclasses__()}


@cache
def slots(kind: str) -> tuple[Slot, ...]:
    """The slots of a statement type in the order of its model."""
    made = []
    for name, field in models()[kind].model_fields.items():
        if name == "type":
            continue
        if name == "act":
            control, choices = "select", tuple(ACTS)
        else:
            control, choices = _control(field.annotation)
        made.append(Slot(field.alias or name, control, choices, field.is_required(), field.description or ""))
    return tuple(made)


def _control(annotation: Any) -> tuple[Control, tuple[str, ...]]:
    """What a slot's annotation is asked for by, and what it offers."""
    parts = [annotation]
    if get_origin(annotation) in (typing.Union, types.UnionType):
        parts = [one for one in get_args(annotation) if one is not type(None)]
    only = parts[0] if len(parts) == 1 else None
    if get_origin(only) is Literal:
        return "select", tuple(map(str, get_args(only)))
    if only is bool:
        return "select", ("true", "false")
    if only is ActorSet:
        return "actors", ()
    if only is str:
        return "text", ()
    if only in (int, float):
        return "number", ()
    if get_origin(only) is tuple and get_args(only)[0] is str:
        return "names", ()
    return "json", ()


@cache
def choices() -> dict[str, tuple[str, ...]]:
    """What the selects of a claim offer, and the names of the statement types."""
    offered = {name: _control(Claim.model_fields[name].annotation)[1] for name in _CLAIM_SELECTS}
    return {**offered, "type": tuple(sorted(TYPES))}


def shown(claim: Shown) -> dict[str, Any]:
    """The form filled with a claim."""
    if claim.typed is None:
        raise InputError(
            "This report was made by an earlier version and cannot be edited: check the article again."
        )
    typed = claim.typed
    statement = typed.statement.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    kind = str(statement["type"])
    return {
        "quote": typed.quote,
        "type": kind,
        "slots": {slot.name: _text(slot, statement.get(slot.name)) for slot in slots(kind)},
        **{name: str(getattr(typed, name) or "") for name in _CLAIM_SELECTS},
        "speaker": typed.speaker,
        "from": typed.period.from_ or "",
        "to": typed.period.to or "",
        "untested": "\n".join(" ".join(u.text.split()) for u in typed.untested),
    }


def blank(quote: str) -> dict[str, Any]:
    """The form for a claim that was missed."""
    return {
        "quote": quote, "type": "relation", "slots": {}, "polarity": "positive", "modality": "asserted", "likelihood": "",
        "stance": "own", "speaker": "author", "from": "", "to": "", "untested": "",
    }  # fmt: skip


def sent(form: Mapping[str, Any]) -> dict[str, Any]:
    """The form as it came back; what it does not hold is empty."""

    def said(name: str) -> str:
        value = form.get(name, "")
        return value.strip()[:MOST_CHARACTERS] if isinstance(value, str) else ""

    names = ("quote", "type", *_CLAIM_SELECTS, "speaker", "from", "to", "untested")
    given = {name: said(name) for name in names}
    if given["type"] not in models():
        raise InputError(f"There is no statement type {given['type'][:40]!r}: {', '.join(sorted(TYPES))}.")
    return {**given, "slots": {slot.name: said(f"slot-{slot.name}") for slot in slots(given["type"])}}


def edited(form: Mapping[str, Any], claim_id: str, was: Claim | None) -> dict[str, Any]:
    """The claim that a form holds, as JSON values.

    Raises:
        InputError: what is written into a slot is not what it holds.

    """
    statement: dict[str, Any] = {"type": form["type"]}
    for slot in slots(form["type"]):
        value = _value(slot, form["slots"].get(slot.name, ""))
        if value is not None:
            statement[slot.name] = value
    made: dict[str, Any] = {
        "id": claim_id, "part": was.part if was else None, "quote": form["quote"], "statement": statement,
        **{name: form[name] or None for name in _CLAIM_SELECTS},
        "speaker": form["speaker"] or "author", "period": _period(form, was), "untested": _untested(form, was),
        "reader": "person",
    }  # fmt: skip
    if was is not None:
        same = same_words(was.quote, form["quote"])
        made |= {"start": was.start, "end": was.end, "quote": was.quote if same else form["quote"]}
    return {name: value for name, value in made.items() if value is not None}


def _period(form: Mapping[str, Any], was: Claim | None) -> dict[str, Any]:
    """The years of the form; years that nobody changed keep where they come from."""
    if was is not None and (form["from"], form["to"]) == (was.period.from_ or "", was.period.to or ""):
        return was.period.model_dump(mode="json", by_alias=True)
    if not (form["from"] or form["to"]):
        return {}
    return {"from": form["from"] or None, "to": form["to"] or None, "origin": "stated"}


def _untested(form: Mapping[str, Any], was: Claim | None) -> list[dict[str, Any]]:
    """Words not tested, one a line; whether they weigh is kept where the words are."""
    weighs = {" ".join(u.text.split()): u for u in was.untested} if was else {}
    lines = [" ".join(line.split()) for line in form["untested"].splitlines() if line.strip()]
    return [
        {"text": weighs[one].text, "material": weighs[one].material} if one in weighs else {"text": one}
        for one in lines
    ]


def _text(slot: Slot, value: Any) -> str:
    """What a slot of the form shows for a value."""
    if value is None:
        return ""
    if slot.control == "actors" and isinstance(value, Mapping):
        return "; ".join(value["ids"]) if set(value) == {"ids"} else json.dumps(value, ensure_ascii=False)
    if slot.control == "names" and isinstance(value, Sequence):
        return "; ".join(map(str, value))
    if slot.control == "json":
        things = value if isinstance(value, list) else [value]
        if all(isinstance(one, Mapping) and set(one) == {"id"} for one in things):
            return "; ".join(one["id"] for one in things)
        return json.dumps(_brief(value), ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _brief(value: Any) -> Any:
    """JSON in which a set of actors meant each is its list of ids."""
    if isinstance(value, Mapping):
        return value["ids"] if set(value) == {"ids"} else {k: _brief(v) for k, v in value.items()}
    return [_brief(one) for one in value] if isinstance(value, list) else value


def _value(slot: Slot, text: str) -> Any:
    """The JSON value of what was written into a slot; None where it is empty."""
    if not text:
        return None
    if slot.control in ("json", "actors") and text[:1] in "{[":
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise InputError(f"The slot {slot.name!r} holds no JSON: {text[:60]}") from None
    if slot.control in ("actors", "names", "json"):
        named = [one.strip() for one in text.split(";") if one.strip()]
        return named[0] if slot.control == "json" and len(named) == 1 else named
    if slot.control == "number":
        try:
            return float(text)
        except ValueError:
            raise InputError(f"The slot {slot.name!r} holds no number: {text[:40]!r}.") from None
    return text == "true" if slot.choices == ("true", "false") else text


def replaced(report: Report, claim_id: str, new: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """All claims by their ids, one as it is now, or without it where `new` is None; a claim of a new id comes last."""
    rows = [dict(new or {}) if c.claim.id == claim_id else {"id": c.claim.id} for c in report.checked]
    if new is not None and all(c.claim.id != claim_id for c in report.checked):
        rows.append(dict(new))
    return [row for row in rows if row]


def new_id(report: Report) -> str:
    """An id that no claim of a report has."""
    taken = {c.claim.id for c in report.checked}
    return next(f"c{k}" for k in range(len(taken) + 1, 2 * len(taken) + 2) if f"c{k}" not in taken)


def settle(report: Report, rows: list[dict[str, Any]]) -> str:
    """The corrections as JSON once the reader accepts them.

    Raises:
        InputError: they cannot be claims of this document, or they change nothing.

    """
    from detente.reading import corrections

    read = [c.claim.typed for c in report.checked if c.claim.typed is not None]
    found = corrections.correct(report.document, read, rows)
    if not found.claims and not report.not_read:
        raise InputError("Without this claim the report would be empty.")
    if not found.changes:
        raise InputError("Nothing was changed: the reading is the one that was tested.")
    return json.dumps(rows)


def answered(report: Report, answer: str) -> tuple[int, list[str]]:
    """How many claims of a language model's answer can be used, and why the others cannot.

    Raises:
        InputError: no JSON with claims stands in it.

    """
    from detente.reading import json_text

    valid = validate(json_text.value_of(answer), report.document, reader="model")
    return len(valid.claims), [str(problem) for problem in valid.problems]


def sentence(report: Report, place: int) -> NotRead | None:
    """A sentence that was not read, by its place in the list."""
    return report.not_read[place] if 0 <= place < len(report.not_read) else None


def told(report: Report, before: Report | None) -> list[dict[str, Any]]:
    """What a person corrected, claim by claim: letter and id (None for a claim left out), the fields in words, and
    the labels of the finding before and now (None where it is not known)."""
    from detente.report import text

    letters = {c.claim.id: text.letter(i) for i, c in enumerate(report.checked)}
    now = {c.claim.id: c.finding.label for c in report.checked}
    then = {c.claim.id: c.finding.label for c in before.checked} if before else {}
    made: dict[str, dict[str, Any]] = {}
    for change in report.changes:
        one = made.setdefault(
            change.claim,
            {"id": change.claim if change.claim in now else None, "letter": letters.get(change.claim),
             "fields": [], "before": then.get(change.claim), "now": now.get(change.claim)},
        )  # fmt: skip
        one["fields"].append(text.correction(change).removeprefix("corrected by you: "))
    return list(made.values())
