"""Shares and places of partners in exports, imports and trade after the last year of the dyadic trade data.

In: what is asked of one partner of one state. Out: a finding on the Factbook's lists of main partners (whole per cent, some
years), with the share by the OECD's input-output tables beside it: where that lies clearly on the other side, contested.
Places come from the lists alone, since input-output trade leaves re-exports out. What the lists do not bound is not decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente import actors
from detente.checks import findings
from detente.checks.typed.relations import silent
from detente.domain import Claim
from detente.errors import UnknownActorError
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.inference.verdict import told as told_label
from detente.measures import io_trade, partners
from detente.measures.partners import Bounds
from detente.model import Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

TOPICS = ("exports", "imports", "trade")
SOURCE = "factbook-partners"
Truth = float | None
"""1 holds, 0 does not, 0.5 in part; None where the lists do not decide."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a partner: a place, a share, or how much it weighs."""

    position: int | None = None
    within: int | None = None
    number: float | None = None
    bound: str | None = None
    weight: str | None = None
    """main (the first, with two fifths) or negligible."""


def covers(claim: Claim, bench: Bench, context: Context) -> bool:
    """Whether the claim's years begin after the dyadic trade data and lists of partners are at hand."""
    if partners.TABLE not in bench.atlas.tables:
        return False
    return _span(claim, context)[0] > _last_of_dyads(bench)


def _last_of_dyads(bench: Bench) -> int:
    return bench.atlas.coverage("trade")[1] if "trade" in bench.atlas.tables else 0


def _span(claim: Claim, context: Context) -> tuple[int, int]:
    end = min(claim.period.end if claim.period.end is not None else context.latest, context.latest)
    return (claim.period.start if claim.period.start is not None else end), end


