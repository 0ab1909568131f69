"""The door of the tests: a typed claim in, a finding out. No sentence is seen here.

It settles what modality, condition and period allow (a table, `_BEFORE`), asks the test of the statement's type, and
caps the label where material words of the quote were left untested. Rules: the design's, numbers 1 to 11.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from detente.checks import findings
from detente.checks.deeds.record import first_day
from detente.checks.typed import forecasts
from detente.checks.typed.sets import each
from detente.domain import (
    ACTS,
    ActorSet,
    Alignment,
    Change,
    Claim,
    Event,
    Membership,
    Period,
    Quantity,
    StatementBase,
    Untestable,
)
from detente.domain.statements import Attribute, Influence, Route, Territory
from detente.errors import UnknownActorError
from detente.model import Finding

if TYPE_CHECKING:
    from detente.measures.registry import Bench

FIRST_YEAR, LAST_YEAR = 1816, 2100
_ANY_TIME = (Event, Membership, Influence)
"""Statements of what was done, which may be looked for in all years where none is said."""
_LASTING = (Attribute, Territory)


@dataclass(frozen=True)
class Context:
    """What a test may know beside the claim.

    `latest` is the last year evidence may come from; `undated` says that the text has no date and none is to be taken
    from anywhere else; `present` that a claim without time, asked on its own, may be put to the latest years on record.
    """

    latest: int = 2025
    present: bool = False
    premises: Mapping[str, Finding] = field(default_factory=dict)


def answer(claim: Claim, bench: Bench, context: Context) -> Finding:
    """The finding for one typed claim. Never raises for what a claim can say."""
    for rule in _BEFORE:
        found = rule(claim, context)
        if found is not None:
            return found
    try:
        found = _at_present(claim, bench, context) if _undated(claim) else each(claim, bench, context)
    except UnknownActorError as error:
        return findings.simple("ill_posed", str(error))
    return capped(found, claim)


def _undated(claim: Claim) -> bool:
    return not claim.period.known and not isinstance(claim.statement, (*_ANY_TIME, *_LASTING, Route))


_PRESENT_YEARS = 8
"""How many years before the newest source on hand a source may end and still speak of the present."""


def _at_present(claim: Claim, bench: Bench, context: Context) -> Finding:
    """The finding on a claim asked on its own without time: on the latest years that the sources it needs cover.

    The present is that of the newest source, not of the clock.
    """
    ends = {last for s in bench.atlas.sources if (last := bench.source(s).last)}
    newest = min(max(ends, default=context.latest), context.latest)
    found = None
    recent = sorted((e for e in ends if newest - _PRESENT_YEARS <= e <= newest), reverse=True)
    for end in recent:
        found = each(claim, bench, replace(context, latest=end))
        if found.label == "contradicted" and (before := _lately_so(claim, bench, context, recent)):
            said = f"Up to {before} the answer was another; say when it is meant. {found.reason}"
            return replace(findings.simple("insufficient_evidence", said), why="too_weak")
        if found.label != "insufficient_evidence":
            said = f"No time is said: it was put to the latest years on record, up to {end}."
            return replace(found, limits=(said, *found.limits))
    return found or each(claim, bench, context)


def _lately_so(claim: Claim, bench: Bench, context: Context, recent: Sequence[int]) -> int | None:
    """The last of the recent years up to which a claim without time was borne out; None if there is none."""
    for end in recent:
        if each(claim, bench, replace(context, latest=end)).label in ("supported", "partly_supported"):
            return end
    return None


def _untestable(claim: Claim, context: Context) -> Finding | None:
    if not isinstance(claim.statement, Untestable):
        return None
    domain = claim.statement.domain.replace("_", " ")
    return findings.simple(
        "not_testable", f"It is about {domain}: no data here can test that.", reasons=(domain,)
    )


def _advice(claim: Claim, context: Context) -> Finding | None:
    if claim.modality == "recommended":
        return findings.simple(
            "not_testable", "Advice: no evidence decides what ought to be done.", reasons=("advice",)
        )
    if claim.modality == "asked":
        return findings.simple("not_testable", "A question: nothing is claimed.", reasons=("question",))
    return None


def _ability(claim: Claim, context: Context) -> Finding | None:
    """What a state was able to do is not on record, unless it did it (`_shown_able`)."""
    if claim.modality != "able" or (isinstance(claim.statement, Event) and not claim.negative):
        return None
    return replace(
        findings.simple("insufficient_evidence", "No source here shows what a state was able to do."),
        why="no_source",
    )


_ABLE_YEARS = 5


def _shown_able(claim: Claim, bench: Bench, context: Context) -> Finding:
    """That somebody was able to do a deed is shown where the same one did it: in the period, or within five years of it."""
    start, end = claim.period.start, claim.period.end
    near = {"origin": "stated", "from": None if start is None else str(start - _ABLE_YEARS)}
    near["to"] = None if end is None else str(end + _ABLE_YEARS)
    done = claim.model_copy(update={"modality": "asserted", "period": Period.model_validate(near)})
    found = each(done, bench, context)
    if found.label != "supported":
        reason = "The record has no such deed of the same doer, and no source here shows what a state was able to do."
        return replace(findings.simple("insufficient_evidence", reason), why="silent_record")
    limit = "That it was able is told from its having done so within five years of the period."
    return replace(found, grade="low", limits=(limit, *found.limits))


def _ill_posed(claim: Claim, context: Context) -> Finding | None:
    first, last = claim.period.from_, claim.period.to
    if first and last and first[: len(last)] > last[: len(first)]:
        return findings.simple(
            "ill_posed", f"The period ends ({last}) before it begins ({first}).", grade="high"
        )
    start, end = claim.period.start, claim.period.end
    if (end is not None and end < FIRST_YEAR) or (start is not None and start > LAST_YEAR):
        return findings.simple("ill_posed", f"The years {start or ''}-{end or ''} lie outside all evidence.")
    return None


def _conditional(claim: Claim, context: Context) -> Finding | None:
    if claim.condition is None:
        return None
    if claim.modality in ("predicted", "possible"):
        return findings.simple("open", "It is tied to a condition, and no data here can set that condition.",
                               reasons=("a forecast under a condition",))  # fmt: skip
    return replace(
        findings.simple(
            "insufficient_evidence", "It holds under a condition only, and the condition is not tested."
        ),
        why="no_source",
    )


def needs_time(claim: Claim) -> bool:
    """Whether a claim can only be tested once its time is known: it is of a state or change, and none is said.

    A deed done once, or of which the object is known, may be looked for in all years; a property that lasts, and a pipeline or
    canal, have years of their own.
    """
    if claim.period.known or isinstance(claim.statement, (*_ANY_TIME, *_LASTING, Untestable)):
        return (
            isinstance(claim.statement, Event) and not claim.period.known and not _identified(claim.statement)
        )
    return not (isinstance(claim.statement, Route) and claim.statement.carrier)


def _identified(event: Event) -> bool:
    """Whether a deed without time is one deed: of a kind done once or kept in a complete list, or on a known object."""
    act = ACTS[event.act]
    known = event.named or any(o.id or o.name for o in event.object) or bool(event.place)
    return bool(act.unique or act.closed or known)


def _timeless(claim: Claim, context: Context) -> Finding | None:
    """Time is never invented: a claim without any is not tested, unless it is of a state and asked alone."""
    turning = isinstance(claim.statement, Change) or (
        isinstance(claim.statement, Alignment) and claim.statement.aspect == "shift"
    )
    if not needs_time(claim) or (context.present and not turning):
        return None
    return replace(
        findings.simple("insufficient_evidence", "No time is said and the text has no date: give its date to have it tested."),
        why="no_coverage", grade_reasons=("no period",),
    )  # fmt: skip


def _late(claim: Claim, context: Context) -> Finding | None:
    if claim.period.start is None or claim.period.start <= context.latest or claim.modality != "asserted":
        return None
    said = f"The claim is of {claim.period.start} and later; evidence ends in {context.latest}."
    return replace(findings.simple("insufficient_evidence", said), why="no_coverage")


def _strangers(claim: Claim, context: Context) -> Finding | None:
    """Of whom no list names (a company, "troops of A") no series tells; only deeds are searched for them."""
    if isinstance(claim.statement, Event):
        return None
    for inner in (claim.statement, getattr(claim.statement, "of", None)):
        for group in vars(inner).values() if isinstance(inner, StatementBase) else ():
            if isinstance(group, ActorSet) and group.described and not group.ids:
                said = f"No source here tells of “{group.described.replace('_', ' ')}”."
                return replace(findings.simple("insufficient_evidence", said), why="no_source")
    return None


_SHORTEST_SPAN = 360
"""Days that a period must last to be told of by yearly figures, where it is given to the month or day."""


def _too_short(claim: Claim, context: Context) -> Finding | None:
    """A change or an amount within weeks: the figures are yearly."""
    if not isinstance(claim.statement, Change | Quantity):
        return None
    first, last = claim.period.from_ or "", claim.period.to or ""
    if len(first) < len("2012-08") or len(last) < len("2012-08"):
        return None
    if (first_day(last) - first_day(first)).days + 31 >= _SHORTEST_SPAN:
        return None
    said = "The figures here are yearly: they show nothing of so short a time."
    return replace(findings.simple("insufficient_evidence", said), why="too_weak")


_BEFORE: tuple[Callable[[Claim, Context], Finding | None], ...] = (
    _strangers, _too_short,
    _untestable, _advice, _ability, _ill_posed, _conditional, _timeless, _late,
)  # fmt: skip
"""What settles a claim before any evidence is asked, in this order."""


def capped(found: Finding, claim: Claim) -> Finding:
    """At most `partly_supported` where material words of the quote were left untested, and the card says which."""
    if found.label != "supported" or not claim.capped:
        return found
    left = "; ".join(f"“{s.text}”" for s in claim.untested if s.material)
    return replace(
        found, label="partly_supported",
        reason=f"{found.reason} Not tested: {left}.",
        grade_reasons=(*found.grade_reasons, "part of what is said was not tested"),
    )  # fmt: skip


def evaluate(statement: StatementBase, claim: Claim, bench: Bench, context: Context) -> Finding:
    """The finding for a claim whose sets have been taken apart: one actor in each role."""
    if claim.modality in ("predicted", "possible"):
        return forecasts.evaluate(claim, bench, context)
    if claim.modality == "able":
        return _shown_able(claim, bench, context)
    from detente.checks.typed.tests import STATEMENTS

    return STATEMENTS[type(statement)](claim, bench, context)
