"""The audit: how the tests do on claims with known answers.

In: a CSV with the columns id, claim, actors (A;B;C), years (Y or Y1-Y2), kind, expected_verdict (may be
empty), scored (yes, abstention or empty) and optionally trap. Out: the label and grade of each row,
accuracy by kind, a confusion matrix and the flips between supported and contradicted. Actors, years
and kind of the table are taken as the reading of the claim, unless the sentence alone is to be read.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.checks import registry
from detente.errors import InputError
from detente.model import Claim, Finding

if TYPE_CHECKING:
    from detente.measures.registry import Bench

_NEEDED = ("id", "claim", "actors", "years", "kind")
_YEARS = re.compile(r"^\s*(\d{4})(?:\s*[-–]\s*(\d{4}))?\s*$")
_LATEST = registry.Context().latest
_FLIPS = {("supported", "contradicted"), ("contradicted", "supported")}


@dataclass(frozen=True)
class AuditRow:
    """One known answer and what the tests said of it."""

    id: str
    kind: str
    label: str
    grade: str
    reason: str
    expected: str
    scored: str
    trap: str
    premise: str = ""
    restatement: str = ""
    untested: tuple[str, ...] = ()

    @property
    def right(self) -> bool | None:
        """Whether the label is the expected one; None where nothing is expected."""
        if not self.expected:
            return None
        label, _, premise = (part.strip() for part in self.expected.partition(";"))
        agrees = self.label == label
        if premise.startswith("premise"):
            agrees = agrees and self.premise == premise.removeprefix("premise").strip()
        return agrees

    @property
    def flip(self) -> bool:
        """Supported where contradicted was expected, or the reverse."""
        return (self.expected, self.label) in _FLIPS


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a table of known answers; InputError where it cannot be one."""
    try:
        text = path.read_text("utf-8-sig")
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; give the CSV file itself.") from None
    except FileNotFoundError:
        raise InputError(f"There is no file {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as a UTF-8 CSV file ({type(error).__name__}).") from None
    try:
        reader = csv.DictReader(text.splitlines(), strict=True)
        rows = [{k: (v or "").strip() for k, v in row.items() if k is not None} for row in reader]
    except csv.Error as error:
        raise InputError(f"{path} is not a well-formed CSV file: {error}.") from None
    missing = [c for c in _NEEDED if c not in (reader.fieldnames or ())]
    if missing:
        raise InputError(f"{path} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}.")
    if not rows:
        raise InputError(f"{path} has no rows.")
    return rows


