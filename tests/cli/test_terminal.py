"""The terminal: help with examples, colours, quiet, completion, and a bar only where someone sees it."""

from __future__ import annotations

import io
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from detente import cli, manual, progress, streams

COMMANDS = [info.name or info.callback.__name__ for info in cli.app.registered_commands]
DATA = [info.name for info in cli.data.registered_commands]


def run(*arguments, **environment):
    command = [sys.executable, "-m", "detente.cli", *map(str, arguments)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "COLUMNS": "200", **environment},
    )


@pytest.mark.parametrize(
    "command", [*((name,) for name in COMMANDS), *(("data", name) for name in DATA)], ids=" ".join
)
def test_every_command_shows_its_examples_line_by_line(command):
    said = run(*command, "--help").stdout
    lines = [line.strip() for line in said.splitlines()]
    start = next(i for i, line in enumerate(lines) if line in ("Example:", "Examples:"))
    assert lines[start + 1].startswith(f"detente {' '.join(command)}")


def test_the_first_help_page_names_exit_codes_and_completion():
    said = run("--help").stdout
    assert "Exit codes:" in said
    assert "--install-completion" in said
    assert "NO_COLOR" in said


@pytest.mark.parametrize("where", [0, 1, 2])
def test_no_color_may_stand_anywhere(where):
    arguments = ["data", "list"]
    arguments.insert(where, "--no-color")
    result = run(*arguments, FORCE_COLOR="1")
    assert result.returncode == 0, result.stderr
    assert "\x1b[3" not in result.stdout


def test_no_color_after_two_dashes_is_a_word():
    assert manual.without_colour(["claim", "--", "--no-color"]) == (["claim", "--", "--no-color"], False)
    assert manual.without_colour(["--no-color", "claim", "x", "--no-color"]) == (["claim", "x"], True)


def test_an_option_that_is_not_there_is_one_line_with_code_2():
    result = run("check", "--colour")
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1


CLAIM = "Relations between Jordan and Israel improved in the 1990s."


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_a_stream_of_another_encoding_gets_plain_signs(encoding):
    for options in ((), ("--md", "-"), ("--json", "-")):
        result = subprocess.run(
            [sys.executable, "-m", "detente.cli", "claim", CLAIM, *options],
            capture_output=True,
            timeout=120,
            env={**os.environ, "PYTHONIOENCODING": encoding},
        )
        assert (result.returncode, result.stderr) == (0, b"")
        assert b"supported" in result.stdout
        result.stdout.decode("utf-8" if options else encoding)


@pytest.mark.parametrize(
    "arguments",
    [("data", "list"), ("watch", "--top", "2"), ("route", "Tashkent", "Karachi"), ("claim", CLAIM)],
)
def test_on_a_narrow_terminal_nothing_is_cut(arguments):
    said = run(*arguments, COLUMNS="40")
    assert said.returncode == 0, said.stderr
    shown = [line for line in said.stdout.splitlines() if line.startswith("  ")]
    assert shown
    assert max(map(len, shown)) <= 40
    assert not any("…" in line for line in shown if arguments[0] in ("route", "watch"))


def test_where_no_terminal_is_a_row_is_a_line():
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    command = [sys.executable, "-m", "detente.cli", "data", "list"]
    said = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60).stdout
    (row,) = [line for line in said.splitlines() if line.startswith("un-ideal-points ")]
    assert row.rstrip().endswith("bailey2017")


def test_plain_signs():
    assert streams.plain("“Müller’s – Çeşme…” ● 1≥0") == '"Muller\'s - Cesme..." * 1>=0'
    assert streams.plain("中") == "?"


@pytest.mark.parametrize(
    "arguments", [("data", "list"), ("claim", CLAIM, "--json", "-"), ("brief", "FRA", "DEU")]
)
def test_a_reader_that_had_enough_is_no_error(arguments):
    line = f"{sys.executable} -m detente.cli {shlex.join(arguments)} | head -c 1; echo ${{PIPESTATUS[0]}}"
    said = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=120)
    assert (said.stdout[1:].strip(), said.stderr) == ("0", "")


def test_a_full_disk_and_a_closed_output_are_one_line_or_none():
    run_it = f"{sys.executable} -m detente.cli data list"
    full = subprocess.run(["bash", "-c", f"{run_it} > /dev/full"], capture_output=True, text=True, timeout=60)
    assert (full.returncode, full.stderr) == (2, "detente: standard output: No space left on device\n")
    closed = subprocess.run(["bash", "-c", f"{run_it} >&-"], capture_output=True, text=True, timeout=60)
    assert (closed.returncode, closed.stderr) == (0, "")


