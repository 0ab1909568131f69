"""Claims worth testing: what a brief suggests, as sentences that `detente claim` reads and tests.

In: what was found. Out: sentences in the plainest wording of each kind of claim. The brief ranks and
describes; whether the sentence stands is for the test, with its families and placebos, to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.briefing import holdings, turns, ways
from detente.briefing.wording import in_claims
from detente.checks.change import between as pair_values
from detente.english import capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_MOST_TURNS = 2
_FLOWS = (("arms", "arms imports"), ("imports", "imports"), ("exports", "exports"))
_VERB = {"arms": "came from", "imports": "came from", "exports": "went to"}
_APART = 8  # years between the breaks of two claims
_NARROW = ("trade", "arms", "institutions")  # families that political ones go before
_SPAN = 15  # years of a claim on votes
_AROUND = 3  # years before and after dated events
_MOVED = 0.25  # ideal-point units, the smallest change of interest
_MUCH = 25.0  # per cent of arms imports from which "most" is a fair question


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
    said = []
    chosen: list[turns.Turn] = []
    ranked = sorted(found, key=lambda one: (one.family in _NARROW, -one.percentile, one.year, one.measure))
    for turn in (one for one in ranked if one.family != "institutions"):
        if len(chosen) < _MOST_TURNS and all(abs(turn.year - one.year) >= _APART for one in chosen):
            chosen.append(turn)
    said += [_changed(turn, a, b, first, last) for turn in sorted(chosen, key=lambda one: one.year)]
    said += _lately(bench, a, b, last, [turn.year for turn in chosen])
    if not said and last - first >= 10:
        start = max(first, last - 20)
        said.append(
            f"Relations between {_pair(a, b, start, last)} did not change between {start} and {last}."
        )
    if not any(turn.family == "voting" and turn.year > last - 2 * _SPAN + 4 for turn in chosen):
        said += _voted(bench, a, b, first, last)
    for who, other in ((a, b), (b, a)):
        arms = holdings.latest(bench, who, "arms", last)
        if arms is not None and arms.share(other.codes) >= _MUCH:
            years = f"between {arms.last - 4} and {arms.last}"
            said.append(
                f"{capital(in_claims(who.name))} got most of its arms from {in_claims(other.name)} {years}."
            )
    if between and not ways.neighbours(bench, a, b):
        said.append(
            f"The land route from {in_claims(a.name)} to {in_claims(b.name)} must pass through {in_claims(between[0])}."
        )
    return tuple(said)


def _pair(a: Entity, b: Entity, start: int, end: int) -> str:
    """The two by the names they bore in the years of a claim, where these did not change."""
    return f"{_called(a, start, end)} and {_called(b, start, end)}"


def _called(who: Entity, start: int, end: int) -> str:
    names = {turns.state_name(who.codes[0], year) for year in (start, end)}
    return in_claims(names.pop() if len(names) == 1 and "" not in names else who.name)


def _changed(turn: turns.Turn, a: Entity, b: Entity, first: int, last: int) -> str:
    """A turning point as a claim of what its family can show: relations, votes or trade."""
    start, end = max(turn.windows.before[0], first), min(turn.windows.after[1], last)
    pair = _pair(a, b, start, end)
    years = f"between {start} and {end}"
    if turn.family == "voting":
        return f"The votes of {pair} in the United Nations {'converged' if turn.closer > 0 else 'diverged'} {years}."
    if turn.family == "trade":
        return f"Trade between {pair} {'increased' if turn.closer > 0 else 'declined'} {years}."
    return f"Relations between {pair} {'improved' if turn.closer > 0 else 'worsened'} {years}."


def _lately(bench: Bench, a: Entity, b: Entity, last: int, turned: Sequence[int]) -> list[str]:
    """What the dated events of the last years suggest, where two or more of them point one way and nothing turned then."""
    own = [one for one in turns.events_between(bench, a, b) if last - _SPAN <= one.year <= last and one.sign]
    balance = sum(one.sign * one.weight for one in own)
    way = [one for one in own if one.sign * balance > 0]
    if len(way) < 2 or len(way) < 0.75 * len(own) or any(abs(way[0].year - year) < _APART for year in turned):
        return []
    start, end = way[0].year - _AROUND, min(way[-1].year + _AROUND, last)
    return [
        f"Relations between {_pair(a, b, start, end)} {'improved' if balance > 0 else 'worsened'} between {start} and {end}."
    ]


def _voted(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> list[str]:
    """Whether their votes came together or went apart over the last fifteen years on record; none if they stood still."""
    cube = bench.cube("un_ideal_distance")
    values = pair_values(bench.index, cube.window(first, last), a, b).astype(np.float64)
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return []
    values = values[: known[-1] + 1]
    end = max(first, cube.first_year) + int(known[-1])
    start = max(end - _SPAN, max(first, cube.first_year) + int(known[0]))
    early, late = values[start - end - 1 : start - end + 4], values[-5:]
    if end - start < 9 or not np.isfinite(early).any():
        return []
    moved = float(np.nanmean(late) - np.nanmean(early))
    if abs(moved) < _MOVED:
        return []
    verb = "converged" if moved < 0 else "diverged"
    return [f"The votes of {_pair(a, b, start, end)} in the United Nations {verb} between {start} and {end}."]


def of_state(bench: Bench, who: Entity, first: int, last: int) -> tuple[str, ...]:
    """Sentences on the concentration, the main partner and the nearest votes of one state."""
    name = capital(in_claims(who.name))
    said = []
    for topic, words in _FLOWS:
        found = holdings.latest(bench, who, topic, last)
        if found is not None and (top := holdings.largest(found, 1)):
            years = f"between {max(found.last - 4, first)} and {found.last}"
            said.append(
                f"The largest share of the {words} of {in_claims(who.name)} {_VERB[topic]} {in_claims(top[0][0])} {years}."
            )
    votes = holdings.votes(bench, who, last)
    if votes is not None and votes[1]:
        year, ranked = votes
        near, far = turns.state_name(ranked[0][0], year), turns.state_name(ranked[-1][0], year)
        said.append(f"In {year} {name} voted with {in_claims(near)} in the United Nations.")
        if year - _SPAN >= first:
            said.append(
                f"The votes of {in_claims(who.name)} and {in_claims(far)} in the United Nations diverged "
                f"between {year - _SPAN} and {year}."
            )
    return tuple(said)
