"""What lies under a map: a frame round some points, and the land, coasts and borders in it.

In: points as (longitude, latitude); out: a `Frame` that puts them on the picture, and polygons and
lines cut to the frame, so that a drawing needs no clip path and holds no point outside itself.
Equirectangular, true to scale at the middle latitude. Natural Earth 1:50m, simplified. Cutting:
Sutherland and Hodgman (1974) for areas, Liang and Barsky (1984) for lines.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

Point = tuple[float, float]
STEP, SMALLEST = 1.5, 2.0  # units of the picture: between points of a line, of an island drawn
LONGEST_DEGREES = 6.0  # of a straight stretch; longer ones are bent to the great circle


class Frame:
    """Longitude and latitude to picture points, for a box around the route."""

    def __init__(self, points: list[Point], width: int) -> None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        pad_x, pad_y = max((max(xs) - min(xs)) * 0.12, 2.5), max((max(ys) - min(ys)) * 0.16, 2.0)
        self.west, self.east = min(xs) - pad_x, max(xs) + pad_x
        self.south, self.north = max(min(ys) - pad_y, -85), min(max(ys) + pad_y, 85)
        self.squeeze = max(math.cos(math.radians((self.south + self.north) / 2)), 0.25)
        wanted = (self.east - self.west) * self.squeeze * 0.42
        grow = (wanted - (self.north - self.south)) / 2
        if grow > 0:
            self.south, self.north = max(self.south - grow, -85), min(self.north + grow, 85)
        too_tall = (self.north - self.south) / 0.75 / self.squeeze - (self.east - self.west)
        if too_tall > 0:
            self.west, self.east = self.west - too_tall / 2, self.east + too_tall / 2
        self.width = width
        self.scale = width / ((self.east - self.west) * self.squeeze)
        self.height = round((self.north - self.south) * self.scale)

    def at(self, lon: float, lat: float) -> Point:
        """Where a point lies on the picture, from the upper left corner."""
        x = (lon - self.west) * self.squeeze * self.scale
        return round(x, 1), round((self.north - lat) * self.scale, 1)

    def sees(self, points: list[Point]) -> bool:
        """Whether the box round the points meets the frame."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return max(xs) > self.west and min(xs) < self.east and max(ys) > self.south and min(ys) < self.north


def unwrap(points: list[Point], near: float | None = None) -> list[Point]:
    """Longitudes made continuous, starting within 180 degrees of `near`."""
    out: list[Point] = []
    last = near
    for lon, lat in points:
        x = lon if last is None else lon + 360 * round((last - lon) / 360)
        out.append((x, lat))
        last = x
    return out


def bend(points: list[Point], longest_degrees: float = LONGEST_DEGREES) -> list[Point]:
    """Long stretches filled with points of the great circle, so they are drawn as ships sail them."""
    out = points[:1]
    for (x1, y1), (x2, y2) in pairwise(points):
        a, b = _xyz(x1, y1), _xyz(x2, y2)
        angle = math.acos(max(-1.0, min(1.0, sum(p * q for p, q in zip(a, b, strict=True)))))
        steps = int(math.degrees(angle) / longest_degrees)
        for k in range(1, steps if math.sin(angle) > 1e-6 else 0):
            f, g = math.sin((1 - k / steps) * angle), math.sin(k / steps * angle)
            x, y, z = ((f * p + g * q) / math.sin(angle) for p, q in zip(a, b, strict=True))
            out.append((math.degrees(math.atan2(y, x)), math.degrees(math.asin(max(-1.0, min(1.0, z))))))
        out.append((x2, y2))
    return unwrap(out, points[0][0]) if points else out


def _xyz(lon: float, lat: float) -> tuple[float, float, float]:
    p, q = math.radians(lat), math.radians(lon)
    return math.cos(p) * math.cos(q), math.cos(p) * math.sin(q), math.sin(p)


