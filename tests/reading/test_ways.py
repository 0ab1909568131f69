"""Which sentences are about ways, by their words."""

from __future__ import annotations

import pytest

from detente.reading import ways


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Malawi's lorries can reach a port only through Mozambique", "necessity"),
        ("Tankers from Kuwait have to pass the Strait of Hormuz", "necessity"),
        ("Serbia has no coast of its own", "necessity"),
        ("Brunei is surrounded on land by Malaysia", "necessity"),
        ("A causeway has joined Bahrain to the mainland since 1986", "connectivity"),
        ("Trains run from Zambia to the coast", "connectivity"),
        ("The border between Morocco and Algeria has been closed since 1994", "connectivity"),
        ("Russian gas flowed to Germany through a pipeline", "connectivity"),
        ("Russia supplied most of Germany's pipeline gas", None),
        ("Relations between Qatar and Saudi Arabia soured over the land border", None),
        ("India and Pakistan fought a war", None),
        ("Japan imports nearly all of its oil", None),
        ("A railway would make trade between India and Iran cheaper", None),
    ],
)
def test_the_kind_of_a_sentence(text, kind):
    assert ways.kind(text) == kind
