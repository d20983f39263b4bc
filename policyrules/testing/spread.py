"""The same work on many things made of a trial, on the cores there are. Answers and order do not hang on how many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

from policyrules.testing.trial import Trial

T = TypeVar("T")
R = TypeVar("R")
Progress = Callable[[int, int], None]
MOST_PROCESSES = 8


def spread(
    trial: Trial,
    make: Callable[[Trial], Sequence[T]],
    work: Callable[[Trial, T], R],
    *,
    worth_it: int,
    chunk: int,
    progress: Progress | None,
    processes: int | None,
) -> tuple[tuple[T, R], ...]:
    """Each thing that `make` makes, with what `work` says of it, in the order they are made.

    `processes`: default one a core, at most eight; one for fewer than `worth_it` things, for those are done before a
    second process would have started. `make` and `work` are functions of modules: every process makes the things
    itself, once. `progress(done, total)` is called now and then.
    """
    every = make(trial)
    count = min(processes or os.cpu_count() or 1, MOST_PROCESSES)
    if count == 1 or (processes is None and len(every) < worth_it):
        return tuple(_told(every, (work(trial, one) for one in every), progress))
    # Spawned, not forked: a progress bar runs a thread, and a solver holds state that must not be copied.
    with ProcessPoolExecutor(count, get_context("spawn"), _start, (trial, make, work)) as pool:
        return tuple(_told(every, pool.map(_try, range(len(every)), chunksize=chunk), progress))


def _told(every: Sequence[T], answers: Iterator[R], progress: Progress | None) -> Iterator[tuple[T, R]]:
    for done, pair in enumerate(zip(every, answers, strict=True)):
        if progress is not None:
            progress(done, len(every))
        yield pair
    if progress is not None:
        progress(len(every), len(every))


_AT_WORK: list[tuple[Trial, Sequence[Any], Callable[[Trial, Any], Any]]] = []


def _start(trial: Trial, make: Callable[[Trial], Sequence[Any]], work: Callable[[Trial, Any], Any]) -> None:
    _AT_WORK.append((trial, make(trial), work))


def _try(position: int) -> Any:
    trial, every, work = _AT_WORK[0]
    return work(trial, every[position])
