"""A report as a list of blocks, which the writers of PDF, Word and Markdown set in their own way.

In: a `detente.model.Report`. Out: `Outline`: a title, a line under it and blocks in reading order, in the
order of the evidence card. Every string is plain text: a writer must set it so that it stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente import __version__, english
from detente.model import Chart, Checked, Finding, Report
from detente.report import meaning, spans, summary, text
from detente.report.citations import cited_keys
from detente.report.digest import grade_reasons, known_cases, limits, references, source_years, tally

ROWS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style: "" (body), strong, soft, mark (words of a claim) or tag (its letter)."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a part of the document, 2 a card, 3 a section of a card."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs of text; `style` is "" (body), quote, article, comment, verdict or source."""

    runs: tuple[Run, ...]
    style: str = ""
    label: str = ""  # of a verdict: the finding's label, for its colour


@dataclass(frozen=True, slots=True)
class Items:
    """A list without order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of text under headings; `numeric` says which columns hold numbers."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its title, source line and text alternative."""

    chart: Chart


Block = Heading | Paragraph | Items | Table | Figure


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole document; `note` says what made it, for the foot of a page."""

    title: str
    under: str
    note: str
    blocks: tuple[Block, ...]


def outline(report: Report, calibration: Mapping[str, Mapping[str, Any]] | None = None) -> Outline:
    """The blocks of a report: date and counts, what to look at, the text with its marks, one card a claim, sentences not
    read, citations."""
    blocks: list[Block] = [*_head(report), Heading(1, "The text")]
    for part in report.document.parts:
        blocks += _part(report, part)
    if report.checked:
        blocks.append(Heading(1, "The claims"))
    for index, checked in enumerate(report.checked):
        blocks += _card(report, index, checked, (calibration or {}).get(checked.claim.kind))
    if report.not_read:
        blocks += [
            Heading(1, "Sentences not read"),
            items(f"“{_flat(n.quote)}” {n.reason}" for n in report.not_read),
        ]
    if keys := cited_keys(report):
        blocks += [Heading(1, "Sources"), items(_reference(one) for one in references(report, keys))]
    note = f"detente {__version__}, atlas {report.atlas_version}"
    title = text.visible(report.document.title or "Untitled document")
    return Outline(title, "Claims tested against evidence", note, tuple(blocks))


def para(*words: str | Run, style: str = "", label: str = "") -> Paragraph:
    """A paragraph of plain strings and runs, with what is hidden or reorders made visible."""
    runs = (Run(word) if isinstance(word, str) else word for word in words)
    return Paragraph(tuple(Run(text.visible(run.text), run.style) for run in runs), style, label)


def items(lines: Iterable[object]) -> Items:
    """A list of plain strings."""
    return Items(tuple(text.visible(line) for line in lines))


def table(rows: Sequence[Mapping[str, Any]], most: int = ROWS_SHOWN, caption: str = "") -> Table:
    """The first rows of records; a column is numeric where every value in it is a number."""
    shown = rows[:most]
    names = list(dict.fromkeys(key for row in shown for key, value in row.items() if value is not None))
    numeric = tuple(
        all(
            isinstance(row.get(name), int | float | None) and not isinstance(row.get(name), bool)
            for row in shown
        )
        for name in names
    )
    cells = tuple(tuple(text.cell(row.get(name)) for name in names) for row in shown)
    headings = tuple(text.visible(text.phrase(str(name))) for name in names)
    more = f"{len(shown)} of {len(rows):,} rows shown" if len(rows) > len(shown) else ""
    said = text.visible(". ".join(part for part in (caption, more) if part))
    return Table(headings, cells, numeric, said)


def _head(report: Report) -> list[Block]:
    """Date and how it is known, counts by use, and what to look at."""
    blocks: list[Block] = [
        para(Run(f"{summary.dated(report.document)}.", "soft")),
        para(f"{summary.counted(report)}."),
        Heading(1, "What to look at"),
    ]
    chosen = [(i, report.checked[i]) for i in summary.to_look_at(report)]
    if not chosen:
        return [*blocks, para(summary.nothing_to_look_at(report))]
    rows = tuple(
        (text.letter(i), _said(one.finding), text.visible(meaning.sentence(one.claim)), summary.strongest(one.finding))
        for i, one in chosen
    )  # fmt: skip
    return [*blocks, Table(("", "Finding", "What was tested", "The strongest fact"), rows, (False,) * 4)]


def _flat(words: str) -> str:
    return " ".join(words.split())


def _said(finding: Finding, *, capital: bool = False) -> str:
    said = text.word(finding.label)
    return f"{said.glyph} {english.capital(said.text)}" if capital else f"{said.glyph} {said.text}"


def _part(report: Report, part: Any) -> list[Block]:
    style = "comment" if part.kind == "comment" else "article"
    who = [part.author or ("A reader" if part.kind == "comment" else ""), part.published or ""]
    blocks: list[Block] = []
    if any(who):
        blocks.append(para(Run(", ".join(word for word in who if word), "strong"), style=style))
    here = [i for i, checked in enumerate(report.checked) if checked.claim.part == part.id]
    where = [(report.checked[i].claim.start, report.checked[i].claim.end) for i in here]
    left = [_untested(report.checked[i]) for i in here]
    for paragraph in spans.paragraphs(part.text, where, left):
        runs: list[Run] = []
        for piece in paragraph.pieces:
            runs += [Run(text.letter(here[i]), "tag") for i in piece.opens]
            said = " ".join(piece.text.split("\n")) if paragraph.wrapped else piece.text
            runs.append(Run(said, "mark" if piece.over else ""))
        blocks.append(para(*runs, style=style))
    return blocks


def _card(report: Report, index: int, checked: Checked, known: Mapping[str, Any] | None) -> list[Block]:
    claim, finding = checked.claim, checked.finding
    part = next((part for part in report.document.parts if part.id == claim.part), None)
    said_by = text.visible(meaning.said_by(claim, part))
    blocks: list[Block] = [
        Heading(2, f"{text.letter(index)} · {text.visible(meaning.sentence(claim))}"),
        para(f"“{claim.quote}”", style="quote"),
    ]
    if note := summary.untested_note(checked):
        blocks.append(para(Run(note, "strong")))
    blocks += [
        para(Run(f"{said_by}. {meaning.modality(claim)}. {meaning.period(claim)}.", "soft")),
        para(_said(finding, capital=True), style="verdict", label=finding.label),
        _members(finding) if finding.members else para(finding.reason),
        *_figures_of(finding),
    ]
    if summary.is_short(checked):
        if finding.would_change:
            blocks += [Heading(3, "What would change this finding"), items(finding.would_change)]
        return blocks
    if finding.chart is not None:
        blocks.append(Figure(finding.chart))
    blocks += _strip(finding)
    for title, lines in (
        ("Where sources disagree", finding.disagreements),
        ("What would change this finding", finding.would_change),
        ("The strongest counter-reading", (finding.counter_reading,) if finding.counter_reading else ()),
        ("Limits", limits(report, checked)),
    ):
        if lines:
            blocks += [Heading(3, title), items(lines) if len(lines) > 1 else para(*lines[:1])]
    ends = source_years(report, checked)
    if ends:
        rows = tuple((text.visible(title), covered) for title, covered in ends)
        blocks.append(Table(("Source", "Years covered"), rows, (False, False)))
    if finding.evidence:
        blocks.append(Heading(3, "Rows"))
        for rows in finding.evidence:
            version = f" {rows.version}" if rows.version else ""
            blocks.append(table(rows.rows, caption=f"{rows.source}{version}, {_rows(len(rows.rows))}"))
    if finding.citations:
        keys = ", ".join(dict.fromkeys(finding.citations))
        blocks.append(para(Run(f"Cited: {keys}", "soft"), style="source"))
    if known:
        blocks += [Heading(3, "How this test does on known cases"), para(" ".join(known_cases(known)))]
    return blocks


def _untested(checked: Checked) -> list[tuple[int, int]]:
    typed = checked.claim.typed
    return [(u.start, u.end) for u in typed.untested] if typed is not None else []


def _members(finding: Finding) -> Table:
    """Each case of a claim that speaks of several."""
    rows = tuple(
        (text.visible(m.who), text.word(m.label).text, text.visible(_flat(m.reason))) for m in finding.members
    )
    return Table(("Case", "Finding", "What was found"), rows, (False,) * 3)


def _figures_of(finding: Finding) -> list[Block]:
    """Effect, grade and probability, each on a line of its own."""
    blocks: list[Block] = []
    effect = finding.effect
    if effect is not None and text.number(effect.value) != "–":
        bounds = text.interval(effect.low, effect.high)
        said = f" (95 per cent interval {bounds})" if bounds else ""
        ranked = text.rank(effect.placebo_percentile)
        soft = f"{said}; {ranked}" if ranked else said
        blocks.append(para(Run(text.number(effect.value), "strong"), f" {effect.unit}", Run(soft, "soft")))
    grade = text.GRADES.get(finding.grade, finding.grade)
    why = grade_reasons(finding)
    reasons = f" – {why}" if why else ""
    blocks.append(para(Run(f"Grade: {grade}", "strong"), Run(reasons, "soft")))
    if finding.probability:
        blocks.append(para(text.chance(finding.probability)))
    return blocks


def _strip(finding: Finding) -> list[Block]:
    """How many specifications agree, by family."""
    specifications = finding.specifications
    if not specifications:
        return []
    agree = sum(one.direction > 0 for one in specifications)
    rows = tuple(
        (
            text.phrase(row["family"]),
            f"{row['agree']} of {row['n']}",
            row["said"],
            ", ".join(dict.fromkeys(dot["spec"].source for dot in row["dots"])),
        )
        for row in tally(specifications)
    )
    return [
        Heading(3, f"{agree} of {len(specifications)} specifications agree with the claim"),
        Table(("Family", "Agree", "On the whole", "Sources"), rows, (False,) * 4),
    ]


def _rows(n: int) -> str:
    return "1 row" if n == 1 else f"{n:,} rows"


def _reference(one: Mapping[str, Any]) -> str:
    said = one["text"] or one["key"]
    return f"{said} {one['url']}" if one["url"] else said
