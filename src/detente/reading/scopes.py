"""What the words of a sentence bear on: a failure on the aim behind it, "against" on who stands behind it.

In: the pattern hits of `words` (see there) and the masked text. Out: the hits that count, or the part each
mention plays where sides are taken ("A and B stood together against C").
"""

from __future__ import annotations

import re
from typing import Any

from detente.reading.mentions import Mention

Hit = tuple[re.Match[str], str, dict[str, Any], bool]
"""A match, its direction, its details, and whether it outdoes a grammatical reading."""

_CONTRAST = re.compile(r"\b(?:but|yet|though|although|until|before|then|and (?:then|yet|still)|only to)\b|;")
_NEAR = 60
"""Characters within which a negation bears on the verb behind it."""


def scoped(hits: list[Hit], loose: list[re.Match[str]], where: str) -> tuple[list[Hit], bool]:
    """Failing said of an aim ("failed to keep") outdoes the aim's own verb; a "not" before the aim turns it.

    Also says whether such a negation stands before the first word of success, with nothing of failure beside.
    """
    failed = [h for h in hits if h[1] == "failed"]
    aims = [h for h in hits if h[1] != "failed"]
    if failed and aims:
        first, last = failed[0][0], aims[-1][0]
        between = where[first.end() : last.start()] if first.start() < last.start() else where
        clear = first.start() < aims[0][0].start() and not _CONTRAST.search(between)
        return (failed[:1] if clear else hits), False
    if aims and loose:
        start = aims[0][0].start()
        near = [n for n in loose if n.start() < start and start - n.start() <= _NEAR]
        return hits, bool(near) and not _CONTRAST.search(where[near[0].end() : start])
    return hits, False


_MOVED = re.compile(
    r"\b(?:brought|bring\w*|drew|drawn|draw\w*|dr[oi]ve\w*|driving|push\w*|thr[eo]w\w*|bound|united?|made|make\w*|kept|keep\w*|"
    r"weld\w*|set|turn\w*|forc\w*|pull\w*|forg\w*|cement\w*|put|sent|lost|cost|came|moved|grew|fell|became|pit\w*) "
    r"(?:the )?@|\bbecame\b|"
    r"@ (?:and (?:the )?@\d+@ )?(?:(?:was|were) )?"
    r"(?:drawn|driven|brought|pushed|thrown|bound|reconciled|estranged|drew|moved|grew|came)\b"
)


def aligned(hits: list[Hit], where: str) -> list[Hit]:
    """Of a triad: what is said to have moved two states comes first, else the sides that were taken."""
    moved = [h for h in hits if "aligned" not in h[2]]
    sides = [h for h in hits if "aligned" in h[2]]
    apart = [h for h in sides if h[1] == "drive_apart"]
    return moved if moved and (not sides or _MOVED.search(where)) else apart or sides


_AGAINST = re.compile(
    r"\b(?:against|versus|over|upon|aimed (?:\w+ ){0,3}at|directed (?:\w+ ){0,3}at|war on|attack on|invasion of|"
    r"at the expense of|rather than|opposed to|attacked|invaded|"
    r"to (?:contain|fight|defeat|check|resist|oppose|counter|deter|oust|crush|drive|throw|push|expel|repel|beat|overthrow))\b"
)


_NAMED_WAR = re.compile(r"@\d+@ ?[-–] ?@\d+@(?= (?:\w+ )?(?:war|conflict|crisis|fighting|quarrel|dispute))")
_BESIDE = re.compile(
    r"@\d+@ ?['’]s (?:\w+ )?(?:side|part|behalf|cause|corner|camp|aid|disposal|help|defen[cs]e)\b"
)
_WITH = re.compile(
    r"\b(?:beside|alongside|together with|side by side with|in league with|in concert with) (?:the )?$"
)
FEELING = re.compile(
    r"\b(?:fear|hatred|dread|enmity|hostility|quarrel|distrust|mistrust|rivalry|dislike|suspicion|feud|war|fright|"
    r"resentment|loathing|antipathy|conflict|worry|alarm|threat|danger|menace)\w* "
    r"(?:\w+ )?(?:of|to|towards?|with|against|from|about|by) "
    r"(?:the )?(?:[a-z]+['’]s )?@(\d+)@"
)


def sides(text: str, mentions: list[Mention]) -> dict[int, str]:
    """Who stands with whom: those named behind "against" (or as where it was fought) are the third, the rest the pair."""
    spots = [
        (text.index(f"@{k}@"), k)
        for k in range(len(mentions))
        if not mentions[k].ids[0].startswith(("sea:", "event:"))
    ]
    if not spots:
        return {}
    spots.sort()
    war = _NAMED_WAR.search(text)
    if war and len(spots) > 3:  # "in the Iran-Iraq war": the name of the war names no part
        spots = [s for s in spots if not war.start() <= s[0] < war.end()]
    against = _AGAINST.search(text)
    roles: dict[int, str] = {}
    for n, (at, k) in enumerate(spots):
        beside = _BESIDE.match(text[at:]) or _WITH.search(text[:at])
        behind = against is not None and at >= against.end() and not beside
        fought = n == len(spots) - 1 and n >= 2 and against is None
        taken = set(roles.values())
        if behind or fought:
            roles[k] = "third"
        elif "subject" not in taken:
            roles[k] = "subject"
        else:
            roles[k] = "object"
    if list(roles.values()).count("third") == len(roles):  # "against C, A and B stood together"
        roles = {
            k: "third" if n == 0 else "subject" if n == 1 else "object" for n, (_, k) in enumerate(spots)
        }
    return roles
