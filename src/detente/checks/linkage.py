"""Linkage: "A's growth is linked with B's", "A and B are among one another's largest partners".

Growth: the correlation of yearly growth and its partial form net of the world's growth, two sources
where there are two, each ranked among all pairs over the same years. Partners: the rank in trade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.checks import dependence, findings, pictures
from detente.checks.entities import Entity, entity
from detente.inference import association, placebo, thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import capability, words
from detente.model import Chart, Claim, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "linkage"
_ROLLING_YEARS = 15


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that two economies are linked."""
    end = min(claim.period.end or 0, context.latest)
    one, two = claim.role("subject"), claim.role("object")
    a = entity(bench, one, end) if one else None
    b = entity(bench, two, end) if two else None
    if a is None or b is None:
        return findings.simple("insufficient_evidence", "The claim names no two economies.")
    if claim.direction == "top_partner" or claim.details.get("rank"):
        return _partners(claim, bench, context, a, b)
    return _growth(claim, bench, a, b, end, context.latest)


def _partners(claim: Claim, bench: Bench, context: Context, a: Entity, b: Entity) -> Finding:
    start, end = claim.period.start or 0, claim.period.end or 0
    rank = int(claim.details.get("rank") or 5)
    specifications, told, late = [], [], 0
    rows: tuple[EvidenceRows, ...] = ()
    mutual = claim.facets.exchange.mutual
    # "X was Y's leading partner" speaks of Y's trade alone.
    for who, partner in ((a, b), (b, a)) if mutual else ((b, a),):
        found = dependence.shares(bench, who, "trade", start, end, context.latest)
        if found is None:
            continue
        held = found.rank(partner.codes)
        late = max(late, found.late)
        specifications.append(Specification(
            "trade", found.source, f"rank of {partner.name} among the partners of {who.name}",
            _span(found), "all partners", "rank", float(held),
            direction=1 if held <= rank else -1, significant=True,
            note=f"{found.share(partner.codes):.1f} per cent of trade",
        ))  # fmt: skip
        years = _span(found) if found.first == found.last else f"mean of {_span(found)}"
        told.append(
            f"{partner.name} ranked {held} in the trade of {who.name} "
            f"({found.share(partner.codes):.1f} per cent, {years})"
        )
        rows += dependence._rows(bench, who, [found])
    if len(specifications) < (2 if mutual else 1):
        return findings.simple("insufficient_evidence", "No trade figures cover both states in these years.")
    signs = [s.direction for s in specifications]
    label: Label = "supported" if min(signs) > 0 else "contradicted" if max(signs) < 0 else "partly_supported"
    if mutual and label == "partly_supported":
        label = "contradicted"
    grade: Grade = "moderate" if late else "high"
    reasons = ("ranks from one source",) + ((f"the source ends {late} years early",) if late else ())
    return Finding(
        label, grade, reasons, "; ".join(told) + ".",
        effect=findings.effect(specifications[0]),
        specifications=tuple(specifications),
        would_change=(f"It would turn with ranks on the other side of {rank}.",),
        counter_reading="A low rank in goods may hide services, finance or transit.",
        evidence=rows,
        limits=findings.limits(bench, ("cow-trade",), start, end),
        citations=findings.citations(bench, ("cow-trade",)),
        chart=pictures.line(bench, "trade_share", a, b, start, end, f"{'; '.join(told)}", context.latest),
    )  # fmt: skip


def _span(found: dependence.Shares) -> str:
    """The years a share is the mean of."""
    return str(found.last) if found.first == found.last else f"{found.first}-{found.last}"


