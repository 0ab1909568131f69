"""The grammar of statements on ways: ends, gatekeepers and polarity from the sentence, and what the map then says."""

from __future__ import annotations

import pytest

from detente import api
from detente.checks.registry import Context, check
from detente.reading import read_sentence
from detente.reading.routes import grammar, things


def read(text, given=(), year=2015, kind="necessity"):
    return grammar.read(things.sentence(text, tuple(given), year), kind)


@pytest.mark.parametrize(
    ("text", "asks", "true", "origin", "goal", "keepers"),
    [
        ("Eswatini cannot get its sugar to the sea without crossing Mozambique or South Africa",
         "required", True, "SWZ", "ocean", ("MOZ", "ZAF")),
        ("Malawi's only outlet to the sea is through Mozambique", "required", True, "MWI", "ocean", ("MOZ",)),
        ("Malawi's only outlet to the sea is not through Mozambique", "required", False, "MWI", "ocean", ("MOZ",)),
        ("Oman's tankers do not have to pass through Hormuz to reach the ocean",
         "required", False, "OMN", "ocean", ("hormuz",)),
        ("Turkmenistan can reach the open sea by land without setting foot in Iran", "without", True, "TKM", "ocean", ("IRN",)),
        ("There is no land route from Brazil to Chile that bypasses Argentina", "required", True, "BRA", "CHL", ("ARG",)),
        ("There is no land route from Brazil to Chile that does not cross Argentina", "required", True, "BRA", "CHL", ("ARG",)),
        ("Moldova is cut off from the Black Sea by Ukraine and Romania", "required", True, "MDA", "black-sea", ("UKR", "ROU")),
        ("A vessel bound from Jakarta to Mumbai need not use the Strait of Malacca",
         "required", False, "jakarta", "mumbai", ("malacca",)),
        ("Ships from Sydney to Shanghai cannot avoid the Torres Strait", "required", True, "sydney", "shanghai", ("torres",)),
        ("If Hormuz were shut, no tanker from Kuwait could leave for the ocean", "required", True, "KWT", "ocean", ("hormuz",)),
        ("If Hormuz were shut, Omani tankers could still reach the ocean", "required", False, "OMN", "ocean", ("hormuz",)),
        ("Suez is the only way by which ships can pass between Britain and Australia",
         "required", True, "GBR", "AUS", ("suez",)),
        ("Mali has no alternative to Senegal if it wants to get its exports to the sea",
         "required", True, "MLI", "ocean", ("SEN",)),
        ("Niger cannot truck its goods to a port unless Nigeria lets them through", "required", True, "NER", "ocean", ("NGA",)),
        ("Bolivia has no road to the sea on which it need not cross foreign soil", None, None, None, None, None),
        ("Hungary gets Russian gas by pipeline solely via Ukraine", "required", True, "RUS", "HUN", ("UKR",)),
        ("Laos can send goods to the sea through Vietnam", "through", True, "LAO", "ocean", ("VNM",)),
        ("Bhutan lies enclosed between India and China, and its lorries must cross one of them to reach a port",
         "required", True, "BTN", "ocean", ("IND", "CHN")),
    ],
)  # fmt: skip
def test_who_must_be_passed_and_whether_it_is_said(text, asks, true, origin, goal, keepers):
    found = read(text)
    if asks is None:
        assert found is None
        return
    assert found is not None
    assert (found.asks, found.true, found.origin, found.goal, found.keepers) == (
        asks,
        true,
        origin,
        goal,
        keepers,
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kyrgyzstan must cross at least one other state to get its goods to the sea", (">=", 1)),
        ("Armenia needs to cross only one country to reach a seaport by land", ("<=", 1)),
        ("Liechtenstein cannot reach the sea without crossing two states", (">=", 2)),
        ("Slovakia can be reached from the Adriatic by crossing no more than two other states", ("<=", 2)),
    ],
)
def test_a_number_of_states_to_cross(text, count):
    found = read(text)
    assert found is not None
    assert (found.asks, found.true, found.count) == ("least", True, count)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("Serbia has had no coast of its own since Montenegro left the union in 2006", True),
        ("Croatia is a landlocked country", True),
        ("Croatia is not landlocked", False),
        ("Bosnia and Herzegovina has a coast", False),
    ],
)
def test_a_coast_or_none(text, true):
    found = read(text)
    assert found is not None
    assert (found.asks, found.true) == ("landlocked", true)


