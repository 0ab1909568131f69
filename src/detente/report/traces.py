"""What decided on each sentence of a reading, as plain text: the claims, the words tried, the rules, the operators, the outcome.

In: a document and its `Reading` with a trace. Out: one text a sentence, for `detente read --trace`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from detente.presentation import restate
from detente.report.text import visible

if TYPE_CHECKING:
    from detente.model import Document
    from detente.pipeline import Reading
    from detente.reading.compose import Trace


def sentences(document: Document, found: Reading) -> Iterator[str]:
    """Each sentence with what was made of it."""
    texts = {part.id: part.text for part in document.parts}
    for (part, start, end), steps in groupby(found.trace, key=lambda t: (t.part, t.start, t.end)):
        lines = [f"“{_line(texts[part][start:end])}”"]
        lines += [
            f"    {c.id}  {visible(restate(c))}"
            for c in found.claims
            if c.part == part and start <= c.start < end
        ]
        lines += [f"    {_step(step)}" for step in steps]
        lines += [
            f"    not read: {visible(n.reason)}"
            for n in found.not_read
            if n.part == part and start <= n.start < end
        ]
        yield "\n".join(lines)


def _step(step: Trace) -> str:
    """One word that was tried: "invade (rule invade; under negation): read"."""
    if not step.predicate:
        return f"- {visible(step.outcome)}"
    how = [f"rule {step.rule}"] if step.rule else []
    how += [f"under {', '.join(step.operators)}"] if step.operators else []
    by = f" ({'; '.join(how)})" if how else ""
    return f"- {visible(step.predicate)}{by}: {visible(step.outcome)}"


def _line(text: str) -> str:
    return visible(" ".join(text.split()))
