"""Words and numbers that every face shares."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import HOSTILE

from detente import report
from detente.model import Probability
from detente.report import text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        (math.nan, "–"),
        (0, "0"),
        (-0.0, "0"),
        (0.18449, "0.184"),
        (-0.0204, "−0.0204"),
        (1.5, "1.5"),
        (12.345, "12.3"),
        (999.6, "1,000"),
        (1234.5, "1,234"),
        (999_999, "999,999"),
        (12_600_000, "12.6 mn"),
        (-2.5e9, "−2.5 bn"),
        (1.26e13, "12.6 tn"),
    ],
)
def test_numbers_for_reading(value, said):
    assert text.number(value) == said


@given(st.floats(-1e12, 1e12).filter(lambda v: abs(v) > 1e-9 or v == 0))
def test_a_number_for_reading_keeps_three_digits(value):
    said, factor = text.number(value), 1.0
    for size, name in text.LARGE:
        if said.endswith(name):
            said, factor = said.removesuffix(name), size
    assert float(said.replace(",", "").replace("−", "-")) * factor == pytest.approx(value, rel=6e-3)


@pytest.mark.parametrize(
    ("percentile", "said"),
    [
        (None, ""),
        (93.4, "stronger than 93 of 100 placebo cases"),
        (0.2, "further against the claim than 99 of 100 placebo cases"),
        (99.6, "stronger than all but 1 in 100 placebo cases"),
        (100.0, "stronger than every placebo case"),
    ],
)
def test_ranks_never_round_up_to_certainty(percentile, said):
    assert text.rank(percentile) == said


def test_letters_count_on_after_z():
    assert [text.letter(i) for i in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_a_chance_is_said_with_its_interval_and_band():
    said = text.chance(Probability(0.08, 0.02, 0.21, "very unlikely"))
    assert said == "Probability 8 per cent (95 per cent interval 2 to 21): very unlikely."


@given(st.text() | st.sampled_from(HOSTILE))
def test_visible_text_holds_nothing_that_hides_or_turns(value):
    shown = text.visible(value)
    shown.encode("utf-8")
    assert text.visible(shown) == shown
    assert not set(shown) & set("\x00\x1b\r\u200e\u202e\u2066\ufffe")


@given(st.text(), st.integers(4, 60))
def test_shortened_text_fits_and_is_one_line(value, width):
    short = text.shorten(value, width)
    assert len(short) <= width
    assert "\n" not in short


def test_catalogue_entries_become_flat_sources():
    catalogue = {
        "b": {
            "title": "B",
            "key": "k2",
            "tables": {"t": {"coverage": [1946, 2023]}, "u": {"coverage": None}},
        },
        "a": {
            "title": "A",
            "version": "1",
            "key": "k1",
            "bibtex": "@misc{k1}",
            "inputs": {"f": "hash"},
            "tables": {},
        },
    }
    assert report.from_catalogue(catalogue) == (
        {
            "id": "a",
            "title": "A",
            "version": "1",
            "bibtex": "@misc{k1}",
            "citation_key": "k1",
            "first": None,
            "last": None,
        },
        {"id": "b", "title": "B", "citation_key": "k2", "first": 1946, "last": 2023},
    )
