"""What the worker processes do: test a document, a corrected reading or a model's, draw a map, write a file.

In and out: plain values and bytes that pass between processes. A task gets `say(done, total)` to tell how far it
is. `DetenteError`s are the user's to mend and pass back as their sentence; anything else is a defect of ours.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from detente import pipeline
from detente.model import Change, Document, ReadBy, Report

Say = Callable[[int, int], None]
_KEPT_SUMMARIES = 1_000
_WARM = "Relations between Jordan and Israel improved between 1985 and 2005. Poland joined NATO in 1999."


@dataclass(frozen=True, slots=True)
class Tested:
    """A finished report: title, number of claims by label, bytes of `codec`."""

    title: str
    counts: dict[str, int]
    body: bytes


def warm() -> None:
    """Load what every check needs, so that the first one is not slow."""
    from detente import api
    from detente.measures import ties

    api.bench().keep = _KEPT_SUMMARIES  # a server sees the same periods again and again
    api.check("warm.txt", text=_WARM)  # what reads
    api.test(json.loads(files("detente.web").joinpath("data", "warm.json").read_text("utf-8")))  # what tests
    for family in ties.SHARES:
        ties.herfindahl(api.bench(), family)


def check(
    title: str, name: str, content: str | bytes, as_of: int | None, date: str | None, say: Say
) -> Tested:
    """Read a document and test its claims; `title` is what it is called where it does not say itself."""
    from detente import reading

    document = pipeline.dated(reading.read_document(name, content), date)
    found = pipeline.read(document)
    return _tested(_report(document, found, as_of, (), say), title)


def retest(title: str, body: bytes, edited: str, as_of: int | None, say: Say) -> Tested:
    """Test a report again with the claims as a person corrected them (JSON for `corrections.correct`)."""
    from detente.reading import corrections
    from detente.web import codec

    before = codec.loads(body)
    now = corrections.correct(
        before.document, [c.claim.typed for c in before.checked if c.claim.typed], json.loads(edited)
    )
    changes = (*before.changes, *now.changes)
    left = corrections.still_not_read(before.not_read, now.claims)
    return _tested(
        _report(before.document, pipeline.Reading(now.claims, left, before.reading), as_of, changes, say),
        title,
    )


def reread(title: str, body: bytes, answer: str, as_of: int | None, say: Say) -> Tested:
    """Test a report's document again with the claims that a language model answered, as far as they are valid."""
    from detente.reading import json_text
    from detente.reading.validation import validate
    from detente.web import codec

    before = codec.loads(body)
    valid = validate(json_text.value_of(answer), before.document, reader="model")
    return _tested(
        _report(before.document, pipeline.Reading(valid.claims, by=ReadBy("model")), as_of, (), say), title
    )


def _report(
    document: Document, found: pipeline.Reading, as_of: int | None, changes: tuple[Change, ...], say: Say
) -> Report:
    from detente import api

    latest = as_of or this_year()
    say(0, len(found.claims))
    report = pipeline.report(
        api.bench(), document, found.claims, latest, not_read=found.not_read, by=found.by, progress=say
    )
    return replace(report, changes=changes)


def _tested(report: Report, called: str) -> Tested:
    from detente.report import text
    from detente.web import codec

    title = text.shorten(text.visible(report.document.title or called), 160)
    return Tested(title, dict(text.counts(report)), codec.dumps(report))


def export(body: bytes, form: str, as_of: int | None, say: Say) -> bytes:
    """A stored report as a file of one of `exporting.FORMS`."""
    from detente.web import codec, exporting

    return exporting.make(codec.loads(body), form, as_of)


def ties(state: str, measure: str, year: int, say: Say) -> dict[str, Any]:
    """One measure of one state with all others in one year."""
    from detente import api
    from detente.web import world

    return world.ties(api.bench(), state, measure, year)


def pair(one: str, two: str, first: int, last: int, say: Say) -> dict[str, Any]:
    """Every measure of a pair of states, year by year."""
    from detente import api
    from detente.web import pairs

    return pairs.series(api.bench(), one, two, first, last)


def brief(
    one: str, two: str | None, years: tuple[int | None, int | None], bar: tuple[str, str] | None, say: Say
) -> Any:
    """A brief of a pair of states, or of one: its page with the app's bar and style, or plain values without them."""
    from detente import briefing
    from detente.briefing import faces, html

    made = briefing.brief(one, two, first=years[0], last=years[1])
    return html.render(made, *bar) if bar else faces.as_dict(made)


def this_year() -> int:
    """The current year, UTC."""
    return datetime.datetime.now(datetime.UTC).year


TASKS: dict[str, Callable[..., Any]] = {
    t.__name__: t for t in (check, retest, reread, export, ties, pair, brief)
}
