"""Cities by name: with their country, and where several states have one of the name."""

from __future__ import annotations

import pytest

from detente.errors import UnknownActorError
from detente.transport import place_mentions, places
from detente.transport.command import route_answer


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("Baku, Azerbaijan", "baku"),
        ("Valencia (Spain)", "valencia-esp"),
        ("Valencia, VEN", "valencia"),
        ("Lagos (Portugal)", "lagos-prt"),
        ("Tripoli, Lebanon", "tarabulus"),
        ("Tripoli", "tripoli"),
        ("Cordoba, Argentina", "cordoba"),
        ("San Jose (Costa Rica)", "san-jose"),
        ("Washington, D.C.", "washington-d-c"),
        ("Korea, South", "seoul"),
    ],
)
def test_a_city_is_taken_with_its_country(text: str, node: str) -> None:
    assert places.node(text) == node


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Valencia", "Valencia, Spain”"),
        ("Córdoba", "Córdoba, Argentina”"),
        ("Karachi, Peru", "no Karachi in Peru. It has Karachi in Pakistan"),
        ("Paris, Texas", "no Paris in United States"),
    ],
)
def test_what_is_not_sure_is_asked_for(text: str, said: str) -> None:
    with pytest.raises(UnknownActorError, match=said.replace("(", r"\(")):
        places.node(text)


def test_a_homonym_taken_as_a_rule_is_announced() -> None:
    answer = route_answer("Tripoli", "Tunis")
    assert any("Tripoli is taken to be the one in Libya" in note for note in answer.limits)
    assert not any("taken to be" in note for note in route_answer("Tripoli, Libya", "Tunis").limits)


def test_homonyms_in_a_text() -> None:
    def found(text: str) -> list[str]:
        return [i for m in place_mentions(text) for i in m.ids]

    assert found("from Valencia, Spain, to Lagos, Portugal") == ["valencia-esp", "lagos-prt"]
    assert found("from Valencia to Moscow, Idaho") == []
    assert found("from Tripoli to Odesa, Ukraine") == ["tripoli", "odesa"]
