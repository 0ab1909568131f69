"""Codes that are no values, lists of several states, years a list is known for, obligations of one side."""

from __future__ import annotations

import polars as pl
import pytest

from detente.evidence import build, catalogue, parties, rivalry
from detente.evidence.source import adapter


def test_not_contiguous_is_no_border(tmp_path):
    """Kind 0 runs beside the years of a land border and must not hide it."""
    (tmp_path / "contdir.csv").write_text(
        "state1no,state2no,conttype,begin,end\n10,20,0,190001,201612\n10,20,1,192001,194012\n"
        "30,40,0,190001,201612\n"
    )
    table = build.derived(adapter("cow-contiguity"), tmp_path)["contiguity"]
    assert table.select("ccode1", "ccode2", "start", "end", "kind").rows() == [(10, 20, 1920, 1940, 1)]


def test_bordering_states_of_the_bundled_atlas_border(bundled):
    table = bundled.table("contiguity")
    assert set(table["kind"]) == {1, 2, 3, 4, 5}
    soviet = table.filter(pl.col("ccode1") == 365, pl.col("ccode2") == 700)
    assert soviet.select("start", "end", "kind").rows() == [(1920, 1991, 1)]


def test_a_list_of_events_is_known_for_longer_than_its_last_row(bundled):
    assert bundled.coverage("contiguity") == (1816, 2016)
    assert bundled.coverage("wars") == (1816, 2007)
    assert bundled.source("cow-war")["tables"]["wars"]["coverage"] == [1816, 2007]


def test_declared_years_stand_before_those_of_the_rows():
    frame = pl.DataFrame({"year": [1900, 1950]})
    assert catalogue.coverage(frame) == (1900, 1950)
    assert catalogue.coverage(frame, [(1816, 2000), (1850, 2010)]) == (1816, 2010)


@pytest.mark.parametrize(
    ("cell", "states"), [("900, 200, 2", [900, 200, 2]), ("645", [645]), ("7,  8", [7, 8]), (None, None)]
)
def test_every_state_of_a_cell_is_read(cell, states):
    frame = pl.DataFrame({"gwno_a": [cell]}, schema={"gwno_a": pl.String})
    assert frame.select(parties.listed("gwno_a")).item().to_list() == states if states else True
    assert frame.select(parties.first("gwno_a")).item() == (states[0] if states else None)


def test_all_parties_of_a_conflict_have_a_row(tmp_path):
    head = (
        "conflict_id,year,location,side_a,side_b,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,gwno_loc,region,"
        "intensity_level,type_of_conflict\n"
    )
    (tmp_path / "UcdpPrioConflict_v99_1.csv").write_text(
        head + '9,1990,X,"A, B",C,"10, 20",30,"40, 50",60,"10, 40",3,2,2\n'
    )
    tables = build.derived(adapter("ucdp-prio"), tmp_path)
    assert tables["ucdp_conflict"].select("gwno_a", "gwno_b", "gwno_loc").row(0) == (10, 40, 10)
    rows = tables["ucdp_conflict_party"].select("role", "gwno").rows()
    assert set(rows) == {
        ("side_a", 10), ("side_a", 20), ("support_a", 30), ("side_b", 40), ("side_b", 50),
        ("support_b", 60), ("location", 10), ("location", 40),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "by"),
    [
        ([(10, 20, 1), (20, 10, 0)], 1),
        ([(10, 20, 0), (20, 10, 1)], 2),
        ([(10, 20, 1), (20, 10, 1)], 3),
        ([(10, 20, 1)], None),  # each pair once: the file does not say who is bound
    ],
)
def test_who_is_bound_by_a_pact(tmp_path, rows, by):
    lines = [f"{a},{b},1950,{flag},0,0,0,0" for a, b, flag in rows]
    head = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul"
    (tmp_path / "atop5_1ddyr.csv").write_text("\n".join([head, *lines, ""]))
    table = build.derived(adapter("atop"), tmp_path)["atop"]
    assert table.select("defense", "defense_by").rows() == [(1, by)]


def test_types_of_a_rivalry_from_flags_and_from_names(tmp_path):
    (tmp_path / "tss_rivalries.csv").write_text(
        "ccode1,ccode2,start,end,positional,spatial,ideological,interventionary\n1,2,1990,1990,1,1,,\n"
    )
    flags = build.derived(adapter("tss-rivalries"), tmp_path)["rivalries"]
    (tmp_path / "td_rivalries.csv").write_text(
        "ccode1,ccode2,styear,endyear,type1,type2,type3\n1,2,1990,1990,positional,Spatial,\n3,4,1990,1990,,,\n"
    )
    named = build.derived(adapter("td-rivalries"), tmp_path)["rivalries"]
    assert flags["types"].to_list() == ["spatial positional"]
    assert named.sort("ccode1")["types"].to_list() == ["spatial positional", None]


def test_two_rivalries_at_once_join_their_types():
    spells = pl.DataFrame(
        {"ccode1": [1, 2], "ccode2": [2, 1], "start": [1990, 1990], "end": [1991, 1990],
         "types": ["spatial", "ideological"]}
    )  # fmt: skip
    years = rivalry.by_pair_year(spells, "x").sort("year")
    assert years.select("year", "types").rows() == [(1990, "spatial ideological"), (1991, "spatial")]
