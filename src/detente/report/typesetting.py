"""Typst, set up so that it reaches nothing: no network, no packages, no file but what is handed over.

In: a template of ours and the document as JSON, which the template sets as text and never as markup.
Out: PDF or PNG bytes, the same for the same input: no date is written. Letters come from the fonts inside Typst
(Libertinus Serif, DejaVu Sans Mono); scripts these lack are taken from the machine's own fonts, and letters that no
font has are named in brackets, with a line in the log and at the head of the document (`scripts`).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from detente.errors import InputError
from detente.report import scripts

_PICTURE = """
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""


# Typst says which letters no font has only where a standard forbids them.
_PROBE = """
#set document(title: "probe", date: datetime(year: 2000, month: 1, day: 1))
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))
#sys.inputs.letters
"""


def pdf(document: dict[str, Any], template: str | None = None) -> bytes:
    """`document` (title, meta, blocks; see `outline`) as PDF, tagged for screen readers.

    `template` is Typst of our own for a document of another form.
    """
    if lacking := scripts.missing(_strings(document), _can_set):
        said = scripts.note(lacking)
        logging.getLogger("detente").warning(said)
        document = _map(document, lambda text: scripts.named(text, lacking))
        if template is None:
            told = {
                "is": "paragraph",
                "style": "source",
                "label": "",
                "runs": [{"text": said, "style": "soft"}],
            }
            document["blocks"] = [told, *document["blocks"]]
    if template is None:
        template = resources.files("detente.report").joinpath("templates", "report.typ").read_text("utf-8")
    return _compile(template, {"document": json.dumps(document, ensure_ascii=True)}, "pdf")


def picture(svg: str, ppi: float) -> bytes:
    """An SVG drawing as PNG."""
    svg = scripts.named(svg, scripts.missing([svg], _can_set))
    return _compile(_PICTURE, {"svg": svg}, "png", ppi=ppi)


def _strings(value: Any) -> Iterator[str]:
    """Every string in a document."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(one)


def _map(value: Any, change: Callable[[str], str]) -> Any:
    """A document with every string in it changed."""
    if isinstance(value, dict):
        return {key: _map(one, change) for key, one in value.items()}
    if isinstance(value, list):
        return [_map(one, change) for one in value]
    return change(value) if isinstance(value, str) else value


@lru_cache(256)
def _can_set(letters: str) -> bool:
    """Whether some font has all of these letters."""
    try:
        _compile(_PROBE, {"letters": letters}, "pdf", pdf_standards="a-2b")
    except InputError:
        return False
    return True


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts()


def _compile(template: str, inputs: dict[str, str], form: str, **how: Any) -> bytes:
    import tempfile

    import typst

    with tempfile.TemporaryDirectory(prefix="detente-") as nothing:
        try:
            compiler = typst.Compiler(
                template.encode("utf-8"),
                root=nothing,
                font_paths=_fonts(),
                sys_inputs=inputs,
                package_path=nothing,
                package_cache_path=nothing,
            )
            made = compiler.compile(format=form, timestamp=0, **how)  # pyright: ignore[reportArgumentType]
        except typst.TypstError as error:
            raise InputError(f"The document could not be typeset: {error.message}") from error
    if not isinstance(made, bytes):
        raise InputError("The document could not be typeset: it has no single page.")
    return made
