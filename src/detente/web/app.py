"""The app put together: store, workers, pages, endpoints, guards.

In: where reports are kept, how many workers, which names the app goes by; out: an ASGI app. What every request
needs is on `app.state.desk`.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from detente import __version__
from detente.errors import DetenteError, InputError
from detente.web import workers
from detente.web.guards import Guards, Limits
from detente.web.store import Job, Store
from detente.web.workers import Pool

log = logging.getLogger("detente.web")
MOST_WAITING = 100
CHECK_S = 180.0
LOADING_S = 30.0
UNNAMED = "Pasted text"
DESCRIPTION = (
    "Test what an article claims about relations between states against evidence on this machine. A check is "
    "asked for, gets an id, is tested in the background, and is then a report that stays."
)


class Busy(DetenteError):
    """More checks wait than the app takes."""


@dataclass
class Desk:
    """What the pages and endpoints share."""

    store: Store
    pool: Pool
    token: str
    kept_in: str = ""  # the file of the store; told to nobody but the user of this machine
    progress: dict[str, tuple[int, int]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)  # jobs that wait, first come first
    answers: dict[str, workers.Future] = field(default_factory=dict)  # of jobs that wait or run

    def ask(self, title: str, content: str | bytes, as_of: int | None, date: str | None = None) -> str:
        """Have a document tested; the id under which the report will be. Unnamed text is called by its first words.

        `date` is when it was published, where somebody says so.
        """
        kept = (
            {"text": content} if isinstance(content, str) else {"bytes": base64.b64encode(content).decode()}
        )
        called = first_words(content) if isinstance(content, str) and title == UNNAMED else title
        dated = {"date": date} if date else {}
        return self._queue(called, {"name": title, **kept, **dated}, as_of, None)

    def ask_again(self, parent: Job, edited: str) -> str:
        """Have a report tested again with corrected claims."""
        return self._queue(parent.title, {"edited": edited}, parent.as_of, parent.id)

    def ask_answered(self, parent: Job, answer: str) -> str:
        """Have the document of a report tested again as a language model read it."""
        return self._queue(parent.title, {"answer": answer}, parent.as_of, parent.id)

    def rerun(self, job: Job) -> None:
        """Run an interrupted or failed job again under its id."""
        self._room()
        content = self.store.content(job.id)
        if content is not None:
            self.store.mark(job.id, "waiting")
            self._submit(job.id, json.loads(content), job.as_of, job.parent)

    def stop(self, job: str) -> None:
        """Give up a job that waits or runs; its text is kept."""
        if (answer := self.answers.get(job)) is not None:
            self.pool.stop(answer)
        self.store.mark(job, "failed", workers.STOPPED)

    def remove(self, job: str) -> bool:
        """Delete a job with its report, and give it up where it waits or runs; whether there was one."""
        if (answer := self.answers.get(job)) is not None:
            self.pool.stop(answer)
        return self.store.remove(job)

    def ahead(self, job: str) -> int:
        """How many checks wait before this one."""
        waiting = list(self.order)
        return waiting.index(job) if job in waiting else 0

    def _room(self) -> None:
        if len(self.order) >= MOST_WAITING:
            raise Busy("Too many checks are waiting; try again in a minute.")

    def _queue(self, title: str, asked: dict[str, str], as_of: int | None, parent: str | None) -> str:
        self._room()
        content = json.dumps(asked, ensure_ascii=True).encode()
        job = self.store.add(title, content, as_of=as_of, parent=parent)
        self._submit(job, asked, as_of, parent)
        return job

    def _submit(self, job: str, asked: dict[str, str], as_of: int | None, parent: str | None) -> None:
        title = kept.title if (kept := self.store.job(job)) else ""
        again = {"edited": "retest", "answer": "reread"}
        given = next((name for name in again if name in asked), None)
        if given is not None:
            body = self.store.body(parent or "")
            if body is None:
                self.store.mark(job, "failed", "The report it was made from is gone.")
                return
            task, values = again[given], (title, body, asked[given], as_of)
        else:
            content = asked["text"] if "text" in asked else base64.b64decode(asked["bytes"])
            task, values = "check", (title, asked["name"], content, as_of, asked.get("date"))
        self.order.append(job)
        answer = self.pool.submit(
            task, *values, rank=workers.CHECK, limit_s=CHECK_S,
            begin=lambda: self._begin(job), say=lambda done, of: self.progress.__setitem__(job, (done, of)),
        )  # fmt: skip
        self.answers[job] = answer
        answer.add_done_callback(lambda done: self._end(job, done))

    def _begin(self, job: str) -> None:
        if job in self.order:
            self.order.remove(job)
        self.store.mark(job, "running")

    def _end(self, job: str, answer: workers.Future) -> None:
        """Keep what came of a job; called from the worker's thread."""
        if job in self.order:
            self.order.remove(job)
        try:
            if answer.cancelled():
                return  # stopped, or the app is closing: found interrupted at the next start
            error = answer.exception()
            if error is None:
                made = answer.result()
                self.store.finish(job, made.title, made.counts, made.body)
            else:
                self.store.mark(job, "failed", str(error))
        except Exception:
            log.exception("the report of a check could not be kept")
        finally:
            self.progress.pop(job, None)
            self.answers.pop(job, None)


