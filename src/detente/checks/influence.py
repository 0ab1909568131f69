"""Influence: "A failed to defeat B", "A prevented B from testing", "A could not turn power into influence".

Two things are measured apart: the gap in power (CINC, military spending) and the outcome. Outcomes are
those that dates and counts can show: did the act the claim names happen or not; did the armed group fight
on, or take the state; did the stronger side's troops leave with the fighting unfinished; did a coup or
revolution turn the state towards or away from it. Several signs must agree; none leaves the claim open.
Why it came so is not in the data, so no grade is above moderate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from detente import actors
from detente.checks import findings, influence_card, occasions, standing
from detente.checks.entities import Entity, entity
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import capability, conflict, words
from detente.model import Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "influence"
# What a claim may say was prevented or brought about, and the dated events that show it.
_ACTS = (
    (re.compile(r"nuclear|atomic|\bbomb\b"), ("nuclear_test",)),
    (re.compile(r"annex"), ("annexation",)),
    (re.compile(r"independen|seced|secession|breakaway"), ("independence",)),
    (re.compile(r"invad|invasion"), ("invasion", "annexation", "war")),
    (re.compile(r"coup|overthrow|toppl|oust|regime|depos|br(?:ing|ought) down|unseat"), ("coup", "revolution")),
    (re.compile(r"peace|treaty with"), ("peace_treaty",)),
    (re.compile(r"withdraw|pull(ed|ing)? out|leav(e|ing)|\bout of\b"), ("withdrawal",)),
    (re.compile(r"recogni[sz]"), ("recognition",)),
)  # fmt: skip
_PREVENT = re.compile(
    r"prevent|stop|deter|block|dissuad|halt|keep\w* .* from|kept .* from|rein\w* in|contain"
)
_COMPEL = re.compile(
    r"forc|compel|coerc|oblig|persuad|induc|br(?:ing|ought) (?:about|down)|\bmade\b|\bmake\b|impos|"
    r"(?:get|got|dr[io]ve|push|expel)\w* .* out of|pressur|overthrow|toppl|oust|unseat|from power"
)
# What a state is said to suffer whole ("parts of it", "its army" are other matters); {} is its name.
_WHOLE = (
    r"\b(?:(?:conquer|annex|absorb|swallow|dismember|destroy)\w*|wip\w+ out|br(?:eak|oke)\w* (?:up|apart)|"
    r"(?:keep|kept|hold|held|retain)\w*(?: on to| onto)?) (?:(?!of\b)\w+ )?{}\b(?!['’-]| (?:from|out|in|at|under)\b)"
)
_VICTORY = re.compile(r"victor|defeat|\bwin\b|\bwon\b|\blos[et]\b|beat|overcome|subdu|conquer|vanquish|"
                      r"br(?:ing|ought) down|from power|oust|toppl")  # fmt: skip
_AIM = re.compile(r"wrest|give up|gave up|surrender|hold|held|keep|kept|regain|recover|conquer|expel|dr[io]ve|eject|"
                  r"liberat|\baims?\b|goals?\b|objectives?\b|\bwar\b|forc|compel|prevail|succe|fail")  # fmt: skip
_TAKEN = ("revolution", "independence", "coup")


@dataclass(frozen=True)
class Sign:
    """One measurable outcome: +1 the stronger side had its way, -1 it had not."""

    sign: int
    specification: Specification
    rows: tuple[dict[str, Any], ...] = ()


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that power did or did not become influence."""
    subject = claim.role("subject")
    objects = [
        r for role in ("object", "third", "place", "organisation") for r in claim.roles(role) if r != subject
    ]
    if subject is None or not objects:
        return findings.simple(
            "insufficient_evidence", "The claim does not say who failed (or managed) to move whom."
        )
    start, end, dated = _years(claim, context.latest)
    strong = entity(bench, subject, end)
    if strong is None:
        return findings.simple(
            "insufficient_evidence", "The power of the side that is said to be powerful is not measured."
        )
    group = next((o for o in objects if o.startswith("group:")), None) or _group_named(claim)
    state = next((o for o in objects if actors.get(o).kind == "state"), None)
    signs = _act(claim, bench, state, start, end, dated, context.latest)
    signs = signs or _stands(bench, claim, state, end, dated, context.latest)
    signs = signs or _war(bench, claim, strong, state, start, end, context.latest)
    if not signs and group is not None:
        signs = _against_group(bench, subject, group, state, start, end, dated, context.latest)
    elif not signs and state is not None:
        signs = _in_state(bench, subject, state, start, end, context.latest)
        signs = signs or _defiant(bench, claim, strong, state, start, end, context.latest)
    weak = entity(bench, state, end) if state is not None else None
    gap = _gap(bench, strong, weak, start, end)
    return _finding(claim, bench, strong, weak, group, signs, gap, start, end, context.latest)


