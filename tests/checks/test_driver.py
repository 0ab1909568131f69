"""Claims of cause on history that is beyond dispute, and causes that have nothing to do with a pair."""

from __future__ import annotations

import pytest

from detente.checks import registry
from detente.evidence import atlas
from detente.measures.registry import Bench
from detente.model import Claim, Finding, Period, Role
from detente.reading.facets import filled
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
    cause: str,
    topic: str = "relation",
    organisation: str | None = None,
    context: registry.Context | None = None,
    **details: object,
) -> Finding:
    roles = [Role(subject, "subject")] + ([Role(object_, "object")] if object_ else [])
    if organisation:
        roles.append(Role(organisation, "organisation"))
    period = Period(*years, f"{years[0]}-{years[1]}")
    claim = filled(
        Claim(
            "c1",
            "p1",
            "",
            0,
            0,
            "driver",
            tuple(roles),
            topic,
            direction,
            period,
            details={"cause": cause, **details},
        )
    )
    return registry.check(claim, bench, context)


@pytest.mark.parametrize(
    ("subject", "object_", "years", "direction", "cause", "topic", "label"),
    [
        ("USA", "IRN", (1975, 1985), "end", "the Iranian revolution", "relation", "supported"),
        ("RUS", "UKR", (2009, 2018), "worsen", "the annexation of Crimea", "relation", "supported"),
        ("IRQ", "SAU", (1985, 1995), "worsen", "the invasion of Kuwait", "relation", "supported"),
        ("USA", "IRN", (1975, 1985), "improve", "the Iranian revolution", "relation", "contradicted"),
        ("POL", "DEU", (1985, 1995), "worsen", "the fall of the Berlin Wall", "relation", "contradicted"),
        ("FRA", "USA", (1998, 2008), "end", "the invasion of Iraq", "trade", "contradicted"),
        ("JPN", "USA", (1998, 2008), "end", "the invasion of Iraq", "relation", "contradicted"),
        ("FRA", "DEU", (1990, 2000), "worsen", "an old quarrel", "trade", "insufficient_evidence"),
        ("POL", "DEU", (1985, 1995), "worsen", "an old quarrel", "relation", "insufficient_evidence"),
        # COW holds no trade of the Federal Republic with France before 1990
        ("DEU", "FRA", (1985, 1998), "worsen", "German reunification", "trade", "insufficient_evidence"),
        ("GBR", "IRL", (2012, 2020), "worsen", "Brexit", "trade", "insufficient_evidence"),
        ("RUS", "CUB", (1985, 1999), "end", "the collapse of the Soviet Union", "arms", "supported"),
        ("USA", "ISR", (1970, 1980), "end", "the Yom Kippur War", "arms", "contradicted"),
        ("USA", "ISR", (1970, 1980), "end", "the Yom Kippur War", "aid", "contradicted"),
        (
            "BTN",
            "PRY",
            (1985, 1999),
            "improve",
            "the fall of the Berlin Wall",
            "relation",
            "insufficient_evidence",
        ),
    ],
)
def test_causes_of_record(bench, subject, object_, years, direction, cause, topic, label):
    found = ask(bench, subject, object_, years, direction, cause, topic)
    assert found.label == label
    assert found.grade != "high"


def test_a_cause_after_its_effect_contradicts(bench):
    found = ask(bench, "USA", "IRN", (1979, 1985), "worsen", "the Iraq war of 2003")
    assert found.label == "contradicted"
    assert "later than the effect" in found.reason


def test_relations_broken_before_the_cause_were_not_ended_by_it(bench):
    found = ask(bench, "USA", "CUB", (1958, 1968), "end", "the Cuban missile crisis")
    assert found.label == "contradicted"
    assert "before the cause" in found.reason


def test_an_accession_must_follow_the_event(bench):
    after = ask(
        bench,
        "FIN",
        "",
        (2022, 2024),
        "start",
        "the Russian invasion of Ukraine of 2022",
        "membership",
        "org:NATO",
    )
    never = ask(
        bench,
        "AUT",
        "",
        (2022, 2024),
        "start",
        "the Russian invasion of Ukraine of 2022",
        "membership",
        "org:NATO",
    )
    assert (after.label, never.label) == ("supported", "contradicted")
    assert after.grade == "moderate"


def test_an_undated_cause_is_never_confirmed(bench):
    found = ask(bench, "USA", "CHN", (1968, 1979), "improve", "a change of heart")
    assert found.label == "insufficient_evidence"


