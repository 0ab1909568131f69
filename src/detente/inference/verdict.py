"""The verdict rule: from specifications to a label and a grade.

In: specifications, each oriented so that direction +1 speaks for the claim. Out: what each family
says, and the label. This is the only place where a label is chosen from statistics; the numbers it
turns on are in `thresholds`.

The rule: `supported` when at least two families speak for the claim, none against, and three
quarters of the specifications that move at all move that way; `contradicted` is the mirror image,
or, for a claim of change, at least two families that show the absence of a change worth naming
while the pair has something to show; `contested` when families speak on both sides; else
`insufficient_evidence`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from detente.english import listed
from detente.inference import thresholds
from detente.model import Grade, Label, Specification


@dataclass(frozen=True)
class FamilyView:
    """What one family of evidence says: +1 for the claim, -1 against, 0 neither.

    `mixed` where its own specifications are significant both ways; `flat` where all of them show
    that nothing worth naming changed.
    """

    family: str
    sign: int
    mixed: bool
    flat: bool
    specifications: int


@dataclass(frozen=True)
class Verdict:
    """Label and grade with the printed reasons, and the families behind them.

    `leaning` names the families that only lean the verdict's way, where it needed them; `decided` says
    what settled it where that was not the count of families.
    """

    label: Label
    grade: Grade
    reasons: tuple[str, ...]
    views: tuple[FamilyView, ...]
    leaning: tuple[str, ...] = ()
    decided: str = ""

    def families(self, sign: int) -> tuple[str, ...]:
        """Names of the families that speak with this sign."""
        return tuple(v.family for v in self.views if v.sign == sign)


def view(specifications: Sequence[Specification], flat: Sequence[bool]) -> FamilyView:
    """What the specifications of one family say together."""
    moving = [s for s in specifications if s.significant]
    positive = sum(s.direction > 0 for s in moving)
    negative = sum(s.direction < 0 for s in moving)
    mixed = positive > 0 and negative > 0
    sign = 0
    if not mixed and 3 * max(positive, negative) >= len(specifications):
        sign = 1 if positive else -1 if negative else 0
    return FamilyView(specifications[0].family, sign, mixed, all(flat), len(specifications))


def views(specifications: Sequence[Specification], flat: Sequence[bool]) -> tuple[FamilyView, ...]:
    """One view a family, families in alphabetical order."""
    paired = sorted(zip(specifications, flat, strict=True), key=lambda pair: pair[0].family)
    grouped = [list(group) for _, group in groupby(paired, key=lambda pair: pair[0].family)]
    return tuple(view([s for s, _ in group], [f for _, f in group]) for group in grouped)


def of_change(
    specifications: Sequence[Specification],
    flat: Sequence[bool],
    *,
    active: bool,
    needed: int = thresholds.FAMILIES_NEEDED,
    rank: float | None = None,
    leanings: Mapping[str, float] | None = None,
    political: bool = False,
) -> Verdict:
    """The verdict on a claim of change.

    `flat[k]` says that specification k excludes a change worth naming. `active` says that the pair
    has ties in which a change could show (else a flat line is no evidence). `needed` is the number
    of families that must agree: one only where the claim itself is about one family. `rank` is the
    placebo percentile over all families together, `leanings` the mean percentile of each. `political`
    asks that one of the agreeing families speak of politics, not of commerce or of votes: partners
    come to trade more, or buy other arms, without their relations having changed.
    """
    seen = views(specifications, flat)
    told = (_together(rank),) if rank is not None else ()
    sides: tuple[tuple[Label, int], ...] = (("supported", 1), ("contradicted", -1))
    for label, sign in sides:
        found = _side(seen, specifications, sign, needed, rank, dict(leanings or {}), political)
        if found is not None:
            grade, reasons, leaning = found
            return Verdict(label, grade, (*reasons, *told), seen, leaning)
    positive = [v.family for v in seen if v.sign > 0]
    negative = [v.family for v in seen if v.sign < 0]
    if positive and negative and (set(positive) & _TELLING and set(negative) & _TELLING):
        return Verdict(
            "contested", "low", (f"{listed(positive)} for, {listed(negative)} against", *told), seen
        )
    level = [v.family for v in seen if v.flat]
    leaning = rank is not None and rank >= thresholds.LEANING_PERCENTILE
    if (
        active
        and not positive
        and not leaning
        and len(level) >= needed
        and 2 * len(level) >= _with_ties(seen)
    ):
        reasons = (f"{listed(level)} exclude a change worth naming", *told)
        return Verdict("contradicted", "moderate" if len(level) > needed else "low", reasons, seen)
    why = (*_why_not(positive, negative, seen, needed), *told)
    return Verdict("insufficient_evidence", "very_low", why, seen)


POLITICAL = {"coercion", "commitment", "diplomacy", "events"}
"""Families that speak of politics, not of commerce or of votes."""
_COMMERCE = {"trade", "arms"}
_TELLING = POLITICAL | _COMMERCE
"""Families that speak of the relation itself. Votes and shared memberships follow a global agenda:
agreement in the UN does not rise in true rapprochements and falls between allies, so these two may
help a verdict but never stop one."""


def _side(
    seen: Sequence[FamilyView], specifications: Sequence[Specification], sign: int, needed: int,
    rank: float | None, leanings: dict[str, float], political: bool,
) -> tuple[Grade, tuple[str, ...], tuple[str, ...]] | None:  # fmt: skip
    """Grade, reasons and the families that only lean, if the evidence settles it on one side, else None."""
    agreeing = [v.family for v in seen if v.sign * sign > 0]
    opposed = [v.family for v in seen if v.sign * sign < 0]
    overall = None if rank is None else rank if sign > 0 else 100 - rank
    clear = overall is not None and overall >= thresholds.PLACEBO_PERCENTILE
    silent = _COMMERCE if political and clear and set(agreeing) & POLITICAL else set()
    counted = _TELLING - silent | set(agreeing) if needed > 1 else {s.family for s in specifications}
    moved = [s.direction * sign for s in specifications if s.direction and s.family in counted]
    share = sum(d > 0 for d in moved) / len(moved) if moved else 0.0
    telling = [f for f in agreeing if f in _TELLING]
    against = [f for f in opposed if f in _TELLING - silent]
    if not agreeing or (needed > 1 and not telling) or len(against) * 3 > len(telling):
        return None
    if overall is not None and needed > 1 and overall < thresholds.LEANING_PERCENTILE:
        return None
    if political and not set(agreeing) & POLITICAL:
        return None
    enough = len(agreeing) >= needed and share >= (
        thresholds.SIGN_SHARE if not opposed else thresholds.OPPOSED_SIGN_SHARE
    )
    lean = [f for f, p in leanings.items() if (p if sign > 0 else 100 - p) >= thresholds.LEANING_PERCENTILE]
    together = (
        overall is not None
        and overall >= thresholds.COMPOSITE_PERCENTILE
        and len(set(lean) | set(agreeing)) >= needed + 1
        and share >= thresholds.SIGN_SHARE
    )
    if not enough and not together:
        return None
    grade, reasons = _grade(agreeing, seen, share)
    if opposed or not enough:
        grade = "low" if grade == "low" else _down(grade)
        reasons = (
            *reasons,
            f"{_speak(opposed)} the other way"
            if opposed
            else f"{listed(lean)} {verb(lean, 'lean')} the same way",
        )
    return grade, reasons, () if enough else tuple(f for f in lean if f not in agreeing)


def _with_ties(seen: Sequence[FamilyView]) -> int:
    """Number of families that could have shown a change: those that moved or were flat in a living tie."""
    return sum(v.flat or v.sign != 0 or v.mixed for v in seen)


def of_one_family(
    specifications: Sequence[Specification], flat: Sequence[bool], moved: Sequence[int], rank: float | None
) -> Verdict:
    """The verdict on a change in one family only: its own specifications must agree.

    `moved[k]` is the sign of specification k's change where it is off zero and worth naming, whatever
    other pairs did. `rank` is the placebo percentile over all of them together. Supported when
    at least a third of the specifications are significant (the caller asks for the stricter
    percentile), none significantly against, three quarters of those that lean at all lean the claimed
    way, and all together rank beyond 39 in 40 pairs (nine in ten where half are significant). Partly
    supported when half of them moved the claimed way but no further than other pairs. Contradicted when
    they are significant on the other side, or when at most a quarter lean the claimed way and fewer than half moved it.
    """
    seen = views(specifications, flat)
    if not specifications:
        return Verdict("insufficient_evidence", "very_low", ("no source covers both windows",), seen)
    total = len(specifications)
    positive = sum(s.significant and s.direction > 0 for s in specifications)
    negative = sum(s.significant and s.direction < 0 for s in specifications)
    leaning = [s.direction for s in specifications if s.direction]
    share = sum(d > 0 for d in leaning) / len(leaning) if leaning else 0.0
    forward, backward = sum(m > 0 for m in moved), sum(m < 0 for m in moved)
    reasons = (
        f"{positive or 'none'} of {total} specifications are clearly for the claim, {negative or 'none'} clearly against it",
        "one family of evidence is enough, as the claim is about that alone",
    )
    if rank is not None:
        reasons = (*reasons, _together(rank))
    share_needed = 3 if rank is not None and rank >= thresholds.COMPOSITE_PERCENTILE else 2
    together = rank is not None and rank >= thresholds.PLACEBO_PERCENTILE
    if together and share_needed * positive >= total and not negative and share >= thresholds.SIGN_SHARE:
        return Verdict("supported", "moderate" if 2 * positive >= total else "low", reasons, seen)
    if positive and negative:
        return Verdict("contested", "low", reasons, seen)
    if 2 * forward >= total and not backward:
        return Verdict(
            "partly_supported",
            "low",
            (*reasons, "it moved as claimed, but no more than other pairs did"),
            seen,
        )
    lean_for = sum(d > 0 for d in leaning)
    if positive == 0 and 2 * forward < total and (negative or 4 * lean_for <= total):
        return Verdict("contradicted", "moderate" if 3 * negative >= total else "low", reasons, seen)
    return Verdict("insufficient_evidence", "very_low", reasons, seen)


def told(holds: bool | None, *, negative: bool) -> Label:
    """The label of a statement that holds, does not, or cannot be told (None); turned round where the claim denies it."""
    if holds is None:
        return "insufficient_evidence"
    return "supported" if holds != negative else "contradicted"


def negated(label: Label) -> Label:
    """The label of the negated claim: supported and contradicted change places, the others stay."""
    swap: dict[Label, Label] = {"supported": "contradicted", "contradicted": "supported"}
    return swap.get(label, label)


def mirrored(verdict: Verdict) -> Verdict:
    """The verdict on the negated claim."""
    return Verdict(negated(verdict.label), verdict.grade, verdict.reasons, verdict.views)


def _grade(agreeing: list[str], seen: Sequence[FamilyView], share: float) -> tuple[Grade, tuple[str, ...]]:
    many = (
        f"{len(agreeing)} families of evidence agree"
        if len(agreeing) > 1
        else "1 family of evidence is clear"
    )
    reasons = [f"{many} ({listed(agreeing)})"]
    if len(agreeing) >= thresholds.MANY_FAMILIES and share > thresholds.NEARLY_ALL:
        grade: Grade = "high"
    elif len(agreeing) >= 2:
        grade = "moderate"
    else:
        grade = "low"
        reasons.append("it rests on that family alone")
    if any(v.mixed for v in seen):
        grade = _down(grade)
        reasons.append("within one family the specifications disagree")
    return grade, tuple(reasons)


def _down(grade: Grade) -> Grade:
    order: tuple[Grade, ...] = ("high", "moderate", "low", "very_low")
    return order[min(order.index(grade) + 1, 3)]


def _why_not(
    positive: list[str], negative: list[str], seen: Sequence[FamilyView], needed: int
) -> tuple[str, ...]:
    if not seen:
        return ("no source covers both windows for these states",)
    if positive or negative:
        which = positive or negative
        side = "for" if positive else "against"
        if len(which) < needed:
            return (f"only {_speak(which)} {side} the claim, and {needed} families must agree",)
        return (f"{_speak(which)} {side} the claim, but too little of the rest goes with them",)
    return (f"none of the {len(seen)} families of evidence moved beyond what other pairs did",)


def verb(families: Sequence[str], word: str) -> str:
    """A verb as the families before it ask for it: "trade shows", "events show", "arms and trade show"."""
    plural = len(families) > 1 or bool(families and families[0] in ("arms", "events", "institutions"))
    return word if plural else f"{word}s"


def _speak(families: Sequence[str]) -> str:
    return f"{listed(families)} {verb(families, 'speak')}"


def _together(rank: float) -> str:
    """A rank among placebos in words."""
    beaten = f"{rank:.0f}" if round(rank) else "none"
    return f"taken together, the change the claimed way is larger than in {beaten} of 100 comparison cases"
