"""Place names: a city, port, crossing, strait or state in words -> a node, a state or a strait.

In: what a person writes ("Odesa", "Bandar Abbas", "Uzbekistan", "UZB", "Suez"). Out: node ids, ISO
alpha-3 codes, strait ids. A state named as an end of a route means its capital. Names unknown here
are tried with `detente.actors`; else UnknownActorError with the closest names.
"""

from __future__ import annotations

import difflib
import unicodedata
from functools import cache

from detente.errors import InputError, UnknownActorError
from detente.transport.tables import rows, states

_SHOWN = 5  # places of a state that an error names


def plain(text: str) -> str:
    """Lower case ASCII letters and digits only, for comparing names."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("ı", "i"))
    return "".join(c for c in folded if c.isalnum() and ord(c) < 128)


@cache
def _state_names() -> dict[str, str]:
    out = {}
    for iso3, r in states().items():
        for name in (r["name"], *filter(None, r["aliases"].split(";")), iso3):
            out[plain(name)] = iso3
    for r in states().values():
        if r["predecessor"]:
            out.setdefault(plain(r["predecessor"]), r["predecessor"])
    return out | {"sovietunion": "SUN", "ussr": "SUN", "yugoslavia": "YUG", "czechoslovakia": "CSK"}


def state(text: str) -> str:
    """ISO alpha-3 code of a state by name, alias or code; UnknownActorError with suggestions."""
    found = state_or_none(text)
    if found:
        return found
    known = [r["name"] for r in states().values()]
    raise UnknownActorError(f"No state is called {text!r}.{_hint(text, known)}")


def state_or_none(text: str) -> str | None:
    """ISO alpha-3 code of a state, or None."""
    found = _state_names().get(plain(text))
    return found or _from_actors(text)


def _from_actors(text: str) -> str | None:
    """Ask `detente.actors` for names that the map's own table lacks (demonyms, governments)."""
    try:
        from detente import actors
    except ImportError:
        return None
    found = actors.resolve(text) if hasattr(actors, "resolve") else None
    return found.id if found is not None and found.kind == "state" and found.id in states() else None


@cache
def _nodes() -> dict[str, str]:
    """Plain name -> node id; the first table row wins, full names before aliases."""
    out: dict[str, str] = {}
    for r in rows("world/nodes.csv"):
        out.setdefault(plain(r["id"]), r["id"])
        out.setdefault(plain(r["name"]), r["id"])
    for r in rows("world/nodes.csv"):
        for alias in filter(None, r["aliases"].split(";")):
            out.setdefault(plain(alias), r["id"])
    return out


@cache
def capital(iso3: str) -> str:
    """Node id of the capital of a present state (nearest node to where the table puts it)."""
    r = states()[iso3]
    lat, lon = float(r["lat"]), float(r["lon"])
    own = [n for n in rows("world/nodes.csv") if n["state"] == iso3]
    if not own:
        raise InputError(f"{r['name']} has no node in the corridor network.")
    return min(own, key=lambda n: (float(n["lat"]) - lat) ** 2 + (float(n["lon"]) - lon) ** 2)["id"]


@cache
def _bearers() -> dict[str, tuple[str, ...]]:
    """Plain name -> ids of all nodes that bear it, by name first, then by alias."""
    out: dict[str, dict[str, None]] = {}
    for column in ("name", "aliases"):
        for r in rows("world/nodes.csv"):
            for name in filter(None, r[column].split(";")):
                out.setdefault(plain(name), {})[r["id"]] = None
    for r in rows("homonyms.csv"):  # a city that the network knows under another name (Tripoli of Lebanon)
        named = (other.partition(":")[2] for other in r["others"].split(";"))
        out.setdefault(plain(r["name"]), {}).update(dict.fromkeys(filter(None, named)))
    return {name: tuple(ids) for name, ids in out.items()}


