"""Discrete-time hazard: planted effects come back, null stays null, forecasts are reliable."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from detente.inference import hazard


def planted(rng, effects=(1.5, 0.0), years=60, cases=400, rate=0.02, terminal=True):
    """A panel with two binary traits of known log-odds effects; the event ends a case's risk."""
    design = np.array([[a, b] for a in (0.0, 1.0) for b in (0.0, 1.0)])
    pattern = rng.integers(0, 4, cases)
    p = 1 / (1 + np.exp(-(np.log(rate / (1 - rate)) + design @ np.array(effects))))
    codes = np.full((years + 1, cases), -1, dtype=np.int16)
    events = np.zeros((years + 1, cases), dtype=bool)
    for u in range(cases):
        for y in range(years):
            codes[y, u] = pattern[u]
            if rng.random() < p[pattern[u]]:
                events[y, u] = True
                if terminal:
                    break
        else:
            codes[years, u] = pattern[u]
    return hazard.Panel(1950, codes, events, design, ("one", "two"), np.maximum(codes, 0).astype(np.int32)), p


def test_the_planted_effect_comes_back_and_the_absent_one_stays_absent():
    found = []
    for seed in range(10):
        panel, _ = planted(np.random.default_rng(seed))
        model = hazard.fit(panel, 2010)
        found.append(model.coefficients[1:])
    mean = np.mean(found, axis=0)
    assert mean[0] == pytest.approx(1.5, abs=0.15)
    assert mean[1] == pytest.approx(0.0, abs=0.15)


def test_fit_against_scipys_minimiser():
    rng = np.random.default_rng(3)
    design = rng.normal(size=(30, 3))
    exposure = rng.integers(10, 200, 30).astype(float)
    events = rng.binomial(exposure.astype(int), 0.05).astype(float)
    x = np.column_stack([np.ones(30), design])

    def loss(b):
        eta = x @ b
        return -(events @ eta - exposure @ np.logaddexp(0, eta) - 0.5 * np.sum(b[1:] ** 2) / 2.5**2)

    best = minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-9})
    assert hazard.fit_rates(design, exposure, events) == pytest.approx(best.x, abs=1e-4)


def test_separated_data_give_a_finite_answer():
    beta = hazard.fit_rates(np.array([[0.0], [1.0]]), np.array([100.0, 100.0]), np.array([0.0, 100.0]))
    assert np.isfinite(beta).all()
    assert beta[1] > 2


def test_the_chance_covers_the_true_one():
    hits = 0
    for seed in range(40):
        panel, p = planted(np.random.default_rng(100 + seed), cases=150)
        model = hazard.fit(panel, 2010)
        found = hazard.chance(model, 2, 2, 5)
        hits += found.low <= hazard.over(p[2], 5) <= found.high
    assert hits >= 35


def test_backtest_is_reliable_and_beats_the_mean_only_where_there_is_something_to_know():
    panel, _ = planted(np.random.default_rng(1), effects=(2.5, 0.0), cases=3000, rate=0.01)
    found = hazard.backtest(hazard.rounds(panel, 5, 1970), 5)
    assert found.brier < found.baseline_brier
    assert found.log_score < found.baseline_log_score
    for low, high, n, mean, share in found.reliability:
        assert low <= mean <= high
        if n > 300:
            assert share == pytest.approx(mean, abs=3.5 * (mean * (1 - mean) / n) ** 0.5 + 0.02)
    panel, _ = planted(np.random.default_rng(2), effects=(0.0, 0.0), cases=3000, rate=0.02)
    found = hazard.backtest(hazard.rounds(panel, 5, 1970), 5)
    assert found.brier == pytest.approx(found.baseline_brier, rel=0.01)


def test_a_forecast_uses_nothing_after_its_date():
    panel, _ = planted(np.random.default_rng(5))
    early = hazard.fit(panel, 1980)
    events = panel.events.copy()
    events[panel.row(1980) :] = ~events[panel.row(1980) :]
    changed = hazard.Panel(panel.first_year, panel.codes, events, panel.design, panel.names, panel.classes)
    late = hazard.fit(changed, 1980)
    assert np.array_equal(early.coefficients, late.coefficients)
    assert np.array_equal(early.class_events, late.class_events)


def test_recalibration_undoes_a_planted_exaggeration():
    rng = np.random.default_rng(4)
    truth = rng.uniform(0.02, 0.5, 200)
    cases = np.full(200, 400.0)
    odds = (truth / (1 - truth)) ** 1.8 * 2
    told = odds / (1 + odds)
    past = [hazard.Round(1980, told, cases, rng.binomial(400, truth).astype(float), 0.2)]
    correct = hazard.recalibration(past, 5, 1990)
    assert correct.slope == pytest.approx(1 / 1.8, abs=0.05)
    assert [correct(p) for p in told[:20]] == pytest.approx(truth[:20], abs=0.05)
    assert hazard.recalibration(past, 5, 1985) == hazard.Recalibration()


def test_nothing_at_risk_gives_none():
    panel, _ = planted(np.random.default_rng(5), cases=10)
    assert hazard.fit(panel, 1950) is None
    assert hazard.base_rate(0, 0, 5) is None


@pytest.mark.parametrize(
    ("p", "words"),
    [(0.0, "almost no chance"), (0.05, "almost no chance"), (0.1, "very unlikely"), (0.3, "unlikely"),
     (0.5, "roughly even chance"), (0.7, "likely"), (0.9, "very likely"), (1.0, "almost certain")],
)  # fmt: skip
def test_bands_against_icd_203(p, words):
    assert hazard.band(p) == words


@given(st.floats(0, 0.5), st.integers(1, 40))
@settings(max_examples=50, deadline=None)
def test_the_chance_grows_with_the_horizon(rate, years):
    assert 0 <= hazard.over(rate, years) <= hazard.over(rate, years + 1) <= 1


@given(st.integers(0, 50), st.integers(51, 2000), st.integers(1, 30))
@settings(max_examples=50, deadline=None)
def test_base_rates_lie_in_their_interval(events, exposure, years):
    found = hazard.base_rate(events, exposure, years)
    assert 0 <= found.low <= found.point <= found.high <= 1


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80))
@settings(max_examples=50, deadline=None)
def test_reliability_counts_every_forecast_once(pairs):
    p, y = np.array([a for a, _ in pairs]), np.array([float(b) for _, b in pairs])
    rows = hazard.reliability(p, np.ones(len(p)), y)
    assert sum(r[2] for r in rows) == len(pairs)
    assert sum(r[2] * r[4] for r in rows) == pytest.approx(y.sum())
