"""Threat: "group G is growing (receding, present) in place P", "terrorism in P rose".

Read as what can be counted: battle deaths of the group in the place by year, with UCDP's low and high
estimates, and the conflicts it is listed in. A rise is half as much again between the first and the last
part of the period, beyond what the estimates' own range could make, in most designs, and in an order of
years that chance would seldom give. Fewer than 25 deaths a year are not listed, so absence from the
list never shows that nobody is there. Who stands behind a group is not in these data.
A state that threatens another is put to the tests of disputes and rivalry.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from detente import actors
from detente.checks import findings
from detente.checks.entities import entity, members
from detente.checks.sides import menaced_years
from detente.english import capital
from detente.inference import placebo, thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import conflict
from detente.measures.conflict import Deaths
from detente.model import Chart, Claim, Effect, EvidenceRows, Finding, Grade, Label, Role, Specification

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "threat"
_MOST_PERMUTED = 7


@dataclass(frozen=True)
class Who:
    """The group (None: any non-state group) and the states it is looked for in (None: anywhere)."""

    group: str | None
    places: tuple[str, ...]
    name: str
    numbers: tuple[int, ...] | None
    seen: int  # the last year evidence may be of


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that a threat rises, recedes or exists."""
    pair = _two_states(claim)
    if pair:
        return _between_states(claim, bench, context, *pair)
    subject = claim.role("subject")
    if subject is not None and not subject.startswith("group:"):
        other = claim.role("object") or claim.role("place")
        if actors.get(subject).kind == "state" and other is not None and other != subject:
            return _between_states(claim, bench, context, subject, other)
        if actors.get(subject).kind != "state":
            return findings.simple(
                "insufficient_evidence", "No source counts the fighting of such a group of states."
            )
    who = _who(bench, claim, context.latest)
    if who is None:
        return findings.simple(
            "insufficient_evidence", "The claim names neither an armed group nor a place to look at."
        )
    start, end, stated = _years(claim, context.latest)
    finding = (
        _present(claim, bench, who, start, end)
        if claim.direction not in ("rise", "fall")
        else _moved(claim, bench, who, start, end, stated)
    )
    return _with_sponsors(claim, finding)


def _two_states(claim: Claim) -> tuple[str, str] | None:
    """Who threatens whom, where two states are named and no armed group: each is as near to the other."""
    grouped = any(r.id.startswith(("group:", "bloc:", "org:")) for r in claim.actors)
    if grouped or claim.facets.violence.armed_groups:
        return None
    states = list(
        dict.fromkeys(
            r.id for r in claim.actors if ":" not in r.id and r.role in ("subject", "object", "place")
        )
    )
    return (states[0], states[1]) if len(states) == 2 else None


def _years(claim: Claim, latest: int) -> tuple[int, int, bool]:
    start, end = claim.period.start or latest, min(claim.period.end or latest, latest)
    unstated = (
        end - start == thresholds.UNSTATED_SPAN_YEARS - 1 and claim.period.stated is None
    )  # as `entities.settle_period` gives
    if unstated or (start == end and claim.direction in ("rise", "fall")):
        return end - thresholds.UNSTATED_SPAN_YEARS + 1, end, False
    return start, end, True


def _who(bench: Bench, claim: Claim, latest: int) -> Who | None:
    group = next((r.id for r in claim.actors if r.id.startswith("group:")), None)
    named = [*claim.roles("place"), *claim.roles("object")]
    named += [] if group else [i for i in claim.roles("subject") if not i.startswith("group:")]
    places: list[str] = []
    for name in named:
        if name.startswith("group:"):
            continue
        year = claim.period.end or 0
        places += [name] if actors.get(name).kind == "state" else members(bench, name, year)
    numbers = tuple(sorted({n for p in places if (n := actors.gwcode(p) or actors.ccode(p)) is not None}))
    if group is None and not numbers:
        return None
    what = findings.name(group) if group else "non-state groups"
    where = f" in {findings.name(named[0])}" if places else ""
    return Who(group, tuple(places), what + where, numbers or None, latest)


def _with_sponsors(claim: Claim, finding: Finding) -> Finding:
    """Allegations of sponsorship in the same sentence: said to be untested, and the grade lowered."""
    others = claim.roles("third")
    if not others:
        return finding
    names = " and ".join(findings.name(o) for o in others)
    limit = f"Whether {names} stand behind it is not tested: no source used here records sponsorship."
    grade: Grade = "low" if finding.grade in ("high", "moderate") else finding.grade
    reasons = (*finding.grade_reasons, "the alleged support is not testable here")
    return replace(finding, grade=grade, grade_reasons=reasons, limits=(limit, *finding.limits))


