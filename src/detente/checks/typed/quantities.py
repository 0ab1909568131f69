"""Tests of `quantity` and `dependence`, and of their changes: each on the measure that the statement names.

Values, ranks, comparisons and changes of a state's own yearly series (`measures.state_series`); shares of partners on the
tests of dependence; armed activity on battle deaths. What names a measure that no source holds is said to have no source.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import findings
from detente.checks.entities import Entity, entity
from detente.checks.typed import fighting, growth, regions, shares, stated
from detente.checks.typed.questions import ask, only
from detente.checks.typed.relations import silent
from detente.domain import Change, Claim, Quantity
from detente.english import listed
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import state_series, words
from detente.measures.capability import StateSeries
from detente.model import Chart, Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_POWER = {"national_power": "national", "material_capability": "material"}
_MUCH = 1.5
"""Much greater: by half or more."""
_SMALLEST_CHANGE = 0.02
_SMALLEST_POINTS = 0.5
"""Changes below these (of a level; of a rate in points) are no change worth naming."""


def quantity(claim: Claim, bench: Bench, context: Context) -> Finding:
    """A value, share, rank or comparison of a measured amount."""
    q = claim.statement
    assert isinstance(q, Quantity)
    if q.of.quantifier or q.with_.quantifier:
        return silent("no_source", "The claim is of a number of states that no series here can count.")
    if q.measure in fighting.FIGHTING:
        return fighting.fighting(claim, q, bench, context, "present")
    if q.measure == "civilian_deaths":
        return fighting.civilians(claim, q, bench, context)
    if q.measure == "influence":
        return regions.influence(claim, q, bench, context)
    if q.measure == "economic_condition":
        return growth.condition(claim, q, bench, context)
    if q.with_ and (q.share is not None or q.rank is not None):
        if q.share is not None and (q.with_.mode == "collective" or regions.of_group(q)):
            return regions.group_share(claim, q, bench, context)
        return shares.partner(claim, q, bench, context)
    if q.with_ or q.product or q.place or q.perpetrator:
        return silent("no_source", "No series here holds this amount for these partners, goods or places.")
    if q.measure in _POWER and q.comparison is not None and only(q.comparison.than.of):
        direction = "greater" if q.comparison.sign in ("greater", "at_least") else "less"
        roles = {"subject": only(q.of), "comparison": only(q.comparison.than.of)}
        return ask("power", claim, bench, context, roles, topic=_POWER[q.measure], direction=direction)
    return of_series(claim, q, bench, context)


def of_series(claim: Claim, q: Quantity, bench: Bench, context: Context) -> Finding:
    """The finding on an amount of one state or group by series of its own."""
    who = only(q.of)
    start, end = _span(claim, context)
    a = entity(bench, who, end) if who else None
    if a is None:
        return silent("no_source", "The claim names no state with a series of its own.")
    sticks = state_series.yardsticks(bench, q.measure, q.basis)
    found = [one for stick in sticks if (one := next((s for s in stick if _covers(s, start, end, a)), None))]
    if not found:
        return _unheld(bench, q, start, end)
    if q.value is not None:
        return _value(claim, q, a, found, start, end, bench)
    if q.rank is not None:
        return _rank(claim, q, a, found, end, bench)
    if q.comparison is not None:
        return _comparison(claim, q, a, found, start, end, bench)
    return silent("no_source", "The claim states no value, rank or comparison of the amount.")


def _span(claim: Claim, context: Context) -> tuple[int, int]:
    end = claim.period.end if claim.period.end is not None else context.latest
    return (claim.period.start if claim.period.start is not None else end), min(end, context.latest)


def _covers(series: StateSeries, start: int, end: int, a: Entity) -> bool:
    if series.last_year < start or series.first_year > end:
        return False
    own = _values(series, a, start, end)
    return bool(np.isfinite(own).any())


def _values(series: StateSeries, who: Entity, start: int, end: int) -> np.ndarray:
    """Yearly values of a state, or of a group: the sum of an amount, the mean of a rate; NaN where any is missing."""
    own = np.array([series.at(p, start, end) for p in who.positions])
    if len(who.positions) == 1:
        return own[0]
    rate = "per cent a year" in series.unit or "per head" in series.unit
    return own.mean(axis=0) if rate else own.sum(axis=0)


def _unheld(bench: Bench, q: Quantity, start: int, end: int) -> Finding:
    """Said apart: no source of such a measure at all, or none for these years."""
    held = [s for stick in state_series.yardsticks(bench, q.measure, q.basis) for s in stick]
    name = q.measure.replace("_", " ")
    if not held:
        return silent("no_source", f"No source here holds {name}.")
    last = ", ".join(f"{words.source(s.source)} covers {s.first_year}-{s.last_year}" for s in held)
    return silent(
        "no_coverage", f"No source holds all that is needed on {name} in {_years(start, end)} ({last})."
    )


def _years(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}-{end}"


def _value(
    claim: Claim, q: Quantity, a: Entity, found: Sequence[StateSeries], start: int, end: int, bench: Bench
) -> Finding:
    wanted = q.value
    if wanted is None or (wanted.number is None and not growth.of_a_rate(q)):
        return silent("no_source", "How much is much of this has no line of its own.")
    found = [s for s in found if stated.commensurable(wanted.unit, s)]
    if not found:
        return silent("no_source", f"No source here holds {q.measure.replace('_', ' ')} in that unit.")
    tests = []
    for s in found:
        mean = float(np.nanmean(_values(s, a, start, end)))
        note = f"{a.name}: {_amount(mean, s)}, {_years(start, end)}"
        if wanted.number is None:
            world = growth.median(s, start, end)
            note += f"; the median state: {_amount(world, s)}"
            tests.append((s, growth.brisk(mean, world, wanted.bound), mean, note))
            continue
        truth = stated.holds(mean, wanted.number, wanted.bound)
        lasting = growth.a_year(q) or (q.measure in growth.RATES and claim.period.origin == "article")
        pace = growth.pace(s, a, end) if start == end and lasting else float("nan")
        if truth is False and stated.holds(pace, wanted.number, wanted.bound):
            truth, note = None, f"{note}; over the ten years to {end} it was as is said"
        tests.append((s, truth, mean, note))
    return _finding(claim, bench, q, a, None, tests, start, end)


def _rank(
    claim: Claim, q: Quantity, a: Entity, found: Sequence[StateSeries], end: int, bench: Bench
) -> Finding:
    """A place among all states (or those of a bloc) in the last year asked for that the series holds."""
    wanted = q.rank
    assert wanted is not None
    if len(a.positions) != 1:
        return silent("no_source", "A rank is of single states.")
    pool = None
    if wanted.among != "world":
        among = entity(bench, wanted.among, end) if ":" in wanted.among else None
        if among is None:
            return silent("no_source", "Among whom the rank is meant is on no list here.")
        pool = list(among.positions)
    tests = []
    for s in found:
        year = min(end, s.last_year)
        row = s.at_all(year) if pool is None else s.at_all(year)[pool]
        own = s.at_all(year)[a.positions[0]]
        if not np.isfinite(own):
            continue
        rank = 1 + int(
            (row[np.isfinite(row)] < own).sum() if wanted.from_below else (row[np.isfinite(row)] > own).sum()
        )
        tests.append(
            (s, _placed(rank, wanted.position, wanted.within), float(rank), f"{a.name}: rank {rank}, {year}")
        )
    if not tests:
        return silent("no_coverage", f"No source ranks {a.name} in {end}.")
    return _finding(claim, bench, q, a, None, tests, end, end)


def _placed(rank: int, position: int | None, within: int | None) -> bool | None:
    if position is not None:
        return True if rank == position else None if abs(rank - position) == 1 and position > 1 else False
    return rank <= (within or 5)


def _comparison(
    claim: Claim, q: Quantity, a: Entity, found: Sequence[StateSeries], start: int, end: int, bench: Bench
) -> Finding:
    """Greater or less than another's, or than its own at another time."""
    c = q.comparison
    assert c is not None
    b = entity(bench, other, end) if (other := only(c.than.of)) else None
    if c.than.of.quantifier or (other and b is None):
        return silent("no_source", "With whom it is compared has no series of its own.")
    tests = []
    for s in found:
        one = float(np.nanmean(_values(s, a, start, end)))
        two = _other(s, b, a, c.than.period, start, end, c.every)
        if two is None:
            continue
        other = (
            b.name
            if b
            else f"{a.name}, {_years(c.than.period.start or 0, c.than.period.end or 0)}"
            if c.than.period
            else ""
        )
        note = f"{a.name}: {_amount(one, s)}; {other}: {_amount(two, s)}"
        tests.append((s, _compares(one, two, c.sign, c.degree, s), one / two if two else one, note))
    if not tests:
        return silent("no_coverage", f"No source holds both sides of the comparison in {_years(start, end)}.")
    return _finding(claim, bench, q, a, b, tests, start, end)


