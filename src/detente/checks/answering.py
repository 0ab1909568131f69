"""What one state did towards another after a day: dated events, ties kept, and how soon by chance.

In: the reacting state, its targets, the window of days. Out: an `Answer`. Its `chance` is a randomisation
p-value: the share of placebo days (every 30 days, fifteen years to either side) that were followed by
a deed of the same sign as soon as the occasion was; busy pairs have deeds after any date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente import english
from detente.checks import continuity, occasions
from detente.inference import thresholds

if TYPE_CHECKING:
    from detente.checks.continuity import Tie
    from detente.checks.entities import Entity
    from detente.checks.occasions import Occasion
    from detente.measures.registry import Bench

_REACH = timedelta(days=15 * 365)
_GRID = timedelta(days=30)


@dataclass(frozen=True)
class Window:
    """The days in which a deed counts as an answer, and the last day evidence is looked at."""

    first: date
    last: date
    seen: date


@dataclass(frozen=True)
class Answer:
    """What one reactor did towards the target: dated events and ties, in order.

    `chance` is None without an occasion (the claim names the deed itself) or without a deed.
    """

    reactor: Entity
    events: tuple[Occasion, ...]
    ties: tuple[Tie, ...]
    chance: float | None = None

    def first(self, sign: int) -> Occasion | None:
        """The first deed of substance, if it has this sign."""
        substantial = [e for e in self.events if e.weight >= thresholds.WEIGHTY_DEED]
        return substantial[0] if substantial and substantial[0].sign == sign else None


def answer(
    bench: Bench,
    reactor: Entity,
    targets: list[Entity],
    window: Window,
    occasion: Occasion | None,
    latest: int,
) -> Answer:
    """What `reactor` did towards `targets` within the window; the occasion itself is no answer."""
    ones, others = keys([reactor]), keys(targets)
    own = occasion.id if occasion is not None else ""
    events = tuple(
        o for o in occasions.between(bench, ones, others, window.first, window.last) if o.id != own
    )
    ties: list[Tie] = []
    if len(targets) == 1:
        ties = continuity.ties(bench, reactor, targets[0], window.first.year, window.last.year, latest)
    found = Answer(reactor, events, tuple(ties))
    lead = found.first(1) or found.first(-1)
    if occasion is None or lead is None:
        return found
    return Answer(reactor, events, tuple(ties), _chance(bench, ones, others, window.first, lead, own, latest))


def _chance(
    bench: Bench,
    ones: frozenset[str],
    others: frozenset[str],
    day: date,
    lead: Occasion,
    own: str,
    latest: int,
) -> float:
    """Share of placebo days, the occasion's counted, followed by a deed of that sign as soon."""
    delay = lead.day - day
    deeds = [
        o.day
        for o in occasions.between(
            bench, ones, others, day - _REACH, min(day + _REACH + delay, date(latest, 12, 31))
        )
        if o.sign == lead.sign and o.weight >= thresholds.WEIGHTY_DEED and o.id != own
    ]
    steps = 2 * (_REACH // _GRID)
    every = [day - _REACH + _GRID * k for k in range(steps + 1)]
    days = [d for d in every if d + delay <= date(latest, 12, 31)]
    soon = sum(any(timedelta(0) <= d - start <= delay for d in deeds) for start in days)
    return (1 + soon) / (1 + len(days))


def keys(entities: list[Entity]) -> frozenset[str]:
    """The states of entities, as `occasions.key` writes them."""
    return frozenset(f"state:{c}" for e in entities for c in e.codes)


def names(answers: list[Answer]) -> str:
    """Names of the reactors, as printed."""
    return listed([a.reactor.name for a in answers])


def listed(texts: list[str]) -> str:
    """Texts as a list in words, at most six."""
    texts = list(dict.fromkeys(texts))
    if len(texts) > 6:
        return f"{', '.join(texts[:5])} and {len(texts) - 5} more"
    return english.listed(texts)