def finding(
    claim: Claim,
    bench: Bench,
    context: Context,
    who: str | None,
    partner: str | None,
    topic: str,
    asked: Asked,
) -> Finding:
    """The finding on one partner of one state."""
    if who is None or partner is None or any(actors.get(i).kind != "state" for i in (who, partner)):
        return silent("no_source", "Lists of main partners are of single states and single partners.")
    start, end = _span(claim, context)
    all_years = [y for y in partners.years(bench, who, topic) if y <= context.latest]
    chosen = [y for y in all_years if start <= y <= end] or _around(all_years, start, end)
    if not chosen:
        return silent("no_coverage", _uncovered(bench, who, topic, start, end, all_years))
    found = [b for y in chosen if (b := partners.bounds(bench, who, partner, topic, y))]
    truths = [truth(b, asked) for b in found]
    between = not any(start <= y <= end for y in chosen)
    label, reason = _label(found, truths, between)
    beside = _beside(bench, who, partner, topic, range(start, end + 1), asked)
    label, grade, reasons = _joined(label, reason, beside)
    if claim.negative:
        label = negated_label(label)
    specifications = tuple(
        _specification(b, t, topic, claim.negative) for b, t in zip(found, truths, strict=True)
    )
    specifications += tuple(_io_specification(y, s, t, topic, claim.negative) for y, s, t in beside)
    sources = (SOURCE, io_trade.SOURCE) if beside else (SOURCE,)
    lead = found[-1]
    return Finding(
        label, grade, reasons, _sentence(who, partner, topic, found, beside),
        effect=Effect(round(lead.high, 1), f"per cent at most, {topic}, {lead.year}") if not lead.listed else
        Effect(round((lead.low + lead.high) / 2, 1), f"per cent of {topic}, {lead.year}"),
        specifications=specifications,
        disagreements=findings.disagreements(specifications, label),
        would_change=("It would turn with a list or customs figures on the other side of what is claimed.",),
        counter_reading="A share of value is not a share of need: one part without substitute can bind more than a majority.",
        evidence=_rows(bench, who, topic, found),
        limits=(_LISTS, *((_IO,) if beside else ()), *findings.limits(bench, sources, start, end)),
        citations=findings.citations(bench, sources),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip


_LISTS = "Lists name about five partners in whole per cent, for some years only; a threshold within two points is not decided."
_IO = (
    "OECD input-output trade is at basic prices without re-exports; it is no customs trade and ranks nobody."
)


def _around(known: Sequence[int], start: int, end: int) -> list[int]:
    """The lists just before and just after years without one; both or none."""
    before = [y for y in known if start - thresholds.LISTS_APART_YEARS <= y < start]
    after = [y for y in known if end < y <= end + thresholds.LISTS_APART_YEARS]
    return [before[-1], after[0]] if before and after else []


def _uncovered(bench: Bench, who: str, topic: str, start: int, end: int, known: Sequence[int]) -> str:
    years = f"{start}-{end}" if start != end else str(start)
    lists = (
        f"lists of its partners are for {', '.join(map(str, known))}"
        if known
        else "no list of its partners is at hand"
    )
    return (
        f"No source on the {topic} of {findings.name(who)} covers {years}: {lists}; "
        f"the dyadic trade data end in {_last_of_dyads(bench)}."
    )


def truth(b: Bounds, asked: Asked) -> Truth:
    """Whether what is asked holds within the bounds of one year."""
    if asked.position is not None:
        return 1.0 if b.first == b.last == asked.position else _no(not b.first <= asked.position <= b.last)
    if asked.within is not None:
        return 1.0 if b.last <= asked.within else _no(b.first > asked.within)
    if asked.weight == "main":
        if b.first > 1:
            return 0.0
        bar = thresholds.MAIN_PARTNER_SHARE
        if b.last > 1:
            return None
        return 1.0 if b.low >= bar else 0.5 if b.high < bar - thresholds.SHARE_MARGIN else None
    if asked.weight == "negligible":
        bar = thresholds.NEGLIGIBLE_SHARE
        return 1.0 if b.high < bar else _no(b.low > 2 * bar)
    return share_truth(b.low, b.high, asked, thresholds.SHARE_MARGIN)


def _no(refuted: bool) -> Truth:
    return 0.0 if refuted else None


def share_truth(low: float, high: float, asked: Asked, margin: float) -> Truth:
    """Whether a share between two bounds fits a stated one; None within the margin of it."""
    if asked.number is None:
        return None
    if asked.bound in ("more_than", "at_least"):
        return 1.0 if low >= asked.number + margin else _no(high <= asked.number - margin)
    if asked.bound in ("less_than", "at_most"):
        return 1.0 if high <= asked.number - margin else _no(low >= asked.number + margin)
    near = low >= asked.number - margin and high <= asked.number + margin
    far = high < asked.number - 2 * margin or low > asked.number + 2 * margin
    return 1.0 if near else _no(far)


def _label(found: Sequence[Bounds], truths: Sequence[Truth], between: bool) -> tuple[Label, str]:
    """All years alike, or in part with the years said; the last year must be decided, and half of all."""
    decided = [(b.year, t) for b, t in zip(found, truths, strict=True) if t is not None]
    if not decided or truths[-1] is None or 2 * len(decided) < len(truths) or (between and None in truths):
        return "insufficient_evidence", "the lists lie too near the line, or do not reach down to it"
    values = {t for _, t in decided}
    if values == {1.0}:
        return "supported", "a share is a fact that one source of record settles"
    if values == {0.0}:
        return "contradicted", "a share is a fact that one source of record settles"
    if between:
        return "insufficient_evidence", "the lists before and after disagree"
    if values == {0.5}:
        return "partly_supported", "the largest partner, but below two fifths"
    told = ", ".join(f"{y} {'yes' if t == 1 else 'no' if t == 0 else 'in part'}" for y, t in decided)
    return "partly_supported", f"it holds in some of the years: {told}"


def moved(
    claim: Claim, bench: Bench, who: str, partner: str, topic: str, ends: tuple[Bounds, Bounds], holds: bool | None,
    span: tuple[int, int],
) -> Finding:  # fmt: skip
    """The finding on a share that is said to have risen or fallen between two lists."""
    label = told_label(holds, negative=claim.negative)
    specifications = tuple(
        _specification(b, None if holds is None else float(holds), topic, claim.negative) for b in ends
    )
    reason = (
        "the lists do not show a move of five points"
        if holds is None
        else "two lists of one source of record show it"
    )
    return Finding(
        label, "moderate" if holds is not None else "low", (reason,), _sentence(who, partner, topic, ends, ()),
        specifications=specifications,
        would_change=("It would turn with a list or customs figures that move the other way.",),
        counter_reading="A share can rise because the rest fell.",
        evidence=_rows(bench, who, topic, ends),
        limits=(_LISTS, *findings.limits(bench, (SOURCE,), *span)),
        citations=findings.citations(bench, (SOURCE,)),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip


Beside = tuple[int, float, Truth]


def _beside(bench: Bench, who: str, partner: str, topic: str, years: range, asked: Asked) -> list[Beside]:
    """Shares by the input-output tables in the claim's years, judged with the wide margin; none for places."""
    hub = io_trade.ENTREPOTS & {who, partner}
    if asked.number is None or asked.weight or hub or not io_trade.span(bench):
        return []
    found = []
    for year in years:
        share = io_trade.share(bench, topic, who, partner, year)
        if share is not None:
            found.append((year, share, share_truth(share, share, asked, thresholds.ROUGH_SHARE_MARGIN)))
    return found


def _joined(label: Label, reason: str, beside: Sequence[Beside]) -> tuple[Label, Grade, tuple[str, ...]]:
    clear = {t for _, _, t in beside if t is not None}
    if label in ("supported", "contradicted"):
        same = 1.0 if label == "supported" else 0.0
        if clear == {same}:
            return label, "high", (reason, "OECD input-output trade shows the same")
        if clear == {1.0 - same}:
            return "contested", "low", ("the lists of partners and OECD input-output trade disagree",)
        return label, "moderate", (reason,)
    return label, "low", (reason,)


def _specification(b: Bounds, t: Truth, topic: str, negative: bool) -> Specification:
    to = " or lower" if b.last >= partners.NO_PLACE else f" to {b.last}" if b.last > b.first else ""
    spec = Specification(
        "trade", SOURCE, f"share of {topic}", str(b.year), "all partners", "per cent",
        round((b.low + b.high) / 2, 1) if b.listed else None, round(b.low, 1), round(b.high, 1), note=f"place {b.first}{to}",
    )  # fmt: skip
    return _turned(spec, t, negative)


def _io_specification(year: int, share: float, t: Truth, topic: str, negative: bool) -> Specification:
    spec = Specification(
        "trade", io_trade.SOURCE, f"share of {topic}", str(year), "all partners", "per cent", round(share, 1),
        note="basic prices, without re-exports",
    )  # fmt: skip
    return _turned(spec, t, negative)


def _turned(spec: Specification, t: Truth, negative: bool) -> Specification:
    direction = 0 if t in (None, 0.5) else 1 if (t == 1.0) != negative else -1
    return replace(spec, direction=direction, significant=direction != 0)


def _sentence(who: str, partner: str, topic: str, found: Sequence[Bounds], beside: Sequence[Beside]) -> str:
    told = []
    for b in found:
        lists = ", ".join(f"{short(p)} {s:g}" for p, s in b.told[:5])
        if topic == "trade":
            own = f"{b.low:.0f} to {b.high:.0f} per cent of exports and imports"
        else:
            own = dict(b.told).get(partner)
            own = f"{own:g} per cent" if own is not None else "not among the partners named"
        told.append(
            f"{b.year}: {findings.name(partner)} {own} ({'exports: ' if topic == 'trade' else ''}{lists})"
        )
    tail = ""
    if beside:
        year, share, _ = beside[-1]
        tail = f" By OECD input-output trade: {share:.0f} per cent in {year}."
    return f"{topic.capitalize()} of {findings.name(who)} by its main partners (CIA World Factbook), {'; '.join(told)}.{tail}"


def short(iso: str) -> str:
    """The name of a country, or its code where it is no actor here."""
    try:
        return findings.name(iso)
    except UnknownActorError:
        return iso


def _rows(bench: Bench, who: str, topic: str, found: Sequence[Bounds]) -> tuple[EvidenceRows, ...]:
    evidence = []
    wanted = partners.FLOWS if topic == "trade" else (topic,)
    version = bench.source(SOURCE).version
    for flow in wanted:
        for b in found:
            query = (
                f"SELECT year, partner, rank, share FROM {partners.TABLE} WHERE reporter = '{who}' AND flow = '{flow}' "
                f"AND year = {b.year} ORDER BY rank"
            )
            rows = (
                partners.order(bench, who, flow, b.year)
                .sort("rank")
                .select("year", "partner", "rank", "share")
            )
            evidence.append(EvidenceRows(SOURCE, version, query, tuple(rows.to_dicts())))
    return tuple(evidence)
