"""Comparisons of how two sides stood: with another pair, with the same two earlier, and likeness of values or interests.

Each family of evidence says which of the two it shows nearer; two families must agree and none speak against, else the finding is
contested or open. Interests in common are read as the field reads them: votes, pacts and memberships. Values in common: the same
class of regime, and votes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import findings, standing
from detente.checks.attributes import regimes, spells
from detente.checks.change import between
from detente.checks.entities import Entity, entity
from detente.checks.typed.questions import ask
from detente.domain import Claim, Period, Relation
from detente.english import listed
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import words
from detente.model import Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_NEAR = {"closer": 1, "better": 1, "greater": 1, "worse": -1, "farther": -1, "less": -1}
_ENMITY = ("mid_hostility", "gml_hostility", "tss_rivalry", "td_rivalry", "diplomatic_events")
_TIES = ("un_ideal_distance", "un_agreement", "trade_intensity", "igo_joint", "arms_share", *_ENMITY)
_OF_DOMAIN: Mapping[str, tuple[str, ...]] = {
    "general": _TIES, "political": _TIES, "territorial": _ENMITY, "military": (*_ENMITY, "arms_share"), "security": _ENMITY,
}  # fmt: skip
_PERMANENT = 5
"""Force and rivalry are seen over so many years up to the claim's last."""
_SMOOTH = 3
_FEWEST_YEARS = 5
_PAST = "before"
"""With what the same two are compared. The best of many years is high: three families must refute "nearer than ever"."""


@dataclass(frozen=True)
class View:
    """What one measure says: the claimed side nearer (+1), farther (-1) or no different (0)."""

    family: str
    measure: str
    source: str
    unit: str
    one: float
    two: float
    sign: int


def with_pair(
    claim: Claim, r: Relation, bench: Bench, context: Context, ids: Sequence[str]
) -> Finding | None:
    """Whether one pair stood nearer (or worse) than another; None for a domain that has its own test."""
    names = _OF_DOMAIN.get(r.domain)
    wanted = _NEAR.get(r.comparison.sign) if r.comparison else None
    start, end = _years(claim, context)
    sides = [entity(bench, i, end) for i in ids]
    if names is None or wanted is None or any(s is None for s in sides):
        return None
    a, b, c, d = (s for s in sides if s is not None)
    views = []
    for name in names:
        first = end - _PERMANENT + 1 if name in _ENMITY and start == end else start
        one, two = (_mean(bench, name, pair, first, end, context.latest) for pair in ((a, b), (c, d)))
        if one is not None and two is not None:
            views.append(_view(bench, name, one, two, wanted))
    said = f"{a.said} and {b.said}", f"{c.said} and {d.said}"
    return _finding(claim, bench, views, said, (start, end))


def with_past(claim: Claim, r: Relation, bench: Bench, context: Context, a: str, b: str) -> Finding | None:
    """Whether two stood nearer (or worse) than in an earlier time: than in every part of it, or than on the whole."""
    names = _OF_DOMAIN.get(r.domain)
    comparison = r.comparison
    then = comparison.than.period if comparison else None
    wanted = _NEAR.get(comparison.sign) if comparison else None
    if names is None or comparison is None or then is None or wanted is None or not then.known:
        return None
    if not comparison.every:
        return _since(claim, then, wanted, bench, context, (a, b))
    start, end = _years(claim, context)
    one, two = entity(bench, a, end), entity(bench, b, end)
    if one is None or two is None:
        return None
    views = []
    for name in (*names, "pact_level"):
        series = _series(bench, name, (one, two), context.latest)
        own = [v for y, v in series.items() if start - _SMOOTH < y <= end]
        last = then.end if then.end is not None else start - 1
        before = {y: v for y, v in series.items() if (then.start or 0) <= y <= min(last, start - 1)}
        if not own or len(before) < _FEWEST_YEARS or max(series) < start - 1:
            continue
        views.append(_ranked(bench, name, float(np.mean(own)), before, wanted))
    said = _span(start, end), _PAST
    return _finding(claim, bench, views, said, (start, end))


_NEAREST, _NOT_NEAR = 95.0, 80.0
"""Of its own earlier years: nearer than so many of a hundred is nearer than ever; nearer than fewer is not."""


