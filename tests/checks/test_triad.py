"""Claims of third parties on history that is beyond dispute, and on strangers."""

from __future__ import annotations

import numpy as np
import pytest

from detente.checks import camps, draws, registry, sides, triad
from detente.evidence import atlas
from detente.measures.registry import Bench
from detente.model import Claim, Finding, Period, Role
from detente.reading.claims import read_sentence
from detente.reading.facets import filled


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(atlas.open(atlas.bundled_path()))


def claim_of(
    pair: tuple[str, str], third: str | None, years: tuple[int, int], direction: str, **details: object
) -> Claim:
    roles = [Role(pair[0], "subject"), Role(pair[1], "object")] + ([Role(third, "third")] if third else [])
    period = Period(*years, f"{years[0]}-{years[1]}")
    return filled(
        Claim("c1", "p1", "", 0, 0, "triad", tuple(roles), "relation", direction, period, details=details)
    )


def ask(bench: Bench, *args: object, **details: object) -> Finding:
    return registry.check(claim_of(*args, **details), bench)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pair", "third", "years", "direction", "label"),
    [
        (("USA", "CHN"), "SUN", (1969, 1979), "bring_together", "supported"),
        (("PAK", "CHN"), "IND", (1960, 1970), "bring_together", "supported"),
        (("SUN", "EGY"), "ISR", (1954, 1967), "bring_together", "supported"),
        (("VNM", "CHN"), "KHM", (1973, 1982), "drive_apart", "supported"),
        (("IRQ", "IRN"), "ISR", (1975, 1988), "bring_together", "contradicted"),
        (("USA", "GBR"), "FRA", (1960, 1970), "drive_apart", "contradicted"),
        (("USA", "SUN"), "CHN", (1946, 1953), "bring_together", "contradicted"),
        (("BTN", "PRY"), "USA", (1975, 1985), "bring_together", "insufficient_evidence"),
        (("URY", "MNG"), "CHN", (1990, 2005), "drive_apart", "insufficient_evidence"),
    ],
)
def test_third_parties_of_record(bench, pair, third, years, direction, label):
    found = ask(bench, pair, third, years, direction)
    assert found.label == label
    assert found.grade != "high"


def test_an_enabler_in_the_subject_is_the_third_party():
    roles = (Role("CHN", "subject"), Role("RUS", "object"), Role("PAK", "object"))
    claim = filled(
        Claim("c1", "p1", "", 0, 0, "triad", roles, "relation", "bring_together", Period(2007, 2017))
    )
    assert triad.roles(claim) == (["RUS", "PAK"], "CHN")


def test_an_undated_cause_that_is_a_state_is_a_third_party(bench):
    roles = (Role("SUN", "cause"), Role("USA", "subject"), Role("CHN", "object"))
    claim = filled(
        Claim(
            "c1",
            "p1",
            "",
            0,
            0,
            "driver",
            roles,
            "relation",
            "improve",
            Period(1969, 1979, "1970s"),
            details={"cause": "their fear of the neighbour"},
        )
    )
    found = registry.check(claim, bench)
    assert found.label == "supported"
    assert "Soviet Union" in found.reason


def test_rivals_and_allies_have_the_signs_everybody_knows(bench):
    def tie(one: str, two: str, year: int) -> float:
        return camps.tie(bench, bench.place(one), (bench.place(two),), year, year, 2025)

    assert tie("USA", "GBR", 1985) >= 0.9
    assert tie("USA", "SUN", 1962) <= -0.4
    assert tie("IND", "PAK", 1968) <= -0.5
    assert tie("SUN", "CHN", 1975) <= -0.4
    assert abs(tie("BTN", "PRY", 1980)) < 0.1


def test_camps_leave_strangers_out(bench):
    square = camps.signs(bench, 1980, 1984, 2025)
    members = (bench.place("USA"), bench.place("SUN"))
    states = camps.neighbourhood(square, members)
    assert set(members) <= set(states.tolist())
    assert len(states) <= 24
    assert all(np.abs(square[list(members)][:, s]).any() for s in states if s not in members)


def test_a_card_says_all_a_card_must(bench):
    found = ask(bench, ("USA", "CHN"), "SUN", (1969, 1979), "bring_together")
    assert "consistent with" in found.reason
    names = {s.measure for s in found.specifications}
    assert {
        "ties with Soviet Union, product",
        "move beyond what triads predict",
        "share of splits in one camp",
    } <= names
    assert found.would_change
    assert found.counter_reading
    assert found.citations
    assert found.limits
    assert found.evidence
    assert found.chart is not None
    assert {r["pair"] for r in found.chart.data} == {
        "United States and China",
        "United States and Soviet Union",
        "China and Soviet Union",
    }


def test_negation_turns_the_answer(bench):
    assert (
        ask(bench, ("USA", "CHN"), "SUN", (1969, 1979), "bring_together", negated=True).label
        == "contradicted"
    )


@pytest.mark.parametrize("kind", draws.KINDS)
def test_draws_are_the_same_for_a_seed_and_come_both_ways(bench, kind):
    one, two = (
        draws.claims(bench, kind, ("CAN", "JPN"), 1972, 1990, np.random.default_rng(5)) for _ in range(2)
    )
    assert one == two
    assert len({c.direction for c in one}) == 2
    assert all(registry.check(c, bench).label != "ill_posed" for c in one)


SIDES = [  # sentence, actors, years, label: by the record of sides, wars, disputes and pacts
    ("Cuba fought beside Ethiopia against Somalia", "CUB;ETH;SOM", (1977, 1978), "supported"),
    ("Romania joined in the invasion of Prague at Moscow's side", "ROU;SUN;CSK", (1968, 1968), "contradicted"),
    ("Beijing backed Hanoi against Washington", "CHN;VNM;USA", (1965, 1973), "supported"),
    ("Syria sided with Baghdad against Tehran", "SYR;IRQ;IRN", (1980, 1988), "contradicted"),
    ("Athens and Belgrade made war together on Bulgaria", "GRC;SRB;BGR", (1913, 1913), "supported"),
    ("Berlin kept out of the war between Italy and the Ottoman Empire", "DEU;ITA;TUR", (1911, 1912), "supported"),
    ("Finland and the Soviet Union were on opposite sides", "FIN;SUN", (1941, 1944), "supported"),
    ("Saudi Arabia did not take Iran's side against Iraq", "SAU;IRN;IRQ", (1980, 1988), "supported"),
    ("Uruguay armed Bolivia against Paraguay", "URY;BOL;PRY", (1932, 1935), "insufficient_evidence"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "actors", "years", "label"), SIDES)
def test_sides_taken_are_read_from_the_record(bench: Bench, sentence, actors, years, label):
    asked = read_sentence(sentence, actors=actors.split(";"), years=years, kind="triad")
    found = registry.check(asked, bench)
    assert found.label == label, (asked.details, asked.actors, found.reason)


def test_wars_and_pacts_answer_where_no_side_is_listed(bench: Bench):
    """Two at war with a third in the same years stood on one side; a pact of two rivals of the third, too."""
    both = sides.recorded(bench, ["AUS", "NZL"], ["CHN"], 1950, 1953, 2025, True)
    assert [s.sign for s in both] in ([1], [])
    each = sides.recorded(bench, ["PRY", "BOL"], ["ARG"], 1933, 1935, 2025, True)
    assert [s.sign for s in each] == [-1]
