"""Reading a document: sentence by sentence, clause by clause; each becomes a claim or is listed as not read.

In: a `model.Document`, the date of the article. Out: a `Reading`. One reader for articles, comments and single sentences.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.domain import Claim
from detente.model import NotRead
from detente.reading import language
from detente.reading.compose import discourse, names, quotations, sentences
from detente.reading.compose.context import Context, Memory

if TYPE_CHECKING:
    from detente.model import Document, Part


@dataclass(frozen=True, slots=True)
class Trace:
    """What decided on one clause: its predicate, the frame of the lexicon, the operators over it, the outcome."""

    part: str
    start: int
    end: int
    predicate: str
    rule: str | None
    operators: tuple[str, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The claims of a document, the sentences not read and, if asked for, what decided on each clause."""

    claims: tuple[Claim, ...] = ()
    not_read: tuple[NotRead, ...] = ()
    trace: tuple[Trace, ...] = field(default=(), compare=False)


def read(document: Document, date: datetime.date | int | None = None, *, trace: bool = False) -> Reading:
    """Read a document.

    Args:
        document: what to read; a single sentence is a document of one part.
        date: the article's date or year; None if it is not known. A part's own date wins for that part.
        trace: whether to keep what decided on each clause.

    """
    claims: list[Claim] = []
    not_read: list[NotRead] = []
    traces: list[Trace] = []
    for part in document.parts:
        known: list[tuple[object, ...]] = []  # what is said again in other words is one claim
        for context in _sentences(part, _year(part, date)):
            outcome = sentences.read_sentence(context)
            for draft in outcome.drafts:
                if draft.said() not in known:
                    known.append(draft.said())
                    claims.append(_placed(draft, part, context, len(claims) + 1))
            start, text = context.base + context.sentence.start_char, context.sentence.text.rstrip()
            text = part.text[start : start + len(text)]
            if not outcome.drafts and outcome.reason and _names_somebody(context):
                not_read.append(NotRead(part.id, start, start + len(text), text, outcome.reason))
            if trace:
                traces += [
                    Trace(part.id, start, start + len(text), t.predicate, t.rule, t.operators, t.outcome)
                    for t in outcome.trace
                    or [sentences.Step("", None, (), "it speaks of nobody that can be tested")]
                ]
    return Reading(tuple(claims), tuple(not_read), tuple(traces))


def _names_somebody(context: Context) -> bool:
    """Whether the sentence names a state, a group of states or an organisation at all."""
    return any(token.i in context.at for token in context.sentence)


def _year(part: Part, date: datetime.date | int | None) -> int | None:
    if part.published:
        return int(part.published[:4])
    return date if isinstance(date, int) or date is None else date.year


def _sentences(part: Part, year: int | None) -> Iterator[Context]:
    """The sentences of a part in order, each with what the one before left behind."""
    memory = Memory()
    alone = len(part.text) < 400 and "\n" not in part.text.strip()
    for base, block in language.blocks(part.text):
        doc = language.parse(block)
        at = {i: m for m in names.mentions(doc) for i in range(m.start, m.end)}
        said = quotations.find(doc)
        single = alone and sum(1 for s in doc.sents if s.text.strip()) == 1
        for sentence in doc.sents:
            if not sentence.text.strip():
                continue
            context = Context(doc, sentence, at, memory, year, base, said, alone, single)
            context.people = discourse.introduced(context)
            yield context
            memory = discourse.remember(context)


def _placed(draft: sentences.Draft, part: Part, context: Context, number: int) -> Claim:
    """A draft as a claim of the part: offsets counted from the start of the part."""
    start, end = context.base + draft.start, context.base + draft.end
    spans = tuple(
        s.model_copy(update={"start": s.start + context.base, "end": s.end + context.base,
                             "text": part.text[s.start + context.base : s.end + context.base]})
        for s in draft.untested
    )  # fmt: skip
    speaker = draft.force.speaker
    if speaker == "author" and part.kind == "comment":
        speaker = "reader"
    return Claim.model_validate({
        "id": f"c{number}", "part": part.id, "quote": part.text[start:end], "start": start, "end": end,
        "statement": draft.statement, "polarity": draft.polarity, "modality": draft.force.modality,
        "likelihood": draft.force.likelihood, "speaker": speaker, "stance": draft.force.stance, "period": draft.period,
        "untested": spans, "condition": draft.condition, "condition_polarity": draft.condition_polarity, "reader": "builtin",
    })  # fmt: skip
