"""What a plan takes for granted, looked up in the data: ids that are there and unique, cells that can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import narwhals as nw

from policyrules.diagnostics.catalogue import engines as codes
from policyrules.diagnostics.core import Diagnostic
from policyrules.engines.frame.column import Column, all_of, any_of, col, compared, lit, negated, rows
from policyrules.engines.frame.kind import Rows
from policyrules.engines.frame.opened import Tables, label, wanted
from policyrules.engines.frame.source import LARGEST, LIKELY_ROWS, MOST_ROWS, Source, in_steps, limits
from policyrules.model.expr import CompareOp
from policyrules.model.types import BoolType, EnumType, NumberType, RefType, TextType

Answers = dict[str, dict[str, int]]


class Questions:
    """What is to be asked of the rows of tables: one pass over the columns that rules use, for each table."""

    def __init__(self, tables: Tables, used: Mapping[str, frozenset[str]]) -> None:
        """Ask about the fields `used`, by entity."""
        self.tables = tables
        self.used = used
        self.asked = {entity: self._of(source) for entity, source in tables.sources.items()}
        relations = [source.asked(self.asked[entity].values()) for entity, source in tables.sources.items()]
        self._frames = tables.asked(relations)

    def _of(self, source: Source) -> dict[str, Column]:
        id, used = col(source.id), self.used[source.entity.id]
        asked = {"rows": rows(), "named": id.over_rows("count")}
        asked |= {"disorder": id.over_rows("disorder")} if self.tables.kind.in_polars else closely(id)
        for name in sorted(used):
            if source.is_whole(name):
                column = col(source.columns[name][0])
                asked |= {f"{name} least": column.over_rows("min"), f"{name} most": column.over_rows("max")}
            else:
                asked |= doubts(source, name)
        return asked | {f"{name} lost": col(column).over_rows("count") for name, column in source.unread.items()}

    def answers(self) -> Answers:
        """What the rows answer."""
        found = self.tables.kind.rows(self._frames)
        return {entity: numbers(self.asked[entity], rows) for entity, rows in zip(self.asked, found, strict=True)}


def checked(questions: Questions, answers: Answers) -> tuple[list[Diagnostic], Tables]:
    """Everything wrong with the tables, and the same tables with what is now known of them."""
    found: list[Diagnostic] = []
    for entity, source in questions.tables.sources.items():
        seen, used = answers[entity], questions.used[entity]
        # What is wrong is looked at closely only once it is known that something is.
        more = {} if not seen.get("disorder") else closely(col(source.id))
        for name in sorted(used):
            if source.is_whole(name) and beyond(source, name, seen):
                more |= doubts(source, name)
        if more:
            seen = seen | numbers(more, questions.tables.rows(source.asked(more.values())))
        found.extend(said(source, used, seen))
    return found, known(questions.tables, answers)


def known(tables: Tables, answers: Answers) -> Tables:
    """The same tables with what answers say of them, and the likeliest where there are none."""
    sources = {}
    for entity, source in tables.sources.items():
        seen = answers.get(entity, {})
        whole = (name for name in source.columns if source.is_whole(name))
        sound = frozenset(n for n in whole if f"{n} least" not in seen or not beyond(source, n, seen))
        rows = LIKELY_ROWS if seen.get("rows", 0) <= LIKELY_ROWS else MOST_ROWS
        sources[entity] = replace(source, sound=sound, rows=rows)
    return replace(tables, sources=sources)


def beyond(source: Source, name: str, seen: Mapping[str, int]) -> bool:
    """Whether some whole numbers of a field lie outside its limits."""
    least, most = limits(source.entity.fields[name], 1)
    return seen[f"{name} least"] < least or most < seen[f"{name} most"]


def numbers(asked: Mapping[str, Column], rows: Rows) -> dict[str, int]:
    """Answers by name; none over no rows is 0."""
    return {name: int(answer or 0) for name, answer in zip(asked, rows[0], strict=True)}


def said(source: Source, used: frozenset[str], seen: Mapping[str, int]) -> list[Diagnostic]:
    """What is told of what was seen."""
    found: list[Diagnostic] = []
    missing, blank, different = seen["rows"] - seen["named"], seen.get("blank", 0), seen.get("different")
    twice = 0 if different is None else seen["named"] - (different - (missing > 0)) - max(blank - 1, 0)
    missing += blank
    if twice or missing:
        found.append(codes.BAD_IDS.at(None, entity=label(source.entity), twice=twice, missing=missing))
    for name in sorted(used | source.unread.keys()):
        found.extend(told(source, name, seen))
    if seen["rows"] > MOST_ROWS:
        found.append(codes.TOO_MUCH.at(None, entity=label(source.entity), rows=seen["rows"], column="id", count=0))
    return found


def closely(id: Column) -> dict[str, Column]:
    """The questions about ids where nothing is known of their order."""
    blank = compared(CompareOp.EQ, id, lit("")).filled(False)
    return {"different": id.over_rows("n_unique"), "blank": total(blank)}


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
    if isinstance(definition.type, EnumType):
        # Whether a word is known is found out faster than its place.
        known = made.args[0].is_in(word for word, _ in made.data)
        return {f"{name} lost": total(negated(known.filled(True)))}
    asked = {f"{name} lost": total(all_of([negated(raw.is_null()), made.is_null()]))}
    if isinstance(definition.type, NumberType) and (definition.low is None or definition.high is None):
        step = 10 ** source.vocabulary.units[definition.type.unit].decimals
        large = raw if dtype.is_integer() else in_steps(raw, dtype, step)
        large = raw.cast("Float64") * step if dtype.is_float() else large
        beyond = [negated(large <= LARGEST).filled(False)]
        beyond += [] if dtype.is_unsigned_integer() else [negated(large >= -LARGEST).filled(False)]
        # What is no number, or infinite, differs from itself by no number, and is not large but unreadable.
        finite = compared(CompareOp.EQ, raw - raw, lit(0)).filled(False) if dtype.is_float() else lit(True)
        asked[f"{name} large"] = total(all_of([finite, any_of(beyond)]))
    return asked


def too_large(tables: Tables, used: Mapping[str, frozenset[str]]) -> list[Diagnostic]:
    """The numbers of tables that were read and checked before, as far as they are too large for a plan."""
    found: list[Diagnostic] = []
    for entity, source in tables.sources.items():
        fields = source.entity.fields
        asked = {"rows": rows()}
        for name in sorted(used[entity]):
            if isinstance(fields[name].type, NumberType):
                asked |= doubts(source, name)
        if len(asked) > 1:
            seen = numbers(asked, tables.rows(source.asked(asked.values())))
            for name in (name for name in sorted(used[entity]) if seen.get(f"{name} lost")):
                count, rows_ = seen[f"{name} lost"], seen["rows"]
                found.append(codes.TOO_MUCH.at(None, entity=label(source.entity), column=name, rows=rows_, count=count))
    return found


def told(source: Source, name: str, seen: Mapping[str, int]) -> list[Diagnostic]:
    """What is said of one column."""
    large = seen.get(f"{name} large", 0)
    values = {"entity": label(source.entity), "column": name}
    if large:
        return [codes.TOO_MUCH.at(None, rows=seen["rows"], count=large, **values)]
    lost = seen.get(f"{name} lost", 0)
    if lost:
        return [codes.BAD_CELLS.at(None, count=lost, expected=wanted(source.entity.fields[name].type), **values)]
    return []
