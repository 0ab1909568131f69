"""Power: "A's share of world power rose", "A was stronger than B", "A surpassed B".

Two independent yardsticks: CINC (material capabilities) and GDP times GDP per head. A claim that
names one of them (material capabilities, military spending, the economy) is answered by that one; a
claim on power as such needs both, and is `contested` where they disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import findings
from detente.checks.entities import Entity, entity
from detente.english import capital
from detente.inference import placebo, thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import capability, words
from detente.measures.capability import StateSeries
from detente.model import Chart, Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "power"
_PACE, _RIVAL = "ratio of growth factors", "the next state"
_SHORT = {"cinc": "capabilities", "gdp_product": "GDP × per head"}  # beside a line, also on a phone


def _yardsticks(bench: Bench, topic: str, prices: str | None) -> list[tuple[Callable[[], StateSeries], ...]]:
    """The yardsticks of a topic; each one or more series, of which the first that covers the states is taken."""
    if topic == "material":
        return [(lambda: capability.cinc(bench),)]
    if topic == "military":
        return [(lambda: capability.cinc(bench, "milex_share"),)]
    if prices == "parity":
        return [tuple(partial(capability.economy, bench, "gdp_constant", s) for s in ("pwt", "maddison"))]
    if prices == "market":
        return [(partial(capability.economy, bench, "gdp_constant", "wdi"),)]
    if topic == "economic":
        output = [partial(capability.economy, bench, "gdp_constant", s) for s in ("wdi", "pwt", "maddison")]
        return [(output[0],), (output[1], output[2])]
    return [
        (lambda: capability.cinc(bench),),
        (lambda: capability.gdp_product(bench), lambda: capability.gdp_product(bench, "maddison")),
    ]


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim on power."""
    start, end = claim.period.start or 0, min(claim.period.end or 0, context.latest)
    subject = claim.role("subject")
    a = entity(bench, subject, end) if subject else None
    other = claim.role("comparison") or claim.role("object")
    b = entity(bench, other, end) if other else None
    if a is None:
        return findings.simple(
            "insufficient_evidence", "The claim names no state whose power could be measured."
        )
    pace = b is not None and claim.direction in ("rise", "fall") and end > start
    comparing = b is not None and not pace  # two states named in one year are compared, whatever the verb
    tests, used = [], []
    for yardstick in _yardsticks(bench, claim.topic, claim.facets.yardstick.prices):
        for make in yardstick:
            series = make()
            last = min(end, series.last_year)
            late = thresholds.LATE_POWER_YEARS
            if last < end - late or last < max(start, series.first_year):
                continue
            if not comparing and claim.direction != "dominant" and series.first_year > start + late:
                continue  # a change is told from its beginning
            if pace and b is not None:
                test = _faster(series, a, b, max(start, series.first_year), last, claim)
            elif comparing and b is not None:
                test = _compare(series, a, b, last, claim)
            elif claim.direction == "dominant":
                test = _first(bench, series, a, last)
            else:
                test = _change(bench, series, a, max(start, series.first_year), last, claim)
            if test is not None:
                tests.append(test)
                used.append(series)
                break
    if not tests:
        return findings.simple(
            "insufficient_evidence", f"No measure of power covers {a.name} in these years."
        )
    return _finding(bench, claim, a, b if comparing or pace else None, tests, used, start, end)


def _shown(series: StateSeries, value: float, beside: float | None = None) -> str:
    """A value as a reader says it: shares of the world in per cent, money in USD; told apart from `beside`."""
    if series.unit.startswith("share"):
        return words.per_cent(value, beside)
    return f"{words.amount(value)} {'USD' if 'USD' in series.unit else series.unit}"


def _said(s: Specification) -> str:
    """One yardstick in words: "material capabilities (COW) in 2022: China 23.4 per cent, Japan 2.5 per cent"."""
    years = f"{s.baseline} to {s.window}" if s.baseline[:1].isdigit() else f"in {s.window}"
    share = "share of the world's " if "share of" in s.unit else ""
    return f"{share}{words.named(s.measure)} ({words.source(s.source)}), {years}: {s.note}"


def _total(series: StateSeries, who: Entity, first: int, last: int) -> np.ndarray:
    return np.nansum([series.at(p, first, last) for p in who.positions], axis=0)


