"""What is joined in: records referred to, and aggregates over members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from policyrules.engines.frame import groups, truth
from policyrules.engines.frame.column import Column, col, lit
from policyrules.engines.frame.number import number
from policyrules.engines.frame.plan import Path
from policyrules.engines.frame.relation import Relation
from policyrules.engines.frame.space import Space, Step
from policyrules.engines.frame.truth import TRUE, Truth
from policyrules.engines.frame.values import (
    NOTHING,
    Nothing,
    Val,
    Wording,
    choose,
    is_null,
    only,
    pieces,
    replaced,
)
from policyrules.semantics.lowered import LOOPS, Node, Op

OVER_NOBODY = (Op.COUNT, Op.DISTINCT, Op.TOTAL)
Opener = Callable[[str], Space]


def owner_column(space: Space, owner: Node) -> str:
    """The column that holds the id of a record."""
    return space.columns.get(owner) or space.kept(cast(Wording, space.values[owner]).value)


@dataclass(frozen=True)
class Lookup:
    """The record of `entity` that `owner` names: its values, asked for by the formulas of the record itself."""

    owner: Node
    entity: str
    open_: Opener = field(compare=False)

    def bring(self, space: Space, nodes: list[Node]) -> dict[Node, Val]:
        """Left join on the owner's id. A count over the members of nobody is one over none."""
        if isinstance(space.values[self.owner], Nothing):
            return {node: TRUE if node.op is Op.IS_NULL else over_nobody(node) for node in nodes}
        there = self.open_(self.entity)
        inner = [inside(space, self.entity, node) for node in nodes]
        wanted = list(dict.fromkeys(node for node in inner if node is not None))
        there.build(wanted)
        other, found, (theirs,) = there.selected(wanted, there.key)
        key = owner_column(space, self.owner)
        known, found = beside(space, other, (key,), (theirs,), found)
        strangers = strange(space, self.owner, [n for n in nodes if n.op is Op.DERIVED])
        values: dict[Node, Val] = {}
        for node, asked in zip(nodes, inner, strict=True):
            value = arrived(node, None if asked is None else found[asked], known)
            values[node] = known_or_strange(value, known, strangers.get(node))
        return values


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
        return truth.negated(known)
    if node.op in OVER_NOBODY:
        return choose(known, value, number(0))
    return value if pieces(value) else only(known, value)


@dataclass(frozen=True)
class Strange:
    """A record of a table that was not given: what its definitions come to when nothing of it is recorded."""

    owner: Node

    def bring(self, space: Space, nodes: list[Node]) -> dict[Node, Val]:
        """No join: formulas over the id alone."""
        found = strange(space, self.owner, nodes)
        return {node: found.get(node, NOTHING) for node in nodes}


class StrangeSpace(Space):
    """The rows of another space, seen as records of which nothing but the id is recorded."""

    def plain_step(self, node: Node) -> Step:
        """Nothing is known but the id itself and what holds of every record."""
        if node.op is Op.DERIVED and node.args[0].op is Op.SUBJECT:
            part = self.plan.definition(node.data)
            return Step((part,), same=part)
        if node.op in (Op.FACT, Op.DERIVED):
            return self.fixed(node, NOTHING)
        if is_membership(node):
            return self.fixed(node, TRUE)
        return self.fixed(node, over_nobody(node)) if node.op in LOOPS else Step(node.args)


def strange(space: Space, owner: Node, nodes: list[Node]) -> dict[Node, Val]:
    """What definitions come to for a record that is named but not there; left out where that is nothing."""
    if not nodes:
        return {}
    parts = {node: space.plan.definition(node.data) for node in nodes}
    subject = space.plan.lowering.place(nodes[0].data[0]).subject
    there = StrangeSpace(space.plan, space.frame, space.key, {subject: space.values[owner]})
    there.build(list(dict.fromkeys(parts.values())))
    space.frame = there.frame
    named = truth.negated(is_null(space.values[owner]))
    found = {node: there.values[part] for node, part in parts.items()}
    return {node: only(named, value) for node, value in found.items() if not is_nothing(value)}


