"""The tables of the lexicon are whole: conditions, kinds, directions and roles that the house knows."""

from __future__ import annotations

import pytest

from detente.reading import lexicon
from detente.reading.given import DIRECTIONS, KINDS

ROLES = lexicon.wordset(
    "subject object from to comparison comparison_object third organisation supplier cause place route skip"
)


@pytest.mark.parametrize("name", ["frames.csv", "loose.csv"])
def test_every_frame_speaks_the_language_of_the_house(name: str) -> None:
    for frames in lexicon.frames(name).values():
        for frame in frames:
            assert frame.kind in KINDS
            assert frame.direction is None or frame.direction in DIRECTIONS[frame.kind][2], frame
            assert set(frame.roles.values()) <= ROLES, frame
            assert frame.needs or frame.pos != "s", frame


def test_frames_of_a_word_run_from_specific_to_general() -> None:
    for frames in lexicon.frames().values():
        weights = [f.weight for f in frames]
        assert weights == sorted(weights, reverse=True)


def test_a_condition_without_a_slot_is_refused() -> None:
    with pytest.raises(ValueError, match="no slot"):
        lexicon._need("bottom")


def test_hedges_and_classes_are_lower_case_and_not_empty() -> None:
    assert all(phrase == phrase.lower().strip() != "" for phrase, _ in lexicon.hedges())
    assert all(
        words and all(w == w.lower().strip() != "" for w in words) for words in lexicon.classes().values()
    )
