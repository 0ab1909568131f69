"""The commands under `detente data`: the evidence on this machine.

Thin faces over `detente.evidence`; everything heavy is imported inside the commands.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.errors import InputError

data = typer.Typer(help="The evidence on this machine.", no_args_is_help=True, rich_markup_mode=None)
Json = Annotated[str | None, typer.Option("--json", metavar="FILE|-", help="Write the answer as JSON.")]


def write_json(answer: dict[str, Any], target: str | None) -> None:
    """Write an answer as JSON to a file, whole or not at all, or to standard output for "-"."""
    if target is None:
        return
    text = json.dumps(answer, indent=1, ensure_ascii=True) + "\n"
    if target == "-":
        sys.stdout.write(text)
    else:
        from detente.report.files import write_text

        write_text(Path(target), text)


@data.command("list")
def data_list(json_: Json = None) -> None:
    """Sources and tables of the atlas: version, coverage, rows, licence.

    Example: detente data list --json -
    """
    from rich.console import Console
    from rich.table import Table

    from detente.evidence import commands

    found = commands.listing()
    if json_ == "-":
        write_json(found, json_)
        return
    console = Console()
    grid = Table("source", "version", "years", "rows", "licence", "ships", "cite", box=None)
    for s in found["sources"]:
        years = "-" if s["coverage"] is None else "{}-{}".format(*s["coverage"])
        grid.add_row(s["id"], s["version"], years, f"{s['rows']:,}", s["licence"], s["ships"], s["key"])
    console.print(f"atlas {found['version']} in {found['path']}", highlight=False)
    console.print(grid)
    write_json(found, json_)


@data.command("verify")
def data_verify() -> None:
    """Compare every file of the atlas with its hash.

    Example: detente data verify
    """
    from detente.evidence import commands

    faults = commands.verify()
    if faults:
        raise InputError(" ".join(faults))
    print("the atlas is whole")


@data.command("query")
def data_query(sql: Annotated[str, typer.Argument(help="One SELECT over the atlas's tables.")]) -> None:
    """Run a query, such as one printed on a card, and print its rows as CSV.

    Example: detente data query "SELECT * FROM rivalries WHERE ccode1 = 663 AND ccode2 = 666"
    """
    from detente import api
    from detente.measures.ask import ask

    if "transport." in sql and not sql.lstrip().upper().startswith("SELECT"):
        raise InputError("This is Python, not SQL: from detente import transport, then evaluate it.")
    sys.stdout.write(ask(api.bench(), sql).write_csv())


@data.command("build")
def data_build(
    files: Annotated[Path, typer.Argument(help="Folder with publishers' files, in any sub-folders.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder of the atlas (default: your own).")
    ] = None,
    only: Annotated[str | None, typer.Option("--only", help="Source ids, divided by commas.")] = None,
    shipping: Annotated[
        bool, typer.Option("--shipping", help="Leave out what may not be passed on to others.")
    ] = False,
) -> None:
    """Build an atlas from a folder of publishers' files; print what changed.

    Example: detente data build downloads/ --only atop,cow-mid
    """
    from detente.evidence import commands

    def progress(source: str) -> None:
        print(f"reading {source}", file=sys.stderr)

    wanted = only.split(",") if only else None
    built = commands.build(files, out, only=wanted, shipping=shipping, progress=progress)
    print(f"atlas {built.version} in {built.folder}")
    for line in built.changes:
        print(line)
    if built.skipped:
        print(f"no files found for: {', '.join(built.skipped)}")


@data.command("pull")
def data_pull(
    folder: Annotated[Path, typer.Argument(help="Folder to put the official files in.")],
    only: Annotated[str | None, typer.Option("--only", help="Source ids, divided by commas.")] = None,
) -> None:
    """Download the official files, with resume and checksum.

    Example: detente data pull downloads/ --only atop
    """
    from detente.evidence import commands

    for pulled in commands.pull(folder, only.split(",") if only else None):
        print(pulled)
