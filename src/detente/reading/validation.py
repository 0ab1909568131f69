"""One validation for all readings: the built-in reader's, a language model's, a person's.

In: JSON values (claims as `domain.Claim`, with names or ids of actors), and the document they are of, if any. Out: the
claims that stand, and for each that does not a problem named by its JSON path with what would be accepted, so that a
model or a person can mend it in one turn. A quote must stand in its part; actors must exist in the period; roles must fit
the statement type; untested words must be words of the quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from detente import actors
from detente.domain import ACTS, ActorSet, Claim, Event, StatementBase
from detente.domain.claims import split
from detente.domain.statements import Membership
from detente.errors import InputError, UnknownActorError
from detente.model import Document

MOST_CLAIMS = 2_000
TYPES = frozenset(one.model_fields["type"].default for one in StatementBase.__subclasses__())
"""The names of the statement types."""
_FREE = (
    "place:",
    "border:",
    "neighbours:",
    "person:",
    "treaty:",
    "pipeline:",
    "war:",
    "event:",
    "line:",
    "party:",
    "issue:",
)
"""Ids that no list of actors holds; a statement may name them all the same."""
_IGNORED = frozenset(
    ("kind", "actors", "topic", "direction", "qualifier", "attribution", "details", "finding", "restatement", "number", "note",
     "sentence", "sentences", "confidence")
)  # fmt: skip
"""Fields of a published claim, or a model's additions, that are no part of its reading."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an entry cannot be used: `path` as in JSON ("claims[2].statement.act"), and what would be accepted."""

    path: str
    what: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.path}: {self.what}"


@dataclass(frozen=True, slots=True)
class Validated:
    """The claims that stand, in the order given, and what is wrong with the others."""

    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def validate(
    value: Any, document: Document | None = None, reader: str = "person", read: Sequence[Claim] = ()
) -> Validated:
    """The claims among JSON values, and the problems of the rest.

    Of claims that were `read` before, an entry need name only the id and what is other now.

    Raises:
        InputError: it is neither a claim, nor a list of claims, nor an object with a list "claims".

    """
    claims: list[Claim] = []
    problems: list[Problem] = []
    taken: set[str] = set()
    told: set[str] = set()
    known = {c.id: c for c in read}
    for path, entry in _entries(value):
        was = known.get(entry["id"]) if isinstance(entry, dict) and isinstance(entry.get("id"), str) else None
        if was is not None and was.id in told:
            problems.append(Problem(f"{path}.id", f"is given twice: {was.id}"))
            continue
        told |= {was.id} if was is not None else set()
        if was is not None and set(entry) == {"id"}:
            found: Claim | list[Problem] = was
        else:
            found = _one(path, {**as_json(was), **entry} if was else entry, document, reader)
        if isinstance(found, Claim):
            claims.append(_named(found, taken))
        else:
            problems += found
    return Validated(tuple(claims), tuple(problems))


def as_json(claim: Claim) -> dict[str, Any]:
    """A claim as the JSON values that give it again."""
    return claim.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and "claims" in value:
        value, head = value["claims"], "claims"
    elif isinstance(value, dict) and "statement" in value:
        value, head = [value], "claim"
    else:
        head = "claims"
    if not isinstance(value, list):
        raise InputError('Typed claims must be a list of claims, or an object with a list "claims".')
    if len(value) > MOST_CLAIMS:
        raise InputError(f"More than {MOST_CLAIMS:,} claims.")
    for k, entry in enumerate(value):
        parts = split(entry)
        for n, one in enumerate(parts):
            yield f"{head}[{k}]" + (f".statement[{n}]" if len(parts) > 1 else ""), one


def _named(claim: Claim, taken: set[str]) -> Claim:
    """The claim with an id of its own."""
    name, k = claim.id, 1
    while name in taken:
        k += 1
        name = f"{claim.id}.{k}" if "." not in claim.id else f"c{len(taken) + k}"
    taken.add(name)
    return claim if name == claim.id else claim.model_copy(update={"id": name})


