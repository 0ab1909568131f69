"""Order: "alignments are based on ideology", "ideology gave way to trade", "from regional to international".

Who is tied to whom (pacts, arms, deeds, rivalry, force) is explained, period by period, by three
layers: the voting bloc (nearness of ideal points in the UN), trade (above what size gives) and the
region (nearness on the map). A layer's share is its part of the explained variance, averaged over
all orders of entry, with an interval from resampling states. A claim names one layer that rules or
two of which one gives way to the other. Likeness of regime is not among the layers: no source of it
may be shipped; voting blocs stand in for ideology and the card says so.
Sources: Lindeman, Merenda and Gold 1980 (shares); Snijders and Borgatti 1999, Connections 22(2) (resampling).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import camps, findings
from detente.english import capital
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.model import Chart, Claim, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "order"
LAYERS = ("voting bloc", "trade", "region")
_SOURCES = ("un-ideal-points", "cow-trade", "cepii-distance", *camps.SOURCES)
_DRAWS, _SEED = 50, 20170315
_FIRST, _LAST = 1950, 2014  # where votes, trade and ties are all covered


@dataclass(frozen=True)
class Decade:
    """Shares of the layers (summing to 1) in one span of years, with draws (draws, layers) behind them."""

    first: int
    last: int
    shares: tuple[float, ...]
    draws: NDArray[np.float64]
    explained: float
    pairs: int

    def interval(self, layer: int) -> tuple[float, float]:
        """95 per cent interval of one layer's share."""
        low, high = np.percentile(self.draws[:, layer], [2.5, 97.5])
        return float(low), float(high)


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim about what orders the ties between states."""
    start, end = claim.period.start or 0, min(claim.period.end or 0, context.latest)
    asked = claim.facets.ordering
    old, new = (None if name is None else LAYERS.index(name) for name in (asked.rules, asked.gives_way_to))
    if old is None and new is None:
        return findings.simple(
            "insufficient_evidence",
            "The claim does not say which layer (bloc, trade, region) orders the ties between states.",
            reasons=("no layer named",),
        )
    shifting = old is not None and (new is not None or asked.worldwide)
    spans = _spans(start, end, shifting)
    decades = [d for s in spans if (d := decade(bench, *s, context.latest)) is not None]
    if not decades or (shifting and len(decades) < 2):
        return findings.simple(
            "insufficient_evidence", "Votes, trade and ties do not cover enough of the period together."
        )
    layer = old if old is not None else new
    if shifting:
        label, grade, reasons, specifications = _shift(decades, old, new)
    else:
        assert layer is not None
        label, grade, reasons, specifications = _rule(decades, layer)
    if label == "contradicted" and not shifting and layer == 0 and asked.ideology:
        label, grade = "insufficient_evidence", "very_low"
        reasons = (*reasons, "votes in the UN stand in for ideology and are too weak to contradict it")
    if claim.details.get("negated"):
        label = negated_label(label)
    told = "; ".join(
        f"{decades[d].first}-{decades[d].last}: " + _shares(decades[d])
        for d in dict.fromkeys((0, len(decades) - 1))
    )
    return Finding(
        label,
        grade,
        (*reasons, "one way of explaining ties, three layers"),
        f"Shares of what the three layers explain of the ties between states: {told}. {capital(reasons[0])}.",
        effect=findings.effect(specifications[0]),
        specifications=tuple(specifications),
        would_change=(
            "It would turn if the layer's share lay on the other side with its interval off the next.",
        ),
        counter_reading=f"All three layers explain {100 * decades[-1].explained:.0f} per cent of the "
        f"variance of ties in {decades[-1].first}-{decades[-1].last}; most of it has other grounds.",
        evidence=_rows(bench, decades),
        limits=(
            "No shippable source of regime likeness is held; voting blocs in the UN stand in for ideology.",
            *findings.limits(bench, [s for s in _SOURCES if s in bench.atlas.sources], start, end),
        ),
        citations=findings.citations(bench, [s for s in _SOURCES if s in bench.atlas.sources]),
        chart=_chart(decades),
    )


def decade(bench: Bench, first: int, last: int, latest: int) -> Decade | None:
    """Shares of the three layers in first..last; None where fewer than 300 pairs are covered by all."""
    return bench.memo(("order", first, last, latest), lambda: _decade(bench, first, last, latest))


def _decade(bench: Bench, first: int, last: int, latest: int) -> Decade | None:
    tie = camps.ties(bench, first, last, latest)[:-1].astype(float)
    votes = _mean(bench.cube("un_ideal_distance").window(first, min(last, latest)))
    trade = _mean(bench.cube("trade_intensity").window(first, min(last, latest)))
    x = np.column_stack([-votes, trade, -_log_distance(bench)])
    use = np.isfinite(x).all(axis=1) & np.isfinite(tie)
    if use.sum() < thresholds.ORDER_FEWEST_PAIRS:
        return None
    one, two = (e[use] for e in bench.index.ends)
    rng = np.random.default_rng(_SEED)
    states = np.unique(np.r_[one, two])
    weight = np.ones((_DRAWS + 1, len(one)))  # the pairs as they are, then draws of states
    for draw in weight[1:]:
        count = np.bincount(rng.choice(states, size=len(states)), minlength=bench.index.size)
        draw[:] = count[one] * count[two]
    shares, explained = _importance(np.column_stack([x[use], tie[use]]), weight)
    return Decade(first, last, tuple(shares[0].tolist()), shares[1:], float(explained[0]), int(use.sum()))


def _importance(
    data: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Shapley shares `[draws, layers]` of the explained variance of the last column, and that variance.

    `weight` is `[draws, rows]`: every draw weighs the rows of `data` in its own way.
    """
    k = data.shape[1] - 1
    data = data - data.mean(axis=0)
    one, two = np.triu_indices(k + 1)
    total = weight.sum(axis=1, keepdims=True)
    mean = weight @ data / total
    covariance = np.empty((len(weight), k + 1, k + 1))
    covariance[:, one, two] = weight @ (data[:, one] * data[:, two]) / total - mean[:, one] * mean[:, two]
    covariance[:, two, one] = covariance[:, one, two]
    spread = np.maximum(covariance[:, k, k], 1e-300)
    explained: dict[tuple[int, ...], NDArray[np.float64]] = {(): np.zeros(len(weight))}
    for size in range(1, k + 1):
        for subset in combinations(range(k), size):
            inner, outer = covariance[:, subset][:, :, subset], covariance[:, subset, k]
            explained[subset] = np.einsum("di,dij,dj->d", outer, np.linalg.pinv(inner), outer) / spread
    shares = np.zeros((len(weight), k))
    for layer in range(k):
        rest = [j for j in range(k) if j != layer]
        for size in range(k):
            for subset in combinations(rest, size):
                part = factorial(size) * factorial(k - size - 1) / factorial(k)
                shares[:, layer] += part * (explained[tuple(sorted((*subset, layer)))] - explained[subset])
    whole = explained[tuple(range(k))]
    tied = whole > 1e-9
    return np.where(tied[:, None], shares / np.where(tied, whole, 1.0)[:, None], 1 / k), whole


