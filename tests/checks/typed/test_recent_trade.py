"""Trade after 2014: shares and places by the Factbook's lists, moves by OECD input-output trade, with what they cannot tell.

Figures in the comments are those of the sources' own files.
"""

from __future__ import annotations

from typing import Any

import pytest

import detente
from detente.model import Finding


def _find(statement: dict[str, Any], start: int, end: int | None = None, **more: Any) -> Finding:
    period = {"from": start, "to": end or start}
    return detente.test([{"statement": statement, "period": period, **more}]).checked[0].finding


def _quantity(measure: str, of: str, partner: str, **more: Any) -> dict[str, Any]:
    return {"type": "quantity", "measure": measure, "of": [of], "with": [partner], **more}


def _change(measure: str, of: str, partner: str, direction: str, **more: Any) -> dict[str, Any]:
    return {"type": "change", "of": _quantity(measure, of, partner), "direction": direction, **more}


@pytest.mark.parametrize(
    ("measure", "of", "partner", "rank", "year", "label"),
    [
        ("exports", "RUS", "CHN", {"position": 1}, 2023, "supported"),  # 33 per cent; India 17
        ("exports", "RUS", "IND", {"position": 1}, 2023, "contradicted"),
        (
            "exports",
            "RUS",
            "IND",
            {"position": 2},
            2022,
            "insufficient_evidence",
        ),  # 8; the Netherlands' 10 are gone
        ("imports", "USA", "MEX", {"position": 1}, 2023, "insufficient_evidence"),  # 15, as China
        ("imports", "USA", "CHN", {"position": 1}, 2022, "supported"),  # 18; Canada and Mexico 14
        ("exports", "DEU", "RUS", {"within": 5}, 2022, "contradicted"),  # not among the five
        ("imports", "IND", "RUS", {"within": 5}, 2023, "supported"),  # 10, the second
        ("exports", "BLR", "CHN", {"position": 1}, 2023, "insufficient_evidence"),  # Russia is left out
        ("exports", "BLR", "RUS", {"within": 5}, 2023, "insufficient_evidence"),
        (
            "exports",
            "RUS",
            "BLR",
            {"within": 5},
            2022,
            "insufficient_evidence",
        ),  # 5 per cent in 2019, left out since
    ],
)
def test_places_come_from_the_lists(
    measure: str, of: str, partner: str, rank: dict[str, int], year: int, label: str
) -> None:
    found = _find(_quantity(measure, of, partner, rank=rank), year)
    assert found.label == label
    assert {s.source for s in found.specifications} == {"factbook-partners"}


def test_total_trade_is_first_only_where_both_flows_are() -> None:
    first = {"position": 1}
    assert (
        _find(_quantity("trade_total", "AUS", "CHN", rank=first), 2022).label == "supported"
    )  # 29 and 28 per cent, first in both
    assert _find(_quantity("trade_total", "USA", "CHN", rank=first), 2022).label == "insufficient_evidence"
    assert (
        _find(_quantity("trade_total", "RUS", "IND", rank=first), 2023).label == "contradicted"
    )  # China is before it in both


@pytest.mark.parametrize(
    ("measure", "of", "partner", "share", "year", "label"),
    [
        ("exports", "AUS", "CHN", {"value": 30, "bound": "more_than"}, 2019, "supported"),  # 39
        ("exports", "AUS", "CHN", {"value": 30, "bound": "more_than"}, 2022, "insufficient_evidence"),  # 29
        ("exports", "AUS", "CHN", {"value": 40, "bound": "more_than"}, 2022, "contradicted"),
        ("imports", "IND", "RUS", {"value": 10, "bound": "about"}, 2023, "supported"),
        ("imports", "IND", "RUS", {"value": 3, "bound": "less_than"}, 2022, "contradicted"),  # 6
        ("exports", "MEX", "USA", {"value": 50, "bound": "more_than"}, 2023, "supported"),  # 76
        (
            "exports",
            "DEU",
            "RUS",
            {"value": 20, "bound": "more_than"},
            2022,
            "contradicted",
        ),  # below the fifth's 6
        ("exports", "DEU", "RUS", {"value": 3, "bound": "more_than"}, 2022, "insufficient_evidence"),
    ],
)
def test_shares_are_exact_to_whole_per_cent(
    measure: str, of: str, partner: str, share: dict[str, Any], year: int, label: str
) -> None:
    assert _find(_quantity(measure, of, partner, share=share), year).label == label


def test_a_denied_share_turns_the_label_and_its_specifications() -> None:
    share = {"value": 50, "bound": "more_than"}
    found = _find(_quantity("exports", "MEX", "USA", share=share), 2023, polarity="negative")
    assert found.label == "contradicted"
    assert all(s.direction == -1 for s in found.specifications)


def test_a_year_without_a_list_is_judged_by_its_neighbours() -> None:
    found = _find(_quantity("trade_total", "AUS", "CHN", rank={"position": 1}), 2018)
    assert found.label == "supported"
    assert [s.window for s in found.specifications] == ["2017", "2019"]


