"""The chance that something happens within so many years: discrete-time hazard, base rates, backtest.

In: a panel of cases by year, each in a reference class while it can still have the event. Out: the
yearly hazard, the probability over a horizon with its interval, and how well such forecasts did at
earlier dates, made from earlier data only. No politics here.

Hazard: logistic regression of "event this year" on the traits of the case (Allison 1982, Sociological
Methodology 13), with a normal prior of standard deviation 2.5 on every coefficient but the constant
(scale of Gelman, Jakulin, Pittau and Su 2008, Annals of Applied Statistics 2(4)). Reference classes
differ in ways the traits do not catch: each class's own record is weighed with the hazard's rate, which
counts for as many case-years as maximum likelihood finds (beta-binomial), and for no more than it
rests on.
A case's traits change before the horizon is over, so a constant hazard runs too high for those now in
turmoil: forecasts are recalibrated on the ones the same method made earlier and whose horizon is over
(logistic recalibration, Cox 1958, Biometrika 45), pulled towards no correction where these are few.
Bands: Intelligence Community Directive 203 (2015), Analytic Standards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import betaincinv, betaln, expit, logit

from detente.inference import thresholds

if TYPE_CHECKING:
    from numpy.typing import NDArray

BANDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.01, "almost certain"),
)
_EDGES = (0.0, 0.01, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 1.0001)
_STEPS = 40
_STRENGTHS = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 1280.0)
_FLOOR = 1e-6
MEMORY = thresholds.HAZARD_MEMORY_YEARS
"""Years a hazard looks back: the rates of the 1940s say little of today's."""


