"""Facets: what a test may need to know of a claim beyond its kind, roles, direction and period.

Frozen values, one small class a subject, filled once by reading (`reading.facets`) or set by whoever states a claim
without a sentence. Every field has a neutral default, with which the test assumes nothing: an empty `Facets()` is a
claim of which no more is known than its kind, roles, direction and period. No test looks at the words of a claim.
This module imports nothing of detente.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Timing:
    """How the period's years bound the claim, beyond first and last year."""

    opening: Literal["in", "after", "upon"] = "in"
    """"after" and "upon" (following, once, when): of a change, the first year is what it turns on; of a state of things, "after"
    leaves out the first year itself."""
    by_then: bool = False
    """"by 2012": what is claimed stood, or was done, at the last year at the latest."""
    approximate: bool = False
    """The years are rough ("the early 1990s", "about 1975")."""
    until: int | None = None
    """The year up to which something is said to hold ("until 2002")."""
    named: tuple[int, ...] = ()
    """The years stated, in order."""
    within: int | None = None
    """A span of years stated ("within a decade")."""
    deadline: bool = False
    """The one year stated is the last one meant ("by", "before", "until")."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event as a claim names it: by id, or by who took part, what kind it was, its name and its date."""

    id: str | None = None
    """Id of a dated event ("event:9-11"); then nothing else is needed."""
    actors: tuple[str, ...] = ()
    """Who is named in it: states by lineage ("state:365"), groups and organisations by id."""
    kinds: tuple[str, ...] = ()
    """Kinds of event (`actors.occurrences`: invasion, treaty, rupture ...)."""
    words: tuple[str, ...] = ()
    """Further words of its name ("suez"), singular, lower case."""
    years: tuple[int, ...] = ()
    """Years it is said to have been in."""
    month: int | None = None
    accession: bool = False
    """It was somebody's entry into an organisation."""
    community: bool = False
    """That organisation was the European Communities (or Union)."""
    trade_agreement: bool = False
    """It was an agreement on trade."""
    gas_pipeline: bool = False
    """It was the opening of a pipeline."""
    own_years: tuple[int, ...] = ()
    """Years that date it where nothing on record does, in order."""
    label: str = ""
    """What to call it in a sentence."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Of a driver's effect: how strongly it is tied to its cause, and how deep it went."""

    sequence: bool = False
    """It is said to have come after or with the cause, not to have been its work."""
    steep: bool = False
    """A fall that no onlooker could miss (a collapse, not a decline)."""
    rupture: bool = False
    """The tie is said to have been broken off."""


@dataclass(frozen=True, slots=True)
class Response:
    """Of a reaction: what was done."""

    left: bool = False
    """An organisation or treaty was left."""
    joined: bool = False
    """An organisation or treaty was joined or applied for."""
    severed: bool = False
    """Relations were broken off."""
    short_of_break: bool = False
    """Relations were frozen, downgraded or limited, envoys expelled or recalled: hostile, but no break."""


@dataclass(frozen=True, slots=True)
class Influence:
    """Of an attempt to have one's way: its aim, means and matter, and how its outcome is told."""

    aims: tuple[str, ...] = ()
    """Aims as the record of attempts has them (hold_territory, stop_policy, deter ...)."""
    at_large: bool = False
    """Having one's way in general is spoken of, whatever the aim."""
    means: tuple[str, ...] = ()
    """Means as the record of attempts has them (sanctions, war, covert ...); empty: any."""
    matters: tuple[str, ...] = ()
    """What it was about, in the terms of the record of attempts ("suez", "hostages")."""
    past: bool = False
    """It is told as past, so that without years any time may be meant."""
    stronger: bool = False
    """The one who tried is said to have been the stronger side."""
    acts: tuple[str, ...] = ()
    """Types of dated events that were to be prevented or brought about (nuclear_test, withdrawal ...)."""
    prevents: bool = False
    """Something was to be prevented."""
    compels: bool = False
    """Somebody was to be made to do something."""
    swallowed: tuple[str, ...] = ()
    """States said to have been annexed, broken up or held whole."""
    group: str | None = None
    """An armed group named, where no role holds one."""
    victory: bool = False
    """Winning or losing (a war) is what is claimed."""
    war_aim: bool = False
    """An aim that a war decides (to hold, regain, expel, prevail)."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """Of membership."""

    founder: bool = False
    """To have been there from the organisation's beginning is claimed, not to have come later."""
    not_before: bool = False
    """With `Timing.until`, denied: it came in that year and not before ("not a member until 2002")."""
    mostly: bool = False
    """The greater part of the years is enough."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Of dependence and linkage: what is exchanged and how exactly it is measured."""

    commerce: bool = False
    """Trade or the economy is spoken of; where it is not, concentration is of trade and arms, and diversity of all families."""
    arms: bool = False
    """Armed forces or their equipment are spoken of."""
    single_fuel: bool = False
    """One fuel (gas, oil, coal) is spoken of, not energy at large."""
    approximate: bool = False
    """The share given is rough ("about half")."""
    mutual: bool = False
    """Each is said to be the other's partner."""


