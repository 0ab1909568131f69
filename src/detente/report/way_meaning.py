"""What we took a claim about ways to mean: the statement or the comparison that is tested, in words.

In: a claim with its `facets.Way`. Out: a plain clause, or None where neither
reading found enough; then the reading is said by its parts (`meaning`).
"""

from __future__ import annotations

from functools import lru_cache

from detente import actors
from detente.checks import corridors
from detente.english import listed
from detente.errors import DetenteError
from detente.facets import Journey, WayStatement
from detente.model import Claim
from detente.transport import links

_BY = {"land": "over land", "oil": "for oil", "gas": "for gas", "electricity": "for electricity", "any": ""}
_ENDS = {"ocean": "the sea", "world": "the rest of the world", "foreign": "any other state"}
_LESS = {"usd": "cheaper", "hours": "faster", "km": "shorter"}
_MORE = {"usd": "dearer", "hours": "slower", "km": "longer"}


def clause(claim: Claim) -> str | None:
    """The reading as a clause without its full stop."""
    try:
        way = claim.facets.way
        if claim.direction == "cheaper" or way.weighs:
            return _compared(way.journey) if claim.kind == "connectivity" else None
        return _said(way.statement) if way.statement else None
    except DetenteError:
        return None


def _said(st: WayStatement) -> str | None:
    if st.also is not None:
        both = [_one(st), _one(st.also)]
        return " and ".join(one for one in both if one) if all(both) else None
    return _one(st)


def _one(st: WayStatement) -> str | None:
    origin, goal = _name(st.origin), _name(st.goal)
    ends = " ".join(part for part in (origin and f"from {origin}", goal and f"to {goal}") if part)
    by = _by(st.mode)
    way = " ".join(part for part in ("way", ends, by) if part)
    keepers = [_name(one) or one for one in st.keepers]
    if st.asks == "border":
        pair = [one for one in (origin, goal, *keepers) if one]
        state = "is open" if st.true else "is closed"
        return f"the border between {_listed(pair)} {state}" if len(pair) > 1 else None
    if st.asks == "landlocked":
        return f"{origin} has {'no coast' if st.true else 'a coast'} on the sea" if origin else None
    if st.asks == "least":
        if st.count is None or origin is None:
            return None
        number = f"{st.count[1]} other state{'' if st.count[1] == 1 else 's'}"
        bound = "at least" if st.count[0] == ">=" else "at most"
        return _not(st, f"every way from {origin} to {goal or 'the sea'} crosses {bound} {number}")
    if st.link is not None:
        name = links.named()[st.link].name
        return f"{name} {'joins' if st.true else 'does not join'} {_listed([one for one in (origin, goal) if one])}"
    if origin is None or goal is None:
        return None
    if st.asks == "required" and keepers:
        if st.each and len(keepers) > 1:
            return f"{'every' if st.true else 'not every'} {way} leads through {_listed(keepers)}"
        return f"there is {'no' if st.true else 'a'} {way} without {_listed(keepers, 'or')}"
    if st.asks == "without" and keepers:
        return f"there is {'a' if st.true else 'no'} {way} without {_listed(keepers, 'or')}"
    if st.asks == "through" and keepers:
        return f"there is {'a' if st.true else 'no'} {way} through {_listed(keepers)}"
    if st.asks == "exists":
        more = " with no other state between" if st.direct else " by a bridge or tunnel" if st.fixed else ""
        return f"there is {'a' if st.true else 'no'} {way}{more}"
    return None


def _not(st: WayStatement, said: str) -> str:
    return said if st.true else f"it is not so that {said}"


def _compared(asked: Journey) -> str | None:
    """One way weighed against another, or against the best."""
    if asked.origin is None or asked.goal is None or not (asked.through or asked.projects):
        return None
    words = _MORE if asked.more else _LESS
    mine = _listed([_name(one) or one for one in (*asked.projects, *asked.through)])
    head = f"the way from {_name(asked.origin)} to {_name(asked.goal)} {_by(asked.mode)}".rstrip()
    if asked.superlative:
        return f"{head} is {words[asked.weigh].replace('er', 'est')} through {mine}"
    much = f"{asked.per_cent:g} per cent " if asked.per_cent else ""
    other = f" than through {_listed([_name(one) or one for one in asked.against])}" if asked.against else ""
    return f"{head} is {much}{words[asked.weigh]} through {mine}{other or ' than without'}"


def _by(mode: str | None) -> str:
    return "" if mode is None else _BY.get(mode, f"by {mode}")


@lru_cache(512)
def _name(what: str | None) -> str | None:
    if what is None:
        return None
    if what in _ENDS:
        return _ENDS[what]
    kind = actors.get(what).kind if what.startswith(("org:", "bloc:")) else "state"
    return actors.with_article(corridors.name(what), kind)


def _listed(names: list[str], last: str = "and") -> str:
    return listed(dict.fromkeys(names), last)
