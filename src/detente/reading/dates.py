"""Calendar dates as pages print them: text in, ISO 8601 dates out."""

from __future__ import annotations

import re

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
    r"|(?P<d4>\d{1,2})[./](?P<m4>\d{1,2})[./](?P<y4>(?:19|20)\d\d))",
    re.I,
)
TIME = (
    r"(?:,?\s*(?:at|-|–|,"
    r"|\|)?\s*\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?(?:\s*(?:UTC|GMT|EST"
    r"|EDT|PST|CET)\S*)?|T\d\d:\d\d\S*)?"
)
_MONTH_YEAR = re.compile(rf"^\W*(?P<m>{MONTH}),? (?P<y>(?:19|20)\d\d)\W*$", re.I)
_LIMIT = 4000  # characters that are looked through


def iso_date(text: str, *, month_first: bool = False) -> str | None:
    """First calendar date in `text` as YYYY-MM-DD. Of two numbers below 13 the first is the day, or the month if so said."""
    for found in DATE.finditer(text[:_LIMIT]):
        for k in "1234":
            if found[f"y{k}"]:
                year, month, day = found[f"y{k}"], found[f"m{k}"], int(found[f"d{k}"])
                number = int(month) if month.isdigit() else month_number(month)
                if k == "4" and (number > 12 >= day or (month_first and day <= 12)):
                    number, day = day, number
                if 1 <= number <= 12 and 1 <= day <= 31:
                    return f"{year}-{number:02d}-{day:02d}"
    return None


def month_number(name: str) -> int:
    """1 to 12 for an English month's name."""
    return _MONTHS.index(name.lower()[:3]) // 4 + 1


def iso_month(line: str) -> str | None:
    """YYYY-MM of a line that is no more than a month and a year."""
    found = _MONTH_YEAR.match(line[:60])
    return f"{found['y']}-{month_number(found['m']):02d}" if found else None
