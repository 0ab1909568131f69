"""Claims of what orders ties: known decades, planted layers, wording."""

from __future__ import annotations

import numpy as np
import pytest

from detente.checks import order, registry
from detente.evidence import atlas
from detente.measures.registry import Bench
from detente.model import Claim, Finding, Period
from detente.reading.facets import filled, ordering


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(atlas.open(atlas.bundled_path()))


def ask(bench: Bench, quote: str, first: int, last: int, **details: object) -> Finding:
    claim = filled(
        Claim(
            "c1",
            "p1",
            quote,
            0,
            len(quote),
            "order",
            (),
            "alliance",
            "shift",
            Period(first, last, f"{first}-{last}"),
            details=details,
        )
    )
    return registry.check(claim, bench)


@pytest.mark.parametrize(
    ("quote", "years", "label"),
    [
        ("Ties between states follow regions", (2000, 2014), "supported"),
        ("Alignments rest on trade", (2000, 2014), "contradicted"),
        ("The world is ordered by voting blocs", (1980, 2010), "contradicted"),
        ("Ideology held sway", (1990, 1999), "insufficient_evidence"),
        ("Alignments went from ideological camps to regional ones", (1970, 2014), "partly_supported"),
        ("Alignments went from ideological camps to regional ones", (1980, 2014), "supported"),
        ("Alignments went from regional ones to ideological camps", (1970, 1989), "insufficient_evidence"),
        ("Realignment is the obvious consequence", (2000, 2014), "insufficient_evidence"),
        ("Alignments rest on trade", (2024, 2025), "insufficient_evidence"),
    ],
)
def test_what_ordered_ties(bench, quote, years, label):
    assert ask(bench, quote, *years).label == label


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from ideology to economics", ("voting bloc", "trade")),
        ("regional ties gave way to trade", ("region", "trade")),
        ("based on trade", ("trade", None)),
        ("nothing of the kind", (None, None)),
        ("trade and ideology matter", (None, None)),
    ],
)
def test_the_layers_a_sentence_names(text, expected):
    found = ordering(text)
    assert (found.rules, found.gives_way_to) == expected


def test_shares_against_a_planted_layer():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(4000, 3))
    y = 0.8 * x[:, 1] + 0.1 * x[:, 0] + rng.normal(size=4000)
    shares, explained = order._importance(np.column_stack([x, y]), np.ones((1, 4000)))
    assert shares[0, 1] > 0.9
    assert abs(shares[0].sum() - 1) < 1e-9
    assert abs(explained[0] - 0.65 / 1.65) < 0.04


def test_two_layers_that_say_the_same_share_alike():
    rng = np.random.default_rng(4)
    same = rng.normal(size=5000)
    x = np.column_stack(
        [same + 0.1 * rng.normal(size=5000), same + 0.1 * rng.normal(size=5000), rng.normal(size=5000)]
    )
    shares, _ = order._importance(np.column_stack([x, same + rng.normal(size=5000)]), np.ones((1, 5000)))
    assert abs(shares[0, 0] - shares[0, 1]) < 0.05
    assert shares[0, 2] < 0.02


def test_a_card_says_all_a_card_must(bench):
    found = ask(bench, "Ties between states follow regions", 1950, 2014)
    assert len(found.specifications) >= 6
    assert all(s.low is not None and s.high is not None and s.low <= s.high for s in found.specifications)
    assert any("regime likeness" in x for x in found.limits)
    assert found.would_change
    assert found.counter_reading
    assert found.citations
    assert found.evidence[0].rows
    assert found.chart is not None
    assert {r["layer"] for r in found.chart.data} == set(order.LAYERS)
