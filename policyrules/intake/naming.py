"""Names as schools dress them up: `网络研修学时（学时）`, `教师姓名`, `是否在岗`, `2023年教师花名册`.

Only what can be told from the vocabulary is taken off a name, never a word that could mean something else; the caller
says what was taken for what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policyrules.intake.words import fold, name_index
from policyrules.model.types import RATIO, BoolType, NumberType, RefType
from policyrules.model.vocabulary import Entity, FieldDef, Vocabulary
from policyrules.syntax.names import ID, ID_LABEL

# Every paper form numbers its rows and ends in remarks. They are no facts and no doubt: left aside, and shown as left.
_NO_FACTS = dict.fromkeys(("序号", "no.", "no", "#", "备注", "remarks"), "")
_NOTED = re.compile(r"(.+?)\(([^()]*)\)|(.+?)(%)")
_MARKS = "*★☆※"
# What a note on a column of numbers may say besides the unit. Anything else might change what is counted.
_HARMLESS = ("", "必填", "选填", "填数字", "数字", "必填项", "required", "optional", "number")
_YEAR = re.compile(r"^(\d{4}(-\d{4})?(年度?|学年度?)?|附件\d*[:.]?|表\d+[:.]?)")
_LISTS = re.compile(
    r"((基本)?(信息|情况))?(采集|登记|统计|汇总|填报)?(花?名册|名单|一览表|表|信息|情况|数据)?(\d{4,8}|\(\d{4,8}\))?$"
)
_NOTES = re.compile(r"((填表|填报|使用)?(说明|须知)|封面|目录|readme|notes?|instructions)")


@dataclass(frozen=True, slots=True)
class Meant:
    """What a column name stands for: a field ("" where the column is no fact), whether it was written plainly, and
    whether it says that the numbers below are percentages."""

    field: str
    plainly: bool = True
    percent: bool = False


class ColumnNames:
    """The names the columns of one table can have."""

    def __init__(self, vocabulary: Vocabulary, entity: Entity, given: Mapping[str, str]) -> None:
        """Prepare; `given` are folded names a mapping file gives to fields, and "" to what is to be left."""
        self.labels = {ID: ID_LABEL, **{f.id: f.label for f in entity.fields.values()}}
        self._index = {**_NO_FACTS, **name_index(self.labels.items()), **given}
        self._fields, self._vocabulary = entity.fields, vocabulary
        self._dressed = _dressed(vocabulary, entity, self._index)
        self._known: dict[str, Meant | None] = {}

    def find(self, name: str) -> Meant | None:
        """What a column called `name` holds; None where it holds nothing that is known."""
        folded = fold(name)
        if folded not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[folded] = self._find(folded)
        return self._known[folded]

    def _find(self, folded: str) -> Meant | None:
        if folded in self._index:
            return Meant(self._index[folded])
        bare = folded.strip(_MARKS + " ")
        noted = _NOTED.fullmatch(bare)
        core, note = (noted[1] or noted[3], noted[2] or noted[4] or "") if noted else (bare, "")
        core = core.strip(_MARKS + " :")
        field = self._index.get(core, self._dressed.get(core))
        if field is None or (noted and not self._fits(field, note.strip(_MARKS + " "))):
            return None
        return Meant(field, plainly=field == "" or (not noted and core in self._index), percent=note == "%")

    def _fits(self, field: str, note: str) -> bool:
        """Whether a note behind a column's name leaves its meaning alone."""
        type = self._fields[field].type if field in self._fields else None
        if not isinstance(type, NumberType):
            return True
        unit, counted = self._vocabulary.units[type.unit], self._fields[field].measure_word
        names = {fold(name) for name in (unit.id, unit.label.zh, unit.label.en, unit.singular, counted) if name}
        said = note.removeprefix("单位").lstrip(":")
        return said in names or said in _HARMLESS or (type.unit == RATIO and said == "%")


def _dressed(vocabulary: Vocabulary, entity: Entity, plain: Mapping[str, str]) -> dict[str, str]:
    """Other folded names of the fields, as far as each can only mean one: `教师编号`, `是否结业`, `学校`."""
    claims: dict[str, set[str]] = {}
    for id, names in (*((f.id, _other_names(vocabulary, f)) for f in entity.fields.values()), (ID, [])):
        label = ID_LABEL if id == ID else entity.fields[id].label
        prefixed = (entity.label.zh + label.zh, f"{entity.label.en} {label.en}")
        for name in (*names, *prefixed):
            claims.setdefault(fold(name), set()).add(id)
    return {name: next(iter(ids)) for name, ids in claims.items() if len(ids) == 1 and name not in plain}


def _other_names(vocabulary: Vocabulary, field: FieldDef) -> Iterable[str]:
    match field.type:
        case BoolType():
            return (f"是否{field.label.zh}", f"是否{field.label.zh.removeprefix('已')}")
        case RefType(target):
            label = vocabulary.entities[target].label
            return (label.zh, label.en, f"{label.zh}编号", f"{label.en} id")
        case _:
            return ()


def dressed_table(name: str, index: Mapping[str, str]) -> str | None:
    """The entity a file or sheet is named after, with a year before it or the word for a list behind it.

    >>> dressed_table("2023年教师花名册", {"教师": "teacher"}), dressed_table("教师节", {"教师": "teacher"})
    ('teacher', None)
    """
    core = _YEAR.sub("", fold(name)).strip(" -_")
    ends = _LISTS.search(core)
    return index.get(core[: ends.start()].strip(" -_")) if ends else None


def holds_notes(name: str) -> bool:
    """Whether a sheet of this name explains how to fill in the others."""
    return _NOTES.fullmatch(fold(name)) is not None
