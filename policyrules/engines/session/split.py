"""Formulas cut where they cross from one record to another, so that each piece speaks of one record only.

A piece asks for what lies beyond its record by number: `~3` is a piece of another record, `+7` an aggregate of a
record's collection, `?` whether a record is there. Numbers are given by content and for good: what has the same number
on two days has the same value on both. An aggregate that follows its members (`Sum`) is one whose conditions speak of
the member alone; one that also speaks of the subject stays in the formula as a loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from policyrules.engines.direct.graph import reachable
from policyrules.engines.session.chains import Chain
from policyrules.model.expr import CompareOp
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import RefType
from policyrules.semantics.certain import Lowering
from policyrules.semantics.lowered import LOOPS, Node, Op, Pool
from policyrules.semantics.verdicts import Judging

PIECE, SUM, PRESENT = "~", "+", "?"


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """An aggregate over a chain: members of whom `where` holds, each giving `term` (None for a count)."""

    number: int
    op: Op
    chain: Chain
    where: Node
    term: Node | None
    level: int


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A formula other records ask for."""

    number: int
    entity: str
    node: Node
    level: int


class Registry:
    """All pieces and sums there have been, by content."""

    def __init__(self) -> None:
        """Begin with none."""
        self.pool = Pool()
        self.pieces: list[Piece] = []
        self.sums: list[Sum] = []
        self._piece_of: dict[Any, Piece] = {}
        self._sum_of: dict[Any, Sum] = {}
        self._levels: dict[Node, int] = {}

    def piece(self, entity: str, node: Node) -> Piece:
        """The piece of that content."""
        key = (entity, node)
        if key not in self._piece_of:
            self._piece_of[key] = Piece(len(self.pieces), entity, node, self.level(node))
            self.pieces.append(self._piece_of[key])
        return self._piece_of[key]

    def sum(self, op: Op, chain: Chain, where: Node, term: Node | None) -> Sum:
        """The sum of that content."""
        key = (op, chain, where, term)
        if key not in self._sum_of:
            level = max(self.level(where), 0 if term is None else self.level(term))
            self._sum_of[key] = Sum(len(self.sums), op, chain, where, term, level)
            self.sums.append(self._sum_of[key])
        return self._sum_of[key]

    def level(self, node: Node) -> int:
        """How many times other records must have been judged before a formula can be."""
        if node not in self._levels:
            for inner in reachable((node,)):
                if inner not in self._levels:
                    below = max((self._levels[a] for a in inner.args), default=0)
                    self._levels[inner] = max(below, self._asked(inner))
        return self._levels[node]

    def _asked(self, node: Node) -> int:
        """What asking beyond the record adds: one level more than what is asked for."""
        found = self.beyond(node)
        return 0 if found is None else 1 + found.level

    def beyond(self, node: Node) -> Piece | Sum | None:
        """The piece or sum a node asks for; None for every other node."""
        if node.op is not Op.DERIVED or node.data[1] == PRESENT:
            return None
        kind, number = node.data[1][0], int(node.data[1][1:])
        return self.pieces[number] if kind == PIECE else self.sums[number]


