"""The shipped tables hold together: every named check is empty, and the folder stays small."""

import subprocess
import sys
from pathlib import Path

import pytest

import detente.transport
from detente.transport import consistency, network, tables

DATA = Path(detente.transport.__file__).parent / "data"


@pytest.mark.parametrize("name", sorted(consistency.CHECKS))
def test_check_finds_no_fault(name):
    assert consistency.CHECKS[name]() == []


def test_checks_run_under_their_names():
    assert set(detente.transport.checks()) == set(consistency.CHECKS)


def test_a_crossing_between_states_that_do_not_touch_is_found(monkeypatch):
    wrong = {"id": "wrong", "a": "PRT", "b": "MNG"}
    monkeypatch.setattr(consistency, "all_crossings", lambda: (wrong,))
    assert consistency.crossings_touch() == ["wrong: PRT and MNG"]


def test_a_leg_across_a_border_is_found(monkeypatch):
    row = dict(tables.rows("edges.csv")[0], a="lahore", b="amritsar", mode="road")
    legs = list(network._legs())
    monkeypatch.setattr(network, "_legs", lambda: [*legs, ("lahore", "amritsar", "road", row)])
    network.load.cache_clear()
    try:
        assert consistency.legs_stay_in_one_state() == ["lahore - amritsar", "amritsar - lahore"]
    finally:
        network.load.cache_clear()


def test_data_folder_is_small_and_licensed():
    size = sum(p.stat().st_size for p in DATA.rglob("*") if p.is_file())
    assert size < 3_000_000
    for folder in ("osm", "gem", "map"):
        assert (DATA / folder / "LICENSE.md").read_text().strip()
    assert "OpenStreetMap contributors" in (DATA / "osm" / "LICENSE.md").read_text()


def test_import_loads_nothing_heavy():
    heavy = {"numpy", "scipy", "polars", "highspy", "rich"}
    code = f"import sys, detente.transport; print(sorted({heavy!r} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_every_public_name_is_there():
    for name in detente.transport.__all__:
        assert getattr(detente.transport, name).__doc__


def test_landlocked_states_are_the_known_ones():
    """The 43 landlocked UN members, and Kosovo and the Vatican; three of them on the Caspian."""
    text = """
        AFG AND ARM AUT AZE BDI BFA BLR BOL BTN BWA CAF CHE CZE ETH HUN KAZ KGZ LAO LIE LSO LUX MDA MKD
        MLI MNG MWI NER NPL PRY RWA SMR SRB SSD SVK SWZ TCD TJK TKM UGA UZB ZMB ZWE
    """
    known = text.split()
    found = {s for s in tables.states() if detente.transport.is_landlocked(s)}
    assert found == {*known, "XKX", "VAT"}
    assert len(known) == 43


@pytest.mark.parametrize(
    ("state", "year", "expected"),
    [
        ("UZB", 1980, "SUN"),
        ("UZB", 1992, "UZB"),
        ("MNE", 1995, "SRB"),
        ("MNE", 1985, "YUG"),
        ("SSD", 2010, "SDN"),
    ],
)
def test_soil_belongs_to_the_state_of_the_year(state, year, expected):
    assert tables.state_at(state, year) == expected


@pytest.mark.shared
def test_neighbours_against_cow_contiguity(shared):
    """Land contiguity (kind 1) of COW 3.2 in 2016, for the states both know; differences are listed."""
    import polars as pl

    file = shared / "data" / "relations" / "states" / "cow_contdir.parquet"
    rows = pl.read_parquet(file).filter(pl.col("conttype") == 1, pl.col("enddate").dt.year() >= 2016)
    number = {"AFG": 700, "PAK": 770, "IND": 750, "IRN": 630, "TKM": 701, "UZB": 704, "TJK": 702, "KGZ": 703,
              "KAZ": 705, "CHN": 710, "RUS": 365, "MNG": 712, "AZE": 373, "GEO": 372, "ARM": 371, "TUR": 640,
              "IRQ": 645, "SYR": 652, "NPL": 790, "BTN": 760, "BGD": 771, "MMR": 775, "POL": 290, "DEU": 255,
              "FRA": 220, "ESP": 230, "ETH": 530, "SDN": 625, "ZAF": 560, "BRA": 140, "ARG": 160, "BOL": 145,
              }  # fmt: skip
    by_number = {v: k for k, v in number.items()}
    cow = {
        (by_number[a], by_number[b])
        for a, b in rows.select("ccode1", "ccode2").iter_rows()
        if a in by_number and b in by_number
    }
    ours = {(a, b) for a in number for b in detente.transport.neighbours(a, 2016) if b in number}
    # French Guiana touches Brazil: the map counts it, COW the metropole only. The COW copy has Pakistan
    # touching Burma without an end, as before 1971.
    known = {("BRA", "FRA"), ("FRA", "BRA"), ("MMR", "PAK"), ("PAK", "MMR")}
    assert ours ^ cow <= known
