"""The grammar of statements about ways: who are the ends, who the gatekeeper, and what is asserted.

In: the things of a claim's sentence. Out: a `facets.WayStatement`, or None where the grammar leaves doubt: better untested
than turned round. Every thing named (see `things`) takes its part from the words before it: "from", "out of" and "leaving"
make an end where a way begins, "to", "into" and "reach" one where it leads, "through", "across", "by way of" a
gatekeeper, "without", "except", "bypassing" a gatekeeper to be done without. The polarity is that of the clause:
"must", "only", "every", "depends" with a gatekeeper passed, or a negation with one done without, say that it is
required; the rest that a way exists. Each further negation turns it round.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from detente.facets import WayStatement
from detente.reading.routes import patterns as say
from detente.reading.routes.things import Sentence, Thing
from detente.transport import adjacency
from detente.transport.tables import rows

Part = Literal["from", "to", "through", "without", "shut", "only", "stands", "closer", "aside", "subject"]
_KEEPS = ("through", "without", "shut", "only", "stands")


def _before_but(clause: str) -> list[str]:
    """The words before "but" in each piece between commas that has one."""
    pieces = (re.split(r"\bbut\b", piece) for piece in re.split(r"[,;]", clause))
    return [" ".join(words[:-1]) for words in pieces if len(words) > 1]


def read(sent: Sentence, kind: str) -> WayStatement | None:
    """The statement of a sentence; None where its grammar is not plain enough."""
    masked = say.NO_FERRY.sub(" ", say.NEITHER.sub(r"without crossing \1 or ", sent.masked))
    masked = say.NOT_OVER.sub("without ", say.NO_CHOICE.sub("must", masked))
    when = say.SINCE.search(sent.text.lower())
    fixed = bool(say.FIXED.search(masked)) and mode(sent) not in ("oil", "gas", "electricity")
    base = WayStatement(
        "exists", True, mode=mode(sent), direct=bool(re.search(r"\bdirect(?:ly)?\b|\bstraight (?:from|to|into)\b", masked)),
        site=next((t.ids[0] for t in sent.things if fixed and t.kind == "strait"), None),
        natural=bool(re.search(r"\bnatural\b", masked)), fixed=fixed,
        link=next((t.ids[0] for t in sent.things if t.kind == "link"), None),
        when=(_kind_of(when[1]), int(when[2])) if when else None,
    )  # fmt: skip
    sent = replace(sent, masked=masked)
    supposed = re.search(
        r"\bif\b|\bwere\b|\b(?:shutt?|clos|block|blockad|min|seal)ing\b|\b(?:closure|blockade) of\b|"
        r"'s (?:closure|blockade)",
        masked,
    )
    if say.DOUBT.search(re.sub(r"\bwould\b", " ", masked) if supposed else masked):
        return None
    border = _border(sent, base)
    if border is not None:
        return border
    alone = _landlocked(sent, base)
    if alone is not None:
        return alone
    parts = _parts(sent, masked, base)
    if not parts:
        return None
    made = [_assert(sent, c, parts, base, kind) for c in _clauses(masked, parts)]
    if any(m is None for m in made) or len(made) > 2:
        return None
    first, *more = [m for m in made if m is not None]
    return replace(first, also=more[0]) if more else first


def mode(sent: Sentence) -> str | None:
    """The mode the words speak of; a strait that is passed means the sea, unless a bridge or tunnel is spoken of."""
    text = sent.named
    said = next((m for m, p in say.MODE_RE if p.search(text)), None)
    if said in ("oil", "gas") and re.search(r"\bby (?:train|rail|road|lorry|truck)\b", text):
        return "land"
    return said


def _kind_of(word: str) -> str:
    return word if word in ("since", "by") else "opened"


def _border(sent: Sentence, base: WayStatement) -> WayStatement | None:
    """ "The border between A and B has been closed": whether it says open or closed."""
    m = say.BORDER.search(sent.masked)
    if not m:
        return None
    ids = [sent.things[int(g)] for g in m.groups() if g is not None]
    states = [t.ids[0] for t in ids if t.kind == "state"]
    if len(states) == 1:
        rest = [t.ids[0] for t in sent.things if t.kind == "state" and t.ids[0] not in states]
        states = [*rest[:1], *states]
    if len(states) == 1 and ":" not in states[0]:  # "its only land border"
        states += adjacency.neighbours(states[0])[:2]
    if len(states) != 2 or any(":" in s for s in states):
        return None
    text = sent.masked
    shut, free = say.IS_CLOSED.search(text), say.IS_OPEN.search(text)
    if not shut and not free:
        return None
    turned = len(say.NEG.findall(text)) - (1 if shut and shut.group().startswith("no ") else 0)
    true = (not shut) != bool(turned % 2)
    return replace(base, asks="border", true=true, origin=states[0], goal=states[1])


def _landlocked(sent: Sentence, base: WayStatement) -> WayStatement | None:
    """ "A has no coast", "A is landlocked", "A has its own coast"; not where more is said of its way to the sea."""
    text = sent.named
    no, own = say.LANDLOCKED.search(text), say.COASTAL.search(text)
    found = no or own
    if not found or re.search(r"\b(?:doubly|double)\b", text):
        return None
    before = [
        (k, t) for k, t in enumerate(sent.things) if t.kind == "state" and f"@{k}@" in text[: found.start()]
    ]
    who = before[-1] if before and found is own else before[0] if before else None
    if who is None or ":" in who[1].ids[0]:
        return None
    more = text[found.end() :]
    if re.search(r"\b(?:neighbours?|cross\w*|transit|through|only|except|foreign)\b", more) and any(
        t.kind in ("other", "count") for t in sent.things
    ):
        return None
    negs = len(say.NEG.findall(text[: found.start()]))
    true = bool(no) != bool(negs % 2)
    return replace(base, asks="landlocked", true=true, origin=who[1].ids[0])


def _clauses(masked: str, parts: dict[int, Part]) -> list[str]:
    """The clauses that name a gatekeeper; where none does, the one that names most things."""
    cuts = [0, *(m.start() for m in say.SPLIT.finditer(masked)), len(masked)]
    spans = [masked[a:b] for a, b in pairwise(cuts) if b > a]
    keeping = [t for t in spans if any(p in _KEEPS and f"@{k}@" in t for k, p in parts.items())]
    return keeping or [max(spans, key=lambda t: len(re.findall(r"@\d+@", t)))]


def _parts(sent: Sentence, masked: str, base: WayStatement) -> dict[int, Part] | None:
    """The part each thing plays, by number."""
    out: dict[int, Part] = {}
    last: Part | None = None
    opened = ""
    end = 0
    for k, thing in enumerate(sent.things):
        sign = f"@{k}@"
        at = masked.index(sign)
        gap, after = masked[end:at], masked[at + len(sign) :]
        end = at + len(sign)
        place = sent.things[k - 1] if k and re.fullmatch(r" in |, ", gap) else None
        if place is not None and place.kind == "place" and _lies_in(place.ids[0], thing.ids[0]):
            out[k] = "aside"
            continue
        if last is not None and say.JOINED.match(gap) and not gap.startswith("'s "):
            if opened and last in ("from", "subject"):
                out[k], opened = "to", ""
            else:
                out[k] = last
            continue
        if last == "from" and opened and re.fullmatch(r" (?:to|with) ?", gap):
            out[k] = last = "to"
            opened = ""
            continue
        part, word = _by_cue(gap, masked[:at], after, thing, base)
        out[k] = last = part
        opened = word
    return out


def _by_cue(gap: str, before: str, after: str, thing: Thing, base: WayStatement) -> tuple[Part, str]:
    """The part of a thing by the words before it, failing that by those behind it."""
    if thing.kind == "link":
        return "aside", ""
    if base.fixed and thing.kind == "strait":
        return "aside", ""
    if thing.kind == "state" and say.CLOSER.match(after):
        return "closer", ""
    if thing.kind in ("strait", "state") and (
        say.SHUT_AFTER.match(after) or say.SHUT_BEFORE.search(gap.rstrip())
    ):
        return "shut", ""
    if thing.kind in ("state", "strait", "place") and not re.search(
        r"\b(?:from|to|between|of|for|through) $", gap
    ):
        if say.ONLY_IS.match(after):
            return "only", ""
        if say.STANDS.match(after) and thing.kind != "place":
            return "stands", ""
    if thing.kind == "pair":
        return ("without" if say.WITHOUT.search(gap.strip()) else "through"), ""
    if say.IS_ONLY.search(before.rstrip()):
        return "through", ""
    words = gap.replace("'s", " ").replace(",", " , ").split()
    cut_off = bool(say.CUT_OFF.search(before))
    if re.search(
        r"\b(?:alternatives?|substitutes?) to $|\b(?:no|any) other (?:\w+ ){0,3}than (?:\w+ ){0,2}$", gap
    ):
        return "through", ""
    if (
        thing.kind in ("state", "place")
        and say.ENTERED_FROM.search(before)
        and not re.search(r"@\d+@[^@]*@\d+@", before)
    ):
        return "through", ""
    if thing.kind == "sea" and re.search(
        r"\b(?:enter(?:s|ed|ing)?|get(?:ting)? into|sail(?:s|ing)? into) $", gap
    ):
        return "to", ""
    while True:
        here = " ".join(words)
        if thing.kind in ("ocean",) or (thing.kind == "sea" and cut_off):
            if say.WITHOUT.search(here) or say.THROUGH.search(here):
                return ("aside" if thing.kind == "ocean" else "through"), ""
            return ("to" if thing.kind == "sea" or not re.search(r"\b(?:own|of)$", here) else "aside"), ""
        if say.WITHOUT.search(here):
            return "without", ""
        if say.BUT.search(here) and re.search(
            r"\b(?:no|not|nothing|none|nowhere|never|cannot|anything|anywhere)\b", before
        ):
            return "without", ""
        m = say.FROM.search(here)
        if m and not (thing.kind == "sea" and m.group() in ("join", "joins")):
            if cut_off and m.group() == "from":
                return "to", ""
            if m.group().startswith(("leav", "out of")) and thing.kind == "sea":
                return "aside", ""
            if thing.kind == "other":
                return "to", ""
            word = m.group() if re.match(r"between|link|connect|join", m.group()) else ""
            return "from", word
        if say.TO.search(here):
            return "to", ""
        if say.THROUGH.search(here):
            return "through", ""
        if words and words[-1] in say.FILL:
            words.pop()
            continue
        break
    if thing.kind == "sea":
        return "aside", ""
    if thing.kind == "count":
        return "through", ""
    return "subject", ""


def _assert(
    sent: Sentence, clause: str, parts: dict[int, Part], base: WayStatement, kind: str
) -> WayStatement | None:
    """The statement from the parts and the clause's words of force."""
    things = sent.things
    here = {k for k in parts if f"@{k}@" in clause}

    def ids(*wanted: Part, inside: bool = False) -> list[tuple[int, str]]:
        return [
            (k, i)
            for k, p in sorted(parts.items())
            if p in wanted and (k in here or not inside)
            for i in _ids(sent, k, parts)
        ]

    kept = {p: ids(p, inside=True) for p in ("through", "without", "shut", "only", "stands")}
    count = next(
        (things[k].ids for k in here if things[k].kind == "count" and parts[k] in ("through", "without")),
        None,
    )
    if any(things[k].kind == "sea" for p in kept for k, _ in kept[p]):
        return None
    form = next((p for p in ("without", "shut", "only", "stands", "through") if kept[p]), None)
    keepers = tuple(dict.fromkeys(i for _, i in kept[form])) if form else ()
    passed = any(things[k].kind != "other" for k, _ in kept["through"])
    if form == "without" and passed and say.NEG.search(clause):
        return None  # "cannot go through A without B": whose way is meant is not plain
    ends = _ends(sent, parts, keepers)
    if ends is None:
        return None
    origin, goal = ends
    base = replace(base, origin=origin, goal=goal, keepers=keepers)
    negs = len(say.NEG.findall(clause))
    if re.search(r"\bunder no circumstances\b|\bnot true\b.*\bnot\b", clause):
        return None
    not_needed, nec, may = (
        bool(say.NOT_NEC.search(clause)),
        bool(say.NEC.search(clause)),
        bool(say.MAY.search(clause)),
    )
    if any("not only" in before for before in _before_but(clause)):
        return None
    text = sent.masked
    if (
        form == "through" and len(keepers) > 1
    ):  # "ships rounding A do not need B": the manner of going is no gatekeeper
        manner = {
            i
            for k, i in kept["through"]
            if re.search(rf"\b(?:rounding|passing|using|crossing) @{k}@", clause)
        }
        keepers = tuple(k for k in keepers if k not in manner) or keepers
        base = replace(base, keepers=keepers)
    each = form in ("through", "without") and bool(
        re.search(r"\bboth (?:the )?@", clause)) and len(keepers) > 1  # fmt: skip
    base = replace(base, each=each)
    if count is not None:
        return _counted(base, count, form, negs, not_needed)
    if form is None:
        if base.origin is None and base.link is None:
            return None
        if kind == "necessity" and base.link is None and (nec or not may or goal is None):
            return None
        turned = {_turned(c) for c in say.SPLIT.split(text) if "@" in c}
        return replace(base, asks="exists", true=not turned.pop()) if len(turned) == 1 else None
    if form == "shut" and kept["through"] and nec and not negs:  # "with A closed, ships must go round B"
        through = tuple(dict.fromkeys(i for _, i in kept["through"]))
        return replace(base, asks="required", true=True, keepers=through, shut=keepers)
    if form == "shut":
        if any(parts[k] == "shut" for k in here) and not (
            say.NEG.search(clause) or say.CUT.search(clause) or may
        ):
            return None
        turned = negs + len(say.CUT.findall(clause))
        return replace(base, asks="required", true=bool(turned % 2))
    if form == "without":
        if say.BYPASS_AS_NOUN.search(clause):
            return None
        if (
            not_needed
            and negs == 1
            and re.search(r"\b(?:need not|needn't|no need|not need|not have to)\b", clause)
        ):
            return replace(base, asks="required", true=True) if "unless" in clause else None
        if negs % 2 == 0 and nec and not may and not say.ANY.search(clause):
            return None if base.link is None else replace(base, asks="without", true=True)
        return replace(base, asks="required" if negs % 2 else "without", true=True)
    if form in ("only", "stands"):
        return replace(base, asks="required", true=not (not_needed or negs % 2))
    if not_needed:
        left = say.NEG.findall(say.NOT_NEC.sub(" ", clause))
        return None if len(left) % 2 else replace(base, asks="required", true=False)
    if nec and negs and not say.NEC.search(say.ANY.sub(" ", clause)):
        nec = False  # "no ship can pass all the way through"
    if nec and negs:
        return None
    if nec:
        return replace(base, asks="required", true=True)
    if negs % 2:
        return replace(base, asks="through", true=False)
    if may or kind == "connectivity" or base.link is not None:
        return replace(base, asks="through", true=True)
    return replace(base, asks="required", true=True) if re.search(r"\bonly\b", text) else None


