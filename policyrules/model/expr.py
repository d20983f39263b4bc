"""Typed expressions: what the checker hands to everybody after it.

Names are resolved and canonical, units agree, so the Chinese and the English spelling of one condition are one
tree. Nodes are pure values: they compare by content and carry no place in a file.

Values: bool for BoolType; int or Fraction for NumberType; date; Period; an enumeration's member id (str) for
EnumType; str for TextType; a record id (str) for RefType. None is "unknown", and only facts are ever unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from policyrules.model.types import (
    BOOL,
    DATE,
    BoolType,
    DateType,
    NumberType,
    RefType,
    Type,
)
from policyrules.model.words import Period

Number = int | Fraction
Value = bool | Number | date | Period | str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the rule itself."""

    value: Value
    type: Type


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value of the ruleset, by id."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Today:
    """The day the judgement speaks of (`today`)."""

    @property
    def type(self) -> DateType:
        """A date."""
        return DATE


@dataclass(frozen=True, slots=True)
class Subject:
    """The record the rule or definition speaks of."""

    entity: str

    @property
    def type(self) -> RefType:
        """A reference to that record."""
        return RefType(self.entity)


@dataclass(frozen=True, slots=True)
class Member:
    """The record under consideration inside the innermost aggregate."""

    entity: str

    @property
    def type(self) -> RefType:
        """A reference to that record."""
        return RefType(self.entity)


@dataclass(frozen=True, slots=True)
class Field:
    """A fact about a record: `base` is Subject, Member or a Field of RefType."""

    base: Expr
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Derived:
    """A definition's value for a record."""

    base: Expr
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Collection:
    """All records of `entity` whose reference names `base`; over a Collection, those of all its members."""

    base: Expr | Collection
    name: str
    entity: str


class CompareOp(StrEnum):
    """Comparisons. Order needs numbers of one unit, dates, or an ordered enumeration."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


class ArithOp(StrEnum):
    """Exact arithmetic."""

    ADD = "+"
    SUB = "-"
    MUL = "*"
    DIV = "/"


class AggregateOp(StrEnum):
    """What an aggregate makes of a collection's members."""

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    SHARE = "share"
    ALL = "all"
    ANY = "any"
    AT_LEAST = "at_least"


class RoundMode(StrEnum):
    """How a rounding treats what lies between."""

    UP = "round_up"
    DOWN = "round_down"
    HALF_UP = "round_half_up"


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene negation."""

    item: Expr

    @property
    def type(self) -> BoolType:
        """True or false."""
        return BOOL


@dataclass(frozen=True, slots=True)
class And:
    """Kleene conjunction of two or more."""

    items: tuple[Expr, ...]

    @property
    def type(self) -> BoolType:
        """True or false."""
        return BOOL


@dataclass(frozen=True, slots=True)
class Or:
    """Kleene disjunction of two or more."""

    items: tuple[Expr, ...]

    @property
    def type(self) -> BoolType:
        """True or false."""
        return BOOL


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two values of one type."""

    op: CompareOp
    left: Expr
    right: Expr

    @property
    def type(self) -> BoolType:
        """True or false."""
        return BOOL


@dataclass(frozen=True, slots=True)
class Between:
    """`item` lies between `low` and `high`, both included."""

    item: Expr
    low: Expr
    high: Expr

    @property
    def type(self) -> BoolType:
        """True or false."""
        return BOOL


@dataclass(frozen=True, slots=True)
class OneOf:
    """`item` equals one of the listed literals."""

    item: Expr
    options: tuple[Literal, ...]

    @property
    def type(self) -> BoolType:
        """True or false."""
        return BOOL


@dataclass(frozen=True, slots=True)
class Within:
    """A date lies in a period."""

    item: Expr
    period: Expr

    @property
    def type(self) -> BoolType:
        """True or false."""
        return BOOL


@dataclass(frozen=True, slots=True)
class IsKnown:
    """Whether a value is known: never itself unknown."""

    item: Expr

    @property
    def type(self) -> BoolType:
        """True or false."""
        return BOOL


@dataclass(frozen=True, slots=True)
class Arith:
    """Arithmetic. A product or quotient of two non-literals needs one dimensionless side."""

    op: ArithOp
    left: Expr
    right: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Negate:
    """A number with its sign turned."""

    item: Expr
    type: NumberType


@dataclass(frozen=True, slots=True)
class If:
    """`then` where `condition` holds, else `other`."""

    condition: Expr
    then: Expr
    other: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least (`min`) or greatest (`max`) of two or more values of one ordered type."""

    op: AggregateOp
    items: tuple[Expr, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Round:
    """A number rounded to `places` decimal places."""

    mode: RoundMode
    item: Expr
    places: int
    type: NumberType


@dataclass(frozen=True, slots=True)
class EndOf:
    """The first (`start`) or last (`end`) day of a period."""

    end: bool
    period: Expr

    @property
    def type(self) -> DateType:
        """A date."""
        return DATE


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`op` over the members of `source` that satisfy `where`.

    `value` is: nothing for COUNT; the condition for SHARE, ALL, ANY, AT_LEAST; the number, date or ordered word for
    SUM, MIN, MAX; any value for DISTINCT. `threshold` only for AT_LEAST. Inside `where` and `value`, `Member` is the
    member of this aggregate; `Subject` stays the rule's subject.
    """

    op: AggregateOp
    source: Collection
    where: Expr | None
    value: Expr | None
    threshold: Expr | None
    type: Type


Expr = (
    Literal
    | Parameter
    | Today
    | Subject
    | Member
    | Field
    | Derived
    | Not
    | And
    | Or
    | Compare
    | Between
    | OneOf
    | Within
    | IsKnown
    | Arith
    | Negate
    | If
    | Extreme
    | Round
    | EndOf
    | Aggregate
)

TRUE = Literal(True, BOOL)