def _years(claim: Claim, latest: int) -> tuple[int, int, bool]:
    start, end = claim.period.start or latest, min(claim.period.end or latest, latest)
    dated = not (end - start == thresholds.DEFAULT_SPAN_YEARS and claim.period.stated is None)
    return start, end, dated


def _gap(bench: Bench, strong: Entity, weak: Entity | None, start: int, end: int) -> list[Specification]:
    """Ratios of capability at the period's start (or the first year after it that is known)."""
    found = []
    for series in (capability.cinc(bench), capability.cinc(bench, "milex_share")):
        low, high = max(start, series.first_year), min(end, series.last_year)
        if low > high:
            continue
        one = float(np.nansum([series.at(p, low, high)[0] for p in strong.positions]))
        other = (
            float(np.nansum([series.at(p, low, high)[0] for p in weak.positions])) if weak else float("nan")
        )
        name = weak.name if weak else "the median state"
        if weak is None:
            other = float(np.nanmedian(series.values[low - series.first_year]))
        if not (one > 0 and other > 0):
            continue
        ratio = one / other
        stronger = ratio >= thresholds.STRONGER_RATIO
        found.append(Specification(
            "capability", series.source, series.name, str(low), name, "ratio of shares of the world", ratio,
            direction=1 if stronger else -1 if ratio < 1 else 0, significant=stronger,
            note=f"{strong.name} {one:.3g}, {name} {other:.3g}",
        ))  # fmt: skip
    return found


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


def _same(one: str, two: str) -> bool:
    """Whether two ids are the same state under its names through time."""
    if one == two:
        return True
    try:
        codes = [actors.ccode(i) for i in (one, two)]
    except Exception:
        return False
    return None not in codes and actors.lineage(codes[0]) == actors.lineage(codes[1])  # type: ignore[arg-type]


def _outcome(
    sign: int, source: str, measure: str, window: str, value: float, unit: str, note: str
) -> Specification:
    return Specification(
        "outcome", source, measure, window, "the stronger side's aim", unit, value, direction=sign,
        significant=sign != 0, note=note,
    )  # fmt: skip


def _act(
    claim: Claim, bench: Bench, state: str | None, start: int, end: int, dated: bool, latest: int
) -> list[Sign]:
    """Did the act the claim names, prevented or brought about, happen in the period, or only after it?

    Only an act on record is evidence: one never listed may have happened all the same.
    """
    words = claim.quote.lower()
    types = next((t for cue, t in _ACTS if cue.search(words)), None)
    prevent, compel = bool(_PREVENT.search(words)), bool(_COMPEL.search(words))
    if types is None or state is None or prevent == compel:
        return []
    first, last = (start, min(end + thresholds.OUTCOME_LAG_YEARS, latest)) if dated else (1900, latest)
    done = [e for e in _events(bench, first, last) if e["type"] in types and _same(e["who"][0], state)]
    sign = -1 if prevent else 1
    if not done and dated:
        later = _events(bench, last + 1, min(last + 3 * thresholds.OUTCOME_YEARS, latest))
        done = [e for e in later if e["type"] in types and _same(e["who"][0], state)][:1]
        sign, last = -sign, done[0]["when"] if done else last
    if not done:
        return []
    text = f"{done[0]['name']} ({done[0]['date']})"
    measure = f"{types[0].replace('_', ' ')} by {findings.name(state)}"
    specification = _outcome(
        sign, "events", measure, f"{first}-{last}", float(len(done)), "dated events", text
    )
    return [Sign(sign, specification, tuple(_shown(e) for e in done[:10]))]


