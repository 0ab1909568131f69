"""The HTML face of a brief: one file, no network, no script, in the dress of the report.

In: a `Brief`. Out: the page as text. As in `report.html`, jinja2 escapes every string and the policy allows one
stylesheet by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from detente import __version__
from detente.briefing import faces
from detente.briefing.page_of import Brief
from detente.model import Chart
from detente.report import charts, downloads
from detente.report.html import environment
from detente.report.json import plain
from detente.report.outline import table

_SHORT = 14  # characters of a cell that is never broken
_WIDE = 840  # user units of a drawing on a desk


def render(brief: Brief, bar: str = "", style: str = "") -> str:
    """The whole page; an app may put a `bar` of its own (trusted HTML) above it, with its `style`."""
    css = "".join(
        resources.files(package).joinpath("templates", name).read_text("utf-8")
        for package, name in (("detente.report", "style.css"), ("detente.briefing", "brief.css"))
    )
    css += style
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    page = (
        _environment()
        .get_template("brief.html.jinja")
        .render(
            version=__version__,
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            css=Markup(css),  # noqa: S704 - our own files
            bar=Markup(bar),  # noqa: S704 - made by the app
            brief=brief,
            figures=[_figure(chart, f"f{i + 1}") for i, chart in enumerate(brief.figures)],
            sections=[
                {
                    "section": one,
                    **_table(one.rows),
                    "link": _link(one.id, one.rows),
                }
                for one in brief.sections
            ],
            references=faces.cited(brief),
        )
    )
    return page if page.endswith("\n") else page + "\n"


def _environment() -> Environment:
    return environment("detente.briefing")


def _table(rows: Any) -> dict[str, Any]:
    """The table and, by column, whether its cells are short enough to stay on one line."""
    made = table(rows, faces.MOST) if rows else None
    columns = range(len(made.headings)) if made else ()
    short = [all(len(row[i]) <= _SHORT for row in made.rows) for i in columns] if made else []
    return {"table": made, "short": short}


def _figure(chart: Chart, anchor: str) -> dict[str, Any]:
    return {
        "chart": chart,
        "wide": Markup(charts.draw(chart, _WIDE, f"{anchor}-w")),  # noqa: S704 - escaped there
        "narrow": Markup(charts.draw(chart, charts.NARROW, f"{anchor}-n")),  # noqa: S704 - escaped there
        "twin": table(_wide(chart.data), faces.MOST) if chart.data else None,
        "link": _link(f"{anchor}-picture", chart.data),
    }


def _wide(rows: Any) -> list[dict[str, Any]]:
    """Rows of small panels as one row a year, a column a line; other rows as they are."""
    if not rows or "panel" not in rows[0]:
        return list(rows)
    made: dict[int, dict[str, Any]] = {}
    for row in rows:
        name = ", ".join(str(row[key]) for key in ("panel", "series") if row.get(key))
        made.setdefault(row["year"], {"year": row["year"]})[name] = row["value"]
    return list(made.values())


def _link(name: str, rows: Any) -> dict[str, str] | None:
    if not rows:
        return None
    content = downloads.csv_text([plain(row) for row in rows])
    return {
        "name": f"detente-brief-{downloads.file_stem(name)}.csv",
        "href": downloads.data_uri(content, "text/csv"),
    }
