"""`parameters`, `definitions`, `phases`: what rules rest on."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, Field, model_validator

from policyrules.diagnostics.core import Sentence
from policyrules.syntax.shape.base import Shape, as_items
from policyrules.syntax.shape.common import TextShape, at_most_one, exactly_one, refuse, refuse_measure_word, require
from policyrules.syntax.shape.leaves import (
    Cell,
    Cites,
    ClauseName,
    Day,
    Expression,
    FreeText,
    ParameterTypeWord,
    SnakeName,
    StatedWord,
    StricterWord,
    TightenWord,
)

ABSENT = "absent"

_NO_TYPE = Sentence("不知道怎样读参数的值", "without it nobody knows how to read the parameter's values")
_ABSENT = Sentence("值写的是 `absent`", "the value is `absent`")
_WHY_ABSENT = Sentence("要说明文件里为什么没有这个数", "it says why the documents give no such value")
_STATED = Sentence("这里有值", "a value is stated")
_WHY_STATED = Sentence(
    "理由只用来说明为什么没有值；自己的理解写在 `assumption` 里",
    "a reason explains an absent value; a reading of ours belongs in `assumption`",
)


class ParameterValueShape(Shape):
    """A value on some days. `value` is the text `absent` where the documents state none."""

    what: ClassVar[Sentence] = Sentence("参数值", "a parameter's value")
    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None
    value: Cell
    cite: Cites
    reason: TextShape | None = None
    assumption: TextShape | None = None

    @property
    def absent(self) -> bool:
        """Whether the documents state no value."""
        return self.value.value == ABSENT

    @model_validator(mode="after")
    def _reason_where_absent(self) -> Self:
        if self.absent:
            require(self.reason, "reason", _ABSENT, _WHY_ABSENT)
        else:
            refuse(self, ("reason",), "value", _STATED, _WHY_STATED)
        return self


ParameterValues = Annotated[tuple[ParameterValueShape, ...], BeforeValidator(as_items)]


class ParameterShape(Shape):
    """A dated value, new or stated anew (`action: replace`)."""

    what: ClassVar[Sentence] = Sentence("参数", "a parameter")
    action: StatedWord | None = None
    label: TextShape
    type: ParameterTypeWord | None = None
    unit: SnakeName | None = None
    enum: SnakeName | None = None
    measure_word: FreeText | None = None
    stricter: StricterWord | None = None
    values: ParameterValues
    cite: Cites | None = None
    authority: ClauseName | None = None
    assumption: TextShape | None = None

    @model_validator(mode="after")
    def _one_type(self) -> Self:
        exactly_one(self, ("type", "unit", "enum"), _NO_TYPE)
        refuse_measure_word(self, self.unit)
        return self


class ParameterTightenShape(Shape):
    """Stricter values for a parameter of the layer above."""

    what: ClassVar[Sentence] = Sentence("收紧的参数", "a tightened parameter")
    action: TightenWord
    values: ParameterValues
    cite: Cites | None = None
    assumption: TextShape | None = None


class DefinitionShape(Shape):
    """A value derived from facts."""

    what: ClassVar[Sentence] = Sentence("定义", "a definition")
    action: StatedWord | None = None
    label: TextShape
    subject: SnakeName
    type: ParameterTypeWord | None = None
    unit: SnakeName | None = None
    enum: SnakeName | None = None
    measure_word: FreeText | None = None
    value: Expression
    cite: Cites
    authority: ClauseName | None = None
    assumption: TextShape | None = None

    @model_validator(mode="after")
    def _one_type(self) -> Self:
        at_most_one(self, ("type", "unit", "enum"))
        refuse_measure_word(self, self.unit)
        return self


class PhaseShape(Shape):
    """A stage of the programme; `period` is a period literal."""

    what: ClassVar[Sentence] = Sentence("阶段", "a phase")
    label: TextShape
    period: Cell
    cite: Cites
