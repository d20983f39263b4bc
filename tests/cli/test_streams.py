"""Streams that are closed, full or read no further: an exit code and at most one line, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = f'"{sys.executable}" -m policyrules'
FULL = pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no device here that is always full")


def shell(line: str) -> tuple[int, str]:
    done = subprocess.run(["sh", "-c", line], capture_output=True, timeout=120)
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


@pytest.mark.parametrize("command", ["list", "--help", "schema", "clauses national"])
@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_a_closed_stream_swallows_what_it_is_told(command: str, streams: str) -> None:
    code, said = shell(f"{COMMAND} {command} {streams}")
    assert (code, "Traceback" in said) == (0, False)
    assert bool(said) == (">&-" not in streams.split())


@FULL
@pytest.mark.parametrize("command", ["list", "--help", "schema", "clauses national"])
def test_a_full_disk_is_no_defect(command: str) -> None:
    code, said = shell(f"{COMMAND} {command} >/dev/full")
    assert code == 2
    assert said.startswith("PR908: ")
    assert "stdout" in said.splitlines()[0]


@FULL
@pytest.mark.parametrize("command", ["list", "check nowhere", "new"])
def test_where_nobody_can_be_told_the_exit_code_tells(command: str) -> None:
    assert shell(f"{COMMAND} {command} >/dev/full 2>/dev/full") == (2, "")


def test_whoever_has_read_enough_may_leave() -> None:
    code, said = shell(f"{COMMAND} clauses national | head -c 1")
    assert (code, len(said) < 2) == (0, True)


def test_new_without_saying_what() -> None:
    code, said = shell(f"{COMMAND} new")
    assert code == 2
    assert said.startswith("PR911: 缺少 `COMMAND`")