@dataclass(frozen=True)
class Ground:
    """Rings of land and lines of borders, cut to a frame, in degrees."""

    land: tuple[list[Point], ...]
    borders: tuple[list[Point], ...]


@cache
def _outline() -> tuple[tuple[list[Point], ...], tuple[list[Point], ...]]:
    """Rings of land and lines of borders, longitudes continuous."""
    path = files("detente.transport").joinpath("data", "map", "outline.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    arcs = [list(zip(a[::2], a[1::2], strict=True)) for a in data["arcs"]]
    rings = ([p for i in ring for p in (arcs[i] if i >= 0 else arcs[~i][::-1])] for ring in data["land"])
    return tuple(unwrap(r) for r in rings), tuple(unwrap(arcs[i]) for i in data["border"])


def ground(frame: Frame) -> Ground:
    """Land and borders in the frame; what is smaller than two units of the picture is left out."""
    rings, lines = _outline()
    land, borders = [], []
    for points in rings:
        if _size(points) * frame.scale >= SMALLEST:
            for turn in _turns(frame, points):
                area = _thin(frame, _cut_area(frame, [(x + turn, y) for x, y in points]))
                land += [area] if len(area) > 2 else []
    for points in lines:
        for turn in _turns(frame, points):
            borders += [_thin(frame, p) for p in _cut_line(frame, [(x + turn, y) for x, y in points])]
    return Ground(tuple(land), tuple(borders))


def _size(points: list[Point]) -> float:
    """The longer side of the box round the points, degrees."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _turns(frame: Frame, points: list[Point]) -> list[int]:
    """Whole turns of the globe after which the points meet the frame."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    if max(ys) <= frame.south or min(ys) >= frame.north:
        return []
    return [t for t in range(-720, 721, 360) if max(xs) + t > frame.west and min(xs) + t < frame.east]


def _thin(frame: Frame, points: list[Point]) -> list[Point]:
    """Without points nearer on the picture to the last one kept than a step; the ends stay."""
    least = STEP / frame.scale
    out = points[:1]
    for x, y in points[1:-1]:
        if abs(x - out[-1][0]) * frame.squeeze + abs(y - out[-1][1]) >= least:
            out.append((x, y))
    return out + points[-1:] if len(points) > 1 else out


def _cut_area(frame: Frame, ring: list[Point]) -> list[Point]:
    for axis, edge, sign in (
        (0, frame.west, 1),
        (0, frame.east, -1),
        (1, frame.south, 1),
        (1, frame.north, -1),
    ):
        out: list[Point] = []
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
            here, there = sign * (a[axis] - edge) >= 0, sign * (b[axis] - edge) >= 0
            if here:
                out.append(a)
            if here != there:
                t = (edge - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
        ring = out
        if not ring:
            break
    return ring


def _cut_line(frame: Frame, points: list[Point]) -> list[list[Point]]:
    """The pieces of a line inside the frame."""
    pieces: list[list[Point]] = []
    for a, b in pairwise(points):
        part = _cut_stretch(frame, a, b)
        if part is None:
            continue
        if pieces and pieces[-1][-1] == part[0]:
            pieces[-1].append(part[1])
        else:
            pieces.append(list(part))
    return pieces


def _cut_stretch(frame: Frame, a: Point, b: Point) -> tuple[Point, Point] | None:
    dx, dy = b[0] - a[0], b[1] - a[1]
    start, end = 0.0, 1.0
    for p, q in (
        (-dx, a[0] - frame.west), (dx, frame.east - a[0]), (-dy, a[1] - frame.south), (dy, frame.north - a[1]),
    ):  # fmt: skip
        if p == 0:
            if q < 0:
                return None
        elif p < 0:
            start = max(start, q / p)
        else:
            end = min(end, q / p)
    if start > end:
        return None
    first = a if start == 0 else (a[0] + start * dx, a[1] + start * dy)
    last = b if end == 1 else (a[0] + end * dx, a[1] + end * dy)
    return first, last
