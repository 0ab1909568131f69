"""What a reaction says was done, and on what occasion, where the grammar has passed it over.

In: a claim, its sentence, the actors named in it. Out: a claim of reaction with `details["organisation"]`
(`deed`: joined, left or asked to be let into in answer, "by leaving ASEAN", "by applying to NATO"), with
its direction a break where relations are said to have been broken off (`severed`), and with the words for the
occasion (`event`); one that only a leader's name dates, dated by that leader's years; one of leaving an
organisation, read as that and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente import actors as who
from detente.model import Claim, Period, Role
from detente.reading import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from detente.reading.mentions import Mention

_DEEDS = {
    "leave": r"(?:leav\w*|left|quit\w*|exit\w*|abandon\w*|(?:withdr\w+|pull\w*|walk\w*|dropp\w*|bow\w*) (?:out )?(?:of|from)"
    r"|denounc\w*|renounc\w*|abrogat\w*)",
    "apply": r"(?:appl(?:y|ied|ying) (?:to join|to enter|to|for (?:full )?(?:membership|admission) (?:of|in|to))"
    r"|(?:ask|request|s[eo]\w+)\w* (?:for )?(?:membership|admission|entry) (?:of|in|to|into)|application to(?: join)?)",
    "join": r"(?:join\w*|enter\w*|acced\w* to)",
}
_BROKE = re.compile(
    r"\b(?:sever|br[eo]a?k|ruptur|cut)\w* (?:off )?(?:all |its |their |diplomatic )*"
    r"(?:relations|ties)(?: off)? with (?:the )?@(\d+)@"
)
_OCCASION = re.compile(
    r"\b(?:when|after|once|because|over|following|in (?:response|answer|reply|retaliation|protest) (?:to|for|at|against|over)"
    r"|in protest against)\b (.+?)(?= by \w+ing\b|[,;]|$)"
    r"|\b(?:answered|responded to|reacted to|met) (.+?)(?= (?:by|with)\b|[,;]|$)"
)
_TAIL = re.compile(r"(?<!\s)\s+(?:by \w{1,40}ing\b|with an? \w{1,40} (?:embargo|boycott|ban)\b).*$")


def with_answer(claim: Claim, doc: Doc, mentions: Sequence[Mention]) -> Claim:
    """The claim with the deed and the occasion its words name."""
    text, origin = words.masked(doc, list(mentions))
    claim = _leaving(claim, text, mentions)
    if claim.kind in ("reaction", "driver"):
        claim = _in_office(claim, mentions)
    if claim.kind != "reaction":
        return claim
    details, actors, direction = dict(claim.details), claim.actors, claim.direction
    for deed, verb in _DEEDS.items():
        found = re.search(rf"\b{verb} (?:the )?@(\d+)@", text)
        of = mentions[int(found[1])].ids[0] if found else ""
        if of.startswith("org:"):
            details |= {"organisation": of, "deed": deed}
            details.pop("unread", None)
            break
    broke = _BROKE.search(text)
    if broke:
        whom = mentions[int(broke[1])]
        direction, details["severed"] = "break", True
        details.pop("unread", None)
        if "object" not in {r.role for r in actors} and ":" not in whom.ids[0]:
            actors = (*(r for r in actors if r.id != whom.ids[0]), Role(whom.ids[0], "object", whom.text))
    if "event" in details:
        details["event"] = _TAIL.sub("", str(details["event"]))
    else:
        lead = re.match(r"\W*(?:when|after|once|because|following) ([^,]+),", text)
        occasion = lead or _OCCASION.search(text, broke.end() if broke else 0)
        if occasion:
            start, end = occasion.span(1) if occasion[1] else occasion.span(2)
            details["event"] = doc.text[origin[start] : origin[end]].strip(" ,.")
    return replace(claim, details=details, actors=actors, direction=direction)


def _leaving(claim: Claim, text: str, mentions: Sequence[Mention]) -> Claim:
    """A claim of leaving an organisation with its two parties only; "quit the Warsaw Pact" is no change of side."""
    joined = {
        mentions[int(k)].text for k in re.findall(r"@\d+@ and (?:the )?@(\d+)@", text)
    }  # "A and the Bs were in C"
    named = [
        replace(r, role="subject") if r.role == "object" and r.mention in joined else r for r in claim.actors
    ]
    own = [r for r in named if r.role in ("subject", "organisation")]
    if claim.kind == "membership" and len({r.role for r in own}) == 2:
        return replace(claim, actors=tuple(own))
    gone = re.search(rf"\b{_DEEDS['leave']} (?:the )?@(\d+)@", text)
    if claim.kind != "realignment" or claim.direction != "away" or not gone:
        return claim
    left = mentions[int(gone[1])].ids[0]
    roles = {r.role: r for r in claim.actors}
    if not left.startswith("org:") or set(roles) != {"subject", "from"} or roles["from"].id != left:
        return claim
    actors = (roles["subject"], replace(roles["from"], role="organisation"))
    details = {**claim.details, "organisation": left}
    return replace(
        claim, kind="membership", topic="membership", direction="leave", actors=actors, details=details
    )


def _in_office(claim: Claim, mentions: Sequence[Mention]) -> Claim:
    """A claim without years that names a leader, in that leader's years."""
    if claim.period.start is not None or claim.period.end is not None:
        return claim
    named = {m.text for m in mentions if m.kind == "leader"}
    spans = {(p.start, p.end) for p in who.phrases() if p.kind == "leader" and p.phrase in named and p.dated}
    if len(spans) != 1:
        return claim
    return replace(claim, period=Period(*spans.pop()))
