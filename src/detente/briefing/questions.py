"""Claims worth testing: what a brief suggests, as sentences that `detente claim` reads and tests.

In: what was found. Out: sentences in the plainest wording of each kind of claim. The brief ranks and
describes; whether the sentence stands is for the test, with its families and placebos, to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente import actors
from detente.briefing import holdings, turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_MOST_TURNS = 2
_FLOWS = (("arms", "arms imports"), ("imports", "imports"), ("exports", "exports"))
_VERB = {"arms": "came from", "imports": "came from", "exports": "went to"}
_APART = 8  # years between the breaks of two claims


def of_pair(
    bench: Bench,
    a: Entity,
    b: Entity,
    found: Sequence[turns.Turn],
    first: int,
    last: int,
    between: Sequence[str],
) -> tuple[str, ...]:
    """Sentences on the turning points, the votes, the arms and the way between two states."""
    pair = f"{the(a.name)} and {the(b.name)}"
    said = []
    chosen: list[turns.Turn] = []
    for turn in sorted(found, key=lambda one: (-one.percentile, one.year, one.measure)):
        if len(chosen) < _MOST_TURNS and all(abs(turn.year - one.year) >= _APART for one in chosen):
            chosen.append(turn)
    for turn in sorted(chosen, key=lambda one: one.year):
        verb = "improved" if turn.closer > 0 else "worsened"
        start, end = max(turn.windows.before[0], first), min(turn.windows.after[1], last)
        said.append(f"Relations between {pair} {verb} between {start} and {end}.")
    if not chosen:
        start = max(first, last - 30)
        said.append(f"Relations between {pair} did not change between {start} and {min(last, start + 20)}.")
    votes = holdings.votes(bench, a, last)
    if votes is not None:
        said.append(
            f"The positions of {pair} in the United Nations converged between {votes[0] - 15} and {votes[0]}."
        )
    for who, other in ((a, b), (b, a)):
        arms = holdings.latest(bench, who, "arms", last)
        if arms is not None and arms.share(other.codes) >= 5:
            years = f"between {arms.last - 4} and {arms.last}"
            said.append(f"{_capital(the(who.name))} got most of its arms from {the(other.name)} {years}.")
    if between:
        said.append(
            f"The land route from {the(a.name)} to {the(b.name)} must pass through {the(between[0])}."
        )
    return tuple(said)


def of_state(bench: Bench, who: Entity, last: int) -> tuple[str, ...]:
    """Sentences on the concentration, the main partner and the nearest votes of one state."""
    name = _capital(the(who.name))
    said = []
    for topic, words in _FLOWS:
        found = holdings.latest(bench, who, topic, last)
        if found is not None and (top := holdings.largest(found, 1)):
            years = f"between {found.last - 4} and {found.last}"
            said.append(
                f"The largest share of the {words} of {the(who.name)} {_VERB[topic]} {the(top[0][0])} {years}."
            )
    votes = holdings.votes(bench, who, last)
    if votes is not None and votes[1]:
        year, ranked = votes
        near, far = turns.state_name(ranked[0][0], year), turns.state_name(ranked[-1][0], year)
        said.append(f"{name} votes with {the(near)} in the United Nations.")
        said.append(
            f"The positions of {the(who.name)} and {the(far)} in the United Nations diverged between {year - 15} and {year}."
        )
    return tuple(said)


def the(name: str) -> str:
    """A state's name with its article, as an English sentence has it."""
    return actors.with_article(name, "state")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