def is_nothing(value: Val) -> bool:
    """Whether a value says no more than that there is none."""
    return isinstance(value, Nothing) or (isinstance(value, Truth) and value.value is False)


def known_or_strange(value: Val, known: Truth, stranger: Val | None) -> Val:
    """A definition's value for a record that may not be there."""
    return value if stranger is None else choose(known, value, stranger)


@dataclass(frozen=True)
class Grouped:
    """The members of a record, by the reference that names it; conditions speak of the members alone."""

    members: Node
    path: Path = field(compare=False)
    open_: Opener = field(compare=False)

    def bring(self, space: Space, nodes: list[Node]) -> dict[Node, Val]:
        """Aggregates by the owner's id, joined to its row."""
        there = self.open_(self.path.entity)
        plan = space.plan
        owner = plan.owner_key(self.path)
        turned = {node: [plan.of_subject(a, node.data) for a in node.args[1:]] for node in nodes}
        there.build(list(dict.fromkeys([owner, *(a for args in turned.values() for a in args)])))
        if isinstance(there.values[owner], Nothing):
            return {node: over_nobody(node) for node in nodes}
        key = owner_column(there, owner)
        counted, found = groups.aggregated(there, (key,), turned, plan.rows(self.path.entity))
        return joined(space, counted, space.key, (key,), found)


@dataclass(frozen=True)
class Paired:
    """The members of a record, each beside the record: conditions compare the two."""

    members: Node
    level: int
    path: Path = field(compare=False)
    pair: Callable[[Space, Path, Node, int, list[Node]], Space | None] = field(compare=False)

    def bring(self, space: Space, nodes: list[Node]) -> dict[Node, Val]:
        """Pairs made, aggregated by the record, and joined to its row."""
        roots = [a for node in nodes for a in node.args[1:]]
        pairs = self.pair(space, self.path, self.members, self.level, roots)
        if pairs is None:
            return {node: over_nobody(node) for node in nodes}
        key = pairs.key[: len(space.key)]
        asked = {node: list(node.args[1:]) for node in nodes}
        counted, found = groups.aggregated(pairs, key, asked, space.plan.rows(self.path.entity))
        return joined(space, counted, space.key, key, found)


def joined(
    space: Space, counted: Relation, mine: tuple[str, ...], theirs: tuple[str, ...], found: dict[Node, Val]
) -> dict[Node, Val]:
    """Aggregates beside the rows they belong to; where nobody is, a count over none."""
    keys = [(space.plan.fresh(), col(name)) for name in theirs]
    values: dict[Node, Val] = {}
    picked: list[tuple[str, Column]] = []
    for node, value in found.items():
        values[node], columns = space.named(value)
        picked.extend(columns)
    known, values = beside(space, counted.select([*keys, *picked]), mine, tuple(name for name, _ in keys), values)
    return {
        node: choose(known, value, over_nobody(node)) if node.op in OVER_NOBODY else value
        for node, value in values.items()
    }


def beside(
    space: Space, other: Relation, mine: tuple[str, ...], theirs: tuple[str, ...], found: dict[Node, Val]
) -> tuple[Truth, dict[Node, Val]]:
    """Join `other`, which holds the values `found`, to the rows of a space: where there was a row to join, and the
    values, now null where there was none."""
    there = [column for value in found.values() for column in pieces(value) if not column.nullable]
    if not there:
        marker = space.plan.fresh()
        other = other.with_columns([(marker, lit(1, "Int8"))])
        there = [col(marker, False)]
    space.frame = space.frame.joined(other, mine, theirs)
    values = {node: replaced(value, [col(column.data[0]) for column in pieces(value)]) for node, value in found.items()}
    return truth.negated(truth.truth(col(there[0].data[0]).is_null())), values


def over_nobody(node: Node) -> Val:
    """What an aggregate comes to over no members; null for anything else."""
    return number(0) if node.op in OVER_NOBODY else NOTHING


def is_membership(node: Node) -> bool:
    """Whether a formula asks if the members of somebody are unknown."""
    return node.op is Op.IS_NULL and node.args[0].op in (Op.MEMBERS, Op.FLATTEN)
