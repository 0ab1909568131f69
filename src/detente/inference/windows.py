"""Which years are compared with which: the windows of a claim about change.

In: the claim's first and last year and a source's coverage. Out: named pairs of windows, each of
which is one defensible way to ask "did it change between then and then?".
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.inference import thresholds


@dataclass(frozen=True)
class Windows:
    """Two spans of years, ends included, to be compared."""

    name: str
    before: tuple[int, int]
    after: tuple[int, int]

    def text(self) -> str:
        """The later span, as the card prints it."""
        return f"{self.after[0]}-{self.after[1]}"

    def baseline(self) -> str:
        """The earlier span, as the card prints it."""
        return f"{self.before[0]}-{self.before[1]}"


def comparisons(
    start: int, end: int, latest: int, *, inner: bool = False, turn: int | None = None
) -> tuple[Windows, ...]:
    """Window pairs for a change claimed between `start` and `end`.

    `latest` is the last year evidence may be used from (the as-of year). Four designs: the years
    before the period, or its first part, against its last part or the years after it (the first part
    only where the period is long enough for the two not to touch). `inner` asks for designs inside
    the period only, where it is long enough: "from 1955 to 2010" compares 1955 with 2010, not with
    1950. `turn` is a year the text names as the turning point ("after 1979"): the designs then stand
    on its two sides.
    """
    span = thresholds.WINDOW_YEARS
    length = end - start + 1
    near: tuple[Windows, ...] = ()
    if turn is not None and start < turn < end:
        near = (
            Windows("five years before the turn against five after", (turn - span, turn - 1),
                    (turn + 1, min(turn + span, latest))),
            Windows("before the turn against after it", (min(start, turn - 2), turn - 1),
                    (turn + 1, max(end, turn + 2))),
        )  # fmt: skip
        if inner:
            ends = (
                (start, max(min(start + 2, turn - 1), start + 1)),
                (min(max(end - 2, turn + 1), end - 1), end),
            )
            return (*near, Windows("first years against last", *ends))
    # Beyond the period look no further than about half its length: 2019 says something of a claim
    # on 2016-2018, 2023 does not.
    after = (end + 1, min(end + min(span, max(2, length // 2)), latest))
    part = max(2, min(span, length // 3))
    last_part = (max(end - part + 1, start), end)
    first_part = (start, start + part - 1)
    before = (start - span, start - 1)
    if inner and length >= thresholds.LONG_PERIOD_YEARS:
        return (
            Windows("first part against last", first_part, last_part),
            Windows(
                "first half against second", (start, start + length // 2 - 1), (end - length // 2 + 1, end)
            ),
            Windows("first years against last", (start, start + 2), (end - 2, end)),
        )
    found = []
    if after[1] - after[0] + 1 >= thresholds.FEWEST_YEARS:
        found.append(Windows("before against after", before, after))
        if length >= thresholds.LONG_PERIOD_YEARS:
            found.append(Windows("the period's start against what followed", first_part, after))
    if length >= 2:
        found.append(Windows("before against the period's end", before, last_part))
    if length >= thresholds.LONG_PERIOD_YEARS:
        found.append(Windows("the period's start against its end", first_part, last_part))
    return (*near, *found)
