"""A table as it was given: which columns it has, and how each becomes exact.

Numbers become whole numbers of the unit's smallest step, days are counted from 1970 on, words their place in the
enumeration. What does not fit (a word nobody declared, a number between two steps or outside its bounds) is not
recorded, as everywhere; `doubts` counts it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import narwhals as nw

from policyrules.engines.frame.number import Number
from policyrules.engines.frame.truth import Truth
from policyrules.engines.frame.values import EPOCH, NOTHING, Val, Word, Wording, pieces, replaced
from policyrules.engines.frame.whole import Whole
from policyrules.model.types import BoolType, DateType, EnumType, NumberType
from policyrules.model.vocabulary import Entity, FieldDef, Vocabulary

MOST_ROWS = 2**28
LARGEST = 2**34
FIRST_DAY, LAST_DAY = 1 - EPOCH, date.max.toordinal() - EPOCH
NARROW = (nw.Int8, nw.Int16, nw.Int32, nw.UInt8, nw.UInt16)


@dataclass
class Source:
    """The table of one entity. `id`: the column of ids; `columns`: by field, the column that holds it and its type.

    `rows` and `bounds` limit what the plan must be able to hold; data beyond them is found by the checks.
    """

    vocabulary: Vocabulary
    entity: Entity
    frame: nw.LazyFrame[Any]
    id: str
    columns: dict[str, tuple[str, Any]]
    counted: bool
    rows: int = MOST_ROWS
    bounds: dict[str, tuple[int, int]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def fact(self, name: str, fresh: Callable[[], str]) -> tuple[Val, list[nw.Expr]]:
        """A field's value, and the columns to be made for it; null for every row where the table has no such column."""
        if name not in self.columns:
            return NOTHING, []
        self.used.add(name)
        column, dtype = self.columns[name]
        value, made = self.read(self.entity.fields[name], nw.col(column), dtype)
        if made is None:
            return value, []
        new = fresh()
        return with_column(value, nw.col(new)), [made.alias(new)]

    def read(self, definition: FieldDef, raw: nw.Expr, dtype: Any) -> tuple[Val, nw.Expr | None]:
        """The value in a raw column, and the expression that makes it, if it is not the column itself."""
        match definition.type:
            case BoolType():
                return Truth(raw, True), None
            case NumberType(unit):
                # Whole numbers stay as they are; what may have decimal places is counted in the unit's smallest steps.
                step = 1 if dtype.is_integer() else 10 ** self.vocabulary.units[unit].decimals
                made, least, most = self.scaled(definition, raw, dtype, step)
                return Number(Whole(raw, least, most, dtype in NARROW), step, None, True), made
            case DateType():
                day = Whole(raw, FIRST_DAY, LAST_DAY, self.counted)
                return Number(day, 1, None, True), day_number(raw, dtype, self.counted)
            case EnumType(name):
                members = self.vocabulary.enums[name].members
                words = tuple(m.id for m in members)
                spellings = [[m.id, m.label.zh, m.label.en] for m in members]
                return Word(raw, words, True), placed(raw, dtype, spellings)
        return Wording(raw), (None if dtype == nw.String else raw.cast(nw.String))

    def scaled(self, definition: FieldDef, raw: nw.Expr, dtype: Any, step: int) -> tuple[nw.Expr | None, int, int]:
        """A number in steps, null outside its bounds, and these bounds; None for the column itself."""
        least, most = self.bounds.get(definition.id, (-LARGEST, LARGEST))
        if definition.low is not None:
            least = max(least, -int(-definition.low * step // 1))
        if definition.high is not None:
            most = min(most, int(definition.high * step // 1))
        whole = in_steps(raw, dtype, step)
        checks = [whole >= least] * (least > -LARGEST or dtype not in NARROW)
        checks += [whole <= most] * (most < LARGEST or dtype not in NARROW)
        made = nw.when(*checks).then(whole) if checks else whole
        return (None if made is raw else made), least, most

    def measured(self, with_values: bool) -> Source:
        """The same table with the rows it really has and, on request, with the bounds its numbers really keep."""
        numbers = [f for f in self.columns if with_values and isinstance(self.entity.fields[f].type, NumberType)]
        asked = [nw.len().alias("rows")]
        for name in numbers:
            column, dtype = self.columns[name]
            value, made = self.read(self.entity.fields[name], nw.col(column), dtype)
            whole = pieces(value)[0] if made is None else made
            asked += [whole.min().alias(f"{name} least"), whole.max().alias(f"{name} most")]
        rows, *ends = self.frame.select(*asked).collect().row(0)
        pairs = zip(numbers, ends[::2], ends[1::2], strict=True)
        bounds = {name: (int(least or 0), int(most or 0)) for name, least, most in pairs}
        return replace(self, rows=max(1, rows), bounds=bounds, used=set())


def with_column(value: Val, column: nw.Expr) -> Val:
    """The value, held by another column."""
    return replaced(value, [column])


def in_steps(raw: nw.Expr, dtype: Any, step: int) -> nw.Expr:
    """A number times `step` as a whole number; null where that is not whole.

    A binary fraction stands for the decimal it is the nearest to: it is right if dividing back gives it again, for
    division rounds to the nearest on every engine.
    """
    if dtype.is_integer():
        return raw if dtype in NARROW else raw.cast(nw.Int64)
    if dtype.is_float():
        near = (raw * step).round(0)
        safe = nw.when((near >= -(2.0**52)) & (near <= 2.0**52)).then(near)
        whole = safe.cast(nw.Int64)
        return nw.when(whole.cast(nw.Float64) / float(step) == raw).then(whole)
    # Decimals keep their places when multiplied by a whole number, so this is exact wherever it does not overflow.
    scaled = raw * step
    near = scaled.floor()
    fits = (near == scaled) & (near >= -(2**52)) & (near <= 2**52)
    return nw.when(fits).then(near).cast(nw.Int64)


def day_number(raw: nw.Expr, dtype: Any, counted: bool) -> nw.Expr:
    """The number of a day; null for a moment that is not the beginning of one."""
    if dtype == nw.Date:
        return day_of_date(raw, counted)
    clock = (raw.dt.hour(), raw.dt.minute(), raw.dt.second(), raw.dt.microsecond())
    begins = (clock[0] == 0) & (clock[1] == 0) & (clock[2] == 0) & (clock[3] == 0)
    return nw.when(begins).then(day_of_date(raw.dt.date(), counted))


def day_of_date(raw: nw.Expr, counted: bool) -> nw.Expr:
    """The days since 1970: the engine's own count where it is `counted`, else by whole numbers alone, so that no
    engine's calendar matters."""
    if counted:
        return raw.cast(nw.Int32)
    year, month, day = (part.cast(nw.Int64) for part in (raw.dt.year(), raw.dt.month(), raw.dt.day()))
    early = nw.when(month <= 2).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64))
    y, m = year - early, month + early * 12 - 3
    return y * 365 + y // 4 - y // 100 + y // 400 + (m * 153 + 2) // 5 + day - (306 + EPOCH)


def placed(raw: nw.Expr, dtype: Any, spellings: list[list[str]]) -> nw.Expr:
    """A word as its place in the enumeration; null where it is none."""
    text = raw if dtype == nw.String else raw.cast(nw.String)
    places: dict[str, int] = {}
    for place, words in enumerate(spellings):
        for word in words:
            places.setdefault(word, place)
    return text.replace_strict(list(places), list(places.values()), default=None, return_dtype=nw.Int8)
