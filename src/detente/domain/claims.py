"""A claim: a statement as somebody makes it.

Polarity, modality, attribution and time are orthogonal to the statement; a statement may be asserted, held possible,
predicted or recommended. `untested` are the words of the quote whose content the statement does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field, RootModel, model_validator

from detente.domain.actors import Frozen
from detente.domain.periods import NO_PERIOD, Period
from detente.domain.statements import Statement

Modality = Literal["asserted", "able", "possible", "predicted", "recommended", "asked"]
Likelihood = Literal["almost_certain", "likely", "even", "unlikely", "almost_no_chance"]
Stance = Literal["own", "endorsed", "reported", "rejected"]


class Span(Frozen):
    """Words of the quote that the statement does not hold; `start` and `end` count from the start of the part.

    `material`: whether they would change how a reader takes the label (a cause, an instrument, a condition ...).
    """

    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)
    text: str
    material: bool = True


class Claim(Frozen):
    """A statement as somebody makes it; `part.text[start:end] == quote` where it was read from a text."""

    id: str = "c1"
    part: str = "article"
    quote: str = ""
    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)
    statement: Statement
    polarity: Literal["positive", "negative"] = "positive"
    modality: Modality = "asserted"
    likelihood: Likelihood | None = None
    condition: Statement | None = None
    condition_polarity: Literal["positive", "negative"] = "positive"
    speaker: str = Field(
        default="author", description="author, reader, or who is said to say it, in the text's words"
    )
    stance: Stance = "own"
    period: Period = NO_PERIOD
    untested: tuple[Span, ...] = ()
    premises: tuple[str, ...] = ()
    reader: Literal["builtin", "model", "person"] = "person"

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, dict):
            value = dict(value)
            value["untested"] = [
                {"text": u} if isinstance(u, str) else u for u in value.get("untested") or ()
            ]
            condition = value.get("condition")
            if isinstance(condition, dict) and "polarity" in condition:
                value["condition"] = {k: v for k, v in condition.items() if k != "polarity"}
                value["condition_polarity"] = condition["polarity"]
            if value.get("modality") == "conditional":
                value["modality"] = "predicted"
        return value

    @property
    def negative(self) -> bool:
        """Whether the statement is denied."""
        return self.polarity == "negative"

    @property
    def capped(self) -> bool:
        """Whether words left untested forbid more than a partial label."""
        return any(s.material for s in self.untested)


class ClaimList(RootModel[tuple[Claim, ...]]):
    """Several claims; JSON may give a list, or an object with a list under `claims`."""

    @model_validator(mode="before")
    @classmethod
    def _unwrapped(cls, value: Any) -> Any:
        if isinstance(value, dict):
            value = value.get("claims", [value])
        return [one for v in value for one in split(v)] if isinstance(value, list | tuple) else value

    def __iter__(self) -> Iterator[Claim]:  # type: ignore[override]
        """The claims in order."""
        return iter(self.root)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.root)


_OF_EACH = ("statement", "polarity", "modality", "period")


def split(value: Any) -> list[Any]:
    """One object per statement: a sentence that holds two statements is two claims.

    `statement` may be a list; then `polarity`, `modality` and `period` may be lists of the same length.
    """
    if not isinstance(value, dict) or not isinstance(value.get("statement"), list):
        return [value]
    out = []
    for k in range(len(value["statement"])):
        one = dict(value)
        for slot in _OF_EACH:
            if isinstance(value.get(slot), list):
                one[slot] = value[slot][k] if k < len(value[slot]) else value[slot][-1]
        if "id" in value and len(value["statement"]) > 1:
            one["id"] = f"{value['id']}.{k + 1}"
        out.append(one)
    return out
