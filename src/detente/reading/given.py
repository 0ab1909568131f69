"""A reading that is partly given: actors, years and kind of a sentence are known, the rest is read.

In: the claims read from a sentence and what is given. Out: the claims with the main one recast: ids as
given, each in the role its mention plays; period and kind as given; direction in the words of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.model import Claim, Period, Role
from detente.reading import bearing, leaning, periods, second, sense, words
from detente.reading.details import has, hedged, route
from detente.reading.lexicon import classes, wordset
from detente.reading.mentions import Mention
from detente.reading.poles import same
from detente.reading.roles import MUTUAL
from detente.reading.turns import with_alliance, with_turn

if TYPE_CHECKING:
    from spacy.tokens import Doc

KINDS = wordset(
    "level trend no_change realignment convergence membership power dependence "
    "linkage normative reaction driver triad "
    "influence threat energy possibility necessity connectivity order value"
)
# A role in one kind -> the same part in another.
_RECAST: dict[str, dict[str, str]] = {
    "realignment": {"object": "to", "supplier": "to"},
    "dependence": {"object": "supplier", "from": "supplier", "to": "supplier", "comparison": "supplier"},
    "power": {"object": "comparison"},
    "membership": {"object": "organisation", "to": "organisation", "from": "organisation"},
    "necessity": {"from": "subject", "to": "object"},
}
_TO_OBJECT = {"from": "object", "to": "object", "supplier": "object", "organisation": "object"}
_KEEPS: dict[str, frozenset[str]] = {
    "possibility": frozenset(("organisation", "third", "place")),
    "reaction": frozenset(("third", "organisation")),
    "driver": frozenset(("cause", "third")),
    "triad": frozenset(("third",)),
    "influence": frozenset(("third",)),
    "level": frozenset(("comparison", "comparison_object")),
    "trend": frozenset(("cause",)),
    "linkage": frozenset(),
    "convergence": frozenset(("comparison",)),
    "no_change": frozenset(),
    "connectivity": frozenset(("third",)),
    "necessity": frozenset(("third",)),
    "threat": frozenset(("place",)),
}
_MINUS = wordset("hostile worsen away diverge leave fall less break end drive_apart failed not_member")
DIRECTIONS: dict[str, tuple[str | None, str | None, frozenset[str]]] = {
    "level": ("close", "hostile", frozenset(("close", "hostile"))),
    "trend": ("improve", "worsen", frozenset(("improve", "worsen"))),
    "no_change": ("improve", "worsen", frozenset(("stable", "improve", "worsen", "away", "toward"))),
    "realignment": ("toward", "away", frozenset(("switch", "toward", "away"))),
    "convergence": ("converge", "diverge", frozenset(("converge", "diverge"))),
    "membership": ("join", "leave", frozenset(("join", "leave", "member", "not_member", "observer"))),
    "power": ("rise", "fall", frozenset(("rise", "fall", "greater", "less", "dominant"))),
    "dependence": (
        "main",
        "negligible",
        wordset("majority main concentrated negligible rising falling balanced"),
    ),
    "linkage": ("linked", "unlinked", frozenset(("linked", "unlinked", "top_partner"))),
    "reaction": ("friendly", "hostile", frozenset(("hostile", "friendly", "break", "none"))),
    "driver": ("improve", "worsen", frozenset(("improve", "worsen", "end", "start"))),
    "triad": ("bring_together", "drive_apart", frozenset(("bring_together", "drive_apart"))),
    "influence": ("succeeded", "failed", frozenset(("failed", "succeeded"))),
    "threat": ("rise", "fall", frozenset(("rise", "fall", "present"))),
    "energy": ("abundance", "shortage", wordset("shortage abundance exporter importer")),
    "possibility": ("improve", "worsen", wordset("join leave ally fight supply improve worsen")),
    "necessity": ("required", "required", frozenset(("required",))),
    "connectivity": ("possible", "possible", frozenset(("possible", "cheaper"))),
    "normative": ("recommended", "recommended", frozenset(("recommended",))),
    "order": ("shift", "shift", frozenset(("shift",))),
    "value": (None, None, frozenset()),
}


_PLAIN = frozenset(("membership", "linkage", "convergence", "power"))
"""Kinds that a sentence without any word of turning asserts in the plain direction."""
_TURNED = re.compile(
    r"\b(?:not|never|no|nor|neither|nobody|hardly|barely|without|un\w+|in(?:dependent|significant)\w*|out|left|leav\w+|quit\w*|"
    r"exit\w*|withdr\w+|expel\w*|exclu\w+|bar(?:red|s)|reject\w*|refus\w+|declin\w+|den(?:y|ied|ies)|fail\w*|lost|los\w+|"
    r"f[ae]ll\w*|drop\w*|shr[aiu]nk\w*|weak\w*|small\w*|less\w*|lower|behind|below|apart|away|diverg\w+|differ\w*|"
    r"opposite|against|cut|suspend\w*|broke\w*|break\w*|lag\w*|trail\w*|dwarfed by|overshadowed by|ended?|ceas\w+|stopp\w+)\b",
    re.I,
)


def direction_as(kind: str, direction: str | None) -> str | None:
    """The direction of a claim in the words of another kind ("away" as a reaction is a "break")."""
    plus, minus, allowed = DIRECTIONS[kind]
    if direction in allowed:
        return direction
    if kind == "no_change" and direction == "switch":
        return "away"
    if kind == "no_change" and direction in ("close", "hostile"):
        return "stable"
    if kind == "threat":  # what is good between two states is less of a threat
        return "fall" if direction in ("improve", "close", "failed") else "rise"
    if kind == "reaction" and direction in ("away", "leave", "worsen"):
        return "break"
    if kind == "possibility" and direction in ("member",):
        return "join"
    if kind == "possibility" and direction in ("main", "majority"):
        return "supply"
    return minus if direction in _MINUS else plus


def _by_tone(kind: str, text: str) -> str | None:
    """Direction of a sentence no frame fits: the minus side where its words speak of decline."""
    words = f" {' '.join(text.lower().split())} "
    minus = any(
        f" {w} " in words for name in ("DOWN", "WORSEWORD", "NEG", "HOSTILE") for w in classes()[name]
    )
    plus_word, minus_word, _ = DIRECTIONS[kind]
    return minus_word if minus else plus_word


def _is_plain(kind: str | None, text: str, mentions: list[Mention]) -> bool:
    """Whether a sentence no frame fits may be taken in the direction of its tone."""
    if kind not in _PLAIN or _by_tone(kind, text) != DIRECTIONS[kind][0]:
        return False
    if kind == "power" and len({i for m in mentions for i in m.ids}) > 1:
        return False  # which of the two is the greater is what the verb would have said
    return not _TURNED.search(text)


def recast(claim: Claim, kind: str) -> Claim:
    """The claim as one of another kind: roles and direction renamed, the rest kept."""
    if claim.kind == kind:
        return claim
    keep = _KEEPS.get(kind, frozenset())
    if claim.direction == "break" and kind in ("trend", "no_change"):
        claim = replace(claim, details={**claim.details, "degree": "break"})
    actors = []
    for part in claim.actors:
        role = part.role
        if role in _RECAST.get(kind, {}):
            role = _RECAST[kind][role]
        elif kind in _KEEPS and role not in keep:
            role = _TO_OBJECT.get(role, role)
        actors.append(replace(part, role=role))
    return replace(claim, kind=kind, direction=direction_as(kind, claim.direction), actors=tuple(actors))


_CARRIES: dict[str, frozenset[str]] = {
    "threat": wordset("trend level"),
    "energy": wordset("dependence"),
    "influence": frozenset(),
    "driver": wordset("trend triad convergence"),
    "triad": wordset("driver"),
    "reaction": wordset("realignment trend no_change membership"),
    "convergence": wordset("trend level realignment no_change"),
    "power": wordset("trend"),
    "no_change": wordset("level trend realignment convergence reaction driver"),
    "realignment": wordset("trend reaction membership convergence level triad no_change possibility"),
}
"""Kinds of which these can be read without a word of their own; a direction does not carry over from others."""


_FROM_GRAMMAR = frozenset(("unread", "guessed", "negated", "degree", "level"))
"""Details of a grammatical reading that the words of the kind replace."""


def _as_said(claim: Claim, kind: str, said: words.Saying, mentions: list[Mention], text: str) -> Claim:
    """The claim as the words of its kind have it."""
    actors, details = [], {k: v for k, v in claim.details.items() if k not in _FROM_GRAMMAR}
    details |= said.details
    qualifier, hedge = hedged(claim, _plain(text)) if kind == "possibility" else (claim.qualifier, {})
    details |= hedge
    direction = said.direction
    for k, role in sorted(said.roles.items()):
        for who in mentions[k].ids:
            if kind == "realignment" and who.startswith("org:") and role == "from":
                role, direction = "organisation", "away"
                details["organisation"] = who
            actors.append(Role(who, role, mentions[k].text))
    if kind == "membership":
        for part in actors:
            if part.role == "organisation":
                details["organisation"] = part.id
    if kind == "necessity":
        third = [r for r in actors if r.role == "third"]
        details |= route(_plain(text))
        if len(third) > len({r.mention for r in third}):  # a strait between two states
            details["joint"] = True
    topic = claim.topic
    if kind == "convergence" and has(_plain(text), "VOTE"):
        topic = "voting"
    if kind in ("driver", "possibility", "energy", "threat", "influence", "triad", "membership", "necessity"):
        topic = said.details.get("topic") or _topic(
            kind, text.replace(str(details.get("cause") or "\0"), " ")
        )
        details.pop("topic", None)
    elif kind in ("dependence", "power"):
        topic = str(details.pop("topic", claim.topic))
    elif kind == "level":
        topic = str(details.pop("topic", claim.topic if claim.kind == kind else "relation"))
        topic = "rivalry" if re.search(r"\brival", text, re.I) else topic
    return replace(
        claim,
        kind=kind,
        direction=direction,
        topic=topic,
        actors=tuple(actors),
        qualifier=qualifier,
        details=details,
    )


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two readings of a sentence do not point in opposite directions."""
    return words.SIGNS.get(str(one), 0) * words.SIGNS.get(str(other), 0) >= 0


