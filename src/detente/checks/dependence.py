"""Dependence: "most of A's arms (imports, trade) came from B", "A depends mainly on B", "all eggs in one basket".

Shares of a state's arms imports over five years, or of its trade in a year, against what the words
say: most is over half; mainly is the largest and at least two fifths; "among the five largest" is a
rank; concentrated is a Herfindahl index over a quarter. A share is a fact: one authoritative source
answers, a second stands beside it where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import balance, diversity, finance, findings
from detente.checks.entities import Entity, entity
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import arms, fuels, trade
from detente.measures.capability import mean_of
from detente.measures.cube import DirectedCube
from detente.model import Chart, Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "dependence"
_TOPICS = ("arms", "imports", "exports", "trade", *fuels.PRODUCTS)
_NEARLY_NOTHING = 0.2  # per cent


@dataclass(frozen=True)
class Shares:
    """One source's shares of the subject's partners, averaged over the claim's years."""

    source: str
    measure: str
    first: int
    last: int
    by_partner: dict[int, float]  # lineage number -> per cent
    late: int  # years the claim reaches beyond the source

    @property
    def herfindahl(self) -> float:
        """Sum of squared shares, 0 to 1."""
        return float(sum((s / 100) ** 2 for s in self.by_partner.values()))

    def rank(self, codes: tuple[int, ...]) -> int:
        """Rank of the largest of `codes` among all partners; 1 is the largest."""
        own = max((self.by_partner.get(c, 0.0) for c in codes), default=0.0)
        return 1 + sum(s > own for s in self.by_partner.values()) if own > 0 else len(self.by_partner) + 1

    def share(self, codes: tuple[int, ...]) -> float:
        """Per cent of all partners in `codes` together."""
        return sum(self.by_partner.get(c, 0.0) for c in codes)


def _cube(bench: Bench, topic: str) -> tuple[DirectedCube, str, str]:
    if topic == "arms":
        return arms.supplier_share(bench), "sipri-arms", "share of five-year arms imports"
    if topic in fuels.PRODUCTS:
        return fuels.import_share(bench, topic), "baci-energy", f"share of {topic} imports"
    column = {"imports": "import_share", "exports": "export_share"}.get(topic, "trade_share")
    return trade.directed(bench, column), "cow-trade", f"{column.replace('_', ' ')}"


