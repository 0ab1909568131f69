"""Facets of a claim, read from its words once: the only place where words become what a test is told.

In: a claim as read, quote and details and all. Out: the claim with its `facets` (see `detente.facets`); every claim that
leaves this room has them. The words are in `data/facets.csv`, the matters of attempts in `data/matters.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Literal, cast

from detente import actors
from detente.actors import occurrences
from detente.errors import DetenteError, UnknownActorError
from detente.facets import (
    Belonging,
    Effect,
    Exchange,
    Facets,
    Fuel,
    Influence,
    Layer,
    Occurrence,
    Ordering,
    Response,
    Sides,
    Violence,
    Way,
    Yardstick,
)
from detente.model import Claim
from detente.reading import cues, lexicon, timing

_WAYS = ("necessity", "connectivity")
_PERCENT = re.compile(r"\b(\d{1,3})(?:\.\d+)? ?(?:%|per ?cent)", re.IGNORECASE)
_SINGLE_FUELS = ("oil", "gas", "coal")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)(?:\s*[-–/]\s*(?:\d\d)?\d\d)?\b(?!s)")
_VERB_AT_END = re.compile(r" (?:was|were|had|has|have|all but)$")
# The same aim seen from the other side.
_SAME_AIM = {"win_independence": ("prevent_independence",), "nuclear": ("disarm",)}


def filled(claim: Claim) -> Claim:
    """The claim with its facets read from its words."""
    return replace(claim, facets=read(claim))


def all_filled(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims, each with its facets."""
    return tuple(map(filled, claims))


def read(claim: Claim) -> Facets:
    """The facets that the words of a claim give."""
    text = claim.quote
    return Facets(
        timing=timing.read(claim.period.stated),
        cause=occurrence(claim.details.get("cause") or claim.details.get("event")),
        event=occurrence(claim.details.get("event")),
        effect=Effect(
            sequence=cues.said("effect.sequence", text),
            steep=cues.said("effect.steep", text),
            rupture=cues.said("effect.rupture", text),
        ),
        response=Response(
            left=cues.said("response.left", text),
            joined=cues.said("response.joined", text),
            severed=cues.said("response.severed", text),
            short_of_break=cues.said("response.short_of_break", text),
        ),
        influence=_influence(claim) if claim.kind == "influence" else Influence(),
        belonging=Belonging(
            founder=cues.said("belonging.founder", text),
            not_before=cues.said("belonging.not_before", text),
            mostly=cues.said("belonging.mostly", text),
        ),
        exchange=Exchange(
            commerce=cues.said("exchange.commerce", text),
            arms=cues.said("exchange.arms", text),
            single_fuel=cues.said("exchange.single_fuel", text),
            approximate=cues.said("exchange.approximate", text),
            mutual=cues.said("exchange.mutual", text),
        ),
        fuel=_fuel(text, claim.topic),
        sides=Sides(cues.said("sides.together", text) and not cues.said("sides.against", text)),
        ordering=ordering(text),
        yardstick=Yardstick(cast("Literal['parity', 'market'] | None", cues.first("yardstick.prices", text))),
        violence=Violence(
            armed_groups=cues.said("violence.armed_groups", text),
            force=cues.said("violence.force", text),
            war=cues.said("violence.war", text),
        ),
        way=_way(claim),
    )


def occurrence(words: object) -> Occurrence | None:
    """The event that a claim's words for it name, by id or by description; None without words."""
    if not words:
        return None
    text = str(words)
    if text.startswith("event:"):
        return Occurrence(id=text)
    label = _VERB_AT_END.sub("", re.sub(r"\s+", " ", text).strip(" ,."))
    return replace(
        occurrences.read(text),
        accession=cues.said("cause.accession", text),
        community=cues.said("cause.community", text),
        trade_agreement=cues.said("cause.trade_agreement", text),
        gas_pipeline=cues.said("cause.gas_pipeline", text),
        own_years=tuple(int(y) for y in _YEAR.findall(text)),
        label=label,
    )


