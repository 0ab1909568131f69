"""Tests that claims of op-eds need, each with a false twin: roles reversed, direction, decade, partner, amount turned."""

from __future__ import annotations

from typing import Any

import pytest

from detente.api import bench as opened
from detente.checks.typed.door import Context, answer
from detente.domain import Claim

YES, NO, PART, SILENT = "supported", "contradicted", "partly_supported", "insufficient_evidence"


@pytest.fixture(scope="module")
def label():
    bench = opened()

    def find(
        statement: dict[str, Any], years: str, modality: str = "asserted", polarity: str = "positive"
    ) -> str:
        first, _, last = years.partition("/")
        period = {"from": first or None, "to": (last or first) if last != ".." else None, "origin": "stated"}
        claim = Claim.model_validate(
            {"statement": statement, "period": period, "modality": modality, "polarity": polarity}
        )
        return answer(claim, bench, Context(2026)).label

    return find


def relation(a: str, b: str, **more: Any) -> dict[str, Any]:
    return {"type": "relation", "a": [a], "b": [b], **more}


class TestDisputes:
    @pytest.mark.parametrize(
        ("a", "b", "over", "years", "expected"),
        [
            ("GBR", "ARG", "place:malvinas", "1990", YES),
            ("GBR", "CHL", "place:malvinas", "1990", SILENT),
            ("QAT", "BHR", "place:hawar-islands", "1990/1995", YES),
            ("QAT", "BHR", "place:hawar-islands", "2010", SILENT),
            ("ECU", "PER", "place:cenepa", "1995", YES),
            ("ECU", "COL", "place:cenepa", "1995", SILENT),
        ],
    )
    def test_over_land_both_hold_or_claim_it(self, label, a, b, over, years, expected):
        assert label(relation(a, b, fact="in_dispute", domain="territorial", over=[over]), years) == expected

    def test_over_a_thing_the_record_has_a_quarrel_of_the_two(self, label):
        fish = relation("ISL", "GBR", fact="in_dispute", over=[{"name": "fishing limits"}])
        assert label(fish, "1973") == YES
        assert label(fish, "1998") == SILENT
        assert (
            label(relation("ISL", "ESP", fact="in_dispute", over=[{"name": "fishing limits"}]), "1973")
            == SILENT
        )

    def test_a_claim_to_land_after_the_border_was_settled_falls(self, label):
        claimed = {"type": "event", "act": "claim_territory", "object": [{"kind": "territory"}]}
        assert label({**claimed, "actors": ["KAZ"], "targets": ["CHN"]}, "2010") == NO
        assert label({**claimed, "actors": ["BOL"], "targets": ["CHL"]}, "2010") != NO


class TestThreats:
    def test_a_threat_has_a_direction(self, label):
        assert label(relation("IRQ", "KWT", fact="threat_to", domain="military"), "1991") == YES
        assert label(relation("KWT", "IRQ", fact="threat_to", domain="military"), "1991") == SILENT
        assert label(relation("PRT", "ESP", fact="threat_to", domain="military"), "1991") != YES


class TestAllies:
    def test_no_pact_and_on_no_list_is_no_alliance(self, label):
        assert label(relation("BRA", "IND", fact="allied"), "2010", polarity="negative") == YES
        assert label(relation("ISR", "USA", fact="allied"), "2010", polarity="negative") == NO
        assert label(relation("BEL", "USA", fact="allied"), "2010", polarity="negative") == NO

    def test_allies_by_law_without_a_pact(self, label):
        assert label(relation("ISR", "USA", fact="allied"), "2010") == YES
        assert label(relation("IND", "USA", fact="allied"), "2010") != YES

    def test_security_depends_on_the_stronger(self, label):
        guarded = {"type": "dependence", "domain": "security"}
        assert label({**guarded, "who": ["NOR"], "on": ["USA"]}, "1985") == YES
        assert label({**guarded, "who": ["USA"], "on": ["NOR"]}, "1985") == NO


