"""Possibility: "A could (is likely to, will) join X, ally with B, fight, supply, within so many years".

Two things are said apart: what the base rate was at the claim's date, computed from earlier data only
(a probability with its interval and ICD-203 band), and what happened, where that is known. "Possible" is a
weak word: only a chance of practically nothing, or a rule that excludes the event, contradicts it.
"Likely" asks for more than an even chance or the event itself; "certain" for the event within the
horizon; "impossible" for its absence. Method: `inference.hazard`; cases: `measures.accession`, `dyad_risk`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import findings, questions
from detente.checks.questions import Question
from detente.inference import hazard, thresholds
from detente.inference.hazard import Backtest, Chance, Model
from detente.measures import accession, dyad_risk
from detente.model import (
    Chart,
    Claim,
    Effect,
    EvidenceRows,
    Finding,
    Grade,
    Label,
    Probability,
    Specification,
)

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "possibility"
_SPAN = 15  # what `entities.settle_period` gives a claim without years
_FIRST_ORIGIN = 1955
_CHANCES, _KEPT = "Chance by design", "Earlier forecasts of this kind"


@dataclass(frozen=True)
class Horizon:
    """From the year the claim speaks in to the last year it speaks of; `open` where the text gives none."""

    start: int
    end: int
    open: bool = False

    @property
    def years(self) -> int:
        """Length in years, at least 1."""
        return max(self.end - self.start, 1)


def horizon(claim: Claim, latest: int) -> Horizon:
    """The claim's date and horizon, from its period, how that bounds it, and its details."""
    start, end = claim.period.start or latest, claim.period.end or latest
    timing = claim.facets.timing
    years = timing.named
    unstated = end - start == _SPAN and end >= latest
    now = int(claim.details.get("anchor") or (end if unstated else start))
    span = timing.within
    given = claim.details.get("horizon")
    if given:
        return Horizon(start, start + int(given))
    if span is not None:
        begin = years[0] if years else now
        return Horizon(begin, begin + span)
    if len(years) >= 2 and years[-1] > years[0]:
        return Horizon(years[0], years[-1])
    if len(years) == 1 and timing.deadline:
        last = years[0]
        begin = (
            now
            if now < last and (unstated or end - start != _SPAN)
            else min(latest, last - thresholds.OPEN_HORIZON_YEARS)
        )
        return Horizon(begin, last)
    if unstated or end <= start or (not years and end >= latest):
        return Horizon(now, now + thresholds.OPEN_HORIZON_YEARS, open=True)
    if len(years) == 1:
        return Horizon(years[0], years[0] + thresholds.OPEN_HORIZON_YEARS, open=True)
    return Horizon(start, end)


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that something may, will or cannot happen."""
    told = horizon(claim, context.latest)
    asked = questions.question(claim, bench, told.start, context.latest)
    if isinstance(asked, str):
        return findings.simple("insufficient_evidence", asked, reasons=("no reference class",))
    if asked.settled is not None:
        return findings.simple(
            "insufficient_evidence",
            f"There is nothing left to happen: {asked.settled}",
            reasons=("settled before",),
        )
    forecasts = _forecasts(bench, asked, told)
    chance = forecasts["hazard, recalibrated"] if forecasts else None
    return _finding(claim, bench, asked, told, forecasts, chance)


def _forecasts(bench: Bench, asked: Question, told: Horizon) -> dict[str, Chance]:
    """The chance under several defensible designs, from data before the claim's date; the headline first."""
    panel = asked.risk.panel
    before = min(told.start, panel.last_year + 1)
    row = _row(asked, told)
    pattern, class_ = int(asked.risk.patterns[row, asked.case]), int(panel.classes[row, asked.case])
    years = told.years
    model = _model(bench, asked, before, hazard.MEMORY)
    if model is None or model.events == 0:
        return {}
    class_ = class_ if panel.classes[row].any() else pattern
    past = _rounds(bench, asked, years)
    raw = hazard.chance(model, pattern, class_, years)
    found = {
        "hazard, recalibrated": hazard.recalibration(past, years, before).apply(raw),
        "hazard, as fitted": raw,
    }
    for name, memory in (("hazard, last twenty years", 20), ("hazard, all years since 1946", 200)):
        other = _model(bench, asked, before, memory)
        if other is not None and other.events > 0:
            found[name] = hazard.chance(other, pattern, class_, years)
    own = hazard.base_rate(float(model.class_events[class_]), float(model.class_exposure[class_]), years)
    everybody = hazard.base_rate(model.events, model.exposure, years)
    if own is not None:
        found["the reference class's own record"] = own
    if everybody is not None:
        found["all cases at risk, whatever their traits"] = everybody
    return found


