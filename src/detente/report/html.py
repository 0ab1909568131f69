"""The HTML face: one file that needs no network and runs no script.

In: `detente.model.Report` and what is known of the tests (calibration). Out: the page as text.
Two walls against hostile text: jinja2 escapes every string (only drawings made in `charts`, the
stylesheet and the sign sprite are trusted), and the page's content-security policy allows nothing
but that one stylesheet, by its hash. Links lead within the page, to http(s), or to `data:` files.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente import __version__
from detente.measures import words
from detente.model import Chart, Checked, Claim, EvidenceRows, Report
from detente.report import charts, downloads, meaning, spans, summary, text
from detente.report.cards import finding_rows, specification_rows
from detente.report.charts.canvas import Field, groups
from detente.report.citations import bibtex, cited_keys, csl_items
from detente.report.digest import (
    EMPTY,
    grade_reasons,
    known_cases,
    limits,
    references,
    safe_url,
    source_title,
    source_years,
    tally,
)
from detente.report.json import plain

ROWS_SHOWN = 12
CHART_ROWS_SHOWN = 60
ROOMY = 12  # claims that are listed with their words; more stand in three tables side by side
DOWNLOAD_LIMIT = 24_000  # characters of one CSV, so that thirty claims stay under 3 MB


@dataclass(frozen=True, slots=True)
class Around:
    """What an app puts round the page: a bar above it, its style, and where a claim's reading is edited.

    `bar` is trusted HTML, `css` goes into the one stylesheet; `edit` is an address in which `{}` is the claim's id, `add`
    one in which `{}` is the place of a sentence that was not read, from 0 on.
    """

    bar: str
    css: str
    edit: str
    add: str = ""


def render(report: Report, calibration: Mapping[str, Mapping[str, Any]], around: Around | None = None) -> str:
    """The whole page; with `around` as an app shows it, still one file without script."""
    anchors = _anchors(report)
    environment = _environment()
    css = stylesheet() + _linked(anchors) + (around.css if around else "")
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    cards = [_card(report, i, anchors, calibration) for i in range(len(report.checked))]
    page = environment.get_template("report.html.jinja").render(
        version=__version__,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        css=Markup(css),  # noqa: S704 - our own file
        signs=Markup(_asset("signs.svg")),  # noqa: S704 - our own file
        report=report,
        title=report.document.title or "Untitled document",
        origin=safe_url(report.document.origin),
        total=len(report.checked),
        dated=summary.dated(report.document),
        uses=summary.uses(report),
        look=[cards[i] for i in summary.to_look_at(report)],
        no_look=summary.nothing_to_look_at(report),
        not_read=report.not_read,
        add=around.add if around else "",
        labels=text.LABELS,
        families=_families(report),
        parts=_parts(report, anchors),
        cards=cards,
        tested=_tables([card for card in cards if card["specifications"]]),
        removed=[
            text.correction(one) for one in report.changes if one.after is None and one.field == "claim"
        ],
        bar=Markup(around.bar) if around else "",  # noqa: S704 - made by the app
        edit=around.edit if around else "",
        untested=_untested(cards),
        references=references(report, cited_keys(report)),
        downloads=_page_downloads(report),
    )
    return page if page.endswith("\n") else page + "\n"


def _linked(anchors: Sequence[str]) -> str:
    """Rules that fill a claim's letter in the text while its card is pointed at or linked to."""
    chosen = [f"body:has(#{one}:is(:target, :hover)) #m-{one}" for one in anchors]
    return f"{', '.join(chosen)} {{ background: var(--k); color: var(--card); }}\n" if chosen else ""


def stylesheet() -> str:
    """The stylesheet of the page and its charts, which other faces in HTML share."""
    return _asset("style.css")


def signs() -> str:
    """The signs of findings as an SVG sprite."""
    return _asset("signs.svg")


