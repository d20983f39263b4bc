"""A ruleset, facts and verdicts as a conformance file: text that tests/conformance reads and every engine is put to."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from policyrules.model.expr import TRUE, Aggregate, AggregateOp, Compare, CompareOp, Derived, Expr, Value
from policyrules.model.facts import Facts
from policyrules.model.finding import Judgement
from policyrules.model.ruleset import Definition, Inspection, Measure, ParameterDef, Rule, Ruleset
from policyrules.model.types import (
    BOOL,
    COUNT_NUMBER,
    DATE,
    PERIOD,
    RATIO_NUMBER,
    TEXT,
    EnumType,
    NumberType,
    RefType,
    Type,
)
from policyrules.model.vocabulary import STANDARD_UNITS, Entity, FieldDef, Vocabulary
from policyrules.model.words import Force, Kind, Text, Validity
from policyrules.syntax.names import Names
from policyrules.syntax.printer import show
from policyrules.syntax.values import write_number, write_value
from policyrules.syntax.walk import deciding, entity_of, rewritten, uses

CLAUSE = "C-1"
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
PLAIN_TYPES: Mapping[Type, str] = {BOOL: "bool", DATE: "date", PERIOD: "period", TEXT: "text"}
COMPARES: Mapping[CompareOp, str] = {CompareOp.GE: "at_least", CompareOp.LE: "at_most", CompareOp.EQ: "exactly"}
Yaml = Any


def conformance_file(ruleset: Ruleset, facts: Facts, as_of: date, expected: Iterable[Judgement]) -> str:
    """The whole file. `expected`: what the reference says; each judgement becomes a check."""
    expected = tuple(expected)
    narrow = narrowed(ruleset, {judged.rule for judged in expected})
    return f"{text_of(ruleset_yaml(narrow))}\n{cases_text(narrow, facts, as_of, expected)}"


def cases_text(ruleset: Ruleset, facts: Facts, as_of: date, expected: Iterable[Judgement]) -> str:
    """The second part of the file."""
    return text_of({"cases": cases(ruleset, facts, as_of, expected)})


def narrowed(ruleset: Ruleset, rules: Collection[str]) -> Ruleset:
    """Some rules of a ruleset with what they rest on, and nothing else: a file must use whatever it defines."""
    kept = {id: rule for id, rule in ruleset.rules.items() if id in rules}
    pending: list[Expr] = [e for rule in kept.values() for e in (*deciding(rule), rule.due) if e is not None]
    definitions: dict[tuple[str, str], Definition] = {}
    parameters: set[str] = set()
    while pending:
        used = uses(pending.pop())
        parameters |= used.parameters
        fresh = [key for key in used.definitions if key not in definitions]
        definitions |= {key: ruleset.definitions[key] for key in fresh}
        pending += [ruleset.definitions[key].expr for key in fresh]
    return replace(
        ruleset,
        rules=kept,
        definitions=dict(sorted(definitions.items())),
        parameters={id: p for id, p in ruleset.parameters.items() if id in parameters},
    )


def ruleset_yaml(ruleset: Ruleset) -> dict[str, Yaml]:
    """The sections of a ruleset of one layer."""
    ruleset = apart(ruleset)
    names = Names.of(ruleset)
    found: dict[str, Yaml] = {
        "format": "1",
        "ruleset": {
            "id": "drawn",
            "version": "1.0.0",
            "label": words(Text("随机规则", "drawn rules")),
            "layer": "province",
            "valid": {"from": "2000-01-01", "to": "2099-12-31"},
        },
        "sources": {"doc": {"title": words(Text("虚构文件", "made-up document")), "status": "primary"}},
        "clauses": {
            CLAUSE: {"document": "doc", "at": "一", "fate": "encoded", "summary": words(Text("随机", "drawn"))}
        },
        "vocabulary": vocabulary_yaml(ruleset.vocabulary),
        "parameters": {p.id: parameter(p, ruleset.vocabulary) for p in ruleset.parameters.values()},
        "definitions": {d.id: definition(d, names) for d in ruleset.definitions.values()},
        **{
            section: {r.id: rule_yaml(r, names) for r in ruleset.rules.values() if section_of(r) == section}
            for section in ("requirements", "duties", "consistency", "inspections", "targets", "scores")
        },
    }
    return {key: section for key, section in found.items() if section}


def apart(ruleset: Ruleset) -> Ruleset:
    """The same, each definition under an id of its own: in one file two of the same id would be a duplicate key."""
    ids = Counter(id for _, id in ruleset.definitions)

    def renamed(expr: Expr) -> Expr:
        if isinstance(expr, Derived) and ids[expr.name] > 1:
            return replace(expr, name=f"{expr.name}_{entity_of(expr.base)}")
        return expr

    definitions = {}
    for (owner, id), found in ruleset.definitions.items():
        own = f"{id}_{owner}" if ids[id] > 1 else id
        definitions[owner, own] = replace(found, id=own, expr=rewritten(found.expr, renamed))
    rules = {id: rule_with(rule, lambda expr: rewritten(expr, renamed)) for id, rule in ruleset.rules.items()}
    return replace(ruleset, definitions=definitions, rules=rules)


def rule_with(rule: Rule, change: Callable[[Any], Any]) -> Rule:
    """A rule, every expression in it changed."""

    def maybe(expr: Any) -> Any:
        return None if expr is None else change(expr)

    table, measure, edge = rule.table, rule.measure, rule.inspection
    if table is not None:
        table = replace(table, rows=tuple(replace(row, when=change(row.when)) for row in table.rows))
    if measure is not None:
        measure = Measure(change(measure.value), change(measure.bound))
    if edge is not None:
        parts = {name: maybe(getattr(edge, name)) for name in ("collection", "where", "done", "rate")}
        edge = replace(edge, **parts)
    return replace(
        rule,
        applies=change(rule.applies),
        must=maybe(rule.must),
        due=maybe(rule.due),
        exemptions=tuple(replace(e, when=change(e.when)) for e in rule.exemptions),
        table=table,
        measure=measure,
        inspection=edge,
    )


def section_of(rule: Rule) -> str:
    """The section a rule is written in."""
    if rule.inspection is not None:
        return "inspections"
    named = {Kind.DUTY: "duties", Kind.CONSISTENCY: "consistency", Kind.TARGET: "targets", Kind.SCORE: "scores"}
    return "scores" if rule.table is not None else named.get(rule.kind, "requirements")


def vocabulary_yaml(vocabulary: Vocabulary) -> Yaml:
    """Units, enumerations and entities."""
    own = [u for u in vocabulary.units.values() if u.id not in STANDARD_UNITS]
    return {
        "units": {u.id: {"label": words(u.label), "decimals": str(u.decimals)} for u in own},
        "enums": {
            e.id: {
                "label": words(e.label),
                "ordered": truth(e.ordered),
                "members": {m.id: words(m.label) for m in e.members},
            }
            for e in vocabulary.enums.values()
        },
        "entities": {e.id: entity(e, vocabulary) for e in vocabulary.entities.values()},
    }


def entity(one: Entity, vocabulary: Vocabulary) -> Yaml:
    """An entity; the collections others hold of it stand beside its references."""
    inverse = {
        (c.entity, c.by): {"name": c.id, "label": words(c.label)}
        for holder in vocabulary.entities.values()
        for c in holder.collections.values()
    }
    fields = {}
    for field in one.fields.values():
        fields[field.id] = {"label": words(field.label), **type_yaml(field.type), **bounds(field)}
        if (one.id, field.id) in inverse:
            fields[field.id]["inverse"] = inverse[one.id, field.id]
    return {"label": words(one.label), "fields": fields}


def bounds(field: FieldDef) -> dict[str, Yaml]:
    """What limits a field."""
    found = {}
    if field.low is not None:
        found["min"] = write_number(field.low)
    if field.high is not None:
        found["max"] = write_number(field.high)
    if field.changeable is not None:
        found["changeable"] = field.changeable.value
    return found


def type_yaml(type: Type) -> dict[str, Yaml]:
    """A type as a field, parameter or definition declares it."""
    match type:
        case NumberType(unit):
            return {"unit": unit}
        case EnumType(name):
            return {"enum": name}
        case RefType(name):
            return {"ref": name}
    return {"type": PLAIN_TYPES[type]}


def parameter(one: ParameterDef, vocabulary: Vocabulary) -> Yaml:
    """A parameter with its values."""
    values = []
    for version in one.values:
        made: dict[str, Yaml] = {**days(version.validity), "cite": CLAUSE}
        if version.value is None:
            made |= {"value": "absent", "reason": words(Text("文件未定", "the document gives none"))}
        else:
            made["value"] = write_value(version.value, one.type, vocabulary, "en")
        values.append(made)
    return {"label": words(one.label), **type_yaml(one.type), "values": values}


def definition(one: Definition, names: Names) -> Yaml:
    """A definition with its type."""
    type = type_of(one.expr)
    written = show(one.expr, names, "en", type, one.entity)
    return {"label": words(one.label), "subject": one.entity, **type_yaml(type), "value": written, "cite": CLAUSE}


def type_of(expr: Expr) -> Type:
    """The type of an expression; conditions do not carry theirs."""
    return getattr(expr, "type", BOOL)


def rule_yaml(one: Rule, names: Names) -> Yaml:
    """A rule of any kind."""

    def told(expr: Expr, *expected: Type, member: str | None = None) -> str:
        return show(expr, names, "en", expected or (BOOL,), one.subject, member)

    made: dict[str, Yaml] = {"label": words(one.label), "subject": one.subject}
    if one.force is not Force.MUST:
        made["force"] = one.force.value
    if one.applies != TRUE:
        made["applies"] = told(one.applies)
    if one.exemptions:
        made["unless"] = [{"when": told(e.when), "label": words(e.label), "cite": CLAUSE} for e in one.exemptions]
    if one.inspection is not None:
        made |= inspection_yaml(one.inspection, told)
    elif one.measure is not None and isinstance(one.must, Compare):
        made |= {"measure": show(one.measure.value, names, "en", (), one.subject), "compare": COMPARES[one.must.op]}
        made["value"] = told(one.measure.bound, one.measure.value.type)
    elif one.must is not None:
        made["must"] = told(one.must)
    if one.due is not None:
        made["due"] = told(one.due, DATE, PERIOD)
    if one.table is not None:
        made |= {"unit": one.table.unit, "hit": one.table.hit.value}
        made["rows"] = [
            {"when": told(row.when), "points": write_number(row.points), "verdict": row.verdict.value}
            for row in one.table.rows
        ]
    if one.validity != Validity():
        made["valid"] = days(one.validity)
    return {**made, "cite": CLAUSE}


def inspection_yaml(edge: Inspection, told: Callable[..., str]) -> dict[str, Yaml]:
    """Who is inspected, and how many of them."""
    counted = told(Aggregate(AggregateOp.COUNT, edge.collection, None, None, None, COUNT_NUMBER), COUNT_NUMBER)
    made = {
        "inspected": counted.removeprefix("count(").removesuffix(")"),
        "mode": "census" if edge.rate is None else "sample",
    }
    if edge.where is not None:
        made["where"] = told(edge.where, member=edge.inspected)
    if edge.rate is not None:
        made["rate"] = told(edge.rate, RATIO_NUMBER)
    return {**made, "done": told(edge.done, member=edge.inspected)}


def cases(ruleset: Ruleset, facts: Facts, as_of: date, expected: Iterable[Judgement]) -> Yaml:
    """A check for each judgement, over all the facts."""
    vocabulary = ruleset.vocabulary
    given = {
        e: {id: record(vocabulary.entities[e], row, vocabulary) for id, row in sorted(table.items())}
        for e, table in facts.tables.items()
    }
    found: dict[str, Yaml] = {}
    for judged in expected:
        case = found.setdefault(judged.rule, {"as_of": as_of.isoformat(), "given": given, "checks": []})
        check = {"name": words(Text(judged.subject.id, judged.subject.id)), "subject": judged.subject.id}
        points = {} if judged.points is None else {"points": write_number(judged.points)}
        case["checks"].append({**check, "expect": judged.verdict.value, **points})
    return found


def record(entity: Entity, row: Mapping[str, Value], vocabulary: Vocabulary) -> dict[str, str]:
    """What is recorded of somebody."""
    return {
        name: write_value(row[name], field.type, vocabulary, "en")
        for name, field in entity.fields.items()
        if name in row
    }


def days(validity: Validity) -> dict[str, str]:
    """From when to when."""
    ends = {"from": validity.start, "to": validity.end}
    return {key: day.isoformat() for key, day in ends.items() if day is not None}


def words(text: Text) -> dict[str, str]:
    """A text in two languages."""
    return {"zh": text.zh, "en": text.en}


def truth(value: bool) -> str:
    """true or false."""
    return "true" if value else "false"


def text_of(node: Yaml, depth: int = 0) -> str:
    """Nested mappings and lists as YAML, a line each; what holds nothing but texts stands on one line."""
    lines = []
    for key, value in node.items() if isinstance(node, dict) else (("-", item) for item in node):
        opener = "  " * depth + ("-" if isinstance(node, list) else f"{key_text(key)}:")
        block = not is_flat(value)
        lines.append(f"{opener}\n{text_of(value, depth + 1)}" if block else f"{opener} {flat(value)}\n")
    return "".join(lines)


def is_flat(node: Yaml) -> bool:
    """Whether a node stands on one line."""
    inside = node.values() if isinstance(node, dict) else node
    return isinstance(node, str) or all(isinstance(value, str) for value in inside)


def flat(node: Yaml) -> str:
    """A text, or a mapping or list of texts, on one line."""
    if isinstance(node, str):
        return json.dumps(node, ensure_ascii=False)
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key_text(key)}: {flat(value)}" for key, value in node.items()) + "}"
    return "[" + ", ".join(flat(value) for value in node) + "]"


def key_text(key: str) -> str:
    """A key, in quotes where it is not a plain word."""
    return key if PLAIN.fullmatch(key) else json.dumps(key, ensure_ascii=False)
