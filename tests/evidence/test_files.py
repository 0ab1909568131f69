"""Readers of publishers' files: CSV forms, Stata, missing values, crosswalks, declared tables."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import SourceFormatError
from detente.evidence import economy, files, names, rivalry, schema, stata

COLUMNS: files.Columns = {
    "code": (pl.Int16, ("ccode", "statea")),
    "value": (pl.Float64, ("value",)),
}


def written(tmp_path: Path, text: str, name: str = "table.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_is_read_off_the_header(tmp_path, separator):
    path = written(tmp_path, "ccode,value\n2,1.5\n".replace(",", separator))
    assert files.read_table(path, COLUMNS).rows() == [(2, 1.5)]


def test_column_names_match_in_any_case_and_by_alias(tmp_path):
    path = written(tmp_path, "VALUE,StateA\n1,2\n")
    assert files.read_table(path, COLUMNS).rows() == [(2, 1.0)]


@pytest.mark.parametrize("sign", ["", "..", "NA", "NaN", " .. ", "."])
def test_signs_of_missing_values_become_null(tmp_path, sign):
    path = written(tmp_path, f"ccode,value\n2,{sign}\n20,1\n")
    assert files.read_table(path, COLUMNS)["value"].to_list() == [None, 1.0]


def test_minus_nine_is_missing_only_where_the_source_says_so(tmp_path):
    path = written(tmp_path, "ccode,value\n2,-9\n")
    assert files.read_table(path, COLUMNS)["value"].to_list() == [-9.0]
    assert files.read_table(path, COLUMNS, missing=("-9",))["value"].to_list() == [None]


@pytest.mark.parametrize("text", ["ccode,value\n2,many\n", "ccode,value\n99999,1\n", "ccode,value\nUSA,1\n"])
def test_value_of_another_type_is_a_format_error(tmp_path, text):
    with pytest.raises(SourceFormatError, match=r"table\.csv"):
        files.read_table(written(tmp_path, text), COLUMNS)


def test_gzip_is_unpacked_and_a_cut_one_refused(tmp_path):
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"ccode,value\n2,1\n"))
    assert files.read_table(path, COLUMNS).height == 1
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(SourceFormatError, match="cut short"):
        files.read_table(path, COLUMNS)


def test_parquet_is_read_and_a_cut_one_refused(tmp_path):
    path = tmp_path / "table.parquet"
    pl.DataFrame({"ccode": [2], "value": [1.0]}).write_parquet(path)
    assert files.read_table(path, COLUMNS).rows() == [(2, 1.0)]
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SourceFormatError, match="Parquet"):
        files.read_table(path, COLUMNS)


def stata_file(numbers: list[float | None], words: list[str]) -> bytes:
    """A release 118 file with a double `value`, an int `ccode` (16 bit) and a string `word`."""
    kinds, types = ["value", "ccode", "word"], [65526, 65529, 6]
    blocks = {
        "variable_types": struct.pack("<3H", *types),
        "varnames": b"".join(k.encode().ljust(129, b"\0") for k in kinds),
        "sortlist": b"\0" * 16,
        "formats": b"\0" * 57 * 3,
        "value_label_names": b"\0" * 129 * 3,
        "variable_labels": b"\0" * 321 * 3,
        "characteristics": b"",
        "data": b"".join(
            struct.pack("<dh", 8.99e307 if n is None else n, 32741 if n is None else 2)
            + w.encode().ljust(6, b"\0")
            for n, w in zip(numbers, words, strict=True)
        ),
        "strls": b"",
        "value_labels": b"",
    }
    head = b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>\3\0</K><N>"
    head += struct.pack("<Q", len(numbers)) + b"</N><label>\0\0</label><timestamp>\0</timestamp></header>"
    at = len(head) + len("<map></map>") + 14 * 8
    offsets, body = [0, len(head)], b""
    for tag, content in blocks.items():
        offsets.append(at + len(body))
        body += f"<{tag}>".encode() + content + f"</{tag}>".encode()
    offsets += [at + len(body), at + len(body) + len("</stata_dta>")]
    return head + b"<map>" + struct.pack("<14Q", *offsets) + b"</map>" + body + b"</stata_dta>"


def test_stata_file_is_read_with_its_missing_values():
    frame = stata.read(stata_file([1.5, None], ["Côte", "x"]), "a.dta")
    assert frame.rows() == [(1.5, 2, "Côte"), (None, None, "x")]


@pytest.mark.parametrize("keep", [0, 30, 400, -60])
def test_cut_stata_file_is_refused(keep):
    with pytest.raises(SourceFormatError, match="Stata"):
        stata.read(stata_file([1.5] * 20, ["w"] * 20)[:keep], "a.dta")


@pytest.mark.shared
def test_ideal_points_against_the_april_2020_edition(raw, shared):
    """The legacy column is the old method: its correlation with the old edition is 0.9996."""
    text = files.decode(files.read_bytes(shared / "data/relations/un/IdealpointestimatesAll_Apr2020.csv.gz"))
    old = files.select(
        files.parse_csv(text, "old"),
        {
            "ccode": (pl.Int16, ("ccode",)),
            "session": (pl.Int16, ("session",)),
            "old": (pl.Float64, ("IdealPoint",)),
        },
        "old",
    ).with_columns(year=(1945 + pl.col("session")).cast(pl.Int16))
    both = raw("un-ideal-points")["ideal_points"].join(old, on=["ccode", "year"])
    assert both.height > 10_000
    assert both.select(pl.corr("legacy", "old")).item() > 0.999
    assert both.select(pl.corr("ideal", "old")).item() > 0.98


@given(st.integers(1816, 2016))
def test_soviet_union_and_russia_share_a_number_but_never_a_year(year):
    frame = names.iso3_of(pl.DataFrame({"ccode": [365], "year": [year]}), "ccode", "year", "iso3")
    assert frame["iso3"].to_list() == ["SUN" if 1922 <= year <= 1991 else "RUS"]


@given(st.sampled_from(names.codes().rows()), st.integers(1816, 2024))
def test_every_number_and_year_has_at_most_one_id_and_back(spell, year):
    ccode, iso3, *_ = spell
    forward = names.iso3_of(pl.DataFrame({"ccode": [ccode], "year": [year]}), "ccode", "year", "iso3")
    back = names.ccode_of(pl.DataFrame({"iso3": [iso3], "year": [year]}), "iso3", "year", "ccode")
    assert forward.height <= 1
    assert back.height <= 1


@given(
    st.integers(1500, 2020),
    st.integers(0, 100),
    st.permutations([2, 365]),
)
def test_rivalry_has_a_row_for_each_year_from_1816(start, length, pair):
    end = start + length
    spells = pl.DataFrame({"ccode1": pair[:1], "ccode2": pair[1:], "start": [start], "end": [end]})
    years = rivalry.by_pair_year(spells, "x").sort("year")
    assert years["year"].to_list() == list(range(max(start, 1816), end + 1))
    assert set(years.select("ccode1", "ccode2").rows()) <= {(2, 365)}


def test_growth_needs_the_year_before():
    frame = pl.DataFrame(
        {
            "iso3": ["A", "A", "A", "B"],
            "year": [2000, 2001, 2003, 2001],
            "gdp_constant": [100.0, 110.0, 120.0, 5.0],
        }
    )
    growth = economy.with_growth(frame)["growth"].to_list()
    assert growth[1] == pytest.approx(10)
    assert [growth[i] for i in (0, 2, 3)] == [None, None, None]


class TestConform:
    """What `schema.conform` lets through and what it refuses."""

    table = schema.tables()["fta"]

    def test_sorts_casts_and_drops_other_columns(self):
        frame = pl.DataFrame({"extra": [0, 0], "ccode1": [20, 2], "ccode2": [70, 20], "year": [1994, 1994]})
        result = schema.conform(frame, self.table, "x")
        assert result.rows() == [(2, 20, 1994), (20, 70, 1994)]
        assert set(result.dtypes) == {pl.Int16}

    @pytest.mark.parametrize(
        ("frame", "message"),
        [
            (pl.DataFrame({"ccode1": [2], "year": [1994]}), "gives no ccode2"),
            (pl.DataFrame({"ccode1": [2, 2], "ccode2": [20, 20], "year": [1994, 1994]}), "same key"),
            (pl.DataFrame({"ccode1": [2], "ccode2": [None], "year": [1994]}), "empty"),
            (pl.DataFrame({"ccode1": [2], "ccode2": [70_000], "year": [1994]}), "does not fit"),
        ],
    )
    def test_refuses(self, frame, message):
        with pytest.raises(SourceFormatError, match=message):
            schema.conform(frame, self.table, "x")
