"""What decides a rule, kind by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from policyrules.compiler.passes.expressions import ANY_PHASE
from policyrules.compiler.passes.shared import Common, Context, common_parts, due_of
from policyrules.compiler.passes.values import read
from policyrules.compiler.passes.work import PHASE, UNIT, maybe_text
from policyrules.model.expr import Aggregate, AggregateOp, Compare, CompareOp, Expr, Literal, Number
from policyrules.model.ruleset import Inspection, Measure, Phase, Row, Rule, Table
from policyrules.model.types import BOOL, DATE, RATIO_NUMBER, NumberType
from policyrules.model.words import Kind, Period, Text, Validity, Verdict
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import (
    Comparison,
    InspectionShape,
    Item,
    RequirementShape,
    RowShape,
    ScoreShape,
    TargetShape,
)

KINDS: Mapping[str, Kind] = {
    "requirements": Kind.REQUIREMENT,
    "duties": Kind.DUTY,
    "consistency": Kind.CONSISTENCY,
    "inspections": Kind.DUTY,
    "targets": Kind.TARGET,
    "scores": Kind.SCORE,
}
"""The kind of rule each section holds."""

OPERATORS: Mapping[Comparison | None, CompareOp] = {
    None: CompareOp.GE,
    Comparison.AT_LEAST: CompareOp.GE,
    Comparison.AT_MOST: CompareOp.LE,
    Comparison.EXACTLY: CompareOp.EQ,
}


def requirement(context: Context, section: str, item: Item[RequirementShape]) -> Iterator[Rule]:
    """A requirement, duty or consistency rule."""
    found = common_parts(context, KINDS[section], item)
    if found is None:
        return
    subject = found.rule.subject
    must = context.checker.check(item.value.must, subject)
    due, fine = due_of(context, item.value.due, subject)
    if must is not None and fine and found.whole:
        yield replace(found.rule, must=must, due=due)


def inspection(context: Context, item: Item[InspectionShape]) -> Iterator[Rule]:
    """Who inspects whom, as a duty of the inspector."""
    found = common_parts(context, Kind.DUTY, item)
    if found is None:
        return
    shape, subject, check = item.value, found.rule.subject, context.checker.check
    due, fine = due_of(context, shape.due, subject)
    rate = check(shape.rate, subject, RATIO_NUMBER) if shape.rate else None
    source = context.checker.collection(shape.inspected, subject)
    if source is None:
        return
    where = check(shape.where, subject, member=source.entity) if shape.where else None
    done = check(shape.done, subject, member=source.entity)
    readable = bool(rate) is bool(shape.rate) and bool(where) is bool(shape.where)
    if done is None or not readable or not fine or not found.whole:
        return
    if rate is None:
        must: Expr = Aggregate(AggregateOp.ALL, source, where, done, None, BOOL)
    else:
        must = Compare(CompareOp.GE, Aggregate(AggregateOp.SHARE, source, where, done, None, RATIO_NUMBER), rate)
    edge = Inspection(subject, source.entity, source, where, done, rate)
    yield replace(found.rule, must=must, due=due, inspection=edge)


def targets(context: Context, item: Item[TargetShape]) -> Iterator[Rule]:
    """One rule, or one a phase."""
    found = common_parts(context, Kind.TARGET, item)
    if found is None:
        return
    shape = item.value
    if shape.value is not None:
        due, fine = due_of(context, shape.due, found.rule.subject)
        measure = measured(context, found, shape, shape.value, None)
        if measure is not None and fine:
            yield replace(found.rule, must=compared(shape, measure), measure=measure, due=due)
    for entry in shape.phases:
        phase = context.phases.get(entry.id.value)
        if phase is None:
            context.work.unknown("phases", PHASE, entry.id, context.phases)
            context.work.lose(entry.value.span)
            continue
        measure = measured(context, found, shape, entry.value, phase.period)
        if measure is not None:
            measured(context, found, shape, entry.value, ANY_PHASE)
            yield in_phase(replace(found.rule, must=compared(shape, measure), measure=measure), phase)


def measured(
    context: Context, found: Common, shape: TargetShape, bound: LocatedText, period: Period | None
) -> Measure | None:
    """What a target measures and the bound it is held against."""
    value = context.checker.check(shape.measure, found.rule.subject, None, period)
    limit = context.checker.check(bound, found.rule.subject, value.type if value else None, period)
    return Measure(value, limit) if value is not None and limit is not None and found.whole else None


def compared(shape: TargetShape, measure: Measure) -> Expr:
    """That the measure keeps to its bound."""
    op = OPERATORS[shape.compare.value if shape.compare else None]
    return Compare(op, measure.value, measure.bound)


def in_phase(rule: Rule, phase: Phase) -> Rule:
    """A target's rule for one phase: in force from the phase's first day, due on its last."""
    start = max(d for d in (phase.period.start, rule.validity.start) if d is not None)
    label = Text(f"{rule.label.zh}（{phase.label.zh}）", f"{rule.label.en} ({phase.label.en})")
    return replace(
        rule,
        id=f"{rule.id}@{phase.id}",
        label=label,
        validity=Validity(start, rule.validity.end),
        due=Literal(phase.period.end, DATE),
        phase=phase.id,
    )


def score(context: Context, item: Item[ScoreShape]) -> Iterator[Rule]:
    """A decision table from conditions to points."""
    found = common_parts(context, Kind.SCORE, item)
    if found is None:
        return
    shape, vocabulary = item.value, context.checker.vocabulary
    unit = NumberType(shape.unit.value) if shape.unit.value in vocabulary.units else None
    if unit is None:
        context.work.unknown("units", UNIT, shape.unit, vocabulary.units)
    rows = [row_of(context, found.rule.subject, row, unit) for row in shape.rows]
    fitting = tuple(row for row in rows if row is not None)
    if len(fitting) == len(rows) and found.whole:
        context.rows[found.rule.id] = tuple(row.when.span for row in shape.rows)
        yield replace(found.rule, table=Table(shape.unit.value, shape.hit.value, fitting))


def row_of(context: Context, subject: str, shape: RowShape, unit: NumberType | None) -> Row | None:
    """One row; None where it is wrong. Without a unit nobody can say whether its points are."""
    when = context.checker.check(shape.when, subject)
    points = None if unit is None else read(context.work, shape.points, unit, context.checker.vocabulary)
    if when is None or not isinstance(points, Number):
        return None
    verdict = shape.verdict.value if shape.verdict else Verdict.MET
    return Row(when, points, verdict, maybe_text(shape.label), maybe_text(shape.assumption))
