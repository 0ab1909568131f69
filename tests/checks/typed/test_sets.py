"""Every actor, every pair: the table that joins findings, and claims on several states end to end."""

from __future__ import annotations

import pytest

import detente
from detente.checks.typed.sets import joined_label, singles
from detente.domain import Claim


@pytest.mark.parametrize(
    ("labels", "some", "label"),
    [
        (("supported", "supported"), False, "supported"),
        (("supported", "contradicted"), False, "contradicted"),
        (("supported", "insufficient_evidence"), False, "partly_supported"),
        (("supported", "partly_supported"), False, "partly_supported"),
        (("supported", "contested"), False, "contested"),
        (("contradicted", "insufficient_evidence"), False, "contradicted"),
        (("open", "insufficient_evidence"), False, "open"),
        (("supported", "ill_posed"), False, "ill_posed"),
        (("contradicted", "supported"), True, "supported"),
        (("contradicted", "contradicted"), True, "contradicted"),
        (("contradicted", "insufficient_evidence"), True, "insufficient_evidence"),
    ],
)
def test_how_findings_of_members_are_joined(labels: tuple[str, ...], some: bool, label: str) -> None:
    assert joined_label(labels, some) == label  # type: ignore[arg-type]


def test_pairs_are_every_pair() -> None:
    both = Claim.model_validate(
        {"statement": {"type": "relation", "a": ["USA"], "b": ["BEL", "IRN"], "fact": "allied"}}
    )
    among = Claim.model_validate(
        {"statement": {"type": "relation", "a": ["FRA", "DEU", "ITA"], "level": "close"}}
    )
    assert [who for who, _ in singles(both.statement)] == [
        "United States and Belgium",
        "United States and Iran",
    ]
    assert len(list(singles(among.statement))) == 3


def _label(statement: dict[str, object], period: dict[str, str], **more: object) -> str:
    report = detente.test([{"statement": statement, "period": period, **more}])
    return report.checked[0].finding.label


def test_an_ally_of_one_of_two_is_no_ally_of_both() -> None:
    report = detente.test(
        [
            {
                "statement": {"type": "relation", "a": ["USA"], "b": ["BEL", "IRN"], "fact": "allied"},
                "period": {"from": 2014, "to": 2014},
            }
        ]
    )
    finding = report.checked[0].finding
    assert finding.label == "contradicted"
    assert {m.who: m.label for m in finding.members} == {
        "United States and Belgium": "supported",
        "United States and Iran": "contradicted",
    }


def test_neither_depends_only_where_neither_does() -> None:
    statement = {
        "type": "dependence",
        "who": ["IND", "PAK"],
        "on": ["CHN"],
        "domain": "arms",
        "degree": "majority",
    }
    assert _label(statement, {"from": "2012", "to": "2016"}, polarity="negative") != "supported"


def test_words_left_untested_cap_the_label() -> None:
    statement = {"type": "relation", "a": ["USA"], "b": ["BEL"], "fact": "allied"}
    period = {"from": "2014", "to": "2014"}
    assert _label(statement, period) == "supported"
    assert _label(statement, period, untested=["against Russia"]) == "partly_supported"
    assert _label(statement, period, untested=[{"text": "of course", "material": False}]) == "supported"


@pytest.mark.parametrize(
    ("more", "label"),
    [
        ({"modality": "recommended"}, "not_testable"),
        ({"modality": "asked"}, "not_testable"),
        ({"modality": "possible", "period": {"from": 2031, "to": 2040}}, "open"),
        ({"period": {}}, "insufficient_evidence"),
        ({"period": {"from": 1970, "to": 1950}}, "ill_posed"),
        ({"condition": {"type": "attribute", "who": ["USA"], "property": "free"}}, "insufficient_evidence"),
        (
            {"modality": "predicted", "condition": {"type": "attribute", "who": ["USA"], "property": "free"}},
            "open",
        ),
    ],
)
def test_what_settles_a_claim_before_any_evidence(more: dict[str, object], label: str) -> None:
    claim = {
        "statement": {"type": "relation", "a": ["USA"], "b": ["BEL"], "fact": "allied"},
        "period": {"from": 2014, "to": 2014},
        **more,
    }
    assert detente.test([claim]).checked[0].finding.label == label


@pytest.mark.parametrize(
    ("statement", "period", "label"),
    [
        (
            {
                "type": "quantity",
                "measure": "gdp",
                "of": ["CHN"],
                "basis": "market_exchange_rate",
                "rank": {"position": 2},
            },
            2015,
            "supported",
        ),
        (
            {
                "type": "quantity",
                "measure": "gdp",
                "of": ["CHN"],
                "basis": "market_exchange_rate",
                "rank": {"position": 7},
            },
            2015,
            "contradicted",
        ),
        (
            {
                "type": "quantity",
                "measure": "population",
                "of": ["IND"],
                "comparison": {"sign": "greater", "than": {"of": ["PAK"]}},
            },
            2010,
            "supported",
        ),
        (
            {
                "type": "quantity",
                "measure": "population",
                "of": ["PAK"],
                "comparison": {"sign": "greater", "than": {"of": ["IND"]}},
            },
            2010,
            "contradicted",
        ),
        (
            {"type": "quantity", "measure": "happiness", "of": ["BTN"], "rank": {"position": 1}},
            2010,
            "insufficient_evidence",
        ),
        ({"type": "relation", "a": ["IND"], "b": ["PAK"], "level": "hostile"}, 1999, "supported"),
        (
            {"type": "route", "from": ["KGZ"], "to": ["place:sea"], "through": ["JPN"], "state": "required"},
            2010,
            "contradicted",
        ),
    ],
)
def test_statements_of_several_types(statement: dict[str, object], period: int, label: str) -> None:
    assert _label(statement, {"from": str(period), "to": str(period)}) == label
