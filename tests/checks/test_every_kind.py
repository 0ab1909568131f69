"""What every check owes its reader: words on what would have changed its answer, and enough specifications."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from detente import reading
from detente.checks import findings, registry
from detente.model import Claim, Period, Role
from detente.reading.facets import filled

RELATION_KINDS = {
    "trend": ("improve", {"subject": "USA", "object": "CHN"}),
    "no_change": ("stable", {"subject": "USA", "object": "CHN"}),
    "realignment": ("switch", {"subject": "EGY", "from": "RUS", "to": "USA"}),
    "convergence": ("converge", {"subject": "GBR", "object": "FRA"}),
    "level": ("close", {"subject": "USA", "object": "CHN"}),
    "triad": ("bring_together", {"subject": "USA", "object": "CHN", "third": "RUS"}),
    "driver": ("improve", {"subject": "USA", "object": "CHN"}),
}
CELLS = 12


def battery():
    """One row of the battery for each kind and expected verdict."""
    text = files("detente.validation").joinpath("battery.csv").read_text("utf-8")
    seen = {}
    for row in csv.DictReader(text.splitlines()):
        seen.setdefault((row["kind"], row["expected_verdict"]), row)
    return list(seen.values())


@pytest.mark.parametrize("row", battery(), ids=lambda r: r["id"])
def test_every_answer_says_what_would_change_it(bench, row):
    start, _, end = row["years"].partition("-")
    kind = row["kind"] if row["kind"] in registry.KNOWN else None
    ids = row["actors"].split(";")
    claims = reading.read_claims(row["claim"], actors=ids, years=(int(start), int(end or start)), kind=kind)
    finding = registry.check(claims[0], bench)
    assert finding.would_change
    assert all(len(line) > 20 and line.endswith(".") for line in finding.would_change)


@pytest.mark.parametrize("label", ["insufficient_evidence", "ill_posed", "not_testable"])
def test_an_answer_without_specifications_says_it_too(label):
    assert findings.simple(label, "A reason.").would_change


@pytest.mark.parametrize("kind", sorted(RELATION_KINDS))
def test_a_relation_is_asked_about_in_many_ways(bench, kind):
    direction, roles = RELATION_KINDS[kind]
    actors = tuple(Role(i, r) for r, i in roles.items())
    details = {"cause": "event:nixon-in-china"} if kind == "driver" else {}
    topic = "voting" if kind == "convergence" else "relation"
    claim = filled(Claim("c1", "p1", "", 0, 0, kind, actors, topic, direction, Period(1968, 1980, "1968-1980"),
                  details=details))  # fmt: skip
    assert len(registry.check(claim, bench).specifications) >= CELLS
