"""A folder of documents: one index, a report each, a JSON list; a bad file is listed and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from lxml import html
from test_cli import EXAMPLE, SCHEMA, refused, run

PAGE = Path(__file__).resolve().parents[1] / "reading" / "pages" / "wordpress.html"


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.md").write_bytes(EXAMPLE.read_bytes())
    (folder / "sub" / "b <i>.html").write_bytes(PAGE.read_bytes())
    (folder / "sub" / "b -i-.html").write_bytes(PAGE.read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    (folder / ".hidden.txt").write_bytes(b"France and Germany are allies.")
    (folder / "page_files").mkdir()
    (folder / "page_files" / "x.js").write_bytes(b"var x")
    return folder


def test_a_folder_gives_an_index_a_report_each_and_a_list(inbox, tmp_path):
    page, out = tmp_path / "report.html", tmp_path / "report.json"
    result = run("check", inbox, "--html", page, "--json", out)
    assert result.returncode == 0, result.stderr
    assert result.stderr == b""
    answer = json.loads(out.read_text("utf-8"))
    documents = {d["file"]: d for d in answer["documents"]}
    assert list(documents) == ["a.md", "empty.txt", "sub/b -i-.html", "sub/b <i>.html"]
    assert "empty" in documents["empty.txt"]["error"]
    schema = json.loads(SCHEMA.read_text("utf-8"))
    for name, one in documents.items():
        if "error" not in one:
            assert one["document"]["origin"] == name.rpartition("/")[2]
            whole = {"detente": answer["detente"], "atlas": answer["atlas"], **one}
            del whole["file"]
            jsonschema.validate(whole, schema)
    index = html.fromstring(page.read_text("utf-8"))
    assert not index.xpath("//script | //*[@src]")
    links = index.xpath("//h3/a/@href")
    assert len(set(links)) == 3
    for link in links:
        report = html.fromstring((tmp_path / link).read_text("utf-8"))
        anchors = [a.split("#")[1] for a in index.xpath("//li/a/@href") if a.startswith(f"{link}#")]
        assert anchors or link != links[0]  # nothing is read in the pages
        assert all(report.xpath(f"//*[@id='{a}']") for a in anchors)
    assert "empty.txt" in index.xpath("string(//dl)")
    assert len(index.xpath("//li/a")) == sum(len(d.get("claims", [])) for d in answer["documents"])


def test_a_report_folder_inside_the_inbox_is_not_read_as_a_document(inbox):
    for _ in range(2):
        answer = json.loads(run("check", inbox, "--html", inbox / "out", "--json", "-").stdout)
        assert len(answer["documents"]) == 4
    assert (inbox / "out" / "index.html").is_file()


def test_folders_without_a_document_are_refused_in_one_line(tmp_path):
    folder = tmp_path / "none"
    folder.mkdir()
    page = tmp_path / "page.html"
    refused(run("check", folder, "--html", page), "without a document")
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "b.txt").write_bytes(b"The cat sat on the mat.")
    refused(run("check", folder, "--html", page), "no document that could be checked", "image")
    assert not page.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["none"]


def test_what_a_folder_cannot_be_asked_for_is_refused(inbox, tmp_path):
    refused(run("check", inbox, "--html", tmp_path / "no" / "such" / "place.html"), "Cannot write")
    refused(run("check", inbox, "--pdf", tmp_path / "a.pdf"), "folder")
