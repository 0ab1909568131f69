"""Connectivity: what a corridor, port or project is worth in distance, time and cost.

In: a claim that a way is shorter, quicker, cheaper or possible; that a port or neighbour serves a
landlocked state best; that somebody lies on the way; that a pipeline or line is worth something or
gives a hold-up (`projects`); that better relations would ease a border (`crossings`). Out: a finding
in km, hours or USD per 20 t, with the range that the leg model leaves. Distances are facts of the
map; hours and USD are model figures and graded no higher than moderate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente import transport
from detente.checks import corridors, crossings, findings, projects, way_answers
from detente.errors import DetenteError
from detente.facets import Journey
from detente.inference.verdict import negated as negated_label
from detente.model import Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification
from detente.transport.comparison import Change
from detente.transport.routing import Route

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "connectivity"
UNITS = {"km": "km", "hours": "hours", "usd": "USD per 20 t"}
_ORDER = ("km", "hours", "usd")  # of the changes that `transport.saved` gives
_ARCTIC = ("NSR", "NWP")  # opened as projects, not passed as places
_WORDS = {"km": "shorter", "hours": "quicker", "usd": "cheaper"}
_MORE = {"km": "longer", "hours": "slower", "usd": "dearer"}
_TRIED = 12  # ways looked through for one that passes those named
_NEAR = 7.0  # per cent: how true the distances of the network are; nearer ways cannot be told apart
_PORTS = 40
_Way = tuple[str, Route]


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim on what a way is worth."""
    way = claim.facets.way
    try:
        st = way.statement if not claim.details.get("future") else None
        found = way_answers.answer(st, claim, context) if st is not None else None
        if found is not None:
            return found
        ahead = bool(claim.details.get("future"))
        plain = st is not None or not (ahead or claim.direction == "cheaper" or way.weighs)
        if claim.details.get("unread") or (plain and way.names_ends):
            return findings.unread()
    except DetenteError as error:
        return findings.simple("insufficient_evidence", f"The map cannot answer: {error}")
    mode = way.mode
    year = corridors.year_of(claim, context.latest)
    asked = way.journey
    try:
        energy = projects.check(claim, asked, mode, year)
        if energy is not None:
            return energy
        if asked.origin is None or asked.goal is None:
            return findings.simple("insufficient_evidence", "The claim does not say from where to where.")
        if way.relations:
            return crossings.check(claim, asked, bench, year, context.latest)
        if asked.goal == "ocean":
            return _sea_access(claim, asked, year)
        return _journey(claim, asked, year)
    except DetenteError as error:
        return findings.simple("insufficient_evidence", f"The map cannot answer: {error}")


def passes(route: Route, what: str) -> bool:
    """Whether a way goes through a state, strait or place."""
    if what in route.states or what in route.straits or what in route.passages:
        return True
    named = {n for leg in route.legs for n in (leg.start, leg.end, *leg.via)}
    return corridors.name(what) in named


def _journey(claim: Claim, asked: Journey, year: int) -> Finding:
    """One way against another, or whether a way through somebody exists at all."""
    ends_by = next((m for m in ("sea", "rail") if m in (asked.mode, asked.other_mode)), None)
    pair = corridors.typical(asked.origin or "", asked.goal or "", year, ends_by)
    if pair is None:
        return findings.simple("insufficient_evidence", "The network joins no two of the places named.")
    first, best = _find(pair, asked, asked.mode, asked.through, asked.projects, asked.against, year)
    if asked.comparative or asked.superlative:
        second, _ = _find(pair, asked, asked.other_mode, asked.against, (), asked.through, year)
        if second is None and not asked.against:  # a railway to be built against the ways there are
            second, _ = _find(pair, asked, None, (), (), (), year)
        return _compared(claim, asked, first, second, year)
    negated = bool(claim.details.get("negated"))
    through = ", ".join(map(corridors.name, asked.through))
    if first is None:
        label: Label = "supported" if negated else "contradicted"
        reason = (
            f"No way{f' through {through}' if through else ''} was found in {year} among the best {_TRIED}."
        )
        return _plain(label, "moderate", reason, asked, (("Best way", best),) if best else (), year)
    extra = transport.saved(first, best)[_ORDER.index(asked.weigh)] if best else None
    longer = f", {-extra.best:.0f} per cent more than the best way" if extra and extra.best < -0.5 else ""
    reason = f"A way{f' through {through}' if through else ''} exists in {year}: {_said(first)}{longer}."
    ways: list[_Way] = [(f"Through {through}" if through else "Best way", first)]
    if longer and best:
        ways.append(("Best way", best))
    return _plain("contradicted" if negated else "supported", "high", reason, asked, tuple(ways), year)


