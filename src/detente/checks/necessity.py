"""Necessity: "A cannot reach B (or the sea) without C", "every route must cross C".

The map answers. Over land: which states touch, whatever roads and politics allow. By sea: the basins
of the world ocean and the straits and canals between them. By pipeline and line: the links in use.
C is necessary where taking it out leaves no way. A claim on EVERY way between two groups of states is
contradicted by one pair with a way around, and the share of pairs cut is said. A claim of support
("without strong Russian support") is tested in its literal form: the card names the ways that do
without, what they cost, and who could block each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente import transport
from detente.checks import corridors, findings, way_answers
from detente.english import listed
from detente.errors import DetenteError
from detente.inference import thresholds
from detente.model import Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification
from detente.transport import links, places
from detente.transport.routing import Route

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench
    from detente.transport import Necessity

KIND = "necessity"
_WAYS = 3  # ways around that the card names
_Way = tuple[str, Route]


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that a way leads only through somebody."""
    try:
        st = claim.facets.way.statement
        found = way_answers.answer(st, claim, context) if st is not None else None
        if found is not None:
            return found
        ahead = bool(
            claim.details.get("future")
        )  # "will become a reality after taking X on board": by its roles
        if claim.details.get("unread") or (not ahead and claim.facets.way.names_ends):
            return findings.unread()
    except DetenteError as error:
        return findings.simple("insufficient_evidence", f"The map cannot answer: {error}")
    return _by_roles(claim, context)


def _by_roles(claim: Claim, context: Context) -> Finding:
    """By the roles of the reading alone, where the sentence names its ends by other words."""
    mode, ends = claim.facets.way.mode, claim.facets.way.passage
    keepers = ends.keepers
    if ends.origin is not None and ends.goal is None and keepers and mode == "land":
        return _surrounded(claim, ends.subject or "", keepers, context)
    if ends.origin is None or ends.goal is None:
        return findings.simple("insufficient_evidence", "The claim does not say from where to where.")
    first = min(max(claim.period.start or context.latest, corridors.FIRST_YEAR), corridors.LAST_YEAR)
    last = max(first, corridors.year_of(claim, context.latest))
    years = (first if claim.period.stated else last, last)  # without stated years: the map of the text's year
    try:
        if keepers and not (claim.details.get("minimum") and claim.details.get("destination") == "sea"):
            return cut(claim, keepers, ends.origin, ends.goal, mode, years)
        if claim.details.get("minimum"):
            return _crossings(claim, ends.origin, ends.goal, years)
    except DetenteError as error:
        return findings.simple("insufficient_evidence", f"The map cannot answer: {error}")
    return findings.simple("insufficient_evidence", "The claim names nobody the way must pass.")


def _surrounded(claim: Claim, subject: str, keepers: tuple[str, ...], context: Context) -> Finding:
    """ "X can be reached by land only through Y": whether every neighbour of X is among the gatekeepers."""
    year = min(claim.period.end or context.latest, corridors.LAST_YEAR)
    around = transport.neighbours(subject, year)
    if not around:
        return findings.simple(
            "insufficient_evidence", f"The map shows no land border of {findings.name(subject)}."
        )
    others = [n for n in around if n not in keepers]
    true = (not others) != bool(claim.details.get("negated"))
    listed = ", ".join(findings.name(n) for n in around)
    reason = f"Over land {findings.name(subject)} touches {listed} ({year})."
    specification = Specification(
        "transport", corridors.SOURCE, "neighbours that are no gatekeeper", str(year), "land borders", "states",
        float(len(others)), direction=1 if true else -1, significant=True, note=listed,
    )  # fmt: skip
    rows = tuple({"state": subject, "neighbour": n, "gatekeeper": n in keepers} for n in around)
    return Finding(
        "supported" if true else "contradicted", "high", ("it can be read off the map of ways",), reason,
        effect=Effect(float(len(others)), "neighbours that are no gatekeeper, states"),
        specifications=(specification,),
        would_change=("A border that the map does not hold.",),
        counter_reading="A border that exists may be closed, or no road may cross it.",
        evidence=(
            EvidenceRows(corridors.SOURCE, transport.VERSION, f"transport.neighbours('{subject}', {year})", rows),
        ),
        limits=("By land only; sea and air are left out.",),
        citations=transport.citations(),
    )  # fmt: skip


