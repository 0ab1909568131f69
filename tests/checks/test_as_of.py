"""No evidence row and no chart point after the as-of year, whatever the kind of claim."""

from __future__ import annotations

import re

import pytest

from detente.checks import registry
from detente.checks.registry import Context, check

LATEST = 2008
ROLES = {
    "realignment": {"subject": "EGY", "frm": "SUN", "to": "USA"},
    "membership": {"subject": "HRV", "organisation": "org:EU"},
    "power": {"subject": "CHN", "comparison": "JPN"},
    "dependence": {"subject": "IND", "supplier": "RUS"},
    "reaction": {"subject": "PAK", "object": "IND"},
    "triad": {"subject": "USA", "object": "IND", "third": "CHN"},
    "influence": {"subject": "USA", "object": "group:TALIBAN", "place": "AFG"},
    "threat": {"subject": "group:TALIBAN", "place": "AFG"},
    "energy": {"subject": "RUS"},
    "possibility": {"subject": "HRV", "organisation": "org:EU"},
    "necessity": {"subject": "KAZ", "object": "PAK", "third": "AFG"},
    "order": {"subject": "USA"},
}
DIRECTION = {
    "level": "close", "trend": "improve", "no_change": "stable", "realignment": "toward",
    "convergence": "converge", "membership": "member", "power": "rise", "dependence": "main",
    "linkage": "linked", "normative": "recommended", "reaction": "hostile", "driver": "improve",
    "triad": "bring_together", "order": "shift", "possibility": "join", "necessity": "required",
    "threat": "rise", "energy": "abundance", "influence": "failed",
}  # fmt: skip
TOPIC = {"membership": "membership", "possibility": "membership", "power": "national", "dependence": "arms",
         "linkage": "growth", "convergence": "voting", "threat": "conflict", "energy": "energy",
         "influence": "conflict", "necessity": "transport", "order": "alliance"}  # fmt: skip
DETAILS = {"driver": {"cause": "event:9-11"}, "reaction": {"event": "Indian nuclear tests of 1998"}}


def years(rows):
    """Every year a row states, under any of the names tables use for one."""
    for row in rows:
        for name in (
            "year",
            "start",
            "end_year",
            "session_year",
            "date",
            "month",
            "years",
            "five years ending",
        ):
            for text in re.findall(r"\b(1[89]\d\d|20\d\d)\b", str(row.get(name) or "")):
                yield int(text), row


@pytest.mark.parametrize("kind", registry.KINDS)
@pytest.mark.parametrize("period", [(1995, LATEST), (2000, 2015)], ids=["past", "overlapping"])
def test_nothing_after_the_as_of_year_is_shown(kind, period, bench, make_claim):
    roles = ROLES.get(kind, {"subject": "IND", "object": "USA"})
    claim = make_claim(
        kind, period, DIRECTION.get(kind), TOPIC.get(kind, "relation"), DETAILS.get(kind), **roles
    )
    found = check(claim, bench, Context(latest=LATEST))
    late = [row for rows in found.evidence for year, row in years(rows.rows) if year > LATEST]
    assert not late
    drawn = found.chart.data if found.chart is not None else ()
    assert not [point for year, point in years(drawn) if year > LATEST]