class TestComparisons:
    def test_one_pair_on_worse_terms_than_another(self, label):
        worse = {"sign": "worse", "than": {"a": ["IND"], "b": ["NPL"]}}
        assert label(relation("IND", "PAK", domain="military", comparison=worse), "2002") == YES
        better = {"sign": "better", "than": {"a": ["IND"], "b": ["NPL"]}}
        assert label(relation("IND", "PAK", domain="military", comparison=better), "2002") == NO

    def test_nearer_than_ever_is_not_told_of_two_that_were_allies_once(self, label):
        ever = {
            "sign": "closer",
            "than": {"period": {"from": 1950, "to": 2004, "origin": "stated"}},
            "every": True,
        }
        assert label(relation("CHN", "PRK", comparison=ever), "2005") != YES

    def test_interests_and_values_in_common(self, label):
        assert label(relation("FRA", "DEU", domain="interests", level="close"), "2005") == YES
        assert label(relation("IRN", "ISR", domain="interests", level="close"), "2005") != YES
        assert label(relation("SWE", "DNK", domain="values", level="close"), "2005") == YES
        assert label(relation("SWE", "PRK", domain="values", level="close"), "2005") != YES


class TestNumbersOfStates:
    def test_at_peace_with_all_neighbours(self, label):
        peace = relation("CHE", "CHE", fact="at_war") | {"b": {"neighbours_of": "CHE"}}
        assert label(peace, "1960/1990", polarity="negative") == YES
        war = relation("ISR", "ISR", fact="at_war") | {"b": {"neighbours_of": "ISR"}}
        assert label(war, "1960/1980", polarity="negative") == NO

    def test_most_of_a_group(self, label):
        most = {
            "type": "attribute",
            "who": {"quantifier": "most", "of": "bloc:nordic"},
            "property": "landlocked",
        }
        assert label(most, "2000") == NO
        none = {
            "type": "attribute",
            "who": {"quantifier": "none", "of": "bloc:nordic"},
            "property": "landlocked",
        }
        assert label(none, "2000") == YES


class TestForecasts:
    def test_what_was_forecast_without_a_horizon_and_came(self, label):
        war = {"type": "event", "act": "wage_war", "actors": ["ERI", "ETH"]}
        assert label(war, "1995/..", "predicted") == YES
        assert label({**war, "actors": ["PRT", "ESP"]}, "1995/..", "predicted") != YES

    def test_a_consequence_that_did_not_follow(self, label):
        change = {
            "type": "event",
            "act": "become_independent",
            "object": [{"kind": "territory", "of": ["CZE"]}],
        }
        fight = {"type": "event", "act": "armed_conflict"}
        split = {"type": "causation", "cause": change, "effect": fight}
        assert label(split, "1992/..", "predicted") in (NO, "open")
        assert label(split, "1992/..", "predicted") != YES

    def test_ability_is_shown_by_the_deed(self, label):
        cut = {"type": "event", "act": "cut_supply", "object": [{"kind": "product", "product": ["gas"]}]}
        assert label({**cut, "actors": ["RUS"], "targets": ["BLR"]}, "2005", "able") == YES
        assert label({**cut, "actors": ["BLR"], "targets": ["RUS"]}, "2005", "able") == SILENT


class TestAttempts:
    def test_peace_that_was_tried_and_did_not_come(self, label):
        aim = {"type": "event", "act": "make_peace", "actors": ["ARM", "AZE"]}
        tried = {"type": "influence", "who": [], "over": ["ARM", "AZE"], "aim": aim}
        assert label({**tried, "outcome": "failed"}, "1994/2016") == YES
        assert label({**tried, "outcome": "succeeded"}, "1994/2016") == NO

    def test_what_nobody_named_had_tried_is_not_his(self, label):
        aim = {
            "type": "event",
            "act": "disarm",
            "actors": ["SYR"],
            "object": [{"kind": "weapons", "class": "chemical"}],
        }
        won = {"type": "influence", "over": ["SYR"], "aim": aim, "outcome": "succeeded"}
        assert label({**won, "who": ["RUS"]}, "2013/2014") == YES
        assert label({**won, "who": ["BRA"]}, "2013/2014") == SILENT
        assert label({**won, "who": ["RUS"], "outcome": "failed"}, "2013/2014") == NO


