"""States through time: existence, codes, succession and the United Nations seat."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import actors
from detente.actors._tables import actors as all_actors
from detente.actors._tables import spells
from detente.errors import InputError, UnknownActorError

STATES = sorted(a.id for a in all_actors().values() if a.kind == "state")
LISTED = [i for i in STATES if actors.get(i).ccode or actors.get(i).gwcode]
LAST = 2025


@pytest.mark.parametrize(
    ("actor_id", "year", "expected"),
    [
        ("CSK", 2005, False),
        ("CSK", 1992, True),
        ("CSK", 1942, True),  # Gleditsch and Ward keep it through the occupation
        ("DEU", 1947, False),
        ("CZE", 1993, True),
        ("AZE", 1950, False),
        ("AZE", 1992, True),
        ("SUN", 1975, True),
        ("SUN", 2005, False),
        ("RUS", 1975, False),
        ("RUS", 1900, True),
        ("DDR", 1990, True),
        ("DDR", 1991, False),
        ("SSD", 2010, False),
        ("SSD", 2011, True),
        ("XKX", 2009, True),
        ("VDR", 1976, False),
        ("AUH", 1914, True),
        ("SUN", 3000, False),
        ("FRA", 3000, True),
        ("org:NATO", 1948, False),
        ("org:WARSAW_PACT", 1991, True),
        ("org:WARSAW_PACT", 1992, False),
        ("group:LTTE", 2015, False),
        ("bloc:west", 1800, True),
    ],
)
def test_exists(actor_id: str, year: int, expected: bool) -> None:
    assert actors.exists(actor_id, year) is expected


@pytest.mark.parametrize(
    ("actor_id", "year", "expected"),
    [
        ("RUS", 1975, "SUN"),
        ("RUS", 1991, "SUN"),
        ("RUS", 1992, "RUS"),
        ("RUS", 1900, "RUS"),
        ("SUN", 2005, "SUN"),
        ("SRB", 1995, "YUG"),
        ("SRB", 2004, "SCG"),
        ("SRB", 2010, "SRB"),
        ("SRB", 1900, "SRB"),
        ("YEM", 1980, "YAR"),
        ("CZE", 1980, "CZE"),
        ("DEU", 1975, "DEU"),
        ("org:EU", 1975, "org:EU"),
        ("FRA", -5, "FRA"),
        ("RUS", 10**7, "RUS"),
    ],
)
def test_at(actor_id: str, year: int, expected: str) -> None:
    assert actors.at(actor_id, year) == expected


def test_successors_put_the_continuer_first() -> None:
    assert actors.successors("CSK") == ("CZE", "SVK")
    assert actors.successors("SUN")[0] == "RUS"
    assert len(actors.successors("SUN")) == 15
    assert actors.successors("PAK") == ()
    assert actors.predecessors("BGD") == ("PAK",)
    assert actors.predecessors("DEU")[0] == "DDR"
    assert actors.predecessors("FRA") == ()


@pytest.mark.parametrize(
    ("actor_id", "year", "cow", "gw"),
    [
        ("DEU", 1975, 260, 260),
        ("DEU", 2000, 255, 260),
        ("DEU", None, 255, 260),
        ("DEU", 1938, 255, 255),
        ("YEM", None, 679, 678),
        ("YAR", 1975, 678, 678),
        ("SRB", 2010, 345, 340),
        ("SUN", None, 365, 365),
        ("TON", 2005, 955, 972),
        ("ABK", 2010, None, 396),
        ("VAT", 2000, None, None),
        ("org:NATO", 2000, None, None),
    ],
)
def test_numbers(actor_id: str, year: int | None, cow: int | None, gw: int | None) -> None:
    assert actors.ccode(actor_id, year) == cow
    assert actors.gwcode(actor_id, year) == gw


def test_lineage_joins_germany_and_yemen_only() -> None:
    assert actors.lineage(260) == 255
    assert actors.lineage(678) == 679
    assert [c for c in range(1, 1000) if actors.lineage(c) != c] == [260, 678]


@pytest.mark.parametrize(
    ("code", "system", "year", "expected"),
    [
        (365, "cow", 1975, "SUN"),
        (365, "cow", 2000, "RUS"),
        (365, "cow", None, "RUS"),
        ("365", "gw", 1900, "RUS"),
        (260, "cow", None, "DEU"),
        (345, "cow", 1995, "YUG"),
        (345, "cow", 2016, "SRB"),
        (340, "gw", None, "SRB"),
        (679, "cow", 2000, "YEM"),
        (678, "gw", 2000, "YEM"),
        (678, "gw", 1980, "YAR"),
        ("ROM", "cameo", None, "ROU"),
        ("zar", "iso3", None, "COD"),
        ("de", "iso2", None, "DEU"),
        ("CS", "iso2", 1980, "CSK"),
        ("CS", "iso2", 2004, "SCG"),
        ("GFR", "cowabb", 1970, "DEU"),
        ("UKG", "cowabb", None, "GBR"),
        ("Russia", "name", 1975, "SUN"),
        (9999, "cow", None, None),
        ("", "iso3", 1990, None),
    ],
)
def test_resolve_code(code: str | int, system: str, year: int | None, expected: str | None) -> None:
    found = actors.resolve_code(code, system, year)
    assert (found.id if found else None) == expected


def test_unknown_system_and_actor_say_what_to_do() -> None:
    with pytest.raises(InputError, match="cow, gw"):
        actors.resolve_code(2, "polity")
    with pytest.raises(InputError, match="cow or gw"):
        actors.states(system="iso")
    with pytest.raises(UnknownActorError, match=r"Pakistan \(PAK\)"):
        actors.get("Pakistann")
    with pytest.raises(UnknownActorError, match="org:NATO"):
        actors.get("org:NATTO")
    with pytest.raises(UnknownActorError, match="alpha-3"):
        actors.get("§§§§§§§")


@pytest.mark.parametrize(
    ("actor_id", "day", "expected"),
    [
        ("CHN", "1948-01-01", "CHN"),
        ("CHN", 1960, "TWN"),
        ("CHN", "1971-10-24", "TWN"),
        ("CHN", date(1971, 10, 25), "CHN"),
        ("TWN", 1960, "TWN"),
        ("TWN", 1975, None),
        ("RUS", 1975, "SUN"),
        ("SUN", 2005, None),
        ("BLR", 1950, "BLR"),
        ("KAZ", 1950, None),
        ("FRA", 1930, None),
    ],
)
def test_un_seat(actor_id: str, day: date | str | int, expected: str | None) -> None:
    assert actors.un_seat(actor_id, day) == expected


@pytest.mark.parametrize("day", ["yesterday", 0, 10**12])
def test_un_seat_refuses_what_is_no_day(day: str | int) -> None:
    with pytest.raises(InputError, match="not a day"):
        actors.un_seat("CHN", day)


def test_spells_of_a_number_never_overlap() -> None:
    by_code: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for s in spells():
        if s.system in ("cow", "gw"):
            assert s.start is not None
            assert s.end is None or s.start <= s.end
            by_code.setdefault((s.system, s.code), []).append((s.start, s.end or date.max))
    for parts in by_code.values():
        parts.sort()
        assert all(one[1] < two[0] for one, two in pairwise(parts))


def test_existence_intervals_are_disjoint_and_in_order() -> None:
    for actor in map(actors.get, STATES):
        assert actor.spells
        assert (actor.start, actor.end) == (actor.spells[0][0], actor.spells[-1][1])
        for (_, end), (start, _) in pairwise(actor.spells):
            assert end is not None
            assert end < start


def test_no_two_ids_of_one_legal_person_on_one_day() -> None:
    for group in (("RUS", "SUN"), ("SRB", "YUG", "SCG"), ("YEM", "YAR")):
        parts = sorted((s, e or date.max) for i in group for s, e in actors.get(i).spells)
        assert all(one[1] < two[0] for one, two in pairwise(parts))


@given(st.sampled_from(LISTED), st.integers(1816, LAST))
def test_every_code_leads_back_to_its_state(actor_id: str, year: int) -> None:
    """In a year of transition the code may lead to the other state that bore it that year."""
    if not actors.exists(actor_id, year):
        return
    actor = actors.get(actor_id)
    codes = [
        (s.system, s.code)
        for s in spells()
        if s.id == actor_id and s.system in ("cow", "gw") and s.covers(year)
    ]
    codes += [
        (f"{k}", c) for k, c in (("iso3", actor.iso3), ("iso2", actor.iso2), ("cameo", actor.cameo)) if c
    ]
    codes += [
        (f"{s.system}abb", s.abbreviation)
        for s in spells()
        if s.id == actor_id and s.system in ("cow", "gw") and s.covers(year)
    ]
    codes.append(("name", actor.name))
    for system, code in codes:
        found = actors.resolve_code(code, system, year)
        assert found is not None, (system, code)
        if found.id != actor_id:
            assert found.id == actors.at(actor_id, year)
            assert actors.exists(found.id, year)


@given(st.sampled_from(STATES), st.integers(-10_000, 10_000))
def test_at_gives_an_actor_and_settles(actor_id: str, year: int) -> None:
    then = actors.at(actor_id, year)
    assert actors.at(then, year) == then
    if actors.exists(actor_id, year):
        assert actors.exists(then, year)


@given(
    st.text(max_size=12), st.sampled_from(["cow", "gw", "iso3", "iso2", "cowabb", "gwabb", "cameo", "name"])
)
def test_any_text_may_be_asked_as_a_code(code: str, system: str) -> None:
    found = actors.resolve_code(code, system, 1985)
    assert found is None or actors.get(found.id) is found


def test_states_table() -> None:
    table = actors.states(1975)
    assert table.columns == ["id", "name", "ccode", "abbreviation", "start", "end"]
    assert table["ccode"].is_unique().all()
    assert set(table.filter(pl.col("ccode").is_in([365, 260, 265]))["id"]) == {"SUN", "DEU", "DDR"}
    assert actors.states(1991).filter(pl.col("ccode") == 365)["id"].to_list() == ["RUS"]
    assert actors.states(1991, "gw").schema["gwcode"] == pl.Int16
    assert len(actors.states()) > 240


def test_south_sudan_and_later_facts() -> None:
    assert actors.ccode("SSD") == 626
    assert 626 in actors.states(2024)["ccode"]
    assert 626 not in actors.states(2010)["ccode"]


@pytest.mark.shared
def test_every_state_year_against_cow(shared: Path) -> None:
    table = pl.read_parquet(shared / "data/relations/states/cow_states.parquet")
    for code, first, last in table.select("ccode", "styear", "endyear").iter_rows():
        for year in range(first, last + 1):
            actor = actors.resolve_code(code, "cow", year)
            assert actor is not None
            assert actors.exists(actor.id, year)
            assert code in actors.states(year)["ccode"] if year == first else True


@pytest.mark.shared
@pytest.mark.parametrize("file", ["gw_states", "isard_gw_system"])
def test_every_state_year_against_gleditsch_ward(shared: Path, file: str) -> None:
    table = pl.read_parquet(shared / f"data/relations/states/{file}.parquet")
    start, end = ("startdate", "enddate") if file == "gw_states" else ("start", "end")
    rows = table.select("gwcode", pl.col(start).dt.year(), pl.col(end).dt.year())
    for code, first, last in rows.iter_rows():
        for year in range(first, last + 1):
            actor = actors.resolve_code(code, "gw", year)
            assert actor is not None
            assert actors.exists(actor.id, year)


@pytest.mark.shared
def test_crosswalk_against_isard(shared: Path) -> None:
    """COW to Gleditsch-Ward numbers of the same state-year, from the published crosswalk."""
    table = pl.read_parquet(shared / "data/relations/states/isard_cw_gw_panel.parquet").drop_nulls()
    wrong = set()
    for year, gw, cow in table.select("year", "gwcode", "ccode").iter_rows():
        one, two = actors.resolve_code(cow, "cow", year), actors.resolve_code(gw, "gw", year)
        if one is None or two is None or one.id != two.id:
            wrong.add((cow, gw, year))
    # Serbia bore COW's 345 until December 1918, Yugoslavia from then on in both lists.
    assert wrong == {(345, 345, 1918)}


@pytest.mark.shared
def test_iso_codes_against_cepii(shared: Path) -> None:
    table = pl.read_parquet(shared / "data/relations/states/cepii_geo_cepii.parquet")
    old = {"ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "YUG": "YUG", "PAL": "PSE"}
    compared = 0
    for iso2, iso3 in table.select("iso2", "iso3").iter_rows():
        actor = all_actors().get(old.get(iso3, iso3))
        if actor is not None and actor.kind == "state" and iso3 not in ("TMP", "ZAR", "YUG"):
            assert actor.iso2 == iso2, iso3
            compared += 1
    assert compared > 180
