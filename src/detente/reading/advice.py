"""Recommendations with their premises, and statements of value.

In: one sentence with the drafts already made. Out: the drafts with recommendations and values added, and
which drafts are the premises of which recommendation or forecast.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.model import Role
from detente.reading import details as detail
from detente.reading import language, qualify
from detente.reading.drafts import Around, Draft, dated, period_of
from detente.reading.lexicon import classes
from detente.reading.slots import around as slots_around
from detente.reading.slots import phrase_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_BECAUSE = frozenset(("because", "since", "as", "given"))


def may_matter(sentence: Span) -> bool:
    """Whether a sentence without actors may still hold an order, value or relations claim."""
    words = f" {' '.join(t.lower_ for t in sentence)} "
    return any(detail.has(words, name) for name in ("VALUE", "VALUE_WEAK", "ORDER", "REL", "ADVICE"))


def recommendations(sentence: Span, made: list[Draft], around: Around) -> list[Draft]:
    """The drafts of a sentence with one normative draft for each recommending verb.

    What stands under a recommending verb is part of the recommendation; what stands in a because-clause or
    after "without" is a premise and stays a draft of its own.
    """
    doc = sentence.doc
    taken: set[int] = set()
    for verb in sentence:
        if verb.pos_ not in ("VERB", "AUX") or verb.i in taken:
            continue
        word = qualify.recommendation(verb)
        if not word:
            continue
        below = set(phrase_tokens(verb, clauses=True))
        if verb.dep_ == "xcomp" and verb.head.lemma_ in ("need", "have"):
            below |= set(phrase_tokens(verb.head, clauses=True))
        if any(d.kind == "necessity" and d.head in below for d in made):
            continue
        taken |= below
        inner = [d for d in made if d.head in below and not _is_ground(doc, d, verb)]
        made = [d for d in made if d not in inner]
        one = _recommendation(verb, word, below, inner, around)
        who = one.actors[0] if one and one.actors and one.actors[0].role == "subject" else None
        made = [_presupposed(doc, d, verb, who) if d.head in below else d for d in made]
        made = [_as_fact(d) if _is_ground(doc, d, verb) and d is not one else d for d in made]
        made = [_of_advised(d, who) if d.head in below else d for d in made]
        if one:
            made.append(one)
        else:
            made += inner
    return made


def _recommendation(
    verb: Token, word: str, below: set[int], inner: list[Draft], around: Around
) -> Draft | None:
    """A normative draft: who should do it, and everyone else it names."""
    slots = slots_around(verb)
    actors: dict[str, tuple[str, str]] = {}
    for mention in slots.mentions("subj", around.mentions):
        actors.update((i, ("subject", mention.text)) for i in mention.ids if i not in actors)
    for name in sorted(n for n in slots.tokens if n not in ("subj", "than", "neg", "without", "because")):
        for mention in slots.mentions(name, around.mentions):
            actors.update((i, ("object", mention.text)) for i in mention.ids if i not in actors)
    reasons = {i for d in around.mentions for i in range(d.start, d.end) if _is_reason(verb.doc, i, verb)}
    for mention in around.mentions:
        if mention.start in below and mention.start not in reasons:
            actors.update((i, ("object", mention.text)) for i in mention.ids if i not in actors)
    if not actors and not _has_collective(slots.words("subj")[1]):
        return None
    period = period_of(verb, [verb], around, future=True)
    details: dict[str, Any] = {"hedge": word}
    topic = "relation"
    if inner:
        first = inner[0]
        details |= {
            "of": first.details.get("of", first.kind),
            "of_direction": first.details.get("of_direction", first.direction),
        }
        topic = first.topic
    if any(c.dep_ == "neg" for c in verb.children):
        details["negated"] = True
    return Draft(
        "normative",
        topic,
        "recommended",
        tuple(Role(dated(i, period), role, text) for i, (role, text) in actors.items()),
        period,
        "recommended",
        qualify.speaker(verb),
        details,
        verb.i,
        sum(1 for _ in verb.ancestors),
        tuple(
            sorted(
                below | set(slots.tokens.get("subj", ())) | ({verb.head.i} if verb.dep_ == "xcomp" else set())
            )
        ),
    )


def _has_collective(words: str) -> bool:
    return any(
        f" {w} " in words
        for w in (
            "states",
            "countries",
            "governments",
            "neighbours",
            "powers",
            "leaders",
            "world",
            "policymakers",
            "policy makers",
            "members",
            "diplomats",
            "community",
            "region",
            "capitals",
            "alliance",
            "nations",
            "government",
        )
    )


def premises(doc: Doc, made: list[Draft]) -> dict[int, list[int]]:
    """Index of each recommendation or forecast -> indices of the drafts it rests on."""
    found: dict[int, list[int]] = {}
    for k, one in enumerate(made):
        if one.kind not in ("normative", "possibility"):
            continue
        root = language.sentence_of(doc[one.head]).root
        for j, other in enumerate(made):
            if (
                j != k
                and other.kind not in ("normative", "value")
                and (
                    _is_reason(doc, other.head, root)
                    or (one.kind == "normative" and _is_ground(doc, other, root))
                )
            ):
                found.setdefault(k, []).append(j)
    return found


def _is_ground(doc: Doc, one: Draft, top: Token) -> bool:
    """Whether a draft is what advice rests on: a reason, or a standing that a relative clause or "as" names."""
    if _is_reason(doc, one.head, top):
        return True
    if one.details.get("of", one.kind) not in ("membership", "dependence", "level"):
        return False
    node, hops = doc[one.head], 0
    while node.i != top.i and node.head != node and hops < 20:
        if node.dep_ == "relcl" and not any(c.lower_ in ("should", "must", "would") for c in node.children):
            return True
        if node.dep_ == "pobj" and node.head.lower_ == "as" and node.lemma_ == "member":
            return True
        node, hops = node.head, hops + 1
    return False


def _as_fact(one: Draft) -> Draft:
    """A ground that was read as a part of the advice, as the fact it is ("as a member of NATO")."""
    if one.kind != "normative" or one.details.get("of") != "membership":
        return one
    details = {k: v for k, v in one.details.items() if k not in ("of", "of_direction", "hedge", "future")}
    direction = one.details.get("of_direction")
    return replace(
        one,
        kind="membership",
        direction=direction,
        qualifier="asserted",
        details=details | {"presupposed": True},
    )


def _of_advised(one: Draft, who: Role | None) -> Draft:
    """A ground that leaves open whose it is ("most of its weapons", "as a member") is of the one advised."""
    if who is None or one.kind not in ("dependence", "membership", "level"):
        return one
    others = [r for r in one.actors if r.role != "subject"]
    subjects = [r for r in one.actors if r.role == "subject"]
    if one.kind == "level" or not others or any(r.id == who.id for r in one.actors):
        return one
    if subjects and not (
        one.kind == "dependence" and subjects[0].mention.lower() in ("it", "its", "their", "")
    ):
        return one
    return replace(one, actors=(replace(who, role="subject"), *others))


def _is_reason(doc: Doc, head: int, top: Token) -> bool:
    """Whether a token stands in a because-clause or after "without", below `top`."""
    node, hops = doc[head], 0
    while hops < 20 and node.i != top.i:
        if any(c.dep_ == "mark" and c.lower_ in _BECAUSE for c in node.children):
            return True
        if node.dep_ == "pcomp" and node.head.lower_ == "without":
            return True
        if node.head == node:
            return False
        node, hops = node.head, hops + 1
    return False


def _presupposed(doc: Doc, one: Draft, verb: Token, who: Role | None) -> Draft:
    """A premise after "without": estranging a friend presupposes that it is one."""
    node, hops = doc[one.head], 0
    while node.i != verb.i and node.head != node and hops < 20:
        if node.dep_ == "pcomp" and node.head.lower_ == "without":
            if one.kind in ("trend", "realignment", "reaction") and one.direction in (
                "worsen",
                "away",
                "break",
            ):
                details = {k: v for k, v in one.details.items() if k != "negated"} | {"presupposed": True}
                lead = who or one.actors[0]
                last = [r for r in one.actors if r.id != lead.id][-1:]
                actors = (replace(lead, role="subject"), *(replace(r, role="object") for r in last))
                return replace(
                    one,
                    kind="level",
                    topic="relation",
                    direction="close",
                    actors=actors,
                    qualifier="asserted",
                    details=details,
                )
            return one
        node, hops = node.head, hops + 1
    return one


def values(sentence: Span, made: list[Draft], around: Around) -> list[Draft]:
    """A value draft where a sentence judges; weak words count only where nothing is checkable."""
    if any(d.kind in ("normative", "value") for d in made):
        return made
    words = f" {' '.join(t.lower_ for t in sentence)} "
    names = ("VALUE",) if made else ("VALUE", "VALUE_WEAK")
    hit = next((w for name in names for w in classes()[name] if f" {w} " in words), None)
    if hit is None:
        return made
    head = next((t for t in sentence if t.lower_ == hit.split()[0]), sentence.root)
    verb = qualify.verb_of(head)
    actors = tuple(Role(i, "subject", m.text) for m in around.mentions[:1] for i in m.ids)
    period = period_of(verb, [verb], around)
    below = tuple(phrase_tokens(verb, clauses=True))
    return [
        *made,
        Draft(
            "value", "relation", None, actors, period, "asserted", qualify.speaker(head), {}, head.i, 9, below
        ),
    ]
