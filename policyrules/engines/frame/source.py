"""A table as it was given: which columns it has, and how each becomes exact.

Numbers become whole numbers of the unit's smallest step, days are counted from 1970 on, words their place in the
enumeration. What does not fit (a word nobody declared, a number between two steps or outside its bounds) is not
recorded, as everywhere; checks.py counts it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw

from policyrules.engines.frame.column import Column, all_of, col, compared, lit, when
from policyrules.engines.frame.number import Number
from policyrules.engines.frame.relation import Relation
from policyrules.engines.frame.truth import Truth
from policyrules.engines.frame.values import EPOCH, NOTHING, Val, Word, Wording, replaced
from policyrules.engines.frame.whole import NARROW_TO, Whole
from policyrules.model.expr import CompareOp
from policyrules.model.types import BoolType, DateType, EnumType, NumberType
from policyrules.model.vocabulary import Entity, FieldDef, Vocabulary

MOST_ROWS = 2**28
LIKELY_ROWS = 2**24
LARGEST = 2**34
FIRST_DAY, LAST_DAY = 1 - EPOCH, date.max.toordinal() - EPOCH
NARROW = (nw.Int8, nw.Int16, nw.Int32, nw.UInt8, nw.UInt16)
FITTING = (nw.Int64, nw.UInt32)


@dataclass(frozen=True, eq=False)
class Source:
    """What a plan knows of the table of one entity. `id`: the column of ids; `columns`: by field, the column that holds
    it and its type; `unread`: by field, the columns of types that no field has, or of none at all, as a column without
    any value has; `complete`: fields known to be recorded in every row. Tables of one `shape` have one plan, as long
    as no more is known of them:

    `sound`: fields whose whole numbers all lie within their limits, so that nobody has to ask again; `rows` and
    `bounds`, how many rows there are at most and between which numbers those of a field lie.
    """

    vocabulary: Vocabulary
    entity: Entity
    frame: Relation
    id: str
    columns: Mapping[str, tuple[str, Any]]
    unread: Mapping[str, str]
    complete: frozenset[str]
    shape: Hashable
    sound: frozenset[str] = frozenset()
    rows: int = MOST_ROWS
    bounds: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def fact(self, name: str, fresh: Callable[[], str]) -> tuple[Val, list[tuple[str, Column]]]:
        """A field's value, and the columns to be made for it; null for every row where the table has no such column."""
        if name not in self.columns:
            return NOTHING, []
        value, made = self.read(self.entity.fields[name], self.raw(name), self.columns[name][1])
        if made is None:
            return value, []
        new = fresh()
        return replaced(value, [col(new, made.nullable)]), [(new, made)]

    def raw(self, name: str) -> Column:
        """A field's column as it was given."""
        return col(self.columns[name][0], name not in self.complete)

    def read(self, definition: FieldDef, raw: Column, dtype: Any) -> tuple[Val, Column | None]:
        """The value in a raw column, and the formula that makes it, if it is not the column itself."""
        match definition.type:
            case BoolType():
                return Truth(raw), None
            case NumberType(unit):
                # Whole numbers stay as they are; what may have decimal places is counted in the unit's smallest steps.
                step = 1 if dtype.is_integer() else 10 ** self.vocabulary.units[unit].decimals
                made, least, most = self.scaled(definition, raw, dtype, step)
                return Number(Whole(raw, least, most, dtype in NARROW), step), made
            case DateType():
                return Number(Whole(raw, FIRST_DAY, LAST_DAY, True)), day_number(raw, dtype)
            case EnumType(name):
                members = self.vocabulary.enums[name].members
                words = tuple(m.id for m in members)
                spellings = [[m.id, m.label.zh, m.label.en] for m in members]
                return Word(raw, words), placed(raw, dtype, spellings)
        return Wording(raw), (None if dtype == nw.String else raw.cast("String"))

    def scaled(self, definition: FieldDef, raw: Column, dtype: Any, step: int) -> tuple[Column | None, int, int]:
        """A number in steps, null outside its bounds, and these bounds; None for the column itself."""
        least, most = limits(definition, step)
        whole = in_steps(raw, dtype, step)
        checks: list[Column] = []
        if definition.id not in self.sound:
            checks += [whole >= least] * (least > -LARGEST or dtype not in NARROW)
            checks += [whole <= most] * (most < LARGEST or dtype not in NARROW)
        made = when(all_of(checks), whole) if checks else whole
        if dtype in NARROW:
            least, most = max(least, -NARROW_TO), min(most, NARROW_TO - 1)
        low, high = self.bounds.get(definition.id, (least, most))
        return (None if made is raw else made), max(least, low), min(most, high)

    def is_whole(self, name: str) -> bool:
        """Whether a field's column holds whole numbers, whose least and greatest say whether all of them can be
        read."""
        return isinstance(self.entity.fields[name].type, NumberType) and bool(self.columns[name][1].is_integer())

    def asked(self, questions: Iterable[Column]) -> Relation:
        """One row that answers questions about all rows."""
        return self.frame.select((f"a{n}", column) for n, column in enumerate(questions))


def limits(definition: FieldDef, step: int) -> tuple[int, int]:
    """Between which whole numbers a field may lie, counted in steps."""
    least = -LARGEST if definition.low is None else -int(-definition.low * step // 1)
    most = LARGEST if definition.high is None else int(definition.high * step // 1)
    return max(least, -LARGEST), min(most, LARGEST)


def in_steps(raw: Column, dtype: Any, step: int) -> Column:
    """A number times `step` as a whole number; null where that is not whole.

    A binary fraction stands for the decimal it is the nearest to: it is right if dividing back gives it again, for
    division rounds to the nearest on every engine. Not by a constant: Polars multiplies by its reciprocal, which rounds
    twice. So the divisor is made of the column itself.
    """
    if dtype.is_integer():
        if dtype in NARROW:
            return raw
        # What 64 bits with a sign cannot hold is no number here; casting it would be an error of the engine.
        inside = [(raw <= 2**62).filled(False)]
        inside += [] if dtype.is_unsigned_integer() else [(raw >= -(2**62)).filled(False)]
        return (raw if dtype in FITTING else when(all_of(inside), raw)).cast("Int64")
    if dtype.is_float():
        near = (raw * step).of("round")
        whole = when(all_of([near >= -(2.0**52), near <= 2.0**52]), near).cast("Int64")
        return when(compared(CompareOp.EQ, whole.cast("Float64") / (raw * 0 + step), raw), whole)
    # Decimals keep their places when multiplied by a whole number, so this is exact wherever it does not overflow.
    scaled = raw * step
    near = scaled.of("floor")
    fits = all_of([compared(CompareOp.EQ, near, scaled), near >= -(2**52), near <= 2**52])
    return when(fits, near).cast("Int64")


def day_number(raw: Column, dtype: Any) -> Column:
    """The number of a day; null for a moment that is not the beginning of one."""
    if dtype == nw.Date:
        return raw.of("day")
    clock = [raw.of("part", part) for part in ("hour", "minute", "second", "microsecond")]
    begins = all_of(compared(CompareOp.EQ, part, lit(0)) for part in clock)
    return when(begins, raw.of("date").of("day"))


def placed(raw: Column, dtype: Any, spellings: list[list[str]]) -> Column:
    """A word as its place in the enumeration; null where it is none."""
    text = raw if dtype == nw.String else raw.cast("String")
    places: dict[str, int] = {}
    for place, words in enumerate(spellings):
        for word in words:
            places.setdefault(word, place)
    return text.placed(places)
