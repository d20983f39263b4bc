"""A difference made small: fewer rules, records, facts and conditions, as long as the engine is still wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from policyrules.model.expr import TRUE, Aggregate, Collection, Expr, Literal, Member
from policyrules.model.facts import Facts
from policyrules.model.ruleset import Rule, Ruleset
from policyrules.model.types import BOOL
from policyrules.model.words import Kind
from policyrules.syntax.walk import children
from tests.differential.saved import narrowed, type_of

MOST_TRIES = 2000
MOST_SECONDS = 300.0
FALSE = Literal(False, BOOL)
Wrong = Callable[[Ruleset, Facts], bool]


def smallest(rules: Ruleset, facts: Facts, wrong: Wrong) -> tuple[Ruleset, Facts]:
    """The smallest rules and facts found of which `wrong` still holds; what cannot be made smaller stays as it is."""
    tries, until = 0, time.monotonic() + MOST_SECONDS
    better = True
    while better and tries < MOST_TRIES and time.monotonic() < until:
        better = False
        for smaller_rules, smaller_facts in candidates(rules, facts):
            tries += 1
            if tries > MOST_TRIES or time.monotonic() > until:
                break
            if wrong(smaller_rules, smaller_facts):
                rules, facts, better = smaller_rules, smaller_facts, True
                break
    return rules, facts


def candidates(rules: Ruleset, facts: Facts) -> Iterator[tuple[Ruleset, Facts]]:
    """Everything that is one step smaller, large steps first."""
    if len(rules.rules) > 1:
        yield from ((narrowed(rules, {id}), facts) for id in rules.rules)
    yield from ((rules, fewer) for fewer in fewer_records(facts))
    for id, rule in rules.rules.items():
        for simpler in simpler_rules(rule):
            changed = replace(rules, rules={**rules.rules, id: simpler})
            yield narrowed(changed, changed.rules), facts
    for key, definition in rules.definitions.items():
        for expr in simpler_expressions(definition.expr):
            changed = replace(rules, definitions={**rules.definitions, key: replace(definition, expr=expr)})
            yield narrowed(changed, changed.rules), facts
    yield from ((rules, fewer) for fewer in fewer_facts(facts))


def fewer_records(facts: Facts) -> Iterator[Facts]:
    """Without a half, a quarter ... of a table's records, down to each single one."""
    for entity, table in facts.tables.items():
        ids = list(table)
        size = (len(ids) + 1) // 2
        while size and ids:
            for first in range(0, len(ids), size):
                gone = set(ids[first : first + size])
                yield Facts({**facts.tables, entity: {id: r for id, r in table.items() if id not in gone}})
            size = size // 2


def fewer_facts(facts: Facts) -> Iterator[Facts]:
    """Without one fact."""
    for entity, table in facts.tables.items():
        for id, record in table.items():
            for name in record:
                less = {field: value for field, value in record.items() if field != name}
                yield Facts({**facts.tables, entity: {**table, id: less}})


def simpler_rules(rule: Rule) -> Iterator[Rule]:
    """The rule with one part less, or one part simpler."""
    if rule.due is not None:
        yield replace(rule, due=None)
    yield from (replace(rule, exemptions=()) for _ in rule.exemptions[:1])
    yield from (replace(rule, applies=expr) for expr in simpler_expressions(rule.applies))
    if rule.must is not None:
        plain = replace(rule, kind=Kind.REQUIREMENT, measure=None, inspection=None)
        yield from (replace(plain, must=expr) for expr in simpler_expressions(rule.must))
    if rule.due is not None:
        yield from (replace(rule, due=expr) for expr in simpler_expressions(rule.due))
    for place, exemption in enumerate(rule.exemptions):
        for expr in simpler_expressions(exemption.when):
            yield replace(rule, exemptions=with_item(rule.exemptions, place, replace(exemption, when=expr)))
    if rule.table is not None:
        rows = rule.table.rows
        fewer = [(*rows[:n], *rows[n + 1 :]) for n in range(len(rows))] if len(rows) > 1 else []
        simpler = [
            with_item(rows, n, replace(row, when=e))
            for n, row in enumerate(rows)
            for e in simpler_expressions(row.when)
        ]
        yield from (replace(rule, table=replace(rule.table, rows=found)) for found in (*fewer, *simpler))


def simpler_expressions(expr: Expr) -> Iterator[Expr]:
    """A part of the expression in its place, or a part of a part; a condition also true or false."""
    type = type_of(expr)
    inner = [child for child in children(expr) if isinstance(child, Expr)]
    if type == BOOL and inner:
        yield from (TRUE, FALSE)
    yield from (child for child in inner if type_of(child) == type and stays(child))
    for name in expr.__match_args__:
        value = getattr(expr, name)
        items = value if isinstance(value, tuple) else (value,)
        for place, item in enumerate(items):
            if isinstance(item, Expr):
                for simpler in simpler_expressions(item):
                    made: Any = with_item(items, place, simpler) if isinstance(value, tuple) else simpler
                    yield replace(expr, **{name: made})


def stays(expr: Expr | Collection) -> bool:
    """Whether an expression means something outside the aggregate it stands in: it speaks of no member of it."""
    if isinstance(expr, Aggregate):
        return stays(expr.source) and (expr.threshold is None or stays(expr.threshold))
    return not isinstance(expr, Member) and all(map(stays, children(expr)))


def with_item(items: tuple[Any, ...], place: int, item: Any) -> tuple[Any, ...]:
    """The items, one replaced."""
    return (*items[:place], item, *items[place + 1 :])
