"""The body of the function, of a branch or of a loop: statements, and how each node is written here.

Formulas are laid out without recursion, each shared node once, in the place that holds all its uses. Aggregates over
the same members are one loop with a running value for each; where two of them are one as long as the members' facts are
known, a shorter loop goes first, and hands over to the whole one at the first member of whom a fact is missing.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from policyrules.engines.direct import spell
from policyrules.engines.direct.graph import hung_on, owner, reachable
from policyrules.engines.direct.known import Known, where_known
from policyrules.engines.direct.placement import Region
from policyrules.engines.direct.program import EMPTY, Definition, Flatten, Members, Table, Totals
from policyrules.engines.direct.writer import Writer
from policyrules.semantics.certain import Certain, Ends
from policyrules.semantics.lowered import LOOPS, Node, Op, compute

DEEPEST = 25
PARTS = {part: place for fields in (Certain._fields, Ends._fields) for place, part in enumerate(fields)}


class Block:
    """One body: of the function or a branch (it has a region), or of a loop (it has the bit of its members' level)."""

    def __init__(self, writer: Writer, parent: Block | None, region: Region | None = None, bit: int = 0) -> None:
        """Begin a body inside `parent`."""
        self.writer = writer
        self.parent = parent
        self.region = region
        self.bit = bit
        self.statements: list[ast.stmt] = []
        self.members: dict[Node, ast.expr] = {}
        self.depth: dict[Node, int] = {}
        self.records: dict[Any, ast.expr] = {}

    def expression(self, root: Node) -> ast.expr:
        """How `root` is written here, after laying out whatever it rests on."""
        pending = [root]
        while pending:
            node = pending[-1]
            if self.find(node) is not None:
                pending.pop()
                continue
            home = self.home(node)
            if home is not self:
                home.named(node)
                continue
            waiting = [a for a in self.writer.placement.waits_for(node) if self.find(a) is None]
            if waiting:
                pending.extend(reversed(waiting))
            else:
                self.lay_out(node)
        found = self.find(root)
        if found is None:
            raise AssertionError(root)
        return found

    def find(self, node: Node) -> ast.expr | None:
        """How a node is written already, here or in a body around this one."""
        if node.op is Op.CONST:
            return self.writer.constant(node.data)
        if not node.free:
            return self.writer.written.get(node)
        block: Block | None = self
        while block is not None:
            if node in block.members:
                return block.members[node]
            block = block.parent
        return None

    def home(self, node: Node) -> Block:
        """The body a node belongs to: the innermost whose members it speaks of, else that of its region. What was made
        while writing has none: it belongs where it is asked for."""
        region = None if node.free else self.writer.placement.regions.get(node)
        if region is None and not node.free:
            return self
        block = self
        while block.parent is not None and not (node.free & block.bit if region is None else block.region == region):
            block = block.parent
        return block

    def named(self, node: Node) -> ast.expr:
        """A node as something that may be written several times: a name or a constant."""
        found = self.expression(node)
        if isinstance(found, ast.Name | ast.Constant):
            return found
        name = self.writer.fresh()
        self.statements.append(spell.assign(name, found))
        self.depth[node] = 0
        return self.write(node, spell.name(name))

    def write(self, node: Node, value: ast.expr) -> ast.expr:
        """Remember how a node is written: what speaks of members only here, for the next loop has others."""
        (self.members if node.free else self.writer.written)[node] = value
        return value

    def lay_out(self, node: Node) -> None:
        """Write a node whose operands are written."""
        if node.op in LOOPS:
            self.lay_out_loop(node)
            return
        if node in self.writer.placement.choices:
            self.lay_out_choice(node)
            return
        self.put(node, self.scalar(node), (self.depth.get(a, 0) for a in node.args))

    def put(self, node: Node, value: ast.expr, depths: Iterable[int]) -> None:
        """Remember how a node is written, under a name where it is used again or nested deeply."""
        self.write(node, value)
        self.depth[node] = 1 + max(depths, default=0)
        if self.writer.uses[node] > 1 or self.depth[node] > DEEPEST:
            self.named(node)

    def scalar(self, node: Node) -> ast.expr:
        """A node that is no aggregate."""
        match node.op:
            case Op.SUBJECT:
                return self.writer.subject()
            case Op.FACT:
                entity, field = node.data
                return spell.call(spell.attribute(self.record(node.args[0], entity), "get"), ast.Constant(field))
            case Op.DERIVED:
                entity, name, part = node.data
                return spell.item(self.looked_up(node.args[0], Definition(entity, name)), PARTS[part])
            case Op.MEMBERS:
                get = spell.attribute(self.writer.need(Members(*node.data)), "get")
                return spell.call(get, self.expression(node.args[0]))
            case Op.FLATTEN:
                return spell.call(self.writer.need(Flatten(*node.data)), self.expression(node.args[0]))
            case Op.RANK:
                ranks = {word: rank for rank, word in enumerate(node.data)}
                get = self.writer.helper((Op.RANK, node.data), ranks.get)
                return spell.call(get, self.expression(node.args[0]))
        plain = spell.SPELLINGS.get(node.op)
        if plain is not None:
            return plain(node, [self.operand(node, a) for a in node.args])
        function = self.writer.helper((node.op, node.data), partial(compute, node.op, node.data))
        return spell.call(function, *(self.expression(a) for a in node.args))

    def operand(self, node: Node, arg: Node) -> ast.expr:
        """An argument: by name where the spelling mentions it twice."""
        twice = node.op in spell.TWICE or (arg.nullable and node.op in spell.TWICE_IF_NULLABLE)
        return self.named_here(arg) if twice else self.expression(arg)

    def named_here(self, node: Node) -> ast.expr:
        """A written node as a name."""
        found = self.expression(node)
        return found if isinstance(found, ast.Name | ast.Constant) else self.home(node).named(node)

    def record(self, owner: Node, entity: str) -> ast.expr:
        """The record with an id, empty where there is none."""
        if owner.op is Op.SUBJECT:
            return spell.name("s")
        if owner.op is Op.MEMBER:
            return self.home(owner).records[owner]
        home = self.home(owner)
        if (owner, entity) not in home.records:
            get = spell.attribute(self.writer.need(Table(entity)), "get")
            empty = self.writer.helper("empty", EMPTY)
            home.records[owner, entity] = home.kept(spell.call(get, home.expression(owner), empty))
        return home.records[owner, entity]

    def looked_up(self, owner: Node, definition: Definition) -> ast.expr:
        """The parts of a definition for the record with an id."""
        home = self.home(owner)
        if (owner, definition) not in home.records:
            found = spell.subscript(self.writer.need(definition), home.expression(owner))
            home.records[owner, definition] = home.kept(found)
        return home.records[owner, definition]

    def kept(self, value: ast.expr) -> ast.expr:
        """A value under a new name."""
        name = self.writer.fresh()
        self.statements.append(spell.assign(name, value))
        return spell.name(name)

    def lay_out_choice(self, node: Node) -> None:
        """A choice and all that are made with it: an expression where one is all and nothing must be named on the way,
        else one `if` for all of them."""
        choice = self.writer.placement.choices[node]
        condition = self.expression(node.args[0])
        then, other = (Block(self.writer, self, region) for region in (choice.then, choice.other))
        pairs = [(then.expression(c.args[1]), other.expression(c.args[2])) for c in choice.together]
        if len(pairs) == 1 and not then.statements and not other.statements:
            depths = self.depth.get(node.args[0], 0), then.depth.get(node.args[1], 0), other.depth.get(node.args[2], 0)
            self.put(node, ast.IfExp(condition, *pairs[0]), depths)
            return
        names = [self.writer.fresh() for _ in pairs]
        for block, values in zip((then, other), zip(*pairs, strict=True), strict=True):
            block.statements.extend(spell.assign_each(zip(names, values, strict=True)))
        self.statements.append(ast.If(condition, then.statements, other.statements))
        for companion, name in zip(choice.together, names, strict=True):
            self.write(companion, spell.name(name))

    def lay_out_loop(self, node: Node) -> None:
        """One loop for every aggregate over the same members that can be computed beside this one."""
        members = node.args[0]
        together = self.writer.placement.loops[self.writer.placement.company[node]]
        if self.writer.placement.is_total(node):
            self.look_up_totals(owner(node), together)
            return
        ids = self.home(members).named(members)
        for aggregate, name in looped(self, ids, together).items():
            self.write(aggregate, name)

    def look_up_totals(self, whose: Node, together: list[Node]) -> None:
        """Aggregates that another record's members decide alone, looked up by that record."""
        subject = Node(Op.SUBJECT, (), None, False, 0)
        members = hung_on(together[0].args[0], subject)
        roots = tuple(Node(a.op, (members, *a.args[1:]), a.data, a.nullable, 0) for a in together)
        found = self.kept(spell.subscript(self.writer.need(Totals(roots)), self.expression(whose)))
        for place, aggregate in enumerate(together):
            self.write(aggregate, spell.item(found, place))
            self.named(aggregate)


def looped(around: Block, ids: ast.expr, aggregates: list[Node]) -> dict[Node, ast.Name]:
    """Writes `aggregates` into the body `around` them, and tells how each is written there."""
    whole = Loop(around, ids, int(aggregates[0].data), aggregates)
    found = {aggregate: whole.add(aggregate) for aggregate in aggregates}
    known = where_known(aggregates)
    statements = whole.statements() if known is None else shorter(around, ids, known, found, whole)
    nobody = spell.assign_each((name.id, ast.Constant(OVER_NOBODY.get(a.op))) for a, name in found.items())
    around.statements.append(ast.If(ids, statements, nobody))
    return found


def shorter(around: Block, ids: ast.expr, known: Known, found: dict[Node, ast.Name], whole: Loop) -> list[ast.stmt]:
    """The loop for members whose facts are known, with the whole one for where it comes upon others."""
    around.writer.count_uses(known.aggregates)
    loop = Loop(around, ids, whole.level, known.aggregates, known.facts)
    facts = [loop.body.named(fact) for fact in known.facts]
    missing = spell.any_of([spell.is_none(fact) for fact in facts])
    loop.body.statements.append(ast.If(missing, [*whole.statements(), ast.Break()], []))
    once = dict.fromkeys(known.aggregates)
    values = {a: around.writer.constant(a.data) if a.is_const else loop.add(a) for a in once}
    pairs = zip(found.values(), known.aggregates, strict=True)
    return loop.statements([spell.assign(name.id, values[a]) for name, a in pairs])


class Loop:
    """A loop over members with one running value for each aggregate."""

    def __init__(
        self, around: Block, ids: ast.expr, level: int, aggregates: Iterable[Node], facts: Iterable[Node] = ()
    ) -> None:
        """Loop over `ids`, of which there are some, with the member in reach of `aggregates` and `facts`."""
        self.writer = around.writer
        self.body = Block(around.writer, around, bit=1 << level)
        self.ids = ids
        self.level = level
        self.before: dict[str, ast.expr] = {}
        self.steps: dict[Node, tuple[ast.expr, list[ast.stmt]]] = {}
        self.after: list[ast.stmt] = []
        self.member, self.record = self.writer.fresh(), self.writer.fresh()
        self.entity: str | None = None
        self._bind([*facts, *(part for aggregate in aggregates for part in aggregate.args[1:])])

    def add(self, node: Node) -> ast.Name:
        """Let the loop compute one more aggregate; the name its value will have."""
        name = self.writer.fresh()
        if node.op is Op.COUNT and node.args[1].is_const:
            self.before[name] = spell.call(self.writer.helper(len, len), self.ids)
            return spell.name(name)
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

    def _bind(self, nodes: Iterable[Node]) -> None:
        """Put the id and record of the member that `nodes` speak of in reach of the body; an aggregate that stands in
        it and speaks of the subject alone has members of its own at the same level."""

        def speaking(parts: Iterable[Node]) -> list[Node]:
            return [part for part in parts if part.free & self.body.bit]

        for inner in reachable(speaking(nodes), lambda node: speaking(node.args)):
            if inner.op is Op.MEMBER and inner.data[1] == self.level and inner not in self.body.members:
                self.entity = inner.data[0]
                self.body.members[inner] = spell.name(self.member)
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
