"""Calendar dates as pages print them: text in, ISO 8601 dates out; and which of them is the date of publication.

Of two numbers below 13 parted by slashes it cannot be told which is the month, unless the page's language or the clock
beside them says so: then only the year is given. Dots and hyphens put the day first everywhere.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from detente.model import Origin

Order: TypeAlias = Literal["day", "month", "unsure"]  # what comes first in 05/06/2009


class Published(NamedTuple):
    """A date of publication (YYYY-MM-DD, YYYY-MM or YYYY) and where it stands."""

    date: str
    origin: Origin


_NAMES = "january february march april may june july august september october november december"
MONTHS = {form: k for k, name in enumerate(_NAMES.split(), start=1) for form in (name, name[:3])} | {
    "sept": 9
}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"  # a month's number is its place here
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = re.compile(
    rf"\b(?:(?P<m1>{MONTH}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y1>(?:19|20)\d\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<m2>{MONTH}),?[ -](?P<y2>(?:19|20)\d\d)"
    r"|(?P<y3>(?:19|20)\d\d)[-/](?P<m3>\d\d)[-/](?P<d3>\d\d)"
    r"|(?P<d4>\d{1,2})(?P<s4>[./])(?P<m4>\d{1,2})[./](?P<y4>(?:19|20)\d\d))",
    re.I,
)
TIME = (
    r"(?:,?\s{0,4}(?:at|-|–|,"
    r"|\|)?\s{0,4}\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s{0,4}(?:[ap]\.?m\.?)?(?:\s{0,4}(?:UTC|GMT|EST"
    r"|EDT|PST|CET)\S*)?|T\d\d:\d\d\S*)?"
)
_MONTH_YEAR = re.compile(rf"(?P<m>{MONTH}),? (?P<y>(?:19|20)\d\d)", re.I)
_AMERICAN_CLOCK = re.compile(r"\d ?(?:[ap]\.?m\.?)? ?(?:[ECMP][SD]?T)\b", re.I)
_CHANGED = re.compile(  # what says, before a date, that it is not that of publication
    r"\b(?:updat\w+|modif\w+|revis\w+|edited|amended|corrected|chang(?:e|ed)|access\w*|retriev\w+|archived|"
    r"received|accepted(?: for publication)?|submitted|reviewed|expires?|until|copyright|printed|today(?: is)?|event|deadline)\b",
    re.I,
)
_ISSUED = re.compile(
    r"\b(?:publish\w*|publication|posted|issued|released|first online|created|written)\b", re.I
)
_PLAIN_DATE = re.sub(r"[?]P<[a-z0-9]+>", "?:", DATE.pattern)
_DATELINE = re.compile(
    rf"[A-Z][\w.'’-]{{0,40}}(?:[ ,/]{{1,2}}[A-Z][\w.'’-]{{0,40}}){{0,5}}, ?\(?(?i:{_PLAIN_DATE})\)?"
    r" ?(?:\([A-Z][\w .]{1,30}\) ?)?[—–:-]"
)
_LIMIT = 4000  # characters that are looked through


def iso_date(text: str, order: Order = "unsure") -> str | None:
    """First calendar date in `text` as YYYY-MM-DD, or as YYYY where day and month cannot be told apart."""
    return next((date for found in DATE.finditer(text[:_LIMIT]) if (date := _iso(found, order))), None)


def _iso(found: re.Match[str], order: Order) -> str | None:
    k = next(k for k in "1234" if found[f"y{k}"])
    year, month, day = found[f"y{k}"], found[f"m{k}"], int(found[f"d{k}"])
    number = int(month) if month.isdigit() else month_number(month)
    if k == "4":
        if number > 12 >= day:
            number, day = day, number
        elif found["s4"] == "/" and day <= 12 and day != number:
            if order == "unsure" and not _AMERICAN_CLOCK.search(found.string[found.end() : found.end() + 30]):
                return year
            number, day = (number, day) if order == "day" else (day, number)
    return f"{year}-{number:02d}-{day:02d}" if 1 <= number <= 12 and 1 <= day <= 31 else None


def publication_date(text: str, order: Order = "unsure") -> str | None:
    """Of the dates in a short text the one that it calls that of publication, else the first that is not of a change."""
    text = text[:_LIMIT]
    plain = None
    begin = 0
    for found in DATE.finditer(text):
        before, begin = text[max(begin, found.start() - 40) : found.start()], found.end()
        date = _iso(found, order)
        issued = max((m.start() for m in _ISSUED.finditer(before)), default=-1)
        changed = max((m.end() for m in _CHANGED.finditer(before)), default=-1)
        if date is None or changed > issued:
            continue
        if issued >= 0:
            return date
        plain = plain or date
    return plain


def dateline(text: str, order: Order = "unsure") -> str | None:
    """Date of a line that opens as agencies write it: LA PAZ, 3 May 2019 - ..."""
    found = _DATELINE.match(text[:120])
    return iso_date(found.group(), order) if found else None


def month_number(name: str) -> int:
    """1 to 12 for an English month's name."""
    return _MONTHS.index(name.lower()[:3]) // 4 + 1


_LABEL = re.compile(
    r"\W*(?:date|publish\w*|publication(?: date)?|posted|issued|first (?:published|online))(?: on| in)?[ \t]*:?[ \t]+",
    re.I,
)
_YEAR_OR_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?P<month>0[1-9]|1[0-2]))?\W*")


def labelled_date(line: str) -> str | None:
    """YYYY or YYYY-MM of a line that is no more than a label ("Published:") and a year or month."""
    label = _LABEL.match(line[:80])
    if label is None:
        return None
    rest = line[label.end() : 80].strip()
    found = _YEAR_OR_MONTH.fullmatch(rest)
    if found is None:
        return iso_month(rest)
    return f"{found['year']}-{found['month']}" if found["month"] else found["year"]


def iso_month(line: str) -> str | None:
    """YYYY-MM of a line that is no more than a month and a year."""
    found = _MONTH_YEAR.fullmatch(line[:60].strip(" \t.,;:()[]*|•·–—-"))
    return f"{found['y']}-{month_number(found['m']):02d}" if found else None
