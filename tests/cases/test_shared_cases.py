"""The shared inputs of issue 21 on documents and data files, as users would give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.evidence import atlas, build
from detente.reading.documents import read_document

pytestmark = pytest.mark.shared
READ = {
    "doc01_details_comments.html": (["2011, when", "2013 and 2015"], ["Kenya", "India"], "2015-06-01"),
    "doc02_cookie_longer.html": (["Norway and Russia worsened after 2014"], ["Canada", "device"], None),
    "doc03_aria_hidden.html": (["Greece improved between 1999 and 2004", "Israel worsened after 2010"], [], None),
    "doc04_modified_meta.html": (["worsened last year"], [], "2009-03-05"),
    "doc04b_us_date.html": (["worsened last year"], [], "2009-05-06"),
    "doc09_tracked.docx": (["Iran and Iraq worsened", "Syria and Iraq", "Jordan and Iraq", "Kuwait and Iraq"], [], None),
    "doc09b_deleted_mark.docx": (["Egypt and Israel improved between 1977 and 1982."], [], None),
    "doc10_spine.epub": (["Part 1", "Part 2", "Part 3"], ["Libya"], "2010-01-01"),
    "doc11_aside_article.html": (["Iran and Iraq worsened between 1978 and 1980", "Iraq and Kuwait worsened"], [], None),
    "doc12_cp1252.html": (["“Relations between Côte d’Ivoire and Burkina Faso", "São Tomé and Príncipe"], [], None),
    "pdf01_two_cols_short.pdf": (
        ["Poland and Germany improved between 1970 and 1975", "Poland and the Soviet Union worsened in 1981."], [], None
    ),
    "pdf02_hyphens.pdf": (["Sino-Soviet", "Franco-German", "oil-bearing", "Guinea-Bissau"], [], None),
    "pdf02b_soft.pdf": (["Argentina and the United Kingdom worsened", "Chile and Argentina worsened"], [], None),
    "pdf03_footer_mid_sentence.pdf": (
        ["Japan and South Korea worsened between 2012 and 2015", "Japan and China worsened in 2012"], ["Fiji", "Cuba"], None
    ),
    "pdf04_footnote_across.pdf": (
        ["Turkey and Syria worsened between 1996 and 1998, until a leader", "Peru and Ecuador"], [], None
    ),
    "pdf05_ligatures.pdf": (["conflict", "difficult", "Pacific", "officials"], [], None),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_document(shared: Path, name: str) -> None:
    has, lacks, published = READ[name]
    document = read_document(shared / "cases" / "inputs" / name)
    text = document.parts[0].text
    places = [text.find(words) for words in has]
    assert -1 not in places, text
    assert places == sorted(places), text
    assert not [word for word in lacks if word in text], text
    assert document.published == published
    assert (document.published_origin is None) == (published is None)


def months(shared: Path, tmp_path: Path, folder: str, source: str) -> list[tuple[str, str, str, int]]:
    built = build.build(shared / "cases" / "inputs" / folder, tmp_path / "atlas", only=[source])
    table = atlas.open(built.folder).table("event_dyad_month").sort("month", "source_iso3", "target_iso3")
    return [(a, b, m.strftime("%Y-%m"), n) for a, b, m, n in table.select(
        "source_iso3", "target_iso3", "month", "events").rows()]  # fmt: skip


@pytest.mark.parametrize(
    ("folder", "source", "years"),
    [
        ("d2_icews2017", "icews", {"2016", "2017"}),
        ("d2b_icews_weekly", "icews", {"2016", "2020", "2022"}),
        ("d6b_gdelt_hist", "gdelt-1", {"1999", "2012", "2013"}),
    ],
)
def test_every_file_is_read(shared: Path, tmp_path: Path, folder: str, source: str, years: set[str]) -> None:
    found = {month[:4] for _, _, month, _ in months(shared, tmp_path, folder, source)}
    assert found == years


def test_repeated_rows_count_once(shared: Path, tmp_path: Path) -> None:
    assert months(shared, tmp_path, "d12_icews_dups", "icews") == [
        ("NAM", "AGO", "2021-03", 1), ("SOM", "KEN", "2021-03", 2)
    ]  # fmt: skip


def test_former_codes(shared: Path, tmp_path: Path) -> None:
    found = {(a, b) for a, b, _, _ in months(shared, tmp_path, "d6_gdelt", "gdelt-1")}
    assert found >= {
        ("COD", "RWA"),
        ("MMR", "CHN"),
        ("BLR", "RUS"),
        ("PSE", "ISR"),
        ("ROU", "DEU"),
        ("TLS", "IDN"),
    }


@pytest.mark.parametrize(("folder", "first"), [("d5_sipri", 2019), ("d5b_sipri_mixed", 2014)])
def test_sipri(shared: Path, tmp_path: Path, folder: str, first: int) -> None:
    built = build.build(shared / "cases" / "inputs" / folder, tmp_path / "atlas", only=["sipri-arms"])
    years = atlas.open(built.folder).table("arms")["end_year"]
    assert (years.min(), years.max()) == (first, 2023)


def test_coalitions(shared: Path, tmp_path: Path) -> None:
    built = build.build(shared / "cases" / "inputs" / "d7_ucdp_sides", tmp_path / "atlas", only=["ucdp-prio"])
    for table, wanted in (
        (
            atlas.open(built.folder).table("ucdp_conflict_party"),
            {(2003, 2), (2003, 200), (2003, 900), (2003, 645)},
        ),
        (
            atlas.open(atlas.bundled_path()).table("ucdp_conflict_party"),
            {(1948, 663), (1948, 652), (1948, 660), (2003, 200)},
        ),
    ):
        assert set(table.select("year", "gwno").rows()) >= wanted


def test_namibia(shared: Path, tmp_path: Path) -> None:
    built = build.build(shared / "cases" / "inputs" / "d13_baci_na", tmp_path / "atlas", only=["baci-energy"])
    table = atlas.open(built.folder).table("energy_trade")
    assert set(table.select("exporter", "importer").rows()) == {("ZAF", "NAM"), ("NAM", "FRA")}
