"""Letters that no font at hand can set: told apart before a document is typeset, so that none comes out as a box.

In: text and a way to ask whether letters can be set. Out: the text with such runs named instead ("[Chinese, 12
letters]"), and for each script the font that would set it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from detente.english import listed

# Latin, Greek, Cyrillic and common signs are in the fonts that come with Typst.
_ODD_ONE = "[^\\s\u0000-\u052f\u1e00-\u24ff\u2500-\u27bf\ufb00-\ufb06\ufffd]"
_ODD = re.compile(f"{_ODD_ONE}+(?: {_ODD_ONE}+)*")
_EAST = ("Chinese or Japanese", "Noto Sans CJK")
_NAMES = {  # first word of a letter's Unicode name: the script as a reader calls it, and a free font for it
    **dict.fromkeys(
        ("CJK", "KANGXI", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH", "HIRAGANA", "KATAKANA"), _EAST
    ),
    "HANGUL": ("Korean", "Noto Sans CJK"),
}
_SIGNS = ("other", "Noto Sans Symbols 2")


def script(letter: str) -> tuple[str, str]:
    """The script of a letter and the name of a free font that has it; ("other", ...) for signs."""
    first = unicodedata.name(letter, "").partition(" ")[0]
    if first in _NAMES:
        return _NAMES[first]
    if not unicodedata.category(letter).startswith(("L", "M")) or not first:
        return _SIGNS
    return first.capitalize(), f"Noto Sans {first.capitalize()}"


def missing(texts: Iterable[str], can_set: Callable[[str], bool]) -> dict[str, str]:
    """Script to font, of all scripts in `texts` that hold a letter which cannot be set; `can_set` takes letters."""
    found: dict[tuple[str, str], set[str]] = {}
    for text in texts:
        for run in _ODD.findall(text):
            for letter in run.replace(" ", ""):
                found.setdefault(script(letter), set()).add(letter)
    return dict(sorted(one for one, letters in found.items() if not can_set("".join(sorted(letters)))))


def named(text: str, scripts: Iterable[str]) -> str:
    """`text` with each run of letters of these scripts replaced by the script's name and how many they are."""
    lacking = set(scripts)

    def said(hit: re.Match[str]) -> str:
        runs: list[tuple[str, str]] = []  # signs and blanks go with the letters before them
        for letter in hit[0]:
            own = script(letter)[0] if letter != " " else runs[-1][0]
            if runs and own in (runs[-1][0], _SIGNS[0]):
                runs[-1] = (runs[-1][0], runs[-1][1] + letter)
            else:
                runs.append((own, letter))
        return "".join(_bracketed(own, run) if own in lacking else run for own, run in runs)

    return _ODD.sub(said, text) if lacking else text


def _bracketed(own: str, run: str) -> str:
    count, after = len(run.replace(" ", "")), " " if run.endswith(" ") else ""
    return f"[{own}, {count} letter{'' if count == 1 else 's'}]{after}"


def note(scripts: dict[str, str]) -> str:
    """One sentence on what could not be set and what would help."""
    fonts = sorted(set(scripts.values()))
    return (
        f"This machine has no font for {listed(scripts)} letters; they are named in brackets instead. "
        f"The HTML and Word reports hold them, and so will this one with {', '.join(fonts)} installed."
    )
