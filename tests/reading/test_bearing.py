"""Which way sentences on two states' relations point, by words other than any table's."""

from __future__ import annotations

import pytest

from detente.reading import bearing, language, mentions, poles, read_sentence


def _heard(text: str) -> bearing.Bearing | None:
    doc = language.parse(text)
    return bearing.read(doc, mentions.find(doc))


BETTER = (
    "Cairo and Riyadh buried the hatchet at Khartoum",
    "The ice between Tirana and Belgrade melted slowly",
    "Old suspicions between Bonn and Prague were dispelled by the treaty of 1973",
    "Tensions between Athens and Ankara eased after the earthquakes",
    "Decades of enmity ended when Jordan signed peace with Israel",
    "Uganda and Tanzania were at war in 1979 but had reconciled by 1990",
    "Jakarta resumed diplomatic relations with Peking in 1990",
    "The feud between Accra and Lomé died down in the 1990s",
    "Having fought two wars, Rome and Vienna became allies in 1882",
    "Bitter enemies in 1962 but close partners by 2000: such were China and Pakistan",
    "Long at odds over fish, Iceland and Britain patched up their quarrel in 1976",
    "Hostility between Lisbon and Jakarta gave way to cordiality",
    "From foes in 1962 India and China turned into trading partners by 2004",
)
WORSE = (
    "Warsaw's trust in Berlin has eroded since 2015",
    "Kuala Lumpur and Manila were no longer on speaking terms after the Sabah claim was pressed",
    "What had been a warm friendship turned into a bitter feud between Tirana and Belgrade in 1948",
    "Tensions between Athens and Ankara mounted in the 1990s",
    "Iraq and Kuwait got on worse in 1990 than they had in 1985",
    "Rabat severed its ties with Tehran in 2018",
    "Turkey and Israel fell from close partnership into open quarrel after the Mavi Marmara raid",
    "Friendship between Nasser's Egypt and Saudi Arabia was shattered by Yemen",
    "Mali and Burkina Faso came to blows at Christmas 1985",
    "Bulgaria and Turkey were better friends before 1984 than in 1989",
    "Relations between Ottawa and Riyadh, cordial for years, went into a tailspin in 2018",
)


@pytest.mark.parametrize("text", BETTER)
def test_what_is_for_the_better(text: str) -> None:
    found = _heard(text)
    assert found is not None
    assert found.sign == 1


@pytest.mark.parametrize("text", WORSE)
def test_what_is_for_the_worse(text: str) -> None:
    found = _heard(text)
    assert found is not None
    assert found.sign == -1


@pytest.mark.parametrize(
    "text",
    [
        "Friends at home and enemies abroad, such was the way of Cuba and Algeria",
        "Neither friends nor foes, Chile and Peru traded",
        "Norway exports fish to Portugal",
    ],
)
def test_doubt_gives_no_bearing(text: str) -> None:
    assert _heard(text) is None


@pytest.mark.parametrize(
    ("text", "way", "sign"),
    [
        ("Oslo and Stockholm have not had a quarrel worth the name since 1905", "state", 1),
        ("Belgium and Luxembourg stuck together through thick and thin as the best of friends", "kept", 1),
        ("Israel and Syria have stayed enemies all along", "kept", -1),
        ("The two Koreas never got over their enmity", "kept", -1),
        ("Austria steered clear of military alliances", "apart", 1),
        ("The Anglo-Japanese alliance was allowed to expire in 1923", "turn", -1),
        ("The alliance of Paris and Warsaw was a dead letter by 1939", "turn", -1),
        ("The Anglo-Portuguese alliance outlasted every quarrel", "kept", 1),
    ],
)
def test_what_goes_on_and_what_ends(text: str, way: str, sign: int) -> None:
    found = _heard(text)
    assert found is not None
    assert (found.way, found.sign) == (way, sign)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Greek and Turkish delegates ever more rarely voted the same way", -1),
        ("The gap between Chinese and Brazilian votes narrowed", 1),
        ("The gap between Indian and American votes yawned ever wider", -1),
        ("Polish votes strayed far from the Russian ones", -1),
        ("Croatia came round to the German way of voting", 1),
    ],
)
def test_votes(text: str, sign: int) -> None:
    doc = language.parse(text)
    assert bearing.votes(doc, mentions.find(doc)) == sign


@pytest.mark.parametrize(
    ("text", "given", "sides"),
    [
        ("Warsaw slipped the Soviet leash and anchored itself in NATO", ("POL", "SUN", "USA"), ("POL", "SUN", "USA")),
        ("Angola traded Moscow for Washington after 1991", ("AGO", "RUS", "USA"), ("AGO", "RUS", "USA")),
        ("Gabon stayed French but the Congo passed into the Soviet camp", ("COG", "FRA", "SUN"), None),
        ("Guinea passed into the Soviet camp", ("GIN", "FRA", "SUN"), ("GIN", "FRA", "SUN")),
        ("Bulgaria threw in its lot with the Central Powers", ("BGR", "RUS", "DEU"), ("BGR", "RUS", "DEU")),
        ("Moldova never left the Russian camp for the West", ("MDA", "RUS", "USA"), None),
        ("Nasser's Egypt tore up its treaty with Britain", ("EGY", "GBR"), ("EGY", "GBR", None)),
    ],
)  # fmt: skip
def test_sides_left_and_joined(text: str, given: tuple[str, ...], sides: tuple | None) -> None:
    doc = language.parse(text)
    found = poles.read(doc, mentions.find(doc), given, (1900, 2000))
    assert (found and (found.mover, found.left, found.joined)) == sides


def test_a_given_kind_takes_its_direction_from_the_thesaurus() -> None:
    claim = read_sentence(
        "Ankara and Yerevan let bygones be bygones", actors=["TUR", "ARM"], years=(2000, 2012), kind="trend"
    )
    assert claim.direction == "improve"
    assert "unread" not in claim.details


def test_an_alliance_that_ended_is_marked_as_one() -> None:
    claim = read_sentence(
        "Paris let its pact with Belgrade lapse", actors=["FRA", "YUG"], years=(1927, 1941), kind="no_change"
    )
    assert claim.direction == "worsen"
    assert claim.details["alliance"] is True


@pytest.mark.parametrize(
    ("text", "kind", "direction"),
    [
        ("Sofia and Skopje let bygones be bygones in 2017", "trend", "improve"),
        ("Bonn and Warsaw laid their old enmity to rest between 1970 and 1991", "trend", "improve"),
        ("The Australian-American alliance fell apart after Vietnam in 1975", "no_change", "worsen"),
        ("China and Japan were at each other's throats in 1938", "level", "hostile"),
    ],
)
def test_a_free_sentence_takes_kind_and_direction_from_the_thesaurus(
    text: str, kind: str, direction: str
) -> None:
    claim = read_sentence(text)
    assert (claim.kind, claim.direction) == (kind, direction)


def test_a_length_of_time_is_no_date() -> None:
    claim = read_sentence("Chile and Bolivia moved from the brink of war to an entente within six years")
    assert claim.details.get("undated") is True
