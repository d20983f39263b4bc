"""What came out of an evaluation: bare judgements at once, findings when they are looked at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import overload

from policyrules.diagnostics.core import Diagnostic
from policyrules.intake import TableSummary
from policyrules.model.errors import EngineMismatchError
from policyrules.model.facts import Facts
from policyrules.model.finding import Finding, InColumns, Judgement
from policyrules.model.ruleset import Ruleset
from policyrules.model.words import Force, Verdict
from policyrules.report.summary import Summary, summarise
from policyrules.semantics import World, explain


class Findings(Sequence[Finding]):
    """Findings, each explained when it is asked for and checked against the engine's judgement.

    Nothing is kept: hold on to a finding instead of asking twice.
    """

    def __init__(
        self, judgements: Sequence[Judgement], world: World, engine: str, told: Callable[[], None] | None = None
    ) -> None:
        """Explain `judgements`, which `engine` made, in `world`; `told` is called after each."""
        self._judgements, self._world, self._engine, self._told = judgements, world, engine, told

    def __len__(self) -> int:
        return len(self._judgements)

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> Findings: ...

    def __getitem__(self, index: int | slice) -> Finding | Findings:
        """The finding at `index`. Raises EngineMismatchError where engine and reference disagree."""
        if isinstance(index, slice):
            return Findings(self._judgements[index], self._world, self._engine, self._told)
        return self._explain(self._judgements[index])

    def _explain(self, judged: Judgement) -> Finding:
        found = explain(self._world.ruleset.rules[judged.rule], judged.subject, self._world)
        if (found.verdict, found.points) != (judged.verdict, judged.points):
            raise EngineMismatchError(
                f"rule {judged.rule}, {judged.subject}: engine {self._engine} says {judged.verdict} "
                f"({judged.points} points), the reference says {found.verdict} ({found.points} points)"
            )
        if self._told is not None:
            self._told()
        return found

    def __repr__(self) -> str:
        return f"<{len(self)} findings>"


@dataclass(frozen=True)
class Report:
    """Everything that was found for one ruleset, one set of facts and one day.

    `judgements`: (rule, subject, verdict) in the ruleset's order of rules, then by subject id. `findings`: the same,
    explained. `violations`: those of them that are unmet musts. `summary`: counts. `diagnostics`: what was wrong with
    the facts; what they speak of was taken as not recorded. `tables`: what was read. `told` is called after each
    finding that is explained, so that long work can show how far it has come.
    """

    ruleset: Ruleset
    as_of: date
    engine: str
    facts: Facts = field(repr=False)
    judgements: Sequence[Judgement] = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)
    tables: tuple[TableSummary, ...] = field(repr=False)
    told: Callable[[], None] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def findings(self) -> Findings:
        """All findings, explained when looked at."""
        return Findings(self.judgements, self._world, self.engine, self.told)

    @cached_property
    def violations(self) -> Findings:
        """The findings that are violations: unmet, and the document says must."""
        must = [rule.id for rule in self.ruleset.rules.values() if rule.force is Force.MUST]
        return self.explained(j for id in must for j in self.by(id, (Verdict.UNMET,)))

    @cached_property
    def summary(self) -> Summary:
        """Counts by rule, by kind of subject, and by school, county and so on."""
        return summarise(self.ruleset, self.facts, self.judgements)

    def by(self, rule: str, verdicts: Collection[Verdict]) -> Iterator[Judgement]:
        """The judgements by one rule with one of these verdicts, by subject."""
        given, order = self.judgements, self._order
        if isinstance(given, InColumns):
            return given.by(rule, verdicts)
        first, last = (side(given, order[rule], key=lambda j: order[j.rule]) for side in (bisect_left, bisect_right))
        return (j for j in given[first:last] if j.verdict in verdicts)

    def where(self, keep: Callable[[Judgement], bool]) -> Report:
        """The same report, of the judgements that `keep` holds for."""
        return replace(self, judgements=tuple(j for j in self.judgements if keep(j)))

    def explained(self, judgements: Iterable[Judgement]) -> Findings:
        """The findings of some of the judgements, in their order."""
        return Findings(tuple(judgements), self._world, self.engine, self.told)

    @cached_property
    def _order(self) -> dict[str, int]:
        return {id: place for place, id in enumerate(self.ruleset.rules)}

    @cached_property
    def _world(self) -> World:
        return World(self.ruleset, self.facts, self.as_of)
