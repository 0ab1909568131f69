"""Pacts by what they oblige, wars by every list, turns in the record of deeds, and dates as the table has them."""

from __future__ import annotations

import pytest

from detente.briefing import fighting, pacts, pair, state, turns, who

PERIOD = (1946, 2025)


def _two(bench, a, b):
    return who.state(bench, a, PERIOD), who.state(bench, b, PERIOD)


def test_a_pact_of_one_side_says_who_is_bound(bench):
    said = pacts.phrase(bench, *_two(bench, "USA", "JPN"), 2018)
    assert "(the United States alone) to defend Japan" in said
    assert "Treaty of mutual cooperation" in said
    mutual = pacts.phrase(bench, *_two(bench, "USA", "CAN"), 2018)
    assert "to defend one another" in mutual
    assert pacts.phrase(bench, *_two(bench, "ARG", "IND"), 2018).startswith("no alliance treaty")


def test_wars_of_every_list_are_told(bench):
    said = " ".join(fighting.sentences(bench, *_two(bench, "GBR", "IRQ"), *PERIOD))
    assert "1991" in said
    assert "2003" in said
    assert "UCDP" in said


def test_an_invasion_of_a_third_is_no_war_of_the_two(bench):
    assert not fighting.war_years(bench, *_two(bench, "USA", "RUS"))
    assert {2022, 2023} <= fighting.war_years(bench, *_two(bench, "RUS", "UKR"))


def test_troops_in_support_of_the_other_are_told(bench):
    said = " ".join(fighting.sentences(bench, *_two(bench, "ETH", "ERI"), *PERIOD))
    assert "Eritrea had troops in support of Ethiopia in armed conflict in 2020 to 2022" in said


def test_nothing_improves_during_a_war(bench):
    a, b = _two(bench, "ETH", "ERI")
    war = fighting.war_years(bench, a, b)
    assert 2000 in war
    found = turns.of_pair(bench, a, b, *PERIOD, war)
    assert not [
        turn for turn in found if turn.closer > 0 and turn.year in war and turn.measure != turns.RECORD
    ]


@pytest.mark.parametrize(
    ("a", "b", "year", "closer"),
    [("QAT", "SAU", 2017, -1), ("QAT", "SAU", 2021, 1), ("IRN", "SAU", 2023, 1), ("DZA", "MAR", 2021, -1)],
)
def test_a_defining_deed_is_a_turn_after_the_series_have_ended(bench, a, b, year, closer):
    found = turns.of_pair(bench, *_two(bench, a, b), *PERIOD)
    assert (year, closer) in {(turn.year, turn.closer) for turn in found}


def test_a_year_alone_stays_a_year(bench):
    dates = turns.written_dates(bench)
    loose = {d for d in dates.values() if len(d) < 10}
    assert loose
    made = pair.brief(bench, *_two(bench, "LTU", "CHN"), PERIOD)
    rows = next(s for s in made.sections if s.id == "events").rows
    assert {row["date"] for row in rows} <= set(dates.values())


def test_a_state_brief_lists_its_events_and_contradicts_itself_nowhere(bench):
    made = state.brief(bench, who.state(bench, "RWA", PERIOD), PERIOD)
    events = next(s for s in made.sections if s.id == "events")
    assert len(events.rows) >= 10
    assert all(row["with"] for row in events.rows)
    lead = " ".join(made.lead)
    assert "above" not in lead
    assert "more than" in lead or "less than" in lead


def test_no_share_is_nothing_where_something_is_recorded(bench):
    for one, two in (("QAT", "SAU"), ("RUS", "UKR")):
        made = pair.brief(bench, *_two(bench, one, two), PERIOD)
        text = " ".join(str(row) for s in made.sections for row in s.rows) + " ".join(
            said for s in made.sections for said in s.sentences
        )
        assert " 0.0 per cent" not in text
        assert "moved 0%" not in text
