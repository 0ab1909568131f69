"""One claim from one frame match: kind, roles, period, qualifier, attribution, details.

In: a match, its sentence, the mentions and period expressions around it. Out: a `Draft`, a claim that
has no id and no place in a part yet. The wording decides; nothing here knows a particular actor.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from detente.model import Period, Qualifier, Role
from detente.reading import details as detail
from detente.reading import periods, qualify, roles
from detente.reading.match import Match
from detente.reading.mentions import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_POSSIBLE: dict[tuple[str, str | None], str] = {
    ("membership", "join"): "join",
    ("membership", "member"): "join",
    ("membership", "leave"): "leave",
    ("trend", "improve"): "improve",
    ("trend", "worsen"): "worsen",
    ("realignment", "toward"): "improve",
    ("realignment", "away"): "worsen",
    ("realignment", "switch"): "improve",
    ("level", "close"): "improve",
    ("level", "hostile"): "worsen",
    ("reaction", "break"): "worsen",
    ("reaction", "hostile"): "worsen",
    ("reaction", "friendly"): "improve",
    ("driver", "improve"): "improve",
    ("driver", "worsen"): "worsen",
    ("triad", "bring_together"): "improve",
    ("triad", "drive_apart"): "worsen",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before it gets its id and span."""

    kind: str
    topic: str
    direction: str | None
    actors: tuple[Role, ...]
    period: Period
    qualifier: Qualifier
    speaker: str | None
    details: dict[str, Any] = field(default_factory=dict)
    head: int = 0
    tokens: tuple[int, ...] = ()


def draft(
    match: Match,
    heads: list[Token],
    mentions: list[Mention],
    spans: list[periods.Span],
    year: int | None,
) -> Draft | None:
    """Read one match; None where the kind needs more actors than there are."""
    frame, head = match.frame, match.head
    parts = roles.assign(match, mentions)
    tokens = qualify.scope(head, heads)
    manner = qualify.manner(head, tokens, used_negation=any(n.slot == "neg" for n in frame.needs))
    period = period_of(head, tokens, spans, year, future=manner.future)
    kind, topic, direction = frame.kind, frame.topic, frame.direction
    facts = dict(frame.details)
    facts.update(detail.read(match, parts, tokens, mentions))
    topic = facts.pop("topic", topic)
    direction = facts.pop("direction", direction)
    kind = facts.pop("kind", kind)
    if manner.negated:
        facts["negated"] = True
    if manner.word:
        facts["hedge"] = manner.word
    if manner.future:
        facts["future"] = True
    if kind == "influence" and facts.pop("negated", False):
        direction = "failed" if direction == "succeeded" else direction
    enough = len({p.id for p in parts if p.role not in ("cause",)})
    if enough < roles.NEEDS.get(kind, 0) and not (facts.get("negated") and enough):
        return None
    if manner.recommended and kind not in ("necessity",):
        facts = {**facts, "of": kind, "of_direction": direction}
        kind, direction = "normative", "recommended"
    elif manner.future and (kind, direction) in _POSSIBLE:
        facts["of"] = kind
        if manner.word:
            facts["probability_word"] = manner.word
        kind, direction, topic = possible(kind, direction, topic)
    actors = tuple(Role(dated(p.id, period), p.role, p.mention) for p in parts)
    return Draft(
        kind,
        topic,
        direction,
        actors,
        period,
        manner.qualifier,
        qualify.speaker(head),
        facts,
        head.i,
        tuple(tokens),
    )


def possible(kind: str, direction: str | None, topic: str) -> tuple[str, str, str]:
    """Kind, direction and topic of the possibility that a claim of `kind` comes true."""
    if topic == "alliance" and kind in ("level", "realignment") and direction in ("close", "toward"):
        return "possibility", "ally", "alliance"
    if topic == "conflict" and kind == "level":
        return "possibility", "fight", "conflict"
    return "possibility", _POSSIBLE[(kind, direction)], topic


def period_of(
    head: Token, tokens: list[int], spans: list[periods.Span], year: int | None, *, future: bool = False
) -> Period:
    """Period of a claim: the expressions in its own clause, else those of its sentence, else its tense."""
    doc = head.doc
    inside = set(tokens)
    sentence = head.sent
    here = [s for s in spans if sentence.start_char <= s.start < sentence.end_char]
    own = [s for s in here if any(doc[i].idx < s.end and s.start < doc[i].idx + len(doc[i]) for i in inside)]
    chosen = own or here
    if chosen:
        return periods.combine(chosen, doc.text)
    if year is None:
        return Period()
    return Period(year, None) if future else Period(None, year)


def dated(actor: str, period: Period) -> str:
    """The id an actor goes by in a period: "Russia" before 1992 is SUN. A name without a state stays."""
    from detente import actors

    year = period.end if period.end is not None else period.start
    if year is None or ":" in actor:
        return actor
    try:
        first = actors.get(actor).start
        if first is None or _year(first) <= year:
            return actor
        earlier = actors.at(actor, year)
        one, two = actors.ccode(actor), actors.ccode(earlier)
        same = one is not None and two is not None and actors.lineage(one) == actors.lineage(two)
    except (KeyError, ValueError, LookupError):
        return actor
    return earlier if same else actor


def _year(value: Any) -> int:
    return value if isinstance(value, int) else value.year


def with_roles(one: Draft, actors: tuple[Role, ...]) -> Draft:
    """The draft with other actors."""
    return replace(one, actors=actors)