def _compare(series: StateSeries, a: Entity, b: Entity, year: int, claim: Claim) -> Specification | None:
    one, two = (float(_total(series, x, year, year)[0]) for x in (a, b))
    if not (one > 0 and two > 0):
        return None
    wanted = -1 if claim.direction == "less" else 1
    ratio = one / two
    return Specification(
        series.family, series.source, series.name, str(year), b.name, f"ratio of {series.unit}", ratio,
        direction=wanted if ratio > 1 else -wanted, significant=abs(np.log(ratio)) > np.log(thresholds.EQUAL_RATIO),
        note=f"{a.name} {_shown(series, one, two)}, {b.name} {_shown(series, two, one)}",
    )  # fmt: skip


def _faster(
    series: StateSeries, a: Entity, b: Entity, first: int, last: int, claim: Claim
) -> Specification | None:
    """Whether a grew more than b (or shrank more, where a fall is claimed) between the ends of a period."""
    grown = []
    for who in (a, b):
        values = _total(series, who, first, last)
        known = np.flatnonzero(values > 0)
        if len(known) < 2:
            return None
        grown.append(float(values[known[-1]] / values[known[0]]))
    wanted = -1 if claim.direction == "fall" else 1
    ratio = grown[0] / grown[1]
    return Specification(
        series.family, series.source, series.name, f"{first}-{last}", b.name, _PACE, ratio,
        direction=wanted if ratio > 1 else -wanted, significant=abs(np.log(ratio)) > np.log(thresholds.EQUAL_RATIO),
        note=f"{a.name} times {grown[0]:.3g}, {b.name} times {grown[1]:.3g}",
    )  # fmt: skip


def _next(series: StateSeries, a: Entity, year: int) -> tuple[float, float]:
    """a's value in a year and that of the strongest other state."""
    row = series.values[year - series.first_year]
    rivals = np.delete(row, list(a.positions))
    return float(np.nansum(row[list(a.positions)])), float(rivals[int(np.nanargmax(rivals))])


def _first(bench: Bench, series: StateSeries, a: Entity, year: int) -> Specification | None:
    own, next_ = _next(series, a, year)
    ratio = own / next_
    return Specification(
        series.family, series.source, series.name, str(year), _RIVAL, f"ratio of {series.unit}", ratio,
        direction=1 if ratio > 1 else -1, significant=True, note=f"{a.name} {_shown(series, own)}, next {_shown(series, next_)}",
    )  # fmt: skip


def _change(
    bench: Bench, series: StateSeries, a: Entity, first: int, last: int, claim: Claim
) -> Specification | None:
    wanted = -1 if claim.direction in ("fall", "less") else 1
    values = _total(series, a, first, last)
    known = np.flatnonzero(values > 0)
    if len(known) < 2:
        return None
    before, after = float(values[known[0]]), float(values[known[-1]])
    ratio = after / before
    rows = series.values[[first - series.first_year + known[0], first - series.first_year + known[-1]]]
    with np.errstate(divide="ignore", invalid="ignore"):
        everyone = rows[1] / rows[0]
    rank = placebo.percentile(ratio, everyone.astype(np.float32))
    bar = thresholds.GREAT_RATIO if claim.details.get("degree") == "great" else thresholds.RISE_RATIO
    moved = ratio >= bar if ratio > 1 else 1 / ratio >= bar
    return Specification(
        series.family, series.source, series.name, str(first + int(known[-1])), str(first + int(known[0])),
        f"ratio of {series.unit}", ratio, placebo_percentile=rank if wanted > 0 else 100 - rank,
        direction=(1 if ratio > 1 else -1) * wanted, significant=bool(moved),
        note=f"from {_shown(series, before, after)} to {_shown(series, after, before)}",
    )  # fmt: skip


