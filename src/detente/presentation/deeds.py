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
    act = ACTS[e.act]
    subject, denied = who(e.actors, negative)
    targets = group(e.targets)
    if targets and act.symmetric:
        targets = f"{_JOINED.get(e.act, 'with')} {targets}".strip()
    if (
        act.active.endswith((" to", " of", " with", " on", " in", " between", " against", " from", " for"))
        and not targets
    ):
        targets = "one another" if len(e.actors) > 1 else "somebody unnamed"
        if e.place and act.active.endswith(" in"):
            targets = listed([_place(p) for p in e.place])
    never = "never " if denied or e.order == "never" else ""
    if not subject and act.passive and targets:
        verb, what = f"{never}{act.passive.removesuffix(' by')}", ""
        head = f"{targets} {verb}"
    else:
        what = targets
        if act.needs == "place" and what:
            what = f"territory of {what}"
        elif e.act == "visit" and not what:
            what = listed([_place(p) for p in e.place])
        head = f"{subject or 'somebody unnamed'} {never}{act.active}"
        head += f" {what}" if what else ""
    extra = [_of(e, inner), _by(e), _where(e), _how(e), _counted(e)]
    return " ".join([head, *filter(None, extra)])


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
    places = [_place(p) for p in e.place]
    own = set(e.targets.ids)
    kept = [name for p, name in zip(e.place, places, strict=True) if p not in own]
    if ACTS[e.act].needs == "place" and kept:
        return f"({listed(kept)})" if e.targets else listed(kept)
    if (ACTS[e.act].active.endswith(" in") or e.act == "visit") and not e.targets:
        return ""
    return f"in {listed(kept)}" if kept else ""


def _place(place: str) -> str:
    return (
        actor(place) if len(place) == 3 or (":" in place and not place.startswith("place:")) else spelt(place)
    )


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


def amount_text(amount: Amount) -> str:
    """ "more than 50 per cent", "about 160", "many"."""
    number = "" if amount.number is None else f"{amount.number:,g}"
    unit = {"percent": "per cent", "percent_per_year": "per cent a year", None: ""}.get(
        amount.unit, amount.unit or ""
    )
    return " ".join(filter(None, [_BOUND.get(amount.bound or "", ""), number, unit]))
