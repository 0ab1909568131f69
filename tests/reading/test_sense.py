"""The learned reader: actors are hidden from it, an author it never saw is read rightly, and its word is weighed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.model import Claim, Role
from detente.reading import language, mentions, second, sense
from detente.reading.claims import read_sentence
from detente.reading.sense import Sense, encoder

SENTENCES = Path(__file__).parents[2] / "tools" / "reader" / "sentences.jsonl"
HELD = "t"  # the author kept out of training; see tools/train_reader.py


def _read(text: str) -> Sense:
    doc = language.parse(text)
    return sense.read(doc, mentions.find(doc))


def _same(one: Sense, other: Sense) -> bool:
    return one.kinds == pytest.approx(other.kinds) and one.roles == {
        k: pytest.approx(v) for k, v in other.roles.items()
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Kenya and Uganda mended their relations after 1999.",
            "Sweden and Denmark mended their relations after 1999.",
        ),
        ("Hanoi turned its back on Moscow.", "Lima turned its back on Washington."),
        ("Cuba left the Organization of American States.", "Iraq left the Arab League."),
    ],
)
def test_who_is_meant_makes_no_difference(one: str, other: str) -> None:
    assert _same(_read(one), _read(other))


def test_what_is_said_makes_a_difference() -> None:
    better = _read("Kenya and Uganda mended their relations after 1999.")
    worse = _read("Kenya and Uganda fell out with one another after 1999.")
    assert better.direction("trend")[:2] == ("improve", False)
    assert worse.direction("trend")[:2] == ("worsen", False)
    assert sum(better.kinds.values()) == pytest.approx(1.0, abs=1e-4)
    assert all(sum(d.values()) == pytest.approx(1.0, abs=1e-4) for d in better.directions.values())


def test_sentences_of_an_author_it_never_saw() -> None:
    """As `tools/train_reader.py` measured it: kind 0.90, direction with negation 0.92, given the kind."""
    rows = [json.loads(x) for x in SENTENCES.read_text("utf-8").splitlines()]
    rows = [r for r in rows if r["id"].startswith(HELD)][::3]
    assert len(rows) == 150
    kinds, directions = 0, 0
    for row in rows:
        found = _read(row["text"])
        kinds += max(found.kinds, key=lambda k, found=found: found.kinds[k]) == row["kind"]
        name, denied, _ = found.direction(row["kind"])
        broken = row["kind"] == "no_change" and row["direction"] != "stable" and name == "break"
        other = row["kind"] == "necessity" and row["direction"] != "required" and name == "avoidable"
        linked = row["kind"] == "connectivity" and row["direction"] == "possible" and name == "linked"
        directions += (broken or other or linked or name == row["direction"]) and denied == row["negated"]
    assert kinds / len(rows) > 0.84
    assert directions / len(rows) > 0.86


def test_no_sentence_of_the_author_held_out_is_among_the_others() -> None:
    rows = [json.loads(x) for x in SENTENCES.read_text("utf-8").splitlines()]
    held = {r["text"] for r in rows if r["id"].startswith(HELD)}
    assert len(rows) > 4_000
    assert not held & {r["text"] for r in rows if not r["id"].startswith(HELD)}


def test_word_pieces() -> None:
    vocabulary = {p: k for k, p in enumerate(["[UNK]", "un", "##think", "##able", "cafe", ".", "'"])}
    assert encoder.pieces("unthinkable", vocabulary) == [1, 2, 3]
    assert encoder.pieces("Café.", vocabulary) == [4, 5]
    assert encoder.pieces("'", vocabulary) == [6]
    assert encoder.pieces("zz", vocabulary) == [0]
    assert encoder.pieces("x" * 101, vocabulary) == [0]


def test_long_and_empty_sentences_are_read() -> None:
    found = _read("Kenya trusts Uganda and " * 300)
    assert np.isfinite(list(found.kinds.values())).all()
    assert len(found.roles) < 600
    assert _read("").roles == {}


def _sense(direction: str, sure: float, denied: float = 0.0) -> Sense:
    rest = {"improve": "worsen", "worsen": "improve"}[direction]
    return Sense(
        {"trend": 1.0},
        {"trend": {direction: sure, rest: 1 - sure}},
        denied,
        {0: {"none": 0.0, "subject": 1.0}, 1: {"none": 0.0, "object": 1.0}},
    )


def _claim(direction: str, **details: bool) -> Claim:
    actors = (Role("KEN", "subject", "Kenya"), Role("UGA", "object", "Uganda"))
    return Claim("c1", "sentence", "", 0, 0, "trend", actors, direction=direction, details=dict(details))


@pytest.mark.parametrize(
    ("read", "heard", "firm", "direction", "unread"),
    [
        (_claim("improve"), _sense("improve", 0.99), False, "improve", False),
        (_claim("improve"), _sense("worsen", 0.99), False, "worsen", False),
        (_claim("improve"), _sense("worsen", 0.65), False, "improve", True),
        (_claim("improve"), _sense("worsen", 0.65), True, "improve", False),
        (_claim("improve"), _sense("worsen", 0.85), True, "improve", False),
        (_claim("improve"), _sense("worsen", 0.97), True, "improve", True),
        (_claim("improve", unread=True), _sense("worsen", 0.75), False, "worsen", False),
        (_claim("improve", unread=True), _sense("worsen", 0.55), False, "improve", True),
        (_claim("improve"), _sense("worsen", 0.99, 0.99), False, "improve", False),
    ],
)
def test_weighing(read: Claim, heard: Sense, firm: bool, direction: str, unread: bool) -> None:
    doc = language.parse("Kenya, Uganda.")
    found = second.opinion(read, heard, mentions.find(doc), firm=firm)
    assert (found.direction, "unread" in found.details) == (direction, unread)
    assert found.actors == read.actors


def test_kinds_it_has_not_learned_are_left_alone() -> None:
    claim = replace(_claim("recommended"), kind="normative")
    assert second.opinion(claim, _sense("improve", 0.99), [], firm=False) is claim


@pytest.mark.parametrize(
    ("sentence", "kind", "direction", "negated"),
    [
        ("Lima and Quito buried the hatchet in 1998.", "trend", "improve", False),
        ("The pact between Gabon and France outlived the Cold War.", "no_change", "stable", False),
        ("Ballots cast by Malta came to mirror those of Italy.", "convergence", "converge", False),
        (
            "Oslo thumbed its nose at the pressure from Beijing and kept the prize.",
            "influence",
            "failed",
            False,
        ),
    ],
)
def test_idioms(sentence: str, kind: str, direction: str, negated: bool) -> None:
    found = read_sentence(sentence, kind=kind, years=(1990, 2010))
    assert "unread" not in found.details
    assert (found.direction, bool(found.details.get("negated"))) == (direction, negated)
