"""Statements of so many members of a group: all, most, several, few, none of them.

Each member is tested and the findings are counted, for relations and attributes, whose tests take one actor a role. Neighbours
are the states that touch one by land in the claim's last year; members of blocs and organisations are those of that year. A
denial of a whole group says that it holds for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from detente import actors
from detente.checks import findings
from detente.checks.deeds import units
from detente.domain import ActorSet, Attribute, Claim, Relation, StatementBase
from detente.model import Finding, Label

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_SLOTS: dict[type[StatementBase], tuple[str, ...]] = {Relation: ("a", "b"), Attribute: ("who",)}
_MOST_MEMBERS = 60
_SEVERAL, _FEW = 3, 0.25
_NEIGHBOURS = "neighbours:"
_BY_LAND = 1


def counted(claim: Claim, bench: Bench, context: Context) -> Finding | None:
    """The finding on a claim with one quantified set; None where it has none, or one that cannot be taken apart."""
    slots = _SLOTS.get(type(claim.statement), ())
    quantified = [s for s in slots if getattr(claim.statement, s).quantifier]
    if len(quantified) != 1:
        return None
    slot = quantified[0]
    group: ActorSet = getattr(claim.statement, slot)
    inside = _members(group, bench, _year(claim, context), _others(claim, slot))
    if (
        not inside
        or len(inside) > _MOST_MEMBERS
        or (claim.negative and group.quantifier not in ("all", "any"))
    ):
        return None
    denied = group.quantifier == "none"
    from detente.checks.typed.sets import each, joined

    found: list[tuple[str, Finding]] = []
    for one in inside:
        update: dict[str, object] = {
            "statement": claim.statement.model_copy(update={slot: ActorSet(ids=(one,))})
        }
        if denied:
            update["polarity"] = "positive" if claim.negative else "negative"
        found.append((findings.name(one), each(claim.model_copy(update=update), bench, context)))
    whole = joined(found, group.quantifier in ("some", "any") and not claim.negative)
    if group.quantifier in ("all", "none", "some", "any"):
        return whole
    label = _counted(group, [f.label for _, f in found])
    good = sum(f.label == "supported" for _, f in found)
    reason = f"It holds for {good} of {len(found)}. {whole.reason}"
    return replace(
        whole, label=label, reason=reason, why="too_weak" if label == "insufficient_evidence" else None
    )


def _others(claim: Claim, slot: str) -> tuple[str, ...]:
    """Who stands in the other role: no member is tested against itself."""
    return tuple(
        i for s in _SLOTS[type(claim.statement)] if s != slot for i in getattr(claim.statement, s).ids
    )


def _year(claim: Claim, context: Context) -> int:
    return min(claim.period.end if claim.period.end is not None else context.latest, context.latest)


def _members(group: ActorSet, bench: Bench, year: int, others: Sequence[str]) -> tuple[str, ...]:
    of = group.of or ""
    inside = group.ids or (
        neighbours(bench, of.removeprefix(_NEIGHBOURS), year)
        if of.startswith(_NEIGHBOURS)
        else units.members(of, bench, year)
    )
    return tuple(i for i in inside if i not in group.excluding and i not in others)


def neighbours(bench: Bench, who: str, year: int) -> tuple[str, ...]:
    """States that touch one by land in a year."""
    code = actors.ccode(who, year) or actors.ccode(who)
    table = bench.atlas.table("contiguity").filter(
        (pl.col("kind") == _BY_LAND)
        & (pl.col("start") <= year)
        & (pl.col("end").is_null() | (pl.col("end") >= year))
    )
    pairs = [(r["ccode1"], r["ccode2"]) for r in table.to_dicts()]
    codes = sorted({j for i, j in pairs if i == code} | {i for i, j in pairs if j == code})
    found = (actors.resolve_code(c, "cow", year) for c in codes)
    return tuple(s.id for s in found if s is not None)


def _counted(group: ActorSet, labels: Sequence[Label]) -> Label:
    """What so many findings say of most, several, few or a number."""
    good, bad = labels.count("supported"), labels.count("contradicted")
    open_ = len(labels) - good - bad
    if group.quantifier == "few":
        most = _FEW * len(labels)
        return (
            "supported"
            if good + open_ <= most
            else "contradicted"
            if good > most
            else "insufficient_evidence"
        )
    need = {"most": len(labels) // 2 + 1, "several": min(_SEVERAL, len(labels))}.get(
        group.quantifier or "", group.number or 1
    )
    return "supported" if good >= need else "contradicted" if good + open_ < need else "insufficient_evidence"
