"""What a plan takes for granted, looked up in the data: ids that are there and unique, cells that can be read."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from policyrules.diagnostics.catalogue import engines as codes
from policyrules.diagnostics.core import Diagnostic
from policyrules.engines.frame.opened import label, wanted
from policyrules.engines.frame.source import LARGEST, MOST_ROWS, Source, in_steps
from policyrules.model.types import BoolType, NumberType, RefType, TextType


def checked(source: Source) -> list[Diagnostic]:
    """Everything wrong with the table of one entity, found in one pass over the columns that rules use."""
    id = nw.col(source.id)
    asked = {"rows": nw.len(), "missing": total(id.is_null())}
    ascending = source.counted and ids_ascend(source)
    if not ascending:
        asked["different"] = id.n_unique()
    for name in sorted(source.used):
        asked |= doubts(source, name)
    answers = source.frame.select(*(e.alias(n) for n, e in asked.items())).collect().row(0)
    seen = {name: int(answer or 0) for name, answer in zip(asked, answers, strict=True)}
    found: list[Diagnostic] = []
    twice = 0 if ascending else seen["rows"] - seen["missing"] - (seen["different"] - (seen["missing"] > 0))
    if twice or seen["missing"]:
        found.append(codes.BAD_IDS.at(None, entity=label(source.entity), twice=twice, missing=seen["missing"]))
    for name in sorted(source.used):
        found.extend(told(source, name, seen))
    if seen["rows"] > MOST_ROWS:
        found.append(codes.TOO_MUCH.at(None, entity=label(source.entity), rows=seen["rows"], column="id", count=0))
    return found


def ids_ascend(source: Source) -> bool:
    """Whether a Polars frame's ids stand in ascending order, so that none can stand twice: far cheaper to see than to
    look for repeated ones, and tables mostly come that way."""
    id = pl.col(source.id)
    found = source.frame.to_native().select((id <= id.shift(1)).any() | id.is_null().any()).collect()
    return not found.item()


def total(condition: nw.Expr) -> nw.Expr:
    """How many rows satisfy a condition."""
    return nw.when(condition).then(nw.lit(1, nw.Int64)).otherwise(nw.lit(0, nw.Int64)).sum()


def doubts(source: Source, name: str) -> dict[str, nw.Expr]:
    """The questions about one column: what was lost in reading, and which of that for being too large."""
    column, dtype = source.columns[name]
    definition, raw = source.entity.fields[name], nw.col(column)
    if isinstance(definition.type, BoolType | TextType | RefType) or dtype == nw.Date:
        return {}
    made = source.read(definition, raw, dtype)[1]
    if made is None:
        return {}
    asked = {f"{name} lost": total(~raw.is_null() & made.is_null())}
    if isinstance(definition.type, NumberType) and (definition.low is None or definition.high is None):
        step = 1 if dtype.is_integer() else 10 ** source.vocabulary.units[definition.type.unit].decimals
        large = raw.cast(nw.Float64) * step if dtype.is_float() else in_steps(raw, dtype, step)
        beyond = (large > LARGEST) | (large < -LARGEST)
        asked[f"{name} large"] = total(beyond.fill_null(False))
    return asked


def told(source: Source, name: str, seen: dict[str, int]) -> list[Diagnostic]:
    """What is said of one column."""
    large = seen.get(f"{name} large", 0)
    values = {"entity": label(source.entity), "column": name}
    if large:
        return [codes.TOO_MUCH.at(None, rows=seen["rows"], count=large, **values)]
    lost = seen.get(f"{name} lost", 0)
    if lost:
        return [codes.BAD_CELLS.at(None, count=lost, expected=wanted(source.entity.fields[name].type), **values)]
    return []
