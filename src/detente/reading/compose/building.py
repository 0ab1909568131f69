"""From a frame that fits to a statement: the template filled, pairs set apart, wrapped by the operators of aspect.

In: a `Match` and its `Force`. Out: a validated statement, or None where the union does not admit it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from detente import actors
from detente.domain import ACTS, ActorSet, Statement
from detente.reading.compose import tables
from detente.reading.compose.matching import Match
from detente.reading.compose.phrases import Ref
from detente.reading.compose.things import Found

if TYPE_CHECKING:
    from spacy.tokens import Token

_STATEMENT: TypeAdapter[Any] = TypeAdapter(Statement)
_LATE = 2020
_PAIRED = ("relation", "dispute", "linkage")


def statement(found: Match) -> Any | None:
    """The statement of a match, or None."""
    slots = _fill(found.frame.gives, found)
    return None if slots is None else validated(slots)


def validated(slots: dict[str, Any]) -> Any | None:
    """A statement from its slots, or None if they are not admitted."""
    try:
        return _STATEMENT.validate_python(slots)
    except ValidationError:
        return None


def _fill(given: dict[str, Any], found: Match) -> dict[str, Any] | None:
    slots: dict[str, Any] = {}
    for slot, value in given.items():
        if slot == "polarity":
            continue  # of the claim, not of the statement
        if isinstance(value, dict):
            inner = _fill(value, found)
            if inner is None:
                return None
            slots[slot] = inner
        elif slot == "spread":  # a measure's or rank's own slots stand for the statement's
            held = found.values.get(value)
            shared = held.slots if isinstance(held, Found) else {}
            if any(
                shared[side] != _join(given[side], found)
                for side in ("of", "with")
                if side in shared and side in given
            ):
                return None  # "A buys half of B's gas from C": whose it is, is said twice
            slots |= {k: v for k, v in shared.items() if k not in ("sign", "domain")}
        elif value[:1].isupper() and slot != "type" and re.split(r"[+.]", value)[0] in _variables(found):
            filled = _join(value, found)
            if filled is None:
                continue
            if slot == "actors" and "targets" not in given and (sides := _sides(value, found)):
                slots["actors"], slots["targets"] = sides
                continue
            if slot == "targets" and isinstance(filled, dict) and set(filled) == {"ids"}:
                slot = "place"  # done to a part of a state or a sea
            slots[slot] = filled if isinstance(filled, dict) and "type" in filled else _shaped(slot, filled)
        else:
            slots[slot] = (value,) if slot == "product" else _plain(value)
    _holder(slots)
    if slots.get("type") == "dispute" and not slots.get("over") and not _of_land(found):
        slots = {"type": "relation", "a": slots.get("a"), "b": slots.get("b"), "fact": "in_dispute"}
        slots = {k: v for k, v in slots.items() if v is not None}
    if slots.get("type") in _PAIRED and not _pair(slots, found):
        return None
    if slots.get("type") == "event":
        _event(slots, found)
    return slots


def _holder(slots: dict[str, Any]) -> None:
    """Whose the rank or share is: with a partner's total it is `with`, else `of`."""
    partner, world = slots.pop("partner", None), slots.pop("world", None)
    if slots.pop("mutual", None):
        slots["of"] = slots["with"] = slots.pop("holder", None)
    if "holder" in slots:
        slots["with" if partner or (partner is None and not world) else "of"] = slots.pop("holder")
    for side in ("of", "with"):
        held = slots.get(side)
        if (
            isinstance(held, ActorSet)
            and held.quantifier == "some"
            and held.of
            and slots.get("type") == "quantity"
        ):
            slots[side] = ActorSet(ids=(held.of,), mode="collective")  # a bloc is one aggregate for amounts
        if slots.get("share") and isinstance(held, ActorSet) and len(held.ids) > 1:
            slots[side] = held.model_copy(update={"mode": "collective"})  # a share of several is their sum


def _plain(value: str) -> Any:
    return float(value) if value.replace(".", "", 1).isdigit() else value


def _variables(found: Match) -> set[str]:
    return {a.variable for a in found.frame.arguments if a.variable}


def _join(value: str, found: Match) -> Any:
    name, _, slot = value.partition(".")
    if slot:
        held = found.values.get(name)
        return _part_of(held.slots, slot) if isinstance(held, Found) else None
    parts = [found.values[v] for v in value.split("+") if v in found.values]
    if not parts:
        return None
    if isinstance(parts[0], Found):
        return parts[0].slots
    if len(parts) == 1:
        return parts[0].actors
    if any(p.actors.quantifier for p in parts):
        return None
    return ActorSet(ids=tuple(dict.fromkeys(i for p in parts for i in p.ids)))


