"""Draw a route answer as one SVG picture: coasts and borders, the ways, labels, legend, scale bar.

In: a `RouteAnswer`; out: the text of a self-contained `<svg>` with a title and a text alternative.
Equirectangular with true scale at the middle latitude; Natural Earth 1:50m, simplified, public domain.
Modes differ in colour (Okabe and Ito, safe for the colour-blind) and in dash.
"""

from __future__ import annotations

import math
from html import escape

from detente.transport.ground import Frame, Point, bend, ground, unwrap
from detente.transport.routing import Route, RouteAnswer

STYLE = {  # mode: colour, dash, what the legend says
    "road": ("#D55E00", "", "road"),
    "rail": ("#0072B2", "9 3", "rail"),
    "sea": ("#009E73", "", "sea"),
    "ferry": ("#CC79A7", "4 3", "ferry"),
    "river": ("#56B4E9", "4 3", "river"),
}
WATER, LAND, COAST, BORDER, INK = "#eef3f6", "#faf8f3", "#8a9aa5", "#b9b3a6", "#1f2933"
LABELS = 14
CREDIT = (
    "Coasts and borders: Natural Earth, as drawn there and no statement on their status. "
    "Roads: © OpenStreetMap contributors, ODbL. Straight between nodes."
)


def _path(frame: Frame, points: list[Point], close: bool = False) -> str:
    text = "M" + "L".join(f"{x:g} {y:g}" for x, y in (frame.at(*p) for p in points))
    return text + ("Z" if close else "")


def _base(frame: Frame) -> str:
    """Land, coasts and borders in view."""
    shown = ground(frame)
    land = "".join(_path(frame, ring, close=True) for ring in shown.land)
    borders = "".join(_path(frame, line) for line in shown.borders)
    return (
        f'<path d="{land}" fill="{LAND}" stroke="{COAST}" stroke-width="0.7" fill-rule="evenodd"/>'
        f'<path d="{borders}" fill="none" stroke="{BORDER}" stroke-width="0.9"/>'
    )


def _way(frame: Frame, route: Route, start: float, main: bool) -> str:
    """One route, a stroke for each stretch of one mode; the best way is drawn heavier."""
    points = unwrap([(x, y) for x, y, _ in route.line], start)
    out, i = [], 1
    while i < len(points):
        mode, j = route.line[i][2], i
        while j + 1 < len(points) and route.line[j + 1][2] == mode:
            j += 1
        colour, dash, _ = STYLE.get(mode, STYLE["road"])
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        out.append(
            f'<path d="{_path(frame, bend(points[i - 1 : j + 1]))}" fill="none" stroke="{colour}" '
            f'stroke-width="{3.4 if main else 2}" stroke-opacity="{1 if main else 0.55}" '
            f'stroke-linejoin="round" stroke-linecap="round"{dashed}/>'
        )
        i = j + 1
    return "".join(out)


def _stops(answer: RouteAnswer) -> list[tuple[str, bool]]:
    """Names to write: the ends (bold), then the borders, transfers and straits of the best way."""
    legs = answer.routes[0].legs
    names = [(legs[0].start, True), (legs[-1].end, True)] if legs else []
    for leg in legs[1:]:
        names.append((leg.start, False))
    return list(dict.fromkeys(names))[:LABELS]


def _labels(frame: Frame, answer: RouteAnswer, start: float) -> str:
    """Dots and names where they fit; a name that would cover another is left out."""
    from detente.transport import network

    net = network.load(answer.as_of)
    route = answer.routes[0]
    at = {(round(x, 4), round(y, 4)) for x, y, _ in route.line}
    where = {p.name: (p.lon, p.lat) for p in net.places if (round(p.lon, 4), round(p.lat, 4)) in at}
    straits = [(net.places[net.index[f"s:{s}/a"]].name, False) for s in route.straits]
    taken: list[tuple[float, float, float, float]] = []
    out = []
    for name, bold in [*_stops(answer), *straits]:
        if name not in where:
            continue
        x, y = frame.at(*unwrap([where[name]], start)[0])
        out.append(
            f'<circle cx="{x}" cy="{y}" r="{4.2 if bold else 2.8}" fill="#fff" stroke="{INK}" '
            'stroke-width="1.4"/>'
        )
        size = 13 if bold else 11
        wide = len(name) * size * 0.56
        for dx, dy, anchor in ((7, 4, "start"), (-7, 4, "end"), (0, -8, "middle"), (0, size + 6, "middle")):
            left = x + dx - (wide if anchor == "end" else wide / 2 if anchor == "middle" else 0)
            box = (left, y + dy - size, left + wide, y + dy + 3)
            inside = box[0] > 2 and box[2] < frame.width - 2 and box[1] > 2 and box[3] < frame.height - 2
            if inside and not any(_overlap(box, b) for b in taken):
                taken.append(box)
                out.append(
                    f'<text x="{x + dx:g}" y="{y + dy:g}" font-size="{size}" text-anchor="{anchor}" '
                    f'font-weight="{600 if bold else 400}" paint-order="stroke" stroke="#fff" '
                    f'stroke-width="3" fill="{INK}">{escape(name)}</text>'
                )
                break
    return _state_names(frame, taken) + "".join(out)


