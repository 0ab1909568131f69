"""Influence: the gap in power and the outcome are measured apart."""

import pytest

from detente.checks import attempts, influence, registry
from detente.evidence import atlas
from detente.measures.registry import Bench
from detente.model import Claim, Period, Role
from detente.reading.claims import read_sentence
from detente.reading.facets import filled
from detente.report.charts import draw


@pytest.fixture(scope="module")
def bench():
    found = Bench(atlas.open(atlas.bundled_path()))
    if "events" not in found.atlas.tables:
        pytest.skip("the bundled atlas has no table of events yet")
    return found


def claim(direction, start, end, quote="", stated="as given", topic="conflict", **roles):
    actors = tuple(Role(i, r) for r, i in roles.items())
    return filled(Claim(
        "c1", "p1", quote, 0, len(quote), "influence", actors, topic, direction,
        Period(start, end, stated) if end else Period(),
    ))  # fmt: skip


ROWS = [
    ("failed", "USA", "group:TALIBAN", 2001, 2021, "", "supported"),
    ("succeeded", "USA", "group:TALIBAN", 2001, 2012, "", "contradicted"),
    ("failed", "FRA", "group:VIET_MINH", 1946, 1954, "", "supported"),
    ("failed", "FRA", "group:FLN", 1954, 1962, "", "supported"),
    ("succeeded", "LKA", "group:LTTE", 1990, 2009, "", "supported"),
    ("failed", "LKA", "group:LTTE", 1990, 2009, "", "contradicted"),
    ("succeeded", "TUR", "group:PKK", 1985, 1998, "", "contradicted"),
    ("failed", "SUN", "AFG", 1979, 1989, "", "supported"),
    ("failed", "PRT", "MOZ", 1964, 1975, "", "supported"),
    ("failed", "USA", "IRN", 1977, 1979, "", "supported"),
    ("succeeded", "PAK", "IND", 1970, 1974, "prevented India from testing a nuclear device", "contradicted"),
    (
        "failed",
        "USA",
        "PRK",
        2003,
        2006,
        "failed to stop North Korea from testing nuclear weapons",
        "supported",
    ),
    ("succeeded", "IDN", "MYS", 1963, 1966, "broke up Malaysia", "contradicted"),
    ("failed", "IRQ", "KWT", 1990, 1991, "failed to hold Kuwait", "supported"),
    ("succeeded", "USA", "IRQ", 1990, 1991, "broke up parts of Iraq", "insufficient_evidence"),
    ("succeeded", "USA", "IRQ", 1995, 1998, "destroyed Iraq's defences", "insufficient_evidence"),
    ("succeeded", "USA", "KWT", 1995, 1998, "kept Kuwait from joining", "insufficient_evidence"),
    ("succeeded", "BRA", "PRY", 1990, 1995, "", "insufficient_evidence"),
]


@pytest.mark.parametrize(("direction", "strong", "other", "start", "end", "quote", "label"), ROWS)
def test_outcomes_with_clear_history(bench, direction, strong, other, start, end, quote, label):
    found = registry.check(claim(direction, start, end, quote, subject=strong, object=other), bench)
    assert found.label == label, (found.reason, found.grade_reasons)
    assert found.grade != "high"


def test_an_end_of_fighting_abroad_is_no_victory(bench):
    """France left Indochina and Algeria; the fighting ended, and the state was lost."""
    for group, years in (("group:FLN", (1954, 1962)), ("group:VIET_MINH", (1946, 1954))):
        found = registry.check(claim("succeeded", *years, subject="FRA", object=group), bench)
        assert found.label != "supported"


def test_an_act_that_is_not_in_the_table_is_no_success(bench):
    """No test by Austria is on record; that shows nobody's influence."""
    asked = claim(
        "succeeded", 1955, 1970, "prevented Austria from testing nuclear weapons", subject="USA", object="AUT"
    )
    assert registry.check(asked, bench).label == "insufficient_evidence"


def test_the_gap_is_measured_at_the_start(bench):
    found = registry.check(claim("failed", 1979, 1989, subject="SUN", object="AFG"), bench)
    gaps = [s for s in found.specifications if s.family == "capability"]
    assert {s.measure for s in gaps} == {"cinc", "milex_share"}
    assert all(s.window == "1979" and s.estimate > 50 for s in gaps)


def test_who_is_not_the_stronger_cannot_fail_for_all_its_power():
    assert influence.verdict("failed", [-1, -1], True)[0] == "supported"
    assert influence.verdict("failed", [-1, -1], False)[0] == "partly_supported"


