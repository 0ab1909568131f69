"""What a kind needs beyond actors and direction: thresholds, ranks, comparisons, causes, organisations.

In: a match, its roles and the tokens of its clause. Out: a dict of details for the claim; the keys
`kind`, `topic` and `direction`, where present, replace what the frame says.
"""

from __future__ import annotations

import re
from typing import Any, cast

from detente.model import Claim, Qualifier
from detente.reading import language
from detente.reading.lexicon import NUMBERS, classes, hedges, wordset
from detente.reading.match import Match
from detente.reading.roles import Part

_PERCENT = re.compile(rf"\b(\d+(?:\.\d+)?|{'|'.join(NUMBERS)})\s*(?:%|per cent|percent)")
_SHARES = {
    "two thirds": 66.7,
    "two-thirds": 66.7,
    "three quarters": 75.0,
    "three-quarters": 75.0,
    "a third": 33.3,
    "one third": 33.3,
    "a quarter": 25.0,
    "one quarter": 25.0,
    "half": 50.0,
    "nine tenths": 90.0,
}
_MAJORITY = (
    "most",
    "majority",
    "bulk",
    "more than half",
    "over half",
    "mostly",
    "lion ’s share",
    "lion 's share",
)


def read(match: Match, parts: list[Part], tokens: list[int]) -> dict[str, Any]:
    """Details of one match."""
    doc = match.head.doc
    words = f" {' '.join(doc[i].lower_ for i in tokens)} "
    lemmas = f" {' '.join(doc[i].lemma_.lower() for i in tokens)} "
    kind = match.frame.kind
    found: dict[str, Any] = {}
    for part in parts:
        if part.id.startswith("org:") and part.role in ("organisation", "from", "to", "object"):
            found.setdefault("organisation", part.id)
    reader = _READERS.get(kind)
    if reader:
        found.update(reader(match, parts, words, lemmas))
    if any(p.role == "comparison" for p in parts):
        found["relative"] = True
    return found


def has(words: str, name: str) -> bool:
    """Whether " a b c " holds a member of a word class."""
    return any(f" {w} " in words for w in classes()[name])


def hedged(claim: Claim, words: str) -> tuple[Qualifier, dict[str, Any]]:
    """Qualifier of a claim asserted so far, and its `hedge`, by the longest hedge among its words (" a b c ")."""
    word = next((w for w in hedges() if f" {w[0]} " in words), None)
    if claim.qualifier != "asserted" or word is None:
        return claim.qualifier, {}
    return cast(Qualifier, word[1]), {"hedge": word[0]}


def goods(words: str, lemmas: str) -> str:
    """Topic of a dependence: what is bought."""
    for name, topic in (("ARMS", "arms"), ("ENERGY", "energy"), ("FINANCE", "finance")):
        if has(words, name) or has(lemmas, name):
            return topic
    if has(words, "IMPORTS"):
        return "imports"
    return "exports" if has(words, "EXPORTS") else "trade"


def _dependence(match: Match, parts: list[Part], words: str, lemmas: str) -> dict[str, Any]:
    topic = goods(words, lemmas)
    if topic == "trade":  # "because most come from China": the goods are named in the main clause
        sentence = f" {' '.join(t.lower_ for t in language.sentence_of(match.head))} "
        topic = goods(sentence, sentence)
    if topic == "trade" and match.frame.topic == "finance":  # "borrows most of its money from"
        topic = "finance"
    return {"topic": topic} | ({} if match.frame.direction == "falling" else portion(words))


def portion(words: str) -> dict[str, Any]:
    """How much of a whole the words speak of: direction, threshold (per cent) and rank, as far as they say."""
    found: dict[str, Any] = {}
    percent = _PERCENT.search(words)
    share = next((v for k, v in _SHARES.items() if f" {k} " in words), None)
    if percent:
        number = float(NUMBERS.get(percent[1], percent[1]))
        found |= {"direction": "majority" if number >= 50 else "concentrated", "threshold": number}
    elif any(f" {w} " in words for w in _MAJORITY):
        found |= {"direction": "majority", "threshold": 50}
    elif share:
        found |= {"direction": "majority" if share >= 50 else "concentrated", "threshold": share}
    elif any(f" {w} " in words for w in ("little", "negligible", "hardly", "barely", "scarcely", "few")):
        found["direction"] = "negligible"
    elif any(
        f" {w} " in words
        for w in ("increasingly", "more and more", "growing", "rising", "ever more", "grew", "rose")
    ):
        found["direction"] = "rising"
    elif any(
        f" {w} " in words for w in ("less and less", "declining", "falling", "shrinking", "fell", "dwindling")
    ):
        found["direction"] = "falling"
    rank = rank_of(words)
    if rank:
        found["rank"] = rank
    elif any(
        f" {w} " in words for w in ("largest", "biggest", "main", "chief", "top", "leading", "principal")
    ):
        found["rank"] = 1
    return found


def rank_of(words: str) -> int | None:
    """The n of "the five largest", "top ten"."""
    found = re.search(r" (\w+) (?:largest|biggest|main|most important|leading) | top (\w+) ", words)
    if not found:
        return None
    word = found[1] or found[2]
    ordinal = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
    return int(word) if word.isdigit() else NUMBERS.get(word) or ordinal.get(word)


def _linkage(match: Match, parts: list[Part], words: str, lemmas: str) -> dict[str, Any]:
    if match.frame.direction != "top_partner":
        return {}
    return {"rank": rank_of(words) or 1}


