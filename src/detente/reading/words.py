"""What a sentence says whose kind is known beforehand, by its words.

In: a sentence, its actor mentions and a kind. Out: a `Saying` (direction, details, who is named in which
part) from the patterns of `data/kinds.csv`, or None where no pattern fits, where the words point both
ways, or where a negation stands outside the words that fit: better unread than turned round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from detente.reading import lexicon, scopes
from detente.reading.mentions import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OPEN = r"(?! be (?:ruled out|excluded|discounted|dismissed))"
_NEGATION = re.compile(
    rf"\b(?:not{_OPEN}|never|no longer|nor|neither|nobody|hardly|scarcely|barely|denie[sd]|refus\w+|without|far from)\b"
    rf"|\bcannot\b{_OPEN}"
    r"|n[’']t\b|\b(?:fail|ceas|stopp)\w+ (?:to\b|\w+ing\b)"
)
_COMPARED = re.compile(
    r"\bin (\d{4})\b.{0,30}\bthan (?:it (?:was|had been) |they (?:were|had been) )?in (\d{4})\b"
)
SIGNS = {
    "close": 1,
    "fall": -1,
    "rise": 1,
    "abundance": 1,
    "exporter": 1,
    "shortage": -1,
    "importer": -1,
    "succeeded": 1,
    "failed": -1,
    "bring_together": 1,
    "drive_apart": -1,
    "converge": 1,
    "diverge": -1,
    "linked": 1,
    "unlinked": -1,
    "friendly": 1,
    "hostile": -1,
    "improve": 1,
    "worsen": -1,
    "end": -1,
    "break": -1,
}
_OPPOSITE = {"rise": "fall", "fall": "rise"}
_BECAUSE_OF = (
    r"(?:thanks to|owing to|because of|due to|in the wake of|in the aftermath of|following|after|as a (?:result|consequence) of"
    r"|on account of|on the heels of)"
)
_CAUSE_FIRST = re.compile(
    rf"^\W*{_BECAUSE_OF} (?:[^,]*?\d{{4}}(?!\d)|[^,]*?(?=,)|\W*(?:\w+ ){{1,6}}?(?=@\d+@ and @))"
)
_LED_TO = re.compile(
    r"(?<!\W)(?:\W+(?:which|that|then|soon|had|has|have|also)){0,4}\W+(?:led|lead|leads|brought|caused|meant|made|set off"
    r"|gave rise|contributed|resulted|drove|ushered|triggered|produced|sparked|prompted|opened the way|paved the way)\b.*$"
)
_OCCASION = re.compile(r"\b(?:over|after|because|in response to|in answer to|following|on account of)\b")
_LEAD = re.compile(
    r"^\W*(?:\w+ ){0,2}(?:when|once|because|after|following|in (?:response|answer|reply|retaliation) (?:to|for))\b"
    r"[^,]*,"
)
_CAUSE_LAST = re.compile(
    rf"\b{_BECAUSE_OF} (?!(?:each|one|@\d+@$))[^,]{0, 400}?(?=,| between \d| from \d|[.]?\s{0, 9}$)"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """What the words say: direction, details, named parts (mention number by role) and the cause as written.

    `over`: it outdoes a grammatical reading of the same kind. `roles`: role by mention number.
    """

    direction: str
    details: dict[str, Any]
    parts: dict[str, int]
    roles: dict[int, str]
    over: bool


@cache
def _rows(kind: str) -> tuple[tuple[re.Pattern[str], str, dict[str, Any], bool], ...]:
    found = []
    for row in lexicon.rows("kinds.csv"):
        if row["kind"] == kind:
            pairs = (p.split("=", 1) for p in row["details"].split(";") if p)
            details = {k: int(v) if v.isdigit() else v for k, v in pairs}
            found.append((_compile(row["pattern"]), row["direction"], details, row["over"] == "1"))
    return tuple(found)


def _compile(pattern: str) -> re.Pattern[str]:
    """A pattern with `<role>` and `~` written out; a role named twice is caught under `role_2`."""
    seen: dict[str, int] = {}

    def actor(match: re.Match[str]) -> str:
        name = match[1]
        if name == "any":
            return r"(?:@\d+@)(?: ?['’]s?)?"
        seen[name] = seen.get(name, 0) + 1
        return rf"(?:the |an? |its )?(?P<{name}_{seen[name]}>@\d+@)(?: ?['’]s?)?"

    pattern = re.sub(r"(?<!\(\?)<([a-z]+)>", actor, pattern)
    return re.compile(pattern.replace("~", r"(?:\W+[\w'’@-]+){0,8}?"))


def masked(doc: Doc, mentions: list[Mention]) -> tuple[str, list[int]]:
    """The lower-case text with the k-th mention written `@k@`, and where each of its characters came from."""
    text = doc.text
    out: list[str] = []
    origin: list[int] = []
    at = 0
    for k, mention in enumerate(mentions):
        first, last = doc[mention.start], doc[mention.end - 1]
        sign = f"@{k}@"
        out += [_lower(text[at : first.idx]), sign]
        origin += [*range(at, first.idx), *([first.idx] * len(sign))]
        at = last.idx + len(last)
    return "".join([*out, _lower(text[at:])]), [*origin, *range(at, len(text) + 1)]


def _lower(text: str) -> str:
    """Lower case, letter by letter, so that places in the text stay where they are."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def read(kind: str, doc: Doc, mentions: list[Mention]) -> Saying | None:
    """What the words of a sentence of a known kind say, or None where that is not safe."""
    text, origin = masked(doc, mentions)
    cause = _cause(text) if kind == "driver" else None
    lead = _LEAD.match(text) if kind == "reaction" else None
    occasion = _OCCASION.search(text, lead.end() if lead else 0) if kind == "reaction" else None
    where = text if cause is None else text[: cause[0]] + " " * (cause[1] - cause[0]) + text[cause[1] :]
    where = where[: occasion.start()] if occasion else where
    where = " " * lead.end() + where[lead.end() :] if lead else where
    hits: list[tuple[re.Match[str], str, dict[str, Any], bool]] = []
    for pattern, direction, details, over in _rows(kind):
        for hit in pattern.finditer(where):
            named = {n: v for n, v in hit.groupdict().items() if v and n.startswith("organisation")}
            if kind == "possibility" and any(
                not mentions[int(v.strip("@"))].ids[0].startswith("org:") for v in named.values()
            ):
                continue
            overlaps = any(h.start() < hit.end() and hit.start() < h.end() for h, *_ in hits)
            if hit.end() > hit.start() and (not overlaps or details.keys() & {"aligned", "of"}):
                hits.append((hit, direction, details, over))
    if not hits:
        return None
    if kind == "driver" and cause is None:  # the cause is what stands before the first word of effect
        verb = _main_verb(doc, origin)
        hits = [h for h in hits if h[0].start() >= verb] or hits
        effect = verb or min(h[0].start() for h in hits)
        cause = (0, len(_LED_TO.sub("", where[:effect])))
    loose = [
        n for n in _NEGATION.finditer(where) if not any(h.start() <= n.start() < h.end() for h, *_ in hits)
    ]
    turned = False
    if kind == "influence":
        hits, turned = scopes.scoped(hits, loose, where)
        loose = [] if turned else [n for n in loose if n.start() < hits[0][0].start()]
    if kind == "energy" and any("of" in h[2] for h in hits):
        hits = [h for h in hits if "of" in h[2]]
    if kind == "triad":
        hits = scopes.aligned(hits, where)
    aligned = "aligned" in hits[0][2]
    if len({SIGNS[d] for _, d, *_ in hits if d in SIGNS}) > 1 or (loose and not aligned):
        return None
    hit, direction, details, over = hits[0]
    direction = "failed" if turned else direction
    details = {**details, "negated": True} if aligned and loose else details
    years = _COMPARED.search(text)
    if years and int(years[1]) < int(years[2]) and direction in _OPPOSITE:
        direction = _OPPOSITE[direction]
    parts = {n.rsplit("_", 1)[0]: int(v.strip("@")) for n, v in hit.groupdict().items() if v}
    details = dict(details)
    if lead is not None:
        cause = lead.span()
        details["event"] = doc.text[origin[0] : origin[lead.end() - 1]].strip(" ,")
    elif cause is not None:
        details["cause"] = doc.text[origin[cause[0]] : origin[cause[1]]].strip(" ,")
    if "aligned" in details:
        return Saying(direction, details, parts, scopes.sides(text, mentions), over)
    return Saying(direction, details, parts, _roles(kind, text, hit, cause, parts, mentions), over)


