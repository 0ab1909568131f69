"""The command line as a user meets it: real processes, real files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "neighbours.md"
SCHEMA = ROOT / "src/detente/report/schema/check.schema.json"


def run(*arguments, stdin: bytes | None = None, **environment):
    return subprocess.run(
        [sys.executable, "-m", "detente.cli", *map(str, arguments)],
        capture_output=True,
        input=stdin,
        timeout=120,
        env={**os.environ, "PYTHONWARNINGS": "default", **environment},
    )


def refused(result, *words):
    err = result.stderr.decode()
    assert result.returncode == 2, err
    assert len(err.strip().splitlines()) == 1, err
    assert "Traceback" not in err
    for word in words:
        assert word in err


def test_check_writes_json_that_fits_the_schema_and_a_report_without_network(tmp_path):
    out, page = tmp_path / "a.json", tmp_path / "a.html"
    result = run("check", EXAMPLE, "--json", out, "--html", page)
    assert result.returncode == 0, result.stderr
    answer = json.loads(out.read_text("utf-8"))
    jsonschema.validate(answer, json.loads(SCHEMA.read_text("utf-8")))
    parts = {p["id"]: p for p in answer["document"]["parts"]}
    for claim in answer["claims"]:
        assert parts[claim["part"]]["text"][claim["start"] : claim["end"]] == claim["quote"]
    html = page.read_text("utf-8")
    assert "Content-Security-Policy" in html
    assert 'src="http' not in html
    labels = {c["finding"]["label"] for c in answer["claims"]}
    assert {"supported", "contradicted"} <= labels


def test_json_on_standard_output_is_only_json():
    result = run(
        "claim", "Relations between Jordan and Israel improved between 1985 and 2005.", "--json", "-"
    )
    answer = json.loads(result.stdout)
    assert answer["claims"][0]["finding"]["label"] == "supported"


def test_an_article_can_come_from_standard_input():
    result = run("check", "-", "--json", "-", stdin=EXAMPLE.read_bytes())
    assert len(json.loads(result.stdout)["claims"]) > 10


def test_two_runs_give_the_same_bytes():
    one, two = (run("check", EXAMPLE, "--json", "-").stdout for _ in range(2))
    assert one == two


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", ""),
        ("binary.txt", bytes(range(256)) * 50, ""),
        ("huge.txt", b"France and Germany met. " * 220_000, ""),
        ("encoding.txt", "Relations improved.".encode("utf-16-le")[1:] + b"\x00\xd8\x00", ""),
        ("nothing.txt", b"The cat sat on the mat and looked at the moon.", "No claim"),
    ],
)
def test_unusable_documents_are_refused_in_one_line(tmp_path, name, content, word):
    path = tmp_path / name
    path.write_bytes(content)
    refused(run("check", path), word)


def test_missing_files_and_folders_are_refused(tmp_path):
    refused(run("check", tmp_path / "none.txt"))
    refused(run("check", tmp_path))
    refused(run("audit", tmp_path / "none.csv"), "no file")


@pytest.mark.parametrize(
    "arguments",
    [
        ("claim", "Relations between Ruritania and Freedonia improved in 1999."),
        ("claim", ""),
        ("claim", "x" * 6000),
        ("check", EXAMPLE, "--as-of", "3000"),
        ("check", EXAMPLE, "--as-of", "soon"),
        ("check",),
        ("nonsense",),
        ("calibrate", "--kind", "poetry"),
        ("calibrate", "--kind", "trend", "--n", "0"),
        ("check", EXAMPLE, "--html", "/nonexistent/folder/report.html"),
    ],
)
def test_unusable_requests_are_refused_in_one_line(arguments):
    refused(run(*arguments))


def test_a_report_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    refused(run("check", EXAMPLE, "--json", tmp_path / "no" / "a.json"))
    assert list(tmp_path.iterdir()) == []


def test_a_truncated_atlas_is_refused(tmp_path):
    atlas = tmp_path / "atlas"
    shutil.copytree(ROOT / "src/detente/evidence/bundled", atlas)
    table = atlas / "un_votes.parquet"
    table.write_bytes(table.read_bytes()[:1000])
    refused(run("check", EXAMPLE, DETENTE_ATLAS=str(atlas)), "un_votes.parquet")
    refused(run("data", "verify", DETENTE_ATLAS=str(atlas)))


def test_a_missing_atlas_is_refused(tmp_path):
    refused(run("check", EXAMPLE, DETENTE_ATLAS=str(tmp_path / "nowhere")))


def test_hostile_text_never_runs_in_the_report(tmp_path):
    article = tmp_path / "hostile.txt"
    article.write_text(
        "<script>alert(1)</script>\n\nRelations between France <img src=x onerror=alert(2)> and Germany improved "
        "between 1950 and 1965.\n\nIndia depended mainly on the Soviet Union for arms in the 1980s </style><svg onload=x>.",
        "utf-8",
    )
    page = tmp_path / "page.html"
    assert run("check", article, "--html", page).returncode == 0
    from lxml import html

    tree = html.fromstring(page.read_text("utf-8"))
    assert not tree.xpath("//script")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")


def test_importing_detente_imports_nothing_heavy():
    code = "import sys, detente, detente.cli; print([m for m in ('polars', 'spacy', 'numpy', 'duckdb') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_version_and_help():
    assert run("--version").stdout.decode().startswith("detente ")
    assert b"check" in run("--help").stdout


@pytest.mark.shared
def test_the_founding_op_ed(shared):
    """At least twenty claims read or said not to be, comments in their own parts, every actor resolved."""
    from detente import actors

    result = run("check", shared / "examples/pakistan-russia-op-ed.txt", "--json", "-")
    answer = json.loads(result.stdout)
    assert len(answer["claims"]) >= 3
    assert len(answer["claims"]) + len(answer["not_read"]) >= 20  # a sentence is read or said not to be
    parts = {p["id"]: p for p in answer["document"]["parts"]}
    assert [p["kind"] for p in parts.values()] == ["article", "comment", "comment"]
    for claim in answer["claims"]:
        assert parts[claim["part"]]["text"][claim["start"] : claim["end"]] == claim["quote"]
        assert all(actors.get(a["id"]) for a in claim["actors"])
    by_part = {one["part"] for one in (*answer["claims"], *answer["not_read"])}
    assert len(by_part) == 3


def test_code_writes_one_line_a_record_in_order(tmp_path):
    lines = [{"id": "b", "text": "France attacked Iran."}, {"id": 7, "text": ""}]
    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    result = run("code", file, "--json", "-")
    assert result.returncode == 0, result.stderr
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [a["id"] for a in answers] == ["b", 7]
    event = answers[0]["events"][0]
    assert (event["source"], event["target"], event["type"]) == ("FRA", "IRN", "ASSAULT")
    assert answers[1]["events"] == []
    result = run("code", file, "--json", out)
    assert b"ASSAULT" in result.stdout
    assert out.read_bytes() == run("code", "-", "--json", "-", stdin=file.read_bytes()).stdout


def test_code_names_the_line_it_cannot_use(tmp_path):
    out = tmp_path / "out.jsonl"
    refused(run("code", "-", "--json", out, stdin=b'{"id": 1, "text": "a"}\n{"id": 2}\n'), "line 2", "text")
    assert not out.exists()
    refused(run("code", tmp_path / "none.jsonl"), "none.jsonl")


def test_watch_prints_a_list_or_json():
    done = run("watch", "--measure", "un_ideal_distance", "--since", "2020", "--top", "3", "--json", "-")
    answer = json.loads(done.stdout)
    assert [len(answer["pairs"]), len(answer["measures"])] == [3, 1]
    assert answer["measures"][0]["since"] == "2020"
    assert {"id1", "id2", "change", "placebo_percentile", "break_at"} <= set(answer["pairs"][0])
    printed = run("watch", "--top", "2").stdout.decode()
    assert "would if nothing had happened" in " ".join(printed.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("--measure", "warmth"),
        ("--family", "warmth"),
        ("--since", "soon"),
        ("--since", "2099"),
        ("--top", "0"),
    ],
)
def test_watch_refuses_what_it_cannot_use(arguments):
    refused(run("watch", *arguments))


def test_read_says_what_decided_on_each_sentence_if_asked():
    text = "Sweden did not invade Norway in 1814. Nobody slept. Norway fears that Sweden joined NATO in 1999."
    plain, traced = run("read", "-", stdin=text.encode()), run("read", "-", "--trace", stdin=text.encode())
    assert "rule" not in plain.stdout.decode()
    first, second, third = traced.stdout.decode().strip().split("\n\n")
    assert "    c1  In 1814, Sweden never invaded Norway." in first
    assert "    - invade (rule invade; under negation): read" in first
    assert "it speaks of nobody that can be tested" in second
    assert "    - join (rule join; under fear:block): it is somebody's fear or hope or guess" in third
    assert "    not read: " in third
    steps = json.loads(run("read", "-", "--trace", "--json", "-", stdin=text.encode()).stdout)["trace"]
    assert {
        "predicate": "invade",
        "rule": "invade",
        "operators": ["negation"],
        "outcome": "read",
    }.items() <= steps[0].items()
    assert all(text[s["start"] : s["end"]].endswith(".") for s in steps)
    assert "trace" not in json.loads(run("read", "-", "--json", "-", stdin=text.encode()).stdout)
