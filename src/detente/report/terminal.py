"""The terminal face: a line a claim (finding, what was tested, the strongest fact), what was not read, counts by use.

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
from detente.report import meaning
from detente.report.summary import NOTHING, counted, dated, strongest
from detente.report.text import GRADES, chance, shorten, visible, word

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
    """Print the claims of `report` and counts by use; `quiet` leaves the claims out."""
    if not quiet:
        if report.document.title:
            console.print(_line(report.document.title, console.width, "bold"))
        if report.document.origin not in _UNDATED:
            console.print(_line(f"{dated(report.document)}.", 4 * console.width, "dim"))
        if report.checked and console.width < NARROW:
            for checked in report.checked:
                _print_claim(checked, console)
        elif report.checked:
            console.print(_table(report))
    console.print(summary(report), highlight=False, markup=False, soft_wrap=True)


_UNDATED = ("sentence", "claims", "claim")
"""Origins of documents that are no article: nobody asks when they were published."""


def summary(report: Report) -> str:
    """One line: how many claims are of which use, and how many sentences were not read. Never a score."""
    total = len(report.checked)
    if not total:
        n = len(report.not_read)
        return f"{NOTHING} {n} {'sentence' if n == 1 else 'sentences'} not read." if n else NOTHING
    return f"{total} {'claim' if total == 1 else 'claims'}: {counted(report)}."


def _table(report: Report) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("id", no_wrap=True)
    table.add_column("finding", no_wrap=True)
    table.add_column("what was tested", ratio=4, overflow="fold")
    table.add_column("the strongest fact", ratio=5, overflow="fold")
    for checked in report.checked:
        table.add_row(
            _text(checked.claim.id),
            _finding(checked.finding.label),
            _text(_tested(checked)),
            _text(_answer(checked.finding)),
        )
    return table


def _print_claim(checked: Checked, console: Console) -> None:
    finding = checked.finding
    head = Text.assemble(_text(checked.claim.id), "  ", _finding(finding.label))
    head.append(f"  grade {GRADES.get(finding.grade, finding.grade)}", style="dim")
    console.print(head)
    for said in (_tested(checked), _answer(finding)):
        console.print(Padding(_text(said), (0, 0, 0, 4)))


def _tested(checked: Checked) -> str:
    """The restatement on one line."""
    return shorten(visible(meaning.sentence(checked.claim)), 400)


def _answer(finding: Finding) -> str:
    """The strongest fact; a probability, which is no part of it, on a line of its own."""
    fact = strongest(finding)
    return f"{fact}\n{chance(finding.probability)}" if finding.probability else fact


def _finding(label: str) -> Text:
    said = word(label)
    return Text(f"{said.glyph} {visible(said.text)}", style=STYLES.get(label, ""))


def _text(value: str) -> Text:
    """Text that rich neither reads as markup nor passes control characters of."""
    return Text(visible(value))


def _line(value: str, width: int, style: str) -> Text:
    return Text(shorten(visible(value), max(width, 20)), style=style)
