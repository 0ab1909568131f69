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
from detente.reading import advice, drafts, language, match, mentions, periods
from detente.reading.given import impose
from detente.reading.mentions import Focus, Mention
from detente.reading.slots import phrase_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

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
    return tuple(found)


def _part_claims(part: Part, year: int | None, events: tuple[periods.Event, ...], count: int) -> list[Claim]:
    if not part.text.strip():
        return []
    doc = language.parse(part.text)
    everyone = mentions.find(doc)
    spans = periods.find(part.text, year=year, more=events)
    focus = Focus()
    claims: list[Claim] = []
    voice = "reader" if part.kind == "comment" else "author"
    for sentence in doc.sents:
        here = [m for m in everyone if sentence.start <= m.start < sentence.end]
        local = mentions.with_pronouns(sentence, here, focus)
        made = _sentence_drafts(sentence, local, spans, year)
        focus.note(here)
        first = count + len(claims) + 1
        claims.extend(_claims(doc, sentence, made, part.id, first, voice))
    return claims


def _sentence_drafts(
    sentence: Span, local: list[Mention], spans: list[periods.Span], year: int | None
) -> list[drafts.Draft]:
    if len(sentence) > MAX_SENTENCE_TOKENS or len(sentence) < 3:
        return []
    if not local and not advice.may_matter(sentence):
        return []
    matches = match.find(sentence, local)
    heads = [m.head for m in matches]
    made = [d for m in matches if (d := drafts.draft(m, heads, local, spans, year))]
    made += advice.recommendations(sentence, local, made, spans, year)
    made += advice.values(sentence, local, made, spans, year)
    return _distinct(sorted(made, key=lambda d: d.head))


def _distinct(made: list[drafts.Draft]) -> list[drafts.Draft]:
    """Without second readings of the same kind and actors."""
    kept: list[drafts.Draft] = []
    for one in made:
        ids = {a.id for a in one.actors}
        same = [k for k in kept if k.kind == one.kind and (ids == {a.id for a in k.actors})]
        if any(k.direction == one.direction or abs(k.head - one.head) <= 4 for k in same):
            continue
        kept.append(one)
    return kept


def _claims(
    doc: Doc, sentence: Span, made: list[drafts.Draft], part: str, first: int, voice: str
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
                doc.text[start:end],
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


def _span(doc: Doc, sentence: Span, one: drafts.Draft, *, alone: bool) -> tuple[int, int]:
    """Characters of a claim: the sentence if it holds only this one, else the clause around its head."""
    tokens = range(sentence.start, sentence.end)
    if not alone:
        clause = match.clause_of(doc[one.head])
        named = [i for i in one.tokens if sentence.start <= i < sentence.end]
        inner = phrase_tokens(doc[one.head], clauses=True)
        tokens = range(min([*clause, *inner]), max([*clause, *inner]) + 1) if clause else tokens
        if named and len(tokens) < 3:
            tokens = range(min(named), max(named) + 1)
    start, end = tokens[0], tokens[-1] + 1
    while start < end - 1 and (doc[start].is_space or doc[start].is_punct or doc[start].dep_ == "cc"):
        start += 1
    while end - 1 > start and (doc[end - 1].is_space or doc[end - 1].text in (",", ";", ":", "-", "–", "—")):
        end -= 1
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


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
    text = sentence
    doc = language.parse(text)
    everyone = mentions.find(doc)
    spans = periods.find(text, year=year, more=tuple(events))
    focus = Focus()
    claims: list[Claim] = []
    for span in doc.sents:
        here = [m for m in everyone if span.start <= m.start < span.end]
        local = mentions.with_pronouns(span, here, focus)
        made = _sentence_drafts(span, local, spans, year)
        focus.note(here)
        claims.extend(_claims(doc, span, made, "sentence", len(claims) + 1, "author"))
    claims = _main_first(claims, kind)
    if actors is not None or years is not None or kind is not None or not claims:
        claims = impose(text, claims, everyone, spans, actors=actors, years=years, kind=kind)
    names = {c.id: f"c{k}" for k, c in enumerate(claims, 1)}
    return tuple(
        replace(c, id=names[c.id], premises=tuple(names[p] for p in c.premises if p in names)) for c in claims
    )


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


def _main_first(claims: list[Claim], kind: str | None) -> list[Claim]:
    """The main claim first: the kind asked for, else a recommendation, else the richest and earliest."""
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

    main = min(claims, key=lambda c: (*rank(c), c.start))
    premises = [c for c in claims if c.id in main.premises]
    return [main, *premises, *(c for c in claims if c is not main and c.id not in main.premises)]
