"""The command line: thin faces over `detente.api`, `detente.validation` and `detente.evidence`.

Exit code 0 for an answer, whatever it says; 2 for input that cannot be used, with one line on stderr; 130 after Ctrl-C.
Everything heavy is imported inside the commands, so that `detente --help` is quick.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente import __version__, claims_cli, manual, research_cli, streams
from detente.data_cli import Json, Quiet, data
from detente.errors import DetenteError, InputError
from detente.model_cli import models

if TYPE_CHECKING:
    from detente.model import Report

MOST_DIFFERENCES = 40  # lines that `verify` prints, findings and grades first

app = typer.Typer(
    help=manual.ABOUT,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=True,
)
app.add_typer(data, name="data")
app.add_typer(models, name="model")

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


def main() -> None:
    """Run the command line; every foreseeable error becomes one line and exit code 2."""
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # many small matrices: threads only wait for one another
    gc.set_threshold(100_000, 50, 50)  # tables live to the end: looking through them for garbage finds none
    streams.forgive()
    arguments, colourless = manual.without_colour(sys.argv[1:])
    if colourless:
        os.environ["NO_COLOR"] = "1"
    try:
        code = app(arguments, prog_name="detente", standalone_mode=False)
        sys.stdout.flush()
    except (typer.Abort, KeyboardInterrupt):
        _interrupted()
    except DetenteError as error:
        _stop(str(error))
    except BrokenPipeError:  # the reader had enough ("| head"); what is left unwritten goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except SystemExit as stop:  # rich leaves by 1 for a broken pipe
        sys.exit(0 if isinstance(stop.__context__, BrokenPipeError) else stop.code)
    except OSError as error:
        _stop(f"{error.filename or 'standard output'}: {error.strerror or error}")
    except Exception as error:
        say = getattr(error, "format_message", None)  # only a misuse of the command line has one
        if say is None:
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            print(say())
            sys.exit(0)
        path = getattr(getattr(error, "ctx", None), "command_path", "detente")
        _stop(f"{say().rstrip('.')} (see '{path} --help')")
    else:
        if code == 130:
            _interrupted()
        sys.exit(code if isinstance(code, int) else 0)


def _interrupted() -> None:
    """Leave with 130. CPython would die of the signal instead where the interrupt fell into an `exec` of text (a dataclass
    being made): running any text clears its mark."""
    exec("")  # noqa: S102
    _stop("interrupted", 130)


def _stop(message: str, code: int = 2) -> None:
    print(f"detente: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(code)


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
    date: claims_cli.Date = None,
    claims: Annotated[
        Path | None,
        typer.Option(
            "--claims",
            metavar="FILE",
            help="Test these readings: an edited check, or a model's answer to 'detente prompt'.",
        ),
    ] = None,
    reader: claims_cli.ReaderName = "builtin",
    endpoint: claims_cli.EndpointUrl = None,
    model: claims_cli.ModelName = None,
    blind: claims_cli.Blind = False,
    no_cache: claims_cli.NoCache = False,
    quiet: Quiet = False,
) -> None:
    """Find and test the claims of an article; print the table of claims.

    Of a folder, --html writes an index and a report for each document beside it (to FILE.html, or into a folder);
    --json lists the documents. A file that cannot be read is listed with its reason. Limits: 64 MB a file,
    500,000 characters of text, 800 pages of PDF, 8 MB of HTML, 2,000 comments, 1,000 files in a folder.
    --claims takes the JSON of an earlier check with readings edited, or what a language model answered to
    'detente prompt' (as it comes), and tests those. Without a date, found or given, claims about the present wait.
    --reader llm sends the text to an OpenAI-compatible server of yours (--endpoint or DETENTE_LLM_URL, --model or
    DETENTE_LLM_MODEL, the key in DETENTE_LLM_KEY), which reads and decides nothing; otherwise nothing is sent anywhere.

    Example: detente check article.txt --html report.html
    Example: detente check inbox/ --html inbox-report.html
    Example: detente check article.txt --pdf report.pdf --docx report.docx --bundle report.zip
    Example: detente check - --md - --quiet < article.txt > report.md
    Example: detente check article.txt --json read.json
    Example: detente check article.txt --claims read.json
    Example: detente check article.txt --date 2017-03
    Example: detente check article.txt --reader llm --endpoint http://127.0.0.1:8080/v1 --model qwen3-8b
    """
    from detente import api, exports, progress

    if not source.strip():
        raise InputError("Name a document: a path, a folder, an address, or - for standard input.")
    if api.is_folder(source):
        if claims or date or pdf or docx or md or cards or bundle or reader != "builtin":
            raise InputError(
                "Of a folder, only --html and --json can be written; no date or reader can be given and no reading corrected."
            )
        from detente import folder

        folder.command(Path(source), json_, html, as_of, quiet)
        return
    chosen = claims_cli.chosen_reader(reader, endpoint, model, blind, no_cache, claims, _note)
    wanted = exports.wanted(
        source, json=json_, html=html, pdf=pdf, docx=docx, md=md, cards=cards, bundle=bundle
    )
    with progress.shown("testing the claims", quiet=quiet) as tell:
        report = api.check(
            source, date=date, as_of=as_of, claims=claims, reader=chosen, progress=tell, say=_note
        )
        taken = exports.write(report, wanted, as_of)
    if not taken:
        _show(report, quiet)


def _note(line: str) -> None:
    sys.stderr.write(f"{line}\n")


@app.command()
def claim(
    sentence: Annotated[str, typer.Argument(help="One sentence.")],
    date: claims_cli.Date = None,
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

    Prints the same table, and writes the same files, as 'detente check' does of an article. Without --date, what it
    says of the present is put to the latest years on record.

    Example: detente claim "Relations between Jordan and Israel improved in the 1990s."
    Example: detente claim "Finland joined NATO in 2023." --json -
    Example: detente claim "India may fight Pakistan within five years." --as-of 1995 --html war.html
    """
    from detente import api, exports, progress

    wanted = exports.wanted(json=json_, html=html, pdf=pdf, docx=docx, md=md, cards=cards, bundle=bundle)
    with progress.shown("testing the claim", quiet=quiet) as tell:
        report = api.claim(sentence, date=date, as_of=as_of, progress=tell)
        taken = exports.write(report, wanted, as_of)
    if not taken:
        _show(report, quiet)


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