def _other(
    s: StateSeries, b: Entity | None, a: Entity, period: object, start: int, end: int, every: bool
) -> float | None:
    from detente.domain import Period

    first, last = start, end
    if isinstance(period, Period) and period.known:
        first, last = period.start or s.first_year, period.end if period.end is not None else start - 1
    elif b is None:
        return None
    own = _values(s, b or a, first, last)
    if not np.isfinite(own).any():
        return None
    return float(np.nanmax(own)) if every else float(np.nanmean(own))


def _compares(one: float, two: float, sign: str, degree: str | None, s: StateSeries) -> bool | None:
    """Whether a comparison holds; None within the margin in which two measures are equal."""
    if "per cent a year" in s.unit:
        gap, near = one - two, abs(one - two) <= _SMALLEST_POINTS
        much = abs(gap) >= 2 * _SMALLEST_POINTS
    else:
        gap = one - two
        ratio = max(one, two) / max(min(one, two), 1e-12)
        near, much = ratio <= thresholds.EQUAL_RATIO, ratio >= _MUCH
    if sign == "equal":
        return near
    up = sign in ("greater", "at_least", "better")
    if near:
        return True if sign in ("at_least", "at_most") else None
    right = (gap > 0) == up
    return right if degree != "strong" or much or not right else None


