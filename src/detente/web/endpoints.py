"""The JSON face: everything the pages do, under /api, described by /api/openapi.json.

A check is asked for (202, with the address to look at), looked at until its state is `done`, and its report read.
Reports have the form that `detente check --json` writes.
"""

from __future__ import annotations

import asyncio
import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from detente import __version__
from detente.web import codec, editing, exporting, pairs
from detente.web.app import Desk, desk
from detente.web.store import Job, State

FIRST_YEAR = 1816
THIS_YEAR = datetime.datetime.now(datetime.UTC).year
MOST_CHARACTERS = 2_000_000


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str


_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The request is not well formed."},
    403: {"model": Problem, "description": "A change was asked for from another site."},
    404: {"model": Problem, "description": "There is no such thing."},
    408: {"model": Problem, "description": "The request took too long to arrive."},
    409: {"model": Problem, "description": "Not possible in the state the job is in."},
    413: {"model": Problem, "description": "The request is too large."},
    431: {"model": Problem, "description": "The head of the request is too large."},
    421: {"model": Problem, "description": "The app does not go by the name in the Host header."},
    422: {"model": Problem, "description": "A value cannot be used; the sentence says which."},
    429: {"model": Problem, "description": "Too many requests, or too many checks waiting."},
    503: {"model": Problem, "description": "The answer took too long."},
}
router = APIRouter(responses=_REFUSALS)
JobId = Annotated[
    str, Path(pattern=r"^[A-Za-z0-9_-]{12}$", description="The id of a check and of its report.")
]
ClaimId = Annotated[str, Path(pattern=r"^[\w.-]{1,40}$", description="The id of a claim in its report.")]
StateName = Annotated[
    str, Path(min_length=2, max_length=80, description="A state: its ISO code or its name.")
]
TheDesk = Annotated[Desk, Depends(desk)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class Ask(_Strict):
    """A document to test."""

    text: str = Field(
        min_length=1, max_length=MOST_CHARACTERS, description="The document: text, Markdown or HTML."
    )
    title: str = Field(default="Pasted text", min_length=1, max_length=160, description="What it is called.")
    date: str | None = Field(
        default=None, pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$",
        description="When it was published: a year, month or day (2013, 2013-05, 2013-05-07); above any date found in it.",
    )  # fmt: skip
    as_of: int | None = Field(
        default=None, ge=FIRST_YEAR, le=THIS_YEAR, description="Use no evidence after this year."
    )


class Corrections(_Strict):
    """Corrected claims, as `detente check --claims` takes them; claims left out are removed."""

    claims: list[dict[str, Any]] = Field(
        min_length=1, max_length=2_000,
        description="Typed claims (detente schema claim). One with the id it has in the report need give only the fields "
        "that are other; one named by its id alone stays; one without stands for a claim that was missed.",
    )  # fmt: skip


class Progress(BaseModel):
    """A check and how far it is."""

    id: str = Field(description="The id of the check, and of its report.")
    state: State = Field(description="How far it is.")
    title: str = Field(description="The document's title, or what it was called.")
    as_of: int | None = Field(description="The last year of evidence, if one was asked for.")
    parent: str | None = Field(description="The report whose reading was corrected.")
    created: str = Field(description="When it was asked for, UTC.")
    finished: str | None = Field(description="When it ended, UTC.")
    message: str = Field(description="Why it failed.")
    ahead: int = Field(description="Checks that wait before it.")
    done: int = Field(description="Claims tested so far.")
    total: int = Field(description="Claims found; 0 before the text is read.")
    counts: dict[str, int] | None = Field(description="Claims by finding, once done.")
    report: str = Field(description="The address of the report's page.")


class Health(BaseModel):
    """Whether the app can work."""

    status: str = Field(description="ok, or starting.")
    version: str = Field(description="The version of detente.")
    workers: int = Field(description="Worker processes.")
    ready: int = Field(description="Those that are ready.")
    waiting: int = Field(description="Tasks that wait for one.")


def published(date: str | None) -> str | None:
    """The date of publication as it was given, if it is one. Raises InputError where it is not."""
    from detente import pipeline
    from detente.model import Document

    if date:
        pipeline.dated(Document(None, ()), date)
    return date or None


def progress(at: Desk, job: Job) -> Progress:
    """A job as the API and the progress page show it."""
    tested = sum((job.counts or {}).values())
    done, total = at.progress.get(job.id, (tested, tested))
    return Progress(
        id=job.id, state=job.state, title=job.title, as_of=job.as_of, parent=job.parent, created=job.created,
        finished=job.finished, message=job.message, ahead=at.ahead(job.id), done=done, total=total,
        counts=job.counts, report=f"/reports/{job.id}",
    )  # fmt: skip


def found(at: Desk, job_id: str) -> Job:
    """A job. Raises 404."""
    job = at.store.job(job_id)
    if job is None:
        raise HTTPException(404, "There is no report of that id; it may have been deleted.")
    return job


def body_of(at: Desk, job_id: str) -> bytes:
    """The bytes of a report. Raises 404, or 409 before it is done."""
    body = at.store.body(job_id)
    if body is None:
        job = found(at, job_id)
        raise HTTPException(409, f"There is no report yet: its check is {job.state}.")
    return body


async def done(at: Desk, name: str, *values: Any, limit_s: float = 30) -> Any:
    """What a worker makes of a task; no thread waits for it, and it is given up with the request."""
    return await asyncio.wrap_future(at.pool.submit(name, *values, limit_s=limit_s))


@router.get("/healthz", tags=["health"], responses={503: {"model": Health}})
def healthz(at: TheDesk, response: Response) -> Health:
    """Whether the app can work: status is ok once a worker is ready; before it is starting, with code 503."""
    response.status_code = 200 if at.pool.ready else 503
    status = "ok" if at.pool.ready else "starting"
    return Health(
        status=status, version=__version__, workers=at.pool.size, ready=at.pool.ready, waiting=at.pool.waiting
    )


@router.post("/api/checks", status_code=202, tags=["checks"])
def ask(at: TheDesk, asked: Ask, response: Response) -> Progress:
    """Have a document tested."""
    job = at.ask(asked.title, asked.text, asked.as_of, published(asked.date))
    response.headers["location"] = f"/api/checks/{job}"
    return progress(at, found(at, job))


@router.get("/api/checks", tags=["checks"])
def listing(
    at: TheDesk,
    limit: Annotated[int, Query(ge=1, le=200, description="At most so many.")] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000, description="Leave out so many of the latest.")] = 0,
    words: Annotated[
        str, Query(alias="q", max_length=80, description="Only those whose title holds this.")
    ] = "",
) -> list[Progress]:
    """The latest checks, newest first."""
    return [progress(at, job) for job in at.store.jobs(limit, offset, words)]


