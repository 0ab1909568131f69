"""The command line: thin faces over `detente.api`, `detente.validation` and `detente.evidence`.

Exit code 0 for an answer, whatever it says; 2 for input that cannot be used, with one line on stderr.
Everything heavy is imported inside the commands, so that `detente --help` is quick.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente import __version__, manual
from detente.data_cli import Json, data, write_json
from detente.errors import DetenteError, InputError

if TYPE_CHECKING:
    from detente.exports import Wanted
    from detente.model import Report
    from detente.reading.llm import Endpoint

app = typer.Typer(
    help=manual.ABOUT,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=True,
)
app.add_typer(data, name="data")

Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the evidence report.")]
Pdf = Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="Write the report as PDF.")]
Docx = Annotated[Path | None, typer.Option("--docx", metavar="FILE", help="Write it as a Word document.")]
Md = Annotated[Path | None, typer.Option("--md", metavar="FILE", help="Write it as Markdown.")]
Cards = Annotated[
    Path | None,
    typer.Option(
        "--cards", metavar="FOLDER", help="Write each card's rows (CSV, Parquet) and picture (SVG, PNG)."
    ),
]
Bundle = Annotated[
    Path | None,
    typer.Option("--bundle", metavar="FILE.zip", help="Write what 'detente verify' can recompute."),
]
AsOf = Annotated[int | None, typer.Option("--as-of", metavar="YEAR", help="Use no evidence after this year.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the count of findings.")]


def main() -> None:
    """Run the command line; every foreseeable error becomes one line and exit code 2."""
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # many small matrices: threads only wait for one another
    arguments, colourless = manual.without_colour(sys.argv[1:])
    if colourless:
        os.environ["NO_COLOR"] = "1"
    try:
        code = app(arguments, standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        _stop("interrupted")
    except DetenteError as error:
        _stop(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        _stop(f"{error.filename or 'a file'}: {error.strerror or error}")
    except Exception as error:
        say = getattr(error, "format_message", None)  # only a misuse of the command line has one
        if say is None:
            raise
        _stop(f"{say()} (see 'detente --help')")
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _stop(message: str) -> None:
    print(f"detente: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(2)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours; may stand anywhere.")] = False,
) -> None:
    pass


@app.command()
def check(
    source: Annotated[
        str,
        typer.Argument(
            metavar="PATH|URL|-", help="Text, Markdown, HTML, PDF, DOCX or EPUB; or a folder of these."
        ),
    ],
    json_: Json = None,
    html: Html = None,
    pdf: Pdf = None,
    docx: Docx = None,
    md: Md = None,
    cards: Cards = None,
    bundle: Bundle = None,
    as_of: AsOf = None,
    claims: Annotated[
        Path | None,
        typer.Option("--claims", metavar="FILE", help="Test this reading: the JSON of a check, edited."),
    ] = None,
    llm: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Let a language model at this address propose claims; sends it the text."
        ),
    ] = None,
    blind: Annotated[bool, typer.Option("--blind", help="Hide the names of states from it.")] = False,
    quiet: Quiet = False,
) -> None:
    """Find and test the claims of an article; print the table of claims.

    Of a folder, --html writes an index and a report for each document beside it (to FILE.html, or into a folder);
    --json lists the documents. A file that cannot be read is listed with its reason. Limits: 64 MB a file,
    500,000 characters of text, 800 pages of PDF, 8 MB of HTML, 2,000 comments, 1,000 files in a folder.

    Example: detente check article.txt --html report.html
    Example: detente check inbox/ --html inbox-report.html
    Example: detente check article.txt --json read.json, edit it, detente check article.txt --claims read.json
    """
    from detente import api, exports, progress

    if api.is_folder(source):
        if claims or pdf or docx or md or cards or bundle:
            raise InputError(
                "Of a folder, only --html and --json can be written, and no reading can be corrected."
            )
        from detente import folder

        folder.command(Path(source), json_, html, as_of, quiet)
        return
    wanted = exports.wanted(json=json_, html=html, pdf=pdf, docx=docx, md=md, cards=cards, bundle=bundle)
    with progress.shown("testing the claims", quiet=quiet) as tell:
        report = api.check(
            source, as_of=as_of, claims=claims, progress=tell, llm=_asked(llm, blind), say=_note
        )
        exports.write(report, wanted, as_of)
    _show(report, wanted, quiet)


def _asked(url: str | None, blind: bool) -> Endpoint | None:
    """The language model to ask, if `--llm` or the environment names one."""
    if not url and not os.environ.get("DETENTE_LLM_URL"):
        return None
    from detente.reading.llm import endpoint

    return endpoint(url, blind=blind)


def _note(line: str) -> None:
    sys.stderr.write(f"{line}\n")


@app.command()
def claim(
    sentence: Annotated[str, typer.Argument(help="One sentence.")],
    json_: Json = None,
    html: Html = None,
    pdf: Pdf = None,
    docx: Docx = None,
    md: Md = None,
    cards: Cards = None,
    bundle: Bundle = None,
    as_of: AsOf = None,
    quiet: Quiet = False,
) -> None:
    """Test one sentence.

    Example: detente claim "Relations between Jordan and Israel improved in the 1990s."
    """
    from detente import api, exports, progress

    wanted = exports.wanted(json=json_, html=html, pdf=pdf, docx=docx, md=md, cards=cards, bundle=bundle)
    with progress.shown("testing the claim", quiet=quiet) as tell:
        report = api.claim(sentence, as_of=as_of, progress=tell)
        exports.write(report, wanted, as_of)
    _show(report, wanted, quiet)


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port; 0 takes any that is free.")] = 8710,
    store: Annotated[
        Path | None, typer.Option("--store", metavar="FILE", help="Where reports are kept (SQLite).")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", help="Processes that test claims, 0.6 GB each.")] = 2,
    remote: Annotated[
        bool, typer.Option("--remote", help="Allow an address that other machines can reach.")
    ] = False,
) -> None:
    """Run the local web app: paste or upload an article, watch it tested, keep the report.

    It listens on this machine only, unless another address and --remote are given.

    Example: detente serve --port 8710
    """
    from detente import web

    web.serve(host, port, store=store, workers=workers, remote=remote)


def _show(report: Report, wanted: Wanted, quiet: bool) -> None:
    from rich.console import Console

    from detente import report as faces

    if wanted.get("json") == "-":
        sys.stdout.write(faces.dumps(report))
    else:
        faces.render_terminal(report, Console(), quiet=quiet)


@app.command()
def verify(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="What --bundle wrote.")],
    quiet: Quiet = False,
) -> int:
    """Recompute a bundle and compare every value with what it records.

    Exit code 0: the same to the last digit. 1: something differs, and is printed. 2: no bundle.

    Example: detente verify report.zip
    """
    from detente import bundle as bundles
    from detente import progress

    with progress.shown("recomputing", quiet=quiet):
        found = bundles.verify(bundle)
    for note in found.notes:
        print(note, file=sys.stderr)
    if not quiet:
        for difference in found.differences:
            print(difference)
    claims = "1 claim" if found.claims == 1 else f"{found.claims} claims"
    n = len(found.differences)
    print(f"{claims} recomputed: {f'{n} values differ' if n else 'the same to the last digit'}")
    return 1 if n else 0


@app.command()
def brief(
    a: Annotated[str, typer.Argument(metavar="A", help="A state: id (PAK) or name (Pakistan).")],
    b: Annotated[str | None, typer.Argument(metavar="B", help="Another; without it, all ties of A.")] = None,
    first: Annotated[int | None, typer.Option("--from", metavar="YEAR", help="First year (1946).")] = None,
    last: Annotated[
        int | None, typer.Option("--to", metavar="YEAR", help="Last year (where sources end).")
    ] = None,
    json_: Json = None,
    html: Html = None,
    pdf: Pdf = None,
    docx: Docx = None,
    md: Md = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print the sentences at its head only.")
    ] = False,
) -> None:
    """Put together what every family of evidence says of a pair of states, or of one.

    Series by family on one axis of years, turning points with the dated events near them, who moved with it,
    what each side gets from whom, ways between them, where sources differ, and claims worth testing.

    Example: detente brief PAK RUS --html brief.html
    Example: detente brief "Soviet Union" "United States" --from 1946 --to 1991
    Example: detente brief PAK
    """
    from rich.console import Console

    from detente import briefing, exports, progress

    wanted = exports.wanted(json=json_, html=html, pdf=pdf, docx=docx, md=md)
    with progress.shown("putting the brief together", quiet=quiet):
        made = briefing.brief(a, b, first=first, last=last)
        exports.write_brief(made, wanted)
    if json_ == "-":
        sys.stdout.write(briefing.dumps(made))
    elif quiet:
        for said in (made.title, *made.lead):
            print(said)
    else:
        Console().print(briefing.render(made))


@app.command()
def audit(
    table: Annotated[Path, typer.Argument(metavar="CSV", help="Claims with known answers.")],
    json_: Json = None,
    read: Annotated[bool, typer.Option("--read", help="Read the sentence alone.")] = False,
) -> None:
    """Run the tests on claims with known answers and say how they do.

    Columns: id, claim, actors, years, kind; expected_verdict, scored and trap may be given.

    Example: detente audit claims.csv --json audit.json
    """
    from detente import api, progress
    from detente.validation import audit as auditing

    given = auditing.read_table(table)
    with progress.shown("testing the rows") as tell:
        rows = auditing.audit(api.bench(), given, read=read, progress=tell)
    answer = auditing.to_dict(rows)
    if json_ != "-":
        _print_audit(rows, answer["summary"])
    write_json(answer, json_)


def _print_audit(rows: list[Any], summary: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    grid = Table("row", "kind", "label", "grade", "expected", "", box=None)
    for row in rows:
        mark = "" if row.right is None else "right" if row.right else "WRONG"
        grid.add_row(row.id, row.kind, row.label, row.grade, row.expected, mark)
    console.print(grid)
    by_kind = Table("kind", "rows", "right", box=None)
    for kind, found in summary["kinds"].items():
        by_kind.add_row(kind, str(found["rows"]), str(found["right"]))
    console.print(by_kind)
    for name in ("scored", "abstention"):
        found = summary[name]
        share = "-" if found["share"] is None else f"{found['share']:.0%}"
        console.print(f"{name}: {found['right']} of {found['rows']} right ({share})", highlight=False)
    flips = ", ".join(summary["flips"]) or "none"
    console.print(f"flips between supported and contradicted: {flips}", highlight=False)


@app.command()
def calibrate(
    kind: Annotated[str, typer.Option("--kind", help="Kind of claim.")],
    n: Annotated[int, typer.Option("--n", help="Number of random draws.")] = 500,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draws.")] = 1,
    json_: Json = None,
) -> None:
    """Measure how often a test confirms a change where none is known.

    Example: detente calibrate --kind trend --n 500 --seed 1
    """
    from detente import api, progress
    from detente.validation import calibrate as calibration

    with progress.shown("drawing and testing"):
        found = calibration.calibrate(api.bench(), kind, n, seed)
    if json_ != "-":
        print(
            f"{found.kind}: {found.false_positives} false positives in {found.n} draws, "
            f"{found.rate:.1%} (95 per cent interval {found.low:.1%} to {found.high:.1%})"
        )
    write_json(found.to_dict(), json_)


@app.command()
def code(
    file: Annotated[str, typer.Argument(metavar="FILE.jsonl|-", help='Lines of {"id", "text", "date"?}.')],
    json_: Json = None,
) -> None:
    """Code the events of sentences: who did what to whom, in PLOVER's 16 types.

    Example: detente code sentences.jsonl --json -
    """
    from detente import progress
    from detente.reading.events import records

    with progress.shown("coding the events"):
        answers = records.code(file)
    if json_ == "-":
        sys.stdout.write(records.dumps(answers))
        return
    if json_ is not None:
        from detente.report.files import write_text

        write_text(Path(json_), records.dumps(answers))
    from rich.console import Console

    Console().print(records.table(answers))


@app.command()
def route(
    start: Annotated[str, typer.Argument(metavar="FROM", help="City, port or state.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="City, port or state.")],
    mode: Annotated[
        str | None, typer.Option("--mode", help="road, rail, sea ...; commas join several.")
    ] = None,
    as_of: Annotated[
        int | None, typer.Option("--as-of", metavar="YEAR", help="Borders and links of this year.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="STATE,...", help="States closed.")
    ] = None,
    open_: Annotated[
        list[str] | None, typer.Option("--open", metavar="PROJECT,...", help="Projects built.")
    ] = None,
    weigh: Annotated[str, typer.Option("--weigh", help="What to keep low: km, hours or usd.")] = "km",
    k: Annotated[int, typer.Option("-k", help="Number of alternatives.")] = 1,
    json_: Json = None,
    html: Html = None,
) -> None:
    """Find a way between two places, leg by leg, in a given year and with states closed.

    Example: detente route Tashkent Karachi --without AFG -k 2
    """
    from detente import progress
    from detente.transport import command

    with progress.shown("finding ways"):
        answer = command.route_answer(start, end, mode, as_of, without, open_, weigh, k)
    if json_ != "-":
        from rich.console import Console

        Console().print(command.render(answer))
    write_json(answer.to_json(), json_)
    if html is not None:
        from detente.report.files import write_text

        write_text(html, command.page(answer))


@app.command()
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
) -> None:
    """Make a panel of dyad-years or state-years, columns named as scholars know them.

    Example: detente panel --dyads PAK-RUS --years 1991-2016 --add atop,mids --out panel.csv
    """
    from detente import progress
    from detente.panel import command

    with progress.shown("filling the panel"):
        written = command.run(dyads, states, years, directed, system, add, out)
    if out != "-":
        print(f"{written.rows:,} rows, {len(written.columns)} columns in {written.out}")
    print(written.cite, file=sys.stderr)


@app.command()
def watch(
    measure: Annotated[
        str | None, typer.Option("--measure", help="events (the default) or a yearly measure.")
    ] = None,
    family: Annotated[
        str | None, typer.Option("--family", help="All measures of a family: voting, trade ...")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YEAR|YYYY-MM", help="What counts as lately.")
    ] = None,
    top: Annotated[int, typer.Option("--top", help="Number of pairs.")] = 20,
    json_: Json = None,
) -> None:
    """Say which of all pairs of states changed most lately, beyond what other pairs and times show.

    Example: detente watch --family voting --since 2021 --top 10
    """
    from detente import watching

    found = watching.watch(measure=measure, family=family, since=since, top=top)
    if json_ != "-":
        from rich.console import Console

        Console().print(watching.render(found), highlight=False)
    write_json(found.to_dict(), json_)


manual.keep_examples(app, data)

if __name__ == "__main__":
    main()
