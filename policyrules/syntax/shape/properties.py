"""`properties`: what staff say of their own rules in one line, to be proved."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from policyrules.diagnostics.core import Sentence
from policyrules.syntax.shape.base import Shape
from policyrules.syntax.shape.common import exactly_one, refuse, require
from policyrules.syntax.shape.leaves import Cell, Expression, FreeText, SnakeName

KINDS = ("monotone", "irrelevant", "bounded", "always")

_ONE_KIND = Sentence("每条性质只说一件事", "a property says one thing")
_OF_A_FIELD = Sentence("性质说的是一个字段对一条规则的作用", "the property says what a field does to a rule")
_WHICH_RULE = Sentence("要写明是哪一条规则", "it names the rule")
_CONDITION = Sentence("`always` 写的是一个条件", "`always` states a condition")
_WHOSE = Sentence("条件要说明是谁的", "a condition is about somebody")
_NO_ENDS = Sentence("`low` 与 `high` 都没有写", "neither `low` nor `high` is given")
_AN_END = Sentence("分值的范围至少有一端", "a range of points has at least one end")
_NOT_HERE = Sentence("这条性质用不到它", "this property has no use for it")


class PropertyShape(Shape):
    """One property: `monotone` and `irrelevant` name a field, `bounded` a score, `always` a condition."""

    what: ClassVar[Sentence] = Sentence("性质", "a property")
    monotone: SnakeName | None = None
    irrelevant: SnakeName | None = None
    bounded: FreeText | None = None
    always: Expression | None = None
    rule: FreeText | None = None
    low: Cell | None = None
    high: Cell | None = None
    subject: SnakeName | None = None
    given: Expression | None = None

    @model_validator(mode="after")
    def _what_each_kind_needs(self) -> Self:
        kind = exactly_one(self, KINDS, _ONE_KIND)
        if kind in ("monotone", "irrelevant"):
            require(self.rule, "rule", _OF_A_FIELD, _WHICH_RULE)
            refuse(self, ("low", "high", "subject", "given"), kind, _OF_A_FIELD, _NOT_HERE)
        elif kind == "bounded":
            require(self.low or self.high, "low", _NO_ENDS, _AN_END)
            refuse(self, ("rule", "subject", "given"), kind, _AN_END, _NOT_HERE)
        else:
            require(self.subject, "subject", _CONDITION, _WHOSE)
            refuse(self, ("rule", "low", "high"), kind, _CONDITION, _NOT_HERE)
        return self
