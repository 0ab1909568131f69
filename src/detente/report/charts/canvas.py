"""What every chart form shares: fields, scales, ticks, text, legends and the SVG shell.

Lengths are user units of the viewBox. Every string goes through `escape`; every number through
`finite`, so that a NaN or a huge value leaves a gap instead of a broken drawing.
"""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from detente.model import Chart
from detente.report.text import LARGE, number, phrase, visible

CHARACTER = 7.2  # advance of the widest common sans-serif at 12 units, so that nothing is cut
LINE = 15  # line height of that text
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
        return f"{title} ({self.unit})" if self.unit else title


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


def wide_of(text: object) -> float:
    """Estimated width of chart text."""
    return CHARACTER * len(str(text))


def wrap(text: str, width: float, most: int = 2) -> list[str]:
    """`text` in at most `most` lines of about `width` units; the last is cut with an ellipsis."""
    line = " ".join(visible(text).split())
    letters = max(int(width / CHARACTER), 4)
    return textwrap.wrap(line, letters, max_lines=most, placeholder="…") or [""]


def paragraph(
    x: float, y: float, text: str, width: float, class_: str = "t", most: int = 2
) -> tuple[str, float]:
    """Wrapped text from baseline `y` on; returns it and the height it took."""
    rows = wrap(text, width, most)
    return "".join(words(x, y + i * LINE, row, class_) for i, row in enumerate(rows)), len(rows) * LINE


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
    out, left, top = [], x, y
    for class_, text in items:
        label = wrap(text, width - 20, 1)[0]
        need = 20 + wide_of(label) + 12
        if left > x and left + need > x + width:
            left, top = x, top + LINE + 2
        if class_ in ("whisker", "key-line"):
            out.append(tag("line", x1=left, x2=left + 13, y1=top + 7, y2=top + 7, class_=class_))
        else:
            out.append(tag("rect", x=left, y=top + 2, width=13.0, height=10.0, class_=class_))
        out.append(words(left + 18, top + 11, label))
        left += need
    return "".join(out), (top - y + LINE + 4 if items else 0.0)


def x_axis(on: Scale, y: float, title: str, years: bool, top: float) -> tuple[str, float]:
    """Ticks, faint upright lines up to `top`, and the title; returns them and their height."""
    out = [tag("line", x1=on.start, x2=on.end, y1=y, y2=y, class_="axis")]
    last = -math.inf
    for tick in on.ticks:
        at, label = on(tick), on.label(tick, year=years)
        half = wide_of(label) / 2
        if at - half < last + 6:
            continue
        last = at + half
        out.append(tag("line", x1=at, x2=at, y1=top, y2=y, class_="grid"))
        out.append(words(at, y + 16, label, "t n", "middle"))
    if title:
        lines = wrap(title, on.end - 4, 2)
        out += [words(on.end, y + 34 + LINE * k, line, "t", "end") for k, line in enumerate(lines)]
        return "".join(out), 42.0 + LINE * (len(lines) - 1)
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


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """`positions` moved as little as a simple sweep can so that none are nearer than `gap`."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed = [0.0] * len(positions)
    at = low - gap
    for i in order:
        at = max(positions[i], at + gap)
        placed[i] = at
    limit = high
    for i in reversed(order):
        placed[i] = min(placed[i], limit)
        limit = placed[i] - gap
    return placed


def upright_marks(
    marks: Sequence[tuple[float, str]], on: Scale, top: float, bottom: float, steps: int = 3
) -> str:
    """Dashed upright lines with their labels in `steps` steps so that they do not meet."""
    out = []
    shown = [(at, label) for at, label in marks if on.low <= at <= on.high]
    free = -math.inf
    for i, (at, label) in enumerate(shown):
        x, y = on(at), top + 12 + LINE * (i % steps)
        out.append(tag("line", x1=x, x2=x, y1=top, y2=bottom, class_="mark"))
        left_half = x < (on.start + on.end) / 2
        room = (on.end - x if left_half else x - on.start) - 6
        text = wrap(label, max(room, 30), 1)[0]
        start = x + 5 if left_half else x - 5 - wide_of(text)
        if steps == 1 and start < free:  # one row of labels: one that would meet the last is left out
            continue
        free = start + wide_of(text) + 4
        out.append(words(x + (5 if left_half else -5), y, text, "t m", None if left_half else "end"))
    return "".join(out)


def level_marks(marks: Sequence[tuple[float, str]], on: Scale, left: float, right: float) -> str:
    """Dashed level lines with their labels at the left, above the line."""
    out = []
    for at, label in marks:
        if min(on.low, on.high) <= at <= max(on.low, on.high):
            y = on(at)
            out.append(tag("line", x1=left, x2=right, y1=y, y2=y, class_="mark"))
            baseline = y - 4 if y - 16 > min(on.start, on.end) else y + 13
            out.append(words(left + 4, baseline, wrap(label, right - left - 8, 1)[0], "t m"))
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
