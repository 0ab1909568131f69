"""Reader comments in plain text: lines from the heading of the comments on in, one `Piece` a comment out."""

from __future__ import annotations

import re

from detente.reading.dates import DATE, TIME, iso_date
from detente.reading.furniture import (
    COMMENTS_END,
    COMMENTS_START,
    LINE_LIMIT,
    Piece,
    is_furniture,
    is_related,
    paragraphs,
)

_SAYS = re.compile(
    r"^\W*(?P<name>[^\n:,.!?]{1,60}?) (?:says|said|wrote|writes|commented|replied|replies)\s{0,9}(?:on "
    r"(?P<when>[^:\n]{4,40}))?:?\s{0,9}$"
)
_INLINE = re.compile(
    r"^\W{0,20}(?:\*\*)?(?P<name>[^\n:(,–—]{1,60}?)(?:\*\*)?\s{0,9}[,(|•·–—-]{1,9}\s{0,9}(?:on |posted |at )?"
    + f"(?P<when>{DATE.pattern.replace('?P<', '?P<x')}{TIME})"
    + r"\)?\s{0,9}(?:[:–—-]\s{0,9}(?P<rest>.*))?$",
    re.I | re.S,
)
_DATED = re.compile(
    rf"\W{{0,20}}(?:on |posted (?:on )?|at |\w{{1,9}}day,? )?{re.sub(r'[?]P<[a-z0-9]+>', '?:', DATE.pattern)}{TIME}"
    r"(?: permalink| reply)?\W{0,20}",
    re.I,
)
_AGO = re.compile(
    r"^\W*(?:an?|\d+)\s*(?:min(?:ute)?|hour|hr|day|week|month|year|[hdwmy])s? ago(?: edited)?\W*$", re.I
)


def comments(lines: list[str]) -> list[Piece]:
    """Comments among the lines from the heading of the comments on."""
    pieces: list[Piece] = []
    author = date = None
    body: list[str] = []

    def close() -> None:
        text = paragraphs(body).strip()
        if text:
            pieces.append(Piece("comment", text, author, date))
        body.clear()

    ended = False
    for raw in lines:
        line = raw.strip("•*·-–— \t") if raw[:1] in "•*·-–—" else raw
        if len(line) <= 200 and (COMMENTS_END.match(line) or is_related(line)):
            ended = True
        if len(line) <= 200 and COMMENTS_START.match(line):
            ended = False
            continue
        if ended:
            continue
        if not line:
            body.append("")
            continue
        says = _SAYS.match(line) if len(line) <= 120 else None
        if says:
            close()
            author, date = says["name"].strip(), iso_date(line)
            continue
        inline = _INLINE.match(line) if len(line) <= LINE_LIMIT and DATE.search(line[:140]) else None
        if inline:
            close()
            author, date = inline["name"].strip(" *_"), iso_date(line[:200])
            if inline["rest"]:
                body.append(inline["rest"].strip())
            continue
        if (len(line) <= 80 and DATE.search(line) and _DATED.fullmatch(line)) or _AGO.match(line[:80]):
            if not any(body) and author and date is None:  # the line after "Ann says:"
                date = iso_date(line)
                continue
            name = _name_above(body)
            close()
            author, date = name, iso_date(line)
            continue
        if is_furniture(line):
            if re.match(r"^\W*reply\W*$", line, re.I):
                close()
                author = date = None
            continue
        body.append(line)
    close()
    return pieces


def _name_above(body: list[str]) -> str | None:
    """Take the last line off the body so far if it looks like the name of the next comment's author."""
    k = len(body) - 1
    while k >= 0 and not body[k]:
        k -= 1
    if k < 0:
        return None
    line = body[k]
    alone = k == 0 or not body[k - 1]
    if alone and len(line) <= 50 and len(line.split()) <= 5 and line[-1] not in ".!?:;,":
        del body[k:]
        return line.strip("* _") or None
    return None
