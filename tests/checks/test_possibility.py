"""Possibility: what the base rate said at the date, and what came, are said apart."""

from dataclasses import replace

import numpy as np
import pytest

from detente.checks import possibility, questions, registry
from detente.checks.registry import Context
from detente.evidence import atlas
from detente.inference.hazard import Chance
from detente.measures import accession, dyad_risk
from detente.measures.registry import Bench
from detente.model import Claim, Period, Role
from detente.reading.facets import filled
from detente.report.charts import draw


@pytest.fixture(scope="module")
def bench():
    return Bench(atlas.open(atlas.bundled_path()))


def claim(qualifier, direction, start, end, quote="", topic="membership", details=None, **roles):
    actors = tuple(Role(i, r) for r, i in roles.items())
    given = {"horizon": end - start, **(details or {})} if end is not None else dict(details or {})
    return filled(Claim(
        "c1", "p1", quote, 0, len(quote), "possibility", actors, topic, direction, Period(start, end, None),
        qualifier, details=given,
    ))  # fmt: skip


JOINED = [
    ("likely", "ESP", "org:EU", 1980, 1990, "supported"),
    ("possible", "AUT", "org:EU", 1990, 2000, "supported"),
    ("certain", "NOR", "org:EU", 1992, 2000, "contradicted"),
    ("likely", "CHE", "org:EU", 1993, 2003, "contradicted"),
    ("impossible", "EST", "org:NATO", 1994, 2006, "contradicted"),
    ("certain", "MKD", "org:NATO", 2002, 2012, "contradicted"),
    ("possible", "CHN", "org:WTO", 1998, 2005, "supported"),
    ("possible", "BRA", "org:NATO", 1995, 2005, "contradicted"),
    ("possible", "MAR", "org:EU", 1985, 2000, "contradicted"),
    ("impossible", "THA", "org:AU", 2004, 2014, "supported"),
    ("certain", "MMR", "org:ASEAN", 1994, 2000, "supported"),
]


@pytest.mark.parametrize(("word", "state", "org", "start", "end", "label"), JOINED)
def test_accessions_with_clear_history(bench, word, state, org, start, end, label):
    found = registry.check(claim(word, "join", start, end, subject=state, organisation=org), bench)
    assert found.label == label, found.reason


PAIRS = [
    ("certain", "fight", "conflict", {"subject": "FRA", "object": "DEU"}, 1960, 1990, "contradicted"),
    ("possible", "fight", "conflict", {"subject": "IRQ", "object": "IRN"}, 1978, 1985, "supported"),
    ("likely", "fight", "conflict", {"subject": "IND", "object": "PAK"}, 1986, 1996, "supported"),
    ("possible", "fight", "conflict", {"subject": "BOL", "object": "MNG"}, 1980, 1990, "contradicted"),
    ("possible", "ally", "alliance", {"subject": "USA", "object": "KOR"}, 1950, 1956, "supported"),
    ("certain", "ally", "alliance", {"subject": "IND", "object": "PAK"}, 1970, 1990, "contradicted"),
    ("possible", "supply", "arms", {"subject": "ETH", "supplier": "SUN"}, 1974, 1984, "supported"),
    ("certain", "supply", "arms", {"subject": "IND", "supplier": "USA"}, 1985, 2000, "contradicted"),
]


@pytest.mark.parametrize(("word", "direction", "topic", "roles", "start", "end", "label"), PAIRS)
def test_pairs_with_clear_history(bench, word, direction, topic, roles, start, end, label):
    found = registry.check(claim(word, direction, start, end, topic=topic, **roles), bench)
    assert found.label == label, found.reason


def test_war_is_not_any_use_of_force(bench):
    asked = claim(
        "certain", "fight", 1960, 1975, "would go to war", topic="conflict", subject="USA", object="SUN"
    )
    assert registry.check(asked, bench).label == "contradicted"


def test_every_printed_query_runs(bench):
    from detente.measures.ask import ask

    for asked in (
        claim("likely", "join", 2008, 2014, subject="HRV", organisation="org:EU"),
        claim("possible", "fight", 1994, 1997, topic="conflict", subject="PER", object="ECU"),
        claim("possible", "supply", 1974, 1984, topic="arms", subject="ETH", supplier="SUN"),
    ):
        for evidence in registry.check(asked, bench).evidence:
            assert len(ask(bench, evidence.query)), evidence.query


