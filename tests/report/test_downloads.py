"""Files inside the page and beside it: CSV, BibTeX, CSL-JSON, atomic writes."""

from __future__ import annotations

import base64
import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import HOSTILE, sample_report

from detente import report
from detente.errors import InputError
from detente.report.downloads import csv_text, data_uri
from detente.report.files import write_text


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text() | st.sampled_from(HOSTILE), max_size=4)))
def test_no_text_cell_of_a_csv_is_a_formula(rows):
    read = list(csv.reader(io.StringIO(csv_text(rows), newline="")))
    assert not any(cell.lstrip()[:1] in tuple("=+-@|%") and cell.lstrip() for row in read for cell in row)


def test_numbers_stay_numbers_and_missing_columns_are_empty():
    assert csv_text([{"a": -1.5, "b": None}, {"c": "-x"}]) == "a,b,c\r\n-1.5,,\r\n,,'-x\r\n"


def test_data_uri_holds_the_text():
    address = data_uri("é,<script>\n", "text/csv")
    head, body = address.split(",", 1)
    assert head == "data:text/csv;charset=utf-8;base64"
    assert base64.b64decode(body).decode() == "é,<script>\n"


def test_bibtex_holds_the_cited_sources_once_and_sorted():
    found = re.findall(r"^@(\w+)\{(\w+),", report.bibtex(sample_report()), re.M)
    assert found == [
        ("article", "bailey2017"),
        ("article", "leeds2002"),
        ("incollection", "singer1972"),
        ("misc", "sipri2025"),
    ]
    assert report.bibtex(sample_report(), ("leeds2002", "unknown")).count("@") == 1


def test_csl_items_are_read_from_the_entries():
    items = {item["id"]: item for item in report.csl_json(sample_report())}
    assert items["bailey2017"] == {
        "id": "bailey2017",
        "type": "article-journal",
        "title": "Estimating Dynamic State Preferences from United Nations Voting Data",
        "container-title": "Journal of Conflict Resolution",
        "volume": "61",
        "DOI": "10.1177/0022002715595700",
        "author": [
            {"family": "Bailey", "given": "Michael A."},
            {"family": "Strezhnev", "given": "Anton"},
            {"family": "Voeten", "given": "Erik"},
        ],
        "issued": {"date-parts": [[2017]]},
    }
    assert items["sipri2025"]["author"] == [{"literal": "Stockholm International Peace Research Institute"}]
    assert items["leeds2002"]["author"] == [{"family": "Leeds", "given": "Brett Ashley"}]
    assert items["singer1972"]["issued"] == {"date-parts": [[1972]]}


@given(st.text())
def test_any_entry_gives_an_item_or_none(entry):
    sample = sample_report()
    sources = ({"citation_key": "k", "bibtex": entry},)
    object.__setattr__(sample, "sources", sources)
    assert len(report.csl_json(sample, ("k",))) == bool(entry.strip())


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "report.json"
    target.write_text("old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", fail)
        with pytest.raises(InputError, match="No space left"):
            write_text(target, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
    assert target.read_text() == "old"
    write_text(target, "new é")
    assert target.read_text("utf-8") == "new é"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.parametrize("name", [".", "missing/report.html", "nul\x00.html"])
def test_a_path_that_cannot_be_written_is_one_sentence(tmp_path, name):
    with pytest.raises(InputError, match="Cannot write"):
        report.write_html(sample_report(), f"{tmp_path}/{name}")
    assert list(tmp_path.iterdir()) == []


def test_writers_write_what_the_functions_give(tmp_path):
    report.write_json(sample_report(), tmp_path / "a.json")
    report.write_html(sample_report(), tmp_path / "a.html")
    assert (tmp_path / "a.json").read_text("ascii") == report.dumps(sample_report())
    assert (tmp_path / "a.html").read_text("utf-8") == report.to_html(sample_report())
