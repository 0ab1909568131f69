"""Where reports are kept: one SQLite file with write-ahead log, one writer.

In: jobs (what somebody asked to be tested) and reports (bytes of `codec`). Out: the same. A job and its report
change state in one transaction, so a process that is killed leaves each job either as it was or done with its
report; what was waiting or running when the app ended is `interrupted` at the next start, and may be run again.
"""

from __future__ import annotations

import datetime
import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from detente.errors import InputError

State = Literal["waiting", "running", "done", "failed", "interrupted"]
VERSION = 1
_SCHEMA = """
CREATE TABLE jobs (
  id TEXT PRIMARY KEY, state TEXT NOT NULL
    CHECK (state IN ('waiting', 'running', 'done', 'failed', 'interrupted')),
  title TEXT NOT NULL, as_of INTEGER, parent TEXT, created TEXT NOT NULL, finished TEXT,
  message TEXT NOT NULL DEFAULT '', input BLOB NOT NULL
) STRICT;
CREATE TABLE reports (
  id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE, counts TEXT NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE INDEX by_time ON jobs (created);
"""
_COLUMNS = "jobs.id, state, title, as_of, parent, created, finished, message, counts"


@dataclass(frozen=True, slots=True)
class Job:
    """One thing asked for; `counts` maps a label to the number of claims once it is done."""

    id: str
    state: State
    title: str
    as_of: int | None
    parent: str | None  # the report a corrected reading was made from
    created: str  # ISO, UTC
    finished: str | None
    message: str
    counts: dict[str, int] | None


class Store:
    """The open file; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open or make the file, and call what an earlier run left unfinished interrupted.

        Raises:
            InputError: the file is in use by another app, is no store of ours, or cannot be written.

        """
        self._lock = threading.RLock()
        self._base: Any = None
        if path.is_dir():
            raise InputError(f"The store {path} cannot be used: it is a folder.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._owner = _own(path.with_name(path.name + ".lock"))
        except OSError as error:
            raise InputError(f"The store {path} cannot be used: {error}.") from error
        try:
            fresh = not path.exists()
            self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
            if fresh:
                path.chmod(0o600)
            self._prepare(path)
        except (OSError, sqlite3.Error) as error:
            self.close()
            raise InputError(f"The store {path} cannot be used: {error}.") from error
        except InputError:
            self.close()
            raise

    def _prepare(self, path: Path) -> None:
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        self._base.execute("PRAGMA foreign_keys = ON")
        with self._change() as base:
            version = base.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, VERSION):
                raise InputError(f"{path} was written by another version of detente; give --store.")
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    base.execute(statement)
                base.execute(f"PRAGMA user_version = {VERSION}")
            base.execute("UPDATE jobs SET state = 'interrupted' WHERE state IN ('waiting', 'running')")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._base is not None:
                self._base.close()
            self._owner.close()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def _ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(sql, values).fetchall()

    def add(self, title: str, content: bytes, *, as_of: int | None = None, parent: str | None = None) -> str:
        """Keep a new job, waiting; its id."""
        job = secrets.token_urlsafe(9)
        with self._change() as base:
            base.execute(
                "INSERT INTO jobs (id, state, title, as_of, parent, created, input) VALUES (?, 'waiting', ?, ?, ?, ?, ?)",
                (job, title, as_of, parent, _now(), content),
            )
        return job

    def mark(self, job: str, state: State, message: str = "") -> None:
        """Set the state of a job that has no report."""
        with self._change() as base:
            ended = _now() if state in ("failed", "interrupted") else None
            base.execute(
                "UPDATE jobs SET state = ?, message = ?, finished = ? WHERE id = ? AND state != 'done'",
                (state, message, ended, job),
            )

    def finish(self, job: str, title: str, counts: Mapping[str, int], body: bytes) -> None:
        """Keep the report of a job and call the job done: both or neither."""
        with self._change() as base:
            done = base.execute(
                "UPDATE jobs SET state = 'done', title = ?, finished = ?, message = '' WHERE id = ?",
                (title, _now(), job),
            )
            if done.rowcount:  # not deleted meanwhile
                base.execute("INSERT INTO reports VALUES (?, ?, ?)", (job, json.dumps(dict(counts)), body))

    def job(self, job: str) -> Job | None:
        """One job, or None."""
        sql = f"SELECT {_COLUMNS} FROM jobs LEFT JOIN reports USING (id) WHERE jobs.id = ?"
        rows = self._ask(sql, job)
        return _job(rows[0]) if rows else None

    def jobs(self, limit: int = 50, offset: int = 0, words: str = "") -> list[Job]:
        """The latest jobs whose title holds `words`, newest first."""
        sql = (
            f"SELECT {_COLUMNS} FROM jobs LEFT JOIN reports USING (id) WHERE title LIKE ? ESCAPE '!' "
            "ORDER BY created DESC, jobs.rowid DESC LIMIT ? OFFSET ?"
        )
        return [_job(row) for row in self._ask(sql, _like(words), limit, offset)]

    def count(self, words: str = "") -> int:
        """How many jobs there are whose title holds `words`."""
        return self._ask("SELECT count(*) FROM jobs WHERE title LIKE ? ESCAPE '!'", _like(words))[0][0]

    def children(self, job: str) -> list[Job]:
        """The jobs that test a corrected reading of this one, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM jobs LEFT JOIN reports USING (id) WHERE parent = ? ORDER BY created LIMIT 20"
        return [_job(row) for row in self._ask(sql, job)]

    def content(self, job: str) -> bytes | None:
        """What was asked to be tested."""
        rows = self._ask("SELECT input FROM jobs WHERE id = ?", job)
        return rows[0][0] if rows else None

    def body(self, job: str) -> bytes | None:
        """The report of a job, None where there is none."""
        rows = self._ask("SELECT body FROM reports WHERE id = ?", job)
        return rows[0][0] if rows else None

    def remove(self, job: str) -> bool:
        """Delete a job with its report; whether there was one."""
        with self._change() as base:
            return base.execute("DELETE FROM jobs WHERE id = ?", (job,)).rowcount > 0

    def secret(self) -> str:
        """A secret of this store, the same at every start: what form tokens are compared with."""
        with self._change() as base:
            base.execute("INSERT OR IGNORE INTO settings VALUES ('token', ?)", (secrets.token_urlsafe(24),))
            return base.execute("SELECT value FROM settings WHERE name = 'token'").fetchone()[0]


def default_path() -> Path:
    """The store in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("detente", appauthor=False)) / "web" / "reports.sqlite"


def _job(row: tuple[Any, ...]) -> Job:
    return Job(*row[:-1], counts=json.loads(row[-1]) if row[-1] else None)


def _like(words: str) -> str:
    """A LIKE pattern for titles that hold the words as they are."""
    return f"%{''.join('!' + c if c in '!%_' else c for c in words)}%"


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def _own(path: Path) -> IO[str]:
    """An exclusive lock that ends with the process, however it ends."""
    file = path.open("w")
    try:
        import fcntl
    except ImportError:  # not a POSIX system: SQLite's own locks must do
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise InputError(
            "Another detente serve uses this store; stop it, or give --store another file."
        ) from None
    return file
