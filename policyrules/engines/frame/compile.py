"""Rules -> one lazy frame an entity: the id, a column of codes for each rule, a column of points for each score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from policyrules.engines.frame.entity import TableSpace
from policyrules.engines.frame.graph import postorder
from policyrules.engines.frame.number import Number
from policyrules.engines.frame.plan import Plan
from policyrules.engines.frame.space import Space
from policyrules.engines.frame.truth import Truth
from policyrules.engines.frame.values import Nothing, Val
from policyrules.engines.frame.whole import constant, times
from policyrules.model.ruleset import Rule
from policyrules.semantics.lowered import Node, Op
from policyrules.semantics.verdicts import Judging


@dataclass(frozen=True)
class Output:
    """The judgements on one entity. `points` says for each score the column of its points, and how many make one."""

    frame: nw.LazyFrame[Any]
    rules: tuple[str, ...]
    points: Mapping[str, tuple[str, int]]


ID = "id"


def compiled(plan: Plan, entity: str, rules: Sequence[Rule]) -> Output:
    """The plan of all `rules` of an entity."""
    judging = Judging(plan.lowering)
    lowered = {rule.id: judging.rule(rule) for rule in rules}
    scores = [rule.id for rule in rules if rule.table is not None]
    space = TableSpace(plan, entity)
    space.build([n for id in lowered for n in conditions(lowered[id].verdict)] + [lowered[id].points for id in scores])
    columns = [code(space, lowered[id].verdict).cast(nw.Int8).alias(id) for id in lowered]
    points: dict[str, tuple[str, int]] = {}
    for id in scores:
        name, table = f"{id}:points", plan.lowering.ruleset.rules[id].table
        steps = 10 ** plan.vocabulary.units[table.unit].decimals if table else 1
        columns.append(whole_points(space.values[lowered[id].points], steps).cast(nw.Int64).alias(name))
        points[id] = (name, steps)
    frame = space.frame.select(nw.col(space.key[0]).alias(ID), *columns)
    return Output(frame, tuple(lowered), points)


def conditions(verdict: Node) -> list[Node]:
    """What a verdict's choices ask for; its codes themselves need no columns."""
    found = postorder([verdict], lambda n: n.args[1:] if n.op is Op.CASE else ())
    return [n.args[0] if n.op is Op.CASE else n for n in found if n.op is not Op.CONST]


def code(space: Space, verdict: Node) -> nw.Expr:
    """The code of a verdict."""
    if verdict.op is Op.CONST:
        return nw.lit(verdict.data, nw.Int8)
    if verdict.op is Op.CASE:
        condition = space.values[verdict.args[0]]
        if isinstance(condition, Truth) and isinstance(condition.value, bool):
            return code(space, verdict.args[1] if condition.value else verdict.args[2])
        if isinstance(condition, Truth):
            return (
                nw.when(condition.expression).then(code(space, verdict.args[1])).otherwise(code(space, verdict.args[2]))
            )
    value = space.values[verdict]
    if not isinstance(value, Number):
        raise AssertionError(verdict)
    return value.top.expression


def whole_points(value: Val, steps: int) -> nw.Expr:
    """Points as whole numbers, of which so many make one: a row's points have no more places than their unit."""
    if isinstance(value, Nothing):
        return nw.lit(None, nw.Int64)
    if not isinstance(value, Number) or value.bottom is not None or steps % value.scale:
        raise AssertionError(value)
    return times(value.top, constant(steps // value.scale)).expression