class Splitter:
    """Cuts the formulas of one day."""

    def __init__(self, ruleset: Ruleset, as_of: date, registry: Registry, given: frozenset[str]) -> None:
        """Cut what `ruleset` says on `as_of`; `given` are the tables there are."""
        self.registry = registry
        self.pool = registry.pool
        self.given = given
        self.entities = ruleset.vocabulary.entities
        self.lowering = Lowering(ruleset, as_of, registry.pool)
        self.judging = Judging(self.lowering)
        self._cut: dict[tuple[Node, int | None], Node] = {}
        self._subjective: dict[Node, bool] = {}

    def rule(self, rule: Rule) -> tuple[Node, Node]:
        """The verdict and the points of a rule."""
        lowered = self.judging.rule(rule)
        return self.cut(lowered.verdict), self.cut(lowered.points)

    def cut(self, root: Node, member: int | None = None) -> Node:
        """A formula in pieces. `member`: the level of the loop it was the body of; that member is its subject now."""
        pending = [root]
        while pending:
            node = pending[-1]
            if (node, member) in self._cut:
                pending.pop()
                continue
            waiting = [a for a in self._inside(node) if (a, member) not in self._cut]
            if waiting:
                pending.extend(waiting)
                continue
            pending.pop()
            self._cut[node, member] = self._made(node, member)
        return self._cut[root, member]

    def _inside(self, node: Node) -> tuple[Node, ...]:
        if node.op in LOOPS and not self._correlated(node):
            return (_root(node.args[0]),)
        if node.op is Op.IS_NULL and node.args[0].op in (Op.MEMBERS, Op.FLATTEN):
            return (_root(node.args[0]),)
        return node.args

    def _correlated(self, loop: Node) -> bool:
        """Whether an aggregate's conditions speak of anybody but its member."""
        body = loop.args[1:]
        return any(a.free & ~(1 << loop.data) for a in body) or any(self._speaks_of_subject(a) for a in body)

    def _speaks_of_subject(self, root: Node) -> bool:
        for node in reachable((root,)):
            if node not in self._subjective:
                inside = any(self._subjective[a] for a in node.args)
                self._subjective[node] = node.op is Op.SUBJECT or inside
        return self._subjective[root]

    def _made(self, node: Node, member: int | None) -> Node:
        def cut(inner: Node) -> Node:
            return self._cut[inner, member]

        match node.op:
            case Op.CONST:
                return node
            case Op.MEMBER if node.data[1] == member:
                return self.pool.make(Op.SUBJECT, data=node.data[0])
            case Op.DERIVED:
                return self._derived(node, cut(node.args[0]))
            case Op.IS_NULL if node.args[0].op in (Op.MEMBERS, Op.FLATTEN):
                return self._unknown_members(node.args[0], cut(_root(node.args[0])))
            case _ if node.op in LOOPS and not self._correlated(node):
                return self._sum(node, cut(_root(node.args[0])))
        if not node.args:
            return node
        return self.pool.make(node.op, *(cut(a) for a in node.args), data=node.data)

    def _derived(self, node: Node, owner: Node) -> Node:
        """A definition of another record: a piece. Of the record itself: laid in."""
        entity, name, part = node.data
        formula = self.cut(getattr(self.lowering.definition(entity, name), part))
        return (
            formula if owner.op is Op.SUBJECT else self.ask(owner, PIECE, self.registry.piece(entity, formula).number)
        )

    def ask(self, owner: Node, kind: str, number: int | str = "") -> Node:
        """The node that asks for a piece or sum of the record `owner`."""
        return self.pool.make(Op.DERIVED, owner, data=(self._entity(owner), f"{kind}{number}", "exact"))

    def _entity(self, owner: Node) -> str:
        match owner.op:
            case Op.SUBJECT:
                return str(owner.data)
            case Op.MEMBER:
                return str(owner.data[0])
        entity, field = owner.data
        return cast(RefType, self.entities[entity].fields[field].type).entity

    def chain(self, members: Node) -> Chain:
        """The collection a MEMBERS or FLATTEN node lists."""
        steps: list[tuple[str, str]] = []
        while True:
            entity, name = members.data
            collection = self.entities[entity].collections[name]
            steps.append((collection.entity, collection.by))
            if members.op is Op.MEMBERS:
                return Chain(entity, tuple(reversed(steps)))
            members = members.args[0]

    def _sum(self, loop: Node, owner: Node) -> Node:
        """An aggregate that follows its members."""
        body = [self.cut(a, loop.data) for a in loop.args[1:]]
        made = self.registry.sum(loop.op, self.chain(loop.args[0]), body[0], body[1] if len(body) > 1 else None)
        return self.ask(owner, SUM, made.number)

    def _unknown_members(self, members: Node, owner: Node) -> Node:
        """Whether nobody knows who is in a collection: the owner is not there, or a table was not given.

        A table that was not given leaves a collection of collections known where there is nobody on the way to it.
        """
        chain = self.chain(members)
        absent = self.pool.negated(self.pool.is_(self.ask(owner, PRESENT), True))
        for place, (entity, _) in enumerate(chain.steps):
            if entity in self.given:
                continue
            if place == 0:
                return self.pool.true
            on_the_way = Chain(chain.owner, chain.steps[:place])
            size = self.ask(owner, SUM, self.registry.sum(Op.COUNT, on_the_way, self.pool.true, None).number)
            return self.pool.either(absent, self.pool.compare(CompareOp.GT, size, self.pool.const(0)))
        return absent


def _root(members: Node) -> Node:
    """The record a collection hangs on."""
    while members.op is Op.FLATTEN:
        members = members.args[0]
    return members.args[0]
