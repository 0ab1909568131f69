"""Reading a PDF file in a process of its own, bounded in memory and time.

A PDF file can make any reader loop or fill memory, so the file goes to a child over its standard input and the
text comes back as JSON. The bounds are set by the child on itself before it touches the file; on
systems without `resource` (Windows) only the time is bounded. The child's working directory is not on its path.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from detente.errors import InputError
from detente.reading.dates import Published
from detente.reading.furniture import Page, Piece
from detente.reading.limits import CHILD_BYTES, CHILD_SECONDS

_TIMES = 3  # waiting at most, in processor seconds allowed: other programs may be busy


def read_pdf(content: bytes, name: str) -> Page:
    """As `pdf.read`, in a child process.

    Raises:
        InputError: as `pdf.read`, or the file needs more time or memory than is allowed.

    """
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(dict.fromkeys(p for p in (root, os.environ.get("PYTHONPATH")) if p))
    command = [sys.executable, "-P", "-m", "detente.reading.child", name]
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONWARNINGS": "ignore", "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=_TIMES * CHILD_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{name} takes too long to read: the limit is {CHILD_SECONDS} s.") from error
    except OSError as error:
        raise InputError(f"{name} cannot be read: no process could be started for it.") from error
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        answer = {}
    if "error" in answer:
        raise InputError(answer["error"])
    if "pieces" in answer:
        published = Published(*answer["published"]) if answer["published"] else None
        return answer["title"], published, answer["author"], [Piece(*p) for p in answer["pieces"]]
    if -done.returncode in (24, 9):  # SIGXCPU, or SIGKILL after it
        raise InputError(f"{name} takes too long to read: the limit is {CHILD_SECONDS} s.")
    raise InputError(f"{name} is damaged: it begins like a PDF file but cannot be read.")


def _bound() -> None:
    """Bound this process: memory and processor time."""
    try:
        import resource
    except ImportError:
        return
    for kind, wanted in (
        (resource.RLIMIT_AS, CHILD_BYTES),
        (resource.RLIMIT_CPU, CHILD_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):  # a system that does not know this bound
            continue


def _main(name: str) -> None:
    _bound()
    from detente.reading import pdf

    try:
        title, published, author, pieces = pdf.read(sys.stdin.buffer.read(), name)
        answer: dict[str, object] = {"title": title, "published": published, "author": author}
        answer["pieces"] = [(p.kind, p.text, p.author, p.published) for p in pieces]
    except InputError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {
            "error": f"{name} needs too much memory to read: the limit is {CHILD_BYTES // 1_000_000} MB."
        }
    except RecursionError:
        answer = {"error": f"{name} is damaged: its parts are nested without end."}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main(sys.argv[1])
