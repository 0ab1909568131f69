"""Events against a record: roles, sides, objects, places, time, sets, denial, counts and order."""

from __future__ import annotations

import pytest

from detente.checks.deeds import evaluate
from detente.domain import Event, Period


def period(text: str | None) -> Period:
    """`2014`, `2014-03`, `2011..2012`, `..2012`; None is no time."""
    if text is None:
        return Period()
    first, _, last = text.partition("..")
    if ".." not in text:
        last = first
    return Period.model_validate({"from": first or None, "to": last or None, "origin": "stated"})


@pytest.fixture
def label(bench, context):
    def ask(act: str, when: str | None, negative: bool = False, holds: str | None = None, **slots):
        at = period(when)
        if holds:
            at = at.model_copy(update={"holds": holds})
        return evaluate(Event(act=act, **slots), at, negative, bench, context).label

    return ask


SUPPORTED, CONTRADICTED, SILENT, PART = (
    "supported",
    "contradicted",
    "insufficient_evidence",
    "partly_supported",
)


class TestRoles:
    def test_who_did_it_to_whom(self, label):
        assert label("invade", "2013", actors=["NOR"], targets=["DNK"]) == SUPPORTED
        assert label("attack", "2013", actors=["DNK"], targets=["NOR"]) == SILENT
        assert label("attack", "2013", actors=["SWE"], targets=["DNK"]) == SILENT

    def test_an_implied_act_is_found_and_an_implying_one_is_not(self, label):
        assert label("attack", "2013", actors=["NOR"], targets=["DNK"]) == SUPPORTED
        assert label("invade", "2018", actors=["SWE"], targets=["NOR"]) == SILENT
        assert label("wage_war", "2013", actors=["NOR", "DNK"]) == SILENT

    def test_a_symmetric_act_reads_either_way(self, label):
        assert label("wage_war", "2012", actors=["SWE", "FIN"]) == SUPPORTED
        assert label("wage_war", "2012", actors=["SWE"], targets=["FIN"]) == SUPPORTED

    def test_parties_on_one_side_did_not_fight_each_other(self, label):
        assert label("wage_war", "2016", actors=["DEU", "DNK"]) == SUPPORTED
        assert label("wage_war", "2016", actors=["DEU", "POL"]) == SILENT

    def test_three_parties_without_sides_say_nothing_of_two(self, label):
        assert label("cease_fire", "2017", actors=["DEU", "POL"]) == SILENT
        assert label("cease_fire", "2017", actors=["DEU", "POL", "DNK"]) == SUPPORTED

    def test_several_doers_and_nobody_to_whom_did_it_to_each_other(self, label):
        assert label("break_relations", "2020", actors=["DNK"], targets=["ISL"]) == SUPPORTED
        assert label("break_relations", "2020", actors=["ISL"], targets=["DNK"]) == SUPPORTED

    def test_a_visit_is_a_meeting(self, label):
        assert label("meet", "2013", actors=["ISL", "FIN"]) == SUPPORTED

    def test_an_unsaid_doer_may_be_anybody(self, label):
        assert label("cut_supply", "2014", targets=["SWE"], object=[{"product": ["gas"]}]) == SUPPORTED

    def test_members_are_bound_by_their_union(self, label):
        assert label("impose_sanctions", "2015", actors=["DEU"], targets=["NOR"]) == SUPPORTED
        assert label("impose_sanctions", "2015", actors=["CHE"], targets=["NOR"]) == SILENT


