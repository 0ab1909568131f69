"""How a clause is put forward: what the operators over it have made of it so far (`operators` fills it)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Force:
    """How a clause is put forward. `blocked` says why it asserts nothing that can be read."""

    polarity: str = "positive"
    modality: str = "asserted"
    likelihood: str | None = None
    speaker: str = "author"
    stance: str = "own"
    blocked: str | None = None
    aspect: str | None = None
    wrapper: tuple[str, Token] | None = None
    within: str = "positive"
    governor: Token | None = None
    condition: Token | None = None
    tokens: set[int] = field(default_factory=set)
    trail: list[str] = field(default_factory=list)
    presupposed: bool = False
    supposed: bool = False
    compared: set[int] = field(default_factory=set)
    aside: set[int] = field(default_factory=set)
    hedges: set[int] = field(default_factory=set)

    def block(self, reason: str) -> None:
        """Nothing can be read under this operator; the first reason stands."""
        self.blocked = self.blocked or reason

    def deny(self) -> None:
        """One negation; a second one is not unravelled."""
        if self.polarity == "negative":
            self.block("two negations in one clause")
        self.polarity = "negative"

    def mood(self, modality: str, likelihood: str | None = None) -> None:
        """Take a modality; two different ones are not combined."""
        if {self.modality, modality} == {"possible", "predicted"}:
            modality = "possible"
        elif self.modality not in ("asserted", modality):
            self.block("two modalities in one clause")
        self.modality = modality
        self.likelihood = self.likelihood or likelihood