def _mean(window: NDArray[np.float32]) -> NDArray[np.float64]:
    known = np.isfinite(window[:, :-1])
    count = known.sum(axis=0)
    total = np.where(known, window[:, :-1], 0.0).sum(axis=0)
    return np.where(count >= 2, total / np.maximum(count, 1), np.nan).astype(float)


def _log_distance(bench: Bench) -> NDArray[np.float64]:
    def make() -> NDArray[np.float64]:
        table = bench.atlas.table("distance")
        found = np.full(bench.index.pairs + 1, np.nan)
        ids = {*table["iso3_1"].unique().to_list(), *table["iso3_2"].unique().to_list()}
        place = {i: bench.place(i) for i in sorted(ids)}
        i, j = (np.array([place[x] for x in table[c].to_list()]) for c in ("iso3_1", "iso3_2"))
        keep = (i >= 0) & (j >= 0) & (i != j)
        found[bench.index.pair(i[keep], j[keep])] = np.log(table["km"].to_numpy()[keep] + 1.0)
        return found[:-1]

    return bench.memo("log distance", make)


def _spans(start: int, end: int, shifting: bool) -> list[tuple[int, int]]:
    """Decades that touch the period; for a shift, at least the two decades before it as well."""
    first = max(_FIRST, start - 20 if shifting else start)
    last = min(max(end, first + 9), _LAST)
    spans = [(y, min(y + 9, _LAST)) for y in range(first, last + 1, 10) if min(y + 9, _LAST) - y >= 4]
    return [s for s in spans if s[1] >= start or shifting] if start <= _LAST - 4 else []


Judged = tuple[Label, Grade, tuple[str, ...], list[Specification]]


def _rule(decades: list[Decade], layer: int) -> Judged:
    """Whether one layer is the largest, with its interval above the next, in most of the decades."""
    specifications, ahead, behind = [], 0, 0
    for d in decades:
        others = np.delete(d.draws, layer, axis=1).max(axis=1)
        low, high = np.percentile(d.draws[:, layer] - others, [2.5, 97.5])
        sign = 1 if low > 0 else -1 if high < 0 else 0
        ahead, behind = ahead + (sign > 0), behind + (sign < 0)
        specifications.append(_specification(d, layer, sign))
    thin = all(d.explained < thresholds.ORDER_LEAST_SHARE for d in decades)
    reason = f"the {LAYERS[layer]} is the first layer in {ahead} of {len(decades)} decades, not in {behind}"
    if thin:
        return (
            "insufficient_evidence",
            "very_low",
            ("the layers explain next to nothing of the ties", reason),
            specifications,
        )
    if 3 * ahead >= 2 * len(decades) and not behind:
        return "supported", "moderate" if ahead == len(decades) else "low", (reason,), specifications
    if 3 * behind >= 2 * len(decades) and not ahead:
        return "contradicted", "low", (reason,), specifications
    return "insufficient_evidence", "very_low", (reason,), specifications