def ordering(text: str) -> Ordering:
    """The layers a text names, in order: one that rules, or two of which one gives way to the other."""
    found = list(dict.fromkeys(layer for _, layer in cues.places("ordering.layer", text)))
    named = cast("list[Layer]", found)
    old: Layer | None = None
    new: Layer | None = None
    if len(named) >= 2 and cues.said("ordering.gives_way", text):
        old, new = named[:2]
    elif len(named) == 1:
        old = named[0]
    return Ordering(old, new, cues.said("ordering.worldwide", text), cues.said("ordering.ideology", text))


def _fuel(text: str, topic: str) -> Fuel:
    goods = cues.first("fuel.goods", text)
    if goods is None and topic not in _SINGLE_FUELS:
        goods = cues.first("fuel.goods_at_large", text)
    number = _PERCENT.search(text)
    part = cues.first("fuel.part", text) if not cues.said("fuel.over_half", text) else None
    share = float(number[1]) if number else float(part) if part else None
    amount = cues.first("fuel.amount", text) if share is None else None
    return Fuel(
        named=tuple(cues.every("fuel.named", text)),
        goods=tuple(goods.split(";")) if goods else (),
        abroad=cues.said("fuel.abroad", text),
        amount=cast("Literal['all', 'most', 'largest'] | None", amount),
        per_cent=share,
    )


def _influence(claim: Claim) -> Influence:
    text = claim.quote
    wanted, at_large = aims(text)
    means = [m for given in cues.every("influence.means", text) for m in given.split(";")]
    acts = cues.first("influence.acts", text)
    named = occurrences.read(text).actors
    return Influence(
        aims=tuple(sorted(wanted)),
        at_large=at_large,
        means=tuple(sorted(set(means))),
        matters=tuple(m for m in _matters() if m in text.lower()),
        past=cues.said("influence.past", text),
        stronger=cues.said("influence.stronger", text),
        acts=tuple(acts.split(";")) if acts else (),
        prevents=cues.said("influence.prevents", text),
        compels=cues.said("influence.compels", text),
        swallowed=tuple(dict.fromkeys(r.id for r in claim.actors if _swallowed(r.id, r.mention, text))),
        group=next((i for i in named if i.startswith("group:")), None),
        victory=cues.said("influence.victory", text),
        war_aim=cues.said("influence.war_aim", text),
    )


def aims(text: str) -> tuple[set[str], bool]:
    """The aims a text speaks of, and whether it speaks of having one's way at large."""
    words = text.lower()
    spoken = [(aim, particular) for aim, particular, cue in _aims() if cue.search(words)]
    found = {aim for aim, particular in spoken if particular}
    general = {aim for aim, particular in spoken if not particular}
    if "nuclear" in found and not cues.said("influence.no_disarmament", words):
        return {"nuclear", "disarm"}, False
    for aim in list(found):
        found.update(_SAME_AIM.get(aim, ()))
    if found & {"win_independence", "free"}:
        return found | (general & {"win_war", "hold_territory"}), False
    return found | general, cues.said("influence.at_large", words)


@cache
def _aims() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    rows = lexicon.rows("aims.csv")
    return tuple((row["aim"], row["particular"] == "1", re.compile(row["pattern"])) for row in rows)


@cache
def _matters() -> tuple[str, ...]:
    return tuple(r["matter"] for r in lexicon.rows("matters.csv"))


def _swallowed(actor_id: str, mention: str, text: str) -> bool:
    """Whether a state is said to have been annexed, broken up or held whole, by the name it has here or its usual one."""
    try:
        names = [n for n in (mention, actors.get(actor_id).name) if n]
    except UnknownActorError:
        return False
    return any(cues.of_name("influence.swallowed", name, text) for name in names)


def _way(claim: Claim) -> Way:
    if claim.kind not in _WAYS:
        return Way()
    from detente.reading import routes  # the network of ways is loaded for such claims only

    try:
        return routes.way(claim)
    except DetenteError:
        return Way()
