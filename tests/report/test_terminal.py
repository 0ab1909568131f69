"""The terminal face: signs without colour, any width, hostile text."""

from __future__ import annotations

import dataclasses
import io

import pytest
from report_samples import HOSTILE, sample_report
from rich.cells import cell_len
from rich.console import Console

from detente import report
from detente.report.terminal import summary


def shown(sample, width=140, quiet=False, **options) -> str:
    out = io.StringIO()
    report.render_terminal(sample, Console(file=out, width=width, **options), quiet=quiet)
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 111, 112, 140, 200])
def test_every_claim_is_there_and_no_line_is_wider_than_the_terminal(width):
    text = shown(sample_report(), width)
    *table, last = text.rstrip("\n").split("\n")
    assert all(cell_len(line.rstrip()) <= width for line in table)
    for checked in sample_report().checked:
        assert checked.claim.id in text
    for sign in "●◐⇄✕?–!":
        assert sign in text
    assert last.startswith("11 claims: 5 supported, 1 partly supported, 1 contested")


def test_probability_stands_apart_from_the_reason():
    assert "Probability 8 per cent" in shown(sample_report(), 200)


def test_quiet_prints_the_counts_only():
    assert shown(sample_report(), quiet=True) == summary(sample_report()) + "\n"


def test_no_colour_where_none_is_wanted(monkeypatch):
    assert "\x1b[" in shown(sample_report(), force_terminal=True, color_system="standard")
    monkeypatch.setenv("NO_COLOR", "1")
    text = shown(sample_report(), force_terminal=True, color_system="standard")
    assert not any(f"\x1b[{code}m" in text for code in ("31", "34", "1;34", "1;31", "36", "35", "33"))


def test_no_claims_are_said_in_words():
    empty = dataclasses.replace(sample_report(), checked=())
    assert shown(empty) == "No claim that can be tested was found.\n"


def test_one_claim_is_singular():
    one = dataclasses.replace(sample_report(), checked=sample_report().checked[:1])
    assert summary(one) == "1 claim: 1 supported."


@pytest.mark.parametrize("width", [60, 140])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_cannot_drive_the_terminal(hostile, width):
    sample = sample_report()
    checked = dataclasses.replace(
        sample.checked[0],
        claim=dataclasses.replace(sample.checked[0].claim, quote=hostile, id="c1"),
        finding=dataclasses.replace(sample.checked[0].finding, reason=hostile),
    )
    document = dataclasses.replace(sample.document, title=hostile)
    text = shown(dataclasses.replace(sample, document=document, checked=(checked,)), width)
    assert not set(text) & set("\x00\x07\x1b\u202e\ud800")
    if hostile == "[bold]markup[/bold]":
        assert hostile in text
