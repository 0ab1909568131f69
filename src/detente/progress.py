"""A sign of life for what takes more than a second: on standard error, only where that is a terminal.

In: words for what is going on. Out: a function to call with how much is done of how much, and other words if need be; without
calls a pulse is shown. It appears after a second and leaves nothing behind. Imports rich only when it appears.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import Any, Protocol

AFTER = 1.0  # seconds


class Tell(Protocol):
    """Says how much is done, of how much (None: not known), and what is going on where that has changed."""

    def __call__(self, done: int, total: int | None, words: str | None = None) -> None: ...  # noqa: D102


@contextmanager
def shown(words: str, *, quiet: bool = False) -> Iterator[Tell]:
    """Show `words` with a bar while the block runs."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda done, total, words=None: None
        return
    bar = _Bar(words)
    timer = Timer(AFTER, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield bar.tell
    finally:
        timer.cancel()
        bar.stop()


class _Bar:
    """A rich bar that can be told how far things are before and after it appears."""

    def __init__(self, words: str) -> None:
        self._words, self._lock = words, Lock()
        self._done: tuple[int, int | None] = (0, None)
        self._bar: Any = None
        self._over = False

    def start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        with self._lock:
            if self._over:
                return
            self._bar = bar
            bar.add_task(self._words, completed=self._done[0], total=self._done[1])
            bar.start()

    def tell(self, done: int, total: int | None, words: str | None = None) -> None:
        with self._lock:
            self._done, self._words = (done, total), words or self._words
            if self._bar is not None:
                self._bar.update(self._bar.task_ids[0], completed=done, total=total, description=self._words)

    def stop(self) -> None:
        with self._lock:
            self._over = True
            if self._bar is not None:
                self._bar.stop()
