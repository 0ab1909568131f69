"""A small pool of processes that do what is heavy, so that nothing blocks the pages or one another.

In: the name of a task of `tasks` with its values; out: a `Future`. What a page waits for goes before checks;
checks go first come, first served. A task that takes too long, or kills its process, fails alone: the process is
replaced. Processes are started afresh (spawn) and not forked from a warm parent: Polars, DuckDB and OpenBLAS keep
threads that do not survive a fork.
"""

from __future__ import annotations

import itertools
import logging
import multiprocessing
import os
import queue
import signal
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from detente.errors import DetenteError, InputError

log = logging.getLogger("detente.web")
URGENT, CHECK = 0, 1
_START_S = 180  # to load everything, on a slow disk
_THREADS = ("OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS")


class TaskError(DetenteError):
    """A task took too long, or its process died."""


@dataclass(order=True)
class _Task:
    rank: int
    number: int
    name: str = field(compare=False)
    values: tuple[Any, ...] = field(compare=False)
    limit_s: float = field(compare=False)
    begin: Callable[[], None] | None = field(compare=False)
    say: Callable[[int, int], None] | None = field(compare=False)
    answer: Future[Any] = field(compare=False, default_factory=Future)


class Pool:
    """`size` processes, each served by a thread of this one."""

    def __init__(self, size: int) -> None:
        """Start the processes; they get ready in the background."""
        self._waiting: queue.PriorityQueue[_Task] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._closing = threading.Event()
        self._ready: set[int] = set()
        self.size = size
        self._threads = [threading.Thread(target=self._serve, args=(i,), daemon=True) for i in range(size)]
        for thread in self._threads:
            thread.start()

    @property
    def ready(self) -> int:
        """How many processes are ready."""
        return len(self._ready)

    @property
    def waiting(self) -> int:
        """How many tasks wait for a process."""
        return self._waiting.qsize()

    def submit(
        self,
        name: str,
        *values: Any,
        rank: int = URGENT,
        limit_s: float = 30,
        begin: Callable[[], None] | None = None,
        say: Callable[[int, int], None] | None = None,
    ) -> Future[Any]:
        """Have a task done. `begin` is called when it starts, `say` as it goes on, both from a thread."""
        task = _Task(rank, next(self._numbers), name, values, limit_s, begin, say)
        self._waiting.put(task)
        return task.answer

    def close(self) -> None:
        """End the processes; what was not done is cancelled."""
        self._closing.set()
        for thread in self._threads:
            thread.join(10)
        while not self._waiting.empty():
            self._waiting.get_nowait().answer.cancel()

    def _serve(self, place: int) -> None:
        """Start a process, give it one task after another, replace it when it fails."""
        while not self._closing.is_set():
            process, pipe = _start()
            try:
                if self._wait(pipe, process, time.monotonic() + _START_S, None)[0] != "ready":
                    log.error("a worker process could not start")
                    self._closing.wait(2)
                    continue
                self._ready.add(place)
                while self._one(process, pipe):
                    pass
            except (TaskError, OSError, EOFError):
                pass
            finally:
                self._ready.discard(place)
                pipe.close()
                process.kill()
                process.join()

    def _one(self, process: Any, pipe: Connection) -> bool:
        """Do one task if there is one; whether the process may go on."""
        if self._closing.is_set():
            return False
        try:
            task = self._waiting.get(timeout=0.2)
        except queue.Empty:
            return process.is_alive()
        if not task.answer.set_running_or_notify_cancel():
            return True
        try:
            if task.begin:
                task.begin()
            pipe.send((task.name, task.values))
            kind, answer = self._wait(pipe, process, time.monotonic() + task.limit_s, task.say)
        except TaskError as error:
            task.answer.set_exception(error)
            raise
        except Exception as error:
            log.error("a task could not be run: %s", error)
            task.answer.set_exception(TaskError("The worker process ended in the middle; try again."))
            return False
        if kind == "done":
            task.answer.set_result(answer)
        elif kind == "refused":
            task.answer.set_exception(InputError(answer))
        else:
            task.answer.set_exception(
                TaskError("Something went wrong inside detente; the server's log says what.")
            )
        return True

    def _wait(
        self, pipe: Connection, process: Any, until: float, say: Callable[[int, int], None] | None
    ) -> tuple[str, Any]:
        """The next message that is not progress; TaskError when time is up or the process is gone."""
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise TaskError("It took too long and was stopped; a shorter text may do.")
            if self._closing.is_set():
                raise TaskError("The server stopped in the middle.")
            if not pipe.poll(min(left, 0.2)):
                if not process.is_alive():
                    raise TaskError("The worker process ended in the middle; try again.")
                continue
            try:
                kind, answer = pipe.recv()
            except (EOFError, OSError):
                raise TaskError("The worker process ended in the middle; try again.") from None
            if kind != "say":
                return kind, answer
            if say:
                say(*answer)


def _start() -> tuple[Any, Connection]:
    for name in _THREADS:  # as many processes as cores: threads would only wait for one another
        os.environ.setdefault(name, "1")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,), daemon=True, name="detente worker")
    process.start()
    theirs.close()
    return process, ours


def _work(pipe: Connection) -> None:
    """The life of a process: get ready, then do what comes until the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from detente.web import tasks

    def say(done: int, total: int) -> None:
        pipe.send(("say", (done, total)))

    try:
        tasks.warm()
        pipe.send(("ready", None))
        while True:
            name, values = pipe.recv()
            try:
                answer = ("done", tasks.TASKS[name](*values, say))
            except DetenteError as error:
                answer = ("refused", str(error))
            except Exception:
                traceback.print_exc()
                answer = ("failed", None)
            pipe.send(answer)
    except (EOFError, OSError):
        return
