"""Claims worth testing: what a brief suggests, as sentences that `detente claim` reads and tests.

In: what was found. Out: sentences in the plainest wording of each kind of claim. The brief ranks and
describes; whether the sentence stands is for the test, with its families and placebos, to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing import holdings, turns
from detente.briefing.wording import in_claims
from detente.english import capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_MOST_TURNS = 2
_APART = 8  # years between the breaks of two claims
_NARROW = ("trade", "arms", "institutions")  # families that political ones go before
_UNSAID = ("institutions", "voting")  # families whose turns are no sentence of their own
_SPAN = 15  # years in which dated events are recent
_AROUND = 3  # years before and after dated events
_MUCH = 25.0  # per cent of arms imports from which "most" is a fair question


def of_pair(
    bench: Bench,
    a: Entity,
    b: Entity,
    found: Sequence[turns.Turn],
    first: int,
    last: int,
) -> tuple[str, ...]:
    """Sentences on the turning points and the arms of two states."""
    said = []
    chosen: list[turns.Turn] = []
    ranked = sorted(found, key=lambda one: (one.family in _NARROW, -one.percentile, one.year, one.measure))
    for turn in (one for one in ranked if one.family not in _UNSAID):
        if len(chosen) < _MOST_TURNS and all(abs(turn.year - one.year) >= _APART for one in chosen):
            chosen.append(turn)
    said += [_changed(turn, a, b, first, last) for turn in sorted(chosen, key=lambda one: one.year)]
    said += _lately(bench, a, b, last, [turn.year for turn in chosen])
    for who, other in ((a, b), (b, a)):
        arms = holdings.latest(bench, who, "arms", last)
        if arms is not None and arms.share(other.codes) >= _MUCH:
            years = f"between {arms.last - 4} and {arms.last}"
            said.append(
                f"{capital(in_claims(who.name))} got most of its arms from {in_claims(other.name)} {years}."
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


def of_state(bench: Bench, who: Entity, first: int, last: int) -> tuple[str, ...]:
    """Sentences on the main supplier of arms and the nearest votes of one state."""
    said = []
    arms = holdings.latest(bench, who, "arms", last)
    if arms is not None and (top := holdings.largest(arms, 1)):
        years = f"between {max(arms.last - 4, first)} and {arms.last}"
        owner = in_claims(who.name) + ("'" if who.name.endswith("s") else "'s")
        said.append(f"{capital(in_claims(top[0][0]))} was {owner} largest arms supplier {years}.")
    votes = holdings.votes(bench, who, last)
    if votes is not None and votes[1]:
        year, ranked = votes
        near = turns.state_name(ranked[0][0], year)
        said.append(
            f"In {year} {capital(in_claims(who.name))} voted with {in_claims(near)} in the United Nations."
        )
    return tuple(said)
