"""`ruleset` and `sources`: for whom the ruleset speaks, and on which documents it rests."""

from __future__ import annotations

from typing import ClassVar

from policyrules.diagnostics.core import Sentence
from policyrules.syntax.shape.base import Shape
from policyrules.syntax.shape.common import TextShape, ValidShape
from policyrules.syntax.shape.leaves import Day, FreeText, LayerWord, RulesetId, StatusWord, Version


class RulesetShape(Shape):
    """The head of a ruleset."""

    what: ClassVar[Sentence] = Sentence("规则集", "a ruleset")
    id: RulesetId
    version: Version
    label: TextShape
    layer: LayerWord
    extends: RulesetId | None = None
    valid: ValidShape | None = None


class SourceShape(Shape):
    """A source document."""

    what: ClassVar[Sentence] = Sentence("来源文件", "a source document")
    title: TextShape
    number: FreeText | None = None
    issued: Day | None = None
    status: StatusWord
