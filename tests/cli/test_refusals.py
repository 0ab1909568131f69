"""Every command with every kind of bad input: one clear line, exit code 2, nothing written, nothing printed.

The commands run in one process, as `main` runs them, so that a hundred of them take seconds.
"""

from __future__ import annotations

import sys

import pytest
from test_cli import EXAMPLE

from detente import cli

CLAIM = "Poland joined NATO in 1999."


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "deep").write_bytes(b"[" * 100_000)
    (tmp_path / "folder").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").write_bytes(b"x")
    (tmp_path / "ok.jsonl").write_text('{"id": 1, "text": "France attacked Iran."}\n')
    (tmp_path / "ok.csv").write_text(
        f'id,claim,actors,years,kind\n1,"{CLAIM}",POL;org:NATO,1999,membership\n'
    )
    (tmp_path / "own.txt").write_text(CLAIM)
    (tmp_path / "odd.json").write_text('{"claims": [7, {"statement": {"type": "love"}}]}')
    (tmp_path / "wrong.json").write_text(
        '[{"statement": {"type": "relation", "a": ["Atlantis"], "b": ["FRA"]}}]'
    )
    return tmp_path


def answer(arguments, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["detente", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return stop.value.code, *capsys.readouterr()


INPUTS = [
    [*command, bad]
    for command in (
        ["check"],
        ["audit"],
        ["code"],
        ["verify"],
        ["check", str(EXAMPLE), "--claims"],
        ["test"],
        ["read"],
        ["prompt"],
    )
    for bad in ("none", "empty", "noise", "deep", "folder", "", "\x01", "a" * 5000)
    if (command, bad) != (["code"], "empty")  # no lines in, no lines out
    if (command, bad)
    not in ((["read"], "deep"), (["prompt"], "deep"))  # a text in which nothing is to be read
]
TARGETS = [
    [*command, option, bad]
    for command, options in (
        (["claim", CLAIM], ("--json", "--html", "--pdf", "--docx", "--md", "--bundle")),
        (["brief", "PAK", "RUS"], ("--json", "--html", "--pdf", "--docx", "--md")),
        (["route", "Tashkent", "Karachi"], ("--json", "--html")),
        (["audit", "ok.csv"], ("--json",)),
        (["calibrate", "--kind", "trend"], ("--json",)),
        (["code", "ok.jsonl"], ("--json",)),
        (["watch"], ("--json",)),
        (["data", "list"], ("--json",)),
        (["panel", "--dyads", "PAK-RUS", "--add", "atop"], ("--out",)),
    )
    for option in options
    for bad in ("folder", "no/such/file", "", "empty/x")
]
VALUES = [
    line.split(" ")
    for line in """
claim {} --as-of soon
claim {} --as-of -1
claim {} --as-of 99999999999999999999
claim {} --json x --html ./x
claim {} --json x --html folder/../x
claim {} --json - --md -
claim {} --cards -
claim {} --cards full
claim {} --cards empty
claim {} --llm x
claim {} --date soon
claim {} --date 2013-13
claim
claim {} {}
claim -- --html
check own.txt --md own.txt
check own.txt --json folder/../own.txt
check own.txt --blind
check own.txt --llm x
check own.txt --date tomorrow
check folder --date 2013
check own.txt --claims own.txt
test own.txt
test odd.json
test wrong.json
test wrong.json --as-of soon
read own.txt --date soon
read own.txt --json own.txt
prompt own.txt --date soon
schema love
check folder --html -
check http://127.0.0.1:1/x
check file:///etc/passwd
brief
brief XX
brief PAK PAK
brief PAK RUS --from 2000 --to 1990
brief PAK RUS --from 1700
brief PAK RUS --from x
route Nowhereville Karachi
route Tashkent Karachi --mode magic
route Tashkent Karachi --without ZZZ
route Tashkent Karachi --open ZZZ
route Tashkent Karachi -k 0
route Tashkent Karachi -k 99999999
route Tashkent Karachi --weigh love
route Tashkent Karachi --as-of 1000
panel
panel --add atop --out o.xlsx
panel --add nope --out o.csv
panel --dyads ZZZ-PAK --add atop --out o.csv
panel --dyads PAK-RUS --states PAK --add atop --out o.csv
panel --dyads PAK-RUS --years 2000-1990 --add atop --out o.csv
watch --top 0
watch --since 2021-13
watch --measure x --family voting
calibrate
calibrate --kind poetry
calibrate --kind trend --n 0
calibrate --kind trend --seed -1
serve --port 99999
serve --workers 0
serve --host 1.2.3.4
data nope
data query -
data query DROP
data pull folder --only nope
data build folder --out new
data build none --out new
data verify x
nonsense
--quiet
""".strip().splitlines()
]


@pytest.mark.parametrize("arguments", [*INPUTS, *TARGETS, *VALUES], ids=lambda words: " ".join(words)[:70])
def test_bad_input_is_one_line_and_code_2(place, monkeypatch, capsys, arguments):
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    filled = [CLAIM if word == "{}" else word for word in arguments]
    code, out, err = answer(filled, monkeypatch, capsys)
    assert code == 2, err
    assert out == ""
    assert err.startswith("detente: ")
    assert len(err.strip().splitlines()) == 1, err
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*")} == before


def test_without_a_command_the_help_is_shown(monkeypatch, capsys):
    for arguments in ([], ["data"]):
        code, out, err = answer(arguments, monkeypatch, capsys)
        assert (code, err) == (0, "")
        assert len(out.splitlines()) > 10


def test_a_misused_option_points_to_the_help_of_its_command(monkeypatch, capsys):
    _, _, err = answer(["calibrate"], monkeypatch, capsys)
    assert "detente calibrate --help" in err


def test_bytes_that_are_no_text_are_refused(monkeypatch, capsys):
    code, _, err = answer(["claim", "\udce9 joined NATO in 1999."], monkeypatch, capsys)
    assert (code, "UTF-8" in err) == (2, True)
