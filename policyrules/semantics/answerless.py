"""What has no answer though every fact is recorded: a share of nobody, a division by zero, a day beyond the calendar.

Nothing is missing there in the records, so what is named instead are the facts and collections it was computed from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from policyrules.model.expr import Aggregate, Arith, ArithOp, Collection, Derived, Expr, Field, Parameter, Value
from policyrules.model.finding import Ref
from policyrules.model.types import DateType
from policyrules.semantics.unknown import MOST_GAPS, Gap, Gaps, Unknown
from policyrules.semantics.world import World
from policyrules.syntax.names import ID
from policyrules.syntax.walk import Node, children, entity_of

Known = Value | Unknown
Evaluate = Callable[[Expr, World, Ref, Ref | None], Known]


def nobody(source: Collection, owner: str) -> Gap:
    """A collection of the record `owner` in which there is nobody: a gap at the path that leads to it."""
    path, base = source.name, source.base
    while isinstance(base, Collection):
        path, base = f"{base.name}.{path}", base.base
    return Gap(entity_of(base), owner, path)


def no_result(expr: Arith, world: World, subject: Ref, member: Ref | None, evaluate: Evaluate) -> Gaps:
    """What `expr` was computed from, where known numbers give no result: of a quotient the divisor."""
    quotient = expr.op is ArithOp.DIV and not isinstance(expr.left.type, DateType)
    sides = (expr.right,) if quotient else (expr.left, expr.right)
    found = {gap for side in sides for gap in sources(side, world, subject, member, evaluate)}
    return tuple(sorted(found or {Gap(subject.type, subject.id)})[:MOST_GAPS])


def sources(expr: Expr, world: World, subject: Ref, member: Ref | None, evaluate: Evaluate) -> Iterator[Gap]:
    """The facts, collections and parameters an expression is computed from, through its definitions."""
    pending: list[tuple[Node, Ref, Ref | None]] = [(expr, subject, member)]
    seen: set[tuple[str, str, str]] = set()
    while pending:
        node, here, each = pending.pop()
        match node:
            case Parameter():
                yield Gap(parameter=node.name)
            case Field():
                owner = evaluate(node.base, world, here, each)
                if node.name != ID and not isinstance(owner, Unknown):
                    yield Gap(entity_of(node.base), cast(str, owner), node.name)
            case Derived():
                owner = evaluate(node.base, world, here, each)
                key = (entity_of(node.base), str(owner), node.name)
                if not isinstance(owner, Unknown) and key not in seen:
                    seen.add(key)
                    definition = world.ruleset.definitions[key[0], key[2]]
                    pending.append((definition.expr, Ref(key[0], key[1]), None))
            case Aggregate():
                base: Node = node.source
                while isinstance(base, Collection):
                    base = base.base
                owner = evaluate(base, world, here, each)
                if not isinstance(owner, Unknown):
                    yield nobody(node.source, cast(str, owner))
            case _:
                pending.extend((child, here, each) for child in children(node))
