"""What a label must not stand on: another's share, an unnamed company, yearly figures for weeks, any deed of a kind."""

from __future__ import annotations

import pytest

from detente.api import bench
from detente.checks.typed.door import Context, answer
from detente.domain import ClaimList


@pytest.fixture(scope="module")
def label():
    def tested(statement, period, **claim):
        first, _, last = period.partition("/")
        value = {
            "statement": statement,
            "period": {"from": first, "to": last or first, "origin": "stated"},
            **claim,
        }
        return answer(ClaimList.model_validate([value]).root[0], bench(), Context(2025)).label

    return tested


def share(of, whole):
    amount = {"number": 1, "unit": "percent", "bound": "less_than", "of": whole}
    return {"type": "quantity", "measure": "trade_share", "of": [of], "with": ["USA"], "share": amount}


def test_a_share_of_anothers_market_is_no_share_of_ones_own(label):
    assert label(share("CAN", "trade"), "2008") == "contradicted"
    assert label(share("CAN", "American market"), "2008") == "insufficient_evidence"


def test_what_a_company_holds_is_not_told_by_states(label):
    on = {"described": "company Solaris"}
    claim = {"type": "dependence", "who": ["BLR"], "on": on, "domain": "energy", "degree": "majority"}
    assert label(claim, "2005") == "insufficient_evidence"
    assert label(claim | {"on": ["RUS"]}, "2005") == "supported"


def test_yearly_figures_say_nothing_of_weeks(label):
    worse = {
        "type": "change",
        "of": {"type": "relation", "a": ["RUS"], "b": ["TUR"]},
        "direction": "worsened",
    }
    assert label(worse, "2015-11-24/2015-12") == "insufficient_evidence"
    fighting = {
        "type": "quantity",
        "measure": "armed_activity",
        "place": ["COL"],
        "value": {"bound": "many"},
    }
    assert label(fighting, "2002-03/2002-04") == "insufficient_evidence"
    assert label(fighting, "2002") != "insufficient_evidence"


@pytest.mark.parametrize("act", ["refuse", "pledge", "demand", "accept_demand"])
def test_an_act_without_its_content_is_not_borne_out_by_any_of_its_kind(label, act):
    assert label({"type": "event", "act": act, "actors": ["USA"]}, "1950/2020") == "insufficient_evidence"


def test_a_meeting_of_other_ministers_is_another_meeting(label):
    met = {"type": "event", "act": "meet", "actors": ["USA", "SUN"]}
    assert label(met, "1985/1988") == "supported"
    assert label(met | {"by": {"office": "finance minister"}}, "1985/1988") == "insufficient_evidence"


def test_a_pace_said_of_the_present_is_that_of_the_years_up_to_it(label):
    grew = {
        "type": "quantity",
        "measure": "gdp_growth",
        "of": ["IND"],
        "value": {"number": 7, "unit": "percent"},
    }
    assert label(grew, "1979") == "contradicted"
