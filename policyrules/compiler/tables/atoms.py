"""Conditions as formulas over atoms, each of which depends on one variable."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from policyrules.compiler.reach import Definitions
from policyrules.model.expr import (
    And,
    Between,
    Compare,
    CompareOp,
    Derived,
    EndOf,
    Expr,
    Field,
    If,
    IsKnown,
    Literal,
    Not,
    OneOf,
    Or,
    Parameter,
    Subject,
    Within,
)
from policyrules.model.types import BoolType
from policyrules.syntax.walk import NODES, entity_of, nodes


@dataclass(frozen=True, slots=True)
class Pair:
    """A variable that is the order of two terms: -1, 0 or 1; for terms without order 0 (equal) or 2."""

    left: Expr
    right: Expr


Variable = Expr | Pair
TURNED = {
    CompareOp.LT: CompareOp.GT,
    CompareOp.LE: CompareOp.GE,
    CompareOp.GT: CompareOp.LT,
    CompareOp.GE: CompareOp.LE,
}
"""Comparisons read from the other side."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A condition on one variable."""

    condition: Expr
    variable: Variable


@dataclass(frozen=True, slots=True)
class Every:
    """Kleene conjunction."""

    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Kleene disjunction."""

    items: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """Kleene negation."""

    item: Formula


Formula = Every | Some | Opposite | Atom | bool


Written = dict[Expr, "Formula"]


def formula(condition: Expr, definitions: Definitions, written: Written) -> Formula:
    """`condition` as a formula, definitions written out. `written` keeps those that have been, each once: a definition
    that uses the last one twice, and so on, would fill the memory."""
    match condition:
        case Literal(value=bool() as value):
            return value
        case Not():
            return Opposite(formula(condition.item, definitions, written))
        case And():
            return Every(tuple(formula(i, definitions, written) for i in condition.items))
        case Or():
            return Some(tuple(formula(i, definitions, written) for i in condition.items))
        case If():
            test = formula(condition.condition, definitions, written)
            then, other = (formula(c, definitions, written) for c in (condition.then, condition.other))
            return Some((Every((test, then)), Every((Opposite(test), other))))
        case Derived(type=BoolType()):
            if condition not in written:
                written[condition] = formula(written_out(condition, definitions), definitions, written)
            return written[condition]
        case Compare() if isinstance(condition.left.type, BoolType):
            return Atom(condition, condition)
        case _:
            return atom(condition, definitions)


def atom(condition: Expr, definitions: Definitions) -> Atom:
    """A condition without connectives, and the variable it depends on; its own if no better can be found."""
    match condition:
        case Compare():
            left, right = simple(condition.left, definitions), simple(condition.right, definitions)
            plain = Compare(condition.op, left, right)
            if is_constant(right):
                return Atom(plain, left)
            if is_constant(left):
                return Atom(plain, right)
            if repr(right) < repr(left):  # one variable for `a < b` and `b > a`
                plain = Compare(TURNED.get(condition.op, condition.op), right, left)
            return Atom(plain, Pair(plain.left, plain.right))
        case Between() if is_constant(condition.low) and is_constant(condition.high):
            item = simple(condition.item, definitions)
            return Atom(replace(condition, item=item), item)
        case Within() if is_constant(condition.period):
            item = simple(condition.item, definitions)
            return Atom(replace(condition, item=item), item)
        case OneOf() | IsKnown():
            item = simple(condition.item, definitions)
            return Atom(replace(condition, item=item), item)
        case _:
            return Atom(condition, condition)


def is_constant(expr: Expr) -> bool:
    """Whether an expression is the same for every subject on one day."""
    return all(isinstance(n, Literal | Parameter | EndOf) for n in nodes(expr))


def simple(expr: Expr, definitions: Definitions) -> Expr:
    """A term with the definitions that merely name another term written out."""
    while isinstance(expr, Derived):
        inner = written_out(expr, definitions)
        if not isinstance(inner, Field | Derived):
            return expr
        expr = inner
    return expr


def written_out(expr: Derived, definitions: Definitions) -> Expr:
    """What a definition says, of the record it is asked of."""
    definition = definitions[entity_of(expr.base), expr.name]
    return definition.expr if isinstance(expr.base, Subject) else moved(definition.expr, expr.base)


def moved(expr: Any, base: Expr) -> Any:
    """`expr` with `base` in place of its subject."""
    if isinstance(expr, Subject):
        return base
    changes: dict[str, Any] = {}
    for f in fields(expr):
        value = getattr(expr, f.name)
        if isinstance(value, tuple):
            changes[f.name] = tuple(moved(v, base) if isinstance(v, NODES) else v for v in value)
        elif isinstance(value, NODES):
            changes[f.name] = moved(value, base)
    return replace(expr, **changes) if changes else expr


def atoms(*items: Formula) -> list[Atom]:
    """The atoms of formulas, each once, in reading order."""
    found: dict[Atom, None] = {}
    seen: set[int] = set()
    pending = list(reversed(items))
    while pending:
        item = pending.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, Every | Some):
            pending.extend(reversed(item.items))
        elif isinstance(item, Opposite):
            pending.append(item.item)
        elif isinstance(item, Atom):
            found[item] = None
    return list(found)
