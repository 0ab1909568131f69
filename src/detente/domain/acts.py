"""The acts an `event` statement can be of: a closed table in the field's terms, mapped to PLOVER and CAMEO.

`acts.csv`, one row an act: PLOVER type, CAMEO root codes, whether it is symmetric (done together), its opposite, the acts it
implies, whether a complete list of it can exist (`closed`) and whether it happens once to one object (`unique`; `named`: only to
one with a name, a treaty or a war), how it bears on the relation of doer and target (`sign`, `weight`), the words of its
restatement, the slot without which it says nothing, whether it lasts (`lasts`: what began earlier and had not ended is meant
too) and whether its parties stand on two sides (`sides`: A and B of three parties need not have done it to each other).
Sources: PLOVER (Halterman et al. 2023), CAMEO codebook (Schrodt 2012), the conversion table of 2021.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Act:
    """One act; see the module for what each slot means."""

    id: str
    plover: str
    cameo: tuple[str, ...]
    symmetric: bool
    opposite: str | None
    implies: tuple[str, ...]
    closed: bool
    unique: bool
    named_once: bool
    sign: int
    weight: int
    active: str
    passive: str
    needs: str | None
    lasts: bool = False
    sides: bool = False

    def implied(self) -> frozenset[str]:
        """This act and all that it implies, directly or by steps."""
        found, waiting = {self.id}, list(self.implies)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(ACTS[one].implies)
        return frozenset(found)


def _read() -> dict[str, Act]:
    text = files("detente.domain").joinpath("acts.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {
        row["act"]: Act(
            row["act"], row["plover"], tuple(filter(None, row["cameo"].split(";"))), row["symmetric"] == "yes",
            row["opposite"] or None, tuple(filter(None, row["implies"].split(";"))), row["closed"] == "yes",
            row["unique"] == "yes", row["unique"] in ("yes", "named"), int(row["sign"]), int(row["weight"]), row["active"],
            row["passive"], row["needs"] or None, row["lasts"] == "yes", row["sides"] == "yes",
        )
        for row in rows
    }  # fmt: skip


ACTS: dict[str, Act] = _read()


def act(name: str) -> Act:
    """The act of that id.

    Raises:
        KeyError: there is no such act.

    """
    return ACTS[name]


@cache
def implying(name: str) -> frozenset[str]:
    """The acts that are, or imply, this one: what in the record supports a claim of it."""
    return frozenset(k for k, one in ACTS.items() if name in one.implied())
