"""Every actor, every pair: a claim on a set holds only if it holds for each member, and the finding shows each.

A claim is taken apart into claims of single actors; their findings are joined by a table (`JOINED`), not by an average.
Deeds done jointly, sums over several partners, and sets with a quantifier stay whole: their own tests count them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from detente.domain import (
    ActorSet,
    Alignment,
    Attribute,
    Change,
    Claim,
    Dependence,
    Quantity,
    Relation,
    StatementBase,
)
from detente.domain.statements import Influence, Linkage, Membership, Territory
from detente.english import listed
from detente.model import Finding, Grade, Label, Member

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_MOST = 60  # members of one claim that are tested one by one
_GRADES: tuple[Grade, ...] = ("high", "moderate", "low", "very_low")

_PAIRED: dict[type[StatementBase], tuple[str, str]] = {Relation: ("a", "b"), Linkage: ("a", "b")}
_SINGLE: dict[type[StatementBase], tuple[str, ...]] = {
    Attribute: ("who",), Membership: ("who",), Territory: ("who",), Dependence: ("who", "on"), Quantity: ("of", "with_"),
    Alignment: ("who", "toward", "away"), Influence: ("who", "over"),
}  # fmt: skip


def each(claim: Claim, bench: Bench, context: Context) -> Finding:
    """The finding on a claim, its sets taken apart."""
    from detente.checks.typed.door import evaluate
    from detente.checks.typed.quantified import counted

    whole = counted(claim, bench, context) if claim.modality == "asserted" else None
    if whole is not None:
        return whole
    parts = list(singles(claim.statement))
    if len(parts) <= 1:
        only = parts[0][1] if parts else claim.statement
        return evaluate(only, claim.model_copy(update={"statement": only}), bench, context)
    found = [
        (who, evaluate(one, claim.model_copy(update={"statement": one}), bench, context))
        for who, one in parts[:_MOST]
    ]
    some = any(s.mode == "some_pair" for s in _sets(claim.statement))
    return joined(found, some)


def _sets(statement: StatementBase) -> list[ActorSet]:
    return [v for v in statement.__dict__.values() if isinstance(v, ActorSet)]


def singles(statement: StatementBase) -> Iterator[tuple[str, StatementBase]]:
    """Who each part is about, in words, and the statement of it alone."""
    if isinstance(statement, Change):
        for who, inner in singles(statement.of):
            yield who, statement.model_copy(update={"of": inner})
        return
    kind = type(statement)
    if kind in _PAIRED:
        yield from _pairs(statement, *_PAIRED[kind])
        return
    parts: list[tuple[list[str], StatementBase]] = [([], statement)]
    for slot in _SINGLE.get(kind, ()):
        own: ActorSet = getattr(statement, slot)
        if len(own) < 2 or own.mode in ("joint", "collective") or own.quantifier:
            continue
        parts = [
            ([*said, i], one.model_copy(update={slot: ActorSet(ids=(i,))}))
            for said, one in parts
            for i in own.ids
        ]
    for said, one in parts:
        if len(said) == 2 and said[0] == said[1]:
            continue  # "each other's": of nobody with himself
        yield _said(said), one


def _pairs(statement: StatementBase, first: str, second: str) -> Iterator[tuple[str, StatementBase]]:
    a: ActorSet = getattr(statement, first)
    b: ActorSet = getattr(statement, second)
    if a.quantifier or b.quantifier or a.mode == "collective" or b.mode == "collective":
        yield "", statement
        return
    pairs = [(i, j) for i in a.ids for j in b.ids if i != j] if b.ids else list(combinations(a.ids, 2))
    for i, j in pairs:
        sides = {first: ActorSet(ids=(i,)), second: ActorSet(ids=(j,))}
        yield _said([i, j]), statement.model_copy(update=sides)
    if not pairs:
        yield "", statement


def _said(ids: Sequence[str]) -> str:
    from detente.checks.findings import name

    return listed([name(i) for i in ids])


def joined(found: Sequence[tuple[str, Finding]], some: bool = False) -> Finding:
    """One finding of several: its label by `joined_label`, the lowest grade of those that decide it, each member shown."""
    labels: list[Label] = [f.label for _, f in found]
    label = joined_label(labels, some)
    lead = next((f for _, f in found if f.label == label), None) or next(
        (f for _, f in found if f.label in ("supported", "contradicted")), found[0][1]
    )
    telling = [f for _, f in found if f.label == label] or [f for _, f in found]
    grade = _GRADES[max(_GRADES.index(f.grade) for f in telling)]
    members = tuple(Member(who, f.label, f.reason) for who, f in found)
    return replace(
        lead, label=label, grade=grade, members=members,
        reason=" ".join(dict.fromkeys(f.reason for _, f in found)),
        grade_reasons=(_counted(labels), *lead.grade_reasons),
        specifications=tuple(s for _, f in found for s in f.specifications),
        evidence=tuple({(e.source, e.query): e for _, f in found for e in f.evidence}.values()),
        limits=tuple(dict.fromkeys(x for _, f in found for x in f.limits)),
        citations=tuple(dict.fromkeys(x for _, f in found for x in f.citations)),
        disagreements=tuple(dict.fromkeys(x for _, f in found for x in f.disagreements)),
        why=lead.why if label == "insufficient_evidence" else None,
    )  # fmt: skip


_WORDS = {
    "supported": "supported", "partly_supported": "partly supported", "contradicted": "contradicted", "contested": "contested",
    "open": "open", "insufficient_evidence": "without enough evidence", "not_testable": "not testable", "ill_posed": "ill-posed",
}  # fmt: skip


def _counted(labels: Sequence[Label]) -> str:
    counts = [f"{labels.count(x)} {_WORDS[x]}" for x in dict.fromkeys(labels)]
    return f"of {len(labels)} cases named, {listed(counts)}"


def joined_label(labels: Sequence[Label], some: bool = False) -> Label:
    """The label of a claim that must hold for each of several (or for `some` one of them).

    A member refuted refutes the whole; what holds for some while nothing is known of the rest holds in part.
    """
    seen = set(labels)
    if some:
        best: list[Label] = [x for x in _BEST if x in seen]
        return best[0]
    if len(seen) == 1:
        return labels[0]
    if "contradicted" in seen:
        return "contradicted"
    if "ill_posed" in seen:
        return "ill_posed"
    if "contested" in seen:
        return "contested"
    if seen & {"supported", "partly_supported"}:
        return "partly_supported"
    return "open" if "open" in seen else "insufficient_evidence"


_BEST: tuple[Label, ...] = (
    "supported", "partly_supported", "contested", "open", "insufficient_evidence", "contradicted", "not_testable", "ill_posed",
)  # fmt: skip