def test_as_of_hides_what_came_later(bench):
    early = registry.Context(latest=1980)
    assert (
        ask(bench, "USA", "IRN", (1975, 1980), "worsen", "the annexation of Crimea", context=early).label
        != "supported"
    )


def test_negation_turns_the_answer(bench):
    denied = ask(bench, "USA", "IRN", (1975, 1985), "end", "the Iranian revolution", negated=True)
    assert denied.label == "contradicted"


def test_a_card_says_all_a_card_must(bench):
    found = ask(bench, "IRQ", "SAU", (1985, 1995), "worsen", "the invasion of Kuwait")
    assert "consistent with" in found.reason
    assert any("no grade above moderate" in r for r in found.grade_reasons)
    assert any("synthetic pair" in s.note for s in found.specifications)
    assert any("randomisation p" in s.note for s in found.specifications)
    assert found.would_change
    assert found.counter_reading
    assert found.citations
    assert any("ends in" in x or "covers" in x for x in found.limits)
    assert all(e.query and e.rows for e in found.evidence)
    assert found.chart is not None
    assert found.chart.encoding["marks"][0]["label"].startswith("Iraqi invasion")


def test_aid_without_a_series_says_so(bench):
    found = ask(bench, "USA", "PAK", (1975, 1986), "end", "the Soviet invasion of Afghanistan", "aid")
    assert found.label == "contradicted"
    assert any("aid" in x for x in found.limits)


def test_the_picture_sets_the_observed_series_against_the_synthetic_one(bench):
    found = ask(bench, "USA", "IRN", (1975, 1985), "end", "the Iranian revolution")
    chart = found.chart
    assert chart is not None
    lines = {r["line"] for r in chart.data}
    assert lines == {"observed", "synthetic pair", "gap"}
    at = {(r["line"], r["year"]): r["value"] for r in chart.data}
    years = sorted({year for _, year in at})
    assert (years[0], years[-1]) == (1969, 1984)
    for year in years:
        assert at["gap", year] == pytest.approx(at["observed", year] - at["synthetic pair", year], abs=2e-4)
    after = [r for r in chart.data if r["line"] == "gap" and r["year"] > 1979]
    assert all(r["value"] > r["high"] for r in after)  # beyond what the placebo pairs did
    mean = sum(r["value"] for r in after) / len(after)
    tested = [s.estimate for s in found.specifications if s.note.startswith("gap to a synthetic")]
    assert any(mean == pytest.approx(estimate, abs=1e-3) for estimate in tested)
    assert "above the synthetic pair" in chart.title
    assert chart.encoding["marks"] == [{"x": 1979, "label": "Iranian Revolution"}]
    assert draw(chart, 660, "x").startswith("<svg")


@pytest.mark.parametrize(
    ("sentence", "given", "years", "label"),
    [
        ("Joining the Community in 1973 cut Danish trade with Germany", "DNK;DEU", (1968, 1985), None),
        ("Accession in 2004 made Czech trade with Austria shrink", "CZE;AUT", (2000, 2012), "contradicted"),
        (
            "The quarrel of 2012 brought Korean trade with Japan to an end",
            "KOR;JPN",
            (2009, 2014),
            "contradicted",
        ),
        (
            "The annexation of Crimea lifted trade between Russia and Ukraine",
            "RUS;UKR",
            (2012, 2017),
            "contradicted",
        ),
        (
            "The rupture of 2017 strangled trade between Qatar and the Emirates",
            "QAT;ARE",
            (2014, 2019),
            "supported",
        ),
        ("The Soviet collapse all but wiped out Bulgarian trade with Moscow", "BGR;RUS", (1986, 1996), None),
        (
            "The end of sanctions in 1994 drove Danes and Swedes apart commercially",
            "DNK;SWE",
            (1990, 2004),
            None,
        ),
    ],
)
def test_causes_dated_by_the_claim_itself(bench, sentence, given, years, label):
    from detente.reading.claims import read_sentence

    claim = read_sentence(sentence, actors=tuple(given.split(";")), years=years, kind="driver")
    found = registry.check(claim, bench)
    assert found.grade in ("moderate", "low", "very_low")
    if label is not None:
        assert (found.label, claim.topic) == (label, "trade"), found.reason
    else:
        assert found.label != "supported" or claim.direction in ("worsen", "end")


def test_trade_that_enters_the_books_from_nothing_is_no_growth(bench):
    found = ask(bench, "CUB", "SUN", (1985, 1995), "end", "the collapse of the Soviet Union", "trade")
    assert found.label == "insufficient_evidence"
