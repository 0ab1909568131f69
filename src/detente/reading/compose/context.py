"""What the reading of one sentence may look at: the parse, the names in it, the sentence before, the date."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from detente.reading.compose.quotations import Quotation
    from detente.reading.mentions import Mention

PLACE_KINDS = frozenset(("city", "port", "sea", "chokepoint", "territory"))


@dataclass(slots=True)
class Memory:
    """What the sentences before left behind: the actors of the last one (distinct ids), its subject, pair and year.

    `carried`: the year comes from the sentence before that one. `alone`: nobody but its subject stood in it as subject or
    object. `topic`: the two states under discussion, `since`: for how many sentences neither was named. `focus`: the one
    state that the last sentence to name any named. `others`: a person of no known office was its subject. `people`: states
    of persons introduced with their office, by family name.
    """

    singles: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    year: int | None = None
    carried: bool = False
    topic: tuple[str, ...] = ()
    alone: bool = False
    since: int = 0
    focus: tuple[str, ...] = ()
    others: bool = False
    people: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Context:
    """One sentence under reading. `at` gives the mention that covers a token; `base` is where the parsed block
    starts in the part; `quotations`: those of the block; `alone`: the part is one sentence or a few,
    `single`: it is just one;
    `people`: persons introduced up to here."""

    doc: Doc
    sentence: Span
    at: dict[int, Mention]
    memory: Memory
    year: int | None = None
    base: int = 0
    quotations: tuple[Quotation, ...] = ()
    alone: bool = False
    single: bool = False
    times: list[Any] | None = None
    people: dict[str, str] = field(default_factory=dict)

    def mention(self, token: Token) -> Mention | None:
        """The mention covering a token."""
        return self.at.get(token.i)

    def heads(self, mention: Mention) -> Token:
        """The syntactic head of a mention's words."""
        return self.doc[mention.start : mention.end].root
