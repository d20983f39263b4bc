"""Formulas and whole numbers of z3 that fold while they are built.

A `Bit` is a bool or a z3 formula, an `Int` an int or a z3 number. What is known while building stays a Python value,
so that the parts of a rule that facts cannot change never reach the solver. z3 has no types; both names are `Any`.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, TypeAlias

import z3  # type: ignore[import-untyped]
from z3 import z3core

Bit: TypeAlias = Any
Int: TypeAlias = Any

LEAVES = 16


class Beyond(Exception):
    """What the encoding cannot say exactly; `reason` names it (a key of `answer.REASONS`)."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def neg(a: Bit) -> Bit:
    """Not."""
    if isinstance(a, bool):
        return not a
    if z3.is_not(a):
        return a.arg(0)
    return z3.BoolRef(z3core.Z3_mk_not(a.ctx_ref(), a.as_ast()), a.ctx)


def conj(items: Iterable[Bit]) -> Bit:
    """And, over any number."""
    return _junction(items, False, z3core.Z3_mk_and)


def disj(items: Iterable[Bit]) -> Bit:
    """Or, over any number."""
    return _junction(items, True, z3core.Z3_mk_or)


def _junction(items: Iterable[Bit], decisive: bool, make: Any) -> Bit:
    kept: dict[int, Any] = {}
    for item in items:
        if isinstance(item, bool):
            if item is decisive:
                return decisive
        else:
            kept[item.get_id()] = item
    if not kept:
        return not decisive
    terms = list(kept.values())
    if len(terms) == 1:
        return terms[0]
    array = (z3.Ast * len(terms))(*(t.as_ast() for t in terms))
    return z3.BoolRef(make(terms[0].ctx_ref(), len(terms), array), terms[0].ctx)


def implies(a: Bit, b: Bit) -> Bit:
    """If a then b."""
    return disj((neg(a), b))


def iff(a: Bit, b: Bit) -> Bit:
    """Both or neither."""
    if isinstance(a, bool):
        return b if a else neg(b)
    if isinstance(b, bool):
        return a if b else neg(a)
    return a == b


def pick(condition: Bit, then: Any, other: Any) -> Any:
    """`then` where the condition holds, else `other`: both bits or both numbers."""
    if isinstance(condition, bool):
        return then if condition else other
    if then is other or (isinstance(then, int) and isinstance(other, int) and then == other):
        return then
    if isinstance(then, bool) or isinstance(other, bool) or z3.is_bool(then):
        return disj((conj((condition, then)), conj((neg(condition), other))))
    return z3.If(condition, then, other)


def add(items: Iterable[Int]) -> Int:
    """The sum, over any number."""
    constant, terms = 0, []
    for item in items:
        if isinstance(item, int):
            constant += item
        else:
            terms.append(item)
    if not terms:
        return constant
    total = terms[0] if len(terms) == 1 else z3.Sum(terms)
    return total + constant if constant else total


def scale(term: Int, factor: int) -> Int:
    """A number times a constant."""
    if isinstance(term, int) or factor == 1:
        return term * factor if isinstance(term, int) else term
    return 0 if factor == 0 else term * factor


def times(left: Int, right: Int) -> Int:
    """A product; one side must be a constant, or a choice among few."""
    if isinstance(left, int):
        return scale(right, left)
    if isinstance(right, int):
        return scale(left, right)
    for choice, other in ((left, right), (right, left)):
        cases = _cases(choice, LEAVES)
        if cases is not None:
            product = scale(other, cases[-1][1])
            for condition, constant in reversed(cases[:-1]):
                product = pick(condition, scale(other, constant), product)
            return product
    raise Beyond("product")


def _cases(term: Int, room: int) -> list[tuple[Bit, int]] | None:
    """A nest of `if` with constants at its leaves as (condition, constant), tried in order; None if it is not one."""
    if isinstance(term, int):
        return [(True, term)]
    if z3.is_int_value(term):
        return [(True, term.as_long())]
    if not z3.is_app_of(term, z3.Z3_OP_ITE):
        return None
    then, other = _cases(term.arg(1), room - 1), _cases(term.arg(2), room - 1)
    if then is None or other is None or len(then) + len(other) > room:
        return None
    return [(conj((term.arg(0), condition)), constant) for condition, constant in then] + other


def equal(a: Int, b: Int) -> Bit:
    """Whether two numbers are the same."""
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    return True if a is b else a == b


def at_most(a: Int, b: Int) -> Bit:
    """a <= b."""
    return a <= b if a is not b else True


def less(a: Int, b: Int) -> Bit:
    """a < b."""
    return a < b if a is not b else False


def floor_div(term: Int, divisor: int) -> Int:
    """The greatest whole number not above term / divisor, for a divisor above 0."""
    if isinstance(term, int):
        return term // divisor
    if z3.is_real(term):
        return z3.ToInt(term / divisor)
    return term if divisor == 1 else term / divisor


def is_bit(value: Any) -> bool:
    """Whether a value is a truth value."""
    return isinstance(value, bool) or z3.is_bool(value)


def parts(number: int | Fraction) -> tuple[int, int]:
    """Numerator and denominator."""
    return number.numerator, number.denominator
