"""The dated event a text means by "the 2016 exercise", "9/11", "its treaty with Israel".

In: a claim's own words for an event, its years and its actors. Out: the one row of the table of
dated events they fit, or None where none or several do. A name in the table (an alias) counts when
every word of it stands in the text, names of states being compared as states ("Soviet" is the Soviet
Union) and the claim's own actors being understood; else the kind of event ("treaty", "invasion"),
the states named beside it and the year must leave one row only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from detente import actors
from detente.errors import UnknownActorError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.measures.registry import Bench

_KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "invasion": (
        ("invasion", "invade", "invaded", "invading", "occupation", "overran", "crushing", "crushed"),
        ("invasion", "war", "annexation"),
    ),
    "war": (("war", "wars"), ("war", "invasion")),
    "treaty": (
        ("treaty", "treaties", "pact", "pacts", "agreement", "accord", "accords", "peace", "alliance"),
        ("treaty", "peace_treaty", "alliance_pact", "dispute_settled", "ceasefire"),
    ),
    "test": (("test", "tests", "tested", "testing"), ("nuclear_test",)),
    "exercise": (("exercise", "exercises", "drill", "drills", "manoeuvres", "maneuvers"), ("exercise",)),
    "rupture": (
        (
            "rupture",
            "break",
            "breach",
            "blockade",
            "boycott",
            "expulsion",
            "rift",
            "quarrel",
            "split",
            "schism",
            "feud",
            "row",
        ),
        ("rupture", "withdrawal"),
    ),
    "rapprochement": (
        ("rapprochement", "normalisation", "normalization", "opening", "reconciliation", "detente", "thaw"),
        ("normalisation", "restoration", "recognition"),
    ),
    "sanctions": (("sanctions", "sanction", "embargo"), ("sanctions_imposed",)),
    "annexation": (("annexation", "annexed", "annexing", "seizure"), ("annexation", "invasion")),
    "attack": (
        (
            "attack",
            "attacks",
            "attacked",
            "bombing",
            "bombed",
            "strike",
            "strikes",
            "struck",
            "raid",
            "raided",
            "raids",
            "sinking",
            "sank",
        ),
        ("attack",),
    ),
    "coup": (("coup",), ("coup",)),
    "revolution": (("revolution", "uprising"), ("revolution",)),
    "withdrawal": (
        ("withdrawal", "withdrew", "pullout", "exit", "leaving", "left", "leave"),
        ("withdrawal", "base"),
    ),
    "accession": (("joining", "joined", "join", "accession", "entry", "admission"), ("accession",)),
    "independence": (("independence",), ("independence",)),
    "recognition": (("recognition", "recognised", "recognized"), ("recognition", "normalisation")),
    "summit": (("summit", "visit", "meeting"), ("summit", "normalisation")),
    "ceasefire": (("ceasefire", "armistice", "truce"), ("ceasefire",)),
}
_KIND_OF: dict[str, str] = {word: kind for kind, (words, _) in _KINDS.items() for word in words}
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "on",
        "in",
        "at",
        "by",
        "to",
        "with",
        "and",
        "or",
        "its",
        "his",
        "her",
        "their",
        "this",
        "that",
        "s",
        "from",
        "for",
        "over",
        "after",
        "between",
        "against",
        "joint",
        "major",
        "led",
        "new",
        "great",
        "military",
        "army",
    ]
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_WORD = re.compile(r"[\w/]+(?:-[a-z]+)?(?:['’][a-z]+)?")
_YEAR, _ORDINAL = re.compile(r"1[89]\d\d|20\d\d"), re.compile(r"(?<!\d)\d+(st|nd|rd|th)")
_UP = re.compile(r"\b(break|split)[- ]up\b", re.IGNORECASE)  # what falls apart is not a quarrel
_HYPHEN = re.compile(r"-(?!(?!led\b|day\b)[a-z]{1,3}\b)")  # "Sino-Soviet" is two words, "Jong-nam" one
_LONGEST_NAME = 5  # words


@dataclass(frozen=True)
class Occasion:
    """One dated event; `day` is the first day its date allows."""

    id: str
    name: str
    day: date
    end: date | None
    type: str
    sign: int
    weight: int
    actors: tuple[str, ...]
    pairs: tuple[frozenset[str], ...]
    reference: str

    @property
    def year(self) -> int:
        """Year it happened or began."""
        return self.day.year


@dataclass(frozen=True)
class _Row:
    occasion: Occasion
    names: tuple[frozenset[str], ...]
    who: frozenset[str]
    month: int | None


def key(actor_id: str) -> str:
    """One key for a state and its successors; other actors under their own id."""
    if ":" in actor_id:
        return actor_id
    try:
        code = actors.ccode(actor_id)
    except UnknownActorError:
        return actor_id
    return actor_id if code is None else f"state:{actors.lineage(code)}"


def table(bench: Bench) -> tuple[Occasion, ...]:
    """All dated events in order of their dates; empty where the atlas has none."""
    return bench.memo("dated events", lambda: tuple(_occasions(bench)))


def by_id(bench: Bench, event_id: str) -> Occasion | None:
    """The event with an id, or None."""
    return next((o for o in table(bench) if o.id == event_id), None)


def named(words: str) -> tuple[str, ...]:
    """Actors that words name (states by `key`, groups and organisations by their ids), in no order of rank."""
    return tuple(sorted(t for t in _read(words)[0] if ":" in t))


def find(
    bench: Bench,
    words: str | None,
    *,
    near: Iterable[str] = (),
    years: tuple[int, int] | None = None,
) -> Occasion | None:
    """The dated event that `words` mean, or None.

    `near` are the ids of the claim's own actors; `years` the span the event must fall in (with a
    year's slack), unless the words themselves name a year.
    """
    if not words:
        return None
    if words.startswith("event:"):
        return by_id(bench, words)
    tokens, said, month = _read(words)
    context = frozenset(key(i) for i in near)
    scored: list[tuple[float, Occasion]] = []
    for row in _rows(bench):
        if not _dated(row, said, years):
            continue
        score = _named(row, tokens, context) or _described(row, tokens, context, month)
        if score:
            scored.append((score + (1.0 if said else 0.0), row.occasion))
    return _only(scored, tokens)


def _only(scored: list[tuple[float, Occasion]], tokens: frozenset[str]) -> Occasion | None:
    """The best row, if it is alone at the top (or the first of several steps of one thaw or quarrel)."""
    if not scored:
        return None
    top = max(score for score, _ in scored)
    best = sorted((o for score, o in scored if score >= top - 1e-9), key=lambda o: o.day)
    if len(best) == 1:
        return best[0]
    together = (best[-1].day - best[0].day).days <= 45 and len({o.type for o in best}) == 1
    return best[0] if together or {"rapprochement", "rupture"} & tokens else None


def _dated(row: _Row, said: frozenset[int], years: tuple[int, int] | None) -> bool:
    o = row.occasion
    last = o.end.year if o.end is not None else o.year
    if said:
        return any(o.year <= year <= last for year in said)
    return years is None or (years[0] - 1 <= last and o.year <= years[1] + 1)


def _named(row: _Row, tokens: frozenset[str], context: frozenset[str]) -> float:
    """Score of the longest of the event's names that the words hold; 0 where they hold none."""
    best = 0.0
    for name in row.names:
        if not name <= tokens | context:
            continue
        own = name & tokens
        if any(not t.startswith("state:") for t in own) and not _bare(own):
            best = max(best, 4.0 + 2.0 * len(own) + 0.25 * len(name - own) + 0.25 * len(row.who & context))
    return best


