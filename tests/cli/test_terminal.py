"""The terminal: help with examples, colours, quiet, completion, and a bar only where someone sees it."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
import typer

from detente import cli, manual, progress

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