def test_what_the_grammar_leaves_in_doubt_is_not_guessed():
    assert (
        read("The route through Iran is shorter than the route through Russia from India to Finland") is None
    )
    assert read("Most Zambian copper goes through Tanzania") is None
    assert read("Peru must ponder Bolivia") is None


@pytest.fixture(scope="module")
def label():
    bench = api.bench()

    def ask(text, kind, actors, first, last):
        claim = read_sentence(text, actors=actors, years=(first, last), kind=kind)
        return check(claim, bench, Context(2025)).label

    return ask


YES, NO = "supported", "contradicted"


@pytest.mark.parametrize(
    ("text", "kind", "actors", "first", "last", "expected"),
    [
        ("Azerbaijani oil can reach the Mediterranean only across Russian territory",
         "necessity", ["AZE", "RUS"], 2007, 2020, NO),
        ("South Sudan's oil has no pipeline to the sea except across Sudan", "necessity", ["SSD", "SDN"], 2012, 2020, YES),
        ("Kazakh crude has no way out to the world market that does not lead over Russian soil",
         "necessity", ["KAZ", "RUS"], 2008, 2020, NO),
        ("Vessels from Aqaba must go by way of the Straits of Tiran to reach the Red Sea",
         "necessity", ["JOR", "EGY"], 1970, 2020, YES),
        ("Finnish ships can reach the North Sea without using the Danish straits",
         "necessity", ["FIN", "DNK"], 1990, 2020, YES),
        ("Finnish ships have no natural way to the North Sea but the Danish straits",
         "necessity", ["FIN", "DNK"], 1990, 2020, YES),
        ("Uganda's traffic to the Indian Ocean has to run through Kenya", "necessity", ["UGA", "KEN"], 1990, 2020, NO),
        ("South Sudan has been landlocked since it left Sudan", "necessity", ["SSD", "SDN"], 2011, 2020, YES),
        ("Canada borders no country but the United States", "necessity", ["CAN", "USA"], 1950, 2020, YES),
        ("While Suez was closed, ships from India to Italy had to sail round the Cape of Good Hope",
         "necessity", ["IND", "ITA"], 1968, 1974, YES),
        ("Power of Siberia was delivering Russian gas to China by 2016", "connectivity", ["RUS", "CHN"], 2016, 2016, NO),
        ("A causeway has joined Bahrain to the Saudi mainland since 1986", "connectivity", ["BHR", "SAU"], 1986, 2020, YES),
        ("No bridge or tunnel links Morocco with Spain", "connectivity", ["MAR", "ESP"], 1990, 2020, YES),
        ("Turkey and Armenia have kept their border open to trade since 1993", "connectivity", ["TUR", "ARM"], 1994, 2020, NO),
        ("The Druzhba pipeline brings Russian oil to Hungary across Ukraine",
         "connectivity", ["RUS", "HUN", "UKR"], 2000, 2020, YES),
        ("South Stream was never built", "connectivity", ["RUS", "BGR"], 2015, 2020, YES),
        ("Myanmar gives China an oil pipeline that avoids the Strait of Malacca",
         "connectivity", ["MMR", "CHN"], 2018, 2020, YES),
        ("A direct rail line has joined Iran and Afghanistan since 2005", "connectivity", ["IRN", "AFG"], 2005, 2019, NO),
    ],
)  # fmt: skip
def test_the_map_answers(label, text, kind, actors, first, last, expected):
    assert label(text, kind, actors, first, last) == expected
