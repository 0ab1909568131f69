"""The register of checks: one module a kind of claim, found under the kind's name.

`check` is the only door: it settles the period, refuses what is ill-posed, calls the kind's check
and never lets a claim of an unknown kind pass as tested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING

from detente.checks import entities, findings, relation
from detente.errors import UnknownActorError
from detente.model import Claim, Finding, Role

if TYPE_CHECKING:
    from detente.measures.registry import Bench

KINDS = ("level", "trend", "no_change", "realignment", "convergence", "membership", "power", "dependence",
         "linkage", "normative", "value", "reaction", "driver", "triad", "order", "possibility", "necessity",
         "connectivity", "threat", "energy", "influence")  # fmt: skip
KNOWN = KINDS
_FORWARD = ("possibility", "normative", "value")  # kinds that are about the future, or about no time at all
_OF_A_TIME = (
    "level", "trend", "no_change", "realignment", "convergence", "power", "dependence", "linkage", "energy", "threat",
)  # fmt: skip
_OF_WAYS = ("necessity", "connectivity")  # read by their own grammar, `ways`
_EARLIEST, _FARTHEST = 1816, 2100


@dataclass(frozen=True)
class Context:
    """What a check may know beside the claim: the last year of evidence, findings of premises."""

    latest: int = 2025
    premises: Mapping[str, tuple[Claim, Finding]] = field(default_factory=dict)


_BY_PAIRS = {
    "level": ("subject", "object"), "trend": ("subject", "object"), "no_change": ("subject", "object"),
    "convergence": ("subject", "object"), "power": ("subject", "comparison"), "dependence": ("subject", "supplier"),
}  # fmt: skip
"""Kinds whose tests take one pair, with the roles that make it: a claim on several is put to each pair."""


def _pairs(claim: Claim) -> list[Claim]:
    """The claim for each pair of those it names; itself where it names one pair or balances between two."""
    first, second = _BY_PAIRS.get(claim.kind, ("", ""))
    ones, others = claim.roles(first), claim.roles(second)
    if claim.direction == "balanced" or claim.details.get("relative") or (len(ones) > 1 and not others):
        return [claim]
    if max(len(ones), len(others)) < 2:
        return [claim]
    rest = tuple(r for r in claim.actors if r.role not in (first, second))
    pairs = [(i, j) for i in ones for j in (others or (None,)) if i != j]
    return [
        replace(claim, actors=(Role(i, first), *((Role(j, second),) if j else ()), *rest)) for i, j in pairs
    ]


def check(claim: Claim, bench: Bench, context: Context | None = None) -> Finding:
    """The finding for one claim, on every pair it names. Never raises for what a text can say."""
    context = context or Context()
    parts = _pairs(claim)
    if len(parts) > 1:
        from detente.checks.typed.sets import joined

        named = [" and ".join(findings.name(r.id) for r in p.actors[:2]) for p in parts]
        return joined([(who, _one(p, bench, context)) for who, p in zip(named, parts, strict=True)])
    return _one(claim, bench, context)


def _one(claim: Claim, bench: Bench, context: Context) -> Finding:
    if claim.kind not in KINDS:
        return findings.simple(
            "insufficient_evidence",
            f"detente has no test for claims of the kind {claim.kind!r} yet.",
            reasons=("no test of this kind",),
        )
    if claim.details.get("unread") and claim.kind not in _OF_WAYS:
        return findings.unread()
    if claim.details.get("undated") and claim.kind in _OF_A_TIME:
        return findings.simple(
            "insufficient_evidence",
            "The sentence speaks of the past without saying when: name the years to have it tested.",
            reasons=("no period",),
        )
    if claim.kind == "value":
        return findings.simple("not_testable", "A value or rhetorical statement: no evidence decides it.")
    try:
        stated_end, open_start = claim.period.end or 0, claim.period.start is None
        claim = entities.settle_period(claim, context.latest)
        if claim.kind in _OF_WAYS and open_start:  # the map of the day
            claim = replace(claim, period=replace(claim.period, start=claim.period.end))
        start, end = claim.period.start or 0, claim.period.end or 0
        if end < _EARLIEST or start > _FARTHEST:
            return findings.simple("ill_posed", f"The years {start}-{end} lie outside all evidence.")
        problem = entities.ill_posed(claim)
    except UnknownActorError as error:
        return findings.simple("ill_posed", str(error))
    if problem:
        return findings.simple("ill_posed", problem, grade="high", reasons=("dates of the state system",))
    if start > context.latest:
        return findings.simple(
            "insufficient_evidence", f"The claim is about {start}-{end}; evidence ends in {context.latest}."
        )
    module = import_module(f"detente.checks.{claim.kind}")
    finding = module.check(claim, bench, context)
    if stated_end > context.latest or (claim.details.get("future") and claim.kind not in _FORWARD):
        finding = relation.looking_ahead(finding, context.latest)
    if claim.details.get("guessed"):
        finding = relation.lowered(
            finding, "the direction is the plain one of its kind, no verb was recognised"
        )
    return relation.with_limits(finding, entities.partial_existence(claim))