def change(claim: Claim, c: Change, q: Quantity, bench: Bench, context: Context) -> Finding:
    """A rise or fall of a measured amount over the claim's years."""
    of_two = shares.change_between(claim, c, q, bench, context)
    if of_two is not None:
        return of_two
    if q.comparison is not None and only(q.comparison.than.of) and c.direction == "began":
        return growth.overtook(claim, q, bench, context)
    direction = {"rose": "rise", "improved": "rise", "fell": "fall", "worsened": "fall"}.get(
        c.direction or ""
    )
    if direction is None:
        return silent("no_source", "No series here shows such a change of an amount.")
    if q.measure in fighting.FIGHTING:
        return fighting.fighting(claim, q, bench, context, direction)
    if q.measure in shares.PARTNERED and only(q.of) and only(q.with_) and not q.product:
        roles = {"subject": only(q.of), "object": only(q.with_)}
        way = "improve" if direction == "rise" else "worsen"
        return ask(
            "trend",
            claim,
            bench,
            context,
            roles,
            topic="arms" if q.measure == "arms_imports" else "trade",
            direction=way,
        )
    if q.with_ or q.product or q.place:
        return silent("no_source", "No series here holds this amount for these partners, goods or places.")
    if q.measure in _POWER:
        return ask(
            "power",
            claim,
            bench,
            context,
            {"subject": only(q.of)},
            topic=_POWER[q.measure],
            direction=direction,
        )
    return _moved(claim, c, q, bench, context, direction == "rise")


