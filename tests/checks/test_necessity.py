"""Necessity: gatekeepers as states, straits and joint sets; blocs; modes; what the card holds."""

from __future__ import annotations

import dataclasses

import pytest

from detente import api, transport
from detente.checks import necessity
from detente.checks.registry import Context
from detente.model import Role
from detente.reading.facets import filled


@pytest.fixture(scope="module")
def bench():
    return api.bench()


@pytest.fixture
def answer(make_claim, bench):
    """answer(quote, details, third=(...), **roles) -> Finding for 1992-2020."""

    def ask(quote="", details=None, third=(), years=(1992, 2020), **roles):
        claim = make_claim("necessity", years, "required", "transport", details, **roles)
        more = tuple(Role(t, "third") for t in third)
        return necessity.check(
            filled(dataclasses.replace(claim, quote=quote, end=len(quote), actors=claim.actors + more)),
            bench,
            Context(2025),
        )

    return ask


SEA = {"destination": "sea"}


@pytest.mark.parametrize(
    ("quote", "details", "third", "roles", "label"),
    [
        ("Laos reaches the sea only through Thailand", SEA, ("THA",), {"subject": "LAO"}, "contradicted"),
        ("Lesotho reaches the sea only through its neighbour", SEA, ("ZAF",), {"subject": "LSO"}, "supported"),
        ("Nepal needs one of two", SEA, ("IND", "CHN"), {"subject": "NPL"}, "supported"),
        ("Nepal needs one", SEA, ("IND",), {"subject": "NPL"}, "contradicted"),
        ("Lorries from Portugal to France must cross Spain", {}, ("ESP",), {"subject": "PRT", "object": "FRA"}, "supported"),
        ("Goods from Portugal to France must cross Spain", {}, ("ESP",), {"subject": "PRT", "object": "FRA"}, "partly_supported"),
        ("Ships from Portugal to France must pass Spain", {}, ("ESP",), {"subject": "PRT", "object": "FRA"}, "contradicted"),
    ],
)  # fmt: skip
def test_states_as_gatekeepers(answer, quote, details, third, roles, label):
    assert answer(quote, details, third, **roles).label == label


def test_a_strait_of_two_states_is_one_gate(answer):
    quote = "Tankers leaving Qatar for the ocean have to pass the Strait of Hormuz"
    found = answer(quote, {"mode": "sea"}, ("IRN",), subject="QAT", object="OMN")
    assert (found.label, found.grade) == ("supported", "high")
    assert "Hormuz" in found.reason
    assert answer(quote, {"mode": "sea"}, (), subject="QAT").label == "supported"


def test_a_strait_with_a_way_round_is_not_necessary(answer):
    found = answer("Ships from Odesa to Genoa must pass Suez", {}, (), subject="UKR", object="ITA")
    assert found.label == "contradicted"
    named = answer(
        "Ships from Odesa to the Mediterranean must pass the Turkish Straits", {}, ("TUR",), subject="UKR"
    )
    assert named.label == "supported"
    assert "Odesa" in named.reason


def test_one_pair_with_a_way_round_contradicts_every(answer):
    """Between two blocs a share below one contradicts, and the share is said."""
    found = answer(
        "Every land route has to cross it",
        {},
        ("AFG",),
        subject="bloc:central-asia",
        object="bloc:south-asia",
    )
    assert found.label == "contradicted"
    assert "pairs are cut off" in found.reason


def test_consent_is_kept_apart_from_the_map(answer):
    quote = "No link of Central and South Asia can be successful without strong Russian support"
    found = answer(quote, {}, ("RUS",), subject="bloc:central-asia", object="bloc:south-asia")
    assert found.label == "contradicted"
    assert any("Consent is another question" in line for line in found.limits)
    assert any("could block" in line for line in found.limits)
    ways = [r for e in found.evidence for r in e.rows if "USD per 20 t" in r]
    assert ways
    assert not any("RUS" in r["states"].split(" - ") for r in ways if str(r["way"]).startswith("Without"))


def test_negation_turns_the_label_round(answer):
    assert answer("x", {**SEA, "negated": True}, ("ZAF",), subject="LSO").label == "contradicted"


def test_fewest_states_on_the_way(answer):
    for wanted, label in ((2, "supported"), (3, "contradicted")):
        assert answer("by land", {**SEA, "minimum": wanted}, (), subject="UZB").label == label
    assert answer("by land", {**SEA, "minimum": 2}, (), subject="KAZ").label == "contradicted"


def test_what_cannot_be_asked_is_said(answer):
    assert answer("x", {}, ("RUS",), subject="UZB").label == "insufficient_evidence"
    assert answer("x", SEA, (), subject="UZB").label == "insufficient_evidence"
    assert answer("Azerbaijan and Turkey must ponder Georgia", subject="AZE").label == "insufficient_evidence"


def test_the_card_has_a_map_rows_and_sources_that_can_be_cited(answer):
    found = answer("Mongolia can reach the sea only through Russia", SEA, ("RUS",), subject="MNG")
    assert found.chart is not None
    assert found.chart.form == "map"
    assert {row["way"] for row in found.chart.data}
    sources = transport.sources()
    assert set(found.citations) <= {s["citation_key"] for s in sources}
    assert {e.source for e in found.evidence} <= {s["id"] for s in sources}


@pytest.mark.parametrize(
    ("state", "keeper", "expected"),
    [
        ("LSO", "ZAF", "supported"),
        ("GMB", "SEN", "supported"),
        ("PRT", "ESP", "supported"),
        ("NPL", "IND", "contradicted"),
    ],
)
def test_a_state_reached_over_land_only_through_another(bench, make_claim, state, keeper, expected):
    claim = make_claim(
        "necessity", (2010, 2010), "required", "transport", {"mode": "land"}, subject=state, third=keeper
    )
    assert necessity.check(claim, bench, Context()).label == expected