def _plain(text: str) -> str:
    """ " a b c " of the words of a text."""
    return f" {' '.join(re.findall(r'[a-z]+', text.lower()))} "


def _topic(kind: str, text: str) -> str:
    """What the effect or the shortage is of."""
    low = _plain(text)
    if kind == "driver":
        found = (t for n, t in (("AID", "aid"), ("ARMS", "arms"), ("SALES", "trade")) if has(low, n))
        return next(found, "relation")
    if kind == "energy":
        products = {w for w in ("oil", "gas", "electricity") if f" {w} " in low}
        return products.pop() if len(products) == 1 else "energy"
    return {
        "membership": "membership",
        "necessity": "transport",
        "influence": "policy",
        "triad": "relation",
    }.get(kind, "conflict")


def impose(
    doc: Doc,
    text: str,
    claims: list[Claim],
    mentions: list[Mention],
    spans: list[periods.Span],
    *,
    actors: Sequence[str] | None,
    years: tuple[int, int] | None,
    kind: str | None,
    sensed: sense.Sense | None = None,
) -> list[Claim]:
    """Lay what is given over the main claim (and its years over all); `sensed` where the model was asked already."""
    wanted = kind if kind in KINDS else None
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if claims:
        main, rest = claims[0], list(claims[1:])
    else:
        main = Claim(
            "c1",
            "sentence",
            text[start:end],
            start,
            end,
            wanted or "value",
            tuple(
                Role(i, "subject" if k == 0 else "object", m.text)
                for k, m in enumerate(mentions)
                for i in m.ids[:1]
            )
            if wanted
            else (),
            period=periods.combine(spans, text),
            direction=_by_tone(wanted, text) if wanted else None,
            details={"guessed": True} if _is_plain(wanted, text, mentions) else {"unread": True},
        )
        rest = []
    if wanted in ("influence", "triad"):  # what was wanted, or where, may stand beside the verb's own clause
        main = replace(main, quote=text[start:end], start=start, end=end)
    if wanted:
        said = words.read(wanted, doc, mentions)
        strait = wanted == "necessity" and any(m.kind == "chokepoint" for m in mentions)
        if said and (said.over or strait or not claims or main.kind != wanted):
            main = _as_said(main, wanted, said, mentions, text)
            apart = [s for s in spans if text[s.start : s.end] not in str(main.details.get("cause") or "")]
            if apart and wanted == "driver":  # the year of the cause is not the period of its effect
                main = replace(main, period=periods.combine(apart, text))
        elif claims and main.kind not in _CARRIES.get(wanted, KINDS) | {wanted}:
            main = recast(replace(main, details={**main.details, "unread": True}), wanted)
        else:
            if wanted == "driver" and said and "cause" in said.details:
                main = replace(main, details={"cause": said.details["cause"], **main.details})
            sure = not said or "negated" in main.details or _agree(said.direction, main.direction)
            main = recast(main if sure else replace(main, details={**main.details, "unread": True}), wanted)
    if wanted in ("necessity", "connectivity"):  # the whole sentence says which way is meant
        own = tuple(r for r in main.actors if not r.id.startswith("sea:"))
        main = replace(main, quote=text[start:end], start=start, end=end, actors=own)
    if actors is not None:
        then = main if years is None else replace(main, period=Period(*years, main.period.stated))
        main = replace(main, actors=_given_roles(then, list(actors), mentions))
        rest = [replace(c, actors=tuple(replace(r, id=same(r.id, actors)) for r in c.actors)) for c in rest]
    if wanted in bearing.KINDS and (actors is not None or wanted != "realignment"):
        main = leaning.turned(main, wanted, doc, mentions, list(actors or ()), years)
    if wanted:
        firm = (
            bool(bearing.votes(doc, mentions))
            if wanted == "convergence"
            else wanted in bearing.KINDS - {"realignment"}
            and isinstance(bearing.heard(doc, mentions), bearing.Bearing)
        )
        other = second.opinion(main, sensed or sense.read(doc, mentions), mentions, firm=firm)
        if actors is not None and other.actors != main.actors:
            other = replace(other, actors=_given_roles(other, list(actors), mentions))
        main = other
    if years is not None:
        stated = main.period.stated
        read = main.period if claims else periods.combine(spans, text)
        main = with_turn(replace(main, period=Period(years[0], years[1], stated)), read)
        rest = [replace(c, period=Period(years[0], years[1], c.period.stated)) for c in rest]
    return [with_alliance(_with_details(main), text), *rest]