def _row(asked: Question, told: Horizon) -> int:
    """Panel row with the case's traits at the claim's date: a standing of that year counts."""
    panel = asked.risk.panel
    ahead = 1 if asked.risk.table == "memberships" and asked.came != told.start else 0
    return int(np.clip(panel.row(told.start + ahead), 0, len(panel.codes) - 1))


def _model(bench: Bench, asked: Question, before: int, memory: int) -> Model | None:
    key = ("hazard", asked.risk.what, before, memory)
    return bench.memo(key, lambda: hazard.fit(asked.risk.panel, before, memory))


def _rounds(bench: Bench, asked: Question, years: int) -> tuple[hazard.Round, ...]:
    key = ("rounds", asked.risk.what, years)
    return bench.memo(key, lambda: hazard.rounds(asked.risk.panel, years, _FIRST_ORIGIN))


def _backtest(bench: Bench, asked: Question, years: int) -> Backtest | None:
    key = ("backtest", asked.risk.what, years)
    return bench.memo(key, lambda: hazard.backtest(_rounds(bench, asked, years), years))


def verdict(
    qualifier: str,
    outcome: str,
    chance: Chance | None,
    *,
    excluded: bool = False,
    negated: bool = False,
    practised: bool = True,
) -> tuple[Label, Grade, str]:
    """Label, grade and the reason in words. `outcome` is `came`, `not` (the horizon passed) or `open`."""
    if qualifier == "impossible":
        negated = False
    elif negated:
        outcome = {"came": "not", "not": "came"}.get(outcome, outcome)
        excluded = False
    p, low, high = (chance.point, chance.low, chance.high) if chance else (None, None, None)
    if negated and p is not None and low is not None and high is not None:
        p, low, high = 1 - p, 1 - high, 1 - low
    word = {
        "asserted": "will",
        "conditional": "possible",
        "reported": "possible",
        "recommended": "possible",
    }.get(qualifier, qualifier)
    if outcome == "came":
        if word == "impossible":
            return "contradicted", "high", "it happened"
        return "supported", "moderate", f"it {'stayed away' if negated else 'happened'} within the horizon"
    nothing = excluded or (practised and high is not None and high < thresholds.PRACTICALLY_NOTHING)
    if word == "impossible":
        if nothing or (outcome == "not" and p is not None and p <= thresholds.UNLIKELY):
            return (
                "supported",
                "moderate" if outcome == "not" else "low",
                "the chance was practically nothing",
            )
        if outcome == "not":
            return "partly_supported", "low", "it did not happen, but the base rate did not exclude it"
        if low is not None and low >= thresholds.PRACTICALLY_NOTHING:
            return "contradicted", "low", "the base rate is small or not, but it is not nothing"
        return "insufficient_evidence", "very_low", "the horizon is open and the base rate excludes nothing"
    if word == "possible":
        if nothing:
            return "contradicted", "moderate" if excluded else "low", "the chance is practically nothing"
        if p is None:
            return "insufficient_evidence", "very_low", "there is no reference class"
        if p >= thresholds.PRACTICALLY_NOTHING:
            return (
                "supported",
                "low",
                "the chance is above one in a hundred, which is all that 'possible' asks",
            )
        return (
            "supported",
            "very_low",
            "the interval reaches above one in a hundred, so it cannot be ruled out",
        )
    if word == "likely":
        if p is not None and p >= thresholds.LIKELY:
            if outcome == "not":
                return "partly_supported", "low", "the base rate was above even, but it did not happen"
            return "supported", "low", "the base rate is above even"
        if outcome == "not":
            return "contradicted", "moderate", "it did not happen, and the base rate did not make it likely"
        if p is not None and high is not None and (p < thresholds.EVEN_CHANCE and high < thresholds.LIKELY):
            return "contradicted", "low", "the base rate lies below an even chance"
        return "insufficient_evidence", "very_low", "the base rate lies on both sides of even"
    if outcome == "not":
        return (
            "contradicted",
            "high" if word == "certain" else "moderate",
            "it did not happen within the horizon",
        )
    if p is not None and low is not None and low >= thresholds.NEARLY_CERTAIN:
        return "supported", "low", "the base rate is near certainty"
    if (word == "certain" and high is not None and high < thresholds.FAR_FROM_CERTAIN) or excluded:
        return "contradicted", "low", "the base rate is far from certainty"
    return "insufficient_evidence", "very_low", "the horizon is open, and a base rate cannot say that it will"


