"""Energy: "A is short of energy", "B has gas in abundance", "C exports (imports) oil".

Read as figures of several producers of statistics: production against consumption, net imports, reserves
and production as shares of the world, electricity used a head, goods flows. Abundance is a surplus
together with a large share of the world's reserves or output; shortage is a deficit together with little
use a head: a rich importer is dependent, not short. Two sources must agree. A flow that is not booked is
no evidence of no flow: flows speak for trade, never against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from detente import actors
from detente.checks import findings, fuel_shares
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import energy, words
from detente.measures.energy import Figure
from detente.model import Chart, Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "energy"

_NO_ACCESS = "No source with access to electricity ships: use a head stands in for it and cannot see who has none at all."
_BALANCE, _SIZE, _USE, _FLOW = "balance", "size", "use", "flows"


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim on what energy a country has, lacks, sells or buys."""
    if claim.details.get("of") in ("imports", "exports"):
        return fuel_shares.check(claim, bench, context)
    subject, other = claim.role("subject"), claim.role("object")
    if subject is None or actors.get(subject).kind != "state":
        return findings.simple(
            "insufficient_evidence", "The claim names no country whose energy could be measured."
        )
    supplier = claim.role("supplier")
    if supplier is not None and supplier != subject and claim.details.get("threshold"):
        from detente.checks import dependence  # a share of one seller is dependence on him

        asked = replace(claim, kind="dependence", topic=_fuel(claim), direction="majority")
        return dependence.check(asked, bench, context)
    start, end, stated = _years(claim, context.latest)
    country, partner = actors.at(subject, end), None
    if other is not None and other != subject and actors.get(other).kind == "state":
        partner = actors.at(other, end)
    product = _product(claim)
    direction = claim.direction or "abundance"
    if direction == "shortage" and claim.facets.fuel.abroad:
        direction = "importer"  # "short of energy of its own": what is bought abroad, not what is missing
    if partner is not None and direction in ("exporter", "importer"):
        return _traded(claim, bench, country, partner, product, direction, start, end)
    found = tests(bench, country, product, direction, start, end, context.latest)
    return _finding(claim, bench, country, product, direction, found, start, end, stated, context.latest)


def _years(claim: Claim, latest: int) -> tuple[int, int, bool]:
    start, end = claim.period.start or latest, min(claim.period.end or latest, latest)
    unstated = (
        end - start == thresholds.UNSTATED_SPAN_YEARS - 1 and claim.period.stated is None
    )  # as `entities.settle_period` gives
    return min(start, end), end, not unstated


def _product(claim: Claim) -> str:
    """The topic, or the product the claim names where the topic is energy at large."""
    if claim.topic in ("gas", "electricity", "oil", "coal"):
        return claim.topic
    named = claim.facets.fuel.named
    return named[0] if len(named) == 1 else "energy"


def _fuel(claim: Claim) -> str:
    """The product of a share: the one named, else oil, of which most energy trade is."""
    product = _product(claim)
    return product if product in ("gas", "coal", "oil") else "oil"


