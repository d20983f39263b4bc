"""Judges a whole set of facts, or one record, with rules compiled to Python code objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import repeat
from operator import itemgetter
from threading import Lock
from typing import Any

from policyrules.engines.direct.emit import program
from policyrules.engines.direct.program import (
    EMPTY,
    Compiled,
    Definition,
    Flatten,
    Members,
    Need,
    Program,
    Table,
    Totals,
)
from policyrules.engines.protocol import Progress
from policyrules.engines.recent import Recent
from policyrules.model.expr import Number
from policyrules.model.facts import Facts, Record
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.semantics.certain import Lowering
from policyrules.semantics.interval import tidy
from policyrules.semantics.lowered import Node
from policyrules.semantics.unknown import Unknown
from policyrules.semantics.verdicts import VERDICTS, Judging
from policyrules.semantics.world import World

# Henan's rules, compiled for a day, take about a megabyte.
MOST_KEPT = 8


class Direct:
    """One ruleset compiled for one day; what facts it will judge is said later. Several threads may ask at once."""

    def __init__(self, ruleset: Ruleset, as_of: date) -> None:
        """Compile nothing yet: rules and definitions are compiled when first asked for."""
        self.ruleset = ruleset
        self.as_of = as_of
        self.lowering = Lowering(ruleset, as_of)
        self.judging = Judging(self.lowering)
        self._programs: dict[str | Definition | Totals, Program] = {}
        self._lock = Lock()

    def part(self, wanted: str | Definition | Totals) -> Program:
        """The function that gives the verdict of each rule of an entity and behind them the points of each, the parts
        of a definition, or some aggregates."""
        with self._lock:
            if wanted not in self._programs:
                self._programs[wanted] = program(self._roots(wanted), totals=True)
            return self._programs[wanted]

    def _roots(self, wanted: str | Definition | Totals) -> Iterable[Node]:
        match wanted:
            case Definition():
                return self.lowering.definition(wanted.entity, wanted.name)
            case Totals():
                return wanted.roots
        lowered = [self.judging.rule(rule) for rule in self.ruleset.rules_for(wanted)]
        return [*(rule.verdict for rule in lowered), *(rule.points for rule in lowered)]

    def verdicts(self, rules: tuple[Rule, ...]) -> Program:
        """The function that gives the verdict of each rule for a record that says its id."""
        return program([self.judging.rule(rule).verdict for rule in rules], totals=True, alone=True)


KEPT: Recent[Direct] = Recent(MOST_KEPT)


class Bound:
    """A compiled ruleset together with facts."""

    def __init__(self, direct: Direct, facts: Facts) -> None:
        """Lay the facts under the compiled code."""
        self.direct = direct
        self.facts = facts
        self.world = World(direct.ruleset, facts, direct.as_of)
        self.found: dict[Need, Any] = {}

    def bind(self, program: Program) -> Compiled:
        """A program as a function over these facts, with the definitions and totals it uses, however deep."""
        pending: list[tuple[Definition | Totals | None, Program]] = [(None, program)]
        while pending:
            need, top = pending[-1]
            waiting = self._parts(top)
            if waiting:
                pending.extend((other, self.direct.part(other)) for other in waiting)
                continue
            pending.pop()
            if need is not None and need not in self.found:
                self.found[need] = self._remembered(need, top.bound(self.found))
        return program.bound(self.found)

    def _parts(self, program: Program) -> list[Definition | Totals]:
        """The definitions and totals a program still waits for; everything else it needs is found at once."""
        waiting: list[Definition | Totals] = []
        for need in program.needs.values():
            if need in self.found:
                continue
            match need:
                case Table():
                    self.found[need] = self.facts.tables.get(need.entity, EMPTY)
                case Members():
                    self.found[need] = self._members(need.entity, need.collection)
                case Flatten():
                    self.found[need] = self._flattened(need.entity, need.collection)
                case Definition() | Totals():
                    waiting.append(need)
        return waiting

    def _remembered(self, need: Definition | Totals, compute: Compiled) -> Remembered | Summed:
        """A definition or totals of these facts."""
        if isinstance(need, Totals):
            return Summed(compute)
        return Remembered(compute, self.facts.tables.get(need.entity, EMPTY))

    def _members(self, entity: str, collection: str) -> dict[str, tuple[str, ...]]:
        """The ids in a collection by the id of the record it hangs on, as far as they are known."""
        found = {id: self.world.members(entity, collection, id) for id in self.facts.tables.get(entity, ())}
        return {id: ids for id, ids in found.items() if not isinstance(ids, Unknown)}

    def _flattened(self, entity: str, collection: str) -> Callable[[tuple[str, ...] | None], tuple[str, ...] | None]:
        """A function from ids to those in one of their collections, None where any is unknown."""
        members = self._members(entity, collection)

        def flattened(owners: tuple[str, ...] | None) -> tuple[str, ...] | None:
            if owners is None or any(owner not in members for owner in owners):
                return None
            return tuple(id for owner in owners for id in members[owner])

        return flattened


class Remembered(dict[str | None, tuple[Any, ...]]):
    """A definition's parts by record, each computed once: a dict, so that asking again costs one lookup."""

    def __init__(self, compute: Compiled, records: Mapping[str, Any]) -> None:
        """Compute over `records`; for no record everything is null."""
        super().__init__({None: (None, None, None)})
        self.compute = compute
        self.records = records

    def __missing__(self, id: str | None) -> tuple[Any, ...]:
        """The parts for a record asked for the first time; one that is not in the facts is empty."""
        found = self[id] = self.compute(str(id), self.records.get(str(id), EMPTY))
        return found