def _main_verb(doc: Doc, origin: list[int]) -> int:
    """Where the main verb stands in the masked text; 0 where the parser found none."""
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in (
        "VERB",
        "AUX",
    ):  # "the war ended trade" read as "the war, ended trade"
        root = next(
            (t for t in doc if t.i and t.tag_ in ("VBD", "VBN", "JJ") and t.text.endswith("ed")), None
        )
    if root is None or root.idx not in origin:
        return 0
    return origin.index(root.idx)


def _cause(text: str) -> tuple[int, int] | None:
    """Where a sentence names its cause in words of cause ("thanks to ..."), first or last."""
    found = _CAUSE_FIRST.match(text) or _CAUSE_LAST.search(text)
    return found.span() if found else None


def _roles(
    kind: str,
    text: str,
    hit: re.Match[str],
    cause: tuple[int, int] | None,
    parts: dict[str, int],
    mentions: list[Mention],
) -> dict[int, str]:
    """The part each mention plays, by number: as the pattern caught it, else by place and preposition."""
    roles = {k: role for role, k in parts.items()}
    spots = {k: text.index(f"@{k}@") for k in range(len(mentions))}
    aside = ("sea:", "event:") if kind in ("membership", "possibility") else ("sea:", "event:", "org:UN")
    named = {i for k in roles for i in mentions[k].ids}
    rest = [
        k
        for k in spots
        if k not in roles and not mentions[k].ids[0].startswith(aside) and mentions[k].ids[0] not in named
    ]
    if kind == "reaction" and cause is not None:  # who acts stands outside the clause of the occasion
        rest.sort(key=lambda k: (cause[0] <= spots[k] < cause[1], k))
    agent = re.search(r"\b(?:was|were|been|be) .{0,300}\bby (?:the )?@(\d+)@", text)
    for k in rest:
        at, who = spots[k], mentions[k].ids[0]
        taken = set(roles.values())
        if kind != "driver" and any(who in mentions[j].ids for j in roles):
            continue
        if cause is not None and cause[0] <= at < cause[1]:
            role = "cause"
        elif kind == "threat":
            role = "subject" if who.startswith("group:") else "place"
        elif kind == "membership" and who.startswith("org:"):
            role = "organisation"
        elif kind == "necessity":
            role = _on_route(text, at, hit)
        elif kind == "triad":
            role = "third" if {"subject", "object"} <= set(parts) else _side(text, at, len(rest))
        elif kind == "influence" and agent and int(agent[1]) in rest:
            role = "subject" if k == int(agent[1]) else "object"
        elif "subject" not in taken:
            role = "subject"
        else:
            role = {"power": "comparison", "realignment": "object"}.get(
                kind, "third" if kind == "reaction" and "object" in taken else "object"
            )
        roles[k] = role
    if kind == "triad" and "subject" not in roles.values() and len(roles) > 2:  # "hatred of C bound A to B"
        order = sorted(roles, key=lambda k: spots[k])
        felt = scopes.FEELING.search(text)
        apart = int(felt[1]) if felt and int(felt[1]) in roles else order[0]
        pair = [k for k in order if k != apart][:2]
        roles = {k: "subject" if k == pair[0] else "object" if k == pair[1] else "third" for k in order}
    if kind == "reaction" and "object" not in roles.values():
        roles = {k: "object" if r == "cause" else r for k, r in roles.items()}
    if (
        kind == "driver" and len([r for r in roles.values() if r != "cause"]) == 1
    ):  # "... in A changed relations with B"
        own = [k for k, r in roles.items() if r == "cause" and ":" not in mentions[k].ids[0]]
        if own:
            roles[own[-1]] = "object"
    return roles


def _on_route(text: str, at: int, hit: re.Match[str]) -> str:
    """Where a place lies on a route: the two ends by their preposition, the rest is what must be crossed."""
    before = re.search(r"(?<!\w)(\w+) (?:the )?$", text[:at])
    word = before[1] if before else ""
    if at >= hit.start() and word not in ("from", "to", "between", "for"):
        return "third"
    ends = {"from": "subject", "between": "subject", "leaving": "subject", "to": "object", "and": "object"}
    return ends.get(word, "object" if word in ("for", "towards", "with") else "subject")


def _side(text: str, at: int, count: int) -> str:
    """A side of a triad: the two that are joined by "and" are the pair, who is alone is the third."""
    here = re.match(r"@\d+@", text[at:])
    behind = text[at + (here.end() if here else 0) :]
    if re.match(r"(?:['’]s)? and (?:the )?@", behind):
        return "subject"
    if re.search(r"@ and (?:the )?$", text[:at]):
        return "object"
    return "third" if count > 2 else "object"
