"""A field -> its column: heading, note, cell format, and what may be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never

from policyrules.diagnostics.core import Lang, Sentence
from policyrules.model.expr import Number
from policyrules.model.types import (
    RATIO,
    BoolType,
    DateType,
    EnumType,
    NumberType,
    PeriodType,
    RefType,
    TextType,
)
from policyrules.model.vocabulary import Entity, FieldDef, Vocabulary
from policyrules.model.words import Text
from policyrules.report.template.cells import FIRST_DAY, Cell
from policyrules.syntax.names import ID_LABEL
from policyrules.syntax.values import ValueProblem, read_value, write_number

LAST_DAY = date(2100, 12, 31)
# A drop-down may spell out this many characters itself; longer ones come from a hidden sheet.
MOST_LISTED = 255
_FAR = 10**12
_EXAMPLE_DAY = date(2023, 9, 1)
_YES_NO = {"zh": ("是", "否"), "en": ("true", "false")}
TEXT_FORMAT, DATE_FORMAT, PERCENT_FORMAT, NUMBER_FORMAT = "@", "yyyy-mm-dd", "0.00####%", "General"
_WRONG = Text("这里不能这样填", "this cannot stand here")
_UNKNOWN_ID = Text("那张表里没有这个编号", "there is no such id in that sheet")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the note on it, the cells' number format, the words it chooses from, an example.

    `rule`: a validation as XlsxWriter takes it, without the list of words. `refers_to`: the entity whose ids it holds.
    """

    heading: str
    note: str
    format: str
    example: Cell
    words: tuple[str, ...] = ()
    rule: Mapping[str, Any] | None = None
    refers_to: str | None = None


def id_column(entity: Entity, example: str, lang: Lang) -> Column:
    """The column of ids."""
    label = entity.label.get(lang)
    note = Text(
        f"必填。每个{label}一个编号，不重复；前面的零也算，如 001",
        f"Required. One id for each {label}, none twice; leading zeros count, as in 001",
    )
    return Column(ID_LABEL.get(lang), note.get(lang), TEXT_FORMAT, example)


def field_column(field: FieldDef, vocabulary: Vocabulary, lang: Lang) -> Column:
    """The column of a field."""
    heading, note = field.label.get(lang), _note(field, vocabulary, lang)
    match field.type:
        case BoolType():
            return Column(heading, note, TEXT_FORMAT, _YES_NO[lang][0], _YES_NO[lang])
        case EnumType(name):
            words = tuple(member.label.get(lang) for member in vocabulary.enums[name].members)
            return Column(heading, note, TEXT_FORMAT, words[0], words)
        case NumberType(unit):
            form = PERCENT_FORMAT if unit == RATIO else NUMBER_FORMAT
            example = float(max(field.low or 1, min(field.high or 1, 1)))
            whole = vocabulary.units[unit].decimals == 0
            return Column(heading, note, form, example, rule=_number_rule(field, whole, note, lang))
        case DateType():
            rule = {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
            return Column(heading, note, DATE_FORMAT, _EXAMPLE_DAY, rule={**rule, **_complaint(note, lang)})
        case RefType(entity):
            return Column(heading, note, TEXT_FORMAT, "001", refers_to=entity)
        case PeriodType():
            return Column(heading, note, TEXT_FORMAT, "2023")
        case TextType():
            return Column(heading, note, TEXT_FORMAT, Text("文字", "text").get(lang))
        case _:
            assert_never(field.type)


def list_rule(source: Any, note: str, lang: Lang) -> dict[str, Any]:
    """Only what stands in the list."""
    return {"validate": "list", "source": source, **_complaint(note, lang)}


def ids_rule(source: str, lang: Lang) -> dict[str, Any]:
    """An id of another sheet; one that is not there yet may be filled in all the same."""
    return {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": _WRONG.get(lang),
        "error_message": _UNKNOWN_ID.get(lang),
    }


def _number_rule(field: FieldDef, whole: bool, note: str, lang: Lang) -> dict[str, Any]:
    low, high = (_end(field.low, -_FAR), _end(field.high, _FAR))
    kind = "integer" if whole else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, **_complaint(note, lang)}


def _end(end: Number | None, far: int) -> float:
    return far if end is None else int(end) if end == int(end) else float(end)


def _complaint(note: str, lang: Lang) -> dict[str, Any]:
    # XlsxWriter refuses titles over 32 characters and messages over 255.
    return {"error_title": _WRONG.get(lang)[:32], "error_message": note[:255], "ignore_blank": True}


def _note(field: FieldDef, vocabulary: Vocabulary, lang: Lang) -> str:
    """What belongs into the column, in words."""
    nothing = read_value("", field.type, vocabulary)
    expected = nothing.expected if isinstance(nothing, ValueProblem) else Sentence("", "")
    said = (expected.zh if lang == "zh" else expected.en).replace("`", "")
    if isinstance(field.type, BoolType):
        said = Text("是 或 否", "true or false").get(lang)
    if isinstance(field.type, RefType):
        target = vocabulary.entities[field.type.entity].label
        said = Text(f"“{target.zh}”表中的编号", f"an id of the sheet {target.en}").get(lang)
    low, high = (None if end is None else write_number(end) for end in (field.low, field.high))
    ends = [] if low is None else [Text(f"不小于 {low}", f"at least {low}").get(lang)]
    ends += [] if high is None else [Text(f"不大于 {high}", f"at most {high}").get(lang)]
    parts = [said, *ends, Text("没有登记就留空", "leave it empty where nothing is recorded").get(lang)]
    if field.personal:
        parts.append(Text("个人信息，不会出现在报告里", "personal: it never appears in a report").get(lang))
    return ("；" if lang == "zh" else "; ").join(part for part in parts if part)