class Summed(dict[str | None, tuple[Any, ...]]):
    """Totals by record, each computed once; for no record they are over nobody."""

    def __init__(self, compute: Compiled) -> None:
        """Nothing is computed yet."""
        super().__init__()
        self.compute = compute

    def __missing__(self, id: str | None) -> tuple[Any, ...]:
        """The totals for a record asked for the first time."""
        found = self[id] = self.compute(id, EMPTY)
        return found


def judge_all(ruleset: Ruleset, facts: Facts, as_of: date, progress: Progress | None = None) -> Iterator[Judgement]:
    """Every rule for every subject in the facts, in the order of the rules, then of the subjects' ids.

    `progress` is called with the number of judgements made so far, once a rule.
    """
    direct = KEPT.get(ruleset, as_of)
    if direct is None:
        direct = Direct(ruleset, as_of)
        KEPT.put(ruleset, as_of, direct)
    bound = Bound(direct, facts)
    judged: dict[str, Judged] = {}
    done = 0
    for rule in ruleset.rules.values():
        if rule.subject not in facts.tables:
            continue
        if rule.subject not in judged:
            judged[rule.subject] = Judged(direct, bound, rule.subject)
        yield from judged[rule.subject].by(rule)
        done += len(judged[rule.subject].subjects)
        if progress is not None:
            progress(done)


class Judged:
    """What all rules of an entity say of each of its records, in the order of their ids."""

    def __init__(self, direct: Direct, bound: Bound, entity: str) -> None:
        """Judge every record."""
        rules = direct.ruleset.rules_for(entity)
        judge = bound.bind(direct.part(entity))
        records = bound.facts.tables[entity]
        ids = sorted(records)
        self.subjects = [Ref(entity, id) for id in ids]
        self._rows = [judge(id, records[id]) for id in ids]
        self._places = {rule.id: place for place, rule in enumerate(rules)}

    def by(self, rule: Rule) -> Iterator[Judgement]:
        """The judgements by one of the rules, made without a line of Python run for each: there may be a million."""
        place = self._places[rule.id]
        verdicts = map(VERDICTS.__getitem__, map(itemgetter(place), self._rows))
        points: Iterable[Number | None] = repeat(None)
        if rule.table is not None:
            given = map(itemgetter(place + len(self._places)), self._rows)
            points = (None if number is None else tidy(number) for number in given)
        return map(Judgement, repeat(rule.id), self.subjects, verdicts, points)


def compile_subject(
    ruleset: Ruleset, entity: str, as_of: date, facts: Facts | None = None
) -> Callable[[Record], tuple[int, ...]]:
    """A function from one record of `entity` to the bare verdicts of its rules, as places in `VERDICTS`.

    `facts` are the other records it may refer to (its school); the record itself need not be among them. Where a rule
    asks for the record's id or its collections, the record says its `id`.
    """
    direct = Direct(ruleset, as_of)
    return Bound(direct, facts or Facts({})).bind(direct.verdicts(ruleset.rules_for(entity)))
