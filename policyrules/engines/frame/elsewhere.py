"""What is joined in: records referred to, and aggregates over members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import narwhals as nw

from policyrules.engines.frame import groups
from policyrules.engines.frame.number import number
from policyrules.engines.frame.plan import Frame, Path
from policyrules.engines.frame.space import Space
from policyrules.engines.frame.truth import Truth
from policyrules.engines.frame.values import (
    NOTHING,
    Nothing,
    Val,
    Wording,
    choose,
    nullable,
    only,
    pieces,
)
from policyrules.semantics.lowered import Node, Op

OVER_NOBODY = (Op.COUNT, Op.DISTINCT, Op.TOTAL)
Opener = Callable[[str], Space]


def owner_column(space: Space, owner: Node) -> str:
    """The column that holds the id of a record."""
    return space.kept(cast(Wording, space.values[owner]).value)


@dataclass(frozen=True)
class Lookup:
    """The record of `entity` that `owner` names: its values, asked for by the formulas of the record itself."""

    owner: Node
    entity: str
    open_: Opener = field(compare=False)

    def bring(self, space: Space, nodes: list[Node]) -> dict[Node, Val]:
        """Left join on the owner's id. A count over the members of nobody is one over none."""
        there = self.open_(self.entity)
        inner = [inside(space, self.entity, node) for node in nodes]
        wanted = list(dict.fromkeys(node for node in inner if node is not None))
        there.build(wanted)
        other, found, (theirs,) = there.selected(wanted, there.key)
        marker, key = space.plan.fresh(), owner_column(space, self.owner)
        other = other.with_columns(nw.lit(1).alias(marker))
        space.frame = space.frame.join(other, left_on=key, right_on=theirs, how="left")
        known = Truth(~nw.col(marker).is_null())
        return {
            node: arrived(node, None if asked is None else found[asked], known)
            for node, asked in zip(nodes, inner, strict=True)
        }


def inside(space: Space, entity: str, node: Node) -> Node | None:
    """A formula about a record referred to, as one about the record itself; None: whether it is there at all."""
    pool = space.plan.lowering.pool
    match node.op:
        case Op.FACT:
            return pool.make(Op.FACT, pool.make(Op.SUBJECT, data=entity), data=node.data)
        case Op.DERIVED:
            return space.plan.definition(node.data)
        case Op.IS_NULL:
            return None
    return space.plan.over_subject(node, space.plan.path(node.args[0]))


def arrived(node: Node, value: Val | None, known: Truth) -> Val:
    """A value behind a left join."""
    if value is None:
        return Truth(~cast(nw.Expr, known.value))
    if node.op in OVER_NOBODY:
        return choose(known, value, number(0))
    if pieces(value):
        return nullable(value)
    return only(known, value)


@dataclass(frozen=True)
class Grouped:
    """The members of a record, by the reference that names it; conditions speak of the members alone."""

    path: Path
    open_: Opener = field(compare=False)

    def bring(self, space: Space, nodes: list[Node]) -> dict[Node, Val]:
        """Aggregates by the owner's id, joined to its row."""
        there = self.open_(self.path.entity)
        levels = sorted({node.data for node in nodes})
        owner = space.plan.owner_key(self.path, levels[0])
        there.build([owner, *(a for node in nodes for a in node.args[1:])])
        if isinstance(there.values[owner], Nothing):
            return {node: over_nobody(node) for node in nodes}
        key = owner_column(there, owner)
        counted, found = groups.aggregated(there, (key,), nodes, space.plan.rows(self.path.entity))
        return joined(space, counted, space.key, (key,), found)


@dataclass(frozen=True)
class Paired:
    """The members of a record, each beside the record: conditions compare the two."""

    members: Node
    level: int
    path: Path
    pair: Callable[[Space, Path, Node, int, list[Node]], Space] = field(compare=False)

    def bring(self, space: Space, nodes: list[Node]) -> dict[Node, Val]:
        """Pairs made, aggregated by the record, and joined to its row."""
        roots = [a for node in nodes for a in node.args[1:]]
        pairs = self.pair(space, self.path, self.members, self.level, roots)
        key = pairs.key[: len(space.key)]
        counted, found = groups.aggregated(pairs, key, nodes, space.plan.rows(self.path.entity))
        return joined(space, counted, space.key, key, found)


def joined(
    space: Space, counted: Frame, mine: tuple[str, ...], theirs: tuple[str, ...], found: dict[Node, Val]
) -> dict[Node, Val]:
    """Aggregates beside the rows they belong to; where nobody is, a count over none."""
    names = [space.plan.fresh() for _ in theirs]
    marker = space.plan.fresh()
    renamed = counted.rename(dict(zip(theirs, names, strict=True))).with_columns(nw.lit(1).alias(marker))
    space.frame = space.frame.join(renamed, left_on=list(mine), right_on=names, how="left")
    known = Truth(~nw.col(marker).is_null())
    return {
        node: choose(known, value, over_nobody(node)) if node.op in OVER_NOBODY else nullable(value)
        for node, value in found.items()
    }


def over_nobody(node: Node) -> Val:
    """What an aggregate comes to over no members."""
    return number(0) if node.op in OVER_NOBODY else NOTHING


def is_membership(node: Node) -> bool:
    """Whether a formula asks if the members of somebody are unknown."""
    return node.op is Op.IS_NULL and node.args[0].op in (Op.MEMBERS, Op.FLATTEN)

