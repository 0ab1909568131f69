"""Who a statement is about: one actor, or a set of actors with what is said of the set.

Ids: ISO alpha-3 of a state (also SUN, YUG, CSK, DDR ...), `org:X`, `group:X`, `bloc:X`, `place:X`, `person:X`. Which ids exist,
and when, is not known here: `reading.validation` holds ids against the actors' tables.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Mode = Literal["each", "joint", "collective", "some_pair"]
Quantifier = Literal["all", "most", "some", "several", "few", "any", "none", "number"]


class Frozen(BaseModel):
    """The base of every value here: immutable, no unknown slots."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ActorSet(Frozen):
    """A set of actors.

    `ids` are meant each (the default: the statement holds only if it holds for every one), joint (together), collective
    (as a sum) or some_pair (of two of them). With a `quantifier` the statement is of so many of the members of `of`
    (a bloc or organisation), except `excluding`. No ids and no quantifier: the doer is not named.
    """

    ids: tuple[str, ...] = ()
    mode: Mode = "each"
    quantifier: Quantifier | None = None
    of: str | None = Field(default=None, description="the bloc or organisation whose members are quantified")
    number: int | None = Field(default=None, ge=0)
    excluding: tuple[str, ...] = Field(default=(), validation_alias="except")
    described: str | None = Field(
        default=None, description="what is known of an unnamed actor: armed_group, state ..."
    )
    based_in: str | None = None

    @model_validator(mode="after")
    def _quantified(self) -> ActorSet:
        if self.quantifier == "number" and self.number is None:
            raise ValueError("a set with the quantifier 'number' says how many")
        if self.quantifier is not None and self.of is None and not self.ids:
            raise ValueError("a quantified set names the bloc or organisation it is of")
        return self

    def __bool__(self) -> bool:
        """Whether any actor is named."""
        return bool(self.ids or self.quantifier or self.described)

    def __len__(self) -> int:
        """How many ids it names."""
        return len(self.ids)

    def __iter__(self):  # type: ignore[override]  # a set of ids, not pydantic's pairs of fields
        """The ids in order."""
        return iter(self.ids)


def _as_set(value: Any) -> Any:
    """A list of ids (or one id) is short for a set meant each; a described member stands for itself."""
    if value is None:
        return {"ids": ()}
    if isinstance(value, str):
        return {"ids": (value,)}
    if isinstance(value, list | tuple):
        described = [v for v in value if isinstance(v, dict)]
        if described and len(value) == 1:
            return _as_set(described[0])
        return {"ids": tuple(value)}
    if isinstance(value, dict):
        value = dict(value)
        if "neighbours_of" in value:
            return {"quantifier": "all", "of": f"neighbours:{value['neighbours_of']}"}
        if value.get("quantifier") == "some_pair":
            value |= {"quantifier": "some", "mode": "some_pair"}
        if "kind" in value:
            value["described"] = value.pop("kind")
    return value


Actors = Annotated[ActorSet, BeforeValidator(_as_set)]
"""A set of actors; JSON may give one id, a list of ids (meant each) or the set in full."""

NOBODY = ActorSet()