def _finding(
    claim: Claim,
    bench: Bench,
    asked: Question,
    told: Horizon,
    forecasts: dict[str, Chance],
    chance: Chance | None,
) -> Finding:
    outcome = "came" if asked.came is not None and asked.came <= told.end else "open"
    outcome = "not" if outcome == "open" and asked.known >= told.end and not told.open else outcome
    negated = bool(claim.details.get("negated"))
    label, grade, why = verdict(
        claim.qualifier, outcome, chance, excluded=asked.excluded, negated=negated, practised=asked.practised
    )
    reasons = [why]
    if claim.qualifier == "possible" and label == "supported":
        reasons.append("'possible' is a weak claim: little evidence could speak against it")
    if told.open:
        reasons.append(f"the text gives no horizon; {thresholds.OPEN_HORIZON_YEARS} years were taken")
    history = "; ".join(
        filter(None, (_happened(asked, told, outcome), asked.rule if asked.excluded else None))
    )
    said = "no base rate can be given"
    if chance is not None:
        said = (
            f"the base rate at the claim's date was {_per_cent(chance.point)} ({_per_cent(chance.low)} to "
            f"{_per_cent(chance.high)}) within {told.years} years, {chance.band}"
        )
    sources = tuple(s for s in asked.risk.sources if s in bench.atlas.sources)
    tested = _backtest(bench, asked, told.years) if chance is not None else None
    stale = ()
    if told.start > asked.risk.last_year:
        stale = (f"Traits and rates are those of {asked.risk.last_year}, the last year on record.",)
    return Finding(
        label, grade, tuple(reasons),
        f"{asked.text}, {told.start}-{told.end}: {history}; {said}.",
        effect=Effect(100 * chance.point, f"per cent chance within {told.years} years", 100 * chance.low,
                      100 * chance.high) if chance else None,
        probability=Probability(chance.point, chance.low, chance.high, chance.band) if chance else None,
        specifications=_specifications(claim, asked, told, forecasts),
        would_change=(_would_change(claim.qualifier, told),),
        counter_reading="A base rate knows the class, not what makes this case special.",
        evidence=(asked.rows, *_class_rows(bench, asked, told), *_test_rows(bench, asked, tested)),
        limits=(*stale, *asked.limits, *findings.limits(bench, sources, told.start, told.end)),
        citations=findings.citations(bench, sources),
        chart=_chart(bench, asked, told, forecasts, tested),
    )  # fmt: skip


def _happened(asked: Question, told: Horizon, outcome: str) -> str:
    if outcome == "came":
        return f"it happened in {asked.came}"
    if outcome == "not":
        return "it did not happen in these years"
    if asked.came is not None:
        return f"it happened only in {asked.came}"
    if asked.known > told.start:
        return f"it had not happened by {asked.known}, where the record ends"
    return "the outcome is not on record yet"


def _per_cent(p: float) -> str:
    if p < 0.005:
        return "under 1 in 200"
    return f"{100 * p:.0f} per cent" if p >= 0.1 else f"{100 * p:.1f} per cent"


