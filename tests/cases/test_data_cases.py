"""Every data case of LOG.csv: publishers' files as users have them are read, or it is said that and why they are not."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceFormatError
from detente.evidence import atlas, build
from detente.evidence.sources import baci_energy, icews, sipri_arms, ucdp_prio, wdi

sys.path.insert(0, str(Path(__file__).parents[1] / "evidence"))
from test_event_files import gdelt_row, icews_row, tabbed

Row = list[str]


def events(built: build.Built) -> list[tuple[str, str, str, int]]:
    """source, target, month and number of the events in an atlas, in order."""
    table = (
        atlas.open(built.folder).table("event_dyad_month").with_columns(pl.col("month").dt.strftime("%Y-%m"))
    )
    return sorted(table.select("source_iso3", "target_iso3", "month", "events").rows())


def icews_file(folder: Path, name: str, *rows: Row) -> None:
    (folder / name).write_text(tabbed([list(icews.LAYOUT), *rows]))


def export(
    supplier: str, years: range, rows: dict[str, str], old: bool = False, way: str = "exports from"
) -> str:
    """A table as SIPRI exports it: the old site's form or the new one's."""
    title = f'"TIV of arms {way} {supplier}, {years[0]}-{years[-1]}"'
    head = (
        [title, *['"x"'] * 9] if old else ['"SIPRI Arms Transfers Database"', title, '"Generated: x"', "", ""]
    )
    first = ("" if old else "Recipient") + "".join(f",{y}" for y in years) + (",Total" if old else "")
    body = [f'"{name}",{cells}' + (",0" if old else "") for name, cells in rows.items()]
    total = "Total" + ",1" * (len(years) + old)
    return "\n".join([*head, first, *body, total]) + "\n"


def test_icews_names_in_any_case_compact_days_and_no_column_of_codes(tmp_path: Path) -> None:
    icews_file(tmp_path, "events.2012.20150313.tab", icews_row(1, "2012-05-01", "Peru", "Chile"))
    rows = [icews_row(2, f"201305{day:02d}", "Peru", "Chile", score="") for day in range(1, 9)]
    at = icews.LAYOUT.index("CAMEO Code")
    rows = [[*row[:5], "Threaten with military force", *row[6:]] for row in rows]
    short = [[*row[:at], *row[at + 1 :]] for row in [list(icews.LAYOUT), *rows]]
    (tmp_path / "EVENTS.2013.20201006.TAB").write_text(tabbed(short))
    built = build.build(tmp_path, tmp_path / "atlas", only=["icews"])
    assert events(built) == [("PER", "CHL", "2012-05", 1), ("PER", "CHL", "2013-05", 8)]
    table = atlas.open(built.folder).table("event_dyad_month").sort("month")
    assert table["verbal_conflict"].to_list() == [0, 8]


def test_icews_weekly_and_monthly_names_and_repeated_files(tmp_path: Path) -> None:
    icews_file(tmp_path, "events.2016.20180710.tab", icews_row(1, "2016-05-01", "Peru", "Chile"))
    for name in ("20190409-icews-events.tab", "20190409-icews-events-1.tab"):
        icews_file(tmp_path, name, icews_row(2, "2019-04-02", "Peru", "Chile"))
    icews_file(tmp_path, "202201-icews-events.tab", icews_row(3, "2022-01-02", "Peru", "Chile"))
    built = build.build(tmp_path, tmp_path / "atlas", only=["icews"])
    assert [(month, n) for _, _, month, n in events(built)] == [
        ("2016-05", 1),
        ("2019-04", 1),
        ("2022-01", 1),
    ]


def test_of_two_editions_of_a_year_the_newer_is_read_and_it_is_said(tmp_path: Path) -> None:
    icews_file(tmp_path, "events.2016.20150313.tab", icews_row(1, "2016-05-01", "Peru", "Chile"))
    icews_file(tmp_path, "events.2016.20180710.tab", icews_row(2, "2016-06-01", "Peru", "Ecuador"))
    built = build.build(tmp_path, tmp_path / "atlas", only=["icews"])
    assert events(built) == [("PER", "ECU", "2016-06", 1)]
    assert [name for name, _ in built.unread] == ["events.2016.20150313.tab"]
    assert "events.2016.20180710.tab" in built.unread[0][1]


def test_icews_codes_outside_the_table_have_the_class_of_their_root(tmp_path: Path) -> None:
    icews_file(tmp_path, "events.2016.20180710.tab", *(icews_row(k, "2016-05-01", "Peru", "Chile") for k in range(12)),
               icews_row(99, "2016-05-02", "Peru", "Chile", code="1999", score=""))  # fmt: skip
    found = icews.read(tmp_path)["events"].filter(pl.col("event_id") == "99")
    assert found.select("quad", "score").rows() == [(4, -10.0)]


def test_gdelt_yearly_monthly_and_daily_files_side_by_side(tmp_path: Path) -> None:
    names = {
        "1989.csv": (57, "19890601"),
        "200903.csv": (57, "20090301"),
        "20150503.export.CSV": (58, "20150502"),
    }
    for k, (name, (width, day)) in enumerate(names.items()):
        (tmp_path / name).write_text(tabbed([gdelt_row(k, day, "PER", "CHL", "190", "-10", width)]))
    (tmp_path / "20150503.EXPORT.csv.bak").write_text("x")
    built = build.build(tmp_path, tmp_path / "atlas", only=["gdelt-1"])
    assert [month for _, _, month, _ in events(built)] == ["1989-06", "2009-03", "2015-05"]


def test_gdelt_former_codes_are_mapped_and_others_counted(tmp_path: Path) -> None:
    pairs = [
        ("ZAR", "RWA"),
        ("BUR", "THA"),
        ("BYS", "POL"),
        ("GZS", "ISR"),
        ("WSB", "ISR"),
        ("HVO", "MLI"),
        ("AFR", "FRA"),
    ]
    rows = [gdelt_row(k, "20150502", a, b, "190", "-10", 58) for k, (a, b) in enumerate(pairs)]
    (tmp_path / "20150503.export.CSV").write_text(tabbed(rows))
    built = build.build(tmp_path, tmp_path / "atlas", only=["gdelt-1"])
    assert [(a, b, n) for a, b, _, n in events(built)] == [
        ("BFA", "MLI", 1), ("BLR", "POL", 1), ("COD", "RWA", 1), ("MMR", "THA", 1), ("PSE", "ISR", 2)
    ]  # fmt: skip
    assert any("AFR 1" in note for note in built.notes)


def test_one_bad_file_stops_its_own_source_only(tmp_path: Path) -> None:
    icews_file(tmp_path, "events.2016.20180710.tab", icews_row(1, "2016-05-01", "Peru", "Chile"))
    (tmp_path / "20150503.export.CSV").write_text("not\ta\tGDELT\tfile\n")
    built = build.build(tmp_path, tmp_path / "atlas", only=["icews", "gdelt-1"])
    assert events(built) == [("PER", "CHL", "2016-05", 1)]
    assert [source for source, _ in built.failed] == ["gdelt-1"]
    assert "20150503.export.CSV" in built.failed[0][1]
    with pytest.raises(SourceFormatError, match=r"20150503\.export\.CSV"):
        build.build(tmp_path, tmp_path / "other", only=["gdelt-1"])


def test_files_of_no_known_name_are_named(tmp_path: Path) -> None:
    icews_file(tmp_path, "events.2016.20180710.tab", icews_row(1, "2016-05-01", "Peru", "Chile"))
    icews_file(tmp_path, "my events.txt", icews_row(2, "2017-05-01", "Peru", "Chile"))
    built = build.build(tmp_path, tmp_path / "atlas", only=["icews"])
    assert [name for name, _ in built.unread] == ["my events.txt"]


UCDP = (
    "conflict_id,location,side_a,side_b,year,intensity_level,type_of_conflict,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,gwno_loc,region\n"
    '500,"Honduras, El Salvador, Guatemala","Government of El Salvador, Government of Guatemala","Government of Honduras",'
    '1969,2,2,"92, 90",,91,,"90, 91, 92",5\n'
    '501,"Cambodia (Kampuchea), Thailand",Government of Cambodia (Kampuchea),"Government of Thailand, Government of Laos",'
    '1977,1,2,811,,"800, 812",,"811, 800",3\n'
    "502,Peru,Government of Peru,Sendero Luminoso,1985,1,3,135,,,,135,5\n"
)


def test_a_cell_of_several_states_gives_each(tmp_path: Path) -> None:
    (tmp_path / "UcdpPrioConflict_v26_1.csv").write_text(UCDP)
    found = ucdp_prio.derive(ucdp_prio.read(tmp_path))["ucdp_conflict_party"]
    sides = {
        (year, role): sorted(found.filter((pl.col("year") == year) & (pl.col("role") == role))["gwno"])
        for year, role in found.select("year", "role").rows()
    }
    assert sides[1969, "side_a"] == [90, 92]
    assert sides[1977, "side_b"] == [800, 812]
    assert sides[1985, "side_a"] == [135]
    assert (1985, "side_b") not in sides


def test_of_two_editions_of_ucdp_the_newest_is_read(tmp_path: Path) -> None:
    (tmp_path / "UcdpPrioConflict_v25_1.csv").write_text(UCDP.replace("1985", "1986"))
    (tmp_path / "ucdpprioconflict_V26_1.csv").write_text(UCDP)
    built = build.build(tmp_path, tmp_path / "atlas", only=["ucdp-prio"])
    assert 1985 in atlas.open(built.folder).table("ucdp_conflict")["year"]
    assert [name for name, _ in built.unread] == ["UcdpPrioConflict_v25_1.csv"]


def test_sipri_exports_of_the_old_and_the_new_site_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "TIV-Export-ITA-2000-2004.csv").write_text(
        export("Italy", range(2000, 2005), {"Peru": "1,2,3,4,5"}, old=True)
    )
    (tmp_path / "import-export-values_2003-2008.csv").write_text(
        export("Italy", range(2003, 2009), {"Peru": "4,6,7,,8,9", "Cote d'Ivoire": ",,0.5,,,"})
    )
    (tmp_path / "Import-Export-Values_1950-2008 (1).csv").write_text(
        export("Peru", range(2007, 2009), {"Spain": "3,3"}, way="imports to")
    )
    rows = sipri_arms.read(tmp_path)["transfers"].sort("supplier", "recipient", "year").rows()
    assert [r[2:] for r in rows if r[:2] == ("Italy", "Peru")] == [
        (2000, 1.0), (2001, 2.0), (2002, 3.0), (2003, 4.0), (2004, 6.0), (2005, 7.0), (2007, 8.0), (2008, 9.0)
    ]  # fmt: skip
    assert [r for r in rows if r[0] == "Spain"] == [
        ("Spain", "Peru", 2007, 3.0),
        ("Spain", "Peru", 2008, 3.0),
    ]
    built = build.build(tmp_path, tmp_path / "atlas", only=["sipri-arms"])
    assert any("2 suppliers only" in note for note in built.notes)


def test_sipri_totals_of_all_suppliers_are_refused(tmp_path: Path) -> None:
    (tmp_path / "import-export-values_2007-2008.csv").write_text(
        export("all", range(2007, 2009), {"Spain": "3,3"})
    )
    with pytest.raises(SourceFormatError, match="one supplier at a time"):
        sipri_arms.read(tmp_path)


def test_baci_keeps_namibia_and_blank_quantities_and_the_newest_edition_of_a_year(tmp_path: Path) -> None:
    (tmp_path / "country_codes_V202501.csv").write_text(
        "country_code,country_name,country_iso2,country_iso3\n516,Namibia,NA,NAM\n699,India,IN,IND\n"
    )
    head = "t,i,j,k,v,q\n"
    (tmp_path / "BACI_HS92_Y2019_V202401b.csv").write_text(head + "2019,516,699,261210,1.0,9\n")
    (tmp_path / "BACI_HS92_Y2019_V202501.csv").write_text(head + "2019,516,699,261210,  2500.5,        NA\n")
    (tmp_path / "baci_hs92_y2020_v202501.csv").write_text(head + "2020,699,516,270900,7000,\n")
    flows = (
        baci_energy.read(tmp_path)["flows"]
        .sort("year")
        .select("exporter", "importer", "year", "value", "tonnes")
    )
    assert flows.rows() == [("NAM", "IND", 2019, 2500.5, None), ("IND", "NAM", 2020, 7000.0, None)]


def test_wdi_files_of_both_names_are_read(tmp_path: Path) -> None:
    text = "Country Name,Country Code,Indicator Name,Indicator Code,2001,2002\nPeru,PER,x,{},{},{}\n"
    (tmp_path / "API_SP.POP.TOTL_DS2_en_csv_v2_100.csv").write_text(text.format("SP.POP.TOTL", 1, 2))
    (tmp_path / "API_SP.POP.TOTL_DS2_en_csv_v2_205.csv").write_text(text.format("SP.POP.TOTL", 11, 12))
    (tmp_path / "WDI_NY.GDP.PCAP.CD.test.csv.gz").write_text(text.format("NY.GDP.PCAP.CD", 3, 4))
    found = (
        wdi.read(tmp_path)["indicators"].sort("indicator", "year").select("indicator", "year", "value").rows()
    )
    assert [value for *_, value in found] == [3.0, 4.0, 11.0, 12.0]
