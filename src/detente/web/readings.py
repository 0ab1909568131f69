"""The pages by which a reading is made better: edit a claim, tell what a sentence says, have a language model read.

In: requests of a browser; out: HTML, or the address of a new report. What a form may hold is in `editing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from detente.errors import DetenteError, InputError
from detente.model import Claim, Report
from detente.web import codec, editing, pairs
from detente.web.app import Desk
from detente.web.endpoints import MOST_CHARACTERS, ClaimId, JobId, TheDesk, body_of, found
from detente.web.pages import page, sent, written

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Place = Annotated[int | None, Query(alias="sentence", ge=0, le=100_000)]


@router.get("/reports/{job_id}/claims/{claim_id}/edit")
def edit(request: Request, at: TheDesk, job_id: JobId, claim_id: ClaimId) -> HTMLResponse:
    """The form by which a reading is corrected."""
    claim = _claim(codec.loads(body_of(at, job_id)), claim_id)
    return _form(request, at, job_id, claim, editing.shown(claim))


@router.get("/reports/{job_id}/add")
def add(request: Request, at: TheDesk, job_id: JobId, place: Place = None) -> HTMLResponse:
    """The form by which a claim that was missed is told: of a sentence not read, or of any other words of the text."""
    missed = editing.sentence(codec.loads(body_of(at, job_id)), place) if place is not None else None
    return _form(request, at, job_id, None, editing.blank(missed.quote if missed else ""))


def _claim(stored: Report, claim_id: str) -> Claim:
    one = next((c.claim for c in stored.checked if c.claim.id == claim_id), None)
    if one is None:
        raise HTTPException(404, "There is no claim of that id in the report.")
    return one


def _form(
    request: Request, at: Desk, job_id: str, claim: Claim | None, form: Mapping[str, Any], error: str = ""
) -> HTMLResponse:
    here = f"/reports/{job_id}"
    return page(
        request, "edit", 422 if error else 200, job=job_id, claim=claim.id if claim else "", error=error, form=form,
        sentence=claim.restatement if claim else "", slots=editing.slots(form["type"]), choices=editing.choices(),
        action=f"{here}/claims/{claim.id}/edit" if claim else f"{here}/add", states=pairs.names(), token=at.token,
    )  # fmt: skip


@router.post("/reports/{job_id}/claims/{claim_id}/edit")
async def correct(request: Request, at: TheDesk, job_id: JobId, claim_id: ClaimId) -> Response:
    """Take the corrected reading and have it tested."""
    form = await sent(request, at)
    return await run_in_threadpool(_settle, request, at, job_id, claim_id, dict(form))


@router.post("/reports/{job_id}/add")
async def added(request: Request, at: TheDesk, job_id: JobId) -> Response:
    """Take a claim that was missed and have it tested."""
    form = await sent(request, at)
    return await run_in_threadpool(_settle, request, at, job_id, None, dict(form))


def _settle(
    request: Request, at: Desk, job_id: str, claim_id: str | None, form: Mapping[str, Any]
) -> Response:
    """Test what a form holds, or show it again: with the slots of another type, or with what is wrong in it."""
    stored = codec.loads(body_of(at, job_id))
    claim = _claim(stored, claim_id) if claim_id else None
    given = editing.shown(claim) if claim else editing.blank("")
    try:
        given = given if form.get("remove") and claim else editing.sent(form)
        if form.get("retype"):
            return _form(request, at, job_id, claim, given)
        name = claim.id if claim else editing.new_id(stored)
        new = None if form.get("remove") else editing.edited(given, name, claim.typed if claim else None)
        job = at.ask_again(found(at, job_id), editing.settle(stored, editing.replaced(stored, name, new)))
    except DetenteError as error:
        return _form(request, at, job_id, claim, given, str(error))
    return RedirectResponse(f"/reports/{job}#{name}", 303)


@router.get("/reports/{job_id}/model")
def model(request: Request, at: TheDesk, job_id: JobId) -> HTMLResponse:
    """The two boxes of a reading by a language model: a prompt to copy, an answer to paste."""
    return _model(request, at, job_id, codec.loads(body_of(at, job_id)))


def _model(
    request: Request, at: Desk, job_id: str, stored: Report, answer: str = "", error: str = "", usable: int = 0,
    problems: list[str] | None = None,
) -> HTMLResponse:  # fmt: skip
    from detente.reading import prompt

    return page(
        request, "model", 422 if error or problems else 200, job=job_id, prompt=prompt.prompt(stored.document),
        answer=answer, error=error, problems=problems or [], usable=usable, token=at.token,
    )  # fmt: skip


@router.post("/reports/{job_id}/model")
async def answered(request: Request, at: TheDesk, job_id: JobId) -> Response:
    """Take a language model's answer and have its claims tested; what cannot be used is said first."""
    form = await sent(request, at)
    answer, anyway = written(form, "answer"), form.get("anyway") is not None
    return await run_in_threadpool(_answered, request, at, job_id, answer, anyway)


def _answered(request: Request, at: Desk, job_id: str, answer: str, anyway: bool) -> Response:
    stored = codec.loads(body_of(at, job_id))
    try:
        if not answer.strip():
            raise InputError("Paste the answer of the language model.")
        if len(answer) > MOST_CHARACTERS:
            raise InputError(f"The answer is longer than {MOST_CHARACTERS:,} characters.")
        usable, problems = editing.answered(stored, answer)
        if not (usable or problems):
            raise InputError("The answer holds no claim.")
        if problems and not (anyway and usable):
            return _model(request, at, job_id, stored, answer, "", usable, problems)
        job = at.ask_answered(found(at, job_id), answer)
    except DetenteError as error:
        return _model(request, at, job_id, stored, answer, str(error))
    return RedirectResponse(f"/reports/{job}", 303)
