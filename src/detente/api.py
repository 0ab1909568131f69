"""The few functions behind every face of detente: Python, command line, web.

`check` goes the whole way from a text to a report; `claim` does so for one sentence. The bench (open
atlas and the measures made from it) is kept between calls, so a second call is fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import InputError
from detente.model import Document, Part, ReadBy, Report

if TYPE_CHECKING:
    from detente.measures.registry import Bench
    from detente.pipeline import Reader

_FIRST_YEAR = 1816
Tell = Callable[[int, int], None]


@cache
def bench(path: str | None = None) -> Bench:
    """The bench on the atlas in `path` (by default the user's own, else the bundled one).

    Raises:
        AtlasError: the atlas is missing or damaged.

    """
    from detente.evidence import atlas
    from detente.measures.registry import Bench

    return Bench(atlas.open(path))


def check(
    source: str | Path,
    *,
    text: str | None = None,
    date: str | None = None,
    as_of: int | None = None,
    claims: str | Path | Mapping[str, Any] | Sequence[Any] | None = None,
    reader: Reader | None = None,
    progress: Tell | None = None,
    say: Callable[[str], None] | None = None,
) -> Report:
    """Test the claims of a document.

    Args:
        source: path of a text, Markdown, HTML, PDF, DOCX or EPUB file, a web address, or "-" for standard input.
            Where `text` is given, only the name the document goes by.
        text: the document itself, if it has been read already.
        date: when it was published (year, month or day); above any date found in it. Without one, and with none found,
            the text has no present, and claims about the present are not tested.
        as_of: the last year evidence may come from (default: all there is).
        claims: readings to test in place of the built-in reader's: typed claims as JSON values, the JSON of an earlier
            check with readings edited, or the path of a file that holds them, as a language model answered it.
        reader: another reader, such as `reading.llm.reader` gives; it is handed the document.
        progress: called with how many claims are done, of how many.
        say: called with each line on what was not usable among `claims`.

    Returns:
        The document with every claim and its finding, and the sentences that were not read.

    Raises:
        InputError: the document cannot be read, speaks of no states, or no given claim is valid.

    """
    from detente import pipeline, reading

    latest = last_year(as_of)
    document = pipeline.dated(reading.read_document(source, text), date)
    if claims is not None:
        return _given(document, claims, latest, progress, say or (lambda _: None))
    found = (reader or pipeline.read)(document)
    return pipeline.report(
        bench(), document, found.claims, latest, not_read=found.not_read, by=found.by, progress=progress
    )


def _given(
    document: Document, claims: object, latest: int, progress: Tell | None, say: Callable[[str], None]
) -> Report:
    """The report on readings that were given: those of an edited check all of them valid, a model's as far as they are."""
    from detente import pipeline
    from detente.reading import corrections, json_text
    from detente.reading.validation import validate

    values = json_text.value_of(json_text.text_of(Path(claims))) if isinstance(claims, str | Path) else claims
    if corrections.is_published(values):
        edited = corrections.correct(document, pipeline.read(document).claims, values)
        report = pipeline.report(
            bench(),
            document,
            edited.claims,
            latest,
            not_read=edited.not_read,
            by=edited.by,
            progress=progress,
        )
        return replace(report, changes=edited.changes)
    valid = validate(values, document, reader="model")
    if not valid.claims:
        why = "; ".join(map(str, valid.problems[:12])) or "it holds no claim"
        raise InputError(f"No claim that was given can be used: {why}.")
    for problem in valid.problems:
        say(f"not used: {problem}")
    return pipeline.report(bench(), document, valid.claims, latest, by=ReadBy("model"), progress=progress)


def is_folder(source: str | Path) -> bool:
    """Whether a source names a folder of documents (`detente.folder` checks those)."""
    try:
        return str(source) != "-" and Path(source).is_dir()
    except (OSError, ValueError):
        return False


def claim(
    sentence: str, *, date: str | None = None, as_of: int | None = None, progress: Tell | None = None
) -> Report:
    """Test one sentence; the same report as `check`, with one part.

    Asked on its own and without a date, what it says of the present is put to the latest years on record, and that is said.

    Raises:
        InputError: the sentence is empty or makes no claim about known states.

    """
    from detente import pipeline

    latest = last_year(as_of)
    sentence = sentence.strip()
    if not sentence:
        raise InputError("The sentence is empty.")
    if any("\ud800" <= sign <= "\udfff" for sign in sentence):
        raise InputError("The sentence is not text: it holds bytes that are no UTF-8.")
    if len(sentence) > 5_000:
        raise InputError("A sentence of more than 5,000 characters is a document: use 'detente check'.")
    document = pipeline.dated(
        Document(None, (Part("sentence", "article", sentence),), pipeline.SENTENCE), date
    )
    found = pipeline.read(document)
    if not found.claims and not found.not_read:
        raise InputError("No claim about known states was found in the sentence.")
    return pipeline.report(
        bench(), document, found.claims, latest, not_read=found.not_read, progress=progress
    )


def test(
    claims: str | Path | Mapping[str, Any] | Sequence[Any],
    *,
    as_of: int | None = None,
    progress: Tell | None = None,
) -> Report:
    """Test typed claims: statements in the published schema, whoever read them.

    Args:
        claims: a claim, a list of claims or an object with a list "claims", as JSON values; or the path of such a file.
        as_of: the last year evidence may come from (default: all there is).
        progress: called with how many claims are done, of how many.

    Returns:
        The report on the claims, in their order; each quote is the claim's own, else its restatement.

    Raises:
        InputError: the file cannot be read, or a claim is not valid (each fault named by its JSON path).

    """
    from detente import pipeline
    from detente.reading import json_text
    from detente.reading.validation import validate

    values = json_text.value_of(json_text.text_of(Path(claims))) if isinstance(claims, str | Path) else claims
    valid = validate(values)
    if valid.problems:
        raise InputError("; ".join(map(str, valid.problems[:12])))
    if not valid.claims:
        raise InputError("No claim was given.")
    document, placed = pipeline.of_statements(valid.claims)
    return pipeline.report(
        bench(), document, placed, last_year(as_of), by=ReadBy("person"), progress=progress
    )


def _newest() -> int:
    """The last year of the newest source on hand: the present of all tests, whatever the clock of the machine says."""
    opened = bench()
    return max((opened.source(s).last or 0 for s in opened.atlas.sources), default=0)


def last_year(as_of: int | None) -> int:
    """The last year evidence may come from: `as_of`, or that of the newest source where none is given.

    Raises:
        InputError: the year lies before all evidence or after it.

    """
    newest = _newest()
    if as_of is None:
        return newest
    if not _FIRST_YEAR <= as_of <= newest:
        raise InputError(f"The as-of year must lie between {_FIRST_YEAR} and {newest}, not {as_of}.")
    return as_of
