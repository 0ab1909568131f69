"""The closed union of statement types: what can be claimed of the relations of states.

Slots and values are those that 150 real claims needed. Every statement is
frozen and validated; nothing goes into a free dictionary; statements nest at most three deep. The words of a text are not here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    SerializerFunctionWrapHandler,
    field_validator,
    model_serializer,
    model_validator,
)

from detente.domain.actors import NOBODY, Actors, Frozen
from detente.domain.acts import ACTS
from detente.domain.periods import Period

MAX_DEPTH = 3

Domain = Literal[
    "general", "military", "political", "economic", "votes", "territorial", "interests", "values",
    "trade", "arms", "energy", "security",
]  # fmt: skip
Degree = Literal["slight", "strong"]
Bound = Literal["about", "at_least", "more_than", "less_than", "at_most", "many", "low", "exactly"]


class StatementBase(Frozen):
    """What every statement type shares."""

    def depth(self) -> int:
        """How deep statements nest in it (1: none within)."""
        inner = [v for v in self.__dict__.values() if isinstance(v, StatementBase)]
        return 1 + max((v.depth() for v in inner), default=0)

    @model_serializer(mode="wrap")
    def _with_type(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The type stands first, also where defaults are left out."""
        return {"type": type(self).model_fields["type"].default, **handler(self)}

    @model_validator(mode="after")
    def _not_too_deep(self) -> StatementBase:
        if self.depth() > MAX_DEPTH:
            raise ValueError(f"statements nest at most {MAX_DEPTH} deep")
        return self


class Thing(Frozen):
    """What an act is done to or about: a known thing by `id` (treaty:, pipeline:, war:, place:, event:), or one described."""

    id: str | None = None
    kind: str | None = Field(
        default=None,
        description="agreement, dispute, resolution, weapons, product, territory, commitment, troops, "
        "infrastructure, resources, issue, person, organisation, contract, aid",
    )
    domain: str | None = Field(
        default=None, description="what it is about: energy, trade, nuclear, territorial, defence ..."
    )
    name: str | None = Field(default=None, description="its name as known in the field")
    product: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    from_: tuple[str, ...] = Field(default=(), alias="from")
    to: tuple[str, ...] = ()
    quality: str | None = Field(
        default=None, description="class of weapons, branch of forces, flow of goods ..."
    )

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"id": value}
        if isinstance(value, dict):
            value = dict(value)
            for other in ("class", "branch", "flow"):
                if other in value:
                    value["quality"] = value.pop(other)
            for extra in ("around", "declared", "in", "quantifier"):
                value.pop(extra, None)
        return value


def _as_tuple(value: Any) -> Any:
    if value is None:
        return ()
    return (value,) if isinstance(value, str | dict) else tuple(value)


def _as_places(value: Any) -> Any:
    return tuple(
        f"border:{'-'.join(p['border_of'])}" if isinstance(p, dict) and "border_of" in p else p
        for p in _as_tuple(value)
    )


Things = Annotated[tuple[Thing, ...], BeforeValidator(_as_tuple)]
Places = Annotated[tuple[str, ...], BeforeValidator(_as_places)]


class Office(Frozen):
    """Through whom an actor acted: an office, a named person, an institution or a party."""

    office: str | None = None
    person: str | None = None
    institution: str | None = None
    party: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, dict):
            value = {k: "; ".join(v) if isinstance(v, list) else v for k, v in value.items() if k != "sector"}
        return value


class Amount(Frozen):
    """A number with its unit and how it is bounded."""

    number: float | None = Field(default=None, validation_alias="value")
    unit: str | None = None
    bound: Bound | None = None
    of: str | None = Field(
        default=None, description="what a share is of: world, total, or a quantity in words of the field"
    )

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, dict) and "number" in value:
            value = {("value" if k == "number" else k): v for k, v in value.items()}
        return value


