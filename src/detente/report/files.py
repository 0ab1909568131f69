"""Writing a file whole or not at all: a temporary neighbour, then a rename."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from detente.errors import InputError


def write_text(path: str | Path, text: str) -> None:
    """Write `text` as UTF-8 to `path`, replacing what was there in one step.

    Raises `InputError` when the folder is missing or cannot be written, or `path` is a folder.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write `content` to `path` in one step; the reader sees the old file or the new one."""
    target = Path(path)
    if target.is_dir():
        raise InputError(f"Cannot write {target}: it is a folder; give a file name.")
    if target.exists() and not target.is_file():
        _pass_through(target, content)
        return
    neighbour = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        # O_EXCL: never follow a link someone else put there. 0o666 leaves the umask in charge.
        handle = os.open(neighbour, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(neighbour, target)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError, ValueError):
            neighbour.unlink()
        reason = getattr(error, "strerror", None) or "the name is not usable"
        raise InputError(f"Cannot write {target}: {reason}.") from error


def _pass_through(target: Path, content: bytes) -> None:
    """Write into a device or pipe (/dev/null, /dev/stdout) instead of putting a file in its place."""
    try:
        with target.open("wb") as file:
            file.write(content)
    except OSError as error:
        raise InputError(f"Cannot write {target}: {error.strerror}.") from error