@pytest.mark.parametrize(
    ("direction", "signs", "label"),
    [
        ("failed", [], "insufficient_evidence"),
        ("failed", [0], "insufficient_evidence"),
        ("failed", [-1], "supported"),
        ("failed", [1], "contradicted"),
        ("succeeded", [1, 0], "supported"),
        ("succeeded", [-1, -1], "contradicted"),
        ("succeeded", [1, -1], "contested"),
    ],
)
def test_the_rule(direction, signs, label):
    assert influence.verdict(direction, signs, True)[0] == label


def test_every_printed_query_runs(bench):
    from detente.measures.ask import ask

    for strong, other, years in (("USA", "group:TALIBAN", (2001, 2021)), ("SUN", "AFG", (1979, 1989))):
        for evidence in registry.check(claim("failed", *years, subject=strong, object=other), bench).evidence:
            ask(bench, evidence.query)


def test_nobody_to_move_settles_nothing(bench):
    assert registry.check(claim("failed", 2001, 2015, subject="USA"), bench).label == "insufficient_evidence"
    alone = claim("failed", 2001, 2015, subject="group:TALIBAN", object="USA")
    assert registry.check(alone, bench).label == "insufficient_evidence"


def test_the_card_is_whole(bench):
    found = registry.check(claim("failed", 2001, 2021, subject="USA", object="group:TALIBAN"), bench)
    assert len(found.specifications) >= 3
    assert found.would_change
    assert found.counter_reading
    assert found.evidence
    assert found.citations
    assert found.limits
    assert found.chart is not None
    assert draw(found.chart, 660, "x")
    assert any("is not tested" in r for r in found.grade_reasons)


RECORD = [  # sentence, actors, years, label: by the record of attempts
    ("The Dutch were unable to hold on to their East Indian colony", "NLD;IDN", (1945, 1949), "supported"),
    ("Rome failed to make Abyssinia a protectorate", "ITA;ETH", (1895, 1896), "supported"),
    ("Sanctions got Pretoria to abandon its bomb before 1985", "USA;ZAF", (1977, 1985), "insufficient_evidence"),
    ("The Soviet blockade of Berlin drove the Western powers out", "SUN;USA", (1948, 1949), "contradicted"),
    ("Tanzania's army toppled Amin", "TZA;UGA", (1978, 1979), "supported"),
    ("Argentina seized the Malvinas for good", "ARG;GBR", (1982, 1982), "contradicted"),
    ("Washington managed to keep Paris from building the bomb", "USA;FRA", (1954, 1960), "contradicted"),
    ("India's blockade forced Nepal to rewrite its constitution", "IND;NPL", (2015, 2016), "contradicted"),
    ("Turkey made Damascus expel Ocalan", "TUR;SYR", (1998, 1998), "supported"),
    ("Libyan troops could not save Idi Amin", "LBY;UGA", (1979, 1979), "supported"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "actors", "years", "label"), RECORD)
def test_attempts_on_record_answer_whatever_the_words(bench, sentence, actors, years, label):
    asked = read_sentence(sentence, actors=actors.split(";"), years=years, kind="influence")
    found = registry.check(asked, bench)
    assert found.label == label, (asked.direction, found.reason)


def test_a_hold_is_lost_only_at_its_end():
    """French rule of Algeria: lost in 1962, held in any year before."""
    lost = {"aim": "hold_territory", "outcome": "not_achieved", "first": 1954, "last": 1962}
    assert attempts.told(lost, 1954, 1962)
    assert not attempts.told(lost, 1955, 1958)
    kept = {"aim": "hold_territory", "outcome": "achieved", "first": 1910, "last": 1944}
    assert attempts.told(kept, 1920, 1930)
    missed = {"aim": "change_regime", "outcome": "not_achieved", "first": 1960, "last": 2008}
    assert attempts.told(missed, 1962, 1990)


def test_the_past_without_a_year_needs_a_record_of_one_mind(bench):
    """India once had its way with Nepal by a blockade, and once had not: no year, no answer."""
    for sentence, actors, label in (
        ("Tanzanian troops brought down Idi Amin", ["TZA", "UGA"], "supported"),
        ("India's blockade forced Nepal to change its policy", ["IND", "NPL"], "insufficient_evidence"),
    ):
        asked = read_sentence(sentence, kind="influence", actors=actors)
        assert registry.check(asked, bench).label == label, sentence
