"""The table by five authors who had not seen the program: its form, its balance, its card, its sentences."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from detente import actors


def _read(name: str) -> list[dict[str, str]]:
    text = files("detente").joinpath("validation", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


ROWS, BATTERY, INDEPENDENT = _read("unseen.csv"), _read("battery.csv"), _read("independent.csv")
CARD = tomllib.loads(files("detente").joinpath("validation", "unseen.toml").read_text("utf-8"))


def test_it_has_the_columns_of_the_battery_and_unique_ids() -> None:
    assert list(ROWS[0]) == list(BATTERY[0])
    assert len({r["id"] for r in ROWS}) == len(ROWS) == CARD["rows"]
    assert all(re.fullmatch(r"\d{4}(-\d{4})?", r["years"]) and r["source"] and r["why_known"] for r in ROWS)


def test_supported_and_contradicted_are_in_balance() -> None:
    for half in ("opened", "closed"):
        counts = Counter(r["expected_verdict"] for r in ROWS if r["set"] == half)
        assert 0.75 < counts["supported"] / counts["contradicted"] < 1.35
        states = {i for r in ROWS if r["set"] == half for i in r["actors"].split(";")}
        assert len(states) >= 50
        assert all(actors.get(i).kind == "state" for i in states)


def test_the_card_tells_the_first_look_of_every_author() -> None:
    scored = Counter((r["id"][0], r["scored"]) for r in ROWS)
    assert set(CARD["first_look"]) == {author for author, _ in scored}
    for author, look in CARD["first_look"].items():
        assert int(look["scored"].split(" of ")[1]) == scored[author, "yes"]
        assert int(look["abstention"].split(" of ")[1]) == scored[author, "abstention"]


@pytest.mark.shared
def test_the_half_kept_closed_repeats_no_sentence_of_the_other_tables(shared: Path) -> None:
    with (shared / "controls" / "known_answers.csv").open(encoding="utf-8", newline="") as handle:
        others = {r["claim"].lower() for r in csv.DictReader(handle)}
    others |= {
        r["claim"].lower()
        for r in [*BATTERY, *INDEPENDENT, *ROWS]
        if r["set"] != "closed" or r in INDEPENDENT
    }
    assert not {r["claim"].lower() for r in ROWS if r["set"] == "closed"} & others
