"""A table held as columns: a record is made when it is looked at, and not kept."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Collection, ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from policyrules.model.expr import Value
from policyrules.model.facts import Columnar, Record
from policyrules.model.vocabulary import Entity, Vocabulary
from policyrules.semantics.columns import column_type
from policyrules.syntax.names import ID

if TYPE_CHECKING:
    import polars as pl

BATCH = 10_000
BLOCK, MOST_BLOCKS = 256, 64
LARGEST_WHOLE = 2**62


class Held(Columnar):
    """The records of an entity as a Polars frame: `id`, ascending, and a column for each field."""

    def __init__(self, entity: Entity, frame: pl.DataFrame) -> None:
        """Hold `frame`."""
        self._entity, self._frame = entity, frame
        self._fences = frame[ID].gather_every(BLOCK).to_list()
        self._blocks: OrderedDict[int, dict[str, Record]] = OrderedDict()

    @property
    def frame(self) -> pl.DataFrame:
        """The columns."""
        return self._frame

    def __len__(self) -> int:
        return len(self._frame)

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self), BATCH):
            yield from self._frame[ID][start : start + BATCH]

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and id in self._block(id)

    def __getitem__(self, id: str) -> Record:
        return self._block(id)[id]

    def items(self) -> ItemsView[str, Record]:
        """Ids and records, some thousand at a time."""
        return _Items(self)

    def values(self) -> ValuesView[Record]:
        """Records, some thousand at a time."""
        return _Values(self)

    def pairs(self) -> Iterator[tuple[str, Record]]:
        """Ids and records."""
        for start in range(0, len(self), BATCH):
            yield from self._records(start, BATCH).items()

    def strays(self, field: str, targets: Collection[str]) -> tuple[list[tuple[str, str]], list[str]]:
        """The records whose reference `field` names none of `targets`, and those without one, by id."""
        import polars as pl

        if field not in self._frame.columns:
            return [], list(self)
        known = targets.frame[ID] if isinstance(targets, Held) else pl.Series(list(targets), dtype=pl.String)
        pairs, named = self._frame.select(ID, field), pl.col(field)
        astray = pairs.filter(named.is_not_null() & ~named.is_in(known.implode()))
        return astray.rows(), pairs.filter(named.is_null())[ID].to_list()

    def referring(self, field: str) -> dict[str, tuple[str, ...]]:
        """The records, by ascending id, that refer by `field` to each record that anybody refers to."""
        if field not in self._frame.columns:
            return {}
        named = self._frame.select(field, ID).drop_nulls(field).group_by(field, maintain_order=True).agg(ID)
        return {owner: tuple(ids) for owner, ids in named.iter_rows()}

    def apart(self, fields: Sequence[str]) -> tuple[list[tuple[str | None, ...]], Iterable[int]]:
        """What records hold in some reference fields, and for each record the place of what it holds."""
        import polars as pl

        there = [field for field in fields if field in self._frame.columns]
        if not there:
            return [(None,) * len(fields)], pl.zeros(len(self), dtype=pl.UInt32, eager=True)
        held = self._frame.select(there)
        different = held.unique(maintain_order=True).with_row_index("place")
        places = held.join(different, on=there, how="left", nulls_equal=True, maintain_order="left")["place"]
        rows = different.select(*(pl.col(f) if f in there else pl.lit(None).alias(f) for f in fields)).rows()
        return rows, places

    def _block(self, id: str) -> Mapping[str, Record]:
        """The records among which that of an id is, if it is there. A few blocks are kept: who asks for one record
        mostly asks for its neighbours."""
        number = bisect_right(self._fences, id) - 1
        if number < 0:
            return {}
        found = self._blocks.pop(number, None)
        if found is None:
            found = self._records(number * BLOCK, BLOCK)
            if len(self._blocks) >= MOST_BLOCKS:
                self._blocks.popitem(last=False)
        self._blocks[number] = found
        return found

    def _records(self, start: int, number: int) -> dict[str, Record]:
        names = self._frame.columns[1:]
        return {
            id: {name: fact(cell) for name, cell in zip(names, cells, strict=True) if cell is not None}
            for id, *cells in self._frame[start : start + number].iter_rows()
        }


class _Items(ItemsView[str, Record]):
    """Ids and records of a held table."""

    _mapping: Held

    def __iter__(self) -> Iterator[tuple[str, Record]]:
        return self._mapping.pairs()


class _Values(ValuesView[Record]):
    """Records of a held table."""

    _mapping: Held

    def __iter__(self) -> Iterator[Record]:
        return (record for _, record in self._mapping.pairs())


def fact(cell: Any) -> Value:
    """A cell as a typed value."""
    if isinstance(cell, Decimal):
        number = Fraction(cell)
        return number.numerator if number.denominator == 1 else number
    return cell  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Meant:
    """The raw cells of a column, and what each different one means; None: texts, that mean themselves."""

    cells: pl.Series
    known: Mapping[Any, Value | None] | None


def frame_of(
    vocabulary: Vocabulary, entity: Entity, plain: Mapping[str, Meant], others: Mapping[str, Record]
) -> pl.DataFrame:
    """The frame of the plain rows of a table and of other records, by id."""
    import polars as pl

    columns = [pl.concat([plain[ID].cells.cast(pl.String).alias(ID), pl.Series(ID, list(others), dtype=pl.String)])]
    for name in plain:
        if name != ID:
            known, type = plain[name].known, entity.fields[name].type
            values = [record.get(name) for record in others.values()]
            dtype = column_type(vocabulary, type, all(map(is_whole, [*values, *(known or {}).values()])))
            other = series(values, dtype).alias(name)
            columns.append(pl.concat([meant(plain[name], dtype).alias(name), other]))
    return pl.DataFrame(columns).sort(ID)


def meant(column: Meant, dtype: Any) -> pl.Series:
    """What the cells of a column mean."""
    import polars as pl

    cells, known = column.cells, column.known
    if known is None:
        return cells.set(cells == "", None)
    found = pl.DataFrame(
        {
            "cell": pl.Series(list(known), dtype=cells.dtype),
            "value": series(known.values(), dtype),
        }
    )
    return cells.alias("cell").to_frame().join(found, on="cell", how="left", maintain_order="left")["value"]


def is_whole(value: Value | None) -> bool:
    """Whether 64 bits hold a value as a whole number."""
    return value is None or (isinstance(value, int) and abs(value) < LARGEST_WHOLE)


def series(values: Iterable[Value | None], dtype: Any) -> pl.Series:
    """Typed values as a column."""
    import polars as pl

    if isinstance(dtype, pl.Decimal):
        numbers = (Fraction(v) if isinstance(v, int | Fraction) else None for v in values)
        return pl.Series([None if n is None else Decimal(n.numerator) / n.denominator for n in numbers], dtype=dtype)
    return pl.Series(list(values), dtype=dtype)
