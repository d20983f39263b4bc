"""The rows of one table, and pairs of rows: the two kinds of space."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from policyrules.engines.frame import truth
from policyrules.engines.frame.column import Column, col
from policyrules.engines.frame.elsewhere import Grouped, Lookup, Paired, Strange, is_membership, over_nobody
from policyrules.engines.frame.graph import is_member, postorder
from policyrules.engines.frame.plan import Path, Plan
from policyrules.engines.frame.space import Space, Step
from policyrules.engines.frame.truth import FALSE, TRUE, Truth
from policyrules.engines.frame.values import NOTHING, Wording, only
from policyrules.model.expr import CompareOp
from policyrules.semantics.lowered import LOOPS, Node, Op


class TableSpace(Space):
    """One row for each record of an entity. Its record may be the subject or the member of any aggregate."""

    def __init__(self, plan: Plan, entity: str) -> None:
        """Start from the table of `entity`, which was given."""
        self.entity = entity
        self.source = plan.sources[entity]
        super().__init__(plan, self.source.frame, (self.source.id,))

    def is_row(self, node: Node) -> bool:
        """Whether a node stands for the record of a row."""
        return node.op in (Op.SUBJECT, Op.MEMBER)

    def before(self, roots: Sequence[Node]) -> None:
        """Read the facts that are wanted of the record itself."""
        made: list[tuple[str, Column]] = []
        for node in postorder(roots, lambda n: self.step(n).children):
            if node.op is Op.FACT and self.is_row(node.args[0]) and node not in self.values:
                value, columns = self.source.fact(node.data[1], self.plan.fresh)
                self.values[node] = value
                made.extend(columns)
                if isinstance(value, Wording) and not columns:
                    self.columns[node] = self.source.columns[node.data[1]][0]
        if made:
            self.frame = self.frame.with_columns(made)

    def plain_step(self, node: Node) -> Step:
        """Facts are columns; what hangs on other records is looked up; loops are counts by reference."""
        if self.is_row(node):
            return self.fixed(node, Wording(col(self.key[0], False)))
        if node.op in (Op.FACT, Op.DERIVED):
            return self.of_record(node)
        if is_membership(node):
            return self.membership(node)
        return self.loop(node) if node.op in LOOPS else Step(node.args)

    def of_record(self, node: Node) -> Step:
        """A fact or definition of this record or another."""
        owner = node.args[0]
        if self.is_row(owner):
            if node.op is Op.FACT:
                return Step(())
            part = self.plan.definition(node.data)
            return Step((part,), same=part)
        if node.data[0] not in self.plan.sources:
            return Step((owner,), Strange(owner)) if node.op is Op.DERIVED else self.fixed(node, NOTHING)
        return self.looked_up(owner, node.data[0])

    def looked_up(self, owner: Node, entity: str) -> Step:
        """Something of the record that `owner` names."""
        return Step((owner,), Lookup(owner, entity, self.opened))

    def opened(self, entity: str) -> Space:
        """The space over another table."""
        return table_space(self.plan, entity)

    def membership(self, node: Node) -> Step:
        """Whether a collection is unknown: a table was not given, or nobody knows whose it is."""
        pool, members = self.plan.lowering.pool, node.args[0]
        entity, name = members.data
        absent = self.plan.vocabulary.entities[entity].collections[name].entity not in self.plan.sources
        if members.op is Op.FLATTEN:
            unknown = pool.make(Op.IS_NULL, members.args[0])
            if absent:
                somebody = pool.make(Op.COUNT, members.args[0], pool.true, data=1)
                unknown = pool.either(unknown, pool.compare(CompareOp.GT, somebody, pool.const(0)))
            return Step((unknown,), same=unknown)
        owner = members.args[0]
        if absent or entity not in self.plan.sources:
            return self.fixed(node, TRUE)
        return self.fixed(node, FALSE) if self.is_row(owner) else self.looked_up(owner, entity)

    def loop(self, node: Node) -> Step:
        """An aggregate."""
        path = self.plan.path(node.args[0])
        if not self.plan.is_given(path):
            return self.fixed(node, over_nobody(node))
        if self.plan.anchors.of_body(node):
            return paired(self, node, path)
        if self.is_row(path.owner):
            return Step((), Grouped(node.args[0], path, self.opened))
        return self.looked_up(path.owner, path.top)


def table_space(plan: Plan, entity: str) -> TableSpace:
    """The one space over a table: what is made for one purpose is there for all."""
    found = plan.spaces.get(entity)
    if found is None:
        found = plan.spaces[entity] = TableSpace(plan, entity)
    return found


class PairSpace(Space):
    """One row for each pair of a row of another space and a member of one of its records. Whatever speaks of one of
    the two alone was computed before they were paired."""

    def plain_step(self, node: Node) -> Step:
        """Formulas over columns, and loops inside."""
        if node.op not in LOOPS:
            return Step(node.args)
        path = self.plan.path(node.args[0])
        return paired(self, node, path) if self.plan.is_given(path) else self.fixed(node, over_nobody(node))


def members_of_first(plan: Plan, loop: Node) -> Node:
    """The first collection on a loop's way down."""
    node = loop.args[0]
    while node.op is Op.FLATTEN:
        node = node.args[0]
    return node


