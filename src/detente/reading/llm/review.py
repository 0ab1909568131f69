"""The second look: whether a quote says what the restatement says, asked of the model with nothing else in sight.

In: claims. Out: those whose quote says exactly that, or more (what is left over becomes untested words, which cap the
label), and the quotes of the others with the reason. No answer counts as a refusal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from detente.domain import Claim
from detente.domain.claims import Span
from detente.errors import InputError
from detente.model import NotRead
from detente.presentation import restate
from detente.reading import json_text, prompt
from detente.reading.llm.asking import Message, Session
from detente.reading.llm.hiding import Shown
from detente.reading.llm.schema import of_review
from detente.reading.validation import find_quote

BATCH = 20
_REFUSED = {
    "less": "on a second look the words say less than the claim read in them",
    "something else": "on a second look the words say something else than the claim read in them",
}
_SILENT = "the second look gave no answer on the claim read in it"


def review(session: Session, seen: Shown, claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], list[NotRead]]:
    """The claims that stand, and what was not read for want of a second look that agrees."""
    kept: list[Claim] = []
    refused: list[NotRead] = []
    for at in range(0, len(claims), BATCH):
        batch = claims[at : at + BATCH]
        answers = _answers(session, seen, batch)
        for number, claim in enumerate(batch, 1):
            says, left = answers.get(number, ("", ()))
            if says == "exactly":
                kept.append(claim)
            elif says == "more":
                kept.append(_with_untested(claim, seen, left))
            else:
                why = _REFUSED.get(says, _SILENT)
                refused.append(NotRead(claim.part, claim.start, claim.end, claim.quote, why))
    return tuple(kept), refused


def _answers(session: Session, seen: Shown, batch: Sequence[Claim]) -> dict[int, tuple[str, tuple[str, ...]]]:
    """By number, what the model says; a number answered in two ways is not answered."""
    pairs = [
        json.dumps(
            {
                "number": k,
                "words": seen.quote(c.part, c.start, c.end),
                "sentence": seen.masked(restate(c)),
            },
            ensure_ascii=False,
        ).replace("===", "= = =")
        for k, c in enumerate(batch, 1)
    ]
    fenced = "\n".join([prompt.FENCE, *pairs, prompt.END])
    messages: list[Message] = [
        {"role": "system", "content": prompt.asset("prompt_review.txt")},
        {"role": "user", "content": fenced},
    ]
    try:
        value = json_text.value_of(session.answer(messages, of_review()), ("answers",))
    except InputError as error:
        raise InputError(f"The second look of the language model cannot be used: {error}") from None
    entries = value.get("answers") if isinstance(value, dict) else value
    found: dict[int, tuple[str, tuple[str, ...]]] = {}
    for entry in entries if isinstance(entries, list) else ():
        number, one = _one(entry)
        found[number] = one if found.get(number, one) == one else ("", ())
    return found


def _one(entry: Any) -> tuple[int, tuple[str, tuple[str, ...]]]:
    if not isinstance(entry, dict) or not isinstance(entry.get("number"), int):
        return 0, ("", ())
    says, left = entry.get("says"), entry.get("left")
    left = [left] if isinstance(left, str) else left
    words = tuple(w for w in left if isinstance(w, str)) if isinstance(left, list) else ()
    return entry["number"], (says.strip().lower() if isinstance(says, str) else "", words)


def _with_untested(claim: Claim, seen: Shown, left: Sequence[str]) -> Claim:
    """The claim with the words left over as material untested ones; the whole quote where they are not words of it."""
    shown_quote = seen.quote(claim.part, claim.start, claim.end)
    spans = []
    for words in left:
        at = find_quote(shown_quote, words) if words.strip() else None
        if at is not None:
            spans.append(seen.within(claim, at))
    spans = spans or [(claim.start, claim.end)]
    old = list(claim.untested)
    for start, end in spans:
        inside = [u for u in old if start <= u.start and u.end <= end]
        covered = any(u.start <= start and end <= u.end and u.material for u in old)
        if not covered:
            text = claim.quote[start - claim.start : end - claim.start]
            old = [u for u in old if u not in inside]
            old.append(Span(start=start, end=end, text=text, material=True))
    return claim.model_copy(update={"untested": tuple(sorted(old, key=lambda u: (u.start, u.end)))})