@dataclass(frozen=True)
class Panel:
    """Cases by year. `codes[y, u]` is the trait pattern of case u in year y, -1 while it is not at risk.

    `events[y, u]` says that the event came in that year. `design[p, k]` are the traits of pattern p (no
    constant), named by `names`. `classes[y, u]` is the reference class whose own record counts beside the
    traits. Traits of year y are those at the end of y - 1. The last row is the state of things after
    the last observed year: it has patterns, but no events yet.
    """

    first_year: int
    codes: NDArray[np.int16]
    events: NDArray[np.bool_]
    design: NDArray[np.float64]
    names: tuple[str, ...]
    classes: NDArray[np.integer]

    @property
    def last_year(self) -> int:
        """The last year whose events are observed."""
        return self.first_year + len(self.codes) - 2

    def row(self, year: int) -> int:
        """Row of a year."""
        return year - self.first_year

    @cached_property
    def tally(self) -> Tally:
        """The cases counted by year, class and pattern: all that fitting needs, at a hundredth of the size."""
        at_risk = self.codes >= 0
        patterns = len(self.design)
        key = self.classes.astype(np.int32) * patterns + np.where(at_risk, self.codes, np.int16(0))
        found = np.flatnonzero(np.bincount(key[at_risk]))  # pairs of class and pattern that occur
        cell = np.zeros(int(found.max(initial=0)) + 1, dtype=np.int32)
        cell[found] = np.arange(len(found))
        exposure = np.zeros((len(self.codes), len(found)))
        events = np.zeros_like(exposure)
        for year, (keys, open_, came) in enumerate(zip(key, at_risk, self.events, strict=True)):
            exposure[year] = _count(cell[keys[open_]], None, len(found))
            events[year] = _count(cell[keys[open_ & came]], None, len(found))
        return Tally(found // patterns, found % patterns, exposure, events)


@dataclass(frozen=True)
class Tally:
    """Cases at risk and events `[years, cells]`; a cell is a class and a pattern `[cells]`."""

    classes: NDArray[np.integer]
    patterns: NDArray[np.integer]
    exposure: NDArray[np.float64]
    events: NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """A hazard fitted on the years before `before`: coefficients (constant first), class records."""

    before: int
    coefficients: NDArray[np.float64]
    rates: NDArray[np.float64]  # yearly rate of each pattern
    class_events: NDArray[np.float64]
    class_exposure: NDArray[np.float64]
    worth: NDArray[np.float64]  # case-years the rate of each pattern counts for
    events: float
    exposure: float


@dataclass(frozen=True)
class Chance:
    """A probability over `years` years with its 95 per cent interval, and what it rests on."""

    point: float
    low: float
    high: float
    years: int
    events: float
    exposure: float

    @property
    def band(self) -> str:
        """The ICD-203 words."""
        return band(self.point)


@dataclass(frozen=True)
class Backtest:
    """Forecasts made at past dates, recalibrated, against what came. Scores: lower is better.

    `baseline_*`: the same scores of a forecaster who gives everybody the mean rate of the past.
    `reliability`: (band low, band high, forecasts, mean forecast, share that came true).
    """

    origins: tuple[int, ...]
    years: int
    forecasts: int
    brier: float
    log_score: float
    baseline_brier: float
    baseline_log_score: float
    reliability: tuple[tuple[float, float, int, float, float], ...]


def band(p: float) -> str:
    """ICD-203 expression of a probability (0 to 1)."""
    return next(words for bound, words in BANDS if p <= bound)


def over(rate: float, years: int) -> float:
    """Probability of at least one event in so many years at a constant yearly rate."""
    return float(1.0 - (1.0 - min(max(rate, 0.0), 1.0)) ** max(years, 0))


def base_rate(events: float, exposure: float, years: int) -> Chance | None:
    """Chance over `years` from a bare record: events in case-years, Jeffreys interval; None without cases."""
    if exposure <= 0:
        return None
    low, high = _interval(events + 0.5, max(exposure - events, 0.0) + 0.5)
    low, high = (0.0 if events == 0 else low), high
    rate = events / exposure
    return Chance(over(rate, years), over(low, years), over(high, years), years, events, exposure)


def fit_rates(
    design: NDArray[np.float64], exposure: NDArray[np.float64], events: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Coefficients (constant first) of the penalised logistic regression on grouped counts.

    `design` (patterns, traits), `exposure` and `events` (patterns,). Newton's method with halved steps.
    """
    x = np.column_stack([np.ones(len(design)), design])
    penalty = np.full(x.shape[1], 1.0 / thresholds.HAZARD_PRIOR_SD**2)
    penalty[0] = 0.0
    total = max(exposure.sum(), 1.0)
    mean = np.clip((events.sum() + 0.5) / (total + 1.0), _FLOOR, 0.5)
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(mean / (1 - mean))

    def objective(b: NDArray[np.float64]) -> float:
        eta = x @ b
        return float(events @ eta - exposure @ np.logaddexp(0.0, eta) - 0.5 * penalty @ b**2)

    value = objective(beta)
    for _ in range(_STEPS):
        p = expit(x @ beta)
        gradient = x.T @ (events - exposure * p) - penalty * beta
        weights = exposure * p * (1 - p)
        hessian = (x * weights[:, None]).T @ x + np.diag(penalty + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        size = 1.0
        while size > 1e-4 and objective(beta + size * step) < value:
            size /= 2
        beta = beta + size * step
        new = objective(beta)
        if abs(new - value) < 1e-9 * (1 + abs(value)):
            break
        value = new
    return beta


def fit(panel: Panel, before: int, memory: int = MEMORY) -> Model | None:
    """The hazard on the `memory` observed years before `before`; None where nothing was at risk."""
    end = max(min(panel.row(before), len(panel.codes) - 1), 0)
    rows, tally = slice(max(end - memory, 0), end), panel.tally
    cases, came = tally.exposure[rows].sum(axis=0), tally.events[rows].sum(axis=0)
    if not cases.any():
        return None
    patterns = len(panel.design)
    exposure, events = (_count(tally.patterns, n, patterns) for n in (cases, came))
    used = exposure > 0
    beta = fit_rates(panel.design[used], exposure[used], events[used])
    rates = np.clip(expit(beta[0] + panel.design @ beta[1:]), _FLOOR, 1 - _FLOOR)
    size = int(panel.classes.max()) + 1
    class_exposure, class_events, expected = (
        _count(tally.classes, n, size) for n in (cases, came, cases * rates[tally.patterns])
    )
    worth = np.minimum(
        _strength(class_events, class_exposure, expected), _worth(panel.design, exposure, rates)
    )
    return Model(
        before, beta, rates, class_events, class_exposure, worth, float(came.sum()), float(cases.sum())
    )


def _count(places: NDArray[Any], weights: NDArray[Any] | None, size: int) -> NDArray[np.float64]:
    return np.bincount(places, weights, minlength=size).astype(np.float64)


def _worth(
    design: NDArray[np.float64], exposure: NDArray[np.float64], rates: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Case-years each pattern's rate rests on: those whose binomial variance equals the delta method's."""
    x = np.column_stack([np.ones(len(design)), design])
    ridge = np.full(x.shape[1], 1.0 / thresholds.HAZARD_PRIOR_SD**2)
    ridge[0] = 1e-9
    information = (x * (exposure * rates * (1 - rates))[:, None]).T @ x + np.diag(ridge)
    variance = np.einsum("pk,kl,pl->p", x, np.linalg.inv(information), x)
    return 1.0 / np.maximum(rates * (1 - rates) * variance, _FLOOR)


def _strength(
    events: NDArray[np.float64], exposure: NDArray[np.float64], expected: NDArray[np.float64]
) -> float:
    """Case-years the hazard's rate is worth against a class's own record."""
    used = exposure >= 5
    if used.sum() < 3:
        return _STRENGTHS[3]
    n, e = exposure[used], events[used]
    mean = np.clip(expected[used] / n, _FLOOR, 1 - _FLOOR)

    def likelihood(m: float) -> float:
        a, b = m * mean, m * (1 - mean)
        return float((betaln(a + e, b + n - e) - betaln(a, b)).sum())

    return max(_STRENGTHS, key=likelihood)


def chance(model: Model, pattern: int, class_: int, years: int) -> Chance:
    """Probability of the event within `years` years for a case of this pattern and reference class.

    The yearly rate is the mean of the hazard's, which counts for `worth` case-years, and the class's
    own record. Its interval is that of a beta worth the larger of the two, not their sum: the class is
    also among the cases the hazard was fitted on.
    """
    rate = float(model.rates[pattern])
    known = class_ < len(model.class_exposure)
    events = float(model.class_events[class_]) if known else 0.0
    exposure = float(model.class_exposure[class_]) if known else 0.0
    worth = float(model.worth[pattern])
    mean = (worth * rate + events) / (worth + exposure)
    size = max(worth, exposure)
    low, high = _interval(mean * size, (1 - mean) * size)
    return Chance(over(mean, years), over(low, years), over(high, years), years, events, exposure)


def share_interval(share: float, n: int) -> tuple[float, float]:
    """95 per cent interval of a share of `n` cases (Jeffreys; Brown, Cai and DasGupta 2001), cases independent."""
    return _interval(share * n + 0.5, (1 - share) * n + 0.5)


def _interval(a: float, b: float) -> tuple[float, float]:
    tail = (1 - thresholds.CONFIDENCE) / 2
    return float(betaincinv(a, b, tail)), float(betaincinv(a, b, 1 - tail))


@dataclass(frozen=True)
class Recalibration:
    """What past forecasts ask to be done to a new one: logit p becomes shift + slope * logit p."""

    shift: float = 0.0
    slope: float = 1.0

    def __call__(self, p: float) -> float:
        """The recalibrated probability."""
        if p <= 0.0:
            return 0.0
        return float(expit(self.shift + self.slope * logit(np.clip(p, _FLOOR, 1 - _FLOOR))))

    def apply(self, chance: Chance) -> Chance:
        """The chance and its interval, recalibrated."""
        return replace(chance, point=self(chance.point), low=self(chance.low), high=self(chance.high))


@dataclass(frozen=True)
class Round:
    """The forecasts of one origin: for how many cases each probability was told, how many came true."""

    origin: int
    p: NDArray[np.float64]
    cases: NDArray[np.float64]
    came: NDArray[np.float64]
    mean: float  # the forecast of one who knows only the mean rate


def rounds(panel: Panel, years: int, first: int) -> tuple[Round, ...]:
    """Raw forecasts from every origin whose horizon is fully observed, each from its own past only."""
    found = []
    for origin in range(first, panel.last_year - years + 1, thresholds.ORIGIN_STEP_YEARS):
        model = fit(panel, origin + 1)
        now = panel.codes[panel.row(origin + 1)]
        open_ = now >= 0
        if model is None or not open_.any() or model.events == 0:
            continue
        classes = panel.classes[panel.row(origin + 1)][open_]
        worth = model.worth[now[open_]]
        mean = (worth * model.rates[now[open_]] + model.class_events[classes]) / (
            worth + model.class_exposure[classes]
        )
        start = panel.row(origin + 1)
        truth = np.any(panel.events[start : start + years][:, open_], axis=0)
        p, place = np.unique(np.round(1 - (1 - mean) ** years, 9), return_inverse=True)
        cases, came = _count(place, None, len(p)), _count(place, truth.astype(float), len(p))
        found.append(Round(origin, p, cases, came, over(model.events / model.exposure, years)))
    return tuple(found)


def recalibration(past: Sequence[Round], years: int, before: int) -> Recalibration:
    """The correction learnt from the rounds whose horizon ended before `before`."""
    done = [r for r in past if r.origin + years < before]
    if not done:
        return Recalibration()
    x = logit(np.clip(np.concatenate([r.p for r in done]), _FLOOR, 1 - _FLOOR))
    cases, came = np.concatenate([r.cases for r in done]), np.concatenate([r.came for r in done])
    shift, slope = 0.0, 1.0
    precision = np.array([thresholds.RECALIBRATION_PULL[0] ** -2.0, thresholds.RECALIBRATION_PULL[1] ** -2.0])
    for _ in range(_STEPS):
        p = expit(shift + slope * x)
        residual, weight = came - cases * p, cases * p * (1 - p)
        gradient = np.array([residual.sum(), residual @ x]) - precision * [shift, slope - 1]
        cross = float(weight @ x)
        hessian = np.array([[weight.sum(), cross], [cross, float(weight @ x**2)]]) + np.diag(precision)
        move = np.clip(np.linalg.solve(hessian, gradient), -1, 1)
        shift, slope = shift + float(move[0]), max(slope + float(move[1]), 0.1)
        if np.abs(move).max() < 1e-8:
            break
    return Recalibration(shift, slope)


def backtest(past: Sequence[Round], years: int) -> Backtest | None:
    """Rolling origin: recalibrate each round on those done before it, then score. None without rounds."""
    if not past:
        return None
    told = []
    for r in past:
        correct = recalibration(past, years, r.origin + 1)
        told.append(np.array([correct(p) for p in r.p]))
    p, plain = np.concatenate(told), np.concatenate([np.full(len(r.p), r.mean) for r in past])
    cases, came = np.concatenate([r.cases for r in past]), np.concatenate([r.came for r in past])
    scores = (*_scores(p, cases, came), *_scores(plain, cases, came))
    table = reliability(p, cases, came)
    return Backtest(tuple(r.origin for r in past), years, int(cases.sum()), *scores, table)


def _scores(
    p: NDArray[np.float64], cases: NDArray[np.float64], came: NDArray[np.float64]
) -> tuple[float, float]:
    """Brier score (Brier 1950) and mean negative log likelihood in nats of forecasts told to many cases."""
    total = cases.sum()
    brier = came @ (1 - p) ** 2 + (cases - came) @ p**2
    p = np.clip(p, _FLOOR, 1 - _FLOOR)
    log = -(came @ np.log(p) + (cases - came) @ np.log1p(-p))
    return float(brier / total), float(log / total)


def reliability(
    p: NDArray[np.float64], cases: NDArray[np.float64], came: NDArray[np.float64]
) -> tuple[tuple[float, float, int, float, float], ...]:
    """Forecasts by band: bounds, number, mean forecast, share that came true; empty bands left out."""
    place = np.digitize(p, _EDGES) - 1
    rows = []
    for k in range(len(_EDGES) - 1):
        n = cases[place == k].sum()
        if n > 0:
            mean = float((p * cases)[place == k].sum() / n)
            rows.append((_EDGES[k], min(_EDGES[k + 1], 1.0), int(n), mean, float(came[place == k].sum() / n)))
    return tuple(rows)
