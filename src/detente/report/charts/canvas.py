"""What every chart form shares: fields, scales, ticks, text, legends and the SVG shell.

Lengths are user units of the viewBox. Every string goes through `escape`; every number through
`finite`, so that a NaN or a huge value leaves a gap instead of a broken drawing.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from detente.model import Chart
from detente.report.charts.letters import wide_of, wrap
from detente.report.text import LARGE, number, phrase, visible

LINE = 15  # line height of text
EDGE = 14  # room every form leaves at the right of its x axis
COLOURS = 7  # classes c0 ... c6; further series repeat with another dash
LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide the drawing may be."""

    width: int

    @property
    def wide(self) -> bool:
        """Whether row labels have room beside the marks."""
        return self.width >= 500


@dataclass(frozen=True, slots=True)
class Drawing:
    """SVG elements and the height they need."""

    body: str
    height: float


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of a chart's encoding: a column (or a constant), its title and unit."""

    column: str | None
    constant: float | None = None
    title: str = ""
    unit: str = ""

    def of(self, row: Mapping[str, Any]) -> Any:
        """The value in `row`, or the constant."""
        return row.get(self.column) if self.column is not None else self.constant

    @property
    def heading(self) -> str:
        """Title with its unit."""
        title = self.title or phrase(self.column or "").capitalize()
        said = not self.unit or title.endswith((self.unit, f"({self.unit})"))
        return title if said else f"{title} ({self.unit})"


def field(chart: Chart, *names: str) -> Field | None:
    """The first of `names` that the encoding holds, as a `Field`; None where there is none."""
    for name in names:
        entry = chart.encoding.get(name)
        if isinstance(entry, str):
            return Field(entry)
        if isinstance(entry, int | float) and not isinstance(entry, bool):
            return Field(None, finite(entry))
        if isinstance(entry, Mapping) and isinstance(entry.get("field"), str):
            return Field(entry["field"], None, str(entry.get("title") or ""), str(entry.get("unit") or ""))
    return None


def lines_given(chart: Chart, name: str, axis: str) -> list[tuple[float, str]]:
    """`marks` or `reference` of the encoding as (position, label), at most six."""
    found = []
    entries = chart.encoding.get(name)
    for entry in entries if isinstance(entries, list | tuple) else ():
        if isinstance(entry, Mapping) and (at := finite(entry.get(axis))) is not None:
            found.append((at, str(entry.get("label") or "")))
    return found[:6]


def finite(value: Any) -> float | None:
    """`value` as a float that can be drawn, else None."""
    if value is None or isinstance(value, bool | str):
        return None
    try:
        result = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return result if math.isfinite(result) and abs(result) < LARGEST else None


def known(one: Field, row: Mapping[str, Any]) -> float:
    """The number in a row that has been found drawable."""
    return finite(one.of(row)) or 0.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from data values to user units, with its ticks."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    step: float

    def __call__(self, value: float) -> float:
        """Where `value` lies, in user units."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def label(self, tick: float, *, year: bool = False) -> str:
        """A tick's text, with the decimals its step needs."""
        if year:
            return str(round(tick))
        size, name = next(((s, n) for s, n in LARGE if self.step * len(self.ticks) > s), (1.0, ""))
        decimals = len(f"{self.step / size:.12f}".rstrip("0").partition(".")[2])
        text = f"{tick / size:,.{decimals}f}"
        return f"{text.replace('-', '−')}{name}" if float(text.replace(",", "")) else "0"


def scale(values: Iterable[float], start: float, end: float, count: int = 5, *, tight: bool = False) -> Scale:
    """A scale over `values` that ends on round ticks (or on the data itself when `tight`)."""
    values = list(values) or [0.0, 1.0]
    low, high = min(values), max(values)
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-9):
        pad = abs(low) * 0.1
        low, high = (low - pad, high + pad) if pad else (0.0, 1.0)
    step = _step((high - low) / max(count, 1))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(i * step for i in range(first, last + 1))
    if tight:
        inside = tuple(tick for tick in ticks if low - 1e-9 * step <= tick <= high + 1e-9 * step)
        return Scale(low, high, start, end, inside, step)
    return Scale(ticks[0], ticks[-1], start, end, ticks, step)


