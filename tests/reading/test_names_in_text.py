"""Names that hold other names, or are something else: what stands for a state and what does not."""

from __future__ import annotations

import pytest

from detente.reading import homonyms, language, lexicon, mentions, read_claims


def found(text: str) -> list[str]:
    """Ids of the actors of a text, in order."""
    return [m.ids[0] for m in mentions.find(language.parse(text))]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Nuku'alofa wrote to Suva.", ["TON", "FJI"]),
        ("Nuku’alofa’s envoy left Côte d’Ivoire’s capital.", ["TON", "CIV"]),
        ("São Tomé and Príncipe and Cote D'Ivoire voted.", ["STP", "CIV"]),
        ("S. Sudan and N. Macedonia joined.", ["SSD", "MKD"]),
        ("PDR Yemen and SR Vietnam signed.", ["YMD", "VNM"]),
        ("Yemen, Arab Republic of, and Korea, Rep. of, signed.", ["YAR", "KOR"]),
        ("Vietnam (South) and Germany (East) had no embassies.", ["VDR", "DDR"]),
        ("The People's Republic of the Congo-Brazzaville left.", ["COG"]),
        ("Congo-Kinshasa asked Congo (Rep. of the) for help.", ["COD", "COG"]),
        ("Equatorial Guinea and Papua New Guinea, not Guinea.", ["GNQ", "PNG", "GIN"]),
    ],
)
def test_names_are_found_whole(text: str, ids: list[str]) -> None:
    assert found(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "New Brunswick traded lobster.",
        "New Ireland lies near New Britain.",
        "Baja California and the State of Mexico voted.",
        "The Netherlands Antilles were dissolved.",
        "Turkish Kurdistan and Iranian Azerbaijan waited.",
        "Southern Ethiopia was dry and Northern Mozambique wet.",
        "Georgia, Tennessee and Alabama share a river.",
        "Peaches came from Macon, Georgia.",
        "Athens, Ga., is a town.",
        "The lieutenant governor of Georgia spoke.",
        "He moved from Lima, Ohio, to Cairo, Illinois.",
        "Polynesia, Micronesia and Melanesia are wide.",
        "Barbara Jordan spoke before Tom Holland and Jack London.",
        "Chad Hurley and Jordan Spieth met Israel Adesanya.",
        "Senator Jordan wrote a letter.",
        "The Bangkok Post and the Irish Times agreed.",
        "The Kampala Accord and the Treaty of Lisbon stand.",
        "Spanish-speaking voters read Portuguese literature.",
        "Samoa (American) has a canning plant.",
    ],
)
def test_a_name_of_something_else_is_no_actor(text: str) -> None:
    assert found(text) == []


def test_a_surname_stays_a_person_for_the_rest_of_the_text() -> None:
    assert found("Michael Jordan flew home. Later Jordan played again.") == []
    assert found("Michael Jordan flew to Amman. Later Jordan honoured him.") == ["JOR", "JOR"]


def test_a_demonym_of_two_states_is_that_of_the_one_named() -> None:
    assert found("Roseau is poor. The Dominican budget, says Dominica, will grow.") == ["DMA", "DMA", "DMA"]
    assert found("Dominica and the Dominican Republic argued over Dominican waters.") == ["DMA", "DOM"]


@pytest.mark.parametrize(
    "row", [r for r in lexicon.rows("homonyms.csv") if r["where"] != "document"], ids=lambda r: r["id"]
)
def test_every_rule_holds_in_its_example(row: dict[str, str]) -> None:
    doc = language.parse(row["example"])
    raw = mentions.find(doc)
    names = homonyms.named_list(row["phrase"])
    left = [
        m.text
        for m in raw
        if (m.text in names if names else True) and (not row["kind"] or m.kind == row["kind"])
    ]
    others = [m.text for m in mentions.survey(doc)[1]]
    assert others or not left, (left, others)


def test_a_party_that_is_no_actor_is_not_filled_in() -> None:
    from detente import reading

    text = (
        "Spain and Peru made peace in 1990. Relations between New Brunswick and France improved after 1990."
    )
    claims = reading.find_claims(reading.read_document("x.txt", text))
    assert all({"FRA"} != {r.id for r in c.actors} - {"ESP", "PER"} for c in claims)


def test_leaders_stand_for_their_state_by_whole_name_or_title() -> None:
    assert found("President Nawrocki met Prime Minister Takaichi.") == ["POL", "JPN"]
    assert found("Jean Castex wrote to Jacinda Ardern.") == ["FRA", "NZL"]
    assert found("Johnson spoke.") == []
    assert read_claims("Boris Johnson's Britain and France were close in 2020.")