def _one(path: str, entry: Any, document: Document | None, reader: str) -> Claim | list[Problem]:
    if not isinstance(entry, dict):
        return [Problem(path, "must be an object with at least a statement")]
    entry = {k: v for k, v in entry.items() if k not in _IGNORED}
    entry["reader"] = (
        reader if reader == "model" else entry.get("reader") or reader
    )  # its own word counts for nothing
    if document is not None:
        placed = _placed(path, entry, document)
        if isinstance(placed, Problem):
            return [placed]
        entry = placed
    try:
        claim = Claim.model_validate(entry)
    except ValidationError as error:
        return [_problem(path, one) for one in error.errors()[:8]]
    return _checked(path, claim)


def _problem(path: str, error: Any) -> Problem:
    """A slot's fault as pydantic found it, in our words and with the path of the JSON as it was given."""
    where, last = path, ""
    for step in error["loc"]:
        if step in TYPES and last in ("statement", "content", "of", "cause", "effect", "aim", "condition"):
            last = str(step)
            continue
        where += f"[{step}]" if isinstance(step, int) else f".{step}"
        last = str(step)
    if error["type"] == "extra_forbidden":
        return Problem(where, "is no slot of this type")
    if error["type"] == "missing":
        return Problem(where, "is missing")
    if error["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return Problem(where, f"needs a type, one of {', '.join(sorted(TYPES))}")
    return Problem(where, error["msg"].removeprefix("Value error, "))


def _placed(path: str, entry: dict[str, Any], document: Document) -> dict[str, Any] | Problem:
    """The entry with the span of its quote; a quote that stands nowhere in the text is a problem."""
    parts = {p.id: p for p in document.parts}
    quote = entry.get("quote")
    if not isinstance(quote, str) or not quote.strip():
        return Problem(f"{path}.quote", "is missing: give the words of the text, exactly")
    wanted = entry.get("part")
    order = [parts[wanted]] if isinstance(wanted, str) and wanted in parts else list(document.parts)
    for part in order:
        at = find_quote(part.text, quote, entry.get("start"))
        if at is not None:
            start, end = at
            exact = part.text[start:end]
            return {**entry, "part": part.id, "quote": exact, "start": start, "end": end,
                    "untested": _untested(entry.get("untested"), exact, start)}  # fmt: skip
    return Problem(f"{path}.quote", f"does not stand in the text: {quote[:80]!r}")


def same_words(one: str, other: str) -> bool:
    """Whether two quotes are the same but for how they are spaced."""
    return one.split() == other.split()


_LOOSE = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "\n": " ", "\t": " "}
)


def find_quote(text: str, quote: str, near: Any = None) -> tuple[int, int] | None:
    """Where a quote stands, nearest to where it is said to; curly and plain signs, and breaks of lines, are alike."""
    plain, sought = text.translate(_LOOSE), quote.strip().translate(_LOOSE)
    found, at = [], plain.find(sought)
    while at >= 0 and len(found) < 1_000:
        found.append(at)
        at = plain.find(sought, at + 1)
    if not found:
        return None
    start = min(found, key=lambda k: abs(k - near)) if isinstance(near, int) else found[0]
    return start, start + len(sought)


def _untested(value: Any, quote: str, start: int) -> list[dict[str, Any]]:
    """Untested words with their spans; what is not in the quote is left out."""
    out = []
    for one in value if isinstance(value, list) else ():
        text = one if isinstance(one, str) else one.get("text") if isinstance(one, dict) else None
        at = find_quote(quote, text, None) if isinstance(text, str) and text.strip() else None
        if at is not None:
            material = one.get("material", True) if isinstance(one, dict) else True
            out.append(
                {
                    "start": start + at[0],
                    "end": start + at[1],
                    "text": quote[at[0] : at[1]],
                    "material": bool(material),
                }
            )
    return out


