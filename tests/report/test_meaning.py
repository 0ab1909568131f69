"""What a claim was taken to mean, as a sentence."""

from __future__ import annotations

import pytest
from report_samples import sample_report

from detente import reading
from detente.model import Claim, Part, Period, Role
from detente.report import meaning

PAIR = (Role("PAK", "subject", "Islamabad"), Role("USA", "object", "America"))


def claim(kind: str, direction: str | None = None, actors=PAIR, **more) -> Claim:
    return Claim("c1", "article", "q", 0, 1, kind, actors=actors, direction=direction, **more)


FINLAND = (Role("FIN", "subject"), Role("org:NATO", "organisation"))
SWITCH = (PAIR[0], Role("USA", "from"), Role("CHN", "to"))
REBELS = (Role("group:NOBODY", "subject", "the Rebels"), PAIR[1])
THREE = (*PAIR, Role("IND", "object"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (claim("trend", "improve"), "Relations between Pakistan and the United States improved."),
        (
            claim("level", "close", topic="voting"),
            "Pakistan and the United States are close in their votes in the UN General Assembly.",
        ),
        (claim("membership", "join", FINLAND), "Finland joined the North Atlantic Treaty Organization."),
        (claim("realignment", "switch", SWITCH), "Pakistan moved from the United States towards China."),
        (
            claim("trend", "improve", details={"negated": True}),
            "It is not so that relations between Pakistan and the United States improved.",
        ),
        (claim("realignment", "switch"), "Realignment, relation: switch (Pakistan and the United States)."),
        (claim("order", "shift", ()), "The order that ties between states follow has shifted."),
        (claim("value", None, ()), "A judgement of value, which no evidence can settle."),
        (claim("level", "hostile", REBELS), "The Rebels and the United States are hostile to one another."),
        (
            claim("level", "hostile", THREE),
            "Pakistan and the United States and India are hostile to one another.",
        ),
    ],
)
def test_sentences(given, said):
    assert meaning.sentence(given) == said


def test_every_sentence_can_be_filled():
    roles = (
        "subject",
        "object",
        "from",
        "to",
        "organisation",
        "supplier",
        "third",
        "cause",
        "place",
        "comparison",
    )
    actors = tuple(Role(f"x{i}", role, role.upper()) for i, role in enumerate(roles))
    for kind, direction in meaning.SENTENCES:
        said = meaning.sentence(claim(kind, direction, actors))
        assert "{" not in said
        assert not said.startswith(kind.capitalize() + ",")


def test_period_and_speaker():
    assert (
        meaning.period(claim("trend", period=Period(1990, 2001, "in the 1990s")))
        == "1990 to 2001 (“in the 1990s”)"
    )
    assert meaning.period(claim("trend", period=Period(1990, None))) == "From 1990"
    assert meaning.period(claim("trend")) == "No period given"
    assert meaning.speaker(claim("trend"), Part("a", "article", "", "Ann")) == "Ann, the author"
    assert meaning.speaker(claim("trend"), Part("b", "comment", "")) == "a reader"
    assert meaning.speaker(claim("trend", attribution="the ministry"), None) == "the ministry"


def test_braces_in_a_mention_stay_text():
    hostile = claim("level", "close", (Role("group:X", "subject", "{object} {0}"), PAIR[1]))
    assert meaning.sentence(hostile).startswith("{object} {0} and the United States")


def test_slots_name_every_actor_with_its_id():
    shown = dict(meaning.slots(sample_report().checked[2].claim))
    assert shown["from"] == "the United States [USA] “the United States”"
    assert shown["attribution"] == "some"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            "Uzbekistan cannot reach Pakistan by land without crossing Afghanistan.",
            "There is no way from Uzbekistan to Pakistan over land without Afghanistan.",
        ),
        (
            "Norwegian gas can reach Italy without crossing Austria.",
            "There is a way from Norway to Italy for gas without Austria.",
        ),
        (
            "Laos can only reach the sea through Thailand or Vietnam.",
            "There is no way from Laos to the sea without Thailand or Vietnam.",
        ),
        (
            "There is a railway from Poland to Mongolia through Belarus and Russia.",
            "There is a way from Poland to Mongolia by rail through Belarus and Russia.",
        ),
        ("Algeria's border with Morocco is closed.", "The border between Algeria and Morocco is closed."),
        ("Chad is landlocked.", "Chad has no coast on the sea."),
        (
            "Goods from Tashkent to Karachi travel faster by way of China than through Iran.",
            "The way from Tashkent to Karachi is faster through China than through Iran.",
        ),
    ],
)
def test_a_statement_on_ways_is_said_by_its_own_grammar(said, meant):
    assert meaning.sentence(reading.read_claims(said)[0]) == meant


def test_what_was_not_understood_is_not_called_a_judgement_of_value():
    claim = reading.read_claims("The kettle of the seventh ambassador hums.")[0]
    assert "judgement" not in meaning.sentence(claim)
