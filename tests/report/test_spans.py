"""Marks in the text: nothing lost, nothing moved, nested and overlapping claims right."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from detente.report.spans import Piece, paragraphs, quoted


def test_nested_and_overlapping_claims():
    text = "abcdefghij"
    made = paragraphs(text, [(0, 6), (2, 4), (3, 9)])
    assert made[0].pieces == (
        Piece("ab", (0,), (0,)),
        Piece("c", (0, 1), (1,)),
        Piece("d", (0, 2, 1), (2,)),
        Piece("ef", (0, 2)),
        Piece("ghi", (2,)),
        Piece("j"),
    )


def test_a_claim_over_two_paragraphs_opens_once():
    first, second = paragraphs("one two\n\nthree", [(4, 14)])
    assert first.pieces == (Piece("one "), Piece("two", (0,), (0,)))
    assert second.pieces == (Piece("three", (0,)),)


def test_the_same_span_twice_opens_both():
    (made,) = paragraphs("abc", [(0, 2), (0, 2)])
    assert made.pieces == (Piece("ab", (0, 1), (0, 1)), Piece("c"))


def test_spans_outside_the_text_mark_nothing():
    (made,) = paragraphs("abc", [(-1, 2), (2, 9), (1, 1), (2, 1)])
    assert made.pieces == (Piece("abc"),)


def test_untested_words_are_of_a_claim_and_not_covered_by_it():
    (made,) = paragraphs("abcdefgh", [(1, 7), (3, 5)], [[(2, 4), (6, 7)]])
    assert made.pieces == (
        Piece("a"),
        Piece("b", (0,), (0,)),
        Piece("c", untested=True),
        Piece("d", (1,), (1,)),
        Piece("e", (0, 1)),
        Piece("f", (0,)),
        Piece("g", untested=True),
        Piece("h"),
    )


def test_a_claim_whose_first_words_are_untested_opens_there():
    (made,) = paragraphs("abc", [(0, 3)], [[(0, 1)]])
    assert made.pieces == (Piece("a", (), (0,), True), Piece("bc", (0,)))


def test_a_quote_is_cut_at_its_untested_words():
    assert quoted("abcdef", 10, [(12, 14)]) == [("ab", False), ("cd", True), ("ef", False)]
    assert quoted("abc", 10, [(2, 4), (12, 99)]) == [("abc", False)]


def test_lines_a_typist_wrapped_are_told_from_lines_of_verse():
    wrapped = "\n".join(["word " * 14] * 3)
    assert paragraphs(wrapped, [])[0].wrapped
    assert not paragraphs("short\nlines\nof verse", [])[0].wrapped
    assert not paragraphs("one line only", [])[0].wrapped


@given(
    st.text(alphabet="ab \n\t<&é\U0001f600", max_size=80),
    st.lists(st.tuples(st.integers(-3, 90), st.integers(-3, 90)), max_size=6),
)
def test_pieces_put_together_are_the_text_and_each_claim_covers_its_span(text, spans):
    made = paragraphs(text, spans)
    assert re.sub(r"\s", "", "".join(p.text for one in made for p in one.pieces)) == re.sub(r"\s", "", text)
    opened = [i for one in made for piece in one.pieces for i in piece.opens]
    assert len(opened) == len(set(opened))
    for i, (start, end) in enumerate(spans):
        covered = "".join(p.text for one in made for p in one.pieces if i in p.over)
        wanted = text[start:end] if 0 <= start < end <= len(text) else ""
        assert re.sub(r"\s", "", covered) == re.sub(r"\s", "", wanted)
        assert (i in opened) >= bool(wanted.strip())
    assert all(p.text for one in made for p in one.pieces)
