"""The user's own event files: official layouts, wrong headers, empty columns, broken files."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from detente.errors import SourceFormatError
from detente.evidence.sources import _event_files, gdelt1, gdelt2, icews, polecat


def icews_row(
    number: int, day: str, source: str, target: str, code: str = "040", score: str = "1"
) -> list[str]:
    row = [
        str(number),
        day,
        f"Ministry ({source})",
        "Government",
        source,
        "Consult",
        code,
        score,
        f"Ministry ({target})",
        "Government",
        target,
        "1",
        "1",
        "Agency",
        "Hanoi",
        "NA",
        "NA",
        target,
        "1",
        "2",
    ]
    assert len(row) == len(icews.LAYOUT)
    return row


def polecat_row(number: int, day: str, kind: str, source: str, target: str, score: str) -> list[str]:
    row = [""] * len(polecat.LAYOUT)
    for name, value in (
        ("Event ID", str(number)),
        ("Event Date", day),
        ("Event Type", kind),
        ("Intensity", score),
        ("Actor Country", source),
        ("Recipient Country", target),
        ("Language", "en"),
        ("Version", "NGEC"),
    ):
        row[polecat.LAYOUT.index(name)] = value
    return row


def gdelt_row(
    number: int, day: str, source: str, target: str, code: str, score: str, width: int
) -> list[str]:
    row = [""] * width
    for at, value in (
        (0, str(number)),
        (1, day),
        (7, source),
        (17, target),
        (26, code),
        (29, "1"),
        (30, score),
    ):
        row[at] = value
    row[-1] = "https://example.org/report"
    return row


def tabbed(rows: list[list[str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


ICEWS_ROWS = [
    icews_row(1, "2018-06-01", "Bangladesh", "Vietnam"),
    icews_row(1, "2018-06-02", "Bangladesh", "Vietnam"),  # an id used again
    icews_row(1, "2018-06-02", "Bangladesh", "Vietnam"),  # a row given twice
    icews_row(2, "2018-07-03", "Russian Federation", "Iran", "190", "-10"),
    icews_row(3, "2018-07-03", "Iran", "Iran"),
    icews_row(4, "2018-07-04", "Atlantis", "Iran"),
    icews_row(5, "2018-07-05", "Iran", "Russian Federation", "57", ""),  # 057 without its zero, no score
]


@pytest.mark.parametrize(
    "header", [list(icews.LAYOUT), None, [f"V{k}" for k in range(20)], list(icews.LAYOUT[::-1])]
)
def test_icews_is_read_whatever_its_header(tmp_path: Path, header: list[str] | None):
    rows = ([header] if header else []) + ICEWS_ROWS
    (tmp_path / "events.2018.test.tab").write_text(tabbed(rows))
    events = icews.read(tmp_path)["events"]
    assert len(events) == 6
    assert events["source"].to_list() == ["BGD", "BGD", "RUS", "IRN", None, "IRN"]
    assert events["date"][0] == date(2018, 6, 1)
    assert events["quad"].to_list() == [1, 1, 4, 1, 1, 1]
    assert events["score"][5] == 8.0  # what the codebook gives code 057
    table = icews.derive({"events": events})["event_dyad_month"].sort("month", "source_iso3")
    assert table.select("source_iso3", "target_iso3", "events", "material_conflict").rows() == [
        ("BGD", "VNM", 2, 0),
        ("IRN", "RUS", 1, 0),
        ("RUS", "IRN", 1, 1),
    ]


def polecat_rows() -> list[list[str]]:
    return [
        polecat_row(1, "2022-03-01", "SANCTION", "United States", "Russia", "-8.0"),
        polecat_row(2, "2022-03-02", "consult", "China", "Russia", "1.5"),
        polecat_row(3, "2022-03-02", "ASSAULT", "Russia", "Ukraine", "-10"),
    ]


@pytest.mark.parametrize("empty_at", [None, 0, 3, 40])
@pytest.mark.parametrize("wrong_header", [False, True])
def test_polecat_survives_empty_columns_and_wrong_headers(
    tmp_path: Path, empty_at: int | None, wrong_header: bool
):
    header = [f"x{k}" for k in range(len(polecat.LAYOUT))] if wrong_header else list(polecat.LAYOUT)
    rows = [header, *polecat_rows()]
    if empty_at is not None:
        rows = [[*row[:empty_at], "", "", *row[empty_at:]] for row in rows]
    (tmp_path / "ngecEvents.test.txt").write_text(tabbed(rows))
    events = polecat.read(tmp_path)["events"]
    assert events["source"].to_list() == ["USA", "CHN", "RUS"]
    assert events["target"].to_list() == ["RUS", "RUS", "UKR"]
    assert events["quad"].to_list() == [4, 1, 4]
    assert events["score"].to_list() == [-8.0, 1.5, -10.0]


@pytest.mark.parametrize(
    ("module", "width", "name"),
    [
        (gdelt1, 57, "199501.csv"),
        (gdelt1, 58, "20140401.export.CSV"),
        (gdelt2, 61, "20191024143000.export.CSV"),
    ],
)
@pytest.mark.parametrize("packing", ["plain", "gz", "zip"])
def test_gdelt_is_read_in_all_its_widths_and_packings(
    tmp_path: Path, module, width: int, name: str, packing: str
):
    rows = [
        gdelt_row(1, "20140401", "USA", "RUS", "172", "-5.0", width),
        gdelt_row(2, "20140401", "RUS", "USA", "016", "", width),
        gdelt_row(2, "20140401", "RUS", "USA", "016", "", width),
        gdelt_row(3, "20130401", "EUR", "RUS", "010", "0", width),
    ]
    text = tabbed(rows)
    if packing == "gz":
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    elif packing == "zip":
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr(name, text)
    else:
        (tmp_path / name).write_text(text)
    events = module.read(tmp_path)["events"]
    assert events["source"].to_list() == ["USA", "RUS", None]
    assert events["score"].to_list() == [-5.0, -2.0, 0.0]  # 016 is -2.0 in GDELT, -5.0 in ICEWS
    assert len(module.derive({"events": events})["event_dyad_month"]) == 2


@pytest.mark.parametrize("module", [gdelt2, icews, polecat])
def test_a_file_of_another_form_is_refused(tmp_path: Path, module):
    names = {gdelt2: "20191024143000.export.CSV", icews: "events.2018.tab", polecat: "ngecEvents.1.txt"}
    (tmp_path / names[module]).write_text("a\tb\tc\n1\t2\t3\n")
    with pytest.raises(SourceFormatError):
        module.read(tmp_path)


def test_the_codebook_tells_gdelt_and_icews_apart():
    codes = _event_files.cameo()
    assert len(codes) == 319
    assert codes.filter(pl.col("code") == "016").row(0)[1:] == (-2.0, -5.0, 1)
    assert codes["quad"].is_between(1, 4).all()


@pytest.mark.shared
def test_icews_against_the_true_sample(shared: Path):
    events = icews.read(shared / "data" / "events" / "icews_raw")["events"]
    assert len(events) == 3705
    assert events["date"].n_unique() == 2
    assert events["score"].null_count() == 0


@pytest.mark.shared
def test_gdelt_against_the_true_file(shared: Path):
    events = gdelt2.read(shared / "data" / "events" / "gdelt")["events"]
    assert len(events) == 2111
    assert events["date"].n_unique() == 5
