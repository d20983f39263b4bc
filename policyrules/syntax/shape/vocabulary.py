"""`vocabulary`: units, enumerations, entities and their fields."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from policyrules.diagnostics.core import Sentence
from policyrules.syntax.shape.base import Item, Keyed, Shape
from policyrules.syntax.shape.common import TextShape, exactly_one, refuse, refuse_measure_word
from policyrules.syntax.shape.leaves import (
    SNAKE_ID,
    SNAKE_STYLE,
    Cell,
    Decimals,
    DirectionWord,
    FieldTypeWord,
    Flag,
    FreeText,
    SnakeId,
    SnakeName,
)

_DECLARED = Sentence("量词和名称一起，在实体声明的地方写", "it stands with the label, where the entity is declared")
_NOT_DECLARED = Sentence("这里没有 `label`，只是增加字段", "without `label` this only adds fields")
_NO_TYPE = Sentence("不知道怎样读这个字段的值", "without it nobody knows how to read the field's value")
_BOUNDS = Sentence("只有数才有大小界限", "only numbers have bounds")
_BOUNDS_WITH = Sentence("字段写的是 `{}`，不是 `unit`", "the field says `{}`, not `unit`")
_LINKS = Sentence("它说的是被引用的一方", "it speaks of the record that is pointed at")
_LINKS_WITH = Sentence("字段写的是 `{}`，不是 `ref`", "the field says `{}`, not `ref`")


class UnitShape(Shape):
    """A unit of measure."""

    what: ClassVar[Sentence] = Sentence("单位", "a unit")
    label: TextShape
    decimals: Decimals
    singular: FreeText | None = None


class EnumShape(Shape):
    """A closed list of words, lowest first where `ordered`."""

    what: ClassVar[Sentence] = Sentence("枚举", "an enumeration")
    label: TextShape
    ordered: Flag | None = None
    members: Annotated[tuple[Item[TextShape], ...], Keyed(TextShape, SNAKE_ID, SNAKE_STYLE)]


class InverseShape(Shape):
    """The collection a reference makes on its other side."""

    what: ClassVar[Sentence] = Sentence("反向集合", "an inverse collection")
    name: SnakeId
    label: TextShape


class FieldShape(Shape):
    """What can be recorded of an entity. `min` and `max` are read with the field's unit later."""

    what: ClassVar[Sentence] = Sentence("字段", "a field")
    label: TextShape
    type: FieldTypeWord | None = None
    unit: SnakeName | None = None
    enum: SnakeName | None = None
    ref: SnakeName | None = None
    inverse: InverseShape | None = None
    optional: Flag | None = None
    min: Cell | None = None
    max: Cell | None = None
    changeable: DirectionWord | None = None
    cost: Cell | None = None
    personal: Flag | None = None
    measure_word: FreeText | None = None

    @model_validator(mode="after")
    def _keys_agree(self) -> Self:
        kind = exactly_one(self, ("type", "unit", "enum", "ref"), _NO_TYPE)
        if kind != "unit":
            refuse(self, ("min", "max"), kind, _with(_BOUNDS_WITH, kind), _BOUNDS)
        if kind != "ref":
            refuse(self, ("inverse", "optional"), kind, _with(_LINKS_WITH, kind), _LINKS)
        refuse_measure_word(self, self.unit)
        return self


class EntityShape(Shape):
    """A kind of thing. Without `label` it only adds fields to an entity of the layer above."""

    what: ClassVar[Sentence] = Sentence("实体", "an entity")
    label: TextShape | None = None
    measure_word: FreeText | None = None
    personal: Flag | None = None
    field_list: Annotated[
        tuple[Item[FieldShape], ...],
        Keyed(FieldShape, SNAKE_ID, SNAKE_STYLE, section="fields", may_be_empty=True),
        Field(alias="fields"),
    ] = ()

    @model_validator(mode="after")
    def _measured_where_declared(self) -> Self:
        if self.label is None:
            refuse(self, ("measure_word",), "fields", _NOT_DECLARED, _DECLARED)
        return self


class VocabularyShape(Shape):
    """The words of the rules."""

    what: ClassVar[Sentence] = Sentence("词汇表", "a vocabulary")
    units: Annotated[tuple[Item[UnitShape], ...], Keyed(UnitShape, SNAKE_ID, SNAKE_STYLE, section="units")] = ()
    enums: Annotated[tuple[Item[EnumShape], ...], Keyed(EnumShape, SNAKE_ID, SNAKE_STYLE, section="enums")] = ()
    entities: Annotated[
        tuple[Item[EntityShape], ...], Keyed(EntityShape, SNAKE_ID, SNAKE_STYLE, section="entities")
    ] = ()


def _with(sentence: Sentence, key: str) -> Sentence:
    return Sentence(sentence.zh.format(key), sentence.en.format(key))
