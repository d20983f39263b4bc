"""Asks a solver within the time a question has, and stops one that overruns its own time limit."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import z3  # type: ignore[import-untyped]

from policyrules.prover.limits import Budget

SLACK = 1.05
LEAST = 0.001


def checked(solver: Any, context: Any, budget: Budget, literals: Iterable[Any] = ()) -> Any:
    """What `solver` says; unknown where there is no time left for it to say anything.

    The solver has a time limit of its own, which it looks at between its steps; a step that takes too long is broken
    off from outside.
    """
    left = budget.left()
    if left < LEAST:
        return z3.unknown
    solver.set("timeout", int(left * 1000))
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        context.interrupt()

    guard = threading.Timer(left * SLACK, stop)
    guard.daemon = True
    guard.start()
    try:
        said = solver.check(*literals)
    finally:
        guard.cancel()
        guard.join()
    # What was said just as time ran out may lack half of its model.
    return z3.unknown if stopped.is_set() or budget.left() < LEAST else said
