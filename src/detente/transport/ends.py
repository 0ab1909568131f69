"""The two ends of a claim about movement, in words or ids, as places on the three graphs.

In: a state (ISO code or name), a part of a state (`RUS:kaliningrad`), a city or port, a sea ("the
Mediterranean"), `ocean`, a bloc (`bloc:central-asia`) or a list of any of these. Out: members with
their land parts and network vertices.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.errors import UnknownActorError
from detente.transport import adjacency, network, places
from detente.transport.tables import rows, state_at, states

# Used where `detente.actors` does not (yet) know the bloc: membership by common usage.
BLOCS = {
    "central-asia": "KAZ KGZ TJK TKM UZB",
    "south-asia": "AFG BGD BTN IND LKA MDV NPL PAK",
    "south-caucasus": "ARM AZE GEO",
    "baltic-states": "EST LVA LTU",
    "europe": "FRA DEU ITA ESP POL NLD BEL CZE AUT HUN ROU SWE",
    "middle-east": "BHR IRN IRQ ISR JOR KWT LBN OMN QAT SAU SYR TUR ARE YEM",
    "gulf-states": "BHR KWT OMN QAT SAU ARE",
    "horn-of-africa": "DJI ERI ETH SOM",
    "southeast-asia": "BRN KHM IDN LAO MYS MMR PHL SGP THA TLS VNM",
    "east-asia": "CHN JPN KOR PRK MNG TWN",
}


@dataclass(frozen=True)
class End:
    """One end: `kind` is state, part, place or sea; `id` is the ISO code, part, node id or sea id."""

    id: str
    name: str
    kind: str


def parse(what: str | tuple[str, ...] | list[str], as_of: int) -> tuple[End, ...]:
    """Members of an end; a bloc gives one per member. UnknownActorError with suggestions."""
    if not isinstance(what, str):
        return tuple(e for w in what for e in parse(w, as_of))
    sea = _seas().get(places.plain(what)) or _seas().get(places.plain(what).removeprefix("the"))
    if sea:
        return (sea,)
    members = _bloc(what, as_of)
    if members:
        return tuple(End(m, _state_name(m), "state") for m in members)
    if ":" in what and what in adjacency.land(as_of).state:
        return (End(what, what, "part"),)
    iso3 = places.state_or_none(what)
    if iso3 and (len(what) == 3 or places.plain(what) not in _place_only()):
        return (End(iso3, _state_name(iso3), "state"),)
    node = places.node(what)
    return (End(node, network.load(as_of).places[network.load(as_of).index[node]].name, "place"),)


def _state_name(iso3: str) -> str:
    return states()[iso3]["name"] if iso3 in states() else iso3


@cache
def _place_only() -> frozenset[str]:
    """Names that are a city's rather than a state's, where both exist (none but city states)."""
    return frozenset()


@cache
def _seas() -> dict[str, End]:
    out = {}
    for r in rows("seas.csv"):
        for name in (r["id"], r["name"], *filter(None, r["aliases"].split(";"))):
            key = places.plain(name)
            out[key] = out[key.removeprefix("the")] = End(r["id"], r["name"], "sea")
    return out


def _bloc(what: str, as_of: int) -> tuple[str, ...]:
    """States of a bloc: from `detente.actors` if it knows it, else from the table here."""
    if what.startswith(("bloc:", "org:")):
        try:
            from detente import actors

            found = tuple(m for m in actors.members(what, as_of) if m in states())
        except (ImportError, AttributeError, UnknownActorError):
            found = ()
        if found:
            return found
    key = what.removeprefix("bloc:").lower().replace(" ", "-").removeprefix("the-")
    if key in BLOCS:
        return tuple(dict.fromkeys(state_at(s, as_of) for s in BLOCS[key].split()))
    if what.startswith(("bloc:", "org:")):
        raise UnknownActorError(f"No bloc is called {what!r}; known here are {', '.join(sorted(BLOCS))}.")
    return ()


def land_parts(e: End, as_of: int) -> tuple[str, ...] | frozenset[str]:
    """Parts of the land graph for an end; for a sea, the parts of states with a coast on it."""
    if e.kind == "sea":
        if e.id == "ocean":
            return adjacency.ocean_parts(as_of)
        shores = coast_states(e.id)
        parts = adjacency.land(as_of).state
        return frozenset(
            p
            for p in parts
            if p.split(":")[0] in shores and (e.id == "caspian" or p in adjacency.ocean_parts(as_of))
        )
    if e.kind == "place":
        r = next(r for r in rows("world/nodes.csv") if r["id"] == e.id)
        return (r["part"],) if r.get("part") else adjacency.parts_of(r["state"], as_of)
    return adjacency.parts_of(e.id, as_of)


@cache
def coast_states(sea: str, wide: bool = False) -> frozenset[str]:
    """States (ISO codes of today) with a coast on a sea.

    `wide`: with those on the seas that open into it (the Red Sea for the Indian Ocean), which in common
    speech are not always meant. A sea that is part of another (`within` without `~`) always counts.
    """
    into = {r["id"]: r["within"] for r in rows("seas.csv")}
    inside, grown = {sea}, True
    while grown:
        more = {
            s for s, w in into.items() if w.removeprefix("~") in inside and (wide or not w.startswith("~"))
        }
        grown = bool(more - inside)
        inside |= more
    return frozenset(r["iso3"] for r in rows("coasts.csv") if inside & set(r["seas"].split(";")))


def behind(straits: frozenset[str], as_of: int) -> frozenset[int]:
    """Sea vertices that a strait, once shut, parts from the world: those `encloses` lists in straits.csv."""
    net = network.load(as_of)
    shut = {n for r in rows("straits.csv") if r["id"] in straits for n in r["encloses"].split(";") if n}
    return frozenset(
        net.vertex_of[net.index[n], "sea"] for n in shut if (net.index.get(n, -1), "sea") in net.vertex_of
    )


def state_of(e: End, as_of: int) -> str:
    """ISO code of the state an end lies in, "" for a sea."""
    if e.kind == "sea":
        return ""
    if e.kind == "place":
        return network.load(as_of).places[network.load(as_of).index[e.id]].state
    return adjacency.land(as_of).state.get(e.id, e.id)


def sea_vertices(e: End, as_of: int) -> tuple[int, ...]:
    """Sea vertices of an end: its port, all ports of a state, or the anchor of a sea."""
    net = network.load(as_of)
    if e.kind == "sea":
        if e.id == "ocean":  # anywhere on the high seas will do
            here = (r["end"] for r in rows("sea/basins.csv") if r["basin"] == _ocean_basin())
            ocean = [x for x in here if x.startswith("s:")]
            return tuple(net.vertex_of[net.index[x], "sea"] for x in ocean)
        i = net.index[next(r["anchor"] for r in rows("seas.csv") if r["id"] == e.id)]
        return (net.vertex_of[i, "sea"],)
    if e.kind == "place":
        at = [net.index[e.id]]
    else:
        iso3 = state_of(e, as_of)
        at = [i for i, p in enumerate(net.places) if p.state == iso3 and p.kind == "port"]
    return tuple(net.vertex_of[i, "sea"] for i in at if (i, "sea") in net.vertex_of)


@cache
def _ocean_basin() -> str:
    return next(r["basin"] for r in rows("sea/basins.csv") if r["end"] == "s:good-hope")


@cache
def ocean_ports() -> tuple[str, ...]:
    """Ids of the ports on the ocean or a sea that opens to it: all sea ports but those of the Caspian."""
    basin = {r["end"]: r["basin"] for r in rows("sea/basins.csv")}
    return tuple(sorted(e for e, b in basin.items() if b != basin["baku"] and not e.startswith("s:")))


def network_vertices(e: End, as_of: int) -> tuple[int, ...]:
    """Vertices for journeys: a place, a state's capital, a sea's anchor, any quay for the ocean."""
    from detente.transport import paths

    net = network.load(as_of)
    if e.kind == "sea" and e.id == "ocean":
        return tuple(net.vertex_of[net.index[p], "hub"] for p in ocean_ports())
    if e.kind == "sea":
        return sea_vertices(e, as_of)
    if e.kind == "place":
        return (paths.vertex(net, e.id),)
    iso3 = e.id.split(":")[0]
    seat = {"SUN": "RUS", "YUG": "SRB", "CSK": "CZE"}.get(iso3, iso3)
    return (paths.vertex(net, places.capital(seat)),)


def members(what: str, as_of: int = 2023) -> tuple[str, ...]:
    """ISO codes of the states of an end: of a bloc, or the one itself."""
    return tuple(dict.fromkeys(state_of(e, as_of) for e in parse(what, as_of)))


def main_place(iso3: str, layer: str, as_of: int = 2023) -> str | None:
    """Node id of the place that stands for a state in a mode: the capital if it is served, else the first listed.

    `layer`: sea, rail, road, ferry or river. The curated places are listed first. None without one.
    """
    net = network.load(as_of)
    found = [
        net.places[i].id
        for i, layer_of in net.vertex_of
        if layer_of.rstrip("0123456789") == layer and iso3 in (net.places[i].state, net.places[i].today)
        and net.places[i].kind in ("city", "port")
    ]  # fmt: skip
    seat = places.capital(iso3)
    return seat if seat in found else min(found, key=lambda p: net.index[p], default=None)
