"""How wide chart text is and where it may be broken, without a font at hand.

In: text. Out: widths in user units at the 12 units all charts use, and lines. The advances are those of DejaVu
Sans and its bold, the widest of the common sans-serifs, so that what fits by them fits everywhere.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from detente.report.text import visible

SIZE = 12  # of chart text, in user units
# Hundredths of the size: plain, bold, letters.
_ADVANCES = (
    (28, 34, "'ijl"), (32, 38, " ,."), (29, 37, "IJ"), (34, 40, "/:;\\|·"), (36, 44, "-f"),
    (40, 48, "()[]t!"), (42, 49, "r"), (50, 60, "_`*\"–‘’“”sz?c"), (56, 65, "LFk"), (60, 68, "vxyPTY"),
    (62, 70, "aoeES"), (64, 73, "bdghnpqu$0123456789{}"), (69, 78, "KAVBRXZ"), (73, 82, "CU"),
    (79, 86, "HNDGOQ&"), (84, 93, "w#+<=>^~−×"), (87, 100, "M"), (97, 104, "m%"), (100, 110, "W@…"),
)  # fmt: skip
_PLAIN = {letter: plain / 100 for plain, _, letters in _ADVANCES for letter in letters}
_BOLD = {letter: bold / 100 for _, bold, letters in _ADVANCES for letter in letters}
_LATIN, _OTHER, _FULL = 0.72, 0.95, 1.05  # accented Latin; other alphabets; Chinese, Japanese and Korean


@lru_cache(8192)
def wide_of(text: str, bold: bool = False) -> float:
    """Width of `text` on one line."""
    known = _BOLD if bold else _PLAIN
    return SIZE * sum(known.get(letter) or _other(letter) * (1.1 if bold else 1) for letter in text)


def _other(letter: str) -> float:
    if letter < "\u0250":
        return _LATIN
    return _FULL if unicodedata.east_asian_width(letter) in "WF" else _OTHER


@lru_cache(4096)
def wrap(text: str, width: float, most: int = 2, bold: bool = False) -> tuple[str, ...]:
    """`text` in at most `most` lines of `width`, broken at blanks where it can be; the last is cut with an ellipsis."""
    lines, line = [], ""
    for word in visible(text).split():
        if line and wide_of(f"{line} {word}", bold) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while wide_of(line, bold) > width and len(line) > 1:
            cut = _fitting(line, width, bold)
            lines.append(line[:cut])
            line = line[cut:]
    lines.append(line)
    if len(lines) > most:
        last = lines[most - 1]
        while last and wide_of(f"{last}…", bold) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip(' ,;:')}…"]
    return tuple(lines)


def _fitting(word: str, width: float, bold: bool) -> int:
    """How many letters of a word that is too long fit, at a hyphen or bracket if one stands in reach."""
    fits = max((i for i in range(1, len(word)) if wide_of(word[:i], bold) <= width), default=1)
    soft = max(word.rfind(mark, 0, fits) for mark in "-–/") + 1
    return soft if soft > fits / 2 else fits
