"""The vocabulary as pydantic models, for programs that want their records typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, assert_never

from policyrules.model.types import BoolType, DateType, EnumType, NumberType, PeriodType, RefType, TextType, Type
from policyrules.model.vocabulary import Entity, FieldDef, Vocabulary

if TYPE_CHECKING:
    from pydantic import BaseModel


def models(vocabulary: Vocabulary) -> dict[str, type[BaseModel]]:
    """A model for each entity: `id` required, every other field optional (None: not recorded), nothing else allowed.

    Numbers are `int` where the unit has no decimals, else `Decimal`; words of an enumeration are a `Literal` of their
    ids; references are the other record's id.
    """
    return {entity.id: _model(entity, vocabulary) for entity in vocabulary.entities.values()}


def _model(entity: Entity, vocabulary: Vocabulary) -> type[BaseModel]:
    from pydantic import ConfigDict, Field, create_model

    fields: dict[str, Any] = {"id": (str, Field(min_length=1, description="编号 id"))}
    for field in entity.fields.values():
        description = f"{field.label.zh} {field.label.en}"
        fields[field.id] = (
            _python(field.type, vocabulary) | None,
            Field(None, description=description, **_limits(field)),
        )
    name = "".join(part.capitalize() for part in entity.id.split("_"))
    config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())
    model: type[BaseModel] = create_model(name, __config__=config, __doc__=entity.label.en, **fields)
    return model


def _limits(field: FieldDef) -> dict[str, Any]:
    ends = {"ge": field.low, "le": field.high}
    return {name: _decimal(end) for name, end in ends.items() if end is not None}


def _decimal(number: Any) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _python(type: Type, vocabulary: Vocabulary) -> Any:
    match type:
        case BoolType():
            return bool
        case NumberType(unit):
            return int if vocabulary.units[unit].decimals == 0 else Decimal
        case DateType():
            return date
        case EnumType(name):
            return Literal[tuple(member.id for member in vocabulary.enums[name].members)]
        case PeriodType() | TextType() | RefType():
            return str
        case _:
            assert_never(type)