def _of_land(found: Match) -> bool:
    """Whether a dispute is said to be one over land."""
    said = tables.words("classes", "border_dispute")
    return any(
        t.lower_ in said or any(c.lower_ in said for c in t.children if c.dep_ in ("amod", "compound"))
        for t in (found.clause.predicate, *found.light)
    )


def _part_of(slots: dict[str, Any], slot: str) -> Any:
    """One slot of a variable; `up` and `down` are the factor that a change by so many per cent is."""
    if slot in ("up", "down"):
        number = slots.get("number") if slots.get("unit") == "percent" else None
        return None if number is None else round(1 + number / 100 if slot == "up" else 1 - number / 100, 4)
    return slots.get(slot)


def _sides(value: str, found: Match) -> tuple[ActorSet, ActorSet] | None:
    """Both sides of what is done together, where one is a set: "A and B made peace with C" is not of A with B."""
    parts = [found.values[v] for v in value.split("+") if v in found.values]
    if len(parts) != 2 or any(not isinstance(p, Ref) for p in parts) or max(len(p.ids) for p in parts) < 2:
        return None
    return parts[0].actors, parts[1].actors


def _shaped(slot: str, value: Any) -> Any:
    """A place is a list of ids, a thing a dict, an actor set itself."""
    if isinstance(value, dict) and set(value) == {"ids"}:
        return value["ids"]
    return value


def _pair(slots: dict[str, Any], found: Match) -> bool:
    """Set two sides apart: "A and B are allies" is a relation of A with B; one side alone is none."""
    a, b = slots.get("a"), slots.get("b")
    if b is not None:
        return not (isinstance(a, ActorSet) and isinstance(b, ActorSet) and set(a.ids) & set(b.ids))
    if not isinstance(a, ActorSet) or a.quantifier or len(a.ids) < 2:
        return False
    subject = any("subj" in r.relations and r.variable == "A" for r in found.frame.arguments)
    if found.frame.pos == "NOUN" and found.clause.predicate.tag_ == "NN" and subject:
        return False  # "A and B remain the enemy": of somebody else
    if any(
        t.dep_ == "attr" and t.tag_ == "NN" and t.lower_ in tables.words("classes", "other_side")
        for t in found.light
    ):
        return False
    if len(a.ids) == 2:
        slots["a"], slots["b"] = ActorSet(ids=a.ids[:1]), ActorSet(ids=a.ids[1:])
    return True


def _event(slots: dict[str, Any], found: Match) -> None:
    """Doer and target of a symmetric act form one set, unless one side is several; nobody acts on himself."""
    doers, targets = slots.get("actors"), slots.get("targets")
    act = ACTS.get(slots.get("act", ""))
    if act is None or not isinstance(doers, ActorSet) or not isinstance(targets, ActorSet):
        return
    plain = not doers.quantifier and not targets.quantifier
    if (
        act.id == "support_diplomatically"
        and targets.ids
        and all(i.startswith("group:") for i in targets.ids)
    ):
        slots["act"] = "support_armed_group"
    if act.symmetric and plain and len(targets.ids) == len(doers.ids) == 1:
        slots["actors"] = ActorSet(ids=tuple(dict.fromkeys((*doers.ids, *targets.ids))))
        slots.pop("targets")


def sensible(made: Any) -> bool:
    """Whether nobody stands on both sides of the statement."""
    pairs = (
        ("actors", "targets"),
        ("a", "b"),
        ("who", "on"),
        ("who", "toward"),
        ("of", "with_"),
        ("toward", "away"),
        ("who", "over"),
    )
    for one, other in pairs:
        left, right = getattr(made, one, None), getattr(made, other, None)
        if one == "of" and left == right and isinstance(left, ActorSet) and len(left.ids) == 2:
            continue  # "each other's partners"
        if isinstance(left, ActorSet) and isinstance(right, ActorSet) and set(left.ids) & set(right.ids):
            return False
    compared = made.comparison if made.type == "quantity" else None
    if compared is not None and compared.than.of.ids and set(compared.than.of.ids) == set(made.of.ids) and not (
        compared.than.period or compared.than.measure
    ):  # fmt: skip
        return False  # two rulers of one state are compared, not states
    tie = made.of if made.type == "change" else made
    if tie.type == "relation" and tie.domain == "votes" and "org:UN" in (*tie.a.ids, *tie.b.ids):
        return False  # where votes are cast is no side
    if (
        made.type == "quantity"
        and made.share is not None
        and made.share.of is None
        and not (made.of or made.of.quantifier)
    ):
        return False
    if made.type == "quantity" and made.value is not None and not _in_its_unit(made):
        return False
    counted = made.value if made.type == "quantity" and made.measure == "population" else None
    if counted is not None and counted.unit not in (None, "people"):
        return False
    if made.type == "territory" and set(made.who.ids) & set(made.place):
        return False
    if made.type == "territory" and any(i.startswith(("org:", "bloc:")) for i in made.who.ids):
        return False
    return made.type != "event" or _deed_is_said(made)


