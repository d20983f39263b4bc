"""How lowered operations are spelled in Python's syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence

from policyrules.model.expr import CompareOp
from policyrules.semantics.lowered import Node, Op

COMPARE: dict[CompareOp, ast.cmpop] = {
    CompareOp.EQ: ast.Eq(),
    CompareOp.NE: ast.NotEq(),
    CompareOp.LT: ast.Lt(),
    CompareOp.LE: ast.LtE(),
    CompareOp.GT: ast.Gt(),
    CompareOp.GE: ast.GtE(),
}
ARITHMETIC: dict[Op, ast.operator] = {Op.ADD: ast.Add(), Op.SUBTRACT: ast.Sub()}
TWICE = frozenset({Op.AGREE, Op.LEAST, Op.GREATEST})
TWICE_IF_NULLABLE = frozenset({Op.COMPARE, Op.COALESCE, Op.ADD, Op.SUBTRACT})
NONE = ast.Constant(None)
READ, WRITTEN = ast.Load(), ast.Store()


def name(id: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(id, READ)


def attribute(value: ast.expr, attr: str) -> ast.expr:
    """`value.attr`; `attr` is never a user's word."""
    return ast.Attribute(value, attr, READ)


def call(function: ast.expr, *args: ast.expr) -> ast.expr:
    """`function(args)`."""
    return ast.Call(function, list(args), [])


def subscript(value: ast.expr, key: ast.expr) -> ast.expr:
    """`value[key]`."""
    return ast.Subscript(value, key, READ)


def item(value: ast.expr, place: int) -> ast.expr:
    """`value[place]`."""
    return subscript(value, ast.Constant(place))


def assign(id: str, value: ast.expr) -> ast.stmt:
    """`id = value`."""
    return ast.Assign([ast.Name(id, WRITTEN)], value)


def assign_each(values: Iterable[tuple[str, ast.expr]]) -> list[ast.stmt]:
    """`a = b = 0`: each name its value, those with the same constant in one statement."""
    alike: dict[object, tuple[list[ast.expr], ast.expr]] = {}
    for id, value in values:
        key = (type(value.value), value.value) if isinstance(value, ast.Constant) else id
        alike.setdefault(key, ([], value))[0].append(ast.Name(id, WRITTEN))
    return [ast.Assign(names, value) for names, value in alike.values()]


def increase(id: str, value: ast.expr) -> ast.stmt:
    """`id += value`."""
    return ast.AugAssign(ast.Name(id, WRITTEN), ast.Add(), value)


def increase_if_known(id: str, value: ast.expr) -> ast.stmt:
    """`id += value`, null for good once either is."""
    either = ast.BoolOp(ast.Or(), [is_none(name(id)), is_none(value)])
    return assign(id, ast.IfExp(either, NONE, ast.BinOp(name(id), ast.Add(), value)))


def any_of(items: list[ast.expr]) -> ast.expr:
    """`a or b or c`."""
    return items[0] if len(items) == 1 else ast.BoolOp(ast.Or(), items)


def locate(module: ast.Module) -> None:
    """Give every part the place that Python asks for. Parts stand in several places here, and are looked at once."""
    pending: list[ast.AST] = [module]
    seen: set[ast.AST] = set()
    while pending:
        part = pending.pop()
        if part in seen:
            continue
        seen.add(part)
        for value in vars(part).values():
            if isinstance(value, ast.AST):
                pending.append(value)
            elif isinstance(value, list):
                pending.extend(value)
        if isinstance(part, ast.expr | ast.stmt | ast.arg):
            part.lineno, part.col_offset = 1, 0


def is_none(value: ast.expr, negated: bool = False) -> ast.expr:
    """`value is None`, or `is not`."""
    return ast.Compare(value, [ast.IsNot() if negated else ast.Is()], [NONE])


def function(id: str, parameters: Sequence[str], body: list[ast.stmt]) -> ast.stmt:
    """A function."""
    arguments = ast.arguments([], [ast.arg(p) for p in parameters], None, [], [], None, [])
    return ast.FunctionDef(id, arguments, body, [])


def _compared(node: Node, args: list[ast.expr]) -> ast.expr:
    """A comparison, false with a null. Python's own `==` is false between a null and a value already."""
    plain: ast.expr = ast.Compare(args[0], [COMPARE[node.data]], [args[1]])
    nullable = [written for arg, written in zip(node.args, args, strict=True) if arg.nullable]
    if node.data is CompareOp.EQ:
        nullable = nullable[:1] if len(nullable) == 2 else []
    checks = [is_none(written, negated=True) for written in nullable]
    return ast.BoolOp(ast.And(), [*checks, plain]) if checks else plain


def _calculated(node: Node, args: list[ast.expr]) -> ast.expr:
    """Arithmetic, null with a null."""
    return _strict(node, args, ast.BinOp(args[0], ARITHMETIC[node.op], args[1]))


def _picked(node: Node, args: list[ast.expr]) -> ast.expr:
    """The lesser or greater of two, null if either is."""
    sign = COMPARE[CompareOp.LE if node.op is Op.LEAST else CompareOp.GE]
    return _strict(node, args, ast.IfExp(ast.Compare(args[0], [sign], [args[1]]), *args))


def _strict(node: Node, args: list[ast.expr], plain: ast.expr) -> ast.expr:
    """A value, null if any argument is."""
    nullable = [is_none(written) for arg, written in zip(node.args, args, strict=True) if arg.nullable]
    if not nullable:
        return plain
    return ast.IfExp(any_of(nullable), NONE, plain)


def _one_of(node: Node, args: list[ast.expr]) -> ast.expr:
    if len(node.data) == 1:
        return ast.Compare(args[0], [ast.Eq()], [ast.Constant(node.data[0])])
    return ast.Compare(args[0], [ast.In()], [ast.Constant(node.data)])


SPELLINGS: dict[Op, Callable[[Node, list[ast.expr]], ast.expr]] = {
    Op.NOT: lambda node, args: ast.UnaryOp(ast.Not(), args[0]),
    Op.AND: lambda node, args: ast.BoolOp(ast.And(), args),
    Op.OR: lambda node, args: ast.BoolOp(ast.Or(), args),
    Op.IS: lambda node, args: ast.Compare(args[0], [ast.Is()], [ast.Constant(node.data)]),
    Op.IS_NULL: lambda node, args: is_none(args[0]),
    Op.COMPARE: _compared,
    Op.IS_ONE_OF: _one_of,
    Op.CASE: lambda node, args: ast.IfExp(*args),
    Op.COALESCE: lambda node, args: ast.IfExp(is_none(args[0]), args[1], args[0]),
    Op.AGREE: lambda node, args: ast.IfExp(ast.Compare(args[0], [ast.Eq()], [args[1]]), args[0], NONE),
    Op.ADD: _calculated,
    Op.SUBTRACT: _calculated,
    Op.LEAST: _picked,
    Op.GREATEST: _picked,
}
