"""Plain names of measures, and numbers as a sentence says them."""

from __future__ import annotations

import pytest

from detente.measures import words


def test_every_measure_and_its_source_has_a_plain_name(bench):
    for measure in bench.measures.values():
        assert words.named(measure.name) != measure.name
        assert "_" not in words.unit(measure.unit)
        assert words.source(measure.source) != measure.source


@pytest.mark.parametrize(
    ("value", "said"),
    [(1.26e13, "12.6 trillion"), (0.0735, "0.0735"), (-1.67, "−1.67"), (0, "0"), (2606.2, "2,606"),
     (2.3e-6, "less than 0.0001"), (148.0, "148"), (-0.5, "−0.5")],
)  # fmt: skip
def test_amounts(value, said):
    assert words.amount(value) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.234, "23.4 per cent"), (0.0059, "0.59 per cent"), (2.27e-6, "less than 0.01 per cent")],
)
def test_shares(share, said):
    assert words.per_cent(share) == said


def test_a_measure_without_a_name_is_said_by_its_own_words():
    assert words.named("gas_self_sufficiency") == "gas self sufficiency"
    assert (
        words.named("un_agreement, first pair less second") == "agreement in UN votes, first pair less second"
    )
    assert words.unit("ratio of constant USD") == "times (ratio of constant USD)"
