"""Keeps one worker process: with a time limit for every answer and a memory limit for all of it."""

from __future__ import annotations

import json
import os
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_HEADER = struct.Struct(">I")
SECONDS_TO_START = 10.0
_WORKER = Path(__file__).with_name("worker.py")


class WorkerLost(Exception):
    """The worker ended, or did not answer in time; it is gone."""


class Worker:
    """One process. After `WorkerLost` it is of no more use."""

    def __init__(self, networks: list[dict[str, Any]], resident: int, memory: int, seconds: float) -> None:
        """Start it with `networks` that hold the facts of at most `resident` records.

        It gets at most `memory` bytes, and every answer has to come within `seconds`.
        """
        self.seconds = seconds
        theirs, self._in = os.pipe()
        self._out, answers = os.pipe()
        self.process = subprocess.Popen(  # noqa: S603  our own file, run by our own interpreter
            [sys.executable, "-I", str(_WORKER)],
            stdin=theirs,
            stdout=answers,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # an interruption at the terminal is the session's business
        )
        os.close(theirs)
        os.close(answers)
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self.ask({"networks": networks, "resident": resident, "memory": memory}, max(seconds, SECONDS_TO_START))

    def ask(self, message: Any, seconds: float | None = None) -> Any:
        """The answer to a message. Raises WorkerLost."""
        until = time.monotonic() + (self.seconds if seconds is None else seconds)
        data = json.dumps(message, separators=(",", ":")).encode()
        try:
            self._write(_HEADER.pack(len(data)) + data, until)
            (size,) = _HEADER.unpack(self._read(_HEADER.size, until))
            return json.loads(self._read(size, until))
        except (OSError, TimeoutError, ValueError):
            self.kill()
            raise WorkerLost from None

    def _write(self, data: bytes, until: float) -> None:
        left = memoryview(data)
        while left:
            self._wait([], [self._in], until)
            left = left[os.write(self._in, left[:65536]) :]

    def _read(self, size: int, until: float) -> bytes:
        parts: list[bytes] = []
        while size:
            self._wait([self._out], [], until)
            part = os.read(self._out, min(size, 1 << 20))
            if not part:
                raise OSError("the worker ended")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _wait(self, reading: list[int], writing: list[int], until: float) -> None:
        ready = select.select(reading, writing, [], max(0.0, until - time.monotonic()))
        if not (ready[0] or ready[1]):
            raise TimeoutError

    def kill(self) -> None:
        """End it, whatever it is doing."""
        if self.process.returncode is None:
            self.process.kill()
            self.process.wait()
            os.close(self._in)
            os.close(self._out)
            self._in = self._out = -1  # the numbers may soon be somebody else's files
