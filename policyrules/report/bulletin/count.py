"""All records counted: in whose row, in which period, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import BulletinDef, Ruleset
from policyrules.model.types import RefType
from policyrules.model.words import Period, Text
from policyrules.report.bulletin.amounts import Amount, amounts
from policyrules.report.bulletin.bulletin import MOST_NAMED, Bulletin, Problem, Row, Span
from policyrules.report.bulletin.ends import figure
from policyrules.report.grouptext import recorded_name
from policyrules.semantics import World
from policyrules.semantics.evaluate import evaluate
from policyrules.semantics.unknown import Unknown, ends


@dataclass(slots=True)
class _Gathered:
    """The amounts of one row, rate by rate."""

    columns: tuple[list[Amount], ...]
    records: int = 0

    def add(self, found: Iterable[Amount]) -> None:
        """Count a record."""
        self.records += 1
        for column, amount in zip(self.columns, found, strict=True):
            column.append(amount)

    def row(self, unit: Ref | None, name: str = "") -> Row:
        """What they come to."""
        return Row(unit, name, self.records, tuple(figure(column) for column in self.columns))


@dataclass(slots=True)
class _Count:
    """One span being counted."""

    definition: BulletinDef
    rows: dict[str | None, _Gathered]
    total: _Gathered
    lacking: list[Problem] = field(default_factory=list)
    contrary: list[Problem] = field(default_factory=list)
    undated: int = 0

    def add(self, subject: Ref, unit: str | None, found: Sequence[Amount], dated: bool) -> None:
        """Count a record in its row and in the total."""
        gathered = self.rows.get(unit)
        if gathered is None:
            gathered = self.rows[unit] = _empty(self.definition)
        gathered.add(found)
        self.total.add(found)
        self.undated += not dated
        for rate, amount in zip(self.definition.rates, found, strict=True):
            problems = self.contrary if amount.contrary else self.lacking
            if (amount.contrary or not amount.known) and len(problems) < MOST_NAMED:
                problems.append(Problem(subject, rate.label))


def bulletin_of(
    ruleset: Ruleset, definition: BulletinDef, facts: Facts, periods: Iterable[tuple[Period, Text]], problems: int = 0
) -> Bulletin:
    """The bulletin for `periods`, each with its name; `problems`: how many things were wrong with the facts."""
    spans = tuple(_span(ruleset, definition, facts, period, label) for period, label in periods)
    return Bulletin(ruleset, definition, spans, definition.subject in facts.tables, problems)


def _span(ruleset: Ruleset, definition: BulletinDef, facts: Facts, period: Period, label: Text) -> Span:
    """One period, seen on its last day."""
    world = World(ruleset, facts, period.end)
    entity = definition.per.type.entity if isinstance(definition.per.type, RefType) else ""
    units = facts.tables.get(entity)
    count = _Count(definition, {id: _empty(definition) for id in sorted(units or ())}, _empty(definition))
    for id in sorted(facts.tables.get(definition.subject, ())):
        subject = Ref(definition.subject, id)
        counts, dated = _counts(definition, world, subject), _dated(definition, world, subject, period)
        if counts is False or dated is False:
            continue
        named = evaluate(definition.per, world, subject)
        known = not isinstance(named, Unknown) and (units is None or named in units)
        found = amounts(definition.rates, world, subject, counts is True and dated is True)
        count.add(subject, str(named) if known else None, found, dated is True)
    rows = tuple(_rows(count, entity, world))
    return Span(period, label, rows, count.total.row(None), tuple(count.lacking), tuple(count.contrary), count.undated)


def _rows(count: _Count, entity: str, world: World) -> Iterator[Row]:
    """By id; last, where there are any, the records that name no unit."""
    for id in sorted(id for id in count.rows if id is not None):
        ref = Ref(entity, id)
        yield count.rows[id].row(ref, recorded_name(world.vocabulary, world.facts, ref))
    if None in count.rows:
        yield count.rows[None].row(None)


def _empty(definition: BulletinDef) -> _Gathered:
    return _Gathered(tuple([] for _ in definition.rates))


def _counts(definition: BulletinDef, world: World, subject: Ref) -> bool | None:
    """Whether the record is one of those that are counted."""
    value = evaluate(definition.where, world, subject)
    return None if isinstance(value, Unknown) else value is True


def _dated(definition: BulletinDef, world: World, subject: Ref, period: Period) -> bool | None:
    """Whether the record's day lies in the period."""
    if definition.day is None:
        return True
    day = evaluate(definition.day, world, subject)
    low, high = ends(day)
    if (isinstance(low, date) and low > period.end) or (isinstance(high, date) and high < period.start):
        return False
    return None if isinstance(day, Unknown) else True
