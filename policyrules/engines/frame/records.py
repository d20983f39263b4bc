"""Facts -> Polars frames, and frames -> judgements: the frame engine behind the engines' common interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from policyrules.engines.frame.evaluate import planned
from policyrules.engines.frame.opened import ID, opened
from policyrules.engines.protocol import Progress
from policyrules.model.expr import Value
from policyrules.model.facts import Facts, Record
from policyrules.model.finding import Judgement, Ref
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import BoolType, DateType, NumberType, Type
from policyrules.model.vocabulary import Entity, Vocabulary
from policyrules.semantics.certain import Lowering
from policyrules.semantics.interval import tidy
from policyrules.semantics.verdicts import VERDICTS


def judge_all(ruleset: Ruleset, facts: Facts, as_of: date, progress: Progress | None = None) -> Iterator[Judgement]:
    """Every rule for every subject in the facts, in the order of the rules, then of the subjects' ids."""
    given = {id: table(ruleset.vocabulary, ruleset.vocabulary.entities[id], t) for id, t in facts.tables.items()}
    sources, kind = opened(ruleset.vocabulary, given, [])
    _, outputs = planned(Lowering(ruleset, as_of), sources)
    frames = kind.back(kind.planned([output.frame for output in outputs.values()]))
    judged = {entity: frame.sort(ID) for entity, frame in zip(outputs, frames, strict=True)}
    done = 0
    for rule in ruleset.rules.values():
        if rule.subject not in sources:
            continue
        output = outputs[rule.subject]
        frame = judged[rule.subject]
        scored = output.points.get(rule.id)
        points = [None] * len(frame) if scored is None else frame[scored[0]]
        for id, code, steps in zip(frame[ID], frame[rule.id], points, strict=True):
            number = None if steps is None or scored is None else tidy(Fraction(steps, scored[1]))
            yield Judgement(rule.id, Ref(rule.subject, id), VERDICTS[code], number)
        done += len(frame)
        if progress is not None:
            progress(done)


def table(vocabulary: Vocabulary, entity: Entity, records: Mapping[str, Record]) -> pl.DataFrame:
    """The records of an entity as a frame with one column for each field."""
    columns: dict[str, Any] = {ID: pl.Series(ID, list(records), pl.String)}
    for field in entity.fields.values():
        cells = [plain(record.get(field.id)) for record in records.values()]
        columns[field.id] = pl.Series(field.id, cells, column_type(field.type, vocabulary))
    return pl.DataFrame(columns)


def plain(value: Value | None) -> Any:
    """A fact as a cell."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value


def column_type(type: Type, vocabulary: Vocabulary) -> Any:
    """The column that holds facts of a type."""
    match type:
        case BoolType():
            return pl.Boolean
        case DateType():
            return pl.Date
        case NumberType(unit):
            return pl.Decimal(38, vocabulary.units[unit].decimals)
    return pl.String