_TO_SOMEBODY = (" to", " of", " with", " on", " in", " between", " against", " from", " for")


def _deed_is_said(made: Any) -> bool:
    """Whether a deed has what tells it from others: somebody, a place, or a thing known by name."""
    if made.act == "dissolve_state" and not all(_is_gone(i) for i in made.actors.ids):
        return False
    named = any(thing.id or thing.name for thing in made.object)
    act = ACTS[made.act]
    if act.active.endswith(_TO_SOMEBODY) and not (
        act.symmetric or len(made.actors.ids) > 1 or made.targets or made.place or made.object or made.content
    ):
        return False  # sanctions on nobody
    if not (made.actors or made.targets or made.place or named):
        return False
    if ACTS[made.act].symmetric and not made.actors.quantifier:
        if named and not made.actors and not made.targets:
            return True  # "the Treaty of A was signed"
        return len(made.actors.ids) + len(made.targets.ids) >= 2 or bool(made.targets.quantifier)
    return True


def _in_its_unit(made: Any) -> bool:
    """Whether a value could be one of its measure: rates are told in per cent, amounts are not."""
    rate = made.measure in tables.words("classes", "rates")
    return rate == (made.value.unit == "percent") or made.value.unit is None


def _is_gone(actor: str) -> bool:
    """Whether a state no longer exists: only such a state can be said to have broken up."""
    return ":" not in actor and not actors.exists(actor, _LATE)


def under_aspect(made: Any, aspect: str) -> Any | None:
    """The statement under "began to", "stopped", "became": a change of a state, the phase of a deed."""
    dumped = made.model_dump(by_alias=True)
    if made.type == "membership":
        ends = {"began": "joined", "ended": "left"}
        return (
            validated(dumped | {"change": ends[aspect]})
            if made.change is None and made.status == "member"
            else None
        )
    if made.type == "event":
        return validated(dumped | {"phase": "start"}) if aspect == "began" else None
    if made.type == "relation" and made.level is not None and made.comparison is None:
        return _turned(dumped, (made.level in ("friendly", "close")) == (aspect == "began"))
    if made.type in ("relation", "dependence", "quantity", "attribute", "territory"):
        return validated({"type": "change", "of": dumped, "direction": aspect})
    if made.type in ("alignment", "change"):
        return made if aspect == "began" else None
    return None


def _turned(relation: dict[str, Any], better: bool) -> Any | None:
    """ "They became friends" tells of a change for the better, "they stopped being friends" of one for the worse."""
    of = {k: v for k, v in relation.items() if k not in ("level", "degree")}
    ways = ("converged", "diverged") if of.get("domain") == "votes" else ("improved", "worsened")
    return validated({"type": "change", "of": of, "direction": ways[not better]})


def under_deed(made: Any, polarity: str, wrapper: str, doer: Ref | None, over: Ref | None) -> Any | None:
    """The statement as content of a pledge, threat or refusal, or as the aim of an influence."""
    sort, _, name = wrapper.partition(":")
    if doer is None or doer.place:
        return None
    if sort == "act":
        slots = {
            "type": "event",
            "act": name,
            "actors": doer.actors,
            "content": made,
            "content_polarity": polarity,
        }
        if over is not None:
            slots["targets"] = over.actors
        return validated(slots)
    if over is None:
        return None
    outcome = name if name in ("succeeded", "failed") else None
    return validated({
        "type": "influence", "who": doer.actors, "over": over.actors, "aim": made, "aim_polarity": polarity, "outcome": outcome,
    })  # fmt: skip


def with_degree(made: Any, verb: Token, predicate: Token) -> tuple[Any, set[int]]:
    """The statement with "sharply", "slightly" or "wholly" as its degree, and the tokens that say so."""
    if made.type not in ("change", "relation", "dependence") or getattr(made, "degree", None) is not None:
        return made, set()
    table = "reliance" if made.type == "dependence" else "degrees"
    around = (*verb.children, *(predicate.children if made.type == "dependence" else ()))
    for child in around:
        row = tables.mapping(table).get(child.lower_)
        if (
            row is not None
            and child.dep_ in ("advmod", "prep")
            and not any(c.dep_ in ("prep", "advcl", "advmod") for c in child.children)
        ):
            return made.model_copy(update={"degree": row["degree"]}), {t.i for t in child.subtree}
    return made, set()
