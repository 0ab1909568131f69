"""The suite every registered source must pass, on synthetic files and on the real ones."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from detente.errors import InputError, SourceFormatError
from detente.evidence import build, schema, source
from detente.evidence.source import Adapter, adapters

from .samples import SAMPLES, Sample

IDS = sorted(adapters())
WITH_FILES = [i for i in IDS if adapters()[i].SOURCE.files]
OWN_FILES = ("gdelt-1", "polecat")  # a user's own; no true file of theirs is held here
WITH_TEXT = [i for i in WITH_FILES if any(isinstance(c, str) for c in SAMPLES[i].values())]

Tables = dict[str, pl.DataFrame]


def write(folder: Path, sample: Sample, encoding: str = "utf-8", newline: str = "\n") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in sample.items():
        if isinstance(content, str):
            # Characters Latin-1 lacks are not what these tests are about.
            text = content.replace("’", "'") if encoding == "latin-1" else content
            content = text.replace("\n", newline).encode(encoding)
        (folder / name).write_bytes(content)
    return folder


def tables(source_id: str, folder: Path) -> Tables:
    return build.derived(adapters()[source_id], folder)


def test_every_source_has_a_sample_and_every_sample_a_source():
    assert sorted(SAMPLES) == IDS


@pytest.mark.parametrize("source_id", IDS)
class TestDescription:
    def test_names_declared_tables_and_says_who_where_and_on_what_terms(self, source_id):
        described = adapters()[source_id].SOURCE
        assert described.id == source_id
        assert described.tables
        assert set(described.tables) <= set(schema.tables())
        assert described.ships in ("rows", "derived", "no")
        for part in (
            "title",
            "version",
            "family",
            "producer",
            "licence",
            "terms",
            "left_out",
            "citation",
            "url",
        ):
            assert getattr(described, part).strip(), part
        assert described.bibtex.startswith("@")
        assert described.bibtex.count("{") == described.bibtex.count("}")
        assert f"{{{described.key}," in described.bibtex
        assert described.url.startswith(("http://", "https://"))

    def test_citation_key_is_its_own(self, source_id):
        keys = [a.SOURCE.key for a in adapters().values()]
        assert keys.count(adapters()[source_id].SOURCE.key) == 1


@pytest.mark.parametrize("source_id", IDS)
def test_sample_gives_every_announced_table(source_id, tmp_path):
    given = tables(source_id, write(tmp_path, SAMPLES[source_id]))
    assert sorted(given) == sorted(adapters()[source_id].SOURCE.tables)
    assert all(frame.height for frame in given.values())


@pytest.mark.parametrize("source_id", IDS)
def test_reading_twice_gives_the_same(source_id, tmp_path):
    folder = write(tmp_path, SAMPLES[source_id])
    first, second = tables(source_id, folder), tables(source_id, folder)
    assert all(first[name].equals(second[name]) for name in first)


@pytest.mark.parametrize("source_id", IDS)
def test_files_may_lie_in_sub_folders(source_id, tmp_path):
    write(tmp_path / "deep" / "down", SAMPLES[source_id])
    assert tables(source_id, tmp_path)


@pytest.mark.parametrize("source_id", WITH_TEXT)
@pytest.mark.parametrize(
    ("encoding", "newline"),
    [("utf-8-sig", "\n"), ("latin-1", "\n"), ("utf-8", "\r\n")],
    ids=["bom", "latin1", "crlf"],
)
def test_encoding_and_line_ends_do_not_matter(source_id, encoding, newline, tmp_path):
    sample = {n: c.replace("’", "'") if isinstance(c, str) else c for n, c in SAMPLES[source_id].items()}
    plain = tables(source_id, write(tmp_path / "plain", sample))
    other = tables(source_id, write(tmp_path / "other", sample, encoding, newline))
    assert all(plain[name].equals(other[name]) for name in plain)


@pytest.mark.parametrize("source_id", WITH_FILES)
def test_no_file_is_a_format_error_that_names_the_file(source_id, tmp_path):
    with pytest.raises(SourceFormatError, match="expected"):
        tables(source_id, tmp_path)


@pytest.mark.parametrize("source_id", WITH_FILES)
def test_cut_file_is_a_format_error(source_id, tmp_path):
    """Each file of the sample in turn ends in the middle of a row, or of its bytes."""
    for name, content in SAMPLES[source_id].items():
        folder = write(tmp_path / name, SAMPLES[source_id])
        if isinstance(content, str):
            kept = content.split("Data from database")[0].rstrip("\n,").rpartition(",")[0]
            kept = kept.rpartition(",")[0] if kept.count(",") % 2 else kept
            (folder / name).write_text(kept.rpartition(",")[0], "utf-8")
        else:
            (folder / name).write_bytes(content[: len(content) // 2])
        with pytest.raises(SourceFormatError):
            tables(source_id, folder)


@pytest.mark.parametrize("source_id", WITH_FILES)
@pytest.mark.parametrize(
    "content", [b"", b"\n", b"a,b,c\n1,2,3\n", b"\x00\xff\xfe binary \x1f", b"<html>moved</html>"]
)
def test_foreign_content_is_a_format_error(source_id, content, tmp_path):
    """An empty file, another header, binary or a web page instead of each file in turn."""
    for name in SAMPLES[source_id]:
        folder = write(tmp_path / name, SAMPLES[source_id])
        (folder / name).write_bytes(content)
        with pytest.raises(SourceFormatError):
            tables(source_id, folder)


@pytest.mark.shared
@pytest.mark.parametrize("source_id", [i for i in IDS if i not in OWN_FILES])
def test_real_files_give_every_announced_table(source_id, shared):
    given = tables(source_id, shared / "data")
    assert sorted(given) == sorted(adapters()[source_id].SOURCE.tables)
    assert all(frame.height > 30 for frame in given.values())


@pytest.mark.parametrize(
    ("source_id", "name", "content"),
    [
        pytest.param(
            "desta",
            "desta_list_of_treaties_02_01_dyads.csv",
            "country1;country2;iso1;iso2;number;base_treaty;name;entry_type;year;entryforceyear;typememb\n"
            "Canada;Mexico;124;484;1;1;NAFTA;base_treaty;1992;1994;2\n",
            marks=pytest.mark.xfail(
                raises=SourceFormatError,
                strict=True,
                reason="in-force dyads only, no treaty lists",
            ),
            id="desta-treaty-list",
        ),
        pytest.param(
            "sipri-arms",
            "import-export-values_2000-2023.csv",
            "Recipient,2019,2020,2021,2022,2023\nIndia,1,2,3,4,5\n",
            marks=pytest.mark.xfail(
                raises=SourceFormatError, strict=True, reason="totals by recipient do not name suppliers"
            ),
            id="sipri-totals",
        ),
        pytest.param(
            "ucdp-brd",
            "BattleDeaths_v24_1.csv.zip",
            b"PK",
            marks=pytest.mark.xfail(
                raises=SourceFormatError, strict=True, reason="zips must be unpacked first, as data pull does"
            ),
            id="ucdp-zip",
        ),
    ],
)
def test_known_gaps(source_id, name, content, tmp_path):
    assert tables(source_id, write(tmp_path, {name: content}))


def test_third_party_sources_register_through_entry_points(monkeypatch):
    class Point:
        name = "extra"

        def load(self) -> Adapter:
            class Extra:
                SOURCE = type("S", (), {"id": "extra"})()

            return Extra  # type: ignore[return-value]

    monkeypatch.setattr(source, "entry_points", lambda group: [Point()] if group == "detente.sources" else [])
    adapters.cache_clear()
    try:
        assert "extra" in adapters()
        monkeypatch.setattr(source, "entry_points", lambda group: [Point(), Point()])
        adapters.cache_clear()
        with pytest.raises(InputError, match="Two adapters"):
            adapters()
    finally:
        monkeypatch.undo()
        adapters.cache_clear()


def test_unknown_source_names_the_known_ones():
    with pytest.raises(InputError, match="un-votes"):
        source.adapter("cow-alliances")