_OPEN = re.compile(
    r"\b(?:can|could)(?:not| not|n[’']t) be (?:ruled out|excluded|discounted|dismissed)\b", re.I
)


def _with_details(claim: Claim) -> Claim:
    details: dict[str, Any] = dict(claim.details)
    if claim.kind == "possibility" and _OPEN.search(claim.quote):  # possible, and no negation
        details.pop("negated", None)
        claim = replace(claim, qualifier="possible")
    if claim.kind == "possibility" and claim.period.start is not None and claim.period.end is not None:
        details.setdefault("horizon", claim.period.end - claim.period.start)
    return replace(claim, details=details)


def _named_then(mention: str, period: Period, given: Sequence[str]) -> str | None:
    """The given id that a name stood for in the period: "Prague" in 1968, "Vienna" in 1910."""
    from detente import actors as who

    year = period.end or period.start
    then = who.resolve(mention, year) if year is not None else None
    return then.id if then is not None and then.id in given else None


def _given_roles(claim: Claim, given: list[str], mentions: list[Mention]) -> tuple[Role, ...]:
    """Each given id in the role its mention plays; ids without a mention stand in for the unnamed.

    An id that no mention names takes the role of a group of states the sentence names instead ("the West",
    "Arab states"), else the first role that is empty.
    """
    from detente import actors as who

    out: list[Role] = []
    used: set[str] = set()
    stand_ins: list[Role] = []
    for part in claim.actors:
        if part.role == "organisation" and ":" not in part.id:
            part = replace(part, role="subject")
        if part.id == "org:UN" and part.role in ("subject", "object") and part.id not in given:
            continue  # where votes are cast, not who casts them
        named = same(part.id, given)
        if named not in given and part.mention:
            named = _named_then(part.mention, claim.period, given) or named
        if named in given:
            if (named, part.role) not in {(r.id, r.role) for r in out}:
                out.append(replace(part, id=named))
            used.add(named)
        elif part.id.startswith("org:") or part.role in ("organisation", "cause", "third", "place"):
            out.append(part)
            if part.id.startswith(("bloc:",)):
                stand_ins.append(part)
        elif part.id.startswith("bloc:"):
            stand_ins.append(part)
    groups = [p for p in claim.actors if p.id.startswith("group:")]
    missing = [g for g in given if g not in used]
    for part in stand_ins:
        try:
            inside = set(who.members(part.id, claim.period.end or claim.period.start or 2000))
        except Exception:  # a group without a list of members
            inside = set()
        fit = [g for g in missing if g in inside]
        for g in fit:
            out.append(Role(g, part.role, part.mention))
            missing.remove(g)
    names = {m.ids[0]: m.text for m in mentions}
    main_roles = _slots(claim.kind, claim.direction)
    for g in missing:
        empty = next((r for r in main_roles if r not in {o.role for o in out}), main_roles[-1])
        out.append(Role(g, empty, names.get(g, "")))
    out += [p for p in groups if p.role not in {o.role for o in out}]  # who else the sentence names
    if claim.kind == "driver" and len([o for o in out if o.role in ("subject", "object")]) == 1:
        own = [
            o
            for o in out
            if o.role == "cause" and o.id in given and o.id not in {p.id for p in out if p.role != "cause"}
        ]
        out += [
            replace(o, role="object") for o in own[-1:]
        ]  # "the American embargo ... trade between the two"
    position = {m.text: m.start for m in reversed(mentions)}
    out.sort(key=lambda r: position.get(r.mention, 999))
    sides = {r.role for r in out}
    one_sided = sides == {"subject"} or "subject" not in sides
    if claim.kind == "reaction" and len(out) == 2 and sides == {"subject"}:
        out[1] = replace(out[1], role="object")
    elif claim.kind in MUTUAL and len(out) > 1 and one_sided:
        out = [replace(r, role="object" if k else "subject") for k, r in enumerate(out[:2])] + out[2:]
    return tuple(out)


def _slots(kind: str, direction: str | None) -> tuple[str, ...]:
    return {
        "realignment": ("subject", "from", "to") if direction == "away" else ("subject", "to", "from"),
        "dependence": ("subject", "supplier"),
        "power": ("subject", "comparison"),
        "necessity": ("subject", "object", "third"),
        "possibility": ("subject", "object"),
    }.get(kind, ("subject", "object", "third"))
