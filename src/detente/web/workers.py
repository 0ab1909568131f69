"""A small pool of processes that do what is heavy, so that nothing blocks the pages or one another.

In: the name of a task of `tasks` with its values; out: a `Future`. What a page waits for goes before checks;
checks go first come, first served. Between two claims a check pauses for what a page waits for, and one that has run
for long for one other check, so that a book holds up nobody. A task that takes too long, or kills its process, fails
alone: the process is replaced, and a check that had paused for it begins again. Processes are started afresh (spawn)
and not forked from a warm parent: Polars, DuckDB and OpenBLAS keep threads that do not survive a fork.
"""

from __future__ import annotations

import gc
import itertools
import logging
import multiprocessing
import os
import queue
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from detente.errors import DetenteError, InputError

log = logging.getLogger("detente.web")
URGENT, CHECK = 0, 1
_START_S = 180  # to load everything, on a slow disk
_LONG_S = 4  # a check that took so long and will take as long again lets others pass
_STOP = "stop"
STOPPED = "It was stopped before it was done."
_THREADS = ("OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS")


class TaskError(DetenteError):
    """A task took too long, or its process died."""


class _Stopped(BaseException):
    """Raised in the worker, in a check that nobody wants any more."""


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
        self._unwanted: set[Future[Any]] = set()
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

    def stop(self, answer: Future[Any]) -> None:
        """Have a task given up: at once where it waits, else at its next claim."""
        if not answer.cancel() and not answer.done():
            self._unwanted.add(answer)
            answer.add_done_callback(self._unwanted.discard)

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
                if self._wait(pipe, process, time.monotonic() + _START_S)[0] != "ready":
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
        return self._do(task, process, pipe)

    def _do(self, task: _Task, process: Any, pipe: Connection, inside: bool = False) -> bool:
        """Do a task, and in its pauses what is more pressing; whether the process may go on."""
        if not (task.answer.running() or task.answer.set_running_or_notify_cancel()):
            return True
        try:
            if task.begin:
                task.begin()
            begun, paused = time.monotonic(), 0.0
            pipe.send((task.name, task.values))
            while True:
                kind, answer = self._wait(pipe, process, begun + paused + task.limit_s)
                if kind != "say":
                    break
                if task.say:
                    task.say(*answer)
                start = time.monotonic()
                took, (done, total) = start - begun - paused, answer
                long = min(took, took * (total / max(done, 1) - 1)) > _LONG_S
                least = CHECK if long and not inside else URGENT
                for other in self._pressing(least):
                    if not self._do(other, process, pipe, inside=True):
                        self._waiting.put(task)  # not its fault
                        return False
                paused += time.monotonic() - start
                pipe.send(_STOP if task.answer in self._unwanted else None)
        except TaskError as error:
            task.answer.set_exception(error)
            return False
        except Exception as error:
            log.error("a task could not be run: %s", error)
            task.answer.set_exception(TaskError("The worker process ended in the middle; try again."))
            return False
        if kind == "done":
            task.answer.set_result(answer)
        elif kind == "refused":
            task.answer.set_exception(InputError(answer))
        elif kind == "stopped":
            task.answer.set_exception(TaskError(STOPPED))
        else:
            task.answer.set_exception(
                TaskError("Something went wrong inside detente; the server's log says what.")
            )
        return True

    def _pressing(self, least: int) -> Iterator[_Task]:
        """All tasks that pages wait for; then, where `least` allows it, one check."""
        while not self._waiting.empty():
            try:
                found = self._waiting.get_nowait()
            except queue.Empty:
                return
            if found.rank > least:
                self._waiting.put(found)
                return
            yield found
            if found.rank != URGENT:
                return

    def _wait(self, pipe: Connection, process: Any, until: float) -> tuple[str, Any]:
        """The next message; TaskError when time is up or the process is gone."""
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
                return pipe.recv()
            except (EOFError, OSError):
                raise TaskError("The worker process ended in the middle; try again.") from None


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
        """Tell how far a check is, and do what is more pressing before it goes on."""
        pipe.send(("say", (done, total)))
        while (asked := pipe.recv()) is not None:
            if asked == _STOP:
                raise _Stopped
            do(*asked)

    def do(name: str, values: tuple[Any, ...]) -> None:
        try:
            answer = ("done", tasks.TASKS[name](*values, say))
        except DetenteError as error:
            answer = ("refused", str(error))
        except _Stopped:
            answer = ("stopped", None)
        except (EOFError, OSError):
            raise  # the other end is gone
        except Exception:
            traceback.print_exc()
            answer = ("failed", None)
        pipe.send(answer)

    try:
        tasks.warm()
        gc.freeze()  # what is loaded stays: nobody need look through it for garbage again
        pipe.send(("ready", None))
        while True:
            do(*pipe.recv())
    except (EOFError, OSError):
        return
