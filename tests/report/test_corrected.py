"""A corrected reading in the report: the JSON names what was changed, the page shows it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from report_samples import sample_report
from typer.testing import CliRunner

from detente import report as faces
from detente.cli import app
from detente.model import Change
from detente.report.json import schema

TEXT = (
    "Relations between Jordan and Israel improved between 1985 and 2005. "
    "Relations between Chile and Peru worsened between 2000 and 2010.\n"
)


def test_changes_are_in_the_json_and_on_the_page() -> None:
    plain = sample_report()
    first = plain.checked[0].claim.id
    changed = replace(
        plain,
        changes=(
            Change(first, "stance", "own", "reported"),
            Change("c77", "claim", "<b>an old quote</b>", None),
        ),
    )
    assert "changes" not in faces.to_json(plain)
    made = faces.to_json(changed)
    Draft202012Validator(schema()).validate(made)
    assert made["changes"][0] == {"claim": first, "field": "stance", "before": "own", "after": "reported"}
    page = faces.to_html(changed)
    assert "corrected by you: stance own → reported" in page
    assert "removed by you: “&lt;b&gt;an old quote" in page
    assert "by you" not in faces.to_html(plain)


def test_a_corrected_reading_is_tested_again(tmp_path: Path) -> None:
    article, first, edited, again = (tmp_path / n for n in ("a.txt", "a.json", "edited.json", "b.json"))
    article.write_text(TEXT)
    run = CliRunner().invoke(app, ["check", str(article), "--json", str(first), "--quiet"])
    assert run.exit_code == 0, run.output
    made = json.loads(first.read_text())
    assert [c["statement"]["direction"] for c in made["claims"]] == ["improved", "worsened"]
    made["claims"][0]["statement"]["direction"] = "worsened"
    del made["claims"][1]
    edited.write_text(json.dumps(made))
    run = CliRunner().invoke(
        app, ["check", str(article), "--claims", str(edited), "--json", str(again), "--quiet"]
    )
    assert run.exit_code == 0, run.output
    answer = json.loads(again.read_text())
    assert [c["id"] for c in answer["claims"]] == ["c1"]
    assert answer["claims"][0]["reader"] == "person"
    assert answer["claims"][0]["finding"]["label"] != made["claims"][0]["finding"]["label"]
    assert [(c["claim"], c["field"]) for c in answer["changes"]] == [("c1", "restatement"), ("c2", "claim")]


BAD = (
    "{",
    '[{"id": "c1", "statement": {"type": "love"}}]',
    '[{"id": "c1", "statement": {"type": "relation", "a": ["Atlantis"]}}, 7]',
    '{"document": {}, "claims": [{"quote": "not in the text", "statement": {"type": "relation", "a": ["CHL"]}}]}',
)


@pytest.mark.parametrize("text", BAD)
def test_a_bad_correction_is_one_line_and_exit_code_2(tmp_path: Path, text: str) -> None:
    article, edited = tmp_path / "a.txt", tmp_path / "edited.json"
    article.write_text(TEXT)
    edited.write_text(text)
    run = subprocess.run(
        [sys.executable, "-m", "detente.cli", "check", str(article), "--claims", str(edited)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert run.stdout == ""
    assert len(run.stderr.strip().splitlines()) == 1
