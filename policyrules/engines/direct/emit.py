"""From lowered formulas to the code of one Python function, built as a syntax tree and never as text.

Names are made here (`v1`, `k1`); what users wrote enters only as constants. Formulas are laid out without recursion,
each shared node once, in the outermost loop that can hold it; loops over the same members are one loop.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import partial
from types import CodeType
from typing import Any

from policyrules.engines.direct import spell
from policyrules.engines.direct.graph import detached, hung_on, owner, survey
from policyrules.engines.direct.loop import looped
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

    def count_uses(self, roots: Iterable[Node]) -> None:
        """Let formulas that were made while writing be written once too."""
        self.uses.update(survey(tuple(roots))[0])

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
        members = node.args[0]
        together = self.writer.loops[self.writer.company[node]]
        if self.writer.is_total(node):
            self.look_up_totals(owner(node), together)
            return
        self.written.update(looped(self, self.home(members).named(members), together))

    def within(self, bit: int) -> Block:
        """The body of a loop in this one, over the members that `bit` stands for."""
        return Block(self.writer, self, bit)

    def look_up_totals(self, whose: Node, together: list[Node]) -> None:
        """Aggregates that another record's members decide alone, looked up by that record."""
        subject = Node(Op.SUBJECT, (), None, False, 0)
        members = hung_on(together[0].args[0], subject)
        roots = tuple(Node(a.op, (members, *a.args[1:]), a.data, a.nullable, 0) for a in together)
        found = self.kept(spell.subscript(self.writer.need(Totals(roots)), self.expression(whose)))
        for place, aggregate in enumerate(together):
            self.written[aggregate] = spell.item(found, place)
            self.named(aggregate)
