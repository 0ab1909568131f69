"""What relations are worth at a border: "if relations improved, trade would be cheaper" in hours and USD.

In: a claim that ties a way to a relation. The relation of every two neighbours on the way is measured
as closeness (mean percentile of the ranked measures, 0 to 1), `transport.border_cost` turns it into
border hours and USD, and the journey is worked out again with the pair's relation improved. Where law
closes the border, improvement means that it opens. Out: a finding; the calibration is an upper bound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente import transport
from detente.checks import corridors, entities, findings, standing
from detente.errors import DetenteError
from detente.facets import Journey
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.model import Claim, Effect, EvidenceRows, Finding, Label, Specification
from detente.transport.routing import Route

if TYPE_CHECKING:
    from detente.measures.registry import Bench

_SPAN = 5  # years of relation before the year asked


def closeness(bench: Bench, a: str, b: str, year: int, latest: int) -> float | None:
    """Measured relation of two states in the years before `year`: 0 hostile, 0.5 usual, 1 close; None unknown."""
    try:
        one, other = (entities.entity(bench, s, min(year, latest)) for s in (a, b))
    except DetenteError:
        return None
    if one is None or other is None:
        return None
    found = standing.levels(bench, one, other, year - _SPAN + 1, year, latest)
    ranks = [
        level.percentile for level in found if level.percentile is not None and level.measure != "arms_share"
    ]
    if not ranks:
        return None
    score = sum(ranks) / len(ranks) / 100
    return min(score, 0.2) if any(level.sign < 0 and level.percentile is None for level in found) else score


def check(claim: Claim, asked: Journey, bench: Bench, year: int, latest: int) -> Finding:
    """The journey with relations as measured and with the pair's relation improved."""
    pair = corridors.typical(asked.origin or "", asked.goal or "", year)
    states = [s for e in (asked.origin, asked.goal) if e for s in corridors.states_of(e, year)[:1]]
    if pair is None or len(states) < 2:
        return findings.simple("insufficient_evidence", "The network joins no two of the places named.")
    first, second = states[0], states[1]
    scores: dict[tuple[str, str], float | None] = {}

    def measured(a: str, b: str) -> float | None:
        key = (min(a, b), max(a, b))
        if a == b:
            return None
        if key not in scores:
            scores[key] = closeness(bench, *key, year, latest) if key in near else None
        return scores[key]

    now = transport.route(*pair, "land", year, weigh="hours")
    direct = transport.route(*pair, "land", year, weigh="hours", ignore_closures=True)
    near = {(min(x), max(x)) for r in (*now.routes, *direct.routes) for x in corridors.borders_of(r)} | {
        (min(first, second), max(first, second))
    }
    now = transport.route(*pair, "land", year, weigh="hours", relations=measured)

    def better(a: str, b: str) -> float | None:
        score = measured(a, b)
        return max(score or 0.0, thresholds.IMPROVED_CLOSENESS) if {a, b} == {first, second} else score

    then = transport.route(
        *pair,
        "land",
        year,
        weigh="hours",
        relations=better,
        ignore_closures=_closed(pair, year, first, second),
    )
    before, after = corridors.best(now), corridors.best(then)
    if after is None:
        return findings.simple(
            "insufficient_evidence", f"No way over land joins them even with better relations: {then.reason}"
        )
    return _finding(claim, before, after, first, second, measured(first, second), year)


def _closed(pair: tuple[str, str], year: int, first: str, second: str) -> bool:
    """Whether law shuts the border between the two: the direct way is open only with closures set aside."""

    def crosses(ignore: bool) -> bool:
        routes = transport.route(*pair, "land", year, ignore_closures=ignore).routes
        return any({first, second} == set(b) for r in routes for b in corridors.borders_of(r))

    return crosses(True) and not crosses(False)


def _finding(
    claim: Claim, before: Route | None, after: Route, first: str, second: str, score: float | None, year: int
) -> Finding:
    who = f"{corridors.name(first)} and {corridors.name(second)}"
    known = f"{score:.2f}" if score is not None else "not measured"
    if before is None:
        reason = (
            f"Now no way over land is open between {who}; if their border opened it would take "
            f"{after.hours:,.0f} hours and {after.usd:,.0f} USD per 20 t."
        )
        label: Label = "supported"
        hours = usd = None
    else:
        hours, usd = before.hours - after.hours, before.usd - after.usd
        share = 100 * hours / before.hours if before.hours else 0.0
        label = (
            "supported"
            if share >= 100 * thresholds.SAVED_SHARE
            else "partly_supported"
            if share > 0.5
            else "contradicted"
        )
        reason = (
            f"Carried to their border, relations of {who} raised from {known} to "
            f"{thresholds.IMPROVED_CLOSENESS} (closeness, 0 to 1) would save "
            f"{hours:,.0f} of {before.hours:,.0f} hours ({share:.0f} per cent) and {usd:,.0f} of {before.usd:,.0f} USD per 20 t."
        )
        if share <= 0.5:
            reason += " The best way does not wait at a border between the two."
    if claim.details.get("negated"):
        label = negated_label(label)
    ways = [*([("Relations as measured", before)] if before else []), ("Relations improved", after)]
    sign = {"supported": 1, "partly_supported": 1, "contradicted": -1}.get(label, 0)
    query = f"transport.route({first!r}, {second!r}, 'land', {year}, weigh='hours')  # with relations as measured, then improved"
    specification = Specification(
        "transport", corridors.SOURCE, "hours saved at the border", str(year), "relations as measured", "hours",
        None if hours is None else round(hours, 1), direction=sign, significant=label != "partly_supported",
        note="the spread of CAREC border posts, half of it read as relations",
    )  # fmt: skip
    return Finding(
        label, "low", ("the price of a bad relation is a calibration, not an observation",), reason,
        effect=None if hours is None else Effect(round(hours, 1), "hours saved", 0.0, None),
        specifications=(specification,),
        would_change=("Border times measured before and after a thaw between these two states.",),
        counter_reading="Border posts differ for other reasons too: staff, yards, queues. The low end of the range is no effect.",
        evidence=(EvidenceRows(corridors.SOURCE, transport.VERSION, query, corridors.way_rows(ways)),),
        limits=("Roads and railways only; capacity and tariffs are left as they are.",),
        citations=transport.citations(),
        chart=corridors.map_chart(f"{who}: relations as they are and improved ({year})", ways, (first, second), year),
    )  # fmt: skip