def decide(
    keepers: tuple[str, ...], origin: str, goal: str, mode: str | None, years: tuple[int, int]
) -> tuple[Necessity, Necessity | None]:
    """The answer that counts and, where the claim leaves the mode open, the one by sea beside it.

    Roads and railways: no way on the map at all settles it; else the network in use does.
    """
    span = years[0] if years[0] == years[1] else years
    if mode is None and any(places.is_strait(k) for k in keepers):
        mode = "sea"
    if mode not in (None, "rail", "road"):
        return transport.is_necessary(keepers, origin, goal, mode=mode, as_of=span), None
    over_land = transport.is_necessary(keepers, origin, goal, mode="land", as_of=span)
    if mode is not None:
        if over_land.answer is not False:
            return over_land, None
        in_use = transport.is_necessary(keepers, origin, goal, mode=mode, as_of=years[1])
        return (in_use if in_use.pairs else over_land), None
    if goal == "ocean" or over_land.answer is False:
        return over_land, None
    by_sea = transport.is_necessary(keepers, origin, goal, mode="sea", as_of=span)
    if not over_land.pairs:
        return by_sea, None
    return over_land, by_sea if by_sea.pairs and by_sea.answer is False else None


def cut(
    claim: Claim, keepers: tuple[str, ...], origin: str, goal: str, mode: str | None, years: tuple[int, int]
) -> Finding:
    """The finding on gatekeepers of the way between two ends, land, sea, network or pipelines; see `decide`."""
    answer, by_sea = decide(keepers, origin, goal, mode, years)
    negated = bool(claim.details.get("negated"))
    many = any(end.startswith(("bloc:", "org:")) for end in (origin, goal))
    label, grade = _label(answer, negated, many)
    if (
        answer.mode in ("gas pipeline", "electricity")
        and answer.answer is not True
        and answer.alternatives
        and all(
            len(a.by) > thresholds.LONGEST_CHAIN
            and not any(x.path(a.by[0], a.by[-1]) for x in links.named().values())
            for a in answer.alternatives
        )
    ):  # so long a chain of pipelines is on the map, and nobody ships along it
        return findings.simple(
            "insufficient_evidence", f"The only way {_BY[answer.mode]} round {_joined(keepers)} is a chain of "
            f"{len(answer.alternatives[0].by)} states, which the map has and trade need not.",
        )  # fmt: skip
    if by_sea is not None and label in ("supported", "contradicted"):
        label, grade = "partly_supported", "moderate"
    who = _joined(keepers)
    open_ways, around = _ways(answer, keepers, origin, goal, years[1])
    reason = _reason(answer, label, who, origin, goal, around, by_sea, many)
    limits = [*answer.limits]
    if answer.answer is not True:
        limits.append(_vetoes(around, origin, goal, years[1]))
    if claim.facets.way.consent:
        limits.append(
            f"The claim is tested literally: is there a way without {who}? Consent is another question: a state "
            "off the way may still be able to spoil it by pressure, which no map shows."
        )
    else:
        limits.append("Necessity on the map is not consent: who could spoil a way is another question.")
    specification = Specification(
        "transport", corridors.SOURCE, f"share of pairs cut off without {who}",
        f"{years[0]}-{years[1]}", f"{answer.mode} map with all states open", "share", round(answer.share, 4),
        direction=1 if (answer.share == 1) != negated else -1,
        significant=answer.answer is not None or (many and bool(answer.pairs)),
        note=f"{answer.pairs} pairs of origin, destination and year",
    )  # fmt: skip
    drawn = [*open_ways[:1], *(w for w in around if not open_ways or w[1].line != open_ways[0][1].line)]
    if open_ways and len(drawn) == len(around) and answer.answer is False:
        drawn[0] = (f"Best way, not through {who}", drawn[0][1])
    title = (
        f"No way is left without {who}" if answer.answer else f"Ways with and without {who}"
    ) + f" ({answer.mode}, {years[1]})"
    rows = (*_summary(answer), *corridors.way_rows([*open_ways[:1], *around]))
    return _finding(
        label, grade, reason, specification, tuple(rows), tuple(x for x in limits if x),
        f"transport.is_necessary({keepers!r}, {origin!r}, {goal!r}, mode={answer.mode!r}, as_of={years!r})",
        corridors.map_chart(title, drawn, keepers, years[1]),
    )  # fmt: skip


