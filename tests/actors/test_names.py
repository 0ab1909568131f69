"""Names to actors: dated, ambiguous, abbreviated, inflected; and the list for the matcher."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import actors
from detente.actors._fold import fold
from detente.actors._tables import actors as all_actors
from detente.errors import UnknownActorError

# Phrases that several actors bear on purpose: told apart by date, or the first is the default.
INTENDED = {
    "Austria": "AUT", "Austrian": "AUT", "Austrians": "AUT", "Vienna": "AUT",
    "Hungary": "HUN", "Hungarian": "HUN", "Hungarians": "HUN", "Budapest": "HUN",
    "Czech": "CZE", "Czechs": "CZE", "Prague": "CZE", "Slovak": "SVK", "Slovaks": "SVK",
    "Republic of China": "TWN", "ROC": "TWN", "Nationalist China": "TWN",
    "Korea": "KOR", "Korean": "KOR", "Koreans": "KOR", "Seoul": "KOR",
    "Vietnam": "VNM", "Vietnamese": "VNM",
    "European Economic Community": "org:EU",
    "Johnson": None, "Eduard Shevardnadze": "GEO", "Ali Abdullah Saleh": "YEM", "Saleh al-Hashidi": "YEM",
    "Chiang Kai-shek": "TWN", "Chiang Kai-Shek": "TWN", "Chiang": "TWN", "Jiang Jieshi": "TWN",
    "Vaclav Havel": "CZE", "Havel": "CZE",
}  # fmt: skip


def found(mention: str, year: int | None = None) -> str | None:
    """Id of what the mention resolves to."""
    actor = actors.resolve(mention, year)
    return actor.id if actor else None


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("US", "USA"), ("U.S.", "USA"), ("U.S.'s", "USA"), ("USA", "USA"), ("America", "USA"),
        ("the States", "USA"), ("Americans", "USA"), ("Washington", "USA"), ("the White House", "USA"),
        ("White House", "USA"), ("the Pentagon", "USA"), ("US-led Coalition", "USA"),
        ("American-led", "USA"), ("Obama", "USA"), ("President Trump", "USA"),
        ("the Trump administration", "USA"), ("former President Carter", "USA"), ("UK", "GBR"),
        ("Britain", "GBR"), ("Great Britain", "GBR"), ("Downing Street", "GBR"), ("Whitehall", "GBR"),
        ("the Elysée", "FRA"), ("Élysée", "FRA"), ("Elysee", "FRA"), ("Holland", "NLD"),
        ("the Dutch", "NLD"), ("Burma", "MMR"), ("Myanmar", "MMR"), ("Ivory Coast", "CIV"),
        ("Côte d’Ivoire", "CIV"), ("Cote d'Ivoire", "CIV"), ("UAE", "ARE"), ("the DPRK", "PRK"),
        ("North Korea", "PRK"), ("South Korean", "KOR"), ("Korea", "KOR"), ("PRC", "CHN"),
        ("ROC", "TWN"), ("Taipei", "TWN"), ("Beijing", "CHN"), ("Moscow", "RUS"),
        ("the Kremlin", "RUS"), ("the Federation", "RUS"), ("Russian Federation", "RUS"),
        ("Soviet", "SUN"), ("the Soviets", "SUN"), ("the Soviet camp", "SUN"),
        ("former Soviet Union", "SUN"), ("Islamabad", "PAK"), ("Pakistanis", "PAK"),
        ("Pakistan's", "PAK"), ("the government of Pakistan", "PAK"), ("New Delhi", "IND"),
        ("Tehran", "IRN"), ("Saudi", "SAU"), ("Georgia", "GEO"), ("Congo", "COD"),
        ("Congo-Brazzaville", "COG"), ("Republic of the Congo", "COG"), ("Niger", "NER"),
        ("Nigeria", "NGA"), ("Dominica", "DMA"), ("Dominican", "DOM"), ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"), ("Equatorial Guinea", "GNQ"), ("Papua New Guinea", "PNG"),
        ("Chad", "TCD"), ("Turkey", "TUR"), ("Türkiye", "TUR"), ("China", "CHN"), ("Taiwan", "TWN"),
        ("Korea (North)", "PRK"), ("Vietnam (South)", "VDR"), ("Yemen (Aden)", "YMD"), ("Georgia (country)", "GEO"),
        ("Congo (Rep.)", "COG"), ("Congo, Dem. Rep.", "COD"), ("Burma (Myanmar)", "MMR"), ("GFR", "DEU"),
        ("St. Kitts & Nevis", "KNA"), ("Cote d´Ivoire", "CIV"), ("Bosnia and Herz.", "BIH"),
        ("Polish", "POL"), ("Iran (Islamic Republic of)", "IRN"),
        ("Bolivia (Plurinational State of)", "BOL"), ("St Lucia", "LCA"), ("West Germany", "DEU"),
        ("East Germany", "DDR"), ("South Vietnam", "VDR"), ("North Yemen", "YAR"),
        ("South Yemen", "YMD"), ("Ottoman Empire", "TUR"), ("Austria-Hungary", "AUH"),
        ("Central Asian Republics", "bloc:central-asia"), ("Central Asia", "bloc:central-asia"),
        ("South Asia", "bloc:south-asia"), ("the West", "bloc:west"), ("Western forces", "bloc:west"),
        ("the Gulf states", "bloc:gulf"), ("Gulf states", "bloc:gulf"),
        ("Eastern bloc", "bloc:soviet-bloc"), ("NATO", "org:NATO"), ("the EU", "org:EU"),
        ("EEC", "org:EU"), ("Shanghai Cooperation Organization", "org:SCO"), ("OAU", "org:OAU"),
        ("G-7", "org:G7"), ("Quad", "org:QUAD"), ("WHO", "org:WHO"), ("CPEC", "org:CPEC"),
        ("China Pakistan Economic Corridor", "org:CPEC"),
        ("China–Pakistan Economic Corridor", "org:CPEC"),
        ("North-South pipeline", "org:NORTH_SOUTH_PIPELINE"), ("One Belt One Road", "org:BRI"),
        ("ISIS", "group:ISIS"), ("Daesh", "group:ISIS"), ("Islamic State", "group:ISIS"),
        ("ISIS-K", "group:ISIS_K"), ("Afghan Taliban", "group:TALIBAN"),
        ("the Taliban", "group:TALIBAN"), ("TTP", "group:TTP"),
        ("Afghan resistance", "group:MUJAHIDEEN"), ("Houthi", "group:HOUTHIS"), ("PAK", "PAK"),
        ("bloc:west", "bloc:west"),
    ],
)  # fmt: skip
def test_mentions_without_a_date(mention: str, expected: str) -> None:
    assert found(mention) == expected


@pytest.mark.parametrize(
    ("mention", "year", "expected"),
    [
        ("Russia", 1975, "SUN"),
        ("Russian", 1985, "SUN"),
        ("Moscow", 1962, "SUN"),
        ("the Kremlin", 2014, "RUS"),
        ("Russia", 1905, "RUS"),
        ("Soviet Union", 2005, "SUN"),
        ("Czechoslovakia", 2005, "CSK"),
        ("Prague", 1968, "CSK"),
        ("Prague", 2010, "CZE"),
        ("Germany", 1975, "DEU"),
        ("Bonn", 1975, "DEU"),
        ("Serbia", 1999, "YUG"),
        ("Belgrade", 1975, "YUG"),
        ("Belgrade", 2015, "SRB"),
        ("Yemen", 1980, "YAR"),
        ("Republic of China", 1935, "CHN"),
        ("Republic of China", 1960, "TWN"),
        ("Chiang Kai-shek", 1940, "CHN"),
        ("Chiang Kai-shek", 1955, "TWN"),
        ("Karachi", 1950, "PAK"),
        ("Karachi", 2010, None),
        ("Karachi", None, None),
        ("Johnson", 1966, "USA"),
        ("Johnson", 2020, "GBR"),
        ("Johnson", 1990, None),
        ("Gorbachev", 1988, "SUN"),
        ("Gorbachev", 2005, None),
        ("Azerbaijan", 1950, "AZE"),
        ("Austria", 1900, "AUH"),
        ("Austria", 1960, "AUT"),
        ("Korea", 1900, "KOE"),
        ("Bavaria", 1850, "BAV"),
        ("Bavaria", None, None),
        ("Tibet", 2008, None),
    ],
)
def test_mentions_in_a_year(mention: str, year: int | None, expected: str | None) -> None:
    assert found(mention, year) == expected


@pytest.mark.parametrize(
    "mention",
    ["us", "turkey", "polish", "china", "who", "eco", "chad", "the west", "", " ", "the", "'s", "x" * 10**6],
)
def test_everyday_words_and_nothing_are_no_actor(mention: str) -> None:
    assert found(mention) is None


@pytest.mark.parametrize(
    ("mention", "said"),
    [
        ("Georgia (US)", "did you mean"), ("New Mexico", "part of the United States"), ("Washington State", "part of"),
        ("Samoa (American)", "Samoa"), ("Northern Ireland", "United Kingdom"), ("Zzyzx", "ISO alpha-3"),
    ],
)  # fmt: skip
def test_what_is_no_actor_is_refused_with_a_hint_that_helps(mention: str, said: str) -> None:
    assert found(mention) is None
    with pytest.raises(UnknownActorError, match=said):
        actors.get(mention)


@pytest.mark.parametrize(
    "mention", ["pakistan", "russia", "nato", "soviet union", "usa", "new delhi", "daesh"]
)
def test_lower_case_will_do_where_it_means_nothing_else(mention: str) -> None:
    assert found(mention) is not None


@given(st.text(max_size=60), st.none() | st.integers())
def test_resolve_takes_any_text_and_year(mention: str, year: int | None) -> None:
    actor = actors.resolve(mention, year)
    assert actor is None or actors.get(actor.id) is actor


@pytest.mark.parametrize(
    "wrapping",
    ["the {}", "{}'s", "{}’s", " {} ", "the {} government", "former {}", "{}-led", "the {}-led", "{},"],
)
def test_every_phrase_survives_its_wrapping(wrapping: str) -> None:
    changed = {
        text: found(wrapping.format(text))
        for text, actor_id, _ in actors.mentions()
        if found(wrapping.format(text)) != actor_id
    }
    meant = {"Yugoslavia": "bloc:ex-yugoslavia"} if wrapping == "former {}" else {}
    assert changed == meant


@given(st.sampled_from(actors.phrases()), st.integers(1816, 2025))
def test_a_dated_phrase_means_its_actor_in_its_years(phrase: actors.Phrase, year: int) -> None:
    if phrase.dated and phrase.covers(year):
        same = [
            p
            for p in actors.phrases()
            if fold(p.phrase) == fold(phrase.phrase) and p.dated and p.covers(year)
        ]
        actor = actors.resolve(phrase.phrase, year)
        assert actor is not None
        assert actor.id in {p.id for p in same}


def test_shared_phrases_are_the_intended_ones() -> None:
    bearers: dict[str, set[str]] = {}
    for phrase in actors.phrases():
        bearers.setdefault(fold(phrase.phrase), set()).add(phrase.id)
    assert {text for text, ids in bearers.items() if len(ids) > 1} == set(INTENDED)
    assert {text: found(text) for text in INTENDED} == INTENDED


def test_mentions_are_sorted_unique_and_resolve_to_themselves() -> None:
    rows = actors.mentions()
    texts = [text for text, _, _ in rows]
    assert texts == sorted(set(texts))
    assert {kind for _, _, kind in rows} == {
        "name", "demonym", "capital", "government", "leader", "organisation", "group", "bloc",
    }  # fmt: skip
    for text, actor_id, _ in rows:
        assert found(text) == actor_id, text


def test_mentions_hold_no_everyday_word_or_bare_letter() -> None:
    texts = {text for text, _, _ in actors.mentions()}
    assert not texts & {
        "us",
        "turkey",
        "china",
        "polish",
        "who",
        "Kingston",
        "Georgetown",
        "Karachi",
        "the",
        "",
    }
    assert all(len(text) > 1 and "*" not in text and text == text.strip() for text in texts)


def test_every_current_state_has_a_demonym_name_and_capital_on_record() -> None:
    for actor in all_actors().values():
        if actor.kind == "state" and actor.end is None and actor.id not in ("VAT", "SGP"):
            assert actor.adjective, actor.id
            assert actor.capital, actor.id
            assert found(actor.name) == actor.id
            assert found(actor.official) == actor.id
    kinds = {(i, k) for _, i, k in actors.mentions()}
    current = [a.id for a in all_actors().values() if a.kind == "state" and a.end is None]
    # Dominica shares its demonym with the Dominican Republic, the Vatican's means the Pope.
    assert [i for i in current if (i, "demonym") not in kinds] == ["DMA", "VAT"]


def test_phrases_that_are_no_actors_are_longer_than_what_they_hold() -> None:
    known = {text for text, _, _ in actors.mentions()}
    assert not known & set(actors.not_actors())
    assert "Washington Post" in actors.not_actors()


@pytest.mark.parametrize(
    ("leader", "actor_id"), [("Nixon", "USA"), ("Modi", "IND"), ("Xi Jinping", "CHN"), ("Erdogan", "TUR")]
)
def test_leaders_stand_for_their_states(leader: str, actor_id: str) -> None:
    assert (leader, actor_id, "leader") in actors.mentions()