def _between_states(claim: Claim, bench: Bench, context: Context, subject: str, other: str) -> Finding:
    from detente.checks import level, trend

    mentions = {r.id: r.mention for r in claim.actors}
    roles = (
        Role(subject, "subject", mentions.get(subject, "")),
        Role(other, "object", mentions.get(other, "")),
    )
    if claim.direction in ("rise", "fall"):
        direction = "worsen" if claim.direction == "rise" else "improve"
        return trend.check(
            replace(claim, kind="trend", actors=roles, topic="conflict", direction=direction), bench, context
        )
    found = level.check(
        replace(claim, kind="level", actors=roles, topic="conflict", direction="hostile"), bench, context
    )
    return _with_threats(claim, bench, found, subject, other, context.latest)


def _with_threats(
    claim: Claim, bench: Bench, found: Finding, subject: str, other: str, latest: int
) -> Finding:
    """The finding on hostility, held to the years with threats, shows or uses of force between the two."""
    start, end = claim.period.start or 0, min(claim.period.end or 0, latest)
    a, b = entity(bench, subject, end), entity(bench, other, end)
    last = min(end, bench.cube("mid_hostility").last_year)
    if a is None or b is None or last < start:
        return found
    years = menaced_years(bench, a, b, start, last)
    if not years or (
        found.label in ("supported", "partly_supported", "ill_posed") and not claim.details.get("negated")
    ):
        return found
    often = len(years) >= thresholds.MENACED_SHARE * (last - start + 1)
    label: Label = "supported" if often else "partly_supported"
    if claim.details.get("negated"):
        label = negated_label(label)
    told = f"threats, shows or uses of force in {len(years)} of the years {start}-{last}"
    specification = Specification(
        "coercion", "cow-mid", "years with a threat or use of force", f"{start}-{last}", "none", "years",
        float(len(years)), direction=1, significant=often, note=f"{years[0]}-{years[-1]}",
    )  # fmt: skip
    return replace(
        found, label=label, grade="moderate" if often else "low", grade_reasons=(told, *found.grade_reasons),
        reason=f"{findings.name(subject)} and {findings.name(other)}: {told}.",
        specifications=(specification, *found.specifications),
    )  # fmt: skip


def _moved(claim: Claim, bench: Bench, who: Who, start: int, end: int, stated: bool) -> Finding:
    wanted = 1 if claim.direction == "rise" else -1
    series = conflict.deaths(bench, who.group, who.numbers)
    last = min(end, series.last_year)
    late = end - last
    first = max(start if start < last else last - thresholds.UNSTATED_SPAN_YEARS + 1, series.first_year)
    cut = series.at(first, last)
    if late > thresholds.NEAR_COVERAGE_YEARS or last - first < 1 or cut.best.sum() < conflict.THRESHOLD:
        return _unlisted(bench, who, start, end)
    specifications = designs(cut, wanted, conflict.everybody(bench), series)
    label, grade, reasons = verdict(specifications, len(cut.best))
    if claim.details.get("negated"):
        label = negated_label(label)
    if not stated:
        reasons = (*reasons, f"the five years {first}-{last} were taken")
    if late and grade == "moderate":
        grade, reasons = "low", (*reasons, f"the source ends {late} years before the claim")
    peak = first + int(cut.best.argmax())
    reason = (
        f"Battle deaths, {who.name}: {_told(cut, 0)}, {_told(cut, len(cut.best) - 1)}; "
        f"most in {peak} ({cut.best.max():,.0f})."
    )
    return _finding(bench, claim, who, label, grade, reasons, reason, specifications, series, first, last)


def _told(cut: Deaths, k: int) -> str:
    return f"{cut.best[k]:,.0f} ({cut.low[k]:,.0f} to {cut.high[k]:,.0f}) in {cut.first_year + k}"


