"""The commands of the researcher's bench: audit, calibrate, code, panel, watch.

Thin faces over `detente.validation`, `detente.reading.events`, `detente.panel` and `detente.watching`; everything heavy
is imported inside the commands.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.data_cli import Json, Quiet


def audit(
    table: Annotated[Path, typer.Argument(metavar="CSV", help="Claims with known answers.")],
    json_: Json = None,
    read: Annotated[bool, typer.Option("--read", help="Read the sentence alone.")] = False,
    quiet: Quiet = False,
) -> None:
    """Run the tests on claims with known answers and say how they do.

    Columns: id, claim, actors, years, kind; expected_verdict, scored and trap may be given.

    Example: detente audit claims.csv --json audit.json
    Example: detente audit claims.csv --read --quiet
    """
    from detente import api, exports, progress
    from detente.validation import audit as auditing

    wanted = exports.wanted(table, json=json_)
    given = auditing.read_table(table)
    with progress.shown("testing the rows", quiet=quiet) as tell:
        rows = auditing.audit(api.bench(), given, read=read, progress=tell)
    answer = auditing.to_dict(rows)
    if not exports.put(wanted, {"json": lambda: exports.as_json(answer)}):
        _print_audit([] if quiet else rows, answer["summary"])


def _print_audit(rows: list[Any], summary: dict[str, Any]) -> None:
    """The rows (none where only the sum is wanted), then the sums."""
    from detente import tables
    from detente.report.text import visible

    if rows:
        marks = {None: "", True: "right", False: "WRONG"}
        tables.show(
            ("row", "kind", "label", "grade", "expected", ""),
            [(row.id, row.kind, row.label, row.grade, row.expected, marks[row.right]) for row in rows],
        )
        kinds = summary["kinds"].items()
        tables.show(
            ("kind", "rows", "right"),
            [(kind, str(found["rows"]), str(found["right"])) for kind, found in kinds],
        )
    for name in ("scored", "abstention"):
        found = summary[name]
        share = "-" if found["share"] is None else f"{found['share']:.0%}"
        print(f"{name}: {found['right']} of {found['rows']} right ({share})")
    flips = ", ".join(summary["flips"]) or "none"
    print(f"flips between supported and contradicted: {visible(flips)}")


def calibrate(
    kind: Annotated[str, typer.Option("--kind", help="Kind of claim.")],
    n: Annotated[int, typer.Option("--n", help="Number of random draws.")] = 500,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draws.")] = 1,
    json_: Json = None,
    quiet: Quiet = False,
) -> None:
    """Measure how often a test confirms a change where none is known.

    Example: detente calibrate --kind trend --n 500 --seed 1
    """
    from detente import api, exports, progress
    from detente.validation import calibrate as calibration

    wanted = exports.wanted(json=json_)
    with progress.shown("drawing and testing", quiet=quiet) as tell:
        found = calibration.calibrate(api.bench(), kind, n, seed, progress=tell)
    if not exports.put(wanted, {"json": lambda: exports.as_json(found.to_dict())}):
        print(
            f"{found.kind}: {found.false_positives} false positives in {found.n} draws, "
            f"{found.rate:.1%} (95 per cent interval {found.low:.1%} to {found.high:.1%})"
        )


def code(
    file: Annotated[str, typer.Argument(metavar="FILE.jsonl|-", help='Lines of {"id", "text", "date"?}.')],
    json_: Json = None,
    quiet: Quiet = False,
) -> None:
    """Code the events of sentences: who did what to whom, in PLOVER's 16 types.

    Example: detente code sentences.jsonl --json -
    """
    from detente import exports, progress
    from detente.reading.events import records

    wanted = exports.wanted(file, json=json_)
    with progress.shown("coding the events", quiet=quiet):
        answers = records.code(file)
    if exports.put(wanted, {"json": lambda: records.dumps(answers).encode("utf-8")}):
        return
    if quiet:
        print(f"{sum(len(answer['events']) for answer in answers)} events in {len(answers)} texts")
        return
    from rich.console import Console

    Console().print(records.table(answers))


def panel(
    add: Annotated[str, typer.Option("--add", metavar="atop,nmc,...", help="What to put on the panel.")],
    out: Annotated[str, typer.Option("--out", metavar="FILE|-", help="A .parquet, .csv or .dta file.")],
    dyads: Annotated[str | None, typer.Option("--dyads", metavar="A-B,...", help="These pairs only.")] = None,
    states: Annotated[
        str | None, typer.Option("--states", metavar="A,...", help="State-years instead.")
    ] = None,
    years: Annotated[
        str | None, typer.Option("--years", metavar="Y1-Y2", help="First and last year.")
    ] = None,
    directed: Annotated[bool, typer.Option("--directed", help="A-B and B-A as two rows.")] = False,
    system: Annotated[str, typer.Option("--system", help="cow or gw.")] = "cow",
    quiet: Quiet = False,
) -> None:
    """Make a panel of dyad-years or state-years, columns named as scholars know them.

    Example: detente panel --dyads PAK-RUS --years 1991-2016 --add atop,mids --out panel.csv
    Example: detente panel --states PAK,IND --years 1990-2010 --add nmc --out - --quiet
    """
    from detente import exports, progress
    from detente.panel import command

    exports.wanted(out=out)
    with progress.shown("filling the panel", quiet=quiet):
        written = command.run(dyads, states, years, directed, system, add, out)
    if out != "-":
        print(f"{written.rows:,} rows, {len(written.columns)} columns in {written.out}")
    if not quiet:
        print(written.cite, file=sys.stderr)


def watch(
    measure: Annotated[
        str | None,
        typer.Option(
            "--measure",
            help="events (monthly news) or a yearly measure; without it all families, led by the record of deeds.",
        ),
    ] = None,
    family: Annotated[
        str | None, typer.Option("--family", help="All measures of a family: voting, trade ...")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YEAR|YYYY-MM", help="What counts as lately.")
    ] = None,
    top: Annotated[int, typer.Option("--top", help="Number of pairs.")] = 20,
    json_: Json = None,
    quiet: Quiet = False,
) -> None:
    """Say which of all pairs of states changed most lately, beyond what other pairs and times show.

    Example: detente watch
    Example: detente watch --family voting --since 2021 --top 10
    """
    from detente import exports, progress, tables, watching

    wanted = exports.wanted(json=json_)
    with progress.shown("ranking all pairs", quiet=quiet):
        found = watching.watch(measure=measure, family=family, since=since, top=top)
    if not exports.put(wanted, {"json": lambda: exports.as_json(found.to_dict())}):
        if not quiet:
            tables.show(*watching.table(found))
        print("\n".join(watching.summary(found)))


COMMANDS = (audit, calibrate, code, panel, watch)