def _checked(path: str, claim: Claim) -> Claim | list[Problem]:
    """The claim with its actors by id, or what is wrong with actors and roles."""
    problems: list[Problem] = []
    year = claim.period.end or claim.period.start
    statement = _resolved(f"{path}.statement", claim.statement, year, problems)
    condition = _resolved(f"{path}.condition", claim.condition, year, problems) if claim.condition else None
    problems += _unfit(f"{path}.statement", statement)
    if problems:
        return problems
    return claim.model_copy(update={"statement": statement, "condition": condition})


def _resolved(path: str, statement: StatementBase, year: int | None, problems: list[Problem]) -> Any:
    update: dict[str, Any] = {}
    for slot, value in statement.__dict__.items():
        if isinstance(value, ActorSet):
            update[slot] = _known(f"{path}.{slot.rstrip('_')}", value, year, problems)
        elif isinstance(value, StatementBase):
            update[slot] = _resolved(f"{path}.{slot}", value, year, problems)
    if places := getattr(statement, "place", ()):
        update["place"] = tuple(_place(p, year) for p in places)
    if isinstance(statement, Membership) and statement.organisation.id:
        thing = statement.organisation
        found = _id(f"{path}.organisation", str(thing.id), year, problems)
        update["organisation"] = thing.model_copy(update={"id": found})
    return statement.model_copy(update=update)


def _place(said: str, year: int | None) -> str:
    """A place that is a state or a region, by its id; any other as it is said."""
    if ":" in said or not said.strip():
        return said
    found = actors.resolve(said, year)
    return found.id if found is not None and found.kind in ("state", "bloc") else said


def _known(path: str, group: ActorSet, year: int | None, problems: list[Problem]) -> ActorSet:
    ids = tuple(_id(f"{path}[{k}]", one, year, problems) for k, one in enumerate(group.ids))
    of = _id(f"{path}.of", group.of, year, problems) if group.of else group.of
    return group.model_copy(update={"ids": ids, "of": of})


def _id(path: str, said: str, year: int | None, problems: list[Problem]) -> str:
    """The id of an actor given by id or name."""
    if said.startswith(_FREE):
        return said
    try:
        return actors.get(said).id
    except UnknownActorError:
        pass
    found = actors.resolve(said, year) if said.strip() else None
    if found is not None:
        return found.id
    if said.startswith(("org:", "group:", "bloc:")):
        named = actors.resolve(said.partition(":")[2].replace("_", " "), year)
        if named is not None:
            return named.id
        if _squeezed(said) in _spellings():
            return _spellings()[_squeezed(said)]
    near = nearest(said)
    problems.append(Problem(path, f"is no known actor: {said[:60]!r}{f'; perhaps {near}' if near else ''}"))
    return said


def _squeezed(actor_id: str) -> str:
    return re.sub(r"[\s_-]", "", actor_id).casefold()


@cache
def _spellings() -> dict[str, str]:
    """The ids of organisations, groups and blocs by their letters alone: `org:WORLDBANK` is `org:WORLD_BANK`."""
    return {_squeezed(p.id): p.id for p in actors.phrases() if ":" in p.id}


def nearest(said: str) -> str:
    """The known names nearest in spelling to one that is unknown, with their ids; "" where none is near."""
    from difflib import get_close_matches

    names = {p.phrase.casefold(): p.id for p in actors.phrases()}
    hits = get_close_matches(
        said.rpartition(":")[2].replace("_", " ").casefold(), list(names), n=3, cutoff=0.75
    )
    return ", ".join(dict.fromkeys(f"{h.title()} ({names[h]})" for h in hits))


def _unfit(path: str, statement: StatementBase) -> Sequence[Problem]:
    """Roles that a statement's type or act cannot do without."""
    if isinstance(statement, Event):
        needs = ACTS[statement.act].needs
        named = statement.named or statement.content is not None
        if needs == "object" and not (statement.object or statement.targets or named):
            return [Problem(f"{path}.object", f"is needed by the act {statement.act}")]
        if needs == "place" and not (statement.place or statement.object or statement.targets):
            return [Problem(f"{path}.place", f"is needed by the act {statement.act}")]
        if not (
            statement.actors or statement.targets or statement.object or statement.place or statement.named
        ):
            return [Problem(path, "names nobody and nothing")]
    return []
