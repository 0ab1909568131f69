"""Turns from one side to another as the record of deeds tells them: what was refused the one, what was joined with the other.

Asked where the measures of ties leave a claimed turn open. Both legs must stand in the record for a switch. A turn away that is
said to have been for good falls where the two sides bound themselves to each other soon after.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from detente.checks.deeds import findings as told
from detente.checks.deeds import units, when
from detente.checks.deeds.record import Deed, load
from detente.domain import Alignment, Claim
from detente.domain.acts import ACTS
from detente.inference.verdict import negated as negated_label
from detente.model import Finding

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_LEFT = (
    "refuse", "abandon_agreement", "suspend_participation", "announce_exit", "withdraw_pledge", "leave_organisation",
    "break_relations", "downgrade_relations", "expel_diplomats", "expel_troops", "recall_ambassador", "cancel_contract",
    "withdraw_recognition", "close_border",
)  # fmt: skip
_JOINED = (
    "join_organisation", "sign_agreement", "pledge", "agree", "upgrade_relations", "establish_relations", "restore_relations",
    "normalise_relations", "ratify", "enter_into_force", "lease", "recognise_state", "support_diplomatically", "make_peace",
)  # fmt: skip
_BINDING = ("sign_agreement", "ratify", "enter_into_force", "join_organisation", "upgrade_relations")
_LASTING_YEARS = 5


def by_record(
    claim: Claim, a: Alignment, bench: Bench, context: Context, ids: tuple[str, str | None, str | None]
) -> Finding | None:
    """The finding on a turn by dated deeds; None where the record cannot tell."""
    who, toward, away = ids
    if not claim.period.known or claim.period.start is None:
        return None
    window = when.window(claim.period, context.latest)
    if away and a.lasting:
        later = when.Window(window.last, date(min(window.last.year + _LASTING_YEARS, 9998), 12, 31))
        bound = _deeds(bench, context, who, away, _BINDING, later)
        if bound:
            reason = f"It was not for good: {told.several(bound)}."
            found = told.found("contradicted", bench, bound, reason)
            return replace(found, label=negated_label(found.label)) if claim.negative else found
        return None
    if not (toward and away):
        return None
    left = _deeds(bench, context, who, away, _LEFT, window)
    joined = [d for d in _deeds(bench, context, who, toward, _JOINED, window) if d not in left]
    if not left or not joined:
        return None
    reason = f"What it left: {told.several(left)}. What it joined: {told.several(joined)}."
    found = replace(told.found("supported", bench, [*left, *joined], reason), grade="low")
    return replace(found, label=negated_label(found.label)) if claim.negative else found


def _deeds(
    bench: Bench, context: Context, who: str, other: str, acts: tuple[str, ...], window: when.Window
) -> list[Deed]:
    """What one did with or to another in a window, with the other as a party or as what it was about."""
    year = window.last.year
    mover, pole = units.unit(who, bench, year), units.unit(other, bench, year)
    return [
        d
        for d in load(bench, context.latest).of(acts)
        if when.fit(d, window)
        and mover.among(d.doers)
        and (
            pole.among(d.receivers)
            or (ACTS[d.act].symmetric and pole.among(d.doers))
            or (not d.receivers and pole.needs[0] & set(d.objects))
        )
    ]