def shares(bench: Bench, who: Entity, topic: str, start: int, end: int, latest: int) -> Shares | None:
    """Mean shares over the period; for arms the five-year windows that lie within it."""
    cube, source, label = _cube(bench, topic)
    last = min(end, cube.last_year, latest)
    late = max(end - last, 0)
    if late and (
        start > last + thresholds.NEAR_COVERAGE_YEARS
        or late > max(thresholds.NEAR_COVERAGE_YEARS, end - start)
    ):
        return None
    first = min(max(start, cube.first_year), last)
    if topic == "arms":
        first = min(max(first + 4, cube.first_year), last) if end - start >= 4 else last
    block = cube.window(first, last)[:, list(who.positions), :]
    known = np.isfinite(block)
    count = known.sum(axis=(0, 1))
    total = np.where(known, block, 0).sum(axis=(0, 1))
    rows = np.isfinite(block).any(axis=2).sum()
    if not rows:
        return None
    mean = np.where(count > 0, total / rows, 0.0)
    partners = {int(c): float(m) for c, m in zip(cube.index.codes, mean, strict=True) if m > 0}
    return Shares(source, label, first, last, partners, late) if partners else None


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim on a share, a rank or a concentration."""
    if claim.direction == "balanced":
        return balance.check(claim, bench, context)
    at_large = claim.direction in ("rising", "falling") and claim.topic != "finance"
    if at_large and not (claim.role("supplier") or claim.role("object")):
        return diversity.check(claim, bench, context)
    start, end = claim.period.start or 0, claim.period.end or 0
    if (
        claim.topic in ("trade", "relation")
        and claim.facets.exchange.arms
        and not claim.facets.exchange.commerce
    ):
        claim = replace(claim, topic="arms")
    subject = claim.role("subject")
    supplier = claim.role("supplier") or claim.role("object")
    a = entity(bench, subject, end) if subject else None
    b = entity(bench, supplier, end) if supplier else None
    if a is None:
        return findings.simple(
            "insufficient_evidence", "The claim names no state whose partners could be counted."
        )
    if claim.topic == "finance":
        return finance.finding(bench, a, b, start, end, context.latest)
    unsaid = claim.direction == "concentrated" and not claim.facets.exchange.commerce
    if unsaid and claim.topic not in ("arms", *fuels.PRODUCTS):
        topics: tuple[str, ...] = ("trade", "arms")
    elif claim.topic in _TOPICS:
        topics = (claim.topic,)
    else:
        topics = ("trade", "arms") if claim.direction == "concentrated" else ()
    found = [s for t in topics if (s := shares(bench, a, t, start, end, context.latest))]
    if not found:
        return findings.simple(
            "insufficient_evidence", f"No source on {claim.topic} covers {a.name} in {start}-{end}."
        )
    moving = claim.direction in ("rising", "falling") and b is not None and end - start >= 1
    tests = [_moved(claim, bench, a, b, s, t, start, end, context.latest) if moving and b else _test(claim, s, b)
             for t, s in zip(topics, found, strict=False)]  # fmt: skip
    truths = [truth for truth, _ in tests]
    label = _label(truths)
    unbooked = b is not None and found[0].share(b.codes) < thresholds.NEGLIGIBLE_SHARE
    holes = claim.topic == "gas" and label in ("contradicted", "partly_supported") and unbooked
    if claim.details.get("negated"):
        label = negated_label(label)
    specifications = tuple(spec for _, spec in tests)
    spreads = []
    if b is None:
        spreads = [diversity.standing(bench, a, s.measure, s.last) for s in found]
        specifications = tuple(diversity.ranked(s, w) for s, w in zip(specifications, spreads, strict=True))
    grade: Grade = "high"
    reasons = ["a share is a fact that one source of record settles"]
    if holes:
        label, grade = "insufficient_evidence", "low"
        reasons = ["booked flows have holes: what is missing may have been sold under another code"]
    elif claim.topic in fuels.PRODUCTS:
        grade = "moderate"
    if any(s.late for s in found):
        grade = "moderate"
        late = max(s.late for s in found)
        reasons.append(f"the source ends {late} year{'s' if late > 1 else ''} before the claim's last year")
    if b is not None and label == "contradicted" and _unbooked(bench, a, b, found, end):
        label, grade = "insufficient_evidence", "low"
        reasons = ["the source books next to nothing between two neighbours: more likely missing than zero"]
    lead = specifications[0]
    sources = tuple(dict.fromkeys(s.source for s in found))
    effect = Effect(lead.estimate or 0.0, lead.unit)
    return Finding(
        label, grade, tuple(reasons), _sentence(claim, a, b, found, label) + diversity.aside(spreads),
        effect=effect,
        specifications=specifications,
        would_change=(_threshold_text(claim),),
        counter_reading="A share of value is not a share of need: one part without substitute can bind more than a majority.",
        evidence=_rows(bench, a, found),
        limits=findings.limits(bench, sources, start, end),
        citations=findings.citations(bench, sources),
        chart=_chart(bench, claim, a, b, found[0], end),
    )  # fmt: skip


def _unbooked(bench: Bench, a: Entity, b: Entity, found: list[Shares], year: int) -> bool:
    """Whether trade between two states that touch stands in the books at nearly nothing.

    Customs unions and wars leave such holes (Botswana's imports from South Africa): a zero between
    neighbours is no finding.
    """
    if not any(s.source == "cow-trade" and s.share(b.codes) < _NEARLY_NOTHING for s in found):
        return False
    table = bench.atlas.table("contiguity")
    near = table.filter((table["kind"] == 1) & (table["start"] <= year))
    pairs = zip(bench.lineages(near["ccode1"]), bench.lineages(near["ccode2"]), strict=True)
    ones, twos = set(a.codes), set(b.codes)
    return any((i in ones and j in twos) or (j in ones and i in twos) for i, j in pairs)


def _moved(
    claim: Claim,
    bench: Bench,
    a: Entity,
    b: Entity,
    found: Shares,
    topic: str,
    start: int,
    end: int,
    latest: int,
) -> tuple[float, Specification]:
    """Whether a partner's share rose (fell) from the first years of the period to the last."""
    part = max(1, (end - start + 1) // 3)
    first = shares(bench, a, topic, start, start + part - 1, latest)
    last = shares(bench, a, topic, end - part + 1, end, latest)
    if first is None or last is None:
        return 0.5, replace(_test(claim, found, b)[1], direction=0, significant=False)
    change = last.share(b.codes) - first.share(b.codes)
    oriented = change if claim.direction == "rising" else -change
    truth = 1.0 if oriented >= thresholds.SHARE_MOVED else 0.5 if oriented > 0 else 0.0
    known = _test(claim, found, b)[1]
    return truth, replace(
        known, window=f"{last.first}-{last.last}", baseline=f"{first.first}-{first.last}", unit="points",
        estimate=round(change, 2), direction=1 if truth == 1 else -1 if truth == 0 else 0, significant=truth != 0.5,
        note=f"{first.share(b.codes):.0f} to {last.share(b.codes):.0f} per cent",
    )  # fmt: skip


def _test(claim: Claim, found: Shares, b: Entity | None) -> tuple[float, Specification]:
    """Truth in 0 (no), 0.5 (in part), 1 (yes), and the specification."""
    value, unit, rank = 100 * found.herfindahl, "Herfindahl index x 100", 0
    if b is not None:
        value, unit, rank = found.share(b.codes), "per cent", found.rank(b.codes)
    direction = claim.direction or "majority"
    stated = claim.details.get("threshold")
    wanted_rank = claim.details.get("rank")
    if b is None or direction == "concentrated":
        truth = (
            1.0
            if value >= 100 * thresholds.CONCENTRATED_INDEX
            else 0.5
            if value >= 100 * thresholds.CONCENTRATED_INDEX * 0.7
            else 0.0
        )
    elif direction == "negligible":
        truth = (
            1.0
            if value < thresholds.NEGLIGIBLE_SHARE
            else 0.0
            if value > 2 * thresholds.NEGLIGIBLE_SHARE
            else 0.5
        )
    elif wanted_rank:
        truth = 1.0 if rank <= int(wanted_rank) else 0.0
    elif direction == "main":
        leads = bool(claim.details.get("leading")) and _leads(found, value)
        enough = value >= thresholds.MAIN_PARTNER_SHARE or leads
        truth = 1.0 if rank == 1 and enough else 0.5 if rank == 1 else 0.0
        if claim.details.get("leading") and rank > 1 and value >= thresholds.LEADING_PARTNER_SHARE:
            truth = 1.0 if value >= thresholds.MAIN_PARTNER_SHARE else 0.5  # a second partner may bind too
    else:
        bar = float(stated) if stated else thresholds.MAJORITY_SHARE
        slack = (
            thresholds.ROUGH_SHARE_MARGIN
            if claim.details.get("threshold") and claim.facets.exchange.approximate
            else 0.0
        )
        truth = 1.0 if value > bar - slack else 0.5 if value > bar - slack - thresholds.SHARE_MARGIN else 0.0
    return truth, Specification(
        {"sipri-arms": "arms", "baci-energy": "energy"}.get(found.source, "trade"),
        found.source,
        found.measure,
        f"{found.first}-{found.last}" if found.first != found.last else str(found.last),
        "all partners",
        unit,
        round(value, 2),
        direction=1 if truth == 1 else -1 if truth == 0 else 0,
        significant=truth != 0.5,
        note=f"rank {rank} of {len(found.by_partner)} partners" if rank else "",
    )


def _leads(found: Shares, value: float) -> bool:
    """Of trade: the first partner with a fifth of all and twice the share of the next, on whom a state is said to depend."""
    if found.source != "cow-trade" or value < thresholds.LEADING_PARTNER_SHARE:
        return False
    others = sorted(found.by_partner.values(), reverse=True)[1:2]
    return value >= thresholds.LEADING_PARTNER_RATIO * (others[0] if others else 0.0)


def _label(truths: list[float]) -> Label:
    if all(t == 1 for t in truths):
        return "supported"
    if all(t == 0 for t in truths):
        return "contradicted"
    return "contested" if 1 in truths and 0 in truths else "partly_supported"


def _sentence(claim: Claim, a: Entity, b: Entity | None, found: list[Shares], label: str) -> str:
    told = []
    for s in found:
        years = f"{s.first}-{s.last}" if s.first != s.last else str(s.last)
        top = sorted(s.by_partner.items(), key=lambda kv: -kv[1])[:3]
        leaders = ", ".join(f"{_partner(code, s.last)} {share:.0f}" for code, share in top)
        if b is not None:
            told.append(
                f"{b.said} held {s.share(b.codes):.1f} per cent of its {_of(s)}, {years} (rank {s.rank(b.codes)}); "
                f"largest: {leaders}"
            )
        else:
            told.append(f"Herfindahl index of its {_of(s)} {s.herfindahl:.2f}, {years}; largest: {leaders}")
    return f"{a.name}: {'; '.join(told)}."


def _of(found: Shares) -> str:
    """What a share is of: "exports", "arms imports"."""
    plain = {"import share": "imports", "export share": "exports", "trade share": "trade"}
    return plain.get(found.measure) or found.measure.removeprefix("share of ").removeprefix("five-year ")


def _partner(code: int, year: int) -> str:
    from detente import actors

    state = actors.resolve_code(code, "cow", year) or actors.resolve_code(code, "cow")
    return state.name if state else str(code)


def _threshold_text(claim: Claim) -> str:
    if claim.details.get("rank"):
        return f"It would turn with a rank on the other side of {claim.details['rank']}."
    bar = {
        "main": thresholds.MAIN_PARTNER_SHARE,
        "negligible": thresholds.NEGLIGIBLE_SHARE,
        "concentrated": 100 * thresholds.CONCENTRATED_INDEX,
    }.get(claim.direction or "", float(claim.details.get("threshold") or thresholds.MAJORITY_SHARE))
    return f"It would turn with a share on the other side of {bar:.0f} per cent."


def _rows(bench: Bench, a: Entity, found: list[Shares]) -> tuple[EvidenceRows, ...]:
    rows = []
    for s in found:
        top = sorted(s.by_partner.items(), key=lambda kv: -kv[1])[:12]
        if s.source == "baci-energy":
            years = f"year BETWEEN {s.first} AND {s.last}"
            query = f"SELECT * FROM energy_trade WHERE importer = '{a.id}' AND {years}"
        elif s.source == "sipri-arms":
            query = (
                f"SELECT * FROM arms WHERE recipient = '{a.id}' AND end_year BETWEEN {s.first} AND {s.last}"
            )
        else:
            query = _mean_shares(a, s)
        rows.append(EvidenceRows(
            s.source, bench.source(s.source).version, f"{query} -- mean share of each partner",
            tuple({"partner": _partner(c, s.last), "mean share, per cent": round(v, 2)} for c, v in top),
        ))  # fmt: skip
    return tuple(rows)


def _mean_shares(a: Entity, s: Shares) -> str:
    """The query that gives the partners' mean shares of the card, from the yearly shares of the table."""
    those = f"ccode1 IN ({', '.join(map(str, a.codes))}) AND year BETWEEN {s.first} AND {s.last}"
    years = f"(SELECT count(DISTINCT (ccode1, year)) FROM trade WHERE {those})"
    mean = f"round(sum({s.measure.replace(' ', '_')}) / {years}, 2)"
    named = (
        "(SELECT ccode AS ccode2, max_by(name, coalesce(last, 9999)) AS partner FROM states GROUP BY ccode)"
    )
    return (
        f'SELECT partner, {mean} AS "mean share, per cent" FROM trade JOIN {named} USING (ccode2) WHERE {those} '
        f"GROUP BY partner ORDER BY 2 DESC LIMIT 12"
    )


def _chart(bench: Bench, claim: Claim, a: Entity, b: Entity | None, found: Shares, end: int) -> Chart:
    topic = "arms" if found.source == "sipri-arms" else "trade" if claim.topic == "arms" else claim.topic
    cube, _, _ = _cube(bench, topic)
    step = 5 if topic == "arms" else 1
    top = [c for c, _ in sorted(found.by_partner.items(), key=lambda kv: -kv[1])[:4]]
    top += [c for c in (b.codes if b and len(b.codes) == 1 else ()) if c not in top]
    years = [y for y in range(found.last - step * 5, found.last + 1, step) if y >= cube.first_year]
    data = []
    for year in years:
        row = mean_of(cube.window(year, year)[0].T, a.positions)
        spread = round(float(np.nansum((row / 100) ** 2)) * 100, 1)  # Herfindahl-Hirschman index
        for code in top:
            share = row[bench.index.position[code]]
            if np.isfinite(share):
                data.append(
                    {
                        "end": year,
                        "partner": _partner(code, found.last),
                        "share": round(float(share), 1),
                        "concentration": spread,
                    }
                )
    source = bench.source(found.source)
    years_of = f"{found.first}-{found.last}" if found.first != found.last else f"{found.last}"
    asked = b.codes if b is not None else tuple(top[:1])
    name = b.said if b is not None else _partner(top[0], found.last) if top else "nobody"
    title = f"{a.name}: {name} held {found.share(asked):.0f} per cent of its {_of(found)}, {years_of}"
    return Chart(
        "bars", title, tuple(data),
        {"x": {"field": "end", "title": "Five years ending" if step == 5 else "Year"},
         "y": {"field": "share", "title": "Share", "unit": "per cent"}, "series": "partner", "stack": True,
         "line": {"field": "concentration", "title": "concentration (0 even, 100 one partner)"},
         "reference": [{"y": 50, "label": "half"}]},
        f"{source.title} {source.version}",
        f"Shares of the largest partners of {a.name}, {years[0] if years else ''}-{found.last}.",
    )  # fmt: skip
