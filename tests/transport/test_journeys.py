"""Journeys as railways, corridor authorities and sea tables publish them, held against the network.

`journeys.csv` gives km, and hours where an operator publishes those of freight or of the line's only timetable; `used` marks
figures that stand in the network's own tables and so prove nothing but that the line is found.
"""

from __future__ import annotations

import csv
import statistics
from pathlib import Path

import pytest

from detente import transport
from detente.transport import network, paths
from detente.transport.tables import rows

with (Path(__file__).parent / "journeys.csv").open(encoding="utf-8", newline="") as file:
    JOURNEYS = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def found():
    return [transport.route(r["from"], r["to"], r["mode"], 2023) for r in JOURNEYS]


def test_every_published_journey_is_found(found):
    assert [f"{a.start}-{a.end}: {a.reason}" for a in found if not a.routes] == []


def test_kilometres_are_those_published(found):
    own = [
        abs(a.routes[0].km / float(r["km"]) - 1)
        for a, r in zip(found, JOURNEYS, strict=True)
        if r["km"] and not r["used"]
    ]
    assert len(own) >= 30
    assert statistics.median(own) < 0.05
    assert max(own) < 0.16


def test_hours_are_near_those_published(found):
    errors = [
        abs(a.routes[0].hours / float(r["hours"]) - 1)
        for a, r in zip(found, JOURNEYS, strict=True)
        if r["hours"] and not r["used"]
    ]
    assert len(errors) >= 6
    assert statistics.median(errors) < 0.2


def test_every_railway_between_states_that_is_in_use_can_be_used():
    """Links named in `links.csv` as operating have an open crossing by rail between two of their states."""
    net = network.load(2023)
    open_ = paths.open_edges(paths.Filter(2023, ("rail",)))
    ends = {int(v) for e in open_ if net.kind[e] == network.LEG for v in (net.u[e], net.v[e])}
    joined = {
        frozenset(net.places[net.vertex_place[x]].state for x in (net.u[e], net.v[e]))
        for e in open_
        if net.kind[e] == network.BORDER and int(net.u[e]) in ends and int(net.v[e]) in ends
    }
    lost = []
    for r in rows("links.csv"):
        states = set(r["states"].split(";"))
        closed = r["open_to"].isdigit() and int(r["open_to"]) <= 2023
        begun = not r["open_from"].isdigit() or int(r["open_from"]) <= 2023
        used = r["mode"] == "rail" and r["status"] == "operating" and begun and not closed
        if used and len(states) > 1 and not any(pair <= states for pair in joined if len(pair) == 2):
            lost.append(r["id"])
    assert lost == []


def test_every_journey_names_its_source():
    assert [r for r in JOURNEYS if not r["source"]] == []


def test_the_metre_gauge_of_a_line_is_its_own_and_a_closed_line_is_closed():
    closed = transport.route("La Paz", "Arica", "rail", 2023)
    assert closed.routes == ()
    then = transport.route("La Paz", "Arica", "rail", 1990).routes[0]
    assert {leg.mode for leg in then.legs} == {"rail1000"}
    assert then.legs[0].change == ""


def test_no_voyage_joins_ports_that_take_no_cargo_from_one_another():
    way = transport.route("Tashkent", "Mundra", None, 2023).routes[0]
    sea = [leg for leg in way.legs if leg.mode == "sea"]
    assert sea
    assert way.states[way.states.index("IND") - 1] != "PAK"
    before = transport.route("Karachi", "Mumbai", "sea", 2015).routes
    assert before
    after = transport.route("Karachi", "Mumbai", "sea", 2023)
    assert after.routes == ()
    assert "ports of PAK and IND" in after.reason
    anyway = transport.route("Karachi", "Mumbai", "sea", 2023, ignore_closures=True)
    assert anyway.routes


def test_a_ship_may_pass_the_coast_of_a_state_it_may_not_call_at():
    """Haifa to Piraeus and to Mersin run along shut coasts; only loading and unloading there is barred."""
    assert transport.route("Haifa", "Piraeus", "sea", 2023).routes
    assert frozenset(("ISR", "LBN")) in network.sea_closed(2023)


def test_hours_run_from_departure_to_arrival():
    """A straight voyage has no port dwell; a change on the way counts."""
    sea = transport.route("Singapore", "Rotterdam", "sea", 2023).routes[0]
    assert sea.hours < sea.km / 20
    both = transport.route("Almaty", "Rotterdam", "rail,sea", 2023).routes[0]
    assert any("to sea" in leg.change for leg in both.legs) == any(leg.mode == "sea" for leg in both.legs)


def test_the_default_compares_by_hours_and_says_both():
    fast = transport.route("Moscow", "Vladivostok", "rail").routes[0]
    short = transport.route("Moscow", "Vladivostok", "rail", weigh="km").routes[0]
    assert fast.hours < short.hours
    assert fast.km > short.km
    assert "CHN" not in fast.states
