"""What a sentence about ways names: states, places, straits, seas, links, and things without a name.

In: a sentence, the ids of the claim's actors and a year. Out: `Thing`s in text order, and the sentence with
the k-th thing written `@k@`, lower case, which `grammar` reads. "The sea", "a port", "another
state", "at least two borders" and "one of them" are things too. A capital word nobody knows stands for the one
actor given that the sentence does not name ("Texas").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from detente import actors, transport
from detente.reading.lexicon import rows as lexicon
from detente.transport import links
from detente.transport.phrases import Phrases
from detente.transport.tables import rows

Kind = Literal["state", "strait", "sea", "place", "link", "ocean", "other", "count", "pair"]
_STATES = ("name", "demonym", "government", "bloc")
_WORDS = {"a": 1, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "several": 3}
_BOTH = re.compile(
    r"\b(South|North|East|West|Central) (and|to|with|from|or) (South|North|East|West)(?:ern)? (Korea|"
    r"Yemen|Germany|Vietnam|Asia)\b"
)
_OWN_SOIL = re.compile(r"\bleaving (?:its|their|his) (?:own )?(?:territory|soil|land|ground|borders?)\b")
_COUNT = re.compile(
    r"\b(?:(at least|at most|no (?:more|fewer|less) than|not less than|more than|fewer than|less than|"
    r"only|just|merely|exactly|but) )?"
    r"(?:a )?(one|two|three|four|five|single|several|\d+)(?: or more)?(?: (?:other|foreign|different|"
    r"more|third|national|"
    r"neighbou?ring|sovereign|separate|intervening|transit))* "
    r"(?:states?|countr(?:y|ies)|borders?|frontiers?|neighbou?rs?|nations?|territor(?:y|ies)|border crossings?)\b"
)
_PAIR = re.compile(
    r"\b(?:(?:one|either|both) of (?:them|the two|these(?: two)?|the pair)|one or the other|either one)\b"
)
_OTHER = re.compile(
    r"\b(?:(?:any|some|another|an|a|the|one of its|every|no) ){0,6}(?:foreign|other|neighbou?ring|another|"
    r"third|alien|someone else['’]s|"
    r"somebody else['’]s|next-door) (?:soil|territory|territories|land|lands|countr(?:y|ies)|states?|"
    r"ground|nations?|borders?|frontiers?)\b"
    r"|\b(?:a|any|some|one of its|another|its|their) neighbou?r(?:['’]s|s['’]?)?(?: (?:territory|soil|"
    r"lands?|roads?|state|country))?\b"
    r"|\banywhere else\b|\belsewhere\b|\bthe (?:outside|wider) world\b|\bthe rest of (?:the world|"
    r"the continent)\b|\babroad\b"
    r"|\b(?:(?:a|any|its|the|their|some) )?(?:foreign|export|outside|world|international|overseas|"
    r"global) (?:markets?|buyers?|customers?|consumers?)\b"
)
_OCEAN = re.compile(
    r"\b(?:(?:the|a|an|any|its|some|open|high|deep|salt|blue|warm|deep-water|foreign|ocean|world|its own|nearest) ){0,6}"
    r"(?:seas|sea|oceans?|seaports?|ports?|coast|seaboard|coastline|seacoast|salt water|tidewater|"
    r"blue water|quays?|docks?|harbou?rs?)\b(?!-)"
)
_NO_OCEAN = re.compile(r"(?:\b(?:by|under|beneath|below|undersea|own) (?:the )?)$")
_SEA_WORD = re.compile(
    r" (?:routes?|lanes?|passages?|ways?|links?|crossings?|cables?|trade|power|level|of|in|at) ?"
)
_THE_CAPE = re.compile(r"\b(?:the )?Cape\b(?! (?:of|[A-Z]))")
_NAME = re.compile(
    r"(?<=\b(?:from|into|with) )(?:the )?([A-Z]\w+(?: [A-Z]\w+)?)|(?<= to )([A-Z]\w+(?: [A-Z]\w+)?)"
)
_SKIP = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Gulf War|Cold War|I|"
    r"World War|Montreux|Sea|Strait|Ocean|Canal|LNG|Europe)\b"
)


@dataclass(frozen=True)
class Thing:
    """`text[start:end]` names `ids`; `kind` says what it is. Of a count, `ids` are its comparison and its number."""

    start: int
    end: int
    kind: Kind
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """The sentence with its things, `masked` with every thing as `@k@` (lower case), `named` with only named ones so."""

    text: str
    things: tuple[Thing, ...]
    masked: str
    named: str


@cache
def _states() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for p in actors.phrases():
        if p.kind in _STATES and len(p.phrase) > 3 and p.phrase[0].isupper():
            found.setdefault(p.phrase, []).append(p.id)
    for row in lexicon("regions.csv"):
        found.setdefault(row["region"], []).append(row["state"])
    return {k: tuple(v) for k, v in found.items()}


@cache
def _phrases() -> Phrases:
    return Phrases(_states(), joined=False)


@cache
def _old_names() -> tuple[dict[str, str], re.Pattern[str]]:
    places = {r["name"]: r["place"] for r in lexicon("old_names.csv")}
    return places, re.compile(r"\b(?:" + "|".join(map(re.escape, places)) + r")\b")


def sentence(text: str, given: tuple[str, ...], year: int) -> Sentence:
    """The things of a sentence and its masked forms."""
    text = _BOTH.sub(r"\1 \4 \2 \3 \4", text)
    text = _OWN_SOIL.sub("crossing foreign soil", text)
    found = [Thing(a, b, "link", (i,)) for a, b, i in links.find(text)]
    for m in transport.place_mentions(text):
        if m.ids == ("ocean",):
            continue  # told apart below from "by sea" and "a sea lane"
        _add(found, Thing(m.start, m.end, m.kind, m.ids), text)
    for m in _THE_CAPE.finditer(text):
        _add(found, Thing(m.start(), m.end(), "strait", ("good-hope",)), text)
    places, pattern = _old_names()
    for m in pattern.finditer(text):
        _add(found, Thing(m.start(), m.end(), "place", (places[m.group()],)), text)
    for start, end, name in _phrases().find(text):
        who = _which(_states()[name], given, year)
        if who:
            _add(found, Thing(start, end, "state", (who,)), text)
    low = text.lower()
    named = sorted(found, key=lambda t: t.start)
    _unknown(text, found, given, year)
    for pattern, kind in ((_COUNT, "count"), (_PAIR, "pair"), (_OTHER, "other"), (_OCEAN, "ocean")):
        for m in pattern.finditer(low):
            if any(t.start < m.end() and m.start() < t.end for t in found):
                continue
            if kind == "ocean" and (_NO_OCEAN.search(low[: m.start()]) or _blocked(low, m, named)):
                continue
            ids = (m[1] or "", str(_WORDS.get(m[2]) or m[2])) if kind == "count" else (kind,)
            found.append(Thing(m.start(), m.end(), kind, ids))  # type: ignore[arg-type]
    things = tuple(sorted(found, key=lambda t: t.start))
    plain = {"ocean", "other", "count", "pair"}
    return Sentence(text, things, _mask(text, things, ()), _mask(text, things, plain))


def _blocked(low: str, m: re.Match[str], named: list[Thing]) -> bool:
    """Whether "sea", "port" or "coast" is no end of a way here: a sea lane, a port of somewhere, somebody's coast."""
    if any(0 <= m.start() - t.end <= 1 and t.kind in ("state", "place", "link") for t in named):
        return True
    after = low[m.end() :]
    if m.group().endswith(("sea", "seas", "ocean", "oceans")):
        return bool(_SEA_WORD.match(after)) and not after.startswith((" in", " at", " of"))
    return bool(re.match(r" (?:of|in|at|on)\b", after)) and any(0 <= t.start - m.end() <= 9 for t in named)