class TestWhatAndWhere:
    def test_the_product_must_be_the_same(self, label):
        gas, oil = ({"kind": "product", "product": [p]} for p in ("gas", "oil"))
        assert label("cut_supply", "2014", actors=["NOR"], targets=["SWE"], object=[gas]) == SUPPORTED
        assert label("cut_supply", "2014", actors=["NOR"], targets=["SWE"], object=[oil]) == SILENT

    def test_a_row_that_names_more_is_fine(self, label):
        assert label("cut_supply", "2014", actors=["NOR"], targets=["SWE"]) == SUPPORTED

    def test_a_named_treaty_must_be_that_treaty(self, label):
        parties = {"actors": ["FIN", "NOR"]}
        assert label("sign_agreement", "2014", object=["treaty:north-sea-2014"], **parties) == SUPPORTED
        assert label("sign_agreement", "2014", object=["treaty:baltic-sea"], **parties) == SILENT
        energy, trade = ({"kind": "agreement", "domain": d} for d in ("energy", "free_trade"))
        assert label("sign_agreement", "2014", object=[energy], **parties) == SUPPORTED
        assert label("sign_agreement", "2014", object=[trade], **parties) == SILENT

    def test_a_place_lies_in_its_state(self, label):
        assert label("visit", "2013", actors=["FIN"], place=["ISL"]) == SUPPORTED
        assert label("visit", "2013", actors=["FIN"], place=["place:reykjavik"]) == SUPPORTED
        assert label("visit", "2013", actors=["FIN"], place=["place:oslo"]) == SILENT

    def test_another_person_did_not_do_it(self, label):
        for person, expected in (("person:sauli-niinisto", SUPPORTED), ("person:angela-merkel", SILENT)):
            got = label("visit", "2013", actors=["FIN"], targets=["ISL"], by={"person": person})
            assert got == expected

    def test_what_was_threatened_must_be_told(self, label):
        ban = {"type": "event", "act": "restrict_trade", "object": [{"product": ["wine"]}]}
        war = {"type": "event", "act": "invade", "actors": ["NOR"], "targets": ["ISL"]}
        assert label("threaten", "2016", actors=["NOR"], targets=["ISL"], content=ban) == SUPPORTED
        assert label("threaten", "2016", actors=["NOR"], targets=["ISL"], content=war) == SILENT

    def test_a_phase_the_row_does_not_tell_leaves_it_partly(self, label):
        assert label("hold_talks", "2020", actors=["FIN", "NOR"], phase="resume") == SUPPORTED
        assert label("hold_talks", "2020", actors=["FIN", "NOR"], phase="suspend") == PART


class TestTime:
    @pytest.mark.parametrize(
        ("when", "expected"),
        [("2013", SUPPORTED), ("2013-02", SUPPORTED), ("2013-02-03", SUPPORTED), ("2013-02-04", SUPPORTED),
         ("2013-02-09", SILENT), ("2014", SILENT), ("2010..2020", SUPPORTED), ("..2012", SILENT), (None, SUPPORTED)],
    )  # fmt: skip
    def test_a_deed_falls_within_the_period(self, label, when, expected):
        assert label("attack", when, actors=["NOR"], targets=["DNK"]) == expected

    def test_a_coarser_date_bears_it_out_in_part(self, label):
        assert label("cut_supply", "2014-03-07", actors=["NOR"], targets=["SWE"]) == PART

    def test_what_lasts_is_found_while_it_lasts(self, label):
        assert label("wage_war", "2012-08", actors=["FIN", "SWE"]) == SUPPORTED
        assert label("station_troops", "1985", actors=["NOR"], targets=["ISL"]) == SUPPORTED
        assert label("station_troops", "1995", actors=["NOR"], targets=["ISL"]) == SILENT

    def test_each_year(self, label):
        exercise = {"act": "hold_exercise", "actors": ["SWE", "NOR"], "holds": "each_year"}
        assert label(when="2018..2019", **exercise) == SUPPORTED
        assert label(when="2018..2020", **exercise) == SILENT


class TestOtherwise:
    def test_a_deed_done_but_once_is_not_done_in_another_year(self, label):
        annexed = {"act": "annex_territory", "targets": ["EST"], "place": ["place:saaremaa"]}
        assert label(when="2011", actors=["FIN"], **annexed) == SUPPORTED
        assert label(when="2015", actors=["FIN"], **annexed) == CONTRADICTED
        assert label(when="2011", actors=["SWE"], **annexed) == CONTRADICTED

    def test_a_war_of_that_name_was_between_others(self, label):
        assert label("wage_war", "2012", actors=["DNK", "ISL"], named="war:aland") == CONTRADICTED

    def test_a_kind_of_treaty_is_no_name_of_one(self, label):
        parties = {"actors": ["DNK", "POL"]}
        assert label("sign_agreement", "2014", object=["treaty:energy"], **parties) == SILENT

    def test_a_state_may_begin_again(self, label):
        assert label("become_independent", "1991", actors=["EST"]) == SILENT

    def test_a_deed_that_can_be_repeated_is_not_refuted(self, label):
        assert label("invade", "2020", actors=["NOR"], targets=["DNK"]) == SILENT

    def test_an_open_record_proves_nothing_by_silence(self, bench, context):
        found = evaluate(
            Event(act="visit", actors=["FIN"], targets=["FRA"]), period("2013"), False, bench, context
        )
        assert (found.label, found.why) == (SILENT, "silent_record")

    def test_a_complete_list_does(self, label):
        nuclear = [{"kind": "weapons", "quality": "nuclear"}]
        assert label("test_weapon", "2005", actors=["FIN"], object=nuclear) == CONTRADICTED
        assert label("test_weapon", "2005", negative=True, actors=["FIN"], object=nuclear) == SUPPORTED
        assert label("test_weapon", "2030..2031", actors=["FIN"], object=nuclear) == SILENT


