"""Balance: "A balances (hedges, manoeuvres) between B and C".

The ties of the state to both partners stand side by side, a family at a time: votes, pacts, arms, trade,
energy. A family is even where the lesser tie is at least a quarter of the two together; votes, which put
nearly every state nearer to the same one, are even in the middle three fifths of all states. Balance is
even families, or families that lean to different sides; it is contradicted where all lean one way.
On hedging as leaning different ways in different fields: Kuik 2008, Contemporary Southeast Asia 30(2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.checks import findings
from detente.checks.entities import Entity, entity
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import ties, words
from detente.measures.ties import Tie
from detente.model import Chart, Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

_CHOSEN = ("commitment", "arms")  # ties a government chooses, whatever geography and size suggest
_FAMILIES = {"commitment": "pacts", "voting": "votes", "arms": "arms", "trade": "trade", "energy": "energy"}
_STEP = 5


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that a state keeps a balance between two others."""
    start, end = claim.period.start or 0, min(claim.period.end or 0, context.latest)
    subject = claim.role("subject")
    named = [r.id for r in claim.actors if r.role in ("object", "supplier") and r.id != subject]
    partners = [e for i in dict.fromkeys(named) if (e := entity(bench, i, end)) is not None]
    a = entity(bench, subject, end) if subject else None
    if a is None or len(partners) < 2:
        return findings.simple(
            "insufficient_evidence", "A balance needs one state and two named others to weigh."
        )
    b, c = partners[:2]
    if claim.period.stated is None and end - start < thresholds.PRESENT_SPAN_YEARS:
        start = end - thresholds.DEFAULT_SPAN_YEARS  # a balance is a habit of years, and sources end apart
    found = ties.between(bench, a.positions, b.positions, c.positions, start, end)
    label, grade, reasons = verdict(found, (b.said, c.said))
    if claim.details.get("negated"):
        label = negated_label(label)
    specifications = tuple(_specification(t, b, c) for t in found)
    sources = tuple(dict.fromkeys(t.source for t in found))
    limits = findings.limits(bench, sources, start, end)
    if any(t.family == "energy" for t in found):
        limits = (findings.UNBOOKED, *limits)
    if not found:
        return findings.simple(
            "insufficient_evidence",
            f"{a.name} has no tie to {b.said} or {c.said} worth weighing in {_span(start, end)}.",
            limits=limits,
        )
    lead = max(found, key=lambda t: (t.family in _CHOSEN, -abs(t.lean)))
    return Finding(
        label, grade, reasons, _sentence(a, b, c, found, start, end),
        effect=Effect(round(lead.lean, 2), f"lean of {_FAMILIES[lead.family]}, 1 all to {b.said}, −1 all to {c.said}",
                      placebo_percentile=round(lead.percentile, 1)),
        specifications=specifications,
        disagreements=findings.disagreements(specifications, label),
        would_change=(
            f"It would turn if the families now even came to lean the same way, or one of those that lean to "
            f"{b.said if sum(t.side for t in found) > 0 else c.said} turned to the other side.",
        ),
        counter_reading="Even ties may come of two neighbours' size, not of a policy of balance.",
        evidence=_rows(bench, a, b, c, found),
        limits=limits,
        citations=findings.citations(bench, sources),
        chart=_chart(bench, a, b, c, end, sources, found),
    )  # fmt: skip


def verdict(
    found: tuple[Tie, ...], partners: tuple[str, str] = ("the first", "the second")
) -> tuple[Label, Grade, tuple[str, ...]]:
    """Label and grade from the side each family leans to.

    Supported: at least three families, of which half or more are even or set off by another that leans the
    other way, pacts or arms among them; a pact with one side must be set off by arms or votes, not by
    commerce. Contradicted: all lean to one side, pacts or arms among them; votes alone may be even.
    """
    for_one, for_two = ([t.family for t in found if t.side == s] for s in (1, -1))
    even = [t.family for t in found if not t.side]
    reasons = tuple(
        f"{said}: {', '.join(_FAMILIES[f] for f in names)}"
        for said, names in (
            ("even", even),
            (f"nearer {partners[0]}", for_one),
            (f"nearer {partners[1]}", for_two),
        )
        if names
    )
    if len(found) < thresholds.FAMILIES_TO_WEIGH:
        return "insufficient_evidence", "very_low", (*reasons, "too few families to weigh")
    most, least = sorted((for_one, for_two), key=len, reverse=True)
    if (
        not least
        and set(even) <= {"voting"}
        and len(most) >= thresholds.FAMILIES_TO_WEIGH
        and set(most) & set(_CHOSEN)
    ):
        return "contradicted", "moderate" if not even else "low", reasons
    sides = {t.family: t.side for t in found}
    weighed = len(even) + 2 * len(least) >= len(found) / 2 and len(most) <= len(even) + len(least)
    if weighed and set(sides) & set(_CHOSEN) and not _committed(sides):
        return "supported", "moderate" if len(found) > thresholds.FAMILIES_TO_WEIGH else "low", reasons
    return "contested", "low", reasons


