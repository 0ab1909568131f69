"""Who is spoken of, and what pronouns stand for."""

from __future__ import annotations

import pytest

from detente.reading import language, mentions
from detente.reading.mentions import Focus


def _ids(text: str) -> list[tuple[str, ...]]:
    return [m.ids for m in mentions.find(language.parse(text))]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Sino-Indian talks", [("CHN",), ("IND",)]),
        ("Saudi-Qatari trade", [("SAU",), ("QAT",)]),
        ("The US and us", [("USA",)]),
        ("relations among the states", []),
        ("he eats turkey off china", []),
        ("the two Koreas", [("KOR", "PRK")]),
        ("South Korea's fleet", [("KOR",)]),
        ("the Shanghai Cooperation Organization", [("org:SCO",)]),
        ("from Central to South Asia", [("bloc:central-asia",), ("bloc:south-asia",)]),
        ("from Odesa to Rotterdam", [("UKR",), ("NLD",)]),
        ("the end.\n\nPakistan and South\nKorea", [("PAK",), ("KOR",)]),
    ],
)
def test_mentions(text: str, ids: list[tuple[str, ...]]) -> None:
    assert [tuple(sorted(i)) for i in _ids(text)] == [tuple(sorted(i)) for i in ids]


def _resolved(*sentences: str) -> list[tuple[str, tuple[str, ...]]]:
    doc = language.parse(" ".join(sentences))
    everyone = mentions.find(doc)
    focus = Focus()
    found = []
    for sentence in doc.sents:
        here = [m for m in everyone if sentence.start <= m.start < sentence.end]
        found += mentions.with_pronouns(sentence, here, focus)
        focus.note(doc, here)
    return [(m.text, m.ids) for m in found if m.kind == "pronoun"]


def test_both_states_are_the_last_pair() -> None:
    assert _resolved("Kenya and Uganda quarrelled.", "Both states lost.") == [("Both states", ("KEN", "UGA"))]


def test_a_pair_within_one_sentence() -> None:
    found = _resolved("France asked, and when Chad and Mali refused the two countries paid.")
    assert found == [("two countries", ("TCD", "MLI"))]


def test_it_is_the_subject_before() -> None:
    assert _resolved("Serbia depends on Russia, and it buys from Moscow.") == [("it", ("SRB",))]


def test_the_latter() -> None:
    assert _resolved("Peru and Chile met.", "The latter gave way.") == [("latter", ("CHL",))]


def test_dummies_and_other_plurals_are_left_alone() -> None:
    assert (
        _resolved("Kenya and Uganda met.", "It is likely that rain falls.", "Traders lost their goods.") == []
    )


def test_their_relations_are_those_of_the_subjects():
    """Not those of the pair the sentence before spoke of."""
    from detente import reading

    text = "Argentina and Brazil made peace in the 1980s. The United States and Vietnam normalised their relations."
    last = reading.find_claims(reading.read_document("x.txt", text))[-1]
    assert {r.id for r in last.actors} == {"USA", "VNM"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("India and China met in Vienna.", ["IND", "CHN"]),
        ("Hungary's delegation in New York voted with Moscow.", ["HUN", "RUS"]),
        ("The regime in Damascus turned to Tehran.", ["SYR", "IRN"]),
        ("After the coup in Kabul Pakistan closed the border.", ["AFG", "PAK"]),
    ],
)
def test_a_city_where_something_happened_is_not_its_state(text, ids):
    assert [m.ids[0] for m in mentions.find(language.parse(text))] == ids
