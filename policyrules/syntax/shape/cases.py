"""`cases`: facts and the verdicts they must get."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator

from policyrules.diagnostics.catalogue import shape as codes
from policyrules.diagnostics.core import Sentence
from policyrules.syntax.document import Node, Scalar
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape.base import Item, Keyed, Shape, as_items, as_map
from policyrules.syntax.shape.common import TextShape
from policyrules.syntax.shape.leaves import (
    SNAKE_ID,
    SNAKE_STYLE,
    Cell,
    Day,
    Flag,
    FreeText,
    VerdictWord,
    misfit,
    scalar,
)

REMOVED = "removed"
_RECORD_ID = re.compile(r".{1,100}")
_RECORD_STYLE = Sentence("不超过 100 个字符", "at most 100 characters")
_NO_SUBJECT = Sentence("案例没有共同的 `subject`", "the case names no `subject` for all of them")
_WHY_SUBJECT = Sentence("要知道判定的是哪一条记录", "it says which record is judged")


@dataclass(frozen=True, slots=True)
class RecordShape:
    """A record's cells by field, still text. `removed`: the check takes the record away."""

    cells: tuple[Item[LocatedText], ...]
    removed: bool = False


def _record(node: Node) -> RecordShape:
    cells = []
    for entry in as_map(node).entries:
        value = LocatedText.from_scalar(scalar(entry.value))
        cells.append(Item(LocatedText.from_scalar(entry.key), value, entry.value.span))
    return RecordShape(tuple(cells))


def _record_change(node: Node) -> RecordShape:
    if isinstance(node, Scalar) and node.text == REMOVED:
        return RecordShape((), removed=True)
    return _record(node)


_CELLS: dict[str, Any] = {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}}
Record = Annotated[RecordShape, PlainValidator(_record), WithJsonSchema(_CELLS)]
RecordChange = Annotated[
    RecordShape, PlainValidator(_record_change), WithJsonSchema({"anyOf": [{"const": REMOVED}, _CELLS]})
]
Table = tuple[Item[RecordShape], ...]
_TABLE = Annotated[Table, Keyed(Record, _RECORD_ID, _RECORD_STYLE, may_be_empty=True)]
_TABLE_CHANGE = Annotated[Table, Keyed(RecordChange, _RECORD_ID, _RECORD_STYLE, may_be_empty=True)]
Given = Annotated[tuple[Item[Table], ...], Keyed(_TABLE, SNAKE_ID, SNAKE_STYLE, may_be_empty=True, names=True)]
Changes = Annotated[tuple[Item[Table], ...], Keyed(_TABLE_CHANGE, SNAKE_ID, SNAKE_STYLE, may_be_empty=True, names=True)]


class CheckShape(Shape):
    """One verdict that must come out."""

    what: ClassVar[Sentence] = Sentence("检查", "a check")
    name: TextShape
    boundary: Flag | None = None
    changes: Annotated[Changes, Field(alias="with")] = ()
    as_of: Day | None = None
    subject: FreeText | None = None
    expect: VerdictWord
    points: Cell | None = None


class CaseShape(Shape):
    """Checks of one rule, over common facts."""

    what: ClassVar[Sentence] = Sentence("案例", "a case")
    as_of: Day
    given: Given = ()
    subject: FreeText | None = None
    checks: Annotated[tuple[CheckShape, ...], BeforeValidator(as_items)]

    @model_validator(mode="after")
    def _subject_somewhere(self) -> Self:
        for check in self.checks:
            if self.subject is None and check.subject is None:
                where = check.name.zh.span
                raise misfit(codes.KEY_NEEDED_HERE, where, key="subject", given=_NO_SUBJECT, why=_WHY_SUBJECT)
        return self