def test_leaving(bench):
    left = claim("possible", "leave", 2012, 2021, subject="GBR", organisation="org:EU")
    stayed = claim("certain", "leave", 2012, 2021, subject="GRC", organisation="org:EU")
    assert registry.check(left, bench).label == "supported"
    assert registry.check(stayed, bench).label == "contradicted"


def test_the_base_rate_does_not_know_the_outcome(bench):
    """The same probability, to the last digit, whatever came after the claim's date."""
    asked = claim("likely", "join", 2000, 2010, subject="POL", organisation="org:EU")
    full = possibility.check(asked, bench, Context(2025))
    early = possibility.check(asked, bench, Context(2001))
    assert full.probability == early.probability
    assert full.label == "supported"
    assert early.label != "supported"


def test_already_in_leaves_nothing_to_happen(bench):
    found = registry.check(
        claim("possible", "join", 1990, 2000, subject="FRA", organisation="org:NATO"), bench
    )
    assert found.label == "insufficient_evidence"
    assert "already" in found.reason


def test_no_reference_class_is_said(bench):
    found = registry.check(claim("possible", "improve", 2000, 2010, topic="relation", subject="FRA"), bench)
    assert found.label == "insufficient_evidence"
    nobody = claim("possible", "join", 2000, 2010, subject="FRA", organisation="org:TOKYO_GOVERNORS")
    with pytest.raises(Exception, match="TOKYO"):
        possibility.check(nobody, bench, Context())


def test_an_open_future_is_never_more_than_low(bench):
    found = registry.check(claim("possible", "join", 2025, None, subject="ALB", organisation="org:EU"), bench)
    assert found.label == "supported"
    assert found.grade in ("low", "very_low")
    assert any("weak" in r for r in found.grade_reasons)
    assert found.probability is not None
    assert 0.01 < found.probability.point < 0.95


def test_a_project_that_took_in_nobody_excludes_nobody(bench):
    for year in (2017, 2024):
        asked = claim(
            "possible", "join", year, None, details={"anchor": year}, subject="IRN", organisation="org:CPEC"
        )
        assert registry.check(asked, bench).label in ("supported", "insufficient_evidence")


def test_the_card_is_whole(bench):
    found = registry.check(claim("likely", "join", 2008, 2014, subject="HRV", organisation="org:EU"), bench)
    assert len(found.specifications) >= 5
    assert found.would_change
    assert found.counter_reading
    assert found.limits
    assert "pevehouse" in " ".join(found.citations).lower() or found.citations
    assert any("backtest" in e.query for e in found.evidence)
    assert any("Brier score" in row for e in found.evidence for row in e.rows)
    assert found.chart is not None
    assert draw(found.chart, 660, "x")
    assert found.probability is not None
    assert found.probability.low <= found.probability.point <= found.probability.high


@pytest.mark.parametrize(
    ("stated", "period", "details", "expected"),
    [
        ("In 2008; within six years", (2008, 2014), {}, (2008, 2014, False)),
        ("In 2005; by 2015", (2005, 2015), {}, (2005, 2015, False)),
        ("by 2035", (2010, 2025), {}, (2025, 2035, False)),
        ("within five years", (2010, 2025), {}, (2025, 2030, False)),
        ("in the next ten years", (2010, 2025), {}, (2025, 2035, False)),
        ("over the next decade", (2010, 2025), {}, (2025, 2035, False)),
        (None, (2010, 2025), {}, (2025, 2035, True)),
        (None, (2017, 2025), {}, (2017, 2027, True)),
        (None, (2008, 2014), {"horizon": 6}, (2008, 2014, False)),
        ("In 2008", (2008, 2008), {}, (2008, 2018, True)),
    ],
)
def test_horizons(stated, period, details, expected):
    asked = filled(
        replace(claim("possible", "join", *period), period=Period(*period, stated), details=details)
    )
    found = possibility.horizon(asked, 2025)
    assert (found.start, found.end, found.open) == expected


def chance(p, low=None, high=None):
    return Chance(p, p if low is None else low, p if high is None else high, 5, 1, 100)