def year_scale(values: Sequence[float], start: float, end: float, count: int) -> tuple[Scale, bool]:
    """A tight scale and whether its values are calendar years (whole, 1000 to 2200).

    Two or three values are their own ticks: a slope from 1990 to 2020 has no 2005.
    """
    years = bool(values) and all(value == int(value) and 1000 <= value <= 2200 for value in values)
    made = scale(values, start, end, count, tight=True)
    if 2 <= len(few := sorted(set(values))) <= 3:
        step = min(b - a for a, b in pairwise(few))
        return Scale(made.low, made.high, start, end, tuple(few), min(step, 1.0) if years else step), years
    if years and made.step != int(made.step):  # half years are no ticks: every year, or every fifth
        step = 1 if made.step < 1 else 5
        first = -(-math.ceil(made.low) // step) * step
        whole = tuple(float(y) for y in range(first, math.floor(made.high) + 1, step))
        made = Scale(made.low, made.high, start, end, whole, float(step))
    return made, years


def _step(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= raw * (1 - 1e-9))


def escape(value: object) -> str:
    """Text or attribute value that cannot leave its place."""
    return html.escape(visible(value), quote=True)


def tag(name: str, *children: str, **attributes: object) -> str:
    """An SVG element; `class_` is class, underscores are hyphens, None is left out."""
    text = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{text}>{''.join(children)}</{name}>" if children else f"<{name}{text}/>"


def _attribute(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".")
    return escape(value)


def words(x: float, y: float, text: object, class_: str = "t", anchor: str | None = None) -> str:
    """A line of text with its baseline at `y`."""
    return tag("text", escape(text), x=float(x), y=float(y), class_=class_, text_anchor=anchor)


def paragraph(
    x: float,
    y: float,
    text: str,
    width: float,
    class_: str = "t",
    most: int = 4,
    anchor: str | None = None,
) -> tuple[str, float]:
    """Wrapped text from baseline `y` on; returns it and the height it took."""
    return lines_of(x, y, rows := wrap(text, width, most, " h" in class_), class_, anchor), len(rows) * LINE


def lines_of(x: float, y: float, rows: Sequence[str], class_: str = "t", anchor: str | None = None) -> str:
    """Lines of text beneath one another, the first with its baseline at `y`."""
    return "".join(words(x, y + i * LINE, row, class_, anchor) for i, row in enumerate(rows))


def path(points: Sequence[tuple[float, float]], class_: str, *, closed: bool = False) -> str:
    """A polyline or, closed, an area."""
    steps = " ".join(f"{_attribute(float(x))},{_attribute(float(y))}" for x, y in points)
    return tag("path", d=f"M{steps}{'Z' if closed else ''}", class_=class_)


def band(points: Sequence[tuple[float, float, float]], class_: str) -> str:
    """An area between two edges, given as (x, low, high) in user units."""
    if len(points) == 1:
        x, low, high = points[0]
        points = [(x - 2, low, high), (x + 2, low, high)]
    upper = [(x, high) for x, _, high in points]
    return path(upper + [(x, low) for x, low, _ in reversed(points)], class_, closed=True)


def diamond(x: float, y: float, class_: str, size: float = 6) -> str:
    """The mark of the case asked about."""
    return path([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], class_, closed=True)


def legend(items: Sequence[tuple[str, str]], x: float, y: float, width: float) -> tuple[str, float]:
    """Swatches (class, text) flowing from left to right; returns them and the height they took."""
    out, left, top, tall = [], x, y, 0.0
    for class_, text in items:
        label = wrap(text, width - 20, 3)
        need = 20 + max(map(wide_of, label)) + 12
        if left > x and left + need - 12 > x + width:
            left, top, tall = x, top + tall, 0.0
        if class_ in ("whisker", "key-line"):
            out.append(tag("line", x1=left, x2=left + 13, y1=top + 7, y2=top + 7, class_=class_))
        else:
            out.append(tag("rect", x=left, y=top + 2, width=13.0, height=10.0, class_=class_))
        out.append(lines_of(left + 18, top + 11, label))
        left, tall = left + need, max(tall, LINE * len(label) + 2.0)
    return "".join(out), (top - y + tall + 2 if items else 0.0)


def x_axis(on: Scale, y: float, title: str, years: bool, top: float) -> tuple[str, float]:
    """Ticks, faint upright lines up to `top`, and the title; returns them and their height."""
    out = [tag("line", x1=on.start, x2=on.end, y1=y, y2=y, class_="axis")]
    last = -math.inf
    for tick in on.ticks:
        at, label = on(tick), on.label(tick, year=years)
        half = wide_of(label) / 2
        middle = min(max(at, half), on.end + EDGE - half)
        if middle - half < last + 6:
            continue
        last = middle + half
        out.append(tag("line", x1=at, x2=at, y1=top, y2=y, class_="grid"))
        out.append(words(middle, y + 16, label, "t n", "middle"))
    if title:
        shown, took = paragraph(on.end, y + 34, title, on.end, "t", 4, "end")
        return "".join([*out, shown]), 27.0 + took
    return "".join(out), 24.0


def y_axis(on: Scale, left: float, right: float) -> str:
    """Tick labels and faint level lines."""
    out = []
    for tick in on.ticks:
        at = on(tick)
        zero = abs(tick) < 1e-9 * on.step
        out.append(tag("line", x1=left, x2=right, y1=at, y2=at, class_="zero" if zero else "grid"))
        out.append(words(left - 6, at + 4, on.label(tick), "t n", "end"))
    return "".join(out)


def tick_room(on: Scale) -> float:
    """Room that a y axis needs for its labels."""
    return max((wide_of(on.label(tick)) for tick in on.ticks), default=0.0) + 10


def spread(positions: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Middles moved as little as a simple sweep can so that things of these sizes lie clear of one another."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed = [0.0] * len(positions)
    at = low
    for i in order:
        placed[i] = max(positions[i], at + sizes[i] / 2)
        at = placed[i] + sizes[i] / 2
    limit = high
    for i in reversed(order):
        placed[i] = min(placed[i], limit - sizes[i] / 2)
        limit = placed[i] - sizes[i] / 2
    return placed


def end_labels(ends: Sequence[tuple[str, float, str]], x: float, room: float, low: float, high: float) -> str:
    """Names (text, height of the end they name, class) at the right of a drawing, none over another."""
    rows = [wrap(name, room, 3) for name, *_ in ends]
    placed = spread([y for _, y, _ in ends], [LINE * len(row) - 1.0 for row in rows], low, high)
    return "".join(
        lines_of(x, y + 4 - LINE * (len(row) - 1) / 2, row, f"t e {colour}")
        for row, y, (_, _, colour) in zip(rows, placed, ends, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """An upright line at `x` and its label: lines from `top` on, at the left of the line where `anchor` is "end"."""

    x: float
    top: float
    rows: tuple[str, ...]
    anchor: str | None


def mark_labels(marks: Sequence[tuple[float, str]], on: Scale) -> tuple[list[Mark], float]:
    """Where the labels of upright lines go in a band of their own above the drawing, and its height."""
    placed: list[Mark] = []
    taken: list[tuple[float, float, float, float]] = []
    for at, label in sorted(marks):
        if not on.low <= at <= on.high:
            continue
        x = on(at)
        right, left = on.end + EDGE - x - 5, x - 5
        beside = right >= min(wide_of(label), 150) or right >= left
        rows = wrap(label, max(min(right if beside else left, 190), 40), 4) if label else ()
        wide = max(map(wide_of, rows), default=0.0)
        start = x + 5 if beside else x - 5 - wide
        top = 0.0
        for a, b, _, under in sorted(taken, key=lambda box: box[3]):
            if a < start + wide + 6 and start < b + 6 and under > top:
                top = under
        taken.append((start, start + wide, top, top + LINE * len(rows)))
        placed.append(Mark(x, top, rows, None if beside else "end"))
    return placed, max((under for *_, under in taken), default=0.0)


def upright_marks(placed: Sequence[Mark], top: float, bottom: float) -> str:
    """Dashed upright lines from their labels, in the band that begins at `top`, down to `bottom`."""
    out = []
    for one in placed:
        out.append(tag("line", x1=one.x, x2=one.x, y1=top + one.top, y2=bottom, class_="mark"))
        side = 5 if one.anchor is None else -5
        out.append(lines_of(one.x + side, top + one.top + 11, one.rows, "t m", one.anchor))
    return "".join(out)


def level_marks(marks: Sequence[tuple[float, str]], on: Scale, left: float, right: float) -> str:
    """Dashed level lines with their labels at the left, above the line."""
    out = []
    for at, label in marks:
        if min(on.low, on.high) <= at <= max(on.low, on.high):
            y = on(at)
            out.append(tag("line", x1=left, x2=right, y1=y, y2=y, class_="mark"))
            rows = wrap(label, right - left - 8, 2)
            above = y - 4 - LINE * (len(rows) - 1)
            baseline = above if above - 12 > min(on.start, on.end) else y + 13
            out.append(lines_of(left + 4, baseline, rows, "t m"))
    return "".join(out)


def value_text(value: float, low: float | None, high: float | None) -> str:
    """A value with its interval in brackets."""
    if low is None or high is None:
        return number(value)
    return f"{number(value)} ({number(low)} to {number(high)})"


def groups(rows: Iterable[Mapping[str, Any]], by: Field | None) -> dict[str, list[Mapping[str, Any]]]:
    """Rows by the text of a field, in order of first appearance; one group where there is none."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        value = by.of(row) if by else ""
        found.setdefault("" if value is None else str(value), []).append(row)
    return found


def describe(drawing: Drawing, chart: Chart, width: int, prefix: str) -> str:
    """The SVG shell: an image with a name and a description for those who cannot see it."""
    title, text = f"{prefix}-t", f"{prefix}-d"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {math.ceil(drawing.height)}" '
        f'role="img" aria-labelledby="{escape(title)} {escape(text)}">'
        f'<title id="{escape(title)}">{escape(chart.title)}</title>'
        f'<desc id="{escape(text)}">{escape(chart.alt)}</desc>{drawing.body}</svg>'
    )
