"""Reading by a language model of the user's choice: it says what is claimed, never whether it holds.

In: a document and an OpenAI-compatible endpoint. Out: a `pipeline.Reading`. The document goes out in pieces of whole
sentences, fenced as data; the answer is validated against the text like any reading, with one turn to mend what is named;
then the model sees each quote beside its restatement alone and says whether they say the same (`review`). Nothing is sent
unless the user asks for this reader.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.domain import Claim
from detente.errors import InputError
from detente.model import Document, NotRead, ReadBy
from detente.reading import json_text, prompt
from detente.reading.llm import review
from detente.reading.llm.asking import Endpoint, Message, Session, endpoint
from detente.reading.llm.hiding import Shown, shown
from detente.reading.llm.schema import of_claims
from detente.reading.validation import Problem, find_quote, validate

if TYPE_CHECKING:
    from detente.pipeline import Reader, Reading

__all__ = ["Endpoint", "endpoint", "reader"]

PIECE = 6_000  # characters of text in one question
CONTEXT = 2  # sentences repeated from the piece before, for pronouns
MOST_CLAIMS = 300  # of one answer
Say = Callable[[str], None]


def reader(ask: Endpoint, say: Say = lambda _: None) -> Reader:
    """A reader for `api.check`; `say` is told what was not usable.

    Calling it raises `InputError` or `NetworkError` (one line) where the server cannot be asked or answers nothing usable.
    """
    return lambda document: _read(document, ask, say)


@dataclass(frozen=True, slots=True)
class _Answer:
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    entries: tuple[Any, ...]


def _read(document: Document, ask: Endpoint, say: Say) -> Reading:
    from detente.pipeline import timed

    seen = shown(document, hide=ask.blind)
    by = ReadBy("model", ask.model, prompt.VERSION)
    found: list[Claim] = []
    left: list[NotRead] = []
    with Session(ask) as session:
        where = "is read by the language model {} on" if ask.file else "goes to the language model {} at"
        say(f"the text {where.format(ask.model)} {ask.host}")
        for lines, context in _pieces(prompt.numbered(seen.document)):
            answer, lost = _piece(session, document, seen, lines, context)
            found += [c for c in answer.claims if not _in_context(c, seen, lines[:context])]
            left += lost
            for problem in answer.problems:
                say(f"not used: {problem}")
        claims = _ordered(document, found)
        kept, refused = review.review(session, seen, claims)
    say(
        f"{len(claims)} claims read by {ask.model}, {len(kept)} kept on a second look"
        + (f"; {session.from_cache} of {session.asked} answers from the cache" if session.from_cache else "")
    )
    taken = {(c.part, c.start, c.end) for c in kept}
    lost = {(n.part, n.start, n.end): n for n in (*left, *refused)}
    return timed(document, kept, [n for place, n in lost.items() if place not in taken], by)


def _pieces(lines: Sequence[prompt.Line]) -> Iterator[tuple[list[prompt.Line], int]]:
    """The sentences in pieces, each with how many of its first ones only repeat the end of the piece before."""
    at = 0
    while at < len(lines):
        context = min(CONTEXT, at)
        end, size = at, 0
        while end < len(lines) and (end == at or size + len(lines[end].text) <= PIECE):
            size += len(lines[end].text)
            end += 1
        yield list(lines[at - context : end]), context
        at = end


def _piece(
    session: Session, document: Document, seen: Shown, lines: Sequence[prompt.Line], context: int
) -> tuple[_Answer, list[NotRead]]:
    """What a piece claims, after one turn of mending; and the quotes of the text that no usable claim was made of."""
    system = prompt.instructions() + (f"\n{seen.note}" if seen.note else "")
    messages: list[Message] = [
        {"role": "system", "content": system},
        {"role": "user", "content": prompt.document_text(seen.document, lines, context)},
    ]
    text = session.answer(messages, of_claims())
    first = _understood(text, document, seen)
    if not first.problems:
        return first, []
    named = "\n".join(f"- {p}" for p in first.problems[:40])
    messages += [
        {"role": "assistant", "content": text},
        {"role": "user", "content": _MEND % seen.masked(named)},
    ]
    second = _understood(session.answer(messages, of_claims()), document, seen)
    if second.problems and second.problems[0].path == _WHOLE and not first.claims:
        raise InputError(f"The language model's answer cannot be used: {second.problems[0].what}.")
    known = [_core(c) for c in first.claims]
    claims = (*first.claims, *(c for c in second.claims if _core(c) not in known))
    entries = (*first.entries, *second.entries)
    return _Answer(claims, second.problems, entries), _lost(document, entries, claims)


_WHOLE = "answer"
_MEND = """These claims of your answer cannot be used, for the reasons given by JSON path:
%s
Answer with one JSON object {"claims": [...]} that holds only those claims, mended; leave out what cannot be mended."""


def _understood(text: str, document: Document, seen: Shown) -> _Answer:
    """The claims of an answer and its problems; nothing in it but the reading is taken over."""
    try:
        values = json_text.value_of(text)
        entries = values.get("claims", [values]) if isinstance(values, dict) else values
        if not isinstance(entries, list):
            raise InputError('it is no JSON object with a list "claims"')
    except InputError as error:
        return _Answer((), (Problem(_WHOLE, str(error).rstrip(".")),), ())
    entries = [seen.restored(_reading(e)) for e in entries[:MOST_CLAIMS]]
    valid = validate({"claims": entries}, document, reader="model")
    return _Answer(valid.claims, valid.problems, tuple(entries))


_OURS = ("id", "start", "end", "premises", "reader")
"""What detente itself says of a claim; a model's word for it counts for nothing."""


def _reading(entry: Any) -> Any:
    return {k: v for k, v in entry.items() if k not in _OURS} if isinstance(entry, dict) else entry


def _lost(document: Document, entries: Sequence[Any], claims: Sequence[Claim]) -> list[NotRead]:
    """Words of the text that an entry quoted and no claim was made of."""
    out = []
    for entry in entries:
        quote = entry.get("quote") if isinstance(entry, dict) else None
        if not isinstance(quote, str) or not quote.strip():
            continue
        for part in document.parts:
            at = find_quote(part.text, quote)
            if at and not any(c.part == part.id and c.start < at[1] and at[0] < c.end for c in claims):
                said = part.text[at[0] : at[1]]
                out.append(NotRead(part.id, *at, said, "the language model's reading of it is not valid"))
            if at:
                break
    return out


def _core(claim: Claim) -> str:
    body = claim.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"id", "untested"})
    return json.dumps(body, sort_keys=True)


def _in_context(claim: Claim, seen: Shown, lines: Sequence[prompt.Line]) -> bool:
    """Whether a claim is of sentences that the piece before has read."""
    return any(
        line.part == claim.part
        and seen.place(line.part, line.start) <= claim.start < seen.place(line.part, line.end)
        for line in lines
    )


def _ordered(document: Document, claims: Sequence[Claim]) -> list[Claim]:
    """The claims in text order, each once, numbered."""
    place = {p.id: k for k, p in enumerate(document.parts)}
    once = {_core(c): c for c in claims}.values()
    ordered = sorted(once, key=lambda c: (place[c.part], c.start, c.end))
    return [c.model_copy(update={"id": f"c{k}"}) for k, c in enumerate(ordered, 1)]
