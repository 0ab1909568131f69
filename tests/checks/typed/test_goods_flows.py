"""Fuels and minerals between two: what the books show, and where their holes leave it undecided."""

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
    return {"type": "change", "of": _quantity(measure, of, partner, **more), "direction": direction}


@pytest.mark.parametrize(
    ("measure", "seller", "buyer", "asked", "year", "label"),
    [
        (
            "oil_exports",
            "RUS",
            "IND",
            {"rank": {"within": 5, "among": "partners"}},
            2023,
            "supported",
        ),  # 48.6 of 122 bn USD
        (
            "exports",
            "RUS",
            "CHN",
            {"rank": {"position": 1, "among": "partners"}, "product": ["oil"]},
            2023,
            "supported",
        ),
        ("oil_exports", "RUS", "IND", {"rank": {"position": 1, "among": "partners"}}, 2023, "contradicted"),
        (
            "oil_exports",
            "RUS",
            "TUR",
            {"rank": {"within": 5, "among": "partners"}},
            2023,
            "insufficient_evidence",
        ),  # not booked
        (
            "oil_exports",
            "IRN",
            "CHN",
            {"rank": {"within": 5, "among": "partners"}},
            2023,
            "insufficient_evidence",
        ),  # not booked
        ("oil_exports", "SAU", "DEU", {"rank": {"within": 5, "among": "partners"}}, 2024, "contradicted"),
        (
            "oil_exports",
            "SAU",
            "CHN",
            {"rank": {"within": 5, "among": "partners"}},
            2026,
            "insufficient_evidence",
        ),  # after the last year
        (
            "oil_exports",
            "VEN",
            "TWN",
            {"rank": {"within": 5, "among": "partners"}},
            2013,
            "insufficient_evidence",
        ),  # "other Asia"
        (
            "gas_exports",
            "NOR",
            "GBR",
            {"rank": {"position": 2}},
            2023,
            "insufficient_evidence",
        ),  # one may be hidden
        (
            "exports",
            "AUS",
            "CHN",
            {"rank": {"position": 1, "among": "partners"}, "product": ["iron_ore"]},
            2021,
            "supported",
        ),
        (
            "imports",
            "CHN",
            "AUS",
            {"rank": {"position": 1, "among": "partners"}, "product": ["iron_ore"]},
            2021,
            "supported",
        ),
        (
            "imports",
            "CHN",
            "BRA",
            {"rank": {"position": 1, "among": "partners"}, "product": ["iron_ore"]},
            2021,
            "contradicted",
        ),
        (
            "gas_exports",
            "RUS",
            "CHN",
            {"rank": {"position": 1, "among": "partners"}},
            2023,
            "insufficient_evidence",
        ),  # much is unbooked
        (
            "exports",
            "AUS",
            "CHN",
            {"share": {"value": 70, "bound": "more_than"}, "product": ["iron_ore"]},
            2021,
            "supported",
        ),  # 83 per cent
    ],
)
def test_place_and_share_of_a_buyer(
    measure: str, seller: str, buyer: str, asked: dict[str, Any], year: int, label: str
) -> None:
    assert _find(_quantity(measure, seller, buyer, **asked), year).label == label


@pytest.mark.parametrize(
    ("statement", "year", "label"),
    [
        (_quantity("imports", "IND", "RUS", product=["oil"], rank={"within": 5}), 2023, "supported"),
        (_quantity("exports", "RUS", "IND", product=["oil"], rank={"within": 5}), 2023, "supported"),
        # Russia was the first of Hungary's sellers (2013), and Hungary far down among Russia's buyers
        (
            _quantity("imports", "HUN", "RUS", product=["oil"], rank={"within": 5}),
            2013,
            "insufficient_evidence",
        ),
    ],
)
def test_a_place_in_the_world_is_told_where_both_readings_agree(
    statement: dict[str, Any], year: int, label: str
) -> None:
    assert _find(statement, year).label == label


