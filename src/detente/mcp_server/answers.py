"""What the server answers, as plain functions: JSON values in, JSON values out; errors are `DetenteError`s.

One `Desk` serves one process. It keeps the latest findings and briefs by id, so that rows, cards and the whole of a finding
can be asked for after it was given in short. The bench is not made for several threads: one question at a time.
"""

from __future__ import annotations

import functools
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from detente.errors import InputError
from detente.mcp_server import short
from detente.model import Checked

KEPT = 300  # findings, and as many briefs
MOST_AT_ONCE = 50  # claims in one question
Answer = TypeVar("Answer")


def _one_at_a_time(ask: Callable[..., Answer]) -> Callable[..., Answer]:
    @functools.wraps(ask)
    def asked(self: Desk, *args: Any, **options: Any) -> Answer:
        with self.lock:
            return ask(self, *args, **options)

    return asked


@dataclass
class Desk:
    """The questions, and what was answered lately."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    findings: OrderedDict[str, Checked] = field(default_factory=OrderedDict)
    briefs: OrderedDict[str, Any] = field(default_factory=OrderedDict)
    count: int = 0

    def _keep(self, where: OrderedDict[str, Any], mark: str, value: Any) -> str:
        self.count += 1
        name = f"{mark}{self.count}"
        where[name] = value
        while len(where) > KEPT:
            where.popitem(last=False)
        return name

    def finding(self, name: str) -> Checked:
        """A finding given before.

        Raises:
            InputError: there is none by that id.

        """
        if name not in self.findings:
            raise InputError(f"There is no finding {name[:40]!r} in this session; test_claims gives ids.")
        return self.findings[name]

    @_one_at_a_time
    def find_actors(self, name: str, date: str | None = None) -> dict[str, Any]:
        """Who goes by a name at a date, or whose names are near."""
        from detente import actors, pipeline
        from detente.model import Document, Part
        from detente.reading.validation import nearest

        if not name.strip() or len(name) > 200:
            raise InputError("Give a name of at most 200 signs.")
        day = pipeline.date_of(pipeline.dated(Document(None, (Part("a", "article", ""),)), date))
        found = actors.resolve(name, day.year if day else None)
        if found is None and ":" in name:
            found = actors.resolve(name.partition(":")[2].replace("_", " "), day.year if day else None)
        person = actors.leader(name, day) if found is None else None
        if found is None and person is None:
            return {"found": [], "near": nearest(name) or "none"}
        one = found or person
        assert one is not None
        said: dict[str, Any] = {"id": one.id, "name": one.name, "kind": one.kind}
        said |= {"from": str(one.start) if one.start else None, "to": str(one.end) if one.end else None}
        if found is None:
            said["note"] = "the state this person acts for"
        if day and ((one.start and day < one.start) or (one.end and day > one.end)):
            said["note"] = "did not exist at that date"
        return {"found": [said]}

    @_one_at_a_time
    def list_statement_types(self, type_: str | None = None) -> dict[str, Any]:
        """The slots of one statement type or the list of all, with what evidence there is and until when."""
        from detente.reading import prompt
        from detente.reading.validation import TYPES

        lines = dict(line.split(": ", 1) for line in prompt.schema_text().splitlines())
        if type_ is not None and type_ not in TYPES:
            raise InputError(
                f"There is no statement type {type_[:60]!r}; the types are {', '.join(sorted(TYPES))}."
            )
        wanted = sorted(TYPES) if type_ is None else [type_]
        said: dict[str, Any] = {"claim": lines["claim"], "types": {one: lines[one] for one in wanted}}
        if type_ is None:
            return said | {
                "evidence": self._coverage(),
                "more": "ask for one type to see its values and helpers",
            }
        lists = ("acts", "measures")
        said["helpers"] = {k: v for k, v in lines.items() if k.startswith("(")}
        needs = {"event": "acts", "quantity": "measures", "change": "measures"}.get(type_)
        said["values"] = {
            k: v for k, v in lines.items() if k.startswith(lists) and needs and k.startswith(needs)
        }
        return said

    def _coverage(self) -> list[str]:
        from detente import api
        from detente.report import from_catalogue

        by_family: dict[str, list[str]] = {}
        for source in from_catalogue(api.bench().atlas.sources):
            by_family.setdefault(str(source.get("family")), []).append(
                f"{source['id']} to {source['last'] or '?'}"
            )
        return [f"{family}: {', '.join(sorted(ids))}" for family, ids in sorted(by_family.items())]

    @_one_at_a_time
    def test_claims(self, claims: Any, as_of: int | None = None) -> dict[str, Any]:
        """Findings in short for the claims that are valid; for the others, the path of each fault and what is accepted."""
        from detente import api, pipeline
        from detente.model import ReadBy
        from detente.reading import json_text
        from detente.reading.validation import validate

        values = json_text.value_of(claims) if isinstance(claims, str) else claims
        valid = validate(values, reader="model")
        problems = [{"path": p.path, "problem": p.what} for p in valid.problems[:20]]
        if not valid.claims:
            raise InputError("; ".join(map(str, valid.problems[:12])) or "No claim was given.")
        if len(valid.claims) > MOST_AT_ONCE:
            raise InputError(f"At most {MOST_AT_ONCE} claims at once, not {len(valid.claims)}.")
        document, placed = pipeline.of_statements(valid.claims)
        report = pipeline.report(api.bench(), document, placed, api.last_year(as_of), by=ReadBy("model"))
        sources = {str(s["id"]): s for s in report.sources}
        found = [short.finding(self._keep(self.findings, "f", c), c, sources) for c in report.checked]
        return {"findings": found} | ({"problems": problems} if problems else {})

    @_one_at_a_time
    def finding_in_full(self, name: str) -> dict[str, Any]:
        """Everything a finding says, but its rows; cut to a model's window."""
        from detente.report import json as published

        said = published.as_dict(_report_of(self.finding(name)))["claims"][0]
        found = said["finding"]
        found["evidence"] = [
            {k: e[k] for k in ("source", "version")} | {"rows": len(e["rows"])} for e in found["evidence"]
        ]
        found["specifications"] = short.fitting(found["specifications"], short.LARGEST_ANSWER // 2)
        found["members"] = short.fitting(found["members"], short.LARGEST_ANSWER // 4)
        return said

    @_one_at_a_time
    def rows(self, name: str, source: str | None = None, start: int = 0) -> dict[str, Any]:
        """The rows behind a finding, of one source or of all, from a place on; as many as fit."""
        from detente.report.json import plain

        evidence = self.finding(name).finding.evidence
        if source is not None and all(e.source != source for e in evidence):
            known = ", ".join(dict.fromkeys(e.source for e in evidence)) or "none"
            raise InputError(f"The finding has no rows of {source[:40]!r}; its sources: {known}.")
        if start < 0:
            raise InputError("Rows are counted from 0.")
        chosen = [
            {"source": e.source, "row": plain(row)}
            for e in evidence if source in (None, e.source) for row in e.rows
        ]  # fmt: skip
        given = short.fitting(chosen[start:])
        after = start + len(given)
        queries = [{"source": e.source, "version": e.version, "query": e.query[:400]} for e in evidence]
        said = {"total": len(chosen), "rows": given, "queries": short.fitting(queries, 4_000)}
        return said | ({"next": after} if after < len(chosen) and given else {})

    @_one_at_a_time
    def brief(
        self, a: str, b: str | None = None, first: int | None = None, last: int | None = None
    ) -> dict[str, Any]:
        """What every family of evidence says of a pair of states or of one: the head, and where the page is."""
        from detente import briefing

        made = briefing.brief(a, b, first=first, last=last)
        name = self._keep(self.briefs, "b", made)
        pages = briefing.to_markdown(made)
        room = short.LARGEST_ANSWER // 2
        said = {"id": name, "title": made.title, "says": list(made.lead), "page": f"detente://brief/{name}"}
        return said | {"text": pages[:room], "cut": len(pages) > room}

    @_one_at_a_time
    def route(
        self, start: str, end: str, mode: str | None = None, as_of: int | None = None, without: str | None = None,
        open_projects: str | None = None, weigh: str = "hours", ways: int = 1,
    ) -> dict[str, Any]:  # fmt: skip
        """Ways between two places in a year, with states closed or projects built."""
        from detente.report.json import plain
        from detente.transport import command

        answer = command.route_answer(start, end, mode, as_of, without, open_projects, weigh, ways)
        said = plain(answer.to_json())
        said["routes"] = short.fitting(said["routes"])
        if answer.routes and not said["routes"]:
            said["routes"] = [{"headline": command.headline(r)} for r in answer.routes]
        return said

    @_one_at_a_time
    def panel(
        self, years: str, add: str, dyads: str | None = None, states: str | None = None, directed: bool = False
    ) -> dict[str, Any]:  # fmt: skip
        """Rows of a panel as CSV, as many as fit, and the keys to cite."""
        from detente.panel import command

        named = [n for n in (dyads or states or "").split(",") if n.strip()]
        if not named or len(named) > 20:
            raise InputError("Name 1 to 20 dyads (PAK-RUS) or states, joined by commas.")
        if any(len(one) > 200 for one in (years, add, *named)):
            raise InputError("That is too long for a name, a span of years or a verb.")
        panel = command.described(dyads, states, years, directed, "cow", add)
        frame = panel.collect()
        lines = frame.write_csv().splitlines()
        given = short.fitting(lines)
        keys = [key for c in panel.citations() for key in re.findall(r"@\w+\{([^,\s]+)", c.bibtex)]
        return {"csv": "\n".join(given), "rows": frame.height, "given": max(len(given) - 1, 0), "cite": keys}

    @_one_at_a_time
    def card_html(self, name: str) -> str:
        """The evidence card of a finding, a page by itself."""
        from detente.report import single

        return single.card(self.finding(name))

    @_one_at_a_time
    def card_png(self, name: str) -> bytes:
        """The picture of a finding's card.

        Raises:
            InputError: it has none.

        """
        from detente.report.charts import standalone

        chart = self.finding(name).finding.chart
        picture = standalone.png(chart) if chart is not None else b""
        if not picture:
            raise InputError(f"The finding {name} has no picture.")
        return picture

    @_one_at_a_time
    def brief_html(self, name: str) -> str:
        """The page of a brief given before."""
        from detente import briefing

        if name not in self.briefs:
            raise InputError(f"There is no brief {name[:40]!r} in this session.")
        return briefing.to_html(self.briefs[name])

    @_one_at_a_time
    def sources(self) -> list[dict[str, Any]]:
        """The sources of the atlas: id, title, version, years, licence, key to cite by."""
        from detente import api
        from detente.report import from_catalogue

        kept = ("id", "title", "version", "family", "licence", "first", "last", "citation_key")
        return [{k: s.get(k) for k in kept} for s in from_catalogue(api.bench().atlas.sources)]

    @_one_at_a_time
    def source(self, name: str) -> dict[str, Any]:
        """All that is known of a source, its citation included."""
        from detente import api
        from detente.report import from_catalogue

        for one in from_catalogue(api.bench().atlas.sources):
            if one["id"] == name:
                return one
        raise InputError(f"There is no source {name[:40]!r}.")

    @_one_at_a_time
    def reading_prompt(self, text: str, date: str | None = None) -> str:
        """The prompt that reads an article, and what to do with the claims."""
        from detente import pipeline, reading
        from detente.reading import prompt

        document = pipeline.dated(reading.read_document("article", text), date or None)
        return f"{prompt.prompt(document)}\n{_THEN}"


_THEN = (
    "Then call the tool test_claims with the claims you wrote, mend what it names by path once, and report its labels as they "
    'are, with what was not tested: the label is of the sentence under "tested", not of the whole quote.'
)


def _report_of(checked: Checked) -> Any:
    from detente.model import Document, Part, Report

    part = Part(checked.claim.part, "article", checked.claim.quote)
    return Report(Document(None, (part,), "claims"), (checked,), "", ())