def test_beyond_the_last_list_there_is_no_answer_but_the_years_of_the_lists() -> None:
    found = _find(_quantity("exports", "IRN", "CHN", rank={"position": 1}), 2025)
    assert (found.label, found.why) == ("insufficient_evidence", "no_coverage")
    assert "2023" in found.reason
    assert "2014" in found.reason


def test_years_of_the_dyadic_data_stay_with_them() -> None:
    found = _find(_quantity("exports", "CHN", "USA", rank={"position": 1}), 2013)
    assert {s.source for s in found.specifications} == {"cow-trade"}


@pytest.mark.parametrize(
    ("who", "on", "domain", "degree", "year", "label"),
    [
        ("MNG", "CHN", "exports", None, 2022, "supported"),  # 78 per cent, the first
        ("GBR", "RUS", "exports", None, 2022, "contradicted"),
        ("DEU", "USA", "exports", None, 2022, "partly_supported"),  # the first, with 10 per cent
        ("MEX", "USA", "exports", "majority", 2022, "supported"),
        (
            "DEU",
            "RUS",
            "exports",
            "negligible",
            2022,
            "insufficient_evidence",
        ),  # 6 per cent would fit the list
    ],
)
def test_dependence_after_the_dyadic_data(
    who: str, on: str, domain: str, degree: str | None, year: int, label: str
) -> None:
    statement = {"type": "dependence", "who": [who], "on": [on], "domain": domain, "degree": degree}
    assert _find(statement, year).label == label


@pytest.mark.parametrize(
    ("direction", "start", "end", "label"),
    [
        ("rose", 2019, 2023, "supported"),  # 20 to 53 per cent
        ("fell", 2019, 2023, "contradicted"),
        ("rose", 2015, 2017, "insufficient_evidence"),  # 19.2 to 21.2
        ("rose", 2024, 2025, "insufficient_evidence"),
    ],
)
def test_a_partner_s_share_moves_by_five_points(direction: str, start: int, end: int, label: str) -> None:
    of = {"type": "dependence", "who": ["RUS"], "on": ["CHN"], "domain": "imports"}
    assert _find({"type": "change", "of": of, "direction": direction}, start, end).label == label


@pytest.mark.parametrize(
    ("measure", "of", "partner", "direction", "start", "end", "label"),
    [
        ("exports", "RUS", "CHN", "rose", 2016, 2021, "supported"),  # 19.3 to 48.1 bn; the world +38 per cent
        ("exports", "RUS", "CHN", "fell", 2016, 2021, "contradicted"),
        (
            "trade_total",
            "CHN",
            "USA",
            "fell",
            2018,
            2019,
            "insufficient_evidence",
        ),  # 516 to 440 bn: within the error
        ("trade_total", "CHN", "USA", "rose", 2018, 2022, "insufficient_evidence"),  # +13; the world +27
        ("imports", "USA", "VNM", "rose", 2017, 2022, "supported"),  # 38.8 to 95 bn; the world +40
        ("exports", "CHN", "HKG", "fell", 2014, 2021, "insufficient_evidence"),  # an entrepot
        ("trade_total", "org:EU", "RUS", "fell", 2013, 2016, "supported"),  # 260 to 151 bn
        ("exports", "UKR", "RUS", "fell", 2013, 2016, "supported"),  # 8.9 to 2.2 bn
    ],
)
def test_moves_of_trade_beyond_the_world_s(
    measure: str, of: str, partner: str, direction: str, start: int, end: int, label: str
) -> None:
    found = _find(_change(measure, of, partner, direction), start, end)
    assert found.label == label
    assert found.grade != "high"
    assert found.why == "no_source" or any("no customs trade" in x for x in found.limits)


@pytest.mark.parametrize(
    ("of", "partner", "start", "end"),
    [
        ("CHN", "IRN", 2016, 2020),  # in the rest of the world
        ("org:EU", "RUS", 2021, 2022),  # Russia's 2022 is carried forward
        ("IND", "RUS", 2018, 2022),
        ("CHN", "DEU", 2016, 2023),  # after the last year
    ],
)
@pytest.mark.parametrize("direction", ["rose", "fell"])
def test_out_of_reach_of_input_output_trade(
    of: str, partner: str, start: int, end: int, direction: str
) -> None:
    found = _find(_change("trade_total", of, partner, direction), start, end)
    assert (found.label, found.why) == ("insufficient_evidence", "no_coverage")


def test_input_output_trade_shows_no_end() -> None:
    assert _find(_change("exports", "UKR", "RUS", "ended"), 2013, 2016).label == "insufficient_evidence"


def test_a_stated_factor_is_held_to_its_size() -> None:
    rose = _change("exports", "RUS", "CHN", "rose", factor=2.5)  # 2.49
    assert _find(rose, 2016, 2021).label == "supported"
    assert _find({**rose, "factor": 10}, 2016, 2021).label == "contradicted"
