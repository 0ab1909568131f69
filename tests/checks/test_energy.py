"""Energy: balances of several producers; a missing flow is never evidence."""

import pytest

from detente.checks import energy as check
from detente.checks import registry
from detente.evidence import atlas
from detente.measures import energy
from detente.measures.registry import Bench
from detente.model import Claim, Period, Role, Specification
from detente.reading.facets import filled
from detente.report.charts import draw


@pytest.fixture(scope="module")
def bench():
    return Bench(atlas.open(atlas.bundled_path()))


def claim(direction, topic, year, quote="", stated="as given", **roles):
    actors = tuple(Role(i, r) for r, i in roles.items())
    return filled(
        Claim(
            "c1",
            "p1",
            quote,
            0,
            0,
            "energy",
            actors,
            topic,
            direction,
            Period(year, year, stated) if year else Period(),
        )
    )


ROWS = [
    ("abundance", "gas", "QAT", 2014, "supported"),
    ("abundance", "oil", "SAU", 2010, "supported"),
    ("abundance", "energy", "NOR", 2013, "supported"),
    ("abundance", "energy", "JPN", 2012, "contradicted"),
    ("abundance", "gas", "KOR", 2013, "contradicted"),
    ("exporter", "oil", "NGA", 2013, "supported"),
    ("exporter", "gas", "ITA", 2013, "contradicted"),
    ("importer", "gas", "TUR", 2014, "supported"),
    ("importer", "oil", "KWT", 2012, "contradicted"),
    ("importer", "energy", "ESP", 2008, "supported"),
    ("shortage", "electricity", "NPL", 2013, "supported"),
    ("shortage", "energy", "PAK", 2014, "supported"),
    ("shortage", "energy", "NOR", 2014, "contradicted"),
    ("shortage", "energy", "DEU", 2014, "insufficient_evidence"),
    ("exporter", "gas", "BTN", 1975, "insufficient_evidence"),
]


@pytest.mark.parametrize(("direction", "topic", "state", "year", "label"), ROWS)
def test_countries_with_clear_figures(bench, direction, topic, state, year, label):
    found = registry.check(claim(direction, topic, year, subject=state), bench)
    assert found.label == label, (found.reason, found.grade_reasons)


def test_large_in_the_ground_and_a_buyer_is_contested(bench):
    assert registry.check(claim("abundance", "energy", 2014, subject="CHN"), bench).label == "contested"


def test_a_flow_that_is_not_booked_contradicts_nothing(bench):
    """Russian pipeline gas to Germany is confidential in BACI."""
    found = registry.check(claim("exporter", "gas", 2015, subject="RUS", object="DEU"), bench)
    assert found.label == "insufficient_evidence"
    assert "no evidence" in found.reason


def test_a_booked_flow_shows_trade(bench):
    found = registry.check(claim("exporter", "oil", 2012, subject="SAU", object="JPN"), bench)
    assert found.label == "supported"
    found = registry.check(claim("importer", "oil", 2012, subject="JPN", object="SAU"), bench)
    assert found.label == "supported"


def test_the_product_is_read_from_the_sentence_where_the_topic_is_wide(bench):
    asked = claim("exporter", "energy", 2013, "Algeria exports natural gas", subject="DZA")
    assert any("gas" in s.measure for s in registry.check(asked, bench).specifications)
    assert not any("oil" in s.measure for s in registry.check(asked, bench).specifications)


def test_figures_against_the_factbook_of_2015(bench):
    made = energy.figure(bench, "QAT", "gas_production", "factbook", 2013, 2014)
    used = energy.figure(bench, "QAT", "gas_consumption", "factbook", 2013, 2014)
    assert made is not None
    assert used is not None
    assert energy.sufficiency(bench, "QAT", "gas", 2013, 2014).value == pytest.approx(
        100 * made.value / used.value
    )
    assert energy.world_share(bench, "RUS", "gas_reserves", 2014, 2014).rank == 1


