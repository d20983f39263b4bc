"""From untyped nodes to typed ones, expectations handed down and types handed up."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from policyrules.compiler.typing import arithmetic, comparing, naming
from policyrules.compiler.typing.context import Context
from policyrules.compiler.typing.numbers import number
from policyrules.compiler.typing.openness import is_bare, is_open, is_word, plain_type
from policyrules.compiler.typing.scope import Scope
from policyrules.compiler.typing.wanted import PLAIN, Failed, Result, Wanted, condition
from policyrules.diagnostics.catalogue import expression as catalogue
from policyrules.diagnostics.core import Sentence
from policyrules.model.expr import (
    Aggregate,
    AggregateOp,
    And,
    Collection,
    EndOf,
    Expr,
    Extreme,
    If,
    IsKnown,
    Literal,
    Negate,
    Not,
    Or,
    Round,
    Today,
)
from policyrules.model.types import (
    BOOL,
    COUNT_NUMBER,
    DATE,
    PERIOD,
    RATIO_NUMBER,
    TEXT,
    NumberType,
    Type,
)
from policyrules.model.words import Period
from policyrules.syntax.tree import (
    AggregateNode,
    AnyNode,
    ArithNode,
    BetweenNode,
    ChoiceNode,
    CompareNode,
    EndNode,
    ErrorNode,
    ExtremeNode,
    KnownNode,
    ListedNode,
    LogicNode,
    NameNode,
    NegateNode,
    NotNode,
    NumberNode,
    PathNode,
    PhaseNode,
    RoundNode,
    ThisNode,
    TodayNode,
    ValueNode,
    WithinNode,
)

MOST_PLACES = 12
NEEDS_PERIOD = Sentence(
    "`开始` 和 `结束` 取时段的首日和末日", "`start` and `end` take the first or last day of a period"
)
NUMBER_FIRST = Sentence("`至少` 先写个数", "`at_least` takes a number first")
NEEDS_NUMBER = Sentence("只有数才能这样计算", "only numbers can be reckoned with")
USE_NUMBER = Sentence("请换成以单位计的数", "use a number with a unit")


class Checker:
    """Checks the parts of one expression within one scope."""

    def __init__(self, context: Context, scope: Scope) -> None:
        """Check in `scope`; mistakes go to `context`."""
        self.context = context
        self.scope = scope

    def check(self, node: AnyNode, wanted: Wanted | None) -> Result:
        """The typed form of `node`, of a type that is `wanted`."""
        return self.context.require(node, self.infer(node, wanted), wanted)

    def infer(self, node: AnyNode, wanted: Wanted | None) -> Result:
        """The typed form of `node`; `wanted` gives bare numbers and words their type, nothing more."""
        match node:
            case ErrorNode():
                return Failed()
            case NumberNode():
                return number(self.context, node, wanted)
            case ValueNode():
                return Literal(node.value, type_of_value(node.value))
            case TodayNode():
                return Today()
            case PhaseNode():
                return self.phase(node)
            case NameNode() | PathNode() | ThisNode():
                return self.named(node, wanted)
            case NotNode():
                item = self.check(node.item, condition("not"))
                return Failed(BOOL) if isinstance(item, Failed) else Not(item)
            case LogicNode():
                return self.logic(node)
            case KnownNode():
                return self.known(node)
            case CompareNode():
                return comparing.compare(self, node)
            case BetweenNode():
                return comparing.between(self, node)
            case ListedNode():
                return comparing.listed(self, node)
            case WithinNode():
                return comparing.within(self, node)
            case ArithNode():
                return arithmetic.arith(self, node, wanted)
            case NegateNode():
                return self.negate(node, wanted)
            case ChoiceNode():
                return self.choice(node, wanted)
            case ExtremeNode():
                return self.extreme(node, wanted)
            case RoundNode():
                return self.round(node, wanted)
            case EndNode():
                period = self.check(node.period, Wanted((PERIOD,), NEEDS_PERIOD))
                return Failed(DATE) if isinstance(period, Failed) else EndOf(node.last, period)
            case AggregateNode():
                return self.aggregate(node, wanted)
            case _:
                assert_never(node)

    def group(self, nodes: tuple[AnyNode, ...], wanted: Wanted | None) -> tuple[Result, ...]:
        """Nodes that must be of one type: the first with a type of its own gives it to the others."""
        anchor = next((i for i, node in enumerate(nodes) if not is_open(node, self.scope)), None)
        if anchor is None:
            if wanted is None and all(is_bare(node) for node in nodes):
                wanted = Wanted((plain_type(*nodes),), PLAIN)
            return self.open_group(nodes, wanted)
        found = self.check(nodes[anchor], wanted)
        type = found.type
        shared = wanted if type is None else self.like(nodes[anchor], type)
        return tuple(found if i == anchor else self.beside(node, shared) for i, node in enumerate(nodes))

    def open_group(self, nodes: tuple[AnyNode, ...], wanted: Wanted | None) -> tuple[Result, ...]:
        """Nodes that all wait for a type, from outside or, where they are numbers, a plain one."""
        if wanted is None and not all(is_bare(node) for node in nodes):
            return self.strange_group(nodes)
        first = self.check(nodes[0], wanted)
        rest = wanted if isinstance(first, Failed) else self.like(nodes[0], first.type)
        return (first, *(self.check(node, rest) for node in nodes[1:]))

    def strange_group(self, nodes: tuple[AnyNode, ...]) -> tuple[Result, ...]:
        """Nodes among which nothing says the type: names that are nobody's are reported, words of an enumeration
        only where they are all there is, or stand beside something of another type."""
        words = [n for n in nodes if isinstance(n, NameNode) and is_word(self.scope, n.word)]
        if len(words) == len(nodes):
            return tuple(self.check(node, None) for node in nodes)
        found = {node: self.check(node, None) for node in nodes if node not in words}
        shared = next((self.like(node, r.type) for node, r in found.items() if r.type is not None), None)
        return tuple(found[node] if node in found else self.beside(node, shared) for node in nodes)

    def beside(self, node: AnyNode, shared: Wanted | None) -> Result:
        """A node whose neighbour gives it its type; where that failed, nothing is said of open nodes."""
        return Failed() if shared is None and is_open(node, self.scope) else self.check(node, shared)

    def like(self, node: AnyNode, type: Type) -> Wanted:
        """The same type as a neighbour has."""
        return self.context.side(node, type)

    def phase(self, node: PhaseNode) -> Result:
        """The first or last day of the phase at hand, as a date."""
        phase = self.scope.phase
        if phase is None:
            self.context.report(catalogue.NO_PHASE, node, name=self.context.words(node))
            return Failed(DATE)
        return Literal(phase.end if node.last else phase.start, DATE)

    def named(self, node: NameNode | PathNode | ThisNode, wanted: Wanted | None) -> Result:
        """A name or path that stands for a value."""
        thing = naming.resolve(self.context, self.scope, node, wanted)
        if isinstance(thing, Collection):
            self.context.report(catalogue.NOT_A_VALUE, node, name=self.context.words(node))
            return Failed()
        return thing

    def logic(self, node: LogicNode) -> Result:
        """A conjunction or disjunction; one inside its like is taken up into it."""
        kind = Or if node.disjunction else And
        results = [self.check(item, condition("or" if node.disjunction else "and")) for item in node.items]
        items: list[Expr] = []
        for result in results:
            if isinstance(result, Failed):
                return Failed(BOOL)
            items.extend(result.items if isinstance(result, kind) else (result,))
        return kind(tuple(items))

    def known(self, node: KnownNode) -> Result:
        """Whether something is known."""
        item = self.check(node.item, None)
        if isinstance(item, Failed):
            return Failed(BOOL)
        return Not(IsKnown(item)) if node.negated else IsKnown(item)

    def negate(self, node: NegateNode, wanted: Wanted | None) -> Result:
        """A number with its sign turned; a literal takes the sign into itself."""
        item = self.number(node.item, wanted, "-")
        if isinstance(item, Literal) and not isinstance(item.value, bool | date | Period | str):
            return Literal(-item.value, item.type)
        if isinstance(item, Failed) or not isinstance(item.type, NumberType):
            return Failed()
        return Negate(item, item.type)

    def number(self, node: AnyNode, wanted: Wanted | None, op: str) -> Result:
        """A number of whatever unit."""
        item = self.infer(node, wanted)
        if isinstance(item, Failed) or isinstance(item.type, NumberType):
            return item
        return self.context.not_for_type(node, item.type, op, NEEDS_NUMBER, USE_NUMBER)

    def choice(self, node: ChoiceNode, wanted: Wanted | None) -> Result:
        """One of two values of one type."""
        test = self.check(node.condition, condition("if"))
        then, other = self.group((node.chosen, node.other), wanted)
        if isinstance(test, Failed) or isinstance(then, Failed) or isinstance(other, Failed):
            return Failed(then.type or other.type)
        return If(test, then, other, then.type)

    def extreme(self, node: ExtremeNode, wanted: Wanted | None) -> Result:
        """The least or greatest of several values of one ordered type."""
        results = self.group(node.items, wanted)
        items = [r for r in results if not isinstance(r, Failed)]
        if len(items) < len(results):
            return Failed(next((r.type for r in results if r.type is not None), None))
        if not self.context.ordered(node.items[0], items[0].type, node.op.value):
            return Failed()
        return Extreme(node.op, tuple(items), items[0].type)

    def round(self, node: RoundNode, wanted: Wanted | None) -> Result:
        """A number rounded to some decimal places."""
        item = self.number(node.item, wanted, node.mode.value)
        places = node.digits.value if node.digits else 0
        if node.digits and not (places.denominator == 1 and places <= MOST_PLACES):
            self.context.report(catalogue.DIGITS, node.digits, found=self.context.words(node.digits), most=MOST_PLACES)
            return Failed(item.type)
        if isinstance(item, Failed) or not isinstance(item.type, NumberType):
            return Failed(item.type)
        return Round(node.mode, item, int(places), item.type)

    def aggregate(self, node: AggregateNode, wanted: Wanted | None) -> Result:
        """A value made of the members of a collection."""
        threshold = (
            None if node.threshold is None else self.check(node.threshold, Wanted((COUNT_NUMBER,), NUMBER_FIRST))
        )
        source = naming.collection(self.context, self.scope, node.source)
        if isinstance(source, Failed) or source.entity not in self.context.vocabulary.entities:
            return Failed(FIXED.get(node.op))
        inside = Checker(self.context, self.scope.inside(source.entity))
        where = None if node.where is None else inside.check(node.where, condition("where"))
        value = None if node.value is None else inside.aggregated(node.value, node.op, wanted)
        if isinstance(threshold, Failed) or isinstance(where, Failed) or isinstance(value, Failed):
            return Failed(FIXED.get(node.op) or (value.type if value else None))
        type = FIXED.get(node.op) or (value.type if value else COUNT_NUMBER)
        return Aggregate(node.op, source, where, value, threshold, type)

    def aggregated(self, node: AnyNode, op: AggregateOp, wanted: Wanted | None) -> Result:
        """What an aggregate takes of each member."""
        if op in (AggregateOp.SHARE, AggregateOp.ALL, AggregateOp.ANY, AggregateOp.AT_LEAST):
            return self.check(node, condition(op.value))
        if op is AggregateOp.SUM:
            return self.number(node, wanted, op.value)
        result = self.infer(node, wanted if op is not AggregateOp.DISTINCT else None)
        if isinstance(result, Failed) or op is AggregateOp.DISTINCT:
            return result
        return result if self.context.ordered(node, result.type, op.value) else Failed()


FIXED: dict[AggregateOp, Type] = {
    AggregateOp.COUNT: COUNT_NUMBER,
    AggregateOp.DISTINCT: COUNT_NUMBER,
    AggregateOp.SHARE: RATIO_NUMBER,
    AggregateOp.ALL: BOOL,
    AggregateOp.ANY: BOOL,
    AggregateOp.AT_LEAST: BOOL,
}


def type_of_value(value: bool | date | Period | str) -> Type:
    """The type of a value that says its own."""
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, Period):
        return PERIOD
    return TEXT if isinstance(value, str) else DATE