@pytest.mark.parametrize("wait", [0.5, 1.5, 2.5])
def test_ctrl_c_is_code_130_and_leaves_nothing(tmp_path, wait):
    example = Path(__file__).resolve().parents[2] / "examples" / "neighbours.md"
    started = subprocess.Popen(
        [sys.executable, "-m", "detente.cli", "check", example, "--html", "a.html", "--cards", "cards"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        started.wait(wait)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=60)
    assert started.returncode == 130, err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_while_a_class_is_made_is_code_130_too(tmp_path):
    (tmp_path / "program.py").write_text(
        "from detente import cli\n"
        "def app(*arguments, **options):\n"
        "    exec('raise KeyboardInterrupt')\n"
        "cli.app = app\n"
        "cli.main()\n"
    )
    command = [sys.executable, "-m", "program"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (said.returncode, said.stderr) == (130, "detente: interrupted\n")


def test_text_and_bytes_go_to_standard_output_in_place_of_the_table():
    for form, start in (
        ("--md", b"# "),
        ("--html", b"<!doctype html>"),
        ("--pdf", b"%PDF"),
        ("--bundle", b"PK"),
    ):
        command = [sys.executable, "-m", "detente.cli", "claim", CLAIM, form, "-"]
        said = subprocess.run(command, capture_output=True, timeout=120)
        assert said.returncode == 0, said.stderr
        assert said.stdout.lower().startswith(start.lower())


def test_completion_in_a_real_bash(tmp_path):
    """The script of --show-completion, sourced; the program is this Python under the name detente."""
    program = tmp_path / "detente"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m detente.cli "$@"\n')
    program.chmod(0o755)
    asked = "".join(
        f"COMP_WORDS=(detente {words}); COMP_CWORD={words.count(' ') + 1}; _detente_completion detente; echo ${{COMPREPLY[@]}}\n"
        for words in ("br", "data ve", "check --bu")
    )
    script = f'export PATH={tmp_path}:$PATH\neval "$(_DETENTE_COMPLETE=source_bash detente)"\n{asked}'
    said = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, timeout=120)
    assert said.stdout.splitlines() == ["brief", "verify", "--bundle"], said.stderr


@pytest.mark.parametrize(
    ("shell", "sign"), [("zsh", "#compdef detente"), ("fish", "complete --command detente")]
)
def test_completion_scripts_of_other_shells(shell, sign):
    assert sign in run("--help", _DETENTE_COMPLETE=f"source_{shell}").stdout


def test_completion_of_commands():
    environment = {"_DETENTE_COMPLETE": "complete_bash", "COMP_WORDS": "detente br", "COMP_CWORD": "1"}
    program = "import sys; sys.argv = ['detente']; from detente.cli import main; main()"
    said = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
    )
    assert said.stdout.split() == ["brief"]


def test_examples_of_an_unknown_form_are_left_alone():
    app = typer.Typer()

    @app.command()
    def plain() -> None:
        """No examples here."""

    manual.keep_examples(app)
    assert plain.__doc__ == "No examples here."


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_nothing_is_shown_where_nobody_sees_it(monkeypatch):
    monkeypatch.setattr(progress, "AFTER", 0.0)
    out = io.StringIO()
    monkeypatch.setattr(sys, "stderr", out)
    with progress.shown("working") as tell:
        tell(1, 2)
    assert out.getvalue() == ""


def test_quiet_shows_nothing_on_a_terminal(monkeypatch):
    monkeypatch.setattr(progress, "AFTER", 0.0)
    out = Terminal()
    monkeypatch.setattr(sys, "stderr", out)
    with progress.shown("working", quiet=True) as tell:
        tell(1, 2)
    assert out.getvalue() == ""


def test_a_bar_appears_on_a_terminal_when_time_has_passed(monkeypatch):
    out = Terminal()
    monkeypatch.setattr(sys, "stderr", out)
    bar = progress._Bar("testing the claims")
    bar.tell(1, 4)
    bar.start()
    bar.tell(2, 4)
    bar.stop()
    assert "testing the claims" in out.getvalue()


def test_a_bar_that_is_late_does_not_appear(monkeypatch):
    out = Terminal()
    monkeypatch.setattr(sys, "stderr", out)
    bar = progress._Bar("late")
    bar.stop()
    bar.start()
    assert out.getvalue() == ""


def test_progress_counts_every_claim():
    from detente import api

    told = []
    report = api.claim(
        "Relations between Jordan and Israel improved in the 1990s.", progress=lambda *now: told.append(now)
    )
    assert told[-1] == (len(report.checked), len(report.checked))
