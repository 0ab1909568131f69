"""Bundles: recomputed to the last digit, and neither tampering nor a bomb gets through."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente import bundle
from detente.errors import InputError

SENTENCE = "Relations between Jordan and Israel improved in the 1990s."


@pytest.fixture(scope="module")
def made():
    return bundle.to_bundle(detente.claim(SENTENCE))


def opened(content):
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return out.getvalue()


def altered(content, change):
    """The bundle with `change` made to its report, and an honest hash put beside it."""
    files = opened(content)
    report, manifest = json.loads(files["report.json"]), json.loads(files["bundle.json"])
    change(report, manifest)
    body = json.dumps(report).encode()
    manifest["files"]["report.json"] = hashlib.sha256(body).hexdigest()
    return packed({"bundle.json": json.dumps(manifest), "report.json": body})


def test_a_bundle_is_the_same_twice_and_recomputes_to_the_last_digit(made):
    assert made == bundle.to_bundle(detente.claim(SENTENCE))
    found = bundle.verify(made)
    assert (found.claims, found.differences, found.notes) == (1, (), ())


def test_the_last_digit_of_an_estimate_is_noticed(made):
    def nudge(report, manifest):
        specification = report["claims"][0]["finding"]["specifications"][0]
        specification["estimate"] = specification["estimate"] + 1e-8

    (one,) = bundle.verify(altered(made, nudge)).differences
    assert one.path == "claims[0].finding.specifications[0].estimate"


def test_a_turned_label_is_noticed_and_a_foreign_atlas_is_named(made):
    def turn(report, manifest):
        report["claims"][0]["finding"]["label"] = "contradicted"
        manifest["atlas"] = {"version": "0" * 12, "tables": {"atop": "x"}}

    found = bundle.verify(altered(made, turn))
    assert [str(one) for one in found.differences] == [
        "claims[0].finding.label: recorded contradicted, now supported"
    ]
    assert "000000000000" in found.notes[0]


def test_as_of_travels_with_the_bundle():
    content = bundle.to_bundle(detente.claim(SENTENCE, as_of=1996), 1996)
    assert bundle.verify(content).differences == ()

    def later(report, manifest):
        manifest["as_of"] = 2020

    assert bundle.verify(altered(content, later)).differences


def damage(name):
    def change(report, manifest):
        match name:
            case "format":
                manifest["format"] = "detente-bundle/9"
            case "year":
                manifest["as_of"] = "soon"
            case "future":
                manifest["as_of"] = 9999
            case "quote":
                report["claims"][0]["quote"] = "something else"
            case "part":
                report["claims"][0]["part"] = "nowhere"
            case "claims":
                report["claims"] = "all of them"
            case "period":
                report["claims"][0]["period"]["from"] = "soon"
            case "statement":
                report["claims"][0]["statement"]["of"]["a"] = ["Atlantis"]
            case "unread":
                report["not_read"] = [
                    {"part": "sentence", "start": 0, "end": 4, "quote": "none", "reason": "x"}
                ]
            case "twice":
                report["claims"] *= 2
            case "document":
                del report["document"]
            case "none":
                report["claims"] = []

    return change


@pytest.mark.parametrize(
    "name",
    [
        "format",
        "year",
        "future",
        "quote",
        "part",
        "claims",
        "period",
        "statement",
        "unread",
        "twice",
        "document",
        "none",
    ],
)
def test_what_is_no_bundle_of_ours_is_refused(made, name):
    with pytest.raises(InputError):
        bundle.verify(altered(made, damage(name)))


def test_an_altered_report_without_its_hash_is_refused(made):
    files = opened(made)
    files["report.json"] = files["report.json"].replace(b"supported", b"contested")
    with pytest.raises(InputError, match="hash"):
        bundle.verify(packed(files))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(made, monkeypatch):
    monkeypatch.setattr(bundle, "LARGEST", 1024 * 1024)
    files = opened(made) | {"report.json": b" " * (64 * 1024 * 1024)}
    with pytest.raises(InputError, match="too large"):
        bundle.verify(packed(files))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "extra.txt"])
def test_a_bundle_holds_its_two_files_and_no_other(made, name):
    with pytest.raises(InputError, match="must hold"):
        bundle.verify(packed(opened(made) | {name: b"x"}))


@given(st.binary(max_size=200))
def test_noise_is_no_bundle(noise):
    with pytest.raises(InputError):
        bundle.verify(noise)


def test_a_bundle_with_any_byte_changed_is_refused_or_differs_or_is_equal(made):
    step = max(len(made) // 40, 1)
    for at in range(0, len(made), step):
        noisy = made[:at] + bytes([made[at] ^ 0x55]) + made[at + 1 :]
        try:
            bundle.verify(noisy)
        except InputError:
            continue


def test_two_values_are_compared_by_kind_and_place():
    assert [str(one) for one in bundle.compare({"a": [1, 2.0]}, {"a": [1.0, 2]}, "x")] == []
    assert [one.path for one in bundle.compare({"a": True}, {"a": 1}, "x")] == ["x.a"]
    assert [one.path for one in bundle.compare([1], [1, 2], "x")] == ["x (length)"]
    assert [one.path for one in bundle.compare({"a": 1}, {"b": 1}, "x")] == ["x.a", "x.b"]


def run(*arguments):
    command = [sys.executable, "-m", "detente.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=os.environ)


def test_the_command_line_makes_all_files_and_verifies(tmp_path, made):
    names = {"--json": "a.json", "--html": "a.html", "--pdf": "a.pdf", "--docx": "a.docx", "--md": "a.md"}
    names |= {"--cards": "cards", "--bundle": "a.zip"}
    options = [word for option, name in names.items() for word in (option, tmp_path / name)]
    result = run("claim", SENTENCE, *options, "--quiet")
    assert result.returncode == 0, result.stderr
    assert {path.name for path in tmp_path.iterdir()} == set(names.values())
    assert (tmp_path / "a.zip").read_bytes() == made
    same = run("verify", tmp_path / "a.zip")
    assert (same.returncode, same.stdout) == (0, "1 claim recomputed: the same to the last digit\n")


def test_the_command_line_says_what_differs_with_code_1_and_what_is_no_bundle_with_code_2(tmp_path, made):
    def turn(report, manifest):
        report["claims"][0]["finding"]["grade"] = "very_low"

    (tmp_path / "b.zip").write_bytes(altered(made, turn))
    different = run("verify", tmp_path / "b.zip")
    assert different.returncode == 1
    assert "claims[0].finding.grade: recorded very_low, now " in different.stdout
    for path in (tmp_path, tmp_path / "none.zip"):
        refused = run("verify", path)
        assert refused.returncode == 2
        assert len(refused.stderr.strip().splitlines()) == 1


def test_a_target_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    result = run("claim", SENTENCE, "--pdf", tmp_path / "a.pdf", "--md", tmp_path / "no" / "a.md")
    assert result.returncode == 2
    assert list(tmp_path.iterdir()) == []
    twice = run("claim", SENTENCE, "--pdf", tmp_path / "a", "--md", tmp_path / "a")
    assert (twice.returncode, list(tmp_path.iterdir())) == (2, [])
