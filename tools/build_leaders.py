"""Build `src/detente/actors/data/leaders.csv`: who held which office of which state, from when to when.

Run: python tools/build_leaders.py TERMS.csv.gz

TERMS is the table of terms made from two sources: REIGN, Rulers, Elections and Irregular Governance (Bell, Besaw and
Frank 2021; OEF Research), to March 2021, and the lists of chiefs of state and heads of government in versions of the
CIA World Factbook (public domain), 2015 to January 2026; columns iso3, ccode, leader, surname, role, start, end, source.
Rows of our own (origin `own`) in the present table stay: they give persons their full names, further spellings and
offices that neither source has. Where a source has the person's term, its dates replace ours. Names and dates are facts.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from detente import actors
from detente.actors._fold import fold

TABLE = Path(__file__).parents[1] / "src/detente/actors/data/leaders.csv"
OWN = Path(__file__).parent / "leaders_own.csv"
FAMILY_FIRST = frozenset(("CHN", "TWN", "KOR", "PRK", "KHM", "HKG"))
NO_FAMILY_NAME = frozenset(("VNM", "VDR", "MMR", "IDN", "MNG", "AFG", "ETH", "ERI", "BTN", "SOM", "LAO"))
MATERNAL_LAST = frozenset(  # Spanish-speaking states
    (
        *("ARG", "BOL", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "ESP", "GTM"),
        *("HND", "MEX", "NIC", "PAN", "PER"),
    )
) | {"PRY", "SLV", "URY", "VEN"}
RANK = ("effective leader", "head of government", "chief of state", "other office")
PARTICLES = frozenset(
    (
        "de",
        "la",
        "del",
        "los",
        "van",
        "von",
        "der",
        "den",
        "da",
        "dos",
        "di",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "ter",
    )
)
# Occupiers and bodies that the sources list as a state's effective leader.
LEFT_OUT = frozenset(("MacArthur", "Matthew Bunker Ridgway"))
BODY = re.compile(r"(?i)junta|council|committee|commission|vacant|interim|government")
JUNK = re.compile(r"\(.*?\)|\"[^\"]*\"|\b(?:Jr|Sr)\b\.?|,")
NUMERAL = re.compile(r"\b(?:II|III|IV|V|VI|VII)$")


@dataclass(frozen=True)
class Term:
    id: str
    name: str
    surname: str
    forms: tuple[str, ...]
    role: str
    start: str
    end: str
    origin: str


def cased(word: str) -> str:
    """A name in capitals as it is written: "LOEKKE" is "Loekke", "O'NEILL" "O'Neill", "al-SISI" "al-Sisi"."""
    if NUMERAL.search(word):
        return word
    return re.sub(r"[^\W\d_]{3,}", lambda m: m[0].capitalize() if m[0].isupper() else m[0], word)


def split_name(raw: str, state: str, given: frozenset[str]) -> tuple[str, str]:
    """(whole name, family name) of a person as the sources write them."""
    words = JUNK.sub(" ", raw).split()
    capitals = [w for w in words if re.search(r"[A-Z]{3,}", fold(w)) and not NUMERAL.search(w)]
    shorts = [w for w in words if w.isupper() and w.isalpha() and len(w) == 2 and w not in ("II", "IV", "VI")]
    if capitals or (shorts and any(w.islower() or w[1:].islower() for w in words)):
        family = [w for w in words if w in capitals or w in shorts]
        short = {w: w.capitalize() for w in shorts}
        return tuple(" ".join(short.get(w, cased(w)) for w in some) for some in (words, family))  # type: ignore[return-value]
    whole = " ".join(words)
    if len(words) < 2:
        return whole, whole
    if state in NO_FAMILY_NAME:
        return whole, whole
    if state in FAMILY_FIRST:
        return whole, words[0]
    if state in MATERNAL_LAST and len(words) == 2 and words[0] not in given:
        return words[0], words[0]
    last = (
        -2
        if NUMERAL.search(whole) or (state in MATERNAL_LAST and len(words) > 2 and words[0] in given)
        else -1
    )
    first = len(words) + last
    while first > 1 and words[first - 1].lower() in PARTICLES:
        first -= 1
    return whole, " ".join(words[first : len(words) + last + 1])


def sources(path: Path, given: frozenset[str]) -> list[Term]:
    """Terms of the two sources, each under the state that then was."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["start"]:
                continue
            state = state_of(row)
            if state is None:
                continue
            name, surname = split_name(row["leader"], state, given)
            origin = "factbook" if row["source"].startswith("Factbook") else "reign"
            if (
                len(fold(surname)) < 2
                or not surname[0].isalpha()
                or "." in surname
                or BODY.search(name)
                or name in LEFT_OUT
            ):
                continue
            forms = short_forms(name, surname)
            found.append(Term(state, name, surname, forms, row["role"], row["start"], row["end"], origin))
    return found