def designs(
    cut: Deaths, wanted: int, others: NDArray[np.float64], series: Deaths
) -> tuple[Specification, ...]:
    """Specifications of "deaths rose (wanted +1) or fell (-1) over these years".

    `cut` is the period; `others` (years, dyads) are the placebos on the years of `series`.
    """
    n = len(cut.best)
    part = max(1, n // 3) if n < 6 else max(2, n // 3)
    offset = cut.first_year - series.first_year
    found = []
    for name, head, tail in (
        ("first part against last", slice(0, part), slice(n - part, n)),
        ("first year against last", slice(0, 1), slice(n - 1, n)),
        ("first half against second", slice(0, n // 2), slice(n - n // 2, n)),
    ):
        means = [[float(values[s].mean()) for s in (head, tail)] for values in (cut.best, cut.low, cut.high)]
        best, low, high = means
        estimate = conflict.doublings(*best)
        bounds = conflict.doublings(high[0], low[1]), conflict.doublings(low[0], high[1])
        window = others[offset : offset + n]
        before, after = window[head].mean(axis=0), window[tail].mean(axis=0)
        busy = (before > 0) | (after > 0)
        pool = np.log2((after[busy] + conflict.THRESHOLD) / (before[busy] + conflict.THRESHOLD))
        rank = placebo.percentile(estimate, pool.astype(np.float32))
        direction = wanted * (
            1
            if estimate >= thresholds.RISE_DOUBLINGS
            else -1
            if estimate <= -thresholds.RISE_DOUBLINGS
            else 0
        )
        clear = direction != 0 and (bounds[0] > 0 or bounds[1] < 0)
        found.append(Specification(
            "conflict", "ucdp-brd", f"battle deaths, {name}", _span(cut, tail), _span(cut, head), "doublings",
            estimate, *bounds, rank if wanted > 0 else 100 - rank, direction, clear,
            f"{best[0]:,.0f} to {best[1]:,.0f} deaths a year; range from UCDP's low and high estimates",
        ))  # fmt: skip
    if n >= 4:
        rank_, p = ordered(cut.best)
        direction = wanted * (1 if rank_ > 0 else -1) if p <= thresholds.ORDER_CHANCE else 0
        found.append(Specification(
            "conflict", "ucdp-brd", "battle deaths, order of the years", f"{cut.first_year}-{cut.last_year}",
            "the same years in any order", "Kendall's tau", rank_,
            direction=direction, significant=direction != 0,
            note=f"one-sided p {p:.3f} over the orders of the years",
        ))  # fmt: skip
    return tuple(found)


def _span(cut: Deaths, part: slice) -> str:
    first, last = cut.first_year + part.start, cut.first_year + part.stop - 1
    return str(first) if first == last else f"{first}-{last}"


def ordered(values: NDArray[np.float64]) -> tuple[float, float]:
    """Kendall's tau of values with time, and its one-sided p over the orders of the years.

    Exact up to seven years, by the normal approximation (ties uncorrected) beyond.
    """
    n = len(values)
    i, j = np.triu_indices(n, 1)
    observed = float(np.sign(values[j] - values[i]).sum())
    pairs = n * (n - 1) / 2
    if n <= _MOST_PERMUTED:
        orders = np.array(list(permutations(values)))
        scores = np.sign(orders[:, j] - orders[:, i]).sum(axis=1)
        return observed / pairs, float((scores * np.sign(observed) >= abs(observed)).mean())
    from scipy.special import ndtr

    spread = (n * (n - 1) * (2 * n + 5) / 18) ** 0.5
    return observed / pairs, float(ndtr(-(abs(observed) - 1) / spread))


def verdict(specifications: tuple[Specification, ...], years: int) -> tuple[Label, Grade, tuple[str, ...]]:
    """Label and grade: most designs must agree, the order of the years among them where it can be tested."""
    yes = [s for s in specifications if s.significant and s.direction > 0]
    no = [s for s in specifications if s.significant and s.direction < 0]
    blocks = [s for s in specifications if s.unit == "doublings"]
    order = next((s for s in specifications if s.unit != "doublings"), None)
    told = (
        f"{len(yes)} of {len(specifications)} ways of testing are for the claim, {len(no) or 'none'} against it",
    )
    sides: tuple[tuple[Label, list[Specification], list[Specification]], ...] = (
        ("supported", yes, no),
        ("contradicted", no, yes),
    )
    for label, side, other in sides:
        if other or len(side) < 2:
            continue
        if order in side:
            ranks = [s.placebo_percentile or 50 for s in blocks]
            outer = (
                min(ranks) >= thresholds.OUTER_QUARTER
                if label == "supported"
                else max(ranks) <= 100 - thresholds.OUTER_QUARTER
            )
            grade: Grade = "moderate" if outer and len(side) == len(specifications) else "low"
            return label, grade, (*told, "the order of the years is not chance")
        great = years <= thresholds.FEW_YEARS and all(
            abs(s.estimate or 0) >= thresholds.GREAT_DOUBLINGS for s in blocks
        )
        few = order is None or (great and abs(order.estimate or 0) >= thresholds.NEARLY_ORDERED)
        if few and all(s in side for s in blocks):
            return label, "low", (*told, "too few years to test their order")
    if not yes and blocks and all(s in no for s in blocks):
        return (
            "contradicted",
            "low",
            (*told, "every design ends on the other side, though chance could order it so"),
        )
    if yes and no:
        return "contested", "low", told
    if (
        all(abs(s.estimate or 0) < thresholds.RISE_DOUBLINGS for s in blocks)
        and order is not None
        and not order.significant
    ):
        return "contradicted", "low", (*told, "no design shows a change of half as much again")
    return "insufficient_evidence", "very_low", (*told, "the years go up and down as chance would have them")


def _present(claim: Claim, bench: Bench, who: Who, start: int, end: int) -> Finding:
    first_listed, levels = conflict.intensity(bench, who.group, who.numbers)
    last_listed = first_listed + len(levels) - 1
    series = conflict.deaths(bench, who.group, who.numbers)
    last = min(end, last_listed)
    first = max(min(start, last), first_listed)
    if end - start >= thresholds.UNSTATED_SPAN_YEARS and claim.period.stated is None:
        first = max(last - thresholds.UNSTATED_SPAN_YEARS + 1, first_listed)
    if last < first or last < start - thresholds.NEAR_COVERAGE_YEARS:
        return _unlisted(bench, who, start, end)
    window = levels[first - first_listed : last - first_listed + 1]
    ever = np.flatnonzero(levels)
    listed = int((window > 0).sum())
    specifications = [
        _listed(who, "years listed in armed conflict", f"{first}-{last}", float(listed), listed > 0)
    ]
    cut = series.at(first, min(last, series.last_year))
    if len(cut.best):
        specifications.append(Specification(
            "conflict", "ucdp-brd", "battle deaths a year", f"{cut.first_year}-{cut.last_year}", "none",
            "deaths", float(cut.best.mean()), float(cut.low.mean()), float(cut.high.mean()),
            direction=1 if cut.best.sum() >= conflict.THRESHOLD else -1, significant=True,
        ))  # fmt: skip
    label: Label
    grade: Grade
    past = ever[ever + first_listed <= last]
    silent = last - (first_listed + int(past[-1])) if len(past) else 0
    if listed:
        label, grade = "supported", "moderate" if 2 * listed >= len(window) else "low"
        reasons = (
            f"listed in armed conflict in {listed} of {len(window)} years",
            "one source, which counts battle deaths and not the rest of a threat",
        )
    elif len(past) and silent >= thresholds.GONE_YEARS and len(window) >= thresholds.GONE_YEARS:
        label, grade = "contradicted", "low"
        reasons = (f"no year with {conflict.THRESHOLD} deaths since {first_listed + int(past[-1])}",)
    else:
        return _unlisted(bench, who, start, end)
    if claim.details.get("negated"):
        label = negated_label(label)
    reason = f"{capital(who.name)}, {first}-{last}: {reasons[0]}."
    if len(cut.best) and cut.best.sum() > 0:
        best, low, high = (f"{x[-1]:,.0f}" for x in (cut.best, cut.low, cut.high))
        reason = f"{reason[:-1]}; {best} battle deaths in {cut.last_year} ({low} to {high})."
    return _finding(
        bench, claim, who, label, grade, reasons, reason, tuple(specifications), series, first, last
    )


def _listed(who: Who, measure: str, window: str, value: float, yes: bool) -> Specification:
    return Specification(
        "conflict", "ucdp-prio", measure, window, "fewer than 25 deaths", "years", value,
        direction=1 if yes else -1, significant=yes, note=who.name,
    )  # fmt: skip


def _unlisted(bench: Bench, who: Who, start: int, end: int) -> Finding:
    last = bench.atlas.coverage("ucdp_conflict")[1]
    limits = findings.limits(bench, ("ucdp-brd", "ucdp-prio"), start, end)
    return findings.simple(
        "insufficient_evidence",
        f"UCDP lists no fighting of {who.name} with {conflict.THRESHOLD} deaths a year in "
        f"{start}-{min(end, last)} that could settle it; a threat may exist without such deaths.",
        reasons=("absence from the list is not evidence of absence",),
        limits=limits,
    )


def _finding(
    bench: Bench, claim: Claim, who: Who, label: Label, grade: Grade, reasons: tuple[str, ...], reason: str,
    specifications: tuple[Specification, ...], series: Deaths, first: int, last: int,
) -> Finding:  # fmt: skip
    sources = tuple(dict.fromkeys(s.source for s in specifications))
    lead = next((s for s in specifications if s.significant), specifications[0])
    effect = Effect(
        lead.estimate or 0.0, findings.unit_text(lead), lead.low, lead.high, lead.placebo_percentile
    )
    low, high = max(first - 5, series.first_year), min(last + 3, series.last_year, who.seen)
    return Finding(
        label, grade, reasons, reason,
        effect=effect,
        specifications=specifications,
        disagreements=findings.disagreements(specifications, label),
        would_change=("It would turn if deaths in most designs moved the other way by half.",),
        counter_reading="Deaths follow offensives against a group as well as its strength.",
        evidence=_rows(bench, who, first, last),
        limits=("Deaths in battle only: recruitment, attacks on civilians and havens are not counted.",
                *findings.limits(bench, sources, first, last)),
        citations=findings.citations(bench, sources),
        chart=_chart(bench, who, label, series, low, high, first, last),
    )  # fmt: skip


def _rows(bench: Bench, who: Who, first: int, last: int) -> tuple[EvidenceRows, ...]:
    table = conflict.rows(bench, who.group, who.numbers)
    table = table.filter(table["year"].is_between(first - 5, min(last + 3, who.seen))).sort("year", "dyad_id")
    shown = table.select("year", "side_a", "side_b", "best", "low", "high", "gwno_battle", "dyad_id").tail(40)
    pairs = ", ".join(map(str, sorted(set(table["dyad_id"])))) or "-1"
    since = f"year BETWEEN {table['year'].min() or first} AND {table['year'].max() or last}"
    query = f"SELECT {', '.join(shown.columns)} FROM ucdp_deaths WHERE dyad_id IN ({pairs}) AND {since}"
    query = f"SELECT * FROM ({query} ORDER BY year DESC, dyad_id DESC LIMIT 40) ORDER BY year, dyad_id"
    found = [EvidenceRows("ucdp-brd", bench.source("ucdp-brd").version, query, tuple(shown.to_dicts()))]
    wider = conflict.conflicts(bench, who.group, who.numbers)
    wider = wider.filter(wider["year"].is_between(first, last)).sort("year").tail(20)
    if len(wider):
        those = ", ".join(map(str, sorted(set(wider["conflict_id"]))))
        query = (
            "SELECT year, location, side_a, side_b, intensity FROM ucdp_conflict "
            f"WHERE conflict_id IN ({those}) AND year BETWEEN {wider['year'].min()} AND {last} -- {who.name}"
        )
        kept = wider.select("year", "location", "side_a", "side_b", "intensity").to_dicts()
        found.append(EvidenceRows("ucdp-prio", bench.source("ucdp-prio").version, query, tuple(kept)))
    return tuple(found)


def _chart(
    bench: Bench, who: Who, label: Label, series: Deaths, low: int, high: int, first: int, last: int
) -> Chart | None:
    cut = series.at(low, high)
    if len(cut.best) < 2 or not cut.best.any():
        return None
    data = tuple(
        {
            "year": cut.first_year + k,
            "deaths": float(cut.best[k]),
            "low": float(cut.low[k]),
            "high": float(cut.high[k]),
        }
        for k in range(len(cut.best))
    )
    source = bench.source("ucdp-brd")
    asked = [row for row in data if first <= row["year"] <= last] or list(data)
    told = ", ".join(f"{row['deaths']:,.0f} in {row['year']}" for row in (asked[0], asked[-1]))
    return Chart(
        "lines", f"Battle deaths, {who.name}: {told}", data,
        {"x": {"field": "year", "title": "Year"},
         "y": {"field": "deaths", "title": "Battle deaths", "unit": "a year"},
         "low": "low", "high": "high",
         "marks": [{"x": first, "label": "claimed from"}, {"x": last, "label": "to"}]},
        f"{source.title} {source.version}",
        f"Battle deaths, {who.name}, {low}-{high}: {data[0]['deaths']:,.0f} to {data[-1]['deaths']:,.0f}.",
    )  # fmt: skip


def false_positive(bench: Bench, rng: np.random.Generator) -> bool:
    """One draw for calibration: does the check find a rise or a fall where the years are in random order?

    A random dyad in a random period of 4 to 8 years in which it fought; its years are shuffled, so any
    order in them is chance.
    """
    others = conflict.everybody(bench)
    first = bench.atlas.coverage("ucdp_deaths")[0]
    while True:
        n = int(rng.integers(4, 9))
        row = int(rng.integers(0, len(others) - n + 1))
        dyad = int(rng.integers(0, others.shape[1]))
        values = others[row : row + n, dyad]
        if (values > 0).sum() >= 2:
            break
    shuffled = rng.permutation(values)
    cut = Deaths(first + row, shuffled, shuffled, shuffled, (shuffled > 0).astype(np.int64))
    series = Deaths(
        first, others[:, dyad], others[:, dyad], others[:, dyad], (others[:, dyad] > 0).astype(np.int64)
    )
    return any(verdict(designs(cut, wanted, others, series), n)[0] == "supported" for wanted in (1, -1))
