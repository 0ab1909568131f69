"""How a deed is restated: who did what to whom, where, through whom, how often; and amounts in words.

In: a `domain.Event`. Out: a clause without its period. Nothing here looks at the quote.
"""

from __future__ import annotations

from collections.abc import Callable

from detente.domain import ACTS, Event
from detente.domain.actors import ActorSet
from detente.domain.statements import Amount
from detente.english import listed
from detente.presentation.names import actor, group, spelt, thing


def who(of: ActorSet, negative: bool) -> tuple[str, bool]:
    """The subject in words, and whether the verb must still be denied: "neither A nor B" denies by itself."""
    if negative and len(of.ids) > 1 and of.mode == "each":
        return group(of, "nor"), False
    return group(of), negative


_JOINED = {
    "meet": "",
    "clash": "with",
    "agree": "with",
    "cooperate": "with",
    "hold_talks": "with",
    "wage_war": "against",
}


def event_text(e: Event, negative: bool, inner: Callable[..., str]) -> str:
    """A deed as a clause; `inner` says what a deed has for its content."""
    if e.named and not (e.actors or e.targets or e.place or e.object or e.content):
        return f"the event known as {spelt(e.named)} {'did not take' if negative else 'took'} place"
    act = ACTS[e.act]
    subject, denied = who(e.actors, negative)
    never = "never " if denied or e.order == "never" else ""
    targets = group(e.targets)
    if targets and act.symmetric:
        targets = f"{_JOINED.get(e.act, 'with')} {targets}".strip()
    if not targets and act.active.endswith(_PREPOSITIONS):
        held = "" if not act.active.endswith(_PLACED) else listed(_places(e))
        targets = held or ("one another" if len(e.actors) > 1 else "somebody unnamed")
    elif not targets and act.passive and (act.needs != "place" or not subject):
        targets = listed(_places(e))  # "invaded Crimea": done to a part of a state
    if not subject and act.passive and targets and not act.passive.startswith(act.active):
        head = f"{targets} {never}{act.passive.removesuffix(' by').removesuffix(' from')}"
    else:
        head = f"{subject or 'somebody unnamed'} {never}{_told(e, targets)}"
    extra = ["" if _object_told(e) else _of(e, inner), _by(e), _where(e), _how(e), _counted(e)]
    return " ".join([head, *filter(None, extra)])


_PREPOSITIONS = (" to", " of", " with", " on", " in", " between", " against", " from", " for")
_PLACED = (" in", " to", " from", " of")


def _told(e: Event, targets: str) -> str:
    """The verb with what it is done to, in the order of the sentence."""
    act = ACTS[e.act]
    if act.id in ("transfer_territory", "lose_territory") and e.place:
        return " ".join(filter(None, [act.active, listed(_places(e)), targets and f"to {targets}"]))
    if act.id == "refer_to_court" and targets:
        return f"took {targets} to an international court"
    if targets and act.passive.startswith(act.active):
        return f"{act.passive} {targets}"  # "became independent from"
    if _object_told(e):
        return f"{act.active} {listed([thing(o) for o in e.object])} of {targets}"
    if act.needs == "place" and targets:
        targets = f"territory of {targets}"
    return f"{act.active} {targets}".strip()


def _object_told(e: Event) -> bool:
    """Whether the object stands before whose it is: "seized a ship of Norway"."""
    act = ACTS[e.act]
    return (
        act.needs == "object" and bool(e.object and e.targets)
        and not act.symmetric and not act.active.endswith(_PREPOSITIONS)
    )  # fmt: skip


def _places(e: Event) -> list[str]:
    return [actor(p) if len(p) == 3 else spelt(p) for p in e.place]


def _of(e: Event, inner: Callable[..., str]) -> str:
    places = {p.casefold() for p in e.place}
    told = [thing(o) for o in e.object if (o.id or o.name or "").casefold() not in places]
    said = f"({listed(told)})" if told else ""
    if e.content is not None:
        told_of = inner(e.content, e.content_polarity == "negative")
        said = f"{said}: {told_of}" if said else f"(that {told_of})"
    return said


def _by(e: Event) -> str:
    if e.by is None:
        return ""
    offices = [p.replace("_", " ") for p in (e.by.office, e.by.institution, e.by.party) if p]
    if e.by.person:
        return f"through {spelt(e.by.person)}{f' ({listed(offices)})' if offices else ''}"
    return f"through its {listed(offices)}"


def _where(e: Event) -> str:
    act, own = ACTS[e.act], set(e.targets.ids)
    kept = [name for p, name in zip(e.place, _places(e), strict=True) if p not in own]
    if act.id in ("transfer_territory", "lose_territory"):
        return ""
    if not e.actors and not e.targets and act.passive:
        return ""
    if act.needs == "place" and kept:
        return f"({listed(kept)})" if e.targets else listed(kept)
    if not e.targets and (act.active.endswith(_PLACED) or act.passive):
        return ""
    return f"in {listed(kept)}" if kept else ""


def _how(e: Event) -> str:
    said = [
        f"at {spelt(e.forum)}" if e.forum else "",
        f"by {e.instrument.replace('_', ' ')}" if e.instrument else "",
    ]
    said += [f"voting {e.position}" if e.position else "", f"({spelt(e.named)})" if e.named else ""]
    said += [
        {
            "start": "for the first time in a new round",
            "resume": "again after a pause",
            "extend": "for longer",
            "suspend": "and broke it off",
            "end": "and ended it",
        }.get(e.phase or "", "")
    ]
    return " ".join(filter(None, said))


def _counted(e: Event) -> str:
    said = [
        f"{amount_text(e.times)} times" if e.times else "",
        f"with {amount_text(e.deaths)} deaths" if e.deaths else "",
    ]
    said += [
        {"first": "for the first time", "last": "for the last time", "again": "once again"}.get(
            e.order or "", ""
        )
    ]
    return " ".join(filter(None, said))


_BOUND = {
    "about": "about",
    "at_least": "at least",
    "more_than": "more than",
    "less_than": "less than",
    "at_most": "at most",
    "many": "many",
    "low": "few",
    "exactly": "exactly",
}


_UNITS = {
    "percent": "per cent", "percent_per_year": "per cent a year", "usd": "US dollars",
    "percent_of_gdp": "per cent of the gross domestic product",
}  # fmt: skip
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def _number(number: float) -> str:
    """A number as it is read: "3 billion", "1,250"."""
    for scale, word in _SCALES:
        if abs(number) >= scale:
            return f"{number / scale:,g} {word}"
    return f"{number:,g}"


def amount_text(amount: Amount) -> str:
    """ "more than 50 per cent", "about 160", "many"."""
    number = "" if amount.number is None else _number(amount.number)
    unit = _UNITS.get(amount.unit or "", amount.unit or "")
    return " ".join(filter(None, [_BOUND.get(amount.bound or "", ""), number, unit]))
