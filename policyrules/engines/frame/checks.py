"""What a plan takes for granted, looked up in the data: ids that are there and unique, cells that can be read."""

from __future__ import annotations

import narwhals as nw

from policyrules.diagnostics.catalogue import engines as codes
from policyrules.diagnostics.core import Diagnostic
from policyrules.engines.frame.column import Column, all_of, any_of, col, negated, rows
from policyrules.engines.frame.opened import label, wanted
from policyrules.engines.frame.source import LARGEST, MOST_ROWS, Source, in_steps, limits
from policyrules.model.types import BoolType, NumberType, RefType, TextType


def checked(source: Source) -> list[Diagnostic]:
    """Everything wrong with the table of one entity, found in one pass over the columns that rules use. What the pass
    sees of the table's size is noted in `source`."""
    id = col(source.id)
    asked = {"rows": rows(), "missing": total(id.is_null())}
    asked |= {"disorder": id.over_rows("disorder")} if source.ordered else {"different": id.over_rows("n_unique")}
    whole = [name for name in sorted(source.used) if is_whole(source, name)]
    for name in whole:
        column = col(source.columns[name][0])
        asked |= {f"{name} least": column.over_rows("min"), f"{name} most": column.over_rows("max")}
    for name in sorted(source.used - set(whole)):
        asked |= doubts(source, name)
    seen = answered(source, asked)
    source.rows = max(1, min(seen["rows"], MOST_ROWS))
    source.bounds |= {name: (seen[f"{name} least"], seen[f"{name} most"]) for name in whole}
    # What is wrong is looked at closely only once it is known that something is.
    more = {} if not seen.get("disorder") else {"different": id.over_rows("n_unique")}
    for name in whole:
        least, most = limits(source.entity.fields[name], 1)
        if source.bounds[name][0] < least or most < source.bounds[name][1]:
            more |= doubts(source, name)
    seen |= answered(source, more) if more else {}
    return said(source, seen)


def is_whole(source: Source, name: str) -> bool:
    """Whether a field's column holds whole numbers, whose least and greatest say whether all of them can be read."""
    return isinstance(source.entity.fields[name].type, NumberType) and source.columns[name][1].is_integer()


def answered(source: Source, asked: dict[str, Column]) -> dict[str, int]:
    """The answers to questions about all rows, by name."""
    return {name: int(answer or 0) for name, answer in zip(asked, source.answers(list(asked.values())), strict=True)}


def said(source: Source, seen: dict[str, int]) -> list[Diagnostic]:
    """What is told of what was seen."""
    found: list[Diagnostic] = []
    different = seen.get("different")
    twice = 0 if different is None else seen["rows"] - seen["missing"] - (different - (seen["missing"] > 0))
    if twice or seen["missing"]:
        found.append(codes.BAD_IDS.at(None, entity=label(source.entity), twice=twice, missing=seen["missing"]))
    for name in sorted(source.used):
        found.extend(told(source, name, seen))
    if seen["rows"] > MOST_ROWS:
        found.append(codes.TOO_MUCH.at(None, entity=label(source.entity), rows=seen["rows"], column="id", count=0))
    return found


def total(condition: Column) -> Column:
    """How many rows satisfy a condition, none of which is null."""
    return condition.cast("Int8").over_rows("sum")


def doubts(source: Source, name: str) -> dict[str, Column]:
    """The questions about one column: what was lost in reading, and which of that for being too large."""
    column, dtype = source.columns[name]
    definition, raw = source.entity.fields[name], col(column)
    if isinstance(definition.type, BoolType | TextType | RefType) or dtype == nw.Date:
        return {}
    made = source.read(definition, raw, dtype)[1]
    if made is None:
        return {}
    asked = {f"{name} lost": total(all_of([negated(raw.is_null()), made.is_null()]))}
    if isinstance(definition.type, NumberType) and (definition.low is None or definition.high is None):
        step = 10 ** source.vocabulary.units[definition.type.unit].decimals
        large = raw if dtype.is_integer() else in_steps(raw, dtype, step)
        large = raw.cast("Float64") * step if dtype.is_float() else large
        beyond = [negated(large <= LARGEST).filled(False)]
        beyond += [] if dtype.is_unsigned_integer() else [negated(large >= -LARGEST).filled(False)]
        asked[f"{name} large"] = total(any_of(beyond))
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
