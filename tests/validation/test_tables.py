"""The two hand-made tables, events and known answers, obey their own rules.

`halves` is the rule by which `battery.csv` was split before anything was tuned: rows that test a
common pair stay together, and a hash decides which half they go to.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import pytest

Row = dict[str, str]


def _words(text: str) -> list[str]:
    return text.split()


HEIRS = {"SUN": "RUS", "CSK": "CZE", "YUG": "SRB"}
EVENT_COLUMNS = _words("id date end_date name aliases actors type sign dyads weight scope source note")
EVENT_TYPES = frozenset(
    _words(
        "treaty alliance_pact normalisation rupture restoration war invasion ceasefire peace_treaty "
        "annexation coup revolution sanctions_imposed sanctions_lifted accession withdrawal crisis "
        "summit exercise arms_deal nuclear_test weapon_test attack base energy_agreement recognition independence "
        "dispute_settled other"
    )
)
WORSENS = {"rupture", "war", "nuclear_test", "weapon_test", "sanctions_imposed", "crisis", "attack"}
IMPROVES = {"restoration", "normalisation", "sanctions_lifted", "alliance_pact", "energy_agreement"}
BATTERY_COLUMNS = _words(
    "id claim actors years kind expected_verdict why_known source measured_here trap scored set"
)
TESTED_KINDS = frozenset(
    _words(
        "level trend no_change realignment convergence membership power dependence linkage reaction "
        "driver triad influence threat energy possibility necessity"
    )
)
ABSTENTIONS = {
    "normative": {"not_testable; premise supported", "not_testable; premise contradicted"},
    "contested": {"contested"},
    "insufficient": {"insufficient_evidence"},
    "entity": {"ill_posed"},
}
ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def _read(*parts: str) -> list[Row]:
    text = files("detente").joinpath(*parts).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


EVENTS = _read("evidence", "data", "events.csv")
BATTERY = _read("validation", "battery.csv")


def _ids(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def _years(cell: str) -> tuple[int, int]:
    first, _, last = cell.partition("-")
    return int(first), int(last or first)


def _nodes(actors: Sequence[str]) -> list[str]:
    """The pairs a row tests: its first actor with each of the others; or the one actor it has."""
    first, *others = [HEIRS.get(a, a) for a in actors]
    return ["-".join(sorted((first, other))) for other in others if other != first] or [first]


def halves(rows: Sequence[Sequence[str]]) -> list[str]:
    """`tune` or `held_out` for each row, given the rows' actors.

    Rows that share a tested pair are joined into groups; a group goes by the parity of the first
    byte of the SHA-256 of `detente:` and its alphabetically first pair.
    """
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for actors in rows:
        first, *others = map(root, _nodes(actors))
        for other in others:
            low, high = sorted((root(first), other))
            parent[high] = low
    keys = [root(_nodes(actors)[0]) for actors in rows]
    return [
        "held_out" if hashlib.sha256(f"detente:{key}".encode()).digest()[0] % 2 else "tune" for key in keys
    ]


def _outside(ids: Sequence[str], first: str, last: str) -> Iterator[str]:
    """Actors that do not exist at any time between two dates of equal or lesser precision."""
    from detente import actors

    for actor_id in ids:
        actor = actors.get(actor_id)
        start, end = str(actor.start), str(actor.end) if actor.end else "9999"
        if last < start[: len(last)] or first > end[: len(first)]:
            yield actor_id


def test_events_have_the_declared_columns_and_unique_ids() -> None:
    assert list(EVENTS[0]) == EVENT_COLUMNS
    assert len(EVENTS) >= 300
    ids = [row["id"] for row in EVENTS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"event:[a-z0-9]+(-[a-z0-9]+)*", i) for i in ids)


@pytest.mark.parametrize(
    ("column", "allowed"),
    [
        ("type", EVENT_TYPES),
        ("sign", {"-1", "0", "1"}),
        ("weight", {"1", "2", "3"}),
        ("scope", {"bilateral", "multilateral"}),
    ],
)
def test_events_keep_to_the_vocabulary(column: str, allowed: set[str]) -> None:
    assert {row[column] for row in EVENTS} <= allowed


def test_every_type_of_event_occurs() -> None:
    assert {row["type"] for row in EVENTS} == EVENT_TYPES


def test_event_dates_are_iso_in_order_and_sorted() -> None:
    for row in EVENTS:
        assert ISO_DATE.fullmatch(row["date"]), row["id"]
        if end := row["end_date"]:
            assert ISO_DATE.fullmatch(end), row["id"]
            assert end >= row["date"][: len(end)], row["id"]
    assert sorted(EVENTS, key=lambda row: (row["date"], row["id"])) == EVENTS
    assert EVENTS[0]["date"] >= "1900"


def test_event_actors_existed_then() -> None:
    bad = [(r["id"], *_outside(_ids(r["actors"]), r["date"], r["date"])) for r in EVENTS]
    assert [row for row in bad if len(row) > 1] == []


def test_event_signs_have_dyads_among_the_actors() -> None:
    for row in EVENTS:
        actors = _ids(row["actors"])
        assert actors, row["id"]
        assert len(set(actors)) == len(actors), row["id"]
        assert (row["sign"] == "0") == (not row["dyads"]), row["id"]
        pairs = [frozenset(dyad.split("-")) for dyad in _ids(row["dyads"])]
        assert len(set(pairs)) == len(pairs), row["id"]
        assert all(len(pair) == 2 and pair <= set(actors) for pair in pairs), row["id"]


def test_event_signs_agree_with_their_types() -> None:
    for row in EVENTS:
        assert not (row["type"] in WORSENS and row["sign"] == "1"), row["id"]
        assert not (row["type"] in IMPROVES and row["sign"] == "-1"), row["id"]


def test_events_have_a_source_and_own_aliases() -> None:
    assert all(row["source"].strip() and row["name"].strip() for row in EVENTS)
    aliases = Counter(a.lower() for row in EVENTS for a in row["aliases"].split("|") if a)
    assert [alias for alias, n in aliases.items() if n > 1] == []
    assert all(alias == alias.strip() and len(alias) >= 3 for alias in aliases)


def test_a_rupture_with_an_end_has_its_restoration() -> None:
    mended = {
        (frozenset(dyad.split("-")), row["date"][:4])
        for row in EVENTS
        if row["sign"] == "1"
        for dyad in _ids(row["dyads"])
    }
    for row in EVENTS:
        if row["type"] == "rupture" and row["end_date"] and row["scope"] == "bilateral":
            for dyad in _ids(row["dyads"]):
                assert (frozenset(dyad.split("-")), row["end_date"][:4]) in mended, row["id"]


def test_events_are_spread_over_states_and_regions() -> None:
    per_state = Counter(actor for row in EVENTS for actor in _ids(row["actors"]))
    assert len(per_state) >= 150
    regions = {
        "Africa": "ETH SOM KEN TZA UGA COD RWA SDN TCD NGA GHA ZAF AGO MLI SEN",
        "Latin America": "CUB ARG CHL BRA PER ECU COL VEN BOL MEX NIC HND PAN",
        "Middle East": "EGY ISR SYR IRN IRQ SAU QAT ARE YEM LBY DZA MAR TUN",
        "South Asia": "IND PAK BGD LKA NPL AFG MDV",
        "Southeast Asia": "VNM KHM THA IDN MYS PHL SGP MMR LAO",
        "Caucasus and Central Asia": "GEO ARM AZE KAZ UZB KGZ TJK TKM",
        "East Asia": "CHN JPN KOR PRK TWN MNG",
    }
    touched = {
        name: sum(bool(set(_ids(row["actors"])) & set(states.split())) for row in EVENTS)
        for name, states in regions.items()
    }
    assert min(touched.values()) >= 40, touched


def test_events_find_9_11_and_its_like_by_alias() -> None:
    by_alias = {a.lower(): row["id"] for row in EVENTS for a in row["aliases"].split("|") if a}
    assert by_alias["9/11"] == "event:9-11"
    assert by_alias["annexation of crimea"] == "event:crimea-annexation"
    assert by_alias["nixon in china"] == "event:nixon-china"


def test_battery_has_the_declared_columns_and_unique_rows() -> None:
    assert list(BATTERY[0]) == BATTERY_COLUMNS
    assert len(BATTERY) >= 220
    for column in ("id", "claim"):
        assert len({row[column].lower() for row in BATTERY}) == len(BATTERY)
    for row in BATTERY:
        assert all(row[c] for c in ("claim", "actors", "years", "why_known", "source")), row["id"]


def test_battery_keeps_to_kinds_and_verdicts() -> None:
    assert {row["kind"] for row in BATTERY} == TESTED_KINDS | set(ABSTENTIONS)
    for row in BATTERY:
        verdicts = ABSTENTIONS.get(row["kind"], {"supported", "contradicted"})
        assert row["expected_verdict"] in verdicts, row["id"]
        assert row["scored"] == ("abstention" if row["kind"] in ABSTENTIONS else "yes"), row["id"]


def test_battery_is_balanced_within_each_kind() -> None:
    counts = Counter((row["kind"], row["expected_verdict"]) for row in BATTERY)
    for kind in TESTED_KINDS:
        yes, no = counts[kind, "supported"], counts[kind, "contradicted"]
        assert yes + no >= 10, kind
        assert abs(yes - no) <= 3, (kind, yes, no)
    assert all(sum(n for (k, _), n in counts.items() if k == kind) >= 8 for kind in ABSTENTIONS)


def test_battery_covers_states_and_periods() -> None:
    spans = [_years(row["years"]) for row in BATTERY]
    assert all(1945 <= first <= last <= 2023 for first, last in spans)
    assert len({a for row in BATTERY for a in _ids(row["actors"])}) >= 60
    decades = Counter(first // 10 for first, _ in spans)
    assert all(decades[decade] >= 5 for decade in range(195, 202))


def test_battery_actors_exist_unless_the_row_is_about_that() -> None:
    for row in BATTERY:
        first, last = map(str, _years(row["years"]))
        missing = list(_outside(_ids(row["actors"]), first, last))
        colonies = row["kind"] == "influence" and set(missing) <= {"DZA", "AGO"}
        assert bool(missing) == (row["kind"] == "entity") or colonies, (row["id"], missing)


def test_the_split_is_reproduced_by_its_rule() -> None:
    assert halves([_ids(row["actors"]) for row in BATTERY]) == [row["set"] for row in BATTERY]
    share = Counter(row["set"] for row in BATTERY)["tune"] / len(BATTERY)
    assert 0.35 < share < 0.65


def test_a_tested_pair_is_in_one_half_only() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for row in BATTERY:
        for node in _nodes(_ids(row["actors"])):
            where[node].add(row["set"])
    assert {node for node, sets in where.items() if len(sets) > 1} == set()


def test_the_split_rule_joins_rows_through_a_common_pair() -> None:
    rows = [("AAA", "BBB"), ("CCC", "DDD"), ("AAA", "DDD", "BBB"), ("DDD", "CCC", "AAA")]
    assert len(set(halves(rows))) == 1
    assert len(set(halves([(c + "AA", c + "BB") for c in "ABCDEFGHIJKLMNOP"]))) == 2


@pytest.mark.shared
def test_battery_repeats_no_claim_or_pair_of_the_known_answers(shared: Path) -> None:
    with (shared / "controls" / "known_answers.csv").open(encoding="utf-8", newline="") as handle:
        known = list(csv.DictReader(handle))

    def words(claim: str) -> str:
        return re.sub(r"\W+", " ", claim).strip().lower()

    assert not {words(r["claim"]) for r in known} & {words(r["claim"]) for r in BATTERY}
    relations = {"level", "trend", "no_change", "realignment", "convergence", "reaction", "driver"}
    pairs = {_nodes(_ids(r["actors"]))[0] for r in known if r["kind"] in relations}
    again = [r["id"] for r in BATTERY if r["kind"] in relations and _nodes(_ids(r["actors"]))[0] in pairs]
    assert again == []


@pytest.mark.parametrize(
    ("table", "path"),
    [(EVENTS, ("evidence", "data", "events.toml")), (BATTERY, ("validation", "battery.toml"))],
)
def test_the_card_beside_a_table_tells_its_size(table: list[Row], path: tuple[str, ...]) -> None:
    card = tomllib.loads(files("detente").joinpath(*path).read_text(encoding="utf-8"))
    assert card["rows"] == len(table)
    assert card["licence"] == "Apache-2.0"
