"""Named links between states: railways, roads, bridges, tunnels, pipelines and lines, with the years in use.

In: `data/links.csv` (one row a link: the states it joins in the order of flow, branches parted by `|`, the year it came into use,
`9999` for what was never used, `sole` where it is the only link of its mode between its states) and the
sources named there. Out: links by the name a sentence uses, links between two states, and the graph of
oil pipelines and tanker ports. Gas and power between states are in `energy`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from detente.transport import adjacency
from detente.transport.network import NEVER
from detente.transport.phrases import Phrases
from detente.transport.tables import rows, state_at, states, year

OCEAN, CASPIAN = "OCEAN", "CASPIAN"  # nodes of the oil graph: what a tanker can reach


@dataclass(frozen=True)
class Link:
    """One named link; `states` are ISO codes in the order of flow, `pairs` those it joins next to one another.

    `modes`: rail, road, gas, oil or electricity.
    """

    id: str
    name: str
    modes: tuple[str, ...]
    states: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    open_from: int
    open_to: int
    status: str
    sole: bool
    source: str

    def in_use(self, as_of: int) -> bool:
        """Whether it was in use at some time of a year."""
        return self.open_from <= as_of < self.open_to

    def path(self, a: str, b: str) -> tuple[str, ...]:
        """States on it from a to b in the order of flow; none where it does not lead there."""
        ways = [(a,)]
        for way in ways:  # grows as it is read
            if way[-1] == b:
                return way
            ways += [(*way, v) for u, v in self.pairs if u == way[-1] and v not in way]
        return ()


@cache
def named() -> dict[str, Link]:
    """All links by id."""
    return {
        r["id"]: Link(
            r["id"], r["name"], tuple(r["mode"].split("+")), tuple(dict.fromkeys(re.split(r"[;|]", r["states"]))),
            tuple(pair for branch in r["states"].split("|") for pair in pairwise(branch.split(";"))),
            int(r["open_from"]), year(r["open_to"], NEVER), r["status"], r["sole"] == "yes", r["source"],
        )
        for r in rows("links.csv")
    }  # fmt: skip


@cache
def names() -> dict[str, str]:
    """Name or alias as written -> link id."""
    return {
        name: r["id"]
        for r in rows("links.csv")
        for name in (r["name"], *filter(None, r["aliases"].split(";")))
    }


@cache
def _forms() -> dict[str, str]:
    """Every name also with its common noun in lower case or in capitals, and with a dash for the hyphen."""
    out: dict[str, str] = {}
    nouns = (
        "pipeline railway line bridge tunnel causeway link interconnector highway road express system grid"
    )
    for name, i in names().items():
        for form in (name, name.replace("-", "–"), name.replace("–", "-")):
            out.setdefault(form, i)
            head, _, noun = form.rpartition(" ")
            if head and noun.lower() in nouns.split():
                out.setdefault(f"{head} {noun.lower()}", i)
                out.setdefault(f"{head} {noun.capitalize()}", i)
    return out


@cache
def _phrases() -> Phrases:
    return Phrases(_forms())


def find(text: str) -> tuple[tuple[int, int, str], ...]:
    """Links that a text names, as (start, end, id), longest names first, none overlapping."""
    return tuple((start, end, _forms()[name]) for start, end, name in _phrases().find(text))


def between(a: str, b: str, mode: str) -> tuple[Link, ...]:
    """Links of a mode that join two states next to one another."""
    return tuple(
        x for x in named().values()
        if mode in x.modes and any({a, b} == set(pair) for pair in x.pairs)
    )  # fmt: skip


def oil_graph(as_of: int) -> dict[str, frozenset[str]]:
    """Where crude can go from each state: along pipelines in use, and by tanker from an ocean or Caspian port.

    Nodes are ISO codes of the year, `OCEAN` and `CASPIAN`. Rail and lorry are left out.
    """
    out: dict[str, set[str]] = {}
    for x in named().values():
        if "oil" in x.modes and x.in_use(as_of):
            for a, b in x.pairs:
                out.setdefault(state_at(a, as_of), set()).add(state_at(b, as_of))
    present = {state_at(s, as_of) for s in states()}
    for s in present - {None}:
        if not adjacency.is_landlocked(s, as_of):
            out.setdefault(s, set()).add(OCEAN)
            out.setdefault(OCEAN, set()).add(s)
    for r in rows("coasts.csv"):
        if "caspian" in r["seas"].split(";"):
            s = state_at(r["iso3"], as_of)
            out.setdefault(s, set()).add(CASPIAN)
            out.setdefault(CASPIAN, set()).add(s)
    return {k: frozenset(v - {k}) for k, v in out.items()}