def _label(answer: Necessity, negated: bool, many: bool) -> tuple[Label, Grade]:
    if not answer.pairs:
        return "insufficient_evidence", "low"
    if answer.answer is None and not many:
        return "partly_supported", "moderate"  # one pair, but it changed with the years
    true = answer.answer is True
    return ("supported" if true != negated else "contradicted"), "high"


def _reason(
    answer: Necessity, label: Label, who: str, origin: str, goal: str, around: list[_Way],
    by_sea: Necessity | None, many: bool,
) -> str:  # fmt: skip
    if not answer.pairs:
        return answer.reason
    ends = f"from {corridors.name(origin)} to {corridors.name(goal)}"
    by = _BY.get(answer.mode, f"by {answer.mode}")
    cut = round(answer.share * answer.pairs)
    if answer.answer:
        joint = " together" if len(answer.gatekeepers) > 1 and not answer.each_alone else ""
        text = f"Without {who}{joint} no way is left {ends} {by} ({cut} of {answer.pairs} cases cut)."
        return text if by_sea is None else f"{text} By sea there is one, which the claim does not rule out."
    if answer.answer is None and not many:
        often = f"{100 * answer.share:.0f} per cent of the maps tried"
        return f"It changed with the years: without {who} no way was left {ends} {by} in {often}."
    share = (
        f"; {cut or 'none'} of {answer.pairs} pairs are cut off ({100 * answer.share:.0f} per cent)"
        if many
        else ""
    )
    first = answer.alternatives[0] if answer.alternatives else None
    if around:
        return f"There are ways {ends} {by} without {who}{share}. {_said(around[0])}"
    passed = ", ".join(corridors.name(b) for b in first.by) if first else ""
    return f"A way {ends} {by} without {who} exists{f' ({passed})' if passed else ''}{share}."


_BY = {
    "land": "over land",
    "any": "by any mode",
    "electricity": "by power line",
    "gas": "by pipeline or as liquefied gas",
    "gas pipeline": "by pipeline",
    "oil": "by oil pipeline or tanker",
    "oil pipeline": "by oil pipeline",
}


def _said(way: _Way) -> str:
    label, r = way
    where = ", ".join(map(corridors.name, dict.fromkeys(r.states)))
    return (
        f"{label}: {r.km:,.0f} km, {r.hours:,.0f} hours ({r.hours_low:,.0f} to {r.hours_high:,.0f}), "
        f"{r.usd:,.0f} USD per 20 t" + (f", through {where}." if where else ".")
    )


def _vetoes(around: list[_Way], origin: str, goal: str, as_of: int) -> str:
    """Who could block the ways around: on each, and on all; the two ends themselves are left out."""
    if not around:
        return ""
    own = {s for end in (origin, goal) for s in corridors.states_of(end, as_of)}
    inner = [[s for s in dict.fromkeys(r.states) if s not in own] for _, r in around]
    always = set(inner[0]).intersection(*inner[1:])
    each = "; ".join(
        f"{label}: {', '.join(map(corridors.name, held)) or 'nobody'}"
        for (label, _), held in zip(around, inner, strict=True)
    )
    every = f" On all of them: {', '.join(map(corridors.name, sorted(always)))}." if always else ""
    return f"States that could block the ways named here: {each}.{every}"


