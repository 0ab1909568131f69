"""Outcomes that show whether the stronger side had its way: acts, wars, fighting on, coups, states that stand.

In: a claim on influence, its two sides and its years. Out: `Sign`s, each one outcome with a date or a count,
+1 where the stronger side had its way, -1 where it had not. An outcome that is not on record gives no sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from detente import actors
from detente.checks import findings, standing
from detente.checks.entities import Entity, entity
from detente.checks.signs import Sign, outcome, same
from detente.inference import thresholds
from detente.measures import conflict
from detente.model import Claim

if TYPE_CHECKING:
    from detente.measures.registry import Bench


_ONCE = ("nuclear_test", "independence", "annexation")
"""Acts that a state does once: those a claim without a date can only mean."""


_TAKEN = ("revolution", "independence", "coup")


def _events(bench: Bench, first: int, last: int) -> list[dict[str, Any]]:
    if "events" not in bench.atlas.tables:
        return []
    table = bench.atlas.table("events")
    rows = []
    for row in table.iter_rows(named=True):
        year = int(row["date"][:4])
        if first <= year <= last:
            rows.append({**row, "when": year, "who": (row["actors"] or "").split(";")})
    return rows


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {"date": row["date"], "event": row["name"], "type": row["type"], "actors": ";".join(row["who"])}


def act(
    claim: Claim, bench: Bench, state: str | None, start: int, end: int, dated: bool, latest: int
) -> list[Sign]:
    """Did the act the claim names, prevented or brought about, happen in the period, or only after it?

    Only an act on record is evidence: one never listed may have happened all the same.
    """
    asked = claim.facets.influence
    types = asked.acts
    if not types or state is None or asked.prevents == asked.compels or not (dated or types[0] in _ONCE):
        return []
    first, last = (start, min(end + thresholds.OUTCOME_LAG_YEARS, latest)) if dated else (1900, latest)
    done = [e for e in _events(bench, first, last) if e["type"] in types and same(e["who"][0], state)]
    sign = -1 if asked.prevents else 1
    if not done and dated:
        later = _events(bench, last + 1, min(last + 3 * thresholds.OUTCOME_YEARS, latest))
        done = [e for e in later if e["type"] in types and same(e["who"][0], state)][:1]
        sign, last = -sign, done[0]["when"] if done else last
    if not done:
        return []
    text = f"{done[0]['name']} ({done[0]['date']})"
    measure = f"{types[0].replace('_', ' ')} by {findings.name(state)}"
    specification = outcome(
        sign, "events", measure, f"{first}-{last}", float(len(done)), "dated events", text
    )
    return [Sign(sign, specification, tuple(_shown(e) for e in done[:10]))]


def stands(bench: Bench, claim: Claim, state: str | None, end: int, dated: bool, latest: int) -> list[Sign]:
    """A state said to have been swallowed, broken up or held whole that is a state after the period."""
    after = end + thresholds.OUTCOME_LAG_YEARS
    if state is None or not dated or after > latest or not actors.exists(state, after):
        return []
    if state not in claim.facets.influence.swallowed:
        return []
    rows = bench.atlas.table("cinc").filter(
        (pl.col("ccode") == actors.ccode(state, after)) & (pl.col("year") == after)
    )
    if not len(rows):
        return []
    note = f"{findings.name(state)} is a state of its own in {after}"
    specification = outcome(-1, "nmc", "the state stands", str(after), 1.0, "states", note)
    return [Sign(-1, specification, tuple(rows.to_dicts()))]


def war(
    bench: Bench, claim: Claim, strong: Entity, state: str | None, start: int, end: int, latest: int
) -> list[Sign]:
    """Who won the war between the two, if a war filled the period or the claim is about its end."""
    weak = entity(bench, state, end) if state is not None else None
    if weak is None or len(strong.codes) != 1 or len(weak.codes) != 1:
        return []
    (one,), (two,) = strong.codes, weak.codes
    table = bench.atlas.table("wars")
    lineage = [pl.Series(bench.lineages(table[c].to_numpy())) for c in ("ccode1", "ccode2")]
    ours = ((lineage[0] == one) & (lineage[1] == two)) | ((lineage[0] == two) & (lineage[1] == one))
    rows = table.filter(ours & table["year"].is_between(start, min(end, latest)) & table["won"].is_not_null())
    rows = rows.sort("year")
    asked = claim.facets.influence
    fought = asked.victory or (2 * len(rows) >= end - start + 1 and asked.war_aim)
    if not len(rows) or not fought:
        return []
    last = rows.row(-1, named=True)
    won = last["won"] if int(bench.lineages([last["ccode1"]])[0]) == one else -last["won"]
    sign = 1 if won > 0 else -1
    note = {1: "won the war", 0: "did not win the war", -1: "lost the war"}[won]
    window = f"{rows['year'][0]}-{last['year']}"
    specification = outcome(sign, "cow-war", "outcome of the war", window, float(won), "won, lost", note)
    return [Sign(sign, specification, tuple(rows.to_dicts()))]


def defiant(
    bench: Bench, claim: Claim, strong: Entity, state: str, start: int, end: int, latest: int
) -> list[Sign]:
    """A state said to have been made to yield that still stands against the other as a rival at the end."""
    if not claim.facets.influence.compels or (weak := entity(bench, state, end)) is None:
        return []
    last = min(end + thresholds.OUTCOME_LAG_YEARS, latest)
    rival = [
        f for f in standing.facts(bench, strong, weak, last - 1, last, latest) if f.family == "diplomacy"
    ]
    if not any(f.sign < 0 for f in rival):
        return []
    note = f"{findings.name(state)} still stood as a rival in {last}"
    source = bench.measures[next(f.measure for f in rival if f.sign < 0)].source
    return [Sign(-1, outcome(-1, source, "rivalry at the end", f"{last - 1}-{last}", 1.0, "listed", note))]


def against_group(
    bench: Bench, subject: str, group: str, state: str | None, start: int, end: int, dated: bool, latest: int
) -> list[Sign]:
    """Did the group fight on, end, or take the state?"""
    number = actors.gwcode(state) if state else None
    table = conflict.conflicts(bench, group, (number,) if number is not None else None)
    if not len(table) and number is not None:
        table = conflict.conflicts(bench, group, None)
    years = sorted({int(y) for y in table["year"].to_list() if y <= latest})
    if years and not dated and not any(start <= y <= end for y in years):
        start, end = years[0], years[-1]
    known = min(bench.atlas.coverage("ucdp_conflict")[1], latest)
    inside = [y for y in years if start <= y <= end]
    if not inside:
        return []
    after = [y for y in years if y > end]
    found = []
    places = {p for p in [state] if p} | {
        i for n in table["gwno_loc"].drop_nulls().unique() if (i := _iso(int(n)))
    }
    taken = _taken(
        bench,
        group,
        places,
        subject,
        max(start, inside[-1] - 1),
        min(end, inside[-1]) + thresholds.OUTCOME_LAG_YEARS,
        latest,
    )
    if taken:
        note, number_of = f"{taken[0]['name']} ({taken[0]['date']})", float(len(taken))
        name, window = "the state was taken or lost", f"{start}-{end}"
        specification = outcome(-1, "events", name, window, number_of, "dated events", note)
        found.append(Sign(-1, specification, tuple(_shown(e) for e in taken)))
    if after and after[0] <= end + thresholds.OUTCOME_LAG_YEARS:
        window, note = f"{end + 1}-{known}", f"the group fought on in {after[0]}"
        name = "conflict listed after the period"
        found.append(Sign(-1, outcome(-1, "ucdp-prio", name, window, float(len(after)), "years", note)))
    elif (
        not after
        and not taken
        and known >= inside[-1] + thresholds.ENDED_CONFLICT_YEARS
        and _at_home(table, subject)
    ):
        found.append(Sign(1, outcome(1, "ucdp-prio", "conflict ended", f"{inside[-1] + 1}-{known}",
                                      float(known - inside[-1]), "years without a listing",
                                      f"last listed in {inside[-1]}")))  # fmt: skip
    if not any(f.sign > 0 for f in found):
        found += _deaths(bench, group, (number,) if number is not None else None, start, end)
    found += _left(bench, subject, places, start, end, bool(after) or bool(taken), latest)
    return found


def _at_home(table: pl.DataFrame, subject: str) -> bool:
    """Whether the subject's own government fought the group on its own ground.

    Only there does an end of the fighting, with the state standing, show who had his way.
    """
    number = actors.gwcode(subject)
    rows = table.filter((pl.col("gwno_a") == number) & (pl.col("gwno_loc") == number))
    return number is not None and len(rows) == len(table)


def _deaths(
    bench: Bench, group: str | None, places: tuple[int, ...] | None, start: int, end: int
) -> list[Sign]:
    """Battle deaths at the end of the period against its start: twice as many, or a fifth."""
    series = conflict.deaths(bench, group, places).at(start, end)
    n = len(series.best)
    if n < 4 or series.best.sum() < 10 * conflict.THRESHOLD:
        return []
    part = max(n // 3, 2)
    before, after = float(series.best[:part].mean()), float(series.best[-part:].mean())
    change = conflict.doublings(before, after)
    sign = -1 if change >= thresholds.MORE_DEATHS else 1 if change <= thresholds.FEWER_DEATHS else 0
    window = f"{series.last_year - part + 1}-{series.last_year}"
    note = f"from {before:,.0f} to {after:,.0f} a year"
    return [Sign(sign, outcome(sign, "ucdp-brd", "battle deaths", window, change, "doublings", note))]


def in_state(bench: Bench, subject: str, state: str, start: int, end: int, latest: int) -> list[Sign]:
    """Troops leaving with the fighting unfinished; a coup or revolution towards or away from the stronger."""
    found = []
    number = actors.gwcode(state)
    first, levels = conflict.intensity(bench, None, (number,) if number is not None else (-1,))
    found += _lost(bench, subject, state, start, end)
    row = end - first
    after = levels[max(row + 1, 0) : max(min(row + thresholds.OUTCOME_LAG_YEARS, latest - first) + 1, 0)]
    fought = levels[max(start - first, 0) : max(row + 1, 0)]
    goes_on = bool(len(after) and (after > 0).any())
    left = _left(bench, subject, {state}, start, end, goes_on, latest)
    found += left
    if left and len(fought) and (fought > 0).any() and goes_on:
        name, window = f"conflict in {findings.name(state)} after the period", f"{end + 1}-{end + len(after)}"
        note, years = "fighting went on after the stronger side left", float((after > 0).sum())
        found.append(Sign(-1, outcome(-1, "ucdp-prio", name, window, years, "years", note)))
    for event in _events(bench, start, min(end + 1, latest)):
        if event["type"] not in ("coup", "revolution") or not same(event["who"][0], state):
            continue
        pairs = [tuple(d.split("-")) for d in (event["dyads"] or "").split(";") if d.count("-") == 1]
        if any({True} == {any(same(p, x) for p in pair) for x in (subject, state)} for pair in pairs):
            sign = int(np.sign(event["sign"]))
            side = "towards" if sign > 0 else "away from"
            name = f"{event['type']} in {findings.name(state)}, {side} the stronger"
            note = f"{event['name']} ({event['date']})"
            specification = outcome(sign, "events", name, str(event["when"]), float(sign), "sign", note)
            found.append(Sign(sign, specification, (_shown(event),)))
    return found


def _lost(bench: Bench, subject: str, state: str, start: int, end: int) -> list[Sign]:
    """The subject fought over the land as its own, and the land became a state."""
    own, there = actors.gwcode(subject), actors.gwcode(state)
    if own is None or there is None:
        return []
    table = bench.atlas.table("ucdp_conflict").filter(
        (pl.col("gwno_a") == own) & (pl.col("gwno_loc") == there)
    )
    fought = table.filter(pl.col("year").is_between(start, end) & (pl.col("type") != 2))
    born = [a for a, _ in actors.get(state).spells if a is not None and start <= a.year <= end + 1]
    if not len(fought) or not born:
        return []
    name, note = "the land became a state", f"{findings.name(state)} a state on {born[0]}"
    return [
        Sign(-1, outcome(-1, "ucdp-prio", name, str(born[0].year), float(len(fought)), "years fought", note))
    ]


def _left(
    bench: Bench, subject: str, places: set[str], start: int, end: int, goes_on: bool, latest: int
) -> list[Sign]:
    """The stronger side's own withdrawal from the place while the fighting went on."""
    if not goes_on:
        return []
    left = [
        e for e in _events(bench, start, min(end + thresholds.OUTCOME_LAG_YEARS, latest))
        if e["type"] == "withdrawal" and same(e["who"][0], subject) and _among(e["who"][1:], places)
    ]  # fmt: skip
    if not left:
        return []
    note = f"{left[0]['name']} ({left[0]['date']})"
    name, when = "withdrawal with the fighting unfinished", str(left[0]["when"])
    specification = outcome(-1, "events", name, when, 1.0, "dated events", note)
    return [Sign(-1, specification, tuple(_shown(e) for e in left))]


def _among(ids: list[str], places: set[str]) -> bool:
    return any(same(i, p) for i in ids for p in places)


def _taken(
    bench: Bench, group: str, places: set[str], subject: str, first: int, last: int, latest: int
) -> list[dict[str, Any]]:
    """Events by which the group's side took the state: they name the group, or the state's independence."""
    name, last = findings.name(group).lower(), min(last, latest)
    found = []
    for event in _events(bench, first, min(last, latest)):
        told = f"{event['name']} {event['aliases'] or ''}".lower()
        here = any(
            same(event["who"][0], p) or (event["type"] == "independence" and p in event["who"])
            for p in places
        )
        if event["type"] in _TAKEN and here and (name in told or event["type"] == "independence") and not (
            same(event["who"][0], subject)
        ):  # fmt: skip
            found.append(event)
    for place in sorted(places):
        born = [a for a, _ in actors.get(place).spells if a is not None and first <= a.year <= last]
        if not found and born and not same(place, subject):
            name = f"{findings.name(place)} becomes a state"
            found.append({"date": str(born[0]), "name": name, "type": "independence", "who": [place]})
    return found


def _iso(number: int) -> str | None:
    actor = actors.resolve_code(number, "gw")
    return actor.id if actor is not None else None
