"""The pages that show evidence without a claim: pairs of states, briefs, the map by year, the reference of the API.

In: requests of a browser; out: HTML. What is heavy is done by the workers, and no thread waits for them.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from detente.errors import InputError
from detente.web import pairs, reference, world
from detente.web.endpoints import FIRST_YEAR, THIS_YEAR, TheDesk, done
from detente.web.pages import bar, bar_style, page, policy, year

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def _asked(request: Request, *names: str) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip()[:80] for name in names}


def _years(asked: dict[str, str]) -> tuple[int | None, int | None]:
    first, last = year(asked["from"]), year(asked["to"])
    if (first or FIRST_YEAR) > (last or THIS_YEAR):
        raise InputError("The first year lies after the last.")
    return first, last


@router.get("/pairs")
async def pair(request: Request, at: TheDesk) -> HTMLResponse:
    """Two states through the years."""
    asked = _asked(request, "one", "two", "from", "to")
    found, drawn, error = None, [], ""
    if asked["one"] or asked["two"]:
        try:
            first, last = _years(asked)
            ids = pairs.state_id(asked["one"]), pairs.state_id(asked["two"])
            found = await done(at, "pair", *ids, first or pairs.FIRST_YEAR, last or THIS_YEAR)
            asked["one"], asked["two"] = found["names"]
            drawn = await run_in_threadpool(_drawn, found)
        except InputError as wrong:
            error = str(wrong)
    return await run_in_threadpool(
        page, request, "pairs", 422 if error else 200, asked=asked, found=found, drawn=drawn, error=error,
        states=pairs.names(), first=pairs.FIRST_YEAR, this_year=THIS_YEAR,
    )  # fmt: skip


@router.get("/briefs")
async def brief(request: Request, at: TheDesk) -> HTMLResponse:
    """The brief of a pair of states, or of one; without a state, the form that asks for one."""
    asked, error = _asked(request, "one", "two", "from", "to"), ""
    if asked["one"] or asked["two"]:
        try:
            years = _years(asked)
            one, two = (pairs.state_id(asked[n]) if asked[n] else None for n in ("one", "two"))
            values = (one or two, two if one else None, years, (bar(here="/briefs"), bar_style()))
            made = await done(at, "brief", *values, limit_s=50)
            return HTMLResponse(made, headers={"content-security-policy": policy(made)})
        except InputError as wrong:
            error = str(wrong)
    return page(
        request, "briefs", 422 if error else 200, asked=asked, error=error, states=pairs.names(), first=pairs.FIRST_YEAR,
        this_year=THIS_YEAR,
    )  # fmt: skip


def _drawn(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Each measure with its picture at two widths."""
    from markupsafe import Markup

    from detente.report import charts

    made = []
    for i, measure in enumerate(found["measures"]):
        chart = pairs.chart(found, measure)
        wide = charts.draw(chart, charts.NARROW + 10, f"p{i}-w") if chart else ""
        narrow = charts.draw(chart, charts.NARROW, f"p{i}-n") if chart else ""
        made.append({**measure, "wide": Markup(wide), "narrow": Markup(narrow)})  # noqa: S704 - escaped there
    return made


@router.get("/map")
async def map_(request: Request, at: TheDesk) -> HTMLResponse:
    """One state and all others on a map, by measure and year."""
    asked = _asked(request, "state", "measure", "year")
    asked = {"state": asked["state"] or "United States", "measure": asked["measure"] or "un_agreement",
             "year": asked["year"] or "2010"}  # fmt: skip
    found, error = None, ""
    try:
        given = year(asked["year"])
        found = await done(at, "ties", pairs.state_id(asked["state"]), asked["measure"], given)
        asked["state"] = found["name"]
    except InputError as wrong:
        error = str(wrong)
    return await run_in_threadpool(_map, request, asked, found, error)


def _map(request: Request, asked: dict[str, str], found: dict[str, Any] | None, error: str) -> HTMLResponse:
    from markupsafe import Markup

    picture = Markup(world.svg(found)) if found else ""  # noqa: S704 - escaped there
    return page(
        request, "map", 422 if error else 200, asked=asked, found=found, error=error, measures=pairs.TITLES,
        states=pairs.names(), first=FIRST_YEAR, this_year=THIS_YEAR, picture=picture, ranked=world.ranked(found),
        legend=world.legend(found) if found and found["rows"] else [],
    )  # fmt: skip


@router.get("/api")
def api(request: Request) -> HTMLResponse:
    """The reference of the API, from its own schema."""
    base = str(request.base_url).rstrip("/")
    return page(request, "api", operations=reference.operations(request.app.openapi()), base=base)
