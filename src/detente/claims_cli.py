"""The commands of typed claims: read, prompt, test, schema, and the server for language models.

Thin faces over `detente.reading`, `detente.api` and `detente.domain`; everything heavy is imported inside the commands.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.data_cli import Json, Quiet
from detente.errors import InputError

if TYPE_CHECKING:
    from detente.pipeline import Reader

Date = Annotated[
    str | None,
    typer.Option(
        "--date", metavar="DATE", help="When it was published: a year, month or day (2013, 2013-05-07)."
    ),
]

ReaderName = Annotated[
    str, typer.Option("--reader", metavar="builtin|llm", help="Who reads: our rules, or a language model.")
]
EndpointUrl = Annotated[
    str | None,
    typer.Option("--endpoint", metavar="URL", help="Address of an OpenAI-compatible server (ends in /v1)."),
]
ModelName = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="Name of the model on that server.")
]
Blind = Annotated[
    bool, typer.Option("--blind", help="Hide the names of states and organisations from the model.")
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Ask the model anew, though the same was asked before.")
]


def chosen_reader(
    name: str,
    url: str | None,
    model: str | None,
    blind: bool,
    no_cache: bool,
    claims: Path | None,
    say: Callable[[str], None],
) -> Reader | None:
    """The reader that the options ask for; None for the built-in one.

    Raises:
        InputError: there is no such reader, or options that do not go together.

    """
    if name == "builtin":
        if url or model or blind or no_cache:
            raise InputError("--endpoint, --model, --blind and --no-cache go with --reader llm only.")
        return None
    if name != "llm":
        raise InputError(f"There is no reader {name!r}: builtin or llm.")
    if claims is not None:
        raise InputError("Give --claims or --reader llm, not both.")
    from detente.reading import llm

    return llm.reader(llm.endpoint(url, model, blind=blind, cache=not no_cache), say)


def test(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="Typed claims; - for standard input.")],
    json_: Json = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the evidence report.")
    ] = None,
    as_of: Annotated[
        int | None, typer.Option("--as-of", metavar="YEAR", help="Use no evidence after this year.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Test typed claims, whoever read them: statements in the schema that 'detente schema claim' prints.

    Example: detente test claims.json
    Example: detente test claims.json --json findings.json
    """
    from detente import api, exports, progress
    from detente.reading.json_text import value_of

    wanted = exports.wanted(file, json=json_, html=html)
    claims = value_of(sys.stdin.read() if str(file) == "-" else _text(file))
    with progress.shown("testing the claims", quiet=quiet) as tell:
        report = api.test(claims, as_of=as_of, progress=tell)
        taken = exports.write(report, wanted, as_of)
    if not taken:
        from rich.console import Console

        from detente import report as faces

        faces.render_terminal(report, Console(), quiet=quiet)


def _text(file: Path) -> str:
    from detente.reading.json_text import text_of

    return text_of(file)


def schema(
    what: Annotated[str, typer.Argument(metavar="claim|finding|check", help="Which schema.")] = "claim",
) -> None:
    """Print a published JSON Schema: of a typed claim, of a finding, or of the whole answer of a check.

    Example: detente schema claim
    Example: detente schema finding
    """
    from detente.domain import Claim
    from detente.report import json as published

    if what == "claim":
        found = Claim.model_json_schema(by_alias=True)
    elif what == "check":
        found = published.schema()
    elif what == "finding":
        whole = published.schema()
        found = {
            "$schema": whole["$schema"],
            "title": "A finding",
            **whole["$defs"]["finding"],
            "$defs": whole["$defs"],
        }
    else:
        raise InputError(f"There is no schema {what!r}: claim, finding or check.")
    print(json.dumps(found, indent=1))


def prompt(
    source: Annotated[str, typer.Argument(metavar="PATH|URL|-", help="The document to be read.")],
    date: Date = None,
) -> None:
    """Print a text to paste into any chat with a language model, which then reads the document.

    The model's answer, as it comes, is tested with 'detente check PATH --claims answer.json'. Nothing is sent anywhere.

    Example: detente prompt article.txt
    """
    from detente import pipeline, reading
    from detente.reading import prompt as prompts

    print(prompts.prompt(pipeline.dated(reading.read_document(source), date)))


def read(
    source: Annotated[str, typer.Argument(metavar="PATH|URL|-", help="The document to be read.")],
    date: Date = None,
    json_: Json = None,
    trace: Annotated[
        bool,
        typer.Option(
            "--trace", help="Say for each sentence which words, rules of the lexicon and operators decided."
        ),
    ] = False,
) -> None:
    """Read a document and test nothing: its claims as they are understood, and what was not read and why.

    Example: detente read article.txt
    Example: detente read article.txt --date 2017 --json -
    Example: detente read article.txt --trace
    """
    from detente import exports, pipeline, reading
    from detente.presentation import restate
    from detente.report import traces
    from detente.report.text import visible

    wanted = exports.wanted(source, json=json_)
    document = pipeline.dated(reading.read_document(source), date)
    found = pipeline.read(document, trace=trace)
    made = {
        "document": {
            "parts": [{"id": p.id, "text": p.text, "published": p.published} for p in document.parts]
        },
        "claims": [
            {**c.model_dump(mode="json", by_alias=True, exclude_defaults=True), "restatement": restate(c)}
            for c in found.claims
        ],
        "not_read": [dataclasses.asdict(n) for n in found.not_read],
    }
    if trace:
        made["trace"] = [dataclasses.asdict(step) for step in found.trace]
    if exports.put(wanted, {"json": lambda: exports.as_json(made)}):
        return
    if trace:
        print("\n\n".join(traces.sentences(document, found)))
        return
    for c in found.claims:
        print(f"{c.id}  {visible(restate(c))}\n    “{visible(' '.join(c.quote.split()))}”")
    for n in found.not_read:
        print(f"not read: {visible(' '.join(n.quote.split()))}\n    {n.reason}")
    if not (found.claims or found.not_read):
        print("Nothing was read: no sentence of it speaks of a state.")


def mcp(
    http: Annotated[
        int | None,
        typer.Option(
            "--http", metavar="PORT", help="Serve over HTTP on this machine, not over standard input."
        ),
    ] = None,
) -> None:
    """Serve detente to a language model, by the Model Context Protocol.

    A client starts it and talks over standard input and output. With --http it listens on 127.0.0.1 and asks for a token:
    that of DETENTE_MCP_TOKEN, else one made now and printed on standard error. Needs the extra: pip install 'detente[mcp]'.

    Example: detente mcp
    Example: detente mcp --http 8720
    """
    import os
    import secrets

    try:
        from detente.mcp_server import server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise InputError("The protocol's server needs the extra: pip install 'detente[mcp]'.") from None
    if http is None:
        server.run_stdio()
        return
    if not 0 < http < 65_536:
        raise InputError("A port is a number from 1 to 65535.")
    token = os.environ.get("DETENTE_MCP_TOKEN", "")
    if not token:
        token = secrets.token_urlsafe(24)
        sys.stderr.write(f"token: {token}\n")
    elif len(token) < 16 or not token.isascii() or any(sign.isspace() for sign in token):
        raise InputError("DETENTE_MCP_TOKEN needs at least 16 signs, letters and digits, without spaces.")
    server.run_http(http, token)


COMMANDS = (test, schema, prompt, read, mcp)
