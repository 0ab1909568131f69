"""The register of tests of statements that lists and the record decide: deeds, memberships, attributes, territory, disputes.

Each test takes a typed claim, the bench and what the check may know, and gives a finding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from detente.checks import attributes, deeds, memberships, territory
from detente.domain import Attribute, Claim, Dispute, Event, Membership, StatementBase, Territory
from detente.model import Finding

if TYPE_CHECKING:
    from detente.measures.registry import Bench


class Context(Protocol):
    """What a test may know beside the claim: the last year evidence may come from."""

    @property
    def latest(self) -> int:
        """Last year of evidence."""
        ...


Test = Callable[[Claim, "Bench", Context], Finding]

STATEMENTS: dict[type[StatementBase], Test] = {
    Event: deeds.claim,
    Membership: memberships.claim,
    Attribute: attributes.claim,
    Territory: territory.claim,
    Dispute: territory.dispute,
}
