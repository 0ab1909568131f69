"""Names to actors: what people write for a state, an organisation, a group or a leader.

In: a mention and, if known, the year it speaks of. Out: the actor, by dictionary look-up.
The phrases are our own tables in `data/`; a phrase may be dated, and the dated reading wins in
its years ("Prague" in 1975 is Czechoslovakia). A present-day name in an earlier year is read as
the state that then was its legal person ("Russia" in 1975 is the Soviet Union); a historic name
stays what it says ("Soviet Union" in 2005 does not exist).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from detente.actors import _forms
from detente.actors._fold import fold
from detente.actors._leaders import leader, rows
from detente.actors._tables import Actor, actors, read, words
from detente.actors._time import at, predecessors, resolve_code, successors

# Phrases that in lower case are everyday words: "turkey", "us", "polish", "who".
_EVERYDAY = frozenset(
    """
    us turkey turkeys china polish pole poles chad jordan who eco sad quad west gulf dane danes
    swede swedes finn finns may major ice it in is no so to am an as at be by do go he if me my of
    on or up we un eu au ec ca arabs dutch guinea states emirates federation guam
    """.split()  # noqa: SIM905
)
_LONGEST = 200
_SOVEREIGN = ("country", "nation", "sovereign state")
_POSSESSIVE = re.compile(r"('s|s')$")
_LED = re.compile(
    r"-(led|backed|brokered|sponsored|supported|dominated|occupied|controlled|made|allied|aligned"
    r"|based|style|born|held|funded|trained|armed|mediated|hosted)$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(the|former|ex-?|modern|then|post-soviet|government of|people of|leadership of|regime of"
    r"|president|prime minister|premier|chancellor|king|general|chairman|marshal|comrade|secretary)\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?<!\s)\s+(government|administration|regime|leadership|authorities|military|army|forces|troops|officials"
    r"|diplomats|leaders|state|states|side|republic|federation|establishment|diplomacy)$",
    re.IGNORECASE,
)
_WRAPPINGS = (_POSSESSIVE, _LED, _BEFORE, _AFTER)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase for one actor. `start` and `end` are years; None is open.

    `case_sensitive` phrases are everyday words in lower case and must match as written; those not `running`
    are forms of lists ("Korea, North"), which in running text may be something else.
    """

    phrase: str
    id: str
    kind: str
    start: int | None = None
    end: int | None = None
    case_sensitive: bool = False
    running: bool = True

    @property
    def dated(self) -> bool:
        """Whether the phrase stands for the actor in some years only."""
        return self.start is not None or self.end is not None

    def covers(self, year: int) -> bool:
        """Whether the phrase stands for the actor in `year`."""
        return (self.start is None or self.start <= year) and (self.end is None or year <= self.end)


def _phrase(text: str, actor_id: str, kind: str, start: str = "", end: str = "") -> Phrase:
    return Phrase(
        text,
        actor_id,
        kind,
        int(start) if start else None,
        int(end) if end else None,
        text.lower().removeprefix("the ") in _EVERYDAY,
    )


def _by_rule(actor_id: str, names: list[str]) -> Iterator[Phrase]:
    """The names of a state turned round, in brackets and abbreviated."""
    for name in names:
        for form in _forms.variants(name):
            yield _phrase(form, actor_id, "name")
        for form in _forms.listed(name):
            yield replace(_phrase(form, actor_id, "name"), running=False)


@cache
def phrases() -> tuple[Phrase, ...]:
    """Every phrase of the tables; the first of several undated ones is the default reading."""
    found: list[Phrase] = []
    for row in read("states.csv"):
        key = row["id"]
        cells = (
            ("name", ";".join((row["name"], row["official"], row["aliases"]))),
            ("demonym", row["demonyms"]),
            ("capital", row["capitals"]),
            ("government", row["seats"]),
        )
        found += [_phrase(word, key, kind) for kind, cell in cells for word in words(cell)]
        found += _by_rule(key, words(cells[0][1]))
    kinds = {"organisation": "organisation", "project": "organisation", "armed_group": "group"}
    for row in read("organisations.csv"):
        cell = f"{row['name']};{row['phrases']}"
        found += [_phrase(word, row["id"], kinds[row["kind"]]) for word in words(cell)]
    for row in read("blocs.csv"):
        cell = f"{row['name']};{row['phrases']}"
        found += [_phrase(word, row["id"], "bloc") for word in words(cell)]
    for row in read("dated.csv"):
        found.append(_phrase(row["phrase"], row["id"], row["kind"], row["start"], row["end"]))
    for row in rows():
        if "own" in row["origin"]:  # the others have only family names, or are looked up by their whole name
            for word in words(f"{row['name']};{row['also']}"):
                found.append(_phrase(word, row["id"], "leader", row["start"][:4], row["end"][:4]))
    return tuple(dict.fromkeys(found))


@cache
def not_actors() -> tuple[str, ...]:
    """Phrases that hold an actor's name and are not that actor ("Washington Post", "Indian Ocean").

    A reader's matcher should let these win as the longest match, and then drop them.
    """
    return tuple(sorted(row["phrase"] for row in read("not_actors.csv")))


@cache
def regions() -> dict[str, str]:
    """Parts of federations and their towns that stand beside a name which is not the state's: phrase -> sort."""
    return {row["phrase"]: row["sort"] for row in read("regions.csv") if row["sort"] != "letters"}


