"""Tests of `relation`, `change` of a relation, `alignment` and `linkage`: each a question to the measures of ties."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.checks import findings
from detente.checks.attributes import spells
from detente.checks.occasions import key
from detente.checks.typed import compared, quarrels, turns, wars
from detente.checks.typed.questions import ask, only
from detente.domain import Alignment, Change, Claim, Dependence, Linkage, Quantity, Relation
from detente.inference import thresholds
from detente.model import Finding

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench


def silent(why: str, reason: str) -> Finding:
    """No test of that: said as such, with its kind of insufficiency."""
    return replace(findings.simple("insufficient_evidence", reason), why=why)  # pyright: ignore[reportArgumentType]


_TOPICS = {
    "general": "relation",
    "political": "relation",
    "votes": "voting",
    "trade": "trade",
    "economic": "trade",
    "arms": "arms",
    "military": "alliance",
    "security": "alliance",
    "territorial": "rivalry",
}
_LEVELS = {"hostile": "hostile", "strained": "hostile", "friendly": "close", "close": "close"}
_COMPARED = {
    "closer": "close",
    "better": "close",
    "greater": "close",
    "worse": "hostile",
    "farther": "hostile",
    "less": "hostile",
}


def relation(claim: Claim, bench: Bench, context: Context) -> Finding:
    """How two sides stood: a level on a scale, or a listed fact."""
    r = claim.statement
    assert isinstance(r, Relation)
    a, b = only(r.a), only(r.b)
    if r.a.quantifier or r.b.quantifier or a is None or b is None:
        return silent("no_source", "The claim is of a number of states that no list here can count.")
    if r.fact == "in_dispute":
        return quarrels.dispute(claim, r, bench, context, a, b)
    if r.domain in ("interests", "values"):
        found = compared.shared(claim, r, bench, context, a, b) if r.comparison is None else None
        return found or silent("no_source", f"No source here measures such {r.domain} that states share.")
    if r.domain not in _TOPICS:
        return silent("no_source", f"No source here measures {r.domain} that states share.")
    roles = {"subject": a, "object": b}
    if r.comparison is not None:
        return _compared(claim, r, bench, context, a, b)
    if r.fact == "allied":
        found = ask("level", claim, bench, context, roles, topic="alliance", direction="close")
        share = found.specifications[0].estimate if found.specifications else None
        if share is None or share >= thresholds.ALLIED_SHARE:
            return found
        foes = ask("level", claim, bench, context, roles, topic="rivalry", direction="hostile")
        if foes.label == ("contradicted" if claim.negative else "supported"):
            return found
        return _allied(claim, found, share, _called_allies(claim, bench, context, a, b))
    if r.fact == "at_war":
        found = wars.at_war(claim, bench, context, a, b)
        return found or ask("level", claim, bench, context, roles, topic="conflict", direction="hostile")
    if r.fact == "rivals":
        return ask("level", claim, bench, context, roles, topic="rivalry", direction="hostile")
    if r.fact == "threat_to":
        return quarrels.threat(claim, bench, context, a, b)
    if r.fact is not None:
        return silent("no_source", "No source here lists that.")
    if r.level is None or r.level == "neutral":
        return silent("no_source", "No measure here tells terms that are neither friendly nor hostile.")
    return ask("level", claim, bench, context, roles, topic=_TOPICS[r.domain], direction=_LEVELS[r.level])


def _allied(claim: Claim, found: Finding, share: float, called: spells.How) -> Finding:
    """The treaty record of an alliance, for what it can bear: allies are called so without a pact too, and of part of a time."""
    if share > 0:
        return replace(found, label="partly_supported")
    if (
        called == "none" and claim.negative
    ):  # no pact, and on no list of those that are called allies without one
        limit = "Allied here means a pact of defence, or being listed as an ally without one."
        return replace(found, label="supported", grade="low", limits=(limit, *found.limits))
    if called == "all":
        label = "contradicted" if claim.negative else "supported"
        reason = f"{found.reason} They are listed as allies without one."
        return replace(found, label=label, grade="low", reason=reason, why=None)
    return silent("too_weak", f"{found.reason} States without one are called allies too.")


def _called_allies(claim: Claim, bench: Bench, context: Context, a: str, b: str) -> spells.How:
    """Whether a list has the two as allies without a pact of defence, over the years of the claim."""
    if "attributes" not in bench.atlas.tables:
        return "some"
    pair = {key(a), key(b)}
    rows = [
        r for r in bench.atlas.table("attributes").to_dicts()
        if r["property"] == "ally_without_pact" and {key(r["who"]), key(r["object"])} == pair
    ]  # fmt: skip
    years = spells.span(claim.period, context.latest)
    if spells.covered([r for r in rows if not r["disputed"]], years) == "all":
        return "all"  # by law; the other rows are of close military ties that some call an alliance
    return "some" if spells.covered(rows, years) != "none" else "none"


def _compared(claim: Claim, r: Relation, bench: Bench, context: Context, a: str, b: str) -> Finding:
    """Nearer than another pair was (in votes, trade or arms, which are measured pair by pair)."""
    than = r.comparison.than if r.comparison else None
    direction = _COMPARED.get(r.comparison.sign) if r.comparison else None
    if than is None or direction is None:
        return silent("too_weak", "The comparison is of no kind that is ranked here.")
    c, d = only(than.a) or only(than.of), only(than.b)
    if c is None:
        found = compared.with_past(claim, r, bench, context, a, b)
        return found or silent("too_weak", "No test here ranks the two against that.")
    if r.domain not in ("votes", "trade", "economic", "arms"):
        found = compared.with_pair(claim, r, bench, context, (a, b, c, d or b))
        return found or silent("too_weak", "No test here ranks the two pairs against one another.")
    roles = {"subject": a, "object": b, "comparison": c, "comparison_object": d or b}
    return ask(
        "level",
        claim,
        bench,
        context,
        roles,
        topic=_TOPICS[r.domain],
        direction=direction,
        details={"relative": True},
    )


_TRENDS = {
    "improved": "improve",
    "restored": "improve",
    "worsened": "worsen",
    "broke": "worsen",
    "rose": "improve",
    "fell": "worsen",
    "converged": "improve",
    "diverged": "worsen",
}


def change(claim: Claim, bench: Bench, context: Context) -> Finding:
    """A change of a relation, of a quantity or of a dependence."""
    from detente.checks.typed import quantities, shares

    c = claim.statement
    assert isinstance(c, Change)
    if isinstance(c.of, Quantity):
        return quantities.change(claim, c, c.of, bench, context)
    if isinstance(c.of, Dependence):
        return shares.dependence_change(claim, c, c.of, bench, context)
    if not isinstance(c.of, Relation):
        return silent("no_source", "No series here shows a change of that.")
    return _of_relation(claim, c, c.of, bench, context)


def _of_relation(claim: Claim, c: Change, r: Relation, bench: Bench, context: Context) -> Finding:
    a, b = only(r.a), only(r.b)
    if a is None or b is None or r.a.quantifier or r.b.quantifier:
        return silent("no_source", "The claim names no two sides whose relation could be measured.")
    roles = {"subject": a, "object": b}
    if c.direction == "unchanged":
        level = _LEVELS.get(r.level or "")
        details = {"level": level} if level else {}
        return ask(
            "no_change",
            claim,
            bench,
            context,
            roles,
            topic=_TOPICS.get(r.domain, "relation"),
            direction="stable",
            details=details,
        )
    if r.fact == "allied" and c.direction in ("began", "ended"):
        return silent("no_source", "When a pact was made or ended is a deed of the record, not a trend.")
    if c.direction not in _TRENDS or r.domain not in _TOPICS:
        return silent("no_source", "No series here shows a change of that.")
    if c.direction in ("converged", "diverged"):
        side = "converge" if c.direction == "converged" else "diverge"
        return ask(
            "convergence",
            claim,
            bench,
            context,
            roles,
            topic="voting" if r.domain == "votes" else "relation",
            direction=side,
        )
    topic = _TOPICS[r.domain]
    details = {"degree": "break"} if c.direction == "broke" else {}
    topic = "conflict" if r.fact == "in_dispute" else "relation" if topic == "rivalry" else topic
    found = ask(
        "trend", claim, bench, context, roles, topic=topic, direction=_TRENDS[c.direction], details=details
    )
    return _not_by_calm(found, claim, c)


_SHORT_YEARS = 3


def _not_by_calm(found: Finding, claim: Claim, c: Change) -> Finding:
    """Calm series do not refute a slight change, nor one of unsaid size within few years, which windows of years cannot show."""
    start, end = claim.period.start, claim.period.end
    short = start is not None and end is not None and end - start < _SHORT_YEARS
    opposite = any(
        s.significant and s.direction * (-1 if claim.negative else 1) < 0 for s in found.specifications
    )
    refuted = "supported" if claim.negative else "contradicted"
    if found.label != refuted or opposite or c.degree == "strong" or not (short or c.degree == "slight"):
        return found
    reason = "The measured ties were calm, which neither shows nor excludes so small or short a change."
    return findings.taken_back(found, reason)


def alignment(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Moving from one side to another, or standing with one in a named dispute."""
    a = claim.statement
    assert isinstance(a, Alignment)
    who, toward, away = only(a.who), only(a.toward), only(a.away)
    if who is None or (toward is None and away is None) or a.who.quantifier:
        return silent("no_source", "The claim does not say who stood with whom.")
    if a.dispute or (
        a.aspect == "state" and toward and away
    ):  # sides taken, by the record of sides of those years
        roles = {"subject": who, "object": toward, "third": away}
        return ask("triad", claim, bench, context, roles, direction="bring_together", details={"aligned": 1})
    if a.aspect == "state":
        return _standing(claim, bench, context, who, toward, away)
    direction = "switch" if toward and away else "toward" if toward else "away"
    roles = {"subject": who, "from": away, "to": toward}
    found = ask("realignment", claim, bench, context, roles, direction=direction)
    if found.label != "insufficient_evidence" and not a.lasting:
        return found
    return turns.by_record(claim, a, bench, context, (who, toward, away)) or found


def _standing(
    claim: Claim, bench: Bench, context: Context, who: str, toward: str | None, away: str | None
) -> Finding:
    other, direction = (toward, "close") if toward else (away, "hostile")
    return ask("level", claim, bench, context, {"subject": who, "object": other}, direction=direction)


def linkage(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Two economies that move together, or that are large partners."""
    x = claim.statement
    assert isinstance(x, Linkage)
    roles = {"subject": only(x.a), "object": only(x.b)}
    if x.of not in ("growth", "trade", "economy", "gdp", "gdp_growth"):
        return silent("no_source", f"No series here links states by {x.of.replace('_', ' ')}.")
    direction = "top_partner" if x.of == "trade" else "linked"
    return ask(
        "linkage",
        claim,
        bench,
        context,
        roles,
        topic="trade" if x.of == "trade" else "growth",
        direction=direction,
    )
