"""A rise or fall of trade between two after the last year of the dyadic trade data, by input-output trade and lists of partners.

In: a change of a quantity of trade, imports or exports with one partner, or of a partner's share. Out: a finding by the rule
of `inference.flows`. Silent where the tables do not reach: states in their rest, years after their last, and 2022 with Russia.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente import actors
from detente.checks import findings
from detente.checks.entities import members
from detente.checks.typed import partner_lists
from detente.checks.typed.relations import silent
from detente.domain import Change, Claim
from detente.inference import flows, thresholds
from detente.inference.verdict import told as told_label
from detente.measures import io_trade, partners, words
from detente.model import Chart, Effect, EvidenceRows, Finding, Label, Specification

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_LIMITS = (
    "OECD input-output trade is at basic prices without re-exports: no customs trade, and entrepots stand far below theirs.",
    "Prices are current: the move is set against that of the world's total, not freed of prices of single goods.",
)
_OF = {
    "trade": "trade of {a} with {b}",
    "exports": "exports of {a} to {b}",
    "imports": "imports of {a} from {b}",
}


def span(claim: Claim, context: Context) -> tuple[int, int]:
    """First and last year of a change; a change in one year is against the year before."""
    end = min(claim.period.end if claim.period.end is not None else context.latest, context.latest)
    start = claim.period.start if claim.period.start is not None else end
    return (end - 1 if start >= end else start), end


def covers(claim: Claim, bench: Bench, context: Context) -> bool:
    """Whether the change ends after the dyadic trade data and begins within the input-output tables."""
    reach = io_trade.span(bench)
    if reach is None or claim.period.start is None:
        return False
    start, end = span(claim, context)
    dyads = bench.atlas.coverage("trade")[1] if "trade" in bench.atlas.tables else 0
    return end > dyads and start >= reach[0]


def sides(bench: Bench, who: str, year: int) -> tuple[str, ...]:
    """The states of a side: itself, or the members of a group in a year."""
    if actors.get(who).kind == "state":
        return (who,)
    return members(bench, who, year)


@dataclass(frozen=True)
class Move:
    """A flow in the first and last year (million USD) and the world's."""

    topic: str
    start: int
    end: int
    first: float
    last: float
    world_first: float
    world_last: float

    @property
    def ratio(self) -> float:
        """Last to first."""
        return self.last / self.first

    @property
    def against_world(self) -> float:
        """Last to first, over the same of the world."""
        return self.ratio / (self.world_last / self.world_first)


def finding(
    claim: Claim, c: Change, bench: Bench, context: Context, who: str, partner: str, topic: str
) -> Finding:
    """The finding on a rise or fall of the trade of one side with another."""
    up = {"rose": True, "improved": True, "fell": False, "worsened": False}.get(c.direction or "")
    if up is None:
        return silent(
            "too_weak", "Input-output trade is an estimate for every pair: it shows no beginning and no end."
        )
    start, end = span(claim, context)
    hub = next((i for i in (who, partner) if i in io_trade.ENTREPOTS), None)
    if hub is not None:
        return silent(
            "no_source",
            f"Input-output trade leaves out what {findings.name(hub)} only passes on, which is much of its trade.",
        )
    own, other = sides(bench, who, end), sides(bench, partner, end)
    first, last = (io_trade.amount(bench, topic, own, other, y) for y in (start, end))
    if first is None or last is None:
        return silent("no_coverage", _out_of_reach(bench, who, partner, (*own, *other), start, end))
    if min(first, last) < thresholds.SMALLEST_FLOW_MILLIONS:
        return silent(
            "too_weak", "Less than fifty million dollars at one end: too little to tell a move from an error."
        )
    move = Move(topic, start, end, first, last, io_trade.world(bench, start), io_trade.world(bench, end))
    holds = flows.holds(
        move.ratio, move.against_world, up, c.degree, c.factor, thresholds.ESTIMATED_FLOW_RATIO
    )
    label = told_label(holds, negative=claim.negative)
    return _finding(bench, claim, move, label, holds, who, partner, own, other)