def region_of(name: str) -> str | None:
    """The id of the state that a part of a federation belongs to ("Oregon"), or None."""
    return next(
        (r["of"] for r in read("regions.csv") if r["phrase"] == name and r["sort"] in ("state", "letters")),
        None,
    )


@cache
def _reasons() -> dict[str, str]:
    return {fold(row["phrase"]).casefold(): row["why"] for row in read("not_actors.csv")}


def no_actor(text: str) -> str | None:
    """What a phrase is that holds an actor's name and is not that actor ("part of the United States"), or None."""
    return _reasons().get(fold(text).casefold().removeprefix("the "))


@cache
def _exact() -> dict[str, tuple[Phrase, ...]]:
    index: dict[str, list[Phrase]] = {}
    for phrase in phrases():
        index.setdefault(fold(phrase.phrase), []).append(phrase)
    return {key: tuple(value) for key, value in index.items()}


@cache
def _folded() -> dict[str, tuple[Phrase, ...]]:
    index: dict[str, list[Phrase]] = {}
    for phrase in phrases():
        if not phrase.case_sensitive:
            index.setdefault(fold(phrase.phrase).casefold(), []).append(phrase)
    return {key: tuple(value) for key, value in index.items()}


def _choose(found: tuple[Phrase, ...], year: int | None) -> Phrase | None:
    undated = [p for p in found if not p.dated]
    if year is not None:
        covering = [p for p in found if p.dated and p.covers(year)]
        if covering:
            return covering[0]
    if undated:
        return undated[0]
    # Out of its years a capital is only a city (Karachi), a state a region (Bavaria) and a leader a person.
    if year is None and (ruling := tuple(p for p in found if p.kind in ("leader", "government"))):
        state = leader(ruling[0].phrase) if ruling[0].kind == "leader" else None
        last = max(ruling, key=lambda p: p.end or 9999)
        return last if ruling[0].kind != "leader" or (state is not None and state.id == last.id) else None
    return None


def _look_up(text: str, year: int | None) -> Phrase | None:
    found = _exact().get(text) or _folded().get(text.casefold())
    return _choose(found, year) if found else None


def find(mention: str, year: int | None = None) -> Phrase | None:
    """The phrase of the tables that `mention` is a form of, or None; the longest form wins."""
    if len(mention) > _LONGEST:
        return None
    text = fold(mention).replace(" & ", " and ").strip(' .,;:!?"[]')
    if no_actor(text) is not None:
        return None
    if (hit := _unwrap(text, year)) is not None or " (" not in text:
        return hit
    name, _, inside = text.partition(" (")
    return _qualified(_unwrap(name, year), inside.strip(") "), year)


def _qualified(hit: Phrase | None, inside: str, year: int | None) -> Phrase | None:
    """The phrase that a name with a qualifier in brackets is, or None where the two do not agree.

    What says the same actor again is passed over ("Burma (Myanmar)", "Mali (MLI)", "Georgia (country)"); a capital
    tells which of two successive states is meant ("Yemen (Aden)"); "Georgia (US)" and "Samoa (American)" are neither.
    """
    if hit is None or not any(c.isalpha() for c in inside) or inside in (hit.id, *_SOVEREIGN):
        return hit
    other = _unwrap(inside, year)
    kin = {hit.id, *successors(hit.id), *predecessors(hit.id)}
    if other is None or other.id not in kin:
        return None
    return other if other.kind == "capital" else hit


def _unwrap(text: str, year: int | None) -> Phrase | None:
    """Take off what stands round a name, in any order, at most five layers."""
    forms = [text]
    for _ in range(6):
        for form in forms:
            # "U.S." keeps its last stop.
            if hit := _look_up(form, year) or _look_up(f"{form}.", year):
                return hit
        shorter = {p.sub("", form): None for form in forms for p in _WRAPPINGS}
        forms = sorted((f for f in shorter if f and f not in forms), key=len, reverse=True)
        if not forms:
            return None
    return None


def resolve(mention: str, year: int | None = None) -> Actor | None:
    """The actor a mention stands for in `year` (any year if None), or None.

    Takes names, abbreviations, demonyms, capitals, seats of government, leaders, organisations,
    armed groups, groups of states, and ids. Leading "the", possessives, "-led" and words such as
    "government" are passed over.
    """
    hit = find(mention, year)
    if hit is None:
        return actors().get(mention.strip()) or _by_letters(mention.strip(), year) or leader(mention, year)
    actor = actors()[hit.id]
    return actor if year is None or hit.dated else actors()[at(actor.id, year)]


def _by_letters(text: str, year: int | None) -> Actor | None:
    """The state with these letters in the Correlates of War list, where no id of ours is written so."""
    return resolve_code(text, "cowabb", year) if len(text) == 3 and text.isupper() else None


@cache
def mentions() -> tuple[tuple[str, str, str], ...]:
    """(phrase, actor id, kind) for a reader's matcher: one row a phrase, sorted by phrase.

    Match as written (case matters, also in a leading "the"); take the longest match; let
    `not_actors()` win over what they contain; then date the match with `resolve(phrase, year)`.
    Forms without accents and with a typographic apostrophe are added. Kinds: name demonym
    capital government leader organisation group bloc.
    """
    found: dict[str, tuple[str, str]] = {}
    for text in {p.phrase: None for p in phrases() if p.running}:
        hit = _choose(_exact()[fold(text)], None)
        if hit is not None:
            for form in (text, fold(text), text.replace("'", "’")):
                found.setdefault(form, (hit.id, hit.kind))
    return tuple((text, *found[text]) for text in sorted(found))
