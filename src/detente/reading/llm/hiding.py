"""The document as the model is shown it: as it stands, or with the names of states and organisations hidden.

Hidden names are "Actor1", "Actor2" ...; what the model says of them is put back before anything is validated, so that
quotes, spans and ids are those of the real text. Names that our lists of actors do not hold (of persons, places) stay.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from detente.domain import Claim
from detente.model import Document
from detente.presentation.names import actor
from detente.reading.validation import find_quote

_NOTE = (
    "Names are hidden in the document: %s1, %s2 ... each stand for a state, an organisation or a group, its people or its "
    "leader. Use these names as ids of actors."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as shown. `places`: of each part, where its k-th character shown stands in the real one."""

    document: Document
    real: Document
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def place(self, part: str, at: int) -> int:
        """Where in the real part what is shown at a place stands."""
        known = self.places.get(part)
        if known is None:
            return at
        return known[at] if at < len(known) else (known[-1] + 1 if known else 0)

    def quote(self, part: str, start: int, end: int) -> str:
        """Words of the real part, as shown."""
        text = next(p.text for p in self.document.parts if p.id == part)
        known = self.places.get(part)
        if known is None:
            return text[start:end]
        return text[bisect_left(known, start) : bisect_left(known, end)]

    def within(self, claim: Claim, at: tuple[int, int]) -> tuple[int, int]:
        """The real place of words at a place of the claim's quote as shown, kept inside the quote."""
        known = self.places.get(claim.part)
        if known is None:
            return claim.start + at[0], claim.start + at[1]
        first = bisect_left(known, claim.start)
        start = max(self.place(claim.part, first + at[0]), claim.start)
        return start, min(self.place(claim.part, first + at[1] - 1) + 1, claim.end)

    def masked(self, text: str) -> str:
        """Our own words about the document, with names hidden where the document's are."""
        said = {actor(one): name for name, one in self.names.items()}
        if not said:
            return text
        longest = sorted(said, key=len, reverse=True)
        return re.sub("|".join(rf"(?<!\w){re.escape(n)}(?!\w)" for n in longest), lambda m: said[m[0]], text)

    def restored(self, entry: Any) -> Any:
        """An entry of an answer with the real words and ids."""
        if not self.names or not isinstance(entry, dict):
            return entry
        out = {k: self._ids(v) if k in ("statement", "condition") else v for k, v in entry.items()}
        quote, speaker = out.get("quote"), out.get("speaker")
        if isinstance(speaker, str):
            out["speaker"] = self._named(speaker)
        if isinstance(quote, str) and quote.strip():
            out |= self._real(quote, out.get("part"), out.get("untested"))
        return out

    def _ids(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.names.get(value, value)
        if isinstance(value, list):
            return [self._ids(one) for one in value]
        return {k: self._ids(v) for k, v in value.items()} if isinstance(value, dict) else value

    def _named(self, text: str) -> str:
        return re.sub(r"\w+", lambda m: actor(self.names[m[0]]) if m[0] in self.names else m[0], text)

    def _real(self, quote: str, wanted: Any, untested: Any) -> dict[str, Any]:
        """Quote, part, place and untested words in the real text; nothing where the quote is not of the document."""
        real = {p.id: p.text for p in self.real.parts}
        parts = sorted(self.document.parts, key=lambda p: p.id != wanted)
        for part in parts:
            at = find_quote(part.text, quote)
            if at is None:
                continue
            start, end = self.place(part.id, at[0]), self.place(part.id, at[1] - 1) + 1
            return {"part": part.id, "quote": real[part.id][start:end], "start": start, "end": end,
                    "untested": [self._words(u, part.id, at, part.text) for u in untested]
                    if isinstance(untested, list) else []}  # fmt: skip
        return {}

    def _words(self, one: Any, part: str, quote: tuple[int, int], text: str) -> Any:
        said = one if isinstance(one, str) else one.get("text") if isinstance(one, dict) else None
        at = find_quote(text[slice(*quote)], said) if isinstance(said, str) and said.strip() else None
        if at is None:
            return one
        real = next(p.text for p in self.real.parts if p.id == part)
        start = self.place(part, quote[0] + at[0])
        words = real[start : self.place(part, quote[0] + at[1] - 1) + 1]
        return {"text": words, "material": one.get("material", True) if isinstance(one, dict) else True}


def shown(document: Document, *, hide: bool) -> Shown:
    """The document as a model is to see it."""
    if not hide:
        return Shown(document, document)
    whole = "\n".join((document.title or "", *(p.text for p in document.parts)))
    prefix = "Actor"
    while prefix.casefold() in whole.casefold():
        prefix += "x"
    names: dict[str, str] = {}
    texts, places = {}, {}
    for part in document.parts:
        texts[part.id], places[part.id] = _hidden(part.text, prefix, names)
    title = _hidden(document.title, prefix, names)[0] if document.title else None
    parts = tuple(replace(p, text=texts[p.id], author=None) for p in document.parts)
    by_name = {name: one for one, name in names.items()}
    note = _NOTE % (prefix, prefix)
    return Shown(Document(title, parts, "hidden"), document, places, by_name, note)


def _hidden(text: str, prefix: str, names: dict[str, str]) -> tuple[str, tuple[int, ...]]:
    """A text with its actors' names replaced, and where each of its characters comes from."""
    from detente.reading import language, mentions

    out: list[str] = []
    places: list[int] = []
    at = 0
    for offset, block in language.blocks(text):
        doc = language.pipeline().make_doc(block)
        for mention in mentions.find(doc, venues=True):
            first, last = doc[mention.start], doc[mention.end - 1]
            start, end = offset + first.idx, offset + last.idx + len(last)
            given = " and ".join(names.setdefault(i, f"{prefix}{len(names) + 1}") for i in mention.ids)
            if start < at or not given:
                continue
            out += [text[at:start], given]
            places += [*range(at, start), *([start] * (len(given) - 1)), end - 1]
            at = end
    out.append(text[at:])
    places += range(at, len(text))
    return "".join(out), tuple(places)
