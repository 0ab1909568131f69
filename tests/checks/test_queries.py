"""The query on a card gives the card's rows: exactly, or as the words after its "--" say."""

from __future__ import annotations

import pytest

from detente import api, transport
from detente.checks import registry
from detente.measures.ask import ask
from detente.model import Claim, Period
from detente.reading.facets import filled
from detente.report.json import plain

SENTENCES = (
    "Norway and Sweden voted alike in the United Nations in the 1990s.",
    "Relations between Chile and Argentina improved between 1985 and 2000.",
    "Relations between Morocco and Spain stayed the same between 1990 and 2005.",
    "Mongolia turned away from the Soviet Union after 1990.",
    "Peru and Chile voted more and more alike between 1980 and 2005.",
    "Croatia joined NATO in 2009.",
    "Finland was not a member of NATO until 2023.",
    "China surpassed Germany in material capabilities between 1980 and 2000.",
    "Most of Angola's arms came from the Soviet Union in the 1980s.",
    "Canada's exports went mostly to the United States in 2010.",
    "Malaysia spread its arms suppliers between 1990 and 2015.",
    "Hungary's growth was linked with Austria's between 1995 and 2015.",
    "Saudi Arabia broke off relations with Canada in 2018.",
    "The war of 1990 drove Iraq and Kuwait apart.",
    "Enmity with Iraq brought Iran and Syria together in the 1980s.",
    "Jordan took Iraq's side against Kuwait in 1990.",
    "The United States could not force Cuba to change its government between 1961 and 1990.",
    "The Lord's Resistance Army was growing in Uganda between 2000 and 2004.",
    "Jordan was short of energy in 2014.",
    "Russia sold gas to Germany in 2012.",
    "Montenegro could join the European Union within ten years.",
    "India and Pakistan may fight another war within five years.",
    "Chad cannot reach the sea without its neighbours.",
    "Kuwait cannot ship its oil to the ocean without the Strait of Hormuz.",
    "The border between Morocco and Algeria was closed in 2010.",
    "Sri Lanka is indebted to China.",
    "Poland depended on Russian gas in 2010.",
    "Vietnam balances between China and the United States.",
    "Relations between the European Union and Turkey improved between 1995 and 2005.",
)  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_query_gives_its_rows(bench, sentence):
    for checked in api.claim(sentence).checked:
        for given in checked.finding.evidence:
            shown = [plain(row) for row in given.rows]
            if not given.query.startswith("SELECT"):
                eval(given.query, {"transport": transport})
                continue
            found = plain(ask(bench, given.query).to_dicts())
            if " -- " not in given.query or "measures." in given.query:
                assert found == shown, given.query
            else:
                assert found or not shown, given.query


def test_the_order_of_the_world_names_a_query_that_runs(bench):
    said = "Ties between states follow regions"
    period = Period(2000, 2014, "2000-2014")
    claim = filled(Claim("c1", "p1", said, 0, len(said), "order", (), "alliance", "shift", period))
    (given,) = registry.check(claim, bench).evidence
    assert len(ask(bench, given.query)) > 1000


def test_a_measure_is_asked_for_by_its_name(bench):
    found = ask(bench, "SELECT * FROM measures.pact_level WHERE ccode1 = 2 AND ccode2 = 20 AND year = 1960")
    assert found.to_dicts() == [{"ccode1": 2, "ccode2": 20, "year": 1960, "value": 3.0}]
    swapped = ask(
        bench, "SELECT value FROM measures.pact_level WHERE ccode1 = 20 AND ccode2 = 2 AND year = 1960"
    )
    assert swapped["value"].to_list() == [3.0]