def tests(
    bench: Bench, country: str, product: str, direction: str, start: int, end: int, latest: int
) -> list[tuple[str, Specification, Figure]]:
    """Every figure there is, with what it says of the claim: (aspect, specification, figure)."""
    wanted = 1 if direction in ("abundance", "exporter") else -1
    found: list[tuple[str, Specification, Figure]] = []

    def add(aspect: str, figure: Figure | None, plus: float, minus: float, *, higher: int = 1) -> None:
        """+1 at or beyond `plus`, -1 at or beyond `minus`, where `higher` says which way is more energy."""
        if figure is None or figure.last > latest:
            return
        value, top, low = figure.value * higher, plus * higher, minus * higher
        sign = 1 if value >= top else -1 if value <= low else 0
        found.append((aspect, _specification(figure, sign * wanted), figure))

    def of(indicator: str, source: str) -> Figure | None:
        return energy.figure(bench, country, indicator, source, start, end)

    if product == "energy":
        add(
            _BALANCE,
            of("net_imports", "owid-energy-imports"),
            -thresholds.EVEN_BALANCE,
            thresholds.EVEN_BALANCE,
            higher=-1,
        )
    for fuel in ("gas", "oil") if product == "energy" else (product,):
        if fuel in ("gas", "oil"):
            add(
                _BALANCE,
                of(f"{fuel}_self_sufficiency", "energy-institute"),
                100 + thresholds.EVEN_BALANCE,
                100 - thresholds.EVEN_BALANCE,
            )
            for what in ("reserves", "production") if direction == "abundance" else ():
                add(
                    _SIZE,
                    of(f"{fuel}_{what}_world_share", "energy-institute"),
                    thresholds.LARGE_WORLD_SHARE,
                    -1.0,
                )
                share = energy.world_share(bench, country, f"{fuel}_{what}", start, end)
                add(_SIZE, share, thresholds.LARGE_WORLD_SHARE, thresholds.SMALL_WORLD_SHARE)
        if fuel == "gas":
            add(
                _BALANCE,
                energy.sufficiency(bench, country, fuel, start, end),
                100 + thresholds.EVEN_BALANCE,
                100 - thresholds.EVEN_BALANCE,
            )
        if fuel in ("gas", "oil", "electricity"):
            add(
                _BALANCE,
                energy.net_exports(bench, country, fuel, start, end),
                2 * thresholds.EVEN_BALANCE,
                -2 * thresholds.EVEN_BALANCE,
            )
    if product in ("energy", "electricity") and direction == "shortage":
        used = energy.electricity_per_head(bench, country, start, end)
        if used is not None:
            add(_USE, used[0], thresholds.MUCH_USED * used[1], thresholds.LITTLE_USED * used[1])
    found += _flow_tests(bench, country, product, wanted, start, end)
    return found


def _flow_tests(
    bench: Bench, country: str, product: str, wanted: int, start: int, end: int
) -> list[tuple[str, Specification, Figure]]:
    """What the booked flows say; only flows that are there count, never those that are not."""
    table = energy.flows(bench, country, product, start, end)
    if not len(table):
        return []
    out, into = (float(table[c].to_numpy().mean()) for c in ("exports", "imports"))
    if max(out, into) < thresholds.BOOKED_MILLIONS:
        return []
    sign = (
        1 if out >= thresholds.ONE_WAY_RATIO * into else -1 if into >= thresholds.ONE_WAY_RATIO * out else 0
    )
    share = 100 * (out - into) / (out + into)
    years = [int(y) for y in table["year"].to_list()]
    figure = Figure(f"{product} goods, exports less imports", "baci-energy", share, "per cent of both",
                    min(years), max(years), max(start - max(years), min(years) - end, 0))  # fmt: skip
    specification = _specification(
        figure, sign * wanted, note=f"exports {out:,.0f}, imports {into:,.0f} million USD a year"
    )
    return [(_FLOW, specification, figure)]


def _specification(figure: Figure, direction: int, note: str = "") -> Specification:
    note = note or (f"rank {figure.rank} of the countries listed" if figure.rank else "")
    note += f"; {figure.gap} years off the claim" if figure.gap else ""
    return Specification(
        "energy", figure.source, figure.name, figure.years, "world" if "share of" in figure.name else "even",
        figure.unit, figure.value, direction=direction, significant=direction != 0, note=note.lstrip("; "),
    )  # fmt: skip


def verdict(
    direction: str, product: str, found: list[tuple[str, Specification, Figure]]
) -> tuple[Label, Grade, tuple[str, ...]]:
    """Label and grade from what the aspects say. Two sources must agree; one alone is graded low."""

    def sources(aspects: Iterable[str], sign: int) -> set[str]:
        return {s.source for a, s, _ in found if a in aspects and s.direction == sign}

    surplus_for, surplus_against = sources((_BALANCE,), 1), sources((_BALANCE,), -1)
    flows_for, flows_against = sources((_FLOW,), 1), sources((_FLOW,), -1)
    told = (
        f"on the balance of trade and use: {len(surplus_for)} sources for the claim, {len(surplus_against) or 'none'} against it",
        *(
            (
                f"on reserves and output: {len(sources((_SIZE,), 1))} for, {len(sources((_SIZE,), -1)) or 'none'} against",
            )
            if direction == "abundance"
            else ()
        ),
    )
    if not found:
        return "insufficient_evidence", "very_low", ("no source covers the country in these years",)
    if direction in ("exporter", "importer"):
        return _trader(surplus_for, surplus_against, flows_for, flows_against, told)
    if direction == "abundance":
        return _abundance(surplus_for, surplus_against, sources((_SIZE,), 1), sources((_SIZE,), -1), told)
    return _shortage(product, surplus_for, surplus_against, sources((_USE,), 1), sources((_USE,), -1), told)


