"""All combinations of representative values at once: what holds where, as the bits of a number.

Combination number k of a table is bit k, so that a condition is one number, `and` is `&`, and a table of hundreds of
rows is checked in the time it takes to read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from policyrules.compiler.tables.atoms import Atom, Every, Formula, Opposite, Some, Variable
from policyrules.compiler.tables.variables import Domain
from policyrules.model.expr import Value

Combination = dict[Variable, Value | None]
Truths = Mapping[Atom, Sequence[bool | None]]
"""For each atom, whether it holds at each value of its variable."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a formula is certainly true, and where it may be (true or unknown)."""

    certain: int
    possible: int


class Grid:
    """The combinations of the values of `domains`; the last variable changes fastest."""

    def __init__(self, domains: Sequence[Domain], truths: Truths) -> None:
        self.domains = domains
        self.size = prod(len(d.values) for d in domains)
        self.everywhere = (1 << self.size) - 1
        self.strides = [prod(len(d.values) for d in domains[i + 1 :]) for i in range(len(domains))]
        self._atoms = {atom: self._truth(atom, found) for atom, found in truths.items()}
        self._found: dict[int, Truth] = {}

    def _truth(self, atom: Atom, found: Sequence[bool | None]) -> Truth:
        """Where an atom holds: its pattern over the values of its variable, again and again."""
        number = next(i for i, d in enumerate(self.domains) if d.variable == atom.variable)
        stride = self.strides[number]
        certain = possible = 0
        for i, holds in enumerate(found):
            block = ((1 << stride) - 1) << (i * stride)
            certain |= block if holds is True else 0
            possible |= block if holds is not False else 0
        again = self.everywhere // ((1 << (stride * len(found))) - 1)
        return Truth(certain * again, possible * again)

    def truth(self, item: Formula) -> Truth:
        """Where a formula holds. Parts that stand in it more than once are looked at once."""
        known = self._found.get(id(item))
        if known is None:
            known = self._found[id(item)] = self._look(item)
        return known

    def _look(self, item: Formula) -> Truth:
        match item:
            case Every():
                certain = possible = self.everywhere
                for part in map(self.truth, item.items):
                    certain, possible = certain & part.certain, possible & part.possible
                return Truth(certain, possible)
            case Some():
                certain = possible = 0
                for part in map(self.truth, item.items):
                    certain, possible = certain | part.certain, possible | part.possible
                return Truth(certain, possible)
            case Opposite():
                inner = self.truth(item.item)
                return Truth(self.everywhere & ~inner.possible, self.everywhere & ~inner.certain)
            case Atom():
                return self._atoms[item]
            case _:
                return Truth(self.everywhere * item, self.everywhere * item)

    def witness(self, where: int, problem: int) -> Combination:
        """The first combination of `where`, without the variables that `problem` does not hang on there."""
        first = (where & -where).bit_length() - 1
        whole: Combination = {}
        needed: Combination = {}
        for d, stride in zip(self.domains, self.strides, strict=True):
            digit = first // stride % len(d.values)
            whole[d.variable] = d.values[digit]
            others = (first + (i - digit) * stride for i in range(len(d.values)))
            if not all(problem >> other & 1 for other in others):
                needed[d.variable] = d.values[digit]
        return needed or whole
