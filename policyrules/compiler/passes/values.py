"""One scalar to a typed value, and what is wrong with it where it is none."""

from __future__ import annotations

from policyrules.compiler.passes.work import Work
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.model.expr import Value
from policyrules.model.types import Type
from policyrules.model.vocabulary import Vocabulary
from policyrules.syntax.located import LocatedText
from policyrules.syntax.values import ValueProblem, read_value


def read(work: Work, cell: LocatedText, kind: Type, vocabulary: Vocabulary) -> Value | None:
    """The value of a scalar; None where it is no value of `kind`, which is reported."""
    found = read_value(cell.value, kind, vocabulary)
    if isinstance(found, ValueProblem):
        work.tell(codes.BAD_VALUE.at(cell.span, value=cell.value, reason=found.reason, expected=found.expected))
        return None
    return found