@dataclass(frozen=True, slots=True)
class Fuel:
    """Of energy: which fuels, and how large a share."""

    named: tuple[str, ...] = ()
    """Energy named (gas, oil, electricity, coal) where the topic is energy at large."""
    goods: tuple[str, ...] = ()
    """Traded goods meant (crude, gas, lng, coal, uranium); empty: those of the topic."""
    abroad: bool = False
    """A shortage is of energy of one's own: what is bought abroad counts."""
    amount: Literal["all", "most", "largest"] | None = None
    """All of it, over half of it, or the first rank; None: the largest part."""
    per_cent: float | None = None
    """A share given as a number."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Of sides taken."""

    merely_together: bool = False
    """On one side in a place or war, without a word of whom it was against."""


Layer = Literal["voting bloc", "trade", "region"]


@dataclass(frozen=True, slots=True)
class Ordering:
    """Of what orders the ties between states."""

    rules: Layer | None = None
    """The layer that orders them, or did so first."""
    gives_way_to: Layer | None = None
    """The layer that took its place."""
    worldwide: bool = False
    """They are said to have become international, whatever the layer."""
    ideology: bool = False
    """Ideology or regime is meant, for which voting blocs only stand in."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Of power: how output is to be compared."""

    prices: Literal["parity", "market"] | None = None
    """At purchasing-power parity or at market exchange rates; None: as the topic has it."""


@dataclass(frozen=True, slots=True)
class Violence:
    """Of threats and possible conflict."""

    armed_groups: bool = False
    """Violence by others than states: terrorism, insurgency, civil war."""
    force: bool = False
    """Armed force is what may come, not only worse relations."""
    war: bool = False
    """War is what may come, not only a clash."""


@dataclass(frozen=True, slots=True)
class WayStatement:
    """What is asserted of a way: `true` of the question `asks`, of the ends and gatekeepers.

    `asks`: required (no way but through one of `keepers`; `each`: through every one of them), through, without,
    exists, least (the fewest states entered compared with `count`), landlocked, border (open).
    `goal` may be "ocean" or "world" (anywhere else); `keepers` may hold "foreign". `link`: a link named. `fixed`: a bridge or
    tunnel is spoken of, `site`: the strait it is at. `direct`: with no other state between. `shut`: straits that
    are taken for shut. `also`: a second statement beside it. `when`: since, by or opened, with its year.
    `natural`: canals do not count. `mode`: sea, rail, road, rail+road, land, oil, gas, electricity, oil pipeline,
    gas pipeline, or None for any.
    """

    asks: Literal["required", "through", "without", "exists", "least", "landlocked", "border"]
    true: bool
    origin: str | None = None
    goal: str | None = None
    keepers: tuple[str, ...] = ()
    mode: str | None = None
    each: bool = False
    natural: bool = False
    fixed: bool = False
    site: str | None = None
    direct: bool = False
    shut: tuple[str, ...] = ()
    count: tuple[str, int] | None = None
    link: str | None = None
    when: tuple[str, int] | None = None
    also: WayStatement | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    """A way weighed: ends, those on the way, those of the other way, projects, and by what it is weighed.

    `through` and `against` hold ISO codes, strait ids and node ids. `superlative`: "the shortest";
    `comparative`: better than another way; `more`: longer, slower or dearer, so the claim is turned round.
    `per_cent`: the saving claimed. `weigh`: km, hours or usd. `mode`, `other_mode`: of the way and of the one compared with.
    """

    origin: str | None = None
    goal: str | None = None
    through: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    weigh: str = "km"
    superlative: bool = False
    comparative: bool = False
    more: bool = False
    per_cent: float | None = None
    mode: str | None = None
    other_mode: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A way by the roles of the claim alone: its ends, and those whom it must pass."""

    subject: str | None = None
    """Whose way it is."""
    origin: str | None = None
    goal: str | None = None
    keepers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """Of ways (necessity, connectivity): what is asserted, and what else bears on the test of it."""

    statement: WayStatement | None = None
    """What is asserted outright; None where it cannot be told, or only a comparison is made."""
    journey: Journey = Journey()
    """What is weighed, of a claim of connectivity."""
    passage: Passage = Passage()
    """Ends and gatekeepers by roles, for a claim of necessity without a `statement`."""
    mode: str | None = None
    """sea, rail, road, land, gas, oil, electricity; None where it is open."""
    names_ends: bool = False
    """Two things that a way could join or pass are named: roles alone are then no safe reading."""
    weighs: bool = False
    """A way is weighed against another, foreseen, or spoken of as leverage: not of what is."""
    at_end: bool = False
    """The state of things at the end of the period is meant ("already", "now", "by 2010")."""
    vague_time: bool = False
    """A decade or century is named without years."""
    consent: bool = False
    """The support or consent of the gatekeeper is spoken of, not only his ground."""
    leverage: bool = False
    """Power to hold up what flows is spoken of."""
    relations: bool = False
    """How two states get on is what eases or hinders the way."""


@dataclass(frozen=True, slots=True)
class Facets:
    """All facets of a claim; each is neutral unless the claim says more."""

    timing: Timing = Timing()
    cause: Occurrence | None = None
    """What a driver claim calls the cause, where no role holds a dated event."""
    event: Occurrence | None = None
    """What a reaction is to, where no role holds a dated event."""
    effect: Effect = Effect()
    response: Response = Response()
    influence: Influence = Influence()
    belonging: Belonging = Belonging()
    exchange: Exchange = Exchange()
    fuel: Fuel = Fuel()
    sides: Sides = Sides()
    ordering: Ordering = Ordering()
    yardstick: Yardstick = Yardstick()
    violence: Violence = Violence()
    way: Way = Way()


NEUTRAL = Facets()
"""Nothing more is known."""