def environment(package: str) -> Environment:
    """Templates of a package, in which everything that is no `Markup` is escaped and made visible."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: (
            value if isinstance(value, Markup) else text.visible("" if value is None else value)
        ),
    )


@cache
def _environment() -> Environment:
    made = environment("detente.report")
    made.filters |= {
        "number": text.number,
        "cell": text.cell,
        "phrase": text.phrase,
        "slug": lambda name: downloads.file_stem(str(name)),
        "visible": text.visible,
    }
    made.globals |= {
        "interval": text.interval,
        "rank": text.rank,
        "word": text.word,
        "labels": text.LABELS,
        "grades": text.GRADES,
        "empty": EMPTY,
        "named": words.named,
        "unit_of": words.unit,
        "source_of": words.source,
    }
    return made


@cache
def _asset(name: str) -> str:
    return resources.files("detente.report").joinpath("templates", name).read_text("utf-8")


def _anchors(report: Report) -> list[str]:
    """A permalink for each claim: its id where all ids are plain, else c1, c2, ..."""
    ids = [checked.claim.id for checked in report.checked]
    if len(set(ids)) == len(ids) and all(re.fullmatch(r"c\d{1,6}", one) for one in ids):
        return ids
    return [f"c{i + 1}" for i in range(len(ids))]


def _tables(cards: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The rows of the matrix: one table with room for the quotes, or three that stand side by side."""
    rows = len(cards) if len(cards) <= ROOMY else -(-len(cards) // 3)
    return [cards[i : i + rows] for i in range(0, len(cards), rows)] if cards else []


def _untested(cards: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Cards without specifications by finding: a row of the matrix would say nothing of them."""
    bare = [card for card in cards if not card["specifications"]]
    return [
        (label, own)
        for label in text.LABELS
        if (own := [card for card in bare if card["word_class"] == label])
    ]


def _parts(report: Report, anchors: Sequence[str]) -> list[dict[str, Any]]:
    """Each part with its paragraphs and the marks in them."""
    made = []
    for part in report.document.parts:
        here = [i for i, checked in enumerate(report.checked) if checked.claim.part == part.id]
        where = [(report.checked[i].claim.start, report.checked[i].claim.end) for i in here]
        left = [untested_spans(report.checked[i].claim) for i in here]
        made.append(
            {
                "part": part,
                "paragraphs": [
                    {
                        "wrapped": paragraph.wrapped,
                        "pieces": [
                            {
                                "text": piece.text,
                                "untested": piece.untested,
                                "over": [_mark(report, here[i], anchors) for i in piece.over],
                                "opens": [_mark(report, here[i], anchors) for i in piece.opens],
                            }
                            for piece in paragraph.pieces
                        ],
                    }
                    for paragraph in spans.paragraphs(part.text, where, left)
                ],
            }
        )
    return made


def untested_spans(claim: Claim) -> list[tuple[int, int]]:
    """Where the words of a claim that were not tested stand in its part."""
    return [(u.start, u.end) for u in claim.typed.untested] if claim.typed is not None else []


def _mark(report: Report, index: int, anchors: Sequence[str]) -> dict[str, str]:
    label = report.checked[index].finding.label
    said = text.word(label).text
    return {"letter": text.letter(index), "anchor": anchors[index], "label": _class(label), "finding": said}


def _class(label: str) -> str:
    """The stylesheet's class and the sign of a finding."""
    return label if label in text.LABELS else "insufficient_evidence"


def _families(report: Report) -> list[str]:
    """Every family some claim was tested on, in the order of the house."""
    found = {spec.family for checked in report.checked for spec in checked.finding.specifications}
    return sorted(found, key=text.family_order)


def _card(
    report: Report, index: int, anchors: Sequence[str], calibration: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Everything one evidence card shows, in plain values."""
    checked = report.checked[index]
    claim, finding, anchor = checked.claim, checked.finding, anchors[index]
    part = next((part for part in report.document.parts if part.id == claim.part), None)
    letters = {one.claim.id: (text.letter(i), anchors[i]) for i, one in enumerate(report.checked)}
    tallied = tally(finding.specifications)
    return {
        "letter": text.letter(index),
        "anchor": anchor,
        "claim": claim,
        "finding": finding,
        "word": text.word(finding.label),
        "word_class": _class(finding.label),
        "short": text.shorten(text.visible(meaning.sentence(claim)), 120),
        "is_short": summary.is_short(checked),
        "fact": summary.strongest(finding),
        "quote": spans.quoted(claim.quote, claim.start, untested_spans(claim)),
        "untested": summary.untested_note(checked),
        "reasons": grade_reasons(finding),
        "limits": limits(report, checked),
        "others": _other_readings(report, index, anchors),
        "located": part is not None
        and 0 <= claim.start < claim.end <= len(part.text)
        and bool(claim.quote.strip()),
        "comment": part if part is not None and part.kind == "comment" else None,
        "kind": text.phrase(claim.kind),
        "sentence": meaning.sentence(claim),
        "period": meaning.period(claim),
        "said_by": meaning.said_by(claim, part),
        "modality": meaning.modality(claim),
        "slots": meaning.slots(claim),
        "changes": [
            text.correction(one)
            for one in report.changes
            if one.claim == claim.id and (one.field != "claim" or one.after)
        ],
        "premises": [letters[one] for one in claim.premises if one in letters],
        "chance": text.chance(finding.probability) if finding.probability else "",
        "figure": _figure(finding.chart, anchor) if finding.chart else None,
        "tally": tallied,
        "cells": {row["family"]: row for row in tallied},
        "agree": sum(row["agree"] for row in tallied),
        "specifications": len(finding.specifications),
        "evidence": [_evidence(report, rows, anchor, i) for i, rows in enumerate(finding.evidence)],
        "ends": source_years(report, checked),
        "references": references(report, finding.citations),
        "downloads": _card_downloads(report, checked, anchor),
        "calibration": known_cases(calibration.get(claim.kind)),
    }


def _other_readings(report: Report, index: int, anchors: Sequence[str]) -> list[dict[str, str]]:
    """Claims read from the same words, which are this passage's other readings."""
    own = report.checked[index].claim
    return [
        {
            "letter": text.letter(i),
            "anchor": anchors[i],
            "sentence": meaning.sentence(one.claim),
            "finding": text.word(one.finding.label).text,
        }
        for i, one in enumerate(report.checked)
        if i != index
        and one.claim.part == own.part
        and max(one.claim.start, own.start) < min(one.claim.end, own.end)
    ]


def _figure(chart: Chart, anchor: str) -> dict[str, Any]:
    """The picture at two widths, and its table twin."""
    headings = {}
    encodings = [chart.encoding, *(lower.encoding for _, lower in charts.beneath(chart))]
    for entry in (one for encoding in encodings for one in encoding.values()):
        if isinstance(entry, Mapping) and isinstance(entry.get("field"), str) and entry.get("title"):
            named = Field(entry["field"], None, str(entry["title"]), str(entry.get("unit") or ""))
            headings[entry["field"]] = named.heading
    marked = chart.encoding.get("highlight")
    marked = marked.get("field") if isinstance(marked, Mapping) else marked
    rows = sorted(chart.data, key=lambda row: not row.get(marked)) if isinstance(marked, str) else chart.data
    panel = chart.encoding.get("panel")
    panels = groups(rows, Field(panel) if isinstance(panel, str) else None)
    return {
        "chart": chart,
        "wide": Markup(charts.draw(chart, charts.WIDE, f"{anchor}-w")),  # noqa: S704 - escaped there
        "narrow": Markup(charts.draw(chart, charts.NARROW, f"{anchor}-n")),  # noqa: S704 - escaped there
        "tables": [
            _table(part, CHART_ROWS_SHOWN, headings, name, without=(panel,)) for name, part in panels.items()
        ],
        "link": _csv_link(f"detente-{anchor}-picture", chart.data, "Data of the picture"),
    }


def _table(
    rows: Sequence[Mapping[str, Any]],
    most: int,
    headings: Mapping[str, str] | None = None,
    caption: str = "",
    without: Sequence[str | None] = (),
) -> dict[str, Any]:
    """The first rows with the columns that hold something in them."""
    shown = [plain(row) for row in rows[:most]]
    columns = []
    for name in downloads.column_names(shown):
        values = [row[name] for row in shown if row.get(name) is not None]
        if values and name not in without:
            columns.append(
                {
                    "name": name,
                    "heading": (headings or {}).get(name, text.phrase(str(name))),
                    "numeric": all(isinstance(value, int | float) for value in values),
                }
            )
    return {"columns": columns, "rows": shown, "n": len(rows), "caption": caption}


def _evidence(report: Report, rows: EvidenceRows, anchor: str, index: int) -> dict[str, Any]:
    measured = list(rows.rows[0])[-1] if rows.rows and "pair" in rows.rows[0] else ""
    return {
        "rows": rows,
        "title": source_title(report, rows.source) + (f", {words.named(measured)}" if measured else ""),
        "table": _table(rows.rows, ROWS_SHOWN),
        "n": len(rows.rows),
        "link": _csv_link(f"detente-{anchor}-rows-{index + 1}", rows.rows, "Rows"),
    }


def _csv_link(stem: str, rows: Sequence[Mapping[str, Any]], what: str) -> dict[str, Any]:
    """A download of as many rows as the limit allows, with how many that is."""
    rows = [plain(row) for row in rows]
    columns, kept, content = downloads.column_names(rows), len(rows), ""
    while True:
        content = downloads.csv_text(rows[:kept], columns)
        if len(content) <= DOWNLOAD_LIMIT or kept <= 1:
            break
        kept = min(kept - 1, int(kept * DOWNLOAD_LIMIT / len(content)))
    said = what if kept == len(rows) else f"{what}, the first {kept:,} of {len(rows):,}"
    return {"name": f"{stem}.csv", "href": downloads.data_uri(content, "text/csv"), "what": f"{said} (CSV)"}


def _bibtex_link(report: Report, keys: tuple[str, ...], stem: str) -> dict[str, Any]:
    href = downloads.data_uri(bibtex(report, keys), "application/x-bibtex")
    return {"name": f"{stem}.bib", "href": href, "what": "Citations (BibTeX)"}


def _csl_link(report: Report, keys: tuple[str, ...], stem: str) -> dict[str, Any]:
    items = json.dumps(csl_items(report, keys), indent=1, sort_keys=True)
    href = downloads.data_uri(items, "application/vnd.citationstyles.csl+json")
    return {"name": f"{stem}.json", "href": href, "what": "Citations (CSL-JSON)"}


def _card_downloads(report: Report, checked: Checked, anchor: str) -> list[dict[str, Any]]:
    links = []
    if checked.finding.specifications:
        links.append(
            _csv_link(f"detente-{anchor}-specifications", specification_rows(checked), "Specifications")
        )
    if checked.finding.citations:
        links.append(_bibtex_link(report, checked.finding.citations, f"detente-{anchor}"))
        links.append(_csl_link(report, checked.finding.citations, f"detente-{anchor}"))
    return links


def _page_downloads(report: Report) -> list[dict[str, Any]]:
    """All findings as a table, all citations as BibTeX and CSL-JSON."""
    rows = finding_rows(report)
    links = [_csv_link("detente-findings", rows, "All findings")] if rows else []
    keys = cited_keys(report)
    if keys:
        links.append(_bibtex_link(report, keys, "detente-citations"))
        links.append(_csl_link(report, keys, "detente-citations"))
    return links