def _shift(decades: list[Decade], old: int | None, new: int | None) -> Judged:
    """Whether the old layer's share fell (and the new one's rose) from the first decade to the last."""
    first, last = decades[0], decades[-1]
    n = min(len(first.draws), len(last.draws))
    signs, specifications, told = [], [], []
    for layer, wanted in ((old, -1), (new, 1)):
        if layer is None:
            continue
        change = last.draws[:n, layer] - first.draws[:n, layer]
        low, high = (float(v) for v in np.percentile(change, [2.5, 97.5]))
        estimate = last.shares[layer] - first.shares[layer]
        sign = (
            wanted
            if low * wanted > 0 and high * wanted > 0
            else -wanted
            if low * wanted < 0 and high * wanted < 0
            else 0
        )
        signs.append(sign * wanted)
        told.append(
            f"the share of the {LAYERS[layer]} changed by {100 * estimate:+.0f} points "
            f"({100 * low:+.0f} to {100 * high:+.0f})"
        )
        specifications.append(
            Specification(
                "commitment",
                "atop",
                f"share of the {LAYERS[layer]}",
                f"{last.first}-{last.last}",
                f"{first.first}-{first.last}",
                "share of explained variance",
                estimate,
                low,
                high,
                direction=sign * wanted,
                significant=bool(sign),
                note=f"{first.shares[layer]:.2f} to {last.shares[layer]:.2f}",
            )
        )
    reason = " and ".join(told)
    if all(s > 0 for s in signs):
        return "supported", "moderate" if len(signs) == 2 else "low", (reason,), specifications
    if all(s < 0 for s in signs):
        return "contradicted", "low", (reason,), specifications
    if any(s > 0 for s in signs) and any(s < 0 for s in signs):
        return "contested", "low", (reason,), specifications
    if any(s > 0 for s in signs):
        return "partly_supported", "low", (reason,), specifications
    return "insufficient_evidence", "very_low", (reason,), specifications


def _specification(d: Decade, layer: int, sign: int) -> Specification:
    low, high = d.interval(layer)
    return Specification(
        "commitment",
        "atop",
        f"share of the {LAYERS[layer]}",
        f"{d.first}-{d.last}",
        "the other layers",
        "share of explained variance",
        d.shares[layer],
        low,
        high,
        direction=sign,
        significant=bool(sign),
        note=f"{_shares(d)}; all explain {100 * d.explained:.1f} per cent over {d.pairs:,} pairs",
    )


def _shares(d: Decade) -> str:
    return ", ".join(
        f"{name} {100 * share:.0f} per cent" for name, share in zip(LAYERS, d.shares, strict=True)
    )


def _rows(bench: Bench, decades: list[Decade]) -> tuple[EvidenceRows, ...]:
    rows = tuple(
        {
            "years": f"{d.first}-{d.last}",
            "pairs": d.pairs,
            "explained": round(d.explained, 4),
            **{name: round(share, 4) for name, share in zip(LAYERS, d.shares, strict=True)},
        }
        for d in decades
    )
    query = (
        f"SELECT * FROM atop WHERE year BETWEEN {decades[0].first} AND {decades[-1].last} -- with mid, rivalries, arms and "
        "events: these ties of all pairs on nearness of ideal points, trade intensity and -log(km)"
    )
    return (EvidenceRows("atop", bench.source("atop").version, query, rows),)


def _title(decades: list[Decade]) -> str:
    """The layer that explains most, at first and in the end: the finding in a line."""
    said = []
    for d in dict.fromkeys((0, len(decades) - 1)):
        k = int(np.argmax(decades[d].shares))
        years = f"{decades[d].first}-{decades[d].last}"
        said.append(f"{LAYERS[k]}, {100 * decades[d].shares[k]:.0f} per cent in {years}")
    return f"What explains most of the ties between states: {'; '.join(said)}"


def _chart(decades: list[Decade]) -> Chart:
    data = []
    for d in decades:
        for k, name in enumerate(LAYERS):
            low, high = d.interval(k)
            data.append(
                {
                    "decade": d.first,
                    "layer": name,
                    "share": round(d.shares[k], 3),
                    "low": round(low, 3),
                    "high": round(high, 3),
                }
            )
    return Chart(
        "lines",
        _title(decades),
        tuple(data),
        {
            "x": {"field": "decade", "title": "Decade beginning"},
            "y": {"field": "share", "title": "Share of explained variance"},
            "series": "layer",
            "low": "low",
            "high": "high",
        },
        "ATOP, disputes, rivalries, SIPRI arms; UN ideal points; COW trade; CEPII distance",
        "; ".join(f"{d.first}-{d.last}: {_shares(d)}" for d in decades),
    )