def _finding(
    bench: Bench, claim: Claim, a: Entity, b: Entity | None, tests: list[Specification], used: list[StateSeries],
    start: int, end: int,
) -> Finding:  # fmt: skip
    signs = {s.direction for s in tests if s.significant}
    national = claim.topic not in ("material", "military", "economic")
    label: Label
    grade: Grade
    if signs == {1}:
        label, grade = "supported", "high" if len(tests) > 1 else "moderate"
    elif signs == {-1}:
        label, grade = "contradicted", "high" if len(tests) > 1 else "moderate"
    elif len(signs) == 2:
        label, grade = "contested", "moderate"
    else:
        label, grade = "insufficient_evidence", "low"
    if not signs and claim.direction in ("rise", "fall", "greater", "less"):
        label = "contradicted" if all(s.direction < 0 for s in tests) else "insufficient_evidence"
    if national and len(tests) < 2 and label in ("supported", "contradicted"):
        grade = "low"
    if claim.details.get("negated"):
        label = negated_label(label)
    said = "; ".join(_said(s) for s in tests)
    lead = tests[0]
    sources = tuple(dict.fromkeys(s.source for s in tests))
    value = lead.estimate if lead.estimate is not None else 0.0
    return Finding(
        label, grade,
        (_agreement(tests, signs),),
        f"{capital(said)}.",
        effect=Effect(value, findings.unit_text(lead), placebo_percentile=lead.placebo_percentile),
        specifications=tuple(tests),
        disagreements=findings.disagreements(tests, label),
        would_change=("It would turn if this measure of power turned; another measure may say otherwise.",),
        counter_reading="Capability is not influence: what a state could do says little of what it gets done.",
        evidence=_rows(bench, used, a, b, start, end),
        limits=findings.limits(bench, sources, start, end),
        citations=findings.citations(bench, sources),
        chart=_chart(bench, used, a, b, start, end, tests),
    )  # fmt: skip


def _agreement(tests: Sequence[Specification], signs: set[int]) -> str:
    """How many measures of power the finding rests on, and whether they agree."""
    if len(tests) == 1:
        return "it rests on one measure of power"
    which = "agree" if len(signs) == 1 else "disagree" if signs else "both show next to no difference"
    return f"{len(tests)} independent measures of power {which}"


def _panel(series: StateSeries) -> str:
    """The heading of one yardstick's panel, with its unit and source."""
    said = words.named(series.name)
    unit = "per cent of the world" if series.unit.startswith("share") else words.unit(series.unit)
    return f"{capital(said)}, {unit} ({words.source(series.source)})"


def _scaled(series: StateSeries, value: float) -> float:
    return 100 * value if series.unit.startswith("share") else value


def _points(used: Sequence[StateSeries], a: Entity, b: Entity | None, start: int, end: int) -> list[dict]:
    first = start if end - start >= 10 else end - 30
    rows = []
    for series in used:
        for who in (a, b):
            if who is None:
                continue
            low, high = max(first, series.first_year), min(end, series.last_year)
            if high >= low:
                values = _total(series, who, low, high)
                rows += [
                    {"year": y, "state": who.name, "measure": _panel(series), "value": float(f"{_scaled(series, float(v)):.6g}")}
                    for y, v in zip(range(low, high + 1), values, strict=True) if v > 0
                ]  # fmt: skip
    return rows


def _rows(
    bench: Bench, used: Sequence[StateSeries], a: Entity, b: Entity | None, start: int, end: int
) -> tuple[EvidenceRows, ...]:
    points = _points(used, a, b, start, end)
    found = []
    for series in used:
        rows = tuple(
            p
            for p in points
            if p["measure"] == _panel(series) and p["year"] in (start, end, min(end, series.last_year))
        )
        query = _query(series, [who for who in (a, b) if who], [r["year"] for r in rows] or [start, end])
        found.append(EvidenceRows(series.source, bench.source(series.source).version, query, rows))
    return tuple(found)


def _query(series: StateSeries, who: list[Entity], years_shown: list[int]) -> str:
    years = f"year IN ({', '.join(map(str, sorted(set(years_shown))))})"
    if series.source == "nmc":
        codes = ", ".join(str(c) for w in who for c in w.codes)
        return f"SELECT * FROM cinc WHERE ccode IN ({codes}) AND {years} -- {series.formula}, per cent"
    ids = ", ".join(f"'{w.id}'" for w in who)
    said = f"{series.formula}, per cent of the world"
    return f"SELECT * FROM economy WHERE source = '{series.source}' AND iso3 IN ({ids}) AND {years} -- {said}"


