"""One card, or one finding without its claim, as a page of its own: what a notebook shows.

In: a `Checked` or a `Finding`. Out: a whole HTML page in the dress of the report.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import resources

from detente.model import Checked, Document, Finding, Part, Report
from detente.report import charts, text
from detente.report.charts.canvas import escape


def card(checked: Checked) -> str:
    """The page of one claim and its finding; sources are named by their ids, as no catalogue is at hand."""
    from detente.report import to_html
    from detente.validation import measured

    quote = checked.claim.quote
    part = Part(checked.claim.part, "article", quote)
    alone = replace(checked, claim=replace(checked.claim, start=0, end=len(quote), premises=()))
    return to_html(
        Report(Document("One claim", (part,), "claim"), (alone,), "not given", ()), measured.by_kind()
    )


def finding(found: Finding) -> str:
    """The page of a finding whose claim is not at hand: label, reason, effect, grade, picture, limits."""
    word = text.word(found.label)
    style = resources.files("detente.report").joinpath("templates", "style.css").read_text("utf-8")
    said = [f"<b>{escape(word.glyph)} {escape(word.text.capitalize())}</b>", escape(found.reason)]
    if found.effect is not None:
        bounds = text.interval(found.effect.low, found.effect.high)
        more = f" (95 per cent interval {bounds})" if bounds else ""
        said.append(escape(f"{text.number(found.effect.value)} {found.effect.unit}{more}"))
    said.append(
        escape(f"Grade: {text.GRADES.get(found.grade, found.grade)}. {'; '.join(found.grade_reasons)}")
    )
    if found.probability is not None:
        said.append(escape(text.chance(found.probability)))
    body = "".join(f"<p>{one}</p>" for one in said)
    if found.chart is not None:
        title, source = escape(found.chart.title), escape(found.chart.source_line)
        body += (
            f"<figure><figcaption><h4>{title}</h4></figcaption>{charts.draw(found.chart, charts.WIDE, 'one')}"
        )
        body += f'<p class="source">Source: {source}</p></figure>'
    body += "".join(f'<p class="aside">{escape(limit)}</p>' for limit in found.limits)
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Finding</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><style>{style}</style></head>'
        f'<body><main class="card k-{found.label if found.label in text.LABELS else ""}">{body}</main></body></html>'
    )
