"""What a bulletin is: rows of figures for each span of days."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from policyrules.model.expr import Number
from policyrules.model.finding import Ref
from policyrules.model.ruleset import BulletinDef, Ruleset
from policyrules.model.words import Period, Text

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
    """The figures of one unit, in the order of the rates; `unit` None: of records that name none. `name`: its field
    `name`, where that is not personal."""

    unit: Ref | None
    name: str
    records: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that lacks something, or contradicts itself, and in which rate."""

    subject: Ref
    rate: Text


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
    """The rates a ruleset declares, for one or more periods. `given`: whether the table that is counted was given."""

    ruleset: Ruleset
    definition: BulletinDef
    spans: tuple[Span, ...]
    given: bool
    problems: int = 0
    """How many things were wrong with the facts."""
