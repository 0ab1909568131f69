"""The register of tests: the one test of each statement type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.checks import statements
from detente.checks.typed import causes, quantities, relations, shares, ways
from detente.checks.typed.questions import ENERGY, ask, only
from detente.checks.typed.relations import silent
from detente.domain import (
    Alignment,
    Attribute,
    Causation,
    Change,
    Claim,
    Dependence,
    Influence,
    Linkage,
    Order,
    Quantity,
    Relation,
    Route,
    StatementBase,
)
from detente.model import Finding

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

Test = Callable[[Claim, "Bench", "Context"], Finding]


class _Register(dict[type[StatementBase], Test]):
    """A type without a test answers that no source here tests it."""

    def __missing__(self, key: type[StatementBase]) -> Test:
        name = key.__name__.lower()
        return lambda claim, bench, context: silent(
            "no_source", f"No test here is made for statements of the type {name}."
        )


def _attribute(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Properties that lists hold; being short of energy or rich in it is measured."""
    a = claim.statement
    assert isinstance(a, Attribute)
    if a.property not in ENERGY:
        return statements.STATEMENTS[Attribute](claim, bench, context)
    topic = a.product[0] if a.product else "energy"
    return ask(
        "energy", claim, bench, context, {"subject": only(a.who)}, topic=topic, direction=ENERGY[a.property]
    )


STATEMENTS: dict[type[StatementBase], Test] = _Register(
    {
        Relation: relations.relation,
        Change: relations.change,
        Alignment: relations.alignment,
        Linkage: relations.linkage,
        Quantity: quantities.quantity,
        Dependence: shares.dependence,
        Route: ways.route,
        Causation: causes.causation,
        Influence: causes.influence,
        Order: causes.order,
        **statements.STATEMENTS,
        Attribute: _attribute,
    }
)
