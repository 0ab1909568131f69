"""What `detente --help` says beside the options: examples kept line by line, exit codes, completion.

In: the Typer application. Out: the same with its docstrings set for click, which would join lines of an example.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

ABOUT = """Test what an article claims about relations between states against evidence on this machine.

\b
Examples:
  detente check article.pdf --html report.html --pdf report.pdf
  detente claim "Relations between Jordan and Israel improved in the 1990s."
  detente brief PAK RUS
  detente route Tashkent Karachi --without AFG

\b
Exit codes:
  0  an answer, whatever it says
  1  'detente verify' found that something differs
  2  input that cannot be used; one line on standard error says why
  130  stopped by Ctrl-C; nothing is left half-written

\b
Environment:
  NO_COLOR       no colours, as --no-color
  DETENTE_ATLAS  folder of the atlas to use
  DETENTE_LLM_URL, DETENTE_LLM_MODEL, DETENTE_LLM_KEY
                 language model to use where '--reader llm' is given

Tab completion: 'detente --install-completion', then open a new shell. Every command has its own --help."""

_EXAMPLE = re.compile(r"^[ \t]*Example: ", re.M)


def keep_examples(*apps: typer.Typer) -> None:
    """Set the lines "Example: ..." that end a command's docstring as a block that is not joined."""
    for app in apps:
        for command in app.registered_commands:
            text = (command.callback.__doc__ or "") if command.callback else ""
            first = _EXAMPLE.search(text)
            if first is None or command.callback is None:
                continue
            lines = [_EXAMPLE.sub("", line).strip() for line in text[first.start() :].splitlines()]
            kept = [line for line in lines if line]
            title = "Example:" if len(kept) == 1 else "Examples:"
            block = "\n".join(["    \b", f"    {title}", *(f"      {line}" for line in kept)])
            command.callback.__doc__ = f"{text[: first.start()].rstrip()}\n\n{block}\n    "


def without_colour(arguments: list[str]) -> tuple[list[str], bool]:
    """The arguments without --no-color, wherever it stands before a "--"; and whether it was there."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    kept = [one for one in arguments[:end] if one != "--no-color"]
    return [*kept, *arguments[end:]], len(kept) < end
