"""The store keeps a job and its report together, whatever happens in between."""

from __future__ import annotations

import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.web.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "reports.sqlite"


def test_what_was_unfinished_is_interrupted_at_the_next_start(path: Path) -> None:
    store = Store(path)
    waiting, running, done = (store.add(t, b"{}") for t in ("waiting", "running", "done"))
    store.mark(running, "running")
    store.finish(done, "Title", {"supported": 2}, b"body")
    store.close()
    store = Store(path)
    states = {job.id: job.state for job in store.jobs()}
    assert states == {waiting: "interrupted", running: "interrupted", done: "done"}
    assert store.body(done) == b"body"
    assert store.body(running) is None
    assert store.job(done).counts == {"supported": 2}  # type: ignore[union-attr]
    store.close()


def test_a_report_is_kept_with_its_state_or_not_at_all(path: Path) -> None:
    store = Store(path)
    job = store.add("one", b"{}")
    store.mark(job, "running")
    with pytest.raises(sqlite3.Error):
        store.finish(job, "Title", {}, None)  # type: ignore[arg-type]
    assert store.job(job).state == "running"  # type: ignore[union-attr]
    assert store.job(job).title == "one"  # type: ignore[union-attr]
    store.close()


def test_a_done_report_cannot_be_marked_otherwise(path: Path) -> None:
    store = Store(path)
    job = store.add("one", b"{}")
    store.finish(job, "one", {}, b"body")
    store.mark(job, "failed", "late")
    assert store.job(job).state == "done"  # type: ignore[union-attr]
    store.close()


def test_a_job_deleted_meanwhile_leaves_no_report(path: Path) -> None:
    store = Store(path)
    job = store.add("one", b"{}")
    assert store.remove(job)
    store.finish(job, "one", {}, b"body")
    assert store.body(job) is None
    assert store.job(job) is None
    assert not store.remove(job)
    store.close()


def test_the_newest_come_first_and_the_token_stays(path: Path) -> None:
    store = Store(path)
    ids = [store.add(str(i), b"{}") for i in range(5)]
    assert [job.id for job in store.jobs(3, 1)] == ids[::-1][1:4]
    token = store.secret()
    store.close()
    store = Store(path)
    assert store.secret() == token
    assert store.count() == 5
    store.close()


def test_two_apps_do_not_share_a_store(path: Path) -> None:
    store = Store(path)
    with pytest.raises(InputError, match="Another detente serve"):
        Store(path)
    store.close()


def test_other_files_are_refused_in_one_sentence(tmp_path: Path) -> None:
    text = tmp_path / "text.sqlite"
    text.write_text("no database " * 200)
    with pytest.raises(InputError, match="cannot be used"):
        Store(text)
    later = tmp_path / "later.sqlite"
    with sqlite3.connect(later) as base:
        base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(InputError, match="another version"):
        Store(later)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_the_user_can_read_the_store(path: Path) -> None:
    store = Store(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store.close()


def test_a_folder_is_no_store_and_is_left_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    with pytest.raises(InputError, match="folder"):
        Store(folder)
    assert [one.name for one in tmp_path.iterdir()] == ["reports"]