def _would_change(qualifier: str, told: Horizon) -> str:
    return {
        "possible": "It would turn only with a chance under one in a hundred, or a rule that excludes it.",
        "certain": f"It would turn with the event by {told.end}, or without it.",
        "impossible": "It would turn with the event, or with a chance above one in twenty.",
        "likely": "It would turn with the event itself, or a base rate on the other side of 55 per cent.",
    }.get(qualifier, f"It would turn with the event's coming (or not) by {told.end}.")


def _specifications(
    claim: Claim, asked: Question, told: Horizon, forecasts: dict[str, Chance]
) -> tuple[Specification, ...]:
    bar = {
        "possible": thresholds.PRACTICALLY_NOTHING,
        "likely": thresholds.LIKELY,
        "impossible": thresholds.PRACTICALLY_NOTHING,
    }.get(claim.qualifier, thresholds.NEARLY_CERTAIN)
    if claim.qualifier in ("conditional", "reported", "recommended"):
        bar = thresholds.PRACTICALLY_NOTHING
    sign = -1 if claim.qualifier == "impossible" else 1
    sign = -sign if claim.details.get("negated") and claim.qualifier != "impossible" else sign
    found = []
    for name, chance in forecasts.items():
        direction = 1 if chance.point >= bar else -1
        found.append(Specification(
            asked.risk.family, asked.risk.sources[0], name, f"{told.start}-{told.end}",
            f"data before {told.start}", "probability", chance.point, chance.low, chance.high,
            direction=direction * sign, significant=(chance.low >= bar or chance.high < bar),
            note=f"{chance.events:.0f} events in {chance.exposure:,.0f} case-years of the class",
        ))  # fmt: skip
    return tuple(found)


def _class_text(asked: Question, row: int) -> str:
    panel = asked.risk.panel
    traits = panel.design[int(asked.risk.patterns[row, asked.case])] > 0
    return ", ".join(n for n, held in zip(panel.names, traits, strict=True) if held) or "none of the traits"


def _class_rows(bench: Bench, asked: Question, told: Horizon) -> tuple[EvidenceRows, ...]:
    """The case's traits, and the latest cases of its class to which the event came before the claim."""
    panel, row = asked.risk.panel, _row(asked, told)
    class_ = panel.classes[row, asked.case]
    until = max(min(panel.row(told.start), len(panel.codes) - 1), 0)
    years, cases = np.nonzero(panel.events[:until] & (panel.classes[:until] == class_))
    latest = [
        {"year": panel.first_year + int(y), "case": asked.cases(int(c))}
        for y, c in zip(years[-25:], cases[-25:], strict=True)
    ]
    source = asked.risk.sources[0]
    traits = _class_text(asked, row)
    said = f"cases at risk of {asked.risk.what} before {told.start}: {traits}"
    query = f"SELECT * FROM {asked.risk.table} -- {said}"
    return (EvidenceRows(source, bench.source(source).version, query, tuple(latest)),)


def _test_rows(bench: Bench, asked: Question, tested: Backtest | None) -> tuple[EvidenceRows, ...]:
    if tested is None:
        return ()
    rows: list[dict] = [
        {"band": f"{100 * low:.0f}-{100 * high:.0f} per cent", "forecasts": n,
         "mean forecast": round(mean, 4), "came true": round(share, 4)}
        for low, high, n, mean, share in tested.reliability
    ]  # fmt: skip
    rows.append({
        "band": "all", "forecasts": tested.forecasts, "Brier score": round(tested.brier, 5),
        "Brier score of the mean rate": round(tested.baseline_brier, 5),
        "log score": round(tested.log_score, 5),
        "log score of the mean rate": round(tested.baseline_log_score, 5),
    })  # fmt: skip
    source = asked.risk.sources[0]
    query = (
        f"SELECT * FROM {asked.risk.table} -- "
        f"backtest of {asked.risk.what} within {tested.years} years, rolling origin "
        f"{tested.origins[0]}-{tested.origins[-1]} every five years, each from earlier data only"
    )
    return (EvidenceRows(source, bench.source(source).version, query, tuple(rows)),)