def _turned(clause: str) -> bool:
    """Whether a clause denies what it names: by one negation, or as never built."""
    built = len(say.UNBUILT.findall(clause))
    return bool((len(say.NEG.findall(say.UNBUILT.sub(" ", clause))) + built) % 2)


def _counted(
    base: WayStatement, count: tuple[str, ...], form: str | None, negs: int, not_needed: bool
) -> WayStatement | None:
    """A number of states to cross: "at least two", "only one", "without crossing two"."""
    said, number = count[0], int(count[1])
    few = said in ("only", "just", "merely", "but", "at most", "no more than", "exactly")
    if said in ("fewer than", "less than"):
        few, number = True, number - 1
    elif said == "more than":
        number += 1
    if form == "without":
        if few:
            return None
        return replace(base, asks="least", true=bool(negs % 2), count=(">=", number), keepers=())
    if few:
        return None if negs else replace(base, asks="least", true=True, count=("<=", number), keepers=())
    if negs and not not_needed:
        return None
    return replace(base, asks="least", true=not not_needed, count=(">=", number), keepers=())


def _ids(sent: Sentence, k: int, parts: dict[int, Part]) -> tuple[str, ...]:
    """Ids of a thing; "one of them" is the last pair named before it."""
    thing = sent.things[k]
    if thing.kind == "pair":
        pair = [
            j
            for j in range(k)
            if sent.things[j].kind == "state" and parts[j] in ("from", "to", "subject", "through", "stands")
        ]
        return tuple(i for j in pair[-2:] for i in sent.things[j].ids)
    return (
        ("foreign",)
        if thing.kind == "other" and parts[k] in ("through", "without")
        else ("world",)
        if thing.kind == "other"
        else thing.ids
    )


