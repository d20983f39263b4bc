"""Rulesets changed in one place, to see whether the cases notice.

Every rule, definition and parameter of a ruleset's own layer is changed in one place at a time: a figure or day one
off, a comparison replaced by a near one, a condition dropped.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from policyrules.compiler import load_ruleset
from policyrules.compiler.cases import Case, load_cases
from policyrules.compiler.reach import reached_by
from policyrules.model.expr import Aggregate, And, Compare, CompareOp, EndOf, Literal, Not, Or
from policyrules.model.ruleset import Ruleset
from policyrules.model.types import RATIO_NUMBER, DateType, NumberType, Type
from policyrules.model.words import Period
from policyrules.semantics import World, judge
from policyrules.syntax.names import Names
from policyrules.syntax.printer import show

Change = tuple[str, Ruleset, list[str]]
"""What was changed, the changed ruleset, the rules it may show in."""

NEAR = {
    CompareOp.GE: (CompareOp.GT, CompareOp.EQ),
    CompareOp.LE: (CompareOp.LT, CompareOp.EQ),
    CompareOp.GT: (CompareOp.GE,),
    CompareOp.LT: (CompareOp.LE,),
    CompareOp.EQ: (CompareOp.NE, CompareOp.GE, CompareOp.LE),
    CompareOp.NE: (CompareOp.EQ,),
}


def shifted(value: object, kind: Type, start_counts: bool = True) -> Iterator[object]:
    """A figure one off, a share one per cent off, a day one off."""
    for step in (1, -1):
        if isinstance(value, date):
            yield value + timedelta(step)
        elif isinstance(value, int | Fraction) and not isinstance(value, bool):
            yield value + (Fraction(step, 100) if kind == RATIO_NUMBER else step)
        elif isinstance(value, Period):
            yield Period(value.start, value.end + timedelta(step))
            if start_counts:
                yield Period(value.start + timedelta(step), value.end)


def changed(node: Any, start_counts: bool = True) -> Iterator[tuple[str, Any]]:
    """Every tree that differs from `node` in one place, with a word on the kind of change."""
    if isinstance(node, Literal):
        yield from (("literal", replace(node, value=v)) for v in shifted(node.value, node.type, start_counts))
        return
    if isinstance(node, Compare):
        ordered = isinstance(node.left.type, NumberType | DateType)
        ops = [op for op in NEAR[node.op] if ordered or op in (CompareOp.EQ, CompareOp.NE)]
        yield from ((op.value, replace(node, op=op)) for op in ops)
    if isinstance(node, And | Or):
        for i in range(len(node.items)):
            rest = node.items[:i] + node.items[i + 1 :]
            yield "dropped", rest[0] if len(rest) == 1 else replace(node, items=rest)
    if isinstance(node, Not):
        yield "dropped", node.item
    if isinstance(node, Aggregate) and node.where is not None:
        yield "dropped", replace(node, where=None)
    yield from changed_inside(node, not isinstance(node, EndOf))


def changed_inside(node: Any, start_counts: bool) -> Iterator[tuple[str, Any]]:
    """The same one floor down, in every field that holds a tree."""
    for name in (f.name for f in fields(node) if f.name != "type"):
        value = getattr(node, name)
        if isinstance(value, tuple):
            for i, item in enumerate(value):
                for kind, new in changed(item, start_counts) if is_dataclass(item) else ():
                    yield kind, replace(node, **{name: (*value[:i], new, *value[i + 1 :])})
        elif is_dataclass(value):
            yield from ((kind, replace(node, **{name: new})) for kind, new in changed(value, start_counts))


def rule_changes(ruleset: Ruleset) -> Iterator[Change]:
    """The layer's own rules, changed in applies, must, due and table."""
    names = Names.of(ruleset)
    for rule in (r for r in ruleset.rules.values() if r.layer == ruleset.id):
        for part in ("applies", "must", "due"):
            tree = getattr(rule, part)
            for kind, new in changed(tree, part != "due") if tree is not None else ():
                text = f"{rule.id} {kind}" if kind in set(CompareOp) else f"{rule.id}: {show(new, names, 'en')}"
                yield text, with_rule(ruleset, replace(rule, **{part: new})), [rule.id]
        for i, row in enumerate(rule.table.rows if rule.table else ()):
            news = [(show(new, names, "en"), replace(row, when=new)) for _, new in changed(row.when)]
            news += [(f"{step:+} points", replace(row, points=row.points + step)) for step in (1, -1)]
            for text, other in news:
                rows = (*rule.table.rows[:i], other, *rule.table.rows[i + 1 :]) if rule.table else ()
                table = replace(rule.table, rows=rows) if rule.table else None
                yield f"{rule.id} row {i + 1}: {text}", with_rule(ruleset, replace(rule, table=table)), [rule.id]


def with_rule(ruleset: Ruleset, rule: Any) -> Ruleset:
    return replace(ruleset, rules={**ruleset.rules, rule.id: rule})


def ground_changes(ruleset: Ruleset) -> Iterator[Change]:
    """The layer's definitions and parameters."""
    users: dict[object, list[str]] = defaultdict(list)
    for rule in ruleset.rules.values():
        reach = reached_by(rule, ruleset.definitions)
        for key in (*reach.definitions, *reach.parameters):
            users[key].append(rule.id)
    names = Names.of(ruleset)
    for key, definition in ruleset.definitions.items():
        if any(ruleset.clauses[c.clause].layer == ruleset.id for c in definition.citations):
            for _, new in changed(definition.expr):
                definitions = {**ruleset.definitions, key: replace(definition, expr=new)}
                yield f"{key[1]}: {show(new, names, 'en')}", replace(ruleset, definitions=definitions), users[key]
    for id, parameter in ruleset.parameters.items():
        for value in (v for v in parameter.values if v.layer == ruleset.id):
            for other in shifted(value.value, parameter.type):
                news = {**ruleset.parameters, id: replace(parameter, values=(replace(value, value=other),))}
                yield f"{id} {other}", replace(ruleset, parameters=news), users[id]


def noticed(ruleset: Ruleset, cases: Iterable[Case]) -> bool:
    """Whether any case comes out otherwise."""
    for case in cases:
        found = judge(ruleset.rules[case.rule], case.subject, World(ruleset, case.facts, case.as_of))
        if found.verdict is not case.expect or case.points not in (None, found.points):
            return True
    return False


def unnoticed(layer: str) -> tuple[int, set[str]]:
    """How many changes there are to a layer, and those that none of its cases notices."""
    ruleset, _ = load_ruleset(layer)
    assert ruleset is not None
    sets, _ = load_cases(layer, ruleset)
    cases: dict[str, list[Case]] = defaultdict(list)
    for case in (c for one in sets for c in one.cases):
        cases[case.rule].append(case)
    changes = [*rule_changes(ruleset), *ground_changes(ruleset)]
    missed = {text for text, other, rules in changes if not noticed(other, (c for r in rules for c in cases[r]))}
    return len(changes), missed
