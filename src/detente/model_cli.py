"""The commands under `detente model`: language models that run on this machine.

Thin faces over `detente.reading.llm.local`; everything heavy is imported inside the commands.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detente.data_cli import Json, Quiet
from detente.errors import InputError

models = typer.Typer(
    help="Language models that run on this machine.", no_args_is_help=True, rich_markup_mode=None
)


@models.command("list")
def model_list(json_: Json = None) -> None:
    """The models on this machine, and which of them '--reader llm' asks.

    Example: detente model list
    Example: detente model list --json -
    """
    from detente import exports, tables
    from detente.reading.llm import local

    wanted = exports.wanted(json=json_)
    found = local.listed()
    made = [{"name": m.name, "path": str(m.path), "bytes": m.size, "used": m.used} for m in found]
    if exports.put(wanted, {"json": lambda: exports.as_json(made)}):
        return
    if not found:
        print(f"no model in {local.folder()}; 'detente model pull OWNER/REPOSITORY/FILE.gguf' fetches one")
        return
    tables.show(
        ("model", "GB", "in use"), [(m.name, f"{m.size / 1e9:.2f}", "yes" if m.used else "") for m in found]
    )


@models.command("pull")
def model_pull(
    name: Annotated[str, typer.Argument(metavar="OWNER/REPOSITORY/FILE.gguf", help="The file on the hub.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before fetching.")] = False,
    quiet: Quiet = False,
) -> None:
    """Fetch a model from the hub (huggingface.co, or HF_ENDPOINT): size said before, resumed, its SHA-256 checked.

    Example: detente model pull HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF/smollm2-1.7b-instruct-q4_k_m.gguf
    """
    from detente import downloads
    from detente.reading.llm import local

    offer = local.offer(name)
    held = f", {offer.held / 1e9:.2f} of it here already" if offer.held else ""
    print(f"{offer.target.name}: {offer.size / 1e9:.2f} GB from {offer.host}{held}, to {offer.target.parent}")
    if not yes:
        if not sys.stdin.isatty():
            raise InputError("Nobody is there to be asked: --yes fetches it.")
        typer.confirm("Fetch it?", abort=True)
    with downloads.bar(offer.target.name, show=not quiet and sys.stderr.isatty()) as progress:
        path = local.pull(offer, progress)
    print(f"{path}\n'detente model use {path.name}' makes it the one that reads")


@models.command("use")
def model_use(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="A model of the list, or a GGUF file.")],
) -> None:
    """Choose the model that '--reader llm' asks where no address is given.

    Example: detente model use ~/models/reader.gguf
    """
    from detente.reading.llm import local

    print(f"'--reader llm' asks {local.use(name)}")
