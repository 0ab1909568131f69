"""Text is read once: after reading no finding hangs on the words of a claim, and no room but reading looks at them."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from detente.model import Checked, Claim, Document, Finding, Report, Role
from detente.reading import cues, lexicon, read_claims
from detente.validation import audit
from detente.web import codec

SOURCE = Path(str(files("detente")))
BUNDLED = ("battery", "independent", "unseen")
EVERY = 12  # of the bundled tables: all their rows take minutes
FOREIGN = "Der Zug nach Süden hält heute nicht; Großmutter wartet am Bahnhof auf uns."
WORDS = ("cause", "event", "hedge", "response")  # details that hold words of the text


def _rows(path: Path, every: int = 1) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))[::every]


def _read(row: dict[str, str]) -> tuple[Claim, ...]:
    ids = [a for a in row["actors"].split(";") if a]
    years = [int(y) for y in re.findall(r"\d{4}", row["years"])]
    span = (years[0], years[-1]) if years else None
    return read_claims(row["claim"], actors=ids or None, years=span, kind=row["kind"])


def _reworded(claim: Claim, text: str) -> Claim:
    """The claim with every word that it keeps of its text exchanged."""
    details = {
        k: text if k in WORDS and isinstance(v, str) and not v.startswith("event:") else v
        for k, v in claim.details.items()
    }
    period = claim.period if claim.period.stated is None else replace(claim.period, stated=text or "years")
    actors = tuple(Role(r.id, r.role, text) for r in claim.actors)
    return replace(claim, quote=text, details=details, period=period, actors=actors)


def _shown(finding: Finding) -> tuple[object, ...]:
    return finding.label, finding.grade, finding.reason, finding.specifications


def _differences(bench, rows: list[dict[str, str]]) -> Iterator[str]:
    for k, row in enumerate(rows):
        claims, text = _read(row), FOREIGN if k % 2 else ""
        asked = {i: _shown(f) for i, (_, f) in audit.answer(bench, claims).items()}
        again = audit.answer(bench, [_reworded(c, text) for c in claims])
        if {i: _shown(f) for i, (_, f) in again.items()} != asked:
            yield f"{row['id']} with the text {text!r}"


@pytest.mark.parametrize("table", BUNDLED)
def test_another_text_in_the_quote_changes_no_finding(bench, table: str) -> None:
    rows = _rows(SOURCE / "validation" / f"{table}.csv", EVERY)
    assert rows
    assert list(_differences(bench, rows)) == []


@pytest.mark.shared
def test_another_text_changes_no_finding_on_known_answers(bench, shared: Path) -> None:
    rows = _rows(shared / "controls" / "known_answers.csv")
    assert len(rows) > 50
    assert list(_differences(bench, rows)) == []


# Patterns over English in rooms after reading, each with why it is none over a claim's text.
ALLOWED = {
    (
        "checks/outcomes.py",
        "_BAN",
    ): "over names of dated events in the atlas: which of them were bans on trade",
    ("checks/findings.py", "subject"): "over the note of a specification, until results are typed",
}
_LOOKS = frozenset(
    ("search", "match", "fullmatch", "sub", "findall", "finditer", "split", "lower", "casefold", "startswith", "find",
     "place_mentions", "sentence")
)  # fmt: skip
_ENGLISH = re.compile(r"[A-Za-z]{3,}")


@cache
def _parsed(room: str) -> list[tuple[str, ast.Module]]:
    paths = sorted((SOURCE / room).rglob("*.py"))
    return [(p.relative_to(SOURCE).as_posix(), ast.parse(p.read_text(encoding="utf-8"))) for p in paths]


def _trees(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms:
        yield from _parsed(room)


def _quotes(tree: ast.AST) -> list[ast.Attribute]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "quote"]


def test_no_test_touches_the_quote() -> None:
    rooms = ("checks", "inference", "measures", "transport", "evidence")
    assert [name for name, tree in _trees(*rooms) if _quotes(tree)] == []


def test_tests_do_not_read_the_words_of_a_period() -> None:
    found = [
        name
        for name, tree in _trees("checks", "inference")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and any(isinstance(n, ast.Attribute) and n.attr == "stated" for n in ast.walk(call.func))
    ]
    assert found == []


def test_the_rooms_that_print_a_quote_do_not_look_into_it() -> None:
    found = []
    for name, tree in _trees("report", "briefing", "web"):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in _LOOKS
            ):
                inside = [*node.args, node.func.value]
                found += [name for part in inside if _quotes(part)]
            if isinstance(node, ast.Compare) and any(isinstance(op, ast.In | ast.NotIn) for op in node.ops):
                found += [name for part in (node.left, *node.comparators) if _quotes(part)]
    assert found == []


def _patterns(tree: ast.Module) -> Iterator[str]:
    """The names (of the function or constant they stand in) of regular expressions with English words."""
    for top in tree.body:
        for node in ast.walk(top):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
            ):
                texts = [c.value for a in node.args[:1] for c in ast.walk(a) if isinstance(c, ast.Constant)]
                if any(isinstance(t, str) and _ENGLISH.search(t) for t in texts):
                    target = top.targets[0] if isinstance(top, ast.Assign) else top
                    yield getattr(target, "id", None) or getattr(target, "name", "?")


def test_no_pattern_over_english_stands_in_the_rooms_that_test() -> None:
    found = {(name, where) for name, tree in _trees("checks", "inference") for where in _patterns(tree)}
    assert found == set(ALLOWED)


def test_tests_do_not_call_reading() -> None:
    found = [
        name
        for name, tree in _trees("checks", "inference", "measures")
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("detente.reading"))
        or (isinstance(node, ast.Import) and any(a.name.startswith("detente.reading") for a in node.names))
    ]
    assert found == []


def test_every_cue_holds_for_its_example() -> None:
    for row in lexicon.rows("facets.csv"):
        if "{}" in row["pattern"]:
            assert cues.of_name(row["facet"], "Atlantis", row["example"].format("Atlantis")), row
        else:
            assert re.search(row["pattern"], row["example"], re.IGNORECASE), row


def test_every_matter_on_record_is_one_that_reading_knows(bench) -> None:
    column = bench.atlas.table("attempts")["matter"].to_list()
    on_record = {matter for cell in column for matter in (cell or "").split(";") if matter}
    assert on_record == {row["matter"] for row in lexicon.rows("matters.csv")}


def test_facets_survive_the_form_that_the_app_keeps() -> None:
    (claim, *_) = read_claims(
        "Laos can reach the sea by road without Thailand", actors=["LAO", "THA"], kind="necessity"
    )
    assert claim.facets.way.statement is not None
    kept = Report(Document(None, ()), (Checked(claim, Finding("supported", "low", (), "so")),), "1", ())
    assert codec.loads(codec.dumps(kept)).checked[0].claim.facets == claim.facets
