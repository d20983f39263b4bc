"""`requirements`, `duties`, `consistency`, `inspections`, `targets`, `scores`, and what a lower layer does to them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, model_validator

from policyrules.diagnostics.core import Sentence
from policyrules.syntax.shape.base import Item, Keyed, Shape, as_items
from policyrules.syntax.shape.common import Exemptions, TextShape, ValidShape, exactly_one, refuse, require
from policyrules.syntax.shape.leaves import (
    KEBAB_ID,
    KEBAB_STYLE,
    Cell,
    Cites,
    ClauseName,
    ComparisonWord,
    ExemptWord,
    Expression,
    ForceWord,
    HitWord,
    ModeWord,
    RepealWord,
    RowVerdictWord,
    RuleRefs,
    SnakeName,
    StatedWord,
    TightenWord,
)
from policyrules.syntax.shape.words import InspectionMode

_SAMPLE = Sentence("方式是抽查 `sample`", "the mode is `sample`")
_WHY_SAMPLE = Sentence("抽查要说明至少查多少", "a sample says what share is inspected at least")
_CENSUS = Sentence("方式是普查 `census`", "the mode is `census`")
_WHY_CENSUS = Sentence("普查就是全部都查，没有比例", "a census inspects every one of them, so there is no rate")
_NO_BOUND = Sentence("目标要有一个可比的数", "a target needs a number to be held against")
_PHASED = Sentence("目标按阶段 `phases` 给出", "the target is given by `phases`")
_WHY_PHASED = Sentence("每个阶段的期限就是阶段的最后一天", "each phase is due on its own last day")


class RuleShape(Shape):
    """What every new or replaced rule may say."""

    what: ClassVar[Sentence] = Sentence("规则", "a rule")
    action: StatedWord | None = None
    label: TextShape
    subject: SnakeName
    applies: Expression | None = None
    unless: Exemptions = ()
    valid: ValidShape | None = None
    force: ForceWord | None = None
    after: RuleRefs = ()
    cite: Cites
    authority: ClauseName | None = None
    assumption: TextShape | None = None


class RequirementShape(RuleShape):
    """A requirement, duty or consistency rule."""

    must: Expression
    due: Expression | None = None


class InspectionShape(RuleShape):
    """An edge of the inspection hierarchy."""

    what: ClassVar[Sentence] = Sentence("督查层级", "an inspection")
    inspected: Expression
    where: Expression | None = None
    mode: ModeWord
    rate: Expression | None = None
    done: Expression
    due: Expression | None = None

    @model_validator(mode="after")
    def _rate_where_sampled(self) -> Self:
        if self.mode.value is InspectionMode.SAMPLE:
            require(self.rate, "rate", _SAMPLE, _WHY_SAMPLE)
        else:
            refuse(self, ("rate",), "mode", _CENSUS, _WHY_CENSUS)
        return self


class TargetShape(RuleShape):
    """A quota over a population: one bound, or one a phase."""

    what: ClassVar[Sentence] = Sentence("目标", "a target")
    measure: Expression
    compare: ComparisonWord | None = None
    value: Expression | None = None
    phases: Annotated[tuple[Item[Expression], ...], Keyed(Expression, KEBAB_ID, KEBAB_STYLE)] = ()
    due: Expression | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if exactly_one(self, ("value", "phases"), _NO_BOUND) == "phases":
            refuse(self, ("due",), "phases", _PHASED, _WHY_PHASED)
        return self


class RowShape(Shape):
    """One row of a score's table."""

    what: ClassVar[Sentence] = Sentence("评分表的一行", "a row of a score")
    when: Expression
    points: Cell
    verdict: RowVerdictWord | None = None
    label: TextShape | None = None
    assumption: TextShape | None = None


class ScoreShape(RuleShape):
    """A decision table from conditions to points."""

    what: ClassVar[Sentence] = Sentence("评分", "a score")
    unit: SnakeName
    hit: HitWord
    rows: Annotated[tuple[RowShape, ...], BeforeValidator(as_items)]


class RuleTightenShape(Shape):
    """A further condition, a higher force or an earlier due date for a rule of the layer above."""

    what: ClassVar[Sentence] = Sentence("收紧的规则", "a tightened rule")
    action: TightenWord
    must: Expression | None = None
    force: ForceWord | None = None
    due: Expression | None = None
    cite: Cites
    assumption: TextShape | None = None


class RuleExemptShape(Shape):
    """Further exemptions from a rule of the layer above."""

    what: ClassVar[Sentence] = Sentence("豁免", "an exemption from an upper rule")
    action: ExemptWord
    unless: Exemptions
    cite: Cites
    authority: ClauseName | None = None
    assumption: TextShape | None = None


class RuleRepealShape(Shape):
    """A rule of the layer above that no longer holds."""

    what: ClassVar[Sentence] = Sentence("废止", "a repeal")
    action: RepealWord
    cite: Cites
    authority: ClauseName | None = None
    assumption: TextShape | None = None


RuleChange = RuleTightenShape | RuleExemptShape | RuleRepealShape
