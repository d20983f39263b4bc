"""Writing a file: whole or not at all, and never in the place of what is no file."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from threading import Thread

import pytest

from policyrules.model.errors import UsageError
from policyrules.report.files import write_atomically, write_whole


def test_what_stood_there_stays_where_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("before")

    def broken() -> object:
        yield "half"
        raise OSError(errno.ENOSPC, "no space")

    with pytest.raises(UsageError) as raised:
        write_whole(path, broken())  # type: ignore[arg-type]
    assert "the disk is full" in raised.value.diagnostics[0].reason("en")
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["report.txt"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "report.txt", tmp_path / "link.txt"
    target.write_text("before")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, ["甲", b"!"])
    assert link.is_symlink()
    assert target.read_text() == "甲!"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    path, read = tmp_path / "pipe", list[bytes]()
    os.mkfifo(path)
    reader = Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    write_atomically(path, ["一", "二"])
    reader.join(10)
    assert read == ["一二".encode()]
    assert path.is_fifo()


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_whole(tmp_path, ["x"])
    assert tmp_path.is_dir()
