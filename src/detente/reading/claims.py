"""Claims: from a document or a sentence to `detente.model.Claim`s.

`find_claims` reads every part of a document; `read_claims` and `read_sentence` read one sentence, where
actors, years and kind may be given and then override what is read. Every claim's quote is exactly
`part.text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.model import Claim, Document, Part
from detente.reading import (
    advice,
    drafts,
    facets,
    guess,
    language,
    match,
    mentions,
    periods,
    second,
    sense,
    ways,
)
from detente.reading.answers import with_answer
from detente.reading.given import impose
from detente.reading.leaning import freely
from detente.reading.mentions import Focus
from detente.reading.sense import Sense
from detente.reading.turns import with_alliance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

MAX_LOOSE_TOKENS = (
    26  # in longer sentences of an article, head words anywhere say too little of who does what
)
MAX_SENTENCE_TOKENS = 400  # longer "sentences" are lists or noise; their grammar is not read


def find_claims(
    document: Document, *, year: int | None = None, events: Iterable[periods.Event] = ()
) -> tuple[Claim, ...]:
    """All claims of a document, in text order, part by part.

    Args:
        document: as `read_document` gives it.
        year: the year to take for "now" where neither the article nor its comments carry a date.
        events: further named periods as (pattern, first year, last year or None).

    """
    article = next((p.published for p in document.parts if p.kind == "article" and p.published), None)
    dates = [p.published for p in document.parts if p.published]
    anchor = int((article or min(dates))[:4]) if dates else year
    found: list[Claim] = []
    for part in document.parts:
        own = int(part.published[:4]) if part.published else anchor
        found.extend(_part_claims(part, own, tuple(events), len(found)))
    return facets.all_filled(found)


def _part_claims(part: Part, year: int | None, events: tuple[periods.Event, ...], count: int) -> list[Claim]:
    claims: list[Claim] = []
    voice = "reader" if part.kind == "comment" else "author"
    focus = Focus()
    for offset, text in language.blocks(part.text):
        if not text.strip():
            continue
        doc = language.parse(text)
        found = _doc_claims(doc, text, year, events, part.id, count + len(claims) + 1, voice, focus)
        claims.extend(replace(c, start=c.start + offset, end=c.end + offset) for c in found)
    return claims


def _doc_claims(
    doc: Doc,
    text: str,
    year: int | None,
    events: tuple[periods.Event, ...],
    part: str,
    first: int,
    voice: str,
    focus: Focus,
    *,
    depths: dict[str, int] | None = None,
    loose: bool = False,
) -> list[Claim]:
    """Claims of one parsed text; `focus` carries who was spoken of from sentence to sentence.

    Where `loose`, the text is one claim put to us and is read loosely if no frame fits. `depths` gets the
    distance of each claim's head from its sentence's root, by id.
    """
    everyone, others = mentions.survey(doc)
    strangers = {m.start for m in others}
    spans = periods.find(text, year=year, more=events)
    claims: list[Claim] = []
    at = dated = 0
    for sentence in doc.sents:
        while at < len(everyone) and everyone[at].start < sentence.start:
            at += 1
        here = []
        while at < len(everyone) and everyone[at].start < sentence.end:
            here.append(everyone[at])
            at += 1
        when = []
        while dated < len(spans) and spans[dated].start < sentence.end_char:
            when.append(spans[dated])
            dated += 1
        readable = 3 <= len(sentence) <= MAX_SENTENCE_TOKENS
        local = mentions.with_pronouns(sentence, here, focus) if readable else here
        # A party that is no actor of ours ("New Mexico and Spain") is not to be filled in from the sentences before.
        known = Focus() if strangers.intersection(range(sentence.start, sentence.end)) else focus
        around = drafts.Around(local, when, year, known, text)
        made = _sentence_drafts(sentence, around, loose=loose) if readable else []
        focus.note(doc, here)
        more = [
            with_alliance(c, sentence.text)
            for c in _claims(doc, text, sentence, made, part, first + len(claims), voice)
        ]
        if depths is not None:
            depths.update((c.id, d.depth) for c, d in zip(more, made, strict=True))
        elif not more and readable and len(sentence) <= MAX_LOOSE_TOKENS:
            made = _sentence_drafts(sentence, around, loose=True)
            more = _claims(doc, text, sentence, made, part, first + len(claims), voice)
        claims.extend(more)
    return claims


def _sentence_drafts(sentence: Span, around: drafts.Around, *, loose: bool = False) -> list[drafts.Draft]:
    if not around.mentions and not advice.may_matter(sentence):
        return []
    matches = match.find(sentence, around.mentions)
    heads = [m.head for m in matches]
    made = [d for m in matches if (d := drafts.draft(m, around, heads))]
    made = advice.recommendations(sentence, made, around)
    made = advice.values(sentence, made, around)
    if loose and not made:
        matches = match.loosely(sentence, around.mentions)
        made = [d for m in matches if (d := drafts.draft(m, around, [m.head]))]
    return _distinct(sorted(made, key=lambda d: d.head))


def _distinct(made: list[drafts.Draft]) -> list[drafts.Draft]:
    """Without second readings of the same kind and actors."""
    kept: list[drafts.Draft] = []
    for one in made:
        ids = {a.id for a in one.actors}
        same = [k for k in kept if k.kind == one.kind and (ids == {a.id for a in k.actors})]
        if any(
            (k.direction, k.topic, k.details.get("negated"))
            == (one.direction, one.topic, one.details.get("negated"))
            or abs(k.head - one.head) <= 4
            for k in same
        ):
            continue
        kept.append(one)
    return kept


def _claims(
    doc: Doc, text: str, sentence: Span, made: list[drafts.Draft], part: str, first: int, voice: str
) -> list[Claim]:
    """Ids, spans, attribution and premises for the drafts of one sentence."""
    ids = [f"c{first + k}" for k in range(len(made))]
    premises = advice.premises(doc, made)
    claims = []
    for k, one in enumerate(made):
        start, end = _span(doc, sentence, one, alone=len(made) == 1)
        claims.append(
            Claim(
                ids[k],
                part,
                text[start:end],
                start,
                end,
                one.kind,
                one.actors,
                one.topic,
                one.direction,
                one.period,
                one.qualifier,
                one.speaker or voice,
                tuple(ids[j] for j in premises.get(k, ())),
                one.details,
            )
        )
    return claims


_TRAILING = frozenset((",", ";", ":", "-", "–", "—", "that", "but", "and", "or"))


def _span(doc: Doc, sentence: Span, one: drafts.Draft, *, alone: bool) -> tuple[int, int]:
    """Characters of a claim: the sentence if it holds only this one, else the words it was read from."""
    start, end = sentence.start, sentence.end
    if not alone:
        tokens = [i for i in one.tokens if start <= i < end] or [one.head]
        start, end = min(*tokens, one.head), max(*tokens, one.head) + 1
        start = _with_subject(doc, start, sentence.start)
    while start < end - 1 and (
        doc[start].is_space
        or doc[start].is_punct
        or doc[start].dep_ == "cc"
        or (doc[start].dep_ == "mark" and doc[start].lower_ == "that")
    ):
        start += 1
    while end - 1 > start and (
        doc[end - 1].is_space or doc[end - 1].dep_ == "cc" or doc[end - 1].text in _TRAILING
    ):
        end -= 1
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


def _with_subject(doc: Doc, start: int, first: int) -> int:
    """`start`, or where the subject of the verb that a quote starts with stands right before it ("ISIS | is allowed ...")."""
    verb = doc[start]
    if verb.pos_ not in ("VERB", "AUX"):
        return start
    if verb.dep_ in ("aux", "auxpass"):
        verb = verb.head
    if verb.dep_ in ("relcl", "acl"):
        return start
    for child in verb.children:
        if (
            child.dep_ in ("nsubj", "nsubjpass")
            and first <= child.left_edge.i < start
            and child.right_edge.i == start - 1
        ):
            return child.left_edge.i
    return start


def read_claims(
    sentence: str,
    *,
    actors: Sequence[str] | None = None,
    years: tuple[int, int] | None = None,
    kind: str | None = None,
    year: int | None = None,
    events: Iterable[periods.Event] = (),
) -> tuple[Claim, ...]:
    """The claims of one sentence: the main claim first, then its premises and the others.

    Args:
        sentence: the sentence; spans point into it as given.
        actors: ids of the actors the sentence is about; override the ids read, not their roles.
        years: first and last year, override the period read.
        kind: overrides the kind read if it is one of ours.
        year: the year for "now" and "recently".
        events: further named periods.

    """
    doc = language.parse(sentence)
    more = tuple(events)
    depths: dict[str, int] = {}
    named, spans = mentions.find(doc), periods.find(sentence, year=year, more=more)
    sensed: Sense | None = None

    def read(*, loose: bool) -> list[Claim]:
        found = _doc_claims(
            doc, sentence, year, more, "sentence", 1, "author", Focus(), depths=depths, loose=loose
        )
        return _main_first(found, kind, depths)

    if kind is None:
        claims = read(loose=False)
        said = claims[0].kind if claims else None
        kind = None if said in ("necessity", "connectivity") else ways.kind(sentence)
        kind = kind or guess.kind(doc, named, said)
        if kind is None and said != "influence" and actors is None:
            claims = freely(doc, sentence, claims or read(loose=True), named, spans)
            said = claims[0].kind if claims else None
        sensed = sense.read(doc, named)
        kind = second.kind(sensed, named, kind or said)
        claims = claims or read(loose=True)
    else:
        claims = read(loose=True)
    if actors is not None or years is not None or kind is not None or not claims:
        claims = impose(
            doc, sentence, claims, named, spans, actors=actors, years=years, kind=kind, sensed=sensed
        )
    claims = [*(with_answer(c, doc, named) for c in claims[:1]), *claims[1:]]
    if years is None:
        claims = [_with_doubt(doc, c) for c in claims]
    names = {c.id: f"c{k}" for k, c in enumerate(claims, 1)}
    return facets.all_filled(
        replace(c, id=names[c.id], premises=tuple(names[p] for p in c.premises if p in names)) for c in claims
    )


_LATELY = frozenset(("recently", "lately", "now", "just", "already", "still", "today"))


def _with_doubt(doc: Doc, claim: Claim) -> Claim:
    """The claim, marked `undated` where it speaks of the past without a word of when."""
    span = doc.char_span(claim.start, claim.end, alignment_mode="expand")
    if claim.period.start is not None or claim.period.end is not None or span is None or not len(span):
        return claim
    verb = span.root
    said = [verb, *(t for t in verb.children if t.dep_ in ("aux", "auxpass"))]
    past = any(t.tag_ == "VBD" for t in said) and not any(t.tag_ in ("VBZ", "VBP", "MD") for t in said)
    if not past or any(t.lower_ in _LATELY for t in span):
        return claim
    return replace(claim, details={**claim.details, "undated": True})


def read_sentence(
    sentence: str,
    *,
    actors: Sequence[str] | None = None,
    years: tuple[int, int] | None = None,
    kind: str | None = None,
    year: int | None = None,
) -> Claim:
    """The one main claim of a sentence; see `read_claims`."""
    return read_claims(sentence, actors=actors, years=years, kind=kind, year=year)[0]


def _main_first(claims: list[Claim], kind: str | None, depths: dict[str, int]) -> list[Claim]:
    """The main claim first: the kind asked for, else a recommendation, else the one nearest the root."""
    if not claims:
        return claims

    def rank(claim: Claim) -> tuple:
        premise = any(claim.id in c.premises for c in claims)
        return (
            premise,
            kind is not None and claim.kind != kind,
            claim.kind in ("value", "order"),
            claim.kind != "normative",
            "presupposed" in claim.details,
        )

    main = min(claims, key=lambda c: (*rank(c), depths[c.id], c.start))
    premises = [c for c in claims if c.id in main.premises]
    return [main, *premises, *(c for c in claims if c is not main and c.id not in main.premises)]