def _state_names(frame: Frame, taken: list[tuple[float, float, float, float]]) -> str:
    """Names of the larger states in view, in grey, where they cover nothing."""
    from detente.transport.tables import rows, states

    middle = (frame.west + frame.east) / 2
    main = sorted(
        (r for r in rows("parts.csv") if r["part"] in states()), key=lambda r: -float(r["area_km2"])
    )
    out = []
    for r in main:
        lon, lat = unwrap([(float(r["lon"]), float(r["lat"]))], middle)[0]
        across = math.sqrt(float(r["area_km2"])) / 111.32 * frame.scale
        name = states()[r["part"]]["name"].upper()
        wide = len(name) * 7.6
        if not frame.sees([(lon, lat)]) or wide > 1.6 * across:
            continue
        x, y = frame.at(lon, lat)
        box = (x - wide / 2, y - 9, x + wide / 2, y + 3)
        inside = box[0] > 2 and box[2] < frame.width - 2 and box[1] > 2 and box[3] < frame.height - 20
        if inside and not any(_overlap(box, b) for b in taken):
            taken.append(box)
            out.append(
                f'<text x="{x:g}" y="{y:g}" font-size="10" letter-spacing="1" text-anchor="middle" '
                f'fill="#8a8577">{escape(name)}</text>'
            )
    return "".join(out)


def _overlap(a, b) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _scale_bar(frame: Frame) -> str:
    """A bar of a round number of km, true at the middle latitude."""
    km_per_px = 111.32 / frame.scale
    target = frame.width * 0.16 * km_per_px
    unit = 10 ** math.floor(math.log10(target))
    km = max(k for k in (unit, 2 * unit, 5 * unit) if k <= target)
    length, y = km / km_per_px, frame.height - 14
    return (
        f'<path d="M14 {y - 5}V{y}H{14 + length:.1f}V{y - 5}" fill="none" stroke="{INK}" '
        'stroke-width="1.5"/>'
        f'<text x="{14 + length + 6:.1f}" y="{y}" font-size="11" fill="{INK}">{km:,.0f} km</text>'
    )


def _legend(frame: Frame, answer: RouteAnswer) -> str:
    used = [m for m in STYLE if any(m == p[2] for r in answer.routes for p in r.line)]
    lines = [(STYLE[m], STYLE[m][2]) for m in used]
    more = len(answer.routes) > 1
    height, wide = 14 + 18 * (len(lines) + more), 150
    x, y = frame.width - wide - 10, frame.height - height - 10
    out = [
        f'<rect x="{x}" y="{y}" width="{wide}" height="{height}" fill="#fff" fill-opacity="0.9" '
        f'stroke="{BORDER}"/>'
    ]
    for k, ((colour, dash, _), text) in enumerate(lines):
        v = y + 17 + 18 * k
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        out.append(f'<path d="M{x + 10} {v - 4}h34" stroke="{colour}" stroke-width="3.4"{dashed}/>')
        out.append(f'<text x="{x + 52}" y="{v}" font-size="12" fill="{INK}">{text}</text>')
    if more:
        v = y + 17 + 18 * len(lines)
        out.append(f'<path d="M{x + 10} {v - 4}h34" stroke="{INK}" stroke-width="2" stroke-opacity="0.55"/>')
        out.append(f'<text x="{x + 52}" y="{v}" font-size="12" fill="{INK}">other ways</text>')
    return "".join(out)


def describe(answer: RouteAnswer) -> str:
    """The text alternative: one sentence on the best way."""
    if not answer.routes:
        return f"No way from {answer.start} to {answer.end}: {answer.reason}"
    r = answer.routes[0]
    by = ", ".join(dict.fromkeys(leg.mode.rstrip("0123456789") for leg in r.legs))
    return (
        f"From {answer.start} to {answer.end} by {by}: {r.km:,.0f} km, {r.hours:,.0f} hours "
        f"({r.hours_low:,.0f} to {r.hours_high:,.0f}), through {', '.join(r.states)}."
    )


def map_svg(answer: RouteAnswer, width: int = 960) -> str:
    """The picture of a route answer as `<svg>` text; a note instead of a map where there is no way."""
    alt = escape(describe(answer))
    head = 'xmlns="http://www.w3.org/2000/svg" role="img" font-family="system-ui, sans-serif"'
    if not answer.routes or len(answer.routes[0].line) < 2:
        note = f'<title>{alt}</title><text x="12" y="36" font-size="15">{alt}</text>'
        return f'<svg {head} viewBox="0 0 {width} 60" width="100%">{note}</svg>'
    start = answer.routes[0].line[0][0]
    points = [p for r in answer.routes for p in unwrap([(x, y) for x, y, _ in r.line], start)]
    frame = Frame(points, width)
    ways = "".join(_way(frame, r, start, main=i == 0) for i, r in reversed(list(enumerate(answer.routes))))
    return (
        f'<svg {head} viewBox="0 0 {width} {frame.height + 20}" width="100%"><title>{alt}</title>'
        f'<defs><clipPath id="frame"><rect width="{width}" height="{frame.height}"/></clipPath></defs>'
        f'<g clip-path="url(#frame)"><rect width="{width}" height="{frame.height}" fill="{WATER}"/>'
        f"{_base(frame)}{ways}{_labels(frame, answer, start)}{_scale_bar(frame)}{_legend(frame, answer)}</g>"
        f'<text x="4" y="{frame.height + 14}" font-size="10" fill="#5b6770">{CREDIT}</text></svg>'
    )
