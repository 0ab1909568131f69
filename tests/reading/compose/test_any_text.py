"""Whatever the text: no crash, every quote and untested span is exactly the text of its place, undated text has no present."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente import model
from detente.reading.compose import read

_WORDS = st.sampled_from(
    [
        "Chile",
        "Peru",
        "Norway",
        "NATO",
        "the",
        "a",
        "not",
        "never",
        "and",
        "or",
        ",",
        ".",
        "?",
        "!",
        ";",
        ":",
        "(",
        ")",
        '"',
        "'",
        "which",
        "it",
        "they",
        "both",
        "because",
        "if",
        "unless",
        "will",
        "may",
        "would",
        "has",
        "been",
        "invaded",
        "joined",
        "left",
        "signed",
        "treaty",
        "with",
        "against",
        "from",
        "to",
        "of",
        "in",
        "2014",
        "1999",
        "last",
        "year",
        "relations",
        "between",
        "improved",
        "worsened",
        "largest",
        "economy",
        "half",
        "trade",
        "sanctions",
        "imposed",
        "on",
        "said",
        "that",
        "most",
        "states",
        "no",
        "longer",
        "war\n",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(_WORDS, max_size=60).map(" ".join), st.text(max_size=300)))
def test_quotes_are_the_text_of_their_place(text: str) -> None:
    part = model.Part("article", "article", text)
    reading = read(model.Document(None, (part,)), trace=True)
    for claim in reading.claims:
        assert claim.quote
        assert claim.quote == text[claim.start : claim.end]
        assert all(s.text == text[s.start : s.end] for s in claim.untested)
        assert all(claim.start <= s.start <= s.end <= claim.end for s in claim.untested)
        assert claim.period.origin != "article"
    for sentence in reading.not_read:
        assert sentence.quote == text[sentence.start : sentence.end]
        assert sentence.reason