def _stands(bench: Bench, claim: Claim, state: str | None, end: int, dated: bool, latest: int) -> list[Sign]:
    """A state said to have been swallowed, broken up or held whole that is a state after the period."""
    after = end + thresholds.OUTCOME_LAG_YEARS
    if state is None or not dated or after > latest or not actors.exists(state, after):
        return []
    names = [r.mention for r in claim.actors if r.id == state and r.mention] + [findings.name(state)]
    words = claim.quote.lower()
    if not any(re.search(_WHOLE.format(re.escape(n.lower())), words) for n in names):
        return []
    rows = bench.atlas.table("cinc").filter(
        (pl.col("ccode") == actors.ccode(state, after)) & (pl.col("year") == after)
    )
    if not len(rows):
        return []
    note = f"{findings.name(state)} is a state of its own in {after}"
    specification = _outcome(-1, "nmc", "the state stands", str(after), 1.0, "states", note)
    return [Sign(-1, specification, tuple(rows.to_dicts()))]


def _group_named(claim: Claim) -> str | None:
    """An armed group the sentence names, where the actors given leave it out."""
    return next((i for i in occasions.named(claim.quote) if i.startswith("group:")), None)


def _war(
    bench: Bench, claim: Claim, strong: Entity, state: str | None, start: int, end: int, latest: int
) -> list[Sign]:
    """Who won the war between the two, if a war filled the period or the claim is about its end."""
    weak = entity(bench, state, end) if state is not None else None
    if weak is None or len(strong.codes) > 1:
        return []
    one, two = strong.codes[0], weak.codes[0]
    table = bench.atlas.table("wars")
    lineage = [pl.Series(bench.lineages(table[c].to_numpy())) for c in ("ccode1", "ccode2")]
    ours = ((lineage[0] == one) & (lineage[1] == two)) | ((lineage[0] == two) & (lineage[1] == one))
    rows = table.filter(ours & table["year"].is_between(start, min(end, latest)) & table["won"].is_not_null())
    rows = rows.sort("year")
    words = claim.quote.lower()
    fought = _VICTORY.search(words) or (2 * len(rows) >= end - start + 1 and _AIM.search(words))
    if not len(rows) or not fought:
        return []
    last = rows.row(-1, named=True)
    won = last["won"] if int(bench.lineages([last["ccode1"]])[0]) == one else -last["won"]
    sign = 1 if won > 0 else -1
    note = {1: "won the war", 0: "did not win the war", -1: "lost the war"}[won]
    window = f"{rows['year'][0]}-{last['year']}"
    specification = _outcome(sign, "cow-war", "outcome of the war", window, float(won), "won, lost", note)
    return [Sign(sign, specification, tuple(rows.to_dicts()))]


def _defiant(
    bench: Bench, claim: Claim, strong: Entity, state: str, start: int, end: int, latest: int
) -> list[Sign]:
    """A state said to have been made to yield that still stands against the other as a rival at the end."""
    if not _COMPEL.search(claim.quote.lower()) or (weak := entity(bench, state, end)) is None:
        return []
    last = min(end + thresholds.OUTCOME_LAG_YEARS, latest)
    rival = [
        f for f in standing.facts(bench, strong, weak, last - 1, last, latest) if f.family == "diplomacy"
    ]
    if not any(f.sign < 0 for f in rival):
        return []
    note = f"{findings.name(state)} still stood as a rival in {last}"
    source = bench.measures[next(f.measure for f in rival if f.sign < 0)].source
    return [Sign(-1, _outcome(-1, source, "rivalry at the end", f"{last - 1}-{last}", 1.0, "listed", note))]


