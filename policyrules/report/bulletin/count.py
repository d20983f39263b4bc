"""All records counted: in which period, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from policyrules.model.facts import Facts
from policyrules.model.finding import Ref
from policyrules.model.ruleset import BulletinDef, Rate, Ruleset
from policyrules.model.words import Period, Text
from policyrules.report.bulletin.amounts import Amount, amounts
from policyrules.report.bulletin.bulletin import MOST_NAMED, Bulletin, Problem, Span
from policyrules.report.bulletin.units import Path, Units
from policyrules.semantics import World
from policyrules.semantics.evaluate import evaluate
from policyrules.semantics.unknown import Unknown, ends


@dataclass(slots=True)
class _Count:
    """One span being counted."""

    rates: tuple[Rate, ...]
    found: list[tuple[Path, Sequence[Amount]]] = field(default_factory=list)
    lacking: list[Problem] = field(default_factory=list)
    contrary: list[Problem] = field(default_factory=list)
    undated: int = 0

    def add(self, subject: Ref, path: Path, found: Sequence[Amount], dated: bool) -> None:
        """Count a record in the rows of its units."""
        self.found.append((path, found))
        self.undated += not dated
        for rate, amount in zip(self.rates, found, strict=True):
            problems = self.contrary if amount.contrary else self.lacking
            if (amount.contrary or not amount.known) and len(problems) < MOST_NAMED:
                problems.append(Problem(subject, rate))


def bulletin_of(
    ruleset: Ruleset,
    definition: BulletinDef,
    facts: Facts,
    periods: Iterable[tuple[Period, Text]],
    problems: int = 0,
    unit: Ref | None = None,
) -> Bulletin:
    """The bulletin for `periods`, each with its name; `problems`: how many things were wrong with the facts; `unit`: a
    unit of one of its levels, if it is to be about that alone."""
    units = Units(ruleset, definition, facts, unit)
    spans = tuple(_span(World(ruleset, facts, period.end), units, period, label) for period, label in periods)
    return Bulletin(ruleset, definition, spans, definition.subject in facts.tables, problems, unit)


def _span(world: World, units: Units, period: Period, label: Text) -> Span:
    """One period, seen on its last day."""
    definition = units.definition
    count = _Count(definition.rates)
    for id in sorted(world.facts.tables.get(definition.subject, ())):
        subject = Ref(definition.subject, id)
        counts, dated = _counts(definition, world, subject), _dated(definition, world, subject, period)
        if counts is False or dated is False:
            continue
        path = units.path(world, subject)
        if path is not None:
            found = amounts(definition.rates, world, subject, counts is True and dated is True)
            count.add(subject, path, found, dated is True)
    rows, total = units.rows(count.found)
    return Span(period, label, rows, total, tuple(count.lacking), tuple(count.contrary), count.undated)


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
