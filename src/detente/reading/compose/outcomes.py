"""What the reading of a sentence gives: drafts of claims, the steps that decided, and clauses on the way to a draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.domain import Period, Span
    from detente.reading.compose.clauses import Clause
    from detente.reading.compose.force import Force
    from detente.reading.compose.matching import Match
    from detente.reading.compose.times import When


@dataclass(slots=True)
class Draft:
    """A claim in the making; `start` and `end` are characters of the parsed block."""

    statement: Any
    force: Force
    polarity: str
    period: Period
    start: int = 0
    end: int = 0
    untested: tuple[Span, ...] = ()
    condition: Any = None
    condition_polarity: str = "positive"
    rule: str = ""

    def said(self) -> tuple[object, ...]:
        """What is said, by whom and of when; the same said again is one claim."""
        times = (self.period.from_, self.period.to)
        return (self.statement, self.polarity, self.force.modality, self.force.speaker, self.condition, times)


@dataclass(frozen=True, slots=True)
class Step:
    """What decided on one clause."""

    predicate: str
    rule: str | None
    operators: tuple[str, ...]
    outcome: str


@dataclass(slots=True)
class Outcome:
    """What a sentence gave."""

    drafts: list[Draft] = field(default_factory=list)
    reason: str | None = None
    trace: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class Read:
    """A clause whose frame fits and that is put forward."""

    clause: Clause
    found: Match
    force: Force
    made: Any
    polarity: str
    held: set[int]
    when: When


def told_apart(read: Read, readings: list[Read]) -> set[int]:
    """The tokens of predicates joined to this one that are claims of their own ("the largest buyer and the second seller")."""
    own = read.clause.predicate
    told: set[int] = set()
    for other in readings:
        predicate = other.clause.predicate
        if predicate == own or other.clause.verb != read.clause.verb or predicate.pos_ != own.pos_:
            continue
        if own in predicate.conjuncts:
            below = own if predicate.is_ancestor(own) else predicate
            inside = {t.i for t in below.subtree}
            told |= inside if below == predicate else {t.i for t in predicate.subtree} - inside
            told |= {c.i for c in (*own.children, *predicate.children) if c.dep_ == "cc"}
    return told