_BREAKS = wordset("collapse rupture sever snap shatter disintegrate implode breakdown split break")


def _degree(match: Match, words: str) -> dict[str, Any]:
    """`degree: break` where the verb says that a tie broke, not that it cooled."""
    lemma = match.head.lemma_.lower()
    if match.frame.direction not in ("worsen", "away", "break") or lemma not in _BREAKS:
        return {}
    return {"degree": "break"}


def _level(match: Match, parts: list[Part], words: str, lemmas: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if has(words, "VOTE") and match.frame.topic == "relation":
        found["topic"] = "voting"
    elif match.frame.topic == "relation" and any(f" {w} " in words for w in ("treaty", "pact", "alliance")):
        found["topic"] = "alliance"
    elif match.frame.topic == "relation" and (" trade " in words or " trading " in words):
        found["topic"] = "trade"
    return found


def _trend(match: Match, parts: list[Part], words: str, lemmas: str) -> dict[str, Any]:
    found = _degree(match, words)
    sides = match.slots.words("subj")[0] + match.slots.words("obj")[0] + f" {match.head.lemma_} "
    if " trade " in sides and not has(sides, "REL"):
        found["topic"] = "trade"
    return found


def _convergence(match: Match, parts: list[Part], words: str, lemmas: str) -> dict[str, Any]:
    return {"topic": "voting" if has(words, "VOTE") or match.frame.topic == "voting" else "relation"}


def _power(match: Match, parts: list[Part], words: str, lemmas: str) -> dict[str, Any]:
    if " material " in words or " capabilities " in words or " capability " in words:
        topic = "material"
    elif any(
        f" {w} " in words
        for w in ("economic", "economy", "gdp", "output", "richer", "wealth", "wealthier", "economically")
    ):
        topic = "economic"
    elif any(
        f" {w} " in words
        for w in ("military", "army", "armed", "troops", "navy", "militarily", "defence", "defense")
    ):
        topic = "military"
    else:
        topic = "national"
    return {"topic": topic, **({"measure": "share"} if " share " in words else {})}


def _driver(match: Match, parts: list[Part], words: str, lemmas: str) -> dict[str, Any]:
    found: dict[str, Any] = {"cause": cause_words(match)}
    objects = match.slots.words("obj")[1] + match.slots.words("in")[1] + match.slots.words("to")[1]
    for name, topic in (("AID", "aid"), ("ARMS", "arms"), ("TRADE", "trade")):
        if has(objects, name):
            found["topic"] = topic
            break
    else:  # "drove them apart commercially", "a slump in sales": the goods stand further on
        head = match.head
        rest = [t.lower_ for t in language.sentence_of(head) if t.i > head.i]
        if has(f" {' '.join(rest)} ", "SALES"):
            found["topic"] = "trade"
    return found


def cause_words(match: Match) -> str:
    """The subject phrase as written: what is said to be the cause."""
    tokens = match.slots.tokens.get("subj", [])
    return match.head.doc[min(tokens) : max(tokens) + 1].text if tokens else ""


def _reaction(match: Match, parts: list[Part], words: str, lemmas: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    response = match.slots.words("by")[0]
    if any(
        f" {w} " in response
        for w in ("leave", "quit", "withdraw", "sever", "cut", "break", "suspend", "expel")
    ):
        tokens = match.slots.tokens["by"]
        found = {"direction": "break", "response": match.head.doc[min(tokens) : max(tokens) + 1].text}
    for name in ("after", "over", "to", "about", "following", "because"):
        tokens = match.slots.tokens.get(name, [])
        if tokens and (name != "to" or match.frame.direction != "break") and len(tokens) > 1:
            found["event"] = match.head.doc[min(tokens) : max(tokens) + 1].text
            break
    return found


def _necessity(match: Match, parts: list[Part], words: str, lemmas: str) -> dict[str, Any]:
    return route(words)


def route(words: str) -> dict[str, Any]:
    """What " a b c " says of a route: by what means, whether to the sea, how many states are crossed."""
    found: dict[str, Any] = {}
    for mode, some in (
        (
            "sea",
            (
                "ship",
                "ships",
                "shipping",
                "sail",
                "vessel",
                "vessels",
                "strait",
                "straits",
                "canal",
                "maritime",
            ),
        ),
        ("pipeline", ("pipeline", "pipelines", "gas", "oil")),
        ("rail", ("rail", "railway", "railways", "train", "trains")),
        ("road", ("road", "roads", "truck", "trucks", "highway")),
        ("power", ("electricity", "transmission")),
        ("land", ("land", "overland", "surface", "border")),
    ):
        if any(f" {w} " in words for w in some):
            found["mode"] = mode
            break
    if has(words, "SEA"):
        found["destination"] = "sea"
    count = re.search(r" at least (\w+) (?:other )?(?:states|countries|borders|neighbours|neighbors)", words)
    if count:
        found["minimum"] = int(count[1]) if count[1].isdigit() else NUMBERS.get(count[1], 1)
    if " or " in words:
        found["joint"] = True
    return found


_READERS = {
    "dependence": _dependence,
    "linkage": _linkage,
    "level": _level,
    "no_change": _level,
    "trend": _trend,
    "convergence": _convergence,
    "power": _power,
    "driver": _driver,
    "reaction": _reaction,
    "necessity": _necessity,
    "connectivity": _necessity,
}
