"""What a claim names beside the act and its actors, as conditions a row must meet.

In: an `Event`'s object, place, content, person, forum, phase ... Out: conditions, each hard (a row that does not meet it is of
another deed) or soft (the row is of this deed but does not say this of it). A row that names more than the claim is fine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.checks.deeds import people, places, vocabulary
from detente.checks.occasions import key
from detente.domain import Event, Membership, Quantity, StatementBase
from detente.domain.acts import ACTS

if TYPE_CHECKING:
    from detente.checks.deeds.record import Deed
    from detente.domain import Thing

_STATE = re.compile(r"[A-Z]{3}")
_RULERS = (
    "president", "prime minister", "premier", "chancellor", "king", "queen", "emperor", "leader", "ruler", "government",
    "prince", "head of", "sultan", "emir", "shah", "tsar", "general secretary",
)  # fmt: skip
"""Offices that stand for their state: deeds on record are theirs unless another is named."""
_UNSPECIFIC = ("imports", "exports")


@dataclass(frozen=True)
class Condition:
    """One thing the claim names: `said` in words, and whether a deed is of it."""

    said: str
    met: Callable[[Deed], bool]
    hard: bool = True


def conditions(event: Event) -> tuple[Condition, ...]:
    """All conditions of an event."""
    found: list[Condition] = []
    for thing in event.object:
        found += _of_thing(thing, event.act)
    found += [_at(place) for place in event.place]
    if event.named:
        found.append(_named(event.named))
    if event.content is not None:
        found += _of_content(event.content)
    found += _circumstances(event)
    return tuple(found)


def content_testable(event: Event) -> bool:
    """Whether what was threatened, pledged or refused can be told at all by a row of the record."""
    return event.content is None or any(True for _ in _of_content(event.content))


def _of_thing(thing: Thing, act: str) -> Iterator[Condition]:
    if thing.id:
        yield _at(thing.id) if _is_place(thing.id) else _named(thing.id)
    if thing.name:
        yield _named(thing.name)
    inherent = vocabulary.table("inherent").get(act, frozenset())
    tags = vocabulary.table("kind").get(thing.kind or "")
    if tags is not None and vocabulary.stem(thing.kind or "") not in inherent and thing.kind not in inherent:
        yield _worded(f"{thing.kind}", tags)
    named_place = any(_is_place(i) for i in (thing.id or "", *thing.over))
    if thing.domain and not (named_place and thing.domain == "territorial"):
        yield _worded(f"that it was about {thing.domain.replace('_', ' ')}", vocabulary.domain(thing.domain))
    for product in thing.product:
        yield _worded(product, vocabulary.domain(product))
    if thing.quality and thing.quality not in _UNSPECIFIC:
        yield _worded(thing.quality, vocabulary.domain(thing.quality), hard=thing.kind == "weapons")
    for named in (*thing.over, *thing.topic, *thing.of):
        yield _about(named)
    for state in (*thing.from_, *thing.to):
        yield _about(state)


def _of_content(content: StatementBase) -> Iterator[Condition]:
    if isinstance(content, Event):
        for thing in content.object:
            yield from _of_thing(thing, content.act)
        if not content.object and not content.named:
            yield _worded(f"that it was to have {ACTS[content.act].active}", _act_words(content.act))
        if content.named:
            yield _named(content.named)
    elif isinstance(content, Membership):
        if content.organisation.id:
            yield _about(content.organisation.id)
        for who in content.who.ids:
            yield _about(who)
    elif isinstance(content, Quantity):
        for product in content.product:
            yield _worded(product, vocabulary.domain(product))
        yield _worded(content.measure, vocabulary.domain(content.measure))
    else:
        for inner in vars(content).values():
            if isinstance(inner, StatementBase):
                yield from _of_content(inner)
        for thing in getattr(content, "object", ()) or getattr(content, "over", ()):
            yield from _of_thing(thing, "")


def _circumstances(event: Event) -> Iterator[Condition]:
    if event.phase:
        yield _worded(f"the phase ({event.phase})", vocabulary.table("phase")[event.phase], hard=False)
    if event.instrument and not _inherent_instrument(event):
        yield Condition(f"the instrument ({event.instrument})", _named(event.instrument).met, hard=False)
    if event.forum and event.act not in ("veto", "vote"):
        yield Condition(f"the forum ({event.forum})", _named(event.forum).met, hard=False)
    for office in (event.by, event.to_by):
        if office is not None:
            yield from _through(office, event.actors.ids if office is event.by else event.targets.ids)
    if event.deaths is not None:
        yield _deaths(event)


def _through(office: object, whose: tuple[str, ...]) -> Iterator[Condition]:
    person = getattr(office, "person", None)
    if person:
        yield Condition(
            person.partition(":")[2].replace("-", " "), lambda deed: people.fits(deed, person, whose)
        )
    held = (getattr(office, "office", None) or "").lower().replace("_", " ")
    if held and not person and not any(w in held for w in _RULERS):
        named = frozenset(vocabulary.words(held)) - vocabulary.words("minister secretary of the")
        yield Condition(f"through its {held}", lambda deed: bool(named) and named <= deed.words)
    for slot in ("institution", "party"):
        named = getattr(office, slot)
        if named:
            words = vocabulary.domain(named)
            yield _worded(f"that it was through the {named.replace('_', ' ')}", words, hard=False)


def _inherent_instrument(event: Event) -> bool:
    return any(thing.id == event.instrument for thing in event.object)


def _deaths(event: Event) -> Condition:
    amount = event.deaths

    def met(deed: Deed) -> bool:
        figures = [float(f.replace(",", "")) for f in re.findall(r"\b\d[\d,]*\b", deed.text)]
        return (
            any(within(f, amount.number, amount.bound) for f in figures if f != deed.year)
            if amount
            else False
        )

    return Condition("so many dead", met, hard=False)


def within(figure: float, number: float | None, bound: str | None) -> bool:
    """Whether a figure is as an amount says: more than, at least, about ..."""
    if number is None:
        return False
    if bound in ("more_than", "at_least", "many"):
        return figure > number if bound == "more_than" else figure >= number
    if bound in ("less_than", "at_most", "low"):
        return figure < number if bound == "less_than" else figure <= number
    return abs(figure - number) <= (0.1 * number if bound == "about" else 0)


def _is_place(named: str) -> bool:
    return named.startswith(("place:", "border:"))


def _at(place: str) -> Condition:
    return Condition(f"the place ({plain(place)})", lambda deed: places.fits(deed, place))


def _named(named: str) -> Condition:
    """The thing of this id or name: every word that names it stands in the row, and the year is not another."""
    own, year = vocabulary.slug_words(named)

    def met(deed: Deed) -> bool:
        if year is not None and str(year) not in deed.words and abs(deed.year - year) > 1:
            return False
        return own <= deed.words

    return Condition(plain(named), met)


def _about(named: str) -> Condition:
    """A state, organisation, place or topic the thing is of: among the parties, the places or the row's words."""
    if _is_place(named):
        return _at(named)
    own = key(named) if _STATE.fullmatch(named) or ":" in named else named
    words = vocabulary.slug_words(named)[0]

    def met(deed: Deed) -> bool:
        return own in deed.everyone or words <= deed.words or places.fits(deed, named)

    return Condition(plain(named), met)


def _worded(said: str, any_of: frozenset[str], *, hard: bool = True) -> Condition:
    return Condition(said, lambda deed: bool(any_of & deed.words), hard)


def _act_words(act: str) -> frozenset[str]:
    """Words by which a row's text tells that something was to be an act of this kind."""
    return vocabulary.words(f"{ACTS[act].active} {act.replace('_', ' ')}") - vocabulary.generic()


def plain(named: str) -> str:
    """An id as words: `place:senkaku-islands` is "senkaku islands"."""
    return named.rpartition(":")[2].replace("-", " ").replace("_", " ")