def _ways(
    answer: Necessity, keepers: tuple[str, ...], origin: str, goal: str, as_of: int
) -> tuple[list[_Way], list[_Way]]:
    """The best way with all states open and the best ones without the gatekeepers, between typical ends."""
    if answer.mode not in ("land", "any", "sea", "road", "rail"):
        return [], []
    taken = tuple(k for k in keepers if not corridors.is_open_water(k))
    mode = {"any": None}.get(answer.mode, answer.mode)
    found: list[list[_Way]] = []
    for without, k in (((), 1), (taken, _WAYS)):
        label = f"Without {_joined(keepers)}" if without else "With every state open"
        try:
            pair = corridors.typical(origin, goal, as_of, answer.mode, without)
            routes = transport.route(*pair, mode, as_of, without=without, k=k).routes if pair else ()
        except DetenteError:
            routes = ()
        numbered = len(routes) > 1
        found.append([(f"{label}, way {i}" if numbered else label, r) for i, r in enumerate(routes, 1)])
    return found[0], found[1] if taken and answer.answer is not True else []


def _summary(answer: Necessity) -> list[dict[str, Any]]:
    """What was asked, then each example of a way around."""
    cuts = "; ".join(" + ".join(map(corridors.name, c)) for c in answer.minimum_cuts)
    head = {
        "gatekeepers": _joined(answer.gatekeepers), "mode": answer.mode, "cases": answer.pairs,
        "share cut off": round(answer.share, 4), "smallest sets that cut": cuts or None,
    }  # fmt: skip
    return [
        head,
        *(
            {
                "from": a.origin, "to": a.destination, "way without": " - ".join(map(corridors.name, a.by)),
                "km with": a.km_with, "km without": a.km_without, "ratio": a.ratio,
            }
            for a in answer.alternatives
        ),
    ]  # fmt: skip


def _joined(keepers: tuple[str, ...]) -> str:
    return listed(dict.fromkeys(map(corridors.name, keepers)))


def _crossings(claim: Claim, origin: str, goal: str, years: tuple[int, int]) -> Finding:
    least, way = transport.least_crossings(origin, goal, as_of=years[1])
    wanted = int(claim.details["minimum"])
    if least is None:
        return findings.simple(
            "insufficient_evidence", f"No way over land leads there from {corridors.name(origin)}."
        )
    true = (least >= wanted) != bool(claim.details.get("negated"))
    others = f"{least} other state{'s' if least != 1 else ''}"
    by = " - ".join(map(corridors.name, way))
    reason = f"The way with the fewest borders enters {others} ({by}, {years[1]})."
    specification = Specification(
        "transport", corridors.SOURCE, "states entered on the way with the fewest", str(years[1]), "land borders",
        "states", float(least), direction=1 if true else -1, significant=True, note=f"the claim says at least {wanted}",
    )  # fmt: skip
    rows = (
        {"from": origin, "to": goal, "fewest states entered": least, "way": by, "claimed at least": wanted},
    )
    pair = corridors.typical(origin, goal, years[1])
    routes = transport.route(*pair, "any", years[1]).routes if pair else ()
    chart = corridors.map_chart(
        f"The nearest ocean port lies beyond {others}" if goal == "ocean" else f"The way enters {others}",
        [("Shortest way", r) for r in routes], (), years[1],
    )  # fmt: skip
    limits = ("The Caspian is not the ocean.", "Air transport is left out.")
    return _finding(
        "supported" if true else "contradicted", "high", reason, specification, rows, limits,
        f"transport.least_crossings({origin!r}, {goal!r}, as_of={years[1]})", chart,
    )  # fmt: skip


def _finding(
    label: Label, grade: Grade, reason: str, specification: Specification,
    rows: tuple[dict[str, Any], ...], limits: tuple[str, ...], query: str, chart: Any,
) -> Finding:  # fmt: skip
    value = specification.estimate if specification.estimate is not None else 0.0
    reasons = (
        ("it can be read off the map of ways",)
        if label in ("supported", "contradicted")
        else ("it differs by mode or year",)
    )
    return Finding(
        label, grade, reasons, reason,
        effect=Effect(100 * value, f"per cent: {specification.measure}") if specification.unit == "share" else
        Effect(value, f"{specification.unit}: {specification.measure}"),
        specifications=(specification,),
        would_change=("A border or strait that opens or closes, or a pair of places the map does not hold.",),
        counter_reading="A way that exists may still be too slow, too dear or too dangerous to be one.",
        evidence=(EvidenceRows(corridors.SOURCE, transport.VERSION, query, rows),),
        limits=limits,
        citations=transport.citations(),
        chart=chart,
    )  # fmt: skip
