"""Sums, differences, products and quotients."""

from __future__ import annotations

from policyrules.compiler.typing.context import Checks
from policyrules.compiler.typing.openness import SCALING, is_bare, plain_type
from policyrules.compiler.typing.operators import ARITHMETIC, DOING
from policyrules.compiler.typing.wanted import PLAIN, Failed, Result, Wanted
from policyrules.compiler.typing.words import unit_in_words
from policyrules.diagnostics.catalogue import expression as catalogue
from policyrules.diagnostics.core import Sentence
from policyrules.model.expr import Arith, ArithOp, Expr
from policyrules.model.types import DATE, DAYS_NUMBER, NumberType, Type
from policyrules.syntax.tree import AnyNode, ArithNode

DAYS_TO_DATE = Sentence("日期只能加减天数", "only days can be added to a date")
FIRST_THE_DATE = Sentence("请把日期写在前面：`日期 + 天数`", "write the date first: `date + days`")
DAYS_BETWEEN = Sentence(
    "两个日期相差的天数写作 `日期 - 日期`；要换日期，写 `日期 + 天数`",
    "the days between two dates are `date - date`; another date is `date + days`",
)
RECKON = Sentence("只有同单位的数、日期和天数可以加减乘除", "only numbers, dates and days can be reckoned with")
USE_NUMBERS = Sentence("请换成以单位计的数", "use a number with a unit")


def arith(checker: Checks, node: ArithNode, wanted: Wanted | None) -> Result:
    """Arithmetic; which rule gives bare numbers their unit depends on the operator."""
    left, right, type = (scale if node.op in SCALING else add)(checker, node, wanted)
    if isinstance(left, Failed) or isinstance(right, Failed):
        return Failed(type)
    type = type or ARITHMETIC[node.op](left.type, right.type)
    if type is None:
        refuse(checker, node, left, right)
        return Failed()
    return Arith(node.op, left, right, type)


def add(checker: Checks, node: ArithNode, wanted: Wanted | None) -> tuple[Result, Result, Type | None]:
    """Both sides of a sum; a bare number is in the other side's unit, or in days beside a date."""
    if is_bare(node):
        expected = wanted if wanted and wanted.number else Wanted((plain_type(node),), PLAIN)
        return checker.infer(node.left, expected), checker.infer(node.right, expected), None
    if is_bare(node.left):
        right = checker.infer(node.right, None)
        return checker.infer(node.left, beside(checker, node.right, right.type)), right, None
    left = checker.infer(node.left, None)
    if left.type == DATE and node.op is ArithOp.SUB:  # A day may be taken off a day too; a bare number is still days.
        return left, checker.infer(node.right, Wanted((DAYS_NUMBER, DATE), DAYS_TO_DATE)), None
    return left, checker.infer(node.right, beside(checker, node.left, left.type)), None


def beside(checker: Checks, node: AnyNode, type: Type | None) -> Wanted | None:
    """What a bare number is beside `node`."""
    if type == DATE:
        return Wanted((DAYS_NUMBER,), DAYS_TO_DATE)
    return checker.context.side(node, type) if isinstance(type, NumberType) else None


def scale(checker: Checks, node: ArithNode, wanted: Wanted | None) -> tuple[Result, Result, Type | None]:
    """Both sides of a product or quotient, and its type where a bare number decides it.

    A bare factor or divisor is a plain number and keeps the other side's unit; a bare number that is divided is in the
    unit it is divided by.
    """
    plain = Wanted((plain_type(node.right),), PLAIN)
    if is_bare(node):
        expected = wanted if wanted and wanted.number else Wanted((plain_type(node),), PLAIN)
        left = checker.infer(node.left, expected)
        return left, checker.infer(node.right, plain), left.type
    if is_bare(node.right):
        left = checker.infer(node.left, None)
        return left, checker.infer(node.right, plain), left.type if isinstance(left.type, NumberType) else None
    if is_bare(node.left):
        right = checker.infer(node.right, None)
        if node.op is ArithOp.DIV:
            return checker.infer(node.left, beside(checker, node.right, right.type)), right, None
        kept = right.type if isinstance(right.type, NumberType) else None
        return checker.infer(node.left, Wanted((plain_type(node.left),), PLAIN)), right, kept
    return checker.infer(node.left, None), checker.infer(node.right, None), None


def refuse(checker: Checks, node: ArithNode, left: Expr, right: Expr) -> None:
    """Report two sides that do not go together."""
    context = checker.context
    op = node.op.value
    for side, typed in ((node.left, left), (node.right, right)):
        if not isinstance(typed.type, NumberType) and typed.type != DATE:
            checker.context.not_for_type(side, typed.type, op, RECKON, USE_NUMBERS)
            return
    if isinstance(left.type, NumberType) and isinstance(right.type, NumberType):
        if node.op in SCALING:
            context.report(
                catalogue.PRODUCT,
                node,
                left=context.words(node.left),
                right=context.words(node.right),
                doing=DOING[node.op],
                left_unit=unit_in_words(left.type.unit, context.vocabulary),
                right_unit=unit_in_words(right.type.unit, context.vocabulary),
            )
        else:
            context.mismatch(node.right, right, context.side(node.left, left.type))
    elif left.type == DATE and isinstance(right.type, NumberType) and node.op not in SCALING:
        context.mismatch(node.right, right, Wanted((DAYS_NUMBER,), DAYS_TO_DATE))
    else:
        date_side = node.left if left.type == DATE else node.right
        advice = FIRST_THE_DATE if isinstance(left.type, NumberType) and node.op not in SCALING else DAYS_BETWEEN
        checker.context.not_for_type(date_side, DATE, op, DAYS_TO_DATE, advice)