def audit(
    bench: Bench,
    rows: Iterable[Mapping[str, str]],
    *,
    read: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> list[AuditRow]:
    """Test every row. `read` takes the reading from the sentence alone; `progress` is told how many are done."""
    given, found = list(rows), []
    for k, row in enumerate(given):
        found.append(_one(bench, row, read))
        if progress is not None:
            progress(k + 1, len(given))
    return found


def _one(bench: Bench, row: Mapping[str, str], read: bool) -> AuditRow:
    """The row's finding; a row that cannot be used is `refused` with its reason and stops no other."""
    try:
        if read or not row["kind"]:
            return _read(bench, row)
        return _given(bench, row)
    except InputError as error:
        return _row(row, "refused", "very_low", str(error))


def _row(row: Mapping[str, str], label: str, grade: str, reason: str, **more: Any) -> AuditRow:
    return AuditRow(
        row["id"], row["kind"], label, grade, reason, row.get("expected_verdict", ""), row.get("scored", ""),
        row.get("trap", ""), **more,
    )  # fmt: skip


def _read(bench: Bench, row: Mapping[str, str]) -> AuditRow:
    """The row as its sentence alone is read: every claim found in it must hold."""
    from detente import pipeline
    from detente.checks.typed.sets import joined
    from detente.model import Document, Part

    if not row["claim"]:
        raise InputError("The row has no claim.")
    document = Document(None, (Part("sentence", "article", row["claim"]),), pipeline.SENTENCE)
    found = pipeline.read(document)
    if not found.claims:
        reason = "; ".join(n.reason for n in found.not_read) or "it speaks of no states"
        return _row(row, "not_read", "very_low", f"Not read: {reason}.")
    checked = list(pipeline.tested(bench, found.claims, _LATEST, present=True))
    own = [c for c in checked if c.finding.label != "not_testable"] or checked
    finding = joined([(c.claim.restatement, c.finding) for c in own]) if len(own) > 1 else own[0].finding
    restatement = " ".join(c.claim.restatement for c in checked)
    untested = tuple(u.text for c in checked if c.claim.typed for u in c.claim.typed.untested)
    return _row(row, finding.label, finding.grade, finding.reason, restatement=restatement, untested=untested)


def _given(bench: Bench, row: Mapping[str, str]) -> AuditRow:
    """The row with its kind, actors and years given."""
    from detente import reading

    ids = [_actor(a.strip(), row) for a in row["actors"].split(";") if a.strip()]
    kind = row["kind"] if row["kind"] in registry.KNOWN else None
    claims = reading.read_claims(row["claim"], actors=ids or None, years=_years(row), kind=kind)
    if not claims:
        return _row(row, "not_read", "very_low", "No claim was read in the sentence.")
    answers = answer(bench, claims)
    main = claims[0]
    finding = answers[main.id][1]
    premises = [answers[p][1].label for p in main.premises if p in answers]
    decided = [p for p in premises if p in ("supported", "contradicted")]
    premise = decided[0] if decided else premises[0] if premises else ""
    return _row(row, finding.label, finding.grade, finding.reason, premise=premise)


def _actor(said: str, row: Mapping[str, str]) -> str:
    """The id of an actor given by id, code or name.

    Raises:
        InputError: nobody is called so.

    """
    from detente import actors
    from detente.errors import UnknownActorError

    try:
        return actors.get(said).id
    except UnknownActorError:
        pass
    years = _years(row)
    year = years[1] if years else None
    found = actors.resolve_code(int(said), "cow", year) if said.isdigit() else actors.resolve(said, year)
    if found is None:
        from detente.reading.validation import nearest

        near = nearest(said)
        raise InputError(f"No actor is called {said!r}{f'; perhaps {near}' if near else ''}.")
    return found.id


def answer(
    bench: Bench,
    claims: Iterable[Claim],
    latest: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, tuple[Claim, Finding]]:
    """Findings of claims by id, premises before the claims that rest on them; `progress` is told how many are done."""
    waiting = {c.id: c for c in claims}
    done: dict[str, tuple[Claim, Finding]] = {}
    order = sorted(waiting.values(), key=lambda c: bool(c.premises))
    for claim in order:
        context = registry.Context(premises=done) if latest is None else registry.Context(latest, done)
        done[claim.id] = (claim, registry.check(claim, bench, context))
        if progress is not None:
            progress(len(done), len(order))
    return done


def _years(row: Mapping[str, str]) -> tuple[int, int] | None:
    text = row["years"]
    if not text:
        return None
    found = _YEARS.match(text)
    if not found:
        raise InputError(f"Row {row['id']}: the years {text!r} are neither a year nor a range of years.")
    first = int(found[1])
    return first, int(found[2] or first)


def summary(rows: list[AuditRow]) -> dict[str, Any]:
    """Accuracy by kind, confusion matrix, flips."""
    kinds: dict[str, dict[str, Any]] = {}
    for kind in dict.fromkeys(r.kind for r in rows):
        own = [r for r in rows if r.kind == kind and r.right is not None]
        kinds[kind] = {
            "rows": len(own),
            "right": sum(bool(r.right) for r in own),
            "wrong": [r.id for r in own if not r.right],
        }
    scored = [r for r in rows if r.scored == "yes" and r.right is not None]
    abstain = [r for r in rows if r.scored == "abstention" and r.right is not None]
    confusion = Counter((r.expected.partition(";")[0].strip(), r.label) for r in rows if r.expected)
    flips = [r for r in rows if r.flip]
    return {
        "scored": _share(scored),
        "abstention": _share(abstain),
        "kinds": kinds,
        "confusion": [{"expected": e, "label": got, "rows": n} for (e, got), n in sorted(confusion.items())],
        "flips": [r.id for r in flips],
        "flips_without_trap": [r.id for r in flips if not r.trap],
    }


def _share(rows: list[AuditRow]) -> dict[str, Any]:
    right = sum(bool(r.right) for r in rows)
    return {"rows": len(rows), "right": right, "share": round(right / len(rows), 4) if rows else None}


def to_dict(rows: list[AuditRow]) -> dict[str, Any]:
    """The JSON of `detente audit`."""
    return {
        "rows": [
            {
                "id": r.id, "kind": r.kind, "label": r.label, "grade": r.grade, "reason": r.reason,
                "expected": r.expected, "right": r.right, "premise": r.premise or None,
                "restatement": r.restatement, "untested": list(r.untested),
            }
            for r in rows
        ],
        "summary": summary(rows),
    }  # fmt: skip
