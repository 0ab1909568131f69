"""Places named in sentences: straits, seas and cities, with spans; states are left to the actors."""

import pytest

from detente.transport import is_necessary, place_mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tankers from Kuwait must pass the Strait of Hormuz.", [("strait", ("hormuz",))]),
        ("Ships from Odesa to the Mediterranean must pass the Turkish Straits",
         [("place", ("odesa",)), ("sea", ("mediterranean",)), ("strait", ("bosporus", "dardanelles"))]),
        ("Without the Suez Canal ships round the Cape of Good Hope",
         [("strait", ("suez",)), ("strait", ("good-hope",))]),
        ("Panama and Singapore are states", []),
        ("it is bar and gulf to them", []),
        ("From Bandar Abbas to St. Petersburg",
         [("place", ("bandar-abbas",)), ("place", ("st-petersburg",))]),
    ],
)  # fmt: skip
def test_place_mentions(text, expected):
    found = place_mentions(text)
    assert [(m.kind, m.ids) for m in found] == expected
    assert all(text[m.start : m.end] == m.words for m in found)


def test_mentions_go_straight_into_a_question():
    strait = place_mentions("the Strait of Hormuz")[0]
    assert is_necessary(strait.ids, "KWT", "JPN", mode="sea").answer is True
