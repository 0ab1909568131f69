"""The table of known answers by an author who had not seen the program obeys the form of the battery."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from detente.checks import registry

ABSTENTIONS = {"normative", "contested", "insufficient", "entity"}


def _read(*parts: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files("detente").joinpath(*parts).read_text(encoding="utf-8").splitlines()))


ROWS = _read("validation", "independent.csv")
BATTERY = _read("validation", "battery.csv")


def test_it_has_the_columns_of_the_battery_and_unique_rows() -> None:
    assert list(ROWS[0]) == list(BATTERY[0])
    assert len({r["id"] for r in ROWS}) == len({r["claim"] for r in ROWS}) == len(ROWS)
    assert all(re.fullmatch(r"\d{4}(-\d{4})?", r["years"]) and r["source"] and r["why_known"] for r in ROWS)


def test_each_half_holds_every_kind_in_balance() -> None:
    for half in ("opened", "closed"):
        counts = Counter((r["kind"], r["expected_verdict"]) for r in ROWS if r["set"] == half)
        kinds = {kind for kind, _ in counts} - ABSTENTIONS
        assert kinds | {"normative", "value", "order"} == set(registry.KINDS)
        for kind in kinds:
            yes, no = counts[kind, "supported"], counts[kind, "contradicted"]
            assert yes + no >= 6
            assert abs(yes - no) <= 3, (half, kind, yes, no)


def test_the_card_tells_its_size_and_its_first_look() -> None:
    card = tomllib.loads(files("detente").joinpath("validation", "independent.toml").read_text("utf-8"))
    assert card["rows"] == len(ROWS)
    scored = Counter((r["set"], r["scored"]) for r in ROWS)
    for half, look in card["first_look"].items():
        assert int(look["scored"].split(" of ")[1]) == scored[half, "yes"]
        assert int(look["abstention"].split(" of ")[1]) == scored[half, "abstention"]


@pytest.mark.shared
def test_it_repeats_no_sentence_of_the_other_tables(shared: Path) -> None:
    with (shared / "controls" / "known_answers.csv").open(encoding="utf-8", newline="") as handle:
        others = {r["claim"].lower() for r in csv.DictReader(handle)}
    others |= {r["claim"].lower() for r in BATTERY}
    assert not {r["claim"].lower() for r in ROWS} & others
