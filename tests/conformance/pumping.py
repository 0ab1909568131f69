"""Every pattern of the package, and texts on which it would take more than linear time.

Patterns are those in the globals of all modules, within containers too, and those written where they are used (found in
the syntax tree, f-strings with what can be known put in). A pattern is applied as the package applies it. Texts are made
from the pattern's own parse: a beginning that it accepts up to each of its parts, then a sign of the part, or of
writing at large, many times over, then a sign that ends no pattern.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import detente

SIGNS = (
    " ",
    "\n",
    "\t",
    "-",
    ".",
    "a",
    "A",
    "1",
    ",",
    "a ",
    "A ",
    "a, ",
    "1 ",
    "(",
    "<",
    '"',
    "’",
    "— ",
    "\n\n",
    "*",
    "|",
)
END = "\x00é"  # a sign of no kind and a letter: what ends in one of them fails on the other
FLOOR = 0.001  # seconds at the first size below which no growth is looked for
SIZES = (1_000, 2_000, 4_000, 8_000)
LONGEST = 0.5  # seconds after which a text is not made longer
GROWTH, LEAST = 2.8, 2.2  # of the time at each doubling, over all and at each: 2 is linear, 4 quadratic
METHODS = ("search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split")


@dataclass(frozen=True)
class Applied:
    """A pattern with the place it stands in and how it is applied: from each place of a text, or from its start."""

    where: str
    pattern: re.Pattern[str]
    method: str


def applied() -> list[Applied]:
    """Every pattern of the package once a method."""
    found: dict[tuple[str, int, str], Applied] = {}
    used = _methods()
    for name, module in _modules():
        for label, pattern in _globals(module):
            if isinstance(pattern.pattern, str):
                for method in used.get(label, {"search"}):
                    one = Applied(f"{name}:{label}", pattern, method)
                    found.setdefault((pattern.pattern, pattern.flags, method), one)
        for line, text, flags, method in _written(module):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    pattern = re.compile(text, flags)
            except re.error:
                continue
            found.setdefault((text, pattern.flags, method), Applied(f"{name}:{line}", pattern, method))
    return list(found.values())


def _modules() -> Iterator[tuple[str, Any]]:
    for info in pkgutil.walk_packages(detente.__path__, "detente."):
        if not info.name.endswith("__main__"):
            yield info.name, importlib.import_module(info.name)


def _globals(module: Any) -> Iterator[tuple[str, re.Pattern[str]]]:
    for label, value in vars(module).items():
        if not label.startswith("__"):
            yield from ((label, p) for p in _within(value, 0))


def _within(value: Any, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _within(one, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        for one in (*value.keys(), *value.values()):
            yield from _within(one, depth + 1)


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(Path(detente.__path__[0]).rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def _methods() -> dict[str, set[str]]:
    """How the package applies the pattern of a name; a name passed on in another way is searched for."""
    used: dict[str, set[str]] = {}
    loads: dict[str, int] = {}
    calls: dict[str, int] = {}
    for _, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                loads[node.id] = loads.get(node.id, 0) + 1
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.attr in (*METHODS, "pattern")
            ):
                calls[node.value.id] = calls.get(node.value.id, 0) + 1
                if node.attr != "pattern":
                    used.setdefault(node.value.id, set()).add(_kind(node.attr))
    return {n: m if loads[n] == calls[n] else m | {"search"} for n, m in used.items()}


def _kind(method: str) -> str:
    return method if method in ("match", "fullmatch") else "search"


def _written(module: Any) -> Iterator[tuple[int, str, int, str]]:
    """line, pattern, flags and method of patterns written in calls of `re`."""
    tree = ast.parse(Path(module.__file__ or "").read_text("utf-8"))
    within = {n for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for n in ast.walk(f)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
            continue
        if node.func.attr in METHODS or (node.func.attr == "compile" and node in within):
            text = _text(node.args[0], module)
            flags = next((k.value for k in node.keywords if k.arg == "flags"), None)
            more = (
                [flags]
                if flags is not None
                else node.args[1:]
                if node.func.attr == "compile"
                else node.args[2:]
            )
            if text is not None:
                yield (
                    node.lineno,
                    text,
                    _flags(more),
                    "search" if node.func.attr == "compile" else _kind(node.func.attr),
                )


def _text(node: ast.expr, module: Any) -> str | None:
    """A pattern's text; in an f-string a global is put in, and anything else is one word."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = []
        for value in node.values:
            if isinstance(value, ast.Constant):
                parts.append(str(value.value))
            else:
                name = value.value if isinstance(value, ast.FormattedValue) else None
                known = getattr(module, name.id, None) if isinstance(name, ast.Name) else None
                parts.append(known if isinstance(known, str) else "word")
        return "".join(parts)
    return None


def _flags(nodes: list[ast.expr]) -> int:
    named = [n.attr for node in nodes for n in ast.walk(node) if isinstance(n, ast.Attribute)]
    return sum({int(getattr(re, n)) for n in named if n.isupper()})


