"""The atlas: opening, caching, refusing what is damaged; the build: whole, repeatable, compared."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from detente.errors import AtlasError, InputError, SourceFormatError
from detente.evidence import atlas, build, catalogue, commands, schema
from detente.evidence.source import adapters

BUNDLE_LIMIT = 16_000_000  # bytes


@pytest.fixture
def files_folder(tmp_path: Path) -> Path:
    """A folder with one small source, in the publisher's layout."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "NMC-70.csv").write_text(
        "stateabb,ccode,year,milex,milper,cinc\nUSA,2,2020,300,30,0.6\nCHN,710,2020,100,10,0.4\n"
    )
    return folder


@pytest.fixture
def built(files_folder: Path, tmp_path: Path) -> Path:
    out = tmp_path / "atlas"
    build.build(files_folder, out, only=["nmc"])
    return out


def test_built_table_is_read_back(built):
    table = atlas.open(built).table("cinc")
    assert table.columns == schema.tables()["cinc"].names()
    assert table["milex_share"].to_list() == [0.75, 0.25]


def test_table_is_read_once(built):
    opened = atlas.open(built)
    assert opened.table("cinc") is opened.table("cinc")


def test_coverage_and_sources(built):
    opened = atlas.open(built)
    assert opened.coverage("cinc") == (2020, 2020)
    assert opened.source("nmc")["key"] == "singer1987"
    with pytest.raises(AtlasError, match="nothing from the source"):
        opened.source("cow-alliances")


def test_equal_inputs_give_equal_bytes(files_folder, tmp_path):
    first = build.build(files_folder, tmp_path / "a", only=["nmc"])
    second = build.build(files_folder, tmp_path / "b", only=["nmc"])
    assert first.version == second.version
    names = sorted(p.name for p in first.folder.iterdir())
    assert names == sorted(p.name for p in second.folder.iterdir())
    for name in names:
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes()


def test_rebuild_says_what_changed(files_folder, built):
    assert build.build(files_folder, built, only=["nmc"]).changes == ()
    path = files_folder / "NMC-70.csv"
    path.write_text(path.read_text() + "RUS,365,2021,50,5,0.1\n")
    changes = build.build(files_folder, built, only=["nmc"]).changes
    assert any(line.startswith("~ cinc: 2 -> 3 rows, 2020-2020 -> 2020-2021") for line in changes)
    assert any(line.startswith("atlas ") for line in changes)


def test_failed_build_leaves_the_old_atlas_and_no_debris(files_folder, built):
    before = atlas.open(built).version
    (files_folder / "NMC-70.csv").write_text("stateabb,ccode\nUSA,2\n")
    with pytest.raises(SourceFormatError, match="no column"):
        build.build(files_folder, built, only=["nmc"])
    assert atlas.open(built).version == before
    assert sorted(p.name for p in built.parent.iterdir()) == ["atlas", "files"]


def test_build_refuses_a_folder_of_other_things(files_folder, tmp_path):
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter1.txt").write_text("precious")
    with pytest.raises(AtlasError, match="other files"):
        build.build(files_folder, other, only=["nmc"])
    assert (other / "chapter1.txt").read_text() == "precious"


def test_build_from_nothing_says_so(tmp_path):
    with pytest.raises(AtlasError, match="no folder"):
        build.build(tmp_path / "absent", tmp_path / "out")
    with pytest.raises(AtlasError, match="No file of any known source"):
        build.build(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_sources_without_files_are_named(files_folder, tmp_path):
    result = build.build(files_folder, tmp_path / "out")
    assert "un-votes" in result.skipped
    own = {i for i, a in adapters().items() if not a.SOURCE.files}
    assert set(atlas.open(result.folder).sources) == {"nmc"} | own


def test_own_files_replace_their_rows_and_keep_the_rest(tmp_path, bundled):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "API_NY.GDP.PCAP.CD_DS2_en.csv").write_text(
        '"Country Name","Country Code","Indicator Name","Indicator Code","2030"\n'
        '"India","IND","GDP per capita","NY.GDP.PCAP.CD","9000"\n'
    )
    result = commands.build(folder, tmp_path / "atlas")
    opened = atlas.open(result.folder)
    economy = opened.table("economy")
    assert economy.filter(pl.col("source") == "wdi").rows() == [
        ("IND", 2030, None, 9000.0, None, None, "wdi")
    ]
    others = pl.col("source") != "wdi"
    assert economy.filter(others).equals(bundled.table("economy").filter(others))
    assert opened.table("un_votes").equals(bundled.table("un_votes"))
    assert set(opened.sources) == set(bundled.sources)
    assert opened.source("pwt") == bundled.source("pwt")
    assert opened.version != bundled.version
    assert commands.verify(result.folder) == []


def test_rows_without_a_source_column_are_replaced_whole(files_folder, tmp_path, bundled):
    result = commands.build(files_folder, tmp_path / "atlas")
    assert atlas.open(result.folder).table("cinc").height == 2


def test_unknown_source_is_refused(files_folder, tmp_path):
    with pytest.raises(InputError, match="No source is called"):
        build.build(files_folder, tmp_path / "atlas", only=["nmv"])


@pytest.mark.parametrize("cut", [0, 10, -8])
def test_truncated_parquet_is_an_atlas_error(built, cut):
    path = built / "cinc.parquet"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(AtlasError, match="cut short or damaged"):
        atlas.open(built).table("cinc")
    assert commands.verify(built)


