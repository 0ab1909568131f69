"""SQL on the atlas: what a card prints can be run again, and nothing else can be reached."""

from __future__ import annotations

import pytest

from detente.checks import registry
from detente.errors import InputError
from detente.evidence.query import query
from detente.measures.ask import ask
from detente.model import Claim, Period, Role


def test_a_query_gives_the_rows_of_the_table(bench):
    found = query(bench.atlas, "SELECT * FROM rivalries WHERE ccode1 = 663 AND ccode2 = 666 ORDER BY year")
    assert found.height > 40
    assert set(found["source"]) == {"tss", "thompson-dreyer"}


def test_every_query_printed_on_a_card_runs(bench):
    roles = (
        Role("JOR", "subject"),
        Role("ISR", "object"),
        Role("ISR", "supplier"),
        Role("ISR", "comparison"),
    )
    for kind in ("trend", "level", "convergence", "dependence", "linkage", "power"):
        claim = Claim("c1", "p1", "", 0, 0, kind, roles, "arms" if kind == "dependence" else "relation", None,
                      Period(1985, 2005, "then"))  # fmt: skip
        finding = registry.check(claim, bench)
        for rows in finding.evidence:
            ask(bench, rows.query)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM nowhere",
        "this is not sql",
        "",
        "-- nothing",
        "SELECT 1; SELECT 2",
        "SELECT * FROM measures.nothing",
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/detente-should-not-exist'",
        "SELECT",
    ],
)
def test_what_is_not_a_query_on_the_atlas_is_refused(bench, sql):
    with pytest.raises(InputError, match="cannot be answered"):
        query(bench.atlas, sql)