def _committed(sides: dict[str, int]) -> bool:
    """Whether a pact with one side is set off by neither arms nor, where there are none, votes.

    Votes that lean to the ally too leave nothing political on the other side.
    """
    pact = sides.get("commitment", 0)
    if not pact:
        return False
    if sides.get("voting") == pact:
        return True
    return sides["arms"] == pact if "arms" in sides else sides.get("voting", 0) != -pact


def _specification(tie: Tie, b: Entity, c: Entity) -> Specification:
    side = f"leans to {b.said if tie.side > 0 else c.said}" if tie.side else "even"
    return Specification(
        tie.family, tie.source, tie.measure, f"{tie.first}-{tie.last}", "all other states' evenness",
        "lean (−1 to 1)", round(tie.lean, 2), placebo_percentile=round(tie.percentile, 1),
        direction=-1 if tie.side else 1, significant=True,
        note=f"{side}: {words.amount(tie.to[0], 2)} against {words.amount(tie.to[1], 2)} {words.unit(tie.unit)}",
    )  # fmt: skip


def _sentence(a: Entity, b: Entity, c: Entity, found: tuple[Tie, ...], start: int, end: int) -> str:
    told = []
    for tie in found:
        side = f"nearer {b.said if tie.side > 0 else c.said}" if tie.side else "even"
        pair = f"{words.amount(tie.to[0], 2)} and {words.amount(tie.to[1], 2)}"
        told.append(
            f"{_FAMILIES[tie.family]} {side} ({pair} {words.unit(tie.unit)}, {_span(tie.first, tie.last)})"
        )
    return f"{a.name} between {b.said} and {c.said}, {_span(start, end)}: {'; '.join(told)}."


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _rows(bench: Bench, a: Entity, b: Entity, c: Entity, found: tuple[Tie, ...]) -> tuple[EvidenceRows, ...]:
    rows = [findings.series_rows(bench, t.measure, a, p, t.first, t.last)
            for t in found if t.measure in bench.measures for p in (b, c)]  # fmt: skip
    tables = {"arms": ("arms", "recipient", "end_year"), "energy": ("energy_trade", "importer", "year")}
    for tie in found:
        if tie.family not in ties.SHARES:
            continue
        table, column, year = tables.get(tie.family, ("trade", "ccode1", "year"))
        ids = ", ".join(map(str, a.codes)) if table == "trade" else f"'{a.id}'"
        rows.append(EvidenceRows(
            tie.source, bench.source(tie.source).version,
            f"SELECT * FROM {table} WHERE {column} IN ({ids}) AND {year} BETWEEN {tie.first} AND {tie.last} "
            "-- mean share of each of the two",
            tuple({"partner": p.name, "mean share, per cent": round(v, 2)}
                  for p, v in zip((b, c), tie.to, strict=True)),
        ))  # fmt: skip
    return tuple(r for r in rows if r.rows)


def _chart(
    bench: Bench,
    a: Entity,
    b: Entity,
    c: Entity,
    end: int,
    sources: tuple[str, ...],
    found: tuple[Tie, ...],
) -> Chart | None:
    """The lean of every family, five years at a time, over the period and the twenty years before it."""
    data = []
    for last in range(end - 4 * _STEP, end + 1, _STEP):
        for tie in ties.between(bench, a.positions, b.positions, c.positions, last - _STEP + 1, last):
            data.append({"end": last, "family": _FAMILIES[tie.family], "lean": round(tie.lean, 2)})
    if not data:
        return None
    even = sum(not t.side for t in found)
    titles = "; ".join(bench.source(s).title for s in sources)
    return Chart(
        "lines", f"{a.name} between {b.said} and {c.said}: {even} of {len(found)} families of ties are even", tuple(data),
        {"x": {"field": "end", "title": "Five years ending"},
         "y": {"field": "lean", "title": f"{b.name} alone (1) to {c.name} alone (−1)"}, "series": "family",
         "reference": [{"y": 0, "label": "even"}]},
        titles, f"Lean of the ties of {a.name} between {b.name} and {c.name}, by family, to {end}.",
    )  # fmt: skip
