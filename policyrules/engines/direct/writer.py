"""The names in one function, and the values and needs behind them.

Names are made here (`v1`, `k1`); what users wrote enters only as constants.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from policyrules.engines.direct import spell
from policyrules.engines.direct.graph import uses
from policyrules.engines.direct.placement import Placement
from policyrules.engines.direct.program import Need
from policyrules.semantics.lowered import Node
from policyrules.syntax.names import ID


class Writer:
    """What the bodies of one function share."""

    def __init__(self, roots: tuple[Node, ...], totals: bool, alone: bool) -> None:
        """Begin the function that gives the values of `roots`."""
        self.parameters = ("s",) if alone else ("i", "s")
        self.placement = Placement(roots, totals)
        self.uses = uses(roots)
        self.written: dict[Node, ast.expr] = {}
        self.constants: dict[str, Any] = {}
        self.needs: dict[str, Need] = {}
        self._names: dict[Any, str] = {}
        self._count = 0

    def count_uses(self, roots: Iterable[Node]) -> None:
        """Let formulas that were made while writing be written once too."""
        self.uses.update(uses(tuple(roots)))

    def subject(self) -> ast.expr:
        """The id of the record: given with it, or else what the record says."""
        if "i" in self.parameters:
            return spell.name("i")
        return spell.call(spell.attribute(spell.name("s"), "get"), ast.Constant(ID))

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
