"""One claim from one frame match: kind, roles, period, qualifier, attribution, details.

In: a match, its sentence, the mentions and period expressions around it. Out: a `Draft`, a claim that
has no id and no place in a part yet. The wording decides; nothing here knows a particular actor.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from detente.model import Period, Qualifier, Role
from detente.reading import details as detail
from detente.reading import language, periods, qualify, roles
from detente.reading.match import Match
from detente.reading.mentions import Focus, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

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
class Around:
    """What a claim is read in: the sentence's mentions and periods, the year of the text, the context."""

    mentions: list[Mention]
    spans: list[periods.Span]
    year: int | None
    focus: Focus
    text: str  # of the whole parsed text (`Doc.text` puts it together anew each time)


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
    head: int = 0  # token index of the head word
    depth: int = 0  # how far the head is from the sentence's root
    tokens: tuple[int, ...] = ()  # the words it was read from


def draft(match: Match, around: Around, heads: list[Token]) -> Draft | None:
    """Read one match; None where the kind needs more actors than there are."""
    frame, head = match.frame, match.head
    parts = roles.assign(match, around.mentions, around.focus)
    tokens = qualify.scope(head, heads)
    manner = qualify.manner(head, tokens, used_negation=any(n.slot == "neg" for n in frame.needs))
    period = period_of(head, heads, around, future=manner.future)
    facts = dict(frame.details)
    facts.update(detail.read(match, parts, tokens))
    kind = facts.pop("kind", frame.kind)
    topic = facts.pop("topic", frame.topic)
    direction = facts.pop("direction", frame.direction)
    triad = facts.pop("triad", None)
    sides = {p.id for p in parts if p.role in ("subject", "object")}
    if triad and any(p.role == "cause" and p.id not in sides and ":" not in p.id for p in parts):
        kind, direction = "triad", triad  # a state's doing, not just an event, brings the two together
        parts = [
            replace(p, role="third") if p.role == "cause" else p
            for p in parts
            if p.id not in sides or p.role != "cause"
        ]
    qualifier, negated = manner.qualifier, manner.negated
    if kind == "necessity":  # "cannot ... without", "must pass": the wording is the claim
        verb = qualify.verb_of(head)
        owns = verb.lemma_ == "have" and any(c.dep_ == "dobj" for c in verb.children)  # "has no way but ..."
        negated = negated and verb.lemma_ in ("need", "have", "require") and not owns
        negated = negated or qualify.lifted(head)
        qualifier = qualifier if manner.word and manner.word not in ("can", "ca", "could") else "asserted"
        qualifier = "asserted" if qualifier in ("recommended", "impossible") else qualifier
    if kind == "influence" and negated:
        direction, negated = ("failed" if direction == "succeeded" else direction), False
        qualifier = "asserted" if qualifier == "impossible" else qualifier
    if negated:
        facts["negated"] = True
    if manner.word:
        facts["hedge"] = manner.word
    if manner.future:
        facts["future"] = True
    count = len({p.id for p in parts if p.role != "cause" or kind in ("triad", "driver")})
    if (
        kind == "dependence"
        and manner.future
        and qualifier != "asserted"
        and direction in ("main", "majority")
    ):
        facts["of"], kind, direction = kind, "possibility", "supply"
    someone = any(not p.id.startswith("org:") for p in parts)
    alone = negated or ("organisation" in facts and someone) or any(p.id.startswith("bloc:") for p in parts)
    if count < roles.NEEDS.get(kind, 1) and not (alone and count):
        return None
    if manner.recommended and kind != "necessity":
        facts |= {"of": kind, "of_direction": direction}
        kind, direction = "normative", "recommended"
    elif (manner.future or _foreseen(qualifier, around)) and (kind, direction) in _POSSIBLE:
        facts["of"] = kind
        if manner.word:
            facts["probability_word"] = _bare_word(manner.word)
        kind, direction, topic = possible(kind, direction, topic)
    actors: list[Role] = []
    for part in parts:
        who = dated(part.id, period, part.mention)
        if not any(
            a.id == who and (a.role == part.role or "cause" not in (a.role, part.role)) for a in actors
        ):
            actors.append(Role(who, part.role, part.mention))
    return Draft(
        kind,
        topic,
        direction,
        tuple(actors),
        period,
        qualifier,
        qualify.speaker(head),
        facts,
        head.i,
        sum(1 for _ in head.ancestors),
        tuple(qualify.own_words(head, tokens, manner)),
    )