class Event(StatementBase):
    """An act somebody did to somebody, dated by the claim's period. `actors` empty: the doer is not said."""

    type: Literal["event"] = "event"
    act: str
    actors: Actors = NOBODY
    targets: Actors = NOBODY
    object: Things = ()
    place: Places = ()
    by: Office | None = None
    to_by: Office | None = None
    forum: str | None = None
    instrument: str | None = None
    content: Statement | None = None
    content_polarity: Literal["positive", "negative"] = "positive"
    phase: Literal["start", "resume", "extend", "suspend", "end"] | None = None
    mode: str | None = Field(default=None, description="ban, tariff; election, coup")
    deaths: Amount | None = None
    position: Literal["for", "against", "abstained"] | None = Field(default=None, description="of a vote")
    named: str | None = Field(default=None, description="id of a named event the statement is of")
    times: Amount | None = Field(default=None, description="how many such acts the statement counts")
    order: Literal["first", "last", "again", "never"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        value = dict(value)
        if value.pop("joint", False):
            for role in ("actors",):
                if isinstance(value.get(role), list | tuple):
                    value[role] = {"ids": tuple(value[role]), "mode": "joint"}
        if isinstance(value.get("instrument"), dict):
            value["instrument"] = next(iter(value["instrument"].values()), None)
        content = value.get("content")
        if isinstance(content, dict) and "polarity" in content:
            value["content"] = {k: v for k, v in content.items() if k != "polarity"}
            value["content_polarity"] = content["polarity"]
        value.pop("in_return_for", None)
        return value

    @field_validator("act")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in ACTS:
            raise ValueError(f"{value!r} is no act; the acts are {', '.join(ACTS)}")
        return value


class Than(Frozen):
    """What a comparison is with: another pair or actor, or the same at another time."""

    of: Actors = NOBODY
    a: Actors = NOBODY
    b: Actors = NOBODY
    period: Period | None = None
    measure: str | None = None


class Comparison(Frozen):
    """Greater or less than something; `every`: than all of it."""

    sign: Literal["greater", "less", "equal", "at_least", "at_most", "closer", "better", "worse", "farther"]
    than: Than = Than()
    degree: Degree | None = None
    every: bool = False


_FACTS = {"allied": "allied", "at_war": "at_war", "rival": "rivals", "rivals": "rivals", "partners": "partners",
          "threat_to": "threat_to", "in_dispute": "in_dispute"}  # fmt: skip


class Relation(StatementBase):
    """How two sides stood with each other: a level on a scale, or a fact that lists hold."""

    type: Literal["relation"] = "relation"
    a: Actors
    b: Actors = NOBODY
    domain: Domain = "general"
    level: Literal["hostile", "strained", "neutral", "friendly", "close"] | None = None
    fact: Literal["allied", "at_war", "rivals", "partners", "threat_to", "in_dispute"] | None = None
    over: Things = ()
    comparison: Comparison | None = None
    degree: Degree | None = None

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, dict) and "stance" in value:
            value = dict(value)
            stance = value.pop("stance")
            if stance in _FACTS:
                value["fact"] = _FACTS[stance]
            else:
                value["level"] = stance
        if isinstance(value, dict) and isinstance(value.get("over"), dict) and "quantifier" in value["over"]:
            value = {**value, "over": ()}
        return value


class Dispute(StatementBase):
    """A dispute between parties over something, and its state."""

    type: Literal["dispute"] = "dispute"
    a: Actors
    b: Actors = NOBODY
    over: Things = ()
    domain: str = "territorial"
    status: Literal["open", "settled", "submitted", "escalated"] = "open"


class Territory(StatementBase):
    """Who owns, administers, occupies or claims a place."""

    type: Literal["territory"] = "territory"
    who: Actors
    place: Places
    status: Literal["owns", "administers", "occupies", "claims", "lost"]


class Dependence(StatementBase):
    """Reliance of one side on another in a domain; with `on` empty, the concentration of its partners."""

    type: Literal["dependence"] = "dependence"
    who: Actors
    on: Actors = NOBODY
    domain: str = Field(
        "general",
        description="general, security, arms, trade, imports, exports, energy, gas, oil, finance ...",
    )
    degree: (
        Literal["total", "majority", "main", "some", "negligible", "concentrated", "diversified", "balanced"]
        | None
    ) = None
    share: Amount | None = None


class Quantity(StatementBase):
    """A measured amount: of whom, with whom, of which product, where; and one of value, share, rank, comparison."""

    type: Literal["quantity"] = "quantity"
    measure: str
    of: Actors = NOBODY
    with_: Actors = Field(default=NOBODY, alias="with")
    product: Annotated[tuple[str, ...], BeforeValidator(_as_tuple)] = ()
    place: Places = ()
    basis: str | None = Field(
        default=None, description="market_exchange_rate, purchasing_power, per_head, constant_prices"
    )
    perpetrator: Actors = NOBODY
    value: Amount | None = None
    share: Amount | None = None
    rank: Rank | None = None
    comparison: Comparison | None = None

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("collective") is not None:
            value = dict(value)
            if value.pop("collective") and isinstance(value.get("with"), list | tuple):
                value["with"] = {"ids": tuple(value["with"]), "mode": "collective"}
        return value

    @model_validator(mode="after")
    def _one(self) -> Quantity:
        if sum(x is not None for x in (self.value, self.share, self.rank, self.comparison)) > 1:
            raise ValueError("a quantity states one of value, share, rank and comparison")
        return self


class Rank(Frozen):
    """A place in an order; `within`: among the first so many ("one of the largest" is within 5)."""

    position: int | None = Field(default=None, ge=1)
    within: int | None = Field(default=None, ge=1)
    among: str = "world"
    from_below: bool = False


class Attribute(StatementBase):
    """A property of an actor that lists or indices hold."""

    type: Literal["attribute"] = "attribute"
    who: Actors
    property: str = Field(
        description="democracy, autocracy, military_government, free, nuclear_armed, landlocked, doubly_landlocked, island, "
        "permanent_member, independent, part_of, sovereign_over, administers, occupies, great_power, party_to, "
        "energy_shortage, energy_abundance ..."
    )
    object: Things = ()
    product: Annotated[tuple[str, ...], BeforeValidator(_as_tuple)] = ()


