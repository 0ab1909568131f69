"""The way of a claim in one direction: read, test, present.

In: a document (an article with its comments, or one sentence), or typed claims. Out: a `model.Report`. Articles, single
sentences, folders, the web app and typed claims from elsewhere all come this way; whoever read the claims (the built-in
reader, a language model, a person), the same validation and the same tests apply.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.domain import ActorSet, Claim, Event, StatementBase
from detente.domain import Period as DomainPeriod
from detente.domain.statements import Thing
from detente.errors import InputError
from detente.model import BUILTIN, Checked, Document, NotRead, Part, Period, Qualifier, ReadBy, Report, Role
from detente.model import Claim as Shown

if TYPE_CHECKING:
    from detente.measures.registry import Bench
    from detente.reading.compose import Trace

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a document: its claims in text order, and the sentences it did not read."""

    claims: tuple[Claim, ...]
    not_read: tuple[NotRead, ...] = ()
    by: ReadBy = BUILTIN
    trace: tuple[
        Trace, ...
    ] = ()  # what decided on each sentence; only the built-in reader's, and only if asked for


Reader = Callable[[Document], Reading]
SENTENCE = "sentence"
"""The origin of a document that is one sentence asked on its own."""


def read(document: Document, *, trace: bool = False) -> Reading:
    """The reading of the built-in reader; the article's date is the one it carries. `trace`: keep what decided."""
    from detente.reading import compose

    found = compose.read(document, date_of(document), trace=trace)
    if document.origin == SENTENCE:
        return Reading(found.claims, found.not_read, trace=found.trace)
    return replace(timed(document, found.claims, found.not_read), trace=found.trace)


def timed(
    document: Document, claims: Sequence[Claim], left: Sequence[NotRead], by: ReadBy = BUILTIN
) -> Reading:
    """The reading of an article, in text order, without claims that need a time where the text has a date and gives them none.

    Where the text has no date, what it says of its present is kept and waits for one. Not read are deeds of no known
    object and time, and claims on an event that gave them their time and came after the article, or after all that it dates.
    """
    from detente.checks.typed.door import needs_time
    from detente.reading.periods import last_year

    published = date_of(document)
    now = published.year if published else last_year(p.text for p in document.parts)

    def fault(c: Claim) -> str | None:
        if needs_time(c) and (document.published or isinstance(c.statement, Event)):
            return "no time is said"
        if c.period.origin == "inferred" and c.period.start and (now is None or c.period.start > now):
            return "the event it seems to name is later than the text"
        return None

    faults = {id(c): fault(c) for c in claims}
    kept = tuple(c for c in claims if faults[id(c)] is None)
    left = [*left, *(NotRead(c.part, c.start, c.end, c.quote, why) for c in claims if (why := faults[id(c)]))]
    place = {p.id: k for k, p in enumerate(document.parts)}
    ordered = sorted(left, key=lambda n: (place[n.part], n.start, n.end))
    return Reading(kept, tuple(ordered), by)


def date_of(document: Document) -> datetime.date | None:
    """The day the article was published, as far as it is known (its first day where only month or year is)."""
    iso = document.published
    if iso is None:
        return None
    year, month, day = (int(x) for x in (*iso.split("-"), "1", "1")[:3])
    return datetime.date(year, month, day)


def report(
    bench: Bench, document: Document, claims: Sequence[Claim], latest: int, *, not_read: Sequence[NotRead] = (),
    by: ReadBy = BUILTIN, progress: Tell | None = None,
) -> Report:  # fmt: skip
    """The report on a document whose claims have been read.

    Of one sentence asked on its own a claim without time is put to the latest years on record; never of an article, whose
    present is its date or unknown.

    Raises:
        InputError: there is neither a claim nor a sentence that was not read.

    """
    from detente import transport
    from detente.report import from_catalogue

    if not claims and not not_read:
        raise InputError("No claim about relations between states was found in the text.")
    alone = document.origin == SENTENCE
    checked = tuple(tested(bench, claims, latest, present=alone, progress=progress))
    sources = (*from_catalogue(bench.atlas.sources), *transport.sources())
    return Report(document, checked, bench.atlas.version, sources, not_read=tuple(not_read), reading=by)


def tested(
    bench: Bench, claims: Sequence[Claim], latest: int, *, present: bool = False, progress: Tell | None = None
) -> Iterator[Checked]:
    """Each claim with its finding, in the order given; `progress` is told how many are done, of how many."""
    from detente.checks.typed.door import Context, answer

    context = Context(latest, present)
    for k, claim in enumerate(claims, 1):
        yield Checked(shown(claim), answer(claim, bench, context))
        if progress is not None:
            progress(k, len(claims))


def dated(document: Document, date: str | None) -> Document:
    """The document with the date its article was published, where one is given; a given date is above any that was found.

    Raises:
        InputError: it is no year, month or day.

    """
    if date is None:
        return document
    try:
        iso = DomainPeriod.model_validate({"from": date, "origin": "stated"}).from_
    except ValueError:
        raise InputError(
            f"The date {date!r} is no year, month or day: 2013, 2013-05 or 2013-05-07."
        ) from None
    parts = tuple(
        replace(p, published=iso, published_origin="given") if p.kind == "article" else p
        for p in document.parts
    )
    return replace(document, parts=parts)


def of_statements(claims: Sequence[Claim]) -> tuple[Document, tuple[Claim, ...]]:
    """A document for claims that came without a text: one line a claim, its quote, else its restatement."""
    from detente.presentation import restate

    lines, placed, at = [], [], 0
    for claim in claims:
        line = " ".join(claim.quote.split()) or restate(claim)
        placed.append(
            claim.model_copy(update={"part": "article", "quote": line, "start": at, "end": at + len(line)})
        )
        lines.append(line)
        at += len(line) + 1
    return Document(None, (Part("article", "article", "\n".join(lines)),), "claims"), tuple(placed)


_QUALIFIERS: dict[str, Qualifier] = {
    "asserted": "asserted", "able": "possible", "possible": "possible", "predicted": "likely", "recommended": "recommended",
    "asked": "asserted",
}  # fmt: skip


def shown(claim: Claim) -> Shown:
    """The claim as a card shows it: spans, actors by role, years, and the restatement that was tested."""
    from detente.presentation import restate

    said: Qualifier = "reported" if claim.stance in ("reported", "rejected") else _QUALIFIERS[claim.modality]
    return Shown(
        claim.id, claim.part, claim.quote, claim.start, claim.end, claim.statement.type,
        tuple(dict.fromkeys(roles(claim.statement))),
        topic=str(getattr(claim.statement, "domain", "") or ""),
        period=Period(claim.period.start, claim.period.end, claim.period.words),
        qualifier=said, attribution=claim.speaker, premises=claim.premises, typed=claim, restatement=restate(claim),
    )  # fmt: skip


def roles(statement: StatementBase) -> Iterator[Role]:
    """Who stands in which role of a statement, statements within it included."""
    for slot, value in statement.__dict__.items():
        if isinstance(value, ActorSet):
            for one in (*value.ids, *((value.of,) if value.of else ())):
                yield Role(one, slot.rstrip("_"))
        elif isinstance(value, Thing) and value.id:
            yield Role(value.id, slot)
        elif isinstance(value, StatementBase):
            yield from roles(value)
