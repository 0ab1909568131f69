"""What can be claimed: typed statements, the claims that make them, their periods. Imports nothing of detente.

A statement is a proposition about the world without words of English in it; a claim is a statement as somebody makes it.
Every JSON edge (corrections, a model's answer, `detente test`, the web editor) is validated by these models, and
`schema("claim")` is their published form. Terms: the typed union of the design.
"""

from __future__ import annotations

from detente.domain.actors import ActorSet
from detente.domain.acts import ACTS, Act, act
from detente.domain.claims import Claim, ClaimList, Span
from detente.domain.periods import Period
from detente.domain.statements import (
    Alignment,
    Attribute,
    Causation,
    Change,
    Dependence,
    Dispute,
    Event,
    Influence,
    Linkage,
    Membership,
    Order,
    Quantity,
    Relation,
    Route,
    Statement,
    StatementBase,
    Territory,
    Thing,
    Untestable,
)

__all__ = [
    "ACTS",
    "Act",
    "ActorSet",
    "Alignment",
    "Attribute",
    "Causation",
    "Change",
    "Claim",
    "ClaimList",
    "Dependence",
    "Dispute",
    "Event",
    "Influence",
    "Linkage",
    "Membership",
    "Order",
    "Period",
    "Quantity",
    "Relation",
    "Route",
    "Span",
    "Statement",
    "StatementBase",
    "Territory",
    "Thing",
    "Untestable",
    "act",
]
