"""Checks that need the whole ruleset: parameters nobody uses, days without a value, tables with gaps."""

from __future__ import annotations

from collections.abc import Iterable

from policyrules.compiler.constant import overlaps
from policyrules.compiler.passes.rules import missing
from policyrules.compiler.passes.shared import Context
from policyrules.compiler.passes.tighten import common, uncovered
from policyrules.compiler.passes.work import Work, show_days
from policyrules.compiler.reach import bulletin_roots, reached, reached_by
from policyrules.compiler.tables.check import Spans, Steps, check_table
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.model.ruleset import Rule, Ruleset


def check_parameters(work: Work, ruleset: Ruleset) -> None:
    """Every parameter of this layer is used by a rule or bulletin, and has a value on every day a rule needs it."""
    used: dict[str, list[Rule]] = {}
    for rule in ruleset.rules.values():
        for name in reached_by(rule, ruleset.definitions).parameters:
            used.setdefault(name, []).append(rule)
    in_bulletins = reached(
        (root for bulletin in ruleset.bulletins.values() for root in bulletin_roots(bulletin)), ruleset.definitions
    ).parameters
    for item in work.sections.parameters:
        name = item.id.value
        if name not in ruleset.parameters or work.is_failed("parameters", name):
            continue
        label = ruleset.parameters[name].label
        if name not in used and name not in in_bulletins and not work.mentioned(name, label.zh, label.en):
            work.tell(codes.UNUSED_PARAMETER.at(item.id.span, id=name))
    for name, rules in used.items():
        check_days(work, ruleset, name, rules)


def check_days(work: Work, ruleset: Ruleset, name: str, rules: Iterable[Rule]) -> None:
    """Report the first days without a value, once a parameter, where this layer had a hand in it and is in force."""
    parameter = ruleset.parameters[name]
    if work.is_failed("parameter values", name) or work.is_failed("ruleset", work.layer):  # the days are not known
        return
    for rule in rules:
        ours = work.layer in (rule.layer, parameter.provenance[-1].layer)
        if not ours or not overlaps(rule.validity, work.validity) or missing(work, rule.id):
            continue
        gap = uncovered(common(rule.validity, work.validity), [v.validity for v in parameter.values])
        place = parameter.place if parameter.place in work.spans else rule.place
        span = work.spans.get(place) if place else None
        if gap is not None and span is not None:
            days = show_days(gap.start, gap.end)
            work.tell(codes.VALUE_MISSING.at(span, id=name, rule=rule.id, days=days))
            return


def check_tables(context: Context, ruleset: Ruleset) -> None:
    """Every table of this layer is total and its rows do not quarrel."""
    steps = Steps()
    for id, rows in context.rows.items():
        rule = ruleset.rules.get(id)
        span = context.work.spans.get(rule.place) if rule and rule.place else None
        readable = not missing(context.work, id)  # a row or a condition of it may be lost
        enough = context.work.is_full or steps.are_too_many
        if rule is not None and rule.table is not None and span is not None and readable and not enough:
            context.work.tell(*check_table(rule, rule.table, ruleset, Spans(span, rows), steps))
