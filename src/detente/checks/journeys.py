"""The question inside a claim about connectivity: from where to where, through whom, against what.

In: a claim as read. Out: a `Question` in names the transport room takes. Roles come first; the order
of the words settles what a role cannot say ("between A and B", "through C", "than the route by D").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente import actors, transport
from detente.checks import corridors
from detente.model import Claim
from detente.transport.tables import rows

_BREAK = r"(?=[,;.:]|$|\b(?:than|via|through|across|by|is|are|was|would|will|can|could|instead|rather|with|if|over)\b)"
_ENDS = (
    re.compile(rf"\bbetween\s+(.+?)\s+and\s+(.+?){_BREAK}"),
    re.compile(rf"\bfrom\s+(.+?)\s+(?:in)?to\s+(.+?){_BREAK}"),
    re.compile(
        rf"\b(?:connects?|links?|joins?|connecting|linking|joining)\s+(.+?)\s+(?:with|to|and)\s+(.+?){_BREAK}"
    ),
)
_THROUGH = re.compile(
    r"\b(?:via|through|across|by way of|over)\s+(?:the\s+)?(.+?)(?=[,;.]|$|\b(?:than|from|between|to|is|are|would|will|can)\b)"
)
_THAN = re.compile(
    r"\b(?:than|instead of|rather than|compared (?:with|to)|against|replaces?|replacing)\s+(.+?)(?=[,;.]|$|\b(?:from|between)\b)"
)
_WEIGHTS = (
    (
        "usd",
        r"\bcheap\w*|\bcosts?\b|\bdear\w*|\bexpensive\w*|\beconomic(?:al)?\b|\btariffs?\b|\bUSD\b|\bdollars?\b|\$",
    ),
    (
        "hours",
        r"\bfast\w*|\bquick\w*|\btime\b|\btimes\b|\bdays?\b|\bhours?\b|\bweeks?\b|\bspeed\w*|\bslow\w*",
    ),
    (
        "km",
        r"\bshort\w*|\bdistances?\b|\bclos(?:e|er|est)\b|\bnear\w*|\bkm\b|\bkilomet\w+|\bmiles?\b|\blong(?:er|est)?\b|\bdirect\b",
    ),
)
_NORTHERN = re.compile(r"\b(?:Northern Sea Route|North-?east Passage|Arctic (?:sea )?route)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """Ends, those on the way, those of the other way, projects, and by what it is weighed.

    `through` and `against` hold ISO codes, strait ids and node ids. `superlative`: "the shortest";
    `more`: longer, slower or dearer, so the claim is turned round. `per_cent`: the saving claimed.
    """

    origin: str | None
    goal: str | None
    through: tuple[str, ...]
    against: tuple[str, ...]
    projects: tuple[str, ...]
    weigh: str
    superlative: bool
    comparative: bool
    more: bool
    per_cent: float | None


def read(claim: Claim, mode: str | None) -> Question:
    """The question of a claim; an end that nothing names is None."""
    text = claim.quote
    named = _named(claim)
    than = _THAN.search(text)
    against = _within(named, *than.span(1)) if than else ()
    spans = [m for pattern in _ENDS if (m := pattern.search(text))]
    ends: tuple[str | None, str | None] = (None, None)
    for m in spans:
        a, b = _within(named, *m.span(1)), _within(named, *m.span(2))
        if a and b:
            ends = (a[0], b[0])
            break
    via = [x for m in _THROUGH.finditer(text) for x in _within(named, *m.span(1))]
    via = [x for x in via if x not in against and x not in ends]
    third = [r for r in claim.roles("third") if r not in (*against, *ends)]
    through = tuple(dict.fromkeys((*via, *third)))
    projects = _projects(claim)
    if ends == (None, None):
        rest = [
            x for r in ("subject", "from", "object", "to", "place") for x in claim.roles(r)
            if x not in (*through, *against) and not x.startswith(("org:", "event:", "group:"))
        ]  # fmt: skip
        to_sea = claim.details.get("destination") == "sea"
        if to_sea and claim.roles("object") and claim.direction == "possible" and not third:
            giver, taker = claim.role("subject"), claim.role("object")
            ends, through = (taker, "ocean"), tuple(dict.fromkeys((*through, *([giver] if giver else []))))
        elif to_sea:
            ends = (rest[0] if rest else None, "ocean")
        else:
            roads = corridors.ends(claim, mode)
            ends = (rest[0] if rest else roads.origin, rest[1] if len(rest) > 1 else roads.goal)
    if not through and not projects:
        head = text[: than.start()] if than else text
        through = tuple(
            i
            for i in corridors.strait_ids(claim)
            if corridors.strait_name(i) and i not in against and _said_in(i, head)
        )
    weigh = next((w for w, pattern in _WEIGHTS if re.search(pattern, text, re.IGNORECASE)), "km")
    share = re.search(r"(\d+(?:\.\d+)?)\s*(?:%|per ?cent)", text)
    return Question(
        ends[0], ends[1], through, against, projects, weigh,
        bool(re.search(r"\b(?:shortest|cheapest|fastest|quickest|nearest|closest|best|most direct)\b", text, re.IGNORECASE)),
        claim.direction == "cheaper" or bool(than) or bool(re.search(r"\b(?:cuts?|saves?|shorten|reduc)", text)),
        bool(re.search(r"\b(?:longer|slower|dearer|(?:more|most) expensive|costlier)\b", text, re.IGNORECASE)),
        float(share[1]) if share else None,
    )  # fmt: skip


def _named(claim: Claim) -> list[tuple[int, int, str]]:
    """Actors and places of the quote as (start, end, id); a place wins over the actor it overlaps."""
    found = [(m.start, m.end, i) for m in transport.place_mentions(claim.quote) for i in m.ids]
    northern = _NORTHERN.search(claim.quote)
    if northern:
        found.append((*northern.span(), "NSR"))
    held = [(a, b) for a, b, _ in found]
    for who, at in corridors.positions(claim).items():
        if not any(a <= at < b for a, b in held):
            found.append((at, at + 1, who))
    return sorted(found)


def _within(named: list[tuple[int, int, str]], start: int, end: int) -> tuple[str, ...]:
    return tuple(
        i for a, _, i in named if start <= a < end and not i.startswith(("org:", "group:", "event:"))
    )


def _said_in(strait: str, text: str) -> bool:
    return any(strait in m.ids for m in transport.place_mentions(text))


def _projects(claim: Claim) -> tuple[str, ...]:
    """Ids of the projects of the table that the claim names, as an actor or by their full name."""
    found = []
    for role in claim.actors:
        if role.id.startswith("org:"):
            found.append(
                transport.project_of(role.id.removeprefix("org:"), actors.get(role.id).name, role.mention)
            )
    text = claim.quote.casefold()
    found += [r["project_id"] for r in rows("projects.csv") if r["name"].casefold() in text]
    if _NORTHERN.search(claim.quote):
        found.append("NSR")
    return tuple(dict.fromkeys(p for p in found if p))
