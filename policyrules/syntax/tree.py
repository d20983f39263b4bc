"""Untyped expressions: what the parser makes of a text and the checker takes apart.

Every node says which characters of the text it came from. `ErrorNode` stands where the parser already reported a
mistake; whoever meets it stays silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policyrules.diagnostics.source import Span
from policyrules.model.expr import AggregateOp, ArithOp, CompareOp, RoundMode
from policyrules.model.words import Period
from policyrules.syntax.located import LocatedText


@dataclass(frozen=True, slots=True)
class Node:
    """Characters `start` to `end` (excluded) of the expression's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ErrorNode(Node):
    """Something that could not be read and has been reported."""


@dataclass(frozen=True, slots=True)
class NameNode(Node):
    """A word, as written; the blanks and brackets around `「label」` left out."""

    word: str


@dataclass(frozen=True, slots=True)
class NumberNode(Node):
    """A number; `unit` where one was written behind it, `percent` where a percent sign was."""

    value: Fraction
    unit: NameNode | None
    percent: bool


@dataclass(frozen=True, slots=True)
class ValueNode(Node):
    """A value that says its own type: bool, date, period or text."""

    value: bool | date | Period | str


@dataclass(frozen=True, slots=True)
class ThisNode(Node):
    """`this`."""


@dataclass(frozen=True, slots=True)
class TodayNode(Node):
    """`today`."""


@dataclass(frozen=True, slots=True)
class PhaseNode(Node):
    """`phase_start` or `phase_end`."""

    last: bool


@dataclass(frozen=True, slots=True)
class PathNode(Node):
    """`base.name`."""

    base: AnyNode
    name: NameNode


@dataclass(frozen=True, slots=True)
class NotNode(Node):
    """`not item`."""

    item: AnyNode


@dataclass(frozen=True, slots=True)
class NegateNode(Node):
    """`-item`."""

    item: AnyNode


@dataclass(frozen=True, slots=True)
class LogicNode(Node):
    """Two or more items joined by `and`, or (`disjunction`) by `or`."""

    disjunction: bool
    items: tuple[AnyNode, ...]


@dataclass(frozen=True, slots=True)
class ArithNode(Node):
    """`left op right`."""

    op: ArithOp
    left: AnyNode
    right: AnyNode


@dataclass(frozen=True, slots=True)
class CompareNode(Node):
    """`left op right`."""

    op: CompareOp
    left: AnyNode
    right: AnyNode


@dataclass(frozen=True, slots=True)
class BetweenNode(Node):
    """`item between low and high`."""

    item: AnyNode
    low: AnyNode
    high: AnyNode


@dataclass(frozen=True, slots=True)
class ListedNode(Node):
    """`item in (options)`, or with `not in`."""

    item: AnyNode
    options: tuple[AnyNode, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class WithinNode(Node):
    """`item in period`, or with `not in`."""

    item: AnyNode
    period: AnyNode
    negated: bool


@dataclass(frozen=True, slots=True)
class KnownNode(Node):
    """`item is known`, or (`negated`) `is unknown`."""

    item: AnyNode
    negated: bool


@dataclass(frozen=True, slots=True)
class ChoiceNode(Node):
    """`if condition then chosen else other`."""

    condition: AnyNode
    chosen: AnyNode
    other: AnyNode


@dataclass(frozen=True, slots=True)
class AggregateNode(Node):
    """`op(value for source where ...)`; `threshold` only for `at_least`, `value` not for `count`."""

    op: AggregateOp
    threshold: AnyNode | None
    value: AnyNode | None
    source: AnyNode
    where: AnyNode | None


@dataclass(frozen=True, slots=True)
class ExtremeNode(Node):
    """`min(a, b, ...)` or `max(a, b, ...)`."""

    op: AggregateOp
    items: tuple[AnyNode, ...]


@dataclass(frozen=True, slots=True)
class RoundNode(Node):
    """`round_up(item, digits)`; `digits` None where left out."""

    mode: RoundMode
    item: AnyNode
    digits: NumberNode | None


@dataclass(frozen=True, slots=True)
class EndNode(Node):
    """`start(period)` or (`last`) `end(period)`."""

    last: bool
    period: AnyNode


AnyNode = (
    ErrorNode
    | NameNode
    | NumberNode
    | ValueNode
    | ThisNode
    | TodayNode
    | PhaseNode
    | PathNode
    | NotNode
    | NegateNode
    | LogicNode
    | ArithNode
    | CompareNode
    | BetweenNode
    | ListedNode
    | WithinNode
    | KnownNode
    | ChoiceNode
    | AggregateNode
    | ExtremeNode
    | RoundNode
    | EndNode
)


@dataclass(frozen=True, slots=True)
class Tree:
    """An expression's text and its tree."""

    text: LocatedText
    root: AnyNode
    size: int = 1
    """How many words, numbers and signs it took to write."""

    def span(self, node: Node) -> Span:
        """Where `node` stands in the file."""
        return self.text.part(node.start, node.end)

    def words(self, node: Node) -> str:
        """What was written for `node`, on one line."""
        return " ".join(self.text.value[node.start : node.end].split())
