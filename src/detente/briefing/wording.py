"""How a brief says a change, a level and a list of years.

In: numbers in the units of the measures. Out: short plain phrases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente import actors
from detente.report.text import number

if TYPE_CHECKING:
    from detente.briefing.turns import Turn

_PACTS = ((0.0, "no pact"), (0.25, "only a wide pact shared with many"), (1.0, "consultation"), (1.5, "non-aggression"),
          (2.0, "neutrality"), (3.0, "defence"))  # fmt: skip
_NEAR = 0.13  # of a level, so that a mean over years still has its name


_READ = {"Côte d'Ivoire": "Ivory Coast"}  # an apostrophe within a name ends it for the reader


def change(turn: Turn) -> str:
    """What changed, from the mean of five years to that of the next five."""
    before, after = number(turn.before, 2), number(turn.after, 2)
    match turn.measure:
        case "un_ideal_distance":
            return f"distance in UN votes {before} to {after}"
        case "pact_level":
            return f"alliance: {_level(turn.before)} to {_level(turn.after)}"
        case "mid_hostility":
            return f"hostility in disputes {before} to {after} (of 5)"
        case "tss_rivalry" | "td_rivalry":
            return "listed as rivals" if turn.after > turn.before else "no longer listed as rivals"
        case "diplomatic_events":
            return f"dated events worth {'+' if turn.after > 0 else ''}{after} points in the year"
        case "trade_share":
            return f"share in one another's trade {before} to {after} per cent"
        case "arms_share":
            return f"share in arms imports {before} to {after} per cent"
        case "igo_joint":
            return f"joint memberships beyond usual {before} to {after}"
        case _:
            return f"{before} to {after} {turn.unit}"


def _level(level: float) -> str:
    near = next((name for value, name in _PACTS if abs(value - level) <= _NEAR), None)
    return near or f"level {number(level, 2)}"


def the(name: str) -> str:
    """A state's name with its article, as an English sentence has it."""
    return actors.with_article(name, "state")


def in_claims(name: str) -> str:
    """A state's name with its article, as a sentence has it that is to be read again."""
    return the(_READ.get(name, name))


def times(n: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
