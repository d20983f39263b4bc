"""The whole account of a ruleset: its cases run and, where asked for, coverage and mutation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from policyrules.compiler.cases import CaseSet
from policyrules.model.ruleset import Ruleset
from policyrules.testing.coverage import Covered, measure
from policyrules.testing.coverage.measure import Tally
from policyrules.testing.mutation.run import Result, mutate
from policyrules.testing.proposing.propose import Plan, propose
from policyrules.testing.spread import Progress
from policyrules.testing.trial import Outcome, Trial, run

WORDS = ("killed", "same", "survived", "open")


@dataclass(frozen=True, slots=True)
class Account:
    """What the cases of a layer say of it. `covered` with `plan` (cases for what is not covered) and `results` (of
    mutants): None where not asked for."""

    ruleset: Ruleset
    outcomes: tuple[Outcome, ...]
    covered: Covered | None
    plan: Plan | None
    results: tuple[Result, ...] | None

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The cases that come out otherwise."""
        return tuple(outcome for outcome in self.outcomes if not outcome.right)

    @property
    def fates(self) -> Counter[str]:
        """How many mutants met each fate."""
        return Counter(dict.fromkeys(WORDS, 0) | Counter(r.fate.word for r in self.results or ()))

    @property
    def tallies(self) -> dict[str, Tally]:
        """The totals of coverage, with what is proved impossible."""
        if self.covered is None or self.plan is None:
            return {}
        proofs = self.plan.proofs
        alone, lines = set[object](), 0
        for owner, part, left, right, _ in proofs:
            if right is None:
                alone.add((owner, part, left))
            else:
                lines += 1
        found = self.covered.tallies()
        found["alone"] = replace(found["alone"], never=len(alone))
        found["boundaries"] = replace(found["boundaries"], never=lines)
        return found

    @property
    def score(self) -> Tally:
        """How many of the mutants that mean something else are killed."""
        fates = self.fates
        return Tally(fates["killed"], sum(fates.values()) - fates["same"])

    @property
    def good(self) -> bool:
        """Whether every case comes out as written and no mutant is left that may mean something else."""
        return not self.failed and not self.fates["survived"] and not self.fates["open"]


def assess(
    ruleset: Ruleset,
    sets: Iterable[CaseSet],
    coverage: bool = False,
    mutation: bool = False,
    progress: Progress | None = None,
    processes: int | None = None,
) -> Account:
    """Run the cases; measure what they cover, and propose cases for the rest; change the ruleset in one place at a time
    and see whether they notice.

    Cases that come out otherwise make both figures meaningless, so then neither is taken.
    """
    trial = Trial.of(ruleset, sets)
    outcomes = run(trial)
    sound = all(outcome.right for outcome in outcomes)
    covered = measure(trial) if coverage and sound else None
    plan = propose(trial, progress, processes) if coverage and sound else None
    results = mutate(trial, progress, processes) if mutation and sound else None
    return Account(ruleset, outcomes, covered, plan, results)
