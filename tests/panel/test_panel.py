"""Verbs, missing values, citations, codebook, files."""

from __future__ import annotations

import sys

import numpy as np
import polars as pl
import pytest

from detente.errors import InputError
from detente.panel import dyad_years, state_years
from detente.panel.command import run
from detente.panel.panel import VERBS
from detente.panel.spells import since
from detente.panel.table import Cells

OPTIONS = {"memberships": {"organisations": ("NATO", "org:EU")}}
OWN = {"democracy", "leaders"}
BY_STATE = {"energy", "gdp", "ideal_points", "major_powers", "memberships", "nmc", "ucdp_acd"}


@pytest.mark.parametrize("name", sorted(set(VERBS) - OWN))
@pytest.mark.parametrize("system", ["cow", "gw"])
def test_every_verb_gives_what_its_codebook_says(name, system):
    panel = dyad_years(False, system, (1985, 1995)).states("USA", "RUS", "DEU", "PAK", "YEM")
    frame = panel.add(name, **OPTIONS.get(name, {})).collect()
    book = panel.add(name, **OPTIONS.get(name, {})).codebook()
    assert frame.columns == book["column"].to_list()
    assert frame.height == panel.collect().height
    assert book.drop("verb", "source", "version").null_count().sum_horizontal().item() == 0
    added = frame.select(pl.exclude(*panel.keys(), "year"))
    assert added.width
    assert added.null_count().sum_horizontal().item() < added.height * added.width


@pytest.mark.parametrize("name", sorted(BY_STATE))
def test_state_columns_are_those_of_the_two_states(name):
    options = OPTIONS.get(name, {})
    states = state_years(years=(2000, 2002)).add(name, **options).collect()
    pairs = dyad_years(years=(2000, 2002)).dyads(("PAK", "RUS")).add(name, **options).collect()
    for n in (1, 2):
        names = {c: f"{c}{n}" for c in states.columns if c != "year"}
        assert (
            pairs.select(*names.values(), "year")
            .join(states.rename(names), on=[f"ccode{n}", "year"], how="inner")
            .select(
                pl.all_horizontal(
                    pl.col(c).eq_missing(pl.col(f"{c}_right")) for k, c in names.items() if k != "ccode"
                ).all()
            )
            .item()
        )


def test_after_a_source_ends_the_value_is_null_not_zero():
    frame = (
        dyad_years(False, years=(2000, 2022))
        .dyads(("USA", "CAN"))
        .add("mids")
        .add("atop")
        .add("igos")
        .collect()
    )
    for column, last in (("cowmidongoing", 2014), ("atop_defense", 2018), ("dyadigos", 2014)):
        known = frame.filter(pl.col(column).is_not_null())["year"]
        assert (known.min(), known.max()) == (2000, last)


def test_a_state_unknown_to_the_source_is_null_not_zero():
    # Gleditsch and Ward list West Germany from 1949, COW from 1955.
    frame = dyad_years(False, "gw", (1950, 1960)).dyads((260, 365)).add("mids").collect()
    known = frame.filter(pl.col("cowmidongoing").is_not_null())["year"]
    assert known.min() == 1955


def test_known_values():
    frame = (
        dyad_years(years=(1962, 1962)).dyads(("USA", "CUB"), ("FRA", "DEU")).add("mids").add("atop").collect()
    )
    row = frame.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 40)).to_dicts()[0]
    assert row["cowmidongoing"] == 1
    assert row["cowmidhostlev"] >= 3
    allies = frame.filter((pl.col("ccode1") == 220) & (pl.col("ccode2") == 260)).to_dicts()[0]
    assert allies["atop_defense"] == 1


def test_peace_years_count_from_events_and_start():
    frame = (
        dyad_years(False, years=(1947, 1975)).dyads(("IND", "PAK")).add("peace_years").add("mids").collect()
    )
    spell, event = frame["cowmidspell"].to_list(), frame["cowmidongoing"].to_list()
    assert spell[0] == 0
    for t in range(1, len(spell)):
        assert spell[t] == (0 if event[t - 1] else spell[t - 1] + 1)


def test_peace_years_start_again_after_a_gap():
    years = np.array([0, 1, 2, 5, 6], dtype=np.int32)
    cells = Cells(None, np.zeros(5, np.int32), np.ones(5, np.int32), years)  # type: ignore[arg-type]
    assert since(np.zeros(5, dtype=bool), cells).tolist() == [0, 1, 2, 0, 1]
    assert since(np.array([True, False, False, False, True]), cells).tolist() == [0, 0, 1, 0, 1]


def test_filter_on_finished_columns():
    panel = dyad_years(False, years=(1990, 1995)).add("atop").filter(pl.col("atop_defense") == 1)
    assert (panel.collect()["atop_defense"] == 1).all()


def test_citations_are_complete_and_once():
    text = dyad_years().add("atop").add("mids").add("peace_years").cite()
    assert text.count("@article{leeds2002") == 1
    assert text.count("@") == len({line for line in text.splitlines() if line.startswith("@")})
    assert "State System Membership" in text
    assert "gleditsch1999" in dyad_years(system="gw").cite()


def test_what_the_atlas_lacks_is_said_with_the_way_to_get_it():
    with pytest.raises(InputError, match=r"Varieties of Democracy.*v-dem\.net.*DETENTE_FILES"):
        dyad_years().add("democracy").collect()
    with pytest.raises(InputError, match="Archigos"):
        state_years().add("leaders").collect()


