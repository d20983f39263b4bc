"""A relation without what nobody asks for: fewer columns, fewer joins, fewer steps; for engines that plan more slowly
with each of these.

Every table of the plan is kept once, with what all that is made from it needs: a text of the plan is then no longer
than the plan, however often a table is used. Only a table that does no more than give names to columns that were given
is made anew for each that asks, with what that one needs.
"""

from __future__ import annotations

from collections.abc import Mapping

from policyrules.engines.frame.relation import (
    Extended,
    Given,
    Grouped,
    Joined,
    Kept,
    Made,
    Picked,
    Relation,
    below_of,
    columns_of,
    kept,
)


def narrowed(relation: Relation) -> Relation:
    """The relation, made from as little as it needs; rows are still told apart and filtered by the same columns."""
    needed: dict[Relation, frozenset[str]] = {relation: relation.names}
    order = users_first(relation)
    for one in order:
        if one in needed:
            for below, names in needs(one, needed[one]).items():
                needed[below] = needed.get(below, frozenset()) | names
    made: dict[Relation, Relation] = {}
    for one in reversed(order):
        if one in needed:
            made[one] = rebuilt(one, needed[one], made)
    return made[relation]


def users_first(relation: Relation) -> list[Relation]:
    """The relation and all it is made from, each behind everything that is made from it."""
    waiting = dict.fromkeys(below_of(relation), 0)
    for one in waiting:
        for below in one.below:
            waiting[below] += 1
    ready, order = [relation], []
    while ready:
        one = ready.pop()
        order.append(one)
        for below in one.below:
            waiting[below] -= 1
            if not waiting[below]:
                ready.append(below)
    return order


def needs(relation: Relation, needed: frozenset[str]) -> dict[Relation, frozenset[str]]:
    """What a relation needs of those below it so that it has the columns `needed`."""
    match relation:
        case Picked(base, made):
            return {base: frozenset(columns_of(column for _, column in wanted(made, needed)))}
        case Extended(base, made):
            own = wanted(made, needed)
            return {base: needed - {name for name, _ in own} | columns_of(column for _, column in own)}
        case Kept(base, condition):
            return {base: needed | columns_of([condition])}
        case Joined(base, other, mine, theirs, how):
            if how == "left" and not needed & other.names:
                return {base: needed}
            return {base: needed & base.names | {*mine}, other: needed & other.names | {*theirs}}
        case Grouped(base, key, made):
            return {base: frozenset(key) | columns_of(column for _, column in wanted(made, needed))}
    return {}


def rebuilt(relation: Relation, needed: frozenset[str], made: Mapping[Relation, Relation]) -> Relation:
    """The relation with the columns `needed`, over what became of those below it."""
    below = [
        rebuilt(base, names, made) if gives_names(base) else made[base]
        for base, names in needs(relation, needed).items()
    ]
    match relation:
        case Given(name, columns):
            return Given(name, tuple(c for c in columns if c in needed))
        case Picked(_, columns):
            return Picked(below[0], wanted(columns, needed))
        case Extended(_, columns):
            own = wanted(columns, needed)
            return Picked(below[0], (*kept(sorted(needed - {n for n, _ in own})), *own)) if own else below[0]
        case Kept(_, condition):
            return Kept(below[0], condition)
        case Joined(_, _, mine, theirs, how):
            return Joined(below[0], below[1], mine, theirs, how) if len(below) > 1 else below[0]
        case Grouped(_, key, columns):
            return Grouped(below[0], key, wanted(columns, needed))
    raise AssertionError(relation)


def gives_names(relation: Relation) -> bool:
    """Whether a table holds columns as they were given, and nothing else."""
    return (
        isinstance(relation, Picked)
        and isinstance(relation.base, Given)
        and all(column.op == "col" for _, column in relation.made)
    )


def wanted(made: Made, needed: frozenset[str]) -> Made:
    """The columns that are needed."""
    return tuple((name, column) for name, column in made if name in needed)
