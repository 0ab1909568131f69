"""Claims of reaction on history that is beyond dispute, and on pairs where nothing happened."""

from __future__ import annotations

import pytest

from detente.checks import occasions, registry
from detente.evidence import atlas
from detente.measures.registry import Bench
from detente.model import Claim, Finding, Period, Role
from detente.reading.facets import filled, occurrence
from detente.report.charts import draw


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(atlas.open(atlas.bundled_path()))


def ask(
    bench: Bench,
    subject: str,
    object_: str,
    years: tuple[int, int],
    direction: str,
    event: str | None = None,
    quote: str = "",
    organisation: str | None = None,
    **details: object,
) -> Finding:
    roles = [Role(s, "subject") for s in subject.split(";")] + [
        Role(o, "object") for o in object_.split(";") if o
    ]
    if organisation:
        roles.append(Role(organisation, "organisation"))
    if event:
        details["event"] = event
    period = Period(*years, f"{years[0]}-{years[1]}")
    claim = filled(
        Claim(
            "c1",
            "p1",
            quote,
            0,
            len(quote),
            "reaction",
            tuple(roles),
            "relation",
            direction,
            period,
            details=details,
        )
    )
    return registry.check(claim, bench)


@pytest.mark.parametrize(
    ("subject", "object_", "years", "direction", "event", "label"),
    [
        ("SUN", "ISR", (1967, 1968), "break", "the Six-Day War", "supported"),
        ("EGY", "USA", (1967, 1967), "break", "the Six-Day War", "supported"),
        ("USA", "CUB", (1959, 1961), "break", "the Cuban revolution", "supported"),
        ("SAU", "IRN", (2016, 2016), "break", None, "supported"),
        ("GBR", "ARG", (1982, 1983), "break", "the Falklands War", "supported"),
        ("FRA", "USA", (2003, 2005), "break", "the invasion of Iraq", "contradicted"),
        ("GBR", "USA", (1956, 1960), "break", "the Suez crisis", "contradicted"),
        ("JPN", "USA", (1972, 1976), "break", "Nixon's visit to China", "contradicted"),
        ("PRY", "BTN", (1975, 1976), "break", "the fall of Saigon", "insufficient_evidence"),
        (
            "URY",
            "LAO",
            (1979, 1980),
            "hostile",
            "the Soviet invasion of Afghanistan",
            "insufficient_evidence",
        ),
    ],
)
def test_reactions_of_record(bench, subject, object_, years, direction, event, label):
    assert ask(bench, subject, object_, years, direction, event).label == label


@pytest.mark.parametrize(
    ("subject", "years", "event", "quote", "organisation", "label"),
    [
        ("FIN", (2022, 2023), "the invasion of Ukraine", "reacted by joining NATO", "org:NATO", "supported"),
        (
            "CHE",
            (2022, 2024),
            "the invasion of Ukraine",
            "reacted by joining NATO",
            "org:NATO",
            "contradicted",
        ),
        (
            "ALB",
            (1968, 1969),
            "the invasion of Czechoslovakia",
            "reacted by leaving the Warsaw Pact",
            "org:WARSAW_PACT",
            "supported",
        ),
        (
            "ROU",
            (1968, 1972),
            "the invasion of Czechoslovakia",
            "reacted by leaving the Warsaw Pact",
            "org:WARSAW_PACT",
            "contradicted",
        ),
    ],
)
def test_joining_and_leaving_are_dated_facts(bench, subject, years, event, quote, organisation, label):
    found = ask(bench, subject, "", years, "hostile", event, quote, organisation)
    assert found.label == label


def test_a_bloc_has_acted_when_three_of_its_members_have(bench):
    found = ask(bench, "bloc:arab-states", "EGY", (1979, 1980), "hostile", "its treaty with Israel")
    assert found.label == "supported"
    assert "Arab states" in found.reason


def test_silence_of_the_table_alone_never_contradicts(bench):
    found = ask(bench, "MNG", "BOL", (1960, 1962), "break")
    assert found.label == "insufficient_evidence"


def test_an_undated_event_over_many_years_is_not_tested(bench):
    found = ask(bench, "IND", "PAK", (1990, 2017), "hostile", "an unheard-of slight")
    assert found.label == "insufficient_evidence"
    assert found.grade == "very_low"


def test_negation_turns_the_answer(bench):
    plain = ask(bench, "EGY", "USA", (1967, 1967), "break", "the Six-Day War")
    denied = ask(bench, "EGY", "USA", (1967, 1967), "break", "the Six-Day War", negated=True)
    assert (plain.label, denied.label) == ("supported", "contradicted")