@router.get("/api/checks/{job_id}", tags=["checks"])
def look(at: TheDesk, job_id: JobId) -> Progress:
    """How far a check is."""
    return progress(at, found(at, job_id))


@router.post("/api/checks/{job_id}/rerun", status_code=202, tags=["checks"])
def rerun(at: TheDesk, job_id: JobId) -> Progress:
    """Run a check again that was interrupted or failed."""
    job = found(at, job_id)
    if job.state not in ("interrupted", "failed"):
        raise HTTPException(
            409, f"The check is {job.state}; only an interrupted or failed one can be run again."
        )
    at.rerun(job)
    return progress(at, found(at, job_id))


@router.post("/api/checks/{job_id}/stop", status_code=202, tags=["checks"])
def stop(at: TheDesk, job_id: JobId) -> Progress:
    """Give up a check that waits or runs; what was asked is kept, and can be run again."""
    job = found(at, job_id)
    if job.state not in ("waiting", "running"):
        raise HTTPException(409, f"The check is {job.state}; only one that waits or runs can be stopped.")
    at.stop(job_id)
    return progress(at, found(at, job_id))


@router.delete("/api/checks/{job_id}", status_code=204, tags=["checks"])
def remove(at: TheDesk, job_id: JobId) -> None:
    """Delete a check with its report."""
    if not at.remove(job_id):
        raise HTTPException(404, "There is no report of that id; it may have been deleted.")