@cache
def _homonyms() -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Plain name of a city that several states have -> (name, state that the name alone means or "", all states)."""
    out = {}
    for r in rows("homonyms.csv"):
        others = tuple(other.partition(":")[0] for other in r["others"].split(";") if other)
        out[plain(r["name"])] = r["name"], r["default"], (*filter(None, (r["default"],)), *others)
    return out


def _state_of_node(node_id: str) -> str:
    return _node_states()[node_id]


@cache
def _node_states() -> dict[str, str]:
    return {r["id"]: r["state"] for r in rows("world/nodes.csv")}


def parted(text: str) -> tuple[str, str] | None:
    """(city, where) of "City, Country" and "City (Country)", or None."""
    if text.endswith(")") and " (" in text:
        city, _, where = text[:-1].rpartition(" (")
    else:
        city, _, where = text.rpartition(",")
    return (city.strip(), where.strip()) if city.strip() and where.strip() else None


def _run_together(text: str) -> tuple[str, str] | None:
    """(city, country) of "Karachi Pakistan": a city of the network, then the name of a state."""
    words = text.split()
    for k in range(1, len(words)):
        city, where = " ".join(words[:k]), " ".join(words[k:])
        if plain(city) in _bearers() and plain(where) in _state_names():
            return city, where
    return None


def _in_a_state(text: str) -> str | None:
    """Node id of "City, Country"; UnknownActorError where the network has no such city there; None for other text."""
    parts = parted(text) or _run_together(text)
    if parts is None:
        return None
    iso3 = _state_of_region(parts[1]) or state_or_none(parts[1])
    if iso3 is None:
        return None
    bearers = _bearers().get(plain(parts[0]), ())
    there = [i for i in bearers if _state_of_node(i) == iso3]
    if there:
        return there[0]
    elsewhere = sorted({states()[s]["name"] for i in bearers if (s := _state_of_node(i)) in states()})
    has = f" It has {parts[0]} in {' and '.join(elsewhere)}." if elsewhere else ""
    own = [r["name"] for r in rows("world/nodes.csv") if r["state"] == iso3][:_SHOWN]
    instead = f" In {states()[iso3]['name']} it has {', '.join(own)}." if own and iso3 in states() else ""
    raise UnknownActorError(
        f"The corridor network has no {parts[0]} in {states().get(iso3, {'name': iso3})['name']}.{has}{instead}"
    )


def _state_of_region(text: str) -> str | None:
    """The state that a part of a federation belongs to ("Portland, Oregon")."""
    from detente import actors

    return actors.region_of(text)


def choose(name: str) -> str | None:
    """Node id of a city by its name alone; None where several states have one and none is meant as a rule."""
    bearers = _bearers().get(plain(name), ())
    homonym = _homonyms().get(plain(name))
    if homonym is None:
        return _nodes().get(plain(name))
    return next((i for i in bearers if _state_of_node(i) == homonym[1]), None)


def announcement(text: str) -> str | None:
    """What to say of a city named alone that other states have too: which is meant, and how to name another."""
    homonym = _homonyms().get(plain(text))
    if homonym is None or not homonym[1] or choose(text) is None:
        return None
    name, default, everywhere = homonym
    others = [states()[s]["name"] for s in everywhere[1:] if s in states()]
    return f"{name} is taken to be the one in {states()[default]['name']}; write “{name}, {others[0]}” for another."


def _must_be_said(text: str) -> UnknownActorError:
    name, _, everywhere = _homonyms()[plain(text)]
    ways = [f"“{name}, {states()[s]['name']}”" for s in everywhere if s in states()]
    return UnknownActorError(f"Several states have a city called {name}: write {' or '.join(ways)}.")


def node(text: str) -> str:
    """Node id of a city, port, crossing side or state (its capital); UnknownActorError with suggestions.

    "City, Country" and "City (Country)" are taken; a homonym that means no one city as a rule must be given so.
    """
    if text.startswith(("x:", "s:")):
        return text
    found = _nodes().get(plain(text))
    iso3 = _state_names().get(plain(text))
    if iso3 in states() and (
        found is None or len(plain(text)) == 3 or plain(states()[iso3]["name"]) == plain(text)
    ):
        return capital(iso3)
    if plain(text) in _homonyms() and text not in _node_states():
        if (chosen := choose(text)) is None:
            raise _must_be_said(text)
        return chosen
    if found:
        return found
    iso3 = _from_actors(text)
    if iso3:
        return capital(iso3)
    if (there := _in_a_state(text)) is not None:
        return there
    longer = {i for name, i in _nodes().items() if len(plain(text)) > 4 and name.startswith(plain(text))}
    if len(longer) == 1:  # "Washington" for "Washington, D.C."
        return longer.pop()
    known = [r["name"] for r in rows("world/nodes.csv")] + [r["name"] for r in states().values()]
    raise UnknownActorError(f"The corridor network has no place called {text!r}.{_hint(text, known)}")


@cache
def _strait_names() -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for r in rows("straits.csv"):
        for name in (r["id"], r["name"], *filter(None, r["aliases"].split(";"))):
            names = out.setdefault(plain(name), [])
            if r["id"] not in names:
                names.append(r["id"])
    return {k: tuple(v) for k, v in out.items()}


def straits(text: str) -> tuple[str, ...]:
    """Ids of the straits, canals or passages a name stands for ("Turkish Straits": two); empty if none."""
    key = plain(text)
    for name in (key, key.removeprefix("the"), key.removeprefix("straitof"), key.removesuffix("strait")):
        if name in _strait_names():
            return _strait_names()[name]
    return ()


def barrier(text: str) -> tuple[set[str], set[str]]:
    """What `without` names: (states, straits). UnknownActorError with suggestions if neither."""
    iso3 = _state_names().get(plain(text))
    if iso3:
        return {iso3}, set()
    found = straits(text)
    if found:
        return set(), set(found)
    return {state(text)}, set()


def _hint(text: str, known: list[str]) -> str:
    by_plain = {plain(k): k for k in known}
    close = difflib.get_close_matches(plain(text), by_plain, n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(by_plain[c] for c in close)}?" if close else ""


def is_strait(what: str) -> bool:
    """Whether an id is a strait, canal or cape."""
    return any(r["id"] == what for r in rows("straits.csv"))
