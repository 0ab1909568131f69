"""What `detente route` does, as one pure function: words in, JSON and a terminal picture out.

In: the options as typed; out: `(dict, renderable)`, where the dict is the JSON contract and the
renderable is a rich group. `html` gives the page part with the map. No file or screen is touched.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from detente.errors import InputError
from detente.transport.routing import Route, RouteAnswer, route

if TYPE_CHECKING:
    from rich.console import RenderableType


MOST_WAYS = 20
_LEAST = 76  # signs that the table of legs needs to be read with ease


def _names(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A comma list, or a sequence of comma lists, as names."""
    if not text:
        return ()
    pieces = [text] if isinstance(text, str) else list(text)
    return tuple(n.strip() for p in pieces for n in p.split(",") if n.strip())


def route_answer(
    start: str,
    end: str,
    mode: str | None = None,
    as_of: int | None = None,
    without: str | tuple[str, ...] | list[str] | None = None,
    open_projects: str | tuple[str, ...] | list[str] | None = None,
    weigh: str = "hours",
    k: int = 1,
) -> RouteAnswer:
    """The answer for options as the command line gives them; lists may be comma separated."""
    if k > MOST_WAYS:
        raise InputError(f"At most {MOST_WAYS} alternatives are looked for, not {k}.")
    year = 2023 if as_of is None else as_of
    return route(start, end, mode, year, _names(without), _names(open_projects), weigh, k)


def route_command(*args: Any, **options: Any) -> tuple[dict, RenderableType]:
    """(JSON, renderable) of `route_answer(...)`; raises UnknownActorError and InputError."""
    answer = route_answer(*args, **options)
    return answer.to_json(), render(answer)


def render(answer: RouteAnswer, width: int = 100) -> RenderableType:
    """A terminal picture `width` signs wide: a headline and the legs of each route; a reason where there is none."""
    from rich.console import Group
    from rich.text import Text

    if not answer.routes:
        return Text(f"No route. {answer.reason}")
    parts: list[RenderableType] = []
    for i, r in enumerate(answer.routes, 1):
        parts.append(Text(f"{i}. {headline(r)}", style="bold"))
        parts.append(_table(r, width))
    parts += [Text(f"Note: {x}", style="dim") for x in answer.limits]
    return Group(*parts)


def headline(r: Route) -> str:
    """Totals of a route in one line."""
    return (
        f"{r.km:,.0f} km · {r.hours:,.0f} h ({r.hours_low:,.0f}-{r.hours_high:,.0f}) · "
        f"{r.usd:,.0f} USD ({r.usd_low:,.0f}-{r.usd_high:,.0f}) per 20 t · {' > '.join(r.states)}"
    )


COLUMNS = ("Leg", "Mode", "State", "km", "Hours", "USD", "Wait at border, h", "Change")


def _cells(r: Route) -> list[tuple[str, ...]]:
    out = []
    for leg in r.legs:
        via = f" via {', '.join(leg.via[:4])}{' ...' if len(leg.via) > 4 else ''}" if leg.via else ""
        wait = f"{leg.wait_hours:,.1f}" if leg.border else ""
        out.append(
            (f"{leg.start} - {leg.end}{via}", leg.mode, leg.state, f"{leg.km:,.0f}",
             f"{leg.hours:,.1f} ({leg.hours_low:,.0f}-{leg.hours_high:,.0f})",
             f"{leg.usd:,.0f} ({leg.usd_low:,.0f}-{leg.usd_high:,.0f})", wait, leg.change)
        )  # fmt: skip
    return out


def _table(r: Route, width: int) -> RenderableType:
    """The legs as columns, or, where there is no room for them, as lines."""
    from rich import box
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    if width < _LEAST:
        lines = (
            f"{leg}: {mode}, {state}, {km} km, {hours} h, {usd} USD"
            + (f", {wait} h at the border" if wait else "")
            + (f", {change}" if change else "")
            for leg, mode, state, km, hours, usd, wait, change in _cells(r)
        )
        return Padding(Text("\n".join(lines)), (0, 0, 0, 2))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for i, name in enumerate(COLUMNS):
        table.add_column(name, justify="right" if i in (3, 4, 5, 6) else "left")
    for row in _cells(r):
        table.add_row(*row)
    return table


def html(answer: RouteAnswer) -> str:
    """A section of HTML: the map, the table of legs of every route, limits and attribution."""
    from detente.transport.maps import map_svg

    title = f"{escape(answer.start)} to {escape(answer.end)}, {answer.as_of}"
    parts = [f'<section class="route"><h2>{title}</h2>', map_svg(answer)]
    if not answer.routes:
        parts.append(f"<p>No route. {escape(answer.reason)}</p>")
    for r in answer.routes:
        head = "".join(f'<th scope="col">{c}</th>' for c in COLUMNS)
        body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in _cells(r))
        parts.append(
            f"<p><strong>{escape(headline(r))}</strong></p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )
    parts += [f"<p><small>{escape(x)}</small></p>" for x in answer.limits]
    return "".join(parts) + "</section>"


def page(answer: RouteAnswer) -> str:
    """`html` as a page of its own; nothing in it loads or runs anything."""
    title = f"{escape(answer.start)} to {escape(answer.end)}"
    style = (
        "body{background:#fff;color:#111;font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse}"
        "td,th{padding:.2rem .6rem;text-align:left;border-bottom:1px solid #ccc}"
        "svg{max-width:100%;height:auto}"
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head>'
        f"<body><main>{html(answer)}</main></body></html>\n"
    )
