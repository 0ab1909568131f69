"""Identity through time: does an actor exist, who came before and after, which code did it bear.

In: an actor id or a code and a year. Out: ids and numbers. A transition year goes to whoever
held the seat on 1 July. Sources: Correlates of War state system membership 2016; Gleditsch and
Ward (1999) list of independent states; both in `data/codes.csv`.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from detente.actors._tables import Actor, Spell, actors, read, spells, spells_of
from detente.errors import InputError, UnknownActorError

_LINEAGE = {260: 255, 678: 679}
_NUMBERED = ("cow", "gw")
SYSTEMS = ("cow", "gw", "iso3", "iso2", "cowabb", "gwabb", "cameo", "name")


class _UnknownName(UnknownActorError):
    """An unknown name; what it may have meant is looked for only when the message is read."""

    def __str__(self) -> str:
        from detente.actors._hints import hint

        name = str(self.args[0])[:80]
        return f"No actor goes by {name!r}; {hint(name)}"


def unknown(name: str) -> UnknownActorError:
    """The error for a name no actor has, with the nearest ids and names as suggestions."""
    return _UnknownName(name)


def get(actor_id: str) -> Actor:
    """The actor with this id (`RUS`, `org:NATO`, `bloc:central-asia`).

    Raises `UnknownActorError`, with the nearest names, where there is none.
    """
    found = actors().get(actor_id)
    if found is None:
        raise unknown(actor_id)
    return found


def exists(actor_id: str, year: int) -> bool:
    """Whether the actor exists on any day of `year`.

    A state exists where COW or Gleditsch-Ward list it (or our own dated row, where neither
    does); an organisation from its founding to its end; a bloc always.
    """
    actor = get(actor_id)
    if actor.spells:
        return any(s.year <= year and (e is None or year <= e.year) for s, e in actor.spells)
    return (actor.start is None or actor.start.year <= year) and (actor.end is None or year <= actor.end.year)


def _on(actor: Actor, day: date) -> bool:
    return any(s <= day and (e is None or day <= e) for s, e in actor.spells)


@cache
def _successions() -> tuple[tuple[str, str, str], ...]:
    return tuple((r["predecessor"], r["successor"], r["type"]) for r in read("successions.csv"))


@cache
def _continuers() -> dict[str, tuple[str, ...]]:
    """States that are one legal person under several ids, by id."""
    groups: dict[str, tuple[str, ...]] = {}
    for before, after, how in _successions():
        if how == "continuation":
            joined = tuple(dict.fromkeys((*groups.get(before, (before,)), *groups.get(after, (after,)))))
            groups.update(dict.fromkeys(joined, joined))
    return groups


def successors(actor_id: str) -> tuple[str, ...]:
    """States that took the place of one that ended (`CSK` gives `CZE`, `SVK`), continuer first."""
    get(actor_id)
    return tuple(b for a, b, how in _successions() if a == actor_id and how != "secession")


def predecessors(actor_id: str) -> tuple[str, ...]:
    """States this one followed, joined out of or seceded from."""
    get(actor_id)
    return tuple(a for a, b, _ in _successions() if b == actor_id)


def at(actor_id: str, year: int) -> str:
    """The id that a present-day state bore in an earlier `year` (`RUS` in 1975 is `SUN`).

    Only a state that exists today is read back in time, and only to the same legal person; an
    ended one stays itself (`SUN` in 2005 is `SUN`, which does not exist then), and so does any
    other actor.
    """
    actor = get(actor_id)
    group = _continuers().get(actor_id)
    if not group or actor.end is not None or not 1 <= year <= 9999:
        return actor_id
    middle = date(year, 7, 1)
    held = [other for other in group if _on(actors()[other], middle)]
    if held:
        return held[0]
    return next((other for other in (actor_id, *group) if exists(other, year)), actor_id)


def _distance(spell: Spell, year: int) -> int:
    start = spell.start.year if spell.start else year
    end = spell.end.year if spell.end else max(year, start)
    return max(start - year, year - end, 0)


def _number(actor_id: str, system: str, year: int | None) -> int | None:
    get(actor_id)
    own = [s for s in spells_of(actor_id) if s.system == system]
    if not own:
        return None
    if year is None:
        return int(own[-1].code)
    # Later spells first, so that a transition year (Germany 1990) takes the new number.
    return int(min(reversed(own), key=lambda s: _distance(s, year)).code)


def ccode(actor_id: str, year: int | None = None) -> int | None:
    """Correlates of War number, in `year` or the latest; None where COW never lists the actor.

    Outside the state's spells the number nearest in time is given: ask `exists` for existence.
    """
    return _number(actor_id, "cow", year)


def gwcode(actor_id: str, year: int | None = None) -> int | None:
    """Gleditsch-Ward number, in `year` or the latest (see `ccode`)."""
    return _number(actor_id, "gw", year)


def lineage(code: int) -> int:
    """COW number under which yearly series are joined across successor states.

    260 (German Federal Republic) gives 255, 678 (North Yemen) gives 679, any other itself.
    """
    return _LINEAGE.get(code, code)


@cache
def _by_code() -> dict[tuple[str, str], tuple[Spell, ...]]:
    found: dict[tuple[str, str], list[Spell]] = {}
    for spell in spells():
        if spell.system != "own":
            found.setdefault((spell.system, spell.code), []).append(spell)
        if spell.system in _NUMBERED:
            found.setdefault((f"{spell.system}abb", spell.abbreviation), []).append(spell)
    for actor in actors().values():
        for system, code in (("iso3", actor.iso3), ("iso2", actor.iso2), ("cameo", actor.cameo)):
            if code is not None and actor.spells:
                own = [Spell(actor.id, system, code, "", s, e) for s, e in actor.spells]
                found.setdefault((system, code), [])[:0] = own
    return {key: tuple(value) for key, value in found.items()}


def resolve_code(code: str | int, system: str, year: int | None = None) -> Actor | None:
    """The actor that bears `code` in `system` (`cow gw iso3 iso2 cowabb gwabb cameo name`).

    With a year, the bearer in that year (365 is `SUN` in 1975), on 1 July in a transition
    year, or else the nearest in time; without, the latest bearer. None for an unused code.
    Raises `InputError` for an unknown system.
    """
    if system not in SYSTEMS:
        raise InputError(f"No code system {system!r}; use one of {', '.join(SYSTEMS)}.")
    if system == "name":
        from detente.actors._names import resolve

        return resolve(str(code), year)
    text = str(code).strip()
    found = _by_code().get((system, text if system in _NUMBERED else text.upper()))
    if not found:
        return None
    if year is None:
        latest = max(found, key=lambda s: s.end or date.max)
        return actors()[latest.id]
    covering = [s for s in found if s.covers(year)]
    if covering and 1 <= year <= 9999:
        middle = date(year, 7, 1)
        held = [s for s in covering if (s.start or middle) <= middle <= (s.end or middle)]
        return actors()[(held or covering)[0].id]
    return actors()[min(found, key=lambda s: _distance(s, year)).id]


def un_seat(actor_id: str, day: date | str | int) -> str | None:
    """Whose delegation sat in the United Nations for `actor_id` on `day` (date, ISO text or year).

    China's seat was Taipei's from 8 December 1949 to 24 October 1971 (General Assembly
    resolution 2758): `un_seat("CHN", 1960)` is `TWN`, `un_seat("TWN", 1975)` None. Belarus and
    Ukraine sat from 1945. Any other state answers for its former self (`RUS` in 1975 gives
    `SUN`), or None where it did not exist. A year means its 1 July. Dates of admission are
    evidence and not kept here. Raises `InputError` for a day that is none.
    """
    try:
        if isinstance(day, int):
            day = date(day, 7, 1)
        elif isinstance(day, str):
            day = date.fromisoformat(day)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{day!r} is not a day: use a date, YYYY-MM-DD or a year.") from error
    if day < date(1945, 10, 24):
        return None
    taipei = date(1949, 12, 8) <= day < date(1971, 10, 25)
    if actor_id == "CHN":
        return "TWN" if taipei else "CHN"
    if actor_id == "TWN":
        return "TWN" if taipei else None
    if actor_id in ("BLR", "UKR"):
        return actor_id
    held = at(actor_id, day.year)
    return held if exists(held, day.year) else None
