"""The commands under `detente data`: the evidence on this machine.

Thin faces over `detente.evidence`; everything heavy is imported inside the commands.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import InputError

if TYPE_CHECKING:
    from detente.evidence.build import Built

data = typer.Typer(help="The evidence on this machine.", no_args_is_help=True, rich_markup_mode=None)
Json = Annotated[str | None, typer.Option("--json", metavar="FILE|-", help="Write the answer as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only what it comes to; no progress.")]


@data.command("list")
def data_list(json_: Json = None, quiet: Quiet = False) -> None:
    """Sources and tables of the atlas: version, coverage, rows, licence.

    Example: detente data list --json -
    """
    from detente import exports, tables
    from detente.evidence import commands

    wanted = exports.wanted(json=json_)
    found = commands.listing()
    if exports.put(wanted, {"json": lambda: exports.as_json(found)}):
        return
    print(f"atlas {found['version']} in {found['path']}")
    if quiet:
        return
    from detente.report.text import shorten

    rows = []
    for s in found["sources"]:
        years = "-" if s["coverage"] is None else "{}-{}".format(*s["coverage"])
        version = shorten(s["version"], 24)
        rows.append((s["id"], version, years, f"{s['rows']:,}", s["licence"], s["ships"], s["key"]))
    tables.show(("source", "version", "years", "rows", "licence", "ships", "cite"), rows)


@data.command("verify")
def data_verify(quiet: Quiet = False) -> None:
    """Compare every file of the atlas with its hash.

    Example: detente data verify
    """
    from detente import progress
    from detente.evidence import commands

    with progress.shown("comparing with the hashes", quiet=quiet):
        faults = commands.verify()
    if faults:
        raise InputError(" ".join(faults))
    if not quiet:
        print("the atlas is whole")


@data.command("query")
def data_query(sql: Annotated[str, typer.Argument(help="One SELECT over the atlas's tables.")]) -> None:
    """Run a query, such as one printed on a card, and print its rows as CSV.

    SHOW TABLES names all tables; 'tables', 'columns' and 'sources' say what they hold, in which unit and from whom;
    'states' has names and codes (COW, Gleditsch-Ward, ISO). measures.NAME is a measure made of them, of every pair
    and year: ccode1, ccode2, year, value; 'SELECT * FROM measures' lists them.

    Example: detente data query "SHOW TABLES"
    Example: detente data query "SELECT * FROM columns WHERE in_table = 'trade'"
    Example: detente data query "SELECT name, ccode, iso3 FROM states WHERE name LIKE 'Yemen%'"
    Example: detente data query "SELECT * FROM rivalries WHERE ccode1 = 663 AND ccode2 = 666"
    Example: detente data query "SELECT year, value FROM measures.pact_level WHERE ccode1 = 2 AND ccode2 = 20"
    """
    from detente import api, progress
    from detente.measures.ask import ask

    if "transport." in sql and not sql.lstrip().upper().startswith("SELECT"):
        raise InputError("This is Python, not SQL: from detente import transport, then evaluate it.")
    with progress.shown("asking the atlas"):
        rows = ask(api.bench(), sql)
    sys.stdout.write(rows.write_csv())


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
    quiet: Quiet = False,
) -> None:
    """Build an atlas from a folder of publishers' files; print what changed.

    Example: detente data build downloads/ --only atop,cow-mid
    """
    from detente import progress
    from detente.evidence import commands

    wanted = only.split(",") if only else None
    with progress.shown("reading", quiet=quiet) as tell:
        built = commands.build(
            files,
            out,
            only=wanted,
            shipping=shipping,
            progress=lambda source: tell(0, None, f"reading {source}"),
        )
    print(f"atlas {built.version} in {built.folder}")
    for source, reason in built.failed:
        print(f"not built: {source}: {reason}", file=sys.stderr)
    if quiet:
        return
    for line in built.changes:
        print(line)
    _say_left_out(built)
    if built.skipped:
        print(f"no files found for: {', '.join(built.skipped)}")


def _say_left_out(built: Built) -> None:
    """What was not read or is in no table, and why; a long list is cut."""
    from detente.evidence.build import MANY

    for name, reason in built.unread[:MANY]:
        print(f"not read: {name}: {reason}", file=sys.stderr)
    if len(built.unread) > MANY:
        print(f"not read: {len(built.unread) - MANY} further files", file=sys.stderr)
    for note in built.notes:
        print(note)


@data.command("pull")
def data_pull(
    folder: Annotated[Path, typer.Argument(help="Folder to put the official files in.")],
    only: Annotated[str | None, typer.Option("--only", help="Source ids, divided by commas.")] = None,
    quiet: Quiet = False,
) -> None:
    """Download the official files, with resume and checksum.

    Example: detente data pull downloads/ --only atop
    """
    from detente.evidence import commands

    show = not quiet and sys.stderr.isatty()
    for pulled in commands.pull(folder, only.split(",") if only else None, show=show):
        print(pulled)