def texts(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """(beginning, sign) pairs: what to begin a text with and what to repeat."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    begun: dict[str, None] = {"": None}
    signs: dict[str, None] = dict.fromkeys(SIGNS)
    _walk(tree, "", begun, signs)
    beginnings = list(begun)[:24]
    for beginning in beginnings:
        for sign in list(signs)[:32]:
            yield beginning, sign
    for beginning in beginnings[1:]:
        yield "", beginning
        yield "", f"{beginning} "


def _walk(items: Any, before: str, begun: dict[str, None], signs: dict[str, None]) -> str:
    """Add a beginning before each part and the signs of repeated parts; the beginning after all of them."""
    for op, value in items:
        begun.setdefault(before[-200:])
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, inner = value
            if most == codes.MAXREPEAT or most > 20:
                signs.setdefault(_sample(inner) or "a")
            _walk(inner, before, begun, signs)
            begun.setdefault((before + _sample(inner) * max(least, 1))[-200:])
            before += _sample(inner) * least
        elif op is codes.SUBPATTERN:
            before = _walk(value[3], before, begun, signs)
        elif op is codes.ATOMIC_GROUP:
            before = _walk(value, before, begun, signs)
        elif op is codes.BRANCH:
            for branch in value[1]:
                _walk(branch, before, begun, signs)
            before += _sample(value[1][0])
        elif op not in (codes.ASSERT, codes.ASSERT_NOT):
            before += _sample([(op, value)])
    begun.setdefault(before[-200:])
    return before


def _sample(items: Any) -> str:
    """A short text that parts of a pattern accept."""
    out = ""
    for op, value in items:
        if op is codes.LITERAL:
            out += chr(value)
        elif op in (codes.NOT_LITERAL, codes.ANY):
            out += "a" if value != ord("a") else "b"
        elif op is codes.IN:
            out += _member(value)
        elif op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            out += _sample(value[2]) * min(value[0], 50)
        elif op is codes.SUBPATTERN:
            out += _sample(value[3])
        elif op is codes.ATOMIC_GROUP:
            out += _sample(value)
        elif op is codes.BRANCH:
            out += _sample(value[1][0])
    return out


_CLASSES = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_WORD: " ",
}


def _member(items: Any) -> str:
    """A sign of a set."""
    if items[0][0] is codes.NEGATE:
        pattern = [(codes.IN, items)]
        return next((c for c in "a1 -.\n,A\"'(<" if _accepts(pattern, c)), "é")
    op, value = items[0]
    if op is codes.LITERAL:
        return chr(value)
    if op is codes.RANGE:
        return chr(value[0])
    return _CLASSES.get(value, "a")


def _accepts(items: Any, sign: str) -> bool:
    negated = items[0][1][1:]
    for op, value in negated:
        if op is codes.LITERAL and chr(value) == sign:
            return False
        if op is codes.RANGE and value[0] <= ord(sign) <= value[1]:
            return False
        if op is codes.CATEGORY and _in_class(value, sign):
            return False
    return True


def _in_class(category: Any, sign: str) -> bool:
    return {
        codes.CATEGORY_DIGIT: sign.isdigit(),
        codes.CATEGORY_NOT_DIGIT: not sign.isdigit(),
        codes.CATEGORY_SPACE: sign.isspace(),
        codes.CATEGORY_NOT_SPACE: not sign.isspace(),
        codes.CATEGORY_WORD: sign.isalnum() or sign == "_",
        codes.CATEGORY_NOT_WORD: not (sign.isalnum() or sign == "_"),
    }.get(category, False)


class TooLongError(Exception):
    """A text took longer than any linear pattern does."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooLongError in the block after some seconds; the engine of `re` lets signals through."""

    def ring(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def slow(one: Applied, sizes: tuple[int, ...] = SIZES) -> tuple[str, str, list[float]] | None:
    """A beginning and a sign on which the time grows nearly threefold at each doubling of the text, with the times; or None."""
    for beginning, sign in texts(one.pattern):
        first = _seconds(one, beginning, sign, sizes[0])
        if first < FLOOR:
            continue
        first = min(first, _seconds(one, beginning, sign, sizes[0]))
        times = [first]
        for size in sizes[1:]:
            if times[-1] < FLOOR or times[-1] > LONGEST:
                break
            times.append(min(_seconds(one, beginning, sign, size) for _ in range(2)))
        steps = [b / a for a, b in pairwise(times)]
        if times[-1] > LONGEST and (not steps or steps[-1] > 3):
            return beginning, sign, times
        if len(steps) == len(sizes) - 1 and min(steps) > LEAST and prod(steps) > GROWTH ** len(steps):
            return beginning, sign, times
    return None


def _seconds(one: Applied, beginning: str, sign: str, size: int) -> float:
    """Processor time to look for every hit in a text of about `size` signs; other work on the machine does not count."""
    text = beginning + sign * (size // len(sign)) + END
    start = time.thread_time()
    try:
        with limited(4 * LONGEST):
            if one.method == "search":
                for _ in one.pattern.finditer(text):
                    pass
            else:
                getattr(one.pattern, one.method)(text)
    except TooLongError:
        return float("inf")
    return time.thread_time() - start
