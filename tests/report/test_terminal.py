"""The terminal face: signs without colour, any width, hostile text."""

from __future__ import annotations

import dataclasses
import io

import pytest
from report_samples import HOSTILE, of_several, sample_report
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
    for sign in "●◐⇄✕◇?–!":
        assert sign in text
    assert last.startswith("11 claims: 7 tested and decided, 1 open forecast, 1 with too little evidence")
    assert last.endswith("2 sentences not read.")


def test_a_line_says_label_restatement_and_strongest_fact():
    text = " ".join(shown(sample_report(), 111).split())
    for checked in sample_report().checked:
        said = [
            checked.finding.label.replace("_", " ").replace("ill posed", "ill-posed"),
            checked.claim.restatement,
        ]
        places = [
            text.find(one, text.find(f"{checked.claim.id} ")) for one in (*said, checked.finding.reason)
        ]
        assert -1 not in places
        assert places == sorted(places)
    assert "Published 2024-05-11, from the dateline." in text


def test_of_several_pairs_the_one_that_decides_is_said():
    assert "Norway and Sweden: No pact between Norway and Sweden" in shown(of_several(), 200)


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
    empty = dataclasses.replace(sample_report(), checked=(), not_read=())
    assert shown(empty, quiet=True) == "No claim that can be tested was found.\n"
    unread = dataclasses.replace(sample_report(), checked=())
    assert shown(unread).endswith("No claim that can be tested was found. 2 sentences not read.\n")


def test_one_claim_is_singular():
    sample = sample_report()
    one = dataclasses.replace(sample, checked=sample.checked[:1], not_read=sample.not_read[:1])
    assert summary(one) == "1 claim: 1 tested and decided, 1 sentence not read."


@pytest.mark.parametrize("width", [60, 140])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_cannot_drive_the_terminal(hostile, width):
    sample = sample_report()
    checked = dataclasses.replace(
        sample.checked[0],
        claim=dataclasses.replace(sample.checked[0].claim, restatement=hostile, quote=hostile, id="c1"),
        finding=dataclasses.replace(sample.checked[0].finding, reason=hostile),
    )
    document = dataclasses.replace(sample.document, title=hostile)
    text = shown(dataclasses.replace(sample, document=document, checked=(checked,)), width)
    assert not set(text) & set("\x00\x07\x1b\u202e\ud800")
    if hostile == "[bold]markup[/bold]":
        assert hostile in text
