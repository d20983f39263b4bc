"""What a question may cost."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for one question; `steps` the same in the solver's own unit, so that the answer does not hang on the
    machine; `kinds` of members a collection is expanded to, and `wider` where a question needs more; `cases` at most
    for a proof by exhaustion; `samples` of small worlds that any other proof is tried on."""

    seconds: float = 10.0
    steps: int = 40_000_000
    kinds: int = 4
    wider: tuple[int, ...] = (8, 24)
    cases: int = 256
    samples: int = 12


def limits(seconds: float | None) -> Limits:
    """The limits, with other seconds for one question where somebody says so."""
    return Limits() if seconds is None else Limits(seconds=seconds)


class Budget:
    """The time one question has, whatever number of times the solver is asked for it."""

    def __init__(self, seconds: float) -> None:
        """`seconds` from now."""
        self.seconds = seconds
        self.start()

    def start(self) -> None:
        """A new question."""
        self._until = time.monotonic() + self.seconds

    def left(self) -> float:
        """The seconds that are left, never below 0."""
        return max(0.0, self._until - time.monotonic())