def test_missing_and_swapped_files_are_atlas_errors(built):
    path = built / "cinc.parquet"
    pl.DataFrame({"other": [1]}).write_parquet(path)
    with pytest.raises(AtlasError, match="does not match its catalogue"):
        atlas.open(built).table("cinc")
    path.unlink()
    with pytest.raises(AtlasError, match="lacks its file"):
        atlas.open(built).table("cinc")
    assert commands.verify(built) == ["cinc: the file cinc.parquet is missing."]


def test_changed_number_is_found_by_verify(built):
    assert commands.verify(built) == []
    table = atlas.open(built).table("cinc").with_columns(cinc=pl.lit(0.5))
    table.write_parquet(built / "cinc.parquet")
    assert commands.verify(built) == ["cinc: the file cinc.parquet has changed since the atlas was built."]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 99, "tables": {}, "sources": {}}', '{"format": 1}']
)
def test_damaged_catalogue_is_an_atlas_error(built, text):
    (built / catalogue.FILE).write_text(text)
    with pytest.raises(AtlasError, match="catalogue"):
        atlas.open(built)


def test_no_atlas_is_an_atlas_error(tmp_path):
    with pytest.raises(AtlasError, match="no atlas"):
        atlas.open(tmp_path)


def test_unknown_table_is_an_atlas_error(built):
    with pytest.raises(AtlasError, match="it has cinc"):
        atlas.open(built).table("gdp")


def test_environment_then_user_then_bundled(built, monkeypatch, tmp_path):
    monkeypatch.delenv(atlas.ENVIRONMENT, raising=False)
    monkeypatch.setattr(atlas, "user_path", lambda: tmp_path / "none")
    assert atlas.default_path() == atlas.bundled_path()
    monkeypatch.setattr(atlas, "user_path", lambda: built)
    assert atlas.default_path() == built
    monkeypatch.setenv(atlas.ENVIRONMENT, str(tmp_path / "mine"))
    assert atlas.default_path() == tmp_path / "mine"


def test_version_follows_content_not_bytes(built, tmp_path):
    content = json.loads((built / catalogue.FILE).read_text())
    other = tmp_path / "copy"
    shutil.copytree(built, other)
    atlas.open(other).table("cinc").write_parquet(other / "cinc.parquet", compression="lz4")
    table = pl.read_parquet(other / "cinc.parquet")
    assert catalogue.content_hash(table) == content["tables"]["cinc"]["content_sha256"]
    assert (other / "cinc.parquet").read_bytes() != (built / "cinc.parquet").read_bytes()


class TestBundled:
    """The atlas that ships."""

    def test_is_whole(self, bundled):
        assert atlas.verify(bundled) == []

    def test_has_every_declared_table(self, bundled):
        own_files = {"event_dyad_month"}  # of the user's own event files only
        assert set(bundled.tables) == set(schema.tables()) - own_files

    def test_conforms_to_its_declaration(self, bundled):
        for name in bundled.tables:
            frame, table = bundled.table(name), schema.tables()[name]
            assert schema.conform(frame, table, "bundled").equals(frame)

    def test_is_small(self, bundled):
        assert sum(p.stat().st_size for p in bundled.path.iterdir()) < BUNDLE_LIMIT

    def test_holds_only_what_may_ship(self, bundled):
        assert {entry["ships"] for entry in bundled.sources.values()} <= {"rows", "derived"}
        classes = bundled.table("regimes").columns  # of Polity5 only the class of a year, no value
        assert classes == ["ccode", "start", "end", "index", "type", "source"]
        rest = {
            k: {i: e for i, e in bundled.catalogue[k].items() if i not in ("regime-types", "regimes")}
            for k in ("sources", "tables")
        }
        text = json.dumps(rest).lower()
        for word in ("gtd", "icews", "gsdb", "polity", "cshapes", "formal alliances"):
            assert word not in text

    def test_says_terms_and_citation_of_every_source(self, bundled):
        for source_id, entry in bundled.sources.items():
            for part in (
                "title",
                "version",
                "licence",
                "terms",
                "left_out",
                "citation",
                "key",
                "bibtex",
                "url",
            ):
                assert entry[part], (source_id, part)
            assert entry["bibtex"].startswith("@")
            assert "{" + entry["key"] + "," in entry["bibtex"]

    def test_pairs_are_stored_once(self, bundled):
        for name in bundled.tables:
            frame, table = bundled.table(name), schema.tables()[name]
            if {"ccode1", "ccode2"} <= set(frame.columns) and name != "trade":
                assert frame.select((pl.col("ccode1") < pl.col("ccode2")).all()).item(), table.name

    @pytest.mark.parametrize("source_id", [i for i, a in adapters().items() if not a.SOURCE.files])
    def test_own_tables_are_as_in_their_csv(self, bundled, source_id, tmp_path):
        """Rebuild with build(..., only=[id], base=bundled) after an edit."""
        for name, frame in build.derived(adapters()[source_id], tmp_path).items():
            rows = bundled.table(name)
            if name in ("memberships", "deeds"):
                rows = rows.filter(pl.col("source") == source_id)
            assert rows.equals(frame)

    def test_listing_names_every_source(self, bundled):
        listed = commands.listing(bundled.path)
        assert {s["id"] for s in listed["sources"]} == set(bundled.sources)
        assert listed["version"] == bundled.version