def test_own_file_of_democracy(tmp_path):
    (tmp_path / "V-Dem-CY-Core-v14.csv").write_text(
        "country_name,COWcode,year,v2x_polyarchy\nPakistan,770,2000,0.2\nAtlantis,,2000,0.9\nPakistan,770,2001,\n"
    )
    frame = state_years(years=(2000, 2001), files=tmp_path).states("PAK").add("democracy").collect()
    assert frame["v2x_polyarchy"].to_list() == [0.2, None]


def test_own_file_of_leaders(tmp_path):
    (tmp_path / "Archigos_4.1.csv").write_text(
        "gwcode,leader,startdate,enddate,exit\n770,Sharif,1997-02-17,1999-10-12,Irregular\n"
        "770,Musharraf,1999-10-12,2008-08-18,Regular\n770,Zardari,2008-09-06,2013-12-31,Still in Office\n"
    )
    frame = state_years(years=(1999, 2013), files=tmp_path).states("PAK").add("leaders").collect()
    first = frame.filter(pl.col("year") == 1999).to_dicts()[0]
    assert (first["jan1leader"], first["dec31leader"], first["n_leaders"]) == ("Sharif", "Musharraf", 2)
    assert (first["leadertransition"], first["irregular"]) == (1, 1)
    assert frame.filter(pl.col("year") == 2010)["leadertransition"].item() == 0


def test_own_file_of_capabilities_wins(tmp_path):
    (tmp_path / "NMC-70-abridged.csv").write_text(
        "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc\nPAK,770,2000,3000,600,-9,1,2,3,0.01\n"
    )
    frame = state_years(years=(2000, 2000), files=tmp_path).states("PAK").add("nmc").collect()
    assert frame.to_dicts() == [
        {"ccode": 770, "year": 2000, "milex": 3000, "milper": 600, "irst": None, "pec": 1, "tpop": 2.0, "upop": 3.0, "cinc": 0.01}
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ["parquet", "csv", "dta"])
def test_written_files_read_back(tmp_path, ending):
    if ending == "dta":
        pytest.importorskip("pyreadstat")
    out = tmp_path / f"panel.{ending}"
    done = run("PAK-RUS,IND-RUS", None, "1990-1999", True, "cow", "atop,mids:data=gml", out)
    assert (done.rows, done.out) == (40, str(out))
    assert "gmlmidonset" in done.columns
    assert [p.name for p in tmp_path.iterdir()] == [out.name]
    if ending == "dta":
        from detente.evidence import stata

        back = stata.read(out.read_bytes(), out.name)
    else:
        back = pl.read_parquet(out) if ending == "parquet" else pl.read_csv(out)
    assert tuple(back.columns) == done.columns
    assert (
        back["ccode1"].cast(pl.Int64).to_list()
        == dyad_years(years=(1990, 1999)).dyads(("PAK", "RUS"), ("IND", "RUS")).collect()["ccode1"].to_list()
    )


def test_command_prints_csv(capsys):
    run(None, "PAK,IND", "2000-2001", True, "cow", "nmc", "-")
    lines = capsys.readouterr().out.strip().splitlines()
    assert lines[0] == "ccode,year,cinc,milex_share,milper_share"
    assert len(lines) == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ("PAK", None, None, True, "cow", "atop", "-"),
        ("PAK-IND", "PAK", None, True, "cow", "atop", "-"),
        ("PAK-IND", None, "then", True, "cow", "atop", "-"),
        ("PAK-IND", None, "1990-1991", True, "cow", "mids:gml", "-"),
        ("PAK-IND", None, "1990-1991", True, "cow", "atop", "panel.xlsx"),
        ("PAK-IND", None, "1990-1991", True, "cow", "atop", "/no/such/folder/panel.csv"),
    ],
)
def test_command_says_what_is_wrong(arguments):
    with pytest.raises(InputError):
        run(*arguments)


def test_a_missing_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(InputError, match="pip install"):
        run("PAK-IND", None, "1990-1991", True, "cow", "atop", tmp_path / "panel.dta")
    assert not list(tmp_path.iterdir())


def test_to_pandas_and_arrow():
    panel = dyad_years(years=(2013, 2015)).dyads(("PAK", "IND")).add("mids")
    pytest.importorskip("pandas")
    table = panel.to_pandas()
    assert table["cowmidongoing"].isna().sum() == 2
    pytest.importorskip("pyarrow")
    assert panel.to_arrow().num_rows == 6


def test_the_package_is_called_for_a_table():
    import detente

    table = detente.panel(dyads="PAK-RUS", years=(1991, 2016), add=["atop", "mids"])
    same = dyad_years(False, years=(1991, 2016)).dyads(("PAK", "RUS")).add("atop").add("mids").collect()
    assert table.equals(same)
    assert detente.panel.dyad_years is dyad_years
    states = detente.panel(states=["PAK"], years="2000-2001", add="nmc")
    assert states.columns == ["ccode", "year", "cinc", "milex_share", "milper_share"]
    pair = detente.panel([("PAK", "IND")], years=(2000, 2000), directed=True, system="gw")
    assert pair.columns == ["gwcode1", "gwcode2", "year"]
    assert pair.height == 2
    with pytest.raises(InputError):
        detente.panel(dyads="PAK-RUS", states="PAK")
