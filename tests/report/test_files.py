"""Writing whole or not at all, and never in the place of a device."""

from __future__ import annotations

import os
import threading

import pytest

from detente.errors import InputError
from detente.report.files import write_text


def test_a_file_is_replaced_in_one_step_and_nothing_is_left(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old", "utf-8")
    write_text(target, "new")
    assert target.read_text("utf-8") == "new"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_pipe_is_written_into_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_text(pipe, "through")
    reader.join(5)
    assert got == [b"through"]
    assert pipe.is_fifo()


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="a folder"):
        write_text(tmp_path, "x")
