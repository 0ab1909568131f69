"""Facets: what reading takes from the words of a claim beyond kind, roles, direction and period."""

from __future__ import annotations

import pytest

from detente.facets import Facets, Occurrence, Timing
from detente.model import Claim, Document, Part, Role
from detente.reading import facets, find_claims, read_claims, timing


def claim(quote: str, kind: str = "driver", **more: object) -> Claim:
    return Claim("c1", "article", quote, 0, len(quote), kind, **more)  # type: ignore[arg-type]


def test_a_claim_without_words_is_neutral() -> None:
    assert facets.read(claim("")) == Facets()
    assert Claim("c1", "p", "", 0, 0, "trend").facets == Facets()


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (None, Timing()),
        ("in 1990", Timing(named=(1990,))),
        ("After 1979", Timing(opening="after", named=(1979,))),
        ("following 1979", Timing(opening="upon", named=(1979,))),
        ("by 2012", Timing(by_then=True, named=(2012,), deadline=True)),
        ("the early 1990s", Timing(approximate=True)),
        ("until 2002", Timing(until=2002, named=(2002,), deadline=True)),
        ("within five years", Timing(within=5)),
        ("over the next two decades", Timing(within=20)),
        ("in the coming decade", Timing(within=10)),
    ],
)
def test_how_words_bound_a_period(stated: str | None, expected: Timing) -> None:
    assert timing.read(stated) == expected


def test_an_occurrence_holds_who_what_and_when() -> None:
    found = facets.occurrence("the Soviet invasion of Hungary in November 1956")
    assert found is not None
    assert (found.kinds, found.years, found.month, found.own_years) == (("invasion",), (1956,), 11, (1956,))
    assert found.actors == ("state:310", "state:365")
    assert facets.occurrence("event:9-11") == Occurrence(id="event:9-11")
    assert facets.occurrence(None) is None
    entry = facets.occurrence("its accession to the Community")
    assert entry is not None
    assert (entry.accession, entry.community, entry.trade_agreement) == (True, True, False)


@pytest.mark.parametrize(
    ("quote", "amount", "per_cent", "goods"),
    [
        ("It buys all its oil there", "all", None, ("crude",)),
        ("Most of its gas comes from there", "most", None, ("gas", "lng")),
        ("It is the largest buyer of its liquefied gas", "largest", None, ("lng",)),
        ("It buys 40 per cent of its piped gas there", None, 40.0, ("gas",)),
        ("A third of its uranium comes from there", None, 33.0, ("uranium",)),
        ("It buys more than half of its coal there", "most", None, ("coal",)),
    ],
)
def test_the_share_of_a_fuel(
    quote: str, amount: str | None, per_cent: float | None, goods: tuple[str, ...]
) -> None:
    found = facets.read(claim(quote, "energy", topic="energy")).fuel
    assert (found.amount, found.per_cent, found.goods) == (amount, per_cent, goods)


def test_an_attempt_and_its_aim() -> None:
    roles = (Role("GBR", "subject", "Britain"), Role("EGY", "object", "Egypt"))
    found = facets.read(
        claim("Britain failed to hold the Suez canal by force", "influence", actors=roles)
    ).influence
    assert "hold_territory" in found.aims
    assert {"suez", "canal"} <= set(found.matters)
    whole = facets.read(claim("Britain managed to keep Egypt", "influence", actors=roles)).influence
    assert whole.swallowed == ("EGY",)
    assert not facets.read(
        claim("Britain failed to keep Egypt's army out", "influence", actors=roles)
    ).influence.swallowed


def test_every_claim_of_a_text_and_of_a_sentence_has_its_facets() -> None:
    text = "Trade between India and China collapsed after the war of 1962. Laos cannot reach the sea without Thailand."
    found = find_claims(Document(None, (Part("article", "article", text, None, "2010-01-01"),)))
    assert len(found) > 1
    assert all(c.facets == facets.read(c) for c in found)
    sentence = read_claims("Laos cannot reach the sea without Thailand")
    assert all(c.facets == facets.read(c) for c in sentence)
    assert sentence[0].facets.way.statement is not None
