"""How ids are said in a sentence: "the United States", "Islamic State", "most members of the African Union"."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from detente import actors
from detente.domain.actors import ActorSet
from detente.domain.statements import Thing
from detente.english import listed
from detente.errors import DetenteError

_COUNTED = {
    "all": "all members of", "most": "most members of", "some": "some members of", "several": "several members of",
    "few": "few members of", "any": "any member of", "none": "no member of",
}  # fmt: skip


def actor(actor_id: str) -> str:
    """The name of an actor with its article; ids without a name are said as they are spelt."""
    try:
        one = actors.get(actor_id)
    except DetenteError:
        return spelt(actor_id)
    return actors.with_article(one.name, "organisation" if actor_id.startswith("org:") else one.kind)


@cache
def _named() -> dict[str, str]:
    text = files("detente.presentation").joinpath("data", "things.csv").read_text("utf-8")
    return {row["id"]: row["name"] for row in csv.DictReader(text.splitlines())}


def spelt(thing_id: str) -> str:
    """An id of a place, treaty, person or pipeline in words: its name if the table knows it, else its own letters."""
    if thing_id in _named():
        return _named()[thing_id]
    kind, _, rest = thing_id.partition(":")
    if kind == "border":
        return f"the border of {listed([actor(i) for i in rest.split('-')])}"
    if kind == "neighbours":
        return f"the neighbours of {actor(rest)}"
    words = (rest or kind).replace("_", " ").replace("-", " ")
    return (
        words
        if rest and kind not in ("place", "person", "treaty", "war", "event", "pipeline")
        else words.title()
    )


def group(of: ActorSet, joined: str = "and") -> str:
    """A set of actors in words; "" where nobody is named."""
    if of.quantifier:
        source = actor(of.of) if of.of else listed([actor(i) for i in of.ids])
        count = f"{of.number} members of" if of.quantifier == "number" else _COUNTED[of.quantifier]
        left = f" except {listed([actor(i) for i in of.excluding])}" if of.excluding else ""
        return f"{count} {source}{left}"
    if of.described:
        kind = of.described.replace("_", " ")
        article = "an" if kind[0] in "aeiou" else "a"
        return f"{article} {kind}{f' based in {actor(of.based_in)}' if of.based_in else ''}"
    names = [actor(i) for i in of.ids]
    if joined == "nor" and len(names) > 1:
        return f"neither {', '.join(names[:-1])} nor {names[-1]}"
    return listed(names)


def thing(one: Thing) -> str:
    """The object of an act in words: "the New START treaty", "an agreement on energy", "wine"."""
    if one.id:
        return (
            actor(one.id)
            if len(one.id) == 3 or one.id.startswith(("org:", "group:", "bloc:"))
            else spelt(one.id)
        )
    if one.name:
        return one.name
    about = one.domain.replace("_", " ") if one.domain else ""
    goods = listed(list(one.product))
    kind = (one.kind or "").replace("_", " ")
    if kind == "product":
        return f"{goods or 'goods'}{f' ({one.quality})' if one.quality else ''}"
    if kind in ("weapons", "troops", "infrastructure", "resources", "territory", "aid"):
        words = " ".join(filter(None, (about, one.quality, goods, kind))).split()
        return " ".join(w for k, w in enumerate(words) if w not in words[:k])
    article = "an" if kind[:1] in "aeiou" else "a"
    matter = listed([actor(t) for t in (*one.topic, *one.over, *one.of)]) or goods or about
    return f"{article} {kind}{f' on {matter}' if matter else ''}" if kind else matter