def _trader(
    pro: set[str], con: set[str], flows_for: set[str], flows_against: set[str], told: tuple[str, ...]
) -> tuple[Label, Grade, tuple[str, ...]]:
    if pro and not con:
        both = len(pro | flows_for) > 1
        if flows_against:
            return "contested", "low", (*told, "booked flows say otherwise")
        return "supported", "high" if both else "moderate", told
    if con and not pro:
        if flows_for:
            return "contested", "low", (*told, "booked flows say otherwise")
        return "contradicted", "high" if len(con | flows_against) > 1 else "moderate", told
    if pro and con:
        return "contested", "low", told
    if flows_for:
        return "supported", "low", (*told, "booked flows only")
    return (
        "insufficient_evidence",
        "very_low",
        (*told, "booked flows alone cannot contradict: they have holes"),
    )


def _abundance(
    pro: set[str], con: set[str], large: set[str], small: set[str], told: tuple[str, ...]
) -> tuple[Label, Grade, tuple[str, ...]]:
    if pro and not con and large:
        return "supported", "high" if len(pro) > 1 and len(large) > 1 else "moderate", told
    if con and not pro and not large:
        grade: Grade = "high" if len(con) > 1 and small else "moderate"
        return "contradicted", grade, told
    if con and large:
        return "contested", "low", (*told, "large in the ground or in output, yet it buys more than it sells")
    if pro and not con:
        return "partly_supported", "low", (*told, "a surplus, but a small part of the world's")
    return "insufficient_evidence", "very_low", told


def _shortage(
    product: str,
    deficit: set[str],
    surplus: set[str],
    little: set[str],
    much: set[str],
    told: tuple[str, ...],
) -> tuple[Label, Grade, tuple[str, ...]]:
    """`little` and `much`: electricity used a head is far below, or above, the world's median."""
    used = ("electricity used a head is under half the world's median",) if little else ()
    used += ("electricity used a head is well above the world's median",) if much else ()
    if product == "electricity" and little and not surplus:
        return "supported", "moderate" if deficit else "low", (*told, *used)
    if product in ("gas", "oil"):
        if surplus and not deficit:
            return "contradicted", "moderate", told
        return (
            "insufficient_evidence",
            "very_low",
            (*told, "a deficit met by imports is no shortage by itself"),
        )
    if deficit and little and not surplus:
        return "supported", "moderate" if len(deficit) > 1 else "low", (*told, *used)
    if deficit and little:
        return "partly_supported", "low", (*told, *used)
    if surplus and much and not deficit:
        return "contradicted", "moderate", (*told, *used)
    if surplus and little:
        return "contested", "low", (*told, *used, "it sells energy abroad and uses little at home")
    return "insufficient_evidence", "very_low", (*told, *used, "dependence on imports is not a shortage")


