"""Aggregates over the same members: one loop with a running value for each.

Where two of them are one as long as the members' facts are known, a shorter loop goes first, and hands over to the
whole one at the first member of whom a fact is missing.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from policyrules.engines.direct import spell
from policyrules.engines.direct.graph import reachable
from policyrules.engines.direct.known import Known, where_known
from policyrules.engines.direct.program import Table
from policyrules.semantics.lowered import Node, Op

if TYPE_CHECKING:
    from policyrules.engines.direct.emit import Block


def looped(around: Block, ids: ast.expr, aggregates: list[Node]) -> dict[Node, ast.expr]:
    """Writes `aggregates` into the body `around` them, and tells how each is written there."""
    whole = Loop(around, ids, int(aggregates[0].data))
    found = {aggregate: whole.add(aggregate) for aggregate in aggregates}
    known = where_known(aggregates)
    statements = whole.statements() if known is None else shorter(around, ids, known, found, whole)
    nobody = spell.assign_each((name.id, ast.Constant(OVER_NOBODY.get(a.op))) for a, name in found.items())
    around.statements.append(ast.If(ids, statements, nobody))
    return dict(found)


def shorter(around: Block, ids: ast.expr, known: Known, found: dict[Node, ast.Name], whole: Loop) -> list[ast.stmt]:
    """The loop for members whose facts are known, with the whole one for where it comes upon others."""
    around.writer.count_uses(known.aggregates)
    loop = Loop(around, ids, whole.level)
    loop.bind(known.facts)
    facts = [loop.body.named(fact) for fact in known.facts]
    missing = spell.any_of([spell.is_none(fact) for fact in facts])
    loop.body.statements.append(ast.If(missing, [*whole.statements(), ast.Break()], []))
    once = dict.fromkeys(known.aggregates)
    values = {a: around.writer.constant(a.data) if a.is_const else loop.add(a) for a in once}
    pairs = zip(found.values(), known.aggregates, strict=True)
    return loop.statements([spell.assign(name.id, values[a]) for name, a in pairs])


class Loop:
    """A loop over members with one running value for each aggregate."""

    def __init__(self, around: Block, ids: ast.expr, level: int) -> None:
        """Loop over `ids`, of which there are some."""
        self.writer = around.writer
        self.body = around.within(1 << level)
        self.ids = ids
        self.level = level
        self.before: dict[str, ast.expr] = {}
        self.steps: dict[Node, tuple[ast.expr, list[ast.stmt]]] = {}
        self.after: list[ast.stmt] = []
        self.member, self.record = self.writer.fresh(), self.writer.fresh()
        self.entity: str | None = None

    def add(self, node: Node) -> ast.Name:
        """Let the loop compute one more aggregate; the name its value will have."""
        name = self.writer.fresh()
        if node.op is Op.COUNT and node.args[1].is_const:
            self.before[name] = spell.call(self.writer.helper(len, len), self.ids)
            return spell.name(name)
        self.bind(node.args[1:])
        condition = self.body.expression(node.args[1])
        term = self.body.named(node.args[2]) if len(node.args) > 2 else None
        step: ast.stmt
        match node.op:
            case Op.COUNT:
                self.before[name] = ast.Constant(0)
                step = spell.increase(name, ast.Constant(1))
            case Op.TOTAL if term is not None:
                self.before[name] = ast.Constant(0)
                step = spell.increase(name, term) if not node.nullable else spell.increase_if_known(name, term)
            case _:
                collect: Callable[[], Any] = set if node.op is Op.DISTINCT else list
                self.before[name] = spell.call(self.writer.helper(collect, collect))
                add = "add" if node.op is Op.DISTINCT else "append"
                step = ast.Expr(spell.call(spell.attribute(spell.name(name), add), term or ast.Constant(None)))
                finish = self.writer.helper(node.op, FINISH[node.op])
                self.after.append(spell.assign(name, spell.call(finish, spell.name(name))))
        self.steps.setdefault(node.args[1], (condition, []))[1].append(step)
        return spell.name(name)

    def bind(self, nodes: Iterable[Node]) -> None:
        """Put the id and record of the member that `nodes` speak of in reach of the body; an aggregate that stands in
        it and speaks of the subject alone has members of its own at the same level."""
        for inner in reachable(nodes, lambda part: bool(part.free & self.body.bit)):
            if inner.op is Op.MEMBER and inner.data[1] == self.level and inner not in self.body.written:
                self.entity = inner.data[0]
                self.body.written[inner] = spell.name(self.member)
                self.body.records[inner] = spell.name(self.record)

    def statements(self, completed: Iterable[ast.stmt] = ()) -> list[ast.stmt]:
        """The loop with what comes before it, and after it where nothing broke it off."""
        before, body = spell.assign_each(self.before.items()), list(self.body.statements)
        for node, (condition, steps) in self.steps.items():
            body.extend(steps if node.is_const else [ast.If(condition, steps, [])])
        if self.entity is not None:
            record = spell.subscript(self.writer.need(Table(self.entity)), spell.name(self.member))
            body = [spell.assign(self.record, record), *body]
        after = [*self.after, *completed]
        if not body:
            return [*before, *after]
        return [*before, ast.For(ast.Name(self.member, ast.Store()), self.ids, body, after)]


def _strict(pick: Callable[..., Any]) -> Callable[[list[Any]], Any]:
    return lambda values: None if not values or None in values else pick(values)


def _known(pick: Callable[..., Any]) -> Callable[[list[Any]], Any]:
    return lambda values: pick((v for v in values if v is not None), default=None)


FINISH: dict[Op, Callable[[Any], Any]] = {
    Op.DISTINCT: lambda values: len(values - {None}),
    Op.LEAST_OF: _strict(min),
    Op.GREATEST_OF: _strict(max),
    Op.LEAST_KNOWN_OF: _known(min),
    Op.GREATEST_KNOWN_OF: _known(max),
}
OVER_NOBODY = {Op.COUNT: 0, Op.DISTINCT: 0, Op.TOTAL: 0}
