"""All rules of all layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policyrules.compiler.passes.changes import above_of, changed, versions
from policyrules.compiler.passes.kinds import inspection, requirement, score, targets
from policyrules.compiler.passes.sections import RULE_SECTIONS
from policyrules.compiler.passes.shared import Context
from policyrules.compiler.passes.work import RULE, Work
from policyrules.diagnostics.catalogue import rules as codes
from policyrules.model.ruleset import Rule
from policyrules.model.words import Action
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import (
    InspectionShape,
    Item,
    RequirementShape,
    RuleChange,
    RuleExemptShape,
    RuleRepealShape,
    RuleShape,
    RuleTightenShape,
    TargetShape,
)

Shaped = RuleShape | RuleChange


def compile_rules(context: Context) -> dict[str, Rule]:
    """The rules of all layers; those of upper ones first, at their place even where this layer changes them."""
    upper = context.work.upper.ruleset.rules
    outcome: dict[str, tuple[Rule, ...]] = {}
    for section, item in context.work.sections.rules:
        above = above_of(context, section, item)
        if above is None:
            context.work.lose(item.span)
            continue
        made = tuple(one_item(context, section, item, above))
        if not made and not isinstance(item.value, RuleRepealShape):
            context.work.failed_rules.add(item.id.value)
            context.work.lose(item.span)
            made = tuple(above)
        outcome[item.id.value] = made
    found: dict[str, Rule] = {}
    for base in dict.fromkeys(r.id.split("@")[0] for r in upper.values()):
        found |= {r.id: r for r in outcome.pop(base, tuple(context.above[base]))}
    for rules in outcome.values():
        found |= {r.id: r for r in rules}
    return found


def one_item(context: Context, section: str, item: Item[Shaped], above: list[Rule]) -> Iterator[Rule]:
    """The rules that one item of a file states or changes."""
    shape = item.value
    if isinstance(shape, RuleTightenShape | RuleExemptShape | RuleRepealShape):
        yield from changed(context, item.id, shape, above)
        return
    if above:
        context.work.authorised(shape.authority, item.id, Action.REPLACE.value, above[0].layer)
    for rule in of_kind(context, section, item):
        yield replace(rule, provenance=(*above[0].provenance, *rule.provenance)) if above else rule


def of_kind(context: Context, section: str, item: Item[Any]) -> Iterator[Rule]:
    """The rules that a fully stated item makes."""
    match item.value:
        case RequirementShape():
            return requirement(context, section, item)
        case InspectionShape():
            return inspection(context, item)
        case TargetShape():
            return targets(context, item)
        case _:
            return score(context, item)


def settle_after(context: Context, rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules with `after` written out to rules that exist."""
    known = versions(rules)
    for _, item in context.work.sections.rules:
        if isinstance(item.value, RuleShape):
            for name in item.value.after:
                report_unknown(context, name, rules, known)
    settled = {}
    for rule in rules.values():
        before = tuple(r.id for name in rule.after for r in known.get(name, ()))
        settled[rule.id] = replace(rule, after=before)
    return settled


def report_unknown(
    context: Context, name: LocatedText, rules: Mapping[str, Rule], known: Mapping[str, list[Rule]]
) -> None:
    """`after` must name a rule; one that a lower layer repealed is forgotten in silence."""
    if name.value not in known and not missing(context.work, name.value):
        choices = context.work.hint(name.value, {id.split("@")[0]: rule for id, rule in rules.items()})
        context.work.tell(codes.UNKNOWN_NAME.at(name.span, name=name.value, what=RULE, hint=choices))


def missing(work: Work, id: str) -> bool:
    """Whether the lack of a rule has been reported already."""
    base = id.split("@")[0]
    return base in work.failed_rules or any(work.is_failed(section, base) for section in RULE_SECTIONS)


def check_order(context: Context, rules: Mapping[str, Rule]) -> None:
    """`after` must not run in a circle; each circle is reported once, until there are too many to read."""
    done: set[str] = set()
    for start in rules:
        trail: list[str] = []
        on_trail: set[str] = set()
        pending: list[tuple[str, bool]] = [(start, False)]
        while pending:
            id, leaving = pending.pop()
            if leaving:
                on_trail.discard(trail.pop())
                done.add(id)
            elif id in on_trail:
                if context.work.is_full:
                    return
                report_circle(context, rules[id], [*trail[trail.index(id) :], id])
            elif id not in done:
                trail.append(id)
                on_trail.add(id)
                pending.append((id, True))
                pending.extend((before, False) for before in reversed(rules[id].after))


def report_circle(context: Context, rule: Rule, circle: list[str]) -> None:
    """Report a circle at one of its rules, where this layer wrote any of them."""
    span = context.work.spans.get(rule.place) if rule.place else None
    if span is not None:
        context.work.tell(codes.AFTER_CYCLE.at(span, path=" -> ".join(circle)))