def _find(
    pair: tuple[str, str], asked: Journey, mode: str | None, wanted: tuple[str, ...], opened: tuple[str, ...],
    avoid: tuple[str, ...], year: int,
) -> tuple[Route | None, Route | None]:  # fmt: skip
    """The best way through all `wanted` (failing that, clear of `avoid`), and the best way of all."""
    layers = mode if mode in ("land", "rail", "road", "sea") else None
    wanted = tuple(w for w in wanted if w not in _ARCTIC)
    shut = tuple(x for x in avoid if x not in _ARCTIC and not corridors.is_open_water(x))
    try:
        routes = transport.route(
            *pair, layers, year, open_projects=opened, weigh=asked.weigh, k=_TRIED
        ).routes
    except DetenteError:
        return None, None
    top = routes[0] if routes else None
    if wanted or not shut:
        found = next((r for r in routes if all(passes(r, w) for w in wanted)), None)
        if found or (not shut and not wanted):
            return found, top
    try:
        if wanted and not any(map(corridors.is_open_water, wanted)):
            return transport.through(*pair, wanted, layers, year, shut, opened, asked.weigh), top
        clear = transport.route(
            *pair, layers, year, without=shut, open_projects=opened, weigh=asked.weigh, k=_TRIED
        )
    except DetenteError:
        return None, top
    return next((r for r in clear.routes if all(passes(r, w) for w in wanted)), None), top


def _compared(claim: Claim, asked: Journey, first: Route | None, second: Route | None, year: int) -> Finding:
    """The label of an advantage: beyond the range, inside it, or the wrong way round."""
    mine = (
        ", ".join(dict.fromkeys(map(corridors.name, (*asked.through, *asked.projects))))
        or asked.mode
        or "the way named"
    )
    other = (
        ", ".join(dict.fromkeys(map(corridors.name, asked.against)))
        or asked.other_mode
        or "the best other way"
    )
    if first is None and second is None:
        return findings.simple(
            "insufficient_evidence", f"The network holds neither {mine} nor {other} between them."
        )
    if first is None:
        return findings.simple(
            "insufficient_evidence", f"The network holds no way by {mine} between them in {year}."
        )
    if second is None and asked.against:
        return findings.simple(
            "insufficient_evidence", f"The network holds no way by {other} between them in {year}."
        )
    if second is None:
        reason = f"There is no other way to compare with: {_said(first)}."
        return _plain("supported", "moderate", reason, asked, ((f"By {mine}", first),), year)
    change = transport.saved(first, second)[_ORDER.index(asked.weigh)]
    if change is None:
        return findings.simple("insufficient_evidence", "One of the two ways has no length.")
    turned = asked.more != bool(claim.details.get("negated"))
    label, grade = verdict(change, asked, turned)
    word = _WORDS[asked.weigh]
    sense = f"{change.best:.0f} per cent {word}"
    if change.best < 0.5:
        sense = f"not {word}: it takes {abs(change.best):.0f} per cent more"
    spread = (
        ""
        if asked.weigh == "km"
        else f" (90 per cent range of the saving {change.low:.0f} to {change.high:.0f})"
    )
    reason = (
        f"By {mine} the way is {sense} than by {other}{spread}: "
        f"{_figure(first, asked.weigh)} against {_figure(second, asked.weigh)} {UNITS[asked.weigh]}."
    )
    return _plain(label, grade, reason, asked, ((f"By {mine}", first), (f"By {other}", second)), year, change)


