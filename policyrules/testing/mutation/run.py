"""Every mutant tried, on the cores there are."""

from __future__ import annotations

from dataclasses import dataclass

from policyrules.compiler.cases import Case
from policyrules.testing.mutation.hunt import Difference, hunt
from policyrules.testing.mutation.mutants import Mutant, mutants
from policyrules.testing.mutation.proof import Proof
from policyrules.testing.mutation.same import prove_same
from policyrules.testing.spread import Progress, spread
from policyrules.testing.trial import Trial, try_case

WORTH_IT = 400
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
    """Every mutant with its fate, in the order of the mutants, whatever the number of `processes`."""
    found = spread(trial, mutants, fate_of, worth_it=WORTH_IT, chunk=CHUNK, progress=progress, processes=processes)
    return tuple(Result(mutant, fate) for mutant, fate in found)


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
