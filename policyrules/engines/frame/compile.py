"""Rules -> one lazy frame an entity: the id, a column of codes for each rule, a column of points for each score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policyrules.engines.frame.column import Column, col, lit
from policyrules.engines.frame.entity import table_space
from policyrules.engines.frame.number import Number
from policyrules.engines.frame.plan import Plan
from policyrules.engines.frame.relation import Relation
from policyrules.engines.frame.values import Nothing, Val
from policyrules.engines.frame.whole import constant, times
from policyrules.semantics.verdicts import LoweredRule


@dataclass(frozen=True)
class Output:
    """The judgements on one entity. `points` says for each score the column of its points, and how many make one."""

    frame: Relation
    rules: tuple[str, ...]
    points: Mapping[str, tuple[str, int]]


ID = "id"


def compiled(plan: Plan, entity: str, lowered: Mapping[str, LoweredRule]) -> Output:
    """The plan of some rules of an entity, by id."""
    rules = plan.lowering.ruleset.rules
    scores = [id for id in lowered if rules[id].table is not None]
    space = table_space(plan, entity)
    space.build([one.verdict for one in lowered.values()] + [lowered[id].points for id in scores])
    made = [(id, code(space.values[one.verdict])) for id, one in lowered.items()]
    points: dict[str, tuple[str, int]] = {}
    for id in scores:
        name, table = f"{id}:points", rules[id].table
        steps = 10 ** plan.vocabulary.units[table.unit].decimals if table else 1
        made.append((name, whole_points(space.values[lowered[id].points], steps)))
        points[id] = (name, steps)
    return Output(space.picked([(ID, col(space.key[0])), *made]), tuple(lowered), points)


def code(value: Val) -> Column:
    """The code of a verdict."""
    if not isinstance(value, Number) or value.bottom is not None or value.scale != 1:
        raise AssertionError(value)
    return value.top.narrowest.cast("Int8")


def whole_points(value: Val, steps: int) -> Column:
    """Points as whole numbers, of which so many make one: a row's points have no more places than their unit."""
    if isinstance(value, Nothing):
        return lit(None).cast("Int64")
    if not isinstance(value, Number) or value.bottom is not None or steps % value.scale:
        raise AssertionError(value)
    return times(value.top, constant(steps // value.scale)).column.cast("Int64")
