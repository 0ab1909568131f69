"""The way that a claim of connectivity weighs: from where to where, through whom, against what.

In: a claim as read. Out: a `facets.Journey` in names the transport room takes. Roles come first; the order
of the words settles what a role cannot say ("between A and B", "through C", "than the route by D").
"""

from __future__ import annotations

import re
from functools import cache

from detente import actors, transport
from detente.facets import Journey
from detente.model import Claim
from detente.reading import cues
from detente.reading.routes import roles
from detente.transport.phrases import Phrases
from detente.transport.places import is_strait
from detente.transport.tables import rows

_BREAK = r"(?=[,;.:]|$|\b(?:than|via|through|across|by|is|are|was|would|will|can|could|instead|rather|with|if|over)\b)"
_ENDS = (
    re.compile(rf"\bbetween\s{{1,3}}(\S.{{0,90}}?)\s{{1,3}}and\s{{1,3}}(\S.{{0,90}}?){_BREAK}"),
    re.compile(rf"\bfrom\s{{1,3}}(\S.{{0,90}}?)\s{{1,3}}(?:in)?to\s{{1,3}}(\S.{{0,90}}?){_BREAK}"),
    re.compile(
        rf"\b(?:connects?|links?|joins?|connecting|linking|joining)\s{{1,3}}(\S.{{0,90}}?)\s{{1,3}}(?:with|to|and)\s{{1,3}}(\S.{{0,90}}?){_BREAK}"
    ),
)
_THROUGH = re.compile(
    r"\b(?:via|through|across|by way of|over|a?round)\s{1,3}(?:the\s{1,3})?(.{1,90}?)(?=[,;.]|$"
    r"|\b(?:than|from|between|to|is|are|would|will|can)\b)"
)
_THAN = re.compile(
    r"\b(?:than|instead of|rather than|compared (?:with|to)|against|replaces?|replacing)\s{1,3}"
    r"(.{1,90}?)(?=[,;.]|$|\b(?:from|between)\b)"
)
_CAPE = re.compile(r"\bthe Cape\b(?! (?:of|[A-Z]))")
_NORTHERN = re.compile(r"\b(?:Northern Sea Route|North-?east Passage|Arctic (?:sea )?route)\b", re.IGNORECASE)


def read(claim: Claim, mode: str | None) -> Journey:
    """What a claim weighs; an end that nothing names is None."""
    text = claim.quote
    named = _named(claim)
    than = _THAN.search(text)
    seas = {i for m in transport.place_mentions(text) if m.kind == "sea" for i in m.ids}
    against = tuple(x for x in _within(named, *than.span(1)) if x not in seas) if than else ()
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
    through: tuple[str, ...] = tuple(dict.fromkeys((*via, *third)))
    projects = _projects(claim)
    if ends == (None, None):
        rest = [
            x for r in ("subject", "from", "object", "to", "place") for x in claim.roles(r)
            if x not in (*through, *against) and not x.startswith(("org:", "event:", "group:"))
        ]  # fmt: skip
        to_sea = claim.details.get("destination") == "sea"
        if to_sea and claim.roles("object") and claim.direction == "possible" and not third:
            giver, taker = claim.role("subject"), claim.role("object")
            ends = (taker, "ocean")
            through = (*through, giver) if giver and giver not in through else through
        elif to_sea:
            ends = (rest[0] if rest else None, "ocean")
        else:
            by_roles = roles.ends(claim, mode)
            ends = (rest[0] if rest else by_roles.origin, rest[1] if len(rest) > 1 else by_roles.goal)
    if not through and not projects:
        head = text[: than.start()] if than else text
        through = tuple(i for i in roles.strait_ids(claim) if i not in against and _said_in(i, head))
    own = roles.mode_in(text[: than.start()]) if than else mode
    own = own or ("sea" if any(map(is_strait, through)) else None)
    other = roles.mode_in(than[1]) if than else None
    other = other or ("sea" if any(map(is_strait, against)) else None)
    weigh = cues.first("way.weigh", text) or "km"
    if not projects and mode in ("rail", "road") and claim.details.get("future"):
        projects = _planned({e for e in (*ends, *through) if e and len(e) == 3}, mode)
    share = re.search(r"(?<!\d)(\d{1,9}(?:\.\d{1,9})?)\s{0,3}(?:%|per ?cent)", text)
    return Journey(
        ends[0], ends[1], through, against, projects, weigh,
        cues.said("way.superlative", text),
        claim.direction == "cheaper" or bool(than) or cues.said("way.comparative", text),
        cues.said("way.more", text),
        float(share[1]) if share else None,
        own,
        other or own,
    )  # fmt: skip


def _named(claim: Claim) -> list[tuple[int, int, str]]:
    """Actors and places of the quote as (start, end, id); a place wins over the actor it overlaps."""
    found = [(m.start, m.end, i) for m in transport.place_mentions(claim.quote) for i in m.ids]
    for pattern, what in ((_NORTHERN, "NSR"), (_CAPE, "good-hope")):
        found += [(*m.span(), what) for m in pattern.finditer(claim.quote)]
    held = [(a, b) for a, b, _ in found]
    states = [(start, _state_words()[name]) for start, _, name in _state_phrases().find(claim.quote)]
    for at, who in [*((at, who) for who, at in roles.positions(claim).items()), *states]:
        if not any(a <= at < b for a, b in held):
            found.append((at, at + 1, who))
    return sorted(set(found))


@cache
def _state_words() -> dict[str, str]:
    """Names of states as written -> ISO code."""
    return {
        p.phrase: p.id
        for p in reversed(actors.phrases())
        if p.kind == "name" and len(p.id) == 3 and len(p.phrase) > 3
    }


@cache
def _state_phrases() -> Phrases:
    return Phrases(_state_words())


@cache
def _project_words() -> dict[str, str]:
    """Names of projects in the actors' tables -> project id of the transport tables."""
    ids = {p.id for p in actors.phrases() if p.id.startswith("org:")}
    known = {i: transport.project_of(i.removeprefix("org:"), actors.get(i).name) for i in ids}
    return {p.phrase: k for p in actors.phrases() if (k := known.get(p.id)) is not None}


def _within(named: list[tuple[int, int, str]], start: int, end: int) -> tuple[str, ...]:
    return tuple(
        i for a, _, i in named if start <= a < end and not i.startswith(("org:", "group:", "event:"))
    )


def _said_in(strait: str, text: str) -> bool:
    return any(strait in m.ids for m in transport.place_mentions(text))


def _projects(claim: Claim) -> tuple[str, ...]:
    """Ids of the projects of the table that the claim names, as an actor or by their full name."""
    found: list[str | None] = [
        k for words, k in sorted(_project_words().items(), key=lambda item: (-len(item[0]), item[0]))
        if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", claim.quote)
    ]  # fmt: skip
    text = claim.quote.casefold()
    found += [r["project_id"] for r in rows("projects.csv") if r["name"].casefold() in text]
    if _NORTHERN.search(claim.quote):
        found.append("NSR")
    return tuple(dict.fromkeys(p for p in found if p))


def _planned(wanted: set[str], mode: str) -> tuple[str, ...]:
    """Projects of a mode that join all the states of a claim about the future."""
    return tuple(
        r["project_id"] for r in rows("projects.csv")
        if r["mode"].startswith(mode) and len(wanted) > 1 and wanted <= set(r["states"].split(";"))
    )  # fmt: skip
