"""Names that are something else: a part of a federation, a river, a treaty, a person, a language.

In: a parsed text and the mentions found in it. Out: the mentions that are the actors they look like. What stands
beside a name decides ("Savannah, Georgia", "Georgia and Tennessee", "the Ottawa Convention", "Michael Jordan"); the
rules are rows of `data/homonyms.csv`, `data/persons.csv` and `regions.csv` of `detente.actors`. A name that is not
sure is no actor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from detente.reading import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.reading.mentions import Mention

Words = tuple[str, ...]
_LONGEST = 5  # tokens of the longest run of words a rule may name
_JOINTS = frozenset((",", "and", "or", "nor", "&", "/", "the"))
_NAMING = frozenset(("name", "demonym", "capital", "government"))


@cache
def _sets() -> dict[str, frozenset[str]]:
    """The named lists that rules refer to."""
    from detente import actors

    regions = actors.regions()
    people = lexicon.rows("persons.csv")
    return {
        "@state": frozenset(p for p, sort in regions.items() if sort == "state" and p != "Georgia"),
        "@town": frozenset(p for p, sort in regions.items() if sort == "town of Georgia"),
        "@given": frozenset(row["name"] for row in lexicon.rows("given_names.csv")),
        "@first": frozenset(row["phrase"] for row in people if row["first"]),
        "@last": frozenset(row["phrase"] for row in people if row["last"]),
    }


@cache
def _rules() -> dict[tuple[str, str], dict[tuple[str, str], frozenset[Words]]]:
    """By (phrase, kind): the runs of words of each (where, scope)."""
    found: dict[tuple[str, str], dict[tuple[str, str], set[Words]]] = {}
    for row in lexicon.rows("homonyms.csv"):
        for phrase in _sets().get(row["phrase"], (row["phrase"],)):
            rules = found.setdefault((phrase, row["kind"]), {})
            rules.setdefault((row["where"], row["scope"]), set()).update(_runs(row["words"]))
    return {key: {w: frozenset(runs) for w, runs in rules.items()} for key, rules in found.items()}


def named_list(name: str) -> frozenset[str]:
    """The phrases that a row's `phrase` means: those of a named list, one phrase, or none for any."""
    return _sets().get(name, frozenset() if name == "*" else frozenset((name,)))


def _runs(cell: str) -> Iterable[Words]:
    for words in cell.split("|"):
        name = next((n for n in _sets() if n in words.split()), None)
        for filled in _sets()[name] if name else ("",):
            yield tuple((words.replace(name, filled) if name else words).split())


def actors_only(doc: Doc, mentions: Sequence[Mention], *, placing: bool = False) -> list[Mention]:
    """The mentions that are actors; `placing` keeps parts of states, as whoever places events wants them."""
    starts = {m.start for m in mentions}
    kept: list[Mention] = []
    surnames: set[str] = set()
    free = 0  # the end of a bracket that belongs to a name left out: "Samoa (American)"
    for mention in mentions:
        if mention.start < free:
            continue
        if _is_other(doc, mention, placing):
            free = _bracket_end(doc, mention.end)
            if mention.text in _sets()["@last"]:
                surnames.add(mention.text)
        elif not _is_first_name(doc, mention, starts):
            kept.append(mention)
    return _by_document(kept, surnames)


def _bracket_end(doc: Doc, at: int) -> int:
    """The token after a short bracket that begins at a token, or the token itself."""
    if at >= len(doc) or doc[at].text != "(":
        return at
    return next((i + 1 for i in range(at, min(at + _LONGEST + 2, len(doc))) if doc[i].text == ")"), at)


def _is_other(doc: Doc, mention: Mention, placing: bool) -> bool:
    """Whether the words beside a mention say that it is something else."""
    for phrase in (mention.text, "*"):
        for kind in (mention.kind, ""):
            for (where, scope), runs in _rules().get((phrase, kind), {}).items():
                if not (placing and scope == "reader") and _holds(doc, mention, where, runs):
                    return True
    return False


def _holds(doc: Doc, mention: Mention, where: str, runs: frozenset[Words]) -> bool:
    start, end = mention.start, mention.end
    if where == "proper":  # one word, and the first of a longer proper name that no table has
        return end - start == 1 and end < len(doc) and _is_surname(doc[end], of=doc[start])
    if where == "before":
        return _ends(doc, start, runs)
    if where == "after":
        return _begins(doc, end, runs)
    if where == "town":
        return _ends(doc, start - (start > 0 and doc[start - 1].text == ","), runs)
    if where == "listed":
        left, right = start, end
        while left > 0 and doc[left - 1].text in _JOINTS:
            left -= 1
        while right < len(doc) and doc[right].text in _JOINTS:
            right += 1
        return (left < start and _ends(doc, left, runs)) or (right > end and _begins(doc, right, runs))
    return False


def _ends(doc: Doc, at: int, runs: frozenset[Words]) -> bool:
    """Whether some run of words ends before token `at`."""
    return any(tuple(t.text for t in doc[max(0, at - n) : at]) in runs for n in range(1, _LONGEST))


def _begins(doc: Doc, at: int, runs: frozenset[Words]) -> bool:
    return any(tuple(t.text for t in doc[at : at + n]) in runs for n in range(1, _LONGEST + 1))


def _is_first_name(doc: Doc, mention: Mention, starts: set[int]) -> bool:
    """Whether a name is somebody's given name ("Chad Smith", "Jordan B. Peterson")."""
    if mention.end - mention.start > 1 or mention.text not in _sets()["@first"]:
        return False
    at = mention.end
    while at < len(doc) and len(doc[at]) == 2 and doc[at].text[1] == ".":
        at += 1
    if at >= len(doc) or at in starts:
        return False
    own, after = doc[mention.start], doc[at]
    return _is_surname(after) and own.dep_ in ("compound", "nmod", "amod") and own.head == after


def _is_surname(token: Token, of: Token | None = None) -> bool:
    """Whether a word goes on a proper name; `of` is the word before it, where that must belong to it."""
    from detente.reading.events import tables

    shaped = token.text[0].isupper() and len(token) > 2 and not token.is_upper and token.is_alpha
    office = token.lower_ in tables.sectors() or token.lower_ in _institutions()
    if of is not None:
        return shaped and not office and token.pos_ == "PROPN" and of.head.i in (token.i, token.head.i)
    return shaped and not office and token.pos_ == "PROPN" and token.dep_ != "compound"


@cache
def _institutions() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.rows("institutions.csv"))


def _by_document(kept: list[Mention], surnames: set[str]) -> list[Mention]:
    """Mentions that the rest of the text decides: a person's family name, a demonym that two states share."""
    named: dict[str, set[str]] = {}
    for mention in kept:
        if mention.kind in _NAMING:
            named.setdefault(mention.ids[0], set()).add(mention.text)
    found: list[Mention] = []
    for mention in kept:
        own = named.get(mention.ids[0], set())
        if mention.text in surnames and own <= {mention.text}:
            continue
        other = _shared().get((mention.text, mention.kind))
        if other is None or other not in named:
            found.append(mention)
        elif own <= {text for text, _ in _shared()}:
            found.append(replace(mention, ids=(other,)))
    return found


@cache
def _shared() -> dict[tuple[str, str], str]:
    """(phrase, kind) -> the other actor that it may stand for where the text names that one."""
    rows = lexicon.rows("homonyms.csv")
    return {(row["phrase"], row["kind"]): row["words"] for row in rows if row["where"] == "document"}
