"""Who plays which part in a claim.

In: a frame match and the actor mentions of its sentence. Out: `Part`s (actor id, role, mention) in the
vocabulary of docs/house.md. Slots give roles by the frame's own mapping, else by the kind's; what the
parse misses is filled by position.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.reading.match import Match
from detente.reading.mentions import Mention

# Kinds whose two sides are alike: the first actor named is the subject.
MUTUAL = frozenset(("level", "trend", "no_change", "convergence", "linkage"))
# How many different actors a kind needs to say anything.
NEEDS = {
    "level": 2,
    "trend": 2,
    "no_change": 2,
    "convergence": 2,
    "linkage": 2,
    "realignment": 1,
    "membership": 2,
    "power": 1,
    "dependence": 1,
    "reaction": 1,
    "driver": 2,
    "triad": 2,
    "influence": 1,
    "threat": 1,
    "energy": 1,
    "necessity": 1,
    "connectivity": 1,
    "possibility": 1,
    "normative": 1,
}
_SKIP = frozenset(
    "after before during since until till neg verb comp prt because in at around despite amid throughout like as for "
    "including under about over".split()
)
_DEFAULT = {"subj": "subject", "mod": "subject", "obj": "object", "than": "comparison"}
_BY_KIND: dict[str, dict[str, str]] = {
    "realignment": {"from": "from", "to": "to", "toward": "to", "towards": "to", "into": "to", "with": "to"},
    "dependence": {
        "from": "supplier",
        "on": "supplier",
        "upon": "supplier",
        "of": "subject",
        "obj": "subject",
        "subj": "subject",
    },
    "power": {"of": "subject", "mod": "subject", "obj": "skip"},
    "energy": {"of": "subject", "from": "object", "to": "object", "obj": "skip"},
    "threat": {"of": "subject", "from": "subject", "in": "place", "to": "object"},
    "membership": {
        "of": "organisation",
        "into": "organisation",
        "from": "organisation",
        "to": "organisation",
    },
    "necessity": {
        "through": "third",
        "via": "third",
        "without": "third",
        "across": "third",
        "from": "subject",
        "to": "object",
        "between": "subject",
        "and": "object",
    },
    "connectivity": {
        "through": "third",
        "via": "third",
        "across": "third",
        "from": "subject",
        "to": "object",
        "with": "object",
        "between": "subject",
    },
    "triad": {"between": "subject"},
    "reaction": {
        "to": "object",
        "against": "object",
        "with": "object",
        "at": "object",
        "on": "object",
        "over": "third",
        "from": "subject",
    },
    "influence": {"over": "object", "on": "object", "against": "object"},
    "driver": {"with": "object", "to": "object", "between": "subject", "of": "subject", "in": "object"},
}
_ORDER = ("subj", "mod", "of", "between", "obj")


@dataclass(frozen=True, slots=True)
class Part:
    """One actor of a claim before it is dated: id, role, and the words that name it."""

    id: str
    role: str
    mention: str
    at: int  # token index, for text order


def assign(match: Match, mentions: list[Mention]) -> list[Part]:
    """Roles of the actors around one match, in text order."""
    kind, mapping = match.frame.kind, match.frame.roles
    by_kind = _BY_KIND.get(kind, {})
    parts: list[Part] = []
    seen: set[tuple[int, str]] = set()
    names = sorted(match.slots.tokens, key=lambda n: (_ORDER.index(n) if n in _ORDER else 9, n))
    if "subj" not in mapping and match.slots.mentions("subj", mentions) == match.slots.mentions(
        "obj", mentions
    ):
        names = [n for n in names if n != "obj"]  # a passive whose subject stands in both slots
    for name in names:
        role = mapping.get(name) or by_kind.get(name) or _DEFAULT.get(name)
        if role is None:
            role = "skip" if name in _SKIP else "object"
        if role == "skip":
            continue
        for mention in match.slots.mentions(name, mentions):
            for actor in mention.ids:
                if (mention.start, actor) not in seen:
                    seen.add((mention.start, actor))
                    parts.append(Part(actor, role, mention.text, mention.start))
    if kind in MUTUAL:
        parts = _mutual(parts)
    parts = _complete(match, mentions, parts)
    return _tidy(kind, parts)


def _mutual(parts: list[Part]) -> list[Part]:
    """First actor named is the subject, the others the objects; comparisons stay as they are."""
    pool = [p for p in parts if p.role in ("subject", "object")]
    rest = [p for p in parts if p.role not in ("subject", "object")]
    subjects = [p for p in pool if p.role == "subject"]
    if not subjects and pool:
        subjects = [pool[0]]
    first = subjects[0].id if subjects else None
    out, ids = [], set()
    for part in pool:
        if part.id not in ids:
            ids.add(part.id)
            out.append(Part(part.id, "subject" if part.id == first else "object", part.mention, part.at))
    return out + [r for r in rest if r.role != "comparison" or r.id not in ids]


def _complete(match: Match, mentions: list[Mention], parts: list[Part]) -> list[Part]:
    """Fill a missing subject or object with an actor left over in the sentence, by position."""
    kind = match.frame.kind
    ids = {p.id for p in parts}
    skipped = {
        m.start
        for name, role in match.frame.roles.items()
        if role == "skip"
        for m in match.slots.mentions(name, mentions)
    }
    left = [
        m
        for m in mentions
        if m.start not in skipped and not set(m.ids) & ids and not m.ids[0].startswith("event:")
    ]
    before = [m for m in left if m.start < match.head.i]
    after = [m for m in left if m.start > match.head.i]
    roles = {p.role for p in parts}
    if kind in ("order", "value"):
        return parts
    if "subject" not in roles and before and kind not in ("threat",):
        nearest = [m for m in before if _near(m, match)] or before[-2 if kind in MUTUAL else -1 :]
        for k, mention in enumerate(nearest[-2:] if kind in MUTUAL else nearest[-1:]):
            for j, actor in enumerate(mention.ids):
                role = "subject" if k + j == 0 else "object"
                parts.append(Part(actor, role, mention.text, mention.start))
        roles = {p.role for p in parts}
    if kind in MUTUAL and "object" not in roles and "subject" in roles:
        pool = after[:1] or before[-1:]
        for mention in pool:
            parts.extend(Part(a, "object", mention.text, mention.start) for a in mention.ids[:1])
    return parts


def _near(mention: Mention, match: Match) -> bool:
    return mention.start >= match.head.sent.start and match.head.i - mention.end <= 12


def _tidy(kind: str, parts: list[Part]) -> list[Part]:
    """One role an actor, organisations in their own role, text order."""
    out: list[Part] = []
    seen: set[tuple[str, str]] = set()
    taken: set[str] = set()
    for part in sorted(parts, key=lambda p: (p.role in ("comparison", "third"), p.at)):
        role = part.role
        if (
            part.id.startswith("org:")
            and kind in ("membership", "possibility")
            and role in ("subject", "object")
        ):
            role = "organisation"
        if (part.id, role) in seen or (part.id in taken and role in ("object", "subject")):
            continue
        seen.add((part.id, role))
        taken.add(part.id)
        out.append(Part(part.id, role, part.mention, part.at))
    return sorted(out, key=lambda p: p.at)