class TestDenial:
    def test_a_denied_deed_that_is_recorded_is_refuted(self, label):
        assert label("invade", "..2020", True, actors=["NOR"], targets=["DNK"]) == CONTRADICTED
        assert label("invade", "..2020", order="never", actors=["NOR"], targets=["DNK"]) == CONTRADICTED

    def test_a_denied_deed_that_is_not_recorded_stays_open(self, label):
        assert label("visit", "..2020", True, actors=["NOR"], targets=["PRT"]) == SILENT

    def test_wars_are_complete(self, label):
        assert label("wage_war", "1950..2010", True, actors=["PRT"], targets=["NOR"]) == SUPPORTED
        assert label("wage_war", "1950..2010", actors=["PRT"], targets=["NOR"]) == CONTRADICTED
        assert label("wage_war", "1939..1945", True, actors=["DEU"], targets=["NOR"]) != SUPPORTED


class TestSetsCountsAndOrder:
    def test_each_of_several_must_have_done_it(self, label, bench, context):
        assert label("impose_sanctions", "2015", actors=["DEU", "FRA"], targets=["NOR"]) == SUPPORTED
        found = evaluate(
            Event(act="impose_sanctions", actors=["DEU", "CHE"], targets=["NOR"]),
            period("2015"),
            False,
            bench,
            context,
        )
        assert found.label == PART
        assert [m.label for m in found.members] == [SUPPORTED, SILENT]

    def test_quantified_members_are_counted(self, label):
        some = {"quantifier": "some", "of": "bloc:nordic"}
        several = {"quantifier": "several", "of": "bloc:nordic"}
        assert label("wage_war", "2012..2016", actors=some) == SUPPORTED
        assert label("cut_supply", "2014", actors=several, targets=["SWE"]) == SILENT
        assert label("cut_supply", "2014", actors=some, targets=["SWE"]) == SUPPORTED

    def test_counts_are_the_least_there_was(self, label):
        exercise = {"act": "hold_exercise", "when": "2010..2020", "actors": ["SWE", "NOR"]}
        assert label(**exercise, times={"value": 2, "bound": "at_least"}) == SUPPORTED
        assert label(**exercise, times={"value": 3, "bound": "at_least"}) == SILENT
        assert label(**exercise, times={"value": 1, "bound": "at_most"}) == CONTRADICTED

    def test_first_and_again(self, label):
        exercise = {"act": "hold_exercise", "actors": ["SWE", "NOR"]}
        assert label(when="2018", order="first", **exercise) == SUPPORTED
        assert label(when="2019", order="first", **exercise) == CONTRADICTED
        assert label(when="2019", order="again", **exercise) == SUPPORTED
        assert label(when="2018", order="again", **exercise) == PART


class TestTheCard:
    def test_a_finding_shows_its_rows_dates_and_source(self, bench, context):
        found = evaluate(
            Event(act="invade", actors=["NOR"], targets=["DNK"]), period("2013"), False, bench, context
        )
        assert (
            "3 February 2013: Norway invades Denmark (Keesing's Record of World Events, 59)" in found.reason
        )
        assert found.grade == "high"
        (rows,) = found.evidence
        assert rows.rows[0]["act"] == "invade"
        assert rows.rows[0]["id"] in rows.query

    def test_the_general_record_grades_low(self, bench, context):
        found = evaluate(
            Event(act="cut_supply", actors=["NOR"], targets=["SWE"]), period("2014"), False, bench, context
        )
        assert found.grade == "low"

    def test_nothing_after_the_as_of_year_is_seen(self, bench):
        from types import SimpleNamespace

        early = SimpleNamespace(latest=2012)
        found = evaluate(Event(act="attack", actors=["NOR"], targets=["DNK"]), Period(), False, bench, early)
        assert found.label == SILENT