def _bare(tokens: frozenset[str]) -> bool:
    """Whether words say only a kind of event ("war", "treaty"): no name of one."""
    return all(t in _KINDS for t in tokens)


def _described(row: _Row, tokens: frozenset[str], context: frozenset[str], month: int | None) -> float:
    """Score of a row that fits the kind of event and the states named; 0 where it does not."""
    kinds = [k for k in _KINDS if k in tokens and row.occasion.type in _KINDS[k][1]]
    stated = {t for t in tokens if t.startswith("state:") or ":" in t}
    if not kinds or not stated <= row.who or (month and row.month and month != row.month):
        return 0.0
    shared = row.who & (stated | context)
    if len(shared) < 2 and not (stated and len(row.who) == 1):
        return 0.0
    pairs = row.occasion.pairs
    if kinds == ["rupture"] and not stated and pairs and not any(pair <= context for pair in pairs):
        return 0.0  # "an old quarrel" is one between the two, not one of both with a third
    exact = sum(row.occasion.type == _KINDS[k][1][0] for k in kinds)
    doer = key(row.occasion.actors[0]) in stated
    return (
        1.0
        + len(stated)
        + 0.5 * len(shared - stated)
        + 0.5 * exact
        + 0.25 * doer
        + (1.0 if month and row.month else 0.0)
    )