def verdict(change: Change, asked: Journey, turned: bool = False) -> tuple[Label, Grade]:
    """Label and grade of a saving in per cent with its range; `turned`: the claim says it costs more."""
    best, low = (-change.best, -change.high) if turned else (change.best, change.low)
    high = -change.low if turned else change.high
    if asked.weigh == "km":
        low, high = best - _NEAR, best + _NEAR
    grade: Grade = "high" if asked.weigh == "km" else "moderate"
    if best <= 0:
        near = asked.superlative and best > -_NEAR
        return ("partly_supported", "low") if near else ("contradicted", grade if high < 0 else "low")
    if asked.per_cent is not None and not min(low, 0.7 * asked.per_cent) <= asked.per_cent <= max(
        high, best * 1.3
    ):
        return "partly_supported", "low"
    return ("supported", grade) if low > 0 else ("partly_supported", "low")


def _sea_access(claim: Claim, asked: Journey, year: int) -> Finding:
    """Which port and neighbour serve a state best, or whether one can serve it at all."""
    state = next((s for s in corridors.states_of(asked.origin or "", year)), None)
    if state is None:
        return findings.simple(
            "insufficient_evidence", "The claim names no state whose way to the sea is meant."
        )
    found = transport.sea_access(state, as_of=year, weigh=asked.weigh, n=_PORTS)
    if not found:
        return _plain(
            "contradicted",
            "moderate",
            f"{corridors.name(state)} reaches no ocean port on the network.",
            asked,
            (),
            year,
        )
    wanted = asked.through
    through = ", ".join(map(corridors.name, wanted))

    def serves(port: transport.SeaAccess) -> bool:
        on_way = (*port.through, port.port_state, port.port)
        return all(w in on_way or corridors.name(w) in on_way for w in wanted)

    mine = next((p for p in found if serves(p)), None)
    top = found[0]
    negated = bool(claim.details.get("negated"))
    unit = UNITS[asked.weigh]
    if mine is None:
        without = [s for s in wanted if len(s) == 3]
        reason = (
            f"None of the {len(found)} best ocean ports of {corridors.name(state)} is reached through {through}; "
            f"the best is {top.port}."
        )
        label: Label = "supported" if negated else "contradicted"
        return _plain(
            label, "moderate" if without else "low", reason, asked, _to_port(state, (top,), year), year
        )
    value, least = (float(getattr(p, asked.weigh)) for p in (mine, top))
    more = 100 * (value / least - 1) if least else 0.0
    best = f"{top.port} ({corridors.name(top.port_state)}), {least:,.0f} {unit}"
    if not wanted or not (asked.superlative or asked.comparative):
        reason = f"{corridors.name(state)} reaches {mine.port} through {through or 'its neighbours'}: {value:,.0f} {unit}"
        reason += "." if mine is top else f"; its best port is {best}."
        return _plain(
            "contradicted" if negated else "supported",
            "high",
            reason,
            asked,
            _to_port(state, (mine, top), year),
            year,
        )
    label = "supported" if more <= 0.5 else "partly_supported" if more <= _NEAR else "contradicted"
    if negated:
        label = negated_label(label)
    if more <= 0.5:
        rival = next((p for p in found if not serves(p)), None)
        tail = (
            f"; the best without it is {rival.port}, {float(getattr(rival, asked.weigh)):,.0f} {unit}"
            if rival
            else ""
        )
        reason = f"The best ocean port of {corridors.name(state)} is {mine.port}, through {through}: {value:,.0f} {unit}{tail}."
    else:
        reason = (
            f"The best ocean port of {corridors.name(state)} is {best}; through {through} it is {mine.port}, "
            f"{more:.0f} per cent more."
        )
    grade: Grade = "high" if asked.weigh == "km" else "moderate"
    change = Change(round(-more, 1), round(-more, 1), round(-more, 1))
    return _plain(label, grade, reason, asked, _to_port(state, (mine, top), year), year, change)


