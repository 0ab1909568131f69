"""Writing files whole or not at all: a temporary neighbour, then a rename; several at once, all or none."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from detente.errors import InputError


def write_text(path: str | Path, text: str) -> None:
    """Write `text` as UTF-8 to `path`, replacing what was there in one step.

    Raises `InputError` when the folder is missing or cannot be written, or `path` is a folder.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write `content` to `path` in one step; the reader sees the old file or the new one."""
    write_all([(path, content)])


def write_all(
    files: Sequence[tuple[str | Path, bytes]], *, before: Callable[[], object] | None = None
) -> None:
    """Write every file beside its place, then move all of them there; `before` is called in between.

    Raises `InputError` when one cannot be written; then none is. Devices and pipes are written into first.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, content in files:
            target = Path(path)
            if target.is_dir():
                raise InputError(f"Cannot write {target}: it is a folder; give a file name.")
            if target.exists() and not target.is_file():
                _pass_through(target, content)
                continue
            staged.append((target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.part"), target))
            _write_new(staged[-1][0], target, content)
        if before is not None:
            before()
        for neighbour, target in staged:
            try:
                os.replace(neighbour, target)
            except OSError as error:
                raise _unwritable(target, error) from error
    finally:  # also where Ctrl-C comes in between
        for neighbour, _ in staged:
            with contextlib.suppress(OSError, ValueError):
                neighbour.unlink()


def _write_new(neighbour: Path, target: Path, content: bytes) -> None:
    try:
        # O_EXCL: never follow a link someone else put there. 0o666 leaves the umask in charge.
        handle = os.open(neighbour, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, ValueError) as error:
        raise _unwritable(target, error) from error


def _pass_through(target: Path, content: bytes) -> None:
    """Write into a device or pipe (/dev/null, /dev/stdout) instead of putting a file in its place."""
    try:
        with target.open("wb") as file:
            file.write(content)
    except OSError as error:
        raise _unwritable(target, error) from error


def _unwritable(target: Path, error: Exception) -> InputError:
    return InputError(
        f"Cannot write {target}: {getattr(error, 'strerror', None) or 'the name is not usable'}."
    )
