"""The pages: made on the server, usable without script.

In: requests of a browser; out: HTML: what is asked and the reports (`readings` has the forms that correct them, `explore`
pairs, briefs and the map). Forms carry a token of the store, so that only our own pages can send them.
Text of others is escaped by jinja2; what is trusted (charts, maps, the report) is made and escaped by its own room.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import resources
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from detente import __version__
from detente.english import capital
from detente.errors import InputError
from detente.web import codec, editing, endpoints, exporting
from detente.web.app import UNNAMED, Busy, Desk
from detente.web.endpoints import FIRST_YEAR, THIS_YEAR, JobId, TheDesk, found, progress

if TYPE_CHECKING:
    from jinja2 import Environment

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
PASTED = UNNAMED
RECENT, LISTED = 8, 30
FILE_MB = 8
PLACES = (
    ("/", "Check"),
    ("/reports", "Reports"),
    ("/pairs", "Pairs"),
    ("/briefs", "Briefs"),
    ("/map", "Map"),
    ("/api", "API"),
)
_STATIC = {"app.css": "text/css; charset=utf-8", "htmx.min.js": "text/javascript; charset=utf-8",
           "app.js": "text/javascript; charset=utf-8"}  # fmt: skip
_TITLES = {403: "Not allowed", 404: "Not found", 405: "Not possible here", 409: "Not yet", 413: "Too large",
           429: "One moment", 500: "A defect of ours", 503: "It took too long"}  # fmt: skip
_KEPT_PAGES = 8


@cache
def environment() -> Environment:
    """The templates."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    from detente import actors
    from detente.report import text
    from detente.report.html import signs

    made = Environment(
        loader=PackageLoader("detente.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup) else text.visible("" if value is None else value),
    )  # fmt: skip
    made.filters |= {"number": text.number, "cell": text.cell, "phrase": text.phrase, "when": _when,
                     "the": actors.with_article, "cap": capital}  # fmt: skip
    made.globals |= {"version": __version__, "word": text.word, "labels": text.LABELS, "signs": Markup(signs()), "places": PLACES,  # noqa: S704
                     "versions": {name: _asset(name)[1] for name in _STATIC}}  # fmt: skip
    return made


def page(request: Request, name: str, code: int = 200, **values: Any) -> HTMLResponse:
    """A page made from a template, with a status."""
    here = request.url.path
    content = environment().get_template(f"{name}.html.jinja").render(here=here, **values)
    return HTMLResponse(content, code)


def problem(request: Request, status: int, why: str) -> HTMLResponse:
    """A page that says what was wrong."""
    return HTMLResponse(refusal(status, why), status)


@lru_cache(maxsize=64)
def refusal(status: int, why: str) -> str:
    """That page as text."""
    title = _TITLES.get(status, "That did not work")
    template = environment().get_template("problem.html.jinja")
    return template.render(here="", title=title, why=why, status=status)


def _when(stamp: str | None) -> str:
    return stamp[:16].replace("T", " ") if stamp else ""


@cache
def _asset(name: str) -> tuple[bytes, str]:
    """A static file and a short hash of it."""
    content = resources.files("detente.web").joinpath("static", name).read_bytes()
    if name == "app.css":
        from detente.report.html import stylesheet

        content = stylesheet().encode() + content
    return content, hashlib.sha256(content).hexdigest()[:12]


@router.get("/static/{name}")
def static(name: str) -> Response:
    """One of the few files pages refer to; names are looked up in a table, never in a folder."""
    if name not in _STATIC:
        raise HTTPException(404, "There is no such file.")
    content, digest = _asset(name)
    headers = {"cache-control": "public, max-age=31536000, immutable", "etag": f'"{digest}"'}
    return Response(content, media_type=_STATIC[name], headers=headers)


@router.get("/favicon.ico")
def icon() -> Response:
    """No icon; answered so that no error is logged."""
    return Response(status_code=204)


# --- ask ---------------------------------------------------------------------------------------------------


@router.get("/")
def home(request: Request, at: TheDesk) -> HTMLResponse:
    """Paste or upload an article; the latest reports. `?text=ID` fills in what was pasted for that check."""
    before = request.query_params.get("text", "")
    text = pasted(at, before) if re.fullmatch(r"[A-Za-z0-9_-]{12}", before) else None
    job = at.store.job(before) if text else None
    date = str(asked(at, before).get("date", "")) if text else ""
    return _home(request, at, text=text or "", as_of=str((job and job.as_of) or ""), date=date)


def asked(at: Desk, job_id: str) -> dict[str, str]:
    """What was asked for by a check."""
    content = at.store.content(job_id)
    return {} if content is None else json.loads(content)


def pasted(at: Desk, job_id: str) -> str | None:
    """The text somebody pasted for a check, None where it was a file or a corrected reading."""
    return asked(at, job_id).get("text")


def _home(
    request: Request, at: Desk, status: int = 200, error: str = "", text: str = "", as_of: str = "", date: str = ""
) -> HTMLResponse:  # fmt: skip
    shown = [progress(at, job) for job in at.store.jobs(RECENT)]
    return page(
        request, "home", status, jobs=shown, count=at.store.count(), token=at.token, error=error, text=text,
        as_of=as_of, date=date, ready=at.pool.ready, this_year=THIS_YEAR, first=FIRST_YEAR, file_mb=FILE_MB,
    )  # fmt: skip


@router.get("/reports")
def listing(request: Request, at: TheDesk) -> HTMLResponse:
    """All reports, newest first, or those whose title holds some words."""
    words = request.query_params.get("q", "").strip()[:80]
    count = at.store.count(words)
    pages = max(-(-count // LISTED), 1)
    given = request.query_params.get("page", "1")
    number = min(max(int(given), 1), pages) if re.fullmatch(r"[0-9]{1,6}", given) else 1
    jobs = [progress(at, job) for job in at.store.jobs(LISTED, (number - 1) * LISTED, words)]
    return page(
        request,
        "reports",
        jobs=jobs,
        words=words,
        count=count,
        number=number,
        pages=pages,
        token=at.token,
        kept_in=at.kept_in,
    )


@router.post("/checks")
async def ask(request: Request, at: TheDesk) -> Response:
    """Take an article and go to the page where its report will be."""
    form = await sent(request, at)
    text, as_of, date = (
        written(form, "text"),
        written(form, "as_of").strip(),
        written(form, "date").strip()[:40],
    )
    try:
        title, content = await _document(form, text)
        job = await run_in_threadpool(at.ask, title, content, year(as_of), endpoints.published(date))
    except (InputError, Busy) as error:
        status = 429 if isinstance(error, Busy) else 422
        shown = text if len(text) <= endpoints.MOST_CHARACTERS else ""
        return await run_in_threadpool(_home, request, at, status, str(error), shown, as_of, date)
    return RedirectResponse(f"/reports/{job}", 303)


async def _done(
    request: Request, at: Desk, what: Callable[[Desk, str], object], job: str, then: str
) -> Response:
    """Do with a job what one of our own forms asks for, and go on to a page."""
    await sent(request, at)
    await run_in_threadpool(what, at, job)
    return RedirectResponse(then, 303)


async def sent(request: Request, at: Desk) -> FormData:
    """The form of one of our own pages. Raises 403 without its token, 400 where it cannot be read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise HTTPException(415, "A form is expected here.")
    form = await request.form(max_files=1, max_fields=60, max_part_size=endpoints.MOST_CHARACTERS * 4)
    if not hmac.compare_digest(written(form, "token").encode("utf-8", "replace"), at.token.encode()):
        raise HTTPException(
            403, "This form did not come from a page of this app, or the page is too old. Reload it."
        )
    return form


def written(form: FormData, name: str) -> str:
    """What is written into a field of a form; empty where it is no text."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


async def _document(form: FormData, text: str) -> tuple[str, str | bytes]:
    """Title and content of what was uploaded, else pasted. Raises InputError where there is nothing."""
    file = form.get("file")
    if isinstance(file, UploadFile):
        content = await file.read()
        if content:
            return _title(file.filename or ""), content
    if not text.strip():
        raise InputError("Paste an article, or choose a file.")
    if len(text) > endpoints.MOST_CHARACTERS:
        raise InputError(f"The text is too long: the limit is {endpoints.MOST_CHARACTERS:,} characters.")
    return PASTED, text


def _title(name: str) -> str:
    """The last part of a file's name, without what cannot be shown."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable()).strip()[-120:] or "Uploaded file"


def year(given: str) -> int | None:
    """A year a person wrote, None where nothing is written. Raises InputError for what is no year of evidence."""
    if not given:
        return None
    if not re.fullmatch(r"[0-9]{4}", given) or not FIRST_YEAR <= int(given) <= THIS_YEAR:
        raise InputError(f"The year of the evidence must lie between {FIRST_YEAR} and {THIS_YEAR}.")
    return int(given)


# --- reports -----------------------------------------------------------------------------------------------


@router.get("/reports/{job_id}")
def report(request: Request, at: TheDesk, job_id: JobId) -> HTMLResponse:
    """The report; before it is done, how far it is."""
    job = found(at, job_id)
    body = at.store.body(job_id)
    if body is None:
        return _progress(request, at, job_id, "progress")
    before = at.store.body(job.parent) if job.parent else None
    later = tuple((one.id, one.created) for one in at.store.children(job_id) if one.state == "done")
    made, policy = _report_page(job_id, job.parent, before, later, body)
    return HTMLResponse(made, headers={"content-security-policy": policy})


def bar(**values: Any) -> str:
    """The app's bar above a report or a brief."""
    given = {"job": None, "parent": None, "forms": {}, "later": (), "changes": [], "here": "", **values}
    return environment().get_template("bar.html.jinja").render(**given)


@lru_cache(maxsize=_KEPT_PAGES)
def _report_page(
    job_id: str, parent: str | None, before: bytes | None, later: tuple[tuple[str, str], ...], body: bytes
) -> tuple[str, str]:
    """The page of a report, and the policy that allows its one stylesheet and nothing else."""
    from detente.report.html import Around, render
    from detente.validation import measured

    stored = codec.loads(body)
    earlier = codec.loads(before) if before else None
    above = bar(
        job=job_id, parent=parent, forms=exporting.FORMS, later=later, changes=editing.told(stored, earlier)
    )
    here = f"/reports/{job_id}"
    around = Around(above, bar_style(), f"{here}/claims/{{}}/edit", f"{here}/add?sentence={{}}")
    made = render(stored, measured.by_kind(), around)
    return made, policy(made)


def bar_style() -> str:
    """The style of the bar, which goes into the one stylesheet of the page."""
    return resources.files("detente.web").joinpath("static", "bar.css").read_text("utf-8")


def policy(page: str) -> str:
    """Allow the one stylesheet of a page, and nothing else."""
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode() if style else ""
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def _seen(at: Desk, job_id: str) -> tuple[endpoints.Progress, str]:
    """How far a check is, and a word for what its page shows of that."""
    job = progress(at, found(at, job_id))
    return job, f"{job.state}-{job.done}-{job.total}-{job.ahead}-{int(at.pool.ready > 0)}"


def _progress(request: Request, at: Desk, job_id: str, name: str) -> HTMLResponse:
    job, seen = _seen(at, job_id)
    again = job.state not in ("waiting", "running") and bool(pasted(at, job_id))
    return page(request, name, job=job, token=at.token, ready=at.pool.ready, again=again, seen=seen)


@router.get("/reports/{job_id}/progress")
def piece(request: Request, at: TheDesk, job_id: JobId) -> Response:
    """The part of the progress page that changes; once the report is there, the word to load it."""
    if at.store.job(job_id) is None:
        return page(request, "gone", 286)  # what htmx takes for: ask no more
    if request.query_params.get("seen") == _seen(at, job_id)[1]:
        return Response(status_code=204)  # nothing new: leave the page, and what is read out of it, alone
    answer = _progress(request, at, job_id, "state")
    if at.store.body(job_id) is not None:
        answer.headers["hx-refresh"] = "true"
    return answer


@router.post("/reports/{job_id}/stop")
async def stop(request: Request, at: TheDesk, job_id: JobId) -> Response:
    """Give up a check that waits or runs."""
    return await _done(request, at, endpoints.stop, job_id, f"/reports/{job_id}")


@router.get("/checks")
def back_home() -> Response:
    """Where a form was sent to is no page: go to the form."""
    return RedirectResponse("/", 303)


@router.get("/reports/{job_id}/rerun")
@router.get("/reports/{job_id}/stop")
def back(job_id: JobId) -> Response:
    """The same for what is asked of a check."""
    return RedirectResponse(f"/reports/{job_id}", 303)


@router.post("/reports/{job_id}/rerun")
async def rerun(request: Request, at: TheDesk, job_id: JobId) -> Response:
    """Run an interrupted or failed check again."""
    return await _done(request, at, endpoints.rerun, job_id, f"/reports/{job_id}")


@router.get("/reports/{job_id}/delete")
def sure(request: Request, at: TheDesk, job_id: JobId) -> HTMLResponse:
    """Ask whether a report is to be deleted."""
    return page(request, "delete", job=progress(at, found(at, job_id)), token=at.token)


@router.post("/reports/{job_id}/delete")
async def delete(request: Request, at: TheDesk, job_id: JobId) -> Response:
    """Delete a report."""
    return await _done(request, at, endpoints.remove, job_id, "/reports")
