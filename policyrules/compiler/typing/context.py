"""The one expression under check: its tree, its vocabulary, and the mistakes found so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from policyrules.compiler.typing.operators import has_order
from policyrules.compiler.typing.scope import Scope
from policyrules.compiler.typing.wanted import Failed, Result, Wanted
from policyrules.compiler.typing.words import type_in_words, types_in_words
from policyrules.diagnostics.catalogue import expression as catalogue
from policyrules.diagnostics.core import Code, Diagnostic, Related, Sentence
from policyrules.model.expr import Expr
from policyrules.model.types import BOOL, DATE, PERIOD, TEXT, NumberType, RefType, Type
from policyrules.model.vocabulary import Vocabulary
from policyrules.syntax.tree import AnyNode, Node, Tree

BARE_CONDITION = Sentence("请写成条件，如加上比较", "make it a condition, for instance by a comparison")
PERIOD_FOR_DATE = Sentence(
    "请用 `开始(...)` 或 `结束(...)` 取其中一天，或用 `属于` 判断日期是否在时段内",
    "take one of its days with `start(...)` or `end(...)`, or ask with `in` whether a date lies within it",
)
DATE_FOR_PERIOD = Sentence("一天的时段写作 `2023-10-09..2023-10-09`", "a period of one day is `2023-10-09..2023-10-09`")
RECORD_FOR_TEXT = Sentence("要比较编号，请在后面加 `.id`", "to compare ids, add `.id` to it")
NEEDS_ORDER = Sentence("比大小需要数、日期或有顺序的选项", "only numbers, dates and ordered words have a rank")
USE_EQUALITY = Sentence("请只用 `等于`、`不等于` 或 `属于` 来比较", "compare it with `==`, `!=` or `in` only")
UNQUOTED = Sentence("请去掉引号：只有文字字段的值加引号", "take off the quotes: only values of text fields have them")
TEXT_FOR_RECORD = Sentence('比较编号请写 `学校.编号 等于 "S01"` 的样子', 'compare the id, as in `school.id == "S01"`')
CHECK_NAME = Sentence("请核对名称，或改写成{0}", "check the name, or write {0}")


@dataclass
class Context:
    """Where mistakes go; of a poisoned name the lack has been reported already."""

    tree: Tree
    vocabulary: Vocabulary
    is_poisoned: Callable[[str], bool]
    problems: list[Diagnostic] = field(default_factory=list)

    def report(self, code: Code, node: Node, /, *related: Related | None, **values: object) -> None:
        """Keep a mistake at `node`."""
        problem = code.at(self.tree.span(node), **values)
        self.problems.append(problem.with_related(*(r for r in related if r is not None)))

    def words(self, node: Node) -> str:
        """What was written for `node`."""
        return self.tree.words(node)

    def side(self, node: Node, type: Type) -> Wanted:
        """`type` is wanted because `node`, which stands beside, has it."""
        words = type_in_words(type, self.vocabulary)
        written = self.words(node)
        because = Sentence(f"同它相配的 `{written}` 是{words.zh}", f"`{written}` beside it is {words.en}")
        return Wanted((type,), because, Related(self.tree.span(node), words))

    def require(self, node: AnyNode, result: Result, wanted: Wanted | None) -> Result:
        """`result`, if its type is one that fits; else the mismatch is reported."""
        if isinstance(result, Failed) or wanted is None or result.type in wanted.types:
            return result
        self.mismatch(node, result, wanted)
        return Failed(wanted.types[0])

    def mismatch(self, node: AnyNode, result: Expr, wanted: Wanted) -> None:
        """Report that a value has another type than the one that is needed."""
        number = wanted.number
        found = self.words(node)
        if isinstance(result.type, NumberType) and number is not None:
            self.report(
                catalogue.UNITS,
                node,
                wanted.related,
                found=found,
                actual=type_in_words(result.type, self.vocabulary),
                wanted=type_in_words(number, self.vocabulary),
                because=wanted.because,
            )
            return
        needed = types_in_words(wanted.types, self.vocabulary)
        self.report(
            catalogue.MISMATCH,
            node,
            wanted.related,
            found=found,
            actual=type_in_words(result.type, self.vocabulary),
            wanted=needed,
            because=wanted.because,
            advice=mismatch_advice(result.type, wanted.types, needed),
        )

    def not_for_type(self, node: AnyNode, type: Type, op: str, why: Sentence, advice: Sentence) -> Failed:
        """Report an operator that cannot take a value of this type."""
        actual = type_in_words(type, self.vocabulary)
        found = self.words(node)
        self.report(catalogue.NOT_FOR_TYPE, node, op=op, found=found, actual=actual, why=why, advice=advice)
        return Failed()

    def ordered(self, node: AnyNode, type: Type, op: str) -> bool:
        """Whether values of this type have an order; reported where not."""
        fits = has_order(type, self.vocabulary)
        if not fits:
            self.not_for_type(node, type, op, NEEDS_ORDER, USE_EQUALITY)
        return fits


class Checks(Protocol):
    """What the parts of the checker ask of the whole: to check what stands inside them."""

    context: Context
    scope: Scope

    def check(self, node: AnyNode, wanted: Wanted | None) -> Result:
        """The typed form of `node`, of a type that is `wanted`."""

    def infer(self, node: AnyNode, wanted: Wanted | None) -> Result:
        """The typed form of `node`; `wanted` gives bare numbers and words their type, nothing more."""

    def group(self, nodes: tuple[AnyNode, ...], wanted: Wanted | None) -> tuple[Result, ...]:
        """Nodes that must be of one type: the first with a type of its own gives it to the others."""

    def beside(self, node: AnyNode, shared: Wanted | None) -> Result:
        """A node whose neighbour gives it its type; where that failed, nothing is said of open nodes."""

    def like(self, node: AnyNode, type: Type) -> Wanted:
        """The same type as a neighbour has."""


def mismatch_advice(actual: Type, wanted: tuple[Type, ...], needed: Sentence) -> Sentence:
    """What to write where a value of another type is needed."""
    if actual == PERIOD and DATE in wanted:
        return PERIOD_FOR_DATE
    if actual == DATE and PERIOD in wanted:
        return DATE_FOR_PERIOD
    if isinstance(actual, RefType) and not any(isinstance(w, RefType) for w in wanted):
        return RECORD_FOR_TEXT
    if actual == TEXT and any(isinstance(w, RefType) for w in wanted):
        return TEXT_FOR_RECORD
    if actual == TEXT and BOOL not in wanted:
        return UNQUOTED
    if BOOL in wanted:
        return BARE_CONDITION
    return Sentence(CHECK_NAME.zh.format(needed.zh), CHECK_NAME.en.format(needed.en))
