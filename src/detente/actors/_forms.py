"""Forms of a state's name that follow by rule: turned round, in brackets, abbreviated.

In: a name or official name ("North Korea", "Democratic Republic of the Congo"). Out: the forms that lists of
states use for it: "Korea (North)", "Korea, North", "N. Korea"; "Congo, Dem. Rep.", "Congo (Democratic Republic of)".
The order of words is that of the ISO, Gleditsch-Ward and World Bank lists of names.
"""

from __future__ import annotations

import re

_COMPASS = re.compile(r"(North|South|East|West) (\w[\w' -]+)")
_TITLED = re.compile(
    r"(?P<title>(?:[A-Z][\w'-]*,? )*(?:Republic|Kingdom|State|States|Union|Emirate|Federation|Sultanate))"
    r" of (?P<the>the |The )?(?P<name>[A-Z]\S.*)"
)
_SHORT = {
    "Republic": "Rep.", "Democratic": "Dem.", "Federal": "Fed.", "Federated": "Fed.", "Islands": "Is.", "Western": "W.",
    "Equatorial": "Eq.", "Central": "Centr.", "Herzegovina": "Herz.", "Saint": "St.", "United": "Utd.",
}  # fmt: skip


def variants(name: str) -> tuple[str, ...]:
    """Forms that may stand in running text."""
    if (found := _COMPASS.fullmatch(name)) is not None:
        side, core = found.groups()
        return (f"{core} ({side})", f"{side[0]}. {core}", f"{side[0]} {core}")
    if "(" in name or "," in name:
        return ()
    forms: dict[str, None] = {}
    if (short := _abbreviated(name)) != name:
        forms = dict.fromkeys((short, short.replace(" of the ", " ").replace(" of ", " ")))
    if (found := _TITLED.fullmatch(name)) is None:
        return tuple(forms)
    title, the, core = found["title"], found["the"] or "", found["name"]
    shorter = (
        title.replace("People's ", "") if "Democratic" in title else title
    )  # the other China is a Republic
    for form in dict.fromkeys((title, shorter, _abbreviated(title), _abbreviated(shorter))):
        for end in ("", " of", f" of {the.strip()}" if the else " of"):
            forms[f"{core}, {form}{end}"] = forms[f"{core} ({form}{end})"] = None
    first = [word[0] for word in title.replace("-", " ").replace(",", "").split() if word[0].isupper()]
    if len(first) > 1:
        for short in ("".join(first), "".join(f"{letter}." for letter in first)):
            forms |= dict.fromkeys(
                (f"{short} {core}", f"{core} {short}", f"{core}, {short}", f"{core} ({short})")
            )
    return tuple(forms)


def listed(name: str) -> tuple[str, ...]:
    """Forms of lists and command lines alone: in running text "Korea, North" may be two things of a list."""
    found = _COMPASS.fullmatch(name)
    return (f"{found[2]}, {found[1]}", f"{found[2]}, {found[1][0]}.") if found else ()


def _abbreviated(name: str) -> str:
    return re.sub(r"[A-Z]\w+", lambda word: _SHORT.get(word[0], word[0]), name)