def state_of(row: dict[str, str]) -> str | None:
    first = int(row["start"][:4])
    last = int(row["end"][:4]) if row["end"] else first
    actor = actors.resolve_code(row["ccode"], "cow", (first + last + 1) // 2) if row["ccode"] else None
    return actor.id if actor else row["iso3"] or None


def short_forms(name: str, surname: str) -> tuple[str, ...]:
    """ "Donald J. Trump" is "Donald Trump" too, "Vladimir Vladimirovich Putin" "Vladimir Putin"."""
    words = name.split()
    if (
        len(words) < 3
        or name == surname
        or not name.endswith(surname)
        or len(words[0]) < 3
        or words[0].endswith(".")
    ):
        return ()
    return (f"{words[0]} {surname}",)


def own_rows() -> list[Term]:
    with OWN.open(encoding="utf-8", newline="") as file:
        return [
            Term(
                r["id"], r["name"], r["surname"], tuple(f for f in r["forms"].split(";") if f),
                r["role"], r["start"], r["end"], "own",
            )
            for r in csv.DictReader(file)
        ]  # fmt: skip


def same_person(one: Term, two: Term) -> bool:
    """Whether two terms of one state are of one person, by a family name the one has and the other bears.

    One source's consecutive terms under two names are two persons (Hafez and Bashar al-Assad).
    """
    if one.origin == two.origin and one.name != two.name:
        return False
    a, b = fold(one.surname).casefold(), fold(two.surname).casefold()
    words_a = set(fold(one.name).casefold().replace("-", " ").split())
    words_b = set(fold(two.name).casefold().replace("-", " ").split())
    initial = len(words_a) > 1 and len(words_b) > 1
    if one.id in NO_FAMILY_NAME or one.id in FAMILY_FIRST:
        return a == b or words_a <= words_b or words_b <= words_a
    shared = (
        a == b or set(a.replace("-", " ").split()) <= words_b or set(b.replace("-", " ").split()) <= words_a
    )
    return shared and (not initial or len(words_a & words_b) > 1)


def overlapping(one: Term, two: Term) -> bool:
    return one.start < (two.end or "9999") and two.start < (one.end or "9999")


def merged(terms: Iterable[Term]) -> list[Term]:
    """One row a person and term: the effective leader's dates, the fullest name, all forms."""
    groups: list[list[Term]] = []
    for term in sorted(terms, key=lambda t: (t.id, t.start)):
        near = [g for g in groups if g[0].id == term.id]
        same = next(
            (g for g in reversed(near) if any(overlapping(term, t) and same_person(term, t) for t in g)), None
        )
        if same is None:
            groups.append([term])
        else:
            same.append(term)
    return [one_of(group) for group in groups]


def one_of(group: list[Term]) -> Term:
    role = min((t.role for t in group), key=RANK.index)
    holding = [t for t in group if t.role == role]
    fullest = max(group, key=lambda t: (len(t.name.split()), t.origin == "factbook"))
    end = "" if any(not t.end for t in holding) else max(t.end for t in holding)
    longer = max((t.end or "9999" for t in group), default=end)
    if end and int(longer[:4]) > int(end[:4]) + 1:  # one who was chief of state all the while (Khamenei)
        end = "" if longer == "9999" else longer
    own = any(
        "own" in t.origin for t in group
    )  # our spellings are chosen; a source's single words are family names
    forms = dict.fromkeys(
        f for t in group for f in (*t.forms, t.name) if f != fullest.name and (own or " " in f)
    )
    surname = next((t.surname for t in group if t.origin == "factbook"), fullest.surname)
    origin = "+".join(sorted({o for t in group for o in t.origin.split("+")}))
    return Term(
        fullest.id, fullest.name, surname, tuple(forms), role, min(t.start for t in holding), end, origin
    )


def with_own(terms: list[Term], own: list[Term]) -> list[Term]:
    """Our full names and spellings on the sources' terms, and our rows where no source has the person."""
    found: list[Term] = []
    taken: set[Term] = set()
    for mine in own:
        if len(mine.start) > 4:  # dated by us to the day: as it stands
            found.append(mine)
            continue
        wide = replace(mine, start=str(int(mine.start) - 1), end=str(int(mine.end) + 1) if mine.end else "")
        hits = [
            t for t in terms
            if actors.ccode(t.id) == actors.ccode(mine.id) and overlapping(t, wide) and bears(t, mine)
        ]  # fmt: skip
        for term in hits:
            if term in taken:
                continue
            taken.add(term)
            forms = dict.fromkeys((*mine.forms, *(f for f in (term.name, *term.forms) if " " in f)))
            found.append(
                replace(
                    term, id=mine.id, name=mine.name, surname=mine.surname, origin=f"{term.origin}+own",
                    forms=tuple(f for f in forms if f != mine.name),
                )
            )  # fmt: skip
        if not hits:
            found.append(mine)
    return united([*found, *(t for t in terms if t not in taken)])


def united(terms: list[Term]) -> list[Term]:
    """Overlapping terms of one name in one state as one."""
    groups: list[list[Term]] = []
    for term in sorted(terms, key=lambda t: (t.id, t.name, t.start)):
        last = groups[-1] if groups else []
        if (
            last
            and (last[0].id, last[0].name) == (term.id, term.name)
            and any(overlapping(term, t) for t in last)
        ):
            last.append(term)
        else:
            groups.append([term])
    return [one_of(group) if len(group) > 1 else group[0] for group in groups]


def bears(term: Term, mine: Term) -> bool:
    """Whether a source's term is of the person we name more fully; a given name that differs says no."""
    words = set(fold(term.name).casefold().replace("-", " ").split())
    ours = [set(fold(n).casefold().replace("-", " ").split()) for n in (mine.name, *mine.forms)]
    surname = set(fold(mine.surname).casefold().replace("-", " ").split())
    theirs = set(fold(term.surname).casefold().replace("-", " ").split())
    if fold(term.name).casefold() in {fold(n).casefold() for n in (mine.name, *mine.forms)}:
        return True
    if not (surname <= words or theirs <= surname):
        return False
    rest = {w for w in words if len(w) > 1 and w[1] != "."} - theirs - surname
    return not rest or any(rest & names for names in ours if term.id not in FAMILY_FIRST or rest <= names)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("terms", type=Path)
    given_file = Path(__file__).parents[1] / "src/detente/reading/data/given_names.csv"
    given = frozenset(given_file.read_text(encoding="utf-8").split("\n")[2:])
    terms = with_own(merged(sources(parser.parse_args().terms, given)), own_rows())
    # Left out: "Atassi H.", whom none of ours names more fully, and slips of the sources (an end before the start).
    terms = [t for t in terms if "." not in t.surname and t.start[: len(t.end)] <= (t.end or t.start)]
    terms.sort(key=lambda t: (t.id, t.start, t.name))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("id", "name", "surname", "role", "start", "end", "origin", "also"))
        for t in terms:
            out.writerow((t.id, t.name, t.surname, t.role, t.start, t.end, t.origin, ";".join(t.forms)))
    print(f"{len(terms)} terms of {len({t.id for t in terms})} states")


if __name__ == "__main__":
    main()