class TestTurns:
    def test_both_legs_stand_in_the_record(self, label):
        turn = {"type": "alignment", "who": ["SOM"], "toward": ["USA"], "away": ["SUN"]}
        assert label(turn, "1977/1980") == YES
        assert label({**turn, "toward": ["SUN"], "away": ["USA"]}, "1977/1980") != YES

    def test_a_turn_for_good_that_was_undone(self, label):
        turn = {"type": "alignment", "who": ["PHL"], "away": ["USA"], "lasting": True}
        assert label(turn, "2020") != YES


class TestAmounts:
    def test_dead_of_a_region(self, label):
        dead = {"type": "quantity", "measure": "conflict_deaths", "of": ["bloc:great-lakes"]}
        assert label({**dead, "value": {"number": 5000, "bound": "at_least"}}, "1990/2010") == YES
        assert label({**dead, "value": {"number": 5_000_000, "bound": "at_least"}}, "1990/2010") == NO

    def test_civilians_killed(self, label):
        killed = {"type": "quantity", "measure": "civilian_deaths", "value": {"bound": "many"}}
        assert label({**killed, "of": ["YUG"], "perpetrator": ["org:NATO"]}, "1999") == YES
        assert label({**killed, "of": ["YUG"], "perpetrator": ["CHE"]}, "1999") == SILENT

    def test_growth_weak_and_strong(self, label):
        growth = {"type": "quantity", "measure": "gdp_growth"}
        assert label({**growth, "of": ["ITA"], "value": {"bound": "low"}}, "2012") == YES
        assert label({**growth, "of": ["IND"], "value": {"bound": "low"}}, "2010") == NO
        assert label({**growth, "of": ["IND"], "value": {"bound": "many"}}, "2010") == YES

    def test_a_pace_of_many_years_is_not_refuted_by_one(self, label):
        pace = {"type": "quantity", "measure": "gdp_growth", "of": ["KOR"]}
        assert (
            label({**pace, "value": {"number": 9, "bound": "about", "unit": "percent_per_year"}}, "1980")
            != YES
        )
        assert (
            label({**pace, "value": {"number": 40, "bound": "about", "unit": "percent_per_year"}}, "1990")
            == NO
        )

    def test_one_economy_in_a_worse_state(self, label):
        worse = {"type": "quantity", "measure": "economic_condition"}
        than = {"sign": "worse", "than": {"of": ["DEU"]}}
        assert label({**worse, "of": ["GRC"], "comparison": than}, "2011") == YES
        better = {"sign": "better", "than": {"of": ["DEU"]}}
        assert label({**worse, "of": ["GRC"], "comparison": better}, "2011") == NO

    def test_weight_in_a_region(self, label):
        weight = {"type": "quantity", "measure": "influence", "place": ["bloc:central-america"]}
        assert (
            label(
                {**weight, "of": ["USA"], "comparison": {"sign": "greater", "than": {"of": ["IND"]}}}, "2005"
            )
            != NO
        )
        assert (
            label(
                {**weight, "of": ["IND"], "comparison": {"sign": "greater", "than": {"of": ["USA"]}}}, "2005"
            )
            != YES
        )

    def test_share_of_several_in_the_trade_of_a_group(self, label):
        share = {"type": "quantity", "measure": "imports", "of": ["org:EU"]}
        baltic = {"ids": ["EST", "LVA", "LTU"], "mode": "collective"}
        assert label({**share, "with": baltic, "share": {"number": 2, "bound": "less_than"}}, "1999") == YES
        assert label({**share, "with": baltic, "share": {"number": 20, "bound": "more_than"}}, "1999") == NO


class TestGas:
    def test_a_pipe_through_one_state_is_dependence_on_it(self, label):
        gas = {"type": "dependence", "domain": "gas"}
        assert label({**gas, "who": ["GEO"], "on": ["RUS"]}, "2005") == YES
        assert label({**gas, "who": ["RUS"], "on": ["GEO"]}, "2005") != YES

    def test_how_much_goes_through(self, label):
        way = {
            "type": "route",
            "mode": "gas_pipeline",
            "from": ["RUS"],
            "to": ["org:EU"],
            "through": ["UKR"],
            "state": "required",
        }
        half = {"value": 50, "unit": "percent", "bound": "more_than"}
        assert label({**way, "share": half}, "2003") == YES
        assert label({**way, "share": half}, "2021") == NO
        assert label({**way, "share": half, "through": ["BLR"]}, "2003") == NO

    def test_gas_reached_germany_through_poland_before_nord_stream(self, label):
        way = {"type": "route", "mode": "gas_pipeline", "from": ["RUS"], "to": ["DEU"], "state": "possible"}
        assert label({**way, "without": ["UKR"]}, "2005") == YES
        assert label({**way, "without": ["UKR"]}, "1990") != YES


