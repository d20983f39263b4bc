"""Properties staff declare: the rule, field and expressions they name must be there."""

from __future__ import annotations

from collections.abc import Mapping

from policyrules.compiler.hints import hint
from policyrules.compiler.passes.header import fixed_above
from policyrules.compiler.passes.rules import missing
from policyrules.compiler.passes.shared import Context
from policyrules.compiler.passes.values import read
from policyrules.compiler.passes.work import RULE, Work
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.diagnostics.core import Sentence
from policyrules.model.expr import Expr, Number
from policyrules.model.ruleset import Property, PropertyKind, Rule, Table
from policyrules.model.types import NumberType
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import Item, PropertyShape

FIELD = Sentence("字段", "field")
SCORE = Sentence("评分规则", "score")


def compile_properties(context: Context, rules: Mapping[str, Rule]) -> dict[str, Property]:
    """The properties of all layers; those of upper layers hold below as long as their rule does."""
    above = context.work.upper.ruleset.properties
    found = {id: p for id, p in above.items() if p.rule is None or p.rule in rules}
    for item in context.work.sections.properties:
        if item.id.value in above:
            context.work.tell(fixed_above(context.work, item.id))
            continue
        made = compile_property(context, rules, item)
        if made is not None:
            found[made.id] = made
    return found


def compile_property(context: Context, rules: Mapping[str, Rule], item: Item[PropertyShape]) -> Property | None:
    """One property; None where it names something that is not there, which is reported."""
    shape, work = item.value, context.work
    if shape.always is not None and shape.subject is not None:
        return always(context, item, shape.always, shape.subject)
    named = shape.bounded or shape.rule
    rule = None if named is None else rule_named(work, rules, named, score=shape.bounded is not None)
    if rule is None:
        return None
    if shape.bounded is not None and rule.table is not None:
        return bounded(context, item, rule, rule.table)
    field = shape.monotone or shape.irrelevant
    fields = context.checker.vocabulary.entities[rule.subject].fields
    if field is None:
        return None
    if field.value not in fields:
        if not work.is_failed("fields", f"{rule.subject}.{field.value}"):
            choices = hint(field.value, fields)
            work.tell(codes.UNKNOWN_NAME.at(field.span, name=field.value, what=FIELD, hint=choices))
        return None
    kind = PropertyKind.MONOTONE if shape.monotone is not None else PropertyKind.IRRELEVANT
    return Property(item.id.value, kind, rule.id, field.value, layer=work.layer)


def rule_named(work: Work, rules: Mapping[str, Rule], name: LocatedText, score: bool) -> Rule | None:
    """The rule a property speaks of; `score`: it must have a table of points."""
    rule = rules.get(name.value)
    if rule is not None and (not score or rule.table is not None):
        return rule
    if rule is not None or not missing(work, name.value):
        choices = hint(name.value, {id: r for id, r in rules.items() if not score or r.table is not None})
        what = SCORE if score else RULE
        work.tell(codes.UNKNOWN_NAME.at(name.span, name=name.value, what=what, hint=choices))
    return None


def bounded(context: Context, item: Item[PropertyShape], rule: Rule, table: Table) -> Property | None:
    """The ends of a score's points."""
    unit = NumberType(table.unit)
    ends: list[Number | None] = []
    for cell in (item.value.low, item.value.high):
        value = None if cell is None else read(context.work, cell, unit, context.checker.vocabulary)
        if cell is not None and value is None:
            return None
        ends.append(value)  # type: ignore[arg-type]
    return Property(item.id.value, PropertyKind.BOUNDED, rule.id, low=ends[0], high=ends[1], layer=context.work.layer)


def always(context: Context, item: Item[PropertyShape], text: LocatedText, whose: LocatedText) -> Property | None:
    """A condition about everybody of whom another one holds."""
    shape = item.value
    subject = context.work.entity(whose, context.checker.vocabulary)
    if subject is None:
        return None
    expr = context.checker.check(text, subject)
    given: Expr | None = None
    if shape.given is not None:
        given = context.checker.check(shape.given, subject)
        if given is None:
            return None
    if expr is None:
        return None
    kind, layer = PropertyKind.ALWAYS, context.work.layer
    return Property(item.id.value, kind, subject=subject, expr=expr, given=given, layer=layer)
