"""What the thesaurus makes of a claim: the direction of a known kind, or the kind itself.

In: a claim as grammar and patterns read it, with its sentence. Out: the claim with direction, level and details as
`bearing` and `poles` hear them, where they hear one thing plainly; unread where they hear both; else as it was.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.model import Claim, Role
from detente.reading import bearing, periods, poles
from detente.reading.mentions import Mention, is_state

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BORNE = {
    "trend": ("improve", "worsen"),
    "level": ("close", "hostile"),
    "convergence": ("converge", "diverge"),
    "no_change": ("improve", "worsen"),
}
_UNSURE = frozenset(("unread", "guessed"))


def turned(
    claim: Claim,
    kind: str,
    doc: Doc,
    mentions: list[Mention],
    given: list[str],
    years: tuple[int, int] | None,
) -> Claim:
    """The claim of a known kind turned as the thesaurus has it; unread where that hears both ways."""
    details = {k: v for k, v in claim.details.items() if k not in _UNSURE}
    if kind == "realignment":
        found = poles.read(
            doc, mentions, given, years or (claim.period.start or 1900, claim.period.end or 2000)
        )
        if found is None:
            return claim
        roles = ((found.mover, "subject"), (found.left, "from"), (found.joined, "to"))
        actors = tuple(Role(i, role, found.named.get(i, "")) for i, role in roles if i)
        others = tuple(r for r in claim.actors if r.role == "organisation")
        return replace(claim, direction=found.direction, actors=actors + others, details=details)
    if kind == "convergence":
        sign = bearing.votes(doc, mentions)
        heard: bearing.Bearing | bool = bearing.Bearing(sign, "turn") if sign else False
    else:
        heard = bearing.heard(doc, mentions)
    if isinstance(heard, bool):
        return replace(claim, details={**claim.details, "unread": True}) if heard else claim
    if kind == "no_change":
        return _constant(claim, heard, details)
    if heard.denied and kind == "level":
        return claim
    if heard.way in ("kept", "apart", "steady") and kind != "level":
        return claim
    direction = _BORNE[kind][heard.sign < 0]
    sure = claim.direction == direction and not _UNSURE & set(claim.details)
    if sure and not details.get("negated"):
        return claim
    if not heard.firm:  # a single word of mood turns nothing round, but it may raise a doubt
        return claim if claim.direction == direction else replace(claim, details={**details, "unread": True})
    details.pop("negated", None)
    return replace(claim, direction=direction, details=details)


def freely(
    doc: Doc, text: str, claims: list[Claim], mentions: list[Mention], spans: list[periods.Span]
) -> list[Claim]:
    """The claims of one sentence with nothing given, the first as the thesaurus has it.

    Only where the sentence names two states and says nothing of another kind: a turn is a trend, what went on
    no change, a state of affairs a level; words of both ways leave it unread.
    """
    aside = bearing.setting(doc)
    states = list(dict.fromkeys(i for m in mentions if m.start not in aside for i in m.ids if is_state(i)))
    main = claims[0] if claims else None
    known = main.kind if main is not None else None
    if len(states) != 2 or poles.lineage(states[0]) == poles.lineage(states[1]) or known not in _FREE:
        return claims
    if (
        main is not None
        and main.kind == "level"
        and main.topic == "voting"
        and "relative" not in main.details
    ):
        apart = main.direction == "close" and bearing.votes(doc, mentions) == -1
        moved = replace(main, kind="convergence", direction="diverge") if apart else main
        return [moved, *claims[1:]]
    heard = bearing.heard(doc, mentions)
    ended = isinstance(heard, bearing.Bearing) and heard.pact and heard.way == "turn" and heard.sign < 0
    if main is not None and (main.topic not in _FREE_TOPICS or "relative" in main.details) and not ended:
        return claims
    if isinstance(heard, bool):
        if not heard or main is None:
            return claims
        return [replace(main, details={**main.details, "unread": True}), *claims[1:]]
    if heard.denied or not heard.firm or heard.way in ("steady", "apart"):
        return claims
    kind = "no_change" if ended else {"turn": "trend", "kept": "no_change"}.get(heard.way, "level")
    if kind == "level" and re.search(r"\bthan\b", text):
        kind = "trend"
    if main is None:
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        named = {i: m.text for m in reversed(mentions) for i in m.ids}
        roles = tuple(Role(i, r, named[i]) for i, r in zip(states, ("subject", "object"), strict=True))
        main = Claim(
            "c1", "sentence", text[start:end], start, end, kind, roles, period=periods.combine(spans, text)
        )
    elif not ended and (known, kind) in (
        ("trend", "level"),
        ("trend", "no_change"),
        ("no_change", "level"),
        ("no_change", "trend"),
    ):
        kind = str(known)
    details = {k: v for k, v in main.details.items() if k not in _UNSURE}
    if kind == "no_change":
        return [_constant(replace(main, kind=kind, topic="relation"), heard, details), *claims[1:]]
    direction = _BORNE[kind][heard.sign < 0]
    topic = main.topic if kind == known else "relation"
    return [replace(main, kind=kind, topic=topic, direction=direction, details=details), *claims[1:]]


_FREE = (None, "trend", "level", "no_change")
_FREE_TOPICS = ("relation", "rivalry", "conflict")


def _constant(claim: Claim, heard: bearing.Bearing, details: dict[str, Any]) -> Claim:
    """A claim of constancy, or of its end, as the thesaurus has it."""
    for key in ("level", "negated"):
        details.pop(key, None)
    if heard.pact:
        details["alliance"] = True
    if heard.way == "apart":
        return replace(claim, direction="stable", details={**details, "unaligned": True})
    if heard.way == "steady":
        return replace(claim, direction="stable", details=details)
    if heard.way in ("kept", "state"):
        level = "close" if heard.sign > 0 else "hostile"
        return replace(claim, direction="stable", details={**details, "level": level})
    if heard.sign < 0:
        return replace(claim, direction="worsen", details={**details, "degree": "break"})
    return replace(claim, direction="improve", details=details)
