"""What a lower layer does to rules of the layers above: tighten, replace, exempt, repeal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from policyrules.compiler.constant import constant, last_day
from policyrules.compiler.passes.shared import Context, due_of, exemptions
from policyrules.compiler.passes.work import Work, maybe_text
from policyrules.diagnostics.catalogue import layers as codes
from policyrules.diagnostics.core import Related, Sentence
from policyrules.model.expr import And, Expr
from policyrules.model.ruleset import Provenance, Rule
from policyrules.model.words import Action, Force
from policyrules.syntax.located import LocatedText
from policyrules.syntax.shape import Item, RuleChange, RuleExemptShape, RuleRepealShape, RuleShape, RuleTightenShape

ABOVE = Sentence("上层在这里规定", "stated above here")
STRENGTH = (Force.AIM, Force.MAY, Force.SHOULD, Force.MUST)
NO_MUST = Sentence("它没有可以加条件的 `must`", "it has no `must` that a condition could join")
WRITE_REPLACE = Sentence(
    "收紧它所用的参数，或写 `action: replace`", "tighten the parameter it uses, or write `action: replace`"
)

Rules = Mapping[str, Rule]


def versions(rules: Rules) -> dict[str, list[Rule]]:
    """The rules that each id stands for: itself, or a target's rules of all phases."""
    found: dict[str, list[Rule]] = {}
    for rule in rules.values():
        for id in dict.fromkeys((rule.id.split("@")[0], rule.id)):
            found.setdefault(id, []).append(rule)
    return found


def section_of(rule: Rule) -> str:
    """The section a rule is written in."""
    if rule.inspection is not None:
        return "inspections"
    return {
        "requirement": "requirements",
        "duty": "duties",
        "target": "targets",
        "score": "scores",
        "consistency": "consistency",
    }[rule.kind.value]


def above_of(context: Context, section: str, item: Item[RuleShape | RuleChange]) -> list[Rule] | None:
    """The upper rules that `item` acts on, in order; None where the action does not fit, which is reported."""
    work, id = context.work, item.id
    rules = work.upper.ruleset.rules
    found = context.above.get(id.value, [])
    action = item.value.action.value if item.value.action else Action.ADD
    if action is Action.ADD:
        if found:
            report_above(work, id, found[0])
            return None
        return []
    if not found:
        if id.value not in work.upper.failed_rules and not work.is_lost_above(section, id.value):
            choices = work.hint(id.value, {id.split("@")[0]: rule for id, rule in rules.items()})
            work.tell(codes.NOTHING_ABOVE.at(id.span, id=id.value, action=action.value, hint=choices))
        return None
    if section_of(found[0]) != section:
        work.tell(codes.WRONG_KIND.at(id.span, id=id.value, section=section_of(found[0])))
        return None
    return found


def report_above(work: Work, id: LocatedText, above: Rule) -> None:
    """An upper rule is stated again without an action."""
    problem = codes.ALREADY_ABOVE.at(id.span, id=id.value, layer=above.layer)
    first = work.upper.spans.get(above.place) if above.place else None
    work.tell(problem.with_related(Related(first, ABOVE)) if first else problem)


def changed(context: Context, id: LocatedText, shape: RuleChange, above: list[Rule]) -> Iterator[Rule]:
    """The upper rules after the change; a repealed rule is gone."""
    cites = context.work.citations(shape.cite)
    action = shape.action.value
    authority = ""
    if not isinstance(shape, RuleTightenShape):
        context.work.authorised(shape.authority, id, action.value, above[0].layer)
        authority = shape.authority.value if shape.authority else ""
    step = Provenance(context.work.layer, action, cites, authority)
    if isinstance(shape, RuleRepealShape):
        context.work.repealed.update((rule.id, step) for rule in above)
        return
    for rule in above:
        made = (
            tighter(context, id, shape, rule) if isinstance(shape, RuleTightenShape) else spared(context, shape, rule)
        )
        yield replace(
            made,
            citations=tuple(dict.fromkeys((*rule.citations, *cites))),
            provenance=(*rule.provenance, step),
            layer=context.work.layer,
            assumption=maybe_text(shape.assumption) or rule.assumption,
            place=context.work.place(id.span),
        )


def spared(context: Context, shape: RuleExemptShape, rule: Rule) -> Rule:
    """The rule with further exemptions."""
    added = tuple(e for e in exemptions(context, shape.unless, rule.subject) if e is not None)
    return replace(rule, exemptions=rule.exemptions + added)


def tighter(context: Context, id: LocatedText, shape: RuleTightenShape, rule: Rule) -> Rule:
    """The rule with a further condition, a higher force, an earlier deadline."""
    work = context.work
    if shape.must is None and shape.force is None and shape.due is None:
        work.tell(codes.NOTHING_TIGHTENED.at(id.span, id=id.value))
    must = rule.must
    if shape.must is not None:
        must = joined(context, id, shape.must, rule)
    force = rule.force
    if shape.force is not None:
        force = shape.force.value
        if STRENGTH.index(force) < STRENGTH.index(rule.force):
            values = {"above": rule.force.value, "force": force.value}
            work.tell(codes.FORCE_FALLS.at(shape.force.span, id=id.value, **values))
            force = rule.force
    due = rule.due
    if shape.due is not None:
        due = earlier(context, id, shape.due, rule)
    return replace(rule, must=must, force=force, due=due)


def joined(context: Context, id: LocatedText, text: LocatedText, rule: Rule) -> Expr | None:
    """The condition above and the new one."""
    if rule.must is None or rule.measure is not None or rule.inspection is not None:
        values = {"action": Action.TIGHTEN.value, "why": NO_MUST, "instead": WRITE_REPLACE}
        context.work.tell(codes.NOT_TIGHTENABLE.at(text.span, id=id.value, **values))
        return rule.must
    added = context.checker.check(text, rule.subject)
    if added is None:
        return rule.must
    items = (*conjuncts(rule.must), *conjuncts(added))
    return And(items)


def conjuncts(expr: Expr) -> tuple[Expr, ...]:
    """The parts of a conjunction."""
    return expr.items if isinstance(expr, And) else (expr,)


def earlier(context: Context, id: LocatedText, text: LocatedText, rule: Rule) -> Expr | None:
    """The new deadline, which must come before the one above, or be the first there is."""
    new, _ = due_of(context, text, rule.subject)
    if new is None or rule.due is None:
        return new or rule.due
    parameters = context.parameters
    old_day, new_day = (last_day(constant(e, parameters, rule.validity)) for e in (rule.due, new))
    if old_day is None or new_day is None or new_day > old_day:
        above = old_day or Sentence("上层的期限", "the deadline above")
        context.work.tell(codes.DUE_LATER.at(text.span, id=id.value, above=above))
        return rule.due
    return new
