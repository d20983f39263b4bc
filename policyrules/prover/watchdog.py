"""Stops a solver that overruns its own time limit. One thread for all of them, started when first needed."""

from __future__ import annotations

import threading
import time
from typing import Any


class Watchdog:
    """Interrupts the context it was last set on, unless it is called off in time."""

    def __init__(self) -> None:
        """A watchdog that watches nothing yet."""
        self._changed = threading.Condition()
        self._context: Any = None
        self._until = 0.0
        self._thread: threading.Thread | None = None

    def watch(self, context: Any, seconds: float) -> None:
        """Interrupt `context` after `seconds`."""
        with self._changed:
            self._context, self._until = context, time.monotonic() + seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def call_off(self) -> None:
        """Stop watching."""
        with self._changed:
            self._context = None

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._context is not None and time.monotonic() >= self._until:
                    self._context.interrupt()
                    self._context = None
            time.sleep(PAUSE)


PAUSE = 0.05
WATCHDOG = Watchdog()
