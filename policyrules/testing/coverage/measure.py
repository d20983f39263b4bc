"""The figures: what the cases reached of everything there is to reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from policyrules.compiler.cases import CaseSet, Coverage, case_coverage
from policyrules.compiler.matrix import ClauseRow, clause_matrix
from policyrules.compiler.reach import reached_by
from policyrules.model.expr import Expr
from policyrules.model.facts import Facts
from policyrules.model.words import Fate
from policyrules.semantics import World
from policyrules.testing.coverage.conditions import Decision, Seen, decisions, may_be_unknown
from policyrules.testing.coverage.observe import Observer
from policyrules.testing.coverage.thresholds import Threshold, thresholds
from policyrules.testing.parts import Owner, Part, definition_owner, own_parts
from policyrules.testing.trial import Trial


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of so many; `never` of the rest cannot be, as is proved."""

    done: int
    of: int
    never: int = 0

    @classmethod
    def count(cls, items: Iterable[bool]) -> Tally:
        """How many of `items` hold."""
        every = list(items)
        return cls(sum(every), len(every))


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """An atomic condition: what it was seen to be, whether it was seen deciding alone, both ways (masking MC/DC)."""

    part: str
    expr: Expr
    seen: frozenset[Seen]
    can_be_unknown: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """A line between numbers or days: the sides that can be reached, and those that were."""

    part: str
    left: Expr
    right: Expr
    possible: tuple[str, ...]
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """A rule or definition, and what the cases reach of it. `cases` counts those written for the rule."""

    owner: Owner
    cases: int
    conditions: tuple[ConditionRow, ...]
    thresholds: tuple[ThresholdRow, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """What the cases of a layer reach of it. `idle`: definitions on which no rule leans, so that no case can."""

    owners: tuple[OwnerRow, ...]
    verdicts: tuple[Coverage, ...]
    clauses: tuple[ClauseRow, ...]
    held_clauses: frozenset[str]
    idle: tuple[Owner, ...]

    def tallies(self) -> dict[str, Tally]:
        """The totals, by what is counted."""
        conditions = [c for o in self.owners for c in o.conditions]
        lines = [t for o in self.owners for t in o.thresholds]
        return {
            "rules": Tally.count(o.cases > 0 for o in self.owners if o.owner.kind == "rule"),
            "verdicts": Tally.count(v in row.shown for row in self.verdicts for v in row.can),
            "conditions": Tally.count(v in c.seen for c in conditions for v in (True, False)),
            "unknown": Tally.count(None in c.seen for c in conditions if c.can_be_unknown),
            "alone": Tally.count(c.alone for c in conditions),
            "boundaries": Tally.count(side in t.seen for t in lines for side in t.possible),
            "clauses": Tally.count(row.clause in self.held_clauses for row in self.clauses),
        }


@dataclass(frozen=True, slots=True)
class Watched:
    """The parts of a layer, its decisions and the lines it draws, marked with what the cases put to them."""

    parts: tuple[Part, ...]
    decisions: tuple[Decision, ...]
    lines: tuple[Threshold, ...]


def watch(trial: Trial) -> Watched:
    """Follow every case."""
    parts = tuple(own_parts(trial))
    found = tuple(decision for part in parts for decision in decisions(part))
    lines: dict[tuple[Owner, Expr, Expr], Threshold] = {}
    by_node: dict[int, list[Threshold]] = {}
    for part in parts:
        for node, line in thresholds(part, trial.ruleset.vocabulary):
            kept = lines.setdefault((part.owner, line.left, line.right), line)
            by_node.setdefault(id(node), []).append(kept)
    observer = Observer(trial.ruleset, {id(d.expr): d for d in found}, by_node)
    for case in trial.cases:
        observer.case(case)
    return Watched(parts, found, tuple(lines.values()))


def measure(trial: Trial) -> Covered:
    """Follow every case, and say what was reached."""
    watched = watch(trial)
    return Covered(
        tuple(owner_rows(trial, watched)),
        case_coverage(trial.ruleset, case_sets(trial)),
        own_clauses(trial),
        held_clauses(trial),
        tuple(definition_owner(definition) for definition in trial.idle()),
    )


def case_sets(trial: Trial) -> list[CaseSet]:
    """The cases of each rule."""
    return [CaseSet(rule, "", cases) for rule, cases in trial.by_rule.items()]


def reachable(line: Threshold, trial: Trial, days: Mapping[str, date]) -> tuple[str, ...]:
    """The sides of a line that can be reached at all."""
    owner = line.part.owner
    day = days.get(owner.id if owner.kind == "rule" else "", days[""])
    return line.possible(World(trial.ruleset, Facts({}), day))


def days_of(trial: Trial) -> dict[str, date]:
    """A day on which each rule is judged, and one for what no case is about."""
    found = {rule: max(case.as_of for case in cases) for rule, cases in trial.by_rule.items()}
    return {"": max(found.values(), default=date(2020, 1, 1)), **found}


def owner_rows(trial: Trial, watched: Watched) -> Iterator[OwnerRow]:
    """A row for each rule and definition of the layer."""
    days = days_of(trial)
    for owner in dict.fromkeys(part.owner for part in watched.parts):
        cases = len(trial.by_rule.get(owner.id, ())) if owner.kind == "rule" else 0
        conditions = tuple(
            ConditionRow(d.part.name, expr, d.values(i), may_be_unknown(expr), d.alone(i))
            for d in watched.decisions
            if d.part.owner == owner
            for i, expr in enumerate(d.conditions)
        )
        rows = tuple(
            ThresholdRow(t.part.name, t.left, t.right, possible, tuple(s for s in possible if s in t.seen))
            for t in watched.lines
            if t.part.owner == owner
            for possible in [reachable(t, trial, days)]
        )
        yield OwnerRow(owner, cases, conditions, rows)


def own_clauses(trial: Trial) -> tuple[ClauseRow, ...]:
    """The encoded clauses of the ruleset's own layer."""
    rows = clause_matrix(trial.ruleset, case_sets(trial))
    return tuple(r for r in rows if r.fate is Fate.ENCODED and r.layer == trial.ruleset.id)


def held_clauses(trial: Trial) -> frozenset[str]:
    """The clauses that some case rests on: those of its rule and of all the rule leans on."""
    ruleset, found = trial.ruleset, set[str]()
    for id in trial.by_rule:
        rule = ruleset.rules[id]
        reach = reached_by(rule, ruleset.definitions)
        cited = [*rule.citations, *(c for e in rule.exemptions for c in e.citations)]
        cited += [c for key in reach.definitions for c in ruleset.definitions[key].citations]
        cited += [c for name in reach.parameters for v in ruleset.parameters[name].values for c in v.citations]
        cited += ruleset.phases[rule.phase].citations if rule.phase else ()
        found.update(c.clause for c in cited)
    return frozenset(found)