@pytest.mark.parametrize(
    ("word", "outcome", "p", "label"),
    [
        ("possible", "not", chance(0.2), "supported"),
        ("possible", "not", chance(0.001, 0.0, 0.005), "contradicted"),
        ("possible", "open", chance(0.005, 0.0, 0.03), "supported"),
        ("possible", "open", None, "insufficient_evidence"),
        ("likely", "open", chance(0.7), "supported"),
        ("likely", "open", chance(0.2, 0.1, 0.3), "contradicted"),
        ("likely", "open", chance(0.5, 0.3, 0.7), "insufficient_evidence"),
        ("likely", "not", chance(0.7), "partly_supported"),
        ("likely", "not", None, "contradicted"),
        ("certain", "not", chance(0.9), "contradicted"),
        ("certain", "open", chance(0.3, 0.2, 0.4), "contradicted"),
        ("impossible", "came", chance(0.0), "contradicted"),
        ("impossible", "not", chance(0.02), "supported"),
        ("impossible", "not", chance(0.4), "partly_supported"),
        ("asserted", "not", chance(0.4), "contradicted"),
        ("asserted", "open", chance(0.4), "insufficient_evidence"),
    ],
)
def test_the_rule(word, outcome, p, label):
    assert possibility.verdict(word, outcome, p)[0] == label


@pytest.mark.parametrize("word", ["possible", "likely", "certain", "asserted"])
def test_what_came_is_never_contradicted_and_its_denial_never_supported(word):
    for p in (chance(0.001), chance(0.5), chance(0.99), None):
        assert possibility.verdict(word, "came", p)[0] == "supported"
        assert possibility.verdict("impossible", "came", p)[0] == "contradicted"
        assert possibility.verdict(word, "came", p, negated=True)[0] != "supported" or word == "possible"


def test_nothing_after_a_sources_end_counts_as_not_happened(bench):
    for risk in (accession.joining(bench), dyad_risk.allying(bench), dyad_risk.supplying(bench)):
        assert not risk.panel.events[-1].any()
    rolls = accession.rolls(bench)
    panel = accession.joining(bench).panel
    for org, end in zip(rolls.orgs, rolls.ends, strict=True):
        if end < panel.last_year:
            cases = slice(
                rolls.orgs.index(org) * bench.index.size, (rolls.orgs.index(org) + 1) * bench.index.size
            )
            assert (panel.codes[panel.row(int(end) + 1) : -1, cases] == -1).all()


def test_accessions_are_events_once_and_founders_never(bench):
    rolls, panel = accession.rolls(bench), accession.joining(bench).panel
    case = rolls.case("org:EU", bench.place("HRV"))
    assert [panel.first_year + int(y) for y in np.flatnonzero(panel.events[:, case])] == [2013]
    assert not panel.events[:, rolls.case("org:EU", bench.place("FRA"))].any()
    assert rolls.case("org:NONE", 3) is None


def test_calibration_draws_are_seldom_wrong(bench):
    """Claims of "likely", asked as of their own date: confirmed and then not come true."""
    rng = np.random.default_rng(11)
    wrong = [possibility.false_positive(bench, rng) for _ in range(60)]
    assert sum(wrong) <= 6


def test_a_question_names_both_sides(bench):
    found = questions.question(
        claim("possible", "fight", 1990, 2000, topic="conflict", subject="PER", object="ECU"),
        bench,
        1990,
        2025,
    )
    assert isinstance(found, questions.Question)
    assert "Peru" in found.text
    assert "Ecuador" in found.text
    assert found.came == 1991 or found.came in range(1990, 1996)


def test_the_picture_shows_the_chance_and_how_such_forecasts_did(bench):
    found = registry.check(claim("likely", "join", 2000, 2010, subject="POL", organisation="org:EU"), bench)
    chart, probability = found.chart, found.probability
    assert chart is not None
    assert probability is not None
    first = next(r for r in chart.data if r.get("headline"))
    assert first["chance"] == pytest.approx(100 * probability.point, abs=0.01)
    bands = [r for r in chart.data if "said" in r]
    assert len(bands) > 2
    assert all(r["came_low"] <= r["came"] <= r["came_high"] for r in bands if 0 < r["came"] < 100)
    (lower,) = chart.encoding["beneath"]
    assert (lower["form"], lower["encoding"]["diagonal"]) == ("scatter", "as often as said")
    drawn = draw(chart, 660, "x")
    assert "as often as said" in drawn
    assert drawn.count("<circle") + drawn.count('class="chosen') >= len(chart.data)