def _show(report: Report, quiet: bool) -> None:
    from rich.console import Console

    from detente import report as faces

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

    with progress.shown("recomputing", quiet=quiet) as tell:
        found = bundles.verify(bundle, tell)
    for note in found.notes:
        print(note, file=sys.stderr)
    if not quiet:
        ranked = sorted(found.differences, key=lambda one: not one.path.endswith((".label", ".grade")))
        for difference in ranked[:MOST_DIFFERENCES]:
            print(difference)
        if len(ranked) > MOST_DIFFERENCES:
            print(f"and {len(ranked) - MOST_DIFFERENCES} more")
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
    The page is one A4 page of the PDF (its sources follow) and one screen of the HTML, whose folded tables
    have CSV files; JSON, Word and Markdown hold every row. Without --from it begins in 1946 or with the states.

    Example: detente brief PAK RUS --html brief.html
    Example: detente brief "Soviet Union" "United States" --from 1946 --to 1991
    Example: detente brief PAK
    """
    from rich.console import Console

    from detente import briefing, exports, progress

    wanted = exports.wanted(json=json_, html=html, pdf=pdf, docx=docx, md=md)
    with progress.shown("putting the brief together", quiet=quiet):
        made = briefing.brief(a, b, first=first, last=last)
        taken = exports.write_brief(made, wanted)
    if taken:
        return
    if quiet:
        for said in (made.title, *made.lead):
            print(said)
    else:
        Console().print(briefing.render(made))


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
    weigh: Annotated[str, typer.Option("--weigh", help="What to keep low: km, hours or usd.")] = "hours",
    k: Annotated[int, typer.Option("-k", help="Number of alternatives.")] = 1,
    json_: Json = None,
    html: Html = None,
    quiet: Quiet = False,
) -> None:
    """Find a way between two places, leg by leg, in a given year and with states closed.

    Of each way: km, hours and US dollars for a 20-tonne load, each with its range, and the states passed.

    Example: detente route Tashkent Karachi --without AFG -k 2
    Example: detente route Moscow "Bandar Abbas" --mode rail,sea --weigh hours --json -
    """
    from detente import exports, progress
    from detente.transport import command

    wanted = exports.wanted(json=json_, html=html)
    with progress.shown("finding ways", quiet=quiet):
        answer = command.route_answer(start, end, mode, as_of, without, open_, weigh, k)
        makers = {
            "json": lambda: exports.as_json(answer.to_json()),
            "html": lambda: command.page(answer).encode("utf-8"),
        }
        taken = exports.put(wanted, makers)
    if taken:
        return
    if quiet:
        for one in answer.routes:
            print(command.headline(one))
        if not answer.routes:
            print(answer.reason)
        return
    from rich.console import Console

    console = Console()
    console.print(command.render(answer, console.width))


for _one in (*claims_cli.COMMANDS, *research_cli.COMMANDS):
    app.command()(_one)

manual.keep_examples(app, data, models)

if __name__ == "__main__":
    main()
