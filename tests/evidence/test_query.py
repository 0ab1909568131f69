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


def test_states_have_their_names_and_codes(bench):
    found = ask(bench, "SELECT iso3, ccode, gwcode, first, last FROM states WHERE name LIKE '%Yemen%'")
    assert {row[0]: row[1:] for row in found.rows()} == {
        "YAR": (678, 678, 1926, 1990),
        "YEM": (679, 678, 1990, None),
        "YMD": (680, 680, 1967, 1990),
    }


def test_a_table_can_be_joined_to_the_names_of_its_states(bench):
    found = ask(
        bench,
        "SELECT s.name FROM cinc AS c JOIN states AS s USING (ccode) WHERE year = 1980 AND s.first <= 1980 "
        "AND coalesce(s.last, 9999) >= 1980 ORDER BY c.cinc DESC LIMIT 1",
    )
    assert found["name"].to_list() in (["Soviet Union"], ["Russia"])


def test_numbers_are_as_published_and_not_their_binary_neighbours(bench):
    sql = "SELECT import_share, log_trade FROM trade WHERE ccode1 = 2 AND ccode2 = 20 AND year >= 1990"
    printed = ask(bench, sql).write_csv().split()[1:]
    assert len(printed) > 20
    assert all(len(cell.split(".")[-1]) <= 2 for row in printed for cell in row.split(","))
    value = "SELECT value FROM measures.arms_share WHERE ccode1 = 750 AND ccode2 = 365 AND year = 2010"
    share = ask(
        bench,
        "SELECT max(share) FROM arms WHERE end_year = 2010 AND (recipient, supplier) IN (('IND', 'RUS'), ('RUS', 'IND'))",
    ).item()
    assert ask(bench, value).write_csv().split()[1] == f"{share}.0"


def test_what_there_is_to_ask_for_is_listed(bench):
    shown = set(ask(bench, "SHOW TABLES").to_series())
    assert shown >= {"states", "tables", "columns", "sources", "measures", *bench.atlas.tables}
    assert not [name for name in shown if name.startswith(("about_", "given_"))]
    assert set(ask(bench, "SELECT name FROM measures").to_series()) == set(bench.measures)
    columns = ask(bench, "SELECT name FROM columns WHERE in_table = 'wars'").to_series().to_list()
    assert columns == bench.atlas.table("wars").columns
    known = ask(bench, "SELECT first, last FROM tables WHERE name = 'wars'").row(0)
    assert known == bench.atlas.coverage("wars")


@pytest.mark.parametrize(
    ("state", "partner", "years"), [("PAK", "CHN", (2011, 2014)), ("MNG", "CHN", (2014, 2014))]
)
def test_the_query_on_a_card_of_shares_gives_its_rows_and_the_reason_says_their_years(
    bench, state, partner, years
):
    roles = (Role(partner, "subject"), Role(state, "object"))
    claim = Claim("c1", "p1", "", 0, 0, "linkage", roles, "trade", "top_partner", Period(*years, "then"))
    finding = registry.check(claim, bench)
    (rows,) = finding.evidence
    found = ask(bench, rows.query)
    card = {row["partner"]: row["mean share, per cent"] for row in rows.rows}
    assert dict(found.iter_rows()) == pytest.approx(card, abs=0.011)
    share = max(card.values())
    assert f"{share:.1f} per cent" in finding.reason
    assert ("mean of 2011-2014" in finding.reason) == (years == (2011, 2014))
    assert finding.specifications[0].window == ("2011-2014" if years[0] < years[1] else "2014")
