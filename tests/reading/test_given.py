"""Sentences put with kind, actors and years, as a table of claims puts them: accuracy and no turned direction."""

from __future__ import annotations

import pytest
from reading_samples import HERE, faults, table

from detente.model import Claim
from detente.reading import language, lexicon, mentions, read_claims, words

ROWS = table(HERE / "data" / "given.csv")


def _read(row: dict[str, str]) -> tuple[Claim, ...]:
    years = [int(y) for y in row["years"].split("-")]
    return read_claims(
        row["sentence"], actors=row["actors"].split(";"), years=(years[0], years[-1]), kind=row["kind"]
    )


# First readings, before the rules had seen the sentences: given 0.39, turned 0.65 (kept apart for words that turn a
# reading round), third 0.32 (idiom; 0.43 left unread).
FLOORS = {"given": 0.97, "turned": 0.95, "third": 0.9}


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_sentences_of_a_given_kind_are_read_right(name: str) -> None:
    rows = [r for r in ROWS if r["set"] == name]
    wrong = {r["sentence"]: f for r in rows if (f := faults(r, _read(r)[0]))}
    assert len(rows) >= 20
    assert 1 - len(wrong) / len(rows) >= FLOORS[name], wrong


def test_no_direction_is_turned_round() -> None:
    turned = []
    for row in ROWS:
        claim = _read(row)[0]
        if claim.details.get("unread") or not row["direction"]:
            continue
        signs = {words.SIGNS.get(d, 0) for d in row["direction"].split("/")}
        sign = words.SIGNS.get(str(claim.direction), 0)
        if sign and 0 not in signs and sign not in signs:
            turned.append(row["sentence"])
    assert not turned


@pytest.mark.parametrize("row", [r for r in ROWS if r["kind"] == "normative"], ids=lambda r: r["sentence"])
def test_advice_comes_with_its_ground(row: dict[str, str]) -> None:
    main, *rest = _read(row)
    assert main.premises
    ground = next(c for c in rest if c.id == main.premises[0])
    assert ground.role("subject") == main.role("subject")


@pytest.mark.parametrize("row", lexicon.rows("kinds.csv"), ids=lambda r: f"{r['kind']} {r['direction']}")
def test_patterns_are_sound(row: dict[str, str]) -> None:
    assert words._compile(row["pattern"]).search("") is None
    assert row["direction"]


def test_words_that_point_both_ways_are_not_read() -> None:
    doc = language.parse("Violence in Chad rose in the east and fell in the west")
    assert words.read("threat", doc, mentions.find(doc)) is None


def test_a_denial_outside_the_words_is_not_read() -> None:
    doc = language.parse("Violence in Chad has not risen")
    assert words.read("threat", doc, mentions.find(doc)) is None
