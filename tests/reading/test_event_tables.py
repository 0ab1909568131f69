"""The coder's tables: every type, operator, class and state they name is known."""

from __future__ import annotations

import re
from importlib import resources

from detente import actors
from detente.reading.events import names, tables

OPERATORS = set(
    re.findall(
        r'name (?:==|in) \(?((?:"\w+"(?:, )?)+)',
        resources.files("detente.reading.events").joinpath("acts.py").read_text("utf-8"),
    )
)
KNOWN = {word for group in OPERATORS for word in re.findall(r"\w+", group)} | {"same"}


def test_sixteen_types():
    assert len(tables.TYPES) == len(set(tables.TYPES)) == 16


def test_verbs_name_known_types_operators_and_classes():
    classes = {row["class"] for row in tables.rows("nouns.csv")}
    for row in tables.rows("verbs.csv"):
        assert None not in row.values(), row
        result = row["result"]
        assert result in tables.TYPES or result.removeprefix("op:") in KNOWN, row
        for needed in filter(None, row["objects"].split("|")):
            assert needed == "*" or needed.startswith("=") or needed in classes, (needed, row)


def test_nouns_name_known_types():
    for row in tables.rows("nouns.csv"):
        assert row["type"] in ("", "op:halt", "op:same", *tables.TYPES), row


def test_names_and_homes_are_states_or_organisations():
    for row in tables.rows("names.csv"):
        if row["id"] != "none" and not row["id"].startswith("org:"):
            assert actors.get(row["id"]).kind in ("state", "territory"), row
    for group, (state, _) in tables.homes().items():
        assert actors.get(group).kind == "armed_group", group
        assert actors.get(state).kind in ("state", "territory"), state
    groups = {i for _, i, kind in actors.mentions() if kind == "group" and i.startswith("group:")}
    assert groups - set(tables.homes()) <= {"group:AL_QAEDA"}  # at home nowhere


def test_derived_names_are_states_and_of_one_reading():
    rows = tables.rows("phoenix.csv.gz")
    assert len(rows) > 20_000
    assert len({row["phrase"] for row in rows if row["kind"] != "surname"}) == sum(
        row["kind"] != "surname" for row in rows
    )
    for state in {row["id"] for row in rows}:
        assert actors.get(state).kind in ("state", "territory"), state


def test_names_that_sound_alike():
    assert names.sound("Bouteflicka") == names.sound("Bouteflika")
    assert names.sound("Mitterand") == names.sound("Mitterrand")
    assert names.sound("Putin") != names.sound("Rasputin")
