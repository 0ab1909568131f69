"""Voting in the UN General Assembly: agreement, chance-corrected agreement, ideal-point distance.

In: `un_votes` (session year, resolution, state, vote 1 yes, 2 abstain, 3 no) and `ideal_points`.
Out: cubes by session year (1945 + session). Absent states have no row and are not counted.

agreement: mean over joint votes of 1 - |a - b| / 2 (an abstention is half way).
identical: share of joint votes with the same vote.
kappa: 1 - sum d2 / (ss_a + ss_b + n (mean_a - mean_b)^2), Cohen's kappa with squared distances
(Haege 2011, Political Analysis 19(3)): 0 is what the two states' own yes and no rates would give.
Ideal points: Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61(2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.measures.cube import Cube, behind, column
from detente.measures.registry import Bench, Measure

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Agreement(NamedTuple):
    """Arrays of shape (years, pairs): joint votes, agreement, identical share, kappa."""

    first_year: int
    joint: NDArray[np.float32]
    agreement: NDArray[np.float32]
    identical: NDArray[np.float32]
    kappa: NDArray[np.float32]


def agreements(bench: Bench) -> Agreement:
    """Every pair's agreement in every session at once (about 865,000 dyad-years); not kept."""
    votes = bench.atlas.table("un_votes")
    years = column(votes, "session_year")
    resolution, vote = column(votes, "resid"), column(votes, "vote")
    index = bench.index
    state = index.lookup[bench.lineages(column(votes, "ccode"))]
    first, last = int(years.min()), int(years.max())
    shape = (last - first + 1, index.pairs)
    joint, agreement, identical, kappa = (np.full(shape, np.nan, dtype=np.float32) for _ in range(4))
    order = np.argsort(years.astype(np.int16), kind="stable")  # 16 bits: a radix sort
    bounds = np.searchsorted(years[order], np.arange(first, last + 2))
    for y in range(shape[0]):
        rows = order[bounds[y] : bounds[y + 1]]
        rows = rows[state[rows] >= 0]
        if not len(rows):
            continue
        present, s = np.unique(state[rows], return_inverse=True)
        _, r = np.unique(resolution[rows], return_inverse=True)
        ballots = np.zeros((3, len(present), r.max() + 1), dtype=np.float32)
        ballots[vote[rows] - 1, s, r] = 1.0
        cast = ballots.sum(axis=0)
        value = ballots[0] + 2 * ballots[1] + 3 * ballots[2]
        n = cast @ cast.T
        same = sum(b @ b.T for b in ballots)
        opposed = ballots[0] @ ballots[2].T
        opposed = opposed + opposed.T
        squared = (n - same - opposed) + 4 * opposed
        total = value @ cast.T  # sum of the row state's votes over joint votes
        squares = (value**2) @ cast.T
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = total / n
            spread = squares - n * mean**2
            chance = spread + spread.T + n * (mean - mean.T) ** 2
            i, j = np.triu_indices(len(present), 1)
            pairs = index.pair(present[i], present[j])
            joint[y, pairs] = n[i, j]
            half = (same + 0.5 * (n - same - opposed)) / n
            agreement[y, pairs] = np.where(n > 0, half, np.nan)[i, j]
            identical[y, pairs] = np.where(n > 0, same / n, np.nan)[i, j]
            kappa[y, pairs] = np.where(chance > 1e-6, 1 - squared / chance, np.nan)[i, j]
    return Agreement(first, joint, agreement, identical, kappa)


_FLOOR = 0.02  # one vote in fifty: below it halving disagreement is noise
_FEWEST_JOINT_VOTES = 5  # below this a yearly share is noise


def _agreement_cube(name: str):
    return lambda bench: bench.memo("voting cubes", lambda: _cubes(bench))[name]


def _cubes(bench: Bench) -> dict[str, Cube]:
    found = agreements(bench)
    enough = found.joint >= _FEWEST_JOINT_VOTES
    return {
        name: Cube(found.first_year, bench.index, behind(np.where(enough, getattr(found, name), np.nan)))
        for name in ("agreement", "kappa")
    }


def ideal_points(bench: Bench) -> tuple[int, NDArray[np.float32]]:
    """First year and the array (years, states) of ideal points; China's seat before 1971 is Taipei's."""
    return bench.memo("ideal points", lambda: _ideal_points(bench))


def _ideal_points(bench: Bench) -> tuple[int, NDArray[np.float32]]:
    table = bench.atlas.table("ideal_points").drop_nulls("ideal")
    years = column(table, "year")
    state = bench.index.lookup[bench.lineages(column(table, "ccode"))]
    first = int(years.min())
    points = np.full((int(years.max()) - first + 1, len(bench.index.codes)), np.nan, dtype=np.float32)
    keep = state >= 0
    points[years[keep] - first, state[keep]] = column(table, "ideal", np.float32)[keep]
    return first, points


def _ideal_distance(bench: Bench) -> Cube:
    first, points = ideal_points(bench)
    one, two = bench.index.ends
    return Cube(first, bench.index, behind(np.abs(points[:, one] - points[:, two])))


def _disagreement(bench: Bench) -> Cube:
    agreement = bench.cube("un_agreement")
    return Cube(agreement.first_year, bench.index, np.log2(_FLOOR + 1 - agreement.values))


_VOETEN = "Voeten 2013; Bailey, Strezhnev and Voeten 2017"
MEASURES = (
    Measure(
        "un_ideal_distance", "voting", "ideal-point units", "un-ideal-points", -1, 0.25, False,
        "|theta_a - theta_b| of idealpointall", _VOETEN, _ideal_distance,
    ),
    Measure(
        "un_agreement", "voting", "share of joint votes", "un-votes", +1, 0.05, False,
        "mean of 1 - |a - b| / 2 over joint votes", _VOETEN, _agreement_cube("agreement"),
    ),
    Measure(
        "un_disagreement", "voting", "doublings of disagreement", "un-votes", -1, 0.32, False,
        "log2(0.02 + 1 - agreement): halving 7 per cent counts as much as halving 40", _VOETEN, _disagreement,
    ),
    Measure(
        "un_kappa", "voting", "chance-corrected agreement", "un-votes", +1, 0.10, False,
        "1 - sum d2 / (ss_a + ss_b + n (mean_a - mean_b)^2)", "Haege 2011", _agreement_cube("kappa"),
    ),
)  # fmt: skip
