"""Names in a parsed text: actors as everywhere in `reading`, with territories and named agreements of our own tables."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from detente.reading import mentions as actors
from detente.reading.compose import tables
from detente.reading.mentions import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc


@cache
def _own() -> dict:
    return actors.build_trie(
        (w, r["id"], r["kind"]) for r in tables.rows("named") for w in r["words"].split("|")
    )


def mentions(doc: Doc) -> list[Mention]:
    """All names, longest first, in text order and without overlaps; an own name wins over a shorter actor."""
    own = actors.find(doc, _own(), venues=True)
    found = [m for m in actors.find(doc, venues=True) if m.kind != "pronoun"]
    kept = [m for m in found if not any(_inside(m, o) for o in own)]
    own = [o for o in own if not any(_inside(o, m) and (m.end - m.start) > (o.end - o.start) for m in kept)]
    return sorted([*kept, *own], key=lambda m: m.start)


def _inside(one: Mention, other: Mention) -> bool:
    return (
        one.start < other.end and other.start < one.end and (one.end - one.start) <= (other.end - other.start)
    )
