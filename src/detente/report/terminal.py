"""The terminal face: a table of claims and one line of counts.

Signs and words carry the finding; colour only repeats them, and rich drops it where NO_COLOR is
set or the output is not a terminal.
"""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.model import Checked, Finding, Report
from detente.report.text import GRADES, chance, counts, phrase, shorten, visible, word

STYLES = {
    "supported": "bold blue",
    "partly_supported": "cyan",
    "contested": "magenta",
    "contradicted": "bold red",
    "open": "green",
    "insufficient_evidence": "bright_black",
    "not_testable": "bright_black",
    "ill_posed": "yellow",
}
NARROW = 112  # columns below which the table becomes a list


def render(report: Report, console: Console, *, quiet: bool = False) -> None:
    """Print the claims of `report` and how many got each finding; `quiet` leaves the claims out."""
    if not quiet and report.checked:
        if report.document.title:
            console.print(_line(report.document.title, console.width, "bold"))
        if console.width < NARROW:
            for checked in report.checked:
                _print_claim(checked, console)
        else:
            console.print(_table(report, console.width))
    console.print(summary(report), highlight=False, markup=False, soft_wrap=True)


def summary(report: Report) -> str:
    """One line: how many claims got each finding. Never a score."""
    total = len(report.checked)
    if not total:
        return "No claim that can be tested was found."
    found = ", ".join(f"{n} {word(label).text}" for label, n in counts(report))
    return f"{total} {'claim' if total == 1 else 'claims'}: {found}."


def _table(report: Report, width: int) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("id", no_wrap=True)
    table.add_column("claim", ratio=4, overflow="fold")
    table.add_column("kind", no_wrap=True)
    table.add_column("finding", no_wrap=True)
    table.add_column("grade", no_wrap=True)
    table.add_column("reason", ratio=5, overflow="fold")
    for checked in report.checked:
        claim, finding = checked.claim, checked.finding
        table.add_row(
            _text(claim.id),
            _text(shorten(visible(claim.quote), max(48, width // 2))),
            _text(phrase(claim.kind)),
            _finding(finding.label),
            _text(GRADES.get(finding.grade, finding.grade)),
            _text(_answer(finding)),
        )
    return table


def _print_claim(checked: Checked, console: Console) -> None:
    claim, finding = checked.claim, checked.finding
    head = Text.assemble(_text(claim.id), "  ", _finding(finding.label))
    head.append(
        f"  grade {GRADES.get(finding.grade, finding.grade)}, {visible(phrase(claim.kind))}", style="dim"
    )
    console.print(head)
    for text in (f"“{shorten(visible(claim.quote), 2 * console.width)}”", _answer(finding)):
        console.print(Padding(_text(text), (0, 0, 0, 4)))


def _answer(finding: Finding) -> str:
    """The reason; a probability, which is no part of it, on a line of its own."""
    reason = " ".join(finding.reason.split())
    return f"{reason}\n{chance(finding.probability)}" if finding.probability else reason


def _finding(label: str) -> Text:
    said = word(label)
    return Text(f"{said.glyph} {visible(said.text)}", style=STYLES.get(label, ""))


def _text(value: str) -> Text:
    """Text that rich neither reads as markup nor passes control characters of."""
    return Text(visible(value))


def _line(value: str, width: int, style: str) -> Text:
    return Text(shorten(visible(value), max(width, 20)), style=style)
