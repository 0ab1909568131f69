"""Citations of the sources behind findings: BibTeX as the catalogue holds it, and CSL-JSON.

In: `Report.sources`, dicts of the atlas catalogue with `citation_key` and `bibtex`. The CSL-JSON
items are read from the BibTeX entries (brace or quote delimited fields, as the catalogue writes).
"""

from __future__ import annotations

import re
import unicodedata
from copy import deepcopy
from functools import lru_cache
from itertools import accumulate
from typing import Any

from detente.model import Report
from detente.report.text import visible

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "inproceedings": "paper-conference",
    "phdthesis": "thesis",
    "techreport": "report",
    "dataset": "dataset",
    "data": "dataset",
    "misc": "dataset",
    "online": "webpage",
}
_FIELDS = {
    "title": "title",
    "journal": "container-title",
    "booktitle": "container-title",
    "publisher": "publisher",
    "institution": "publisher",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "version": "version",
    "edition": "edition",
    "doi": "DOI",
    "url": "URL",
    "note": "note",
}


def cited_keys(report: Report) -> tuple[str, ...]:
    """Every BibTeX key a finding cites, each once, sorted."""
    return tuple(sorted({key for checked in report.checked for key in checked.finding.citations}))


def bibtex(report: Report, keys: tuple[str, ...] | None = None) -> str:
    """Entries of the sources cited (or of `keys`), sorted by key, each once."""
    return "\n\n".join(entry.strip() for _, entry in _entries(report, keys)) + "\n"


def csl_items(report: Report, keys: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    """The same citations as CSL-JSON items, sorted by key."""
    return [deepcopy(_csl(key, entry)) for key, entry in _entries(report, keys)]


def _entries(report: Report, keys: tuple[str, ...] | None) -> list[tuple[str, str]]:
    wanted = set(cited_keys(report) if keys is None else keys)
    found: dict[str, str] = {}
    for source in report.sources:
        key, entry = source.get("citation_key"), source.get("bibtex")
        if key in wanted and isinstance(entry, str) and entry.strip():
            found.setdefault(str(key), visible(entry))
    return sorted(found.items())


@lru_cache(maxsize=256)
def _csl(key: str, entry: str) -> dict[str, Any]:
    kind = re.match(r"\s*@\s*(\w+)", entry)
    fields = _fields(entry)
    item: dict[str, Any] = {
        "id": key,
        "type": _TYPES.get(kind[1].lower() if kind else "", "document"),
    }
    for bib, csl in _FIELDS.items():
        if fields.get(bib):
            item.setdefault(_number_of(item["type"]) if csl == "issue" else csl, fields[bib])
    if fields.get("author"):
        names = re.split(r"\sand\s", fields["author"])
        item["author"] = [_name(name) for name in names if name.strip() not in {"", "others"}]
    year = re.search(r"\d{4}", fields.get("year", fields.get("date", "")))
    if year:
        item["issued"] = {"date-parts": [[int(year[0])]]}
    return item


def _name(name: str) -> dict[str, str]:
    """One BibTeX author; a braced name is an institution."""
    bare = _bare(name)
    if _braced(name.strip()):
        return {"literal": bare}
    if "," in bare:
        family, given = bare.split(",", 1)
        return {"family": family.strip(), "given": given.strip()}
    given, _, family = bare.rpartition(" ")
    return {"family": family, "given": given} if given else {"literal": family}


def _fields(entry: str) -> dict[str, str]:
    """Field name to value; the author keeps its inner braces, which mark institutions."""
    fields: dict[str, str] = {}
    for hit in re.finditer(r"[,\s]([A-Za-z]+)\s*=\s*", entry):
        name, value = hit[1].lower(), _value(entry, hit.end())
        if value is not None and name not in fields:
            fields[name] = value if name == "author" else _bare(value)
    return fields


def _value(entry: str, start: int) -> str | None:
    """The field value that begins at `start`: braced (nesting kept), quoted or a bare number."""
    if start >= len(entry):
        return None
    if entry[start] == "{":
        depth = 0
        for i in range(start, len(entry)):
            depth += {"{": 1, "}": -1}.get(entry[i], 0)
            if depth == 0:
                return entry[start + 1 : i].strip()
        return None
    if entry[start] == '"':
        end = entry.find('"', start + 1)
        return entry[start + 1 : end].strip() if end > 0 else None
    bare = re.match(r"\w+", entry[start:])
    return bare[0] if bare else None


def _number_of(kind: str) -> str:
    """A report's number is not an issue."""
    return "issue" if kind.startswith("article") else "number"


def _braced(name: str) -> bool:
    """Whether one pair of braces holds all of it, as in `{World Bank}`, not `{\\"O}berg, Magnus`."""
    depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in name))
    return name.startswith("{") and depths.index(0) == len(name) - 1 if 0 in depths else False


_ACCENTS = dict(zip("`'^\"~=.uvHcrk", "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u030a\u0328",
                    strict=True))  # fmt: skip
_SIGNS = {
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "aa": "å",
    "AA": "Å",
    "i": "i",
}
_ACCENT = re.compile(
    r"""\\(?:([`'^"~=.])\s{0,4}|([uvHcrk])(?:\s{1,4}|(?=\{)))\{?\s{0,4}(\\?[A-Za-z])\s{0,4}\}?"""
)


def _bare(value: str) -> str:
    """A field without TeX: letters for accents and commands, no braces."""
    value = _ACCENT.sub(lambda hit: hit[3].lstrip("\\") + _ACCENTS[hit[1] or hit[2]], value)
    value = re.sub(r"\\(ss|ae|AE|aa|AA|o|O|l|L|i)(?![A-Za-z])\s*", lambda hit: _SIGNS[hit[1]], value)
    value = re.sub(r"\\([&%$#_])", r"\1", value).replace("~", " ").replace("--", "–")
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", re.sub(r"[{}]", "", value)).strip())
