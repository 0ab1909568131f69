"""The few functions behind every face of detente: Python, command line, web.

`check` goes the whole way from a text to a report; `claim` does so for one sentence. The bench (open
atlas and the measures made from it) is kept between calls, so a second call is fast.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import InputError
from detente.model import Checked, Claim, Document, Part, Report

if TYPE_CHECKING:
    from detente.measures.registry import Bench
    from detente.reading.llm import Endpoint

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
    as_of: int | None = None,
    claims: str | Path | Mapping[str, Any] | Sequence[Any] | None = None,
    progress: Tell | None = None,
    llm: Endpoint | None = None,
    say: Callable[[str], None] | None = None,
) -> Report:
    """Test the claims of a document.

    Args:
        source: path of a text, Markdown, HTML, PDF, DOCX or EPUB file, a web address, or "-" for standard input.
            Where `text` is given,
            only the name the document goes by.
        text: the document itself, if it has been read already.
        as_of: the last year evidence may come from (default: all there is).
        claims: corrections of our reading, as `reading.correct` takes them, or the path of such a JSON file;
            claims keep their ids and `Report.changes` lists what was changed.
        progress: called with how many claims are done, of how many.
        llm: a language model to propose further claims, as `reading.llm.endpoint` gives it; the text is sent there.
        say: called with each line on how that went.

    Returns:
        The document with every claim and its finding, in text order.

    Raises:
        InputError: the document cannot be read, or holds no claim that could be tested.

    """
    from detente import reading

    latest = last_year(as_of)
    document = reading.read_document(source, text)
    read = reading.find_claims(document, year=_today())
    if llm is not None:
        from detente.reading.llm import propose

        read, notes = propose(document, read, llm)
        for note in notes:
            (say or (lambda _: None))(note)
    if claims is None:
        return report_on(document, read, latest, progress)
    edited = _json(Path(claims)) if isinstance(claims, str | Path) else claims
    corrected, changes = reading.correct(document, read, edited)
    return replace(report_on(document, corrected, latest, progress), changes=changes)


def is_folder(source: str | Path) -> bool:
    """Whether a source names a folder of documents (`detente.folder` checks those)."""
    try:
        return str(source) != "-" and Path(source).is_dir()
    except (OSError, ValueError):
        return False


_MOST_BYTES = 50_000_000  # of a JSON file of corrections


def _json(path: Path) -> object:
    """What a JSON file holds; InputError where it is none."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path} is larger than {_MOST_BYTES // 1_000_000} MB.")
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path} is no JSON file.") from None


def claim(sentence: str, *, as_of: int | None = None, progress: Tell | None = None) -> Report:
    """Test one sentence; the same report as `check`, with one part.

    Raises:
        InputError: the sentence is empty or makes no claim about known states.

    """
    from detente import reading

    latest = last_year(as_of)
    sentence = sentence.strip()
    if not sentence:
        raise InputError("The sentence is empty.")
    if any("\ud800" <= sign <= "\udfff" for sign in sentence):
        raise InputError("The sentence is not text: it holds bytes that are no UTF-8.")
    if len(sentence) > 5_000:
        raise InputError("A sentence of more than 5,000 characters is a document: use 'detente check'.")
    claims = reading.read_claims(sentence, year=_today())
    claims = tuple(c for c in claims if c.actors or not c.details.get("unread"))
    if not claims:
        raise InputError("No claim about known states was found in the sentence.")
    part = Part(claims[0].part, "article", sentence)
    return report_on(Document(None, (part,), "sentence"), claims, latest, progress)


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
    from detente.reading.validation import validate

    values = _json(Path(claims)) if isinstance(claims, str | Path) else claims
    valid = validate(values)
    if valid.problems:
        raise InputError("; ".join(map(str, valid.problems[:12])))
    if not valid.claims:
        raise InputError("No claim was given.")
    document, placed = pipeline.of_statements(valid.claims)
    return pipeline.report(bench(), document, placed, last_year(as_of), progress=progress)


def report_on(
    document: Document, claims: tuple[Claim, ...], latest: int, progress: Tell | None = None
) -> Report:
    """Findings for claims that have been read already (or corrected by hand).

    Raises:
        InputError: there is no claim.

    """
    from detente import transport
    from detente.report import from_catalogue
    from detente.validation import audit

    if not claims:
        raise InputError("No claim about relations between states was found in the text.")
    on = bench()
    answers = audit.answer(on, claims, latest, progress)
    checked = tuple(Checked(*answers[c.id]) for c in claims)
    sources = (*from_catalogue(on.atlas.sources), *transport.sources())
    return Report(document, checked, on.atlas.version, sources)


def _today() -> int:
    return datetime.datetime.now(datetime.UTC).year


def last_year(as_of: int | None) -> int:
    """The last year evidence may come from: `as_of`, or this year where none is given.

    Raises:
        InputError: the year lies before all evidence or in the future.

    """
    today = _today()
    if as_of is None:
        return today
    if not _FIRST_YEAR <= as_of <= today:
        raise InputError(f"The as-of year must lie between {_FIRST_YEAR} and {today}, not {as_of}.")
    return as_of
