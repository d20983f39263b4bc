"""Types and named things in words, for diagnostics."""

from __future__ import annotations

from collections.abc import Iterable

from policyrules.diagnostics.core import Sentence
from policyrules.model.types import (
    COUNT,
    DAYS,
    RATIO,
    BoolType,
    DateType,
    EnumType,
    NumberType,
    PeriodType,
    RefType,
    TextType,
    Type,
)
from policyrules.model.vocabulary import Vocabulary
from policyrules.model.words import Text
from policyrules.syntax.names import Named

SPECIAL_UNITS = {
    COUNT: Sentence("个数", "a plain number"),
    RATIO: Sentence("比例", "a ratio"),
    DAYS: Sentence("天数", "a number of days"),
}


def type_in_words(type: Type, vocabulary: Vocabulary) -> Sentence:
    """A type as a clerk would name it."""
    match type:
        case BoolType():
            return Sentence("条件（真或假）", "a condition (true or false)")
        case NumberType(unit):
            unit_name = unit_in_words(unit, vocabulary)
            return SPECIAL_UNITS.get(unit) or Sentence(f"以{unit_name.zh}计的数", f"a number in {unit_name.en}")
        case DateType():
            return Sentence("日期", "a date")
        case PeriodType():
            return Sentence("时段", "a period")
        case EnumType(name):
            label = vocabulary.enums[name].label if name in vocabulary.enums else Text(name, name)
            return Sentence(f"“{label.zh}”的一个选项", f"a word of {label.en}")
        case TextType():
            return Sentence("文字", "a text")
        case RefType(entity):
            label = entity_in_words(entity, vocabulary)
            return Sentence(f"一个{label.zh}", f"a {label.en}")


def types_in_words(types: Iterable[Type], vocabulary: Vocabulary) -> Sentence:
    """One of several types."""
    names = [type_in_words(t, vocabulary) for t in types]
    return Sentence("或".join(n.zh for n in names), " or ".join(n.en for n in names))


def unit_in_words(unit: str, vocabulary: Vocabulary) -> Sentence:
    """A unit's label."""
    return sentence(vocabulary.units[unit].label)


def entity_in_words(entity: str, vocabulary: Vocabulary) -> Text:
    """An entity's label."""
    return vocabulary.entities[entity].label if entity in vocabulary.entities else Text(entity, entity)


def named_in_words(named: Named) -> Sentence:
    """What a word stands for: `field 网络研修学时`."""
    return Sentence(f"{named.kind.value.zh}“{named.label.zh}”", f"the {named.kind.value.en} `{named.id}`")


def sentence(text: Text) -> Sentence:
    """A label as part of a message."""
    return Sentence(text.zh, text.en)