@pytest.mark.parametrize(
    ("statement", "start", "end", "label"),
    [
        (_change("oil_imports", "IND", "RUS", "rose"), 2021, 2023, "supported"),  # 2.4 to 88.9 Mt
        (_change("oil_imports", "IND", "RUS", "fell"), 2021, 2023, "contradicted"),
        (_change("oil_exports", "RUS", "IND", "rose"), 2021, 2023, "supported"),
        (_change("oil_imports", "DEU", "RUS", "ended"), 2022, 2022, "supported"),  # 9.1 bn a year to 0.04
        (_change("oil_imports", "IND", "RUS", "ended"), 2022, 2022, "contradicted"),
        (
            _change("imports", "org:EU", "RUS", "fell", product=["coal"]),
            2021,
            2023,
            "supported",
        ),  # 53 to 0.9 Mt
        (_change("imports", "org:EU", "RUS", "ended", product=["coal"]), 2022, 2022, "insufficient_evidence"),
        (
            _change("oil_imports", "JPN", "SAU", "rose"),
            2020,
            2022,
            "insufficient_evidence",
        ),  # dearer, hardly more
        (_change("gas_imports", "DEU", "RUS", "fell"), 2021, 2023, "insufficient_evidence"),  # not booked
        (_change("oil_imports", "CHN", "IRN", "fell"), 2018, 2021, "insufficient_evidence"),  # went unbooked
        (
            _change("oil_imports", "CHN", "RUS", "rose"),
            2021,
            2026,
            "insufficient_evidence",
        ),  # after the last year
    ],
)
def test_rise_fall_and_end_of_a_flow(statement: dict[str, Any], start: int, end: int, label: str) -> None:
    assert _find(statement, start, end).label == label


@pytest.mark.parametrize(
    ("direction", "start", "end", "label"),
    [
        ("fell", 2021, 2023, "supported"),  # 150.9 to 27.4 billion cubic metres
        ("fell", 2023, 2024, "contradicted"),  # 27.4 to 33.2
        ("fell", 2019, 2023, "insufficient_evidence"),  # begins in 2021
    ],
)
def test_gas_of_the_union_by_pipeline(direction: str, start: int, end: int, label: str) -> None:
    found = _find(_change("gas_imports", "org:EU", "RUS", direction), start, end)
    assert found.label == label
    if label != "insufficient_evidence":
        assert any("LNG" in x for x in found.limits)


@pytest.mark.parametrize(
    ("statement", "start", "end", "label"),
    [
        (
            _quantity("exports", "RUS", "CHN", product=["fossil_fuels"], rank={"position": 1}),
            2025,
            2025,
            "supported",
        ),
        (
            _quantity("exports", "RUS", "IND", product=["fossil_fuels"], rank={"position": 1}),
            2023,
            2023,
            "contradicted",
        ),
        (
            _quantity("exports", "RUS", "IND", product=["fossil_fuels"], rank={"within": 5}),
            2024,
            2025,
            "supported",
        ),
        (
            _change("imports", "org:EU", "RUS", "fell", product=["fossil_fuels"]),
            2023,
            2025,
            "supported",
        ),  # 30.5, 15.7
        (
            _change("imports", "CHN", "RUS", "rose", product=["fossil_fuels"]),
            2023,
            2025,
            "contradicted",
        ),  # 79.3, 69.6
        (
            _change("imports", "CHN", "RUS", "rose", product=["fossil_fuels"]),
            2023,
            2024,
            "insufficient_evidence",
        ),
        (
            _change("imports", "CHN", "RUS", "fell", product=["fossil_fuels"]),
            2025,
            2026,
            "insufficient_evidence",
        ),
    ],
)
def test_russia_s_revenue_from_fossil_fuels(
    statement: dict[str, Any], start: int, end: int, label: str
) -> None:
    assert _find(statement, start, end).label == label


def test_a_place_that_began() -> None:
    """India's place among the buyers of Russia's oil: outside the first five in 2021, the second in 2023 and 2024."""
    of = _quantity("imports", "IND", "RUS", product=["oil"], rank={"within": 5})
    begun = {"type": "change", "of": of, "direction": "began"}
    assert _find(begun, 2022, 2023).label == "supported"
    since = {"statement": begun, "period": {"from": 2022, "to": None, "origin": "stated"}}
    assert detente.test([since]).checked[0].finding.label == "supported"
    assert _find(begun, 2024).label == "insufficient_evidence"  # it held before
    assert (
        _find({**begun, "of": {**of, "of": ["HUN"], "rank": {"position": 1}}}, 2022, 2023).label
        != "supported"
    )
    assert _find({**begun, "direction": "rose"}, 2022, 2023).label == "insufficient_evidence"


def test_queries_give_the_rows_of_the_cards() -> None:
    from detente import api
    from detente.measures.ask import ask

    statements = [
        (_quantity("exports", "RUS", "CHN", rank={"position": 1}), 2023, 2023),
        (_change("exports", "RUS", "CHN", "rose"), 2016, 2021),
        (_change("gas_imports", "org:EU", "RUS", "fell"), 2021, 2023),
    ]
    for statement, start, end in statements:
        for given in _find(statement, start, end).evidence:
            found = ask(api.bench(), given.query).to_dicts()
            assert [{k: round(float(v), 2) if not isinstance(v, str) else v for k, v in r.items()} for r in found] == [
                {k: round(float(v), 2) if not isinstance(v, str) else v for k, v in r.items()} for r in given.rows
            ], given.query  # fmt: skip
