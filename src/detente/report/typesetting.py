"""Typst, set up so that it reaches nothing: no network, no packages, no file but what is handed over.

In: a template of ours and the document as JSON, which the template sets as text and never as markup.
Out: PDF or PNG bytes, the same for the same input: no date is written. Letters come from the fonts inside Typst
(Libertinus Serif, DejaVu Sans Mono); scripts these lack are taken from the machine's own fonts.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from detente.errors import InputError

_PICTURE = """
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""


def pdf(document: dict[str, Any], template: str | None = None) -> bytes:
    """`document` (title, meta, blocks; see `outline`) as PDF, tagged for screen readers.

    `template` is Typst of our own for a document of another form.
    """
    if template is None:
        template = resources.files("detente.report").joinpath("templates", "report.typ").read_text("utf-8")
    return _compile(template, {"document": json.dumps(document, ensure_ascii=True)}, "pdf")


def picture(svg: str, ppi: float) -> bytes:
    """An SVG drawing as PNG."""
    return _compile(_PICTURE, {"svg": svg}, "png", ppi=ppi)


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts()


def _compile(template: str, inputs: dict[str, str], form: str, ppi: float | None = None) -> bytes:
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
            made = compiler.compile(format=form, ppi=ppi, timestamp=0)  # pyright: ignore[reportArgumentType]
        except typst.TypstError as error:
            raise InputError(f"The document could not be typeset: {error.message}") from error
    if not isinstance(made, bytes):
        raise InputError("The document could not be typeset: it has no single page.")
    return made