def _ends(
    sent: Sentence, parts: dict[int, Part], keepers: tuple[str, ...]
) -> tuple[str | None, str | None] | None:
    """Where the way begins and leads; None where too many places compete."""
    used = set(keepers)
    start = [
        (k, p)
        for k, p in sorted(parts.items())
        if p in ("from", "subject") and sent.things[k].kind in ("state", "place", "sea")
    ]
    start = [(k, p) for k, p in start if not set(sent.things[k].ids) & used]
    goal = [k for k, p in sorted(parts.items()) if p == "to" and not set(sent.things[k].ids) & used]
    named_goal = [k for k in goal if sent.things[k].kind not in ("ocean", "other")] or goal
    begins = [k for k, p in start if p == "from"]
    subjects = [k for k, p in start if p == "subject" and sent.things[k].kind != "sea"]
    begins, subjects = _narrowed(sent, begins), _narrowed(sent, subjects)
    named_goal = _narrowed(sent, named_goal)
    origin = begins[0] if begins else subjects[0] if subjects else None
    to = named_goal[0] if named_goal else None
    gets = say.PASSIVE.search(sent.masked) or (len(subjects) == 1 and say.GETS.search(sent.masked))
    if begins and subjects and to is None and gets:
        to = subjects[0]
    if not begins and len(subjects) == 2 and to is None:
        origin, to = (
            (subjects[1], subjects[0]) if say.GETS.search(sent.masked) else (subjects[0], subjects[1])
        )
    elif not begins and len(subjects) > 2:
        return None
    if len({i for k in begins for i in sent.things[k].ids}) > 1 and to is None:
        to = begins[1]
    spare = [k for k in subjects if k not in (origin, to) and sent.things[k].kind in ("state", "place")]
    if spare and to is not None and not any(t.kind == "link" for t in sent.things):
        return None  # somebody more is named, and it is not plain for what
    first = (
        sent.things[origin].ids[0] if origin is not None and sent.things[origin].kind != "strait" else None
    )
    second = None
    if to is not None:
        kind = sent.things[to].kind
        second = (
            "ocean" if kind == "ocean" else "world" if kind in ("other", "pair") else sent.things[to].ids[0]
        )
        if kind in ("strait", "count", "link"):
            second = None
    return (first, second) if first != second else (first, None)


def _narrowed(sent: Sentence, ks: list[int]) -> list[int]:
    """Without the states in which a place among them lies ("Israel's port of Eilat")."""
    places = [sent.things[k].ids[0] for k in ks if sent.things[k].kind == "place"]
    return [k for k in ks if not any(_lies_in(p, sent.things[k].ids[0]) for p in places)]


def _lies_in(place: str, state: str) -> bool:
    return any(r["id"] == place and r["state"] == state for r in rows("world/nodes.csv"))