def _moved(claim: Claim, c: Change, q: Quantity, bench: Bench, context: Context, up: bool) -> Finding:
    who = only(q.of)
    start, end = _span(claim, context)
    if claim.period.start is not None and start == end:
        start = end - 1  # a change in a year is against the year before
    a = entity(bench, who, end) if who else None
    if a is None:
        return silent("no_source", "The claim names no state with a series of its own.")
    tests = []
    for stick in state_series.yardsticks(bench, q.measure, q.basis, change=True):
        found = next((one for s in stick if (one := _ends(s, a, start, end))), None)
        if found is None:
            continue
        s, (first_year, first), (last_year, last) = found
        note = f"{a.name}: {_amount(first, s)} to {_amount(last, s)}, {first_year} to {last_year}"
        tests.append(
            (s, _rises(first, last, up, q.measure in growth.RATES, c.degree, c.factor), last - first, note)
        )
    if not tests:
        return _unheld(bench, q, start, end)
    return _finding(claim, bench, q, a, None, tests, start, end)


def _ends(
    s: StateSeries, a: Entity, start: int, end: int
) -> tuple[StateSeries, tuple[int, float], tuple[int, float]] | None:
    """First and last value of a series that begins with the period and covers the better part of it."""
    if s.first_year > start or s.last_year < start:
        return None
    own = _values(s, a, start, end)
    known = np.flatnonzero(np.isfinite(own))
    if len(known) < 2 or known[0] > 0:
        return None
    last = start + int(known[-1])
    if 2 * (end - last) > end - start:
        return None
    return s, (start, float(own[known[0]])), (last, float(own[known[-1]]))


def _rises(
    first: float, last: float, up: bool, rate: bool, degree: str | None, factor: float | None
) -> bool | None:
    if factor:
        grown = last / first if up else first / last
        return (
            True
            if stated.by_factor(grown, factor if factor > 1 else 1 / factor)
            else None
            if grown > 1
            else False
        )
    gap = (last - first) if rate else (last / first - 1 if first else 0.0)
    gap = gap if up else -gap
    smallest = _SMALLEST_POINTS if rate else _SMALLEST_CHANGE
    if gap < smallest:
        return False if gap <= -smallest or not rate else None if gap > 0 else False
    return True if degree != "strong" or gap >= 5 * smallest else None


def _amount(value: float, s: StateSeries) -> str:
    if s.unit.startswith("share"):
        return f"{words.per_cent(value)} of the world"
    return f"{words.amount(value)} {s.unit}"


def _finding(
    claim: Claim,
    bench: Bench,
    q: Quantity,
    a: Entity,
    b: Entity | None,
    tests: Sequence[tuple[StateSeries, bool | None, float, str]],
    start: int,
    end: int,
) -> Finding:
    """One fact from one source of record; where a second holds it and disagrees, contested."""
    truths = [t for _, t, _, _ in tests if t is not None]
    label: Label = "insufficient_evidence"
    if truths:
        label = "supported" if all(truths) else "contradicted" if not any(truths) else "contested"
    if label == "contradicted" and len(truths) < len(tests):
        label = "insufficient_evidence"  # one yardstick is near enough that it may be meant
    if claim.negative:
        label = negated_label(label)
    grade: Grade = "high" if label != "contested" and len(truths) == len(tests) else "low"
    specifications = tuple(
        Specification(
            s.family,
            s.source,
            s.name,
            _years(start, end),
            b.name if b else "-",
            s.unit,
            float(f"{value:.6g}"),
            direction=0 if t is None else (1 if t != claim.negative else -1),
            significant=t is not None,
            note=note,
        )
        for s, t, value, note in tests
    )
    told = "; ".join(f"{note} ({words.source(s.source)})" for s, _, _, note in tests)
    sources = tuple(dict.fromkeys(s.source for s, _, _, _ in tests))
    lead = tests[0]
    late = [s for s, _, _, _ in tests if s.last_year < end]
    return Finding(
        label,
        "moderate" if late and grade == "high" else grade,
        _reasons(label, tests),
        f"{told}.",
        effect=Effect(float(f"{lead[2]:.6g}"), f"{lead[0].unit}: {words.named(lead[0].name)}"),
        specifications=specifications,
        disagreements=findings.disagreements(specifications, label),
        would_change=("It would turn with a figure on the other side of what is claimed.",),
        counter_reading="A figure of the national accounts says how much, not what it is worth to its neighbours.",
        evidence=tuple(_rows(bench, s, a, b, start, end) for s, _, _, _ in tests),
        limits=findings.limits(bench, sources, start, end),
        citations=findings.citations(bench, sources),
        chart=_chart(bench, tests[0][0], a, b, start, end),
        why="too_weak" if label == "insufficient_evidence" else None,
    )


