"""Who plays which part in a claim.

In: a frame match and the actor mentions of its sentence. Out: `Part`s (actor id, role, mention) in the
vocabulary of docs/house.md. Each mention takes the role of the smallest slot it stands in, by the
frame's own mapping, else by the kind's; what the parse misses is filled by position, then from what the
sentences before spoke of.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.reading.lexicon import classes, wordset
from detente.reading.match import Match
from detente.reading.mentions import Focus, Mention, is_state

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Kinds whose two sides are alike: the first actor named is the subject.
MUTUAL = frozenset(("level", "trend", "no_change", "convergence", "linkage"))
_PAIRED = MUTUAL | {"driver", "triad"}
# How many different actors a kind needs to say anything.
NEEDS = {
    "level": 2,
    "trend": 2,
    "no_change": 2,
    "convergence": 2,
    "linkage": 2,
    "membership": 2,
    "driver": 2,
    "triad": 2,
    "dependence": 1,
    "order": 0,
}
_SKIP = wordset(
    "after before during since until till neg verb comp prt because in at around "
    "despite amid throughout like as for "
    "including under about over instead passive"
)
_ASKS_WHO = frozenset(("dependence", "membership", "reaction"))
_THROUGH = frozenset(
    ("of", "between", "in", "among", "within", "inside")
)  # a phrase inside keeps the outer role
_DEFAULT = {"subj": "subject", "mod": "subject", "obj": "object", "than": "comparison"}
_ROUTE = {
    "through": "third",
    "via": "third",
    "without": "third",
    "across": "third",
    "by": "third",
    "from": "subject",
    "to": "object",
    "between": "subject",
}
_BY_KIND: dict[str, dict[str, str]] = {
    "realignment": {"from": "from", "to": "to", "toward": "to", "towards": "to", "into": "to", "with": "to"},
    "dependence": {
        "from": "supplier",
        "on": "supplier",
        "upon": "supplier",
        "of": "subject",
        "obj": "subject",
    },
    "power": {"of": "subject", "mod": "subject", "obj": "skip"},
    "energy": {"of": "subject", "from": "object", "to": "object", "obj": "skip"},
    "threat": {"of": "subject", "from": "subject", "in": "place", "to": "object", "with": "third"},
    "membership": dict.fromkeys(("of", "into", "from", "to"), "organisation"),
    "necessity": _ROUTE,
    "connectivity": {**_ROUTE, "with": "object"},
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
    "linkage": {"in": "object"},
    "driver": {"with": "object", "to": "object", "between": "subject", "of": "subject", "in": "object"},
}


@dataclass(frozen=True, slots=True)
class Part:
    """One actor of a claim before it is dated: id, role, and the words that name it."""

    id: str
    role: str
    mention: str
    at: int  # token index, for text order
    pronoun: bool = False


def assign(match: Match, mentions: list[Mention], focus: Focus) -> list[Part]:
    """Roles of the actors around one match, in text order."""
    kind = match.frame.kind
    parts: list[Part] = []
    for mention in mentions:
        role = _role(match, mention, mentions)
        if role and role != "skip":
            parts += [
                Part(i, role, mention.text, mention.start, mention.kind == "pronoun") for i in mention.ids
            ]
    parts = _complete(match, mentions, parts, focus)
    if kind in _PAIRED:
        parts = _pair(parts)
    return _tidy(kind, parts)


def _role(match: Match, mention: Mention, everyone: list[Mention]) -> str | None:
    """Role of a mention by the smallest slot around it; None where it stands in no slot."""
    frame, slots = match.frame, match.slots
    span = range(mention.start, mention.end)
    if _directly_before(match, mention):
        return frame.roles.get("subj") or "subject"
    around = [
        name
        for name, tokens in slots.tokens.items()
        if name not in ("verb", "neg", "passive") and any(i in tokens for i in span)
    ]
    if match.frame.pos == "n" and frame.kind in MUTUAL and _own_pair(match, everyone):
        around = [n for n in around if n not in slots.borrowed]
    if not around:
        return None
    if "subj" in around and "obj" in around and "passive" in slots.tokens:
        around.remove("obj" if "obj" not in frame.roles else "subj")
    around.sort(key=lambda n: (len(slots.tokens[n]), n))
    mapped = [n for n in around if n in frame.roles]
    name = mapped[0] if mapped else next((n for n in around if n not in _THROUGH), around[0])
    role = frame.roles.get(name) or _BY_KIND.get(frame.kind, {}).get(name) or _DEFAULT.get(name)
    if role == "route":
        return _on_route(slots.doc, mention)
    return role or ("skip" if name in _SKIP else "object")


def _own_pair(match: Match, mentions: list[Mention]) -> bool:
    """Whether a noun names both its sides itself ("tensions between A and B")."""
    names = [n for n in ("mod", "of", "between", "with", "among", "against") if n not in match.slots.borrowed]
    return len({i for n in names for m in match.slots.mentions(n, mentions) for i in m.ids}) >= 2


def _directly_before(match: Match, mention: Mention) -> bool:
    """Whether a mention stands right before the verb: its subject, whatever the parse says."""
    head, doc = match.head, match.slots.doc
    if match.frame.pos != "v" or mention.end > head.i or "passive" in match.slots.tokens:
        return False
    if match.slots.mentions("subj", [mention]) or match.frame.roles.get("subj") == "route":
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in head.children):
        return False
    between = doc[mention.end : head.i]
    return len(between) <= 4 and all(t.pos_ in ("AUX", "ADV", "PART") for t in between)


def _on_route(doc: Doc, mention: Mention) -> str:
    """Role of a place inside "every road from A to B" by the preposition before it."""
    for back in range(mention.start - 1, max(mention.start - 4, -1), -1):
        word = doc[back].lower_
        if word == "of" and doc[max(back - 1, 0)].lower_ == "way":
            return "third"
        if word in ("through", "via", "without", "across", "crossing", "by", "except", "over", "bypassing"):
            return "third"
        if word in ("from", "between", "of", "leaving"):
            return "subject"
        if word in ("to", "and", "with", "towards", "into", "with"):
            return "object"
    return "subject"


def _complete(match: Match, mentions: list[Mention], parts: list[Part], focus: Focus) -> list[Part]:
    """Fill a missing subject or object with an actor left over in the sentence, else from the context."""
    kind, head = match.frame.kind, match.head
    if kind in ("order", "value"):
        return parts
    if kind in _PAIRED:
        below = _own_tokens(head)
        both = [m for m in mentions if len(m.ids) == 2 and m.kind == "pronoun" and m.start in below]
        if both and not {p.id for p in parts if not p.pronoun and p.role == "object"}:
            others = [p for p in parts if p.role in ("cause", "third", "comparison")]
            return [*others, *(Part(i, "subject", both[0].text, both[0].start, True) for i in both[0].ids)]
    ids = {p.id for p in parts if p.role not in ("cause", "third", "place")}
    skipped = {
        m.start
        for m in mentions
        if _role(match, m, mentions) in ("skip", "cause", "third", "place", "comparison")
    }
    left = [
        m
        for m in mentions
        if m.start not in skipped and not set(m.ids) & ids and not m.ids[0].startswith("event:")
    ]
    if kind in ("necessity", "connectivity"):
        route = [m for m in left if m.start < head.i or _on_route(match.slots.doc, m) == "third"]
        parts = [p for p in parts if p.at not in {m.start for m in route}]
        parts = parts + [
            Part(i, _on_route(match.slots.doc, m), m.text, m.start) for m in route for i in m.ids
        ]
        left = [m for m in left if m not in route]
    roles = {p.role for p in parts}
    before = [m for m in left if m.start < head.i]
    if kind in _PAIRED and not ids and match.slots.tokens.get("subj") and _speaks_of_relations(match):
        named = {i: m for m in mentions for i in m.ids if is_state(i)}
        if len(named) == 2:
            return parts + [Part(i, "subject", m.text, m.start) for i, m in named.items()]
        fresh = _from_context(ids, focus, match) if not named else []
        if len(fresh) == 2:
            return parts + fresh
    if kind in _PAIRED and len(ids) < 2:
        pairs = [m for m in left if len(m.ids) == 2 and m.kind != "chokepoint"]
        if pairs and not ids:
            return parts + [Part(i, "subject", pairs[0].text, pairs[0].start, True) for i in pairs[0].ids]
        if "subject" not in roles and before:
            chosen = before[-2:] if not ids else before[-1:]
            return parts + [
                Part(i, "subject", m.text, m.start, m.kind == "pronoun") for m in chosen for i in m.ids
            ]
        after = [m for m in left if m.start > head.i and m.start - head.i <= 12]
        if after:
            parts = parts + [Part(i, "object", after[0].text, after[0].start) for i in after[0].ids]
        elif _speaks_of_relations(match):
            parts = parts + _from_context(ids, focus, match)
        return parts
    if kind == "threat" and "subject" not in roles:
        groups = [m for m in left if m.ids[0].startswith("group:")]
        parts = parts + [Part(i, "subject", m.text, m.start) for m in groups[-1:] for i in m.ids]
    elif kind == "influence" and "object" not in roles:
        near = [m for m in left if 0 < m.start - head.i <= 12 and m.start in _own_tokens(head)]
        groups = [m for m in mentions if m.start > head.i and m.ids[0].startswith("group:")]
        parts = parts + [Part(i, "object", m.text, m.start) for m in (groups or near)[:1] for i in m.ids]
    if "subject" not in roles and before and kind not in ("threat", "order"):
        near = [m for m in before if m.ids[0].startswith("org:") is False] or before
        parts = parts + [Part(i, "subject", near[-1].text, near[-1].start) for i in near[-1].ids]
    elif (
        "subject" not in roles
        and kind in _ASKS_WHO
        and "passive" not in match.slots.tokens
        and focus.single not in {None, *(p.id for p in parts)}
    ):
        parts = [Part(str(focus.single), "subject", "", head.i, True), *parts]
    return parts


def _own_tokens(head: Token) -> set[int]:
    """Tokens under a head, relative clauses with them, but not its co-ordinate or adverbial clauses."""
    found, stack = set(), [head]
    while stack:
        token = stack.pop()
        found.add(token.i)
        stack.extend(
            c
            for c in token.children
            if not (c.dep_ in ("conj", "advcl", "ccomp", "parataxis") and c.pos_ in ("VERB", "AUX"))
        )
    return found


def _speaks_of_relations(match: Match) -> bool:
    """Whether the match is about "relations" whose sides the sentence leaves to the context."""
    lemmas, lowers = match.slots.words("subj")
    words = f"{lemmas}{lowers}{match.slots.words('obj')[1]} {match.head.lower_} "
    return any(f" {w} " in words for w in (*classes()["REL"], *classes()["POS"], *classes()["NEG"]))


def _from_context(ids: set[str], focus: Focus, match: Match) -> list[Part]:
    """The pair spoken of before, or the one side that is missing."""
    at = match.head.i
    if not ids:
        return [Part(i, "subject", "", at, True) for i in focus.pair]
    if focus.single and focus.single not in ids and is_state(focus.single):
        return [Part(focus.single, "subject", "", at, True)]
    return []


def _pair(parts: list[Part]) -> list[Part]:
    """First actor of the pool is the subject, the others objects; cause, third and comparison stay."""
    pool = [p for p in parts if p.role in ("subject", "object")]
    rest = [p for p in parts if p.role not in ("subject", "object")]
    subjects = [p for p in pool if p.role == "subject"] or pool
    if not pool:
        return rest
    named = [p for p in pool if not p.pronoun or p.id not in {q.id for q in pool if not q.pronoun}]
    pairs = [p for p in named if p.pronoun and sum(q.at == p.at for q in named) == 2]
    if len(pairs) == 2:
        named = pairs
        subjects = pairs
    first = subjects[0].id
    made: list[Part] = []
    for part in named:
        if part.id not in {m.id for m in made}:
            made.append(replace(part, role="subject" if part.id == first else "object"))
    return made + [r for r in rest if r.role != "comparison" or r.id not in {m.id for m in made}]


def _tidy(kind: str, parts: list[Part]) -> list[Part]:
    """One role an actor, organisations in their own role, text order; pronouns add nobody twice."""
    out: list[Part] = []
    named = {p.id for p in parts if not p.pronoun}
    first_object = True
    for part in sorted(
        parts, key=lambda p: (p.pronoun, p.role in ("comparison", "third", "cause", "place"), p.at)
    ):
        role = part.role
        if part.pronoun and part.id in named:
            continue
        if part.id == "org:UN" and kind not in ("membership", "reaction", "possibility", "normative"):
            continue
        if (
            part.id.startswith("org:")
            and kind in ("membership", "possibility")
            and role in ("subject", "object")
        ):
            role = "organisation"
        if any(o.id == part.id and (o.role == role or role != "cause") for o in out):
            continue
        if kind == "reaction" and role == "object":
            if part.id.startswith("org:") and not first_object:
                role = "organisation"
            elif not first_object and not any(o.role == "object" and part.at - o.at <= 3 for o in out):
                role = "third"
            first_object = False
        if part.id.startswith("sea:") or (
            role == "cause" and any(o.role == "cause" and part.at - o.at > 3 for o in out)
        ):
            continue
        if kind == "power" and role == "object":
            continue
        if kind == "power" and role == "subject" and any(o.role == role and part.at - o.at > 2 for o in out):
            continue
        out.append(replace(part, role=role))
    return sorted(out, key=lambda p: p.at)
