"""The dated record of two states as evidence of its own: which kinds of deed, which way, since when.

In: two states, years. Out: the run of deeds of substance that all go one way, by kind of deed (force, diplomatic
standing, commitments, commerce), and a verdict that may rest on it. Yearly series end, and say little of a
turn of two or three years; deeds of two kinds, each dated and with a source of its own, are two families of
evidence (a rupture is diplomacy, an attack is force), so where the series are silent and none speaks against,
they settle a claim of change at grade low or moderate. One kind of deed alone never does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from detente.checks import occasions
from detente.english import listed
from detente.inference import thresholds
from detente.inference.verdict import POLITICAL, Verdict
from detente.model import Grade, Label

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.checks.occasions import Occasion
    from detente.measures.registry import Bench

KINDS = {
    "force": ("war", "invasion", "attack", "annexation", "crisis", "ceasefire", "withdrawal", "nuclear_test",
              "weapon_test"),
    "standing": ("rupture", "restoration", "recognition", "normalisation", "summit", "coup", "revolution"),
    "commitments": ("treaty", "alliance_pact", "peace_treaty", "dispute_settled", "accession", "base",
                    "exercise", "independence"),
    "commerce": ("sanctions_imposed", "sanctions_lifted", "energy_agreement", "arms_deal", "aid"),
}  # fmt: skip
"""Kinds of deed by what it is evidence of: that force was used or laid down, that governments dealt with
one another, that they bound themselves, that they traded, armed or fined one another."""
_KIND_OF = {kind: name for name, kinds in KINDS.items() for kind in kinds}
_STANDING = ("rupture", "restoration", "normalisation", "recognition")
BREAKS = ("rupture", "war", "invasion", "attack", "annexation", "sanctions_imposed", "crisis")
"""Deeds by which one state openly turns on the other."""


_OPEN_BREAKS = ("rupture", "war", "invasion")
"""Deeds that speak for themselves, however calm the years around them were."""


@dataclass(frozen=True)
class Run:
    """The deeds of substance since the last one the other way: all of one sign, in order of date."""

    sign: int
    deeds: tuple[Occasion, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of deed among them, in order of first appearance."""
        return tuple(dict.fromkeys(_KIND_OF.get(d.type, d.type) for d in self.deeds))

    @property
    def weight(self) -> int:
        """Sum of their weights."""
        return sum(d.weight for d in self.deeds)

    @property
    def standing(self) -> bool:
        """Whether one of them changed how the two stood: it defined the relation, broke it or restored it."""
        return any(d.weight >= thresholds.DEFINING_DEED or d.type in _STANDING for d in self.deeds)

    def told(self) -> str:
        """The deeds in words, the weightiest three."""
        top = sorted(self.deeds, key=lambda d: (-d.weight, d.day))[:3]
        return ", ".join(f"{d.name} ({d.day.isoformat()})" for d in sorted(top, key=lambda d: d.day))


def deeds(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> tuple[Occasion, ...]:
    """Deeds of substance between two single states that began in first..last; none for groups of states."""
    if len(a.codes) > 1 or len(b.codes) > 1:
        return ()
    ones, others = (frozenset(f"state:{c}" for c in e.codes) for e in (a, b))
    found = occasions.between(bench, ones, others, date(first, 1, 1), date(last, 12, 31))
    return tuple(o for o in found if o.weight >= thresholds.WEIGHTY_DEED)


def run(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> Run | None:
    """The last run of deeds that go one way in first..last; None where there is no deed of substance."""
    if first > last:
        return None
    found = deeds(bench, a, b, first, last)
    if not found:
        return None
    sign = found[-1].sign
    turned = max((k for k, d in enumerate(found) if d.sign != sign), default=-1)
    return Run(sign, found[turned + 1 :])


def settled(verdict: Verdict, legs: Sequence[tuple[Run | None, int]], rank: float | None) -> Verdict:
    """The verdict, settled by the dated record where the series leave it open.

    `legs` holds the run of each leg of the claim and the sign it is claimed to have (+1 closer, -1 apart);
    every leg must have one. Two kinds of deed (or two legs) with the weight of two deeds of substance
    settle it, unless a political family speaks the other way or all families together lean it (a war or a rupture
    stands even then). One that
    changed how the two stood does where all families together rank beyond nine in ten pairs.
    """
    runs = [r for r, _ in legs if r is not None]
    if verdict.label != "insufficient_evidence" or not runs or len(runs) < len(legs):
        return verdict
    ways = {r.sign * claimed for r, (_, claimed) in zip(runs, legs, strict=True)}
    if len(ways) > 1:
        return verdict
    way = ways.pop()
    overall = 50.0 if rank is None else rank if way > 0 else 100 - rank
    kinds = list(dict.fromkeys(k for r in runs for k in r.kinds))
    lean = overall >= thresholds.PLACEBO_PERCENTILE and any(r.standing for r in runs)
    enough = len(kinds) > 1 or len(runs) > 1 or lean
    if not enough or sum(r.weight for r in runs) < (
        thresholds.WEIGHTY_DEED if lean else thresholds.CONTRARY_WEIGHT
    ):
        return verdict
    broke = any(r.sign < 0 and any(d.type in _OPEN_BREAKS for d in r.deeds) for r in runs)
    if set(verdict.families(-way)) & POLITICAL or (overall < thresholds.EVEN_RANK and not broke):
        return verdict
    label: Label = "supported" if way > 0 else "contradicted"
    told = f"dated deeds of {listed(kinds)} all go one way: {'; '.join(r.told() for r in runs)}"
    grade: Grade = "moderate" if overall >= thresholds.PLACEBO_PERCENTILE and len(kinds) > 1 else "low"
    return Verdict(label, grade, (told, *verdict.reasons), verdict.views, decided=told)