def _reasons(label: Label, tests: Sequence[tuple[StateSeries, bool | None, float, str]]) -> tuple[str, ...]:
    if label == "insufficient_evidence":
        return ("the figures lie too near the line to tell",)
    if label == "contested":
        return (f"{listed([words.source(s.source) for s, _, _, _ in tests])} disagree",)
    return ("a figure is a fact that one source of record settles",)


_CODED = ("cinc", "milex_share", "milper_share")


def _rows(bench: Bench, s: StateSeries, a: Entity, b: Entity | None, start: int, end: int) -> EvidenceRows:
    first, last = max(min(start, s.last_year) - 5, s.first_year), min(end, s.last_year)
    rows = []
    for who in (a, b) if b else (a,):
        values = _values(s, who, first, last)
        rows += [
            {"year": first + k, "state": who.name, s.name: float(f"{v:.6g}")}
            for k, v in enumerate(values)
            if np.isfinite(v)
        ]
    where = ", ".join(f"'{w.id}'" for w in ((a, b) if b else (a,)))
    if s.name in _CODED:
        codes = ", ".join(str(c) for w in ((a, b) if b else (a,)) for c in w.codes)
        query = f"SELECT * FROM cinc WHERE ccode IN ({codes}) AND year BETWEEN {first} AND {last}"
    elif s.family == "energy":
        query = f"SELECT * FROM energy WHERE indicator = '{s.name}' AND iso3 IN ({where}) AND year BETWEEN {first} AND {last}"
    else:
        query = f"SELECT * FROM economy WHERE source = '{s.source}' AND iso3 IN ({where}) AND year BETWEEN {first} AND {last}"
    return EvidenceRows(s.source, bench.source(s.source).version, f"{query} -- {s.formula}", tuple(rows))


def _chart(bench: Bench, s: StateSeries, a: Entity, b: Entity | None, start: int, end: int) -> Chart | None:
    first, last = max(min(start, s.last_year) - 15, s.first_year), min(end, s.last_year)
    data = []
    for who in (a, b) if b else (a,):
        values = _values(s, who, first, last)
        data += [
            {"year": first + k, "value": float(f"{v:.6g}"), "state": who.name}
            for k, v in enumerate(values)
            if np.isfinite(v)
        ]
    if len(data) < 2:
        return None
    source = bench.source(s.source)
    title = f"{words.named(s.name)} of {a.name}{f' and {b.name}' if b else ''}, {first}-{last}"
    return Chart(
        "lines",
        title[:1].upper() + title[1:],
        tuple(data),
        {
            "x": {"field": "year", "title": "Year"},
            "y": {"field": "value", "title": words.named(s.name), "unit": s.unit},
            "series": "state",
        },
        f"{source.title} {source.version}",
        f"{title}.",
    )