def _add(found: list[Thing], new: Thing, text: str) -> None:
    """Take a thing in unless a longer one stands there; what it covers gives way."""
    over = [t for t in found if t.start < new.end and new.start < t.end]
    if any(t.end - t.start >= new.end - new.start for t in over):
        return
    for t in over:
        found.remove(t)
    found.append(new)


def _which(ids: tuple[str, ...], given: tuple[str, ...], year: int) -> str | None:
    """Which actor a name means: one of those given (or its forerunner), else who bears it in that year."""
    for i in ids:
        if i in given:
            return i
    for i in ids:
        if ":" in i:
            return i if i.startswith("bloc:") else None
        then = actors.at(i, year)
        if then in given or actors.exists(then, year):
            return then
    return None


def _unknown(text: str, found: list[Thing], given: tuple[str, ...], year: int) -> None:
    """A place nobody knows, after a word of direction, stands for the one given actor that is not named."""
    named = {i for t in found for i in t.ids}
    named |= {r["state"] for r in rows("world/nodes.csv") if r["id"] in named}
    named |= {s for r in rows("straits.csv") if r["id"] in named for s in r["states"].split(";")}
    rest = [g for g in given if len(g) == 3 and g not in named]
    spots = [
        m for m in _NAME.finditer(text)
        if not any(t.start < m.end() and m.start() < t.end for t in found) and not _SKIP.search(m.group())
    ] if len(rest) == 1 else []  # fmt: skip
    if len(spots) == 1:
        found.append(Thing(spots[0].start(), spots[0].end(), "state", (rest[0],)))


def _mask(text: str, things: tuple[Thing, ...], leave: set[str] | tuple[str, ...]) -> str:
    out, at = [], 0
    for k, t in enumerate(things):
        if t.kind in leave:
            continue
        out += [text[at : t.start].lower(), f"@{k}@"]
        at = t.end
    masked = "".join([*out, text[at:].lower()]).replace("’", "'")
    return re.sub(r"\bthe (?=@)", "", masked)
