"""From lowered formulas to the code of one Python function, built as a syntax tree and never as text.

Names are made here (`v1`, `k1`); what users wrote enters only as constants. Formulas are laid out without recursion,
each shared node once, in the outermost loop that can hold it; loops over the same members are one loop.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from types import CodeType
from typing import Any

from policyrules.engines.direct import spell
from policyrules.engines.direct.program import Definition, Flatten, Members, Need, Program, Table, Totals
from policyrules.semantics.certain import Certain, Ends
from policyrules.semantics.lowered import LOOPS, Node, Op, compute

DEEPEST = 25
PARTS = {part: place for fields in (Certain._fields, Ends._fields) for place, part in enumerate(fields)}
EMPTY: dict[str, Any] = {}


def program(roots: Iterable[Node], totals: bool = False) -> Program:
    """The function (id, record) -> the values of `roots`.

    With `totals`, aggregates that another record's members decide alone are a need of the function (`Totals`), which
    who binds it to facts that stay as they are computes once a record; without, the function computes them itself.
    """
    return Writer(tuple(roots), totals).program()


class Writer:
    """Writes one function."""

    def __init__(self, roots: tuple[Node, ...], totals: bool = False) -> None:
        """Write the function that gives the values of `roots`."""
        self.roots = roots
        self.totals = totals
        self.uses, self.heights = survey(roots)
        self.loops: dict[tuple[Any, ...], list[Node]] = {}
        self.company: dict[Node, tuple[Any, ...]] = {}
        for node, height in self.heights.items():
            if node.op in LOOPS:
                total = totals and owner(node).op is not Op.SUBJECT and detached(node)
                company = self.company[node] = node.args[0], node.data, height, node.free, total
                self.loops.setdefault(company, []).append(node)
        self.constants: dict[str, Any] = {}
        self.needs: dict[str, Need] = {}
        self._names: dict[Any, str] = {}
        self._count = 0

    def is_total(self, node: Node) -> bool:
        """Whether a node is looked up as another record's total."""
        return node in self.company and bool(self.company[node][-1])

    def operands(self, node: Node) -> tuple[Node, ...]:
        """What must be written before a node: of a total whose it is, of another aggregate only its members (the rest
        is inside the loop)."""
        if self.is_total(node):
            return (owner(node),)
        return node.args[:1] if node.op in LOOPS else node.args

    def program(self) -> Program:
        """The whole function."""
        top = Block(self, None, 0)
        values = [top.expression(root) for root in self.roots]
        body = [*top.statements, ast.Return(ast.Tuple(values, ast.Load()))]
        function = spell.function("f", ("i", "s"), body)
        module = ast.fix_missing_locations(ast.Module([function], []))
        whole = compile(module, "<rules>", "exec", dont_inherit=True)
        code = next(c for c in whole.co_consts if isinstance(c, CodeType))
        return Program(code, self.constants, self.needs)

    def fresh(self) -> str:
        """A local name nobody uses yet."""
        self._count += 1
        return f"v{self._count}"

    def constant(self, value: Any) -> ast.expr:
        """A value: as a literal where Python has one, else by name."""
        if value is None or isinstance(value, bool | int | str):
            return ast.Constant(value)
        key = (type(value), value)
        return spell.name(self._global(key, value))

    def helper(self, key: Any, function: Any) -> ast.expr:
        """A function the code calls, by name."""
        return spell.name(self._global(key, function))

    def _global(self, key: Any, value: Any) -> str:
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"k{len(self._names)}"
            self.constants[name] = value
        return name

    def need(self, need: Need) -> ast.expr:
        """Something that comes with the facts, by name."""
        name = self._names.get(need)
        if name is None:
            name = self._names[need] = f"k{len(self._names)}"
            self.needs[name] = need
        return spell.name(name)


