"""Comparisons: two sides, between two ends, in a list, within a period."""

from __future__ import annotations

from policyrules.compiler.typing.context import Checks
from policyrules.compiler.typing.openness import is_open
from policyrules.compiler.typing.operators import COMPARISONS, has_equality
from policyrules.compiler.typing.wanted import Failed, Result, Wanted
from policyrules.diagnostics.catalogue import expression as catalogue
from policyrules.diagnostics.core import Sentence
from policyrules.model.expr import Between, Compare, CompareOp, Literal, Not, OneOf, Within
from policyrules.model.types import BOOL, DATE, PERIOD, PeriodType, RefType, Type
from policyrules.syntax.tree import AnyNode, BetweenNode, CompareNode, ListedNode, WithinNode

NO_PERIODS = Sentence("时段有两头，不能直接比较", "a period has two ends and cannot be compared as a whole")
NO_LIST = Sentence("列表里写不出记录", "records cannot be listed")
TAKE_A_DAY = Sentence(
    "请用 `开始(...)` 或 `结束(...)` 取其中一天", "take one of its days with `start(...)` or `end(...)`"
)
COMPARE_IDS = Sentence("要比较编号，请在后面加 `.id`", "to compare ids, add `.id` to it")
DATE_WITHIN = Sentence("`属于` 后面的时段只能与日期相配", "a period behind `in` goes with a date")
DATE_IN = Sentence("日期可以属于一个时段", "a date can lie in a period")
LIST_NEEDED = Sentence("只有日期能属于一个时段", "only a date can lie in a period")
WRITE_LIST = Sentence("请把选项写在括号里：`属于 (甲, 乙)`", "write the values in brackets: `in (a, b)`")


def compare(checker: Checks, node: CompareNode) -> Result:
    """Two values of one type."""
    left, right = checker.group((node.left, node.right), None)
    if isinstance(left, Failed) or isinstance(right, Failed):
        return Failed(BOOL)
    if not comparable(checker, node.left, left.type, node.op):
        return Failed(BOOL)
    return Compare(node.op, left, right)


def comparable(checker: Checks, node: AnyNode, type: Type, op: CompareOp) -> bool:
    """Whether `op` works on values of this type; reported where not."""
    if COMPARISONS[op](type, checker.context.vocabulary):
        return True
    if isinstance(type, PeriodType):
        checker.context.not_for_type(node, type, op.value, NO_PERIODS, TAKE_A_DAY)
        return False
    return checker.context.ordered(node, type, op.value)


def between(checker: Checks, node: BetweenNode) -> Result:
    """A value and its two ends."""
    item, low, high = checker.group((node.item, node.low, node.high), None)
    if isinstance(item, Failed) or isinstance(low, Failed) or isinstance(high, Failed):
        return Failed(BOOL)
    if not comparable(checker, node.item, item.type, CompareOp.LE):
        return Failed(BOOL)
    return Between(item, low, high)


def listed(checker: Checks, node: ListedNode) -> Result:
    """A value and the fixed values it may have; a date in brackets may also lie in one period."""
    anchor = next((n for n in (node.item, *node.options) if not is_open(n, checker.scope)), node.item)
    if anchor is node.item:
        item = checker.check(node.item, None)
    else:
        first = checker.check(anchor, None)
        item = checker.beside(node.item, None if first.type is None else checker.like(anchor, first.type))
    if isinstance(item, Failed):
        return Failed(BOOL)
    wanted = checker.context.side(node.item, item.type)
    if item.type == DATE and len(node.options) == 1:
        only = checker.check(node.options[0], Wanted((DATE, PERIOD), DATE_IN))
        if only.type == PERIOD:
            return Failed(BOOL) if isinstance(only, Failed) else negated(Within(item, only), node.negated)
    if not has_equality(item.type, checker.context.vocabulary):
        checker.context.not_for_type(node.item, item.type, "in", NO_PERIODS, TAKE_A_DAY)
        return Failed(BOOL)
    if isinstance(item.type, RefType):
        checker.context.not_for_type(node.item, item.type, "in", NO_LIST, COMPARE_IDS)
        return Failed(BOOL)
    options = [option(checker, n, wanted) for n in node.options]
    literals = tuple(o for o in options if o is not None)
    if len(literals) < len(options) or repeated(checker, node, literals):
        return Failed(BOOL)
    return negated(OneOf(item, literals), node.negated)


def option(checker: Checks, node: AnyNode, wanted: Wanted) -> Literal | None:
    """One fixed value of a list; None where it is not one, which is then reported."""
    found = checker.check(node, wanted)
    if isinstance(found, Literal):
        return found
    if not isinstance(found, Failed):
        checker.context.report(catalogue.NO_LITERAL, node, found=checker.context.words(node))
    return None


def repeated(checker: Checks, node: ListedNode, literals: tuple[Literal, ...]) -> bool:
    """Whether a value stands in the list twice; reported at the second."""
    seen = set()
    for written, literal in zip(node.options, literals, strict=True):
        if literal.value in seen:
            checker.context.report(catalogue.REPEATED, written, found=checker.context.words(written))
            return True
        seen.add(literal.value)
    return False


def within(checker: Checks, node: WithinNode) -> Result:
    """A date and the period it may lie in."""
    item = checker.check(node.item, None)
    if not isinstance(item, Failed) and item.type != DATE:
        checker.context.not_for_type(node.item, item.type, "in", LIST_NEEDED, WRITE_LIST)
        return Failed(BOOL)
    period = checker.check(node.period, Wanted((PERIOD,), DATE_WITHIN))
    if isinstance(item, Failed) or isinstance(period, Failed):
        return Failed(BOOL)
    return negated(Within(item, period), node.negated)


def negated(expr: OneOf | Within, turned: bool) -> Result:
    """The comparison, or its opposite."""
    return Not(expr) if turned else expr
