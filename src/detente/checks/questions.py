"""What a claim about possibility asks, and what came of it.

In: a claim with its date and horizon. Out: `Question`: the panel of cases at risk, this case in it, the
year the event came (if it has), the year up to which that is known, the rows, and the rule that
excludes it (if one does). Outcomes are dated facts; nothing here is estimated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente import actors
from detente.checks import findings
from detente.checks.entities import entity
from detente.inference import thresholds
from detente.measures import accession, arms, conflict, dyad_risk
from detente.model import Claim, EvidenceRows

if TYPE_CHECKING:
    from detente.measures.registry import Bench
    from detente.measures.risk import Risk

# Whom a treaty lets in, as ranges of COW numbers (territory partly there counts), and where it says so.
_EUROPE = ((200, 399), (640, 640), (705, 705))
_AFRICA = ((402, 626), (651, 651))
_RULES: dict[str, tuple[tuple[tuple[int, int], ...], str]] = {
    "org:EU": (_EUROPE, "Treaty on European Union, Article 49: any European state"),
    "org:EEC": (_EUROPE, "Treaty of Rome, Article 237: any European state"),
    "org:COE": (_EUROPE, "Statute of the Council of Europe, Article 4: any European state"),
    "org:NATO": ((*_EUROPE, (2, 20)), "North Atlantic Treaty, Article 10: any other European state"),
    "org:AU": (_AFRICA, "Constitutive Act of the African Union, Article 29: any African state"),
    "org:OAU": (_AFRICA, "Charter of the OAU, Article 28: any independent African state"),
    "org:OAS": (((2, 165),), "Charter of the OAS, Article 4: all American states"),
    "org:ASEAN": (((775, 860), (910, 910)), "Charter of ASEAN, Article 6: location in Southeast Asia"),
}
_WARLIKE = ("war", "invasion", "attack", "annexation")


@dataclass(frozen=True)
class Question:
    """One event that may happen to one case, and what became of it.

    `text` names it ("Croatia joins the European Union"), `came` is the first year it did from the
    claim's date on, `known` the last year it would have been seen. `settled` says why there is nothing to
    ask (a member already). `practised` is False where it has happened too seldom to anybody (an
    organisation that has taken in nobody yet) for its absence to mean anything. `cases` names the case
    behind a panel column.
    """

    text: str
    risk: Risk
    case: int
    came: int | None
    known: int
    rows: EvidenceRows
    cases: Callable[[int], str]
    settled: str | None = None
    practised: bool = True
    rule: str | None = None
    excluded: bool = False
    limits: tuple[str, ...] = ()


def question(claim: Claim, bench: Bench, start: int, latest: int) -> Question | str:
    """The question behind a possibility claim made in `start`, or the sentence why there is none."""
    organisation = claim.role("organisation") or next(
        (r.id for r in claim.actors if r.id.startswith("org:")), None
    )
    direction = claim.direction or {
        "membership": "join",
        "alliance": "ally",
        "conflict": "fight",
        "arms": "supply",
    }.get(claim.topic, "")
    subject = claim.role("subject") or claim.role("supplier")
    if subject is None:
        return "The claim does not say to whom it may happen."
    if direction in ("join", "leave", "member") and organisation is not None:
        return _membership(bench, subject, organisation, direction == "leave", start, latest)
    other = claim.role("supplier") if direction == "supply" else claim.role("object")
    other = other or claim.role("object") or claim.role("third")
    if other is None or other == subject:
        return "The claim names no second party, so there is no class of cases to compare it with."
    a, b = entity(bench, subject, start), entity(bench, other, start)
    if a is None or b is None or len(a.positions) != 1 or len(b.positions) != 1 or a.positions == b.positions:
        return "Base rates are held for pairs of states and for memberships; this is neither."
    if direction == "worsen" and claim.facets.violence.force:
        direction = "fight"  # a war is more than relations that worsen
    if direction == "supply":
        return _supply(bench, a.positions[0], b.positions[0], start, latest)
    breaking = claim.topic == "alliance" and direction in ("leave", "worsen")
    if direction in ("ally", "join") or breaking:
        return _pact(bench, a.positions[0], b.positions[0], breaking, start, latest)
    if direction == "fight":
        return _fight(bench, a.positions[0], b.positions[0], claim.facets.violence.war, start, latest)
    if direction in ("improve", "worsen"):
        return _turn(
            bench, a.positions[0], b.positions[0], 1 if direction == "improve" else -1, start, latest
        )
    return f"detente holds no class of cases for claims that something may {direction or 'happen'}."


def _state(bench: Bench, position: int) -> str:
    actor = actors.resolve_code(int(bench.index.codes[position]), "cow")
    return actor.name if actor is not None else "a state"


def _membership(
    bench: Bench, subject: str, org: str, leaving: bool, start: int, latest: int
) -> Question | str:
    found = accession.rolls(bench)
    place = bench.place(subject)
    case = found.case(org, place)
    if case is None:
        return f"No dated membership list of {findings.name(org)} is held, so there is no base rate."
    table = bench.atlas.table("memberships").filter(pl.col("org") == org)
    own = table.filter(pl.Series([bench.place(i) == place for i in table["iso3"]])).sort("start")
    spells = [(r["start"], r["end"]) for r in own.iter_rows(named=True) if r["status"] == "member"]
    inside = any(s < start and (e is None or e >= start) for s, e in spells)
    dates = [e for _, e in spells if e is not None] if leaving else [s for s, _ in spells]
    came = min((d for d in dates if d >= start + (start >= latest)), default=None)
    starts = table.filter(pl.col("status") == "member")["start"].to_list()
    first = min(starts, default=None)
    who, what = findings.name(subject), findings.name(org)
    settled = None
    if first is None or start < first:
        settled = f"{what} did not exist yet in {start}."
    elif inside != leaving:
        settled = (
            f"{who} {'was not a member of' if leaving else 'was already a member of'} {what} in {start}."
        )
    ranges, rule = _RULES.get(org, ((), None))
    code = int(bench.index.codes[place])
    excluded = bool(ranges) and not leaving and not any(low <= code <= high for low, high in ranges)
    known = int(found.ends[found.orgs.index(org)])
    taken_in = [s for s in starts if first is not None and first < s < start]
    risk = accession.leaving(bench) if leaving else accession.joining(bench)
    ids = ", ".join(repr(i) for i in sorted(own["iso3"].unique().to_list()) or [subject])
    source = "curated" if "curated" in own["source"].to_list() or not len(own) else "cow-igo"
    size = bench.index.size
    return Question(
        f"{who} {'leaves' if leaving else 'joins'} {what}",
        risk, case, _until(came, latest), min(known, latest),
        EvidenceRows(
            source, bench.source(source).version,
            f"SELECT * FROM memberships WHERE org = '{org}' AND iso3 IN ({ids}) -- as it stood in {latest}",
            tuple(_seen(r, latest) for r in own.to_dicts() if r["start"] is None or r["start"] <= latest),
        ),
        lambda c: f"{_state(bench, c % size)} ({findings.name(found.orgs[c // size])})",
        settled, leaving or len(taken_in) >= thresholds.PRACTISED_ACCESSIONS, rule, excluded and came is None,
        ("An organisation's own list of applicants is not complete for every organisation.",),
    )  # fmt: skip


def _seen(row: dict, latest: int) -> dict:
    """A membership as it stood in `latest`: an end that was still to come is not known yet."""
    return {**row, "end": _until(row["end"], latest)}


def _until(year: int | None, latest: int) -> int | None:
    return year if year is not None and year <= latest else None


def _events(
    bench: Bench, one: int, two: int, types: tuple[str, ...], start: int, sign: int = 0
) -> list[dict]:
    """Dated events between two states from `start` on: of the given types, or marked ones of a sign."""
    if "events" not in bench.atlas.tables:
        return []
    found = []
    for row in bench.atlas.table("events").drop_nulls("dyads").iter_rows(named=True):
        if int(row["date"][:4]) < start:
            continue
        pairs = ({bench.place(s) for s in dyad.split("-")} for dyad in row["dyads"].split(";") if "-" in dyad)
        fits = (
            row["type"] in types
            if types
            else row["sign"] == sign and row["weight"] >= thresholds.WEIGHTY_DEED
        )
        if fits and {one, two} in pairs:
            found.append({"date": row["date"], "event": row["name"], "type": row["type"]})
    return sorted(found, key=lambda r: r["date"])


def _pair_question(
    bench: Bench, risk: Risk, one: int, two: int, text: str, known: int, start: int, latest: int,
    dated: list[dict], settled: str | None = None, limits: tuple[str, ...] = (),
) -> Question:  # fmt: skip
    """A question about a pair: the panel's own events, then dated events beyond the panel's last year."""
    case = int(bench.index.pair(one, two))
    panel = risk.panel
    years = [panel.first_year + int(y) for y in np.flatnonzero(panel.events[:, case])]
    begin = start + (start >= latest)  # a claim about the future is not met by what has been
    seen = [y for y in (*years, *(int(e["date"][:4]) for e in dated)) if y >= begin]
    codes = ", ".join(str(int(bench.index.codes[p])) for p in (one, two))
    rows = tuple({"year": y, "event": risk.what} for y in [y for y in years if y <= latest][-20:])
    rows += tuple(e for e in dated[:20] if int(e["date"][:4]) <= latest)
    ends = bench.index.ends
    return Question(
        text, risk, case, _until(min(seen, default=None), latest), min(known, latest),
        EvidenceRows(
            risk.sources[0], bench.source(risk.sources[0]).version,
            f"SELECT * FROM {risk.table} WHERE ccode1 IN ({codes}) AND ccode2 IN ({codes}) "
            f"-- the years of {risk.what}, then dated events",
            rows,
        ),
        lambda c: _names(bench, int(ends[0][c]), int(ends[1][c])), settled, limits=limits,
    )  # fmt: skip


def _names(bench: Bench, one: int, two: int) -> str:
    return f"{_state(bench, one)} and {_state(bench, two)}"


def _pact(bench: Bench, one: int, two: int, breaking: bool, start: int, latest: int) -> Question:
    risk = dyad_risk.allying(bench, breaking)
    row = min(max(risk.panel.row(start), 0), len(risk.panel.codes) - 1)
    in_force = risk.panel.codes[row, int(bench.index.pair(one, two))] < 0
    settled = None
    if in_force != breaking and start <= risk.last_year:
        held = "had no defence pact" if breaking else "had a defence pact already"
        settled = f"{_names(bench, one, two)} {held} in {start}."
    if breaking:
        settled = None if risk.panel.codes[row, int(bench.index.pair(one, two))] >= 0 else (
            f"{_names(bench, one, two)} had no defence pact in {start}.")  # fmt: skip
    dated = [] if breaking else _events(bench, one, two, ("alliance_pact",), start)
    text = f"{_names(bench, one, two)} {'end their defence pact' if breaking else 'conclude a defence pact'}"
    return _pair_question(bench, risk, one, two, text, risk.last_year, start, latest, dated, settled)


def _fight(bench: Bench, one: int, two: int, war: bool, start: int, latest: int) -> Question:
    risk = dyad_risk.fighting(bench, war)
    dated = _events(bench, one, two, ("war", "invasion") if war else _WARLIKE, max(start, risk.last_year + 1))
    codes = {bench.index.codes[p] for p in (one, two)}
    for row in conflict.opposed(bench).filter(pl.col("year") >= start).iter_rows(named=True):
        if {row["lineage1"], row["lineage2"]} == codes and (row["intensity"] == 2 or not war):
            text = f"armed conflict: {row['side_a']} against {row['side_b']}"
            dated.append({"date": str(row["year"]), "event": text, "type": "listed by UCDP"})
    known = bench.atlas.coverage("ucdp_conflict")[1] if war else risk.last_year
    text = f"{_names(bench, one, two)} {'go to war' if war else 'use force against one another'}"
    limits = ("After 2014 only fighting with 25 deaths a year, and dated events, are on record.",)
    return _pair_question(bench, risk, one, two, text, known, start, latest, dated, limits=limits)


def _turn(bench: Bench, one: int, two: int, sign: int, start: int, latest: int) -> Question:
    risk = dyad_risk.turning(bench, sign)
    dated = _events(bench, one, two, (), max(start, risk.last_year + 1), sign)
    word = "improve" if sign > 0 else "worsen"
    limits = (f"'{word}' is read as a marked, dated step; slow change is not counted.",)
    text = f"relations of {_names(bench, one, two)} {word} by a marked step"
    return _pair_question(bench, risk, one, two, text, risk.last_year, start, latest, dated, limits=limits)


def _supply(bench: Bench, recipient: int, supplier: int, start: int, latest: int) -> Question:
    risk = dyad_risk.supplying(bench)
    size = bench.index.size
    case = recipient * size + supplier
    cube = arms.supplier_share(bench)
    share = cube.values[:, recipient, :]
    own = share[:, supplier]
    largest = np.nanmax(np.where(np.isfinite(share), share, 0), axis=1)
    main = [
        cube.first_year + k
        for k in range(len(own))
        if own[k] >= thresholds.MAIN_SUPPLIER_SHARE and own[k] >= largest[k]
    ]
    came = next((y for y in main if y >= start), None)
    settled = None
    if start - 1 in main:
        settled = f"{_state(bench, supplier)} was the main supplier already in {start - 1}."
    rows = tuple(
        {"five years ending": cube.first_year + k, "share, per cent": round(float(own[k]))}
        for k in range(len(own)) if np.isfinite(own[k]) and cube.first_year + k <= latest
    )  # fmt: skip
    known = (actors.resolve_code(int(bench.index.codes[p]), "cow") for p in (recipient, supplier))
    ids = [actor.id if actor is not None else "" for actor in known]
    return Question(
        f"{_state(bench, supplier)} becomes the main supplier of arms to {_state(bench, recipient)}",
        risk, case, _until(came, latest), min(risk.last_year, latest),
        EvidenceRows(
            "sipri-arms", bench.source("sipri-arms").version,
            f"SELECT * FROM arms WHERE recipient = '{ids[0]}' AND supplier = '{ids[1]}' -- as known in {latest}",
            rows[-40:],
        ),
        lambda c: f"{_state(bench, c // size)} from {_state(bench, c % size)}", settled,
        limits=("Shares are of five-year sums, so a new main supplier shows with a delay.",),
    )  # fmt: skip
