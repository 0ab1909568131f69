"""Persons in office: whom they act for, and when."""

from __future__ import annotations

from datetime import date

import pytest

from detente import actors


@pytest.mark.parametrize(
    ("name", "when", "state"),
    [
        ("Merkel", 2010, "DEU"),
        ("Merkel", 2023, None),
        ("Chancellor Merkel", None, "DEU"),
        ("Trump", "2017-01-19", None),
        ("Trump", "2017-01-20", "USA"),
        ("Trump", date(2022, 5, 1), None),
        ("Johnson", None, None),
        ("Johnson", 1966, "USA"),
        ("Johnson", 2020, "GBR"),
        ("Kim", None, None),
        ("Kim Jong-un", 2015, "PRK"),
        ("Maduro", 2003, "HND"),
        ("Maduro", 2015, "VEN"),
        ("Dmitry Medvedev", 2010, "RUS"),
        ("Gorbachev", 1988, "SUN"),
        ("Gorbachev", 1999, None),
        ("Charles III", None, None),
        ("Nobody Special", 2000, None),
        ("", None, None),
    ],
)
def test_leader(name: str, when: date | str | int | None, state: str | None) -> None:
    found = actors.leader(name, when)
    assert (found.id if found else None) == state


def test_terms_are_dated_to_the_day() -> None:
    assert actors.term("Duterte") == [("PHL", date(2016, 6, 30), date(2022, 6, 30))]
    assert [t[0] for t in actors.term("Bush")] == ["USA", "USA"]
    assert actors.term("Modi")[-1][2] is None
    assert actors.term("Nobody Special") == []


def test_two_successive_bearers_of_a_name_are_two() -> None:
    assert actors.persons("Assad") == {"Hafez al-Assad", "Bashar al-Assad"}
    assert [(s, e.year if e else None) for _, s, e in ((t[0], t[1].year, t[2]) for t in actors.term("Assad"))] == [
        (1970, 2000), (2000, 2024)
    ]  # fmt: skip