def _since(
    claim: Claim, then: Period, wanted: int, bench: Bench, context: Context, pair: tuple[str, str]
) -> Finding:
    """Nearer than at an earlier time is a change since: held against what other pairs did, as any change is."""
    _, end = _years(claim, context)
    span = {
        "from": str(then.start if then.start is not None else then.end),
        "to": str(end),
        "origin": claim.period.origin,
    }
    changed = claim.model_copy(update={"period": Period.model_validate(span)})
    roles = {"subject": pair[0], "object": pair[1]}
    return ask("trend", changed, bench, context, roles, direction="improve" if wanted > 0 else "worsen")


def _ranked(bench: Bench, name: str, own: float, before: dict[int, float], wanted: int) -> View:
    """One measure against its own past: ranked among all earlier years."""
    measure, way = bench.measures[name], _way(bench, name) * wanted
    past = [
        way * float(np.mean([before[z] for z in range(y - _SMOOTH + 1, y + 1) if z in before]))
        for y in before
    ]
    ahead = 100 * float(np.mean([p < way * own for p in past]))
    abreast = 100 * float(np.mean([p <= way * own for p in past]))
    best = max(past)
    sign = 1 if ahead >= _NEAREST else -1 if abreast < _NOT_NEAR else 0
    return View(measure.family, name, measure.source, measure.unit, own, way * best, sign)


def _years(claim: Claim, context: Context) -> tuple[int, int]:
    end = min(claim.period.end if claim.period.end is not None else context.latest, context.latest)
    return min(claim.period.start if claim.period.start is not None else end, end), end


def _span(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}-{end}"


def _way(bench: Bench, name: str) -> int:
    return int(np.sign(bench.measures[name].closer)) or 1


def _series(bench: Bench, name: str, pair: tuple[Entity, Entity], latest: int) -> dict[int, float]:
    cube = bench.cube(name)
    last = min(cube.last_year, latest)
    own = between(bench.index, cube.window(cube.first_year, last), *pair)
    return {cube.first_year + k: float(v) for k, v in enumerate(own) if np.isfinite(v)}