class Block:
    """The body of the function or of one loop: statements, and how each node is written here."""

    def __init__(self, writer: Writer, parent: Block | None, bit: int) -> None:
        """Begin the body inside `parent` whose loop binds the members of level `bit`."""
        self.writer = writer
        self.parent = parent
        self.bit = bit
        self.statements: list[ast.stmt] = []
        self.written: dict[Node, ast.expr] = {}
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
            waiting = [a for a in self.writer.operands(node) if self.find(a) is None]
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
        block: Block | None = self
        while block is not None:
            if node in block.written:
                return block.written[node]
            block = block.parent
        return None

    def home(self, node: Node) -> Block:
        """The body a node belongs to: the innermost whose members it speaks of, else the function's."""
        block = self
        while block.parent is not None and not node.free & block.bit:
            block = block.parent
        return block

    def named(self, node: Node) -> ast.expr:
        """A node as something that may be written several times: a name or a constant."""
        found = self.expression(node)
        if isinstance(found, ast.Name | ast.Constant):
            return found
        name = self.writer.fresh()
        self.statements.append(spell.assign(name, found))
        self.written[node] = spell.name(name)
        self.depth[node] = 0
        return self.written[node]

    def lay_out(self, node: Node) -> None:
        """Write a node whose operands are written."""
        if node.op in LOOPS:
            self.lay_out_loop(node)
            return
        self.written[node] = self.scalar(node)
        self.depth[node] = 1 + max((self.depth.get(a, 0) for a in node.args), default=0)
        if self.writer.uses[node] > 1 or self.depth[node] > DEEPEST:
            self.named(node)

    def scalar(self, node: Node) -> ast.expr:
        """A node that is no aggregate."""
        match node.op:
            case Op.SUBJECT:
                return spell.name("i")
            case Op.FACT:
                entity, field = node.data
                return spell.call(spell.attribute(self.record(node.args[0], entity), "get"), ast.Constant(field))
            case Op.DERIVED:
                entity, name, part = node.data
                return spell.item(self.looked_up(node.args[0], Definition(entity, name)), PARTS[part])
            case Op.MEMBERS:
                get = spell.attribute(self.writer.need(Members(*node.data)), "get")
                return spell.call(get, self.find_or_fail(node.args[0]))
            case Op.FLATTEN:
                return spell.call(self.writer.need(Flatten(*node.data)), self.find_or_fail(node.args[0]))
            case Op.RANK:
                ranks = {word: rank for rank, word in enumerate(node.data)}
                get = self.writer.helper((Op.RANK, node.data), ranks.get)
                return spell.call(get, self.find_or_fail(node.args[0]))
        plain = spell.SPELLINGS.get(node.op)
        if plain is not None:
            return plain(node, [self.operand(node, a) for a in node.args])
        function = self.writer.helper((node.op, node.data), partial(compute, node.op, node.data))
        return spell.call(function, *(self.find_or_fail(a) for a in node.args))

    def operand(self, node: Node, arg: Node) -> ast.expr:
        """An argument: by name where the spelling mentions it twice."""
        twice = node.op in spell.TWICE or (arg.nullable and node.op in spell.TWICE_IF_NULLABLE)
        return self.named_here(arg) if twice else self.find_or_fail(arg)

    def named_here(self, node: Node) -> ast.expr:
        """A written node as a name."""
        found = self.find_or_fail(node)
        return found if isinstance(found, ast.Name | ast.Constant) else self.home(node).named(node)

    def find_or_fail(self, node: Node) -> ast.expr:
        """A node that has been written."""
        return self.expression(node)

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

    def lay_out_loop(self, node: Node) -> None:
        """One loop for every aggregate over the same members that can be computed beside this one."""
        members, level = node.args[0], node.data
        together = self.writer.loops[self.writer.company[node]]
        if self.writer.is_total(node):
            self.look_up_totals(owner(node), together)
            return
        ids = self.named(members) if self.home(members) is self else self.expression(members)
        body = Block(self.writer, self, 1 << level)
        loop = Loop(body, self.writer, ids, members, level)
        for aggregate in together:
            self.written[aggregate] = spell.name(loop.add(aggregate))
        self.statements.extend(loop.statements())

    def look_up_totals(self, whose: Node, together: list[Node]) -> None:
        """Aggregates that another record's members decide alone, looked up by that record."""
        subject = Node(Op.SUBJECT, (), None, False, 0)
        members = hung_on(together[0].args[0], subject)
        roots = tuple(Node(a.op, (members, *a.args[1:]), a.data, a.nullable, 0) for a in together)
        found = self.kept(spell.subscript(self.writer.need(Totals(roots)), self.expression(whose)))
        for place, aggregate in enumerate(together):
            self.written[aggregate] = spell.item(found, place)
            self.named(aggregate)


