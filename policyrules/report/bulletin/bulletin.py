"""What a bulletin is: rows of figures for each span of days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from policyrules.model.expr import Number
from policyrules.model.finding import Ref
from policyrules.model.ruleset import BulletinDef, Rate, Ruleset
from policyrules.model.types import RefType
from policyrules.model.words import Period, Text
from policyrules.report.redact import about_persons, persons

Ends = tuple[Number | None, Number | None]
"""The least and the greatest something can be; None: no limit is known."""
MOST_NAMED = 12
"""So many doubtful figures are named by their records."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One rate of one row.

    `low` and `high` are the ends it lies between, equal where it is known; both None where there is nothing to divide
    by. `part` and `whole` likewise. `lacking` records lack
    what would decide it; `contrary` ones record more of the part than of the whole.
    """

    low: Fraction | None
    high: Fraction | None
    part: Ends
    whole: Ends
    lacking: int = 0
    contrary: int = 0

    @property
    def known(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one unit, by the ids of the rates; `unit` None: of records that name none. `name`: its field
    `name`, where that is not personal.

    `parts`: the same divided by the units of the next level, as far as the records name them; none where no record of
    the period does."""

    unit: Ref | None
    name: str
    records: int
    figures: Mapping[str, Figure]
    parts: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that lacks something, or contradicts itself, and in which rate."""

    subject: Ref
    rate: Rate


@dataclass(frozen=True, slots=True)
class Span:
    """One period: a row for every unit in the order of ids, then their total.

    `lacking` and `contrary` name the first few records behind the figures, `undated` counts those whose day is not
    recorded: each of them may belong to the period.
    """

    period: Period
    label: Text
    rows: tuple[Row, ...]
    total: Row
    lacking: tuple[Problem, ...] = ()
    contrary: tuple[Problem, ...] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The rates a ruleset declares, for one or more periods. `given`: whether the table that is counted was given.

    `unit`: the one unit it is about, whose figures are the totals; None: all of them.
    """

    ruleset: Ruleset
    definition: BulletinDef
    spans: tuple[Span, ...]
    given: bool
    problems: int = 0
    """How many things were wrong with the facts."""
    unit: Ref | None = None

    @property
    def levels(self) -> tuple[str, ...]:
        """The entities that have rows, from the widest to the narrowest: of one unit, those below it."""
        every = levels_of(self.definition)
        return every if self.unit is None else every[every.index(self.unit.type) + 1 :]

    @property
    def names_records(self) -> bool:
        """Whether the records behind doubtful figures may be named: bulletins are published, and ids of persons are
        not to be."""
        vocabulary = self.ruleset.vocabulary
        return self.definition.subject not in persons(vocabulary) | about_persons(vocabulary)


def levels_of(definition: BulletinDef) -> tuple[str, ...]:
    """The entity of each level, from the widest to the narrowest."""
    return tuple(cast(RefType, expr.type).entity for expr in definition.per)
