"""From lowered formulas to the code of one Python function, built as a syntax tree and never as text."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from types import CodeType

from policyrules.engines.direct import spell
from policyrules.engines.direct.block import Block
from policyrules.engines.direct.placement import FUNCTION
from policyrules.engines.direct.program import Program
from policyrules.engines.direct.writer import Writer
from policyrules.semantics.lowered import Node


def program(roots: Iterable[Node], totals: bool = False, alone: bool = False) -> Program:
    """The function (id, record) -> the values of `roots`; of a record that comes `alone`, (record) -> the values.

    With `totals`, aggregates that another record's members decide alone are a need of the function (`Totals`), which
    who binds it to facts that stay as they are computes once a record; without, the function computes them itself.
    """
    wanted = tuple(roots)
    writer = Writer(wanted, totals, alone)
    top = Block(writer, None, FUNCTION)
    values = [top.expression(root) for root in wanted]
    body = [*top.statements, ast.Return(ast.Tuple(values, ast.Load()))]
    module = ast.Module([spell.function("f", writer.parameters, body)], [])
    spell.locate(module)
    whole = compile(module, "<rules>", "exec", dont_inherit=True)
    code = next(c for c in whole.co_consts if isinstance(c, CodeType))
    return Program(code, writer.constants, writer.needs)