def test_a_card_says_all_a_card_must(bench):
    found = ask(bench, "PAK", "IND", (1998, 1998), "hostile", "the Indian nuclear tests of May 1998")
    assert found.label == "supported"
    assert found.grade in ("moderate", "low")
    assert "consistent with" in found.reason
    assert len(found.specifications) >= 4
    assert found.would_change
    assert found.counter_reading
    assert found.citations
    assert any("GDELT" in x or "Statements" in x for x in found.limits)
    assert any("ends in" in x or "covers" in x for x in found.limits)
    assert all(e.query and e.rows for e in found.evidence)
    assert found.chart is not None
    assert any(r.get("status") == "apart" for r in found.chart.data)


def test_the_picture_is_in_event_time_with_a_fan_and_the_dated_events_beneath(bench):
    found = ask(bench, "CHN", "LTU", (2021, 2022), "hostile")
    chart = found.chart
    assert chart is not None
    assert chart.form == "lines"
    votes = {r["at"]: r for r in chart.data if r["panel"].startswith("Distance")}
    assert set(votes) == set(range(-6, 3))
    before = [votes[k]["value"] for k in range(-4, 0)]
    assert sum(before) == pytest.approx(0, abs=1e-3)  # each series less its mean before
    assert votes[1]["value"] > votes[1]["high"] > 0 > votes[1]["low"]
    moved = next(s for s in found.specifications if s.measure == "un_ideal_distance" and s.significant)
    assert sum(votes[k]["value"] for k in (0, 1)) / 2 == pytest.approx(moved.estimate, abs=1e-3)
    assert any(r["panel"].startswith("Reported events") for r in chart.data)
    (lower,) = chart.encoding["beneath"]
    assert lower["form"] == "timeline"
    drawn = draw(chart, 660, "x")
    assert "Dated events" in drawn
    assert 'class="placebo"' in drawn
    assert "2,02" not in drawn  # a year has no thousands


def test_a_reaction_of_several_keeps_the_timeline(bench):
    found = ask(bench, "GBR;FRA", "RUS", (2018, 2018), "hostile", "the poisoning in Salisbury")
    assert found.chart is not None
    assert found.chart.form == "timeline"


def test_as_of_hides_what_came_later(bench):
    claim = filled(
        Claim(
            "c1",
            "p1",
            "",
            0,
            0,
            "reaction",
            (Role("SAU", "subject"), Role("QAT", "object")),
            "relation",
            "break",
            Period(2016, 2018, "2016-2018"),
        )
    )
    assert registry.check(claim, bench, registry.Context(latest=2016)).label != "supported"
    assert registry.check(claim, bench).label == "supported"


def test_as_of_hides_a_later_restoration_too(bench):
    claim = filled(Claim("c1", "p1", "", 0, 0, "reaction", (Role("GBR", "subject"), Role("ARG", "object")), "relation",
                  "break", Period(1982, 1983, "1982-1983"), details={"event": "the Falklands War"}))  # fmt: skip
    early = registry.check(claim, bench, registry.Context(latest=1985))
    assert early.label == "supported"
    assert "1990" not in early.reason
    assert early.chart is not None
    assert all(r["start"] < 1986 if "start" in r else r["at"] <= 3 for r in early.chart.data)


@pytest.mark.parametrize(
    ("words", "near", "years", "expected"),
    [
        ("9/11", ("PAK",), None, "event:9-11"),
        ("its treaty with Israel", ("EGY", "SYR"), (1979, 1980), "event:egypt-israel-treaty"),
        ("the Soviet invasion of Afghanistan", ("PAK",), None, "event:afghanistan-invasion-1979"),
        ("the 2003 Iraq invasion", ("CAN",), None, "event:iraq-war-2003"),
        ("the collapse of the Soviet Union", ("CUB",), None, "event:ussr-dissolved"),
        ("the annexation of Crimea", ("DEU",), None, "event:crimea-annexation"),
        ("the war", ("USA", "GBR"), None, None),
        ("a treaty", (), None, None),
        ("the 1950 Iraq invasion", (), None, None),
        ("", (), None, None),
        ("event:9-11", (), None, "event:9-11"),
    ],
)
def test_occasions_are_found_by_name_kind_and_year(bench, words, near, years, expected):
    found = occasions.find(bench, occurrence(words), near=near, years=years)
    assert (found.id if found else None) == expected


def test_every_event_is_found_by_an_alias_that_no_other_event_shares(bench):
    table = bench.atlas.table("events")
    aliases = [
        (row["id"], alias, row["year"])
        for row in table.iter_rows(named=True)
        for alias in (row["aliases"] or "").split("|")
        if alias
    ]
    wrong = [
        (i, alias, found.id)
        for i, alias, year in aliases
        if (found := occasions.find(bench, occurrence(alias), years=(year, year))) is not None
        and found.id != i
    ]
    found = sum(
        occasions.find(bench, occurrence(alias), years=(year, year)) is not None for _, alias, year in aliases
    )
    assert len(wrong) <= 0.02 * len(aliases), wrong
    assert found >= 0.85 * len(aliases)