def _foreseen(qualifier: Qualifier, around: Around) -> bool:
    """Whether a hedged noun speaks of what was to come: "in 2002 membership within three years was probable"."""
    sorts = [s.sort for s in around.spans]
    ahead = "within" in sorts or (len(sorts) > 1 and bool({"by", "before"} & set(sorts)))
    return ahead and qualifier in ("possible", "likely", "certain", "impossible")


def _bare_word(hedge: str) -> str:
    """The word of likelihood in a hedge: "it was certain" -> "certain"."""
    small = {
        "it",
        "was",
        "is",
        "that",
        "seems",
        "seemed",
        "looks",
        "looked",
        "to",
        "the",
        "a",
        "of",
        "are",
        "some",
    }
    return " ".join(w for w in hedge.split() if w not in small) or hedge


def possible(kind: str, direction: str | None, topic: str) -> tuple[str, str, str]:
    """Kind, direction and topic of the possibility that a claim of `kind` comes true."""
    if topic == "alliance" and kind in ("level", "realignment") and direction in ("close", "toward"):
        return "possibility", "ally", "alliance"
    if topic == "conflict" and kind == "level":
        return "possibility", "fight", "conflict"
    return "possibility", _POSSIBLE[(kind, direction)], topic


def period_of(head: Token, heads: list[Token], around: Around, *, future: bool = False) -> Period:
    """Period of a claim: the expressions that hang on its head or on no other claim's, else its tense.

    Without any, a statement holds up to the year of the text (None, year), a forecast from it on.
    """
    doc = head.doc
    here = [
        s
        for s in around.spans
        if language.sentence_of(head).start_char <= s.start < language.sentence_of(head).end_char
    ]
    here = [s for s in here if not _in_a_list(doc, s)]
    owners = [(s, _owner(doc, s, heads)) for s in here]
    mine = {head.i, qualify.verb_of(head).i}
    above = {t.i for t in head.ancestors}
    chosen = [s for s, owner in owners if owner is None or owner in mine]
    if not chosen:
        chosen = [s for s, owner in owners if owner in above] or here
    own = [s for s, owner in owners if owner in mine]
    if own and any(s.sort == "range" for s in own):
        chosen = own
    lasting = [s for s in chosen if s.sort == "decades"]
    if lasting and len(chosen) > len(lasting):
        chosen = [s for s in chosen if s.sort != "decades"]
    elif lasting:
        point = next((s.first for s in here if s.sort != "decades" and s.first is not None), None)
        if point is not None:
            span = lasting[0]
            length = (span.last or 0) - (span.first or 0)
            return Period(point - length, point, around.text[span.start : span.end])
    if chosen:
        return periods.combine(chosen, around.text)
    if around.year is None:
        return Period()
    return Period(around.year, None) if future else Period(None, around.year)


def _in_a_list(doc: Doc, span: periods.Span) -> bool:
    """Whether an event is one of several things named ("factors like 9/11, the rise of A, ..."), and no date."""
    piece = doc.char_span(span.start, span.end, alignment_mode="expand")
    if piece is None or span.sort not in ("point", "range"):
        return False
    if any(t.text.isdigit() and len(t) == 4 for t in piece):
        return False
    before = doc[piece.start - 1].lower_ if piece.start else ""
    after = doc[piece.end].lower_ if piece.end < len(doc) else ""
    return before in ("like", "as", "including", ",", ":") and after in (",", "and")


def _owner(doc: Doc, span: periods.Span, heads: list[Token]) -> int | None:
    """The nearest claim head (or the verb of one) that a period expression hangs on."""
    piece = doc.char_span(span.start, span.end, alignment_mode="expand")
    if piece is None:
        return None
    known = {h.i: h.i for h in heads} | {qualify.verb_of(h).i: h.i for h in heads}
    node, hops = piece.root, 0
    while hops < 20:
        if node.i in known and not piece.start <= node.i < piece.end:
            return node.i
        if node.head == node:
            return None
        node, hops = node.head, hops + 1
    return None


def dated(actor: str, period: Period, mention: str = "") -> str:
    """The id an actor goes by in a period: "Russia" before 1992 is SUN, "Prague" CSK. A name without a state stays."""
    from detente import actors

    if period.end is not None and mention and ":" not in actor:
        then = actors.resolve(mention, period.end)
        if then is not None and then.kind == "state" and actor in (then.id, *actors.successors(then.id)):
            return then.id
    return actor if period.end is None or ":" in actor else actors.at(actor, period.end)
