"""Claims of constancy that are about an alliance: it held, it came to an end, a state kept out of any.

In: a claim that the reading marked as said of an alliance. Out: a finding from the treaty record alone (ATOP:
Leeds, Ritter, Mitchell and Long 2002), the authoritative source for a single fact; None where the two never had
a defence pact in the period and the claim is not one of keeping out: then the ordinary test of the relation decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.checks import findings, pictures
from detente.checks.change import between
from detente.checks.entities import Entity, entity
from detente.english import capital
from detente.inference import thresholds
from detente.inference.verdict import negated
from detente.measures import commitment
from detente.model import Claim, Finding, Label, Specification

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.checks.registry import Context
    from detente.measures.registry import Bench


def check(claim: Claim, bench: Bench, context: Context) -> Finding | None:
    """Test "their alliance held (ended)", "A kept out of alliances"; None where treaties do not decide it."""
    start, end = claim.period.start or 0, claim.period.end or 0
    others = [r.id for r in claim.actors if r.role in ("object", "from", "to")]
    subject = claim.role("subject")
    a = entity(bench, subject, end) if subject else None
    b = entity(bench, others[0], end) if others else None
    cube = commitment.defence(bench)
    last = min(end, cube.last_year, context.latest)
    window = cube.window(start, last)
    if a is None or len(window) < thresholds.FEWEST_YEARS:
        return None
    if claim.details.get("unaligned"):
        return _apart(claim, bench, a, window, (start, last), context.latest)
    if b is None:
        return None
    own = between(bench.index, window, a, b)
    if not np.isfinite(own[-1]):
        return None  # one of the two was no state any more: its pact ended with it
    held = own[np.isfinite(own)] >= thresholds.HALF
    if len(held) < thresholds.FEWEST_YEARS or not held.any() or not held[: thresholds.WINDOW_YEARS].any():
        return None
    ended = claim.direction in ("worsen", "away")
    kept = bool(held.mean() >= thresholds.ALLIED_SHARE and held[-1])
    if not kept and held[-1]:
        return None
    label: Label = "supported" if kept != ended else "contradicted"
    if claim.details.get("negated"):
        label = negated(label)
    years = _years(own, start)
    reason = f"A defence pact between {a.said} and {b.said} was in force {years[0]}-{years[-1]} of {start}-{last} (ATOP)."
    return _finding(claim, bench, (a, b), label, reason, float(held.mean()), 1 if label == "supported" else -1,
                    (start, last), context.latest)  # fmt: skip


def _apart(
    claim: Claim, bench: Bench, a: Entity, window: NDArray[np.float32], years: tuple[int, int], latest: int
) -> Finding | None:
    """A state that is said to have kept out of alliances, against every defence pact it had."""
    cells = np.nan_to_num(window[:, bench.index.partners(a.positions[0])])
    allied = cells.max(axis=1) >= thresholds.HALF
    share = float(allied.mean())
    if 1 - thresholds.ALLIED_SHARE < share < thresholds.HALF:
        return None
    label: Label = "supported" if share <= 1 - thresholds.ALLIED_SHARE else "contradicted"
    some = int(allied.sum())
    who = capital(a.said)
    reason = f"{who} had a defence pact with another state in {some or 'none'} of the years {years[0]}-{years[1]} (ATOP)."
    sign = 1 if label == "supported" else -1
    if claim.details.get("negated"):
        label = negated(label)
    return _finding(claim, bench, (a, a), label, reason, share, sign, years, latest)


def _years(own: NDArray[np.float32], start: int) -> list[int]:
    return [start + k for k, v in enumerate(own) if v >= thresholds.HALF]


def _finding(
    claim: Claim, bench: Bench, pair: tuple[Entity, Entity], label: Label, reason: str, share: float, sign: int,
    years: tuple[int, int], latest: int,
) -> Finding:  # fmt: skip
    specification = Specification(
        "commitment", "atop", "defence pact in force", f"{years[0]}-{years[1]}", "-", "share of years", share,
        direction=sign, significant=True,
    )  # fmt: skip
    rows = findings.series_rows(bench, "pact_level", *pair, years[0], min(years[1], latest))
    return Finding(
        label,
        "high" if years[1] >= (claim.period.end or 0) else "moderate",
        ("a treaty is a fact that its one source of record settles",),
        reason,
        specifications=(specification,),
        disagreements=(),
        would_change=(
            "It would turn if the treaty record had a defence pact end, or begin, inside the period.",
        ),
        counter_reading="A treaty in force says what was promised, not what was meant: a pact may be asleep.",
        evidence=(rows,) if rows.rows else (),
        limits=findings.limits(bench, ("atop",), *years),
        citations=findings.citations(bench, ("atop",)),
        chart=None
        if pair[0] is pair[1]
        else pictures.line(bench, "pact_level", *pair, years[0], years[1], reason.rstrip("."), latest),
    )