def first_words(text: str) -> str:
    """What a text without a name is called: the words it begins with, up to 80 characters."""
    from detente.report.text import shorten, visible

    first = next((line.strip("#*_ \t\r") for line in text[:20_000].split("\n") if line.strip("#*_ \t\r")), "")
    return UNNAMED if not first or first.startswith("<") else shorten(visible(first), 80)


def desk(request: Request) -> Desk:
    """The desk of a request's app."""
    return request.app.state.desk


def create(
    store: Path,
    *,
    size: int = 2,
    hosts: frozenset[str] = frozenset(),
    remote: bool = False,
    limits: Limits | None = None,
    load_first: bool = False,
) -> FastAPI:
    """The app; the store is opened and the workers are started when it starts.

    With `load_first` the first request is answered when all workers are ready (after half a minute at the latest):
    until then it waits in the queue of the socket.

    Raises:
        InputError: the store cannot be used.

    """
    from detente.web import endpoints, explore, pages, readings

    opened = Store(store)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.desk = Desk(opened, Pool(size), opened.secret(), "" if remote else str(store))
        until = time.monotonic() + (LOADING_S if load_first else 0)
        while app.state.desk.pool.ready < size and time.monotonic() < until:
            await asyncio.sleep(0.05)
        yield
        app.state.desk.pool.close()
        opened.close()

    app = FastAPI(
        title="detente", version=__version__, description=DESCRIPTION, lifespan=life,
        docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
    )  # fmt: skip
    app.include_router(endpoints.router)
    app.include_router(pages.router)
    app.include_router(readings.router)
    app.include_router(explore.router)
    app.add_middleware(Guards, hosts=hosts, remote=remote, limits=limits or Limits(), page=pages.refusal)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0] if error.errors() else {}
        where = ".".join(str(part) for part in first.get("loc", ())[1:]) or "the request"
        return _say(request, 422, f"{where}: {first.get('msg', 'not valid')}")

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return _say(request, error.status_code, str(error.detail), error.headers)

    @app.exception_handler(DetenteError)
    async def ours(request: Request, error: DetenteError) -> Response:
        status = 429 if isinstance(error, Busy) else 422 if isinstance(error, InputError) else 503
        return _say(request, status, str(error))

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        return _say(request, 500, "Something went wrong inside detente; the server's log says what.")

    return app


def _say(request: Request, status: int, why: str, headers: object = None) -> Response:
    """An error as JSON under /api, else as a page."""
    from detente.web import pages

    given = dict(headers) if isinstance(headers, dict) else None
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": why}, status, headers=given)
    answer = pages.problem(request, status, why)
    answer.headers.update(given or {})
    return answer
