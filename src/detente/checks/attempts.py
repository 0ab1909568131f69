"""What became of an attempt of one state to have its way with another: the record that fits a claim.

In: a claim on influence, who wanted what of whom, and its years. Out: one `Sign` for each attempt on record
that fits, or none. An attempt fits where its sides and its years are the claim's and its aim is one the
claim speaks of; where it names a means (sanctions, war, ...), only attempts by that means. A
state of affairs that lasted (a hold, a ban) holds in any part of its years and was lost only at their end;
a goal was missed in any part of its years and reached only at their end. What a claim is about says
nothing of how it ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from detente import actors
from detente.checks.entities import members
from detente.checks.signs import Sign, outcome, same
from detente.inference import thresholds

if TYPE_CHECKING:
    from detente.measures.registry import Bench
    from detente.model import Claim

# Aims of which one pair of states may have several at a time: the matter must be the one spoken of, or the years.
_OF_A_MATTER = ("stop_policy", "impose_terms", "free")
_STATES_OF_AFFAIRS = (
    "hold_territory", "dominate", "keep_in_bloc", "keep_regime", "prevent_independence", "prevent_union", "nuclear", "deter",
)  # fmt: skip
# The same outcome seen from the other side: who did not keep, was driven out.
_MIRRORED = {
    "hold_territory": ("compel_withdrawal", "win_independence", "seize_territory"),
    "prevent_independence": ("win_independence",),
    "compel_withdrawal": ("hold_territory",),
    "seize_territory": ("hold_territory",),
    "win_independence": ("hold_territory", "prevent_independence"),
}


def fitting(
    claim: Claim, bench: Bench, start: int, end: int, latest: int, anywhen: bool = False
) -> list[Sign]:
    """Signs of the attempts on record that are the claim's, the best fitting first; none where no record fits.

    `anywhen`: the claim speaks of the past without a date; what is on record must then agree at all times.
    """
    if "attempts" not in bench.atlas.tables:
        return []
    asked = claim.facets.influence
    wanted, means = asked.aims, set(asked.means)
    subjects = [m for i in claim.roles("subject") for m in _states(bench, i, end)]
    others = [r.id for r in claim.actors if r.role in ("object", "third", "place") and r.id not in subjects]
    found: list[tuple[tuple[float, ...], int, dict[str, Any]]] = []
    for row in bench.atlas.table("attempts").iter_rows(named=True):
        if row["first"] > end or row["last"] < start or row["first"] > latest:
            continue
        side = _side(row, subjects, others)
        if not side or (means and not means & set(row["means"].split(";"))):
            continue
        aim = row["aim"] if side > 0 else None
        fits = aim in wanted if aim else any(m in wanted for m in _MIRRORED.get(row["aim"], ()))
        matter = any(word in asked.matters for word in row["matter"].split(";"))
        likeness = _likeness(row, start, end)
        if row["aim"] in _OF_A_MATTER and not matter and likeness < thresholds.HALF:
            fits = False
        if not (fits or (side > 0 and (asked.at_large or matter))) or not (anywhen or told(row, start, end)):
            continue
        rank = (float(side > 0), float(fits) + float(matter), float(fits), likeness)
        found.append((rank, side, row))
    found.sort(key=lambda f: (*(-x for x in f[0]), f[2]["first"], f[2]["what"]))
    best = [f for f in found if f[0][:3] == found[0][0][:3]]
    if best and not best[0][0][2] and len({_sign(row) for _, _, row in best}) > 1:
        return []  # nothing but the pair and the years fits, and the record is of two minds
    if len({_sign(row) * side for _, side, row in best}) > 1:  # the nearest in time decides
        best = [] if anywhen else [f for f in best if f[0] == best[0][0]]
    return [_shown(row, side) for _, side, row in best[:3]]


def told(row: dict[str, Any], start: int, end: int) -> bool:
    """Whether the years asked about show the outcome: see the head of this module."""
    achieved = row["outcome"] == "achieved"
    lasting = row["aim"] in _STATES_OF_AFFAIRS
    if achieved == lasting and row["outcome"] != "partly":
        return _overlap(row, start, end) >= thresholds.HALF
    return row["last"] - 1 <= end and _overlap(row, start, end) >= thresholds.HALF


def _overlap(row: dict[str, Any], start: int, end: int) -> float:
    """Years in common over the years of the shorter."""
    common = min(end, row["last"]) - max(start, row["first"]) + 1
    return common / min(end - start + 1, row["last"] - row["first"] + 1)


def _likeness(row: dict[str, Any], start: int, end: int) -> float:
    """Years in common over the years of either."""
    common = min(end, row["last"]) - max(start, row["first"]) + 1
    return common / (max(end, row["last"]) - min(start, row["first"]) + 1)


def _side(row: dict[str, Any], subjects: Iterable[str], others: list[str]) -> int:
    """1 where the claim's subject is whose attempt it was, -1 where it was the target's, 0 where neither."""
    ours, theirs = row["subjects"].split(";"), row["targets"].split(";")
    for sign, by, of in ((1, ours, theirs), (-1, theirs, ours)):
        if _any(subjects, by) and _any(others, of):
            groups = [o for o in others if o.startswith("group:")]
            if not groups or any(g in of for g in groups) or not any(o.startswith("group:") for o in of):
                return sign
    return 0


def _states(bench: Bench, actor: str, year: int) -> tuple[str, ...]:
    """The actor itself, or the members of an organisation or bloc."""
    return members(bench, actor, year) if actor.startswith(("org:", "bloc:")) else (actor,)


def _any(ids: Iterable[str], listed: list[str]) -> bool:
    return any(same(i, j) for i in ids for j in listed)


def _sign(row: dict[str, Any]) -> int:
    return {"achieved": 1, "not_achieved": -1}.get(row["outcome"], 0)


def _shown(row: dict[str, Any], side: int) -> Sign:
    who = "; ".join(actors.get(i).name for i in row["subjects"].split(";")[:2])
    window = str(row["first"]) if row["first"] == row["last"] else f"{row['first']}-{row['last']}"
    name = f"{who}: {row['aim'].replace('_', ' ')} ({row['means'].replace(';', ', ')})"
    sign = _sign(row) * side
    specification = outcome(sign, "attempts", name, window, float(sign), "reached, missed", row["what"])
    return Sign(sign, specification, (row,), partly=row["outcome"] == "partly")
