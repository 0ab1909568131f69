"""Every example of every --help, of the README and of the tutorials runs as it stands there."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from detente import cli

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs/site").rglob("*.md")))
CLAIM = "Poland joined NATO in 1999."
# listens for ever; needs publishers' files; needs the network
LEFT_OUT = ("serve", "mcp", "data build", "data pull", "model pull", "model use")
NEEDS_A_MODEL = "--reader llm"


def helped():
    for app, under in ((cli.app, ""), (cli.data, "data "), (cli.models, "model ")):
        for info in app.registered_commands:
            name = under + (info.name or info.callback.__name__)
            lines = re.findall(r"^\s+(detente .*)$", info.callback.__doc__, re.M)
            assert lines, name
            yield from lines


def written():
    for page in PAGES:
        for block in re.findall(r"^```(?:sh|bash|console)\n(.*?)^```", page.read_text("utf-8"), re.M | re.S):
            yield from re.findall(r"^(detente [^#\n]*)", block, re.M)


LINES = sorted({" ".join(line.split()) for line in (*helped(), *written())})


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with the files the examples name."""
    place = tmp_path_factory.mktemp("desk")
    (place / "article.txt").write_text(CLAIM)
    (place / "inbox").mkdir()
    (place / "inbox" / "a.txt").write_text(CLAIM)
    (place / "claims.csv").write_text(
        f'id,claim,actors,years,kind\n1,"{CLAIM}",POL;org:NATO,1999,membership\n'
    )
    (place / "sentences.jsonl").write_text('{"id": 1, "text": "France attacked Iran."}\n')
    run(["claim", CLAIM, "--docx", "draft.docx", "--pdf", "article.pdf", "--md", "interview.txt"], place)
    run(["check", "article.txt", "--bundle", "report.zip", "--json", "read.json"], place)
    for name in ("claims.json", "answer.json"):
        (place / name).write_text(json.dumps(json.loads((place / "read.json").read_text())["claims"]))
    return place


def run(words, place, given=b""):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setattr(sys, "argv", ["detente", *words])
        patch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given), isatty=lambda: False))
        with pytest.raises(SystemExit) as stop:
            cli.main()
    return stop.value.code


def test_there_are_examples_of_every_command():
    named = {line.split()[1] for line in LINES}
    assert named == {info.name or info.callback.__name__ for info in cli.app.registered_commands} | {
        "data",
        "model",
    }


@pytest.mark.parametrize("line", LINES)
def test_an_example_runs_as_it_stands(desk, capsys, line):
    if any(line.startswith(f"detente {name}") for name in LEFT_OUT) or NEEDS_A_MODEL in line:
        pytest.skip("listens, or needs files of publishers or a model")
    words = shlex.split(line.replace("--n 500", "--n 4"))[1:]
    given = b""
    if "<" in words:
        given = (desk / words[words.index("<") + 1]).read_bytes()
        words = words[: words.index("<")]
    code = run(words, desk, given)
    out, err = capsys.readouterr()
    assert code == 0, err
    for option in ("--html", "--pdf", "--docx", "--bundle", "--json", "--out"):
        if option in words and (target := words[words.index(option) + 1]) != "-":
            assert (desk / target).stat().st_size
    assert out or "--quiet" in words