def _mean(
    bench: Bench, name: str, pair: tuple[Entity, Entity], start: int, end: int, latest: int
) -> float | None:
    """Mean over the years that the measure covers; a measure that ends long before says nothing."""
    series = _series(bench, name, pair, latest)
    own = [v for y, v in series.items() if start <= y <= end]
    late = end - min(bench.cube(name).last_year, latest)
    if not own or late > max(thresholds.NEAR_COVERAGE_YEARS, (end - start) // 2):
        return None
    return float(np.mean(own))


def _view(bench: Bench, name: str, one: float, two: float, wanted: int) -> View:
    measure = bench.measures[name]
    gap = (one - two) * _way(bench, name)
    clear = abs(gap) >= measure.smallest
    return View(
        measure.family,
        name,
        measure.source,
        measure.unit,
        one,
        two,
        (1 if gap * wanted > 0 else -1) if clear else 0,
    )


def _finding(
    claim: Claim, bench: Bench, views: Sequence[View], said: tuple[str, str], years: tuple[int, int]
) -> Finding:
    if not views:
        return findings.simple("insufficient_evidence", "No source covers both sides of the comparison.")
    signs = {
        f: _of_family([v.sign for v in views if v.family == f])
        for f in dict.fromkeys(v.family for v in views)
    }
    good, bad = ([f for f, s in signs.items() if s == way] for way in (1, -1))
    needed = thresholds.FAMILIES_NEEDED
    label: Label = "insufficient_evidence"
    if len(good) >= needed and not bad:
        label = "supported"
    elif len(bad) >= needed + (said[1] == _PAST) and not good:
        label = "contradicted"
    elif said[1] != _PAST and _enmity(good, bad):
        label = "supported"
    elif said[1] != _PAST and _enmity(bad, good):
        label = "contradicted"
    elif good and bad:
        label = "contested"
    grade: Grade = (
        "very_low" if label == "insufficient_evidence" else "low" if label == "contested" else "moderate"
    )
    if claim.negative:
        label = negated_label(label)
    told = [f"{listed(good)} bear it out" if good else "", f"{listed(bad)} show the opposite" if bad else ""]
    reason = "; ".join(filter(None, told)) or "No family of evidence tells the two apart"
    sources = tuple(dict.fromkeys(v.source for v in views))
    return Finding(
        label, grade, (f"{len(good)} families for, {len(bad)} against",),
        f"{reason[0].upper()}{reason[1:]} ({said[0]} against {said[1]}).",
        specifications=tuple(_specification(v, said, years, claim.negative) for v in views),
        would_change=("It would turn if the families that speak for it spoke against it.",),
        counter_reading="Nearer by these measures is not warmer: they count deeds, votes and goods.",
        limits=findings.limits(bench, sources, *years), citations=findings.citations(bench, sources),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip


_FORCE = frozenset(("coercion", "diplomacy", "events"))


def _enmity(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two families of enmity speak one way and only what states share with many the other."""
    return len(_FORCE & set(one)) >= thresholds.FAMILIES_NEEDED and not _FORCE & set(other)


def _of_family(signs: Sequence[int]) -> int:
    return 1 if max(signs) > 0 and min(signs) >= 0 else -1 if min(signs) < 0 and max(signs) <= 0 else 0


def _specification(v: View, said: tuple[str, str], years: tuple[int, int], denied: bool) -> Specification:
    return Specification(
        v.family, v.source, v.measure, _span(*years), said[1], v.unit, float(f"{v.one - v.two:.6g}"),
        direction=-v.sign if denied else v.sign, significant=v.sign != 0,
        note=f"{words.named(v.measure)}: {v.one:.3g} against {v.two:.3g}",
    )  # fmt: skip


_INTERESTS = ("commitment", "voting", "institutions")
_SOMEWHAT_NEAR = 60
"""Nearer in votes than so many of a hundred partners: enough beside a like regime."""


def shared(claim: Claim, r: Relation, bench: Bench, context: Context, a: str, b: str) -> Finding | None:
    """Whether two had interests or values in common, by what stands for them in the field; None for another level."""
    wanted = {"close": 1, "friendly": 1, "hostile": -1}.get(r.level or "")
    start, end = _years(claim, context)
    one, two = entity(bench, a, end), entity(bench, b, end)
    if wanted is None or one is None or two is None:
        return None
    levels = standing.levels(bench, one, two, start, end, context.latest)
    kept = _INTERESTS if r.domain == "interests" else ("voting",)
    views = [
        View(x.family, x.measure, bench.measures[x.measure].source if x.measure in bench.measures else "atop",
             bench.measures[x.measure].unit if x.measure in bench.measures else "share of years", x.value, 0.0, x.sign * wanted)
        for x in levels if x.family in kept
    ]  # fmt: skip
    if r.domain == "values":
        same = _same_regime(bench, a, b, claim, context)
        if same is None:
            return findings.simple("insufficient_evidence", "No index classes the regimes of both.")
        views.append(
            View(
                "regimes",
                "class of regime",
                "regime-types",
                "same (1) or not (-1)",
                same,
                0.0,
                int(same) * wanted,
            )
        )
        far = [v for v in views if v.family == "voting" and v.sign == -1]
        views = [v for v in views if v.family != "voting" or v.sign] if not far else views
        if same > 0 and not any(v.family == "voting" for v in views):
            views.append(_even(levels, wanted))
    return _finding(claim, bench, views, (_span(start, end), "all partners of both"), (start, end))


def _even(levels: Sequence[standing.Level], wanted: int) -> View:
    """Votes nearer than those of most pairs, where none of the measures puts the two among the nearest fifth."""
    ranks = [x.percentile for x in levels if x.family == "voting" and x.percentile is not None]
    middle = float(np.median(ranks)) if ranks else 0.0
    return View("voting", "un_ideal_distance", "un-ideal-points", "rank of 100 partners", middle, 50.0,
                wanted if middle >= _SOMEWHAT_NEAR else 0)  # fmt: skip


def _same_regime(bench: Bench, a: str, b: str, claim: Claim, context: Context) -> float | None:
    years = spells.span(claim.period, context.latest)
    labels = [regimes.test(who, "democracy", years, bench).label for who in (a, b)]
    if labels == ["supported", "supported"]:
        return 1.0
    return -1.0 if set(labels) == {"supported", "contradicted"} else None