class Loop:
    """A loop over members with one running value for each aggregate."""

    def __init__(self, body: Block, writer: Writer, ids: ast.expr, members: Node, level: int) -> None:
        """Loop over `ids`."""
        self.body = body
        self.writer = writer
        self.ids = ids
        self.members = members
        self.before: list[ast.stmt] = []
        self.after: list[ast.stmt] = []
        self.level = level
        self.member, self.record = writer.fresh(), writer.fresh()
        self.entity: str | None = None

    def add(self, node: Node) -> str:
        """Let the loop compute one more aggregate; the name its value will have."""
        name = self.writer.fresh()
        if node.op is Op.COUNT and node.args[1].is_const:
            self.before.append(spell.assign(name, self._size()))
            return name
        self._bind(node)
        condition = self.body.expression(node.args[1])
        term = self.body.named(node.args[2]) if len(node.args) > 2 else None
        step: ast.stmt
        match node.op:
            case Op.COUNT:
                self.before.append(spell.assign(name, ast.Constant(0)))
                step = spell.increase(name, ast.Constant(1))
            case Op.TOTAL if term is not None:
                self.before.append(spell.assign(name, ast.Constant(0)))
                step = spell.increase(name, term) if not node.nullable else spell.increase_if_known(name, term)
            case _:
                collect: Callable[[], Any] = set if node.op is Op.DISTINCT else list
                self.before.append(spell.assign(name, spell.call(self.writer.helper(collect, collect))))
                add = "add" if node.op is Op.DISTINCT else "append"
                step = ast.Expr(spell.call(spell.attribute(spell.name(name), add), term or ast.Constant(None)))
                finish = self.writer.helper(node.op, FINISH[node.op])
                self.after.append(spell.assign(name, spell.call(finish, spell.name(name))))
        self.body.statements.append(step if node.args[1].is_const else ast.If(condition, [step], []))
        return name

    def _size(self) -> ast.expr:
        size = spell.call(self.writer.helper(len, len), self.ids)
        return ast.IfExp(spell.is_none(self.ids), ast.Constant(0), size)

    def _bind(self, node: Node) -> None:
        """Put the member's id and record in reach of the body; an aggregate that stands in it and speaks of the
        subject alone has members of its own at the same level."""
        for inner in reachable(node.args[1:], lambda part: bool(part.free & self.body.bit)):
            if inner.op is Op.MEMBER and inner.data[1] == self.level and inner not in self.body.written:
                self.entity = inner.data[0]
                self.body.written[inner] = spell.name(self.member)
                self.body.records[inner] = spell.name(self.record)

    def statements(self) -> list[ast.stmt]:
        """The loop with what comes before and after it."""
        body = self.body.statements
        if self.entity is not None:
            record = spell.subscript(self.writer.need(Table(self.entity)), spell.name(self.member))
            body = [spell.assign(self.record, record), *body]
        if not body:
            return [*self.before, *self.after]
        loop: ast.stmt = ast.For(ast.Name(self.member, ast.Store()), self.ids, body, [])
        if self.members.nullable:
            loop = ast.If(spell.is_none(self.ids, negated=True), [loop], [])
        return [*self.before, loop, *self.after]


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


def owner(node: Node) -> Node:
    """The id of the record whose members an aggregate, or a chain of collections, is over."""
    return node.args[0] if node.op is Op.MEMBERS else owner(node.args[0])


def hung_on(members: Node, whose: Node) -> Node:
    """The same members of another record."""
    inner = whose if members.op is Op.MEMBERS else hung_on(members.args[0], whose)
    return Node(members.op, (inner,), members.data, members.nullable, whose.free)


def detached(aggregate: Node) -> bool:
    """Whether an aggregate is the same for everybody who asks for it of the same record."""
    own = 1 << int(aggregate.data)
    below = reachable(aggregate.args[1:])
    return all(not part.free & ~own for part in aggregate.args[1:]) and all(n.op is not Op.SUBJECT for n in below)


def reachable(roots: Iterable[Node], enters: Callable[[Node], bool] = lambda node: True) -> list[Node]:
    """Every node below `roots`, each once, operands first; none that `enters` refuses, nor what lies below it only."""
    order: dict[Node, None] = {}
    pending = [(root, False) for root in roots]
    while pending:
        node, ready = pending.pop()
        if node in order or not enters(node):
            continue
        if ready:
            order[node] = None
        else:
            pending.append((node, True))
            pending.extend((a, False) for a in reversed(node.args))
    return list(order)


def survey(roots: tuple[Node, ...]) -> tuple[Counter[Node], dict[Node, int]]:
    """How often each node is used, and how many loops lie below it."""
    uses: Counter[Node] = Counter(roots)
    heights: dict[Node, int] = {}
    for node in reachable(roots):
        uses.update(node.args)
        heights[node] = max((heights[a] for a in node.args), default=0) + (node.op in LOOPS)
    return uses, heights