def _finding(
    claim: Claim, bench: Bench, country: str, product: str, direction: str,
    found: list[tuple[str, Specification, Figure]], start: int, end: int, stated: bool, latest: int,
) -> Finding:  # fmt: skip
    label, grade, reasons = verdict(direction, product, found)
    if claim.details.get("negated"):
        label = negated_label(label)
    name = findings.name(country)
    without = (_NO_ACCESS,) if direction == "shortage" else ()
    if not found:
        return findings.simple(
            "insufficient_evidence",
            f"No source on {product} covers {name} in {start}-{end}.",
            reasons=reasons,
            limits=(*without, *findings.limits(bench, _sources(bench), start, end)),
        )
    gap = max(f.gap for _, s, f in found if s.direction) if any(s.direction for _, s, _ in found) else 0
    if gap > thresholds.NEAR_COVERAGE_YEARS and grade == "high":
        grade, reasons = "moderate", (*reasons, f"some figures are {gap} years off the claim")
    if not stated:
        reasons = (*reasons, f"the five years {start}-{end} were taken")
    specifications = tuple(s for _, s, _ in found)
    side = {"supported": 1, "partly_supported": 1, "contradicted": -1}.get(label, 0)
    telling = [(a, s, f) for a, s, f in found if s.direction == side] or found
    lead = telling[0][1]
    said = "; ".join(
        f"{words.named(f.name)} {words.amount(f.value)} {words.unit(f.unit)} ({words.source(f.source)}, {f.years})"
        for _, _, f in telling[:4]
    )
    sources = tuple(dict.fromkeys(s.source for s in specifications))
    return Finding(
        label, grade, reasons, f"{name}, {start}-{end}: {said}.",
        effect=Effect(lead.estimate or 0.0, findings.unit_text(lead)),
        specifications=specifications,
        disagreements=findings.disagreements(specifications, label),
        would_change=(_would_change(direction),),
        counter_reading=_counter(direction),
        evidence=_rows(bench, country, product, start, end, sources, latest),
        limits=(findings.UNBOOKED,
                *without,
                *findings.limits(bench, sources, start, end)),
        citations=findings.citations(bench, sources),
        chart=_chart(bench, name, direction, product, found),
    )  # fmt: skip


def _would_change(direction: str) -> str:
    return {
        "abundance": "It would turn with a deficit, or without a fiftieth of the world's reserves or output.",
        "shortage": "It would turn with a surplus, or with electricity used a head above the world's median.",
    }.get(direction, "It would turn if exports and imports changed places in the balance of another source.")


def _counter(direction: str) -> str:
    return {
        "abundance": "What lies in the ground is not yet for sale: fields and pipelines must be built.",
        "shortage": "A country may be short at the peak hour, or in one region, with an even balance.",
    }.get(direction, "A net balance hides trade both ways: a large buyer may be a large seller too.")


def _sources(bench: Bench) -> tuple[str, ...]:
    wanted = ("factbook", "energy-institute", "owid-energy-imports", "baci-energy")
    return tuple(s for s in wanted if s in bench.atlas.sources)


def _traded(
    claim: Claim, bench: Bench, country: str, partner: str, product: str, direction: str, start: int, end: int
) -> Finding:
    """Does one country sell to (buy from) another? Booked flows can show it; their absence shows nothing."""
    seller, buyer = (country, partner) if direction == "exporter" else (partner, country)
    table = energy.between(bench, seller, buyer, product, start, end)
    total = float(table["value"].sum())
    years = table["year"].n_unique()
    names = f"{findings.name(seller)} to {findings.name(buyer)}"
    if total < thresholds.BOOKED_MILLIONS / 5 or not years:
        return findings.simple(
            "insufficient_evidence",
            f"Hardly any {product} is booked from {names} in {start}-{end}; confidential flows are not "
            "booked, so that is no evidence that there was none.",
            reasons=("absence of a booked flow is not evidence of absence",),
            limits=findings.limits(bench, ("baci-energy",), start, end),
        )
    bought = energy.flows(bench, buyer, product, start, end)
    share = 100 * total / max(float(bought["imports"].sum()), total)
    specification = Specification(
        "energy", "baci-energy", f"{product} booked from {names}", f"{start}-{end}", "all the buyer books",
        "per cent of the buyer's booked imports", share, direction=1, significant=True,
        note=f"{total:,.0f} million USD in {years} years",
    )  # fmt: skip
    source = bench.source("baci-energy")
    rows = tuple(table.tail(40).to_dicts())
    label: Label = "contradicted" if claim.details.get("negated") else "supported"
    products = ", ".join(repr(p) for p in energy.PRODUCTS.get(product, ()))
    query = (
        f"SELECT * FROM energy_trade WHERE exporter = '{seller}' AND importer = '{buyer}' "
        f"AND product IN ({products}) AND year BETWEEN {start} AND {end} -- million USD"
    )
    yearly = table.group_by("year").agg(pl.col("value").sum()).sort("year")
    return Finding(
        label, "moderate", (f"booked in {years} years", "goods flows of one source"),
        f"{product.capitalize()} from {names}, {start}-{end}: {total:,.0f} million USD booked, "
        f"{share:.0f} per cent of the buyer's booked imports.",
        effect=Effect(share, specification.unit),
        specifications=(specification,),
        would_change=("It would turn only if the bookings proved to be of other goods.",),
        counter_reading="Goods may be booked to the port they passed through, not to where they were used.",
        evidence=(EvidenceRows("baci-energy", source.version, query, rows),),
        limits=("Flows that were confidential are not booked where they went.",
                *findings.limits(bench, ("baci-energy",), start, end)),
        citations=findings.citations(bench, ("baci-energy",)),
        chart=Chart(
            "bars", f"{product.capitalize()} from {names}", tuple(yearly.to_dicts()),
            {"x": {"field": "year", "title": "Year"},
             "y": {"field": "value", "title": "Value", "unit": "million USD"}},
            f"{source.title} {source.version}", f"{product} from {names}: {total:,.0f} million USD in all.",
        ),
    )  # fmt: skip