class Alignment(StatementBase):
    """Moving or standing toward one side and away from another; or taking sides in a named dispute."""

    type: Literal["alignment"] = "alignment"
    who: Actors
    toward: Actors = NOBODY
    away: Actors = NOBODY
    aspect: Literal["shift", "state"] = "shift"
    dispute: str | None = Field(
        default=None, description="id or name of the war or dispute in which sides were taken"
    )
    lasting: bool = False

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, dict):
            value = dict(value)
            for other, slot in (("with", "toward"), ("against", "away")):
                if other in value:
                    value[slot] = value.pop(other)
        return value


class Membership(StatementBase):
    """Standing of an actor in an organisation or agreement, or a change of it."""

    type: Literal["membership"] = "membership"
    who: Actors
    organisation: Thing
    status: Literal[
        "member", "observer", "candidate", "associate", "party", "applicant", "founder", "suspended"
    ] = "member"
    change: (
        Literal[
            "joined",
            "left",
            "suspended",
            "readmitted",
            "applied",
            "signed",
            "ratified",
            "in_force",
            "announced_withdrawal",
            "founded",
        ]
        | None
    ) = None


class Route(StatementBase):
    """A way for people, goods or energy from one side to another."""

    type: Literal["route"] = "route"
    from_: Actors = Field(default=NOBODY, alias="from")
    to: Actors = NOBODY
    mode: str | None = Field(
        default=None, description="any, road, rail, sea, air, gas_pipeline, oil_pipeline, electricity"
    )
    carrier: str | None = Field(default=None, description="id of a pipeline, corridor or canal")
    through: Actors = NOBODY
    without: Actors = NOBODY
    state: Literal["possible", "impossible", "required", "bypasses", "shorter", "cheaper", "open", "closed"]
    share: Amount | None = None
    alternatives: Actors = Field(default=NOBODY, description="only through one of these")
    than: Actors = Field(
        default=NOBODY, description="the way it is shorter or cheaper than goes through these"
    )


class Linkage(StatementBase):
    """Two sides whose economies or fortunes move together."""

    type: Literal["linkage"] = "linkage"
    a: Actors
    b: Actors
    of: str = "growth"


class Order(StatementBase):
    """What orders the ties of a region or of the world, and what gave way to it."""

    type: Literal["order"] = "order"
    region: str | None = None
    by: str = Field(description="ideology, trade, region, alliance, power")
    instead_of: str | None = None


class Influence(StatementBase):
    """An attempt to bring somebody to something, and its outcome."""

    type: Literal["influence"] = "influence"
    who: Actors = NOBODY
    over: Actors
    aim: Statement | None = None
    outcome: Literal["succeeded", "failed"] | None = None
    aim_polarity: Literal["positive", "negative"] = "positive"

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("aim"), dict) and "polarity" in value["aim"]:
            value = {
                **value,
                "aim": {k: v for k, v in value["aim"].items() if k != "polarity"},
                "aim_polarity": value["aim"]["polarity"],
            }
        return value


class Change(StatementBase):
    """A change of a relation, quantity or dependence over the claim's period."""

    type: Literal["change"] = "change"
    of: Statement
    direction: (
        Literal[
            "improved",
            "worsened",
            "broke",
            "restored",
            "began",
            "ended",
            "rose",
            "fell",
            "unchanged",
            "converged",
            "diverged",
        ]
        | None
    ) = None
    degree: Degree | None = None
    factor: float | None = None


class Causation(StatementBase):
    """One thing brought about, prevented or decided another; a reaction is one whose effect is an act."""

    type: Literal["causation"] = "causation"
    cause: Statement
    effect: Statement
    link: Literal["caused", "prevented", "determines", "did_not_cause"] = "caused"
    cause_holds: Literal["fact", "supposed"] = "fact"


class Untestable(StatementBase):
    """What no data here can test; the domain is named. `content` is never asserted."""

    type: Literal["untestable"] = "untestable"
    domain: str = Field(
        description="statements, perception, motives, strategy, domestic_politics, opinion, value, advice, "
        "general_regularity, other"
    )
    about: Actors = NOBODY
    content: Statement | None = None


def _older_names(value: Any) -> Any:
    """Statement types that were merged into others: `activity` is a quantity of armed activity."""
    if not isinstance(value, dict) or value.get("type") != "activity":
        return value
    quantity = {
        "type": "quantity",
        "measure": "armed_activity",
        "of": value.get("groups") or (),
        "place": value.get("places") or (),
    }
    if value.get("comparison"):
        quantity["comparison"] = value["comparison"]
    if value.get("change"):
        return {"type": "change", "of": quantity, "direction": value["change"]}
    if value.get("level"):
        quantity["value"] = {"bound": "many" if value["level"] == "high" else "low"}
    return quantity


Statement = Annotated[
    Annotated[
        Event | Relation | Dispute | Territory | Change | Alignment | Membership | Quantity | Dependence | Attribute | Route
        | Linkage | Order | Influence | Causation | Untestable,
        Field(discriminator="type"),
    ],
    BeforeValidator(_older_names),
]  # fmt: skip

for _model in (Event, Quantity, Change, Influence, Causation, Untestable):
    _model.model_rebuild()