def _to_port(state: str, ports: tuple[transport.SeaAccess, ...], year: int) -> tuple[_Way, ...]:
    """The ways to ports as routes, for the map; each port once."""
    out = []
    for p in dict.fromkeys(ports):
        answer = transport.route(state, p.port, "any" if p.through or p.port_state else None, year)
        if answer.routes:
            out.append((f"To {p.port}", answer.routes[0]))
    return tuple(out)


def _figure(r: Route, weigh: str) -> str:
    low, high = {"km": (r.km, r.km), "hours": (r.hours_low, r.hours_high), "usd": (r.usd_low, r.usd_high)}[
        weigh
    ]
    value = f"{getattr(r, weigh):,.0f}"
    return value if weigh == "km" else f"{value} ({low:,.0f} to {high:,.0f})"


def _said(r: Route) -> str:
    where = ", ".join(map(corridors.name, dict.fromkeys(r.states)))
    return f"{r.km:,.0f} km, {r.hours:,.0f} hours, {r.usd:,.0f} USD per 20 t" + (
        f" ({where})" if where else ""
    )


def _plain(
    label: Label, grade: Grade, reason: str, asked: Journey, ways: tuple[_Way, ...], year: int, change: Change | None = None,
) -> Finding:  # fmt: skip
    """The finding with its rows, its map and its headline number."""
    value = change.best if change else float(getattr(ways[0][1], asked.weigh)) if ways else None
    unit = f"per cent of {UNITS[asked.weigh]} saved" if change else UNITS[asked.weigh]
    sign = {"supported": 1, "partly_supported": 1, "contradicted": -1}.get(label, 0)
    specification = Specification(
        "transport", corridors.SOURCE, f"{_WORDS[asked.weigh]} way", str(year), "the other way" if len(ways) > 1 else "the map",
        unit, value, change.low if change else None, change.high if change else None, direction=sign,
        significant=label in ("supported", "contradicted"),
        note="ranges by simulation over the leg ranges" if asked.weigh != "km" else "",
    )  # fmt: skip
    reasons = (
        ("it can be read off the map of ways",)
        if asked.weigh == "km"
        else ("a leg model with wide ranges gives hours and USD",)
    )
    query = f"transport.route({asked.origin!r}, {asked.goal!r}, as_of={year}, weigh={asked.weigh!r})"
    title = f"{_title(ways, asked.weigh, change)} ({year})" if ways else ""
    return Finding(
        label, grade, reasons, reason,
        effect=Effect(value, unit, specification.low, specification.high) if value is not None else None,
        specifications=(specification,),
        would_change=("A border, link or port that opens or closes; another figure for waiting at a border.",),
        counter_reading="Shorter is not always used: capacity, reliability, insurance and politics are outside the model.",
        evidence=(
            EvidenceRows(corridors.SOURCE, transport.VERSION, query, corridors.way_rows(list(ways))),
        ) if ways else (),
        limits=("Legs are principal corridors; hours and USD are model figures.", "Air transport is left out."),
        citations=transport.citations(),
        chart=corridors.map_chart(title, list(ways), asked.through, year) if ways else None,
    )  # fmt: skip


def _title(ways: tuple[_Way, ...], weigh: str, change: Change | None) -> str:
    """What the picture shows: "By rail 71 per cent quicker than by sea"."""
    first = ways[0][0]
    if len(ways) < 2:
        return first
    second = f"{ways[1][0][0].lower()}{ways[1][0][1:]}"
    if change is None or abs(change.best) < 0.5:
        return f"{first} or {second}"
    word = (_WORDS if change.best > 0 else _MORE)[weigh]
    return f"{first} {abs(change.best):.0f} per cent {word} than {second}"
