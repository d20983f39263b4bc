"""Every mutant tried, on the cores there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from policyrules.compiler.cases import Case
from policyrules.testing.mutation.hunt import Difference, hunt
from policyrules.testing.mutation.mutants import Mutant, mutants
from policyrules.testing.mutation.proof import Proof
from policyrules.testing.mutation.same import prove_same
from policyrules.testing.trial import Trial, try_case

Progress = Callable[[int, int], None]
MOST_PROCESSES = 8
WORTH_IT = 400
"""Fewer mutants are done before a second process would have started."""
CHUNK = 16


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mutant: the first case that kills it, or how it was proved the same, or who tells it apart.

    Where all three are None nobody was found and nothing proved.
    """

    killed_by: Case | None = None
    proof: Proof | None = None
    difference: Difference | None = None

    @property
    def word(self) -> str:
        """killed, same, survived (a case is proposed) or open."""
        if self.killed_by is not None:
            return "killed"
        if self.proof is not None:
            return "same"
        return "survived" if self.difference is not None else "open"


@dataclass(frozen=True, slots=True)
class Result:
    """A mutant and its fate."""

    mutant: Mutant
    fate: Fate


def mutate(trial: Trial, progress: Progress | None = None, processes: int | None = None) -> tuple[Result, ...]:
    """Every mutant with its fate, in the order of the mutants, whatever the number of `processes` (default: one a core,
    at most eight; one where there are few mutants). `progress(done, total)` is called now and then."""
    every = mutants(trial)
    count = min(processes or os.cpu_count() or 1, MOST_PROCESSES)
    if count == 1 or (processes is None and len(every) < WORTH_IT):
        fates: Iterator[Fate] = (fate_of(trial, mutant) for mutant in every)
        return tuple(_told(every, fates, progress))
    # Spawned, not forked: a progress bar runs a thread, and a solver holds state that must not be copied.
    with ProcessPoolExecutor(count, get_context("spawn"), _start, (trial,)) as pool:
        fates = pool.map(_try, range(len(every)), chunksize=CHUNK)
        return tuple(_told(every, fates, progress))


def fate_of(trial: Trial, mutant: Mutant) -> Fate:
    """Try the cases that touch a mutant; if none kills it, prove it the same or find who tells it apart."""
    for rule in mutant.rules:
        for case in trial.by_rule.get(rule, ()):
            if not try_case(mutant.ruleset, case).right:
                return Fate(killed_by=case)
    found: Difference | Proof | None = hunt(trial.ruleset, mutant.ruleset, mutant.rules, trial.by_rule, mutant.number)
    if found is None:
        found = prove_same(trial.ruleset, mutant.ruleset, mutant.rules)
    return Fate(proof=found) if isinstance(found, Proof) else Fate(difference=found)


def _told(every: Sequence[Mutant], fates: Iterator[Fate], progress: Progress | None) -> Iterator[Result]:
    for done, (mutant, fate) in enumerate(zip(every, fates, strict=True)):
        if progress is not None:
            progress(done, len(every))
        yield Result(mutant, fate)
    if progress is not None:
        progress(len(every), len(every))


_AT_WORK: list[tuple[Trial, tuple[Mutant, ...]]] = []


def _start(trial: Trial) -> None:
    """Make the mutants once a process."""
    _AT_WORK.append((trial, mutants(trial)))


def _try(position: int) -> Fate:
    trial, every = _AT_WORK[0]
    return fate_of(trial, every[position])
