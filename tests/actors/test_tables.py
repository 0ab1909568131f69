"""The reviewed tables: every cell is well formed and points at an actor that exists."""

from __future__ import annotations

import re
from datetime import date

import pytest

from detente import actors
from detente.actors._groups import _blocs
from detente.actors._tables import actors as all_actors
from detente.actors._tables import read

TABLES = [
    "states.csv",
    "codes.csv",
    "successions.csv",
    "dated.csv",
    "leaders.csv",
    "organisations.csv",
    "blocs.csv",
    "not_actors.csv",
]
ID = re.compile(r"[A-Z]{3}|(org|group):[A-Z0-9_]+|bloc:[a-z0-9-]+")


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_whole_and_distinct(name: str) -> None:
    rows = [tuple(r.items()) for r in read(name)]
    assert rows
    assert len(set(rows)) == len(rows)
    for row in rows:
        for column, cell in row:
            assert column
            assert cell is not None
            assert cell == cell.strip()
            assert ";;" not in cell
            assert not cell.startswith(";")
            assert not cell.endswith(";")


@pytest.mark.parametrize("name", TABLES)
def test_every_id_is_an_actor(name: str) -> None:
    for row in read(name):
        for column in ("id", "predecessor", "successor"):
            if column in row:
                assert row[column] in all_actors()


def test_ids_are_of_the_documented_form() -> None:
    assert all(ID.fullmatch(i) for i in all_actors())
    for name in ("states.csv", "organisations.csv", "blocs.csv"):
        ids = [r["id"] for r in read(name)]
        assert len(set(ids)) == len(ids)
    prefix = {"armed_group": "group:", "organisation": "org:", "project": "org:", "bloc": "bloc:"}
    assert all(a.id.startswith(prefix.get(a.kind, a.id[:1])) for a in all_actors().values())


@pytest.mark.parametrize("name", ["dated.csv", "organisations.csv"])
def test_years_are_in_order(name: str) -> None:
    for row in read(name):
        start, end = row["start"], row["end"]
        assert start.isdigit()
        assert int(start) >= 1816
        assert not end or int(start) <= int(end) <= date.today().year


def test_leaders_lead_a_state_that_exists_in_their_years() -> None:
    for row in read("leaders.csv"):
        first, last = int(row["start"][:4]), int(row["end"][:4]) if row["end"] else 2025
        years = range(max(first, 1817), last + 1)
        assert not row["end"] or row["start"][: len(row["end"])] <= row["end"], row
        if row["origin"] == "own":  # the sources list some leaders before independence
            assert sum(actors.exists(row["id"], y) for y in years) >= len(years) / 2, row


def test_successions_fall_where_one_ends_and_the_other_is() -> None:
    for row in read("successions.csv"):
        year = date.fromisoformat(row["date"]).year
        assert row["type"] in ("continuation", "dissolution", "union", "restoration", "secession")
        after = actors.get(row["successor"])
        assert any(actors.exists(after.id, y) for y in (year, year + 1)), row
        if row["type"] != "secession":
            assert actors.get(row["predecessor"]).end is not None, row


def test_a_bloc_has_known_members_once() -> None:
    for bloc, rows in _blocs().items():
        keys = [key for key, _, _ in rows]
        assert len(set(keys)) == len(keys), bloc
        assert all(actors.get(key).kind == "state" for key in keys)
        assert all(first is None or last is None or first <= last for _, first, last in rows)
        assert len(actors.members(bloc)) >= 2