def _chart(
    bench: Bench, used: Sequence[StateSeries], a: Entity, b: Entity | None, start: int, end: int,
    tests: Sequence[Specification],
) -> Chart | None:  # fmt: skip
    """A slope for each yardstick, from the first year to the last, and the yearly series beneath."""
    points = _points(used, a, b, start, end)
    if len(points) < 2:
        return None
    names = a.name if b is None else f"{a.name} and {b.name}"
    pace, dominant = tests[0].unit == _PACE, tests[0].baseline == _RIVAL
    slopes = _slopes(points, used, tests, a, b, pace, dominant)
    title = _title(a, b, tests)
    return Chart(
        "slope", title, (*slopes, *({k: v for k, v in p.items() if k != "measure"} | {"panel": p["measure"]} for p in points)),
        {"x": {"field": "from and to", "title": "Year"}, "y": {"field": "times", "title": "Times"}, "series": "line",
         "panel": "panel", "reference": [{"y": 1, "label": "equal"}] if dominant or (b is not None and not pace) else [],
         "beneath": [{"form": "lines", "title": "Year by year", "encoding": {
             "x": {"field": "year", "title": "Year"}, "y": {"field": "value", "title": "value", "unit": used[0].unit},
             "series": "state", "panel": "panel"}}]},
        "; ".join(dict.fromkeys(f"{(v := bench.source(s.source)).title} {v.version}" for s in used)),
        f"{names}: " + "; ".join(_said(s) for s in tests) + ".",
    )  # fmt: skip


def _slopes(
    points: list[dict], series: Sequence[StateSeries], tests: Sequence[Specification],
    a: Entity, b: Entity | None, pace: bool, dominant: bool,
) -> list[dict]:  # fmt: skip
    """Both ends of each slope: a's multiple of b, of the strongest other, or of its own first value.

    A change is drawn between the years it was measured in, a comparison from the first year to the last.
    """
    rows: list[dict] = []
    for one, test in zip(series, tests, strict=True):
        held: dict[str, dict[int, float]] = {who.name: {} for who in (a, b) if who is not None}
        for p in points:
            if p["measure"] == _panel(one):
                held[p["state"]][p["year"]] = p["value"]
        years = sorted(set.intersection(*map(set, held.values())))
        if test.baseline[:1].isdigit():
            years = [year for year in years if int(test.baseline) <= year <= int(test.window)]
        if len(years) < 2:
            continue
        first, last, said = years[0], years[-1], _short(one, series)
        for year in (first, last):
            if pace:
                drawn = [(f"{capital(said)}, times the value at first", name, values[year] / values[first])
                         for name, values in held.items()]  # fmt: skip
            elif dominant:
                own, other = _next(one, a, year)
                drawn = [(f"{a.name} for 1 of {_RIVAL}", said, own / other)]
            elif b is None:
                drawn = [("Times the value at first", said, held[a.name][year] / held[a.name][first])]
            else:
                drawn = [(f"{a.name} for 1 of {b.name}", said, held[a.name][year] / held[b.name][year])]
            rows += [
                {"panel": panel, "line": line, "from and to": year, "times": float(f"{times:.4g}")}
                for panel, line, times in drawn
            ]
    return rows


def _short(one: StateSeries, series: Sequence[StateSeries]) -> str:
    """A yardstick's name on its line: by its source where two share the name."""
    same = sum(other.name == one.name for other in series) > 1
    return words.source(one.source) if same else _SHORT.get(one.name, words.named(one.name))


def _title(a: Entity, b: Entity | None, tests: Sequence[Specification]) -> str:
    """The finding by every yardstick: "China against Japan, 2012: 1.58 to 1 in material capabilities"."""
    lead, same = tests[0], len({s.measure for s in tests}) < len(tests)
    change = lead.baseline[:1].isdigit()
    said = "; ".join(
        f"{words.amount(s.estimate or 0.0)}{'-fold' if change else ' to 1'} in {words.named(s.measure)}"
        + (f" ({words.source(s.source)})" if same else "")
        for s in tests
    )
    name = f"{capital(a.said)}"
    if change:
        return f"{name}, {lead.baseline} to {lead.window}: {'share of the world ' if 'share of' in lead.unit else ''}{said}"
    rival = b.said if b is not None else lead.baseline
    return f"{name} against {rival}, {lead.window}: {'growth ' if lead.unit == _PACE else ''}{said}"
