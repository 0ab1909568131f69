"""What a card says of a reading: the restatement, its time and where it comes from, who says it and how."""

from __future__ import annotations

import dataclasses

import pytest
from report_samples import sample_report, typed

from detente.model import Claim, Part
from detente.report import meaning, summary

TEXT = "Some say that Pakistan and the United States may drift apart."
STATEMENT = {
    "type": "change",
    "of": {"type": "relation", "a": ["PAK"], "b": ["USA"]},
    "direction": "worsened",
}


def claim(**more) -> Claim:
    return typed(1, TEXT, STATEMENT, text=TEXT, **more)


def test_the_sentence_is_the_restatement():
    for checked in sample_report().checked:
        assert meaning.sentence(checked.claim) == checked.claim.restatement
    assert meaning.sentence(dataclasses.replace(claim(), restatement="")) == TEXT


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ({}, "No time is said"),
        (
            {"from": "1990", "to": "2001", "words": "in the 1990s"},
            "From 1990 to 2001 (“in the 1990s”), stated in the text",
        ),
        ({"from": "1990"}, "Since 1990, stated in the text"),
        (
            {"from": "2010", "to": "2012", "origin": "inferred"},
            "From 2010 to 2012, inferred from the text around it",
        ),
        ({"from": "2017", "to": "2017", "origin": "article"}, "In 2017, taken from the date of the article"),
    ],
)
def test_the_period_says_where_it_comes_from(period, said):
    assert meaning.period(claim(period=period)) == said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Stated as a fact"),
        ({"modality": "predicted", "likelihood": "almost_certain"}, "Predicted, almost certain"),
        ({"modality": "able"}, "Said to be within somebody's power"),
        ({"modality": "possible"}, "Held to be possible"),
        ({"modality": "recommended"}, "A recommendation"),
        ({"modality": "asked"}, "Asked"),
    ],
)
def test_how_sure_it_is_said(more, said):
    assert meaning.modality(claim(**more)) == said


def test_who_says_it_and_whether_the_author_stands_by_it():
    assert meaning.said_by(claim(), Part("a", "article", "", "Ann")) == "Said by Ann, the author"
    assert meaning.said_by(claim(), Part("b", "comment", "")) == "Said by a reader"
    other = claim(speaker="the ministry", stance="rejected")
    assert meaning.said_by(other, None) == "Said by the ministry; the author rejects it"
    assert (
        meaning.said_by(claim(speaker="some", stance="endorsed"), None)
        == "Said by some; the author shares it"
    )


def test_slots_name_every_slot_by_its_path():
    shown = dict(meaning.slots(claim(period={"from": "1990", "to": "2001"})))
    assert shown["statement of a ids"] == "Pakistan"
    assert shown["statement of b ids"] == "the United States"
    assert shown["statement direction"] == "worsened"
    assert shown["period from"] == "1990"
    assert "quote" not in shown


def test_untested_words_are_named_on_one_line():
    (checked, *_) = sample_report().checked
    left = claim(untested=("Some say", "may"))
    assert summary.untested_note(dataclasses.replace(checked, claim=left)) == "Not tested: “Some say”, “may”."
    assert summary.untested_note(checked) == ""


def test_a_claim_without_types_is_still_shown():
    old = Claim("c1", "article", "q", 0, 1, "level")
    assert meaning.sentence(old) == "q"
    assert meaning.slots(old)[0] == ("kind", "level")
    assert meaning.period(old) == "No period given"