class TestWhatTheRecordExcludes:
    def test_an_invasion_the_other_way_round(self, label):
        invade = {"type": "event", "act": "invade"}
        assert label({**invade, "actors": ["PRK"], "targets": ["KOR"]}, "1950") == YES
        assert label({**invade, "actors": ["KOR"], "targets": ["PRK"]}, "1950-06") != YES
        assert label({**invade, "actors": ["KWT"], "targets": ["IRQ"]}, "1990-08") == NO

    def test_troops_that_were_there_still(self, label):
        leave = {"type": "event", "act": "withdraw_troops", "actors": ["VNM"], "targets": ["KHM"]}
        assert label(leave, "1983") == NO
        assert label(leave, "1989") == YES

    def test_recognition_that_is_withheld(self, label):
        recognise = {"type": "event", "act": "recognise_state"}
        assert label({**recognise, "actors": ["GRC"], "targets": ["XKX"]}, "2010") == NO
        assert label({**recognise, "actors": ["DEU"], "targets": ["XKX"]}, "2008") == YES

    def test_independence_from_another(self, label):
        free = {"type": "event", "act": "become_independent", "actors": ["NAM"]}
        assert label({**free, "targets": ["ZAF"]}, "1990") == YES
        assert label({**free, "targets": ["DEU"]}, "1990") == NO

    def test_a_war_that_no_list_has(self, label):
        war = {"type": "event", "act": "wage_war"}
        assert label({**war, "actors": ["HND", "SLV"]}, "1969") == YES
        assert label({**war, "actors": ["HND", "SLV"]}, "1985") == NO


class TestStatesOfAffairs:
    def test_at_war_in_every_year_or_in_part(self, label):
        assert label(relation("IRN", "IRQ", fact="at_war"), "1981/1987") == YES
        assert label(relation("IRN", "IRQ", fact="at_war"), "1981/1999") == PART

    def test_the_lists_say_nothing_of_wars_of_states_outside_their_system(self, label):
        assert label(relation("MNE", "TUR", fact="at_war"), "1876") != NO
        assert label(relation("CHE", "TUR", fact="at_war"), "1876") == NO
        assert label(relation("IRN", "IRQ", fact="at_war"), "1992/1999") != YES

    def test_what_nothing_has_renewed_fades(self, label):
        assert label(relation("AUS", "IND", level="hostile"), "2004/2010") != YES
        assert label(relation("USA", "PAK", level="hostile"), "2022/2026") != YES

    def test_a_war_after_the_lists_of_disputes_end_is_enmity(self, label):
        assert label(relation("RUS", "UKR", level="hostile"), "2024") == YES
        assert label(relation("RUS", "UKR", fact="rivals"), "2024") == YES
        assert label(relation("RUS", "KAZ", level="hostile"), "2024") != YES

    def test_one_that_overtook_another(self, label):
        of = {"type": "quantity", "measure": "gdp", "of": ["CHN"]}
        greater = {"comparison": {"sign": "greater", "than": {"of": ["GBR"]}}}
        change = {"type": "change", "of": {**of, **greater}, "direction": "began"}
        assert label(change, "2004/2008") == YES
        assert label(change, "1990/1991") == NO


class TestWaysThatAreShut:
    def test_borders_shut_all_the_years_are_no_way(self, label):
        way = {"type": "route", "mode": "land", "from": ["ARM"], "state": "required"}
        assert label({**way, "alternatives": ["GEO", "IRN"]}, "1996/2015") == YES
        assert label({**way, "alternatives": ["GEO", "AZE"]}, "1996/2015") == NO

    def test_a_way_to_an_organisation_is_one_to_each_member(self, label):
        gas = {
            "type": "route",
            "mode": "gas_pipeline",
            "from": ["RUS"],
            "to": ["org:EU"],
            "state": "required",
        }
        assert label({**gas, "through": ["JPN"]}, "2010") == NO