def _pool(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """The correlation of every pair of states."""
    return association.all_pairs(values)[np.triu_indices(values.shape[1], 1)].astype(np.float32)


def _growth(claim: Claim, bench: Bench, a: Entity, b: Entity, end: int, latest: int) -> Finding:
    start = claim.period.start or 0
    if not claim.period.stated and claim.details.get("taken"):
        start = min(start, end - thresholds.LINK_SPAN_YEARS + 1)
    if end - start < thresholds.FEWEST_GROWTH_YEARS:
        start = end - 19  # a correlation needs about twenty years
    specifications, sources = [], []
    for source in ("wdi", "pwt"):
        series = capability.economy(bench, "growth", source)
        first, last = max(start, series.first_year), min(end, series.last_year)
        if last - first < 10:
            continue
        block = series.values[first - series.first_year : last - series.first_year + 1]
        if np.isfinite(block).any(axis=0).sum() < thresholds.FEWEST_GROWTH_STATES:
            continue
        world = np.nanmedian(block, axis=1)
        filled = np.where(np.isfinite(block), block, world[:, None])
        net = np.where(np.isfinite(block), association.residuals(filled, world), np.nan)
        designs = [
            ("growth correlation", first, block),
            ("growth correlation net of the world's", first, net),
        ]
        designs += _net_of_oil(bench, first, block, world)
        for name, begun, values in designs:
            mine, yours = (capability.mean_of(values, w.positions) for w in (a, b))
            found = association.correlation(mine, yours)
            if found is None:
                continue
            pool = bench.recent(("growth", source, name, begun, last), lambda values=values: _pool(values))
            percentile = placebo.percentile(found.value, pool)
            sign = 1 if found.value > 0 else -1
            clear = (
                found.low > 0
                and found.value >= thresholds.SMALLEST_CORRELATION
                and percentile >= thresholds.PLACEBO_PERCENTILE
            )
            none = found.high < thresholds.SMALLEST_CORRELATION or (
                found.value < thresholds.SMALLEST_CORRELATION and percentile < thresholds.OUTER_QUARTER
            )
            specifications.append(Specification(
                "economy", source, name, f"{begun}-{last}", "all pairs of states", "correlation", found.value,
                found.low, found.high, percentile, direction=1 if clear else -1 if none else 0,
                significant=clear or none, note=f"{found.n} years" + ("" if sign > 0 else ", negative"),
            ))  # fmt: skip
            sources.append(source)
    if not specifications:
        return findings.simple("insufficient_evidence", "No growth figures cover both states long enough.")
    yes = sum(s.direction > 0 for s in specifications)
    no = sum(s.direction < 0 for s in specifications)
    label: Label = "insufficient_evidence"
    if yes and not no and 2 * yes >= len(specifications):
        label = "supported"
    elif no and not yes and 2 * no >= len(specifications):
        label = "contradicted"
    elif yes and no:
        label = "contested"
    if claim.direction == "unlinked" or claim.details.get("negated"):
        label = negated_label(label)
    lead = max(specifications, key=lambda s: abs(s.estimate or 0))
    reason = (
        f"Growth of {a.said} and {b.said}: correlation {words.amount(round(specifications[0].estimate or 0.0, 2))} "
        f"({specifications[0].window}), rank {specifications[0].placebo_percentile:.0f} of 100 among all pairs; "
        f"{yes} of {len(specifications)} specifications show a link."
    )
    return Finding(
        label, "moderate" if label in ("supported", "contradicted") else "low",
        (f"{yes} of {len(specifications)} specifications show a link, {no} show none", "moving together is not yet dependence"),
        reason,
        effect=findings.effect(lead),
        specifications=tuple(s for s in (*specifications, _trade_share(bench, a, b, end, latest)) if s),
        would_change=("It would turn if the correlation left the top tenth of all pairs or fell below 0.2.",),
        counter_reading="Two economies may move together because a third, or the oil price, moves both.",
        evidence=_rows(bench, a, b, start, end, tuple(dict.fromkeys(sources))),
        limits=findings.limits(bench, dict.fromkeys(sources), start, end),
        citations=findings.citations(bench, dict.fromkeys(sources)),
        chart=_chart(bench, a, b, start, end, specifications[0]),
    )  # fmt: skip


def _net_of_oil(
    bench: Bench, first: int, block: np.ndarray, world: np.ndarray
) -> list[tuple[str, int, np.ndarray]]:
    """The growth block net of the world's growth and the change of the oil price, where both are known."""
    start, price = capability.oil_price_change(bench)
    begun, last = max(first, start), min(first + len(block), start + len(price)) - 1
    if last - begun + 1 < thresholds.FEWEST_GROWTH_YEARS or last < first + len(block) - 1:
        return []
    rows = slice(begun - first, last - first + 1)
    control = np.column_stack([world[rows], price[begun - start : last - start + 1]])
    cut = block[rows]
    filled = np.where(np.isfinite(cut), cut, control[:, :1])
    net = np.where(np.isfinite(cut), association.residuals(filled, control), np.nan)
    return [("growth correlation net of the world's and the oil price", begun, net)]


def _trade_share(bench: Bench, a: Entity, b: Entity, end: int, latest: int) -> Specification | None:
    """What part of a's trade b holds: context for a link, never a vote on it."""
    found = dependence.shares(bench, a, "trade", end - 4, end, latest)
    if found is None:
        return None
    return Specification(
        "trade", found.source, f"share of {b.name} in the trade of {a.name}", f"{found.first}-{found.last}",
        "all partners", "per cent", round(found.share(b.codes), 2), note=f"rank {found.rank(b.codes)}; context only",
    )  # fmt: skip


def _points(bench: Bench, a: Entity, b: Entity, start: int, end: int, source: str) -> list[dict]:
    series = capability.economy(bench, "growth", source)
    first, last = max(start, series.first_year), min(end, series.last_year)
    rows = []
    for who in (a, b):
        for year, value in zip(range(first, last + 1), series.at(who.positions[0], first, last), strict=True):
            if np.isfinite(value):
                rows.append({"year": year, "state": who.name, "growth": round(float(value), 2)})
    return rows


def _rows(
    bench: Bench, a: Entity, b: Entity, start: int, end: int, sources: tuple[str, ...]
) -> tuple[EvidenceRows, ...]:
    return tuple(
        EvidenceRows(s, bench.source(s).version,
                     f"SELECT year, iso3, growth FROM economy WHERE source = '{s}' AND iso3 IN ('{a.id}', '{b.id}') "
                     f"AND year BETWEEN {start} AND {end} AND growth IS NOT NULL ORDER BY iso3 = '{b.id}', year "
                     "-- growth rounded, per cent a year", tuple(_points(bench, a, b, start, end, s)))
        for s in sources
    )  # fmt: skip


def _chart(bench: Bench, a: Entity, b: Entity, start: int, end: int, lead: Specification) -> Chart:
    """Both growth series, their rolling correlation over that of all pairs, and one against the other."""
    source = lead.source
    origin = bench.source(source)
    series = capability.economy(bench, "growth", source)
    first, last = max(start, series.first_year), min(end, series.last_year)
    growth, rolled = "Growth, per cent a year", f"Correlation over {_ROLLING_YEARS} years"
    points = [
        {"year": p["year"], "line": p["state"], "panel": growth, "value": p["growth"]}
        for p in _points(bench, a, b, start, end, source)
    ]
    early = max(first - _ROLLING_YEARS + 1, series.first_year)
    one, two = (series.at(w.positions[0], early, last) for w in (a, b))
    for year, value in zip(
        range(early, last + 1), association.rolling(one, two, _ROLLING_YEARS), strict=True
    ):
        if year >= first and np.isfinite(value):
            low, high = _all_pairs(bench, source, year)
            points.append({"year": year, "line": "correlation", "panel": rolled, "value": round(float(value), 3),
                           "low": low, "high": high})  # fmt: skip
    against = "One against the other, year by year"
    begun = first - early
    both = [
        {"panel": against, "when": first + k, "one": round(float(x), 2), "two": round(float(y), 2)}
        for k, (x, y) in enumerate(zip(one[begun:], two[begun:], strict=True))
        if np.isfinite(x) and np.isfinite(y)
    ]
    beneath = [{
        "form": "scatter", "title": against,
        "encoding": {"x": {"field": "one", "title": f"Growth of {a.said}", "unit": "per cent a year"},
                     "y": {"field": "two", "title": f"Growth of {b.said}", "unit": "per cent a year"},
                     "label": "when", "diagonal": "alike"},
    }]  # fmt: skip
    title = f"Growth of {a.said} and {b.said}: correlation {words.amount(round(lead.estimate or 0.0, 2))}, {lead.window}"
    if lead.placebo_percentile is not None:
        rank = min(max(round(lead.placebo_percentile), 1), 99)
        title += f", higher than between {rank} of 100 pairs"
    return Chart(
        "lines", title, (*points, *both),
        {"x": {"field": "year", "title": "Year"}, "y": {"field": "value", "title": growth},
         "series": "line", "panel": "panel", "placebo_low": "low", "placebo_high": "high", "beneath": beneath},
        f"{origin.title} {origin.version}",
        f"Yearly growth of {a.said} and {b.said}, {first}-{last}, its correlation over {_ROLLING_YEARS} years "
        "with a band that holds nine in ten of all pairs, and one against the other.",
    )  # fmt: skip


def _all_pairs(bench: Bench, source: str, year: int) -> tuple[float | None, float | None]:
    """Where nine in ten of all pairs' correlations over the years to this one lie."""

    def make() -> tuple[float | None, float | None]:
        series = capability.economy(bench, "growth", source)
        block = series.values[year - _ROLLING_YEARS + 1 - series.first_year : year + 1 - series.first_year]
        found = association.all_pairs(block)[np.triu_indices(block.shape[1], 1)]
        found = found[np.isfinite(found)]
        if len(found) < thresholds.FEWEST_PLACEBOS:
            return None, None
        low, high = np.percentile(found, [5, 95])
        return round(float(low), 3), round(float(high), 3)

    return bench.memo(("rolling correlations", source, year), make)