def _chart(
    bench: Bench, asked: Question, told: Horizon, forecasts: dict[str, Chance], tested: Backtest | None
) -> Chart | None:
    """The chance under each design with its interval; beneath it, how often such forecasts came true."""
    if not forecasts:
        return None
    data: list[dict] = [
        {"panel": _CHANCES, "design": name, "chance": round(100 * c.point, 2), "low": round(100 * c.low, 2),
         "high": round(100 * c.high, 2), "headline": k == 0}
        for k, (name, c) in enumerate(forecasts.items())
    ]  # fmt: skip
    head, lower, kept = data[0], [], ""
    if tested is not None and len(tested.reliability) > 1:
        for _, _, n, mean, share in tested.reliability:
            least, most = hazard.share_interval(share, n)
            data.append({
                "panel": _KEPT, "said": round(100 * mean, 2), "came": round(100 * share, 2),
                "came_low": round(100 * least, 2), "came_high": round(100 * most, 2),
                "told": f"{n:,} forecast{'s' if n > 1 else ''}",
            })  # fmt: skip
        lower = [{
            "form": "scatter", "title": f"{_KEPT}: {tested.origins[0]}-{tested.origins[-1]}, every five years",
            "encoding": {"x": {"field": "said", "title": "Chance given", "unit": "per cent"},
                         "y": {"field": "came", "title": "Came true", "unit": "per cent"},
                         "low": "came_low", "high": "came_high", "label": "told", "diagonal": "as often as said"},
        }]  # fmt: skip
        like = next((r for r in tested.reliability if r[0] <= head["chance"] / 100 < r[1]), None)
        kept = f" Of {tested.forecasts:,} such forecasts for earlier years " + (
            "none gave as much." if like is None else
            f"{like[2]:,} gave about as much, {100 * like[3]:.1f} per cent on average; {100 * like[4]:.1f} per cent "
            "of these came true."
        )  # fmt: skip
    source = bench.source(asked.risk.sources[0])
    shown = f"{'' if head['chance'] < 0.5 else 'of '}{_per_cent(head['chance'] / 100)}"
    return Chart(
        "dots", f"{asked.text}, {told.start}-{told.end}: a chance {shown}", tuple(data),
        {"x": {"field": "chance", "title": "Chance", "unit": "per cent"}, "y": "design", "low": "low",
         "high": "high", "highlight": "headline", "panel": "panel", "beneath": lower},
        f"{source.title} {source.version}",
        f"{asked.text}: {head['chance']} per cent ({head['low']} to {head['high']}).{kept}",
    )  # fmt: skip


def false_positive(bench: Bench, rng: np.random.Generator) -> bool:
    """One draw for calibration: is "likely", asked as of its own date, confirmed of what then did not come?

    A random case at risk (of joining, force or a pact) at a random date between 1970 and the last whose
    horizon of ten years is over; half the draws are of cases that have force or an application behind them.
    """
    risk = (accession.joining, dyad_risk.fighting, dyad_risk.allying)[int(rng.integers(3))](bench)
    panel = risk.panel
    while True:
        year = int(rng.integers(1970, panel.last_year - thresholds.OPEN_HORIZON_YEARS + 1))
        row = panel.row(year + 1)
        open_ = np.flatnonzero(panel.codes[row] >= 0)
        if rng.random() < 0.5:
            traits = panel.design[panel.codes[row][open_]].sum(axis=1)
            open_ = open_[traits >= np.quantile(traits, 0.98)]
        if len(open_):
            break
    case = int(rng.choice(open_))
    told = Horizon(year, year + thresholds.OPEN_HORIZON_YEARS)
    none = EvidenceRows("", "", "", ())
    asked = Question("", risk, case, None, year, none, str)
    forecasts = _forecasts(bench, asked, told)
    chance = forecasts["hazard, recalibrated"] if forecasts else None
    label, _, _ = verdict("likely", "open", chance)
    came = bool(panel.events[row : row + thresholds.OPEN_HORIZON_YEARS, case].any())
    return label == "supported" and not came
