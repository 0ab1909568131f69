"""Deeds of reaction, standing in organisations and forecasts, read from free sentences and put to the record."""

from __future__ import annotations

import pytest

from detente.checks import registry
from detente.evidence import atlas
from detente.measures.registry import Bench
from detente.reading.claims import read_sentence


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(atlas.open(atlas.bundled_path()))


@pytest.mark.parametrize(
    ("sentence", "kind", "label"),
    [
        (
            "Athens severed its relations with Washington over the Cyprus crisis in 1974",
            "reaction",
            "contradicted",
        ),
        (
            "Vienna responded to the invasion of Ukraine by applying to NATO in 2022",
            "reaction",
            "contradicted",
        ),
        (
            "Helsinki responded to the invasion of Ukraine by applying to NATO in 2022",
            "reaction",
            "supported",
        ),
        (
            "Ankara cut off diplomatic relations with Paris over the Armenian law in 2011",
            "reaction",
            "contradicted",
        ),
        ("Norway did not enter NATO until 1955", "membership", "contradicted"),
        ("Portugal did not enter the United Nations until 1955", "membership", "supported"),
        ("Oman stayed outside OPEC in the 1990s", "membership", "supported"),
        ("Sweden was using the euro in 2010", "membership", "contradicted"),
        ("Slovenia and Malta were using the euro by 2008", "membership", "supported"),
        ("Slovenia and the Czechs were using the euro by 2008", "membership", "contradicted"),
        (
            "Ukraine was one of the founders of the Shanghai Cooperation Organisation",
            "membership",
            "contradicted",
        ),
        ("Tashkent had quit the Commonwealth of Independent States by 2010", "membership", "contradicted"),
        ("Ireland was out of NATO for most of the Cold War", "membership", "supported"),
        (
            "In 2000 Maltese membership of the European Union within five years was likely",
            "possibility",
            "supported",
        ),
        ("In 2006 it was certain that Belarus would be inside the WTO by 2015", None, "contradicted"),
    ],
)
def test_what_was_said_to_be_done(bench, sentence, kind, label):
    claim = read_sentence(sentence)
    found = registry.check(claim, bench)
    assert (claim.kind if kind else None, found.label) == (kind, label), found.reason


def test_a_broken_off_tie_is_read_behind_another_deed():
    claim = read_sentence(
        "Denmark withdrew its envoy and broke off relations with Moscow over the crushing of the Hungarian revolt",
        actors=("DNK", "SUN"),
        years=(1956, 1957),
        kind="reaction",
    )
    assert (claim.direction, claim.details["severed"]) == ("break", True)
    assert claim.role("object") == "SUN"