def needed_around(plan: Plan, loop: Node) -> tuple[Node, ...]:
    """What a loop whose conditions compare its members with records around them needs of those records."""
    owner = plan.path(loop.args[0]).owner
    unknown = plan.lowering.pool.make(Op.IS_NULL, members_of_first(plan, loop))
    outside = (n for n in parts(plan, loop.args[1:], loop.data) if not speaks_of(plan, n, loop.data))
    return (owner, unknown, *outside)


def speaks_of(plan: Plan, node: Node, level: int) -> bool:
    """Whether a formula speaks of the member at a level."""
    return any(is_member(a, level) for a in plan.anchors.of(node))


def parts(plan: Plan, roots: Sequence[Node], level: int) -> list[Node]:
    """The largest formulas below `roots` that speak either of the member at a level alone, or not of it at all."""

    def is_pure(node: Node) -> bool:
        found = plan.anchors.of(node)
        about = sum(is_member(a, level) for a in found)
        return bool(found) and about in (0, len(found))

    def below(node: Node) -> tuple[Node, ...]:
        if is_pure(node):
            return ()
        return needed_around(plan, node) if node.op in LOOPS else node.args

    return [n for n in postorder(roots, below) if is_pure(n)]


def paired(space: Space, loop: Node, path: Path) -> Step:
    """A loop whose conditions speak of records around it too."""
    return Step(needed_around(space.plan, loop), Paired(loop.args[0], loop.data, path, pairs))


def pairs(space: Space, path: Path, members: Node, level: int, roots: list[Node]) -> Space | None:
    """The rows of `space`, each beside every member of its record, with the values of `roots`; None where no record
    can have members."""
    plan = space.plan
    there = table_space(plan, path.entity)
    pure = parts(plan, roots, level)
    inside = [n for n in pure if speaks_of(plan, n, level)]
    outside = [n for n in pure if n not in inside]
    named, turned = plan.owner_key(path), {n: plan.of_subject(n, level) for n in inside}
    there.build([named, *turned.values()])
    owner, unknown = needed_around(
        plan, plan.lowering.pool.make(Op.COUNT, members, plan.lowering.pool.true, data=level)
    )
    wanted = only(truth.negated(cast(Truth, space.values[unknown])), space.values[owner])
    given = there.values[named]
    if not isinstance(wanted, Wording) or not isinstance(given, Wording):
        return None
    mine, theirs = space.kept(wanted.value), there.kept(given.value)
    left, around, keys = space.selected(outside, [*space.key, mine])
    right, found, others = there.selected(list(dict.fromkeys(turned.values())), [*there.key, theirs])
    within = {n: found[turned[n]] for n in inside}
    frame = left.paired(right, keys[-1], others[-1])
    made = PairSpace(plan, frame, (*keys[:-1], *others[:-1]), {**around, **within})
    made.build(roots)
    return made
