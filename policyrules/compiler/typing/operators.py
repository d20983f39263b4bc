"""Which types each operator takes and gives: one row per operator."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from policyrules.diagnostics.core import Sentence
from policyrules.model.expr import ArithOp, CompareOp
from policyrules.model.types import (
    COUNT,
    DATE,
    DAYS_NUMBER,
    RATIO,
    RATIO_NUMBER,
    DateType,
    EnumType,
    NumberType,
    PeriodType,
    Type,
)
from policyrules.model.vocabulary import Vocabulary

PLAIN_UNITS = (COUNT, RATIO)


def has_equality(type: Type, vocabulary: Vocabulary) -> bool:
    """Whether two values of a type can be compared with `==`: all but periods."""
    return not isinstance(type, PeriodType)


def has_order(type: Type, vocabulary: Vocabulary) -> bool:
    """Whether one value of a type can be less than another."""
    if isinstance(type, EnumType):
        return vocabulary.enums[type.name].ordered
    return isinstance(type, NumberType | DateType)


COMPARISONS: Mapping[CompareOp, Callable[[Type, Vocabulary], bool]] = {
    CompareOp.EQ: has_equality,
    CompareOp.NE: has_equality,
    CompareOp.LT: has_order,
    CompareOp.LE: has_order,
    CompareOp.GT: has_order,
    CompareOp.GE: has_order,
}


def sum_type(left: Type, right: Type) -> Type | None:
    """`left + right`: numbers of one unit, or a date and days."""
    if left == DATE and right == DAYS_NUMBER:
        return DATE
    return left if isinstance(left, NumberType) and left == right else None


def difference_type(left: Type, right: Type) -> Type | None:
    """`left - right`: as a sum, and the days between two dates."""
    return DAYS_NUMBER if left == right == DATE else sum_type(left, right)


def product_type(left: Type, right: Type) -> Type | None:
    """`left * right`: one side is a count or a ratio; a share of a count is a count."""
    if not isinstance(left, NumberType) or not isinstance(right, NumberType):
        return None
    if left.unit == RATIO or (left.unit == COUNT and right.unit != RATIO):
        return right
    return left if right.unit in PLAIN_UNITS else None


def quotient_type(left: Type, right: Type) -> Type | None:
    """`left / right`: a ratio of equal units; a count or ratio below keeps the unit."""
    if not isinstance(left, NumberType) or not isinstance(right, NumberType):
        return None
    if left == right:
        return RATIO_NUMBER
    return left if right.unit in PLAIN_UNITS else None


ARITHMETIC: Mapping[ArithOp, Callable[[Type, Type], Type | None]] = {
    ArithOp.ADD: sum_type,
    ArithOp.SUB: difference_type,
    ArithOp.MUL: product_type,
    ArithOp.DIV: quotient_type,
}

DOING: Mapping[ArithOp, Sentence] = {
    ArithOp.ADD: Sentence("相加", "added"),
    ArithOp.SUB: Sentence("相减", "subtracted"),
    ArithOp.MUL: Sentence("相乘", "multiplied"),
    ArithOp.DIV: Sentence("相除", "divided"),
}