def _read(words: str) -> tuple[frozenset[str], frozenset[int], int | None]:
    """Words as tokens (states by lineage, kinds of event by kind), the years and the month they name."""
    found: list[str] = [
        w.lower().removesuffix("'s").removesuffix("’s")
        for w in _WORD.findall(_HYPHEN.sub(" ", _UP.sub(r"\1up", words)))
    ]
    phrases, starts = _phrases()
    tokens: set[str] = set()
    years: set[int] = set()
    month = None
    i = 0
    while i < len(found):
        longest = min(_LONGEST_NAME, len(found) - i) if found[i] in starts else 0
        for length in range(longest, 0, -1):
            actor = phrases.get(" ".join(found[i : i + length]))
            if actor is not None:
                tokens.add(actor)
                i += length
                break
        else:
            word = found[i]
            i += 1
            if word[0].isdigit() and (_YEAR.fullmatch(word) or _ORDINAL.fullmatch(word)):
                years |= {int(word)} if _YEAR.fullmatch(word) else set()
            elif word in _MONTHS:
                month = _MONTHS[word]
            elif word not in _STOP:
                plain = word.removesuffix("s") if len(word) > 3 else word
                tokens.add(_KIND_OF.get(word, plain))
    return frozenset(tokens), frozenset(years), month


@cache
def _phrases() -> tuple[dict[str, str], frozenset[str]]:
    """Names in lower case with whom they stand for, and the words that names begin with."""
    found: dict[str, str] = {}
    for phrase, actor_id, kind in actors.mentions():
        if kind in ("name", "demonym", "government", "organisation", "bloc", "group"):
            words = " ".join(w.lower() for w in _WORD.findall(_HYPHEN.sub(" ", phrase)))
            found.setdefault(words, key(actor_id))
    return found, frozenset(words.split(" ", 1)[0] for words in found)


def _rows(bench: Bench) -> tuple[_Row, ...]:
    return bench.memo("occasions", lambda: tuple(_make(bench)))


def _events(bench: Bench) -> list[dict[str, Any]]:
    """The table's rows in the order of `table`."""
    if "events" not in bench.atlas.tables:
        return []
    return bench.atlas.table("events").sort("date", "id").to_dicts()


def _occasions(bench: Bench) -> Iterable[Occasion]:
    for raw in _events(bench):
        yield Occasion(
            raw["id"],
            raw["name"],
            _day(raw["date"]),
            _day(raw["end_date"]) if raw["end_date"] else None,
            raw["type"],
            int(raw["sign"]),
            int(raw["weight"]),
            tuple((raw["actors"] or "").split(";")),
            tuple(frozenset(key(s) for s in p.split("-")) for p in (raw["dyads"] or "").split(";") if p),
            raw["reference"] or "",
        )


def _make(bench: Bench) -> Iterable[_Row]:
    """Every event with its names read: what only a search by words needs."""
    for raw, occasion in zip(_events(bench), table(bench), strict=True):
        names = [raw["name"], *(raw["aliases"] or "").split("|")]
        read = tuple(_read(n)[0] for n in names if n)
        month = occasion.day.month if len(raw["date"]) >= 7 else None
        yield _Row(occasion, tuple(r for r in read if r), frozenset(map(key, occasion.actors)), month)


def _day(text: str) -> date:
    parts = [int(p) for p in text.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def between(
    bench: Bench, ones: frozenset[str], others: frozenset[str], first: date, last: date
) -> tuple[Occasion, ...]:
    """Dated events with a sign between a state of `ones` and one of `others` that begin in first..last.

    States are given by `key`; events are in order of their dates.
    """
    return tuple(
        o
        for o in table(bench)
        if first <= o.day <= last
        and o.sign
        and any(len(p) == 2 and any(x in ones and (p - {x}) <= others for x in p) for p in o.pairs)
    )