def _finding(
    bench: Bench, claim: Claim, move: Move, label: Label, holds: bool | None, who: str, partner: str,
    own: tuple[str, ...], other: tuple[str, ...],
) -> Finding:  # fmt: skip
    names = findings.name(who), findings.name(partner)
    what = _OF[move.topic].format(a=names[0], b=names[1])
    world = move.world_last / move.world_first
    direction = 0 if holds is None else 1 if holds != claim.negative else -1
    specification = Specification(
        "trade", io_trade.SOURCE, what, str(move.end), str(move.start), "ratio of last to first year", round(move.ratio, 2),
        direction=direction, significant=direction != 0, note=f"{move.against_world:.2f} against the world's total",
    )  # fmt: skip
    told = (
        f"{what[:1].upper()}{what[1:]}: {words.amount(move.first * 1e6)} USD in {move.start}, "
        f"{words.amount(move.last * 1e6)} USD in {move.end} ({100 * (move.ratio - 1):+.0f} per cent; "
        f"the world's total {100 * (world - 1):+.0f} per cent), "
        f"by OECD input-output trade."
    ).replace("(-", "(−").replace(" -", " −")  # fmt: skip
    reason = (
        "less than estimates can tell (three tenths), or not with the world's total"
        if holds is None
        else "one source of record shows the move in current prices and against the world's total"
    )
    return Finding(
        label, "moderate" if holds is not None else "low", (reason,), told,
        effect=Effect(round(move.ratio, 2), "times the first year's value"),
        specifications=(specification,),
        would_change=("It would turn with customs figures that move the other way.",),
        counter_reading="Value is no volume: a few goods whose prices moved can carry a change of the whole.",
        evidence=(_rows(bench, move, own, other),),
        limits=(*_LIMITS, *findings.limits(bench, (io_trade.SOURCE,), move.start, move.end)),
        citations=findings.citations(bench, (io_trade.SOURCE,)),
        chart=_chart(bench, move, what, own, other),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip


def _out_of_reach(bench: Bench, who: str, partner: str, ids: tuple[str, ...], start: int, end: int) -> str:
    reach = io_trade.span(bench)
    apart = io_trade.economies(bench)
    absent = [i for i in ids if i not in apart]
    if absent or reach is None:
        whom = findings.name(absent[0]) if absent else "these states"
        return f"OECD input-output trade does not show {whom} apart from the rest of the world."
    if not reach[0] <= start <= end <= reach[1]:
        pair = f"{findings.name(who)} and {findings.name(partner)}"
        return (
            f"No source on trade between {pair} covers {start}-{end}: "
            f"OECD input-output trade covers {reach[0]}-{reach[1]}."
        )
    return (
        f"OECD input-output trade carries figures of one side forward in {end}: it does not show the change."
    )


def _series(
    bench: Bench, move: Move, own: tuple[str, ...], other: tuple[str, ...]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    reach = io_trade.span(bench) or (move.start, move.end)
    for year in range(max(move.start - 5, reach[0]), move.end + 1):
        value = io_trade.amount(bench, move.topic, own, other, year)
        if value is not None:
            rows.append({"year": year, "goods": round(value)})
    return rows


def _rows(bench: Bench, move: Move, own: tuple[str, ...], other: tuple[str, ...]) -> EvidenceRows:
    a, b = (", ".join(f"'{i}'" for i in side) for side in (own, other))
    out, home = f"(exporter IN ({a}) AND importer IN ({b}))", f"(exporter IN ({b}) AND importer IN ({a}))"
    where = {"exports": out, "imports": home}.get(move.topic, f"({out} OR {home})")
    rows = _series(bench, move, own, other)
    first = rows[0]["year"] if rows else move.start
    query = (
        f"SELECT year, round(sum(goods)) AS goods FROM {io_trade.TABLE} WHERE {where} "
        f"AND year BETWEEN {first} AND {move.end} GROUP BY year ORDER BY year"
    )
    return EvidenceRows(io_trade.SOURCE, bench.source(io_trade.SOURCE).version, query, tuple(rows))


def _chart(bench: Bench, move: Move, what: str, own: tuple[str, ...], other: tuple[str, ...]) -> Chart | None:
    data = [
        {"year": r["year"], "value": r["goods"], "series": what} for r in _series(bench, move, own, other)
    ]
    if len(data) < 2:
        return None
    source = bench.source(io_trade.SOURCE)
    title = f"{what[:1].upper()}{what[1:]}, {data[0]['year']}-{move.end}"
    return Chart(
        "lines", title, tuple(data),
        {"x": {"field": "year", "title": "Year"}, "y": {"field": "value", "title": "Goods", "unit": "million USD"},
         "series": "series"},
        f"{source.title} {source.version}", f"{title}.",
    )  # fmt: skip


def share_moved(
    claim: Claim, up: bool, bench: Bench, context: Context, who: str | None, partner: str | None, topic: str
) -> Finding:
    """Whether a partner's share rose (fell) from the first list within the period to the last."""
    if who is None or partner is None or any(actors.get(i).kind != "state" for i in (who, partner)):
        return silent("no_source", "Lists of main partners are of single states and single partners.")
    start, end = span(claim, context)
    chosen = [y for y in partners.years(bench, who, topic) if start <= y <= end]
    if len(chosen) < 2 or 2 * (chosen[-1] - chosen[0]) < end - start:
        known = ", ".join(map(str, partners.years(bench, who, topic)))
        said = f"No two lists of the partners of {findings.name(who)} span {start}-{end}; lists are for {known or 'no year'}."
        return silent("no_coverage", said)
    first, last = (partners.bounds(bench, who, partner, topic, y) for y in (chosen[0], chosen[-1]))
    assert first is not None
    assert last is not None
    least, most = last.low - first.high, last.high - first.low
    least, most = (least, most) if up else (-most, -least)
    holds = True if least >= thresholds.SHARE_MOVED - 1 else False if most <= 0 else None
    return partner_lists.moved(claim, bench, who, partner, topic, (first, last), holds, (start, end))
