"""Which kind of claim a sentence makes, by its words, where its grammar did not say or said less.

In: a parsed sentence, its mentions, and the kind its grammar gave, if any. Out: a kind whose own words
(`data/kinds.csv`) are in the sentence, or None. The cues are in `data/cues.csv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from detente.reading import lexicon, words
from detente.reading.lexicon import classes, wordset
from detente.reading.mentions import Mention, is_state

if TYPE_CHECKING:
    from spacy.tokens import Doc

_CAUSING = wordset(
    "set trigger spark cause provoke prompt produce dry finish drive force push bring give lead unleash open wreck ruin "
    "halt end stop kill poison destroy sour harm damage boost lift revive repair mend create spur wipe shrink cut slash "
    "multiply collapse make let leave cost close shut double triple choke reduce slow hit dent expand swell deepen cripple"
)
_FOLLOWED = wordset("follow accompany succeed")
_HAPPENED = wordset(
    "entry admission return refusal recognition support departure exit visit purchase sale delivery seizure capture "
    "breakup dissolution revolt uprising rising end loss fear enmity hostility friendship unification reunification "
    "freeze thaw break lifting pipeline standoff collision ban bridge tunnel railway creation founding foundation launch "
    "abolition removal easing flight takeover turn relation"
)
_KEPT = wordset("normative value necessity connectivity dependence order driver")
"""Kinds whose grammar is sure enough to stand whatever other words the sentence holds."""
_PLAIN = wordset("triad influence possibility driver threat")
_TAKES = {
    "driver": wordset("trend level no_change reaction membership realignment convergence"),
    "convergence": wordset("trend level realignment"),
    "linkage": wordset("power trend level"),
    "influence": wordset("trend level reaction realignment power"),
    "threat": wordset("power trend level"),
    "realignment": wordset("trend level no_change reaction membership"),
    "triad": wordset("trend level driver realignment reaction"),
    "reaction": wordset("realignment trend no_change"),
    "possibility": wordset("level trend"),
    "necessity": frozenset[str](),
    "dependence": wordset("trend level"),
    "power": wordset("trend level"),
}
"""Kinds that a cue of this kind may overrule."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of `cues.csv`."""

    kind: str
    states: tuple[int, int]
    organisations: tuple[int, int]
    over: bool
    cue: str


@cache
def _cues() -> tuple[Cue, ...]:
    return tuple(
        Cue(row["kind"], _range(row["states"]), _range(row["orgs"]), row["over"] == "1", row["cue"])
        for row in lexicon.rows("cues.csv")
    )


def _range(text: str) -> tuple[int, int]:
    low, dash, high = text.partition("-")
    return int(low), (int(high) if high else 99 if dash else int(low))


def kind(doc: Doc, mentions: list[Mention], grammar: str | None) -> str | None:
    """The kind that the words of a sentence speak for, where that is not the kind its grammar gave."""
    if mentions and grammar in ("dependence", "trend", "level", None) and _of_fuel(doc, mentions):
        return "energy"
    if grammar in _KEPT or not mentions:
        return None
    states = {i for m in mentions for i in m.ids if is_state(i)}
    organisations = {i for m in mentions for i in m.ids if i.startswith("org:")} - {"org:UN"}
    text = ""
    for cue in _cues():
        if grammar is not None and (not cue.over or grammar not in _TAKES.get(cue.kind, ())):
            continue
        if not cue.states[0] <= len(states) <= cue.states[1]:
            continue
        if not cue.organisations[0] <= len(organisations) <= cue.organisations[1]:
            continue
        text = text or _masked(doc, mentions)
        if not _holds(cue, doc, text, mentions):
            continue
        said = words.read(cue.kind, doc, mentions)
        if said is None:
            if cue.kind in _PLAIN:
                return None  # its kind is plain, but not what it says: better unread
            continue
        if cue.cue == "<switch>" and not {"subject", "from", "to"} <= set(said.parts):
            continue
        if cue.kind == "power" and said.direction not in ("greater", "less"):
            continue
        if cue.kind == "necessity" and "third" not in said.roles.values():
            continue
        return cue.kind
    return None


_FUEL = re.compile(r"\b(?:gas|lng|crude|oil|petroleum|coal|uranium)\b", re.I)


def _of_fuel(doc: Doc, mentions: list[Mention]) -> bool:
    """Whether the sentence says whose share of a fuel bought or sold it speaks of, buyer and seller both named."""
    if not _FUEL.search(doc.text):
        return False
    said = words.read("energy", doc, mentions)
    return said is not None and "of" in said.details and {"subject", "supplier"} <= set(said.parts)


def _masked(doc: Doc, mentions: list[Mention]) -> str:
    """The masked text; the United Nations, where votes are cast, keep their name."""
    text = words.masked(doc, mentions)[0]
    for k, mention in enumerate(mentions):
        if mention.ids == ("org:UN",):
            text = text.replace(f"@{k}@", "united nations")
    return text


def _holds(cue: Cue, doc: Doc, text: str, mentions: list[Mention]) -> bool:
    if cue.cue == "<switch>":
        return True
    if cue.cue == "<caused>":
        return _is_caused(doc, mentions)
    if cue.cue == "<group>":
        return any(i.startswith("group:") for m in mentions for i in m.ids)
    return re.search(cue.cue, text) is not None


def _is_caused(doc: Doc, mentions: list[Mention]) -> bool:
    """Whether the main verb says that something that happened had an effect on relations, trade, arms or aid."""
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None:
        return False
    followed = root.lemma_.lower() in _FOLLOWED and root.tag_ == "VBN"  # "the freeze was followed by a slump"
    if root.lemma_.lower() not in _CAUSING and not followed:
        return False
    whose = ("nsubjpass",) if followed else ("nsubj", "csubj")
    subject = next((c for c in root.children if c.dep_ in whose), None)
    named = {i for m in mentions if is_state(m.ids[0]) for i in range(m.start, m.end)}
    if subject is None or subject.i in named:
        return False
    known = classes()
    lemma = subject.lemma_.lower()
    pact = any(m.start <= subject.i < m.end and m.ids[0].startswith("org:") for m in mentions)
    if (
        not pact
        and lemma not in known["DISASTER"]
        and lemma not in _HAPPENED
        and subject.lower_ not in known["NEG"]
    ):
        return False
    after = f" {' '.join(t.lower_ for t in doc[root.i :])} "
    if root.lemma_.lower() == "leave" and not any(f" {w} " in after for w in known["SALES"]):
        return False  # "left the two friends"
    groups = ("REL", "POS", "NEG", "ARMS", "SALES", "AID", "DOWN_OBJECT", "UP_OBJECT")
    return any(f" {w} " in after for name in groups for w in known[name]) or " break with " in after
