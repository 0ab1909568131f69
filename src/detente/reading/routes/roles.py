"""What a claim about ways says beside its grammar: the mode, and its ends and gatekeepers by roles.

In: a claim as read. Out: names that `detente.transport` takes (ISO codes, blocs, node, sea and strait ids). A reading
knows states; the sentence often names a strait or a city, so the places that `transport.place_mentions` finds in the
quote take the part of the states they stand for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from detente import actors, transport
from detente.facets import Passage
from detente.model import Claim
from detente.reading import cues
from detente.transport.tables import rows

_BY = re.compile(r"\bby (rail|train|road|truck|lorry|land|sea|ship|pipeline)\b", re.IGNORECASE)
_SAME = {"train": "rail", "truck": "road", "lorry": "road", "ship": "sea", "pipeline": "gas"}
_MODES = frozenset(("sea", "rail", "road", "land", "gas", "electricity"))


@dataclass(frozen=True)
class Ends:
    """From where to where, for the transport room; `goal` is "ocean" for the sea as such."""

    origin: str | None
    goal: str | None


def mode_in(text: str) -> str | None:
    """The mode that words speak of, None where they name none; rail and road together are land."""
    plain = _BY.search(text)
    if plain:
        return _SAME.get(plain[1].lower(), plain[1].lower())
    said = cues.every("way.mode", text)
    return "land" if len(said) > 1 and {"land", "rail", "road"} >= set(said) else said[0] if said else None


def mode_of(claim: Claim) -> str | None:
    """The mode the claim speaks of: the words of the sentence, else the reading; None where it is open."""
    said, given = mode_in(claim.quote), claim.details.get("mode")
    return said or (str(given) if given in _MODES else None)


def strait_ids(claim: Claim) -> tuple[str, ...]:
    """Straits and canals that the quote names."""
    return tuple(
        dict.fromkeys(i for m in transport.place_mentions(claim.quote) if m.kind == "strait" for i in m.ids)
    )


def passage(claim: Claim) -> Passage:
    """The ends and gatekeepers of a claim of necessity, where the sentence names its ends by other words."""
    claim = _sorted(claim)
    found = ends(claim, mode_of(claim))
    return Passage(claim.role("subject"), found.origin, found.goal, _gatekeepers(claim, found))


def positions(claim: Claim) -> dict[str, int]:
    """Where in the quote each actor of the claim is named, by its own names; those unnamed are left out."""
    found = {}
    for role in claim.actors:
        for words in (*_phrases().get(role.id, ()), *((role.mention,) if role.mention else ())):
            hit = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", claim.quote)
            if hit:
                found[role.id] = min(found.get(role.id, hit.start()), hit.start())
    return found


def ends(claim: Claim, mode: str | None) -> Ends:
    """Origin and goal: roles, made narrower by a city, port or sea that the sentence names for them."""
    straits = strait_ids(claim)
    shores = _shores(straits)
    named = positions(claim)
    idle = {r.id for r in claim.actors if r.id in shores and r.id not in named}
    seas = [m.ids[0] for m in transport.place_mentions(claim.quote) if m.kind == "sea"]
    cities = [m.ids[0] for m in transport.place_mentions(claim.quote) if m.kind == "place"]

    def first(*role_names: str) -> str | None:
        return next(
            (a.id for r in role_names for a in claim.actors if a.role == r and a.id not in idle), None
        )

    origin, goal = first("subject", "from"), first("object", "to", "place")
    if claim.details.get("destination") == "sea" or (goal is None and seas):
        goal = next((s for s in seas if s != "ocean"), "ocean")
    if origin is None:  # "ships from Saint Petersburg": a city, and no state
        origin = next((c for c in cities if claim.role("third") or straits), None)
    narrowed = [
        next((c for c in cities if end and _stands_for(c, end, claim, mode)), end) for end in (origin, goal)
    ]
    return Ends(*narrowed)


def _sorted(claim: Claim) -> Claim:
    """Two ends read as one role, or a gatekeeper read as an end, put in their places.

    "Between A and B" makes both ends subjects; in "from A to B crosses C" the last one named is C.
    """
    subjects, objects, thirds = (claim.roles(r) for r in ("subject", "object", "third"))
    roles = list(claim.actors)
    if len(subjects) == 2 and not objects and thirds and claim.details.get("destination") != "sea":
        k = max(i for i, r in enumerate(roles) if r.role == "subject")
        roles[k] = replace(roles[k], role="object")
    elif len(objects) == 2 and subjects and not thirds:
        k = max(i for i, r in enumerate(roles) if r.role == "object")
        roles[k] = replace(roles[k], role="third")
    return replace(claim, actors=tuple(roles))


def _gatekeepers(claim: Claim, found: Ends) -> tuple[str, ...]:
    """Those the way must pass: a strait named in the sentence stands for the states on its shores."""
    straits = strait_ids(claim)
    shores = _shores(straits)
    named = positions(claim)
    words = {m.words for m in transport.place_mentions(claim.quote) if m.kind == "strait"}
    third = [
        r.id
        for r in claim.actors
        if r.role == "third"
        and r.id not in (found.origin, found.goal)
        and not (r.id in shores and (r.id not in named or r.mention in words))
    ]
    return (*straits, *dict.fromkeys(third))


def _shores(ids: tuple[str, ...]) -> frozenset[str]:
    """States on the shores of straits."""
    return frozenset(s for r in rows("straits.csv") if r["id"] in ids for s in r["states"].split(";") if s)


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for p in actors.phrases():
        if p.kind in ("name", "demonym", "government", "bloc", "organisation"):
            found.setdefault(p.id, []).append(p.phrase)
    return {k: tuple(sorted(set(v), key=lambda t: (-len(t), t))) for k, v in found.items()}


def _stands_for(node: str, state: str, claim: Claim, mode: str | None) -> bool:
    """Whether a place named in the quote is where the claim's way begins or ends in that state."""
    row = next((r for r in rows("world/nodes.csv") if r["id"] == node), None)
    if row is None or row["state"] != state or (mode == "sea" and row["kind"] != "port"):
        return False
    words = {m.words for m in transport.place_mentions(claim.quote) if m.ids == (node,)}
    by_place = {r.mention for r in claim.actors if r.id == state} & words
    return bool(by_place) or not any(
        re.search(rf"(?<!\w){re.escape(p)}(?!\w)", claim.quote) for p in _phrases().get(state, ())
    )
