"""The test of `event` statements: who did what to whom, when and about what, against the record of deeds.

Found: supported, the rows shown. Found otherwise: contradicted where the deed is done but once or the list is complete.
Not found: the record is silent, which proves nothing. A denied deed turns this round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.checks.deeds import cells as layouts
from detente.checks.deeds import counts, findings, matching, otherwise, requirements, settled, silence, when
from detente.checks.deeds.record import load
from detente.checks.typed.sets import joined
from detente.domain.acts import ACTS
from detente.model import Finding, Label, Member

if TYPE_CHECKING:
    from detente.checks.deeds.cells import Layout
    from detente.checks.deeds.matching import Cell, Hit
    from detente.checks.deeds.record import Record
    from detente.checks.deeds.requirements import Condition
    from detente.checks.deeds.when import Window
    from detente.checks.statements import Context
    from detente.domain import Claim, Event
    from detente.domain.periods import Period
    from detente.measures.registry import Bench


@dataclass(frozen=True)
class _Question:
    """What is asked of the record."""

    event: Event
    window: Window
    conditions: tuple[Condition, ...]
    record: Record
    bench: Bench


def claim(one: Claim, bench: Bench, context: Context) -> Finding:
    """The finding on a claim whose statement is an event."""
    return evaluate(one.statement, one.period, one.negative, bench, context)  # type: ignore[arg-type]


def evaluate(event: Event, period: Period, negative: bool, bench: Bench, context: Context) -> Finding:
    """The finding on a deed, or on its denial, in a period; modality is not seen here.

    Done at several places it must be found at each of them.
    """
    if len(event.place) > 1:
        parts = [
            (
                requirements.plain(place),
                evaluate(event.model_copy(update={"place": (place,)}), period, negative, bench, context),
            )
            for place in event.place
        ]
        return joined(parts)
    record = load(bench, context.latest)
    if not record:
        return findings.silent("This atlas has no record of deeds.", "no_source")
    if event.order == "never":
        negative = True
    window = when.window(period, context.latest)
    problem = _unasked(event, window)
    if problem is not None:
        return problem
    year = min(window.last.year, context.latest)
    layout = layouts.layout(event, bench, year)
    if layout is None:
        return findings.silent("The members of the group that is named are not known here.", "no_source")
    asked = _Question(event, window, requirements.conditions(event), record, bench)
    if negative:
        return _denied(asked, layout)
    found = _affirmed(asked, layout)
    if layout.fallback is not None and found.label == "insufficient_evidence":
        other = _affirmed(asked, layout.fallback)
        if other.label in ("supported", "partly_supported"):
            found = other
    return counts.order(found, event, layout.cells, record, window, asked.conditions)


_OF_WHAT = ("refuse", "pledge", "withdraw_pledge", "accept_demand", "demand")
"""Acts that say nothing without what was refused, promised or asked for."""


def _unasked(event: Event, window: Window) -> Finding | None:
    """Why the statement cannot be put to the record, or None."""
    about = event.object or event.place or event.named or event.content
    if not (event.actors or event.targets or about):
        return findings.silent("It does not say who did it, to whom or about what.", "no_source")
    if event.act in _OF_WHAT and not (event.object or event.named or event.content):
        return findings.silent(
            f"It does not say what was meant: any deed of the kind “{ACTS[event.act].active}” would do.",
            "no_source",
        )
    if not requirements.content_testable(event):
        return findings.silent(
            "What was said or meant to be done is not of a kind that the record tells.", "no_source"
        )
    if window.first > window.last:
        return findings.silent(f"The record of deeds ends in {window.last.year}.", "no_coverage")
    return None


def _affirmed(asked: _Question, layout: Layout) -> Finding:
    """The finding on a deed that is claimed to have been done."""
    results = [(cell, _hits(asked, cell)) for cell in layout.cells]
    if asked.event.times is not None:
        every = [h for _, hits in results for h in hits if h.full]
        complete = all(_closed(asked, cell) is not None for cell in layout.cells)
        return counts.times(asked.event, every, asked.bench, asked.window, complete)
    full = [(c, h) for c, h in results if h and h[0].full]
    part = [(c, h) for c, h in results if h and not h[0].full]
    need = layout.need
    if need.most is not None:
        return _few(asked, layout, len(full))
    if len(full) >= need.least > 0:
        return _supported(asked, layout, results, full)
    if (full or part) and not layout.weaker:
        return _partly(asked, layout, results, [*full, *part])
    return _not_found(asked, layout)


def _hits(asked: _Question, cell: Cell) -> tuple[Hit, ...]:
    """Rows of one cell; where it must be found each year, those of all years or none."""
    every: list[Hit] = []
    for window in asked.window.years():
        found = matching.hits(asked.record, asked.event, cell, window, asked.conditions)
        if not found:
            return ()
        every += found
    return (
        tuple(sorted(dict.fromkeys(every), key=lambda h: not h.full))
        if asked.window.each_year
        else tuple(every)
    )


def _supported(
    asked: _Question,
    layout: Layout,
    results: Sequence[tuple[Cell, tuple[Hit, ...]]],
    full: Sequence[tuple[Cell, tuple[Hit, ...]]],
) -> Finding:
    deeds = _spread([[h.deed for h in hits if h.full] for _, hits in full])
    reason = f"The record holds it: {findings.several(deeds)}."
    if layout.need.least < layout.need.of:
        reason = f"The record shows it of {len(full)} of {layout.need.of}: {findings.several(deeds)}."
    label: Label = "partly_supported" if layout.weaker else "supported"
    if layout.weaker:
        reason += " Whether they did it to each other, it does not say."
    return findings.found(label, asked.bench, deeds, reason, _members(layout, results))


def _spread(groups: Sequence[Sequence[findings.Deed]]) -> list[findings.Deed]:
    """Rows with the best of each cell first."""
    firsts = [g[0] for g in groups if g]
    return list(dict.fromkeys([*firsts, *(d for g in groups for d in g[1:])]))


def _members(layout: Layout, results: Sequence[tuple[Cell, tuple[Hit, ...]]]) -> tuple[Member, ...]:
    if len(layout.cells) < 2:
        return ()
    shown = results if layout.need.least == layout.need.of else [r for r in results if r[1]]
    return tuple(
        Member(
            cell.said,
            "insufficient_evidence" if not hits else "supported" if hits[0].full else "partly_supported",
            findings.told(hits[0].deed) if hits else "The record does not hold it.",
        )
        for cell, hits in shown
    )


def _partly(
    asked: _Question,
    layout: Layout,
    results: Sequence[tuple[Cell, tuple[Hit, ...]]],
    held: Sequence[tuple[Cell, tuple[Hit, ...]]],
) -> Finding:
    deeds = _spread([[h.deed for h in hits] for _, hits in held])
    best = [hits[0] for _, hits in held]
    missing = [cell.said for cell, hits in results if not hits]
    if layout.need.least < layout.need.of:
        said = f"The record shows it of {len(held)} of {layout.need.of}, of {layout.need.least} that the claim needs."
        return findings.silent(f"{said} {findings.several(deeds)}.", bench=asked.bench, near=deeds)
    reason = " ".join(filter(None, (f"The record holds: {findings.several(deeds)}.", findings.unsaid(best))))
    if missing:
        reason += f" It holds nothing of the kind for {'; '.join(missing[:4])}."
    return findings.found("partly_supported", asked.bench, deeds, reason, _members(layout, results))


def _few(asked: _Question, layout: Layout, found: int) -> Finding:
    """Few or none of a group did it: only a complete list can bear that out."""
    need = layout.need
    deeds = [h.deed for cell in layout.cells for h in _hits(asked, cell) if h.full]
    said = f"The record shows it of {found} of {need.of}"
    if need.most is not None and found > need.most:
        return findings.found("contradicted", asked.bench, deeds, f"{said}: {findings.several(deeds)}.")
    lists = [_closed(asked, cell) for cell in layout.cells]
    if all(lists) and lists[0] is not None:
        return findings.by_list(
            "supported", asked.bench, f"{said}, by {lists[0].said}.", lists[0].sources, deeds
        )
    return findings.silent(f"{said}; it may lack others.", bench=asked.bench, near=deeds)


def _not_found(asked: _Question, layout: Layout) -> Finding:
    """Refuted where the deed is done but once or its list is complete; else the record is silent."""
    event, window = asked.event, asked.window
    near = otherwise.near(asked.record, event, layout.cells, window)
    for cell in layout.cells:
        refuted = otherwise.instead(asked.record, event, cell, window, asked.conditions)
        refuted = refuted or settled.instead(asked.record, event, cell, window, asked.bench)
        if refuted is not None and refuted[1]:
            return findings.found("contradicted", asked.bench, refuted[1], refuted[0])
        if refuted is not None:
            return findings.by_list("contradicted", asked.bench, refuted[0], ("lists",))
    lists = [(cell, _closed(asked, cell)) for cell in layout.cells]
    held = [(cell, one) for cell, one in lists if one is not None]
    among = ACTS[event.act].symmetric and not event.targets and len(layout.cells) > 1
    if held and (not among or len(held) == len(lists)):
        cell, one = held[0]
        reason = (
            f"{one.said[0].upper()}{one.said[1:]} has nothing of the kind {window.words()} ({cell.said})."
        )
        return findings.by_list("contradicted", asked.bench, reason, one.sources, near)
    reason = f"Nothing on record says just this {window.words()}, and the record is not complete."
    if near:
        reason += f" Nearest to it: {findings.several(near)}."
    return findings.silent(reason, bench=asked.bench, near=near)


def _closed(asked: _Question, cell: Cell) -> silence.Closed | None:
    return silence.closed(asked.event, cell, asked.window, asked.record, asked.bench)


def _denied(asked: _Question, layout: Layout) -> Finding:
    """The finding on a deed that is denied: it says that none of the cells was ever found."""
    results = [
        (cell, matching.hits(asked.record, asked.event, cell, asked.window, asked.conditions))
        for cell in layout.cells
    ]
    full = [h.deed for _, hits in results for h in hits if h.full]
    if full:
        reason = f"The record holds the deed that is denied: {findings.several(full)}."
        return findings.found("contradicted", asked.bench, full, reason)
    part = [h.deed for _, hits in results for h in hits]
    if part:
        return findings.silent(
            f"The record holds something like it: {findings.several(part)}.", bench=asked.bench, near=part
        )
    lists = [_closed(asked, cell) for cell in layout.cells]
    if lists and all(lists) and lists[0] is not None:
        reason = (
            f"{lists[0].said[0].upper()}{lists[0].said[1:]} has nothing of the kind {asked.window.words()}."
        )
        return findings.by_list("supported", asked.bench, reason, lists[0].sources)
    said = f"Nothing on record says this {asked.window.words()}, but the record is not complete."
    return findings.silent(said, bench=asked.bench)
