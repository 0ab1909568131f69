"""Restatements: made from the types alone, with full names and years."""

from __future__ import annotations

import pytest

from detente.domain import Claim
from detente.presentation import restate

ROWS = [
    (
        {"type": "event", "act": "invade", "actors": ["IRQ"], "targets": ["KWT"]},
        {"from": "1990", "to": "1990"},
        {},
        "In 1990, Iraq invaded Kuwait.",
    ),
    (
        {"type": "event", "act": "invade", "actors": ["CHN"], "targets": ["RUS"]},
        {"to": "2012"},
        {"polarity": "negative"},
        "Up to 2012, China never invaded Russia.",
    ),
    (
        {"type": "event", "act": "recognise_state", "targets": ["PSE"]},
        {"from": "2014-10-30", "to": "2014-10-30"},
        {},
        "On 30 October 2014, Palestine was recognised.",
    ),
    (
        {"type": "event", "act": "hold_talks", "actors": ["IRN"], "targets": ["USA", "GBR"]},
        {"from": "2014-11", "to": "2014-11"},
        {},
        "In November 2014, Iran held talks with the United States and the United Kingdom.",
    ),
    (
        {
            "type": "change",
            "of": {"type": "relation", "a": ["USA"], "b": ["RUS", "CUB"]},
            "direction": "worsened",
        },
        {"from": "2012", "to": "2016"},
        {},
        "From 2012 to 2016, relations between the United States and each of Russia and Cuba grew worse.",
    ),
    (
        {"type": "dependence", "who": ["RUS", "CHN"], "on": ["USA"]},
        {"from": "2013", "to": "2013"},
        {"polarity": "negative"},
        "In 2013, neither Russia nor China depended on the United States.",
    ),
    (
        {"type": "relation", "a": ["JPN"], "b": ["USA"], "fact": "allied"},
        {"from": "2007", "to": "2017"},
        {"modality": "predicted"},
        "From 2007 to 2017, it is predicted that Japan and the United States were allies.",
    ),
    (
        {"type": "membership", "who": ["HRV"], "organisation": "org:EU", "change": "joined"},
        {"from": "2013", "to": "2013"},
        {},
        "In 2013, Croatia joined the European Union.",
    ),
    (
        {"type": "quantity", "measure": "gdp", "of": ["IND"], "rank": {"within": 5}},
        {"from": "2022", "to": "2022"},
        {},
        "In 2022, the gross domestic product of India was among the 5 largest in the world.",
    ),
    (
        {"type": "route", "from": ["UZB"], "to": ["place:sea"], "through": ["TKM"], "state": "required"},
        {},
        {},
        "The way from Uzbekistan to Sea had to pass through Turkmenistan.",
    ),
    (
        {"type": "alignment", "who": ["ARM"], "toward": ["RUS"], "away": ["org:EU"]},
        {"from": "2013"},
        {},
        "Since 2013, Armenia turned from the European Union toward Russia.",
    ),
]


@pytest.mark.parametrize(("statement", "period", "more", "said"), ROWS)
def test_a_claim_is_restated_from_its_types(
    statement: dict[str, object], period: dict[str, str], more: dict[str, str], said: str
) -> None:
    claim = Claim.model_validate({"statement": statement, "period": period, **more})
    assert restate(claim) == said


def test_the_quote_plays_no_part() -> None:
    value = {"statement": {"type": "attribute", "who": ["CHE"], "property": "landlocked"}}
    assert restate(Claim.model_validate(value)) == restate(
        Claim.model_validate({**value, "quote": "Bern wins the cup"})
    )