@router.get("/api/reports/{job_id}", tags=["reports"])
def report(at: TheDesk, job_id: JobId) -> dict[str, Any]:
    """A report in the published JSON form."""
    from detente.report import to_json

    return to_json(codec.loads(body_of(at, job_id)))


@router.post("/api/reports/{job_id}/corrections", status_code=202, tags=["reports"])
def correct(at: TheDesk, job_id: JobId, corrected: Corrections) -> Progress:
    """Test a report again with corrected claims; the answer is a new report that names this one as its parent."""
    body = body_of(at, job_id)
    edited = editing.settle(codec.loads(body), corrected.claims)
    return progress(at, found(at, at.ask_again(found(at, job_id), edited)))


_FORMS = "One of " + ", ".join(exporting.FORMS) + "."


@router.get(
    "/api/reports/{job_id}/export/{form}",
    tags=["reports"],
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {f.media.partition(";")[0]: {} for f in exporting.FORMS.values()},
        }
    },
)
async def export(
    at: TheDesk, job_id: JobId, form: Annotated[str, Path(max_length=20, description=_FORMS)]
) -> Response:
    """A report as a file to take away."""
    kind = exporting.FORMS.get(form)
    if kind is None:
        raise HTTPException(404, f"There is no such form; use one of {', '.join(exporting.FORMS)}.")
    body, job = body_of(at, job_id), found(at, job_id)
    if kind.heavy:
        content = await done(at, "export", body, form, job.as_of, limit_s=50)
    else:
        content = await run_in_threadpool(lambda: exporting.make(codec.loads(body), form, job.as_of))
    headers = {
        "content-disposition": f'attachment; filename="{exporting.file_name(job.title, job_id, kind)}"'
    }
    if kind.ending == "html":
        headers["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return Response(content, media_type=kind.media, headers=headers)


@router.get("/api/states", tags=["evidence"])
def states() -> list[dict[str, str]]:
    """All states with their ids."""
    return [{"id": code, "name": name} for code, name in pairs.names()]


@router.get("/api/pairs/{one}/{two}", tags=["evidence"])
async def pair(
    at: TheDesk,
    one: StateName,
    two: StateName,
    first: Annotated[
        int, Query(alias="from", ge=FIRST_YEAR, le=THIS_YEAR, description="The first year.")
    ] = pairs.FIRST_YEAR,
    last: Annotated[
        int, Query(alias="to", ge=FIRST_YEAR, le=THIS_YEAR, description="The last year.")
    ] = THIS_YEAR,
) -> dict[str, Any]:
    """Every measure of a pair of states, year by year."""
    return await done(at, "pair", pairs.state_id(one), pairs.state_id(two), first, last)


@router.get("/api/briefs/{one}/{two}", tags=["evidence"])
async def brief(at: TheDesk, one: StateName, two: StateName) -> dict[str, Any]:
    """The brief of a pair of states, as `detente brief --json` writes it."""
    asked = (pairs.state_id(one), pairs.state_id(two), (None, None), None)
    return await done(at, "brief", *asked, limit_s=50)


_MEASURES = "One of " + ", ".join(pairs.TITLES) + "."


@router.get("/api/ties/{state}", tags=["evidence"])
async def ties(
    at: TheDesk,
    state: StateName,
    measure: Annotated[str, Query(max_length=40, description=_MEASURES)] = "un_agreement",
    year: Annotated[int, Query(ge=FIRST_YEAR, le=THIS_YEAR, description="The year.")] = 2020,
) -> dict[str, Any]:
    """One measure of a state with all others in one year: what the map shows."""
    answer = await done(at, "ties", pairs.state_id(state), measure, year)
    return {name: value for name, value in answer.items() if name != "soil"}