def _against_group(
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
        specification = _outcome(-1, "events", name, window, number_of, "dated events", note)
        found.append(Sign(-1, specification, tuple(_shown(e) for e in taken)))
    if after and after[0] <= end + thresholds.OUTCOME_LAG_YEARS:
        window, note = f"{end + 1}-{known}", f"the group fought on in {after[0]}"
        name = "conflict listed after the period"
        found.append(Sign(-1, _outcome(-1, "ucdp-prio", name, window, float(len(after)), "years", note)))
    elif (
        not after
        and not taken
        and known >= inside[-1] + thresholds.ENDED_CONFLICT_YEARS
        and _at_home(table, subject)
    ):
        found.append(Sign(1, _outcome(1, "ucdp-prio", "conflict ended", f"{inside[-1] + 1}-{known}",
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
    note = f"{before:,.0f} to {after:,.0f} battle deaths a year"
    return [Sign(sign, _outcome(sign, "ucdp-brd", "battle deaths", window, change, "doublings", note))]


def _in_state(bench: Bench, subject: str, state: str, start: int, end: int, latest: int) -> list[Sign]:
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
        found.append(Sign(-1, _outcome(-1, "ucdp-prio", name, window, years, "years", note)))
    for event in _events(bench, start, min(end + 1, latest)):
        if event["type"] not in ("coup", "revolution") or not _same(event["who"][0], state):
            continue
        pairs = [tuple(d.split("-")) for d in (event["dyads"] or "").split(";") if d.count("-") == 1]
        if any({True} == {any(_same(p, x) for p in pair) for x in (subject, state)} for pair in pairs):
            sign = int(np.sign(event["sign"]))
            side = "towards" if sign > 0 else "away from"
            name = f"{event['type']} in {findings.name(state)}, {side} the stronger"
            note = f"{event['name']} ({event['date']})"
            specification = _outcome(sign, "events", name, str(event["when"]), float(sign), "sign", note)
            found.append(Sign(sign, specification, (_shown(event),)))
    return found


def _lost(bench: Bench, subject: str, state: str, start: int, end: int) -> list[Sign]:
    """The subject fought over the land as its own, and the land became a state."""
    own, there = actors.gwcode(subject), actors.gwcode(state)
    table = bench.atlas.table("ucdp_conflict").filter(
        (pl.col("gwno_a") == own) & (pl.col("gwno_loc") == there)
    )
    fought = table.filter(pl.col("year").is_between(start, end) & (pl.col("type") != 2))
    born = [a for a, _ in actors.get(state).spells if a is not None and start <= a.year <= end + 1]
    if not len(fought) or not born:
        return []
    name, note = "the land became a state", f"{findings.name(state)} a state on {born[0]}"
    return [
        Sign(-1, _outcome(-1, "ucdp-prio", name, str(born[0].year), float(len(fought)), "years fought", note))
    ]


def _left(
    bench: Bench, subject: str, places: set[str], start: int, end: int, goes_on: bool, latest: int
) -> list[Sign]:
    """The stronger side's own withdrawal from the place while the fighting went on."""
    if not goes_on:
        return []
    left = [
        e for e in _events(bench, start, min(end + thresholds.OUTCOME_LAG_YEARS, latest))
        if e["type"] == "withdrawal" and _same(e["who"][0], subject) and _among(e["who"][1:], places)
    ]  # fmt: skip
    if not left:
        return []
    note = f"{left[0]['name']} ({left[0]['date']})"
    name, when = "withdrawal with the fighting unfinished", str(left[0]["when"])
    specification = _outcome(-1, "events", name, when, 1.0, "dated events", note)
    return [Sign(-1, specification, tuple(_shown(e) for e in left))]


def _among(ids: list[str], places: set[str]) -> bool:
    return any(_same(i, p) for i in ids for p in places)


def _taken(
    bench: Bench, group: str, places: set[str], subject: str, first: int, last: int, latest: int
) -> list[dict[str, Any]]:
    """Events by which the group's side took the state: they name the group, or the state's independence."""
    name, last = findings.name(group).lower(), min(last, latest)
    found = []
    for event in _events(bench, first, min(last, latest)):
        told = f"{event['name']} {event['aliases'] or ''}".lower()
        here = any(
            _same(event["who"][0], p) or (event["type"] == "independence" and p in event["who"])
            for p in places
        )
        if event["type"] in _TAKEN and here and (name in told or event["type"] == "independence") and not (
            _same(event["who"][0], subject)
        ):  # fmt: skip
            found.append(event)
    for place in sorted(places):
        born = [a for a, _ in actors.get(place).spells if a is not None and first <= a.year <= last]
        if not found and born and not _same(place, subject):
            name = f"{findings.name(place)} becomes a state"
            found.append({"date": str(born[0]), "name": name, "type": "independence", "who": [place]})
    return found


def _iso(number: int) -> str | None:
    actor = actors.resolve_code(number, "gw")
    return actor.id if actor is not None else None


def verdict(direction: str, signs: list[int], stronger: bool | None) -> tuple[Label, Grade, tuple[str, ...]]:
    """Label and grade from the outcome's signs and whether the subject was the stronger side at all."""
    good, bad = sum(s > 0 for s in signs), sum(s < 0 for s in signs)
    told = (
        f"{good} signs that the stronger side had its way, {bad} that it had not",
        "the cause is not tested",
    )
    if not good and not bad:
        return (
            "insufficient_evidence",
            "very_low",
            ("the outcome is not measurable with dated events or battle deaths",),
        )
    if good and bad:
        return "contested", "low", told
    failed = bad > 0
    grade: Grade = "moderate" if max(good, bad) > 1 else "low"
    label: Label = "supported" if failed == (direction == "failed") else "contradicted"
    if label == "supported" and direction == "failed" and stronger is False:
        return (
            "partly_supported",
            "low",
            (*told, "it had not its way, but it was not the stronger side either"),
        )
    return label, grade, told


def _finding(
    claim: Claim, bench: Bench, strong: Entity, weak: Entity | None, group: str | None, signs: list[Sign],
    gap: list[Specification], start: int, end: int, latest: int,
) -> Finding:  # fmt: skip
    stronger = None if not gap else any(s.direction > 0 for s in gap)
    direction = "failed" if claim.direction == "failed" else "succeeded"
    label, grade, reasons = verdict(direction, [s.sign for s in signs], stronger)
    if claim.details.get("negated"):
        label = negated_label(label)
    wanted = -1 if direction == "failed" else 1
    outcome = tuple(_oriented(s.specification, wanted) for s in signs)
    specifications = (*outcome, *gap)
    target = findings.name(group) if group else weak.name if weak else "the other side"
    shown = (
        "; ".join(f"{s.specification.measure}: {s.specification.note}" for s in signs if s.sign)
        or "none to be had"
    )
    power = (
        "; ".join(
            f"{words.named(s.measure)} {words.amount(s.estimate or 0.0)} times those of {s.baseline}"
            for s in gap
        )
        or "power not known"
    )
    sources = tuple(dict.fromkeys(s.source for s in specifications))
    lead = next((s for s in specifications if s.significant), None)
    return Finding(
        label, grade, reasons,
        f"{strong.name} and {target}, {start}-{end}. Power: {power}. Outcome: {shown}.",
        effect=Effect(lead.estimate or 0.0, findings.unit_text(lead)) if lead else None,
        specifications=specifications,
        disagreements=findings.disagreements(outcome, label),
        would_change=("It would turn with dated outcomes on the other side.",),
        counter_reading="Not having one's way in one matter is not weakness; the aim may have been another.",
        evidence=_rows(bench, signs, strong, weak, start, end),
        limits=("Only outcomes with a date or a death count are seen; quiet influence leaves neither.",
                *findings.limits(bench, sources, start, end)),
        citations=findings.citations(bench, sources),
        chart=influence_card.chart(bench, strong, weak, group, label, start, end, latest),
    )  # fmt: skip


def _oriented(specification: Specification, wanted: int) -> Specification:
    from dataclasses import replace

    return replace(specification, direction=specification.direction * wanted)


def _rows(
    bench: Bench, signs: list[Sign], strong: Entity, weak: Entity | None, start: int, end: int
) -> tuple[EvidenceRows, ...]:
    found = []
    for sign in signs:
        source = sign.specification.source
        rows = sign.rows or ({"measure": sign.specification.measure, "window": sign.specification.window,
                              "value": sign.specification.estimate},)  # fmt: skip
        table = {"events": "events", "ucdp-prio": "ucdp_conflict", "ucdp-brd": "ucdp_deaths", "nmc": "cinc",
                 "cow-war": "wars"}.get(source, "rivalries")  # fmt: skip
        query = f"SELECT * FROM {table} WHERE year BETWEEN {start} AND {end} -- {sign.specification.measure}"
        found.append(EvidenceRows(source, bench.source(source).version, query, rows))
    codes = (*strong.codes, *(weak.codes if weak else ()))
    table = bench.atlas.table("cinc").filter(
        pl.col("ccode").is_in(codes) & pl.col("year").is_in([start, end])
    )
    query = f"SELECT * FROM cinc WHERE ccode IN ({', '.join(map(str, codes))}) AND year IN ({start}, {end})"
    found.append(EvidenceRows("nmc", bench.source("nmc").version, query, tuple(table.to_dicts())))
    return tuple(found)
