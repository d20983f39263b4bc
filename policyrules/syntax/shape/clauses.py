"""`clauses` and `inconsistencies`: the fate of every provision, and where the documents contradict themselves."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from policyrules.diagnostics.core import Sentence
from policyrules.model.words import Fate
from policyrules.syntax.shape.base import Shape
from policyrules.syntax.shape.common import TextShape, require
from policyrules.syntax.shape.leaves import FateWord, FreeText, KebabName, LintRefs, RuleRefs

_NOT_ENCODED = Sentence("这一条没有写成规则", "the clause is not encoded")
_WHY_NOT_ENCODED = Sentence("要说明为什么不写成规则", "it says why there is no rule for the clause")
_NOT_FOUND = Sentence("没有列出 `rules` 或 `lints`", "neither `rules` nor `lints` is given")
_WHY_NOT_FOUND = Sentence("要说明机器为什么查不出来", "it says why no machine can find it")


class ClauseShape(Shape):
    """One provision of a document and what became of it."""

    what: ClassVar[Sentence] = Sentence("条款", "a clause")
    document: KebabName
    at: FreeText
    fate: FateWord
    summary: TextShape
    reason: TextShape | None = None

    @model_validator(mode="after")
    def _reason_unless_encoded(self) -> Self:
        if self.fate.value is not Fate.ENCODED:
            require(self.reason, "reason", _NOT_ENCODED, _WHY_NOT_ENCODED)
        return self


class InconsistencyShape(Shape):
    """A contradiction in the documents: what finds it, or why nothing can."""

    what: ClassVar[Sentence] = Sentence("矛盾", "an inconsistency")
    summary: TextShape
    rules: RuleRefs = ()
    lints: LintRefs = ()
    reason: TextShape | None = None

    @model_validator(mode="after")
    def _reason_unless_found(self) -> Self:
        if not self.rules and not self.lints:
            require(self.reason, "reason", _NOT_FOUND, _WHY_NOT_FOUND)
        return self
