"""Names of states on the command line of panels: hyphens, letters of the Correlates of War list, qualifiers."""

from __future__ import annotations

import pytest

from detente.errors import InputError
from detente.panel.command import _pair, described


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("PAK-RUS", ("PAK", "RUS")),
        ("Guinea-Bissau-Portugal", ("Guinea-Bissau", "Portugal")),
        ("Portugal-Guinea-Bissau", ("Portugal", "Guinea-Bissau")),
        ("Timor-Leste-Indonesia", ("Timor-Leste", "Indonesia")),
        ("Korea (North)-Japan", ("Korea (North)", "Japan")),
        ("260-220", ("260", "220")),
    ],
)
def test_a_pair_may_hold_more_hyphens(text: str, pair: tuple[str, str]) -> None:
    assert _pair(text) == pair


def test_letters_of_the_correlates_of_war_list() -> None:
    frame = described("GMY-FRN", None, "1930-1930", False, "cow", "atop").collect()
    assert frame.select("ccode1", "ccode2").rows() == [(220, 255)]
    with pytest.raises(InputError, match="Austria"):
        described("GMY-AUS", None, "1930-1930", False, "cow", "atop")