def test_a_source_far_from_the_years_says_nothing(bench):
    assert energy.figure(bench, "PAK", "net_imports", "owid-energy-imports", 2020, 2022) is None
    near = energy.figure(bench, "PAK", "net_imports", "owid-energy-imports", 2016, 2016)
    assert near is not None
    assert near.gap == 2


def test_the_card_is_whole(bench):
    found = registry.check(claim("abundance", "energy", 2014, subject="RUS"), bench)
    assert found.label == "supported"
    assert len(found.specifications) >= 5
    assert found.would_change
    assert found.counter_reading
    assert len({e.source for e in found.evidence}) >= 3
    assert len(found.citations) >= 3
    assert found.limits
    assert found.chart is not None
    assert draw(found.chart, 660, "x")


def test_flows_keep_their_years_whole(bench):
    table = energy.flows(bench, "NGA", "oil", 1995, 2000)
    assert table["year"].dtype.is_integer()
    assert table["exports"].null_count() == 0


def test_every_printed_query_runs(bench):
    from detente.measures.ask import ask

    for asked in (
        claim("abundance", "energy", 2014, subject="RUS"),
        claim("exporter", "oil", 2012, subject="SAU", object="JPN"),
    ):
        for evidence in registry.check(asked, bench).evidence:
            assert len(ask(bench, evidence.query)), evidence.query


def told(*rows):
    return [
        (aspect, Specification("energy", source, "m", "y", "b", "u", 1.0, direction=sign), None)
        for aspect, source, sign in rows
    ]


def test_flows_alone_never_contradict():
    label, _, _ = check.verdict("exporter", "gas", told(("flows", "baci-energy", -1)))
    assert label == "insufficient_evidence"
    label, _, _ = check.verdict(
        "exporter", "gas", told(("balance", "factbook", 1), ("flows", "baci-energy", -1))
    )
    assert label == "contested"


def test_a_rich_importer_is_not_short():
    rows = told(("balance", "factbook", 1), ("balance", "owid-energy-imports", 1), ("use", "factbook", -1))
    assert check.verdict("shortage", "energy", rows)[0] == "insufficient_evidence"
    rows = told(("balance", "factbook", 1), ("balance", "owid-energy-imports", 1), ("use", "factbook", 1))
    assert check.verdict("shortage", "energy", rows)[0] == "supported"


def test_no_figures_settle_nothing():
    for direction in ("abundance", "shortage", "exporter", "importer"):
        assert check.verdict(direction, "gas", [])[0] == "insufficient_evidence"


def test_a_claim_of_shortage_says_that_access_to_electricity_is_not_known(bench, make_claim):
    for years in ((2012, 2015), (2021, 2025)):
        claim = make_claim("energy", years, "shortage", "electricity", subject="KEN")
        assert any("access to electricity" in limit for limit in registry.check(claim, bench).limits)


SHARES = [  # sentence, actors, years, label: by the values BACI books
    ("Lithuania got practically all its piped gas from Russia", "LTU;RUS", (2010, 2010), "supported"),
    ("The bulk of Spain's pipeline gas was Norwegian", "ESP;NOR", (2012, 2012), "contradicted"),
    ("India was the largest customer for Nigerian crude", "NGA;IND", (2014, 2014), "supported"),
    ("Norway supplied most of Japan's imported crude", "JPN;NOR", (2014, 2014), "contradicted"),
    ("Nearly all of Mexico's crude exports went to Spain", "MEX;ESP", (2010, 2010), "contradicted"),
    ("Germany bought most of its gas from Norway", "DEU;NOR", (2012, 2012), "insufficient_evidence"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "actors", "years", "label"), SHARES)
def test_shares_of_a_fuel_are_read_from_either_end(bench, sentence, actors, years, label):
    from detente.reading.claims import read_sentence

    asked = read_sentence(sentence, actors=actors.split(";"), years=years, kind="energy")
    found = registry.check(asked, bench)
    assert found.label == label, (asked.actors, asked.details, found.reason)