def _rows(
    bench: Bench,
    country: str,
    product: str,
    start: int,
    end: int,
    sources: tuple[str, ...],
    latest: int,
) -> tuple[EvidenceRows, ...]:
    found = []
    table = bench.atlas.table("energy").filter(
        (pl.col("iso3") == country) & (pl.col("year") <= min(end + 3, latest))
    )
    if product != "energy":
        table = table.filter(pl.col("indicator").str.starts_with(product))
    for source in sources:
        if source == "baci-energy":
            rows = energy.flows(bench, country, product, start, end).to_dicts()
            products = ", ".join(repr(p) for p in energy.PRODUCTS.get(product, ())) or "''"
            query = (
                f"SELECT * FROM energy_trade WHERE '{country}' IN (exporter, importer) AND product IN ({products}) "
                f"AND year BETWEEN {start} AND {end} -- sums a year, million USD"
            )
        else:
            own = table.filter(pl.col("source") == source).sort("year", "indicator").tail(30)
            rows = own.to_dicts()
            about = "" if product == "energy" else f" AND starts_with(indicator, '{product}')"
            query = (
                f"SELECT * FROM (SELECT * FROM energy WHERE iso3 = '{country}' AND source = '{source}' "
                f"AND year <= {min(end + 3, latest)}{about} ORDER BY year DESC, indicator DESC LIMIT 30) "
                "ORDER BY year, indicator"
            )
        found.append(EvidenceRows(source, bench.source(source).version, query, tuple(rows)))
    return tuple(r for r in found if r.rows)


def _chart(
    bench: Bench, name: str, direction: str, product: str, found: list[tuple[str, Specification, Figure]]
) -> Chart | None:
    """Every figure in per cent beside its point of balance."""
    data = []
    for _, s, figure in found:
        if figure.unit == "kilowatt-hours" or "world" in figure.name:
            continue
        base = 100.0 if "sufficiency" in figure.name or "against" in figure.name else 0.0
        value = -figure.value if figure.name == "net_imports" else figure.value - base
        data.append({
            "figure": f"{words.named(figure.name)} ({words.source(figure.source)}, {figure.years})",
            "surplus": round(max(min(value, 400.0), -100.0), 1), "for the claim": s.direction > 0,
        })  # fmt: skip
    if not data:
        return None
    source = "; ".join(dict.fromkeys(bench.source(f.source).title for _, _, f in found))
    short = [row["surplus"] for row in data]
    state = (
        "in surplus"
        if min(short) > 0
        else "in deficit"
        if max(short) < 0
        else "sources differ on the balance"
    )
    return Chart(
        "bars", f"{name}: {product} {state}, by {len(data)} figure{'s' if len(data) > 1 else ''}", tuple(data),
        {"x": {"field": "surplus", "title": "Surplus (right) or deficit (left)", "unit": "per cent, cut at 400"}, "y": "figure",
         "highlight": "for the claim"},
        source, f"{name}, {product}: {data[0]['figure']} {data[0]['surplus']} per cent.",
    )  # fmt: skip
